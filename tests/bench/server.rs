//! A server under its counters, in one run: acts a second of 1, 8, 64 and 200 counters, beside
//! pgbench with a transaction of as many statements on the same server; the time from a key at one
//! counter to the frame at another, on a file and on a server; the list and the search among ten
//! million customers in a thousand shops; and all of a chain's counters at once, with two windows
//! among them.
//!
//! `cargo bench --bench server` runs the first two, `cargo bench --bench server -- chain 1000 10000`
//! the third, on so many shops of so many customers (ten million take some 15 GB of disk while it
//! runs), `-- counters 3000` the fourth, with so many lines open (each some MB of the server's
//! memory, and a file of this process's: `ulimit -n`), `-- fan 1 4 8 16 32` how the windows that look on
//! weigh on the server, `-- busy 32` so many that all work. It prints figures and asserts nothing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a benchmark prints, and ends where something is missing"
)]

#[path = "../common/cluster.rs"]
mod cluster;
#[path = "../common/mod.rs"]
mod common;
#[path = "fan.rs"]
mod fan;
#[path = "screen.rs"]
mod screen;

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use checkback::domain::change::Act;
use checkback::domain::contact::Outcome;
use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::rules::Rules;
use checkback::store::{CustomerSummary, Seek, ServerOptions, Store};
use cluster::Cluster;
use common::{at, draft, named, reason, rules};
use screen::PtyScreen;

/// The instant every run stands at: a Tuesday morning.
const NOW: &str = "2026-11-24T10:42:00+00:00";

/// How long each number of counters works.
const RUN: Duration = Duration::from_secs(8);

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    match words.as_slice() {
        [what, sizes @ ..] if what == "chain" => {
            let mut sizes = sizes.iter().filter_map(|s| s.parse().ok());
            chain(sizes.next().unwrap_or(100), sizes.next().unwrap_or(1_000));
        }
        [what, many @ ..] if what == "counters" => {
            let mut many = many.iter().filter_map(|n| n.parse().ok());
            counters(many.next().unwrap_or(300));
        }
        [what, windows @ ..] if what == "fan" || what == "busy" => {
            let windows: Vec<usize> = windows.iter().filter_map(|n| n.parse().ok()).collect();
            let windows = if windows.is_empty() {
                vec![1, 4, 8, 16, 32]
            } else {
                windows
            };
            fan::table(&windows, what == "busy");
        }
        _ => {
            acts();
            live();
        }
    }
}

fn branch(url: &str, name: &str) -> ServerOptions {
    ServerOptions {
        url: url.to_owned(),
        branch: Some(name.to_owned()),
        ..ServerOptions::default()
    }
}

/// A customer with something open, in a store.
fn customer(store: &mut Store, name: &str) -> CustomerSummary {
    let pen = checkback::domain::draft::Author {
        now: at(NOW),
        by: "Tom",
    };
    let draft = draft(name, reason(FollowUpKind::Other, "All well since?"));
    let changes = checkback::domain::draft::plan_changes(&draft, None, pen, -1);
    let saved = store.save(&named("added", changes, at(NOW))).unwrap();
    let id = saved.records.first().unwrap().customer();
    store.entries(&[id]).unwrap().remove(0)
}

/// "No answer", as the key logs it.
fn no_answer(entry: &CustomerSummary, counter: &str, rules: &Rules) -> Act {
    let scene = entry.scene(rules, at(NOW), "Tom");
    let done = scene.record_unanswered(Outcome::NoAnswer, None);
    Act {
        customer: Some(entry.customer.id),
        counter: counter.to_owned(),
        ..named("no answer", done.changes, at(NOW))
    }
}

/// Acts a second of so many counters, each act "no answer" and its undo by turns.
fn acts() {
    println!("| counters | in one shop | eight to a shop | pgbench, the like |");
    println!("| --- | --- | --- | --- |");
    let cluster = Cluster::with(&["max_connections=260", "shared_buffers=512MB"]);
    let url = cluster.url(&cluster.database());
    let statements = statements(&url);
    for counters in [1, 8, 64, 200] {
        let one = work(&url, counters, counters);
        let many = work(&url, counters, 8);
        let like = pgbench(&cluster, counters, statements);
        println!("| {counters} | {one:.0}/s | {many:.0}/s | {like:.0}/s |");
    }
    println!("\n{statements} statements an act, each saved with full sync.\n");
}

