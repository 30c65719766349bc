//! Figures: a month of acts, counted by hand; the same numbers across undo, and in every range.

use checkback::domain::contact::{Direction, Feeling, Outcome};
use checkback::domain::draft::Reason;
use checkback::domain::figures::{Figures, Grain, Period, ReportRange};
use checkback::domain::follow_up::{FollowUpKind, FollowUpResult, Severity};
use checkback::domain::likelihood::AttemptCounts;
use checkback::domain::metrics::Metric;
use checkback::domain::outcome::ResultEntry;
use chrono::NaiveDate;

use crate::common::{Shop, at, contact, draft, reason};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(from: &str, to: &str) -> Period {
    Period {
        from: day(from),
        to: day(to),
    }
}

/// Sunday 1 to Monday 30 November 2026.
fn november() -> Period {
    days("2026-11-01", "2026-11-30")
}

/// An act of the month; all of them are by the clock of London, which is UTC's in November.
struct FiguresMonth(Shop);

impl FiguresMonth {
    fn finds(&mut self, when: &str, name: &str, severity: Severity, promise: Option<&str>) -> i64 {
        let reason = Reason {
            severity: Some(severity),
            quote: (severity != Severity::Green).then_some(18_000),
            promise: promise.map(at),
            ..reason(FollowUpKind::Finding, "Found it")
        };
        self.0.add(&draft(name, reason), at(when)).customer.id
    }

    fn misses(&mut self, when: &str, who: i64, outcome: Outcome) {
        let rules = self.0.rules.clone();
        let entry = self.0.entry(who);
        let scene = entry.scene(&rules, at(when), "Tom");
        let done = match outcome {
            Outcome::WrongNumber => scene.record_wrong_number(),
            outcome => scene.record_unanswered(outcome, None),
        };
        self.0.done(done, at(when));
    }

    fn talks(
        &mut self,
        when: &str,
        who: i64,
        direction: Direction,
        result: FollowUpResult,
        feeling: Option<Feeling>,
    ) {
        let rules = self.0.rules.clone();
        let entry = self.0.entry(who);
        let said = |id| ResultEntry {
            follow_up: id,
            result,
            words: None,
            amount: None,
        };
        let said: Vec<ResultEntry> = entry.follow_ups.iter().map(|f| said(f.id)).collect();
        let scene = entry.scene(&rules, at(when), "Tom");
        let saved = self
            .0
            .done(scene.record_reached(&said, direction, None), at(when));
        if let Some(feeling) = feeling {
            let entry = self.0.entry(who);
            let scene = entry.scene(&rules, at(when), "Tom");
            let felt = scene.record_feeling(contact(&saved), feeling);
            self.0.done(felt, at(when));
        }
    }

    fn promises(&mut self, when: &str, who: i64, by: &str) {
        let rules = self.0.rules.clone();
        let entry = self.0.entry(who);
        let scene = entry.scene(&rules, at(when), "Tom");
        let done = scene.promise(entry.follow_ups[0].id, at(by));
        self.0.done(done, at(when));
    }

