//! The closing sweep: each promise of today that is still open, one by one, and what became of it.

use chrono::{DateTime, TimeDelta, Utc};

use super::prompt::{PromptPopup, PromptPurpose};
use super::{Modal, PopupStep, prompt};
use crate::app::action::{Action, Key};
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::keymap::{Binding, Scope, bind};
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice};
use crate::app::text_input::TextInput;
use crate::app::update::acts::{AfterAct, save_act};
use crate::app::update::navigation::go_to_customer;
use crate::domain::customer::Id;
use crate::domain::follow_up::FollowUp;
use crate::domain::summary::CustomerSummary;
use crate::usecases::Plan;
use Key::{Char, Enter, Esc, F};

/// The closing sweep.
pub const SCOPE: Scope = Scope::new("Going through open promises").in_help();

/// Its keys.
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        SCOPE,
        &[Char('d'), Enter],
        Action::Done,
        "call now",
        "call now: shows their card",
    )
    .right(Char('i')),
    bind(
        SCOPE,
        &[Char('p')],
        Action::Promise,
        "new time",
        "promise another time",
    )
    .left(Char('e')),
    bind(
        SCOPE,
        &[Char('h')],
        Action::HandOver,
        "hand over",
        "somebody else rings them",
    )
    .left(Char('g')),
    bind(
        SCOPE,
        &[Char('0')],
        Action::NotTalkedAbout,
        "leave it open",
        "leave it open, and on to the next",
    )
    .left(Char(' '))
    .right(Char('/')),
    bind(
        SCOPE,
        &[Esc],
        Action::Close,
        "end",
        "end: the rest is left open",
    )
    .right(F(9)),
];

/// How long before closing the sweep is offered.
const BEFORE_CLOSING: TimeDelta = TimeDelta::minutes(30);

/// What is still asked about a promise before it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SweepQuestion {
    /// By when they will hear instead.
    NewTime(Box<PromptPopup>),
    /// Who rings them.
    NewOwner(Box<PromptPopup>),
}

/// The sweep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SweepPopup {
    /// The promises, the most urgent first: the customer, and which follow-up.
    pub open: Vec<(CustomerSummary, Id)>,
    /// The one that is asked about.
    pub at: usize,
    /// What it still asks.
    pub question: Option<SweepQuestion>,
    /// How many were called.
    pub called: usize,
    /// How many were promised anew.
    pub anew: usize,
    /// How many were handed over.
    pub handed_over: usize,
    /// How many were left open.
    pub left: usize,
    /// The customer it was left to call: once their call is logged it goes on by itself.
    pub calling: Option<Id>,
    /// Whether that call is logged.
    pub goes_on: bool,
}

impl SweepPopup {
    /// The sweep through the promises of some customers that fall due before an instant.
    fn for_open_promises(customers: &[CustomerSummary], end: DateTime<Utc>) -> Self {
        let mut open: Vec<_> = customers
            .iter()
            .flat_map(|entry| entry.follow_ups.iter().map(move |f| (entry, f)))
            .filter_map(|(entry, f)| Some((f.promise_open().filter(|by| *by < end)?, entry, f.id)))
            .collect();
        open.sort_by_key(|(by, _, id)| (*by, *id));
        Self {
            open: open.into_iter().map(|(_, e, id)| (e.clone(), id)).collect(),
            ..Self::default()
        }
    }

    /// The customer and the follow-up of the promise that is asked about.
    #[must_use]
    pub fn current(&self) -> Option<(&CustomerSummary, &FollowUp)> {
        let (entry, id) = self.open.get(self.at)?;
        Some((entry, entry.follow_ups.iter().find(|f| f.id == *id)?))
    }

    /// Takes over the counts of an earlier part: the sweep was left for a call.
    fn add_counts(&mut self, before: &Self) {
        self.called = before.called;
        self.anew = before.anew;
        self.handed_over = before.handed_over;
    }

