//! The parts of a day in which a customer is tried.

use super::hours::DaySpan;

/// A part of the day: people who do not answer in one may in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayPart {
    /// Until noon.
    Morning,
    /// Noon to two.
    Midday,
    /// Two to five.
    Afternoon,
    /// From five.
    Evening,
}

impl DayPart {
    /// The order in which another part is looked for.
    pub(super) const TO_TRY: [Self; 4] =
        [Self::Afternoon, Self::Morning, Self::Midday, Self::Evening];

    /// The part a minute of the day lies in.
    #[must_use]
    pub const fn of(minute: u16) -> Self {
        match minute / 60 {
            0..12 => Self::Morning,
            12..14 => Self::Midday,
            14..17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }

    /// The minutes of the day it covers.
    #[must_use]
    pub const fn span(self) -> DaySpan {
        match self {
            Self::Morning => DaySpan::new((0, 0), (12, 0)),
            Self::Midday => DaySpan::new((12, 0), (14, 0)),
            Self::Afternoon => DaySpan::new((14, 0), (17, 0)),
            Self::Evening => DaySpan::new((17, 0), (24, 0)),
        }
    }

    /// Its bit in `FollowUp::parts_tried`.
    #[must_use]
    pub const fn bit(self) -> i64 {
        1 << self as i64
    }
}
