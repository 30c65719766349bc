//! Properties: whatever is done with some customers, in whatever order, undo and redo give back
//! exactly what was there, and nothing that is open is ever out of sight.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{Backend, Shop, SuiteBackend, at, count, edited};
use checkback::domain::change::Change;
use checkback::domain::contact::{Direction, Feeling, Outcome};
use checkback::domain::draft::{self, Author, Draft, ExistingCustomer, Reason};
use checkback::domain::extra_mile;
use checkback::domain::figures::{Grain, Period};
use checkback::domain::follow_up::{
    FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity,
};
use checkback::domain::hours::DaySpan;
use checkback::domain::metrics::Metric;
use checkback::domain::outcome::{CustomerContext, ResultEntry};
use checkback::domain::referrals;
use checkback::domain::rest::rest_end;
use checkback::store::{CustomerCard, CustomerSummary, Seek};
use chrono::{DateTime, Days, Duration, Utc};
use proptest::prelude::*;

/// What a person may do next; the numbers choose among what there is.
#[derive(Debug, Clone)]
enum Operation {
    Add {
        kind: usize,
        severity: usize,
        due: i64,
        promise: Option<i64>,
    },
    AddTo {
        who: usize,
        kind: usize,
        due: i64,
        promise: Option<i64>,
    },
    Job {
        who: usize,
        playbook: usize,
    },
    Unanswered {
        who: usize,
        outcome: usize,
        next: Option<i64>,
    },
    Reached {
        who: usize,
        results: Vec<Option<usize>>,
        inward: bool,
        next: Option<i64>,
    },
    WrongNumber {
        who: usize,
    },
    Snooze {
        who: usize,
        hours: i64,
    },
    Promise {
        who: usize,
        which: usize,
        hours: i64,
    },
    Note {
        who: usize,
    },
    Feel {
        who: usize,
        feeling: usize,
    },
    LetGo {
        who: usize,
    },
    KeepTrying {
        who: usize,
    },
    HandOver {
        who: usize,
        to: usize,
    },
    Sent {
        who: usize,
        by: usize,
    },
    Edit {
        who: usize,
        how: usize,
    },
    Merge {
        who: usize,
        other: usize,
    },
}

fn some_hours() -> impl Strategy<Value = i64> {
    prop_oneof![1..4_i64, 1..100_i64]
}

fn doing() -> impl Strategy<Value = Operation> {
    let who = || 0..4_usize;
    let hours = some_hours;
    let maybe = || prop::option::weighted(0.2, some_hours());
    let due = || -50..100_i64;
    prop_oneof![
        2 => (0..10_usize, 0..4_usize, due(), maybe())
            .prop_map(|(kind, severity, due, promise)| Operation::Add { kind, severity, due, promise }),
        2 => (who(), 0..10_usize, due(), maybe())
            .prop_map(|(who, kind, due, promise)| Operation::AddTo { who, kind, due, promise }),
        1 => (who(), 0..30_usize).prop_map(|(who, playbook)| Operation::Job { who, playbook }),
        6 => (who(), 0..3_usize, maybe())
            .prop_map(|(who, outcome, next)| Operation::Unanswered { who, outcome, next }),
        3 => (who(), prop::collection::vec(prop::option::of(0..7_usize), 0..4), any::<bool>(), maybe())
            .prop_map(|(who, results, inward, next)| Operation::Reached { who, results, inward, next }),
        1 => who().prop_map(|who| Operation::WrongNumber { who }),
        1 => (who(), hours()).prop_map(|(who, hours)| Operation::Snooze { who, hours }),
        1 => (who(), 0..3_usize, hours())
            .prop_map(|(who, which, hours)| Operation::Promise { who, which, hours }),
        1 => who().prop_map(|who| Operation::Note { who }),
        1 => (who(), 0..3_usize).prop_map(|(who, feeling)| Operation::Feel { who, feeling }),
        1 => who().prop_map(|who| Operation::LetGo { who }),
        1 => who().prop_map(|who| Operation::KeepTrying { who }),
        1 => (who(), 0..2_usize).prop_map(|(who, to)| Operation::HandOver { who, to }),
        1 => (who(), who()).prop_map(|(who, by)| Operation::Sent { who, by }),
        1 => (who(), 0..8_usize).prop_map(|(who, how)| Operation::Edit { who, how }),
        1 => (who(), who()).prop_map(|(who, other)| Operation::Merge { who, other }),
    ]
}