    /// Continues after the promise that was called about: earlier ones are not asked about again.
    fn go_on_behind(&mut self, before: &Self) {
        self.left = before.left;
        let decided = before.open.get(..=before.at).unwrap_or(&before.open);
        let is_decided = |id: &Id| decided.iter().any(|(_, before)| before == id);
        self.open.retain(|(_, id)| !is_decided(id));
    }

    /// Asks by when they will hear instead.
    fn promise_anew(&mut self) {
        let prompt = self
            .current()
            .map(|(entry, f)| PromptPopup::new(PromptPurpose::Promise(f.id), entry.clone()));
        self.question = prompt.map(|prompt| SweepQuestion::NewTime(Box::new(prompt)));
    }

    /// Asks who rings them; whose it is stands there.
    pub fn hand_over(&mut self) {
        let prompt = self.current().map(|(entry, f)| PromptPopup {
            line: TextInput::with_suggestion(f.owner.as_deref().unwrap_or_default()),
            ..PromptPopup::new(PromptPurpose::HandOver(vec![f.id]), entry.clone())
        });
        self.question = prompt.map(|prompt| SweepQuestion::NewOwner(Box::new(prompt)));
    }

    /// Moves to the next one; whether there is one.
    fn has_next(&mut self) -> bool {
        self.question = None;
        self.at += 1;
        self.at < self.open.len()
    }

    /// The summary of the sweep.
    #[must_use]
    pub fn says(&self) -> String {
        let promises = if self.anew == 1 {
            "new promise"
        } else {
            "new promises"
        };
        let counts = [
            (self.called, "called"),
            (self.anew, promises),
            (self.handed_over, "handed over"),
            (self.left, "left open"),
        ];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
        format!("Closing check done: {}.", counts.join(", "))
    }

    /// Moves to the next promise; after the last one, says the summary.
    fn advance(&mut self, effect: Option<Effect>, app: &mut App) -> PopupStep {
        if self.has_next() {
            return PopupStep::Stay(effect);
        }
        app.inform(self.says());
        PopupStep::Close(effect)
    }

    /// The rest is left open.
    fn end(&mut self, app: &mut App) -> PopupStep {
        self.left += self.open.len().saturating_sub(self.at);
        app.inform(self.says());
        PopupStep::Close(None)
    }

    /// Shows the customer's card, with every key of a call at hand; the sweep goes on once the call is
    /// logged.
    fn call(&mut self, app: &mut App) -> Option<PopupStep> {
        let entry = self.current()?.0.clone();
        self.called += 1;
        self.calling = Some(entry.customer.id);
        app.swept = Some((app.rules.calendar.date(app.now), self.clone()));
        Some(PopupStep::Close(go_to_customer(app, &entry)))
    }

    /// What was typed is accepted: a new time, or who rings them.
    fn accept(&mut self, app: &mut App) -> PopupStep {
        let plan = match self.plan(app) {
            Some(Ok(plan)) => plan,
            Some(Err(error)) => {
                if let Some(SweepQuestion::NewTime(prompt)) = &mut self.question {
                    prompt.error = Some(error);
                }
                return PopupStep::Stay(None);
            }
            None => return PopupStep::Stay(None),
        };
        let effect = save_act(app, Ok(plan), AfterAct::Follows);
        if effect.is_none() {
            // Nothing changed, and the notice says why: the promise is still to be decided on.
            self.question = None;
            return PopupStep::Stay(None);
        }
        match self.question {
            Some(SweepQuestion::NewOwner(_)) => self.handed_over += 1,
            _ => self.anew += 1,
        }
        self.advance(effect, app)
    }

    /// What is typed would do; `None` where that is nothing yet.
    fn plan(&self, app: &App) -> Option<Result<Plan, String>> {
        match self.question.as_ref()? {
            SweepQuestion::NewOwner(prompt) if prompt.line.is_blank() => None,
            // Several whom the letters may mean are named beneath them.
            SweepQuestion::NewOwner(prompt) => prompt.plan(app).ok().map(Ok),
            SweepQuestion::NewTime(prompt) => Some(prompt.plan(app)),
        }
    }
}

