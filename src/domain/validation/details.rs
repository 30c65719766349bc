//! What may be typed in each of a customer's details, and what is kept of it.

use std::ops::RangeInclusive;

use crate::domain::customer_detail::CustomerDetail;
use crate::domain::hours::DaySpan;

/// A detail of a customer, as it is kept.
///
/// # Errors
/// Why the text is refused.
pub fn detail(detail: CustomerDetail, text: &str) -> Result<String, String> {
    match detail {
        CustomerDetail::Email => email(text),
        CustomerDetail::Line => Ok(text.to_owned()),
        CustomerDetail::Hours => hours(text).map(|hours| hours.to_string()),
        CustomerDetail::Language => language(text),
    }
}

/// When a customer may be rung.
///
/// # Errors
/// A text that is no span of a day.
fn hours(text: &str) -> Result<DaySpan, String> {
    text.parse()
}

/// An e-mail address: something, one @, something.
///
/// # Errors
/// A text that is none.
pub fn email(text: &str) -> Result<String, String> {
    let text = text.trim();
    let sides = text.split_once('@');
    let fits = |side: &str| !side.is_empty() && !side.contains(['@', ' ']);
    match sides {
        Some((who, place)) if fits(who) && fits(place) => Ok(text.to_owned()),
        _ => Err(format!(
            "“{text}” is not an e-mail address: write one like name@example.com"
        )),
    }
}

/// The longest tag of a language that is kept: what RFC 5646 asks every program to have room for.
const LONGEST_TAG: usize = 35;

/// A well-formed tag of a language (BCP 47, <https://www.rfc-editor.org/rfc/rfc5646#section-2.1>),
/// spelled as that recommends: "zh-Hant-TW". `de_DE` is taken for one too, as systems write it.
fn language(text: &str) -> Result<String, String> {
    let tag = text.trim().replace('_', "-").to_ascii_lowercase();
    let mut parts = tag.split('-').peekable();
    let first = parts.next().unwrap_or_default();
    let refused =
        || format!("“{text}” is not a code for a language: write one like de for German, or en-GB");
    if !is_word(first, 2..=3) || tag.len() > LONGEST_TAG {
        return Err(refused());
    }
    let mut spelled = vec![first.to_owned()];
    for _ in 0..3 {
        spelled.extend(parts.next_if(|p| is_word(p, 3..=3)).map(str::to_owned));
    }
    let script = parts.next_if(|p| is_word(p, 4..=4));
    spelled.extend(script.map(|p| {
        let (first, rest) = p.split_at(1);
        first.to_ascii_uppercase() + rest
    }));
    let region = parts.next_if(|p| is_word(p, 2..=2) || is_number(p));
    spelled.extend(region.map(str::to_ascii_uppercase));
    while let Some(variant) = parts.next_if(|p| is_variant(p)) {
        spelled.push(variant.to_owned());
    }
    // Extensions, each behind a letter of its own, and at the end what was agreed in private.
    let mut private = false;
    while let Some(singleton) = parts.next_if(|p| !private && is_kept(p, 1..=1)) {
        private = singleton == "x";
        let shortest = if private { 1 } else { 2 };
        spelled.push(singleton.to_owned());
        let before = spelled.len();
        while let Some(part) = parts.next_if(|p| is_kept(p, shortest..=8)) {
            spelled.push(part.to_owned());
        }
        if spelled.len() == before {
            return Err(refused());
        }
    }
    parts
        .next()
        .map_or_else(|| Ok(spelled.join("-")), |_| Err(refused()))
}

fn is_word(part: &str, long: RangeInclusive<usize>) -> bool {
    long.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_number(part: &str) -> bool {
    part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit())
}

fn is_kept(part: &str, long: RangeInclusive<usize>) -> bool {
    long.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_variant(part: &str) -> bool {
    is_kept(part, 5..=8) || is_kept(part, 4..=4) && part.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn a_language_is_kept_as_its_tag_is_spelled() {
        for (typed, kept) in [
            ("de", "de"),
            ("DE", "de"),
            (" en-gb ", "en-GB"),
            ("de_AT", "de-AT"),
            ("gsw", "gsw"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("zh-yue-HK", "zh-yue-HK"),
            ("sl-rozaj-biske", "sl-rozaj-biske"),
            ("de-1996", "de-1996"),
            ("en-u-hc-h23", "en-u-hc-h23"),
            ("en-x-US", "en-x-us"),
        ] {
            assert_eq!(language(typed), Ok(kept.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_is_no_tag_of_a_language_is_refused() {
        for typed in [
            "German",
            "d",
            "d3",
            "de-",
            "-de",
            "de--AT",
            "de-A",
            "de AT",
            "de-x",
            "en-u",
            "日本語",
            "de-x-aaaaaaaaa",
            "de-GB-Latn",
            "en-12",
            "de-u-aa-x-bb-x-cc-dddddddd-eeeeeeee-ffffffff",
        ] {
            let why = language(typed).unwrap_err();
            assert!(why.contains("like de for German"), "{typed}: {why}");
        }
    }
}
