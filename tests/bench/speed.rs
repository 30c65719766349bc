//! How fast the release build answers, beside what bounds it: an echo, an empty program, a synced
//! commit, an indexed read, and the peers that are installed; all in one run, by turns.
//!
//! `tests/bench/run` runs it and prints a table; `--json FILE` writes every figure, `--write` puts the
//! table into CONTRIBUTING.md. Numbers among its words are sizes of shops.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a benchmark prints, and ends where something is missing"
)]

#[path = "generate.rs"]
mod generate;
#[path = "../common/key_work.rs"]
mod key_work;
#[path = "screen.rs"]
mod screen;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use checkback::config::Config;
use checkback::store::Store;
use key_work::{CountedCounter, KeyWork, key};
use portable_pty::CommandBuilder;
use rusqlite::Connection;
use screen::PtyScreen;

/// The instant every run stands at: a Tuesday morning.
const NOW: &str = "2026-11-24T10:42:00+00:00";

/// How often everything is measured, by turns.
const ROUNDS: usize = 3;

/// A person's pause between two keys that decide.
const PAUSE: Duration = Duration::from_millis(450);

/// Where the table stands in CONTRIBUTING.md.
const MARKS: (&str, &str) = (
    "<!-- speed: written by tests/bench/run --write -->",
    "<!-- end of speed -->",
);

/// The times of everything, by what and by where.
type Samples = BTreeMap<(String, String), Vec<Duration>>;

fn add(samples: &mut Samples, what: &str, of: &str, time: Duration) {
    let times = samples.entry((what.to_owned(), of.to_owned()));
    times.or_default().push(time);
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let mut sizes: Vec<i64> = words.iter().filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![100, 10_000, 1_000_000];
    }
    let shops: Vec<(String, PathBuf)> =
        sizes.iter().map(|n| (n.to_string(), shop_of(*n))).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut samples = Samples::new();
    let mut bytes = BTreeMap::new();
    for round in 0..ROUNDS {
        limits(&mut samples, &shops[0].1, folder.path());
        peers(&mut samples, folder.path());
        for (size, shop) in &shops {
            let file = folder.path().join(format!("{size}-{round}.db"));
            std::fs::copy(shop, &file).unwrap();
            program(&mut samples, &mut bytes, size, &file);
            std::fs::remove_file(&file).unwrap();
        }
    }
    let table = table(&samples, &sizes);
    let counts = counts(&shops[shops.len() - 1].1, folder.path(), &bytes);
    let text = format!("{table}\n{counts}");
    println!("{text}");
    if let Some(at) = words.iter().position(|word| word == "--json") {
        std::fs::write(&words[at + 1], json(&samples)).unwrap();
    }
    if words.iter().any(|word| word == "--write") {
        write_into_contributing(&text);
    }
}

/// A shop of so many customers, made once and kept beside the build.
fn shop_of(customers: i64) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-shops");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{customers}.db"));
    if !file.exists() {
        let made = folder.join(format!("{customers}.new"));
        let config = Config::read(
            "[shop]\nzone = \"Europe/London\"\n",
            Path::new("bench.toml"),
        );
        let mut store = Store::open(&made, config.unwrap().rules.calendar).unwrap();
        let plan = generate::ShopPlan {
            customers,
            seed: 7,
            years: 10,
            now: NOW.parse().unwrap(),
        };
        generate::fill(&mut store, &plan).unwrap();
        drop(store);
        std::fs::rename(&made, &file).unwrap();
    }
    file
}

