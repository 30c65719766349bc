//! Playbooks: for a kind of job or follow-up, what to say, what to ask, and what comes next.
//!
//! Owns their schema and the follow-ups that a job plans. Where the texts come from (compiled in,
//! the shop's own file) is `config`'s business.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Months, Utc};
use serde::{Deserialize, Serialize};

use super::cadence::{self, CadenceStep};
use super::customer::Id;
use super::follow_up::{FollowUp, FollowUpKind, FollowUpResult, Severity};
use super::hours::Calendar;
use super::text::fold_for_search;

/// A delay in a playbook: "now", "3h", "3d", "2w", "11mo", "1y".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Delay {
    /// No delay.
    Now,
    /// A number of minutes.
    Minutes(u32),
    /// A number of days.
    Days(u32),
    /// A number of calendar months.
    Months(u32),
}

impl TryFrom<String> for Delay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong =
            || format!("“{text}” is not a length of time: write now, 2h, 3d, 2w, 6mo or 1y");
        if text == "now" {
            return Ok(Self::Now);
        }
        let figures: String = text.chars().take_while(char::is_ascii_digit).collect();
        let unit = text.strip_prefix(&figures).unwrap_or_default().trim();
        let n: u32 = figures.parse().map_err(|_| wrong())?;
        match unit {
            "h" if n <= 240 => Ok(Self::Minutes(n * 60)),
            "d" if n <= 3650 => Ok(Self::Days(n)),
            "w" if n <= 520 => Ok(Self::Days(n * 7)),
            "mo" if n <= 120 => Ok(Self::Months(n)),
            "y" if n <= 10 => Ok(Self::Months(n * 12)),
            _ => Err(wrong()),
        }
    }
}

impl From<Delay> for String {
    fn from(after: Delay) -> Self {
        match after {
            Delay::Now => "now".to_owned(),
            Delay::Minutes(m) => format!("{}h", m / 60),
            Delay::Days(d) => format!("{d}d"),
            Delay::Months(m) => format!("{m}mo"),
        }
    }
}

impl Delay {
    /// The instant after this delay, or the next at which the shop is open and may ring; days and
    /// months end at the opening of an open day.
    #[must_use]
    pub fn from(self, at: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
        let date = calendar.date(at);
        match self {
            Self::Now => at,
            Self::Minutes(m) => {
                cadence::attempt(calendar, None, at + chrono::Duration::minutes(i64::from(m)))
            }
            Self::Days(d) => calendar.due_on(date + Days::new(u64::from(d))),
            Self::Months(m) => calendar.due_on(date + Months::new(m)),
        }
    }
}

/// One follow-up that a playbook plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PlannedFollowUp {
    /// When it falls due, after the job or the result.
    pub after: Delay,
    /// What it is about, in a few words.
    pub about: String,
    /// The kind of follow-up.
    #[serde(default = "check_back")]
    pub kind: FollowUpKind,
    /// The severity, for a finding.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// By when the customer is promised to hear, if they are.
    #[serde(default)]
    pub promise: Option<Delay>,
    /// The playbook of the follow-up; the one that planned it if none is named.
    #[serde(default)]
    pub playbook: Option<String>,
}

fn check_back() -> FollowUpKind {
    FollowUpKind::CheckBack
}

/// What to say, what to ask, and what comes next, for a kind of job or follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Playbook {
    /// Its name, as typed: "brakes-done".
    pub name: String,
    /// Its title, as read: "Brakes done".
    pub title: String,
    /// The trade it is for: garage, computers, vet, any.
    #[serde(default)]
    pub trade: Option<String>,
    /// The kinds of follow-up it is shown for if they name no playbook: what it says and asks, never
    /// what it schedules.
    #[serde(default)]
    pub suits: Vec<FollowUpKind>,
    /// The words in what a call is about that tell that it is of the first kind this suits.
    #[serde(default)]
    pub words: Vec<String>,
    /// What to say, a sentence or two.
    pub say: String,
    /// What to ask, one question per line.
    #[serde(default)]
    pub ask: Vec<String>,
    /// What a job of this kind schedules when it is booked.
    #[serde(default)]
    pub job: Vec<PlannedFollowUp>,
    /// What each result schedules, instead of the shop's rule for it.
    #[serde(default)]
    pub then: BTreeMap<FollowUpResult, Vec<PlannedFollowUp>>,
    /// The retry waits after each unanswered attempt, instead of the shop's cadence.
    #[serde(default, with = "steps")]
    pub retry: Option<Vec<CadenceStep>>,
    /// Days after the job from which an unanswered check-back asks "let go?"; by default the shop's
    /// rule.
    #[serde(default)]
    pub ends: Option<u32>,
    /// Whether its follow-ups are marketing; by default as their kind says.
    #[serde(default)]
    pub marketing: Option<bool>,
}

mod steps {
    use serde::{Deserialize, Deserializer, Serializer, de::Error, ser::SerializeSeq};

    use crate::domain::cadence::CadenceStep;

