//! The time zone of a shop on a server, for what is typed and shown by a command.
//!
//! Owns when it is asked for: before a time is read, and once for a command.

use std::sync::PoisonError;

use super::CommandContext;
use super::context::DatabaseChoice;
use crate::config::ZoneOrigin;
use crate::domain::rules::Rules;
use crate::store::Store;

impl CommandContext {
    /// Opens the shop on a server where its zone is not known yet: what is typed is meant in that. Where
    /// it cannot be opened, whoever needs the store says so.
    pub(super) fn learn_zone(&self) {
        let DatabaseChoice::Server(server) = &self.database else {
            return;
        };
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.rules_of_server.get().is_some() || opened.is_some();
        if self.config.zone_origin == ZoneOrigin::Machine && !known {
            *opened = Store::open(server, self.open_options()).ok();
            if let Some(store) = &*opened {
                self.take_zone_of(store);
            }
        }
    }

    /// Takes the zone of a shop on a server, where the settings name none.
    pub(super) fn take_zone_of(&self, store: &Store) {
        let mut config = self.config.clone();
        config.take_zone_of_shop(store.zone());
        if config.zone_origin != self.config.zone_origin {
            let _once = self.rules_of_server.set(Rules::clone(&config.rules));
        }
    }
}
