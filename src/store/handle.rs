//! The store itself: a database, the calendar that tells its days, and whose claims it ignores.
//!
//! Its methods stand in the files beside this one, each with the tables it uses; `opening` opens it.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono_tz::Tz;
use uuid::Uuid;

use super::change_counter::Recount;
use super::error::StoreError;
use super::log_files::LogMishap;
use super::sql::{Db, QueryStats};
use crate::domain::claim::ClaimHolder;
use crate::domain::customer::Id;
use crate::domain::hours::Calendar;

/// An open store.
#[derive(Debug)]
pub struct Store {
    pub(super) db: Db,
    pub(super) calendar: Calendar,
    pub(super) exempt: ClaimExemption,
    /// Where the time zone of its days comes from.
    pub(super) zone_source: ZoneSource,
    /// Called before a recount of all figures, which takes a while.
    pub(super) on_recount: Option<fn(Tz)>,
    /// When a shop of another zone is counted anew.
    pub(super) recount_time: RecountTime,
    /// What is being counted anew.
    pub(super) recount: Option<Recount>,
}

/// Where the time zone of a shop's days comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ZoneSource {
    /// The settings name it: a shop that was counted in another one is recounted.
    Calendar,
    /// The database names it; the calendar's is used for a new shop only.
    Shop,
}

/// When a shop of another zone is counted anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecountTime {
    /// Before it is open.
    AtOnce,
    /// By whoever opened it, in portions.
    Later,
}

/// Whose claims do not block what is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ClaimExemption {
    /// Nobody's: every claim blocks.
    Nobody,
    /// Those of this window's session.
    Sitting(Uuid),
    /// Those of a person, at any counter.
    Person(String),
}

impl ClaimExemption {
    /// Whether the claims of a holder do not block.
    pub(super) fn covers(&self, holder: &ClaimHolder) -> bool {
        match self {
            Self::Nobody => false,
            Self::Sitting(id) => holder.id == *id,
            Self::Person(staff) => holder.staff == *staff,
        }
    }
}

impl Store {
    /// Does something that is saved, and once more where the disk is full and the file's log could be
    /// emptied: that may have been what took the room. Done twice, it has to come to the same.
    pub(super) fn making_room<T>(
        &mut self,
        mut work: impl FnMut(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match work(self) {
            Err(StoreError::DiskFull) if self.db.engine().make_room() => work(self),
            done => done,
        }
    }

    /// Whether another program has changed the database since the last call; `false` the first time. Cheap
    /// enough to poll.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine, such as an outage.
    pub fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        self.db.engine().changed_elsewhere()
    }

    /// Whose rows the changes are that `changed_elsewhere` told of last; `None` where they may be
    /// anybody's.
    pub fn take_changed_customers(&mut self) -> Option<BTreeSet<Id>> {
        self.db.engine().take_changed_customers()
    }

    /// The timeline of the server the shop is on: each promotion of a standby begins a new one.
    pub fn timeline(&mut self) -> Option<i64> {
        self.db.engine().timeline()
    }

    /// For how long news are gathered before they are looked at.
    pub fn gather_time(&mut self) -> Duration {
        self.db.engine().gather_time()
    }

    /// Whether the shop is on a server: of what is shown, only what has changed is read again.
    pub fn is_remote(&mut self) -> bool {
        self.db.engine().is_remote()
    }

    /// Sets the callback for a possible change by another program, if the database can notify. Whether there
    /// is a change is what `changed_elsewhere` says.
    pub fn call(&mut self, wake: Box<dyn Fn() + Send>) {
        self.db.engine().on_news(wake);
    }

    /// How often `changed_elsewhere` has to be polled beside the notifications; `None` for never.
    pub fn poll_interval(&mut self) -> Option<Duration> {
        self.db.engine().poll_interval()
    }

    /// The error that blocks every change at the moment (an outage), or the damage that the last query found.
    pub fn connection_error(&mut self) -> Option<StoreError> {
        let damage = self.db.damage().cloned();
        self.db.engine().connection_error().or(damage)
    }

    /// Takes what happened to the file's write-ahead log since the last call, if anything did.
    pub fn take_mishap(&mut self) -> Option<LogMishap> {
        self.db.engine().take_mishap()
    }

    /// The machine of the shop's database, if that is a server that can be reached.
    pub fn machine(&mut self) -> Option<String> {
        self.db.engine().machine().map(str::to_owned)
    }

    /// Sets how long a write waits for another program's lock before it fails with `Busy`; five seconds by
    /// default.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    pub fn be_patient_for(&mut self, time: Duration) -> Result<(), StoreError> {
        self.db.engine().set_lock_timeout(time)
    }

    /// The statements the engine has run so far, counted.
    #[must_use]
    pub fn work(&self) -> QueryStats {
        self.db.stats()
    }

    /// The time zone of the shop's days.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.calendar.zone
    }
}