/// What bounds an answer from below.
fn limits(samples: &mut Samples, shop: &Path, folder: &Path) {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "stty raw -echo; printf .; exec cat"]);
    let mut echo = PtyScreen::of(command, 40);
    echo.until(|screen| screen.contains('.'));
    for _ in 0..20 {
        let answer = echo.key_answer(b"j").unwrap();
        add(samples, "echo", "limit", answer.last);
    }
    for _ in 0..10 {
        let begun = Instant::now();
        Command::new("true").status().unwrap();
        add(samples, "an empty program", "limit", begun.elapsed());
    }
    let file = folder.join("limit.db");
    let connection = Connection::open(&file).unwrap();
    let schema = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 CREATE TABLE IF NOT EXISTS row (n INTEGER PRIMARY KEY, text TEXT)";
    connection.execute_batch(schema).unwrap();
    for _ in 0..20 {
        let begun = Instant::now();
        let row = "INSERT INTO row (text) VALUES ('some forty bytes of a row that is saved')";
        connection.execute(row, []).unwrap();
        add(
            samples,
            "a synced commit of a row",
            "limit",
            begun.elapsed(),
        );
    }
    let connection = Connection::open(shop).unwrap();
    let sql = "SELECT id, name, phone FROM customer WHERE shop = 1 AND id > ?1 LIMIT 50";
    let mut read = connection.prepare(sql).unwrap();
    for from in 0..20 {
        let begun = Instant::now();
        let mut rows = read.query([from]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let _name: String = row.get(1).unwrap();
        }
        add(
            samples,
            "an indexed read of 50 rows",
            "limit",
            begun.elapsed(),
        );
    }
}

/// The peers that are installed: their start, and a key that goes down a line.
fn peers(samples: &mut Samples, folder: &Path) {
    let text = folder.join("lines.txt");
    let lines: Vec<String> = (0..10_000).map(|n| format!("customer {n}")).collect();
    std::fs::write(&text, lines.join("\n")).unwrap();
    let text = text.to_str().unwrap();
    let fzf = format!("exec fzf < {text}");
    let peers: [(&str, Vec<&str>, &[u8]); 4] = [
        ("less", vec!["less", text], b"j"),
        ("fzf", vec!["sh", "-c", &fzf], b"c"),
        ("calcurse", vec!["calcurse", "-D", "calcurse"], b"j"),
        (
            "taskwarrior",
            vec!["task", "rc.confirmation=no", "list"],
            b"",
        ),
    ];
    for (name, words, key) in peers {
        let program = if name == "fzf" { "fzf" } else { words[0] };
        let asks = format!("command -v {program}");
        let there = Command::new("sh").args(["-c", &asks]).output();
        if !there.is_ok_and(|found| found.status.success()) {
            continue;
        }
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.cwd(folder);
        command.env("HOME", folder);
        let begun = Instant::now();
        let mut screen = PtyScreen::of(command, 40);
        if let Some(answer) = screen.answer(begun) {
            add(
                samples,
                "start to the last byte of the first frame",
                name,
                answer.last,
            );
        }
        for _ in 0..(if key.is_empty() { 0 } else { 10 }) {
            if let Some(answer) = screen.key_answer(key) {
                add(samples, "`j`", name, answer.last);
            }
        }
    }
}

/// The program on a shop: its start, and the keys of a day.
fn program(
    samples: &mut Samples,
    bytes: &mut BTreeMap<&'static str, Vec<usize>>,
    size: &str,
    file: &Path,
) {
    let start = || {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
        command.args(["--db", file.to_str().unwrap()]);
        command.env("CHECKBACK_NOW", NOW);
        command.env("TZ", "Europe/London");
        command.env("HOME", file.parent().unwrap());
        PtyScreen::of(command, 40)
    };
    for _ in 0..6 {
        let begun = Instant::now();
        let answer = start().answer(begun).unwrap();
        let what = "start to the last byte of the first frame";
        add(samples, what, size, answer.last);
    }
    let mut screen = start();
    screen.until(|s| s.contains("? keys") && s.contains('▌'));
    let mut press = |what: &'static str, key: &[u8]| {
        std::thread::sleep(PAUSE);
        // At the end of a short list a key changes nothing, and nothing is drawn.
        let Some(answer) = screen.key_answer(key) else {
            return;
        };
        add(samples, what, size, answer.last);
        bytes.entry(what).or_default().push(answer.bytes.len());
    };
    for _ in 0..12 {
        press("`j`", b"j");
    }
    for _ in 0..4 {
        press("page down", b"\x1b[6~");
    }
    press("`g`", b"g");
    for _ in 0..6 {
        press("`n`, saved with full sync", b"n");
        press("`u`, saved with full sync", b"u");
    }
    for word in ["smith", "patel"] {
        press("a popup opened", b"/");
        for letter in word.chars() {
            press(
                "a letter in `/`",
                letter.encode_utf8(&mut [0; 4]).as_bytes(),
            );
        }
        press("a popup closed", b"\x1b");
    }
    press("a popup opened", b"/");
    press("six letters in one write", b"946012");
    press("a popup closed", b"\x1b");
    let resident = screen.resident_megabytes();
    let as_time = Duration::from_secs_f64(resident / 1000.0);
    add(samples, "resident memory (MB)", size, as_time);
}

