//! The sheet: a day's list to print, so that the shop works on when the machine does not.
//!
//! Owns what stands on it for each customer, in words; `html` and `plain` set it. The number of a
//! row is the customer's own, so that whoever keys a sheet in (`K`) means the same customer on any
//! machine, however the list has moved on since.

pub(crate) mod html;
pub(crate) mod plain;

use chrono::{DateTime, Utc};

use crate::domain::contact::Outcome;
use crate::domain::follow_up::{FollowUp, FollowUpResult, Severity};
use crate::domain::queue::{Standing, short_time};
use crate::domain::rules::Rules;
use crate::domain::script::{Script, earlier_no};
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::{ordinal, promise_distance, promise_words, stretch};

/// What a page begins with.
pub(super) const MARK: &str = "<!DOCTYPE html>\n<!-- Checkback: ";
/// What a text begins with.
pub(super) const PLAIN_MARK: &str = "Checkback: ";

/// How many questions stand on it: a playbook asks first what one would not forget.
const ASKS: usize = 2;

/// An outcome as it stands beside its box.
fn outcome_words(outcome: Outcome) -> String {
    outcome.word().replace('-', " ")
}

/// A result as it stands beside its box.
fn result_words(result: FollowUpResult) -> String {
    match result {
        FollowUpResult::Dropped => "no longer matters".to_owned(),
        other => other.word().replace('-', " "),
    }
}

/// The day a sheet is of, and what it is read by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetDay<'a> {
    /// The shop's rules.
    pub rules: &'a Rules,
    /// As of when the list stands.
    pub at: DateTime<Utc>,
    /// When it is printed.
    pub printed: DateTime<Utc>,
}

impl SheetDay<'_> {
    /// "Mon 23 Nov 2026".
    fn date(&self) -> String {
        let local = self.rules.calendar.local(self.at);
        local.format("%a %-d %b %Y").to_string()
    }

    /// "Mon 23 Nov 10:42".
    fn printed(&self) -> String {
        let local = self.rules.calendar.local(self.printed);
        local.format("%a %-d %b %H:%M").to_string()
    }

    /// Since when they wait, or by when they were promised to hear.
    fn time(&self, entry: &CustomerSummary) -> String {
        let (standing, since) = entry.stand(self.at, self.rules);
        let clock = short_time(since, self.at, &self.rules.calendar);
        match standing {
            Standing::Promise => {
                let words = promise_words(since, self.at, &self.rules.calendar);
                format!("{words}, {}", promise_distance(since, self.at))
            }
            Standing::Red | Standing::Due => {
                let minutes = (self.at - since).num_minutes();
                match minutes {
                    0 => "due now".to_owned(),
                    minutes => format!("waiting {}", stretch(minutes)),
                }
            }
            Standing::Later | Standing::Ahead => format!("due {clock}"),
        }
    }

    /// Why they may not be rung, in a sentence.
    fn dimmed(&self, entry: &CustomerSummary) -> Option<String> {
        entry
            .why_not_callable(self.at, self.rules)
            .map(|dimmed| dimmed.sentence)
    }

    /// The number to dial; words where there is none.
    fn number(entry: &CustomerSummary) -> String {
        let c = &entry.customer;
        let number = c.shown_number().filter(|_| c.wrong_number_at.is_none());
        match (number, &c.email) {
            (Some(number), _) => number,
            (None, Some(email)) => email.clone(),
            (None, None) => "no number".to_owned(),
        }
    }

    /// What a call would cover, in the order the questions come.
    fn covered<'e>(&self, entry: &'e CustomerSummary) -> Vec<&'e FollowUp> {
        let covered: Vec<_> = entry
            .scene(self.rules, self.at, "")
            .covered()
            .iter()
            .map(|f| f.id)
            .collect();
        covered
            .iter()
            .filter_map(|id| entry.follow_ups.iter().find(|f| f.id == *id))
            .collect()
    }

    /// What is known of a follow-up beside what it is about, part by part.
    fn parts(&self, entry: &CustomerSummary, f: &FollowUp) -> Vec<String> {
        let rules = self.rules;
        let mut parts = Vec::new();
        parts.extend(entry.item(f.item).map(str::to_owned));
        parts.extend(f.quote.map(|q| rules.currency.show(q)));
        if let Some(promise) = f.promise_open() {
            parts.push(promise_words(promise, self.at, &rules.calendar));
        }
        parts.extend(earlier_no(f, self.at, &rules.calendar));
        if f.attempts > 0 {
            parts.push(format!("{} try", ordinal(f.attempts + 1)));
        }
        parts.extend(f.owner.as_ref().map(|owner| format!("{owner} rings")));
        parts
    }

    /// What to say and to ask first about what is most urgent.
    fn say(&self, entry: &CustomerSummary) -> Vec<(&'static str, String)> {
        let urgent = entry.urgent(self.at);
        let script = urgent.and_then(|f| Script::of(f, self.rules, "", self.at));
        let Some(script) = script else {
            return Vec::new();
        };
        let mut words = vec![("Say", script.say)];
        let asks = script.ask.into_iter().take(ASKS);
        words.extend(asks.map(|ask| ("Ask", ask)));
        words
    }
}

/// "R red", or the kind of what has no severity.
fn gravity(f: &FollowUp) -> String {
    match f.severity {
        Some(severity) => format!("{} {severity}", Severity::letter(severity)),
        None => f.kind.word().replace('-', " "),
    }
}
