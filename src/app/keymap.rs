//! THE one table: scope × key → action. Dispatch, the foot line and the help page are
//! all read from it, with the chosen set of keys and the shop's own laid over it (`bindings`).
//!
//! The lines of the views stand here; those of a popup in its own file.

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
use super::popups;
use super::state::{App, Notice, View};
use crate::domain::contact::{Contact, Outcome};
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
    /// The key under the left hand instead of the letters.
    left: Option<Key>,
    /// The key under the right hand instead of the letters.
    right: Option<Key>,
}

impl Binding {
    pub(in crate::app) const fn left(mut self, key: Key) -> Self {
        self.left = Some(key);
        self
    }

    pub(in crate::app) const fn right(mut self, key: Key) -> Self {
        self.right = Some(key);
        self
    }
}

pub(in crate::app) const fn bind(
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
        left: None,
        right: None,
    }
}

use Key::{
    BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp,
    Right, Tab, Up,
};

/// The lines of the views, in the order of the foot line.
const VIEWS: &[Binding] = &[
    bind(
        Scope::NOT_SAVED,
        &[Char('r')],
        Action::Retry,
        "try again",
        "try again to save it",
    )
    .right(F(10)),
    bind(
        Scope::MONTH,
        &[Left],
        Action::DayBefore,
        "",
        "to the day before",
    ),
    bind(
        Scope::MONTH,
        &[Right],
        Action::DayAfter,
        "",
        "to the day after",
    ),
    bind(
        Scope::MONTH,
        &[Char('<')],
        Action::MonthBefore,
        "",
        "a month back",
    ),
    bind(
        Scope::MONTH,
        &[Char('>')],
        Action::MonthAfter,
        "",
        "a month on",
    ),
    bind(
        Scope::JOURNAL,
        &[Left],
        Action::DayBefore,
        "day",
        "one day only: the row's, then the day before",
    ),
    bind(
        Scope::JOURNAL,
        &[Right],
        Action::DayAfter,
        "",
        "the day after",
    ),
    bind(
        Scope::JOURNAL,
        &[Char('f')],
        Action::OnlyTheirs,
        "only this person",
        "only what this person did; again: everybody",
    )
    .right(Char('o')),
    bind(
        Scope::JOURNAL,
        &[Esc],
        Action::AllActs,
        "all",
        "everybody, every day",
    )
    .right(F(9)),
    bind(
        Scope::FIGURES,
        &[Left],
        Action::Shorter,
        "shorter",
        "look less far back",
    ),
    bind(
        Scope::FIGURES,
        &[Right],
        Action::Longer,
        "longer",
        "look further back: 7 days, 28 days, 12 months, everything",
    ),
    bind(
        Scope::CARD,
        &[Esc],
        Action::Close,
        "close",
        "close the card; ↓ and ↑ scroll it, and other keys do what they do on the row",
    )
    .right(F(9)),
    bind(
        Scope::CUSTOMERS,
        &[Char(' ')],
        Action::Reveal,
        "card",
        "open the whole card; where people are shown by initials, the row in full first",
    )
    .left(Char('q')),
    bind(
        Scope::CUSTOMERS,
        &[Enter],
        Action::Call,
        "call",
        "dial, if your settings say how; else like “we spoke”",
    )
    .left(Char('c')),
    bind(
        Scope::CUSTOMERS,
        &[Char('d')],
        Action::Done,
        "we spoke",
        "you spoke to them: how did it end?",
    )
    .right(Char('i')),
    bind(
        Scope::CUSTOMERS,
        &[Char('n')],
        Action::NoAnswer,
        "no answer",
        "nobody answered: the next try is set for you",
    )
    .left(Char('f')),
    bind(
        Scope::CUSTOMERS,
        &[Char('v')],
        Action::Voicemail,
        "voicemail",
        "left a message: again the next open day",
    )
    .right(Char(',')),
    bind(
        Scope::CUSTOMERS,
        &[Char('b')],
        Action::Busy,
        "busy",
        "the line was busy: again in a quarter of an hour",
    )
    .right(Char('.')),
    bind(
        Scope::CUSTOMERS,
        &[Char('x')],
        Action::WrongNumber,
        "wrong number",
        "the number belongs to somebody else",
    )
    .right(Char(';')),
    bind(
        Scope::CUSTOMERS,
        &[Char('s')],
        Action::Later,
        "later",
        "out of the list until later: days, or a time",
    )
    .left(Char(' '))
    .right(Char('l')),
    bind(
        Scope::LISTS,
        &[Char('a')],
        Action::Add,
        "add",
        "add a call, for a new or a known customer",
    )
    .right(Char(']')),
    bind(
        Scope::LISTS,
        &[Char('/')],
        Action::Find,
        "find",
        "find a customer by name, number, item or words",
    )
    .left(Char('g')),
    bind(
        Scope::LISTS,
        &[Char('r')],
        Action::TheyRang,
        "",
        "they rang: find them, and say how it ended",
    )
    .right(Char('\\')),
    bind(
        Scope::LISTS,
        &[Char('c')],
        Action::Sweep,
        "",
        "go through the promises of today that are still open, one by one",
    )
    .left(Char('C'))
    .right(F(5)),
    bind(
        Scope::LISTS,
        &[Char('K')],
        Action::KeyIn,
        "",
        "key in a paper list, row by row",
    ),
    bind(
        Scope::LISTS,
        &[Char('i')],
        Action::Import,
        "",
        "import a file: an address book, a table of customers",
    )
    .right(Char('I')),
    bind(
        Scope::LISTS,
        &[Char('u')],
        Action::Undo,
        "undo",
        "take back the last thing done at this counter",
    )
    .left(Char('z')),
    bind(
        Scope::LISTS,
        &[Char('U')],
        Action::Redo,
        "",
        "do again what was taken back",
    )
    .left(Char('Z')),
    bind(
        Scope::CUSTOMERS,
        &[Char('p')],
        Action::Promise,
        "promise",
        "promise to call them back by a time",
    )
    .left(Char('e')),
    bind(
        Scope::CUSTOMERS,
        &[Char('h')],
        Action::HandOver,
        "",
        "hand over: a colleague rings instead",
    )
    .left(F(2)),
    bind(
        Scope::CUSTOMERS,
        &[Char('e')],
        Action::Edit,
        "edit",
        "edit the customer and their follow-ups",
    )
    .left(F(3))
    .right(F(6)),
    bind(
        Scope::CUSTOMERS,
        &[Char('£'), Char('$'), Char('€')],
        Action::Price,
        "",
        "change the price before you ring",
    ),
    bind(
        Scope::CUSTOMERS,
        &[Char('o')],
        Action::Job,
        "job",
        "book a job: the calls that follow are planned",
    )
    .left(F(4)),
    bind(
        Scope::CUSTOMERS,
        &[Char('t')],
        Action::Note,
        "note",
        "write a note on the last call",
    )
    .right(Char('[')),
    bind(
        Scope::CUSTOMERS,
        &[Char('+')],
        Action::Pleased,
        "",
        "they were pleased at the end",
    )
    .left(F(6))
    .right(Char('\'')),
    bind(
        Scope::CUSTOMERS,
        &[Char('=')],
        Action::Fine,
        "",
        "they were fine at the end",
    )
    .left(F(7)),
    bind(
        Scope::CUSTOMERS,
        &[Char('-')],
        Action::Unhappy,
        "",
        "they were unhappy: the owner rings today",
    )
    .left(F(8)),
    bind(
        Scope::CUSTOMERS,
        &[Char('y')],
        Action::Copy,
        "",
        "copy the number",
    ),
    bind(
        Scope::CUSTOMERS,
        &[Char('m')],
        Action::Message,
        "",
        "a message to paste, for whoever does not answer",
    ),
    bind(
        Scope::CUSTOMERS,
        &[Char('J')],
        Action::Merge,
        "",
        "merge: they are the same person as another customer",
    )
    .left(Char('G'))
    .right(F(11)),
    bind(
        Scope::CUSTOMERS,
        &[Char('w')],
        Action::Why,
        "why",
        "why this customer stands here in the list",
    )
    .left(F(5))
    .right(F(7)),
    bind(
        Scope::LISTS,
        &[Char('M')],
        Action::Mine,
        "",
        "mine only: my calls, and customers I know; or all again",
    ),
    bind(
        Scope::LISTS,
        &[Char('P')],
        Action::Private,
        "",
        "show people by initials only, or in full again",
    ),
    bind(
        Scope::LISTS,
        &[Char('L'), Ctrl('l'), Key::F(12)],
        Action::Lock,
        "",
        "hide everything, even while typing (ctrl-l, F12)",
    )
    .left(Char('`'))
    .right(F(12)),
    bind(
        Scope::LISTS,
        &[Char('?'), Key::F(1)],
        Action::Help,
        "keys",
        "all keys (F1 while typing, too)",
    )
    .left(F(1))
    .right(F(8)),
    bind(
        Scope::LISTS,
        &[Char('j'), Down],
        Action::Down,
        "",
        "one row down",
    )
    .left(Char('s')),
    bind(Scope::LISTS, &[Char('k'), Up], Action::Up, "", "one row up").left(Char('w')),
    bind(
        Scope::LISTS,
        &[PageDown],
        Action::PageDown,
        "",
        "a screenful down",
    ),
    bind(
        Scope::LISTS,
        &[PageUp],
        Action::PageUp,
        "",
        "a screenful up",
    ),
    bind(
        Scope::LISTS,
        &[Char('g'), Home],
        Action::First,
        "",
        "to the first row",
    )
    .left(Home)
    .right(Home),
    bind(
        Scope::LISTS,
        &[Char('G'), End],
        Action::Last,
        "",
        "to the last row",
    )
    .left(End)
    .right(End),
    bind(
        Scope::LISTS,
        &[Char('.')],
        Action::CardDown,
        "",
        "scroll the card down, where more of it is below",
    )
    .left(Char('S'))
    .right(Char('}')),
    bind(
        Scope::LISTS,
        &[Char(',')],
        Action::CardUp,
        "",
        "scroll the card back up",
    )
    .left(Char('W'))
    .right(Char('{')),
    bind(
        Scope::LISTS,
        &[Char('1')],
        Action::Show(View::Today),
        "",
        "Today",
    )
    .right(Char('6')),
    bind(
        Scope::LISTS,
        &[Char('2')],
        Action::Show(View::Ahead),
        "",
        "Ahead: what comes later, and whom to stop trying",
    )
    .right(Char('7')),
    bind(
        Scope::LISTS,
        &[Char('3')],
        Action::Show(View::Customers),
        "",
        "Customers",
    )
    .right(Char('8')),
    bind(
        Scope::LISTS,
        &[Char('4')],
        Action::Show(View::Journal),
        "",
        "Journal",
    )
    .right(Char('9')),
    bind(
        Scope::LISTS,
        &[Char('5')],
        Action::Show(View::Figures),
        "",
        "Figures: how the calls are going, as charts",
    )
    .right(Char('0')),
    bind(Scope::LISTS, &[Tab], Action::NextView, "", "the next view"),
    bind(
        Scope::LISTS,
        &[BackTab],
        Action::PreviousView,
        "",
        "the view before",
    ),
    bind(
        Scope::LISTS,
        &[Char('q'), Ctrl('c')],
        Action::Quit,
        "quit",
        "leave; everything is saved already",
    )
    .left(Char('Q')),
    bind(
        Scope::LOCKED,
        &[Enter],
        Action::Accept,
        "",
        "bring the list back (asks for the PIN, if one is set)",
    )
    .left(F(2)),
];