/// The sample below which a share of them is, in milliseconds.
fn percentile(times: &[Duration], share: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort();
    let at = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |t| t.as_secs_f64() * 1000.0)
}

fn table(samples: &Samples, sizes: &[i64]) -> String {
    let mut text = String::from(
        "Milliseconds from the key to the last byte of its answer: median, 95 and 99 in a hundred. \
         A key that saves waits 12 ms for what follows it.\n\n| what | where | median | p95 | p99 | to echo | growth |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let echo = samples.get(&("echo".to_owned(), "limit".to_owned()));
    let echo = echo.map_or(1.0, |times| percentile(times, 50));
    let mut rows: Vec<_> = samples.iter().collect();
    let place = |of: &str| of.parse::<i64>().map_or(-1, |n| n);
    rows.sort_by_key(|((what, of), _)| (what.clone(), place(of), of.clone()));
    for ((what, of), times) in rows {
        let median = percentile(times, 50);
        let first = sizes.first().map(ToString::to_string).unwrap_or_default();
        let least = samples.get(&(what.clone(), first));
        let growth = least.filter(|_| of.parse::<i64>().is_ok());
        let growth = growth.map(|least| format!("{:.2}", median / percentile(least, 50)));
        writeln!(
            text,
            "| {what} | {of} | {median:.2} | {:.2} | {:.2} | {:.1} | {} |",
            percentile(times, 95),
            percentile(times, 99),
            median / echo,
            growth.unwrap_or_default(),
        )
        .unwrap();
    }
    text
}

/// What each key costs in the largest shop, counted.
fn counts(shop: &Path, folder: &Path, bytes: &BTreeMap<&'static str, Vec<usize>>) -> String {
    let file = folder.join("counted.db");
    std::fs::copy(shop, &file).unwrap();
    let mut counter = CountedCounter::of(&file, NOW);
    let mut text = String::from(
        "| key | bytes | rows | statements | commits | frames |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    let mut say = |what: &str, work: KeyWork| {
        let sent = bytes.get(what).map(|all| {
            let mut all = all.clone();
            all.sort_unstable();
            all[all.len() / 2].to_string()
        });
        let sent = sent.unwrap_or_default();
        let KeyWork {
            statements,
            rows,
            commits,
            frames,
            ..
        } = work;
        writeln!(
            text,
            "| {what} | {sent} | {rows} | {statements} | {commits} | {frames} |"
        )
        .unwrap();
    };
    say("start", counter.start);
    for (what, name) in [
        ("`j`", "j"),
        ("page down", "pgdn"),
        ("`n`, saved with full sync", "n"),
        ("`u`, saved with full sync", "u"),
        ("a popup opened", "/"),
        ("a letter in `/`", "s"),
    ] {
        say(what, counter.press(key(name)));
    }
    text
}

fn json(samples: &Samples) -> String {
    let of = |((what, of), times): (&(String, String), &Vec<Duration>)| {
        serde_json::json!({
            "what": what,
            "where": of,
            "samples": times.len(),
            "median_ms": percentile(times, 50),
            "p95_ms": percentile(times, 95),
            "p99_ms": percentile(times, 99),
        })
    };
    let all: Vec<_> = samples.iter().map(of).collect();
    serde_json::to_string_pretty(&all).unwrap()
}

/// Puts the table between its marks.
fn write_into_contributing(table: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let begin = text.find(MARKS.0).unwrap() + MARKS.0.len();
    let end = text.find(MARKS.1).unwrap();
    let text = format!("{}\n\n{table}\n{}", &text[..begin], &text[end..]);
    std::fs::write(&file, text).unwrap();
}