/// How many statements one act takes.
fn statements(url: &str) -> u64 {
    let mut store = Store::open(&branch(url, "Counted"), rules().calendar).unwrap();
    let entry = customer(&mut store, "Anita Patel");
    let warm = store.save(&no_answer(&entry, "one", &rules()));
    warm.unwrap();
    let undone = store.undo(uuid::Uuid::now_v7(), at(NOW), "Tom", "one");
    undone.unwrap();
    let entry = store.entries(&[entry.customer.id]).unwrap().remove(0);
    let before = store.work().statements;
    store.save(&no_answer(&entry, "one", &rules())).unwrap();
    store.work().statements - before
}

fn work(url: &str, counters: usize, to_a_shop: usize) -> f64 {
    let ready = Barrier::new(counters);
    let acts: u64 = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..counters)
            .map(|n| {
                let ready = &ready;
                scope.spawn(move || {
                    let name = format!("{counters} of {to_a_shop}: {}", n / to_a_shop);
                    let server = branch(url, &name);
                    let mut store = Store::open(&server, rules().calendar).unwrap();
                    let me = format!("counter {n}");
                    let patient = store.be_patient_for(RUN * 4);
                    patient.unwrap();
                    let id = customer(&mut store, &me).customer.id;
                    ready.wait();
                    let begun = Instant::now();
                    let mut done = 0;
                    while begun.elapsed() < RUN {
                        let entry = store.entries(&[id]).unwrap().remove(0);
                        store.save(&no_answer(&entry, &me, &rules())).unwrap();
                        let undone = store.undo(uuid::Uuid::now_v7(), at(NOW), "Tom", &me);
                        undone.unwrap();
                        done += 2;
                    }
                    done
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    });
    #[expect(clippy::cast_precision_loss, reason = "a figure")]
    let acts = acts as f64;
    acts / RUN.as_secs_f64()
}

/// Transactions a second of pgbench: as many statements as an act, half of them writing, on rows of
/// each client's own.
fn pgbench(cluster: &Cluster, clients: usize, statements: u64) -> f64 {
    let database = cluster.database();
    cluster.sql(
        &database,
        "CREATE TABLE own (id BIGINT PRIMARY KEY, n BIGINT, body TEXT); \
         INSERT INTO own SELECT g, 0, repeat('x', 200) FROM generate_series(1, 10000) AS g; \
         CREATE TABLE grows (id BIGINT, at BIGINT, body TEXT); CREATE INDEX grows_id ON grows (id); \
         GRANT ALL ON ALL TABLES IN SCHEMA public TO garage",
    );
    let mut script = tempfile::NamedTempFile::new().unwrap();
    let mut text = String::from("\\set id :client_id + 1\nBEGIN;\n");
    for n in 0..statements {
        text.push_str(match n % 4 {
            0 => "SELECT n, body FROM own WHERE id = :id;\n",
            1 => "UPDATE own SET n = n + 1 WHERE id = :id;\n",
            2 => "SELECT n FROM own WHERE id = :id + 1000;\n",
            _ => "INSERT INTO grows VALUES (:id, 1, repeat('x', 200));\n",
        });
    }
    text.push_str("COMMIT;\n");
    script.write_all(text.as_bytes()).unwrap();
    let clients = clients.to_string();
    let seconds = RUN.as_secs().to_string();
    let port = cluster.port().to_string();
    let ran = std::process::Command::new("pgbench")
        .args([
            "-n",
            "-M",
            "prepared",
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            cluster::ROLE,
        ])
        .args(["-c", &clients, "-j", "2", "-T", &seconds, "-f"])
        .arg(script.path())
        .arg(&database)
        .env("PGPASSWORD", cluster::PASSWORD)
        .output();
    let said = ran.map(|r| String::from_utf8_lossy(&r.stdout).into_owned());
    let said = said.unwrap_or_default();
    let line = said.lines().find(|l| l.starts_with("tps = "));
    line.and_then(|l| l.split_whitespace().nth(2)?.parse().ok())
        .unwrap_or(0.0)
}

/// From a key at one counter to the frame at another.
fn live() {
    println!("| a key at one counter to the frame at another | median | p99 |");
    println!("| --- | --- | --- |");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    fill(&mut Store::open(&file, rules().calendar).unwrap());
    told("a file", &seen(file.as_os_str(), None, WATCHED));
    let cluster = Cluster::durable();
    let url = cluster.url(&cluster.database());
    fill(&mut Store::open(&branch(&url, "Our shop"), rules().calendar).unwrap());
    told("a server", &seen(OsStr::new(&url), None, WATCHED));
}

/// How many acts are watched.
const WATCHED: usize = 120;

fn fill(store: &mut Store) {
    for n in 0..=WATCHED {
        customer(store, &format!("Customer {n}"));
    }
}

fn seen(place: &OsStr, settings: Option<&Path>, acts: usize) -> Vec<Duration> {
    let [mut here, mut there] = [0; 2].map(|_| PtyScreen::at(place, NOW, settings));
    for screen in [&mut here, &mut there] {
        screen.until(|s| s.contains("? keys") && s.contains('▌'));
    }
    (1..=acts)
        .map(|n| {
            let done = format!("{n} of ");
            let begun = Instant::now();
            here.press(b"n");
            there.until(|s| s.contains(&done));
            let took = begun.elapsed();
            here.until(|s| s.contains(&done));
            took
        })
        .collect()
}

fn told(what: &str, times: &[Duration]) {
    let mut sorted = times.to_vec();
    sorted.sort();
    let of = |part: usize| {
        let time = sorted.get((sorted.len() * part / 100).min(sorted.len() - 1));
        time.map_or(0.0, |t| t.as_secs_f64() * 1000.0)
    };
    println!("| {what} | {:.1} ms | {:.1} ms |", of(50), of(99));
}

/// The indexes that are no constraint's.
const OWN_INDEXES: &str = "FROM pg_indexes WHERE schemaname = 'checkback' AND indexname NOT IN \
                           (SELECT conname FROM pg_constraint)";

/// The list and the search in one shop of many.
fn chain(shops: i64, customers: i64) {
    let cluster = Cluster::with(&[
        "fsync=off",
        "full_page_writes=off",
        "autovacuum=off",
        "max_wal_size=4GB",
        "shared_buffers=2GB",
        "maintenance_work_mem=1GB",
    ]);
    let database = cluster.database();
    let url = cluster.url(&database);
    let begun = Instant::now();
    lay(&cluster, &database, shops, customers);
    let size = cluster.sql(
        "postgres",
        &format!("SELECT pg_size_pretty(pg_database_size('{database}'))"),
    );
    println!(
        "{} customers in {shops} shops, {size}, made in {} s\n",
        shops * customers,
        begun.elapsed().as_secs()
    );
    println!("| | median | p99 |\n| --- | --- | --- |");
    let mut times: [Vec<Duration>; 4] = Default::default();
    for n in 0..100 {
        let name = format!("Shop {}", 1 + n * 7 % shops);
        let mut store = Store::open(&branch(&url, &name), rules().calendar).unwrap();
        let name = format!("person {}", 10 + n);
        let deeds: [&dyn Fn(&mut Store) -> usize; 4] = [
            &|s| s.today(at(NOW), &Seek::Start, 40).unwrap().len(),
            &|s| usize::from(s.totals(at(NOW), &rules()).unwrap().to_call > 0),
            &|s| s.find(&name, 50).unwrap().len(),
            &|s| s.find("94612", 50).unwrap().len(),
        ];
        for (deed, times) in deeds.iter().zip(&mut times) {
            // The first time a line prepares its texts: that is its opening, not its work.
            deed(&mut store);
            let begun = Instant::now();
            deed(&mut store);
            times.push(begun.elapsed());
        }
    }
    for (what, times) in [
        "the list",
        "the numbers on top",
        "find by name",
        "find by digits",
    ]
    .iter()
    .zip(&times)
    {
        told(what, times);
    }
}

/// Makes a chain of so many shops of so many customers.
fn lay(cluster: &Cluster, database: &str, shops: i64, customers: i64) {
    let url = cluster.url(database);
    drop(Store::open(&branch(&url, "Shop 1"), rules().calendar).unwrap());
    let begun = Instant::now();
    let owner = |statement: &str| {
        let text = format!(
            "SET search_path = checkback, public; SET session_replication_role = replica; {statement}"
        );
        cluster.sql(database, &text)
    };
    // An index is made in one go behind its rows: the same index, in a fraction of the time.
    let indexes = owner(&format!("SELECT indexname, indexdef {OWN_INDEXES}"));
    owner(&format!(
        "DO $$ DECLARE i TEXT; BEGIN FOR i IN SELECT indexname {OWN_INDEXES} \
         LOOP EXECUTE 'DROP INDEX ' || i; END LOOP; END $$"
    ));
    let definitions = indexes.lines().filter_map(|line| line.split_once('|'));
    let made = generated(shops, customers).into_iter();
    let made = made.chain(definitions.map(|(_, definition)| definition.to_owned()));
    for statement in made.chain(["ANALYZE".to_owned()]) {
        owner(&statement);
        let what: String = statement.chars().take(60).collect();
        eprintln!("{:>5} s: {what}", begun.elapsed().as_secs());
    }
}

/// How often somebody at a counter logs something.
const PACE: Duration = Duration::from_mins(1);

/// How often a line has done everything before the minute: as often as PostgreSQL plans a prepared
/// text anew before it keeps a plan, and once as the text it is.
const MORNING: usize = 7;

/// How often a window looks whether there is news.
const GLANCE: Duration = Duration::from_millis(100);

/// How many threads work at the counters.
const HANDS: usize = 16;

/// How many acts are watched in the midst of a chain's counters.
const AMONG_THEM: usize = 40;

/// So many counters at once, three to a shop: each looks ten times a second whether there is news,
/// as an open window does, reads the list again where there is, and logs something once a minute.
/// One more shop has two real windows.
fn counters(many: usize) {
    let lines = format!("max_connections={}", many + 20);
    let cluster = Cluster::with(&[&lines, "shared_buffers=512MB", "autovacuum=off"]);
    let database = cluster.database();
    let url = cluster.url(&database);
    let shops = many.div_ceil(3);
    lay(&cluster, &database, i64::try_from(shops).unwrap(), 200);
    fill(&mut Store::open(&branch(&url, "Front"), rules().calendar).unwrap());
    let mut settings = tempfile::NamedTempFile::new().unwrap();
    settings.write_all(b"[shop]\nbranch = \"Front\"\n").unwrap();
    let (free, begun) = (available(), Instant::now());
    let ready = Barrier::new(HANDS + 1);
    let (mut acts, mut read, mut asked, mut slowest) = (Vec::new(), Vec::new(), 0, PACE);
    let mut among_them = Vec::new();
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let (ready, url) = (&ready, &url);
                scope.spawn(move || {
                    let mine = (hand..many).step_by(HANDS);
                    let mut mine: Vec<(usize, Store)> = mine
                        .map(|n| {
                            let server = branch(url, &format!("Shop {}", 1 + n / 3));
                            (n, Store::open(&server, rules().calendar).unwrap())
                        })
                        .collect();
                    ready.wait();
                    works_at(&mut mine, many, ready)
                })
            })
            .collect();
        ready.wait();
        let took = begun.elapsed().as_secs_f64();
        let memory = free.saturating_sub(available()) / 1024;
        println!(
            "{many} counters of {shops} shops, all in after {took:.0} s; {memory} MB for both ends of the lines\n"
        );
        ready.wait();
        // What grows from nothing is looked at anew every minute, and everything planned anew with
        // it; the tables of a shop's second week are not.
        cluster.sql(&database, "VACUUM ANALYZE");
        ready.wait();
        ready.wait();
        eprintln!("warm after {} s", begun.elapsed().as_secs());
        ready.wait();
        among_them = seen(OsStr::new(&url), Some(settings.path()), AMONG_THEM);
        for hand in hands {
            let done = hand.join().unwrap();
            acts.extend(done.acts);
            read.extend(done.read);
            asked += done.asked;
            slowest = slowest.max(done.took);
        }
    });
    let seconds = slowest.as_secs();
    println!(
        "In {seconds} s: {} acts, asked {asked} times for news, {} times read the list again.\n",
        acts.len(),
        read.len()
    );
    println!("| | median | p99 |\n| --- | --- | --- |");
    told("an act, saved with full sync", &acts);
    told("the list and the numbers on top, read again", &read);
    told("a key at one window to the frame at another", &among_them);
}

