//! Why a time phrase is refused, and what can be typed instead.
//!
//! Every suggestion in a message is itself a phrase that is understood; the tests read each of
//! them again.

/// Why a phrase is refused, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimePhraseError {
    /// Nothing was said.
    #[error("no time given: write it as {}", one_of(advice))]
    Empty {
        /// What can be typed instead.
        advice: Vec<String>,
    },
    /// A word that is no part of a time.
    #[error(
        "“{phrase}”: “{word}” is not understood; write it as {}",
        one_of(advice)
    )]
    Unknown {
        /// The phrase, cut short.
        phrase: String,
        /// The word in it.
        word: String,
        /// What can be typed instead.
        advice: Vec<String>,
    },
    /// Something more has to be said.
    #[error("“{phrase}” is not enough: {missing}, as {}", one_of(advice))]
    Incomplete {
        /// The phrase, cut short.
        phrase: String,
        /// What is missing.
        missing: String,
        /// How it can be typed.
        advice: Vec<String>,
    },
    /// More than one day.
    #[error(
        "“{phrase}” names more than one day: give one day and at most one time, as {}",
        one_of(advice)
    )]
    TwoDates {
        /// The phrase, cut short.
        phrase: String,
        /// How it can be typed.
        advice: Vec<String>,
    },
    /// More than one time of day.
    #[error(
        "“{phrase}” names more than one time: give one day and at most one time, as {}",
        one_of(advice)
    )]
    TwoTimes {
        /// The phrase, cut short.
        phrase: String,
        /// How it can be typed.
        advice: Vec<String>,
    },
    /// Two people would read it differently.
    #[error(
        "“{phrase}” can be read as {}: write the one you mean",
        one_of(readings)
    )]
    Ambiguous {
        /// The phrase, cut short.
        phrase: String,
        /// The readings, each as it would be written without doubt.
        readings: Vec<String>,
    },
    /// A date no calendar has.
    #[error("“{phrase}” reads as {reading}, and there is no such date{hint}")]
    NoSuchDate {
        /// The phrase, cut short.
        phrase: String,
        /// The date that was read.
        reading: String,
        /// What might have been meant, with its punctuation; or nothing.
        hint: String,
        /// The phrases the hint holds.
        advice: Vec<String>,
    },
    /// A time no clock shows.
    #[error("“{phrase}”: {reading} is not a time; write it as {}", one_of(advice))]
    NoSuchTime {
        /// The phrase, cut short.
        phrase: String,
        /// The time that was read.
        reading: String,
        /// How it can be typed.
        advice: Vec<String>,
    },
    /// A weekday beside a date that falls on another.
    #[error("“{phrase}”: {date} is a {weekday}; give one or the other")]
    WrongWeekday {
        /// The phrase, cut short.
        phrase: String,
        /// The date, with its year.
        date: String,
        /// The weekday it falls on.
        weekday: String,
    },
    /// Before 1900 or after 2200.
    #[error("“{phrase}” is too far away: dates from 1900 to 2200 are understood")]
    TooFar {
        /// The phrase, cut short.
        phrase: String,
    },
    /// Over already, where only what is to come makes sense.
    #[error("“{phrase}” means {reading}, which is in the past; give a later time")]
    Past {
        /// The phrase, cut short.
        phrase: String,
        /// What was understood, as `spoken` says it.
        reading: String,
    },
    /// The present moment or day, where only a later one makes sense.
    #[error(
        "“{phrase}” is {already} already: give a later time, as {}",
        one_of(advice)
    )]
    AlreadyNow {
        /// The phrase, cut short.
        phrase: String,
        /// "now" or "today".
        already: &'static str,
        /// How it can be typed.
        advice: Vec<String>,
    },
    /// A promise for the present day, on which the shop is not open, or not any more.
    #[error("“{phrase}”: the shop {state}; give a time, as {}", one_of(advice))]
    ClosedToday {
        /// The phrase, cut short.
        phrase: String,
        /// "closed today at 17:30" or "is closed today".
        state: String,
        /// How it can be typed.
        advice: Vec<String>,
    },
}

impl TimePhraseError {
    /// The phrases the message offers in place of the one that is refused.
    #[must_use]
    pub fn suggestions(&self) -> &[String] {
        match self {
            Self::Empty { advice }
            | Self::Unknown { advice, .. }
            | Self::Incomplete { advice, .. }
            | Self::TwoDates { advice, .. }
            | Self::TwoTimes { advice, .. }
            | Self::NoSuchDate { advice, .. }
            | Self::NoSuchTime { advice, .. }
            | Self::AlreadyNow { advice, .. }
            | Self::ClosedToday { advice, .. } => advice,
            Self::Ambiguous { readings, .. } => readings,
            Self::WrongWeekday { .. } | Self::TooFar { .. } | Self::Past { .. } => &[],
        }
    }
}

/// "a", "a or b", "a, b or c".
fn one_of(phrases: &[String]) -> String {
    match phrases {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