/// One thing after another, with so many minutes between them.
fn a_while() -> impl Strategy<Value = Vec<(Operation, i64)>> {
    let minutes = prop_oneof![0..30_i64, 0..300_i64, 600..6_000_i64];
    prop::collection::vec((doing(), minutes), 1..25)
}

fn reason(
    kind: usize,
    severity: usize,
    now: DateTime<Utc>,
    due: i64,
    promise: Option<i64>,
) -> Reason {
    let kind = FollowUpKind::ALL[kind % FollowUpKind::ALL.len()];
    Reason {
        severity: Severity::ALL
            .get(severity)
            .copied()
            .filter(|_| kind == FollowUpKind::Finding),
        due: Some(now + Duration::hours(due)),
        promise: promise.map(|hours| now + Duration::hours(hours)),
        ..crate::common::reason(kind, "Ring about it")
    }
}

/// The changes of one thing done, if there is anybody to do it with.
fn changes(shop: &mut Shop, doing: &Operation, now: DateTime<Utc>) -> Option<Vec<Change>> {
    let pen = Author { now, by: "Tom" };
    if let Operation::Add {
        kind,
        severity,
        due,
        promise,
    } = doing
    {
        let number = shop.place.rows("customer").len();
        let draft = Draft {
            name: format!("Customer {number}"),
            item: number.is_multiple_of(2).then(|| "Clio AB12 CDE".to_owned()),
            reason: Some(reason(*kind, *severity, now, *due, *promise)),
            ..Draft::default()
        };
        return Some(draft::plan_changes(&draft, None, pen, -1));
    }
    let (Operation::AddTo { who, .. }
    | Operation::Job { who, .. }
    | Operation::Unanswered { who, .. }
    | Operation::Reached { who, .. }
    | Operation::WrongNumber { who }
    | Operation::Snooze { who, .. }
    | Operation::Promise { who, .. }
    | Operation::Note { who }
    | Operation::Feel { who, .. }
    | Operation::LetGo { who }
    | Operation::KeepTrying { who }
    | Operation::HandOver { who, .. }
    | Operation::Sent { who, .. }
    | Operation::Edit { who, .. }
    | Operation::Merge { who, .. }) = doing
    else {
        return None;
    };
    let everybody = shop.everybody();
    let id = everybody.get(who % everybody.len().max(1))?.customer.id;
    if let Operation::Merge { other, .. } = doing {
        let other = everybody[other % everybody.len()].customer.id;
        let two = Some(other).filter(|other| *other != id);
        let two = two.and_then(|other| shop.store.load_merge_pair(id, other).unwrap());
        return two.map(|two| two.changes(now));
    }
    let card = shop.store.card(id, 100).unwrap()?;
    if let Operation::Sent { by, .. } = doing {
        let sender = everybody[by % everybody.len()].customer.id;
        let sender = Some(sender).filter(|sender| *sender != id);
        let noted = edited(&card.entry.customer, |c| {
            referrals::set_sender(c, sender, now);
        });
        return Some(vec![noted]);
    }
    let rules = shop.rules.clone();
    let scene = card.entry.scene(&rules, now, "Tom");
    changes_with(&scene, &card, doing, pen)
}

