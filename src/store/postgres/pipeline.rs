//! What was sent over a connection and is still to be answered: texts go out one behind the other without
//! waiting, and their answers are taken in that order. So an act crosses the way to a server a few
//! times, however many texts it is made of.
//!
//! Owns the order. A text that comes again is prepared, on the way too.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Row as Found, Statement};

use super::super::error::{StoreError, Timeout};
use super::super::sql::{SqlValue, check_changed_count};
use super::errors::{is_lost, to_store_error};

/// How many texts a connection keeps in mind.
const TEXTS: usize = 300;

/// How many texts are under way at most.
const FULL: usize = 500;

/// What is wanted of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExpectedReply {
    /// Its rows.
    Rows,
    /// How many rows it changed.
    ChangedCount,
    /// That it was done, and changed so many rows where that is given.
    Completion(Option<u64>),
    /// Nothing: what is wrong with it is made good otherwise, but for a connection that is lost.
    Ignored,
    /// The statement it was prepared as.
    Statement,
}

/// What a server answers a text.
#[derive(Debug)]
pub(super) enum PipelineResponse {
    /// The rows it found.
    Rows(Vec<Found>),
    /// How many rows it changed.
    ChangedCount(u64),
    /// It was prepared.
    Prepared(StatementKey, Statement),
}

/// A text, and the kinds of its values.
type StatementKey = (String, Vec<Type>);

/// The number of the text that was sent last, over whichever connection: none is given twice.
static NEWEST: AtomicU64 = AtomicU64::new(0);

/// The number of an answer to come.
pub(super) fn next_number() -> u64 {
    NEWEST.fetch_add(1, Ordering::Relaxed) + 1
}

type ReplyFuture = Pin<Box<dyn Future<Output = Result<PipelineResponse, Error>> + Send>>;

/// A text that was sent.
struct InFlightStatement {
    number: u64,
    reply: JoinHandle<Result<PipelineResponse, Error>>,
    wants: ExpectedReply,
    /// How long its answer may take once it is waited for.
    time: Duration,
}

/// A text that came before.
enum StatementState {
    SentOnce,
    /// It is being prepared.
    Preparing,
    Prepared(Statement),
}

/// What is under way on one connection.
#[derive(Default)]
pub(super) struct Pipeline {
    sent: VecDeque<InFlightStatement>,
    /// Answers that came before they were asked for.
    early: BTreeMap<u64, PipelineResponse>,
    newest: u64,
    /// The newest that was sent when answers were waited for last.
    waited: u64,
    texts: HashMap<StatementKey, StatementState>,
    /// What failed since the transaction began.
    failed: Option<StoreError>,
}

