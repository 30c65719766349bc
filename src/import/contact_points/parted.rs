//! A cell taken apart: several numbers in it, labels and words beside them, an extension behind.
//!
//! Owns what parts numbers (`;`, `/`, “or”) and what belongs to one (`;4321`, `,,12`). Nothing is made
//! a number that is not a whole one, and no word is lost.

use super::PhoneType;
use crate::domain::phone::{self, ParsedNumber, Region};
use crate::domain::text::{digits, fold_for_search, sanitize};

/// A cell's numbers, each with its type, and the words beside them.
#[derive(Debug, Default)]
pub(super) struct PartedCell {
    pub(super) numbers: Vec<PartedNumber>,
    pub(super) words: Vec<String>,
}

/// A number of a cell: its type, how it is written, and as it was read where it was one as a whole. To
/// read it once more would be the greater part of what its row costs.
#[derive(Debug)]
pub(super) struct PartedNumber {
    pub(super) way: PhoneType,
    pub(super) text: String,
    pub(super) read: Option<ParsedNumber>,
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
        for (way, text) in labelled_apart(way, &part, region) {
            let read = phone::read(&text, region).ok();
            let several = read.is_none().then(|| apart(&text, region)).flatten();
            if let Some((numbers, words)) = several {
                let typed = |(own, text): FoundNumber| PartedNumber {
                    way: own.unwrap_or(way),
                    text,
                    read: None,
                };
                taken.numbers.extend(numbers.into_iter().map(typed));
                taken.words.extend(words);
            } else {
                taken.numbers.push(PartedNumber { way, text, read });
            }
        }
    }
    taken
}

/// A part of a cell without its label, or its several numbers, each with its own label: “Fax …, Tel …”.
fn labelled_apart(way: PhoneType, part: &str, region: &Region) -> Vec<(PhoneType, String)> {
    let (own, bare) = unlabelled(part);
    let each = perhaps_several(way, part.to_owned(), region);
    let labelled = |side: &&str| {
        let side = sanitize(side);
        unlabelled(&side).1 != side
    };
    let labels = part.split([',', '/', '&', '+']).filter(labelled);
    if each.len() > 1 && labels.count() > 1 {
        return each;
    }
    perhaps_several(own.unwrap_or(way), bare, region)
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

/// A number with its type, where a word beside it says that.
type FoundNumber = (Option<PhoneType>, String);

/// A text that is no number as a whole, but has some in it: the numbers, those that share their
/// beginning (`960123/4`) among them, and the words.
fn apart(text: &str, region: &Region) -> Option<(Vec<FoundNumber>, Vec<String>)> {
    if let Some(pair) = shared_beginning(text, region) {
        return Some((pair.into_iter().map(|n| (None, n)).collect(), Vec::new()));
    }
    let mut numbers: Vec<FoundNumber> = Vec::new();
    let mut words = Vec::new();
    let mut next_is = None;
    let mut done = 0;
    for (from, to) in numbers_in(text, region) {
        let between = text.get(done..from)?;
        let (last_is, after, word) = label_between(between);
        if let (Some((kind, _)), Some(label)) = (numbers.last_mut(), last_is) {
            kind.get_or_insert(label);
        }
        next_is = next_is.or(after);
        words.extend(word);
        let number = text.get(from..to)?.to_owned();
        numbers.push((next_is.take(), number));
        done = to;
    }
    let (_, number) = numbers.last_mut()?;
    let mut behind = text.get(done..)?;
    if let Some((extension, rest)) = extension(behind) {
        *number = format!("{number} x{extension}");
        behind = rest;
    }
    let (last_is, _, word) = label_between(behind);
    if let (Some((kind, _)), Some(label)) = (numbers.last_mut(), last_is) {
        kind.get_or_insert(label);
    }
    words.extend(word);
    Some((numbers, words))
}

/// An extension that is named right behind a number, and what follows it.
fn extension(behind: &str) -> Option<(&str, &str)> {
    let bare = behind.trim_start_matches([' ', ',', '.']);
    let marks = ["extension", "extn.", "extn", "ext.", "ext", "x"];
    let rest = marks
        .iter()
        .find_map(|mark| bare.strip_prefix(mark))?
        .trim_start();
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    (1..=EXTENSION).contains(&end).then(|| rest.split_at(end))
}

/// What stands between two numbers: the type of the one before (“(mob)”), that of the one after
/// (“H:”), or words.
fn label_between(text: &str) -> (Option<PhoneType>, Option<PhoneType>, Option<String>) {
    let edge = |c: char| !c.is_alphanumeric() && c != '\'';
    let bare = text.trim_matches(edge);
    let (label, rest) = unlabelled(&format!("{bare} 0"));
    let is_label = rest == "0" && !bare.is_empty();
    match label {
        Some(label) if is_label && text.trim_start().starts_with(['(', '-']) => {
            (Some(label), None, None)
        }
        Some(label) if is_label => (None, Some(label), None),
        None if is_label || bare.is_empty() || ["or", "and", "also"].contains(&bare) => {
            (None, None, None)
        }
        _ => (None, None, Some(bare.to_owned())),
    }
}

/// Where whole numbers stand in a text: of the groups of digits that follow each other the longest run
/// that is a number. Letters that touch the digits are part of something else: an id, a plate.
fn numbers_in(text: &str, region: &Region) -> Vec<(usize, usize)> {
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')' | '/');
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for group in text.split(' ') {
        let from = group.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('));
        let to = group.rfind(|c: char| c.is_ascii_digit());
        if let (Some(from), Some(to)) = (from, to) {
            let outside = |c: char| !of_number(c) && c.is_alphanumeric();
            if !group.contains(outside) && from <= to {
                groups.push((at + from, at + to + 1));
            }
        }
        at += group.len() + 1;
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut left = None;
    let mut n = 0;
    while let Some((from, to)) = groups.get(n).copied() {
        let runs = (n..groups.len()).rev();
        let runs = runs.filter_map(|last| Some((last, groups.get(last)?.1)));
        let mut runs =
            runs.filter(|(_, to)| is_whole(text.get(from..*to).unwrap_or_default(), region));
        if let Some((last, to)) = runs.next() {
            // Figures right before a number may be its own, unless it begins as a whole one does.
            let begun = text
                .get(from..)
                .is_some_and(|run| run.starts_with(['0', '+', '(']));
            if left.is_some_and(|end| end + 1 == from) && !begun {
                return Vec::new();
            }
            found.push((from, to));
            n = last + 1;
        } else {
            // Figures right behind one are more than it has.
            if found.last().is_some_and(|(_, end)| end + 1 == from) {
                return Vec::new();
            }
            left = Some(to);
            n += 1;
        }
    }
    if left.is_some() && !text.contains(char::is_alphabetic) {
        return Vec::new();
    }
    found
}

/// Whether a run of figures is a whole number, of those that were given out.
fn is_whole(run: &str, region: &Region) -> bool {
    let plain = |c: char| c.is_ascii_digit() || " +-.()/".contains(c);
    run.chars().all(plain)
        && digits(run).len() >= 7
        && phone::read(run, region).is_ok_and(|number| number.valid)
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
