//! One counter's client of a server, wherever its connection is at the moment.
//!
//! Owns the deadlines. The driver's own do not see a server that hangs, so nothing is waited for
//! but within a time of ours; a connection that misses it is dropped, and the next call looks for a
//! server anew, after pauses that grow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use super::super::error::{ConnectionFault, StoreError};
use super::super::sql::{ChangeNews, QueryStats, SqlRow, SqlValue};
use super::backoff::FailedConnect;
use super::combine::{BoundText, WaitingChanges};
use super::connection::{Endpoint, Notifications, ServerConnection};
use super::news::KnownActs;
use super::pipeline::{ExpectedReply, PipelineResponse};
use super::timeline::Timelines;
use super::url::ServerUrl;
use crate::domain::customer::Id;

/// How long one statement may take before the server is taken for gone.
pub(super) const DEADLINE: Duration = Duration::from_secs(3);

/// How often an idle connection is asked whether it still stands, and whether news were missed.
pub(super) const PING: Duration = Duration::from_secs(1);

/// What a connection is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    Nothing,
    /// A statement by itself, or some.
    Glancing,
    /// A transaction that changes nothing.
    Reading,
    /// One that does.
    Writing,
}

/// Where the answer to a query is.
#[derive(Debug)]
pub(super) enum QueryAnswer {
    /// On the way, under another number.
    Alone(u64),
    /// On the way, as a cell of the answer of another number.
    Cell(u64, usize),
    /// Here.
    Rows(Vec<SqlRow>),
}

/// One counter's connection to a server, wherever it is at the moment.
pub(in crate::store) struct Postgres {
    pub(super) runtime: Runtime,
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) timelines: Timelines,
    pub(super) notifications: Arc<Notifications>,
    pub(super) connection: Option<ServerConnection>,
    /// Why there is no connection, and when it is looked for again.
    pub(super) failed: Option<FailedConnect>,
    /// The shop whose news are listened for.
    pub(super) shop: Option<i64>,
    /// Which acts and claims are known here.
    pub(super) known: Option<KnownActs>,
    /// Whether the server tells this connection the news.
    pub(super) listens: bool,
    /// Whose rows the news are about that were told of last, where that is known.
    pub(super) changed: Option<BTreeSet<Id>>,
    /// What this transaction is to the others.
    pub(super) announced: Option<ChangeNews>,
    /// Queries that wait to be sent as one, with the numbers of their answers.
    pub(super) queries: Vec<(u64, BoundText)>,
    /// Changes that do.
    pub(super) changes: WaitingChanges,
    /// Answers that came with others.
    pub(super) answers: BTreeMap<u64, QueryAnswer>,
    pub(super) pinged: Instant,
    /// How long until it is asked again.
    pub(super) pace: Duration,
    /// How long a write waits for another counter's.
    pub(super) patience: Duration,
    /// How long an answer may take.
    pub(super) deadline: Duration,
    /// What is under way.
    pub(super) doing: Doing,
    /// Whether a commit of the shop's waits for the standby, and when that was asked.
    pub(super) standby_silent: Option<(bool, Instant)>,
    pub(super) work: QueryStats,
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

impl Postgres {
    /// Reads an address and gets in. `timelines` is the file in which the timelines that were seen
    /// are kept.
    ///
    /// # Errors
    /// What is wrong with the address, or why no server lets us in.
    pub(in crate::store) fn open(
        url: &str,
        timelines: Option<PathBuf>,
    ) -> Result<Self, StoreError> {
        let address = ServerUrl::read(url)?;
        let mut endpoints = Vec::new();
        for machine in address.machines {
            let tls = super::tls::config(machine.security, address.authorities.as_deref())?;
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
            known: None,
            listens: false,
            changed: None,
            announced: None,
            queries: Vec::new(),
            changes: WaitingChanges::default(),
            answers: BTreeMap::new(),
            pinged: Instant::now(),
            pace: PING,
            patience: DEADLINE,
            deadline: DEADLINE,
            doing: Doing::Nothing,
            standby_silent: None,
            work: QueryStats::default(),
        };
        engine.connect()?;
        Ok(engine)
    }

    /// Sends a text with its values; the number of its answer.
    pub(super) fn push(
        &mut self,
        sql: &str,
        values: &[SqlValue],
        wants: ExpectedReply,
    ) -> Result<u64, StoreError> {
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
    pub(super) fn push_command(
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

    /// Nothing waits any more, to be sent or to be answered; what failed, if anything did.
    pub(super) fn forget_waiting(&mut self) -> Option<StoreError> {
        self.queries.clear();
        self.changes.clear();
        self.answers.clear();
        self.announced = None;
        let connection = self.connection.as_mut()?;
        connection.pipeline.give_up()
    }

    /// Begins a transaction: its answer, which may take so long, comes with the first that is waited
    /// for. What was told without waiting before it is not waited for any more.
    pub(super) fn begin(&mut self, sql: String, time: Duration) -> Result<(), StoreError> {
        let _of_before = self.forget_waiting();
        self.push_command(sql, ExpectedReply::Completion(None), time)
    }

    /// Waits for an answer.
    pub(super) fn receive_response(&mut self, number: u64) -> Result<PipelineResponse, StoreError> {
        let connection = self.connection.as_mut().ok_or_else(not_connected)?;
        self.work.waits += u64::from(connection.pipeline.is_anew(number));
        let answer = connection
            .pipeline
            .answer(&self.runtime, &connection.machine, number);
        self.drop_lost_connection(answer)
    }

    /// Waits for the answers to everything that was sent.
    pub(super) fn catch_up(&mut self) -> Result<(), StoreError> {
        let connection = self.connection.as_mut().ok_or_else(not_connected)?;
        self.work.waits += u64::from(connection.pipeline.is_anew(u64::MAX));
        let done = connection
            .pipeline
            .catch_up(&self.runtime, &connection.machine);
        self.drop_lost_connection(done)
    }

    pub(super) fn command(&mut self, sql: &str) -> Result<(), StoreError> {
        self.push_command(
            sql.to_owned(),
            ExpectedReply::Completion(None),
            self.deadline,
        )?;
        self.catch_up()
    }
}

/// There is no connection.
pub(super) fn not_connected() -> StoreError {
    StoreError::ConnectionLost(ConnectionFault::Gone)
}
