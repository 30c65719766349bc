//! THE one table: where one stands × key → action. Dispatch, the foot line and the help page are
//! all read from it, with the chosen set of keys and the shop's own laid over it (`bindings`).

mod bindings;
mod layouts;
mod resolve;
mod scopes;
mod sets;

use std::borrow::Cow;

pub use bindings::{KeyBindingError, KeyBindings};
pub use resolve::{ResolvedInput, ResolvedKey, of_outcome, resolve, shown_caps_lock};
pub use scopes::Scope;
pub use sets::KeySet;

use super::action::{Action, Key};
use super::state::{App, Notice, View};
use crate::domain::contact::{Contact, Outcome};
use crate::domain::follow_up::FollowUpResult as R;
use crate::domain::pagination::JournalFilter;

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The keys, the first of them shown in the foot line.
    pub keys: Cow<'static, [Key]>,
    /// What they ask for.
    pub action: Action,
    /// What the foot line says; nothing for what is not shown there.
    pub foot: &'static str,
    /// What the help page says; nothing for what goes without saying.
    pub help: &'static str,
}

const fn bind(
    scope: Scope,
    keys: &'static [Key],
    action: Action,
    foot: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        scope,
        keys: Cow::Borrowed(keys),
        action,
        foot,
        help,
    }
}

use Key::{
    BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, Home, Left, PageDown, PageUp,
    Right, Tab, Up,
};
use Scope as S;

