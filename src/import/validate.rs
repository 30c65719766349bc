//! What a row brings, checked: a draft, or why it is left out.
//!
//! Owns what becomes of further numbers, addresses and firms: the customer's line says them. In an
//! address book a number that cannot be read is kept as it was written; in a file under our own
//! columns its row is refused, as the command line refuses it.

use super::contact_points::{PhoneChoice, numbers};
use super::{ImportFields, RoundTripFields};
use crate::domain::draft::{Draft, ImportedHistory};
use crate::domain::text::{sanitize, truncate};
use crate::domain::validation::{self, DraftWarning, FieldError, FieldParser};

/// The longest line a customer is given by a file, in columns.
const LONGEST: usize = 1_000;

/// What stands behind a number that cannot be read, in a file of ours or by hand.
const DOUBT: char = '?';

/// What is written where there is no number.
const NONE: [&str; 12] = [
    "-", "--", "—", "–", "?", ".", "n/a", "na", "none", "null", "unknown", "keine",
];

/// A row whose fields were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatedRow {
    /// The customer, and the reason to ring.
    pub draft: Draft,
    /// What was taken all the same, and should be looked at.
    pub warnings: Vec<String>,
}

/// Checks what a row brings.
///
/// # Errors
/// Each thing that is wrong with it, in words.
pub fn validate_row(
    brought: ImportFields,
    reading: &FieldParser<'_>,
) -> Result<ValidatedRow, Vec<String>> {
    let ImportFields {
        mut typed,
        phones,
        emails,
        company,
        source,
        book,
        kept,
    } = brought;
    let words = |wrong: Vec<FieldError>| wrong.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (marked, phones): (Vec<_>, Vec<_>) = phones
        .into_iter()
        .filter(|(_, cell)| !NONE.contains(&sanitize(cell).to_lowercase().as_str()))
        .partition(|(_, cell)| cell.trim_end().ends_with(DOUBT));
    let mut found = numbers(&phones, reading.region);
    doubted(&mut found, marked);
    let mail = addresses(&emails);
    let wrong = !found.refused.is_empty() || !mail.refused.is_empty();
    if wrong && !book {
        // The words of the refusal are those of every other way in.
        let bad = found.refused.first().map(|(text, _)| text.clone());
        typed.phone = bad.unwrap_or_default();
        typed.email = mail.refused.first().cloned().unwrap_or_default();
        return Err(reading.draft(&typed).err().map(words).unwrap_or_default());
    }
    if book && sanitize(&typed.name).is_empty() {
        typed.name = mail.best.clone().unwrap_or_default();
    }
    if book && typed.name.is_empty() {
        let number = found.best.as_ref().map(|n| n.national.clone());
        typed.name = number.or(found.doubtful.clone()).unwrap_or_default();
    }
    let (past, unread) = past(&kept, reading);
    let hours = Some(kept.hours.as_str()).filter(|h| !h.is_empty());
    let hours = hours.map(|h| h.parse().map_err(|e: String| vec![format!("hours {e}")]));
    let checked = reading
        .with_reach(&typed, found.best.clone(), mail.best.clone())
        .map_err(words)?;
    let mut draft = checked.draft;
    draft.hours = hours.transpose()?;
    // A doubtful number is a way to reach them all the same.
    let beside = |w: &DraftWarning| {
        found.doubtful.is_none() || !matches!(w, DraftWarning::NoWayToReach { .. })
    };
    let kept = checked.warnings.iter().filter(|w| beside(w));
    let mut warnings: Vec<String> = kept.map(ToString::to_string).collect();
    warnings.extend(checked.notes);
    warnings.extend(found.said);
    warnings.extend(unread);
    let doubt = |(_, why): &(String, String)| format!("phone {why}; kept as written");
    warnings.extend(found.refused.iter().map(doubt));
    let doubt = |text: &String| format!("“{text}” is not an e-mail address; kept as written");
    warnings.extend(mail.refused.iter().map(doubt));
    let mut also = found.others;
    also.extend(mail.others);
    also.extend(mail.refused.iter().map(|text| format!("“{text}”")));
    draft.line = line(draft.line, company, &also);
    draft.doubtful = found.doubtful;
    draft.source = source;
    draft.past = past;
    Ok(ValidatedRow { draft, warnings })
}

