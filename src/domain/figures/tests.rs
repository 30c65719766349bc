//! What the figures' sentences and charts show: for nothing, for little, and for plenty.

use chrono::NaiveDate;

use super::charts::{ChartSection, sections};
use super::{Figures, Grain, Period, ReportRange, captions};
use crate::domain::metrics::{Metric, MetricKey};
use crate::domain::money::Currency;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(from: &str, to: &str) -> Period {
    Period {
        from: day(from),
        to: day(to),
    }
}

/// Four weeks with some counts: the day of November 2026, metric, part and count of each.
fn counted(numbers: &[(u32, Metric, i64, i64)]) -> Figures {
    let mut f = Figures::of(days("2026-11-02", "2026-11-29"));
    let stretch = f.next_uncounted_period().unwrap();
    let place = |(day, what, part, n): &(u32, Metric, i64, i64)| {
        let day = NaiveDate::from_ymd_opt(2026, 11, *day).unwrap();
        let (what, part) = (*what, *part);
        (MetricKey { day, what, part }, *n)
    };
    f.count(stretch, numbers.iter().map(place));
    f
}

/// Calls in some hours of a Tuesday: the hour, attempts, and how many reached somebody.
fn called(hours: &[(i64, i64, i64)]) -> Figures {
    let mut numbers = Vec::new();
    for (hour, tried, reached) in hours {
        numbers.push((3, Metric::Calls, *hour, *tried));
        numbers.push((3, Metric::Reached, *hour, *reached));
    }
    counted(&numbers)
}

fn all(f: &Figures, width: usize) -> Vec<ChartSection> {
    sections(f, width, &Currency::default())
}

#[test]
fn of_nothing_every_figure_says_so_and_draws_nothing() {
    let drawn = all(&counted(&[]), 76);
    let said: Vec<&str> = drawn.iter().map(|s| s.says.as_str()).collect();
    assert_eq!(
        said,
        [
            "No calls were made in these days.",
            "No calls were made in these days.",
            "Nothing was promised for these days.",
            "No red or amber finding was decided.",
            "No finding was rung about for the first time.",
            "No feelings were noted.",
            "Nobody was reached in these days.",
            "Nobody rang us.",
            "No new customers.",
        ]
    );
    assert!(drawn.iter().all(|s| s.lines.is_empty()));
}

#[test]
fn the_hour_at_which_most_answer_is_named_with_its_numbers() {
    let clear = called(&[(9, 30, 3), (10, 60, 25), (14, 60, 24), (17, 52, 41)]);
    assert_eq!(
        captions::hours(&clear),
        "Most people answer between 17 and 18 (41 of 52); \
         before 10 hardly anybody does (3 of 30)."
    );
    let seldom = called(&[(9, 400, 20), (12, 100, 30), (19, 400, 60)]);
    assert_eq!(
        captions::hours(&seldom),
        "People answer best between 12 and 13 (30 of 100); \
         before 10 hardly anybody does (20 of 400)."
    );
    let late = called(&[(9, 100, 60), (12, 100, 62), (19, 100, 30)]);
    assert_eq!(
        captions::hours(&late),
        "After 19 fewest answer (30 of 100)."
    );
    let noon = called(&[(9, 100, 60), (12, 100, 5), (19, 100, 62)]);
    let said = captions::hours(&noon);
    assert!(
        said.ends_with("between 12 and 13 hardly anybody does (5 of 100)."),
        "{said}"
    );
    let never = called(&[(9, 100, 60), (10, 100, 64), (12, 12, 0)]);
    let said = captions::hours(&never);
    assert_eq!(said, "After 12 hardly anybody answers (0 of 12).");
}

#[test]
fn little_is_said_of_little_and_chance_is_no_habit() {
    let of = |hours: &[(i64, i64, i64)]| captions::hours(&called(hours));
    assert_eq!(
        of(&[(9, 1, 1)]),
        "Too early to say when people answer: 1 call so far."
    );
    assert_eq!(
        of(&[(9, 9, 0), (17, 10, 10)]),
        "Too early to say when people answer: 19 calls so far."
    );
    // Six of nine, or thirteen of twenty: chance explains that.
    let even = "No hour stands out: 37 of 69 calls reached somebody.";
    assert_eq!(of(&[(9, 9, 6), (11, 20, 13), (15, 40, 18)]), even);
    // Four of four in one hour prove nothing.
    assert_eq!(
        of(&[(9, 40, 8), (17, 4, 4)]),
        "No hour stands out: 12 of 44 calls reached somebody."
    );
    assert_eq!(
        of(&[(9, 40, 40)]),
        "No hour stands out: 40 of 40 calls reached somebody."
    );
}