/// The table as it is usually, in the order of the foot line.
pub const TABLE: &[Binding] = &[
    bind(
        S::NotSaved,
        &[Char('r')],
        Action::Retry,
        "try again",
        "try again to save it",
    ),
    bind(
        S::Month,
        &[Left],
        Action::DayBefore,
        "",
        "to the day before",
    ),
    bind(S::Month, &[Right], Action::DayAfter, "", "to the day after"),
    bind(
        S::Month,
        &[Char('<')],
        Action::MonthBefore,
        "",
        "a month back",
    ),
    bind(S::Month, &[Char('>')], Action::MonthAfter, "", "a month on"),
    bind(
        S::Journal,
        &[Left],
        Action::DayBefore,
        "day",
        "one day only: the row's, then the day before",
    ),
    bind(S::Journal, &[Right], Action::DayAfter, "", "the day after"),
    bind(
        S::Journal,
        &[Char('f')],
        Action::OnlyTheirs,
        "only this person",
        "only what this person did; again: everybody",
    ),
    bind(
        S::Journal,
        &[Esc],
        Action::AllActs,
        "all",
        "everybody, every day",
    ),
    bind(
        S::Figures,
        &[Left],
        Action::Shorter,
        "shorter",
        "look less far back",
    ),
    bind(
        S::Figures,
        &[Right],
        Action::Longer,
        "longer",
        "look further back: 7 days, 28 days, 12 months, everything",
    ),
    bind(
        S::Card,
        &[Esc],
        Action::Close,
        "close",
        "close the card; ↓ and ↑ scroll it, and other keys do what they do on the row",
    ),
    bind(
        S::Customers,
        &[Char(' ')],
        Action::Reveal,
        "card",
        "open the whole card; where people are shown by initials, the row in full first",
    ),
    bind(
        S::Customers,
        &[Enter],
        Action::Call,
        "call",
        "dial, if your settings say how; else like “we spoke”",
    ),
    bind(
        S::Customers,
        &[Char('d')],
        Action::Done,
        "we spoke",
        "you spoke to them: how did it end?",
    ),
    bind(
        S::Customers,
        &[Char('n')],
        Action::NoAnswer,
        "no answer",
        "nobody answered: the next try is set for you",
    ),
    bind(
        S::Customers,
        &[Char('v')],
        Action::Voicemail,
        "voicemail",
        "left a message: again the next open day",
    ),
    bind(
        S::Customers,
        &[Char('b')],
        Action::Busy,
        "busy",
        "the line was busy: again in a quarter of an hour",
    ),
    bind(
        S::Customers,
        &[Char('x')],
        Action::WrongNumber,
        "wrong number",
        "the number belongs to somebody else",
    ),
    bind(
        S::Customers,
        &[Char('s')],
        Action::Later,
        "later",
        "out of the list until later: days, or a time",
    ),
    bind(
        S::Lists,
        &[Char('a')],
        Action::Add,
        "add",
        "add a call, for a new or a known customer",
    ),
    bind(
        S::Lists,
        &[Char('/')],
        Action::Find,
        "find",
        "find a customer by name, number, item or words",
    ),
    bind(
        S::Lists,
        &[Char('r')],
        Action::TheyRang,
        "",
        "they rang: find them, and say how it ended",
    ),
    bind(
        S::Lists,
        &[Char('c')],
        Action::Sweep,
        "",
        "go through the promises of today that are still open, one by one",
    ),
    bind(
        S::Lists,
        &[Char('K')],
        Action::KeyIn,
        "",
        "key in a paper list, row by row",
    ),
    bind(
        S::Lists,
        &[Char('i')],
        Action::Import,
        "",
        "import a file: an address book, a table of customers",
    ),
    bind(
        S::Lists,
        &[Char('u')],
        Action::Undo,
        "undo",
        "take back the last thing done at this counter",
    ),
    bind(
        S::Lists,
        &[Char('U')],
        Action::Redo,
        "",
        "do again what was taken back",
    ),
    bind(
        S::Customers,
        &[Char('p')],
        Action::Promise,
        "promise",
        "promise to call them back by a time",
    ),
    bind(
        S::Customers,
        &[Char('h')],
        Action::HandOver,
        "",
        "hand over: a colleague rings instead",
    ),
    bind(
        S::Customers,
        &[Char('e')],
        Action::Edit,
        "edit",
        "edit the customer and their follow-ups",
    ),
    bind(
        S::Customers,
        &[Char('£'), Char('$'), Char('€')],
        Action::Price,
        "",
        "change the price before you ring",
    ),
    bind(
        S::Customers,
        &[Char('o')],
        Action::Job,
        "job",
        "book a job: the calls that follow are planned",
    ),
    bind(
        S::Customers,
        &[Char('t')],
        Action::Note,
        "note",
        "write a note on the last call",
    ),
    bind(
        S::Customers,
        &[Char('+')],
        Action::Pleased,
        "",
        "they were pleased at the end",
    ),
    bind(
        S::Customers,
        &[Char('=')],
        Action::Fine,
        "",
        "they were fine at the end",
    ),
    bind(
        S::Customers,
        &[Char('-')],
        Action::Unhappy,
        "",
        "they were unhappy: the owner rings today",
    ),
    bind(
        S::Customers,
        &[Char('y')],
        Action::Copy,
        "",
        "copy the number",
    ),
    bind(
        S::Customers,
        &[Char('m')],
        Action::Message,
        "",
        "a message to paste, for whoever does not answer",
    ),
    bind(
        S::Customers,
        &[Char('J')],
        Action::Merge,
        "",
        "merge: they are the same person as another customer",
    ),
    bind(
        S::Customers,
        &[Char('w')],
        Action::Why,
        "why",
        "why this customer stands here in the list",
    ),
    bind(
        S::Lists,
        &[Char('M')],
        Action::Mine,
        "",
        "mine only: my calls, and customers I know; or all again",
    ),
    bind(
        S::Lists,
        &[Char('P')],
        Action::Private,
        "",
        "show people by initials only, or in full again",
    ),
    bind(
        S::Lists,
        &[Char('L'), Ctrl('l'), Key::F(12)],
        Action::Lock,
        "",
        "hide everything, even while typing (ctrl-l, F12)",
    ),
    bind(
        S::Lists,
        &[Char('?'), Key::F(1)],
        Action::Help,
        "keys",
        "all keys (F1 while typing, too)",
    ),
    bind(
        S::Lists,
        &[Char('j'), Down],
        Action::Down,
        "",
        "one row down",
    ),
    bind(S::Lists, &[Char('k'), Up], Action::Up, "", "one row up"),
    bind(
        S::Lists,
        &[PageDown],
        Action::PageDown,
        "",
        "a screenful down",
    ),
    bind(S::Lists, &[PageUp], Action::PageUp, "", "a screenful up"),
    bind(
        S::Lists,
        &[Char('g'), Home],
        Action::First,
        "",
        "to the first row",
    ),
    bind(
        S::Lists,
        &[Char('G'), End],
        Action::Last,
        "",
        "to the last row",
    ),
    bind(
        S::Lists,
        &[Char('.')],
        Action::CardDown,
        "",
        "scroll the card down, where more of it is below",
    ),
    bind(
        S::Lists,
        &[Char(',')],
        Action::CardUp,
        "",
        "scroll the card back up",
    ),
    bind(
        S::Lists,
        &[Char('1')],
        Action::Show(View::Today),
        "",
        "Today",
    ),
    bind(
        S::Lists,
        &[Char('2')],
        Action::Show(View::Ahead),
        "",
        "Ahead: what comes later, and whom to stop trying",
    ),
    bind(
        S::Lists,
        &[Char('3')],
        Action::Show(View::Customers),
        "",
        "Customers",
    ),
    bind(
        S::Lists,
        &[Char('4')],
        Action::Show(View::Journal),
        "",
        "Journal",
    ),
    bind(
        S::Lists,
        &[Char('5')],
        Action::Show(View::Figures),
        "",
        "Figures: how the calls are going, as charts",
    ),
    bind(S::Lists, &[Tab], Action::NextView, "", "the next view"),
    bind(
        S::Lists,
        &[BackTab],
        Action::PreviousView,
        "",
        "the view before",
    ),
    bind(
        S::Lists,
        &[Char('q'), Ctrl('c')],
        Action::Quit,
        "quit",
        "leave; everything is saved already",
    ),
    bind(
        S::Outcome,
        &[Char('a')],
        Action::Result(R::Authorised),
        "",
        "authorised: go ahead",
    ),
    bind(
        S::Outcome,
        &[Char('d')],
        Action::Result(R::Declined),
        "",
        "declined: we ask again later",
    ),
    bind(
        S::Outcome,
        &[Char('z')],
        Action::Result(R::Thinking),
        "",
        "thinking: we ring again",
    ),
    bind(
        S::Outcome,
        &[Char('l')],
        Action::Result(R::CanWait),
        "",
        "can wait: told them so",
    ),
    bind(
        S::Outcome,
        &[Char('s')],
        Action::Result(R::Settled),
        "",
        "settled: all is well",
    ),
    bind(
        S::Outcome,
        &[Char('!')],
        Action::Result(R::Unhappy),
        "",
        "unhappy: the owner rings today",
    ),
    bind(
        S::Outcome,
        &[Char('m')],
        Action::Result(R::Dropped),
        "",
        "no longer matters",
    ),
    bind(
        S::Outcome,
        &[Char('0')],
        Action::NotTalkedAbout,
        "not talked about",
        "not talked about: leave it open",
    ),
    bind(
        S::Outcome,
        &[Backspace, Ctrl('h')],
        Action::Back,
        "back",
        "back to the question before",
    ),
    bind(
        S::Outcome,
        &[Esc],
        Action::Close,
        "leave",
        "leave: nothing is saved",
    ),
    bind(S::Who, &[Enter], Action::Accept, "save", "save it"),
    bind(
        S::Who,
        &[Tab, Down, Up, BackTab],
        Action::NextField,
        "next",
        "to the other line",
    ),
    bind(S::Who, &[Esc], Action::Back, "back", "back to the question"),
    bind(S::LineInput, &[Enter], Action::Accept, "save", "save it"),
    bind(
        S::LineInput,
        &[Esc],
        Action::Close,
        "leave",
        "leave: nothing is saved",
    ),
    bind(
        S::Form,
        &[Enter],
        Action::Accept,
        "save",
        "save, or choose the suggested customer",
    ),
    bind(S::Form, &[Tab], Action::NextField, "next", "the next field"),
    bind(
        S::Form,
        &[BackTab],
        Action::PreviousField,
        "back",
        "the field before",
    ),
    bind(
        S::Form,
        &[Down],
        Action::Down,
        "",
        "the next suggestion, or the next field",
    ),
    bind(
        S::Form,
        &[Up],
        Action::Up,
        "",
        "the suggestion before, or the field before",
    ),
    bind(
        S::Form,
        &[Key::F(5)],
        Action::Give,
        "given",
        "tick the extra mile as done, or untick it",
    ),
    bind(
        S::Form,
        &[Left],
        Action::Left,
        "",
        "cursor to the left, or the choice before",
    ),
    bind(
        S::Form,
        &[Right],
        Action::Right,
        "",
        "cursor to the right, or the next choice",
    ),
    bind(
        S::Form,
        &[Esc],
        Action::Close,
        "leave",
        "leave; asks first if you typed something",
    ),
    bind(
        S::Leaving,
        &[Char('y')],
        Action::ThrowAway,
        "throw away",
        "throw away what was typed",
    ),
    bind(
        S::Leaving,
        &[Esc],
        Action::Back,
        "go on typing",
        "go on typing",
    ),
    bind(
        S::Find,
        &[Enter],
        Action::Accept,
        "open",
        "open the customer",
    ),
    bind(
        S::Find,
        &[Down, Tab],
        Action::Down,
        "",
        "the next one found",
    ),
    bind(S::Find, &[Up, BackTab], Action::Up, "", "the one before"),
    bind(S::Find, &[Esc], Action::Close, "leave", "leave"),
    bind(S::Jobs, &[Enter], Action::Accept, "choose", "choose it"),
    bind(S::Jobs, &[Down, Tab], Action::Down, "", "the next one"),
    bind(S::Jobs, &[Up, BackTab], Action::Up, "", "the one before"),
    bind(S::Jobs, &[Esc], Action::Close, "leave", "leave"),
    bind(
        S::Message,
        &[Char('y'), Enter],
        Action::Copy,
        "copy",
        "copy it",
    ),
    bind(
        S::Message,
        &[Esc, Char('m'), Char('q')],
        Action::Close,
        "close",
        "close it",
    ),
    bind(
        S::Sweep,
        &[Char('d'), Enter],
        Action::Done,
        "call now",
        "call now: shows their card",
    ),
    bind(
        S::Sweep,
        &[Char('p')],
        Action::Promise,
        "new time",
        "promise another time",
    ),
    bind(
        S::Sweep,
        &[Char('h')],
        Action::HandOver,
        "hand over",
        "somebody else rings them",
    ),
    bind(
        S::Sweep,
        &[Char('0')],
        Action::NotTalkedAbout,
        "leave it open",
        "leave it open, and on to the next",
    ),
    bind(
        S::Sweep,
        &[Esc],
        Action::Close,
        "end",
        "end: the rest is left open",
    ),
    bind(
        S::Paper,
        &[Enter],
        Action::Accept,
        "save",
        "save the row, and on to the next",
    ),
    bind(S::Paper, &[Esc], Action::Close, "leave", "leave"),
    bind(
        S::File,
        &[Enter],
        Action::Accept,
        "preview",
        "preview the file: nothing is imported yet",
    ),
    bind(
        S::File,
        &[Tab],
        Action::NextField,
        "complete",
        "complete the path",
    ),
    bind(S::File, &[Esc], Action::Close, "leave", "leave"),
    bind(
        S::Columns,
        &[Right, Char(' ')],
        Action::Longer,
        "next",
        "what the column is: the next choice",
    ),
    bind(
        S::Columns,
        &[Left, Backspace, Ctrl('h')],
        Action::Shorter,
        "back",
        "the choice before",
    ),
    bind(
        S::Columns,
        &[Down, Tab, Char('j')],
        Action::Down,
        "column",
        "the next column",
    ),
    bind(
        S::Columns,
        &[Up, BackTab, Char('k')],
        Action::Up,
        "",
        "the column before",
    ),
    bind(
        S::Columns,
        &[Enter],
        Action::Accept,
        "preview",
        "preview it this way: nothing is imported yet",
    ),
    bind(
        S::Columns,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path",
    ),
    bind(
        S::DateOrder,
        &[Down, Tab, Char('j')],
        Action::Down,
        "the other",
        "the other order",
    ),
    bind(
        S::DateOrder,
        &[Up, BackTab, Char('k')],
        Action::Up,
        "",
        "the order before",
    ),
    bind(
        S::DateOrder,
        &[Enter],
        Action::Accept,
        "preview",
        "preview it with the dates read so: nothing is imported yet",
    ),
    bind(
        S::DateOrder,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path",
    ),
    bind(
        S::Source,
        &[Enter],
        Action::Accept,
        "preview",
        "preview it: nothing is imported yet",
    ),
    bind(
        S::Source,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path",
    ),
    bind(
        S::Preview,
        &[Enter],
        Action::Accept,
        "import",
        "import it: one undo takes all of it back",
    ),
    bind(
        S::Preview,
        &[Char('c')],
        Action::Columns,
        "columns",
        "choose which column is which",
    ),
    bind(
        S::Preview,
        &[Char('e')],
        Action::OtherEncoding,
        "letters",
        "the letters look wrong: read them another way",
    ),
    bind(
        S::Preview,
        &[Char('o')],
        Action::Overwrite,
        "overwrite",
        "what the file says takes the place of what is here; again: it does not",
    ),
    bind(
        S::Preview,
        &[Char('j'), Down, PageDown],
        Action::Down,
        "further",
        "further down",
    ),
    bind(
        S::Preview,
        &[Char('k'), Up, PageUp],
        Action::Up,
        "",
        "further up",
    ),
    bind(
        S::Preview,
        &[Esc],
        Action::Close,
        "another file",
        "back to the path: nothing is imported",
    ),
    bind(
        S::Importing,
        &[Enter],
        Action::Accept,
        "to the list",
        "back to the list: the import goes on behind it",
    ),
    bind(
        S::Importing,
        &[Esc],
        Action::Close,
        "stop",
        "stop: what is imported so far stays",
    ),
    bind(
        S::LetGo,
        &[Char('l')],
        Action::LetGo,
        "stop",
        "stop trying them; the reason is noted",
    ),
    bind(
        S::LetGo,
        &[Char('f')],
        Action::KeepTrying,
        "keep trying",
        "go on trying: one more round",
    ),
    bind(
        S::LetGo,
        &[Esc],
        Action::Close,
        "decide later",
        "decide later: listed first under Ahead (2)",
    ),
    bind(S::Confirm, &[Char('y')], Action::Yes, "yes", "yes, do it"),
    bind(
        S::Confirm,
        &[Esc],
        Action::Close,
        "leave it",
        "no: nothing is done",
    ),
    bind(
        S::One,
        &[Enter],
        Action::Accept,
        "merge",
        "merge: everything of the other moves to this one",
    ),
    bind(
        S::One,
        &[Esc],
        Action::Close,
        "leave",
        "leave: nothing is changed",
    ),
    bind(
        S::Page,
        &[Esc, Enter, Char('q'), Char('?'), Char('w')],
        Action::Close,
        "close",
        "close it",
    ),
    bind(
        S::Page,
        &[Char('j'), Down],
        Action::Down,
        "",
        "further down",
    ),
    bind(S::Page, &[Char('k'), Up], Action::Up, "", "further up"),
    bind(
        S::Page,
        &[PageDown, Char(' ')],
        Action::PageDown,
        "",
        "a screenful down",
    ),
    bind(S::Page, &[PageUp], Action::PageUp, "", "a screenful up"),
    bind(
        S::Page,
        &[Char('g'), Home],
        Action::First,
        "",
        "to its beginning",
    ),
    bind(S::Page, &[Char('G'), End], Action::Last, "", "to its end"),
    bind(
        S::Locked,
        &[Enter],
        Action::Accept,
        "",
        "bring the list back (asks for the PIN, if one is set)",
    ),
];

