//! A row of the sheet that comes back from paper: "12 n 10:15", "12 da yesterday 16:00, pays in cash".
//!
//! Owns the letters that are ticked on the sheet, what a row in them means, and what it comes to. The
//! letters stay the same whatever set of keys is chosen: they are printed.

use chrono::{DateTime, Utc};

use super::change::Record;
use super::contact::{Direction, Outcome};
use super::customer::Id;
use super::follow_up::{FollowUp, FollowUpResult};
use super::outcome::{ChangePlan, CustomerContext, ResultEntry};
use super::rules::Rules;
use super::summary::CustomerSummary;
use super::text::{sanitize_note, truncate};
use super::time_format::spoken;
use super::time_phrase::TimePhraseParser;

/// The outcomes of a try, each with its letter.
pub const OUTCOMES: [(char, Outcome); 5] = [
    ('n', Outcome::NoAnswer),
    ('v', Outcome::Voicemail),
    ('b', Outcome::Busy),
    ('x', Outcome::WrongNumber),
    ('d', Outcome::Reached),
];

/// The results once they were reached, each with its letter; `-` is what was not talked about.
pub const RESULTS: [(char, FollowUpResult); 7] = [
    ('a', FollowUpResult::Authorised),
    ('x', FollowUpResult::Declined),
    ('t', FollowUpResult::Thinking),
    ('w', FollowUpResult::CanWait),
    ('s', FollowUpResult::Settled),
    ('u', FollowUpResult::Unhappy),
    ('n', FollowUpResult::Dropped),
];

/// The number a row begins with: the customer's.
#[must_use]
pub fn number(text: &str) -> Option<Id> {
    let digits: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok().filter(|id| *id > 0)
}

/// How a row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PaperOutcome {
    Unanswered(Outcome),
    /// A result for each thing the call covered, in the sheet's order; nothing for what was not
    /// talked about.
    Reached(Vec<Option<FollowUpResult>>),
}

/// One row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRow {
    ended: PaperOutcome,
    at: DateTime<Utc>,
    note: Option<String>,
}

impl PaperRow {
    /// Reads a row: number, letters, time (now where there is none), and behind a comma a note.
    ///
    /// # Errors
    /// What is not understood, and what would be right.
    pub fn read(text: &str, reader: &TimePhraseParser<'_>) -> Result<Self, String> {
        let (row, note) = text.split_once(',').unwrap_or((text, ""));
        let rest = row
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit());
        if number(row).is_none() {
            return Err("a row begins with its number, as printed: 12 n 10:15".to_owned());
        }
        let rest = rest.trim_start();
        let letters = rest.split_whitespace().next().unwrap_or_default();
        let phrase = rest.strip_prefix(letters).unwrap_or_default().trim();
        Ok(Self {
            ended: parse_outcome(&letters.to_lowercase())?,
            at: time(phrase, reader)?,
            note: Some(sanitize_note(note)).filter(|note| !note.is_empty()),
        })
    }

    /// What it comes to for its customer, as of when the call was made.
    ///
    /// # Errors
    /// Why it cannot be: nothing is open, or more was ticked than stood on the sheet.
    pub fn plan_changes(
        &self,
        entry: &CustomerSummary,
        reader: &TimePhraseParser<'_>,
        by: &str,
        rules: &Rules,
    ) -> Result<ChangePlan, String> {
        let scene = entry.scene(rules, self.at, by);
        let name = &entry.customer.name;
        if !entry.follow_ups.iter().any(FollowUp::is_open) {
            return Err(format!("{name}: no open calls"));
        }
        let mut done = match &self.ended {
            PaperOutcome::Unanswered(_) if entry.customer.wrong_number_at.is_some() => {
                return Err(format!("{name}: wrong number; correct it first"));
            }
            PaperOutcome::Unanswered(Outcome::WrongNumber) => scene.record_wrong_number(),
            PaperOutcome::Unanswered(outcome) => scene.record_unanswered(*outcome, None),
            PaperOutcome::Reached(results) => {
                let said = result_entries(&scene, results)?;
                scene.record_reached(&said, Direction::Outward, None)
            }
        };
        for change in &mut done.changes {
            if let (None, Some(Record::Contact(contact))) = (&change.before, &mut change.after) {
                contact.note.clone_from(&self.note);
            }
        }
        // The sentence is as of the call: it says so where that was not today.
        let calendar = reader.calendar;
        let local = calendar.local(self.at);
        done.says = if calendar.date(self.at) == calendar.date(reader.now) {
            format!("{} {}", local.format("%H:%M"), done.says)
        } else {
            format!(
                "{}, as of then: {}",
                local.format("%a %-d %b %H:%M"),
                done.says
            )
        };
        Ok(done)
    }
}

/// What the ticked letters say.
fn parse_outcome(letters: &str) -> Result<PaperOutcome, String> {
    let wrong = || {
        let shown = truncate(letters, 20);
        format!(
            "“{shown}” is not a letter of the sheet: n no answer, v voicemail, b busy, x wrong number, \
             d we spoke, and a letter for each thing"
        )
    };
    let mut letters = letters.chars();
    let first = letters.next().ok_or_else(wrong)?;
    let outcome = OUTCOMES.iter().find(|(letter, _)| *letter == first);
    let (_, outcome) = *outcome.ok_or_else(wrong)?;
    if outcome != Outcome::Reached {
        let alone = letters.next().is_none();
        return if alone {
            Ok(PaperOutcome::Unanswered(outcome))
        } else {
            Err(wrong())
        };
    }
    let result = |letter: char| {
        if letter == '-' {
            return Ok(None);
        }
        let found = RESULTS.iter().find(|(key, _)| *key == letter);
        found.map(|(_, result)| Some(*result)).ok_or_else(wrong)
    };
    Ok(PaperOutcome::Reached(
        letters.map(result).collect::<Result<_, _>>()?,
    ))
}

/// When it was: a time alone was today's, and nothing is keyed in before it happened.
fn time(phrase: &str, reader: &TimePhraseParser<'_>) -> Result<DateTime<Utc>, String> {
    if phrase.is_empty() {
        return Ok(reader.now);
    }
    let today = reader.read(&format!("today {phrase}"));
    let at = match today {
        Ok(when) => when.at,
        Err(_) => reader.read(phrase).map_err(|e| e.to_string())?.at,
    };
    if at > reader.now {
        return Err(format!(
            "{} is in the future: give the time the call was made",
            spoken(at, reader.now, reader.calendar)
        ));
    }
    Ok(at)
}

/// The ticked results beside what the call covered, in the same order.
fn result_entries(
    scene: &CustomerContext<'_>,
    results: &[Option<FollowUpResult>],
) -> Result<Vec<ResultEntry>, String> {
    let covered = scene.covered();
    if results.len() > covered.len() {
        return Err(format!(
            "{} results given, but the sheet has {} line{} for them",
            results.len(),
            covered.len(),
            if covered.len() == 1 { "" } else { "s" }
        ));
    }
    let said = covered.iter().zip(results).filter_map(|(f, result)| {
        let result = (*result)?;
        let yes = result == FollowUpResult::Authorised;
        Some(ResultEntry {
            follow_up: f.id,
            result,
            words: yes.then(|| scene.customer.name.clone()),
            amount: f.quote.filter(|_| yes),
        })
    });
    Ok(said.collect())
}

#[cfg(test)]
mod tests;
