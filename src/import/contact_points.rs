//! Contact points as cells hold them: several in one cell, labels next to the digits, a leading zero
//! that a spreadsheet dropped.
//!
//! Owns which phone number is the primary one, and the remarks about the others. No number is lost,
//! and a doubtful one is never turned into another. Parsing one number belongs to `domain::phone`.

mod parted;

use super::phone_words::phone_type;
use crate::domain::phone::{self, ParsedNumber, Region};
use crate::domain::text::{digits, truncate};
use parted::{PartedNumber, parted};

/// The type of a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhoneType {
    /// The only number, or the first.
    #[default]
    Primary,
    /// A mobile phone.
    Mobile,
    /// At home.
    Home,
    /// At work.
    Work,
    /// Any other.
    Other,
    /// A fax: no voice answers.
    Fax,
    /// A pager: no voice answers.
    Pager,
}

impl PhoneType {
    /// Parses a label: "Mobile", "* Work", "Home Fax", "Faks (praca)".
    #[must_use]
    pub fn from_label(label: &str) -> Self {
        phone_type(label)
    }

    const fn word(self) -> Option<&'static str> {
        match self {
            Self::Mobile => Some("mobile"),
            Self::Home => Some("home"),
            Self::Work => Some("work"),
            Self::Fax => Some("fax"),
            Self::Pager => Some("pager"),
            Self::Primary | Self::Other => None,
        }
    }
}

/// The most bytes of phone numbers, and of addresses, that one customer may have.
const MOST: usize = 4 * 1024;

/// The message for a row or card with more numbers or addresses than anybody has.
#[must_use]
pub(super) fn too_many(phones: &[(PhoneType, String)], emails: &[String]) -> Option<String> {
    let kinds = [
        (
            "numbers",
            phones.iter().map(|(_, p)| p.len()).sum::<usize>(),
        ),
        ("addresses", emails.iter().map(String::len).sum()),
    ];
    let (kind, bytes) = kinds.into_iter().find(|(_, bytes)| *bytes > MOST)?;
    Some(format!(
        "has {} kB of {kind}, more than one customer can have: at most {} kB are read",
        bytes.div_ceil(1024),
        MOST / 1024
    ))
}

/// The fewest digits of an amount that may be a phone number.
const LEAST: usize = 7;

/// The result of parsing a customer's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PhoneChoice {
    /// The primary number.
    pub(super) best: Option<ParsedNumber>,
    /// The other numbers with their types: "020 7946 0123 (work)".
    pub(super) others: Vec<String>,
    /// A number that could not be parsed, as written, if there is no primary one.
    pub(super) doubtful: Option<String>,
    /// The numbers that could not be parsed, as written, with their errors.
    pub(super) refused: Vec<(String, String)>,
    /// Words that stood beside a number: they go on the card.
    pub(super) card_text: Vec<String>,
    /// Remarks on numbers that were parsed as something other than written.
    pub(super) remarks: Vec<String>,
}

/// One parsed number.
struct ParsedPhone {
    way: PhoneType,
    number: ParsedNumber,
}

/// Parses the numbers of some cells and chooses the primary one.
#[must_use]
pub(super) fn numbers(cells: &[(PhoneType, String)], region: &Region) -> PhoneChoice {
    let mut found = PhoneChoice::default();
    let mut understood: Vec<ParsedPhone> = Vec::new();
    for (way, cell) in cells {
        let parts = parted(*way, cell, region);
        for PartedNumber { way, text, read } in parts.numbers {
            match understand(&text, read, region) {
                Ok((number, said)) => {
                    found.remarks.extend(said);
                    let known = |u: &ParsedPhone| u.number.e164 == number.e164;
                    if !understood.iter().any(known) {
                        understood.push(ParsedPhone { way, number });
                    }
                }
                Err(why) if found.refused.iter().all(|(known, _)| *known != text) => {
                    found.refused.push((text, why));
                }
                Err(_) => {}
            }
        }
        let unsaid = parts.words.into_iter();
        found
            .card_text
            .extend(unsaid.filter(|words| !words.is_empty()));
    }
    let best = best(&understood, region);
    for (n, u) in understood.into_iter().enumerate() {
        if Some(n) == best {
            found.best = Some(u.number);
        } else {
            found.others.push(labelled(&u.number.national, u.way));
        }
    }
    for (text, _) in &found.refused {
        let text = truncate(text, 60);
        if found.best.is_none() && found.doubtful.is_none() {
            found.doubtful = Some(text);
        } else {
            found.others.push(format!("“{text}”"));
        }
    }
    found
}