fn changes_with(
    scene: &CustomerContext<'_>,
    card: &CustomerCard,
    doing: &Operation,
    pen: Author<'_>,
) -> Option<Vec<Change>> {
    let CustomerSummary {
        customer,
        items,
        follow_ups,
        ..
    } = &card.entry;
    let known = ExistingCustomer { customer, items };
    let later = |hours: &i64| pen.now + Duration::hours(*hours);
    let done = match doing {
        Operation::Add { .. } | Operation::Sent { .. } | Operation::Merge { .. } => return None,
        Operation::AddTo {
            kind, due, promise, ..
        } => {
            let draft = Draft {
                name: customer.name.clone(),
                item: Some("Focus EK16 VRT".to_owned()),
                reason: Some(reason(*kind, 0, pen.now, *due, *promise)),
                ..Draft::default()
            };
            return Some(draft::plan_changes(&draft, Some(known), pen, -1));
        }
        Operation::Job { playbook, .. } => {
            let all = &scene.rules.playbooks.0;
            let by = (playbook % 2 == 0).then_some("Asha");
            let playbook = &all[playbook % all.len()];
            let job = draft::CompletedJob {
                item: Some("Polo"),
                done: pen.now,
                by,
            };
            return Some(draft::plan_job(playbook, known, &job, pen, scene.rules));
        }
        Operation::Unanswered { outcome, next, .. } => {
            let outcome = [Outcome::NoAnswer, Outcome::Voicemail, Outcome::Busy][*outcome];
            scene.record_unanswered(outcome, next.as_ref().map(later))
        }
        Operation::Reached {
            results,
            inward,
            next,
            ..
        } => {
            let said: Vec<ResultEntry> = follow_ups
                .iter()
                .zip(results)
                .filter_map(|(f, result)| {
                    let result = FollowUpResult::ALL[(*result)?];
                    Some(ResultEntry {
                        follow_up: f.id,
                        result,
                        words: None,
                        amount: None,
                    })
                })
                .collect();
            let direction = if *inward {
                Direction::Inward
            } else {
                Direction::Outward
            };
            scene.record_reached(&said, direction, next.as_ref().map(later))
        }
        Operation::WrongNumber { .. } => scene.record_wrong_number(),
        Operation::Snooze { hours, .. } => scene.snooze(later(hours)),
        Operation::Promise { which, hours, .. } => {
            scene.promise(follow_ups.get(*which)?.id, later(hours))
        }
        Operation::Note { .. } => CustomerContext::note(card.contacts.first()?, "Rang twice"),
        Operation::Feel { feeling, .. } => {
            scene.record_feeling(card.contacts.first()?, Feeling::ALL[*feeling])
        }
        Operation::LetGo { .. } => scene.let_go("no answer in three weeks"),
        Operation::KeepTrying { .. } => scene.keep_trying(),
        Operation::HandOver { to, .. } => {
            let covered: Vec<i64> = scene.covered().iter().map(|f| f.id).collect();
            scene.hand_over(&covered, ["Asha", "Joe"][*to])
        }
        Operation::Edit { how, .. } => {
            let change = edited(customer, |c| match how {
                0 => c.name.push_str(" the Second"),
                1 => c.line = Some("Deaf on the left".to_owned()),
                2 => c.hours = Some(DaySpan::new((17, 0), (20, 0))),
                3 => c.opted_out_at = Some(pen.now),
                // What was given once is refused, and nothing is changed.
                4 => extra_mile::note(c, "", "Lift home", None).unwrap_or_default(),
                5 => extra_mile::note(c, "Lift home", "Lift home", Some(pen)).unwrap_or_default(),
                6 => c.opt_out_of_calls(pen),
                _ => c.rest_until = None,
            });
            return Some(vec![change]);
        }
    };
    Some(done.changes)
}

/// Every row of every table that undo must give back, by what it is; but for versions.
fn contents(shop: &Shop) -> BTreeMap<&'static str, Vec<String>> {
    let tables = [
        "customer",
        "item",
        "follow_up",
        "contact",
        "standing",
        "tally",
        "named",
        "knows",
        "mine",
        "figure",
        "answering",
        "answering_shop",
    ];
    let line = |row: Vec<(String, String)>| {
        let cells = row.into_iter().filter(|(name, _)| name != "version");
        let cells = cells.map(|(name, cell)| format!("{name}={cell}"));
        cells.collect::<Vec<_>>().join(" ")
    };
    let lines = |table| {
        let mut lines: Vec<String> = shop.place.rows(table).into_iter().map(line).collect();
        lines.sort();
        lines
    };
    tables.map(|table| (table, lines(table))).into()
}

