//! Whom of the shop customers know, and the list of one's own: what is kept is what the rows say.

use checkback::domain::contact::{Direction, Outcome};
use checkback::domain::draft::{self, Author, ExistingCustomer};
use checkback::domain::familiar_staff::FamiliarStaff;
use checkback::domain::follow_up::{FollowUpKind, FollowUpResult};
use checkback::domain::outcome::ResultEntry;
use checkback::store::{CustomerSummary, Seek};
use chrono::{DateTime, Utc};

use crate::common::{Backend, Shop, at, draft, named, reason, red};

fn reached(shop: &mut Shop, entry: &CustomerSummary, by: &str, now: DateTime<Utc>) {
    let rules = shop.rules.clone();
    let said: Vec<ResultEntry> = entry
        .follow_ups
        .iter()
        .map(|f| ResultEntry {
            follow_up: f.id,
            result: FollowUpResult::Thinking,
            words: None,
            amount: None,
        })
        .collect();
    let scene = entry.scene(&rules, now, by);
    let done = scene.record_reached(&said, Direction::Outward, None);
    shop.done(done, now);
}

fn names(rows: Vec<(checkback::store::Cursor, CustomerSummary)>) -> Vec<String> {
    rows.into_iter().map(|(_, e)| e.customer.name).collect()
}

#[test]
fn they_know_who_spoke_with_them_last_and_undo_gives_back_whom_they_knew() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let anita = shop.add(&draft("Anita", reason(FollowUpKind::Quote, "Struts")), now);
    let id = anita.customer.id;
    reached(&mut shop, &anita, "Tom", at("2026-11-24T11:00:00Z"));
    let entry = shop.entry(id);
    let rules = shop.rules.clone();
    // Who did not reach them is nobody they know.
    let scene = entry.scene(&rules, at("2026-11-24T12:00:00Z"), "Joe");
    let done = scene.record_unanswered(Outcome::NoAnswer, None);
    shop.done(done, now);
    let entry = shop.entry(id);
    assert_eq!(entry.knows.reached_by.as_deref(), Some("Tom"));
    reached(&mut shop, &entry, "Asha", at("2026-11-24T13:00:00Z"));
    assert_eq!(shop.entry(id).knows.reached_by.as_deref(), Some("Asha"));
    shop.undo(now).unwrap();
    assert_eq!(shop.entry(id).knows.reached_by.as_deref(), Some("Tom"));
    shop.undo(now).unwrap();
    shop.undo(now).unwrap();
    assert_eq!(shop.entry(id).knows, FamiliarStaff::default());
}

#[test]
fn a_job_that_was_somebodys_makes_the_customer_theirs() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let anita = shop.add(&draft("Anita", reason(FollowUpKind::Quote, "Struts")), now);
    let brakes = shop.rules.playbooks.named("brakes-done").unwrap().clone();
    let known = ExistingCustomer {
        customer: &anita.customer,
        items: &anita.items,
    };
    let job = draft::CompletedJob {
        item: Some("Clio"),
        done: now,
        by: Some("Asha"),
    };
    let changes = draft::plan_job(&brakes, known, &job, Author { now, by: "Tom" }, &shop.rules);
    shop.save(changes, now).unwrap();
    assert_eq!(
        shop.entry(anita.customer.id).knows.sentence().as_deref(),
        Some("Asha did the last job.")
    );
    let ashas = |shop: &mut Shop| {
        let rows = shop.store.today_of(now, "ASHA", &Seek::Start, 10);
        names(rows.unwrap())
    };
    assert_eq!(ashas(&mut shop), ["Anita"]);
    shop.undo(now).unwrap();
    assert_eq!(ashas(&mut shop), [""; 0]);
}

#[test]
fn ones_own_are_those_with_a_call_one_owns_and_those_who_know_one_in_the_lists_order() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let mut of_asha = reason(FollowUpKind::Quote, "Struts");
    of_asha.owner = Some("asha".to_owned());
    let (owned, knows, nobodys) = ("Owned", "Knows her", "Nobody's");
    shop.add(&draft(owned, of_asha), at("2026-11-24T09:00:00Z"));
    let entry = shop.add(&draft(knows, red("Pads")), at("2026-11-23T09:00:00Z"));
    shop.add(&draft(nobodys, red("Tyres")), at("2026-11-22T09:00:00Z"));
    reached(&mut shop, &entry, "Asha", at("2026-11-23T12:00:00Z"));
    let entry = shop.entry(entry.customer.id);
    let again = shop.add_to(&entry, red("Pads again"), at("2026-11-24T08:00:00Z"));
    let page = |shop: &mut Shop, from: &Seek| {
        let rows = shop.store.today_of(now, "Asha", from, 1);
        rows.unwrap()
    };
    let first = page(&mut shop, &Seek::Start).remove(0);
    let second = page(&mut shop, &Seek::After(first.0.clone())).remove(0);
    assert_eq!(first.1.customer.name, knows, "red before due");
    assert_eq!(second.1.customer.name, owned);
    assert_eq!(page(&mut shop, &Seek::After(second.0.clone())), []);
    assert_eq!(page(&mut shop, &Seek::End), std::slice::from_ref(&second));
    assert_eq!(page(&mut shop, &Seek::Before(second.0)), [first]);
    // Who rests is in nobody's list.
    let rules = shop.rules.clone();
    let done = again
        .scene(&rules, now, "Tom")
        .snooze(at("2026-11-27T09:00:00Z"));
    shop.done(done, now);
    let rows = shop.store.today_of(now, "Asha", &Seek::Start, 10);
    assert_eq!(names(rows.unwrap()), [owned]);
}

#[test]
fn what_is_handed_over_is_anothers_in_one_act_that_undo_takes_back() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let anita = shop.add(&draft("Anita", red("Pads")), now);
    let anita = shop.add_to(&anita, reason(FollowUpKind::Quote, "Struts"), now);
    let later = checkback::domain::draft::Reason {
        due: Some(at("2026-12-24T10:00:00Z")),
        ..reason(FollowUpKind::Reminder, "Service")
    };
    let anita = shop.add_to(&anita, later, now);
    let rules = shop.rules.clone();
    let scene = anita.scene(&rules, now, "Tom");
    let covered: Vec<i64> = scene.covered().iter().map(|f| f.id).collect();
    let done = scene.hand_over(&covered, "Asha");
    assert_eq!(done.says, "Handed over to Asha.");
    let act = named("handed over to Asha", done.changes, now);
    shop.store.save(&act).unwrap();
    let owners = |shop: &mut Shop| -> Vec<Option<String>> {
        let entry = shop.entry(anita.customer.id);
        entry.follow_ups.into_iter().map(|f| f.owner).collect()
    };
    let asha = Some("Asha".to_owned());
    assert_eq!(owners(&mut shop), [asha.clone(), asha, None]);
    assert_eq!(shop.undo(now).unwrap(), "handed over to Asha");
    assert_eq!(owners(&mut shop), [None, None, None]);
}

#[test]
fn what_is_kept_agrees_with_the_rows_and_is_made_anew_where_it_is_lost() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let anita = shop.add(&draft("Anita", red("Pads")), now);
    reached(&mut shop, &anita, "Tom", now);
    assert!(shop.store.check_projections(i64::MAX).unwrap().agrees());
    let kept = [shop.place.rows("knows"), shop.place.rows("mine")];
    assert_eq!(kept.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
    shop.store.make_anew().unwrap();
    assert_eq!([shop.place.rows("knows"), shop.place.rows("mine")], kept);
}
