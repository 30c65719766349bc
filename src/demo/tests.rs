//! The made-up shop looks right whenever somebody looks at it.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{build, store};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Severity};
use crate::domain::queue::Standing;
use crate::domain::rules::Rules;
use crate::store::{CustomerSummary, Seek, Store, StoreError, UndoRefusal};

/// A made-up shop, and what keeps its file.
struct ReplayedShop {
    store: Store,
    rules: Rules,
    now: DateTime<Utc>,
    _folder: tempfile::TempDir,
}

fn at(text: &str) -> DateTime<Utc> {
    Clock::at(text).unwrap().now()
}

fn shop(now: &str) -> ReplayedShop {
    let folder = tempfile::tempdir().unwrap();
    let text = "[shop]\nzone = \"Europe/London\"";
    let mut config = Config::read(text, Path::new("config.toml")).unwrap();
    let mut store = store(&folder.path().join("demo.db"), &config).unwrap();
    build(&mut store, &mut config, at(now)).unwrap();
    ReplayedShop {
        store,
        rules: config.rules,
        now: at(now),
        _folder: folder,
    }
}

impl ReplayedShop {
    fn today(&mut self) -> Vec<CustomerSummary> {
        let rows = self.store.today(self.now, &Seek::Start, 500).unwrap();
        rows.into_iter().map(|(_, entry)| entry).collect()
    }

    fn ahead(&mut self) -> Vec<CustomerSummary> {
        let rows = self.store.ahead(self.now, &Seek::Start, 500).unwrap();
        rows.into_iter().map(|(_, row)| row.entry).collect()
    }

    fn standings(&mut self) -> BTreeSet<Standing> {
        let (now, rules) = (self.now, self.rules.clone());
        self.today()
            .iter()
            .map(|entry| entry.stand(now, &rules).0)
            .collect()
    }

    /// Every follow-up there is, closed ones too.
    fn follow_ups(&mut self) -> Vec<FollowUp> {
        let everybody = self.store.customers(&Seek::Start, 500).unwrap();
        let ids: Vec<i64> = everybody.iter().map(|(_, e)| e.customer.id).collect();
        let mut all = Vec::new();
        for id in ids {
            let card = self.store.card(id, 500).unwrap().unwrap();
            all.extend(card.entry.follow_ups);
            all.extend(card.closed);
        }
        all
    }
}

/// A Sunday, just after midnight, a weekday's morning, just before midnight, and both days on
/// which the clocks change in the United Kingdom.
const MOMENTS: [&str; 7] = [
    "2026-11-22T10:42:00+00:00",
    "2026-11-24T00:10:00+00:00",
    "2026-11-24T10:42:00+00:00",
    "2026-11-24T23:50:00+00:00",
    // Sunday 29 March 2026, 01:00 becomes 02:00.
    "2026-03-29T10:42:00+01:00",
    "2026-03-29T00:30:00+00:00",
    // Sunday 25 October 2026, 02:00 becomes 01:00.
    "2026-10-25T10:42:00+00:00",
];

#[test]
fn at_every_moment_the_shop_is_full_and_every_kind_and_severity_is_there() {
    for moment in MOMENTS {
        let mut shop = shop(moment);
        let totals = shop.store.totals(shop.now, &shop.rules.clone()).unwrap();
        assert!(totals.customers >= 25, "{moment}: {totals:?}");
        assert!(totals.to_call >= 10, "{moment}: {totals:?}");
        assert_eq!(
            usize::try_from(totals.to_call).ok(),
            Some(shop.today().len()),
            "{moment}"
        );
        assert!(!shop.ahead().is_empty(), "{moment}");
        let all = shop.follow_ups();
        let kinds: BTreeSet<FollowUpKind> = all.iter().map(|f| f.kind).collect();
        assert_eq!(kinds.len(), FollowUpKind::ALL.len(), "{moment}: {kinds:?}");
        let severities: BTreeSet<Severity> = all.iter().filter_map(|f| f.severity).collect();
        assert_eq!(
            severities.len(),
            Severity::ALL.len(),
            "{moment}: {severities:?}"
        );
    }
}