/// What holds at every moment.
fn check(shop: &mut Shop, now: DateTime<Utc>) {
    let today = shop.store.today(now, &Seek::Start, 1_000).unwrap();
    let ahead = shop.store.ahead(now, &Seek::Start, 1_000).unwrap();
    for staff in ["Tom", "Asha", "Joe"] {
        let mine = shop
            .store
            .today_of(now, staff, &Seek::Start, 1_000)
            .unwrap();
        let theirs = today.iter().filter(|(_, e)| e.is_of(staff)).cloned();
        assert_eq!(mine, theirs.collect::<Vec<_>>(), "{staff}'s own");
    }
    let mut seen: BTreeSet<i64> = today.iter().map(|(_, e)| e.customer.id).collect();
    seen.extend(ahead.iter().map(|(_, row)| row.entry.customer.id));
    let mut entering: BTreeMap<i64, i64> = BTreeMap::new();
    for entry in shop.everybody() {
        let CustomerSummary {
            customer,
            follow_ups,
            ..
        } = &entry;
        let card = shop.store.card(customer.id, 1_000).unwrap().unwrap();
        for f in &card.closed {
            assert!(
                f.next_at.is_some() || f.reason.is_some(),
                "closed without either: {f:?}"
            );
            assert!(
                f.result.is_some() && f.result_at.is_some(),
                "closed without a result: {f:?}"
            );
        }
        assert_eq!(
            seen.contains(&customer.id),
            !follow_ups.is_empty(),
            "in sight: {entry:?}"
        );
        for promise in follow_ups
            .iter()
            .filter_map(FollowUp::promise_open)
            .filter(|p| *p > now)
        {
            let rest = rest_end(customer, &entry.follow_ups).filter(|r| *r > now);
            assert!(
                rest.is_none_or(|r| r <= promise),
                "resting past a promise: {entry:?}"
            );
        }
        if let Some(day) = entry.list_keys(&shop.rules).enters_on {
            let day = day
                .signed_duration_since(chrono::NaiveDate::default())
                .num_days();
            *entering.entry(day).or_default() += 1;
        }
    }
    let numbers = |row: Vec<(String, String)>| -> (i64, i64) {
        let cell = |name| row.iter().find(|(column, _)| column == name).unwrap();
        (
            cell("day").1.parse().unwrap(),
            cell("waiting").1.parse().unwrap(),
        )
    };
    let tally = shop.place.rows("tally").into_iter().map(numbers);
    assert_eq!(tally.collect::<BTreeMap<_, _>>(), entering, "the tally");
    let totals = shop.store.totals(now, &shop.rules).unwrap();
    assert_eq!(totals.to_call, count(&today), "to call at {now}");
    assert_eq!(totals.customers, count(&shop.everybody()), "customers");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: SuiteBackend::CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undo_gives_back_what_was_there_and_redo_what_was_undone(doings in a_while()) {
        let mut shop = Shop::hurried();
        let mut now = at("2026-11-20T09:30:00Z");
        let mut history = vec![contents(&shop)];
        for (doing, minutes) in &doings {
            now += Duration::minutes(*minutes);
            let Some(changes) = changes(&mut shop, doing, now) else { continue };
            if changes.is_empty() {
                continue;
            }
            shop.save(changes, now).unwrap();
            check(&mut shop, now);
            history.push(contents(&shop));
        }
        let latest = history.len() - 1;
        for before in history.iter().take(latest).rev() {
            shop.undo(now).unwrap();
            prop_assert_eq!(&contents(&shop), before);
        }
        prop_assert!(shop.undo(now).is_err());
        for after in history.iter().skip(1) {
            shop.redo(now).unwrap();
            prop_assert_eq!(&contents(&shop), after);
        }
        prop_assert!(shop.redo(now).is_err());
        check(&mut shop, now);
    }

    #[test]
    fn what_is_kept_for_the_figures_is_what_counting_everything_anew_comes_to(
        doings in a_while(),
        undone in 0..8_usize,
        redone in 0..4_usize,
    ) {
        let mut shop = Shop::hurried();
        let mut now = at("2026-11-20T09:30:00Z");
        for (doing, minutes) in &doings {
            now += Duration::minutes(*minutes);
            if let Some(changes) = changes(&mut shop, doing, now) {
                shop.save(changes, now).unwrap();
            }
        }
        for _ in 0..undone {
            let _nothing_left = shop.undo(now);
        }
        for _ in 0..redone {
            let _nothing_left = shop.redo(now);
        }
        let kept = contents(&shop);
        shop.store.recount().unwrap();
        prop_assert_eq!(contents(&shop), kept);
    }

    #[test]
    fn the_figures_of_days_that_adjoin_add_up_to_those_of_all_of_them(
        doings in a_while(),
        undone in 0..4_usize,
        (from, first, second) in (0..130_u64, 1..150_u64, 1..150_u64),
    ) {
        let mut shop = Shop::hurried();
        let mut now = at("2026-11-20T09:30:00Z");
        for (doing, minutes) in &doings {
            now += Duration::minutes(*minutes);
            if let Some(changes) = changes(&mut shop, doing, now) {
                shop.save(changes, now).unwrap();
            }
        }
        for _ in 0..undone {
            let _nothing_left = shop.undo(now);
        }
        let from = at("2026-08-01T00:00:00Z").date_naive() + Days::new(from);
        let cut = from + Days::new(first);
        let mut of = |from, to| shop.store.figures(Period { from, to }).unwrap();
        let whole = of(from, cut + Days::new(second - 1));
        let parts = [of(from, cut - Days::new(1)), of(cut, whole.period.to)];
        for what in Metric::ALL {
            for part in 0..24 {
                let sum: i64 = parts.iter().map(|f| f.part(*what, part)).sum();
                prop_assert_eq!(sum, whole.part(*what, part), "{} {}", what, part);
            }
        }
        let [before, after] = &parts;
        for (day, (a, b)) in before.hours.iter().zip(after.hours.iter()).enumerate() {
            let sums = a.iter().zip(b).map(|(a, b)| a.and(*b));
            prop_assert_eq!(&sums.collect::<Vec<_>>(), &whole.hours[day]);
        }
        let days: Vec<_> = parts.iter().flat_map(|f| f.columns(Grain::Day)).collect();
        prop_assert_eq!(days, whole.columns(Grain::Day));
    }

    #[test]
    fn nothing_is_out_of_sight_at_any_hour_of_the_days_after(doings in a_while()) {
        let mut shop = Shop::hurried();
        let mut now = at("2026-11-20T09:30:00Z");
        for (doing, minutes) in &doings {
            now += Duration::minutes(*minutes);
            if let Some(changes) = changes(&mut shop, doing, now) {
                shop.save(changes, now).unwrap();
            }
        }
        for hours in [1, 5, 13, 24, 30, 49, 100, 1_000] {
            check(&mut shop, now + Duration::hours(hours));
        }
    }

    #[test]
    fn what_is_let_go_or_kept_trying_is_never_lost(doings in a_while()) {
        let mut shop = Shop::hurried();
        let mut now = at("2026-11-20T09:30:00Z");
        for (doing, minutes) in &doings {
            now += Duration::minutes(*minutes);
            if let Some(changes) = changes(&mut shop, doing, now) {
                shop.save(changes, now).unwrap();
            }
        }
        let rules = shop.rules.clone();
        for entry in shop.everybody() {
            let waiting = |e: &CustomerSummary| e.follow_ups.iter().filter(|f| f.state == FollowUpState::LetGo).count();
            let before = waiting(&entry);
            let open = entry.follow_ups.len();
            let done = entry.scene(&rules, now, "Tom").keep_trying();
            shop.save(done.changes, now).unwrap();
            let kept = shop.entry(entry.customer.id);
            prop_assert_eq!((waiting(&kept), kept.follow_ups.len()), (0, open));
            shop.undo(now).unwrap();
            let entry = shop.entry(entry.customer.id);
            let done = entry.scene(&rules, now, "Tom").let_go("moved away");
            shop.save(done.changes, now).unwrap();
            prop_assert_eq!(shop.entry(entry.customer.id).follow_ups.len(), open - before);
            check(&mut shop, now);
        }
    }
}
