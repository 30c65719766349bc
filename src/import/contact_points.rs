//! Contact points as cells hold them: several in one cell, labels next to the digits, a leading zero
//! that a spreadsheet dropped.
//!
//! Owns which phone number is the primary one, and the remarks about the others. No number is lost,
//! and a doubtful one is never turned into another. Parsing one number belongs to `domain::phone`.

use crate::domain::phone::{self, ParsedNumber, Region};
use crate::domain::text::{digits, sanitize, truncate};

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
    /// Parses a label: "Mobile", "* Work", "Home Fax", "CELL".
    #[must_use]
    pub fn from_label(label: &str) -> Self {
        let label = label.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| label.contains(w));
        if has(&["fax", "modem"]) {
            Self::Fax
        } else if has(&["pager"]) {
            Self::Pager
        } else if has(&["mobil", "cell", "iphone", "handy", "natel"]) {
            Self::Mobile
        } else if has(&["work", "business", "office", "company", "arbeit"]) {
            Self::Work
        } else if has(&["home", "privat"]) {
            Self::Home
        } else if has(&["main", "pref", "primary"]) {
            Self::Primary
        } else {
            Self::Other
        }
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

/// The labels that may come before or after a number in its cell.
const LABELS: [&str; 21] = [
    "m",
    "mob",
    "mobile",
    "cell",
    "t",
    "tel",
    "telephone",
    "phone",
    "ph",
    "h",
    "home",
    "w",
    "work",
    "o",
    "office",
    "f",
    "fax",
    "p",
    "private",
    "main",
    "direct",
];

/// Separators that always split a cell, and those that split it only if all parts are numbers.
const PARTS: [&str; 5] = [" ::: ", ":::", "\n", ";", "|"];
const PERHAPS: [&str; 7] = [",", " / ", "/", " or ", " and ", " & ", " + "];

/// The fewest digits of each of several numbers in one cell.
const FEWEST: usize = 5;

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
    /// Remarks on numbers that were parsed as something other than written.
    pub(super) said: Vec<String>,
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
        for (way, text) in parted(*way, cell, region) {
            match understand(&text, region) {
                Ok((number, said)) => {
                    found.said.extend(said);
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
        .filter(|(_, u)| !matches!(u.way, PhoneType::Fax | PhoneType::Pager));
    if alone {
        return voices.next().map(|(n, _)| n);
    }
    voices
        .min_by_key(|(n, u)| (!u.number.valid, pocket(u), *n))
        .map(|(n, _)| n)
}

/// Splits a cell into its numbers, without labels.
fn parted(way: PhoneType, cell: &str, region: &Region) -> Vec<(PhoneType, String)> {
    let mut parts: Vec<String> = vec![cell.to_owned()];
    let link = cell.trim_start().to_lowercase();
    let is_link = link.starts_with("tel:") || link.contains(";ext=");
    for separator in PARTS {
        if separator == ";" && is_link {
            continue;
        }
        let split = |p: &String| p.split(separator).map(str::to_owned).collect::<Vec<_>>();
        parts = parts.iter().flat_map(split).collect();
    }
    parts
        .iter()
        .map(|part| sanitize(part))
        .filter(|part| !part.is_empty())
        .flat_map(|part| {
            let (own, bare) = unlabelled(&part);
            perhaps_several(own.unwrap_or(way), bare, region)
        })
        .collect()
}

/// Splits a part of a cell at a separator if every piece is a number; otherwise the part stays
/// whole.
fn perhaps_several(way: PhoneType, part: String, region: &Region) -> Vec<(PhoneType, String)> {
    if !PERHAPS.iter().any(|p| part.contains(p))
        || phone::read(&part, region).is_ok_and(|n| n.valid)
    {
        return vec![(way, part)];
    }
    for separator in PERHAPS {
        let sides: Vec<(PhoneType, String)> = part
            .split(separator)
            .map(|side| {
                let (own, bare) = unlabelled(&sanitize(side));
                (own.unwrap_or(way), bare)
            })
            .collect();
        let whole = |(_, side): &(PhoneType, String)| {
            digits(side).len() >= FEWEST && phone::read(side, region).is_ok()
        };
        if sides.len() > 1 && sides.iter().all(whole) {
            return sides;
        }
    }
    vec![(way, part)]
}

/// Strips the label before or after a number and returns its type.
fn unlabelled(text: &str) -> (Option<PhoneType>, String) {
    let is_label = |word: &str| {
        let bare = word
            .trim_matches(|c: char| !c.is_alphabetic())
            .to_lowercase();
        let only_letters = !word.contains(|c: char| c.is_ascii_digit());
        (only_letters && LABELS.contains(&bare.as_str())).then_some(bare)
    };
    // A label that only means "telephone" leaves the type open.
    let way = |label: &str| match label {
        "t" | "tel" | "telephone" | "phone" | "ph" | "direct" => None,
        "m" | "mob" => Some(PhoneType::Mobile),
        "w" | "o" => Some(PhoneType::Work),
        "h" | "p" => Some(PhoneType::Home),
        "f" => Some(PhoneType::Fax),
        other => Some(PhoneType::from_label(other)),
    };
    if let Some((first, rest)) = text.split_once([' ', ':'])
        && let Some(label) = is_label(first)
        && rest.contains(|c: char| c.is_ascii_digit())
    {
        let bare = rest.trim_start_matches([':', ' ', '.']);
        return (way(&label), bare.to_owned());
    }
    if let Some((rest, last)) = text.rsplit_once(' ')
        && let Some(label) = is_label(last)
        && rest.contains(|c: char| c.is_ascii_digit())
    {
        return (way(&label), rest.trim_end().to_owned());
    }
    (None, text.to_owned())
}

/// Parses one number. A leading zero that a spreadsheet dropped is restored if only that makes the
/// number valid, and a remark says so.
fn understand(text: &str, region: &Region) -> Result<(ParsedNumber, Option<String>), String> {
    let figures = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if let Some(whole) = text
        .strip_suffix(".0")
        .filter(|w| figures(w) && w.len() >= LEAST)
    {
        return amount(text, whole, region);
    }
    let read = phone::read(text, region);
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

/// Parses a number that a spreadsheet turned into an amount, `7400123456.0`. The decimal is not part
/// of it, and would make another number in countries with numbers of several lengths.
fn amount(
    text: &str,
    whole: &str,
    region: &Region,
) -> Result<(ParsedNumber, Option<String>), String> {
    match understand(whole, region) {
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