#[test]
fn calls_say_how_many_reached_somebody_and_when_the_most_were_made() {
    let some = counted(&[
        (3, Metric::Calls, 9, 30),
        (3, Metric::Reached, 9, 10),
        (4, Metric::Calls, 9, 12),
        (4, Metric::Reached, 9, 9),
    ]);
    assert_eq!(
        captions::calls(&some),
        "19 of 42 calls reached somebody (45 %); busiest day: 30, on Tue 3 Nov."
    );
    let alike = counted(&[(3, Metric::Calls, 9, 1), (4, Metric::Calls, 9, 1)]);
    assert_eq!(captions::calls(&alike), "0 of 2 calls reached somebody.");
    let one = counted(&[(3, Metric::Calls, 9, 1), (3, Metric::Reached, 9, 1)]);
    assert_eq!(captions::calls(&one), "1 of 1 call reached somebody.");
}

#[test]
fn promises_work_and_waits_are_said_with_every_number_there_is() {
    let f = counted(&[
        (3, Metric::Promise, 0, 12),
        (3, Metric::Promise, 1, 2),
        (4, Metric::Promise, 2, 1),
        (3, Metric::Asked, 0, 3),
        (3, Metric::Authorised, 0, 1),
        (3, Metric::Worth, 0, 18_050),
        (3, Metric::Asked, 1, 1),
        (3, Metric::Waited, 0, 2),
        (3, Metric::Waited, 1, 3),
        (3, Metric::Waited, 4, 4),
    ]);
    assert_eq!(
        captions::promises(&f),
        "12 of 15 promises kept, 2 late, 1 not due yet."
    );
    assert_eq!(
        captions::work(&f, &Currency::default()),
        "Of 3 red findings 1 was authorised, worth £180.50; \
         of 1 amber finding none was authorised."
    );
    assert_eq!(
        captions::waited(&f),
        "5 of 9 findings were rung about within 4 hours."
    );
    let kept = counted(&[(3, Metric::Promise, 0, 7), (3, Metric::Waited, 4, 3)]);
    assert_eq!(captions::promises(&kept), "All 7 promises were kept.");
    assert_eq!(
        captions::waited(&kept),
        "3 of 3 findings waited longer than 3 days for the first call."
    );
    let one = counted(&[(3, Metric::Promise, 0, 1), (3, Metric::Waited, 2, 1)]);
    assert_eq!(captions::promises(&one), "The one promise was kept.");
    assert_eq!(
        captions::waited(&one),
        "The one finding was rung about within a day."
    );
}

#[test]
fn feelings_tries_and_who_rang_whom_are_counted_out() {
    let f = counted(&[
        (3, Metric::Felt, 0, 4),
        (10, Metric::Felt, 2, 1),
        (3, Metric::Tries, 1, 6),
        (3, Metric::Tries, 2, 2),
        (3, Metric::Tries, 5, 1),
        (3, Metric::RangUs, 0, 1),
        (3, Metric::Calls, 9, 9),
        (3, Metric::New, 0, 2),
    ]);
    assert_eq!(
        captions::feelings(&f),
        "Of 5 calls with a feeling noted, 4 ended pleased, 0 fine, 1 unhappy."
    );
    assert_eq!(
        captions::tries(&f),
        "6 of 9 were reached at the first try; 1 took three or more."
    );
    assert_eq!(
        captions::rang_us(&f),
        "They rang us once, we rang them 9 times."
    );
    assert_eq!(captions::new(&f), "2 new customers.");
}

#[test]
fn whom_customers_sent_is_said_and_drawn_beside_those_who_came_by_themselves() {
    let f = counted(&[(3, Metric::New, 0, 5), (3, Metric::Sent, 0, 2)]);
    assert_eq!(
        captions::new(&f),
        "5 new customers; 2 were sent by other customers."
    );
    let new = all(&f, 76).pop().unwrap();
    let bars: Vec<_> = new
        .lines
        .iter()
        .map(|l| (l.label, l.number.as_str()))
        .collect();
    assert_eq!(bars[bars.len() - 2..], [("sent", "2"), ("by self", "3")]);
}

#[test]
fn an_hour_is_darker_the_more_answer_and_one_try_proves_little() {
    let f = called(&[(9, 40, 0), (10, 40, 16), (11, 1, 1), (13, 40, 40)]);
    let heat = &all(&f, 42)[0].lines;
    assert_eq!(heat[0].strokes, "9   10  11  12  13  ");
    assert_eq!((heat[1].label, heat[1].strokes.trim()), ("Mon", ""));
    assert_eq!(heat[2].label, "Tue");
    let shades: Vec<char> = heat[2].strokes.chars().step_by(4).collect();
    assert_eq!(shades, ['·', '▒', '▒', ' ', '█']);
    assert_eq!(heat[2].number, "57 of 121");
    assert_eq!(heat.len(), 9);
}

