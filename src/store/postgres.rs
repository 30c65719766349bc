//! PostgreSQL: a server that several counters share. With its folder the only place that names
//! this engine.
//!
//! Owns the deadlines. The driver's own do not see a server that hangs, so nothing is waited for
//! but within a time of ours; a line that misses it is dropped, and the next call looks for a
//! server anew, after pauses that grow.

mod connection;
mod errors;
mod pipeline;
mod timeline;
mod tls;
mod url;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::Row as Found;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use super::error::{ConnectionFault, StoreError};
use super::retry::RetryPolicy;
use super::sql::{Engine, EngineKind, Pending, QueryStats, SqlRow, SqlValue};
use connection::{Endpoint, Notifications, ServerConnection};
use pipeline::{ExpectedReply, PipelineResponse};
use timeline::Timelines;
use url::ServerUrl;

pub(super) use url::shown;

/// How long one statement may take before the server is taken for gone.
const DEADLINE: Duration = Duration::from_secs(3);

/// The same while tables are made or rebuilt.
const UNHURRIED: Duration = Duration::from_hours(1);

/// How long a reading statement may take on the server, in milliseconds: a little less, so that
/// the server says so itself.
const READING: u64 = 2_800;

/// How often a line that is idle is asked whether it still stands, and whether news were missed.
const PING: Duration = Duration::from_secs(1);

/// How often a line that hears no news asks for them: what another counter did is seen within a
/// second.
const ASK: Duration = Duration::from_millis(700);

/// How many lines a database may have for one more to listen. For every act the server wakes every
/// line of the database that listens, whosever news it is: with a hundred counters that each do
/// something once a minute, listening wakes a line about as often as it would ask. Three thousand that
/// listen do 13 acts a second on two cores, and 48 where they ask (`cargo bench --bench server --
/// counters 3000`).
const LISTENERS: i64 = 100;

/// Begins what one counter alone may do at a time on the whole server. The number is ours: "check"
/// in ASCII.
const LOCK: &str = "BEGIN; SELECT pg_advisory_xact_lock(427819008363)";

/// One counter's connection to a server, wherever it is at the moment.
pub(super) struct Postgres {
    runtime: Runtime,
    endpoints: Vec<Endpoint>,
    timelines: Timelines,
    notifications: Arc<Notifications>,
    connection: Option<ServerConnection>,
    /// Why there is no line, and when it is looked for again.
    failed: Option<FailedConnect>,
    /// The shop whose news are listened for.
    shop: Option<i64>,
    /// The newest act that is known here, and how many claims since when.
    newest: Option<(i64, i64, i64)>,
    pinged: Instant,
    /// How long until it is asked again.
    pace: Duration,
    patience: Duration,
    deadline: Duration,
    writing: bool,
    work: QueryStats,
    texts: BTreeMap<String, Vec<SqlValue>>,
}

/// A connection that could not be made, or that was lost.
struct FailedConnect {
    error: StoreError,
    not_before: Instant,
    /// How often a server was looked for since.
    tries: u32,
}

impl FailedConnect {
    /// The connection was lost just now: a server is looked for at once.
    fn lost(error: StoreError) -> Self {
        Self {
            error,
            not_before: Instant::now(),
            tries: 0,
        }
    }

    /// No server was found, once more.
    fn again(error: StoreError, before: Option<&Self>) -> Self {
        let tries = before.map_or(0, |failed| failed.tries).saturating_add(1);
        let policy = RetryPolicy::RECONNECT;
        let pause = policy.pause_after(tries, Duration::ZERO);
        Self {
            error,
            not_before: Instant::now() + pause.unwrap_or_default(),
            tries,
        }
    }

    /// There is nothing but a standby: the primary is looked for after the longest pause.
    fn only_standby() -> Self {
        Self {
            error: StoreError::Standby,
            not_before: Instant::now() + RetryPolicy::RECONNECT.longest_pause(),
            tries: u32::MAX,
        }
    }
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres")
            .field("machine", &self.connection.as_ref().map(|l| &l.machine))
            .field("shop", &self.shop)
            .finish_non_exhaustive()
    }
}

/// How long a counter that is left waits until what it sent last is on its way.
const PARTING: Duration = Duration::from_millis(500);

impl Drop for Postgres {
    fn drop(&mut self) {
        // News that were told last reach the others.
        if let Some(connection) = &mut self.connection {
            connection.pipeline.drain(&self.runtime, PARTING);
        }
    }
}