/// The keys of every typed line.
const TYPING: &[(Key, Action)] = &[
    (Left, Action::Left),
    (Right, Action::Right),
    (Home, Action::LineStart),
    (End, Action::LineEnd),
    (Ctrl('a'), Action::LineStart),
    (Ctrl('e'), Action::LineEnd),
    (Backspace, Action::Backspace),
    (Delete, Action::Delete),
    (Ctrl('w'), Action::DeleteWord),
    (Ctrl('u'), Action::ClearLine),
    // What Backspace sends in xterm, PuTTY and others, if they are set so.
    (Ctrl('h'), Action::Backspace),
];

/// Where one stands, the nearest first.
#[must_use]
pub fn scopes(app: &App) -> Vec<Scope> {
    if app.public.lock.is_some() {
        return S::Locked.screen();
    }
    if let Some(popup) = &app.popup {
        return popup.scope(app).screen();
    }
    let mut screen = match app.view {
        View::Ahead => S::Month,
        View::Journal => S::Journal,
        View::Figures => S::Figures,
        View::Today | View::Customers => S::Customers,
    }
    .screen();
    // What was not saved takes its one key from whatever else it means.
    if matches!(app.notice, Notice::NotSaved(_)) {
        screen.insert(0, S::NotSaved);
    }
    screen
}

