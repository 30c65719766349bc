//! The fields of a customer and a reason to ring, as somebody typed them or a file brought them.
//!
//! Owns the way from those texts to a checked draft, the same for the form, the command line and
//! every import: what is refused and in which words, and what is taken with a warning.

use chrono::{DateTime, Utc};

use super::draft::{Draft, Reason};
use super::follow_up::{FollowUpKind, Severity};
use super::phone::{self, ParsedNumber, Region};
use super::rules::Rules;
use super::text::{sanitize, sanitize_note};
use super::time_format::spoken;
use super::time_phrase::{ParsedTime, TimePhraseError, TimePhraseParser};

/// The fields as texts; an empty one was not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawFields {
    /// What they are called.
    pub name: String,
    /// Their number.
    pub phone: String,
    /// Their e-mail address.
    pub email: String,
    /// What the shop looks after for them.
    pub item: String,
    /// What sort of reason.
    pub kind: String,
    /// What it is about; without it there is only a customer.
    pub about: String,
    /// How grave.
    pub severity: String,
    /// The price named.
    pub quote: String,
    /// From when it belongs in the list.
    pub due: String,
    /// By when they were promised to hear.
    pub promise: String,
    /// Whose it is.
    pub owner: String,
    /// A note on it; without a reason, what whoever rings should know.
    pub note: String,
}

/// What is wrong with a field, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {why}")]
pub struct FieldError {
    /// The field's name, as on the command line and in a file's header.
    pub field: &'static str,
    /// "“123” is too short for a number in GB: …".
    pub why: String,
}

/// A draft whose fields were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatedDraft {
    /// The draft.
    pub draft: Draft,
    /// What was taken all the same, and should be looked at.
    pub warnings: Vec<String>,
    /// What was understood otherwise than it was written.
    pub notes: Vec<String>,
}

/// What fields are read by: the shop's rules, its region, the moment.
#[derive(Debug, Clone, Copy)]
pub struct FieldParser<'a> {
    /// The shop's rules.
    pub rules: &'a Rules,
    /// How numbers are read.
    pub region: &'a Region,
    /// The moment they are read at.
    pub now: DateTime<Utc>,
    /// Whether promises may be past: a shop brings along those it broke.
    pub past: bool,
}

impl FieldParser<'_> {
    /// Checks every field.
    ///
    /// # Errors
    /// Each field that was refused, in the order of `Typed`.
    pub fn draft(&self, typed: &RawFields) -> Result<ValidatedDraft, Vec<FieldError>> {
        let mut sieve = ErrorCollector::default();
        let phone = sieve.field("phone", &typed.phone, |t| {
            phone::read(t, self.region).map_err(|e| e.to_string())
        });
        let email = sieve.field("email", &typed.email, email);
        self.with(typed, phone, email, sieve)
    }

    /// Checks every field but the number and the address, which were read already.
    ///
    /// # Errors
    /// As `draft`.
    pub fn with_reach(
        &self,
        typed: &RawFields,
        phone: Option<ParsedNumber>,
        email: Option<String>,
    ) -> Result<ValidatedDraft, Vec<FieldError>> {
        self.with(typed, phone, email, ErrorCollector::default())
    }

    fn with(
        &self,
        typed: &RawFields,
        phone: Option<ParsedNumber>,
        email: Option<String>,
        mut sieve: ErrorCollector,
    ) -> Result<ValidatedDraft, Vec<FieldError>> {
        let reason = self.reason(typed, &mut sieve);
        let name = sanitize(&typed.name);
        if name.is_empty() {
            let why = "is missing: every customer has one".to_owned();
            sieve.wrong.insert(0, FieldError { field: "name", why });
        }
        if phone.is_none() && email.is_none() && sieve.wrong.is_empty() {
            let words = format!("{NO_WAY} {name} yet: no number and no e-mail");
            sieve.warnings.push(words);
        }
        sieve.warnings.extend(phone.as_ref().and_then(unassigned));
        let line = text(&typed.note).filter(|_| reason.is_none());
        let item = text(&typed.item);
        let draft = Draft {
            sent_by: None,
            name,
            phone,
            email,
            line,
            hours: None,
            item,
            reason,
            ..Draft::default()
        };
        sieve.through(draft)
    }

    /// The reason, where the fields have one.
    fn reason(&self, typed: &RawFields, sieve: &mut ErrorCollector) -> Option<Reason> {
        let about = sanitize(&typed.about);
        if about.is_empty() {
            sieve.left_without_about(typed);
            return None;
        }
        let word = |e: super::follow_up::UnknownWord| e.to_string();
        let kind = sieve.field("kind", &typed.kind, |t| {
            t.parse::<FollowUpKind>().map_err(word)
        });
        let severity = sieve.field("severity", &typed.severity, |t| {
            t.parse::<Severity>().map_err(word)
        });
        let quote = sieve.field("quote", &typed.quote, |t| self.rules.currency.read(t));
        let due = sieve.field("due", &typed.due, |t| {
            self.when(t, true).map_err(|e| e.to_string())
        });
        let promise = sieve.field("promise", &typed.promise, |t| {
            self.when(t, self.past)
                .map(|w| w.at)
                .map_err(|e| e.to_string())
        });
        let usual = severity.map_or(FollowUpKind::Other, |_| FollowUpKind::Finding);
        Some(Reason {
            about,
            kind: kind.unwrap_or(usual),
            severity,
            quote,
            due: due.map(|due| self.on_an_open_day(due, sieve)),
            promise,
            owner: text(&typed.owner),
            note: Some(sanitize_note(&typed.note)).filter(|note| !note.is_empty()),
        })
    }

    /// A due time may be past: what is overdue is still to be rung. A promise may not, unless it
    /// is brought along.
    fn when(&self, phrase: &str, past: bool) -> Result<ParsedTime, TimePhraseError> {
        let reader = TimePhraseParser {
            now: self.now,
            calendar: &self.rules.calendar,
            order: self.rules.order,
        };
        if past {
            reader.read(phrase)
        } else {
            reader.read_ahead(phrase)
        }
    }

    /// An instant of the past, or a day of it, as a file has it.
    #[must_use]
    pub fn instant(&self, text: &str) -> Option<DateTime<Utc>> {
        let whole = DateTime::parse_from_rfc3339(text.trim());
        let whole = whole.ok().map(|at| at.with_timezone(&Utc));
        whole.or_else(|| self.when(text, true).ok().map(|when| when.at))
    }

    /// A day without a time on which the shop is closed means the next one it opens on.
    fn on_an_open_day(&self, due: ParsedTime, sieve: &mut ErrorCollector) -> DateTime<Utc> {
        let calendar = &self.rules.calendar;
        let date = calendar.date(due.at);
        if due.timed || calendar.is_open_day(date) {
            return due.at;
        }
        let moved = calendar.due_on(date);
        sieve.notes.push(format!(
            "closed on {}, so it is due {}",
            date.format("%a %-d %b"),
            spoken(moved, self.now, calendar)
        ));
        moved
    }
}

