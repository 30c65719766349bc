//! The clock: what time it is, and nothing else.
//!
//! Owns the one place where time comes from: the system's clock, or `CHECKBACK_NOW` in its stead.

use chrono::{DateTime, SubsecRound, Utc};

/// Where time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The system's clock.
    System,
    /// An instant that stands still, for tests and pictures.
    Fixed(DateTime<Utc>),
}

/// The variable that stands in for the clock.
pub const VARIABLE: &str = "CHECKBACK_NOW";

impl Clock {
    /// The clock the environment asks for.
    ///
    /// # Errors
    /// What `CHECKBACK_NOW` holds that is no instant, and what one looks like.
    pub fn from_environment() -> Result<Self, String> {
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => Self::at(&text),
            _ => Ok(Self::System),
        }
    }

    /// A clock that stands at an instant in RFC 3339, with its offset.
    ///
    /// # Errors
    /// What is no instant, and what one looks like.
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

    /// What time it is, to the millisecond: what the store keeps.
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