/// Takes the numbers that were marked as doubtful where they were written: as they stand.
fn doubted(found: &mut PhoneChoice, marked: Vec<(super::PhoneType, String)>) {
    for (_, cell) in marked {
        let text = truncate(&sanitize(cell.trim_end().trim_end_matches(DOUBT)), 60);
        if found.best.is_none() && found.doubtful.is_none() {
            found.doubtful = Some(text).filter(|text| !text.is_empty());
        } else {
            found.others.push(format!("“{text}”"));
        }
    }
}

/// What whoever rings should know: the note, the firm, and the other ways to reach them.
fn line(note: Option<String>, company: String, also: &[String]) -> Option<String> {
    let also = if also.is_empty() {
        String::new()
    } else {
        format!("also {}", also.join(", "))
    };
    let parts = [note.unwrap_or_default(), company, also];
    let there: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    Some(truncate(&there.join("; "), LONGEST)).filter(|line| !line.is_empty())
}

/// What came of somebody's addresses.
#[derive(Debug, Default)]
struct EmailChoice {
    best: Option<String>,
    others: Vec<String>,
    refused: Vec<String>,
}

fn addresses(cells: &[String]) -> EmailChoice {
    let mut found = EmailChoice::default();
    let parts = cells
        .iter()
        .flat_map(|cell| cell.split([';', '\n', ',']))
        .flat_map(|part| part.split(":::"))
        .map(sanitize)
        .filter(|part| !part.is_empty());
    for part in parts {
        // "Ann Lee <ann@example.com>", as mail programs copy it.
        let bare = part
            .rsplit_once('<')
            .and_then(|(_, rest)| rest.strip_suffix('>'))
            .unwrap_or(&part)
            .to_owned();
        let known = |a: &String| a.eq_ignore_ascii_case(&bare);
        match validation::email(&bare) {
            Ok(_) if found.best.as_ref().is_some_and(known) || found.others.iter().any(known) => {}
            Ok(address) if found.best.is_none() => found.best = Some(address),
            Ok(address) => found.others.push(address),
            Err(_) => found.refused.push(bare),
        }
    }
    found
}

/// What a cell has that says no, or that nothing is to be said.
const NOT: [&str; 6] = ["no", "false", "0", "nein", "non", "never"];

/// What a cell has that says yes, and not since when.
const YES: [&str; 6] = ["yes", "true", "1", "x", "ja", "oui"];

/// What was noted of somebody before, and what of it could not be read. A no is a no, whatever was
/// written for when it was said.
fn past(kept: &RoundTripFields, reading: &FieldParser<'_>) -> (ImportedHistory, Vec<String>) {
    let empty = |text: &str| {
        let text = sanitize(text).to_lowercase();
        text.is_empty() || NONE.contains(&text.as_str()) || NOT.contains(&text.as_str())
    };
    let instant = |text: &str| reading.instant(text);
    let mut unread = Vec::new();
    let mut since = |what: &str, text: &str| {
        if empty(text) {
            return None;
        }
        if YES.contains(&sanitize(text).to_lowercase().as_str()) {
            return Some(reading.now);
        }
        let at = instant(text).filter(|at| *at <= reading.now);
        if at.is_none() {
            let text = truncate(&sanitize(text), 40);
            unread.push(format!(
                "{what} “{text}” is not a past date; noted as of now"
            ));
        }
        at.or(Some(reading.now))
    };
    let by = |by: &str| Some(sanitize(by)).filter(|by| !by.is_empty());
    let past = ImportedHistory {
        no_marketing: since("no marketing since", &kept.no_marketing)
            .map(|at| (at, by(&kept.no_marketing_by))),
        no_calls: since("no calls since", &kept.no_calls).map(|at| (at, by(&kept.no_calls_by))),
        wrong_number: since("wrong number since", &kept.wrong_number),
        added: instant(&kept.added).filter(|at| *at <= reading.now),
    };
    (past, unread)
}

#[cfg(test)]
mod tests;