fn labelled(number: &str, way: PhoneType) -> String {
    way.word()
        .map_or_else(|| number.to_owned(), |word| format!("{number} ({word})"))
}

/// Whether no voice answers.
const fn is_silent(way: PhoneType) -> bool {
    matches!(way, PhoneType::Fax | PhoneType::Pager)
}

/// Chooses the primary number: valid ones before invalid ones, then mobile ones, then the first.
/// A fax or a pager is never chosen.
fn best(understood: &[ParsedPhone], region: &Region) -> Option<usize> {
    let alone = understood.len() == 1;
    let pocket = |u: &ParsedPhone| match u.way {
        PhoneType::Mobile => 0,
        _ if !alone && phone::is_mobile(&u.number.e164, region) => 1,
        PhoneType::Primary => 2,
        _ => 3,
    };
    let mut voices = understood
        .iter()
        .enumerate()
        .filter(|(_, u)| !is_silent(u.way));
    if alone {
        return voices.next().map(|(n, _)| n);
    }
    voices
        .min_by_key(|(n, u)| (!u.number.valid, pocket(u), *n))
        .map(|(n, _)| n)
}

/// Parses one number, which may have been read as it stands. A leading zero that a spreadsheet dropped
/// is restored if only that makes the number valid, and a remark says so.
fn understand(
    text: &str,
    read: Option<ParsedNumber>,
    region: &Region,
) -> Result<(ParsedNumber, Option<String>), String> {
    let figures = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if let Some(whole) = text
        .strip_suffix(".0")
        .filter(|w| figures(w) && w.len() >= LEAST)
    {
        return amount(text, whole, region);
    }
    if let Some(number) = without_old_mobile_digit(text, region) {
        let said = format!(
            "phone “{text}” has the 1 that Mexico gave up in 2019: read as {}",
            number.national
        );
        return Ok((number, Some(said)));
    }
    let read = read.map_or_else(|| phone::read(text, region), Ok);
    let bare = figures(text) && !text.starts_with('0');
    if !bare {
        return read.map(|n| (n, None)).map_err(|e| e.to_string());
    }
    let lost = |n: &ParsedNumber| {
        format!(
            "phone “{text}” lost its first 0, as a spreadsheet drops it: read as {}",
            n.national
        )
    };
    match read {
        // The country's national numbers begin with a zero, which is missing here.
        Ok(number) if number.valid && digits(&number.national) == format!("0{text}") => {
            let said = lost(&number);
            Ok((number, Some(said)))
        }
        Ok(number) if number.valid => Ok((number, None)),
        other => match phone::read(&format!("0{text}"), region) {
            Ok(number) if number.valid => {
                let said = lost(&number);
                Ok((number, Some(said)))
            }
            _ => other.map(|n| (n, None)).map_err(|e| e.to_string()),
        },
    }
}

/// A Mexican mobile number as it was written until 2019, and by some programs still: a 1 stands between
/// the country's code and its ten digits.
fn without_old_mobile_digit(text: &str, region: &Region) -> Option<ParsedNumber> {
    let digits = digits(text);
    let abroad = text.trim_start().starts_with('+') || digits.starts_with("00");
    let national = digits.trim_start_matches('0').strip_prefix("521")?;
    let whole = national.len() == 10 && (abroad || digits.len() == 13);
    let letters = text.contains(char::is_alphabetic);
    let number = phone::read(&format!("+52{national}"), region).ok();
    number.filter(|number| whole && !letters && number.valid)
}

/// Parses a number that a spreadsheet turned into an amount, `7400123456.0`. The decimal is not part
/// of it, and would make another number in countries with numbers of several lengths.
fn amount(
    text: &str,
    whole: &str,
    region: &Region,
) -> Result<(ParsedNumber, Option<String>), String> {
    match understand(whole, None, region) {
        Ok((number, _)) if number.valid => {
            let said = format!(
                "phone “{text}” is written as an amount, as a spreadsheet does: read as {}",
                number.national
            );
            Ok((number, Some(said)))
        }
        _ => Err(format!("“{text}” is an amount, not a phone number")),
    }
}

#[cfg(test)]
mod tests;
