//! Statements on a server: transactions, and what they ask and change.

use std::time::Duration;

use super::super::error::{ConnectionFault, StoreError};
use super::super::sql::{EngineKind, Pending, SqlRow, SqlValue, Statements};
use super::client::{DEADLINE, Doing, Postgres, not_connected};
use super::pipeline::{ExpectedReply, PipelineResponse};

/// How long a reading statement may take on the server, in milliseconds: a little less, so that
/// the server says so itself.
const READING: u64 = 2_800;

/// How long whoever reads may fall silent in the midst of it, in milliseconds.
const PAUSE: u64 = 10_000;

/// Begins what one counter alone may do at a time on the whole server. The number is ours: "check"
/// in ASCII.
///
/// Whoever waits for a table stands in the way of everybody who comes to it later: no longer than
/// two seconds, then it is tried again.
const LOCK: &str = "BEGIN; SELECT pg_advisory_xact_lock(427819008363); \
     SET LOCAL lock_timeout = '2s'; SET LOCAL idle_in_transaction_session_timeout = '10s'";

impl Statements for Postgres {
    fn kind(&self) -> EngineKind {
        EngineKind::Postgres
    }

    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.send_waiting()?;
        self.command(sql)
    }

    /// Begins to read: all of it as of one moment.
    fn begin_reading(&mut self) -> Result<(), StoreError> {
        self.connect()?;
        self.doing = Doing::Reading;
        let time = if self.deadline == DEADLINE {
            READING
        } else {
            0
        };
        let sql = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
             SELECT set_config('statement_timeout', '{time}', true), \
             set_config('lock_timeout', '0', true), \
             set_config('idle_in_transaction_session_timeout', '{PAUSE}', true)"
        );
        self.begin(sql, self.deadline)
    }

    /// Nothing is begun on the server: what is asked for in one go is one statement.
    fn begin_glance(&mut self) -> Result<(), StoreError> {
        self.connect()?;
        self.doing = Doing::Glancing;
        let _of_before = self.forget_waiting();
        Ok(())
    }

    /// Begins to change a shop's rows: its own row is the lock, so that there is one writer at a
    /// time for each shop, and never for the server.
    fn begin_writing(&mut self, shop: i64) -> Result<(), StoreError> {
        if self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.standby)
        {
            self.leave_standby()?;
        }
        self.connect()?;
        let connection = self.connection.as_mut().ok_or_else(not_connected)?;
        if connection.standby {
            return Err(StoreError::Standby);
        }
        self.doing = Doing::Writing;
        let known = connection.lock_timeout.replace(self.patience);
        let patience = self.patience.as_millis().max(1);
        if known != Some(self.patience) {
            // By itself: taken back with an act, it would not be as it is known to be.
            let wait = format!("SET lock_timeout = {patience}");
            self.push_command(wait, ExpectedReply::Ignored, self.deadline)?;
        }
        let sql = format!("BEGIN; SELECT shop FROM shop WHERE shop = {shop} FOR UPDATE");
        self.begin(sql, self.deadline + self.patience)
    }

    /// Begins to make tables: nobody else does at the same time.
    fn begin_ddl(&mut self) -> Result<(), StoreError> {
        self.connect()?;
        self.doing = Doing::Writing;
        self.begin(LOCK.to_owned(), self.deadline)?;
        // Where a chain's database has an owner, everything in it is the owner's.
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_roles WHERE rolname = 'checkback_owner' \
                   AND pg_has_role(session_user, oid, 'MEMBER') AND rolname <> session_user";
        let owned = match self.query(sql, &[])?.into_iter().next() {
            Some(mut row) => row.flag()?,
            None => false,
        };
        if owned {
            self.command("SET LOCAL ROLE checkback_owner")?;
        }
        Ok(())
    }

    fn begin_setup(&mut self) -> Result<(), StoreError> {
        self.connect()?;
        self.doing = Doing::Writing;
        self.begin(LOCK.to_owned(), self.deadline)
    }

    /// Ends a transaction: when it returns, it is on the disk, and on the standby's where the
    /// server waits for one.
    fn commit(&mut self) -> Result<(), StoreError> {
        let announced = self.announced.take();
        self.send_waiting()?;
        let doing = std::mem::replace(&mut self.doing, Doing::Nothing);
        self.catch_up()?;
        // Behind a text that failed, a commit would take everything back and say nothing of it.
        if let Some(failed) = self.forget_waiting() {
            return Err(failed);
        }
        match doing {
            Doing::Nothing | Doing::Glancing => return Ok(()),
            Doing::Reading => {
                return self.push_command("COMMIT".to_owned(), ExpectedReply::Ignored, DEADLINE);
            }
            Doing::Writing => {}
        }
        let _of_before = self.notifications.take_warning();
        let unanswered = |why| StoreError::CommitUnanswered(Box::new(why));
        self.command("COMMIT").map_err(|why| {
            if why.is_outage() {
                unanswered(why)
            } else {
                why
            }
        })?;
        if self.notifications.take_warning() {
            // "The transaction has already committed locally, but might not have been replicated":
            // not known, then. It is asked for by its id, which waits for the standby once more.
            self.connection = None;
            let not_synced = ConnectionFault::StandbyNotSynced;
            return Err(unanswered(StoreError::ConnectionLost(not_synced)));
        }
        self.standby_silent = None;
        self.tell(announced.as_ref());
        Ok(())
    }

    /// Ends a transaction that failed. Where that cannot be said, the connection is dropped: the server
    /// takes it back by itself.
    fn roll_back(&mut self) {
        let doing = std::mem::replace(&mut self.doing, Doing::Nothing);
        let Some(connection) = &mut self.connection else {
            return;
        };
        // Where the beginning is not answered yet, it may still wait for another's writing.
        let waits = connection.pipeline.is_owed();
        let _it_is_known = self.forget_waiting();
        if doing == Doing::Glancing {
            return;
        }
        let sql = "ROLLBACK".to_owned();
        let time = self.deadline + if waits { self.patience } else { Duration::ZERO };
        let sent = self.push_command(sql, ExpectedReply::Completion(None), time);
        if sent.and_then(|()| self.catch_up()).is_err() {
            self.connection = None;
        }
    }

    fn query(&mut self, sql: &str, values: &[SqlValue]) -> Result<Vec<SqlRow>, StoreError> {
        let asked = self.query_deferred(sql, values)?;
        self.fetch(asked)
    }

    fn query_deferred(&mut self, sql: &str, values: &[SqlValue]) -> Result<Pending, StoreError> {
        self.send_changes()?;
        Ok(Pending::InFlight(self.wait_with(sql, values)))
    }

    fn fetch(&mut self, asked: Pending) -> Result<Vec<SqlRow>, StoreError> {
        match asked {
            Pending::Ready(rows) => Ok(rows),
            Pending::InFlight(number) => {
                self.send_queries()?;
                self.take_answer(number)
            }
        }
    }

    fn execute(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError> {
        self.send_waiting()?;
        let number = self.push(sql, values, ExpectedReply::ChangedCount)?;
        match self.receive_response(number)? {
            PipelineResponse::ChangedCount(changed) => Ok(changed),
            _ => Err(StoreError::Engine("rows where a count belongs".to_owned())),
        }
    }

    fn execute_deferred(
        &mut self,
        sql: &str,
        values: &[SqlValue],
        wants: Option<u64>,
    ) -> Result<(), StoreError> {
        self.send_queries()?;
        self.change_later(sql, values, wants)
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        self.send_waiting()?;
        self.catch_up()
    }

    /// The tables of ours there are.
    fn tables(&mut self) -> Result<Vec<String>, StoreError> {
        let closed = "SELECT CAST(pg_get_userbyid(nspowner) AS TEXT) FROM pg_namespace \
                      WHERE nspname = 'checkback' AND NOT has_schema_privilege(oid, 'USAGE')";
        if let Some(mut row) = self.query(closed, &[])?.into_iter().next() {
            return Err(StoreError::Forbidden(format!(
                "the tables there belong to {}: log in as that, or as a role it has let in",
                row.text()?
            )));
        }
        let sql = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'checkback'";
        self.query(sql, &[])?
            .into_iter()
            .map(|mut row| row.text())
            .collect()
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
                   WHERE table_schema = 'checkback' AND table_name = $1 AND column_name <> 'shop' \
                   ORDER BY ordinal_position";
        self.query(sql, &[table.into()])?
            .into_iter()
            .map(|mut row| row.text())
            .collect()
    }

    /// What time it is on the server, in milliseconds.
    fn clock(&mut self) -> Result<i64, StoreError> {
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        match self.query(sql, &[])?.into_iter().next() {
            Some(mut row) => row.int(),
            None => Err(StoreError::damaged("the server has no clock")),
        }
    }
}