/// Logs "no answer" at one of the counters, each time with another customer of its own: how long it
/// took.
fn logs(n: usize, turn: usize, store: &mut Store, rules: &Rules) -> Duration {
    let id = i64::try_from(5 * (1 + n % 3 + 3 * turn)).unwrap();
    let entry = store.entries(&[id]).unwrap().remove(0);
    let act = no_answer(&entry, &format!("counter {n}"), rules);
    let pressed = Instant::now();
    store.save(&act).unwrap();
    pressed.elapsed()
}

/// What was done at some counters, and how long it took.
#[derive(Default)]
struct LoadResult {
    acts: Vec<Duration>,
    read: Vec<Duration>,
    /// How often an answer came to whether there was news.
    asked: u64,
    took: Duration,
}

/// Works at some counters for a minute, or as long as it takes.
fn works_at(mine: &mut [(usize, Store)], many: usize, ready: &Barrier) -> LoadResult {
    // A line's first texts are read and planned by the server each time: that is the morning's, not
    // the day's.
    let rules = rules();
    let works = |turn, mine: &mut [(usize, Store)]| {
        for (n, store) in mine {
            logs(*n, turn, store, &rules);
            reads(store, &rules);
            store.changed_elsewhere().unwrap();
        }
    };
    for turn in 0..MORNING {
        works(turn, mine);
    }
    ready.wait();
    ready.wait();
    works(MORNING, mine);
    ready.wait();
    for (_, store) in mine.iter_mut() {
        store.changed_elsewhere().unwrap();
    }
    ready.wait();
    let begun = Instant::now();
    let mut worked = LoadResult::default();
    let mut acted = vec![false; mine.len()];
    for glance in 1.. {
        for ((n, store), acted) in mine.iter_mut().zip(&mut acted) {
            let before = store.work().statements;
            let news = store.changed_elsewhere().unwrap();
            worked.asked += u64::from(store.work().statements > before);
            if news {
                worked.read.push(reads(store, &rules));
            }
            let turn = PACE * u32::try_from(*n).unwrap() / u32::try_from(many).unwrap();
            if begun.elapsed() >= turn && !*acted {
                *acted = true;
                worked.acts.push(logs(*n, MORNING + 1, store, &rules));
            }
        }
        if begun.elapsed() >= PACE && acted.iter().all(|done| *done) {
            break;
        }
        let next = GLANCE * glance;
        std::thread::sleep(next.saturating_sub(begun.elapsed()));
    }
    worked.took = begun.elapsed();
    worked
}

