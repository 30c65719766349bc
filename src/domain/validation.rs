//! Validation of the fields of a customer and a follow-up, as a person typed them or a file has them.
//!
//! Owns the parser of each field and of a whole draft, the same for the form, the command line and
//! every import: which text is refused and in which words, and which is taken with a warning.

mod details;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::customer_detail::DetailTexts;
use super::draft::{Draft, Reason};
use super::follow_up::{FollowUpKind, Severity, UnknownWord};
use super::phone::{self, ParsedNumber, Region};
use super::rules::Rules;
use super::text::{sanitize, sanitize_note};
use super::time_format::spoken;
use super::time_phrase::{OpenTime, TimePhraseParser};
pub use details::{detail, email};

/// The fields as texts; an empty one was not given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What else is known of the customer.
    #[serde(skip)]
    pub details: DetailTexts,
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

/// What was taken all the same, and should be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftWarning {
    /// The customer has neither a number nor an e-mail address.
    #[error("there is no way to reach {name} yet: no number and no e-mail")]
    NoWayToReach {
        /// The customer's name.
        name: String,
    },
    /// The number is possible, but in no range that was given out.
    #[error("phone “{number}” is not {}; kept as typed", known_number(region.as_deref()))]
    UnassignedNumber {
        /// The number, in its national form.
        number: String,
        /// ISO 3166 code of the country it belongs to, where it belongs to one.
        region: Option<String>,
    },
    /// Fields of a follow-up in a row that has none.
    #[error("{fields} left out: nothing says what it is about")]
    NothingToCallAbout {
        /// The names of the fields.
        fields: String,
    },
}

/// A draft whose fields were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatedDraft {
    /// The draft.
    pub draft: Draft,
    /// What was taken all the same, and should be looked at.
    pub warnings: Vec<DraftWarning>,
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

impl<'a> FieldParser<'a> {
    /// A number.
    ///
    /// # Errors
    /// Why it cannot be one in the shop's region.
    pub fn phone(&self, text: &str) -> Result<ParsedNumber, String> {
        phone::read(text, self.region).map_err(|e| e.to_string())
    }

    /// A price, in minor units of the shop's currency.
    ///
    /// # Errors
    /// A text that is not an amount.
    pub fn quote(&self, text: &str) -> Result<i64, String> {
        self.rules.currency.read(text)
    }

    /// From when a follow-up is due. It may be past: what is overdue is still to be rung.
    ///
    /// # Errors
    /// What of the phrase is not understood.
    pub fn due(&self, text: &str) -> Result<OpenTime, String> {
        self.reader().read_due(text).map_err(|e| e.to_string())
    }

    /// By when a customer was promised to hear. It may not be past, unless the parser allows that.
    ///
    /// # Errors
    /// What of the phrase is not understood, or that it is past.
    pub fn promise(&self, text: &str) -> Result<OpenTime, String> {
        let reader = self.reader();
        let by = if self.past {
            reader.read_past_promise(text)
        } else {
            reader.read_promise(text)
        };
        by.map_err(|e| e.to_string())
    }

