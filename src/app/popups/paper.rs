//! Keying a paper list back in: a line for each row of the sheet (`domain::paper`).
//!
//! Owns the line that is typed and the rows that wait for their customer to be looked up: typing
//! never waits for the store.

use std::collections::VecDeque;

use super::{Modal, PopupStep};
use crate::app::action::{Action, Key};
use crate::app::effect::{Effect, QueryResult, ScreenQuery};
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice};
use crate::app::store_reply::StoreFailure;
use crate::app::text_input::TextInput;
use crate::app::update::acts::{AfterAct, save_act};
use crate::domain::customer::Id;
use crate::domain::paper::{PaperRow, bare_number, number};
use crate::domain::summary::CustomerSummary;
use crate::domain::time_phrase::TimePhraseParser;
use crate::usecases::paper_row::log_row;
use crate::usecases::{Context, Plan};
use Key::{Enter, Esc, F};

/// Keying a paper list in.
pub const SCOPE: Scope = Scope::new("Keying a paper list in").typing().in_help();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        SCOPE,
        &[Enter],
        Action::Accept,
        "save",
        "save the row, and on to the next",
    )
    .left(F(2)),
    bind(SCOPE, &[Esc], Action::Close, "leave", "leave").right(F(9)),
];

/// How many keyed-in rows are shown.
const MOST_RESULTS: usize = 8;

/// The customer of the typed number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PaperCustomer {
    /// Nobody yet.
    #[default]
    Unknown,
    /// Them.
    Found(Box<CustomerSummary>),
    /// No customer has this number.
    NotFound(Id),
}

/// The box they are typed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperPopup {
    /// The row that is typed.
    pub line: TextInput,
    /// The customer of its number.
    pub customer: PaperCustomer,
    /// What is wrong with it, once ↵ was pressed.
    pub error: Option<String>,
    /// What became of the latest rows, the newest last: whether it was saved, and in words.
    pub results: VecDeque<(bool, String)>,
    /// How many were saved.
    pub saved: usize,
    /// Rows that were taken and wait for their customer.
    waiting: VecDeque<String>,
    /// The customer of the row that is being saved.
    saving: Option<Id>,
}

impl PaperPopup {
    /// The customer the store is to be asked for.
    #[must_use]
    pub fn wants(&self) -> Option<Id> {
        if let Some(row) = self.waiting.front() {
            return number(row).filter(|_| self.saving.is_none());
        }
        let typed = number(self.line.text())?;
        match &self.customer {
            PaperCustomer::Found(entry) if entry.customer.id == typed => None,
            PaperCustomer::NotFound(id) if *id == typed => None,
            _ => Some(typed),
        }
    }

    /// Takes the customer the store found; whether the first waiting row can be saved.
    fn accept_customer(&mut self, id: Id, found: Option<&CustomerSummary>) -> bool {
        let whom = found.map_or(PaperCustomer::NotFound(id), |entry| {
            PaperCustomer::Found(Box::new(entry.clone()))
        });
        if number(self.line.text()) == Some(id) {
            self.customer = whom.clone();
        }
        let first = self.waiting.front().and_then(|row| number(row));
        if first != Some(id) || self.saving.is_some() {
            return false;
        }
        if let PaperCustomer::NotFound(_) = whom {
            let row = self.waiting.pop_front().unwrap_or_default();
            self.tell(false, format!("{row}: there is no customer {id}"));
            return false;
        }
        true
    }

    /// The typed row is taken, where it can be read; it waits for its customer.
    fn queue_row(&mut self, reader: &TimePhraseParser<'_>) {
        let text = self.line.text().trim().to_owned();
        if text.is_empty() {
            return;
        }
        if let Err(error) = PaperRow::read(&text, reader) {
            self.error = Some(error);
            return;
        }
        self.waiting.push_back(text);
        self.line.clear();
        self.customer = PaperCustomer::Unknown;
    }

    /// The first row that waits, now that its customer is known: what it comes to. A row that comes
    /// to nothing says why.
    fn take_next_row(&mut self, entry: &CustomerSummary, known: Context<'_>) -> Option<Plan> {
        let text = self.waiting.pop_front()?;
        match plan(&text, entry, known) {
            Ok(plan) => {
                self.saving = Some(entry.customer.id);
                Some(plan)
            }
            Err(why) => {
                self.tell(false, format!("{text}: {why}"));
                None
            }
        }
    }