    /// The whole of it.
    fn passes() -> Self {
        use Direction::{Inward, Outward};
        use FollowUpResult::{Authorised, CanWait, Declined, Settled};
        let mut m = Self(Shop::hurried());
        // Rung half an hour after it was found; the second try reached her, before the promised hour.
        let anita = m.finds(
            "2026-11-02T09:30:00Z",
            "Anita",
            Severity::Red,
            Some("2026-11-02T16:00:00Z"),
        );
        m.misses("2026-11-02T10:00:00Z", anita, Outcome::NoAnswer);
        let pleased = Some(Feeling::Pleased);
        m.talks("2026-11-02T15:00:00Z", anita, Outward, Authorised, pleased);
        // Rung after three and a half hours; no, at the second try.
        let ben = m.finds("2026-11-03T09:00:00Z", "Ben", Severity::Amber, None);
        m.misses("2026-11-03T12:30:00Z", ben, Outcome::Busy);
        let fine = Some(Feeling::Fine);
        m.talks("2026-11-04T17:15:00Z", ben, Outward, Declined, fine);
        // Promised for Friday noon and heard at two, unhappy; she rang back on Monday.
        let quote = Reason {
            promise: Some(at("2026-11-06T12:00:00Z")),
            ..reason(FollowUpKind::Quote, "Quote for struts")
        };
        let clara = m.0.add(&draft("Clara", quote), at("2026-11-05T11:00:00Z"));
        let clara = clara.customer.id;
        let unhappy = Some(Feeling::Unhappy);
        m.talks("2026-11-06T14:00:00Z", clara, Outward, Settled, unhappy);
        m.talks("2026-11-09T10:00:00Z", clara, Inward, Settled, None);
        // Rung a day and ten minutes later; the promise broke at ten and was renewed at noon.
        let dan = m.finds(
            "2026-11-10T09:00:00Z",
            "Dan",
            Severity::Amber,
            Some("2026-11-11T10:00:00Z"),
        );
        m.misses("2026-11-11T09:10:00Z", dan, Outcome::Voicemail);
        m.promises("2026-11-11T12:00:00Z", dan, "2026-11-12T10:00:00Z");
        m.talks("2026-11-12T09:30:00Z", dan, Outward, CanWait, None);
        // The number was somebody else's: the promise of the last of the month is still to keep.
        let eve = m.finds(
            "2026-11-16T08:45:00Z",
            "Eve",
            Severity::Red,
            Some("2026-11-30T16:00:00Z"),
        );
        m.misses("2026-11-16T09:20:00Z", eve, Outcome::WrongNumber);
        // A slip, taken back at once.
        m.misses("2026-11-17T10:00:00Z", eve, Outcome::NoAnswer);
        m.0.undo(at("2026-11-17T10:01:00Z")).unwrap();
        // Rung three days and five minutes later; yes, without a sum.
        let fay = m.finds("2026-11-20T18:00:00Z", "Fay", Severity::Green, None);
        m.talks("2026-11-23T18:05:00Z", fay, Outward, Authorised, None);
        m
    }
}

fn tries(tried: i64, reached: i64) -> AttemptCounts {
    AttemptCounts { tried, reached }
}

/// Every part of something, from the first number on.
fn parts<const N: usize>(f: &Figures, what: Metric, first: i64) -> [i64; N] {
    std::array::from_fn(|n| f.part(what, first + i64::try_from(n).unwrap()))
}

#[test]
fn a_months_figures_are_those_one_counts_by_hand() {
    let mut month = FiguresMonth::passes();
    let f = month.0.store.figures(november()).unwrap();
    assert_eq!(f.next_uncounted_period(), None);
    assert_eq!(f.calls(), tries(9, 5));
    assert_eq!(parts(&f, Metric::Tries, 1), [2, 3, 0, 0, 0]);
    assert_eq!(parts(&f, Metric::Felt, 0), [1, 1, 1]);
    assert_eq!(parts(&f, Metric::Promise, 0), [1, 2, 1], "kept, late, open");
    assert_eq!(parts(&f, Metric::Asked, 0), [1, 2, 1], "red, amber, green");
    assert_eq!(parts(&f, Metric::Authorised, 0), [1, 0, 1]);
    assert_eq!(parts(&f, Metric::Worth, 0), [18_000, 0, 0]);
    assert_eq!(parts(&f, Metric::Waited, 0), [1, 1, 0, 1, 1]);
    assert_eq!((f.all(Metric::RangUs), f.all(Metric::New)), (1, 6));
}

#[test]
fn the_hours_are_those_of_the_days_on_which_the_calls_were_made() {
    let mut month = FiguresMonth::passes();
    let f = month.0.store.figures(november()).unwrap();
    let mut by_hand = [[AttemptCounts::default(); 24]; 7];
    let [monday, tuesday, wednesday, thursday, friday, ..] = &mut by_hand;
    monday[9] = tries(1, 0);
    monday[10] = tries(1, 0);
    monday[15] = tries(1, 1);
    monday[18] = tries(1, 1);
    tuesday[12] = tries(1, 0);
    wednesday[9] = tries(1, 0);
    wednesday[17] = tries(1, 1);
    thursday[9] = tries(1, 1);
    friday[14] = tries(1, 1);
    assert_eq!(*f.hours, by_hand);
    assert_eq!(f.by_hour()[9], tries(3, 1));
}

