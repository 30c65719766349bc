//! Connecting to a server: every machine of the address is tried side by side, and the one that
//! takes changes is used.
//!
//! Owns which server is the right one. A former primary that comes back still takes changes; its
//! history has a lower timeline than the one that was promoted in its place, so the highest
//! timeline that was ever seen is remembered, and a lower one is refused.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::ClientConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_postgres::config::Host;
use tokio_postgres::error::SqlState;
use tokio_postgres::{AsyncMessage, Client, Connection, SimpleQueryMessage, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::error::{ConnectionFault, HostFault, StoreError, Timeout};
use super::errors::{to_store_error, unreached};
use super::news::HeardNews;
use super::pipeline::Pipeline;
use super::timeline::Timelines;
use super::url::ServerHost;

/// How long a machine may take to let somebody in: name, socket, TLS, password and a first answer.
const CONNECT: Duration = Duration::from_secs(2);

/// How long the others may take once one was found that takes changes: a newer one may be there.
const GRACE: Duration = Duration::from_millis(300);

/// How long the others may take once a standby was found: one of them may take changes, and be
/// farther away.
const GRACE_OF_STANDBY: Duration = Duration::from_secs(1);

/// What a sitting is set to: names are looked up in our own schema, and a counter that falls silent
/// in the middle of an act keeps its shop's row from the others for two seconds at most. Whoever
/// reads, or makes tables, has longer.
const SETTINGS: &str = "SET search_path = checkback, public; SET timezone = 'UTC'; \
     SET idle_in_transaction_session_timeout = '2s'";

/// How soon the server itself notices that a counter is no more there: where it waits for one to
/// take an answer, and where nothing is under way. An engine that is PostgreSQL by its protocol only
/// may know no such settings.
const LIVENESS: &str = "SET tcp_user_timeout = '5s'; SET tcp_keepalives_idle = 5; \
     SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";

/// What tells one server from another, and how many connections its database has. A standby has no
/// timeline of its own to speak of.
const PROBE: &str = "SELECT pg_is_in_recovery(), current_setting('transaction_read_only'), \
     (SELECT system_identifier FROM pg_control_system()), \
     CASE WHEN pg_is_in_recovery() THEN 0 ELSE \
     ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint END, \
     (SELECT numbackends FROM pg_stat_database WHERE datname = current_database()), \
     current_setting('server_encoding'), pg_backend_pid(), inet_server_port()";

/// The same where a server has no such functions: an engine that is PostgreSQL by its protocol only.
const PLAIN_PROBE: &str = "SELECT CAST('f' AS TEXT), current_setting('transaction_read_only'), CAST('' AS TEXT), \
     CAST('0' AS TEXT)";

/// What comes unasked over a connection.
#[derive(Default)]
pub(super) struct Notifications {
    /// What other counters have changed.
    news: Mutex<Option<HeardNews>>,
    /// The server has warned of something since this was asked last.
    warned: AtomicBool,
    /// Whose own changes are no news.
    own: String,
    /// Called when there is news, or the connection is gone.
    wake: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl Notifications {
    pub(super) fn new(own: String) -> Self {
        Self {
            own,
            ..Self::default()
        }
    }

    pub(super) fn own(&self) -> &str {
        &self.own
    }

    pub(super) fn call(&self, wake: Box<dyn Fn() + Send>) {
        *self.wake.lock().unwrap_or_else(PoisonError::into_inner) = Some(wake);
    }

    pub(super) fn take_news(&self) -> Option<HeardNews> {
        self.heard().take()
    }

    fn heard(&self) -> MutexGuard<'_, Option<HeardNews>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn take_warning(&self) -> bool {
        self.warned.swap(false, Ordering::AcqRel)
    }

    fn wake_listener(&self) {
        if let Some(wake) = &*self.wake.lock().unwrap_or_else(PoisonError::into_inner) {
            wake();
        }
    }

    fn handle_message(&self, message: &AsyncMessage) {
        match message {
            AsyncMessage::Notification(told) => {
                let Some(news) = HeardNews::read(&self.own, told.payload()) else {
                    return;
                };
                match &mut *self.heard() {
                    Some(heard) => heard.add(news),
                    first @ None => *first = Some(news),
                }
                self.wake_listener();
            }
            AsyncMessage::Notice(notice) if *notice.code() == SqlState::WARNING => {
                self.warned.store(true, Ordering::Release);
            }
            _ => {}
        }
    }
}

/// A connection that was made.
pub(super) struct ServerConnection {
    pub(super) client: Arc<Client>,
    /// Which machine it is.
    pub(super) machine: String,
    /// The version of the server, for the log.
    pub(super) version: String,
    /// Its timeline; 0 of a standby.
    pub(super) timeline: i64,
    /// How long a statement waits for a lock, where that was said already.
    pub(super) lock_timeout: Option<Duration>,
    /// Whether it is a standby: it is read, and takes no changes.
    pub(super) standby: bool,
    /// How many connections its database had when this one was made, itself among them; `None` where the
    /// server has no such number, and no notices either.
    pub(super) backends: Option<i64>,
    /// What is under way on it.
    pub(super) pipeline: Pipeline,
    task: JoinHandle<()>,
}

impl Drop for ServerConnection {
    fn drop(&mut self) {
        // A server that hangs would keep it for ever.
        self.task.abort();
    }
}

/// A machine that let us in, and what it said of itself.
struct HostStatus {
    connection: ServerConnection,
    system: String,
    timeline: i64,
}

/// A machine, and how it is spoken to securely.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub(super) machine: ServerHost,
    pub(super) tls: ClientConfig,
}

