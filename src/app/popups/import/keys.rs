//! What a key does while a file is imported, and what comes of the steps it asks for.

use super::{ImportEvent, ImportQuestion, ImportRequest, ImportStage, ImportState};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keymap::Scope;
use crate::app::popups::{Modal, Popup, PopupStep};
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice};
use crate::app::text_input::TextInput;
use crate::app::update::refresh;

/// The import is shown. How it stands is the app's, as it goes on behind the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportPopup;

/// Opens the popup: on the import that is under way, where there is one.
pub(in crate::app::popups) fn open(app: &mut App) -> Option<Effect> {
    if !app.import.as_ref().is_some_and(ImportState::is_taking) {
        app.import = Some(ImportState::default());
    }
    app.popup = Some(ImportPopup.into());
    None
}

/// One step back: whatever is under way ends; from the columns or the preview back to the path.
fn leave(app: &mut App) -> Option<PopupStep> {
    let import = app.import.as_mut()?;
    Some(match import.stage {
        ImportStage::Path => {
            app.import = None;
            PopupStep::Close(None)
        }
        ImportStage::Columns | ImportStage::Asked(_) | ImportStage::Preview(..) => {
            import.stage = ImportStage::Path;
            PopupStep::Stay(None)
        }
        ImportStage::Reading | ImportStage::Importing => {
            PopupStep::Stay(Some(Effect::Import(ImportRequest::Stop)))
        }
    })
}

impl Modal for ImportPopup {
    fn scope(&self, app: &App) -> Scope {
        match app.import.as_ref().map(|i| &i.stage) {
            None | Some(ImportStage::Path) => Scope::File,
            Some(ImportStage::Columns) => Scope::Columns,
            Some(ImportStage::Asked(ImportQuestion::DateOrder { .. })) => Scope::DateOrder,
            Some(ImportStage::Asked(ImportQuestion::Source)) => Scope::Source,
            Some(ImportStage::Preview(..)) => Scope::Preview,
            Some(ImportStage::Reading | ImportStage::Importing) => Scope::Importing,
        }
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        let import = app.import.as_mut()?;
        let step = match action {
            // It goes on behind the list.
            Action::Accept if import.is_taking() => return Some(PopupStep::Close(None)),
            Action::Close => return leave(app),
            Action::Accept => import.accept(),
            Action::NextField => Some(ImportRequest::Complete(import.line.text().to_owned())),
            Action::OtherEncoding => import.other_encoding(),
            Action::Overwrite => import.toggle_overwrite(),
            Action::Columns => {
                import.choose_columns();
                None
            }
            Action::Down | Action::Up => {
                import.step(if action == Action::Down { 1 } else { -1 });
                None
            }
            Action::Longer | Action::Shorter => {
                import.turn(if action == Action::Longer { 1 } else { -1 });
                None
            }
            _ => return None,
        };
        Some(PopupStep::Stay(step.map(Effect::Import)))
    }

    fn can(&self, action: Action, app: &App) -> bool {
        let import = app.import.as_ref();
        match action {
            Action::Columns => import.is_some_and(|i| !i.columns.is_empty()),
            Action::Accept => import.is_none_or(ImportState::can_be_accepted),
            _ => true,
        }
    }

    fn line<'a>(&'a mut self, app: &'a mut App) -> Option<&'a mut TextInput> {
        let import = app.import.as_mut()?;
        match import.stage {
            ImportStage::Path => Some(&mut import.line),
            ImportStage::Asked(ImportQuestion::Source) => Some(&mut import.source),
            _ => None,
        }
    }

    fn edited(&mut self, _changed: bool, app: &mut App) -> Option<Effect> {
        let import = app.import.as_mut()?;
        if import.stage != ImportStage::Path {
            return None;
        }
        import.error = None;
        import.choices.clear();
        let text = Some(import.line.text()).filter(|text| !text.trim().is_empty());
        text.map(|text| Effect::Import(ImportRequest::Choices(text.to_owned())))
    }

    fn redact(&mut self, _redactor: &mut Redactor) {}
}

/// What came of a step.
pub fn apply_import_event(app: &mut App, came: ImportEvent) -> Option<Effect> {
    let ended = matches!(came, ImportEvent::Imported(_) | ImportEvent::Failed(_));
    let import = app.import.as_mut()?;
    let was_taking = import.is_taking();
    if let (ImportEvent::Imported(words) | ImportEvent::Failed(words), true) = (&came, was_taking) {
        if !matches!(app.notice, Notice::NotSaved(_)) {
            app.notice = match came {
                ImportEvent::Imported(_) => Notice::Saved(words.clone()),
                _ => Notice::Error(words.clone()),
            };
        }
        app.import = None;
        if app.popup == Some(Popup::Import(ImportPopup)) {
            app.popup = None;
        }
        return Some(refresh(app));
    }
    let step = import.apply_event(came);
    // What ended before anything was taken in leaves the path to be mended.
    if ended {
        return None;
    }
    step.map(Effect::Import)
}