/// The table as it is usually, in the order of the foot line.
pub fn table() -> impl Iterator<Item = &'static Binding> {
    VIEWS.iter().chain(popups::bindings())
}

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

/// The scopes that take keys now, the nearest first.
#[must_use]
pub fn scopes(app: &App) -> Vec<Scope> {
    if app.public.lock.is_some() {
        return Scope::LOCKED.screen();
    }
    if let Some(popup) = &app.popup {
        return popup.scope(app).screen();
    }
    let mut screen = match app.view {
        View::Ahead => Scope::MONTH,
        View::Journal => Scope::JOURNAL,
        View::Figures => Scope::FIGURES,
        View::Today | View::Customers => Scope::CUSTOMERS,
    }
    .screen();
    // What was not saved takes its one key from whatever else it means.
    if matches!(app.notice, Notice::NotSaved(_)) {
        screen.insert(0, Scope::NOT_SAVED);
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

/// The keys that count here and now in what lies on top, the first of each action, as they are shown.
#[must_use]
pub fn counting(app: &App) -> String {
    let here = scopes(app);
    let table = app.keys.table().iter();
    let counts = table.filter(|b| here.contains(&b.scope) && possible(app, b.action));
    let first = counts.filter_map(|b| b.keys.first());
    let keys: Vec<String> = first.map(|key| key.shown()).collect();
    keys.join(" ")
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