    #[expect(clippy::ref_option, reason = "serde hands the field over as it is")]
    pub(super) fn serialize<S: Serializer>(
        steps: &Option<Vec<CadenceStep>>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        let mut seq = out.serialize_seq(None)?;
        for step in steps.iter().flatten() {
            seq.serialize_element(&step.to_string())?;
        }
        seq.end()
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Vec<CadenceStep>>, D::Error> {
        let words: Vec<String> = Vec::deserialize(input)?;
        let steps: Result<Vec<CadenceStep>, String> = words.iter().map(|w| w.parse()).collect();
        steps.map(Some).map_err(D::Error::custom)
    }
}

/// All playbooks of the shop, in the order they are offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Playbooks(pub Vec<Playbook>);

impl Playbooks {
    /// The playbook with a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Playbook> {
        self.0.iter().find(|p| p.name == name)
    }

    /// The playbook for a follow-up: its own, or the first of the shop's trade that suits its kind, or the
    /// first for any trade. The words of another trade are never said.
    #[must_use]
    pub fn to_say(&self, follow_up: &FollowUp, trade: Option<&str>) -> Option<&Playbook> {
        if let Some(name) = &follow_up.playbook {
            return self.named(name);
        }
        let suiting = || self.0.iter().filter(|p| p.suits.contains(&follow_up.kind));
        suiting()
            .find(|p| trade.is_some() && p.trade.as_deref() == trade)
            .or_else(|| suiting().find(|p| p.is_for_any_trade()))
    }

    /// Finds the playbook for a typed text: by its name, its title, or a unique prefix of either.
    ///
    /// # Errors
    /// If no playbook matches or several do: the message lists the names.
    pub fn meant(&self, typed: &str) -> Result<&Playbook, String> {
        let wanted = typed.trim().to_lowercase().replace(' ', "-");
        let key = |p: &Playbook| {
            (
                p.name.to_lowercase(),
                p.title.to_lowercase().replace(' ', "-"),
            )
        };
        let exact = |p: &&Playbook| key(p).0 == wanted || key(p).1 == wanted;
        if let Some(found) = self.0.iter().find(exact) {
            return Ok(found);
        }
        let begins = |p: &&Playbook| key(p).0.starts_with(&wanted) || key(p).1.starts_with(&wanted);
        let mut fitting = self.0.iter().filter(begins);
        match (fitting.next(), fitting.next()) {
            (Some(found), None) if !wanted.is_empty() => Ok(found),
            _ => {
                let names: Vec<&str> = self.0.iter().map(|p| p.name.as_str()).collect();
                Err(format!(
                    "“{typed}” does not name one playbook: there are {}",
                    names.join(", ")
                ))
            }
        }
    }

    /// The kind that the words of a call tell, where any of them does: the first word counts.
    #[must_use]
    pub fn kind_told_by(&self, about: &str, trade: Option<&str>) -> Option<FollowUpKind> {
        let about = spaced(about);
        let ours = |p: &&Playbook| p.is_for_any_trade() || p.trade.as_deref() == trade;
        let told = self.0.iter().filter(ours).filter_map(|playbook| {
            let kind = playbook.suits.first().copied();
            let place = |word: &String| about.find(&spaced(word));
            let places = playbook.words.iter().filter_map(place);
            places.min().zip(kind)
        });
        told.min_by_key(|(place, _)| *place).map(|(_, kind)| kind)
    }

    /// Adds the shop's own playbooks; one of the same name is replaced.
    pub fn replace_or_add(&mut self, own: Vec<Playbook>) {
        for playbook in own {
            match self.0.iter_mut().find(|p| p.name == playbook.name) {
                Some(there) => *there = playbook,
                None => self.0.push(playbook),
            }
        }
    }
}

/// The words of a text, folded, each with a blank at both sides.
fn spaced(text: &str) -> String {
    let folded = fold_for_search(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

impl Playbook {
    /// Whether a shop of any trade may say it.
    fn is_for_any_trade(&self) -> bool {
        matches!(self.trade.as_deref(), None | Some("any"))
    }

    /// The follow-ups that the playbook plans after a job done at an instant: new rows, numbered from
    /// `first` downward.
    #[must_use]
    pub fn follow_ups(
        &self,
        planned: &[PlannedFollowUp],
        customer: Id,
        item: Option<Id>,
        done: DateTime<Utc>,
        first: Id,
        calendar: &Calendar,
    ) -> Vec<FollowUp> {
        let number = |n: usize| first - i64::try_from(n).unwrap_or(0);
        planned
            .iter()
            .enumerate()
            .map(|(n, plan)| {
                let due = plan.after.from(done, calendar);
                let mut f = FollowUp::new(number(n), customer, plan.kind, &plan.about, due);
                f.item = item;
                f.severity = plan.severity;
                f.promised_at = plan.promise.map(|p| p.from(done, calendar));
                f.playbook = Some(plan.playbook.clone().unwrap_or_else(|| self.name.clone()));
                f.marketing = self.marketing.unwrap_or(plan.kind.is_marketing());
                f
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
