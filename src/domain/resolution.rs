//! What each result of a follow-up leads to: the table behind the outcome popup.
//!
//! Owns the reading of "authorised", "declined" and the rest: the follow-up as it is closed, the
//! ones that come of it, and the sentence that says so, before it happens and after.

use chrono::{DateTime, Utc};

use super::customer::Id;
use super::follow_up::{FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity};
use super::outcome::{CustomerContext, ResultEntry};
use super::time_format::spoken_day;

/// What a result makes of a follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The follow-up afterwards.
    pub after: FollowUp,
    /// The follow-ups that come of it.
    pub made: Vec<FollowUp>,
    /// "Authorised £180. Check-back Mon 30 Nov."
    pub says: String,
}

impl CustomerContext<'_> {
    /// What a result makes of a follow-up: new rows are numbered from `new_id` downward.
    #[must_use]
    pub fn resolve(&self, before: &FollowUp, entry: &ResultEntry, new_id: &mut Id) -> Resolution {
        let mut after = self.closed(before, entry);
        let planned = self
            .playbook(before)
            .and_then(|p| p.then.get(&entry.result).map(|plan| (p, plan)));
        let made = if let Some((playbook, plan)) = planned {
            let calendar = &self.rules.calendar;
            let mut made = playbook.follow_ups(
                plan,
                self.customer.id,
                before.item,
                self.now,
                *new_id,
                calendar,
            );
            for f in &mut made {
                f.follows = Some(before.id);
                f.owner.clone_from(&before.owner);
                f.added_at = self.now;
                self.by.clone_into(&mut f.added_by);
            }
            made
        } else {
            self.by_rule(before, entry.result, *new_id)
        };
        let mut made = made;
        if entry.result == FollowUpResult::Declined {
            // What comes round again knows of the no, and begins with it.
            for f in &mut made {
                f.result_at = Some(self.now);
                f.reason.clone_from(&entry.words);
            }
        }
        *new_id -= i64::try_from(made.len()).unwrap_or(0);
        after.next_at = made.iter().map(|f| f.due_at).min();
        if entry.result == FollowUpResult::Thinking {
            after = self.thinking(before);
        } else if stays_open(before, entry.result) {
            after = self.still_open(before, entry.result);
        } else if after.next_at.is_none() && after.reason.is_none() {
            // Nothing closes without a next date or a reason.
            after.reason = Some(closing(entry.result).to_owned());
        }
        let says = self.sentence(&after, &made, entry);
        Resolution { after, made, says }
    }

    /// The follow-up closed, with what was said.
    fn closed(&self, before: &FollowUp, entry: &ResultEntry) -> FollowUp {
        let mut after = before.clone();
        after.state = FollowUpState::Closed;
        after.result = Some(entry.result);
        after.result_at = Some(self.now);
        // Why they said no before is no reason of this answer.
        after.reason = None;
        if after.promised_at.is_some() && after.heard_at.is_none() {
            after.heard_at = Some(self.now);
        }
        match entry.result {
            FollowUpResult::Authorised => {
                let who = entry.words.clone();
                after.authorised_by = who.or_else(|| Some(self.customer.name.clone()));
                after.authorised_amount = entry.amount.or(before.quote);
            }
            FollowUpResult::Dropped => {
                let words = entry.words.clone();
                after.reason = words.or_else(|| Some("no longer matters".to_owned()));
            }
            FollowUpResult::Settled => {
                let words = entry.words.clone();
                after.reason = words.or_else(|| Some("all is well".to_owned()));
            }
            _ => after.reason.clone_from(&entry.words),
        }
        after
    }

    /// They think about it: the same follow-up, rung again.
    fn thinking(&self, before: &FollowUp) -> FollowUp {
        FollowUp {
            due_at: self.rules.thinking_until(self.now, self.customer.hours),
            ..self.still_open(before, FollowUpResult::Thinking)
        }
    }

    /// A follow-up that was answered and is still to be dealt with.
    fn still_open(&self, before: &FollowUp, result: FollowUpResult) -> FollowUp {
        FollowUp {
            result: Some(result),
            result_at: Some(self.now),
            reason: None,
            ..self.reset_attempts(before)
        }
    }

    /// The shop's own rule for a result: what comes of it.
    fn by_rule(&self, before: &FollowUp, result: FollowUpResult, id: Id) -> Vec<FollowUp> {
        let returns = &self.rules.returns;
        match result {
            FollowUpResult::Authorised => {
                let due = self.rules.in_days(self.now, returns.authorised);
                let bare = before.about.strip_suffix(": all well?");
                let about = format!("{}: all well?", bare.unwrap_or(&before.about));
                vec![self.next_follow_up(before, id, FollowUpKind::CheckBack, &about, due)]
            }
            FollowUpResult::Declined => {
                let days = returns.declined(before.severity);
                vec![self.defer(before, id, days)]
            }
            FollowUpResult::CanWait => vec![self.defer(before, id, returns.can_wait)],
            FollowUpResult::Unhappy if self.has_complaint_about(before) => Vec::new(),
            FollowUpResult::Unhappy => {
                let bare = before.about.strip_prefix("Unhappy: ");
                let about = format!("Unhappy: {}", bare.unwrap_or(&before.about));
                vec![self.complaint(id, &about, Some(before))]
            }
            FollowUpResult::Thinking | FollowUpResult::Settled | FollowUpResult::Dropped => {
                Vec::new()
            }
        }
    }

    /// Whether a complaint about a follow-up that stayed open is open already.
    fn has_complaint_about(&self, follow_up: &FollowUp) -> bool {
        let about = |f: &&FollowUp| f.follows == Some(follow_up.id);
        let complaint = |f: &FollowUp| f.is_open() && f.kind == FollowUpKind::Complaint;
        self.follow_ups.iter().filter(about).any(complaint)
    }

    /// Deferred work: the same finding, round again.
    fn defer(&self, before: &FollowUp, id: Id, days: u32) -> FollowUp {
        let due = self.rules.in_days(self.now, days);
        let mut f = self.next_follow_up(before, id, before.kind, &before.about, due);
        f.severity = before.severity;
        f.quote = before.quote;
        f.marketing = before.marketing;
        f.playbook.clone_from(&before.playbook);
        f.note.clone_from(&before.note);
        f
    }

    fn next_follow_up(
        &self,
        before: &FollowUp,
        id: Id,
        kind: FollowUpKind,
        about: &str,
        due: DateTime<Utc>,
    ) -> FollowUp {
        let mut f = FollowUp::new(id, self.customer.id, kind, about, due);
        f.item = before.item;
        f.owner.clone_from(&before.owner);
        f.follows = Some(before.id);
        f.added_at = self.now;
        self.by.clone_into(&mut f.added_by);
        f
    }

    /// What follows from a result, as the popup shows it before it happens.
    #[must_use]
    pub fn preview(&self, follow_up: &FollowUp, result: FollowUpResult) -> String {
        let entry = ResultEntry {
            follow_up: follow_up.id,
            result,
            words: None,
            amount: None,
        };
        let verdict = self.resolve(follow_up, &entry, &mut -1);
        let next = verdict.made.iter().min_by_key(|f| f.due_at);
        let day = |at| spoken_day(at, self.now, &self.rules.calendar);
        match (result, next) {
            (FollowUpResult::Thinking, _) => {
                format!("ring again {}", self.spoken(verdict.after.due_at))
            }
            (FollowUpResult::Unhappy, _) if stays_open(follow_up, result) => {
                format!("{} rings today; this stays open", self.owner())
            }
            (FollowUpResult::Unhappy, _) => format!("{} rings today", self.owner()),
            (FollowUpResult::Authorised, Some(f)) => {
                format!("go ahead; {} {}", f.kind, day(f.due_at))
            }
            (FollowUpResult::Authorised, None) => "go ahead".to_owned(),
            (FollowUpResult::Declined, Some(f)) => {
                format!("ask again {}{}", day(f.due_at), self.rule_of(follow_up))
            }
            (FollowUpResult::CanWait, Some(f)) => {
                format!("told them so; ask again {}", day(f.due_at))
            }
            (_, Some(f)) => format!("{}; {} {}", closing(result), f.kind, day(f.due_at)),
            (_, None) => closing(result).to_owned(),
        }
    }

    /// When they are rung next where a follow-up comes to a result, as `preview` says it.
    #[must_use]
    pub fn next_time(&self, follow_up: &FollowUp, result: FollowUpResult) -> Option<DateTime<Utc>> {
        let entry = ResultEntry {
            follow_up: follow_up.id,
            result,
            words: None,
            amount: None,
        };
        let verdict = self.resolve(follow_up, &entry, &mut -1);
        match result {
            FollowUpResult::Thinking => Some(verdict.after.due_at),
            _ => verdict.made.iter().map(|f| f.due_at).min(),
        }
    }

    /// Why the day is the one it is: " (red: 14 days)".
    fn rule_of(&self, follow_up: &FollowUp) -> String {
        let days = self.rules.returns.declined(follow_up.severity);
        match follow_up.severity {
            Some(severity @ (Severity::Red | Severity::Amber)) => {
                format!(" ({severity}: {days} days)")
            }
            Some(Severity::Green) if days == 365 => " (green: in a year)".to_owned(),
            Some(Severity::Green) => format!(" (green: {days} days)"),
            None => String::new(),
        }
    }

    /// What was saved and what comes next.
    fn sentence(&self, after: &FollowUp, made: &[FollowUp], entry: &ResultEntry) -> String {
        let day = |at| spoken_day(at, self.now, &self.rules.calendar);
        let next = made.iter().min_by_key(|f| f.due_at);
        let what = match entry.result {
            FollowUpResult::Authorised => match after.authorised_amount {
                Some(sum) => format!("Authorised {}", self.rules.currency.show(sum)),
                None => "Authorised".to_owned(),
            },
            FollowUpResult::Declined => "Declined".to_owned(),
            FollowUpResult::Thinking => {
                return format!("Thinking: ring again {}.", self.spoken(after.due_at));
            }
            FollowUpResult::CanWait => "Can wait, and told them so".to_owned(),
            FollowUpResult::Settled => "Settled".to_owned(),
            FollowUpResult::Unhappy if after.is_open() => {
                let owner = self.owner();
                return format!("Unhappy: {owner} rings today; {} stays open.", after.about);
            }
            FollowUpResult::Unhappy => {
                return format!("Unhappy: {} rings today.", self.owner());
            }
            FollowUpResult::Dropped => "No longer matters".to_owned(),
        };
        match next {
            Some(f) if f.kind == after.kind && f.about == after.about => {
                format!("{what}. We ask again {}.", day(f.due_at))
            }
            Some(f) => format!("{what}. {} {}.", capital(f.kind.word()), day(f.due_at)),
            None => format!("{what}."),
        }
    }
}

/// Whether a follow-up stays open for all that was said: what is unsafe is no safer for a customer who
/// is unhappy, and stands beside their complaint.
fn stays_open(follow_up: &FollowUp, result: FollowUpResult) -> bool {
    result == FollowUpResult::Unhappy && follow_up.severity == Some(Severity::Red)
}

/// What a result means where nothing comes of it.
const fn closing(result: FollowUpResult) -> &'static str {
    match result {
        FollowUpResult::Settled => "all is well",
        FollowUpResult::Dropped => "no longer matters",
        FollowUpResult::Authorised => "go ahead",
        FollowUpResult::Declined => "not now",
        FollowUpResult::Thinking => "thinks about it",
        FollowUpResult::CanWait => "told them so",
        FollowUpResult::Unhappy => "not well",
    }
}

/// A word as a sentence begins with it.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
