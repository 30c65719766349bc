//! A population whose habits are known, and four ways of choosing the hour of the next try: how
//! many calls each takes to reach it.
//!
//! Everybody falls due every quarter of a year, first rung at some minute of the opening hours; the
//! four ways share that minute, the days of the cadence and the luck of each call, and differ by
//! the hour alone. Nobody's habits are known to any of them but by the calls they made.

use chrono::{DateTime, Days, TimeDelta, Utc};

use checkback::domain::cadence::{self, Cadence, DayPart, FailedAttempt};
use checkback::domain::contact::Outcome;
use checkback::domain::hours::Calendar;
use checkback::domain::likelihood::{AnswerHabits, AttemptCounts, AttemptsByBand, HourBand};

use crate::common::{SeededRng, at, rules};

/// How often in a hundred calls each sort of customer answers: in the morning, at midday, in the
/// afternoon, from five; and at weekends. With how many in a hundred they are.
const SORTS: [(u64, [u64; 4], u64); 4] = [
    // At work by day.
    (40, [12, 30, 12, 70], 60),
    // At home by day.
    (30, [65, 45, 55, 30], 35),
    // On shifts.
    (15, [10, 45, 60, 25], 30),
    // Anytime or never.
    (15, [35, 35, 35, 35], 35),
];

/// How the hour of the next try is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourChoice {
    /// Always at ten.
    Fixed,
    /// At any minute of the opening hours.
    Random,
    /// By the cadence, as if nothing was ever learnt.
    Unlearnt,
    /// By the cadence and what the calls taught.
    Learnt,
}

/// What a way came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PopulationOutcome {
    /// Calls made.
    pub calls: u32,
    /// Reasons to ring for which somebody was reached.
    pub reached: u32,
    /// Those whose tries ran out.
    pub let_go: u32,
}

impl PopulationOutcome {
    /// Calls for each customer who was reached.
    pub fn each(&self) -> f64 {
        f64::from(self.calls) / f64::from(self.reached.max(1))
    }
}

struct SimulatedCustomer {
    sort: usize,
    own: AttemptsByBand,
}

/// The luck of one call, in hundredths: the same whatever way it was chosen.
fn luck(seed: u64, customer: usize, round: u64, nth: u64) -> u64 {
    let mut dice = SeededRng::new(seed ^ ((customer as u64) << 32) ^ (round << 8) ^ nth);
    dice.next();
    dice.roll(100)
}

fn answers(sort: usize, band: HourBand) -> u64 {
    let (_, day, weekend) = SORTS[sort];
    if band.weekend {
        weekend
    } else {
        day[band.part as usize]
    }
}

/// So many customers, each due so often: what a way came to in the second half of the time, when
/// there is something to have learnt from.
pub fn works(way: HourChoice, seed: u64, customers: usize, rounds: u64) -> PopulationOutcome {
    let calendar = rules().calendar;
    let mut dice = SeededRng::new(seed);
    let sort_of = |roll: u64| {
        let mut upto = 0;
        let found = SORTS.iter().position(|(share, ..)| {
            upto += share;
            roll < upto
        });
        found.unwrap_or(0)
    };
    let mut people: Vec<SimulatedCustomer> = (0..customers)
        .map(|_| SimulatedCustomer {
            sort: sort_of(dice.roll(100)),
            own: AttemptsByBand::default(),
        })
        .collect();
    let mut shop = AttemptsByBand::default();
    let mut came = PopulationOutcome::default();
    let start = at("2024-01-08T00:00:00Z");
    for round in 0..rounds {
        for (n, customer) in people.iter_mut().enumerate() {
            let quarter = start + Days::new(round * 91 + dice.roll(80));
            let due = any_minute(&calendar, quarter, &mut dice);
            let mut counted = PopulationOutcome::default();
            one(
                way,
                due,
                &calendar,
                customer,
                &mut shop,
                &mut dice.clone(),
                &mut counted,
                |nth| luck(seed, n, round, nth),
            );
            if round >= rounds / 2 {
                came.calls += counted.calls;
                came.reached += counted.reached;
                came.let_go += counted.let_go;
            }
        }
    }
    came
}

/// Rings one customer until they are reached or the tries run out.
#[expect(
    clippy::too_many_arguments,
    reason = "what a call depends on, one by one"
)]
fn one(
    way: HourChoice,
    due: DateTime<Utc>,
    calendar: &Calendar,
    customer: &mut SimulatedCustomer,
    shop: &mut AttemptsByBand,
    dice: &mut SeededRng,
    came: &mut PopulationOutcome,
    luck: impl Fn(u64) -> u64,
) {
    let cadence = Cadence::default();
    let mut now = due;
    let (mut parts, mut today) = (0, 0);
    let mut day = calendar.date(now);
    for nth in 0_i64.. {
        let band = HourBand::of(now, calendar);
        let habits = match way {
            HourChoice::Learnt => AnswerHabits {
                own: customer.own,
                shop: *shop,
            },
            _ => AnswerHabits::UNKNOWN,
        };
        came.calls += 1;
        let hit = luck(nth.unsigned_abs()) < answers(customer.sort, band);
        let number = usize::try_from(band.number()).unwrap();
        let lesson = AttemptCounts {
            tried: 1,
            reached: i64::from(hit),
        };
        customer.own[number] = customer.own[number].and(lesson);
        shop[number] = shop[number].and(lesson);
        if hit {
            came.reached += 1;
            return;
        }
        if calendar.date(now) != day {
            (day, today) = (calendar.date(now), 0);
        }
        today += 1;
        parts |= DayPart::of(calendar.minute(now)).bit();
        let next = cadence::next(
            &cadence,
            calendar,
            &FailedAttempt {
                at: now,
                outcome: Outcome::NoAnswer,
                steps: nth,
                busies: 0,
                parts,
                today,
                red: false,
                marketing: false,
                hours: None,
                retry: None,
                habits: &habits,
            },
        );
        if next.let_go {
            came.let_go += 1;
            return;
        }
        now = match way {
            HourChoice::Unlearnt | HourChoice::Learnt => next.at,
            HourChoice::Fixed => calendar
                .at_minute(calendar.date(next.at), 10 * 60)
                .max(now + TimeDelta::hours(3)),
            HourChoice::Random => {
                any_minute(calendar, next.at, dice).max(now + TimeDelta::hours(1))
            }
        };
    }
}

/// A minute of the opening hours of a day, or of the next open one.
fn any_minute(calendar: &Calendar, at: DateTime<Utc>, dice: &mut SeededRng) -> DateTime<Utc> {
    let day = calendar.open_day_from(calendar.date(at));
    let minutes: Vec<u16> = calendar
        .spans(&calendar.opening, day)
        .iter()
        .flat_map(|s| s.from..s.to)
        .collect();
    let n = usize::try_from(dice.roll(minutes.len() as u64)).unwrap();
    calendar.at_minute(day, minutes[n])
}
