//! The state of the screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::action::{Action, CapsLock};
use super::alarm::Alarm;
use super::background::BackgroundWork;
use super::call::CallState;
use super::card_scroll::CardScroll;
use super::figures::FiguresState;
use super::keymap::KeyBindings;
use super::list_window::ListWindow;
use super::month::MonthState;
pub use super::notice::Notice;
use super::place::Place;
use super::popups::Popup;
use super::popups::import::ImportState;
use super::popups::sweep::SweepPopup;
use super::privacy::PrivacyState;
use super::settings::AppSettings;
use super::theme::{Glyphs, Theme};
use crate::domain::contact::{Contact, Direction};
use crate::domain::customer::Id;
use crate::domain::phone::Region;
use crate::domain::queue::NotCallable;
use crate::domain::rules::Rules;
use crate::domain::summary::{
    CustomerCard, CustomerSummary, DayTotals, DoneToday, JournalRow, UpcomingRow, known_staff,
};
use crate::domain::time_phrase::TimePhraseParser;

use crate::usecases::Context;

/// The views, in the order of their tabs. Their names, in kebab case, stand in people's settings as
/// `show-today` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum View {
    /// Who to ring today.
    Today,
    /// What comes later, and who waits to be let go.
    Ahead,
    /// Everybody.
    Customers,
    /// What was done.
    Journal,
    /// How well it goes, drawn.
    Figures,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Today,
        Self::Ahead,
        Self::Customers,
        Self::Journal,
        Self::Figures,
    ];

    /// What its tab says.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Ahead => "Ahead",
            Self::Customers => "Customers",
            Self::Journal => "Journal",
            Self::Figures => "Figures",
        }
    }
}

/// How the database is out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutageKind {
    /// Its server cannot be reached: nothing is read or saved.
    NotConnected,
    /// A standby is read in the server's place: nothing is saved.
    ReadOnly,
    /// Its server waits until a standby has what was saved last: nothing else is saved meanwhile.
    StandbySilent,
    /// Its file is no longer where it was opened: nothing is saved.
    FileMoved,
    /// Something in it cannot be read any more.
    Damaged,
}

/// The database is out of reach: since when, how, and why in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseOutage {
    /// Since when.
    pub since: DateTime<Utc>,
    /// How.
    pub kind: OutageKind,
    /// What stands in the way or what to do about it, in words.
    pub why: String,
}

/// What the counter sees.
#[derive(Debug, Clone)]
pub struct App {
    /// The shop's rules: shared with the threads of the session.
    pub rules: Arc<Rules>,
    /// How numbers are read.
    pub region: Region,
    /// The keys in force.
    pub keys: KeyBindings,
    /// The theme of the screen.
    pub theme: Theme,
    /// The characters that frames and marks are drawn with.
    pub glyphs: Glyphs,
    /// What a public counter asks for.
    pub public: PrivacyState,
    /// Who sits at this counter.
    pub by: String,
    /// What this counter is called: undo takes back its own acts.
    pub counter: String,
    /// This session's number: claims under it are its own.
    pub sitting: Uuid,
    /// The customer the popup will be about, until the store has granted the claim.
    pub claiming: Option<(Id, Direction)>,
    /// The instant the screen shows.
    pub now: DateTime<Utc>,
    /// Whether the shop is the made-up one.
    pub demo: bool,
    /// Whether the screen is too small to show what a key would be about.
    pub cramped: bool,
    /// What is known of Caps Lock.
    pub caps_lock: CapsLock,
    /// How many lines a page that lies on top shows at once.
    pub tall: usize,
    /// The view that is shown.
    pub view: View,
    /// Today's list.
    pub today: ListWindow<CustomerSummary>,
    /// Who was dealt with today, the latest first.
    pub done: Vec<DoneToday>,
    /// The one of them that is selected, when the selection has gone down to them.
    pub done_selected: Option<usize>,
    /// The call that is under way, and what calling needs.
    pub calling: CallState,
    /// The bell and the window's title.
    pub alarm: Alarm,
    /// The closing sweep that was left for a call, and its day.
    pub swept: Option<(NaiveDate, SweepPopup)>,
    /// The day on which the closing sweep was offered.
    pub offered_on: Option<NaiveDate>,
    /// What is ahead.
    pub ahead: ListWindow<UpcomingRow>,
    /// The month that is drawn over it.
    pub month: MonthState,
    /// Everybody.
    pub customers: ListWindow<CustomerSummary>,
    /// When those of them that are loaded were last rung or rang.
    pub last_contacts: BTreeMap<Id, DateTime<Utc>>,
    /// What was done.
    pub journal: ListWindow<JournalRow>,
    /// How well it goes.
    pub figures: FiguresState,
    /// The numbers on the top line.
    pub totals: DayTotals,
    /// The card of the selected customer, as it came from the store.
    pub card: Option<CustomerCard>,
    /// How far it is scrolled.
    pub card_scroll: CardScroll,
    /// The popup that is open.
    pub popup: Option<Popup>,
    /// What was typed for an act that is on its way: it comes back if the act is refused.
    pub sent: Option<Popup>,
    /// The file that is imported, and how far.
    pub import: Option<ImportState>,
    /// The line above the foot.
    pub notice: Notice,
    /// The contact saved last, with its customer as they are now: a note or a feeling is added to it.
    pub last: Option<(CustomerSummary, Contact)>,
    /// The act that the notice offers to take back, by its id.
    pub offered: Option<Uuid>,
    /// The customer the selection goes to when the list is read again.
    pub follow: Option<Id>,
    /// The selected customer before a refresh, by name: if gone after it, another window dealt with them.
    pub staying: Option<(Id, String)>,
    /// What another window did with the selected customer, and when: a key right after was meant for them.
    pub slid: Option<(String, DateTime<Utc>)>,
    /// Where one stood before an act that was about somebody else, and whom that was about.
    pub origin: Option<(Id, Id)>,
    /// Where one stood when somebody rang: one goes back there.
    pub rang_at: Option<Box<Place>>,
    /// As of when the list was asked for last.
    pub read_at: DateTime<Utc>,
    /// As of when the list is that is shown.
    pub seen_at: DateTime<Utc>,
    /// The database, while it is out of reach.
    pub outage: Option<DatabaseOutage>,
    /// What goes on beside the counter's work.
    pub background: BackgroundWork,
    /// Acts that wait for the store.
    pub waiting: usize,
    /// Whether the store is looking for something it has been a while.
    pub looking: bool,
}

