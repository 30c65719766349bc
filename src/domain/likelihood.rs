//! How likely a customer is to answer in each band of the day.
//!
//! Owns the bands (the four parts of the day, workdays and weekends apart), what a contact adds to
//! them, and the smoothing that keeps one try from proving anything. With `r` of `t` tries
//! reached in a band,
//!
//! ```text
//! the shop's whole:    w = (R + 2) / (T + 4)              all bands together
//! the shop's band:     b = (r' + 50 w) / (t' + 50)        all customers in this band
//! the customer's own:  p = (r  +  4 b) / (t  +  4)        this customer in this band
//! ```
//!
//! Each is the mean of a beta-binomial: a proportion with pseudo-tries of the level above it added,
//! the shrinkage of empirical Bayes (G. Casella, "An Introduction to Empirical Bayes Data
//! Analysis", The American Statistician 39 (1985), 83–87). The weight of four pseudo-tries is
//! that of A. Agresti and B. A. Coull, "Approximate Is Better than 'Exact' for Interval Estimation
//! of Binomial Proportions", The American Statistician 52 (1998), 119–126, who add two successes
//! and two failures; here the four lean to the shop's average instead of to one half. A shop's band
//! gets fifty: it takes some fifty tries before a band weighs as much as the whole. All arithmetic is
//! in integers, a chance in millionths: the result is the same on every machine.

use chrono::{DateTime, Datelike, Utc, Weekday};

use super::contact::{Contact, ContactWay, Direction, Outcome};
use super::day_part::DayPart;
use super::hours::Calendar;

/// A chance of one, in the unit used here.
pub const CERTAIN: i64 = 1_000_000;

/// Pseudo-tries of the shop's average added to a customer's tries (Agresti and Coull's four).
const OWN_WEIGHT: i64 = 4;
/// Pseudo-tries of the shop's whole added to one of its bands.
const BAND_WEIGHT: i64 = 50;
/// How much likelier another band must be to replace the usual one: less than the effect of one
/// failed try, more than the shop's own bands differ by chance.
pub const MARGIN: i64 = CERTAIN / 10;

/// The number of bands.
const BANDS: usize = 8;

/// A band of the day: one of its parts, on a workday or at a weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourBand {
    /// Whether it is Saturday or Sunday.
    pub weekend: bool,
    /// The part of the day.
    pub part: DayPart,
}

impl HourBand {
    /// The band of an instant, by the shop's clock.
    #[must_use]
    pub fn of(at: DateTime<Utc>, calendar: &Calendar) -> Self {
        Self {
            weekend: matches!(calendar.date(at).weekday(), Weekday::Sat | Weekday::Sun),
            part: DayPart::of(calendar.minute(at)),
        }
    }

    /// The band's number in the store: 0 to 3 on workdays, 4 to 7 at weekends, morning first.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.part as i64 + if self.weekend { 4 } else { 0 }
    }

    const fn index(self) -> usize {
        self.part as usize + if self.weekend { 4 } else { 0 }
    }
}

/// Attempts, and how many of them reached the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AttemptCounts {
    /// Calls made.
    pub tried: i64,
    /// Those that reached the customer.
    pub reached: i64,
}

impl AttemptCounts {
    /// The sum of two counts.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            tried: self.tried + other.tried,
            reached: self.reached + other.reached,
        }
    }

    /// The smoothed chance, in millionths: shrunk towards `to` with the weight of that many tries.
    pub(super) const fn pulled(self, to: i64, weight: i64) -> i64 {
        (self.reached * CERTAIN + weight * to) / (self.tried + weight)
    }
}

/// What a contact adds to the attempt counts: only our own calls count, and none to a wrong number.
#[must_use]
pub fn attempt_counts(contact: &Contact) -> Option<AttemptCounts> {
    let ours = contact.direction == Direction::Outward && contact.way == ContactWay::Phone;
    (ours && contact.outcome != Outcome::WrongNumber).then(|| AttemptCounts {
        tried: 1,
        reached: i64::from(contact.outcome == Outcome::Reached),
    })
}

/// Attempt counts by band, as they are stored.
pub type AttemptsByBand = [AttemptCounts; BANDS];

/// When a customer answers: their own attempt counts and the shop's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnswerHabits {
    /// The customer's counts.
    pub own: AttemptsByBand,
    /// The counts of all customers together.
    pub shop: AttemptsByBand,
}

impl AnswerHabits {
    /// No attempts counted.
    pub const UNKNOWN: Self = {
        let never = AttemptCounts {
            tried: 0,
            reached: 0,
        };
        Self {
            own: [never; BANDS],
            shop: [never; BANDS],
        }
    };

    /// How likely the customer is to answer in a band, in millionths.
    #[must_use]
    pub fn chance(&self, band: HourBand) -> i64 {
        let in_band = |of: &AttemptsByBand| of.get(band.index()).copied().unwrap_or_default();
        let whole = self
            .shop
            .iter()
            .copied()
            .fold(AttemptCounts::default(), AttemptCounts::and);
        let whole = whole.pulled(CERTAIN / 2, OWN_WEIGHT);
        let usual = in_band(&self.shop).pulled(whole, BAND_WEIGHT);
        in_band(&self.own).pulled(usual, OWN_WEIGHT)
    }

    /// The habits after one more try in a band that reached nobody.
    #[must_use]
    pub fn after_a_miss(mut self, band: HourBand) -> Self {
        let miss = AttemptCounts {
            tried: 1,
            reached: 0,
        };
        for of in [&mut self.own, &mut self.shop] {
            if let Some(tries) = of.get_mut(band.index()) {
                *tries = tries.and(miss);
            }
        }
        self
    }

    /// The candidate instant at which the customer is likeliest to answer. It is the first, unless
    /// another beats it by [`MARGIN`]: a little evidence changes nothing.
    #[must_use]
    pub fn likeliest(
        &self,
        among: impl IntoIterator<Item = DateTime<Utc>>,
        calendar: &Calendar,
    ) -> Option<DateTime<Utc>> {
        let mut among = among.into_iter();
        let usual = among.next()?;
        let chance = |at| self.chance(HourBand::of(at, calendar));
        let bar = chance(usual) + MARGIN;
        let better = among.map(|at| (chance(at), at)).filter(|(c, _)| *c > bar);
        // On a tie the earlier candidate stays: `max_by_key` would take the later.
        let best = better.fold(
            None,
            |best: Option<(i64, DateTime<Utc>)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            },
        );
        Some(best.map_or(usual, |(_, at)| at))
    }
}

#[cfg(test)]
mod tests;
