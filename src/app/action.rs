//! Every thing a person can ask for, and the keys as the program knows them.

/// A key, normalised once: presses only, capitals as their own letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character.
    Char(char),
    /// A letter with Ctrl; never needed for a daily action.
    Ctrl(char),
    /// ↵
    Enter,
    /// Esc
    Esc,
    /// Tab
    Tab,
    /// Shift-Tab
    BackTab,
    /// Backspace
    Backspace,
    /// Delete
    Delete,
    /// ←
    Left,
    /// →
    Right,
    /// ↑
    Up,
    /// ↓
    Down,
    /// Home
    Home,
    /// End
    End,
    /// PgUp
    PageUp,
    /// PgDn
    PageDown,
    /// F1 to F12
    F(u8),
}

/// The keys that have a name.
const NAMED: [(&str, Key); 15] = [
    ("space", Key::Char(' ')),
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("shift-tab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("left", Key::Left),
    ("right", Key::Right),
    ("up", Key::Up),
    ("down", Key::Down),
    ("home", Key::Home),
    ("end", Key::End),
    ("pgup", Key::PageUp),
    ("pgdn", Key::PageDown),
];

impl Key {
    /// The key of a name: a character, `space`, `enter`, `tab` …, `F2`, `ctrl-k`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut letters = name.chars();
        if let (Some(only), None) = (letters.next(), letters.next()) {
            return (!only.is_control() && only != ' ').then_some(Self::Char(only));
        }
        let lower = name.to_ascii_lowercase();
        if let Some((_, key)) = NAMED.iter().find(|(known, _)| *known == lower) {
            return Some(*key);
        }
        if let Some(n) = lower.strip_prefix('f').and_then(|n| n.parse().ok()) {
            return (1..=12).contains(&n).then_some(Self::F(n));
        }
        match Self::named(lower.strip_prefix("ctrl-")?)? {
            Self::Char(c) if c.is_ascii_lowercase() => Some(Self::Ctrl(c)),
            _ => None,
        }
    }

    /// Its name, as `named` reads it.
    #[must_use]
    pub fn name(self) -> String {
        let known = NAMED.iter().find(|(_, key)| *key == self);
        known.map_or_else(|| self.shown(), |(name, _)| (*name).to_owned())
    }

    /// As the foot line and the help page write it.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Char(' ') => "space".to_owned(),
            Self::Char(c) => c.to_string(),
            Self::Ctrl(c) => format!("ctrl-{c}"),
            Self::Enter => "↵".to_owned(),
            Self::Esc => "esc".to_owned(),
            Self::Tab => "tab".to_owned(),
            Self::BackTab => "shift-tab".to_owned(),
            Self::Backspace => "backspace".to_owned(),
            Self::Delete => "delete".to_owned(),
            Self::Left => "←".to_owned(),
            Self::Right => "→".to_owned(),
            Self::Up => "↑".to_owned(),
            Self::Down => "↓".to_owned(),
            Self::Home => "home".to_owned(),
            Self::End => "end".to_owned(),
            Self::PageUp => "pgup".to_owned(),
            Self::PageDown => "pgdn".to_owned(),
            Self::F(n) => format!("F{n}"),
        }
    }
}

/// What is known of Caps Lock, which no terminal reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapsLock {
    /// A small letter was typed last, or nothing yet.
    Off,
    /// A capital was typed that is no key: capitals are taken for small letters.
    On,
}

/// What happens at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputEvent {
    /// A key.
    Key(Key),
    /// Text pasted in one piece.
    Paste(String),
    /// The mouse was pressed on something.
    Click(ClickTarget),
    /// The wheel was turned: down is positive.
    Wheel(i32),
    /// The wheel was turned over the card: down is positive.
    WheelOnCard(i32),
}

/// Something that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// A key of the foot line.
    Key(Key),
    /// A row of the view that is shown, counted from the first one loaded.
    Row(usize),
    /// A row among those done today.
    Done(usize),
    /// The card.
    Card,
    /// A row of the popup's own list.
    Choice(usize),
    /// A tab.
    Tab(super::View),
}