/// Reads the list and the numbers on top: how long it took.
fn reads(store: &mut Store, rules: &Rules) -> Duration {
    let begun = Instant::now();
    store.today(at(NOW), &Seek::Start, 40).unwrap();
    store.totals(at(NOW), rules).unwrap();
    begun.elapsed()
}

/// The memory that is free for the asking, in kB, as the system tells.
fn available() -> u64 {
    let told = std::fs::read_to_string("/proc/meminfo").unwrap();
    let line = told.lines().find(|l| l.starts_with("MemAvailable:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().nth(1));
    kilobytes.and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The statements that make a chain: every customer with a name, a number and words to be found by,
/// every fifth with something open that is due.
fn generated(shops: i64, customers: i64) -> Vec<String> {
    let now = at(NOW).timestamp_millis();
    let day = now / 86_400_000;
    let each = format!("generate_series(1, {shops}) AS s, generate_series(1, {customers}) AS c");
    let open = "c % 5 = 0";
    let number = "'+44207' || (9460000 + c)";
    vec![
        format!(
            "UPDATE shop SET last_customer = {customers}, last_follow_up = {customers}, customers = {customers}; \
             INSERT INTO shop (shop, zone, counted_zone, last_customer, last_item, last_follow_up, last_contact, last_act, \
             customers, name) SELECT s, 'Europe/London', 'Europe/London', {customers}, 0, {customers}, 0, 0, {customers}, \
             'Shop ' || s FROM generate_series(2, {shops}) AS s"
        ),
        format!(
            "INSERT INTO customer (shop, id, version, name, phone, rest_chosen, tries, added_at) \
             SELECT s, c, 1, 'Person ' || c || ' of ' || s, {number}, 0, 0, {now} FROM {each}"
        ),
        format!(
            "INSERT INTO follow_up (shop, id, version, customer, kind, about, marketing, due_at, attempts, steps, \
             busies, voicemails, parts_tried, state, added_at, added_by) \
             SELECT s, c, 1, c, 'other', 'All well since?', 0, {now} - c * 1000, 0, 0, 0, 0, 0, 'open', {now}, 'Tom' \
             FROM {each} WHERE {open}"
        ),
        format!(
            "INSERT INTO standing (shop, customer, due_at, wakes_at, held_until, enters_on) \
             SELECT s, c, {now} - c * 1000, {now} - c * 1000, 0, {day} FROM {each} WHERE {open}"
        ),
        format!(
            "INSERT INTO tally (shop, day, waiting) SELECT s, {day}, {customers} / 5 FROM generate_series(1, {shops}) AS s"
        ),
        format!(
            "INSERT INTO named (shop, customer, name) SELECT s, c, 'person ' || c || ' of ' || s FROM {each}"
        ),
        format!(
            "INSERT INTO words (shop, customer, body) SELECT s, c, 'person ' || c || ' of ' || s || ' 44207' || \
             (9460000 + c) || ' pe\u{2016}' FROM {each}"
        ),
    ]
}