impl App {
    /// A counter that has seen nothing yet.
    #[must_use]
    pub fn new(settings: AppSettings, by: String, now: DateTime<Utc>) -> Self {
        let public = PrivacyState::new(&settings, now);
        let calling = CallState::new(&settings);
        let month = MonthState::of(settings.rules.calendar.date(now));
        Self {
            rules: Arc::new(settings.rules),
            region: settings.region,
            keys: settings.keys,
            theme: settings.theme,
            glyphs: settings.glyphs,
            public,
            by,
            counter: String::new(),
            sitting: Uuid::nil(),
            claiming: None,
            now,
            demo: settings.demo,
            cramped: false,
            caps_lock: CapsLock::Off,
            tall: 0,
            view: View::Today,
            today: ListWindow::new(View::Today),
            done: Vec::new(),
            done_selected: None,
            calling,
            alarm: settings.alarm,
            swept: None,
            offered_on: None,
            ahead: ListWindow::new(View::Ahead),
            month,
            customers: ListWindow::new(View::Customers),
            last_contacts: BTreeMap::new(),
            journal: ListWindow::new(View::Journal),
            figures: FiguresState::default(),
            totals: DayTotals::default(),
            card: None,
            card_scroll: CardScroll::default(),
            popup: None,
            sent: None,
            import: None,
            notice: Notice::Nothing,
            last: None,
            offered: None,
            follow: None,
            staying: None,
            read_at: now,
            slid: None,
            origin: None,
            rang_at: None,
            seen_at: now,
            outage: None,
            background: BackgroundWork::default(),
            waiting: 0,
            looking: false,
        }
    }

    /// The customer that is selected, whichever view is shown.
    #[must_use]
    pub fn selected(&self) -> Option<&CustomerSummary> {
        match self.view {
            View::Today => match self.done_selected {
                Some(n) => self.done.get(n).map(|d| &d.entry),
                None => self.today.current(),
            },
            View::Ahead => self.ahead.current().map(|row| &row.entry),
            View::Customers => self.customers.current(),
            View::Journal | View::Figures => None,
        }
    }

    /// The number of the customer that is selected; in the journal, of the act's.
    #[must_use]
    pub fn selected_id(&self) -> Option<Id> {
        match self.view {
            View::Journal => self.journal.current()?.customer.as_ref().map(|(id, _)| *id),
            _ => self.selected().map(|e| e.customer.id),
        }
    }

    /// The card, where it is the selected customer's.
    #[must_use]
    pub fn card(&self) -> Option<&CustomerCard> {
        let id = self.selected_id()?;
        self.card.as_ref().filter(|c| c.entry.customer.id == id)
    }

    /// What the window's title says: whether a promise presses, and never whose.
    #[must_use]
    pub fn title(&self) -> String {
        let t = &self.totals;
        Alarm::title(t.next_promise_at, t.open_promises - t.to_keep, self.now)
    }

    /// Why a customer may not be called now, in words that name the key which puts it right.
    #[must_use]
    pub fn why_not_callable(&self, entry: &CustomerSummary) -> Option<NotCallable> {
        let mut why = entry.why_not_callable(self.now, &self.rules)?;
        if entry.customer.wrong_number_at.is_some() {
            let edit = self.keys.shown(Action::Edit);
            why.sentence = format!("Wrong number. Press {edit} to correct it.");
        }
        Some(why)
    }

    /// Everybody of the shop who is known by name.
    #[must_use]
    pub fn staff(&self, entry: &CustomerSummary) -> Vec<String> {
        known_staff(&self.rules, &self.by, entry)
    }

    /// What a use case is told of the shop, the moment and the person.
    #[must_use]
    pub fn known(&self) -> Context<'_> {
        Context {
            rules: &self.rules,
            region: &self.region,
            now: self.now,
            by: &self.by,
            counter: &self.counter,
        }
    }

    /// Reads time phrases as of now.
    #[must_use]
    pub fn reader(&self) -> TimePhraseParser<'_> {
        TimePhraseParser {
            now: self.now,
            calendar: &self.rules.calendar,
            order: self.rules.order,
        }
    }

    /// Says something, unless the notice says what was not saved.
    pub fn inform(&mut self, words: String) {
        if !matches!(self.notice, Notice::NotSaved(_)) {
            self.notice = Notice::Message(words);
        }
    }

    /// Clears the notice, unless it says what was not saved.
    pub fn clear_notice(&mut self) {
        if !matches!(self.notice, Notice::NotSaved(_)) {
            self.notice = Notice::Nothing;
        }
    }

    /// What was asked for did not come: it may be asked for again.
    pub fn mark_requests_failed(&mut self) {
        self.today.mark_request_failed();
        self.ahead.mark_request_failed();
        self.customers.mark_request_failed();
        self.journal.mark_request_failed();
        self.figures.mark_request_failed();
    }
}