/// Refuses texts that have no place for every name.
fn refuse_encoding(encoding: String) -> Result<(), StoreError> {
    // An engine that is PostgreSQL by its protocol only says nothing of it.
    if ["", "UTF8"].contains(&encoding.as_str()) {
        return Ok(());
    }
    Err(StoreError::WrongEncoding(encoding))
}

impl Endpoint {
    /// Refuses a pooler on the way that lends sessions by the transaction. It is looked for only
    /// where the server listens at another port than was dialled.
    async fn refuse_shared_session(self, pid: &str, port: Option<u16>) -> Result<(), StoreError> {
        let config = &self.machine.config;
        let tcp = config
            .get_hosts()
            .iter()
            .all(|host| matches!(host, Host::Tcp(_)));
        let dialled = config.get_ports().first().copied();
        let pooler = StoreError::TransactionPooling(self.machine.name.clone());
        if !pid.is_empty() && tcp && port != dialled && self.shares_session(pid).await {
            return Err(pooler);
        }
        Ok(())
    }

    /// Whether a second connection comes to the session the first one is in.
    async fn shares_session(self, first: &str) -> bool {
        let tls = MakeRustlsConnect::new(self.tls);
        let Ok((client, driver)) = self.machine.config.connect(tls).await else {
            return false;
        };
        let driver = tokio::spawn(driver);
        let pid = client.simple_query("SELECT pg_backend_pid()").await;
        driver.abort();
        pid.is_ok_and(|told| {
            told.iter().any(|message| {
                matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some(first))
            })
        })
    }
}

/// Finds the server that takes changes; where there is none but a standby, the standby.
///
/// # Errors
/// `Lost`, with what the first machine said.
pub(super) async fn find(
    endpoints: &[Endpoint],
    notifications: &Arc<Notifications>,
    timelines: &mut Timelines,
) -> Result<ServerConnection, StoreError> {
    let mut tries = JoinSet::new();
    for way in endpoints.iter().cloned() {
        let notifications = Arc::clone(notifications);
        tries.spawn(async move {
            let name = way.machine.name.clone();
            match timeout(CONNECT, probe_host(way, notifications)).await {
                Ok(reached) => reached,
                Err(_late) => Err(StoreError::TimedOut(Timeout::Answer(name))),
            }
        });
    }
    let mut found: Vec<HostStatus> = Vec::new();
    let mut failure = None;
    let mut until = Instant::now() + CONNECT + CONNECT;
    while let Ok(Some(tried)) = timeout_at(until, tries.join_next()).await {
        match tried {
            Ok(Ok(reached)) => {
                let grace = if reached.connection.standby {
                    GRACE_OF_STANDBY
                } else {
                    GRACE
                };
                until = until.min(Instant::now() + grace);
                found.push(reached);
            }
            Ok(Err(error)) => failure = failure.or(Some(error)),
            Err(_stopped) => {}
        }
    }
    choose(found, timelines).unwrap_or_else(|| {
        Err(failure.unwrap_or(StoreError::ConnectionLost(ConnectionFault::NoAnswer)))
    })
}