impl Pipeline {
    /// Sends a text with its values; the number of its answer.
    pub(super) fn send(
        &mut self,
        (runtime, client): (&Runtime, &Arc<Client>),
        sql: &str,
        values: &[SqlValue],
        wants: ExpectedReply,
        time: Duration,
    ) -> u64 {
        let kinds: Vec<Type> = values.iter().map(kind).collect();
        let known = self.find_statement((runtime, client), sql, &kinds, time);
        let (client, values) = (Arc::clone(client), values.to_vec());
        let rows = wants == ExpectedReply::Rows;
        let reply: ReplyFuture = if let Some(statement) = known {
            Box::pin(async move {
                let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as _).collect();
                if rows {
                    client
                        .query(&statement, &values)
                        .await
                        .map(PipelineResponse::Rows)
                } else {
                    let changed = client.execute(&statement, &values).await;
                    changed.map(PipelineResponse::ChangedCount)
                }
            })
        } else {
            let sql = sql.to_owned();
            Box::pin(async move {
                let values = values.iter().zip(kinds);
                let values: Vec<(&(dyn ToSql + Sync), Type)> =
                    values.map(|(v, kind)| (v as _, kind)).collect();
                if rows {
                    client
                        .query_typed(&sql, &values)
                        .await
                        .map(PipelineResponse::Rows)
                } else {
                    let changed = client.execute_typed(&sql, &values).await;
                    changed.map(PipelineResponse::ChangedCount)
                }
            })
        };
        self.push(spawn_request(runtime, reply), wants, time)
    }

    /// Sends a text of several statements without values; the number of its answer.
    pub(super) fn command(
        &mut self,
        (runtime, client): (&Runtime, &Arc<Client>),
        sql: String,
        wants: ExpectedReply,
        time: Duration,
    ) -> u64 {
        let client = Arc::clone(client);
        let reply: ReplyFuture = Box::pin(async move {
            let done = client.batch_execute(&sql).await;
            done.map(|()| PipelineResponse::ChangedCount(0))
        });
        self.push(spawn_request(runtime, reply), wants, time)
    }

    fn push(
        &mut self,
        reply: JoinHandle<Result<PipelineResponse, Error>>,
        wants: ExpectedReply,
        time: Duration,
    ) -> u64 {
        self.newest = next_number();
        self.sent.push_back(InFlightStatement {
            number: self.newest,
            reply,
            wants,
            time,
        });
        self.newest
    }

    /// Whether so much is under way that it is waited for before anything else is sent.
    pub(super) fn is_full(&self) -> bool {
        self.sent.len() >= FULL
    }

    /// Whether an answer is one of a new way to the server and back: something up to it is to come,
    /// and was sent since answers were waited for last.
    pub(super) fn is_anew(&mut self, number: u64) -> bool {
        let to_come = self.sent.iter().take_while(|sent| sent.number <= number);
        let anew = to_come.last().is_some_and(|sent| sent.number > self.waited);
        if anew {
            self.waited = self.newest;
        }
        anew
    }

    /// Waits for an answer, and takes it.
    ///
    /// # Errors
    /// What the first text up to it that failed was refused with; `Lost` where an answer does not
    /// come. Whatever was sent behind that one is given up.
    pub(super) fn answer(
        &mut self,
        runtime: &Runtime,
        machine: &str,
        number: u64,
    ) -> Result<PipelineResponse, StoreError> {
        self.take_up_to(runtime, machine, number)?;
        Ok(self
            .early
            .remove(&number)
            .unwrap_or(PipelineResponse::ChangedCount(0)))
    }

    /// Waits for every answer up to one; those that were asked for stay until they are taken.
    fn take_up_to(
        &mut self,
        runtime: &Runtime,
        machine: &str,
        number: u64,
    ) -> Result<(), StoreError> {
        while let Some(sent) = self.sent.pop_front_if(|sent| sent.number <= number) {
            let (number, wants) = (sent.number, sent.wants);
            match (await_response(runtime, machine, sent), wants) {
                (Ok(PipelineResponse::Prepared(key, statement)), _) => {
                    self.texts.insert(key, StatementState::Prepared(statement));
                }
                (Ok(answer), ExpectedReply::Rows | ExpectedReply::ChangedCount) => {
                    self.early.insert(number, answer);
                }
                (Ok(_), _) => {}
                (Err(error), ExpectedReply::Ignored) if !is_lost(&error) => {}
                (Err(error), _) => {
                    self.failed = self.give_up().or_else(|| Some(error.clone()));
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Waits for the answers to everything that was sent.
    ///
    /// # Errors
    /// As `answer`.
    pub(super) fn catch_up(&mut self, runtime: &Runtime, machine: &str) -> Result<(), StoreError> {
        self.take_up_to(runtime, machine, self.newest)
    }

    /// Whether anything that was sent is still to be answered.
    pub(super) fn is_owed(&self) -> bool {
        !self.sent.is_empty()
    }

    /// No longer waits for anything that was sent, or asked for and not taken: a transaction ends,
    /// or another begins. What failed in it, if anything did.
    pub(super) fn give_up(&mut self) -> Option<StoreError> {
        if self
            .sent
            .drain(..)
            .any(|sent| sent.wants == ExpectedReply::Statement)
        {
            self.texts
                .retain(|_, text| !matches!(text, StatementState::Preparing));
        }
        self.early.clear();
        self.failed.take()
    }

    /// Waits for everything that was sent, for some time at most.
    pub(super) fn drain(&mut self, runtime: &Runtime, time: Duration) {
        let sent = std::mem::take(&mut self.sent);
        let all = async {
            for sent in sent {
                let _whatever_came = sent.reply.await;
            }
        };
        let _late = runtime.block_on(async { timeout(time, all).await });
    }

    /// A text as it was prepared, where it is by now. One that comes again is prepared from then
    /// on: until that is answered it is sent as it is, so that nothing waits for it.
    ///
    /// The preparing goes out before the text, never behind it: as the last of a transaction it
    /// could fail, and the commit take everything back.
    fn find_statement(
        &mut self,
        way: (&Runtime, &Arc<Client>),
        sql: &str,
        kinds: &[Type],
        time: Duration,
    ) -> Option<Statement> {
        let key = (sql.to_owned(), kinds.to_vec());
        match self.texts.get(&key) {
            Some(StatementState::Prepared(statement)) => return Some(statement.clone()),
            Some(StatementState::Preparing) => {}
            Some(StatementState::SentOnce) => {
                self.texts.insert(key.clone(), StatementState::Preparing);
                let client = Arc::clone(way.1);
                let reply: ReplyFuture = Box::pin(async move {
                    let statement = client.prepare_typed(&key.0, &key.1).await?;
                    Ok(PipelineResponse::Prepared(key, statement))
                });
                self.push(spawn_request(way.0, reply), ExpectedReply::Statement, time);
            }
            None => {
                if self.texts.len() >= TEXTS {
                    self.texts.clear();
                }
                self.texts.insert(key, StatementState::SentOnce);
            }
        }
        None
    }
}

/// Sends what a reply is to be waited for, and leaves the waiting to the runtime.
fn spawn_request(
    runtime: &Runtime,
    mut reply: ReplyFuture,
) -> JoinHandle<Result<PipelineResponse, Error>> {
    // The first look at it is what sends it: in the order of the calls, whichever is waited for first.
    match reply.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => runtime.spawn(ready(done)),
        Poll::Pending => runtime.spawn(reply),
    }
}

/// An answer, once it is there.
fn await_response(
    runtime: &Runtime,
    machine: &str,
    sent: InFlightStatement,
) -> Result<PipelineResponse, StoreError> {
    let came = runtime.block_on(async { timeout(sent.time, sent.reply).await });
    let answer = match came {
        Ok(Ok(came)) => came.map_err(to_store_error)?,
        Ok(Err(_stopped)) => {
            return Err(StoreError::TimedOut(Timeout::Stopped(machine.to_owned())));
        }
        Err(_late) => {
            return Err(StoreError::TimedOut(Timeout::Answer(machine.to_owned())));
        }
    };
    if let (PipelineResponse::ChangedCount(changed), ExpectedReply::Completion(wanted)) =
        (&answer, sent.wants)
    {
        check_changed_count(*changed, wanted)?;
    }
    Ok(answer)
}

/// The kind a value is sent as; what is nothing is whatever its place asks for.
const fn kind(value: &SqlValue) -> Type {
    match value {
        SqlValue::Null => Type::UNKNOWN,
        SqlValue::Int(_) => Type::INT8,
        SqlValue::Text(_) => Type::TEXT,
    }
}
