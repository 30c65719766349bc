//! The store itself: a database, the calendar it reckons days by, and whose claims it passes over.
//!
//! Its verbs stand in the files beside this one, each where its rows are; how it is opened is
//! `opening`'s.

use std::time::Duration;

use chrono_tz::Tz;
use uuid::Uuid;

use super::change_counter::Recount;
use super::error::StoreError;
use super::log_files::LogMishap;
use super::sql::{Db, QueryStats};
use crate::domain::claim::ClaimHolder;
use crate::domain::hours::Calendar;

/// An open store.
#[derive(Debug)]
pub struct Store {
    pub(super) db: Db,
    pub(super) calendar: Calendar,
    pub(super) exempt: ClaimExemption,
    /// Where the zone of its days comes from.
    pub(super) zone_source: ZoneSource,
    /// Is told before everything is counted anew, which takes its time.
    pub(super) on_recount: Option<fn(Tz)>,
    /// When a shop of another zone is counted anew.
    pub(super) recount_time: RecountTime,
    /// What is being counted anew.
    pub(super) recount: Option<Recount>,
}

/// Where the zone of a shop's days comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ZoneSource {
    /// Somebody chose the calendar's: a shop of another one is counted anew.
    Calendar,
    /// The shop's own is taken; the calendar's only for a new shop.
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

/// Whose claims do not stand in the way of what is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ClaimExemption {
    /// Nobody's: every claim stands in the way.
    Nobody,
    /// This window's.
    Sitting(Uuid),
    /// Those of a person, at whichever counter.
    Person(String),
}

impl ClaimExemption {
    /// Whether a holder's claims do not stand in the way.
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

    /// Whether another program has changed something since this was asked last; `false` the first
    /// time. Costs next to nothing.
    ///
    /// # Errors
    /// An outage; what the engine refused.
    pub fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        self.db.engine().changed_elsewhere()
    }

    /// Calls somebody as soon as another program may have changed something, where the database
    /// can tell; whether it has is what `changed_elsewhere` says.
    pub fn call(&mut self, wake: Box<dyn Fn() + Send>) {
        self.db.engine().on_news(wake);
    }

    /// How often `changed_elsewhere` is to be asked although nobody calls; never where this is
    /// `None`.
    pub fn poll_interval(&mut self) -> Option<Duration> {
        self.db.engine().poll_interval()
    }

    /// What stands in the way of every change at the moment: an outage. Of what could not be read last
    /// because it is damaged, that it is.
    pub fn connection_error(&mut self) -> Option<StoreError> {
        let damage = self.db.damage().cloned();
        self.db.engine().connection_error().or(damage)
    }

    /// What happened to the file's log since this was asked last, where something did.
    pub fn take_mishap(&mut self) -> Option<LogMishap> {
        self.db.engine().take_mishap()
    }

    /// Which machine the shop's database is on, where that is a server that can be reached.
    pub fn machine(&mut self) -> Option<String> {
        self.db.engine().machine().map(str::to_owned)
    }

    /// Sets how long a write waits for another program's before it says `Busy`: five seconds
    /// unless this says otherwise.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn be_patient_for(&mut self, time: Duration) -> Result<(), StoreError> {
        self.db.engine().set_lock_timeout(time)
    }

    /// What the engine was asked to do so far.
    #[must_use]
    pub fn work(&self) -> QueryStats {
        self.db.stats()
    }

    /// The time zone the shop's days are reckoned in.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.calendar.zone
    }
}
