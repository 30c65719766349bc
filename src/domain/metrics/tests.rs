//! What one change adds to the counts, by hand; and that undo subtracts exactly that.

use chrono::{DateTime, Utc};

use super::super::change::{Change, Record};
use super::super::contact::{Contact, ContactWay, Direction, Feeling, Outcome};
use super::super::follow_up::{FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity};
use super::super::hours::Calendar;
use super::super::likelihood::AttemptCounts;
use super::MetricDeltas;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// London, where it is UTC + 1 in summer.
fn london() -> Calendar {
    Calendar {
        zone: chrono_tz::Europe::London,
        ..Calendar::default()
    }
}

fn call(when: &str, outcome: Outcome) -> Contact {
    Contact {
        id: 1,
        version: 0,
        customer: 7,
        at: at(when),
        by: "Tom".to_owned(),
        direction: Direction::Outward,
        way: ContactWay::Phone,
        outcome,
        answers: Vec::new(),
        next_at: None,
        feeling: None,
        note: None,
        attempt: Some(2),
    }
}

fn finding() -> FollowUp {
    let mut f = FollowUp::new(
        1,
        7,
        FollowUpKind::Finding,
        "Front pads",
        at("2026-11-23T09:00:00Z"),
    );
    f.severity = Some(Severity::Red);
    f
}

/// What a change adds: day, metric, part and count of each.
fn added(change: &Change) -> Vec<(String, &'static str, i64, i64)> {
    let mut counts = MetricDeltas::default();
    counts.add(change, &london());
    counts.drop_zeroes();
    let figures = counts.figures.into_iter();
    figures
        .map(|(p, n)| (p.day.to_string(), p.what.word(), p.part, n))
        .collect()
}

fn made(record: Record) -> Change {
    Change::made(record)
}

fn changed(before: &FollowUp, after: &FollowUp) -> Change {
    Change::of(
        Record::FollowUp(before.clone()),
        Record::FollowUp(after.clone()),
    )
}

#[test]
fn a_call_counts_on_the_shops_day_and_in_the_shops_hour() {
    // Half past eleven at night in UTC is half past midnight in a London summer.
    let reached = call("2026-07-06T23:30:00Z", Outcome::Reached);
    let day = || "2026-07-07".to_owned();
    assert_eq!(
        added(&made(Record::Contact(reached))),
        [
            (day(), "calls", 0, 1),
            (day(), "reached", 0, 1),
            (day(), "tries", 2, 1)
        ]
    );
}

#[test]
fn who_rings_us_or_is_written_to_is_no_call_of_ours() {
    let mut inward = call("2026-11-24T10:00:00Z", Outcome::Reached);
    inward.direction = Direction::Inward;
    inward.feeling = Some(Feeling::Fine);
    let day = || "2026-11-24".to_owned();
    assert_eq!(
        added(&made(Record::Contact(inward.clone()))),
        [(day(), "rang-us", 0, 1), (day(), "felt", 1, 1)]
    );
    inward.direction = Direction::Outward;
    inward.way = ContactWay::Text;
    assert_eq!(
        added(&made(Record::Contact(inward))),
        [(day(), "felt", 1, 1)]
    );
}

#[test]
fn a_wrong_number_is_a_call_but_teaches_nothing_of_when_they_answer() {
    let mut counts = MetricDeltas::default();
    let wrong = call("2026-11-24T10:00:00Z", Outcome::WrongNumber);
    counts.add(&made(Record::Contact(wrong)), &london());
    assert_eq!(counts.figures.len(), 1);
    assert!(counts.answering.is_empty());
    let missed = call("2026-11-24T17:30:00Z", Outcome::NoAnswer);
    counts.add(&made(Record::Contact(missed)), &london());
    let lesson = AttemptCounts {
        tried: 1,
        reached: 0,
    };
    assert_eq!(
        counts.answering.into_iter().collect::<Vec<_>>(),
        [((7, 3), lesson)]
    );
}

#[test]
fn work_counts_on_the_day_of_the_yes_with_what_it_is_worth() {
    let before = finding();
    let mut after = before.clone();
    after.state = FollowUpState::Closed;
    after.result = Some(FollowUpResult::Authorised);
    after.result_at = Some(at("2026-11-24T10:00:00Z"));
    after.first_call_at = after.result_at;
    after.authorised_amount = Some(18_000);
    let on = || "2026-11-24".to_owned();
    assert_eq!(
        added(&changed(&before, &after)),
        [
            (on(), "asked", 0, 1),
            (on(), "authorised", 0, 1),
            (on(), "worth", 0, 18_000),
            // 25 hours: longer than a day, not than three.
            (on(), "waited", 3, 1)
        ]
    );
}

#[test]
fn a_promise_is_open_then_kept_or_late_on_its_own_day() {
    let mut before = finding();
    before.promised_at = Some(at("2026-11-24T16:00:00Z"));
    let on = || "2026-11-24".to_owned();
    let mut heard = before.clone();
    heard.heard_at = Some(at("2026-11-24T15:59:00Z"));
    assert_eq!(
        added(&changed(&before, &heard)),
        [(on(), "promise", 0, 1), (on(), "promise", 2, -1)]
    );
    heard.heard_at = Some(at("2026-11-25T09:00:00Z"));
    assert_eq!(
        added(&changed(&before, &heard)),
        [(on(), "promise", 1, 1), (on(), "promise", 2, -1)]
    );
}

#[test]
fn a_kept_promise_stays_counted_when_another_is_given() {
    let mut kept = finding();
    kept.promised_at = Some(at("2026-11-24T16:00:00Z"));
    kept.heard_at = Some(at("2026-11-24T15:00:00Z"));
    let mut another = kept.clone();
    another.promise(at("2026-11-26T16:00:00Z"), at("2026-11-24T15:01:00Z"));
    let given = changed(&kept, &another);
    let on = || "2026-11-26".to_owned();
    assert_eq!(added(&given), [(on(), "promise", 2, 1)]);
    assert_eq!(added(&given.reversed()), [(on(), "promise", 2, -1)]);
}

#[test]
fn a_broken_promise_counts_as_late_on_the_day_it_broke_whatever_is_promised_next() {
    let mut promised = finding();
    promised.promised_at = Some(at("2026-11-24T10:00:00Z"));
    let mut renewed = promised.clone();
    renewed.promise(at("2026-11-25T10:00:00Z"), at("2026-11-24T11:00:00Z"));
    let on = || "2026-11-24".to_owned();
    assert_eq!(
        added(&changed(&promised, &renewed)),
        [(on(), "promise", 1, 1), (on(), "promise", 2, -1)]
    );
    let mut heard = renewed.clone();
    heard.heard_at = Some(at("2026-11-25T09:00:00Z"));
    assert_eq!(added(&changed(&renewed, &heard)), []);
}

#[test]
fn what_undo_takes_away_is_what_the_act_added() {
    let mut counts = MetricDeltas::default();
    let change = made(Record::Contact(call(
        "2026-11-24T10:00:00Z",
        Outcome::Reached,
    )));
    counts.add(&change, &london());
    counts.add(&change.reversed(), &london());
    counts.drop_zeroes();
    assert_eq!(counts, MetricDeltas::default());
}
