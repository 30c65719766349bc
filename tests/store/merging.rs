//! Two customers who are one: whatever was the other's is the kept one's, everywhere, until undo
//! parts them; and nothing of it hangs on the row that only points.

use checkback::domain::change::{Change, Record};
use checkback::domain::contact::{Direction, Outcome};
use checkback::domain::customer::Id;
use checkback::domain::draft::{Author, Draft};
use checkback::domain::follow_up::{FollowUpKind, FollowUpResult};
use checkback::domain::import_merge::{ImportCandidate, ImportMerger};
use checkback::domain::outcome::ResultEntry;
use checkback::domain::pagination::JournalFilter;
use checkback::domain::phone::{self, Region};
use checkback::store::{CustomerSummary, Seek, SnapshotReader, StoreError};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::common::{Backend, Shop, act, at, draft, edited, made, reason, red};

fn now() -> DateTime<Utc> {
    at("2026-11-24T10:00:00Z")
}

fn person(name: &str, number: &str, item: &str, about: &str) -> Draft {
    Draft {
        phone: Some(phone::read(number, &Region::new("GB").unwrap()).unwrap()),
        item: Some(item.to_owned()),
        ..draft(name, red(about))
    }
}

/// Anita, and A. Patel: rung in vain, spoken with, with one thing settled and one open.
fn two(shop: &mut Shop) -> (Id, Id) {
    let anita = person("Anita Patel", "020 7946 0123", "Clio", "Pads");
    let anita = shop.add(&anita, at("2026-11-20T10:00:00Z"));
    let patel = person("A. Patel", "07700 900999", "clio", "Tyres");
    let patel = shop.add(&patel, at("2026-11-20T10:00:00Z"));
    let patel = shop.add_to(&patel, reason(FollowUpKind::Other, "Paint"), now());
    let rules = shop.rules.clone();
    let scene = patel.scene(&rules, at("2026-11-23T12:00:00Z"), "Asha");
    shop.done(scene.record_unanswered(Outcome::NoAnswer, None), now());
    let patel = shop.entry(patel.customer.id);
    let said = [ResultEntry {
        follow_up: patel.follow_ups[0].id,
        result: FollowUpResult::Settled,
        words: None,
        amount: None,
    }];
    let scene = patel.scene(&rules, at("2026-11-24T09:30:00Z"), "Asha");
    shop.done(scene.record_reached(&said, Direction::Outward, None), now());
    (anita.customer.id, patel.customer.id)
}

fn changes(shop: &mut Shop, kept: Id, other: Id) -> Vec<Change> {
    shop.store
        .load_merge_pair(kept, other)
        .unwrap()
        .unwrap()
        .changes(now())
}

fn merge(shop: &mut Shop, kept: Id, other: Id) {
    let changes = changes(shop, kept, other);
    shop.save(changes, now()).unwrap();
}

fn names(entries: &[CustomerSummary]) -> Vec<&str> {
    entries.iter().map(|e| e.customer.name.as_str()).collect()
}

#[test]
fn everything_of_the_other_is_theirs_and_undo_parts_them_again() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    let before = [shop.entry(anita), shop.entry(patel)];
    merge(&mut shop, anita, patel);
    let card = shop.store.card(anita, 40).unwrap().unwrap();
    let about: Vec<&str> = card
        .entry
        .follow_ups
        .iter()
        .map(|f| f.about.as_str())
        .collect();
    assert_eq!(about, ["Pads", "Paint"]);
    assert_eq!((card.contacts.len(), card.closed.len()), (2, 1));
    assert_eq!(
        card.closed[0].item,
        Some(card.entry.items[0].id),
        "one Clio"
    );
    assert_eq!(card.entry.items.len(), 1);
    assert_eq!(card.entry.knows.reached_by.as_deref(), Some("Asha"));
    let tried: i64 = card.entry.habits.own.iter().map(|t| t.tried).sum();
    assert_eq!(tried, 2, "what the calls taught is theirs");
    assert_eq!(shop.store.card(patel, 40).unwrap(), None);
    shop.undo(now()).unwrap();
    let parted = shop.entries(&[anita, patel]);
    for (parted, before) in parted.iter().zip(&before) {
        assert_eq!(parted.follow_ups.len(), before.follow_ups.len());
        assert_eq!(parted.customer.line, before.customer.line);
        assert_eq!(parted.knows, before.knows);
        assert_eq!(parted.habits, before.habits);
    }
    shop.redo(now()).unwrap();
    assert_eq!(shop.entry(anita).follow_ups.len(), 2);
}