/// Every thing a person can ask for. Its variants' names, in kebab case, are the words of the
/// `[keys]` section in people's settings: a test holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Action {
    /// Tell how the call ended.
    Done,
    /// Dial the number.
    Call,
    /// Copy the number, or the message.
    Copy,
    /// A message ready to paste.
    Message,
    /// Nobody answered.
    NoAnswer,
    /// A message was left.
    Voicemail,
    /// The line was busy.
    Busy,
    /// The number is somebody else's.
    WrongNumber,
    /// Out of the list until later.
    Later,
    /// Promise a time.
    Promise,
    /// Merge them with another customer.
    Merge,
    /// Hand what is due over to somebody else of the shop.
    HandOver,
    /// Add a customer or a call.
    Add,
    /// Edit the customer and their follow-ups.
    Edit,
    /// Change the price of what is most urgent.
    Price,
    /// Book a job.
    Job,
    /// Write a note on the last contact.
    Note,
    /// They were pleased.
    Pleased,
    /// They were fine.
    Fine,
    /// They were unhappy.
    Unhappy,
    /// Find a customer.
    Find,
    /// They rang us: find them, and tell how it ended.
    TheyRang,
    /// Go through the promises that are still open.
    Sweep,
    /// Key a paper list in.
    KeyIn,
    /// Import a file.
    Import,
    /// Read the file in another encoding.
    OtherEncoding,
    /// Let the file take the place of what was typed here, or not.
    Overwrite,
    /// Choose which column of the file is which.
    Columns,
    /// Take back the last act.
    Undo,
    /// Do it again.
    Redo,
    /// Say why the row stands where it does.
    Why,
    /// Try again what was not saved.
    Retry,
    /// One row down.
    Down,
    /// One row up.
    Up,
    /// A screenful down.
    PageDown,
    /// A screenful up.
    PageUp,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the day before, in Ahead and in the journal.
    DayBefore,
    /// To the day after.
    DayAfter,
    /// Only the acts of the selected row's person, or everybody's again.
    OnlyTheirs,
    /// Every act again.
    AllActs,
    /// A month back.
    MonthBefore,
    /// A month on.
    MonthAfter,
    /// To one of the views.
    Show(super::View),
    /// To the next view.
    NextView,
    /// To the view before.
    PreviousView,
    /// Show all keys.
    Help,
    /// Hide everything behind the shop's name.
    Lock,
    /// Today with one's own alone, or everybody again.
    Mine,
    /// Show people by initials, or in full again.
    Private,
    /// Show the selected customer in full: the whole card.
    Reveal,
    /// Further down in the card.
    CardDown,
    /// Further up in it.
    CardUp,
    /// Leave the program.
    Quit,
    /// Close the popup.
    Close,
    /// Take what stands there.
    Accept,
    /// To the next field.
    NextField,
    /// To the field before.
    PreviousField,
    /// A small kindness was given.
    Give,
    /// A result of the outcome popup.
    Result(crate::domain::follow_up::FollowUpResult),
    /// Not talked about.
    NotTalkedAbout,
    /// One question back.
    Back,
    /// Close those whose tries ran out.
    LetGo,
    /// Go on trying.
    KeepTrying,
    /// Throw away what was typed.
    ThrowAway,
    /// Do what was asked about.
    Yes,
    /// Look less far back.
    Shorter,
    /// Look further back.
    Longer,
    /// Cursor one to the left, or the choice before.
    Left,
    /// Cursor one to the right, or the next choice.
    Right,
    /// Cursor to the beginning.
    LineStart,
    /// Cursor to the end.
    LineEnd,
    /// Take out what is before the cursor.
    Backspace,
    /// Take out what is behind it.
    Delete,
    /// Take out the word before it.
    DeleteWord,
    /// Take out the whole line.
    ClearLine,
}

/// What taking an action a moment too early would cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// It goes somewhere: nothing is to be taken back.
    Moves,
    /// It opens something, or changes what is typed: closing it takes it back.
    Opens,
    /// It saves or sends something, or ends what is under way.
    Decides,
}

impl Action {
    /// What taking it a moment too early would cost.
    #[must_use]
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::Down
            | Self::Up
            | Self::PageDown
            | Self::PageUp
            | Self::First
            | Self::Last
            | Self::CardDown
            | Self::CardUp
            | Self::DayBefore
            | Self::DayAfter
            | Self::MonthBefore
            | Self::MonthAfter
            | Self::Show(_)
            | Self::NextView
            | Self::PreviousView
            | Self::NextField
            | Self::PreviousField
            | Self::Left
            | Self::Right
            | Self::LineStart
            | Self::LineEnd => ActionKind::Moves,
            Self::Done
            | Self::Message
            | Self::Later
            | Self::Promise
            | Self::Merge
            | Self::HandOver
            | Self::Add
            | Self::Edit
            | Self::Price
            | Self::Job
            | Self::Note
            | Self::Find
            | Self::TheyRang
            | Self::Sweep
            | Self::KeyIn
            | Self::Import
            | Self::OtherEncoding
            | Self::Overwrite
            | Self::Columns
            | Self::Why
            | Self::OnlyTheirs
            | Self::AllActs
            | Self::Help
            | Self::Reveal
            | Self::Close
            | Self::Give
            | Self::Back
            | Self::Shorter
            | Self::Longer
            | Self::Backspace
            | Self::Delete
            | Self::DeleteWord
            | Self::ClearLine => ActionKind::Opens,
            // Whatever is not known to be harmless waits.
            _ => ActionKind::Decides,
        }
    }

    /// Whether it belongs right behind an act, as its note does: it is no letter of a name.
    #[must_use]
    pub const fn follows_an_act(self) -> bool {
        matches!(
            self,
            Self::Undo | Self::Note | Self::Pleased | Self::Fine | Self::Unhappy
        )
    }
}
