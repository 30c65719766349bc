//! A row of the printed sheet, keyed in: "12 n 10:15", "12 da yesterday 16:00, pays in cash".
//!
//! Owns the sheet's letters and the parser of a row. They are the letters of the screen with its usual
//! keys, and do not depend on the chosen key set: they are printed.

use chrono::{DateTime, Utc};

use super::contact::Outcome;
use super::customer::Id;
use super::follow_up::FollowUpResult;
use super::outcome::{CustomerContext, ResultEntry};
use super::text::{sanitize_note, truncate};
use super::time_format::spoken;
use super::time_phrase::TimePhraseParser;

/// The outcomes of an unanswered attempt, each with its letter.
pub const OUTCOMES: [(char, Outcome); 5] = [
    ('n', Outcome::NoAnswer),
    ('v', Outcome::Voicemail),
    ('b', Outcome::Busy),
    ('x', Outcome::WrongNumber),
    ('d', Outcome::Reached),
];

/// The results of a call that reached the customer, each with its letter.
pub const RESULTS: [(char, FollowUpResult); 7] = [
    ('a', FollowUpResult::Authorised),
    ('d', FollowUpResult::Declined),
    ('z', FollowUpResult::Thinking),
    ('l', FollowUpResult::CanWait),
    ('s', FollowUpResult::Settled),
    ('!', FollowUpResult::Unhappy),
    ('m', FollowUpResult::Dropped),
];

/// The letter of a follow-up that was not talked about.
pub const NOT_TALKED_ABOUT: char = '0';

/// The letters of sheets that were printed before they were those of the screen, each with today's.
/// None of them means something else today: such a sheet is still keyed in as it was ticked.
const FORMER: [(char, char); 6] = [
    ('x', 'd'),
    ('t', 'z'),
    ('w', 'l'),
    ('u', '!'),
    ('n', 'm'),
    ('-', NOT_TALKED_ABOUT),
];

/// What a code on the sheet begins with; a scanner types it, and it is no name and no plate.
const CODE: &str = "CB-";

/// The code of a row of the sheet, as a scanner reads it: "CB-12".
#[must_use]
pub fn code(customer: Id) -> String {
    format!("{CODE}{customer}")
}

/// Whom a code of the sheet means; `None` where a text is none.
#[must_use]
pub fn coded(text: &str) -> Option<Id> {
    let text = text.trim().to_ascii_uppercase();
    let digits = text.strip_prefix(CODE)?;
    let number = digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| number)
}

/// A row without what its code has before the number: a scanner may have typed that.
fn numbered(row: &str) -> &str {
    let row = row.trim_start();
    let (code, number) = row.split_at_checked(CODE.len()).unwrap_or(("", row));
    if code.eq_ignore_ascii_case(CODE) {
        number
    } else {
        row
    }
}

/// The customer's number at the beginning of a row.
#[must_use]
pub fn number(text: &str) -> Option<Id> {
    let digits: String = numbered(text)
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok().filter(|id| *id > 0)
}

/// Whether a row has nothing but its number so far.
#[must_use]
pub fn bare_number(text: &str) -> bool {
    numbered(text).bytes().all(|b| b.is_ascii_digit())
}

/// The outcome of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PaperOutcome {
    Unanswered(Outcome),
    /// A result for each follow-up of the call, in the sheet's order; `None` for one that was not
    /// discussed.
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
    /// Parses a row: number, letters, time (now if left out), and a note after a comma.
    ///
    /// # Errors
    /// If the number, the letters or the time cannot be parsed: the message says what would be right.
    pub fn read(text: &str, reader: &TimePhraseParser<'_>) -> Result<Self, String> {
        let (row, note) = text.split_once(',').unwrap_or((text, ""));
        let rest = numbered(row).trim_start_matches(|c: char| c.is_ascii_digit());
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

    /// When the call was made.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// How it ended.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match &self.ended {
            PaperOutcome::Unanswered(outcome) => *outcome,
            PaperOutcome::Reached(_) => Outcome::Reached,
        }
    }

    /// What is noted of it.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The ticked results beside what the call covered, in the sheet's order.
    ///
    /// # Errors
    /// More was ticked than stood on the sheet.
    pub fn results(&self, scene: &CustomerContext<'_>) -> Result<Vec<ResultEntry>, String> {
        match &self.ended {
            PaperOutcome::Unanswered(_) => Ok(Vec::new()),
            PaperOutcome::Reached(results) => result_entries(scene, results),
        }
    }
}

/// Parses the ticked letters.
fn parse_outcome(letters: &str) -> Result<PaperOutcome, String> {
    let mut ticked = letters.chars();
    let outcome = ticked.next().and_then(|first| {
        let mut outcomes = OUTCOMES.iter();
        outcomes.find(|(letter, _)| *letter == first)
    });
    match outcome {
        Some((_, Outcome::Reached)) => {
            let results = ticked.map(result);
            Ok(PaperOutcome::Reached(results.collect::<Result<_, _>>()?))
        }
        Some((_, outcome)) if ticked.next().is_none() => Ok(PaperOutcome::Unanswered(*outcome)),
        _ => {
            let wrong = match truncate(letters, 20) {
                none if none.is_empty() => "say how it ended".to_owned(),
                wrong => format!("“{wrong}” is not a letter of the sheet"),
            };
            Err(format!(
                "{wrong}: n no answer, v voicemail, b busy, x wrong number, d we spoke, and a letter \
                 for each thing"
            ))
        }
    }
}

/// What a letter says of a thing; nothing where it was not talked about.
fn result(letter: char) -> Result<Option<FollowUpResult>, String> {
    let former = FORMER.iter().find(|(former, _)| *former == letter);
    let today = former.map_or(letter, |(_, today)| *today);
    if today == NOT_TALKED_ABOUT {
        return Ok(None);
    }
    let mut results = RESULTS.iter();
    let found = results.find(|(key, _)| *key == today);
    found
        .map(|(_, result)| Some(*result))
        .ok_or_else(|| unknown_result(letter))
}

fn unknown_result(letter: char) -> String {
    let results = RESULTS.map(|(key, result)| format!("{key} {}", result.word().replace('-', " ")));
    format!(
        "“{letter}” is not a letter for a thing you spoke about: {}, {NOT_TALKED_ABOUT} not talked about",
        results.join(", ")
    )
}

/// Parses the time of the call: a time alone means today, and a future one is refused.
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

/// Pairs the ticked results with the follow-ups of the call, in the same order.
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
