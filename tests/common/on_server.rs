//! A place on a server: a database of its own on the suite's cluster.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "as in common")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::sync::{LazyLock, OnceLock};

use checkback::domain::hours::Calendar;
use checkback::store::{ServerOptions, Store};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

use crate::cluster::{Cluster, until};
use crate::common::{Backend, rules};

/// A database on the cluster all tests of a suite share.
pub struct ServerBackend {
    pub database: String,
    /// The line its rows are read over, from the first time on.
    reader: OnceLock<Client>,
}

/// What the lines to read over run on.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut built = tokio::runtime::Builder::new_multi_thread();
    built.worker_threads(1).enable_all().build().unwrap()
});

fn line(database: &str) -> Client {
    let mut config = tokio_postgres::Config::new();
    config
        .host_path(crate::cluster::folder())
        .port(Cluster::shared().port());
    config.user("postgres").dbname(database);
    RUNTIME.block_on(async {
        let (client, line) = config.connect(NoTls).await.unwrap();
        tokio::spawn(line);
        client
    })
}

impl ServerBackend {
    fn of(database: String) -> Self {
        let reader = OnceLock::new();
        Self { database, reader }
    }

    /// The server as a counter's settings name it.
    pub fn server(&self) -> ServerOptions {
        ServerOptions {
            url: Cluster::shared().url(&self.database),
            shop_name: "Hill Street Garage".to_owned(),
            ..ServerOptions::default()
        }
    }
}

/// A database with the tables in it and nothing else, made once.
fn template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let cluster = Cluster::shared();
        let place = ServerBackend::of(cluster.database());
        drop(place.open(rules().calendar));
        is_left(&place.database);
        place.database
    })
}

/// Waits until nobody is connected to a database: only then may it be copied.
pub fn is_left(database: &str) {
    let text = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'");
    until("the database to be left", || {
        Cluster::shared().sql("postgres", &text) == "0"
    });
}

/// Another program, in the middle of a transaction.
#[derive(Debug)]
pub struct Busy(Child);

impl Drop for Busy {
    fn drop(&mut self) {
        // Its input ends, and it leaves: the server takes back what it had begun.
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}

impl Backend for ServerBackend {
    type Busy = Busy;

    /// Each costs a database of its own.
    const CASES: u32 = 8;

    fn fresh() -> Self {
        Self::of(Cluster::shared().copy_of(template()))
    }

    fn filled(fill: impl FnOnce(&Self)) -> Self {
        static FILLED: OnceLock<String> = OnceLock::new();
        let filled = FILLED.get_or_init(|| {
            let place = Self::fresh();
            fill(&place);
            let Self { database, reader } = place;
            drop(reader);
            is_left(&database);
            database
        });
        Self::of(Cluster::shared().copy_of(filled))
    }

    fn open(&self, calendar: Calendar) -> Store {
        Store::open(&self.server(), calendar).unwrap()
    }

    /// The cluster waits for no disk.
    fn open_hurried(&self, calendar: Calendar) -> Store {
        self.open(calendar)
    }

    fn does(&self, sql: &str) {
        let text = format!("SET search_path = checkback; {sql}");
        Cluster::shared().sql(&self.database, &text);
    }

    fn rows(&self, table: &str) -> Vec<Vec<(String, String)>> {
        let text = format!("SELECT row_to_json(t) FROM checkback.{table} t");
        let reader = self.reader.get_or_init(|| line(&self.database));
        let found = RUNTIME.block_on(reader.simple_query(&text)).unwrap();
        let row = |told: SimpleQueryMessage| {
            let SimpleQueryMessage::Row(row) = told else {
                return None;
            };
            let row = serde_json::from_str(row.get(0).unwrap());
            let row: serde_json::Map<String, Value> = row.unwrap();
            let cell = |(name, value): (String, Value)| {
                let cell = match value {
                    Value::Null => "nothing".to_owned(),
                    Value::String(text) => format!("{text:?}"),
                    other => other.to_string(),
                };
                (name, cell)
            };
            Some(row.into_iter().map(cell).collect())
        };
        found.into_iter().filter_map(row).collect()
    }

    fn keep_busy(&self) -> Busy {
        let mut psql = Cluster::shared().psql_as_owner(&self.database);
        let mut psql = psql
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = "BEGIN; SELECT shop FROM checkback.shop FOR UPDATE;\n";
        psql.stdin
            .as_mut()
            .unwrap()
            .write_all(begun.as_bytes())
            .unwrap();
        let mut said = String::new();
        let mut out = BufReader::new(psql.stdout.take().unwrap());
        out.read_line(&mut said).unwrap();
        assert_eq!(said, "1\n");
        Busy(psql)
    }

    fn refuse(&self, why: Option<&str>) {
        let text = why.map_or("DROP FUNCTION refuse CASCADE".to_owned(), |why| {
            format!(
                "CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$ \
                 BEGIN RAISE EXCEPTION '{why}'; END $$; \
                 CREATE TRIGGER refuse BEFORE INSERT ON checkback.contact \
                 FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
        });
        Cluster::shared().sql(&self.database, &text);
    }
}