/// Whether a key's action can do anything as things are: the foot line shows those that can.
#[must_use]
pub fn possible(app: &App, action: Action) -> bool {
    if let Some(popup) = &app.popup {
        return popup.can(action, app);
    }
    possible_in_list(app, action)
}

/// The same of the list, whatever lies on top of it.
#[must_use]
pub fn possible_in_list(app: &App, action: Action) -> bool {
    match action {
        Action::Done
        | Action::NoAnswer
        | Action::Voicemail
        | Action::Busy
        | Action::Later
        | Action::WrongNumber
        | Action::Promise
        | Action::HandOver
        | Action::Price
        | Action::Why => app.selected().is_some_and(|e| !e.follow_ups.is_empty()),
        Action::Call => {
            let number = |e: &crate::domain::summary::CustomerSummary| e.customer.phone.is_some();
            app.calling.command.is_some() && app.selected().is_some_and(number)
        }
        // Where the card stands it is at hand already, or says that there is more of it.
        Action::Reveal => {
            let masked = app.public.private && app.public.opened != app.selected_id();
            masked || app.selected().is_some() && !app.card_scroll.stands
        }
        Action::AllActs => app.journal.acts != JournalFilter::default(),
        Action::OnlyTheirs => app.journal.current().is_some(),
        Action::Edit | Action::Job | Action::Merge => app.selected().is_some(),
        Action::Note | Action::Pleased | Action::Fine | Action::Unhappy => {
            let today = |at| app.rules.calendar.date(at) == app.rules.calendar.date(app.now);
            let spoken = |c: &Contact| action == Action::Note || c.outcome == Outcome::Reached;
            let latest = app.card().and_then(|c| c.contacts.first());
            match &app.last {
                Some((_, contact)) => spoken(contact),
                None => latest.is_some_and(|c| today(c.at) && spoken(c)),
            }
        }
        _ => true,
    }
}

/// The lines of the table that the foot line shows here and now.
pub fn foot(app: &App) -> impl Iterator<Item = &Binding> {
    let here = scopes(app);
    let table = app.keys.table().iter();
    table
        .filter(move |b| here.contains(&b.scope))
        .filter(|b| !b.foot.is_empty() && possible(app, b.action))
}

#[cfg(test)]
mod tests;
