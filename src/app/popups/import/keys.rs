//! What a key does while a file is imported, and what comes of the steps it asks for.

use super::{ImportEvent, ImportQuestion, ImportRequest, ImportStage, ImportState};
use crate::app::action::{Action, Key};
use crate::app::effect::Effect;
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::popups::{Modal, Popup, PopupStep};
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice};
use crate::app::text_input::TextInput;
use crate::app::update::refresh;
use Key::{
    BackTab, Backspace, Char, Ctrl, Down, Enter, Esc, F, Left, PageDown, PageUp, Right, Tab, Up,
};

/// Which file is imported.
pub const FILE: Scope = Scope::new("Importing: which file?").typing();

/// Which of its columns is which.
const COLUMNS: Scope = Scope::new("Importing: which column is which?").in_help();

/// In which order its dates are written.
const DATE_ORDER: Scope = Scope::new("Importing: day first or month first?");

/// Where it comes from.
const SOURCE: Scope = Scope::new("Importing: where is it from?").typing();

/// What it would bring.
const PREVIEW: Scope = Scope::new("Importing: the preview").in_help();

/// While it is read or taken in.
const IMPORTING: Scope = Scope::new("While a file is read");

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        FILE,
        &[Enter],
        Action::Accept,
        "preview",
        "preview the file: nothing is imported yet",
    )
    .left(F(2)),
    bind(
        FILE,
        &[Tab],
        Action::NextField,
        "complete",
        "complete the path",
    )
    .right(F(10)),
    bind(FILE, &[Esc], Action::Close, "leave", "leave").right(F(9)),
    bind(
        COLUMNS,
        &[Right, Char(' ')],
        Action::Longer,
        "next",
        "what the column is: the next choice",
    ),
    bind(
        COLUMNS,
        &[Left, Backspace, Ctrl('h')],
        Action::Shorter,
        "back",
        "the choice before",
    ),
    bind(
        COLUMNS,
        &[Down, Tab, Char('j')],
        Action::Down,
        "column",
        "the next column",
    )
    .left(Char('s')),
    bind(
        COLUMNS,
        &[Up, BackTab, Char('k')],
        Action::Up,
        "",
        "the column before",
    )
    .left(Char('w')),
    bind(
        COLUMNS,
        &[Enter],
        Action::Accept,
        "preview",
        "preview it this way: nothing is imported yet",
    )
    .left(F(2)),
    bind(
        COLUMNS,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path",
    )
    .right(F(9)),
    bind(
        DATE_ORDER,
        &[Down, Tab, Char('j')],
        Action::Down,
        "the other",
        "the other order",
    )
    .left(Char('s')),
    bind(
        DATE_ORDER,
        &[Up, BackTab, Char('k')],
        Action::Up,
        "",
        "the order before",
    )
    .left(Char('w')),
    bind(
        DATE_ORDER,
        &[Enter],
        Action::Accept,
        "preview",
        "preview it with the dates read so: nothing is imported yet",
    )
    .left(F(2)),
    bind(
        DATE_ORDER,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path",
    )
    .right(F(9)),
    bind(
        SOURCE,
        &[Enter],
        Action::Accept,
        "preview",
        "preview it: nothing is imported yet",
    )
    .left(F(2)),
    bind(
        SOURCE,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path",
    )
    .right(F(9)),
    bind(
        PREVIEW,
        &[Enter],
        Action::Accept,
        "import",
        "import it: one undo takes all of it back",
    )
    .left(F(2)),
    bind(
        PREVIEW,
        &[Char('c')],
        Action::Columns,
        "columns",
        "choose which column is which",
    ),
    bind(
        PREVIEW,
        &[Char('e')],
        Action::OtherEncoding,
        "letters",
        "the letters look wrong: read them another way",
    ),
    bind(
        PREVIEW,
        &[Char('o')],
        Action::Overwrite,
        "overwrite",
        "what the file says takes the place of what is here; again: it does not",
    ),
    bind(
        PREVIEW,
        &[Char('j'), Down, PageDown],
        Action::Down,
        "further",
        "further down",
    )
    .left(Char('s')),
    bind(
        PREVIEW,
        &[Char('k'), Up, PageUp],
        Action::Up,
        "",
        "further up",
    )
    .left(Char('w')),
    bind(
        PREVIEW,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path: nothing is imported",
    )
    .right(F(9)),
    bind(
        IMPORTING,
        &[Enter],
        Action::Accept,
        "to the list",
        "back to the list: the import goes on behind it",
    )
    .left(F(2)),
    bind(
        IMPORTING,
        &[Esc],
        Action::Close,
        "stop",
        "stop: what is imported so far stays",
    )
    .right(F(9)),
];

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
            None | Some(ImportStage::Path) => FILE,
            Some(ImportStage::Columns) => COLUMNS,
            Some(ImportStage::Asked(ImportQuestion::DateOrder { .. })) => DATE_ORDER,
            Some(ImportStage::Asked(ImportQuestion::Source { .. })) => SOURCE,
            Some(ImportStage::Preview(..)) => PREVIEW,
            Some(ImportStage::Reading | ImportStage::Importing) => IMPORTING,
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
            ImportStage::Asked(ImportQuestion::Source { .. }) => Some(&mut import.source),
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