    /// An act was saved, or not: whether it was a row's.
    fn record_save(&mut self, customer: Option<Id>, saved: bool, words: &str) {
        if customer.is_none() || self.saving != customer {
            return;
        }
        self.saving = None;
        self.saved += usize::from(saved);
        self.tell(saved, words.to_owned());
    }

    /// The customers could not be looked up: says so of the waiting rows.
    fn fail_waiting_rows(&mut self, why: &str) {
        while let Some(row) = self.waiting.pop_front() {
            self.tell(false, format!("{row}: {why}"));
        }
    }

    /// How many rows are not saved yet.
    #[must_use]
    pub fn unsaved_rows(&self) -> usize {
        self.waiting.len() + usize::from(self.saving.is_some())
    }

    /// What the typed row will come to, as far as it can be told: `None` before there is anything
    /// to tell.
    #[must_use]
    pub fn reading(&self, known: Context<'_>) -> Option<Result<String, String>> {
        let text = self.line.text().trim();
        let typed = number(text)?;
        let entry = match &self.customer {
            PaperCustomer::Found(entry) if entry.customer.id == typed => entry,
            PaperCustomer::NotFound(id) if *id == typed => {
                return Some(Err(format!("There is no customer {id}.")));
            }
            _ => return None,
        };
        if bare_number(text) {
            let covered = known.scene(entry);
            let covered = covered.covered();
            let abouts: Vec<&str> = covered.iter().map(|f| f.about.as_str()).collect();
            let name = &entry.customer.name;
            return Some(Ok(format!("{name}: {}", abouts.join("; "))));
        }
        Some(plan(text, entry, known).map(|plan| plan.sentence()))
    }

    fn tell(&mut self, saved: bool, words: String) {
        self.results.push_back((saved, words));
        while self.results.len() > MOST_RESULTS {
            self.results.pop_front();
        }
    }

    /// Asks for the customer it waits for.
    fn request_customer(&self) -> Option<Effect> {
        let card = self.wants()?;
        Some(Effect::Query(ScreenQuery {
            card: Some(card),
            ..ScreenQuery::default()
        }))
    }
}

/// What a typed row comes to.
fn plan(text: &str, entry: &CustomerSummary, known: Context<'_>) -> Result<Plan, String> {
    let row = PaperRow::read(text, &known.reader())?;
    log_row(known, entry, &row).map_err(|refusal| refusal.to_string())
}

/// Opens the box.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    app.popup = Some(PaperPopup::default().into());
    None
}

impl Modal for PaperPopup {
    fn scope(&self, _app: &App) -> Scope {
        SCOPE
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        match action {
            Action::Accept => {
                self.queue_row(&app.reader());
                Some(PopupStep::Stay(self.request_customer()))
            }
            // It is left once every row in it is saved.
            Action::Close if self.unsaved_rows() > 0 => {
                let words = "The last rows are still being saved: one moment.".to_owned();
                app.notice = Notice::Message(words);
                Some(PopupStep::Stay(None))
            }
            Action::Close => Some(PopupStep::Close(None)),
            _ => None,
        }
    }

    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _changed: bool, _app: &mut App) -> Option<Effect> {
        self.error = None;
        self.request_customer()
    }

    /// A customer was looked up: what the first row that waits comes to, where it is about them.
    fn apply_query(&mut self, result: &mut QueryResult, app: &mut App) -> Option<PopupStep> {
        let (id, card) = result.card.as_ref()?;
        let entry = card.as_ref().map(|card| &card.entry);
        if !self.accept_customer(*id, entry) {
            return None;
        }
        let entry = entry?;
        let plan = self.take_next_row(entry, app.known())?;
        let effect = save_act(app, Ok(plan), AfterAct::Follows);
        if effect.is_none() {
            self.record_save(Some(*id), false, app.notice.words());
        }
        effect.map(|effect| PopupStep::Stay(Some(effect)))
    }

    fn query_failed(&mut self, why: &str) {
        self.fail_waiting_rows(why);
    }

    fn act_answered(&mut self, customer: Option<Id>, says: &str, failure: Option<&StoreFailure>) {
        match failure {
            None => self.record_save(customer, true, says),
            Some(why) => {
                let words = format!("{says} ({})", why.words);
                self.record_save(customer, false, &words);
            }
        }
    }

    fn wants_card(&self) -> Option<Id> {
        self.wants()
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        if let PaperCustomer::Found(entry) = &mut self.customer {
            redactor.entry(entry);
        }
        for (_, words) in &mut self.results {
            redactor.words(words);
        }
    }
}
