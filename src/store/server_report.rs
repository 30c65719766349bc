//! What a server says of itself, for `doctor`.

use super::error::StoreError;
use super::handle::Store;

/// A server, as it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerReport {
    /// The machine it is on.
    pub machine: String,
    /// Its version.
    pub version: String,
    /// Whether it is a standby: it is read, and takes no changes.
    pub standby: bool,
    /// Whether its commits are to wait for a standby.
    pub waits_for_standby: bool,
    /// How many standbys follow it, as far as one may see.
    pub standbys: i64,
    /// How far behind the primary a standby is, in seconds.
    pub behind: Option<i64>,
    /// The extensions in the database that the shop needs.
    pub extensions: String,
    /// How large the database is, in bytes.
    pub size: i64,
    /// How many connections its database has, and how many the server takes.
    pub connections: (i64, i64),
}

/// One row of all of it.
const ASKED: &str = "SELECT current_setting('server_version'), \
     CAST(CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END AS BIGINT), \
     CAST(CASE WHEN current_setting('synchronous_standby_names') = '' THEN 0 ELSE 1 END AS BIGINT), \
     (SELECT COUNT(*) FROM pg_stat_replication), \
     CAST(EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp()) AS BIGINT), \
     COALESCE((SELECT string_agg(CAST(extname AS TEXT), ', ' ORDER BY extname) FROM pg_extension \
     WHERE extname IN ('pg_trgm', 'btree_gin')), ''), pg_database_size(current_database()), \
     (SELECT CAST(numbackends AS BIGINT) FROM pg_stat_database WHERE datname = current_database()), \
     CAST(current_setting('max_connections') AS BIGINT)";

impl Store {
    /// What the server says of itself.
    ///
    /// # Errors
    /// An outage; what it refused.
    pub fn ask_server(&mut self) -> Result<ServerReport, StoreError> {
        let machine = self.machine().unwrap_or_default();
        let row = self.db.read(|tx| tx.query_first(ASKED, &[]))?;
        let mut row =
            row.ok_or_else(|| StoreError::damaged("the server says nothing of itself"))?;
        let version = row.text()?;
        Ok(ServerReport {
            machine,
            version: version.split(' ').next().unwrap_or_default().to_owned(),
            standby: row.flag()?,
            waits_for_standby: row.flag()?,
            standbys: row.int()?,
            behind: row.maybe_int()?,
            extensions: row.text()?,
            size: row.int()?,
            connections: (row.int()?, row.int()?),
        })
    }
}
