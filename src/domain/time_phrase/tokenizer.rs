//! A phrase cut into the tokens of a time: numbers, clock times, dates in figures, words.
//!
//! Owns the shapes things are written in; knows neither what day it is nor what goes with what.

use chrono::{DateTime, Utc};

use super::super::text;
use super::idioms::replace_idioms;
use super::spelling::respell;
use super::token::Token;
use super::vocabulary::{month, number, part as part_of_day, weekday};

/// An instant in full, with its offset: RFC 3339, seconds optional, `t` or a space between.
pub(super) fn with_offset(line: &str) -> Option<DateTime<Utc>> {
    let text = line.to_uppercase();
    let text = text
        .strip_suffix('Z')
        .map_or_else(|| text.clone(), |head| format!("{head}+00:00"));
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let shapes = [
        "%Y-%m-%dT%H:%M:%S%.f%:z",
        "%Y-%m-%dT%H:%M%:z",
        "%Y-%m-%d %H:%M:%S%.f%:z",
        "%Y-%m-%d %H:%M%:z",
    ];
    shapes
        .iter()
        .find_map(|shape| DateTime::parse_from_str(&text, shape).ok())
        .map(|at| at.with_timezone(&Utc))
}

/// The tokens of a cleaned line in lower case; the chunk that has no known shape, otherwise.
pub(super) fn tokenize(line: &str) -> Result<Vec<Token<'_>>, String> {
    let separators = [' ', ',', ';'];
    let mut tokens = Vec::new();
    for chunk in line.split(separators).filter(|c| !c.is_empty()) {
        let chunk = chunk.trim_end_matches(['!', '?']);
        let about = chunk.trim_start_matches(['@', '~']);
        if about.len() < chunk.len() {
            tokens.push(Token::Word("at"));
        }
        word_or_figures(about, &mut tokens).ok_or_else(|| chunk.to_owned())?;
    }
    Ok(replace_idioms(&tokens))
}

/// A chunk without what may stand before it: a word of any spelling, figures, or two of them
/// with a dash between.
fn word_or_figures<'a>(chunk: &'a str, out: &mut Vec<Token<'a>>) -> Option<()> {
    let respelt = respell(chunk);
    if respelt != chunk {
        out.push(Token::Word(respelt));
        return Some(());
    }
    if let Some(meant) = chunk.strip_suffix("-ish").filter(|meant| !meant.is_empty()) {
        word_or_figures(meant, out)?;
        out.push(Token::Word("ish"));
        return Some(());
    }
    let parts = parts(chunk);
    if matches!(*parts, [TokenFragment::Mark('-')]) {
        out.push(Token::Dash);
        return Some(());
    }
    let mut found = Vec::new();
    if chunk_tokens(&parts, &mut found).is_some() {
        out.extend(found);
        return Some(());
    }
    let dash = parts
        .iter()
        .position(|p| *p == TokenFragment::Mark('-'))
        .filter(|at| *at > 0)?;
    let (left, right) = (parts.get(..dash)?, parts.get(dash + 1..)?);
    let mut found = Vec::new();
    chunk_tokens(left, &mut found)?;
    found.push(Token::Dash);
    chunk_tokens(right, &mut found)?;
    out.extend(found);
    Some(())
}

/// A run of figures, a run of letters, or one other character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenFragment<'a> {
    Figures(i64, usize),
    Letters(&'a str),
    Mark(char),
}

fn parts(chunk: &str) -> Vec<TokenFragment<'_>> {
    let mut parts = Vec::new();
    let mut rest = chunk;
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = if text::digit(first).is_some() {
            |c| text::digit(c).is_some()
        } else if first.is_alphabetic() {
            char::is_alphabetic
        } else {
            |_| false
        };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end.max(first.len_utf8()));
        rest = after;
        parts.push(part(run, first));
    }
    // An apostrophe belongs to its word or year: o'clock, 3 days' time, '26.
    parts.retain(|p| !matches!(p, TokenFragment::Mark('\'' | '’')));
    parts
}