#[test]
fn every_day_and_every_week_of_the_month_has_its_own() {
    let mut month = FiguresMonth::passes();
    let f = month.0.store.figures(november()).unwrap();
    let made = |grain| -> Vec<(String, i64, i64)> {
        let columns = f.columns(grain).into_iter();
        let some = columns.filter(|(_, c)| c.calls.tried + c.new > 0);
        some.map(|(day, c)| (day.to_string(), c.calls.tried, c.new))
            .collect()
    };
    let of = |day: &str, calls, new| (format!("2026-11-{day}"), calls, new);
    assert_eq!(f.columns(Grain::Day).len(), 30);
    assert_eq!(
        made(Grain::Day),
        [
            of("02", 2, 1),
            of("03", 1, 1),
            of("04", 1, 0),
            of("05", 0, 1),
            of("06", 1, 0),
            of("10", 0, 1),
            of("11", 1, 0),
            of("12", 1, 0),
            of("16", 1, 1),
            of("20", 0, 1),
            of("23", 1, 0),
        ]
    );
    assert_eq!(
        made(Grain::Week),
        [
            of("02", 5, 3),
            of("09", 2, 1),
            of("16", 1, 2),
            of("23", 1, 0)
        ]
    );
    assert_eq!(made(Grain::Month), [of("01", 9, 6)]);
}

#[test]
fn a_range_counts_its_own_days_and_no_other() {
    let mut month = FiguresMonth::passes();
    let mut of = |from, to| month.0.store.figures(days(from, to)).unwrap();
    let first = of("2026-11-02", "2026-11-02");
    assert_eq!(first.calls(), tries(2, 1));
    assert_eq!(parts(&first, Metric::Promise, 0), [1, 0, 0]);
    let second = of("2026-11-09", "2026-11-15");
    assert_eq!(second.calls(), tries(2, 1));
    assert_eq!(parts(&second, Metric::Promise, 0), [0, 1, 0]);
    assert_eq!(second.all(Metric::RangUs), 1);
    let before = of("2026-10-01", "2026-11-01");
    assert_eq!(before.calls(), tries(0, 0));
    assert_eq!(before.all(Metric::New), 0);
    // Ten years of which one month has anything in it.
    let all = of("2020-01-01", "2029-12-31");
    assert_eq!(all.calls(), tries(9, 5));
    let quarter = all.columns(Grain::Quarter);
    let fourth = quarter.iter().find(|(_, c)| c.calls.tried > 0).unwrap();
    assert_eq!((fourth.0, fourth.1.calls), (day("2026-10-01"), tries(9, 5)));
}

#[test]
fn what_is_taken_back_leaves_the_numbers_there_were() {
    let mut month = FiguresMonth::passes();
    let now = at("2026-11-24T10:00:00Z");
    let mut seen = Vec::new();
    while month.0.undo(now).is_ok() {
        seen.push(month.0.store.figures(november()).unwrap());
    }
    let nothing = seen.pop().unwrap();
    assert_eq!(
        (nothing.calls(), nothing.all(Metric::New)),
        (tries(0, 0), 0)
    );
    assert_eq!(nothing.all(Metric::Promise), 0);
    for before in seen.into_iter().rev() {
        month.0.redo(now).unwrap();
        assert_eq!(month.0.store.figures(november()).unwrap(), before);
    }
    month.0.redo(now).unwrap();
    let again = month.0.store.figures(november()).unwrap();
    let mut fresh = FiguresMonth::passes();
    assert_eq!(again, fresh.0.store.figures(november()).unwrap());
}

#[test]
fn one_looks_back_a_stretch_at_a_time_to_the_first_day_anything_was_counted() {
    let mut month = FiguresMonth::passes();
    let today = day("2027-11-30");
    let store = &mut month.0.store;
    let mut f = store.figures_back(ReportRange::Everything, today).unwrap();
    assert_eq!(f.period, days("2026-11-02", "2027-11-30"));
    assert_eq!(f.counted_from, Some(day("2027-11-03")));
    assert_eq!(f.calls(), tries(0, 0));
    let mut stretches = 1;
    while f.next_uncounted_period().is_some() {
        store.count_on(&mut f).unwrap();
        stretches += 1;
    }
    assert_eq!(stretches, 5);
    assert_eq!(f, store.figures(f.period).unwrap());
    let year = store.figures_back(ReportRange::Year, today).unwrap();
    assert_eq!(year.period, days("2026-12-01", "2027-11-30"));
    let weeks = store
        .figures_back(ReportRange::FourWeeks, day("2026-11-24"))
        .unwrap();
    assert_eq!(weeks.period, days("2026-10-28", "2026-11-24"));
    assert_eq!(weeks.calls(), tries(9, 5));
}

#[test]
fn an_empty_shop_has_figures_of_nothing() {
    let mut shop = Shop::hurried();
    let today = day("2026-11-24");
    let f = shop
        .store
        .figures_back(ReportRange::Everything, today)
        .unwrap();
    assert_eq!(
        (f.period, f.next_uncounted_period()),
        (days("2026-11-24", "2026-11-24"), None)
    );
    assert_eq!(f.calls(), tries(0, 0));
}
