use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::app::effect::ActDraft;
use crate::usecases::Plan;
use crate::usecases::commit::Stamp;
use crate::usecases::undo::Turn;

fn stamp() -> Stamp {
    Stamp {
        id: Uuid::now_v7(),
        at: DateTime::UNIX_EPOCH,
        by: "Tom".to_owned(),
        counter: "front".to_owned(),
    }
}

fn act_about(customer: Option<Id>) -> PendingAct {
    let plan = Plan {
        customer,
        ..Plan::default()
    };
    PendingAct::Save(stamp(), ActDraft::of(plan))
}

fn failure(recovery: FailureRecovery) -> StoreFailure {
    StoreFailure {
        words: "no".to_owned(),
        recovery,
        outage: false,
        unanswered: false,
        passes: false,
    }
}

/// The customers of the acts that are sent, one after another, each saved.
fn sent(outbox: &mut Outbox) -> Vec<Option<Id>> {
    let mut sent = Vec::new();
    while let Some(act) = outbox.send_act() {
        sent.push(act.customer());
        outbox.act_saved();
    }
    sent
}

#[test]
fn acts_go_in_their_order_and_one_at_a_time() {
    let mut outbox = Outbox::new(None);
    for customer in [7, 8, 9] {
        outbox.push(act_about(Some(customer)));
    }
    let first = outbox.send_act().unwrap();
    assert_eq!(first.customer(), Some(7));
    assert!(outbox.send_act().is_none(), "one is in hand");
    assert_eq!(outbox.unsaved(), 3, "the one in hand is not saved yet");
    outbox.act_saved();
    assert_eq!(sent(&mut outbox), [Some(8), Some(9)]);
    assert_eq!(outbox.unsaved(), 0);
}

#[test]
fn an_act_that_was_not_saved_keeps_its_id_and_its_place() {
    for recovery in [FailureRecovery::Ask, FailureRecovery::Retry] {
        let mut outbox = Outbox::new(None);
        outbox.push(act_about(Some(7)));
        outbox.push(act_about(Some(8)));
        let first = outbox.send_act().unwrap();
        let PendingAct::Save(Stamp { id, .. }, _) = &first else {
            panic!("{first:?}");
        };
        let id = *id;
        let again = outbox.act_failed(first, &failure(recovery));
        assert_eq!(again, recovery == FailureRecovery::Retry);
        assert_eq!(outbox.unsaved(), 2);
        let Some(PendingAct::Save(stamp, _)) = outbox.acts.front() else {
            panic!("{outbox:?}");
        };
        assert_eq!(stamp.id, id);
        assert!(outbox.holds_act_about(7));
    }
}

#[test]
fn an_act_that_is_given_up_is_gone_and_those_about_the_same_wait_for_a_word() {
    let mut outbox = Outbox::new(None);
    for customer in [7, 7, 8] {
        outbox.push(act_about(Some(customer)));
    }
    let first = outbox.send_act().unwrap();
    assert!(!outbox.act_failed(first, &failure(FailureRecovery::Reload)));
    assert!(outbox.send_act().is_none());
    assert!(outbox.is_halted_on(Some(7)));
    outbox.resume();
    assert_eq!(sent(&mut outbox), [Some(7), Some(8)]);
}

#[test]
fn an_act_that_is_given_up_does_not_hold_up_those_about_others() {
    let mut outbox = Outbox::new(None);
    for customer in [Some(7), Some(8), None] {
        outbox.push(act_about(customer));
    }
    let first = outbox.send_act().unwrap();
    assert!(!outbox.act_failed(first, &failure(FailureRecovery::Reload)));
    assert!(!outbox.holds_act_about(7));
    assert_eq!(sent(&mut outbox), [Some(8), None]);
}

#[test]
fn a_newer_act_sends_those_that_were_kept_first() {
    let mut outbox = Outbox::new(None);
    outbox.push(act_about(Some(7)));
    let first = outbox.send_act().unwrap();
    outbox.act_failed(first, &failure(FailureRecovery::Ask));
    outbox.settle();
    outbox.push(act_about(Some(8)));
    assert!(outbox.will_change(Some(7)), "it is under way again");
    assert_eq!(sent(&mut outbox), [Some(7), Some(8)]);
}

#[test]
fn only_an_act_that_was_not_saved_can_be_discarded() {
    let mut outbox = Outbox::new(None);
    outbox.push(act_about(Some(7)));
    assert!(outbox.discard().is_none(), "it has not been tried");
    let first = outbox.send_act().unwrap();
    assert!(outbox.discard().is_none(), "it is in hand");
    outbox.act_failed(first, &failure(FailureRecovery::Ask));
    assert_eq!(outbox.discard().unwrap().customer(), Some(7));
    assert!(!outbox.in_flight().is_halted());
}

#[test]
fn a_newer_query_takes_the_place_of_one_that_was_not_sent() {
    let mut outbox = Outbox::new(None);
    let card = |id| ScreenQuery {
        card: Some(id),
        ..ScreenQuery::default()
    };
    outbox.query(card(7));
    assert_eq!(outbox.send_query().unwrap().card, Some(7));
    outbox.query(card(8));
    outbox.query(card(9));
    assert!(outbox.send_query().is_none(), "one is in hand");
    outbox.answered();
    assert_eq!(outbox.send_query().unwrap().card, Some(9));
    outbox.answered();
    assert!(outbox.send_query().is_none());
}

#[test]
fn a_customer_is_about_to_change_from_the_key_on_though_something_else_is_being_read() {
    let mut outbox = Outbox::new(None);
    outbox.query(ScreenQuery::default());
    outbox.send_query();
    outbox.push(act_about(Some(7)));
    assert!(outbox.send_act().is_none(), "a query is in hand");
    assert!(outbox.is_unsettled());
    assert!(outbox.will_change(Some(7)));
    assert!(!outbox.will_change(Some(8)));
}

#[test]
fn an_undo_may_change_anybody_and_a_new_customer_nobody_who_is_shown() {
    let mut outbox = Outbox::new(None);
    outbox.push(act_about(None));
    assert!(outbox.is_unsettled());
    assert!(!outbox.will_change(Some(7)) && !outbox.will_change(None));
    outbox.push(PendingAct::UndoOrRedo(Turn::Redo, stamp()));
    assert!(outbox.will_change(Some(7)) && outbox.will_change(None));
    outbox.settle();
    assert!(!outbox.is_unsettled());
}

#[test]
fn a_store_thread_that_has_ended_leaves_what_it_had_unsaved() {
    let mut outbox = Outbox::new(None);
    outbox.push(act_about(Some(7)));
    outbox.push(act_about(Some(8)));
    let _gone = outbox.send_act();
    outbox.thread_ended();
    assert_eq!(outbox.unsaved(), 2);
    assert!(outbox.send_act().is_none());
}