impl ToSql for SqlValue {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) => n.to_sql(kind, out),
            Self::Text(t) => t.to_sql(kind, out),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        // Each value is sent as the kind it is prepared with.
        true
    }

    to_sql_checked!();
}

impl Postgres {
    /// Reads an address and gets in. `timelines` is the file in which the timelines that were seen
    /// are kept.
    ///
    /// # Errors
    /// What is wrong with the address, or why no server lets us in.
    pub(super) fn open(url: &str, timelines: Option<PathBuf>) -> Result<Self, StoreError> {
        let address = ServerUrl::read(url)?;
        let mut endpoints = Vec::new();
        for machine in address.machines {
            let tls = tls::config(machine.security, address.authorities.as_deref())?;
            endpoints.push(Endpoint { machine, tls });
        }
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("server")
            .enable_all()
            .build()
            .map_err(|e| StoreError::Engine(e.to_string()))?;
        let mut engine = Self {
            runtime,
            endpoints,
            timelines: Timelines::read(timelines),
            notifications: Arc::new(Notifications::new(Uuid::now_v7().to_string())),
            connection: None,
            failed: None,
            shop: None,
            newest: None,
            pinged: Instant::now(),
            pace: PING,
            patience: DEADLINE,
            deadline: DEADLINE,
            writing: false,
            work: QueryStats::default(),
            texts: BTreeMap::new(),
        };
        engine.connect()?;
        Ok(engine)
    }

    /// What is known of the line after an answer.
    fn drop_lost_connection<T>(&mut self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &done
            && error.is_outage()
        {
            // A standby that was asked to write is no use any more: the primary is somewhere else.
            self.connection = None;
            self.failed
                .get_or_insert_with(|| FailedConnect::lost(error.clone()));
        }
        done
    }

    /// Sends a text with its values; the number of its answer.
    fn push(
        &mut self,
        sql: &str,
        values: &[SqlValue],
        wants: ExpectedReply,
    ) -> Result<u64, StoreError> {
        self.note(sql, values);
        self.work.statements += 1;
        if self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.pipeline.is_full())
        {
            self.catch_up()?;
        }
        let (runtime, time) = (&self.runtime, self.deadline);
        let connection = self.connection.as_mut().ok_or_else(not_connected)?;
        let way = (runtime, &connection.client);
        Ok(connection.pipeline.send(way, sql, values, wants, time))
    }

    /// Sends a text of several statements; its answer may take so long.
    fn push_command(
        &mut self,
        sql: String,
        wants: ExpectedReply,
        time: Duration,
    ) -> Result<(), StoreError> {
        let connection = self.connection.as_mut().ok_or_else(not_connected)?;
        let way = (&self.runtime, &connection.client);
        connection.pipeline.command(way, sql, wants, time);
        Ok(())
    }

    /// Begins a transaction: its answer, which may take so long, comes with the first that is waited
    /// for. What was told without waiting before it is not waited for any more.
    fn begin(&mut self, sql: String, time: Duration) -> Result<(), StoreError> {
        if let Some(connection) = &mut self.connection {
            let _of_before = connection.pipeline.give_up();
        }
        self.push_command(sql, ExpectedReply::Completion(None), time)
    }

    /// Waits for an answer.
    fn receive_response(&mut self, number: u64) -> Result<PipelineResponse, StoreError> {
        let connection = self.connection.as_mut().ok_or_else(not_connected)?;
        self.work.waits += u64::from(connection.pipeline.is_anew(number));
        let answer = connection
            .pipeline
            .answer(&self.runtime, &connection.machine, number);
        self.drop_lost_connection(answer)
    }

    /// Waits for the answers to everything that was sent.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        let connection = self.connection.as_mut().ok_or_else(not_connected)?;
        self.work.waits += u64::from(connection.pipeline.is_anew(u64::MAX));
        let done = connection
            .pipeline
            .catch_up(&self.runtime, &connection.machine);
        self.drop_lost_connection(done)
    }

    fn command(&mut self, sql: &str) -> Result<(), StoreError> {
        self.push_command(
            sql.to_owned(),
            ExpectedReply::Completion(None),
            self.deadline,
        )?;
        self.catch_up()
    }

    /// Makes sure there is a line: looks for a server where there is none and the pause is over.
    fn connect(&mut self) -> Result<(), StoreError> {
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
                self.connection = Some(connection);
                self.failed = None;
                self.pinged = Instant::now();
                // Whatever was said meanwhile was not heard.
                self.newest = None;
                self.shop.map_or(Ok(()), |shop| self.listen(shop))
            }
            Err(error) => {
                let failed = FailedConnect::again(error.clone(), self.failed.as_ref());
                self.failed = Some(failed);
                Err(error)
            }
        }
    }

    /// Looks for a primary in place of the standby that is read, once a pause.
    fn leave_standby(&mut self) -> Result<(), StoreError> {
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

    /// Remembers each text once with values for it, so that its plan can be asked for.
    fn note(&mut self, sql: &str, values: &[SqlValue]) {
        if !self.texts.contains_key(sql) {
            self.texts.insert(sql.to_owned(), values.to_vec());
        }
    }
}

