//! A commit that is not answered is neither saved nor not saved: it is asked for by its id until
//! that is known, at the screen and at the command line.

use std::time::Duration;

use checkback::app::action::{InputEvent, Key};

use crate::cluster::{Cluster, until};
use crate::failing::ServerPair;
use crate::hanging::TimedCounter;
use crate::program::CounterFolder;
use crate::proxy::{Proxy, Swallow};

const CONTACTS: &str = "SELECT count(*) FROM checkback.contact";
const CUSTOMERS: &str = "SELECT count(*) FROM checkback.customer";

/// What must never be said of an act that may be stored.
fn is_called_unsaved(frame: &str) -> bool {
    frame.contains("Not saved") || frame.contains("Discarded") || frame.contains("not saved;")
}

#[test]
fn an_act_the_standby_does_not_have_yet_is_not_called_unsaved_however_long_it_takes() {
    let pair = ServerPair::new();
    let mut counter = TimedCounter::at(&pair.url);
    pair.standby.stop();
    counter.press('n');
    let mut called = Vec::new();
    let said = counter.moves_until(Duration::from_secs(30), |frame| {
        called.extend(is_called_unsaved(frame).then(|| frame.to_owned()));
        frame.contains("the server waits for its standby")
    });
    assert!(said.is_some(), "{}", counter.press('j'));
    // Longer than any write waits for another.
    counter.moves_until(Duration::from_secs(9), |frame| {
        called.extend(is_called_unsaved(frame).then(|| frame.to_owned()));
        false
    });
    let frame = counter.press('j');
    assert!(frame.contains("1 to save"), "{frame}");
    assert_eq!(called, Vec::<String>::new());
    pair.standby.go_on();
    assert!(counter.session.wait(Duration::from_secs(20)), "not saved");
    assert_eq!(pair.primary.sql(&pair.shop, CONTACTS), "1");
}

#[test]
fn undo_takes_an_act_back_that_may_be_stored_once_it_is_known() {
    let pair = ServerPair::new();
    let mut counter = TimedCounter::at(&pair.url);
    pair.standby.stop();
    counter.press('n');
    let waits = |frame: &str| frame.contains("the server waits for its standby");
    assert!(
        counter
            .moves_until(Duration::from_secs(30), waits)
            .is_some()
    );
    let frame = counter.press('u');
    assert!(!is_called_unsaved(&frame), "{frame}");
    pair.standby.go_on();
    assert!(counter.session.wait(Duration::from_secs(20)), "not saved");
    assert_eq!(pair.primary.sql(&pair.shop, CONTACTS), "0");
    let undone = "SELECT count(*) FROM checkback.act WHERE turns IS NOT NULL";
    assert_eq!(pair.primary.sql(&pair.shop, undone), "1");
}

#[test]
fn a_command_whose_commit_is_not_answered_ends_with_3_and_its_id_doubles_nothing() {
    let pair = ServerPair::new();
    let desk = CounterFolder::new().set("[shop]\nbranch = \"Hill Street\"\n");
    let add = ["add", "Anita Patel", "--about", "Pads"];
    pair.standby.stop();
    let said = desk.not_known_yet(&pair.url, &add);
    assert!(said.contains("the server waits for its standby"), "{said}");
    let (_, id) = said.split_once("--id ").unwrap();
    let id = id.split(',').next().unwrap();
    pair.standby.go_on();
    let again = [&add[..], &["--id", id]].concat();
    for _ in 0..2 {
        let told = desk.says(&pair.url, &again);
        assert!(told.contains("saved already"), "{told}");
        assert_eq!(pair.primary.sql(&pair.shop, CUSTOMERS), "1");
    }
}

#[test]
fn a_command_that_sent_no_commit_says_so_with_1_and_its_id_is_free() {
    let cluster = Cluster::durable();
    let shop = cluster.database();
    let desk = CounterFolder::new();
    desk.says(&cluster.url(&shop), &["list"]);
    let proxy = Proxy::to(cluster.port());
    let through = through(&cluster, &shop, &proxy);
    let add = ["add", "Anita Patel", "--about", "Pads", "--id"];
    let id = "01936000-0000-7000-8000-000000000001";
    cluster.stop();
    let said = desk.refused(&through, &[&add[..], &[id]].concat());
    assert!(said.contains("not connected"), "{said}");
    cluster.go_on();
    for _ in 0..2 {
        desk.says(&through, &[&add[..], &[id]].concat());
        assert_eq!(cluster.sql(&shop, CUSTOMERS), "1");
    }
}

/// The address of a database behind a proxy.
fn through(cluster: &Cluster, shop: &str, proxy: &Proxy) -> String {
    let (to, by) = (cluster.port().to_string(), proxy.port().to_string());
    cluster.url(shop).replace(&to, &by)
}

/// What a window that is cut off at some words saves by itself.
fn is_cut_off(at: Swallow) {
    let cluster = Cluster::durable();
    let shop = cluster.database();
    let proxy = Proxy::to(cluster.port());
    let mut counter = TimedCounter::at(&through(&cluster, &shop, &proxy));
    proxy.swallow(at);
    counter.press('n');
    let mut called = Vec::new();
    let saved = || cluster.sql(&shop, CONTACTS) == "1";
    until("the act to be saved by itself", || {
        counter.session.press(&InputEvent::Key(Key::Char('j')));
        let frame = counter.press('k');
        called.extend(is_called_unsaved(&frame).then_some(frame));
        proxy.has_swallowed() && saved()
    });
    assert!(
        counter.session.wait(Duration::from_secs(20)),
        "not answered"
    );
    assert_eq!(called, Vec::<String>::new());
    assert_eq!(cluster.sql(&shop, CONTACTS), "1");
}

#[test]
fn a_line_that_is_swallowed_in_mid_act_needs_no_key() {
    is_cut_off(Swallow::Answering("FOR UPDATE"));
}

#[test]
fn a_line_that_is_swallowed_before_its_commit_needs_no_key() {
    is_cut_off(Swallow::Asking("COMMIT"));
}

#[test]
fn a_line_whose_commit_is_done_and_not_answered_needs_no_key() {
    is_cut_off(Swallow::Answering("COMMIT"));
}

#[test]
fn a_counter_that_falls_silent_in_mid_act_keeps_the_others_from_saving_for_seconds_only() {
    let cluster = Cluster::durable();
    let shop = cluster.database();
    let proxy = Proxy::to(cluster.port());
    let mut silent = TimedCounter::at(&through(&cluster, &shop, &proxy));
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' \
                AND now() - state_change > interval '3 s'";
    proxy.swallow(Swallow::Asking("COMMIT"));
    silent.press('n');
    until("the line to be swallowed", || {
        silent.press('j');
        proxy.has_swallowed()
    });
    let desk = CounterFolder::new().set("[shop]\nbranch = \"Hill Street\"\n");
    desk.says(
        &cluster.url(&shop),
        &["add", "Ben Ali", "--about", "Struts"],
    );
    assert_eq!(cluster.sql(&shop, idle), "0");
}
