//! What a row brings, checked: a draft, or why it is left out.
//!
//! Owns what becomes of further numbers, addresses and firms: the customer's line says them. In an
//! address book a number that cannot be read is kept as it was written; in a file under our own
//! columns its row is refused, as the command line refuses it.

mod lengths;
mod past;

use chrono::{DateTime, TimeDelta, Utc};

use super::consent::{self, ConsentTopic};
use super::contact_points::{PhoneChoice, numbers};
use super::{ImportFields, RoundTripFields};
use crate::domain::draft::Draft;
use crate::domain::import_merge::source;
use crate::domain::text::{sanitize, truncate};
use crate::domain::validation::{self, DraftWarning, FieldError, FieldParser, RawFields};
use past::past;

/// The longest line a customer is given by a file, in columns.
const LONGEST: usize = 1_000;

/// After how many weeks a due date looks like a mistake.
const LONG_PAST: i64 = 6;

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
        mut kept,
        mut card_text,
        mut remarks,
    } = brought;
    let words = |wrong: Vec<FieldError>| wrong.iter().map(ToString::to_string).collect::<Vec<_>>();
    remarks.extend(lengths::cut(&mut typed));
    let found = found(phones, reading);
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
        typed.name = name_by_reach(&found, &mail);
    }
    keep_refusals(&mut kept, &found.card_text);
    let (past, unread) = past(&kept, reading);
    if book {
        remarks.extend(without_unread_details(&mut typed));
    }
    let checked = reading
        .with_reach(&typed, found.best.clone(), mail.best.clone())
        .map_err(words)?;
    let mut draft = checked.draft;
    // A doubtful number is a way to reach them all the same.
    let in_doubt = |w: &&DraftWarning| {
        found.doubtful.is_none() || !matches!(w, DraftWarning::NoWayToReach { .. })
    };
    let kept = checked.warnings.iter().filter(in_doubt);
    let mut warnings: Vec<String> = kept.map(ToString::to_string).collect();
    warnings.extend(checked.notes);
    warnings.extend(remarks);
    warnings.extend(look_at(&draft, reading));
    warnings.extend(unread);
    warnings.extend(kept_as_written(&found, &mail));
    card_text.extend(found.card_text);
    let mut also = found.others;
    also.extend(mail.others);
    also.extend(mail.refused.iter().map(|text| format!("“{text}”")));
    draft.line = line(draft.line, company, &card_text, &also);
    draft.doubtful = found.doubtful;
    draft.source = source.map(|source| with_moment(source, past.added));
    draft.past = past;
    Ok(ValidatedRow { draft, warnings })
}

/// A number of one of our shops, told from those of others by the moment the customer was entered.
fn with_moment(source: String, added: Option<DateTime<Utc>>) -> String {
    let bare = source
        .strip_prefix(source::OURS)
        .is_some_and(|id| id.starts_with(':') && !id.contains('-'));
    match added {
        Some(added) if bare => format!("{source}-{}", added.timestamp_millis()),
        _ => source,
    }
}

/// The numbers of some cells, those that were marked as doubtful among them.
fn found(phones: Vec<(super::PhoneType, String)>, reading: &FieldParser<'_>) -> PhoneChoice {
    let (marked, phones): (Vec<_>, Vec<_>) = phones
        .into_iter()
        .filter(|(_, cell)| !NONE.contains(&sanitize(cell).to_lowercase().as_str()))
        .partition(|(_, cell)| cell.trim_end().ends_with(DOUBT));
    let mut found = numbers(&phones, reading.region);
    doubted(&mut found, marked);
    found
}

/// A “no” that stands beside a number: “07400 123456 TPS”.
fn keep_refusals(kept: &mut RoundTripFields, card_text: &[String]) {
    for topic in card_text.iter().filter_map(|words| consent::tag(words)) {
        let place = match topic {
            ConsentTopic::Calls => &mut kept.no_calls,
            ConsentTopic::Marketing => &mut kept.no_marketing,
        };
        if place.is_empty() {
            "yes".clone_into(place);
        }
    }
}

/// What somebody without a name is called: their address or their number.
fn name_by_reach(found: &PhoneChoice, mail: &EmailChoice) -> String {
    let number = found.best.as_ref().map(|n| n.national.clone());
    let reach = mail.best.clone().or(number).or(found.doubtful.clone());
    reach.unwrap_or_default()
}

/// What was taken and looks odd: a letter that was lost, a day long past.
fn look_at(draft: &Draft, reading: &FieldParser<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    if draft.name.contains('\u{fffd}') {
        remarks.push(format!(
            "a letter of “{}” was lost before: write the name anew",
            truncate(&draft.name, 40)
        ));
    }
    let due = draft.reason.as_ref().and_then(|reason| reason.due);
    if let Some(due) = due.filter(|due| reading.now - *due > TimeDelta::weeks(LONG_PAST)) {
        let weeks = (reading.now - due).num_weeks();
        let day = reading.rules.calendar.local(due).format("%a %-d %b %Y");
        remarks.push(format!("due {day} is {weeks} weeks past"));
    }
    remarks
}

fn kept_as_written(found: &PhoneChoice, mail: &EmailChoice) -> Vec<String> {
    let doubt = |(_, why): &(String, String)| format!("phone {why}; kept as written");
    let numbers = found.remarks.iter().cloned();
    let numbers = numbers.chain(found.refused.iter().map(doubt));
    let doubt = |text: &String| format!("“{text}” is not an e-mail address; kept as written");
    numbers.chain(mail.refused.iter().map(doubt)).collect()
}

/// In an address book a detail that cannot be read is no reason to leave somebody out: it is left
/// out itself, and that is said.
fn without_unread_details(typed: &mut RawFields) -> Vec<String> {
    let mut remarks = Vec::new();
    let all = std::mem::take(&mut typed.details);
    let read = all.iter().filter(|(detail, text)| {
        let refused = validation::detail(*detail, &sanitize(text)).err();
        remarks.extend(
            refused
                .iter()
                .map(|why| format!("{detail} {why}; left out")),
        );
        refused.is_none()
    });
    typed.details = read
        .map(|(detail, text)| (detail, text.to_owned()))
        .collect();
    remarks
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
fn line(
    note: Option<String>,
    company: String,
    card_text: &[String],
    also: &[String],
) -> Option<String> {
    let also = if also.is_empty() {
        String::new()
    } else {
        format!("also {}", also.join(", "))
    };
    let parts = [
        note.unwrap_or_default(),
        company,
        card_text.join("; "),
        also,
    ];
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

#[cfg(test)]
mod tests;
