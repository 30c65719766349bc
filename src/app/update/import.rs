//! Importing a file: the keys of its box, and what comes of its steps.

use super::{Action, refresh};
use crate::app::effect::Effect;
use crate::app::popups::Popup;
use crate::app::popups::import::{ImportEvent, ImportPopup, ImportRequest, ImportStage};
use crate::app::state::{App, Notice};

/// The box is opened: the one whose rows are still taken in, where there is one.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    if !app.import.as_ref().is_some_and(ImportPopup::is_taking) {
        app.import = Some(ImportPopup::default());
    }
    app.popup = Some(Popup::Import);
    None
}

/// Whether an action is the box's own while it lies on top: no key of a typed line.
pub(super) const fn has(action: Action) -> bool {
    matches!(
        action,
        Action::Accept
            | Action::NextField
            | Action::Down
            | Action::Up
            | Action::Longer
            | Action::Shorter
            | Action::Close
    )
}

/// A key of the box.
pub(super) fn press(app: &mut App, action: Action) -> Option<Effect> {
    let import = app.import.as_mut()?;
    let step = match action {
        // It goes on behind the list.
        Action::Accept if import.is_taking() => {
            app.popup = None;
            None
        }
        Action::Close => return leave(app),
        Action::Accept => import.accept(),
        Action::NextField => Some(ImportRequest::Complete(import.line.text().to_owned())),
        Action::OtherEncoding => import.other_encoding(),
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
        _ => None,
    };
    step.map(Effect::Import)
}

/// The box is left, and whatever is under way ends; from the columns or the preview back to the
/// path.
fn leave(app: &mut App) -> Option<Effect> {
    let import = app.import.as_mut()?;
    match import.stage {
        ImportStage::Path => {
            app.popup = None;
            app.import = None;
            None
        }
        ImportStage::Columns | ImportStage::Preview(..) => {
            import.stage = ImportStage::Path;
            None
        }
        ImportStage::Reading | ImportStage::Importing => Some(Effect::Import(ImportRequest::Stop)),
    }
}

/// What came of a step.
pub(super) fn apply_import_event(app: &mut App, came: ImportEvent) -> Option<Effect> {
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
        if app.popup == Some(Popup::Import) {
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
