//! Ways to reach somebody, as cells hold them: several in one, labels beside the figures, a zero
//! that a spreadsheet ate.
//!
//! Owns which number is the one to ring, and what is said of the others: none is lost, and a
//! doubtful one is never made another. How one number is read is `domain::phone`'s.

use crate::domain::phone::{self, ParsedNumber, Region};
use crate::domain::text::{digits, sanitize, truncate};

/// Which of somebody's numbers one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhoneType {
    /// The only one, or the first.
    #[default]
    Primary,
    /// The one in the pocket.
    Mobile,
    /// At home.
    Home,
    /// At work.
    Work,
    /// Any other.
    Other,
    /// No voice answers there.
    Fax,
    /// Nor there.
    Pager,
}

impl PhoneType {
    /// Which one a label says it is: "Mobile", "* Work", "Home Fax", "CELL".
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

/// The words that stand before or behind a number in its cell.
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

/// What parts several numbers in one cell beyond doubt, and what does where both sides are numbers.
const PARTS: [&str; 5] = [" ::: ", ":::", "\n", ";", "|"];
const PERHAPS: [&str; 7] = [",", " / ", "/", " or ", " and ", " & ", " + "];

/// The fewest digits of a number that stands beside another.
const FEWEST: usize = 5;

/// How many bytes of numbers, and of addresses, one customer may have: more is no list of either.
const MOST: usize = 4 * 1024;

/// Why the numbers and addresses of a row or card are not looked at, where nobody has as many.
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

/// The fewest figures of an amount that may be a number.
const LEAST: usize = 7;

/// What came of somebody's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PhoneChoice {
    /// The one to ring.
    pub(super) best: Option<ParsedNumber>,
    /// The others, each with what it is: "020 7946 0123 (work)".
    pub(super) others: Vec<String>,
    /// One that cannot be read, as it was written, where there is none to ring.
    pub(super) doubtful: Option<String>,
    /// Those that cannot be read, as they were written, and why.
    pub(super) refused: Vec<(String, String)>,
    /// What was understood otherwise than it was written.
    pub(super) said: Vec<String>,
}

/// One number that was understood.
struct ParsedPhone {
    way: PhoneType,
    number: ParsedNumber,
}

/// Chooses among the numbers of some cells.
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

/// The one to ring: a valid one before one that is not, the one in the pocket before the others,
/// the first before those behind it. A fax or a pager is rung by nobody.
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

/// The numbers of one cell, without the words beside them.
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

/// Several numbers in one part of a cell, where every side of what parts them is a number; the
/// part as it is otherwise.
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

/// A number without the word before or behind it that says which one it is.
fn unlabelled(text: &str) -> (Option<PhoneType>, String) {
    let is_label = |word: &str| {
        let bare = word
            .trim_matches(|c: char| !c.is_alphabetic())
            .to_lowercase();
        let only_letters = !word.contains(|c: char| c.is_ascii_digit());
        (only_letters && LABELS.contains(&bare.as_str())).then_some(bare)
    };
    // Which of them it is; one that only says that it is a telephone leaves that open.
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

/// Reads one number. One whose first zero a spreadsheet ate is repaired where that makes a valid
/// number of one that is none, and it is said.
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
        // The country's own numbers begin with a zero that was not written.
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

/// A number that a spreadsheet took for an amount, `7400123456.0`: its decimal is no figure of it,
/// and would make another number where those are of several lengths.
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
