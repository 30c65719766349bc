//! Losing a connection and looking for a server again, after pauses that grow.

use std::time::Instant;

use super::super::error::StoreError;
use super::super::sql::Maintenance;
use super::backoff::FailedConnect;
use super::client::Postgres;
use super::connection;

impl Postgres {
    /// What is known of the connection after an answer.
    pub(super) fn drop_lost_connection<T>(
        &mut self,
        done: Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Err(error) = &done
            && error.is_outage()
        {
            // A standby that was asked to write is no use any more: the primary is somewhere else.
            self.connection = None;
            if self.failed.is_none() {
                tracing::warn!(
                    error = error.kind(),
                    fault = error.fault(),
                    "connection lost"
                );
            }
            self.failed
                .get_or_insert_with(|| FailedConnect::lost(error.clone()));
        }
        done
    }

    /// Makes sure there is a connection: looks for a server where there is none and the pause is over.
    pub(super) fn connect(&mut self) -> Result<(), StoreError> {
        if self
            .connection
            .as_ref()
            .is_some_and(|l| !l.client.is_closed())
        {
            return Ok(());
        }
        self.connection = None;
        if let Some(failed) = &self.failed
            && Instant::now() < failed.not_before
        {
            return Err(failed.error.clone());
        }
        let Self {
            runtime,
            endpoints,
            notifications,
            timelines,
            ..
        } = self;
        match runtime.block_on(connection::find(endpoints, notifications, timelines)) {
            Ok(connection) => {
                tracing::info!(
                    engine = "PostgreSQL",
                    version = connection.version,
                    standby = connection.standby,
                    "connected"
                );
                self.connection = Some(connection);
                self.failed = None;
                self.pinged = Instant::now();
                // Whatever was said meanwhile was not heard.
                self.known = None;
                self.shop.map_or(Ok(()), |shop| self.listen(shop))
            }
            Err(error) => {
                let (kind, fault) = (error.kind(), error.fault());
                if self.failed.as_ref().is_none_or(FailedConnect::is_first) {
                    tracing::warn!(error = kind, fault, "no connection");
                } else {
                    tracing::debug!(error = kind, fault, "no connection yet");
                }
                let failed = FailedConnect::again(error.clone(), self.failed.as_ref());
                self.failed = Some(failed);
                Err(error)
            }
        }
    }

    /// Looks for a primary in place of the standby that is read, once a pause.
    pub(super) fn leave_standby(&mut self) -> Result<(), StoreError> {
        let due = self
            .failed
            .as_ref()
            .is_none_or(|failed| Instant::now() >= failed.not_before);
        if !due {
            return Err(StoreError::Standby);
        }
        self.connection = None;
        let connected = self.connect();
        if self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.standby)
        {
            self.failed = Some(FailedConnect::only_standby());
            return Err(StoreError::Standby);
        }
        connected
    }
}
