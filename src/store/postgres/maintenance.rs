//! Keeping a connection in order: what other counters did, whether the server is there, and how long
//! it is waited for.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::super::error::StoreError;
use super::super::sql::{ChangeNews, Maintenance, QueryStats, Statements};
use super::client::{DEADLINE, PING, Postgres, not_connected};
use super::connection::ServerConnection;
use super::news::KnownActs;
use crate::domain::customer::Id;

/// The same while tables are made or rebuilt.
const UNHURRIED: Duration = Duration::from_hours(1);

/// How often a connection that does not listen asks for news: what another counter did is seen within a
/// second.
const ASK: Duration = Duration::from_millis(700);

/// For how long news are gathered: what several counters do meanwhile is read in one go.
const GATHERED: Duration = Duration::from_millis(200);

/// How often a server is looked for that cannot be reached.
const GLANCE: Duration = Duration::from_millis(100);

/// How many connections a database may have for one more to listen. For every act the server wakes
/// every connection of the database that listens, whosever news it is: with a hundred counters that
/// each do something once a minute, listening wakes a connection about as often as it would ask. Three
/// thousand that listen do 13 acts a second on two cores, and 48 where they ask (`cargo bench --bench
/// server -- counters 3000`).
const LISTENERS: i64 = 100;

/// Whether a commit waits for the standby, of those the role may see: its own.
const WAITS_FOR_STANDBY: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity \
     WHERE datname = current_database() AND wait_event = 'SyncRep'";

impl Postgres {
    /// Asks whether a commit of this role's waits for the standby. Where that cannot be asked, none
    /// is known to.
    fn ask_for_standby(&mut self) -> bool {
        let silent = self.query(WAITS_FOR_STANDBY, &[]).ok();
        let silent = silent.and_then(|rows| rows.into_iter().next()?.int().ok());
        let silent = silent.is_some_and(|waiting| waiting > 0);
        self.standby_silent = Some((silent, Instant::now()));
        silent
    }
}

impl Maintenance for Postgres {
    fn machine(&self) -> Option<&str> {
        self.connection
            .as_ref()
            .map(|connection| connection.machine.as_str())
    }

    fn connection_error(&self) -> Option<StoreError> {
        match (&self.connection, &self.failed) {
            (Some(connection), _) if connection.standby => Some(StoreError::Standby),
            (Some(_), _) if self.standby_silent.is_some_and(|(silent, _)| silent) => {
                Some(StoreError::StandbySilent)
            }
            (Some(_), _) => None,
            (None, Some(failed)) => Some(failed.error.clone()),
            (None, None) => Some(not_connected()),
        }
    }

    /// Whoever keeps this role's writes waiting may itself wait for the standby.
    fn explain_busy(&mut self) -> StoreError {
        let asked = self.standby_silent.filter(|(_, at)| at.elapsed() < PING);
        let silent = asked.map_or_else(|| self.ask_for_standby(), |(silent, _)| silent);
        if silent {
            StoreError::StandbySilent
        } else {
            StoreError::Busy
        }
    }

    fn disable_sync(&mut self) -> Result<(), StoreError> {
        self.command("SET synchronous_commit = off")
    }

    /// Calls somebody whenever another counter has changed something, or the connection is gone.
    fn on_news(&mut self, wake: Box<dyn Fn() + Send>) {
        self.notifications.call(wake);
    }

    /// Listens for a shop's news from now on, unless so many connections do already that asking for them
    /// costs the server less.
    fn listen(&mut self, shop: i64) -> Result<(), StoreError> {
        self.shop = Some(shop);
        let hears = |connection: &ServerConnection| {
            !connection.standby && connection.backends.is_some_and(|n| n <= LISTENERS)
        };
        self.listens = self.connection.as_ref().is_some_and(hears);
        if self.listens {
            self.command(&format!("LISTEN checkback_{shop}"))?;
            self.pace = PING;
        } else {
            self.pace = ASK;
        }
        Ok(())
    }

    /// Waits as long as it takes: while tables are made, or marks reckoned anew.
    fn allow_long_statements(&mut self, takes: bool) {
        self.deadline = if takes { UNHURRIED } else { DEADLINE };
    }

    /// Sets how long a write waits for another counter's.
    fn set_lock_timeout(&mut self, time: Duration) -> Result<(), StoreError> {
        self.patience = time;
        Ok(())
    }

    /// An act of this counter's own is no news.
    fn note_own_act(&mut self, no: i64) {
        if let Some(known) = &mut self.known {
            known.note([no]);
        }
    }

    fn announce(&mut self, news: &ChangeNews) {
        self.announced = match self.announced.take() {
            // Of several parts of one act, or of two, nobody is named.
            Some(_) => Some(ChangeNews::default()),
            None => Some(news.clone()),
        };
    }

    fn take_changed_customers(&mut self) -> Option<BTreeSet<Id>> {
        self.changed.take()
    }

    fn timeline(&self) -> Option<i64> {
        let primary = self
            .connection
            .as_ref()
            .filter(|connection| !connection.standby);
        primary.map(|connection| connection.timeline)
    }

    fn gather_time(&self) -> Duration {
        GATHERED
    }

    fn is_remote(&self) -> bool {
        true
    }

    /// While there is no connection to a primary one is looked for; else it is asked now and then.
    fn poll_interval(&self) -> Option<Duration> {
        let stands = |connection: &ServerConnection| !connection.standby;
        if self.connection.as_ref().is_some_and(stands) {
            Some(self.pace.saturating_sub(self.pinged.elapsed()))
        } else {
            Some(GLANCE)
        }
    }

    /// Whether another counter has changed something since this was asked last; `false` the first
    /// time. Asked now and then whether the connection still stands.
    fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        let was_cut = self
            .connection
            .as_ref()
            .is_none_or(|l| l.client.is_closed());
        if self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.standby)
        {
            // A standby that is read may have a primary again.
            let _still_read = self.leave_standby();
        }
        self.connect()?;
        self.changed = None;
        let heard = self.notifications.take_news();
        let Some(shop) = self.shop else {
            return Ok(heard.is_some() || was_cut);
        };
        let news = match (heard, &mut self.known) {
            (Some(heard), Some(known)) if !was_cut => {
                known.note(heard.acts);
                self.changed = heard.customers;
                true
            }
            (heard, _) => heard.is_some(),
        };
        if !was_cut && self.known.is_some() && self.pinged.elapsed() < self.pace {
            return Ok(news);
        }
        self.pinged = Instant::now();
        if self.standby_silent.is_some() {
            self.ask_for_standby();
        }
        // Claims are no acts: how many there are, and since when, tells of them.
        let sql = "SELECT shop.last_act, COUNT(claim.since), \
                   CAST(COALESCE(SUM(claim.since), 0) AS BIGINT) FROM shop \
                   LEFT JOIN claim ON claim.shop = shop.shop WHERE shop.shop = $1 \
                   GROUP BY shop.last_act";
        let now = match self.query(sql, &[shop.into()])?.into_iter().next() {
            Some(mut row) => (row.int()?, row.int()?, row.int()?),
            None => (0, 0, 0),
        };
        let (newest, claims) = (now.0, (now.1, now.2));
        let missed = match &mut self.known {
            Some(known) => known.compare(newest, claims, self.listens),
            none @ None => {
                *none = Some(KnownActs::new(newest, claims));
                false
            }
        };
        if missed || was_cut {
            self.changed = None;
        }
        Ok(news || was_cut || missed)
    }

    fn stats(&self) -> QueryStats {
        self.work
    }
}