#[test]
fn the_row_that_points_is_in_no_list_and_counted_nowhere() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    merge(&mut shop, anita, patel);
    assert_eq!(names(&shop.everybody()), ["Anita Patel"]);
    let rules = shop.rules.clone();
    let totals = shop.store.totals(now(), &rules).unwrap();
    assert_eq!((totals.customers, totals.to_call), (1, 1));
    let today = shop.store.today(now(), &Seek::Start, 10).unwrap();
    assert_eq!(today.len(), 1);
    assert!(shop.store.with_name("A. Patel").unwrap().is_empty());
    let counted = |whole: &mut SnapshotReader<'_, '_>| -> Result<usize, StoreError> {
        Ok(whole.customers(0)?.len() + 10 * whole.contacts(0)?.len())
    };
    assert_eq!(
        shop.store.read_snapshot(counted),
        Ok(21),
        "what leaves the shop"
    );
    let derived = shop.store.check_projections(100).unwrap();
    assert!(derived.agrees(), "{derived:?}");
    let kept = sorted(&shop, "named");
    shop.store.make_anew().unwrap();
    assert_eq!(sorted(&shop, "named"), kept);
}

#[test]
fn a_customer_is_found_by_every_name_and_number_they_had_and_once() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    merge(&mut shop, anita, patel);
    for text in ["a. patel", "900999", "0123", "anita"] {
        let found = shop.store.find(text, 10).unwrap();
        assert_eq!(names(&found), ["Anita Patel"], "{text}");
    }
    let with = shop.store.with_phone("+447700900999").unwrap();
    assert_eq!(names(&with), ["Anita Patel"]);
    assert_eq!(
        shop.store.who_is(patel).unwrap().map(|e| e.customer.id),
        Some(anita)
    );
    shop.undo(now()).unwrap();
    let found = shop.store.find("900999", 10).unwrap();
    assert_eq!(names(&found), ["A. Patel"]);
    let found = shop.store.find("patel", 10).unwrap();
    assert_eq!(found.len(), 2);
}

#[test]
fn a_file_that_has_the_other_brings_what_it_has_to_the_kept_one() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    merge(&mut shop, anita, patel);
    for (name, number) in [
        ("A. Patel", "07700 900999"),
        ("A. Patel", "020 7946 0123"),
        ("Anita Patel", "07700 900999"),
    ] {
        let mut gathering = ImportMerger::of_a_file(0);
        for entry in shop
            .store
            .customers_named(&[checkback::domain::text::fold_for_search(name)])
            .unwrap()
        {
            let open = entry.follow_ups.clone();
            gathering.add_candidate(ImportCandidate {
                customer: entry.customer,
                items: entry.items,
                open: &open,
                also: entry.also,
            });
        }
        let brought = person(name, number, "Clio", &format!("{name} {number}"));
        gathering
            .merge_draft(
                brought,
                Author {
                    now: now(),
                    by: "Tom",
                },
            )
            .unwrap();
        let changes = gathering.changes();
        let theirs = |c: &Change| c.record().is_some_and(|r| r.customer() == anita);
        assert!(changes.iter().all(theirs), "{name} {number}: {changes:?}");
        shop.save(changes, now()).unwrap();
    }
    let entry = shop.entry(anita);
    assert_eq!((entry.follow_ups.len(), entry.items.len()), (5, 1));
    assert_eq!(shop.everybody().len(), 1);
}

/// The rows of a table, whatever their order.
fn sorted(shop: &Shop, table: &str) -> Vec<Vec<(String, String)>> {
    let mut rows = shop.place.rows(table);
    rows.sort();
    rows
}

#[test]
fn the_figures_count_one_customer_and_every_call_and_come_back_with_undo() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    let before = sorted(&shop, "figure");
    let shops = sorted(&shop, "answering_shop");
    merge(&mut shop, anita, patel);
    let kept = sorted(&shop, "figure");
    let what = |rows: &[Vec<(String, String)>]| -> Vec<String> {
        let one = |row: &Vec<(String, String)>| format!("{row:?}");
        rows.iter()
            .map(one)
            .filter(|r| !r.contains("\\\"new\\\""))
            .collect()
    };
    assert_eq!(
        what(&kept),
        what(&before),
        "only new customers are one fewer"
    );
    assert_ne!(kept, before);
    assert_eq!(sorted(&shop, "answering_shop"), shops);
    let own = sorted(&shop, "answering");
    shop.store.recount().unwrap();
    assert_eq!(sorted(&shop, "figure"), kept);
    assert_eq!(sorted(&shop, "answering"), own);
    shop.undo(now()).unwrap();
    assert_eq!(sorted(&shop, "figure"), before);
}

