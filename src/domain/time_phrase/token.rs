//! The tokens of a time phrase: the shapes in which numbers, times, dates and words are written.

/// One piece of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A bare number, with how many figures it was written in (0 for one in words).
    Number(i64, usize),
    /// `3rd`, or `24.` as in German.
    Ordinal(i64),
    /// `+` or `-` before an amount: 1 or -1.
    Sign(i64),
    /// `16:30`; `loose` when the hour was one figure, so that half the day is left open.
    Clock { hour: i64, minute: i64, loose: bool },
    /// `16.30` or `24.12`: a time or a date; with how many figures stand after the dot.
    Dotted(i64, i64, usize),
    /// `16h30`.
    HourMinute(i64, i64),
    /// `24/12`, `24.12.` or with a year, in the order written.
    Figures(i64, i64, Option<i64>),
    /// `2026-12-24`: year, month, day.
    Iso(i64, i64, i64),
    /// Month and day of a date with a name of its own: Christmas Eve.
    MonthDay(i64, i64),
    /// `-` between two things: from one to the other.
    Dash,
    /// Any other word, in lower case.
    Word(&'a str),
}
