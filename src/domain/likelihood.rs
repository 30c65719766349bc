//! When they answer: how likely a customer is to be reached in each band of the day.
//!
//! Owns the bands (the four parts of the day, workdays and weekends apart), what a contact teaches
//! of them, and the smoothing that keeps one try from proving anything. With `r` of `t` tries
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
//! and two failures; here the four lean to the shop's average instead of to one half. Fifty for a
//! band of the shop's: it takes some fifty tries in a band before it is believed as much as the
//! whole. All of it in whole numbers, a chance in millionths: the same on every machine.

use chrono::{DateTime, Datelike, Utc, Weekday};

use super::cadence::DayPart;
use super::contact::{Contact, ContactWay, Direction, Outcome};
use super::hours::Calendar;

/// Certainty, as chances are counted here.
pub const CERTAIN: i64 = 1_000_000;

/// Pseudo-tries of the shop's average added to a customer's own (Agresti and Coull's four).
const OWN_WEIGHT: i64 = 4;
/// Pseudo-tries of the shop's whole added to one of its bands.
const BAND_WEIGHT: i64 = 50;
/// How much likelier another band has to be before the usual one is left for it: less than one try
/// that failed, more than the shop's own bands differ by chance.
pub const MARGIN: i64 = CERTAIN / 10;

/// How many bands there are.
pub const BANDS: usize = 8;

/// A band of the day: one of its parts, on a workday or at a weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourBand {
    /// Whether it is Saturday or Sunday.
    pub weekend: bool,
    /// Which part of the day.
    pub part: DayPart,
}

impl HourBand {
    /// The band an instant lies in, by the shop's clock.
    #[must_use]
    pub fn of(at: DateTime<Utc>, calendar: &Calendar) -> Self {
        Self {
            weekend: matches!(calendar.date(at).weekday(), Weekday::Sat | Weekday::Sun),
            part: DayPart::of(calendar.minute(at)),
        }
    }

    /// Its number in the store: 0 to 3 on workdays, 4 to 7 at weekends, morning first.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.part as i64 + if self.weekend { 4 } else { 0 }
    }

    const fn index(self) -> usize {
        self.part as usize + if self.weekend { 4 } else { 0 }
    }

    /// As a sentence says it: "mornings", "after 17:00", "weekend mornings".
    const fn said(self) -> &'static str {
        match (self.weekend, self.part) {
            (false, DayPart::Morning) => "mornings",
            (false, DayPart::Midday) => "12:00 to 14:00",
            (false, DayPart::Afternoon) => "14:00 to 17:00",
            (false, DayPart::Evening) => "after 17:00",
            (true, DayPart::Morning) => "weekend mornings",
            (true, DayPart::Midday) => "weekends 12:00 to 14:00",
            (true, DayPart::Afternoon) => "weekends 14:00 to 17:00",
            (true, DayPart::Evening) => "weekends after 17:00",
        }
    }
}

/// How often somebody was tried, and how often that reached them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AttemptCounts {
    /// Calls made.
    pub tried: i64,
    /// Of them, those that reached them.
    pub reached: i64,
}

impl AttemptCounts {
    /// With others added to them.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            tried: self.tried + other.tried,
            reached: self.reached + other.reached,
        }
    }

    /// The smoothed chance, in millionths: pulled to another by so many tries of it.
    pub(super) const fn pulled(self, to: i64, weight: i64) -> i64 {
        (self.reached * CERTAIN + weight * to) / (self.tried + weight)
    }
}

/// What a contact teaches of when its customer answers: only our own calls do, and none to a number
/// that was somebody else's.
#[must_use]
pub fn attempt_counts(contact: &Contact) -> Option<AttemptCounts> {
    let ours = contact.direction == Direction::Outward && contact.way == ContactWay::Phone;
    (ours && contact.outcome != Outcome::WrongNumber).then(|| AttemptCounts {
        tried: 1,
        reached: i64::from(contact.outcome == Outcome::Reached),
    })
}

/// Tries by band, as they are kept.
pub type AttemptsByBand = [AttemptCounts; BANDS];

/// What is known of when a customer answers: their own tries, and the shop's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnswerHabits {
    /// The customer's own.
    pub own: AttemptsByBand,
    /// All customers' together.
    pub shop: AttemptsByBand,
}

impl AnswerHabits {
    /// Nothing is known.
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

    /// How likely they are to answer in a band, in millionths.
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

    /// The same when one more try in a band has reached nobody.
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

    /// The one of some instants at which they are likeliest to answer; the first, unless another
    /// beats it by a margin: a little evidence turns nothing over.
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
        // Of two alike the earlier candidate stays: `max_by_key` would take the later.
        let best = better.fold(
            None,
            |best: Option<(i64, DateTime<Utc>)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            },
        );
        Some(best.map_or(usual, |(_, at)| at))
    }

    /// In words and numbers, for the card: "Answers after 17:00: 4 of 5; mornings 1 of 6". Nothing
    /// before a second try.
    #[must_use]
    pub fn said(&self) -> Option<String> {
        let mut tried: Vec<(HourBand, AttemptCounts)> = all()
            .filter_map(|band| Some((band, *self.own.get(band.index())?)))
            .filter(|(_, t)| t.tried > 0)
            .collect();
        let whole = tried
            .iter()
            .map(|(_, t)| *t)
            .fold(AttemptCounts::default(), AttemptCounts::and);
        if whole.tried < 2 {
            return None;
        }
        tried.sort_by_key(|(band, t)| (-self.chance(*band), -t.tried));
        let of = |t: &AttemptCounts| format!("{} of {}", t.reached, t.tried);
        let ((band, best), others) = tried.split_first()?;
        let begins = if best.reached > 0 {
            "Answers"
        } else {
            "Not reached yet"
        };
        // The worst is worth knowing; what lies between is not.
        let worst = others.last();
        let worst = worst.map(|(band, t)| format!("; {} {}", band.said(), of(t)));
        Some(format!(
            "{begins} {}: {}{}",
            band.said(),
            of(best),
            worst.unwrap_or_default()
        ))
    }
}

/// Every band, in the order of their numbers.
fn all() -> impl Iterator<Item = HourBand> {
    let parts = [
        DayPart::Morning,
        DayPart::Midday,
        DayPart::Afternoon,
        DayPart::Evening,
    ];
    [false, true].into_iter().flat_map(move |weekend| {
        parts
            .into_iter()
            .map(move |part| HourBand { weekend, part })
    })
}

#[cfg(test)]
mod tests;
