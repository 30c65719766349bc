//! Booking a job: which playbook, then about what, when it was done and by whom.

use super::{Modal, PopupStep, outcome, refresh_entry};
use crate::app::action::{Action, Key};
use crate::app::effect::Effect;
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::App;
use crate::app::text_input::TextInput;
use crate::app::update::acts::{AfterAct, save_act};
use crate::domain::playbook::Playbook;
use crate::domain::rules::Rules;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::usecases::book_job::{JobReport, book_job};
use crate::usecases::{Context, Plan};
use Key::{BackTab, Down, Enter, Esc, F, Tab, Up};

/// Choosing a job.
pub const SCOPE: Scope = Scope::new("Choosing a job").typing();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(SCOPE, &[Enter], Action::Accept, "choose", "choose it").left(F(2)),
    bind(SCOPE, &[Down, Tab], Action::Down, "", "the next one"),
    bind(SCOPE, &[Up, BackTab], Action::Up, "", "the one before").left(F(3)),
    bind(SCOPE, &[Esc], Action::Close, "leave", "leave").right(F(9)),
];

/// Booking a job: which playbook, then about what and when it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPopup {
    /// The customer.
    pub entry: CustomerSummary,
    /// The text that filters the playbooks.
    pub filter: TextInput,
    /// The one that is selected among those shown.
    pub selected: usize,
    /// The playbook that was chosen, with the two lines it asks.
    pub details: Option<JobDetails>,
}

/// What a job asks once its playbook is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobDetails {
    /// The playbook's name.
    pub playbook: String,
    /// About which item.
    pub item: TextInput,
    /// When it was done.
    pub done: TextInput,
    /// Who did it, where that is known.
    pub by: TextInput,
    /// Which of the three lines the cursor is in, from the top.
    pub at: usize,
    /// What is wrong with the time, or with who did it.
    pub error: Option<String>,
}

impl JobDetails {
    /// What the lines come to; which of them is refused, and why.
    fn plan(&self, entry: &CustomerSummary, known: Context<'_>) -> Result<Plan, (usize, String)> {
        let playbook = known.rules.playbooks.named(&self.playbook);
        let playbook = playbook.ok_or((0, "this playbook is not there any more".to_owned()))?;
        let done = known.reader().read(self.done.text());
        let done = done.map_err(|e| (1, e.to_string()))?;
        let job = JobReport {
            playbook,
            item: self.item.text(),
            done: done.at,
            by: self.by.text(),
        };
        book_job(known, entry, job).map_err(|refusal| (2, refusal.to_string()))
    }

    /// To the next of the three lines, or the one before.
    pub const fn step(&mut self, by: isize) {
        self.at = if by > 0 { self.at + 1 } else { self.at + 2 } % 3;
    }
}

impl JobPopup {
    /// For a customer, with every playbook that books a job shown.
    #[must_use]
    pub fn new(entry: CustomerSummary) -> Self {
        Self {
            entry,
            filter: TextInput::default(),
            selected: 0,
            details: None,
        }
    }

    /// The playbooks that are shown: those that schedule something and have what was typed in
    /// their title, trade or name; the shop's own trade first, and other trades only where they are typed.
    #[must_use]
    pub fn shown<'a>(&self, rules: &'a Rules) -> Vec<&'a Playbook> {
        let wanted = self.filter.text().trim().to_lowercase();
        let fits = |p: &&Playbook| {
            let trade = p.trade.as_deref().unwrap_or_default();
            [p.title.as_str(), p.name.as_str(), trade]
                .iter()
                .any(|t| t.to_lowercase().contains(&wanted))
        };
        let others = |p: &&Playbook| match (p.trade.as_deref(), rules.trade.as_deref()) {
            (trade, Some(ours)) if trade == Some(ours) => 0,
            (None | Some("any"), _) | (_, None) => 1,
            _ => 2,
        };
        let booked = rules.playbooks.0.iter().filter(|p| !p.job.is_empty());
        // Another trade's jobs are shown only where they are typed.
        let in_the_way = |p: &&Playbook| wanted.is_empty() && others(p) == 2;
        let booked = booked.filter(|p| !in_the_way(p));
        let mut shown: Vec<&Playbook> = booked.filter(fits).collect();
        shown.sort_by_key(others);
        shown
    }

    /// The playbook that is selected is chosen.
    pub fn choose(&mut self, rules: &Rules) {
        let Some(chosen) = self.shown(rules).get(self.selected).map(|p| p.name.clone()) else {
            return;
        };
        let item = match self.entry.items.as_slice() {
            [only] => TextInput::new(&only.label),
            _ => TextInput::default(),
        };
        self.details = Some(JobDetails {
            playbook: chosen,
            item,
            done: TextInput::new("now"),
            by: TextInput::default(),
            at: 0,
            error: None,
        });
    }

    /// The selected playbook is chosen; then what it asks is accepted, and the job booked.
    fn accept(&mut self, app: &mut App) -> PopupStep {
        let Some(details) = &mut self.details else {
            self.choose(&app.rules);
            return PopupStep::Stay(None);
        };
        match details.plan(&self.entry, app.known()) {
            Ok(plan) => PopupStep::Close(save_act(app, Ok(plan), AfterAct::Stays)),
            Err((at, error)) => {
                details.error = Some(error);
                details.at = at;
                PopupStep::Stay(None)
            }
        }
    }
}

/// Opens the choice of a job for the selected customer.
pub(super) fn open(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    app.popup = Some(JobPopup::new(entry).into());
    None
}

impl Modal for JobPopup {
    fn scope(&self, _app: &App) -> Scope {
        if self.details.is_some() {
            outcome::WHO
        } else {
            SCOPE
        }
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        match (action, &mut self.details) {
            (Action::Accept, _) => return Some(self.accept(app)),
            (Action::Close | Action::Back, Some(_)) => self.details = None,
            (Action::Close | Action::Back, None) => return Some(PopupStep::Close(None)),
            (Action::NextField, Some(details)) => details.step(1),
            (Action::Down, _) => self.wheel(1, app),
            (Action::Up, _) => self.wheel(-1, app),
            _ => return None,
        }
        Some(PopupStep::Stay(None))
    }

    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        Some(match &mut self.details {
            Some(details) => match details.at {
                0 => &mut details.item,
                1 => &mut details.done,
                _ => &mut details.by,
            },
            None => &mut self.filter,
        })
    }

    fn edited(&mut self, _changed: bool, _app: &mut App) -> Option<Effect> {
        match &mut self.details {
            Some(details) => details.error = None,
            None => self.selected = 0,
        }
        None
    }

    fn click(&mut self, row: usize) -> bool {
        if self.details.is_some() {
            return false;
        }
        self.selected = row;
        true
    }

    fn wheel(&mut self, by: isize, app: &mut App) {
        if self.details.is_none() {
            let last = self.shown(&app.rules).len().saturating_sub(1);
            self.selected = self.selected.saturating_add_signed(by).min(last);
        }
    }

    fn refresh(&mut self, card: &CustomerCard) {
        refresh_entry(&mut self.entry, card);
    }

    fn comes_back(&self) -> bool {
        true
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entry(&mut self.entry);
    }
}