fn part(run: &str, first: char) -> TokenFragment<'_> {
    if text::digit(first).is_some() {
        let figures = text::digits(run);
        // Figures beyond nine are no date, time or amount: a value that nothing accepts.
        let value = if figures.len() <= 9 {
            figures.parse().ok()
        } else {
            None
        };
        return TokenFragment::Figures(value.unwrap_or(i64::from(i32::MAX)), figures.len());
    }
    if first.is_alphabetic() {
        return TokenFragment::Letters(run);
    }
    match first {
        '−' | '–' | '—' | '‐' => TokenFragment::Mark('-'),
        '：' => TokenFragment::Mark(':'),
        other => TokenFragment::Mark(other),
    }
}

fn chunk_tokens<'a>(parts: &[TokenFragment<'a>], out: &mut Vec<Token<'a>>) -> Option<()> {
    use TokenFragment::{Figures, Letters, Mark};
    match *parts {
        [] => {}
        [Mark(sign @ ('-' | '+')), ref rest @ ..] => {
            out.push(Token::Sign(if sign == '-' { -1 } else { 1 }));
            return figures_tokens(rest, out);
        }
        [Letters("o"), Letters("clock")] => out.push(Token::Word("oclock")),
        // "noonish"
        [Letters(w)] if is_approximate(w) => {
            out.extend([word(w.strip_suffix("ish")?), Token::Word("ish")]);
        }
        [Letters("a" | "p"), Mark('.'), Letters("m"), Mark('.')]
        | [Letters("a" | "p"), Mark('.'), Letters("m")] => out.push(half_of_day(parts)),
        [Letters(w)] | [Letters(w), Mark('.')] => out.push(word(w)),
        [Letters(a), Letters(_)] => out.push(word(a)),
        // "1-Dec-26", as spreadsheets write a date.
        [
            Figures(day, wide @ (1 | 2)),
            Mark('-' | '/' | '.'),
            Letters(name),
            Mark('-' | '/' | '.'),
            Figures(year, long @ (2 | 4)),
        ] if month(name).is_some() => {
            let year = if long == 2 { 2000 + year } else { year };
            out.extend([Token::Number(day, wide), word(name)]);
            out.push(Token::Number(year, 4));
        }
        [Letters(a), Mark('-'), Letters(b)] => {
            let is_day = |w: &str| weekday(respell(w)).is_some();
            out.push(word(a));
            out.extend((is_day(a) && is_day(b)).then_some(Token::Dash));
            out.push(word(b));
        }
        [Letters(w), Figures(n, width)] => out.extend([word(w), Token::Number(n, width)]),
        _ => return figures_tokens(parts, out),
    }
    Some(())
}

/// “Noonish”, “fiveish”, “fridayish”.
fn is_approximate(text: &str) -> bool {
    text.strip_suffix("ish").map(respell).is_some_and(|meant| {
        matches!(meant, "noon" | "lunch" | "tomorrow" | "teatime")
            || number(meant).is_some()
            || part_of_day(meant).is_some()
            || weekday(meant).is_some()
    })
}

fn half_of_day<'a>(parts: &[TokenFragment<'a>]) -> Token<'a> {
    if parts.first() == Some(&TokenFragment::Letters("a")) {
        Token::Word("am")
    } else {
        Token::Word("pm")
    }
}

/// A whole date in figures.
fn date_token(parts: &[TokenFragment<'_>]) -> Option<Token<'static>> {
    use TokenFragment::{Figures, Mark};
    match *parts {
        [
            Figures(year, 4),
            Mark(one @ ('-' | '/' | '.')),
            Figures(month, _),
            Mark(other),
            Figures(day, _),
        ] if one == other => Some(Token::Iso(year, month, day)),
        [
            Figures(first, 1 | 2),
            Mark(one @ ('-' | '/' | '.')),
            Figures(second, 1 | 2),
            Mark(other),
            Figures(year, width @ (2 | 4)),
        ] if one == other => {
            let year = if width == 2 { 2000 + year } else { year };
            Some(Token::Figures(first, second, Some(year)))
        }
        [Figures(a, 1 | 2), Mark('/'), Figures(b, 1 | 2)]
        | [Figures(a, 1 | 2), Mark('.'), Figures(b, 1 | 2), Mark('.')] => {
            Some(Token::Figures(a, b, None))
        }
        _ => None,
    }
}

/// A time in figures, with what follows it.
fn time_tokens<'a>(parts: &[TokenFragment<'a>], out: &mut Vec<Token<'a>>) -> Option<()> {
    use TokenFragment::{Figures, Letters, Mark};
    match *parts {
        [
            Figures(hour, w @ 1..=2),
            Mark(':'),
            Figures(minute, 2),
            ref rest @ ..,
        ] => {
            let loose = w == 1;
            out.push(Token::Clock {
                hour,
                minute,
                loose,
            });
            clock_tail(rest, out)
        }
        [
            Figures(a, 1 | 2),
            Mark('.'),
            Figures(b, w @ 1..=2),
            ref rest @ ..,
        ] => {
            out.push(Token::Dotted(a, b, w));
            half_tail(rest, out)
        }
        [Figures(h, 1 | 2), Letters("h"), Figures(m, 2)] => {
            out.push(Token::HourMinute(h, m));
            Some(())
        }
        _ => None,
    }
}

