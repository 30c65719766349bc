//! PostgreSQL clusters for the suites: each a server of its own on a free port of this machine,
//! under a temporary folder, run as an ordinary user, and taken down whatever happens to the tests.
//!
//! `shared` is the one server a suite's tests have their databases on. The faults start their own:
//! a primary with a standby, one with TLS, one that takes three connections.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each suite uses its own part of it"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "cluster/certificates.rs"]
pub mod certificates;
#[path = "cluster/environment.rs"]
mod environment;
#[path = "cluster/processes.rs"]
pub mod processes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use certificates::CertificateKind;
pub use environment::tool;

/// The role the shops' tables belong to, and its password.
pub const ROLE: &str = "garage";
pub const PASSWORD: &str = "open sesame";
/// How the password is written in a URL.
const IN_URL: &str = "open%20sesame";

/// Longer than any of it takes, were it on the slowest machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// What a cluster that is thrown away does without: nobody pulls its plug.
const HURRIED: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];

/// A cluster, up or down.
#[derive(Debug)]
pub struct Cluster {
    data: PathBuf,
    port: u16,
    settings: Vec<String>,
    postmaster: Mutex<Option<Child>>,
    databases: AtomicUsize,
}

impl Cluster {
    /// The cluster of this suite's ordinary tests: it does not wait for the disk.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::with(HURRIED))
    }

    /// A cluster that keeps what it has committed, whatever happens to it.
    pub fn durable() -> Self {
        Self::with(&[])
    }

    /// A cluster with settings of its own (`max_connections=8`).
    pub fn with(settings: &[&str]) -> Self {
        let cluster = Self::of(settings);
        environment::lay_out(&cluster.data);
        cluster.start();
        cluster
    }

    /// A cluster that talks TLS only, and shows this certificate.
    pub fn with_tls(shown: CertificateKind) -> Self {
        let (certificate, key) = certificates::files(shown);
        let certificate = format!("ssl_cert_file={}", certificate.display());
        let key = format!("ssl_key_file={}", key.display());
        let cluster = Self::of(&["ssl=on", &certificate, &key]);
        environment::lay_out(&cluster.data);
        cluster.lets_in("hostssl");
        cluster.start();
        cluster
    }

    fn of(settings: &[&str]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        Self {
            data: environment::folder().join(format!("cluster-{n}")),
            port: environment::free_port(),
            settings: settings.iter().map(|&s| s.to_owned()).collect(),
            postmaster: Mutex::new(None),
            databases: AtomicUsize::new(0),
        }
    }

    /// A standby that this primary's commits wait for from now on. It has the primary's settings;
    /// promoted, it waits for nobody.
    pub fn standby(&self) -> Self {
        let settings: Vec<&str> = self.settings.iter().map(String::as_str).collect();
        let standby = Self::of(&settings);
        let port = self.port.to_string();
        environment::run(
            tool("pg_basebackup")
                .arg("-h")
                .arg(environment::folder())
                .args(["-p", &port, "-U", "postgres", "-R", "-X", "stream"])
                .args(["-c", "fast", "--no-sync", "-D"])
                .arg(&standby.data),
        );
        standby.start();
        self.waits_for_a_standby(true);
        let streams =
            "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')";
        until("the standby to follow", || {
            self.sql("postgres", streams) == "1"
        });
        standby
    }

    /// Whether commits wait until a standby has them too.
    pub fn waits_for_a_standby(&self, waits: bool) {
        let names = if waits { "*" } else { "" };
        let text = format!("synchronous_standby_names = '{names}'\n");
        let file = self.data.join("postgresql.auto.conf");
        environment::append(&file, &text);
        if self.is_up() {
            self.sql("postgres", "SELECT pg_reload_conf()");
        }
    }

    /// Who may come in over TCP: `host` everybody, `hostssl` over TLS only, `reject` nobody.
    fn lets_in(&self, how: &str) {
        let text = format!(
            "local all all trust\nlocal replication all trust\n{how} all all 127.0.0.1/32 scram-sha-256\n"
        );
        fs::write(self.data.join("pg_hba.conf"), text).unwrap();
    }

    /// Starts it, and waits until it answers. One that crashed recovers first.
    pub fn start(&self) {
        let mut postgres = tool("postgres");
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.data.with_extension("log"))
            .unwrap();
        postgres
            .arg("-D")
            .arg(&self.data)
            .arg("-k")
            .arg(environment::folder())
            .args(["-p", &self.port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "dynamic_shared_memory_type=mmap"])
            .args(["-c", "password_encryption=scram-sha-256"])
            .args(["-c", "shared_buffers=64MB", "-c", "max_wal_senders=5"]);
        for setting in &self.settings {
            postgres.args(["-c", setting]);
        }
        let child = postgres
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let ready = child.id();
        *self.child() = Some(child);
        until("the cluster to start", || {
            if let Some(child) = self.child().as_mut()
                && let Some(ended) = child.try_wait().unwrap()
            {
                let log = fs::read_to_string(self.data.with_extension("log"));
                panic!("postgres: {ended}\n{}", log.unwrap_or_default());
            }
            environment::is_ready(&self.data, ready)
        });
    }

    /// The postmaster, and nobody else looking at it meanwhile.
    fn child(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        self.postmaster
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn is_up(&self) -> bool {
        self.child().is_some()
    }

    /// All its processes die at once, as when the machine's plug is pulled.
    pub fn kill(&self) {
        processes::end_all_in(&self.data);
        if let Some(mut child) = self.child().take() {
            child.wait().unwrap();
        }
    }

    /// It ends in good order: who is connected is sent away.
    pub fn shut_down(&self) {
        let stop = |child: &Child| processes::send(child.id(), Signal::INT);
        self.child().as_ref().map(stop);
        if let Some(mut child) = self.child().take() {
            child.wait().unwrap();
        }
    }

    /// All its processes stand still; its connections stay open and nobody answers.
    pub fn stop(&self) {
        processes::signal_all_in(&self.data, Signal::STOP);
    }

    /// They go on.
    pub fn go_on(&self) {
        processes::signal_all_in(&self.data, Signal::CONT);
    }

    /// A standby becomes a primary, on a timeline of its own; returns once it takes writes.
    pub fn promote(&self) {
        self.sql("postgres", "SELECT pg_promote(true, 60)");
    }

    /// Ends every connection to a database, whatever it is at. How many there were.
    pub fn send_everybody_away(&self, database: &str) -> usize {
        let text = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE datname = '{database}' AND pid <> pg_backend_pid()"
        );
        self.sql("postgres", &text).parse().unwrap()
    }

    /// A new database, empty and the role's own. Its name.
    pub fn database(&self) -> String {
        self.copy_of("template0")
    }

    /// A new database with all that is in another, to which nobody may be connected. Its name.
    pub fn copy_of(&self, template: &str) -> String {
        let n = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("shop{n}");
        self.sql(
            "postgres",
            &format!("CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template}"),
        );
        name
    }

    /// Where the program finds a database of it, without TLS.
    pub fn url(&self, database: &str) -> String {
        format!("{}?sslmode=disable", self.address(database))
    }

    /// The same, with nothing said of TLS.
    pub fn address(&self, database: &str) -> String {
        format!(
            "postgres://{ROLE}:{IN_URL}@127.0.0.1:{}/{database}",
            self.port
        )
    }

    /// Its port on 127.0.0.1.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What psql answers, as the cluster's own superuser: a row a line, the cells between bars.
    pub fn sql(&self, database: &str, text: &str) -> String {
        environment::run(self.psql_as_owner(database).args(["-c", text]))
    }

    /// psql as the cluster's own superuser.
    pub fn psql_as_owner(&self, database: &str) -> Command {
        let mut psql = self.psql(database);
        psql.args(["-U", "postgres", "-h"])
            .arg(environment::folder());
        psql
    }

    /// psql as a role that comes over TCP with a password; what it answers, or what it was refused with.
    pub fn sql_as(
        &self,
        role: &str,
        password: &str,
        database: &str,
        text: &str,
    ) -> Result<String, String> {
        let mut psql = self.psql(database);
        psql.args(["-U", role, "-h", "127.0.0.1", "-c", text])
            .env("PGPASSWORD", password);
        environment::answer_of(&mut psql)
    }

    fn psql(&self, database: &str) -> Command {
        let mut psql = tool("psql");
        psql.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
        ])
        .args(["-p", &self.port.to_string()]);
        psql
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
        environment::forget_memory_of(&self.data);
        let _the_watchdog_does_it = fs::remove_dir_all(&self.data);
    }
}

/// One URL for two clusters: whichever takes writes.
pub fn either(one: &Cluster, other: &Cluster, database: &str) -> String {
    format!(
        "postgres://{ROLE}:{IN_URL}@127.0.0.1:{},127.0.0.1:{}/{database}?sslmode=disable&target_session_attrs=read-write",
        one.port, other.port
    )
}

/// Looks again and again until something is so; a deadline ends a test that has failed.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Where the clusters' folder is, for a test that looks at what is left of it.
pub fn folder() -> &'static Path {
    environment::folder()
}
