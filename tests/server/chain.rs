//! A chain: the branches of one database see their own alone, whatever they ask it with, and can
//! neither change a table nor take back what was done.

use crate::cluster::Cluster;
use crate::program::CounterFolder;

/// A database that an administrator has set up for two branches.
struct ChainDatabase {
    cluster: Cluster,
    database: String,
}

const BRANCHES: [(&str, &str); 2] = [("Hill Street", "hill_street"), ("Mill Lane", "mill_lane")];

impl ChainDatabase {
    fn new() -> Self {
        let cluster = Cluster::with(&["fsync=off"]);
        cluster.sql("postgres", "ALTER ROLE postgres PASSWORD 'admin'");
        let database = "chain".to_owned();
        cluster.sql("postgres", "CREATE DATABASE chain TEMPLATE template0");
        let chain = Self { cluster, database };
        let admin = chain.address("postgres", "admin");
        for (branch, role) in BRANCHES {
            let words = [
                "server", "setup", "--branch", branch, "--role", role, "--run",
            ];
            CounterFolder::new().says(&admin, &words);
            let let_in = format!("ALTER ROLE {role} PASSWORD 'open'");
            chain.cluster.sql("postgres", &let_in);
        }
        chain
    }

    fn address(&self, role: &str, password: &str) -> String {
        let (port, database) = (self.cluster.port(), &self.database);
        format!("postgres://{role}:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
    }

    /// psql, as whom a branch's counters log in as.
    fn asks(&self, role: &str, text: &str) -> Result<String, String> {
        let text = format!("SET search_path = checkback; {text}");
        self.cluster.sql_as(role, "open", &self.database, &text)
    }
}

/// A counter of a branch, and its server.
fn counter(chain: &ChainDatabase, (branch, role): (&str, &str)) -> (CounterFolder, String) {
    let desk = CounterFolder::new().set(&format!("[shop]\nbranch = \"{branch}\"\n"));
    (desk, chain.address(role, "open"))
}

#[test]
fn each_branch_sees_its_own_alone_and_history_stays() {
    let chain = ChainDatabase::new();
    let [hill, mill] = BRANCHES.map(|branch| counter(&chain, branch));
    hill.0
        .says(&hill.1, &["add", "Anita Patel", "--about", "Front pads"]);
    mill.0
        .says(&mill.1, &["add", "Clara Diaz", "--about", "Exhaust"]);
    hill.0.says(&hill.1, &["log", "Anita Patel", "no-answer"]);
    hill.0.says(&hill.1, &["undo"]);

    // By the program.
    let listed = |(desk, db): &(CounterFolder, String)| desk.says(db, &["list", "--due", "all"]);
    assert!(listed(&hill).contains("Anita") && !listed(&hill).contains("Clara"));
    assert!(listed(&mill).contains("Clara") && !listed(&mill).contains("Anita"));
    let other = CounterFolder::new().set("[shop]\nbranch = \"Mill Lane\"\n");
    let said = other.refused(&hill.1, &["list"]);
    assert!(
        said.contains("there is no branch “Mill Lane” you may see (there are: Hill Street)"),
        "{said}"
    );

    // By plain psql, on every table of a shop's.
    let tables = chain.cluster.sql(
        &chain.database,
        "SELECT table_name FROM information_schema.columns \
         WHERE table_schema = 'checkback' AND column_name = 'shop'",
    );
    let own = |role: &str| {
        chain
            .asks(role, "SELECT max(shop), min(shop) FROM shop")
            .unwrap()
    };
    assert_eq!(
        (own("hill_street"), own("mill_lane")),
        ("1|1".to_owned(), "2|2".to_owned())
    );
    for table in tables.lines() {
        let others = format!("SELECT count(*) FROM {table} WHERE shop <> 2");
        assert_eq!(
            chain.asks("mill_lane", &others),
            Ok("0".to_owned()),
            "{table}"
        );
    }
    assert_eq!(
        chain.asks("mill_lane", "SELECT name FROM customer"),
        Ok("Clara Diaz".to_owned())
    );
    let elsewhere = "INSERT INTO named (shop, customer, name) VALUES (1, 1, 'x')";
    let refused = chain.asks("mill_lane", elsewhere).unwrap_err();
    assert!(refused.contains("row-level security"), "{refused}");
    chain
        .asks("mill_lane", "UPDATE customer SET name = 'x' WHERE shop = 1")
        .unwrap();
    chain
        .asks("mill_lane", "DELETE FROM customer WHERE shop = 1")
        .unwrap();
    assert!(
        listed(&hill).contains("Anita Patel"),
        "another branch changed it"
    );

    // What nobody may: tables, and what was done.
    for text in [
        "ALTER TABLE customer ADD COLUMN x TEXT",
        "DROP TABLE contact",
        "TRUNCATE act",
        "CREATE TABLE mine (n BIGINT)",
        "CREATE TRIGGER t BEFORE INSERT ON act EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "ALTER TABLE customer DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_shop ON customer",
        "DELETE FROM act",
        "DELETE FROM change",
        "UPDATE act SET what = 'nothing'",
        "UPDATE act SET staff = 'somebody else'",
        "UPDATE change SET after = NULL",
        "DELETE FROM shop",
        "INSERT INTO member (shop, role) VALUES (1, 'mill_lane')",
        "UPDATE member SET shop = 1",
        "UPDATE version SET version = 0",
        "SET ROLE checkback_owner",
        "SET ROLE hill_street",
    ] {
        let refused = chain.asks("mill_lane", text).expect_err(text);
        let not_allowed = ["permission denied", "must be owner"];
        assert!(
            not_allowed.iter().any(|words| refused.contains(words)),
            "{text}: {refused}"
        );
    }
}

/// Everything a branch's role may try at its own shop's rows and must not, each with what it would do.
const TRIES: &[(&str, &str)] = &[
    (
        "name itself as another branch",
        "UPDATE shop SET name = 'Hill Street'",
    ),
    (
        "empty the list of who is not to be called",
        "DELETE FROM do_not_call",
    ),
    ("forget who was forgotten", "DELETE FROM forgotten"),
    ("make hashes meaningless", "UPDATE salt SET salt = 'x'"),
    ("take a call out of the history", "DELETE FROM contact"),
    ("take a follow-up out", "DELETE FROM follow_up"),
    ("take an item out", "DELETE FROM item"),
    ("take a customer out", "DELETE FROM customer"),
    (
        "take a call out under an undo that says nothing of it",
        "BEGIN; INSERT INTO act (shop, no, id, at, staff, counter, what, turns) \
         SELECT shop, max(no) + 1, 'x', 0, 'Tom', 'front', 'undone', 1 FROM act GROUP BY shop; \
         DELETE FROM contact; COMMIT",
    ),
    (
        "add rows to an act that was done",
        "INSERT INTO change (shop, act, seq, customer, after) \
         SELECT shop, no, 99, 1, '{}' FROM act ORDER BY no LIMIT 1",
    ),
    (
        "give an act other words",
        "UPDATE act SET what = 'imported x: 1'",
    ),
    ("put an act past undoing", "UPDATE act SET undone = 2"),
    (
        "mark an act with what means nothing",
        "UPDATE act SET undone = 7",
    ),
    (
        "lock the history",
        "LOCK TABLE change IN ACCESS EXCLUSIVE MODE",
    ),
    (
        "lock the shops of everybody",
        "LOCK TABLE shop IN ACCESS EXCLUSIVE MODE",
    ),
    (
        "turn a guard off",
        "ALTER TABLE contact DISABLE TRIGGER keep_deleted",
    ),
    (
        "put its own words in the place of a guard",
        "CREATE OR REPLACE FUNCTION checkback.keep_act() RETURNS TRIGGER LANGUAGE plpgsql \
         AS 'BEGIN RETURN NEW; END'",
    ),
    (
        "pass guards by as a replica",
        "SET session_replication_role = replica",
    ),
];

#[test]
fn a_branchs_role_can_do_to_its_own_rows_what_the_program_does_and_no_more() {
    let chain = ChainDatabase::new();
    let (desk, db) = counter(&chain, BRANCHES[1]);
    desk.says(
        &db,
        &["add", "Anita Patel", "--about", "Pads", "--item", "Golf"],
    );
    desk.says(&db, &["log", "Anita Patel", "no-answer"]);
    let counts = "SELECT (SELECT count(*) FROM checkback.contact), \
                  (SELECT count(*) FROM checkback.act), (SELECT count(*) FROM checkback.change)";
    let rows = || chain.cluster.sql(&chain.database, counts);
    let before = rows();
    for (what, text) in TRIES {
        let refused = chain.asks("mill_lane", text).expect_err(what);
        let not_allowed = ["permission denied", "must be owner"];
        assert!(
            not_allowed.iter().any(|words| refused.contains(words)),
            "{what}: {refused}"
        );
        assert_eq!(rows(), before, "{what}");
    }
    // And all the program does goes on.
    desk.says(&db, &["undo", "2", "--yes"]);
    desk.says(&db, &["redo", "2"]);
    desk.says(&db, &["undo"]);
    desk.says(&db, &["add", "Ben Ali", "--about", "Struts"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.csv");
    let rows: Vec<String> = (0..2_500).map(|n| format!("Customer {n},Pads\n")).collect();
    let rows = rows.concat();
    std::fs::write(&file, format!("name,about\n{rows}")).unwrap();
    desk.says(&db, &["import", file.to_str().unwrap()]);
    desk.says(&db, &["undo", "--yes"]);
    let left = chain
        .asks("mill_lane", "SELECT count(*) FROM customer")
        .unwrap();
    assert_eq!(left, "2");
}

#[test]
fn two_branches_cannot_bear_one_name() {
    let chain = ChainDatabase::new();
    let twice = "UPDATE checkback.shop SET name = 'hill street' WHERE name = 'Mill Lane'";
    let mut psql = chain.cluster.psql_as_owner(&chain.database);
    let said = psql.args(["-c", twice]).output().unwrap();
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(said.contains("shop_name"), "{said}");
}

#[test]
fn whoever_was_let_into_every_branch_sees_their_figures_side_by_side_and_a_branch_its_own() {
    let chain = ChainDatabase::new();
    let [hill, mill] = BRANCHES.map(|branch| counter(&chain, branch));
    for (desk, db) in [&hill, &mill] {
        let words = ["add", "Anita Patel", "--about", "Pads", "--severity", "red"];
        desk.says(db, &words);
        desk.says(db, &["log", "Anita Patel", "no-answer"]);
    }
    let authorised = ["log", "Anita Patel", "reached", "--result", "1=authorised"];
    mill.0.says(&mill.1, &authorised);
    let admin = chain.address("postgres", "admin");
    for (branch, _) in BRANCHES {
        let words = [
            "server", "setup", "--branch", branch, "--role", "joe", "--run",
        ];
        CounterFolder::new().says(&admin, &words);
    }
    let let_in = "ALTER ROLE joe PASSWORD 'open'";
    chain.cluster.sql("postgres", let_in);
    // His own machine keeps another zone: the branches' days stay their own.
    let joe = CounterFolder::new().set("[shop]\nzone = \"Asia/Tokyo\"\n");
    let numbers = |desk: &CounterFolder, db: &str| -> Vec<(String, i64, i64, i64)> {
        let said = desk.says(db, &["report", "--all-shops", "--json"]);
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        let of = |shop: &serde_json::Value| {
            let n = |of: &serde_json::Value| of.as_i64().unwrap();
            let red = &shop["work"]["red"]["authorised"];
            let name = shop["shop"].as_str().unwrap().to_owned();
            (name, n(&shop["calls"]), n(&shop["reached"]), n(red))
        };
        said["shops"].as_array().unwrap().iter().map(of).collect()
    };
    let one = ("Hill Street".to_owned(), 1, 0, 0);
    let other = ("Mill Lane".to_owned(), 2, 1, 1);
    let joes = chain.address("joe", "open");
    assert_eq!(numbers(&joe, &joes), [one.clone(), other.clone()]);
    assert_eq!(numbers(&hill.0, &hill.1), [one]);
    assert_eq!(numbers(&mill.0, &mill.1), [other]);
    let said = joe.says(&joes, &["report", "--all-shops"]);
    let line = |name: &str| {
        let line = said.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("Hill"), "Hill Street 1 0 0 0 0 0 of 0 0 of 0 £0 0 0 1");
    assert_eq!(line("Mill"), "Mill Lane 2 1 0 0 0 1 of 1 0 of 0 £0 0 0 1");
    let zones = "SELECT string_agg(DISTINCT counted_zone, ' ') FROM checkback.shop";
    assert_eq!(chain.cluster.sql(&chain.database, zones), "Europe/London");
    // One whose counts an older program left behind is not said to have done nothing.
    let older = "UPDATE checkback.shop SET counted_zone = NULL WHERE name = 'Mill Lane'";
    chain.cluster.sql(&chain.database, older);
    let said = joe.says(&joes, &["report", "--all-shops"]);
    assert!(
        said.contains("not counted yet: open its list once"),
        "{said}"
    );
}

#[test]
fn a_table_of_ones_own_opens_no_other_branch() {
    let chain = ChainDatabase::new();
    let (desk, db) = counter(&chain, BRANCHES[0]);
    desk.says(&db, &["add", "Anita Patel", "--about", "Front pads"]);
    let asks = "SELECT count(*) FROM worded(1, '%anita%', 10)";
    assert_eq!(chain.asks("hill_street", asks), Ok("1".to_owned()));
    assert_eq!(chain.asks("mill_lane", asks), Ok("0".to_owned()));
    let says_so_itself = "CREATE TEMP TABLE member (shop BIGINT, role TEXT); \
                          INSERT INTO member VALUES (1, 'mill_lane'); \
                          GRANT SELECT ON member TO PUBLIC; ";
    let asked = chain.asks("mill_lane", &format!("{says_so_itself}{asks}"));
    assert_eq!(asked, Ok("0".to_owned()));
}

#[test]
fn a_customer_who_asks_is_forgotten_in_every_row_of_a_server_by_its_owner() {
    let chain = ChainDatabase::new();
    let (desk, db) = counter(&chain, BRANCHES[0]);
    desk.says(
        &db,
        &[
            "add",
            "Xqzara Vuquxley",
            "--about",
            "Squeal of the qzjv",
            "--email",
            "xqz@vuqux.example",
        ],
    );
    desk.says(&db, &["add", "Anita Patel", "--about", "Front pads"]);
    desk.says(
        &db,
        &[
            "log",
            "Xqzara Vuquxley",
            "no-answer",
            "--note",
            "qzjv again",
        ],
    );
    // History is not a counter's to take anything out of: whoever owns the database does.
    let forget = ["forget", "Xqzara Vuquxley", "--yes"];
    let said = desk.refused(&db, &forget);
    assert!(said.contains("the server does not allow it"), "{said}");
    let found = desk.says(&db, &["find", "xqzara"]);
    assert!(found.contains("Xqzara"), "something was changed");
    desk.says(&chain.address("postgres", "admin"), &forget);
    let rows = "SELECT string_agg(query_to_xml(format('SELECT * FROM checkback.%I', tablename), \
                true, false, '')::text, ' ') FROM pg_tables WHERE schemaname = 'checkback'";
    let rows = chain.cluster.sql(&chain.database, rows).to_lowercase();
    assert!(rows.contains("anita patel"));
    for trace in ["xqz", "vuqux", "qzjv"] {
        assert!(!rows.contains(trace), "{trace} is still there");
    }
}
