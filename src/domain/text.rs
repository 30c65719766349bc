//! Text as the shop types it: made safe where it enters, folded for searching, measured in columns.
//!
//! Owns which characters may enter the program at all, and how wide a text is on the screen.
//! Knows no screen: the widths are those of `unicode-width`, which the terminal's buffer counts by.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many combining marks one letter may carry; real scripts need four at most.
const MARKS_PER_BASE: usize = 8;

/// Makes one line of text safe to keep and to show, and the same again when it is cleaned twice.
///
/// Control characters, bidirectional controls, byte-order marks, soft hyphens, invisible spaces,
/// tags and noncharacters are dropped (of an escape sequence, its control bytes). White space of
/// any kind and length, line ends included, becomes one space; the ends are trimmed. Joiners
/// (U+200C, U+200D) stay only between two characters outside ASCII, variation selectors only after
/// one (or in a keycap), and a letter carries at most eight combining marks.
#[must_use]
pub fn sanitize(text: &str) -> String {
    // Most texts are ASCII: nothing in them combines or joins.
    let joined = if text.is_ascii() {
        let plain = |c: char| if is_blank(c) { ' ' } else { c };
        text.chars()
            .map(plain)
            .filter(|c| !is_unwanted(*c))
            .collect()
    } else {
        drop_loose_joiners(&bound_marks(text))
    };
    let mut line = String::with_capacity(joined.len());
    for word in joined.split(' ').filter(|w| !w.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The same for a note of several lines: line ends of every kind become `'\n'`, at most one empty
/// line stands between two others, none at either end.
#[must_use]
pub fn sanitize_note(text: &str) -> String {
    let breaks = ['\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut note = String::with_capacity(unix.len());
    let mut gap = false;
    for line in unix.split(breaks).map(sanitize) {
        if line.is_empty() {
            gap = true;
            continue;
        }
        if !note.is_empty() {
            note.push_str(if gap { "\n\n" } else { "\n" });
        }
        note.push_str(&line);
        gap = false;
    }
    note
}

/// A text as it is kept, made safe to show: of what was once sanitized nothing is changed. Somebody
/// else may have written a database, and a text of a megabyte would hold up whoever draws it.
#[must_use]
pub fn sanitize_stored(text: String, longest: usize) -> String {
    let plain = text
        .bytes()
        .all(|b| (b' '..=b'~').contains(&b) || b == b'\n');
    if plain && text.len() <= longest {
        return text;
    }
    let ends_line = |c: char| matches!(c, '\u{2028}' | '\u{2029}');
    let foreign = |c: char| is_unwanted(c) || ends_line(c) || (c.is_control() && c != '\n');
    let cut = text.char_indices().nth(longest).map(|(end, _)| end);
    let kept = cut.and_then(|end| text.get(..end)).unwrap_or(&text);
    let clean = if kept.contains(foreign) {
        sanitize_note(kept)
    } else {
        kept.to_owned()
    };
    match cut {
        Some(_) => format!("{clean} … (the rest is too long)"),
        None => clean,
    }
}

/// The form a text is searched by: no accents, no case, no apostrophes or dashes, single spaces.
///
/// Folding twice changes nothing more, so index and query may be folded alike.
#[must_use]
pub fn fold_for_search(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut parted = false;
    let mut take = |c: char| {
        if c.is_whitespace() {
            parted = true;
        } else if !is_silent(c) && !is_combining_mark(c) && !is_unwanted(c) && !is_joiner(c) {
            if std::mem::take(&mut parted) && !folded.is_empty() {
                folded.push(' ');
            }
            push_folded(&mut folded, c);
        }
    };
    // Taken apart one by one: the order of the marks, which go, is all that a whole text has more.
    for c in text.chars().filter(|c| !is_silent(*c)) {
        decompose_compatible(c, |part| {
            part.to_lowercase()
                .for_each(|lower| decompose_compatible(lower, &mut take));
        });
    }
    folded
}

/// The words of a text: its runs of letters and figures.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The decimal digits of a text, in whatever script they were written, as ASCII.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// The ASCII form of one decimal digit of any script; `None` for anything else.
#[must_use]
pub fn digit(c: char) -> Option<char> {
    let following = ZEROS.partition_point(|zero| *zero <= c);
    let zero = ZEROS.get(following.checked_sub(1)?)?;
    let value = u32::from(c) - u32::from(*zero);
    char::from_digit(value, 10)
}

/// A name by the first letters of its words: “Anita Patel” is “A. P.”.
#[must_use]
pub fn initials(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c == '-');
    let first = |word: &str| word.graphemes(true).next().map(str::to_owned);
    let letters = words.filter_map(first);
    let letters = letters.filter(|g| g.chars().any(char::is_alphanumeric));
    let short: Vec<String> = letters.map(|g| format!("{g}.")).collect();
    if short.is_empty() {
        "…".to_owned()
    } else {
        short.join(" ")
    }
}

/// How many columns a text takes on the screen.
///
/// Counted by grapheme, as ratatui-core 0.1 advances in `Buffer::set_stringn`: a grapheme with a
/// control character takes none, and the half-width sound marks U+FF9E and U+FF9F take one more each
/// (which with unicode-width 0.2.3 is one too many on the screen, but it is what the buffer does).
#[must_use]
pub fn display_width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true).map(grapheme_columns).sum()
}

