//! The clock: the current time, and nothing else.
//!
//! Owns the one source of time: the system's clock, or `CHECKBACK_NOW` instead of it.

use chrono::{DateTime, SubsecRound, Utc};

/// The source of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A fixed instant, for tests and screenshots.
    Fixed(DateTime<Utc>),
}

/// The environment variable that replaces the clock.
pub const VARIABLE: &str = "CHECKBACK_NOW";

impl Clock {
    /// The clock that the environment asks for.
    ///
    /// # Errors
    /// If `CHECKBACK_NOW` is not an instant in RFC 3339: the message shows one.
    pub fn from_environment() -> Result<Self, String> {
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => Self::at(&text),
            _ => Ok(Self::System),
        }
    }

    /// A clock fixed at an instant in RFC 3339, with its offset.
    ///
    /// # Errors
    /// If the text is not such an instant: the message shows one.
    pub fn at(text: &str) -> Result<Self, String> {
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self::Fixed(at.with_timezone(&Utc)))
            .map_err(|_| {
                format!(
                    "{VARIABLE} holds “{}”, which is not a time: write it like \
                     2026-11-22T10:42:00+00:00",
                    crate::domain::text::sanitize(text)
                )
            })
    }

    /// The current time, to the millisecond: the store's precision.
    #[must_use]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(3),
            Self::Fixed(at) => at.trunc_subsecs(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn a_still_clock_stands_at_the_instant_it_was_given() {
        let clock = Clock::at("2026-11-22T10:42:00+01:00");
        let now = clock.map(|c| c.now().to_rfc3339());
        assert_eq!(now, Ok("2026-11-22T09:42:00+00:00".to_owned()));
    }

    #[test]
    fn a_clock_without_an_offset_is_refused_with_an_example() {
        let refused = Clock::at("2026-11-22 10:42").unwrap_err();
        assert!(refused.contains("2026-11-22T10:42:00+00:00"), "{refused}");
    }
}