/// What starts with a figure.
fn figures_tokens<'a>(parts: &[TokenFragment<'a>], out: &mut Vec<Token<'a>>) -> Option<()> {
    use TokenFragment::{Figures, Letters, Mark};
    if let Some(date) = date_token(parts) {
        out.push(date);
        return Some(());
    }
    if matches!(
        parts,
        [Figures(..), Mark(':' | '.'), Figures(..), ..] | [Figures(..), Letters("h"), Figures(..)]
    ) {
        return time_tokens(parts, out);
    }
    match *parts {
        [_, _, _, _, _, Letters("t"), ref time @ ..] => {
            out.push(date_token(parts.get(..5)?)?);
            return time_tokens(time, out);
        }
        [
            Figures(h, w),
            Letters(hours),
            Figures(m, v),
            Letters(minutes),
        ] => out.extend([
            Token::Number(h, w),
            Token::Word(hours),
            Token::Number(m, v),
            Token::Word(minutes),
        ]),
        [Figures(n, _), Letters("st" | "nd" | "rd" | "th")] | [Figures(n, 1 | 2), Mark('.')] => {
            out.push(Token::Ordinal(n));
        }
        [Figures(n, w)] => out.push(Token::Number(n, w)),
        [Figures(n, w), ref rest @ ..] => {
            out.push(Token::Number(n, w));
            return number_tail(rest, out);
        }
        _ => return None,
    }
    Some(())
}

/// What may follow a number in the same chunk: a unit, a month, `am`, `p.m.`.
fn number_tail<'a>(rest: &[TokenFragment<'a>], out: &mut Vec<Token<'a>>) -> Option<()> {
    match *rest {
        [TokenFragment::Letters(w)]
        | [TokenFragment::Letters(w), TokenFragment::Mark('.')]
        | [TokenFragment::Mark('-'), TokenFragment::Letters(w)] => out.push(word(w)),
        _ => return half_tail(rest, out),
    }
    Some(())
}

/// Seconds, which are dropped, and then `am` or `pm`.
fn clock_tail<'a>(rest: &[TokenFragment<'a>], out: &mut Vec<Token<'a>>) -> Option<()> {
    match *rest {
        [
            TokenFragment::Mark(':'),
            TokenFragment::Figures(0..=59, 2),
            ref rest @ ..,
        ] => half_tail(rest, out),
        _ => half_tail(rest, out),
    }
}

fn half_tail<'a>(rest: &[TokenFragment<'a>], out: &mut Vec<Token<'a>>) -> Option<()> {
    use TokenFragment::{Letters, Mark};
    match *rest {
        [] => {}
        [Letters(w @ ("am" | "pm"))] | [Letters(w @ ("am" | "pm")), Mark('.')] => {
            out.push(word(w));
        }
        [Letters("amish")] => out.push(Token::Word("am")),
        [Letters("pmish")] => out.push(Token::Word("pm")),
        [Letters("a" | "p"), Mark('.'), Letters("m"), Mark('.')]
        | [Letters("a" | "p"), Mark('.'), Letters("m")] => out.push(half_of_day(rest)),
        [Letters(w @ ("h" | "hr" | "hrs" | "hour" | "hours" | "ish"))] => out.push(word(w)),
        _ => return None,
    }
    Some(())
}

/// A word, or the number it stands for.
fn word(text: &str) -> Token<'_> {
    let meant = respell(text);
    number(meant).map_or(Token::Word(meant), |n| Token::Number(n, 0))
}
