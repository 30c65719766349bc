//! A cell taken apart: several numbers in it, labels and words beside them, an extension behind.
//!
//! Owns what parts numbers (`;`, `/`, “or”) and what belongs to one (`;4321`, `,,12`). Nothing is made
//! a number that is not a whole one, and no word is lost.

use super::PhoneType;
use crate::domain::phone::{self, Region};
use crate::domain::text::{digits, fold_for_search, sanitize};

/// A cell's numbers, each with its type, and the words beside them.
#[derive(Debug, Default)]
pub(super) struct PartedCell {
    pub(super) numbers: Vec<(PhoneType, String)>,
    pub(super) words: Vec<String>,
}

/// The most digits of an extension behind a separator.
const EXTENSION: usize = 6;

/// The labels that may come before or after a number in its cell.
const LABELS: [&str; 25] = [
    "m",
    "mob",
    "mobile",
    "cell",
    "t",
    "tel",
    "telephone",
    "telefon",
    "telefono",
    "telefoon",
    "tlf",
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

/// Splits a cell into its numbers, without labels.
pub(super) fn parted(way: PhoneType, cell: &str, region: &Region) -> PartedCell {
    let cell = with_extension(cell, region).unwrap_or_else(|| cell.to_owned());
    let mut parts: Vec<String> = vec![cell.clone()];
    let link = cell.trim_start().to_lowercase();
    let is_link = link.starts_with("tel:") || link.contains(";ext=");
    for separator in PARTS {
        if separator == ";" && is_link {
            continue;
        }
        let split = |p: &String| p.split(separator).map(str::to_owned).collect::<Vec<_>>();
        parts = parts.iter().flat_map(split).collect();
    }
    let mut taken = PartedCell::default();
    for part in parts.iter().map(|part| sanitize(part)) {
        if part.is_empty() {
            continue;
        }
        let (own, bare) = unlabelled(&part);
        for (way, text) in perhaps_several(own.unwrap_or(way), bare, region) {
            match apart(&text, region) {
                Some((numbers, words)) => {
                    taken.numbers.extend(numbers.into_iter().map(|n| (way, n)));
                    taken.words.extend(words);
                }
                None => taken.numbers.push((way, text)),
            }
        }
    }
    taken
}

/// A number with an extension behind the marks that mobiles dial as a pause or a wait: `0125;4321`,
/// `0125,,12#`. So few digits are no number of their own behind a whole one.
fn with_extension(cell: &str, region: &Region) -> Option<String> {
    let cell = sanitize(cell);
    let at = cell.find([';', ','])?;
    let (number, rest) = cell.split_at(at);
    let behind = rest.trim_matches(|c: char| matches!(c, ';' | ',' | '#' | ' '));
    let short = (1..=EXTENSION).contains(&behind.len());
    // A number that begins with its trunk zero and is not whole is half a number, no extension.
    let half = behind.len() > 3 && behind.starts_with('0');
    let plain = behind.chars().all(|c| c.is_ascii_digit()) && !half;
    let whole = phone::read(number, region).ok()?;
    (short && plain && whole.valid && whole.extension.is_none())
        .then(|| format!("{number} x{behind}"))
}

/// A text that is no number as a whole, but has one in it: the number, those that share its beginning
/// (`960123/4`), and the words.
fn apart(text: &str, region: &Region) -> Option<(Vec<String>, Vec<String>)> {
    if phone::read(text, region).is_ok() {
        return None;
    }
    if let Some(pair) = shared_beginning(text, region) {
        return Some((pair, Vec::new()));
    }
    let of_number =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '.' | '(' | ')' | '/');
    let runs = text.split_inclusive(|c: char| !of_number(c));
    let mut at = 0;
    let mut best: Option<(usize, usize)> = None;
    for run in runs {
        let bare = run.trim_end_matches(|c: char| !of_number(c));
        if digits(bare).len() >= 7 && best.is_none_or(|(from, to)| to - from < bare.len()) {
            best = Some((at, at + bare.len()));
        }
        at += run.len();
    }
    let (from, to) = best?;
    // Letters that touch the digits are part of something else: an id, a plate.
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let run = text.get(from..to)?;
    let first = run.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('))?;
    let last = run.rfind(|c: char| c.is_ascii_digit())?;
    let number = run.get(first..=last)?;
    let (before, behind) = (text.get(..from + first)?, text.get(from + last + 1..)?);
    if touches(before.chars().next_back()) || touches(behind.chars().next()) {
        return None;
    }
    let several = shared_beginning(number, region);
    let numbers = several.unwrap_or_else(|| vec![number.to_owned()]);
    let whole = |n: &String| phone::read(n, region).is_ok_and(|n| n.valid);
    if !numbers.iter().all(whole) {
        return None;
    }
    let edge = |c: char| !c.is_alphanumeric() && c != '\'';
    let words = [before, behind].map(|words| words.trim_matches(edge).to_owned());
    Some((
        numbers,
        words.into_iter().filter(|w| !w.is_empty()).collect(),
    ))
}

/// Two numbers that share their beginning: `01632 960123/4` is also `01632 960124`.
fn shared_beginning(text: &str, region: &Region) -> Option<Vec<String>> {
    let (first, rest) = text.split_once('/')?;
    let mut numbers = vec![first.trim().to_owned()];
    let bare = digits(first);
    for end in rest.split('/').map(str::trim) {
        let short = (1..=4).contains(&end.len()) && end.chars().all(|c| c.is_ascii_digit());
        let kept = bare.len().checked_sub(end.len()).filter(|_| short)?;
        let plus = if first.trim_start().starts_with('+') {
            "+"
        } else {
            ""
        };
        numbers.push(format!("{plus}{}{end}", bare.get(..kept)?));
    }
    // Numbers that were never given out are taken as well: both have the length of one.
    let whole = |n: &String| phone::read(n, region).is_ok();
    (bare.len() >= 9 && numbers.iter().all(whole)).then_some(numbers)
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
        let bare = fold_for_search(&bare);
        let is_type = bare.chars().count() > 2 && PhoneType::from_label(&bare) != PhoneType::Other;
        (only_letters && (is_type || LABELS.contains(&bare.as_str()))).then_some(bare)
    };
    // A label that only means "telephone" leaves the type open.
    let way = |label: &str| match label {
        "t" | "tel" | "telephone" | "telefon" | "telefono" | "telefoon" | "phone" | "ph"
        | "direct" | "tlf" => None,
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
