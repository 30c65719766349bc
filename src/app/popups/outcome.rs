//! The outcome popup: how did it end? One question for each follow-up the call covered, one key
//! each, what follows shown before it happens.

use crate::app::text_input::TextInput;
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, FollowUpResult};
use crate::domain::outcome::{CustomerContext, ResultEntry};
use crate::domain::rules::Rules;
use crate::domain::summary::CustomerSummary;

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

/// What a result still asks before it counts.
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
    /// Whom it is about.
    pub entry: CustomerSummary,
    /// Who rang whom.
    pub direction: Direction,
    /// The follow-ups the call covered, in the order they are asked about.
    pub covered: Vec<Id>,
    /// The one that is asked about.
    pub at: usize,
    /// What was said so far; nothing for what was not talked about.
    pub said: Vec<Option<ResultEntry>>,
    /// What the result still asks.
    pub ask: Option<ResultQuestion>,
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
            said: Vec::new(),
            covered,
            at: 0,
            ask: None,
        })
    }

    /// The follow-up that is asked about.
    #[must_use]
    pub fn current(&self) -> Option<&FollowUp> {
        let id = self.covered.get(self.at)?;
        self.entry.follow_ups.iter().find(|f| f.id == *id)
    }

    /// A result was chosen: asks what it still asks, or goes on. Whether all is said.
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
                self.ask = Some(ResultQuestion::Approval {
                    who: TextInput::with_suggestion(&self.entry.customer.name),
                    sum: TextInput::with_suggestion(&sum),
                    in_sum: false,
                    error: None,
                });
                false
            }
            FollowUpResult::Declined | FollowUpResult::Dropped => {
                self.ask = Some(ResultQuestion::Reason {
                    result,
                    line: TextInput::default(),
                });
                false
            }
            _ => self.say(Some(result), None, None),
        }
    }

    /// What it asked was answered. Whether all is said.
    pub fn accept(&mut self, rules: &Rules) -> bool {
        match self.ask.take() {
            Some(ResultQuestion::Approval { who, sum, .. }) => {
                let amount = if sum.is_blank() {
                    Ok(None)
                } else {
                    rules.currency.read(sum.text()).map(Some)
                };
                match amount {
                    Ok(amount) => {
                        let name = Some(who.cleaned()).filter(|n| !n.is_empty());
                        self.say(Some(FollowUpResult::Authorised), name, amount)
                    }
                    Err(error) => {
                        let error = Some(error);
                        self.ask = Some(ResultQuestion::Approval {
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
                self.say(Some(result), words, None)
            }
            None => false,
        }
    }

    /// It was not talked about. Whether all is said.
    pub fn skip(&mut self) -> bool {
        self.say(None, None, None)
    }

    fn say(
        &mut self,
        result: Option<FollowUpResult>,
        words: Option<String>,
        amount: Option<i64>,
    ) -> bool {
        let Some(follow_up) = self.covered.get(self.at).copied() else {
            return true;
        };
        self.said.push(result.map(|result| ResultEntry {
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
        if self.ask.take().is_some() {
            return true;
        }
        if self.at == 0 {
            return false;
        }
        self.at -= 1;
        self.said.pop();
        true
    }

    /// The line that is typed in, where one is.
    pub const fn line(&mut self) -> Option<&mut TextInput> {
        match &mut self.ask {
            Some(ResultQuestion::Approval {
                who, sum, in_sum, ..
            }) => Some(if *in_sum { sum } else { who }),
            Some(ResultQuestion::Reason { line, .. }) => Some(line),
            None => None,
        }
    }
}