impl Engine for Postgres {
    fn kind(&self) -> EngineKind {
        EngineKind::Postgres
    }

    fn machine(&self) -> Option<&str> {
        self.connection
            .as_ref()
            .map(|connection| connection.machine.as_str())
    }

    fn connection_error(&self) -> Option<StoreError> {
        match (&self.connection, &self.failed) {
            (Some(connection), _) if connection.standby => Some(StoreError::Standby),
            (Some(_), _) => None,
            (None, Some(failed)) => Some(failed.error.clone()),
            (None, None) => Some(not_connected()),
        }
    }

    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.command(sql)
    }

    fn disable_sync(&mut self) -> Result<(), StoreError> {
        self.command("SET synchronous_commit = off")
    }

    /// Calls somebody whenever another counter has changed something, or the line is gone.
    fn call(&mut self, wake: Box<dyn Fn() + Send>) {
        self.notifications.call(wake);
    }

    /// Listens for a shop's news from now on, unless so many lines do already that asking for them
    /// costs the server less.
    fn listen(&mut self, shop: i64) -> Result<(), StoreError> {
        self.shop = Some(shop);
        let hears = |connection: &ServerConnection| {
            !connection.standby && connection.backends.is_some_and(|n| n <= LISTENERS)
        };
        if self.connection.as_ref().is_some_and(hears) {
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
    fn be_patient_for(&mut self, time: Duration) -> Result<(), StoreError> {
        self.patience = time;
        Ok(())
    }

    /// Begins to read: all of it as of one moment.
    fn begin_reading(&mut self) -> Result<(), StoreError> {
        self.connect()?;
        self.writing = false;
        let time = if self.deadline == DEADLINE {
            READING
        } else {
            0
        };
        let sql = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = {time}"
        );
        self.begin(sql, self.deadline)
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
        if self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.standby)
        {
            return Err(StoreError::Standby);
        }
        self.writing = true;
        let patience = self.patience.as_millis().max(1);
        let sql = format!(
            "BEGIN; SET LOCAL lock_timeout = {patience}; \
             SELECT shop FROM shop WHERE shop = {shop} FOR UPDATE"
        );
        self.begin(sql, self.deadline + self.patience)
    }

    /// Begins to make tables: nobody else does at the same time.
    fn begin_ddl(&mut self) -> Result<(), StoreError> {
        self.connect()?;
        self.writing = true;
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
        self.writing = true;
        self.begin(LOCK.to_owned(), self.deadline)
    }

    /// Ends a transaction: when it returns, it is on the disk, and on the standby's where the
    /// server waits for one.
    fn commit(&mut self) -> Result<(), StoreError> {
        self.catch_up()?;
        // Behind a text that failed, a commit would take everything back and say nothing of it.
        if let Some(failed) = self
            .connection
            .as_mut()
            .and_then(|connection| connection.pipeline.give_up())
        {
            return Err(failed);
        }
        if !self.writing {
            return self.push_command("COMMIT".to_owned(), ExpectedReply::Ignored, DEADLINE);
        }
        let _of_before = self.notifications.take_warning();
        self.command("COMMIT")?;
        if self.notifications.take_warning() {
            // "The transaction has already committed locally, but might not have been replicated":
            // not known, then. It is asked for by its id, which waits for the standby once more.
            self.connection = None;
            return Err(StoreError::ConnectionLost(
                ConnectionFault::StandbyNotSynced,
            ));
        }
        if let Some(shop) = self.shop {
            // By itself, after the act: whoever notifies within a transaction holds up every other
            // one of the server until it is on the disk. Lost, it is made good by the ping.
            let own = self.notifications.own();
            let sql = format!(
                "BEGIN; SET LOCAL synchronous_commit = off; NOTIFY checkback_{shop}, '{own}'; \
                 COMMIT"
            );
            let _made_good = self.push_command(sql, ExpectedReply::Ignored, DEADLINE);
        }
        Ok(())
    }

    /// Ends a transaction that failed. Where that cannot be said, the line is dropped: the server
    /// takes it back by itself.
    fn roll_back(&mut self) {
        let Some(connection) = &mut self.connection else {
            return;
        };
        // Where the beginning is not answered yet, it may still wait for another's writing.
        let waits = connection.pipeline.is_owed();
        let _it_is_known = connection.pipeline.give_up();
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
        self.push(sql, values, ExpectedReply::Rows)
            .map(Pending::InFlight)
    }

    fn fetch(&mut self, asked: Pending) -> Result<Vec<SqlRow>, StoreError> {
        let number = match asked {
            Pending::Ready(rows) => return Ok(rows),
            Pending::InFlight(number) => number,
        };
        let PipelineResponse::Rows(found) = self.receive_response(number)? else {
            return Err(StoreError::Engine("an answer was taken twice".to_owned()));
        };
        self.work.rows += found.len() as u64;
        found.iter().map(row).collect()
    }

    fn execute(&mut self, sql: &str, values: &[SqlValue]) -> Result<u64, StoreError> {
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
        self.push(sql, values, ExpectedReply::Completion(wants))
            .map(|_| ())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        self.catch_up()
    }

    /// The tables of ours there are.
    fn tables(&mut self) -> Result<Vec<String>, StoreError> {
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

    /// An act of this counter's own: no news, where it follows the newest one that is known.
    fn note_own_act(&mut self, no: i64) {
        if let Some((newest, ..)) = &mut self.newest
            && *newest + 1 == no
        {
            *newest = no;
        }
    }

    /// Whether another counter has changed something since this was asked last; `false` the first
    /// time. Asked now and then whether the line still stands.
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
        let news = self.notifications.take_news();
        let Some(shop) = self.shop else {
            return Ok(news || was_cut);
        };
        if !news && !was_cut && self.newest.is_some() && self.pinged.elapsed() < self.pace {
            return Ok(false);
        }
        self.pinged = Instant::now();
        // Claims are no acts: how many there are, and since when, tells of them.
        let sql = "SELECT shop.last_act, COUNT(claim.since), \
                   CAST(COALESCE(SUM(claim.since), 0) AS BIGINT) FROM shop \
                   LEFT JOIN claim ON claim.shop = shop.shop WHERE shop.shop = $1 \
                   GROUP BY shop.last_act";
        let now = match self.query(sql, &[shop.into()])?.into_iter().next() {
            Some(mut row) => (row.int()?, row.int()?, row.int()?),
            None => (0, 0, 0),
        };
        let before = self.newest.replace(now);
        Ok(news || was_cut || before.is_some_and(|before| before != now))
    }

    fn work(&self) -> QueryStats {
        self.work
    }

    /// How the server goes about each text it was given so far.
    fn plans(&mut self) -> Result<Vec<(String, Vec<String>)>, StoreError> {
        let mut plans = Vec::new();
        for (sql, values) in self.texts.clone() {
            if sql.starts_with("EXPLAIN") {
                continue;
            }
            let steps = self.query(&format!("EXPLAIN {sql}"), &values)?;
            let steps = steps.into_iter().map(|mut row| row.text());
            plans.push((sql, steps.collect::<Result<_, _>>()?));
        }
        Ok(plans)
    }
}

/// There is no line.
fn not_connected() -> StoreError {
    StoreError::ConnectionLost(ConnectionFault::Gone)
}

/// A row as every engine gives it.
fn row(found: &Found) -> Result<SqlRow, StoreError> {
    let mut cells = Vec::with_capacity(found.len());
    for (n, column) in found.columns().iter().enumerate() {
        let kind = column.type_();
        let cell = if *kind == Type::INT8 {
            found.try_get::<_, Option<i64>>(n).map(SqlValue::from)
        } else if *kind == Type::INT4 {
            let cell = found.try_get::<_, Option<i32>>(n);
            cell.map(|n| n.map(i64::from).into())
        } else if *kind == Type::BOOL {
            found.try_get::<_, Option<bool>>(n).map(SqlValue::from)
        } else {
            found.try_get::<_, Option<String>>(n).map(SqlValue::from)
        };
        cells.push(cell.map_err(|e| StoreError::damaged(e.to_string()))?);
    }
    Ok(SqlRow::new(cells))
}
