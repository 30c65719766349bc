//! The outcome popup: how did it end? One question for each follow-up the call covered, one key
//! each, what follows shown before it happens.

mod keys;

pub(in crate::app) use keys::KEYS;
pub use keys::{SCOPE, WHO};

use super::let_go::LetGoPopup;
use super::{Modal, PopupStep, prompt, refresh_entry};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keymap::Scope;
use crate::app::redact::Redactor;
use crate::app::state::{App, Notice, View};
use crate::app::text_input::TextInput;
use crate::app::update::acts::{AfterAct, nothing_open, save_act};
use crate::app::update::navigation::go_to_customer;
use crate::domain::contact::{Direction, Outcome};
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, FollowUpResult, FollowUpState};
use crate::domain::outcome::{CustomerContext, ResultEntry};
use crate::domain::rules::Rules;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::usecases::log::{CallReport, log};

/// The results in the popup's order.
pub const RESULTS: [FollowUpResult; 7] = [
    FollowUpResult::Authorised,
    FollowUpResult::Declined,
    FollowUpResult::Thinking,
    FollowUpResult::CanWait,
    FollowUpResult::Settled,
    FollowUpResult::Unhappy,
    FollowUpResult::Dropped,
];

/// What is still asked about a result before it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResultQuestion {
    /// Who said yes, and to how much.
    Approval {
        /// The name.
        who: TextInput,
        /// The sum.
        sum: TextInput,
        /// Whether the cursor is in the sum.
        in_sum: bool,
        /// What is wrong with the sum.
        error: Option<String>,
    },
    /// Why they declined, or why it no longer matters.
    Reason {
        /// Of which result.
        result: FollowUpResult,
        /// The words.
        line: TextInput,
    },
}

/// The popup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomePopup {
    /// The customer.
    pub entry: CustomerSummary,
    /// Who rang whom.
    pub direction: Direction,
    /// The follow-ups the call covered, in the order they are asked about.
    pub covered: Vec<Id>,
    /// The one that is asked about.
    pub at: usize,
    /// The results so far, in the order of `covered`; `None` for one that was not talked about.
    pub results: Vec<Option<ResultEntry>>,
    /// What the result still asks.
    pub question: Option<ResultQuestion>,
}

impl OutcomePopup {
    /// The popup for a customer; `None` where nothing of theirs is open.
    #[must_use]
    pub fn new(
        entry: &CustomerSummary,
        scene: &CustomerContext<'_>,
        direction: Direction,
    ) -> Option<Self> {
        let covered = scene.covered_by(direction);
        let covered: Vec<Id> = covered.iter().map(|f| f.id).collect();
        (!covered.is_empty()).then(|| Self {
            entry: entry.clone(),
            direction,
            results: Vec::new(),
            covered,
            at: 0,
            question: None,
        })
    }

    /// The follow-up that is asked about.
    #[must_use]
    pub fn current(&self) -> Option<&FollowUp> {
        let id = self.covered.get(self.at)?;
        self.entry.follow_ups.iter().find(|f| f.id == *id)
    }

    /// A result was chosen: asks what it still needs, or goes on. Whether that was the last question.
    pub fn choose(&mut self, result: FollowUpResult, rules: &Rules) -> bool {
        let Some(follow_up) = self.current() else {
            return true;
        };
        match result {
            FollowUpResult::Authorised => {
                let sum = follow_up
                    .quote
                    .map(|q| rules.currency.show(q))
                    .unwrap_or_default();
                self.question = Some(ResultQuestion::Approval {
                    who: TextInput::with_suggestion(&self.entry.customer.name),
                    sum: TextInput::with_suggestion(&sum),
                    in_sum: false,
                    error: None,
                });
                false
            }
            FollowUpResult::Declined | FollowUpResult::Dropped => {
                self.question = Some(ResultQuestion::Reason {
                    result,
                    line: TextInput::default(),
                });
                false
            }
            _ => self.record(Some(result), None, None),
        }
    }

    /// Its question was answered. Whether that was the last one.
    pub fn accept(&mut self, rules: &Rules) -> bool {
        match self.question.take() {
            Some(ResultQuestion::Approval { who, sum, .. }) => {
                let amount = if sum.is_blank() {
                    Ok(None)
                } else {
                    rules.currency.read(sum.text()).map(Some)
                };
                match amount {
                    Ok(amount) => {
                        let name = Some(who.cleaned()).filter(|n| !n.is_empty());
                        self.record(Some(FollowUpResult::Authorised), name, amount)
                    }
                    Err(error) => {
                        let error = Some(error);
                        self.question = Some(ResultQuestion::Approval {
                            who,
                            sum,
                            in_sum: true,
                            error,
                        });
                        false
                    }
                }
            }
            Some(ResultQuestion::Reason { result, line }) => {
                let words = Some(line.cleaned()).filter(|w| !w.is_empty());
                self.record(Some(result), words, None)
            }
            None => false,
        }
    }

    /// It was not talked about. Whether that was the last question.
    pub fn skip(&mut self) -> bool {
        self.record(None, None, None)
    }

    fn record(
        &mut self,
        result: Option<FollowUpResult>,
        words: Option<String>,
        amount: Option<i64>,
    ) -> bool {
        let Some(follow_up) = self.covered.get(self.at).copied() else {
            return true;
        };
        self.results.push(result.map(|result| ResultEntry {
            follow_up,
            result,
            words,
            amount,
        }));
        self.at += 1;
        self.at >= self.covered.len()
    }