#[test]
fn the_journal_tells_of_the_other_by_the_name_of_the_kept_one() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    merge(&mut shop, anita, patel);
    let told = shop
        .store
        .journal(&JournalFilter::default(), &Seek::Start, 9)
        .unwrap();
    let whom = told.iter().filter_map(|(_, t)| t.customer.clone());
    let whom: Vec<(Id, String)> = whom.collect();
    assert!(
        whom.iter().all(|w| *w == (anita, "Anita Patel".to_owned())),
        "{whom:?}"
    );
    let history = shop.store.history(anita).unwrap();
    let line = |c: &Change| match &c.after {
        Some(Record::FollowUp(f)) => f.about == "Tyres" && f.customer == patel,
        _ => false,
    };
    let theirs = history.iter().flat_map(|(_, changes)| changes);
    assert!(theirs.clone().any(line), "how it came about is theirs too");
}

#[test]
fn what_was_done_elsewhere_meanwhile_stands_in_the_way_of_both() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    let early = changes(&mut shop, anita, patel);
    let seen = shop.entry(patel);
    // More of the other, of which the changes know nothing: no row they have is another for it.
    let more =
        checkback::domain::follow_up::FollowUp::new(-1, patel, FollowUpKind::Other, "Oil", now());
    shop.save(vec![made(Record::FollowUp(more.clone()))], now())
        .unwrap();
    assert_eq!(shop.save(early, now()), Err(StoreError::RowConflict));
    merge(&mut shop, anita, patel);
    // A screen that shows the other still is told so, whatever it does with them.
    let note = edited(&seen.customer, |c| c.line = Some("Deaf".to_owned()));
    assert!(shop.save(vec![note], now()).is_err());
    let hanging = shop.save(vec![made(Record::FollowUp(more))], now());
    assert_eq!(hanging.map(|_| ()), Err(StoreError::RowConflict));
    let mei = shop.add(&draft("Mei Lin", red("Pads")), now());
    let sent = edited(&mei.customer, |c| c.sent_by = Some(patel));
    assert_eq!(
        shop.save(vec![sent], now()).map(|_| ()),
        Err(StoreError::RowConflict)
    );
    assert_eq!(
        shop.store.load_merge_pair(mei.customer.id, patel).unwrap(),
        None
    );
}

#[test]
fn neither_is_merged_while_somebody_else_rings_one_of_them() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    let mut second = shop.second();
    let holder = checkback::domain::claim::ClaimHolder {
        id: Uuid::now_v7(),
        staff: "Asha".to_owned(),
        counter: "back office".to_owned(),
    };
    let seen = shop.entry(patel);
    second.claim(&seen, &holder, now()).unwrap();
    let mut wish = act(changes(&mut shop, anita, patel), now());
    wish.customer = Some(anita);
    let refused = shop.store.save(&wish).unwrap_err();
    assert!(
        matches!(&refused, StoreError::CustomerConflict(who) if who.starts_with("Asha")),
        "{refused:?}"
    );
    second.release(patel, holder.id).unwrap();
    shop.store.save(&wish).unwrap();
}

#[test]
fn who_was_merged_before_goes_along_and_a_kept_one_cannot_be_undone_under_a_pointer() {
    let mut shop = Shop::new();
    let (anita, patel) = two(&mut shop);
    let mei = shop
        .add(&draft("Mei Lin", red("Struts")), now())
        .customer
        .id;
    merge(&mut shop, anita, patel);
    merge(&mut shop, mei, anita);
    assert_eq!(names(&shop.everybody()), ["Mei Lin"]);
    for id in [anita, patel] {
        let who = shop.store.who_is(id).unwrap().unwrap();
        assert_eq!(who.customer.id, mei);
    }
    assert_eq!(shop.entry(mei).also.len(), 2);
    let kept = sorted(&shop, "figure");
    shop.undo(now()).unwrap();
    shop.undo(now()).unwrap();
    assert_eq!(shop.everybody().len(), 3);
    shop.redo(now()).unwrap();
    shop.redo(now()).unwrap();
    assert_eq!(sorted(&shop, "figure"), kept);
}