/// How the warning begins that somebody has neither number nor e-mail.
pub const NO_WAY: &str = "there is no way to reach";

/// Takes the fields that are right, and keeps what is to be said of the others.
#[derive(Debug, Default)]
struct ErrorCollector {
    wrong: Vec<FieldError>,
    warnings: Vec<String>,
    notes: Vec<String>,
}

impl ErrorCollector {
    fn field<T>(
        &mut self,
        field: &'static str,
        typed: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let given = sanitize(typed);
        if given.is_empty() {
            return None;
        }
        read(&given)
            .map_err(|why| self.wrong.push(FieldError { field, why }))
            .ok()
    }

    /// Fields of a follow-up in a row that has none.
    fn left_without_about(&mut self, typed: &RawFields) {
        let fields = [
            ("kind", &typed.kind),
            ("severity", &typed.severity),
            ("quote", &typed.quote),
            ("due", &typed.due),
            ("promise", &typed.promise),
        ];
        let given: Vec<&str> = fields
            .iter()
            .filter(|(_, text)| !sanitize(text).is_empty())
            .map(|(field, _)| *field)
            .collect();
        if !given.is_empty() {
            let given = given.join(", ");
            self.warnings
                .push(format!("{given} left out: nothing says what it is about"));
        }
    }

    fn through(self, draft: Draft) -> Result<ValidatedDraft, Vec<FieldError>> {
        if self.wrong.is_empty() {
            Ok(ValidatedDraft {
                draft,
                warnings: self.warnings,
                notes: self.notes,
            })
        } else {
            Err(self.wrong)
        }
    }
}

fn text(typed: &str) -> Option<String> {
    Some(sanitize(typed)).filter(|text| !text.is_empty())
}

/// What is to be said of a number that is possible, but in no range that was given out.
#[must_use]
pub fn unassigned(number: &ParsedNumber) -> Option<String> {
    let shown = &number.national;
    (!number.valid).then(|| format!("phone “{shown}” is not a known number; kept as typed"))
}

/// An e-mail address: something, one @, something.
///
/// # Errors
/// A text that is none.
pub fn email(text: &str) -> Result<String, String> {
    let sides = text.split_once('@');
    let fits = |side: &str| !side.is_empty() && !side.contains(['@', ' ']);
    match sides {
        Some((who, place)) if fits(who) && fits(place) => Ok(text.to_owned()),
        _ => Err(format!(
            "“{text}” is not an e-mail address: write one like name@example.com"
        )),
    }
}