/// Queries the open promises: the sweep opens with the answer.
pub(super) fn open() -> Effect {
    Effect::Query(ScreenQuery {
        promises: true,
        ..ScreenQuery::default()
    })
}

/// Whether the sweep goes on, as the call it was left for is logged. A call of somebody else ends the
/// waiting for it.
pub(in crate::app) fn goes_on_after(app: &mut App, logged: Option<Id>) -> bool {
    let today = app.rules.calendar.date(app.now);
    match &mut app.swept {
        Some((day, sweep)) if *day == today && logged.is_some() => {
            sweep.goes_on = sweep.calling.take() == logged;
            sweep.goes_on
        }
        _ => false,
    }
}

/// The customers with an open promise were read.
pub(in crate::app) fn begin(app: &mut App, customers: &[CustomerSummary]) {
    if app.popup.is_some() {
        return;
    }
    let end = app.rules.calendar.end_of_day(app.now);
    let mut sweep = SweepPopup::for_open_promises(customers, end);
    let today = app.rules.calendar.date(app.now);
    if let Some((_, before)) = app.swept.take().filter(|(day, _)| *day == today) {
        sweep.add_counts(&before);
        if before.goes_on {
            sweep.go_on_behind(&before);
            if !sweep.open.is_empty() {
                // The notice of what was just saved stays.
                app.popup = Some(sweep.into());
                return;
            }
        }
        if sweep.open.is_empty() {
            app.inform(sweep.says());
            return;
        }
    }
    if sweep.open.is_empty() {
        let (kept, late) = (app.totals.kept, app.totals.late);
        app.inform(format!(
            "No promises left to keep: {kept} kept today, {late} late."
        ));
        return;
    }
    app.clear_notice();
    app.popup = Some(sweep.into());
}

/// Offers the sweep once a day when closing nears and a promise is still open.
pub(in crate::app) fn offer(app: &mut App) {
    let today = app.rules.calendar.date(app.now);
    let open = app.totals.late + app.totals.to_keep;
    let idle = app.popup.is_none() && matches!(app.notice, Notice::Nothing);
    if !idle || app.offered_on == Some(today) || app.totals.open_promises == 0 || open == 0 {
        return;
    }
    let Some(closes) = closing(app, app.now) else {
        return;
    };
    if app.now < closes && app.now >= closes - BEFORE_CLOSING {
        app.offered_on = Some(today);
        let key = app.keys.shown(Action::Sweep);
        let n = app.totals.open_promises;
        let what = if n == 1 {
            "One promise is".to_owned()
        } else {
            format!("{n} promises are")
        };
        app.inform(format!(
            "{what} still open before closing: press {key} to go through them."
        ));
    }
}

/// When the shop closes on the day of an instant.
fn closing(app: &App, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let calendar = &app.rules.calendar;
    let day = calendar.date(now);
    let last = calendar.spans(&calendar.opening, day).last()?;
    Some(calendar.at_minute(day, last.to))
}

impl Modal for SweepPopup {
    fn scope(&self, _app: &App) -> Scope {
        if self.question.is_some() {
            prompt::ANSWER
        } else {
            SCOPE
        }
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        match action {
            Action::Done => return self.call(app),
            Action::Accept => return Some(self.accept(app)),
            Action::NotTalkedAbout => {
                self.left += 1;
                return Some(self.advance(None, app));
            }
            Action::Promise => self.promise_anew(),
            Action::HandOver => self.hand_over(),
            Action::Back | Action::Close if self.question.is_some() => self.question = None,
            Action::Close => return Some(self.end(app)),
            _ => return None,
        }
        Some(PopupStep::Stay(None))
    }

    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        match self.question.as_mut()? {
            SweepQuestion::NewTime(prompt) | SweepQuestion::NewOwner(prompt) => {
                prompt.error = None;
                Some(&mut prompt.line)
            }
        }
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entries(self.open.iter_mut().map(|(entry, _)| entry));
    }
}
