//! Claims: of those who ask for a customer at once one wins, and the others are told who and what.

use std::sync::{Arc, Barrier};

use checkback::domain::change::{Act, Change};
use checkback::domain::claim::ClaimHolder;
use checkback::domain::contact::{Direction, Outcome};
use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::outcome::ChangePlan;
use checkback::domain::summary::ClaimResult;
use checkback::store::{CustomerSummary, SavedAct, Seek, Store, StoreError};
use chrono::Duration;
use uuid::Uuid;

use crate::common::{Backend as _, Shop, act, at, draft, edited, named, reason};

const NOW: &str = "2026-11-24T10:42:00Z";

fn holder(staff: &str, counter: &str) -> ClaimHolder {
    ClaimHolder {
        id: Uuid::now_v7(),
        staff: staff.to_owned(),
        counter: counter.to_owned(),
    }
}

fn shop() -> (Shop, CustomerSummary) {
    let mut shop = Shop::new();
    let anita = shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
        at(NOW),
    );
    (shop, anita)
}

/// Somebody logs a call.
fn logs(
    store: &mut Store,
    staff: &str,
    entry: &CustomerSummary,
    done: impl FnOnce(checkback::domain::outcome::CustomerContext<'_>) -> ChangePlan,
) -> Result<SavedAct, StoreError> {
    let rules = crate::common::rules();
    let done = done(entry.scene(&rules, at(NOW), staff));
    store.save(&Act {
        by: staff.to_owned(),
        customer: Some(entry.customer.id),
        ..named("no answer", done.changes, at(NOW))
    })
}

fn no_answer(
    store: &mut Store,
    staff: &str,
    entry: &CustomerSummary,
) -> Result<SavedAct, StoreError> {
    logs(store, staff, entry, |scene| {
        scene.record_unanswered(Outcome::NoAnswer, None)
    })
}

fn won(claimed: &ClaimResult) -> bool {
    matches!(claimed, ClaimResult::Granted(_))
}

/// Makes it some time ago that a holder was last alive, by the store's clock.
fn ages(shop: &Shop, holder: &ClaimHolder, time: Duration) {
    let (time, id) = (time.num_milliseconds(), holder.id);
    shop.place.does(&format!(
        "UPDATE claim SET alive_at = alive_at - {time} WHERE holder = '{id}'"
    ));
}

#[test]
fn of_eight_who_ask_for_a_customer_at_once_one_wins() {
    let (mut shop, _) = shop();
    for n in 0..20 {
        let name = format!("Customer {n}");
        let entry = shop.add(&draft(&name, reason(FollowUpKind::Other, "Ring")), at(NOW));
        let start = Arc::new(Barrier::new(8));
        let asking: Vec<_> = (0..8)
            .map(|_| {
                let (mut store, entry, start) = (shop.second(), entry.clone(), start.clone());
                std::thread::spawn(move || {
                    start.wait();
                    store
                        .claim(&entry, &holder("Tom", "till"), at(NOW))
                        .unwrap()
                })
            })
            .collect();
        let answers = asking.into_iter().map(|a| a.join().unwrap());
        assert_eq!(answers.filter(won).count(), 1, "{name}");
    }
}

#[test]
fn whoever_is_slower_learns_who_since_when_and_where() {
    let (mut shop, anita) = shop();
    let (tom, sue) = (holder("Tom", "front desk"), holder("Sue", "back"));
    assert!(won(&shop.store.claim(&anita, &tom, at(NOW)).unwrap()));
    let ClaimResult::HeldElsewhere(held) = shop.second().claim(&anita, &sue, at(NOW)).unwrap()
    else {
        panic!("two hold her");
    };
    assert_eq!(
        held.sentence_about("Anita Patel", &shop.rules.calendar),
        "Tom is ringing Anita Patel, since 10:42, at the front desk"
    );
    assert_eq!(held.holder, tom);
    let rows = shop.store.today(at(NOW), &Seek::Start, 10).unwrap();
    assert_eq!(rows[0].1.claim, Some(held.clone()));
    assert_eq!(shop.entry(anita.customer.id).claim, Some(held));
}

#[test]
fn two_windows_of_one_person_are_two_holders() {
    let (mut shop, anita) = shop();
    let tom = holder("Tom", "front desk");
    assert!(won(&shop.store.claim(&anita, &tom, at(NOW)).unwrap()));
    assert!(won(&shop.store.claim(&anita, &tom, at(NOW)).unwrap()));
    let again = holder("Tom", "front desk");
    assert!(!won(&shop.second().claim(&anita, &again, at(NOW)).unwrap()));
}

#[test]
fn a_claim_ends_when_it_is_let_go_of_and_only_by_its_holder() {
    let (mut shop, anita) = shop();
    let (tom, sue) = (holder("Tom", "front"), holder("Sue", "back"));
    shop.store.claim(&anita, &tom, at(NOW)).unwrap();
    let mut other = shop.second();
    other.release(anita.customer.id, sue.id).unwrap();
    assert!(!won(&other.claim(&anita, &sue, at(NOW)).unwrap()));
    shop.store.release(anita.customer.id, tom.id).unwrap();
    assert_eq!(shop.entry(anita.customer.id).claim, None);
    assert!(won(&other.claim(&anita, &sue, at(NOW)).unwrap()));
}

#[test]
fn a_claim_lapses_fifteen_minutes_after_its_holder_was_last_alive() {
    let (mut shop, anita) = shop();
    let (tom, sue) = (holder("Tom", "front"), holder("Sue", "back"));
    shop.store.claim(&anita, &tom, at(NOW)).unwrap();
    ages(&shop, &tom, Duration::minutes(14));
    let mut other = shop.second();
    assert!(!won(&other.claim(&anita, &sue, at(NOW)).unwrap()));
    // Alive again: another quarter of an hour.
    assert_eq!(shop.store.keep_alive(tom.id), Ok(1));
    ages(&shop, &tom, Duration::minutes(14));
    assert!(!won(&other.claim(&anita, &sue, at(NOW)).unwrap()));
    ages(&shop, &tom, Duration::minutes(1));
    assert_eq!(shop.entry(anita.customer.id).claim, None);
    assert!(won(&other.claim(&anita, &sue, at(NOW)).unwrap()));
    // Whose claim lapsed and was taken has none to keep alive.
    assert_eq!(shop.store.keep_alive(tom.id), Ok(0));
}

#[test]
fn a_call_is_not_logged_to_somebody_whom_another_is_ringing() {
    let (mut shop, anita) = shop();
    let tom = holder("Tom", "front desk");
    shop.store.claim(&anita, &tom, at(NOW)).unwrap();
    let mut other = shop.second();
    assert_eq!(
        no_answer(&mut other, "Sue", &anita),
        Err(StoreError::CustomerClaimed(
            "Tom is ringing Anita Patel, since 10:42, at the front desk".to_owned()
        ))
    );
    let card = shop.store.card(anita.customer.id, 10).unwrap().unwrap();
    assert_eq!(card.contacts, []);
    // That they rang us, and everything else, is saved whoever rings them.
    let rang_us = logs(&mut other, "Sue", &anita, |scene| {
        scene.record_reached(&[], Direction::Inward, None)
    });
    assert!(rang_us.is_ok());
    let now = shop.entry(anita.customer.id);
    let line = edited(&now.customer, |c| c.line = Some("Say An-EE-ta.".to_owned()));
    assert!(other.save(&act(vec![line], at(NOW))).is_ok());
    assert!(shop.entry(anita.customer.id).claim.is_some());
}

#[test]
fn a_person_logs_what_they_did_themselves_though_their_window_holds_the_customer() {
    let (mut shop, anita) = shop();
    shop.store
        .claim(&anita, &holder("Tom", "front"), at(NOW))
        .unwrap();
    let mut command = shop.second();
    command.exempt_claims_of("Sue");
    assert!(no_answer(&mut command, "Sue", &anita).is_err());
    command.exempt_claims_of("Tom");
    assert!(no_answer(&mut command, "Tom", &anita).is_ok());
    assert_eq!(shop.entry(anita.customer.id).claim, None);
}

#[test]
fn a_claim_ends_with_the_outcome_and_is_in_no_journal_and_not_undone() {
    let (mut shop, anita) = shop();
    let tom = holder("Tom", "front");
    shop.store.claim(&anita, &tom, at(NOW)).unwrap();
    let acts = |shop: &mut Shop| {
        shop.store
            .journal(
                &checkback::domain::pagination::JournalFilter::default(),
                &Seek::Start,
                10,
            )
            .unwrap()
            .len()
    };
    assert_eq!(acts(&mut shop), 1);
    no_answer(&mut shop.store, "Tom", &anita).unwrap();
    assert_eq!(shop.entry(anita.customer.id).claim, None);
    assert_eq!(acts(&mut shop), 2);
    shop.undo(at(NOW)).unwrap();
    assert_eq!(shop.entry(anita.customer.id).claim, None);
}

#[test]
fn of_two_who_log_the_same_call_the_slower_one_is_told_who_and_what() {
    let (mut shop, anita) = shop();
    no_answer(&mut shop.store, "Tom", &anita).unwrap();
    let words = "Tom rang Anita Patel just now: No answer".to_owned();
    let mut other = shop.second();
    assert_eq!(
        no_answer(&mut other, "Sue", &anita),
        Err(StoreError::CustomerConflict(words.clone()))
    );
    // Nor is she claimed by somebody who has not seen that.
    assert_eq!(
        other.claim(&anita, &holder("Sue", "back"), at(NOW)),
        Err(StoreError::CustomerConflict(words))
    );
    assert_eq!(shop.entry(anita.customer.id).claim, None);
    // Taken back, the call is none.
    shop.undo(at(NOW)).unwrap();
    assert!(won(&other
        .claim(&anita, &holder("Sue", "back"), at(NOW))
        .unwrap()));
}

#[test]
fn whoever_wins_is_handed_the_customer_as_they_are_now() {
    let (mut shop, anita) = shop();
    let line = edited(&anita.customer, |c| {
        c.line = Some("Say An-EE-ta.".to_owned());
    });
    shop.save(vec![line], at(NOW)).unwrap();
    let claimed = shop.store.claim(&anita, &holder("Tom", "front"), at(NOW));
    let Ok(ClaimResult::Granted(now)) = claimed else {
        panic!("{claimed:?}");
    };
    assert_eq!(now.customer.line.as_deref(), Some("Say An-EE-ta."));
}

#[test]
fn an_edit_that_was_overtaken_says_by_whom() {
    let (mut shop, anita) = shop();
    let line = |words: &str| -> Vec<Change> {
        let words = words.to_owned();
        vec![edited(&anita.customer, |c| c.line = Some(words))]
    };
    shop.save(line("one"), at(NOW)).unwrap();
    let later = at(NOW) + Duration::minutes(30);
    assert_eq!(
        shop.store.save(&act(line("two"), later)),
        Err(StoreError::CustomerConflict(
            "Tom changed Anita Patel today 10:42: Did something".to_owned()
        ))
    );
}

#[test]
fn a_customer_who_was_taken_out_again_takes_the_claim_along() {
    let (mut shop, anita) = shop();
    shop.store
        .claim(&anita, &holder("Tom", "front"), at(NOW))
        .unwrap();
    shop.undo(at(NOW)).unwrap();
    assert_eq!(
        shop.store.claim(&anita, &holder("Tom", "front"), at(NOW)),
        Err(StoreError::RowConflict)
    );
    assert_eq!(shop.place.rows("claim").len(), 0);
}