/// A text cut to at most so many columns, never inside a grapheme, with "…" where it was cut.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> String {
    if self::display_width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else {
        return String::new();
    };
    if let Some(start) = text.get(..room).filter(|_| is_plain(text)) {
        return format!("{start}…");
    }
    let mut used = 0;
    let mut short: String = text
        .graphemes(true)
        .take_while(|g| {
            used += grapheme_columns(g);
            used <= room
        })
        .collect();
    short.push('…');
    short
}

/// Whether each byte of a text is a letter of one column: most texts are, and need no cutting into
/// graphemes.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn grapheme_columns(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let marks = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}'));
    grapheme.width() + marks.count()
}

/// Drops what may not enter and every mark beyond the eighth or without a letter under it, and
/// makes all white space the plain kind.
fn bound_marks(text: &str) -> Vec<char> {
    let mut kept = Vec::with_capacity(text.len());
    let mut based = false;
    let mut marks = 0;
    for c in text.chars() {
        if is_blank(c) {
            kept.push(' ');
            based = false;
        } else if is_joiner(c) || is_selector(c) {
            kept.push(c);
        } else if is_combining_mark(c) && !is_unwanted(c) {
            marks += 1;
            if based && marks <= MARKS_PER_BASE {
                kept.push(c);
            }
        } else if !is_unwanted(c) {
            kept.push(c);
            based = true;
            marks = 0;
        }
    }
    kept
}

/// Keeps joiners and variation selectors only where they join or choose something.
fn drop_loose_joiners(kept: &[char]) -> String {
    let mut out = String::with_capacity(kept.len());
    let mut before = ' ';
    for (i, &c) in kept.iter().enumerate() {
        let mut rest = kept.iter().skip(i + 1).copied();
        let keep = if is_joiner(c) {
            let after = rest.find(|n| !is_joiner(*n) && !is_selector(*n));
            can_join(before) && after.is_some_and(can_join)
        } else if is_selector(c) {
            let keycap = matches!(before, '0'..='9' | '#' | '*') && rest.next() == Some('\u{20e3}');
            keycap || (can_join(before) && !is_selector(before))
        } else {
            true
        };
        if keep {
            out.push(c);
            before = c;
        }
    }
    out
}

fn can_join(c: char) -> bool {
    !c.is_ascii() && !is_joiner(c)
}

const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// White space, and the Hangul fillers that look like it.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
        )
}

/// What may not enter: it shows nothing, or changes how its neighbours show.
fn is_unwanted(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}'
        | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}');
    let code = u32::from(c);
    let noncharacter = matches!(c, '\u{fdd0}'..='\u{fdef}') || code & 0xfffe == 0xfffe;
    (c.is_control() && !c.is_whitespace()) || invisible || noncharacter
}

/// Apostrophes and dashes, which people type or leave out as they please.
const fn is_silent(c: char) -> bool {
    matches!(c,
        '\'' | '`' | '\u{b4}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2b9}'..='\u{2bd}'
        | '\u{ff07}' | '\u{ff40}' | '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}'
        | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{58a}' | '\u{5be}' | '\u{30a0}')
}

/// The letters that are not a base with marks, and stand for another letter or two.
fn push_folded(out: &mut String, c: char) {
    match c {
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ł' => out.push('l'),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        other => out.push(other),
    }
}

/// The zero of every run of decimal digits (general category Nd), in order.
#[rustfmt::skip]
const ZEROS: [char; 68] = [
    '0', '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}',
    '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}',
    '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}', '\u{1946}', '\u{19d0}', '\u{1a80}',
    '\u{1a90}', '\u{1b50}', '\u{1bb0}', '\u{1c40}', '\u{1c50}', '\u{a620}', '\u{a8d0}', '\u{a900}',
    '\u{a9d0}', '\u{a9f0}', '\u{aa50}', '\u{abf0}', '\u{ff10}', '\u{104a0}', '\u{10d30}', '\u{11066}',
    '\u{110f0}', '\u{11136}', '\u{111d0}', '\u{112f0}', '\u{11450}', '\u{114d0}', '\u{11650}', '\u{116c0}',
    '\u{11730}', '\u{118e0}', '\u{11950}', '\u{11c50}', '\u{11d50}', '\u{11da0}', '\u{11f50}', '\u{16a60}',
    '\u{16ac0}', '\u{16b50}', '\u{1d7ce}', '\u{1d7d8}', '\u{1d7e2}', '\u{1d7ec}', '\u{1d7f6}', '\u{1e140}',
    '\u{1e2f0}', '\u{1e4f0}', '\u{1e950}', '\u{1fbf0}',
];

/// The one of some known words that a mistyped one is nearest to, where one is near: a letter wrong
/// in three at most.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let far = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|known| (strsim::osa_distance(&word, &known.to_lowercase()), known))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests;