#[test]
fn a_bar_and_a_column_show_that_there_is_one_however_small() {
    let f = counted(&[
        (3, Metric::Promise, 0, 500),
        (3, Metric::Promise, 1, 1),
        (4, Metric::Calls, 9, 400),
        (5, Metric::Calls, 9, 1),
        (6, Metric::Reached, 9, 0),
    ]);
    let drawn = all(&f, 76);
    let promises = &drawn[2].lines;
    assert_eq!(promises[1].strokes, "█");
    assert_eq!(promises[2].strokes, "");
    let calls = &drawn[1].lines;
    assert_eq!(calls[0].strokes.trim_end(), "    █");
    assert_eq!(calls[1].strokes.trim_end(), "    █ ▁");
    assert_eq!((calls[1].label, calls[1].number.as_str()), ("calls", "401"));
}

#[test]
fn whatever_the_room_nothing_is_drawn_beyond_it() {
    let numbers: Vec<_> = (2..30)
        .flat_map(|day| {
            Metric::ALL.iter().flat_map(move |what| {
                (0..24).map(move |part| (day, *what, part, part * i64::from(day)))
            })
        })
        .collect();
    let four_weeks = counted(&numbers);
    let mut forty_years = Figures::of(days("1986-11-30", "2026-11-29"));
    while let Some(stretch) = forty_years.next_uncounted_period() {
        let place = |(day, what, part, n): &(u32, Metric, i64, i64)| {
            let day = stretch.from + chrono::Days::new(u64::from(*day));
            let (what, part) = (*what, *part);
            (MetricKey { day, what, part }, *n)
        };
        forty_years.count(stretch, numbers.iter().map(place));
    }
    for f in [four_weeks, forty_years] {
        for width in [46, 56, 76, 116] {
            for section in all(&f, width) {
                assert!(!section.lines.is_empty(), "{}", section.title);
                for line in section.lines {
                    let strokes = line.strokes.chars().count() + line.number.chars().count();
                    let used = super::charts::LABEL + 1 + strokes + 1;
                    assert!(used <= width + 1, "{width}: {line:?}");
                }
            }
        }
    }
}

#[test]
fn a_long_time_is_drawn_by_what_is_long_enough() {
    let of = |from, to, room| {
        let f = Figures::of(days(from, to));
        let grain = f.fitting(Grain::Day, room);
        assert!(f.columns(grain).len() <= room, "{grain:?}");
        grain
    };
    assert_eq!(of("2026-11-02", "2026-11-29", 40), Grain::Day);
    assert_eq!(of("2025-11-30", "2026-11-29", 60), Grain::Week);
    assert_eq!(of("2025-11-30", "2026-11-29", 40), Grain::Month);
    assert_eq!(of("2016-11-30", "2026-11-29", 60), Grain::Quarter);
    assert_eq!(of("1996-11-30", "2026-11-29", 60), Grain::Year);
}

#[test]
fn days_that_adjoin_add_up_in_whatever_stretches_they_are_counted() {
    let period = days("2025-11-03", "2026-11-29");
    let mut numbers = Vec::new();
    let mut day = period.from;
    while day <= period.to {
        let n = i64::from(chrono::Datelike::ordinal(&day));
        for (what, part) in [
            (Metric::Calls, n % 24),
            (Metric::Felt, n % 3),
            (Metric::New, 0),
        ] {
            numbers.push((MetricKey { day, what, part }, n));
        }
        day = day.succ_opt().unwrap();
    }
    let within = |p: Period| {
        let of = numbers
            .iter()
            .filter(move |(place, _)| place.day >= p.from && place.day <= p.to);
        of.copied().collect::<Vec<_>>()
    };
    let mut at_once = Figures::of(period);
    at_once.count(period, numbers.clone());
    let mut by_stretches = Figures::of(period);
    while let Some(stretch) = by_stretches.next_uncounted_period() {
        by_stretches.count(stretch, within(stretch));
    }
    assert_eq!(by_stretches, at_once);
}

#[test]
fn how_far_back_one_looks_ends_today_and_begins_where_it_says() {
    let today = day("2026-02-28");
    let from = |back: ReportRange, since| back.period(today, since).from.to_string();
    assert_eq!(from(ReportRange::Week, None), "2026-02-22");
    assert_eq!(from(ReportRange::FourWeeks, None), "2026-02-01");
    assert_eq!(from(ReportRange::Year, None), "2025-03-01");
    assert_eq!(from(ReportRange::Everything, None), "2026-02-28");
    assert_eq!(
        from(ReportRange::Everything, Some(day("2019-05-06"))),
        "2019-05-06"
    );
    // The only record is a promise for tomorrow: nothing to look back to.
    assert_eq!(
        from(ReportRange::Everything, Some(day("2026-03-01"))),
        "2026-02-28"
    );
}
