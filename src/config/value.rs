//! Values of the shop's file that are more than a text or a number, each refused where it stands.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::domain::hours::DaySpan;

/// Makes a type of the file out of a text and the check it has to pass.
macro_rules! checked {
    ($($(#[$doc:meta])* $name:ident($inner:ty) = $check:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $name(pub(super) $inner);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = String::deserialize(input)?;
                let check: fn(String) -> Result<$inner, String> = $check;
                check(text).map($name).map_err(serde::de::Error::custom)
            }
        }
    )+};
}
pub(super) use checked;

/// A whole number from 1 to 3650: days or times.
#[derive(Debug, Clone, Copy)]
pub(super) struct CountValue(pub(super) u32);

impl<'de> Deserialize<'de> for CountValue {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let n = i64::deserialize(input)?;
        u32::try_from(n)
            .ok()
            .filter(|n| (1..=3650).contains(n))
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("{n} is out of range: write 1 to 3650")))
    }
}

/// A time of day, in minutes after midnight.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeOfDay(pub(super) u16);

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        DaySpan::clock(&text).map(Self).map_err(D::Error::custom)
    }
}

/// The hours of one weekday: "9:00-17:30", a list of such, or "closed".
#[derive(Debug, Clone)]
pub(super) struct DayHours(pub(super) Vec<DaySpan>);

#[derive(Deserialize)]
#[serde(untagged)]
enum HoursValue {
    One(String),
    More(Vec<String>),
}

impl<'de> Deserialize<'de> for DayHours {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let texts = match HoursValue::deserialize(input) {
            Ok(HoursValue::One(text)) if text.trim() == "closed" => Vec::new(),
            Ok(HoursValue::One(text)) => vec![text],
            Ok(HoursValue::More(texts)) => texts,
            Err(_) => {
                return Err(D::Error::custom(
                    "these are not hours: write \"9:00-17:30\", [\"9:00-12:00\", \"14:00-18:00\"] or \"closed\"",
                ));
            }
        };
        let spans: Result<Vec<DaySpan>, String> = texts.iter().map(|t| t.parse()).collect();
        let mut spans = spans.map_err(D::Error::custom)?;
        spans.sort_by_key(|s| s.from);
        let apart = |pair: &[DaySpan]| matches!(pair, [a, b] if a.to > b.from);
        if spans.windows(2).any(apart) {
            return Err(D::Error::custom(
                "hours that overlap: the second begins before the first ends",
            ));
        }
        Ok(Self(spans))
    }
}

/// What dials a number: "tel" for the system's own way, or a program and its words, the number's
/// place among them.
#[derive(Debug, Clone)]
pub(super) struct DialCommand(pub(super) Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum DialValue {
    Word(String),
    Words(Vec<String>),
}

impl<'de> Deserialize<'de> for DialCommand {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let wrong = "write \"tel\" for the system's own way, or a list: the program and its words, \
                     {number} in one of them";
        let words = match DialValue::deserialize(input) {
            Ok(DialValue::Word(word)) if word == "tel" => crate::platform::dial::opener(),
            Ok(DialValue::Words(words)) => words,
            Ok(DialValue::Word(_)) | Err(_) => return Err(D::Error::custom(wrong)),
        };
        let placed = |words: &[String]| {
            let place = |w: &String| w.contains(crate::platform::dial::NUMBER);
            words.iter().skip(1).any(place) && !words.first().is_some_and(place)
        };
        if placed(&words) {
            Ok(Self(words))
        } else {
            Err(D::Error::custom(wrong))
        }
    }
}