    /// How phrases of time are read.
    #[must_use]
    pub const fn reader(&self) -> TimePhraseParser<'a> {
        TimePhraseParser {
            now: self.now,
            calendar: &self.rules.calendar,
            order: self.rules.order,
        }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// Each field that was refused, in the order of `RawFields`.
    pub fn draft(&self, typed: &RawFields) -> Result<ValidatedDraft, Vec<FieldError>> {
        let mut sieve = ErrorCollector::default();
        let phone = sieve.field("phone", &typed.phone, |t| self.phone(t));
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
            let name = name.clone();
            sieve.warnings.push(DraftWarning::NoWayToReach { name });
        }
        sieve.warnings.extend(phone.as_ref().and_then(unassigned));
        let details = typed.details.iter();
        let details = details.filter_map(|(detail, typed)| {
            let read = sieve.field(detail.word(), typed, |t| self::detail(detail, t));
            Some((detail, read?))
        });
        let details = details.collect();
        let line = text(&typed.note).filter(|_| reason.is_none());
        let item = text(&typed.item);
        let draft = Draft {
            sent_by: None,
            name,
            phone,
            email,
            line,
            details,
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
        let kind = sieve.field("kind", &typed.kind, kind);
        let severity = sieve.field("severity", &typed.severity, severity);
        let quote = sieve.field("quote", &typed.quote, |t| self.quote(t));
        let due = sieve.field("due", &typed.due, |t| self.due(t));
        let promise = sieve.field("promise", &typed.promise, |t| self.promise(t));
        Some(Reason {
            guessed: kind.is_none(),
            kind: kind.unwrap_or_else(|| guessed_kind(&about, severity, self.rules)),
            severity,
            quote,
            due: due.map(|due| self.note_open_day(due, "due", sieve)),
            promise: promise.map(|by| self.note_open_day(by, "promised by", sieve)),
            owner: text(&typed.owner),
            note: Some(sanitize_note(&typed.note)).filter(|note| !note.is_empty()),
            about,
        })
    }

    /// An instant of the past, or a day of it, as a file has it.
    #[must_use]
    pub fn instant(&self, text: &str) -> Option<DateTime<Utc>> {
        let whole = DateTime::parse_from_rfc3339(text.trim());
        let whole = whole.ok().map(|at| at.with_timezone(&Utc));
        whole.or_else(|| self.reader().read(text).ok().map(|when| when.at))
    }

    /// Notes that the shop is closed on the day or at the time that was named.
    fn note_open_day(
        &self,
        time: OpenTime,
        what: &str,
        sieve: &mut ErrorCollector,
    ) -> DateTime<Utc> {
        if let Some(closed) = time.closed_note() {
            let at = spoken(time.at, self.now, &self.rules.calendar);
            let so = if time.is_moved() { ", so it is" } else { ":" };
            sieve.notes.push(format!("{closed}{so} {what} {at}"));
        }
        time.at
    }
}

/// The kind of a follow-up nobody chose one for: with a severity it is a finding, else what the
/// playbooks read out of its words.
#[must_use]
pub fn guessed_kind(about: &str, severity: Option<Severity>, rules: &Rules) -> FollowUpKind {
    if severity.is_some() {
        return FollowUpKind::Finding;
    }
    let told = rules.playbooks.kind_told_by(about, rules.trade.as_deref());
    told.unwrap_or(FollowUpKind::Other)
}

/// What sort of reason.
///
/// # Errors
/// A word that is none of them.
pub fn kind(text: &str) -> Result<FollowUpKind, String> {
    text.parse().map_err(|e: UnknownWord| e.to_string())
}

/// How grave.
///
/// # Errors
/// A word that is none of them.
pub fn severity(text: &str) -> Result<Severity, String> {
    text.parse().map_err(|e: UnknownWord| e.to_string())
}

/// Takes the fields that are right, and keeps what is to be said of the others.
#[derive(Debug, Default)]
struct ErrorCollector {
    wrong: Vec<FieldError>,
    warnings: Vec<DraftWarning>,
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
            let fields = given.join(", ");
            self.warnings
                .push(DraftWarning::NothingToCallAbout { fields });
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

/// The warning about a number that is possible, but in no range that was given out.
#[must_use]
pub fn unassigned(number: &ParsedNumber) -> Option<DraftWarning> {
    (!number.valid).then(|| DraftWarning::UnassignedNumber {
        number: number.national.clone(),
        region: number.region.clone(),
    })
}

/// "a known UK number"; a country without a short name of its own is named by its code.
fn known_number(region: Option<&str>) -> String {
    match region {
        Some("GB") => "a known UK number".to_owned(),
        Some(code) => format!("a known number in {code}"),
        None => "a known number".to_owned(),
    }
}