/// The server to use, of those that let us in; `None` where none did.
fn choose(
    mut found: Vec<HostStatus>,
    timelines: &mut Timelines,
) -> Option<Result<ServerConnection, StoreError>> {
    // The one with the longest history that takes changes comes first.
    found.sort_by_key(|r| (r.connection.standby, std::cmp::Reverse(r.timeline)));
    let mut found = found.into_iter();
    let first = found.next()?;
    if first.connection.standby {
        return Some(Ok(first.connection));
    }
    let seen = timelines.newest(&first.system);
    if first.timeline < seen {
        // What was promoted in its place may be there as a standby of somebody else's.
        if let Some(standby) = found.find(|r| r.connection.standby) {
            return Some(Ok(standby.connection));
        }
        return Some(Err(StoreError::ConnectionLost(
            ConnectionFault::Unreachable {
                host: first.connection.machine.clone(),
                why: HostFault::FormerPrimary {
                    timeline: first.timeline,
                    seen,
                },
            },
        )));
    }
    timelines.record_timeline(&first.system, first.timeline);
    Some(Ok(first.connection))
}

/// Gets in at one machine, and asks it what it is.
async fn probe_host(
    way: Endpoint,
    notifications: Arc<Notifications>,
) -> Result<HostStatus, StoreError> {
    let Endpoint { machine, tls } = way;
    let second = Endpoint {
        machine: machine.clone(),
        tls: tls.clone(),
    };
    let connected = machine.config.connect(MakeRustlsConnect::new(tls)).await;
    let (client, driver) = connected.map_err(|e| unreached(&machine, &e))?;
    let version = driver.parameter("server_version").unwrap_or_default();
    let version = version.split(' ').next().unwrap_or_default().to_owned();
    let task = tokio::spawn(listen(driver, notifications));
    let mut connection = ServerConnection {
        client: Arc::new(client),
        machine: machine.name,
        version,
        timeline: 0,
        lock_timeout: None,
        standby: false,
        backends: None,
        pipeline: Pipeline::default(),
        task,
    };
    connection
        .client
        .batch_execute(SETTINGS)
        .await
        .map_err(to_store_error)?;
    let _not_known_there = connection.client.batch_execute(LIVENESS).await;
    let answers = match connection.client.simple_query(PROBE).await {
        Err(e) if e.code() == Some(&SqlState::UNDEFINED_FUNCTION) => {
            connection.client.simple_query(PLAIN_PROBE).await
        }
        other => other,
    };
    let answers = answers.map_err(to_store_error)?;
    let row = answers.iter().find_map(|m| match m {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    let cell = |n| row.and_then(|r| r.get(n)).unwrap_or_default().to_owned();
    refuse_encoding(cell(5))?;
    second
        .refuse_shared_session(&cell(6), cell(7).parse().ok())
        .await?;
    let (system, timeline) = (cell(2), cell(3).parse().unwrap_or(0));
    connection.timeline = timeline;
    connection.standby = cell(0) == "t" || cell(1) == "on";
    connection.backends = cell(4).parse().ok();
    Ok(HostStatus {
        connection,
        system,
        timeline,
    })
}

/// Carries what goes over a connection, and hears what comes unasked, until it is gone.
async fn listen<T>(mut driver: Connection<Socket, T>, notifications: Arc<Notifications>)
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|cx| driver.poll_message(cx)).await {
        notifications.handle_message(&message);
    }
    notifications.wake_listener();
}
