//! A standby that lacks the last acts is promoted: each counter finds what is missing of its own, and
//! saves it again.

use std::time::Duration;

use checkback::session::Session;

use crate::cluster::{Cluster, either, until};
use crate::fanned_out::{fill, press, window_of};
use crate::workers::branch;

const CONTACTS: &str = "SELECT count(*) FROM checkback.contact";

/// A counter whose last two acts of three are on the primary alone, which is gone; the standby was
/// promoted.
struct Failover {
    _primary: Cluster,
    standby: Cluster,
    shop: String,
    counter: Session,
}

impl Failover {
    fn new() -> Self {
        let primary = Cluster::durable();
        let standby = primary.standby();
        let shop = primary.database();
        fill(&primary.url(&shop), 5);
        let server = branch(&either(&primary, &standby, &shop), "Hill Street");
        let mut counter = window_of(&server, "front");
        press(&mut counter, 'n');
        until("the standby to have it", || {
            standby.sql(&shop, CONTACTS) == "1"
        });
        // From now on nothing reaches the standby, and no commit waits for it.
        primary.waits_for_a_standby(false);
        standby.sql("postgres", "ALTER SYSTEM SET primary_conninfo = ''");
        standby.sql("postgres", "SELECT pg_reload_conf()");
        until("the standby to follow no more", || {
            primary.sql("postgres", "SELECT count(*) FROM pg_stat_replication") == "0"
        });
        until("commits to wait no more", || {
            let names = primary.sql("postgres", "SHOW synchronous_standby_names");
            names.is_empty()
        });
        for _ in 0..2 {
            press(&mut counter, 'n');
        }
        assert_eq!(primary.sql(&shop, CONTACTS), "3");
        primary.kill();
        standby.promote();
        // The counter looks for a server when it is asked to.
        assert_eq!(standby.sql(&shop, CONTACTS), "1");
        Self {
            _primary: primary,
            standby,
            shop,
            counter,
        }
    }

    /// Waits until the counter says something.
    fn says(&mut self, words: &str) {
        until(words, || {
            self.counter.look_around(Duration::from_secs(20));
            self.counter.app.notice.words().contains(words)
        });
    }

    fn told(&self, sql: &str) -> String {
        self.standby.sql(&self.shop, sql)
    }
}

#[test]
fn what_a_promoted_standby_lacks_is_saved_again_once_and_said() {
    let mut failover = Failover::new();
    failover.says("without 2 things you had saved. Now saved again.");
    assert_eq!(failover.told(CONTACTS), "3");
    let twice = "SELECT count(*) - count(DISTINCT id) FROM checkback.act";
    assert_eq!(failover.told(twice), "0");
}

#[test]
fn what_somebody_else_has_done_since_is_not_saved_over_and_the_lost_acts_are_listed() {
    let mut failover = Failover::new();
    let there = branch(&failover.standby.url(&failover.shop), "Hill Street");
    let mut other = window_of(&there, "back");
    for _ in 0..2 {
        press(&mut other, 'n');
    }
    failover.says("Not saved any more, please do again:");
    assert_eq!(failover.told(CONTACTS), "3");
}
