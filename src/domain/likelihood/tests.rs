//! The smoothing worked out by hand, and the sentences and choices based on it.

use chrono::{DateTime, Utc};

use super::super::cadence::DayPart;
use super::super::hours::Calendar;
use super::{AnswerHabits, AttemptCounts, CERTAIN, HourBand};

const fn workday(part: DayPart) -> HourBand {
    HourBand {
        weekend: false,
        part,
    }
}

const fn tries(tried: i64, reached: i64) -> AttemptCounts {
    AttemptCounts { tried, reached }
}

fn habits(own: &[(usize, AttemptCounts)], shop: &[(usize, AttemptCounts)]) -> AnswerHabits {
    let mut habits = AnswerHabits::UNKNOWN;
    for (band, tries) in own {
        habits.own[*band] = *tries;
    }
    for (band, tries) in shop {
        habits.shop[*band] = *tries;
    }
    habits
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Tuesday 24 November 2026, at an hour.
fn tuesday(clock: &str) -> DateTime<Utc> {
    at(&format!("2026-11-24T{clock}:00Z"))
}

#[test]
fn where_nothing_is_known_every_band_is_even() {
    for part in [
        DayPart::Morning,
        DayPart::Midday,
        DayPart::Afternoon,
        DayPart::Evening,
    ] {
        assert_eq!(AnswerHabits::UNKNOWN.chance(workday(part)), CERTAIN / 2);
    }
}

#[test]
fn a_chance_is_the_formula_worked_out_by_hand() {
    // The shop: 40 of 80 in all, so w = (40 + 2) / (80 + 4) = 0.5; evenings 30 of 40, so
    // b = (30 + 25) / (40 + 50) = 0.611111; theirs 4 of 5, so p = (4 + 4 × 0.611111) / 9.
    let shop = [(0, tries(40, 10)), (3, tries(40, 30))];
    let known = habits(&[(3, tries(5, 4))], &shop);
    assert_eq!(known.chance(workday(DayPart::Evening)), 716_049);
    // Mornings: b = (10 + 25) / 90 = 0.388888, and the customer has no tries of their own.
    assert_eq!(known.chance(workday(DayPart::Morning)), 388_888);
}

#[test]
fn workdays_and_weekends_are_known_apart() {
    let calendar = Calendar::default();
    let saturday = HourBand::of(at("2026-11-28T10:00:00Z"), &calendar);
    let tuesday = HourBand::of(tuesday("10:00"), &calendar);
    assert_eq!((saturday.number(), tuesday.number()), (4, 0));
}

#[test]
fn one_try_that_failed_turns_nothing_over() {
    let calendar = Calendar::default();
    let missed = AnswerHabits::UNKNOWN.after_a_miss(workday(DayPart::Morning));
    let among = [tuesday("10:00"), tuesday("15:00"), tuesday("17:00")];
    let usual = missed.likeliest(among, &calendar);
    assert_eq!(
        usual,
        Some(tuesday("10:00")),
        "0.4 is within the margin of 0.5"
    );
    let twice = missed.after_a_miss(workday(DayPart::Morning));
    assert_eq!(twice.likeliest(among, &calendar), Some(tuesday("15:00")));
}

#[test]
fn the_likeliest_hour_is_the_one_they_answered_at() {
    let calendar = Calendar::default();
    let known = habits(&[(0, tries(4, 1)), (3, tries(5, 4))], &[]);
    let among = [tuesday("15:00"), tuesday("10:00"), tuesday("17:00")];
    assert_eq!(known.likeliest(among, &calendar), Some(tuesday("17:00")));
}