    /// One question back; `false` at the first one.
    pub fn back(&mut self) -> bool {
        if self.question.take().is_some() {
            return true;
        }
        if self.at == 0 {
            return false;
        }
        self.at -= 1;
        self.results.pop();
        true
    }

    /// The report of the call: they were reached.
    fn finish(&mut self, app: &mut App) -> PopupStep {
        let call = CallReport {
            direction: self.direction,
            results: std::mem::take(&mut self.results)
                .into_iter()
                .flatten()
                .collect(),
            ..CallReport::of(Outcome::Reached)
        };
        let planned = log(app.known(), &self.entry, &call);
        PopupStep::Close(save_act(app, planned, AfterAct::MovesOn))
    }
}

/// How did it end? Where the tries ran out, the question is whether to let go.
pub(in crate::app) fn open(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    let scene = entry.scene(&app.rules, app.now, &app.by);
    let run_out = entry
        .follow_ups
        .iter()
        .any(|f| f.state == FollowUpState::LetGo);
    let asked_to_let_go =
        app.view == View::Ahead && app.ahead.current().is_some_and(|row| row.let_go);
    if asked_to_let_go {
        app.popup = Some(LetGoPopup { entry }.into());
    } else if OutcomePopup::new(&entry, &scene, Direction::Outward).is_some() {
        // Two windows never ring the same customer: the store knows who claimed them.
        app.claiming = Some((entry.customer.id, Direction::Outward));
        return Some(Effect::Claim(Box::new(entry)));
    } else if run_out {
        app.popup = Some(LetGoPopup { entry }.into());
    } else {
        let name = &entry.customer.name;
        let (add, job) = (app.keys.shown(Action::Add), app.keys.shown(Action::Job));
        app.notice = Notice::Message(format!(
            "{name}: no open calls. {add} adds a call, {job} books a job."
        ));
    }
    None
}

/// Opens the popup for a customer who is this window's to talk to. Who rang us is gone to first:
/// their card is up while they speak, and their call is kept even where nothing is open.
pub(in crate::app) fn ask_how_it_ended(
    app: &mut App,
    entry: &CustomerSummary,
    direction: Direction,
) -> Option<Effect> {
    let scene = entry.scene(&app.rules, app.now, &app.by);
    let popup = OutcomePopup::new(entry, &scene, direction);
    let inward = direction == Direction::Inward;
    if popup.is_none() {
        if !inward {
            return nothing_open(app, entry);
        }
        let call = CallReport {
            direction,
            ..CallReport::of(Outcome::Reached)
        };
        let planned = log(app.known(), entry, &call);
        let mut effect = save_act(app, planned, AfterAct::Follows);
        let add = app.keys.shown(Action::Add);
        if let (Some(Effect::Save(wish)), Some(Effect::Query(look))) =
            (&mut effect, go_to_customer(app, entry))
        {
            wish.then = Some(Box::new(look));
            wish.hint = Some(format!("{add} adds one."));
        }
        return effect;
    }
    app.popup = popup.map(Into::into);
    // What was said of the act before is no answer to what is opened now.
    app.clear_notice();
    if inward {
        go_to_customer(app, entry)
    } else {
        None
    }
}

impl Modal for OutcomePopup {
    fn scope(&self, _app: &App) -> Scope {
        match self.question {
            Some(ResultQuestion::Approval { .. }) => WHO,
            Some(ResultQuestion::Reason { .. }) => prompt::ANSWER,
            None => SCOPE,
        }
    }

    fn press(&mut self, action: Action, app: &mut App) -> Option<PopupStep> {
        let finished = match action {
            Action::Result(result) => self.choose(result, &app.rules),
            Action::NotTalkedAbout => self.skip(),
            Action::Accept => self.accept(&app.rules),
            Action::NextField => {
                if let Some(ResultQuestion::Approval { in_sum, .. }) = &mut self.question {
                    *in_sum = !*in_sum;
                }
                false
            }
            Action::Close if self.question.is_none() => return Some(PopupStep::Close(None)),
            Action::Back | Action::Close => {
                self.back();
                false
            }
            _ => return None,
        };
        Some(if finished {
            self.finish(app)
        } else {
            PopupStep::Stay(None)
        })
    }

    fn line<'a>(&'a mut self, _app: &'a mut App) -> Option<&'a mut TextInput> {
        match self.question.as_mut()? {
            ResultQuestion::Approval {
                who, sum, in_sum, ..
            } => Some(if *in_sum { sum } else { who }),
            ResultQuestion::Reason { line, .. } => Some(line),
        }
    }

    fn edited(&mut self, _changed: bool, _app: &mut App) -> Option<Effect> {
        if let Some(ResultQuestion::Approval { error, .. }) = &mut self.question {
            *error = None;
        }
        None
    }

    /// Who was edited meanwhile is; what is asked about stays what it was.
    fn refresh(&mut self, card: &CustomerCard) {
        if self.entry.follow_ups == card.entry.follow_ups {
            refresh_entry(&mut self.entry, card);
        }
    }

    fn claimed_customer(&self) -> Option<Id> {
        Some(self.entry.customer.id)
    }

    fn redact(&mut self, redactor: &mut Redactor) {
        redactor.entry(&mut self.entry);
    }
}