#[test]
fn at_every_moment_a_promise_is_broken_one_was_kept_and_one_is_to_keep() {
    for moment in MOMENTS {
        let mut shop = shop(moment);
        let now = shop.now;
        let all = shop.follow_ups();
        let open = || all.iter().filter_map(FollowUp::promise_open);
        assert!(open().any(|p| p < now), "{moment}: none is broken");
        assert!(open().any(|p| p > now), "{moment}: none is to keep");
        let kept = |f: &FollowUp| f.heard_at.zip(f.promised_at).is_some_and(|(h, p)| h <= p);
        assert!(all.iter().any(kept), "{moment}: none was kept");
    }
}

#[test]
fn in_the_middle_of_a_day_all_four_standings_are_there_and_some_are_done() {
    let four = [
        Standing::Promise,
        Standing::Red,
        Standing::Due,
        Standing::Later,
    ];
    for moment in MOMENTS.into_iter().filter(|m| m.contains("T10:42")) {
        let mut shop = shop(moment);
        assert_eq!(shop.standings(), BTreeSet::from(four), "{moment}");
        let done = shop.store.done(shop.now, &shop.rules.clone()).unwrap();
        assert!(done.len() >= 4, "{moment}: {} done", done.len());
        let totals = shop.store.totals(shop.now, &shop.rules.clone()).unwrap();
        assert!(
            totals.kept >= 1 && totals.late >= 1 && totals.to_keep >= 2,
            "{totals:?}"
        );
    }
}

#[test]
fn around_midnight_the_standings_are_there_that_the_clock_allows() {
    // At ten past midnight nothing was done today yet; what was due yesterday is.
    let early = shop("2026-11-24T00:10:00+00:00").standings();
    for standing in [Standing::Red, Standing::Due, Standing::Later] {
        assert!(early.contains(&standing), "{early:?}");
    }
    // At ten to, nothing more can fall due before the day ends, and today's calls are done.
    let mut late = shop("2026-11-24T23:50:00+00:00");
    let standings = late.standings();
    for standing in [Standing::Promise, Standing::Red, Standing::Due] {
        assert!(standings.contains(&standing), "{standings:?}");
    }
    assert!(
        !late
            .store
            .done(late.now, &late.rules.clone())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn somebody_waits_to_be_let_go_and_somebody_may_not_be_rung_yet() {
    let mut shop = shop("2026-11-24T10:42:00+00:00");
    let (now, rules) = (shop.now, shop.rules.clone());
    let ahead = shop.store.ahead(now, &Seek::Start, 500).unwrap();
    let let_go: Vec<&str> = ahead
        .iter()
        .filter(|(_, row)| row.let_go)
        .map(|(_, row)| row.entry.customer.name.as_str())
        .collect();
    assert_eq!(let_go, ["Leo Castellano"]);
    let dimmed: Vec<String> = shop
        .today()
        .iter()
        .filter_map(|entry| entry.why_not_callable(now, &rules))
        .map(|dimmed| dimmed.short)
        .collect();
    for short in ["17:00-20:00", "wrong no.", "e-mail only"] {
        assert!(
            dimmed.iter().any(|d| d == short),
            "{short} is not among {dimmed:?}"
        );
    }
}

#[test]
fn the_made_up_history_is_none_of_this_counters_to_undo() {
    let mut shop = shop("2026-11-24T10:42:00+00:00");
    let refused = shop
        .store
        .undo(Uuid::now_v7(), shop.now, "Tom", "front desk");
    assert_eq!(refused, Err(StoreError::Undo(UndoRefusal::NothingToUndo)));
    let journal = shop
        .store
        .journal(
            &crate::domain::pagination::JournalFilter::default(),
            &Seek::Start,
            500,
        )
        .unwrap();
    assert!(
        journal
            .iter()
            .all(|(_, told)| told.counter == "demo-history")
    );
    let said = |what: &str| journal.iter().any(|(_, told)| told.what == what);
    for what in ["no answer", "added the customer"] {
        assert!(said(what), "{what}");
    }
    let as_live = |what: &str| what.starts_with(|c: char| c.is_lowercase());
    assert!(journal.iter().all(|(_, told)| as_live(&told.what)));
    assert!(
        journal.is_sorted_by_key(|(_, told)| std::cmp::Reverse(told.at)),
        "in order of time"
    );
}

#[test]
fn setting_the_shop_up_is_some_thousand_statements_and_no_more() {
    // 38 customers and 239 events, some 35 statements each, in half a second unoptimised.
    let statements = shop("2026-11-24T10:42:00+00:00").store.work().statements;
    assert!(statements < 10_000, "{statements} statements");
}
