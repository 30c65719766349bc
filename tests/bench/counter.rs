//! The release build at the counter, in one run: start to first whole frame, and key to frame, on
//! a shop of 100 customers and on one of 100,000, side by side; memory, and the program's size.
//!
//! `cargo bench` runs it; `cargo bench -- 100 1000000` on shops of other sizes. It prints figures and asserts nothing: times belong here, work in tests.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where something is missing"
)]

#[path = "generate.rs"]
mod generate;
#[path = "screen.rs"]
mod screen;

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use checkback::config::Config;
use checkback::store::Store;
use screen::PtyScreen;

/// The instant every run stands at: a Tuesday morning.
const NOW: &str = "2026-11-24T10:42:00+00:00";

fn main() {
    let asked: Vec<i64> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let sizes = if asked.is_empty() {
        vec![100, 100_000]
    } else {
        asked
    };
    let folder = tempfile::tempdir().unwrap();
    let heads: Vec<String> = sizes.iter().map(|n| format!("{n} customers")).collect();
    println!(
        "| | {} |\n| --- |{}",
        heads.join(" | "),
        " --- |".repeat(sizes.len())
    );
    let shops: Vec<BenchFigures> = sizes
        .into_iter()
        .map(|customers| {
            let file = folder.path().join(format!("{customers}.db"));
            fill(&file, customers);
            measure(&file)
        })
        .collect();
    let lines: [(&str, FigureFormat); 10] = [
        ("start to first whole frame", |f| median(&f.start)),
        ("`j` to frame", |f| median(&f.down)),
        ("`n` to frame, saved with full sync", |f| {
            median(&f.no_answer)
        }),
        ("a letter in `/` to frame with whom it finds", |f| {
            median(&f.letter)
        }),
        ("`G` to frame", |f| median(&f.last)),
        ("`5` to frame with the figures of 28 days", |f| {
            median(&f.opened)
        }),
        ("`→` to frame with the latest of ten years'", |f| {
            median(&f.latest)
        }),
        ("`→` to frame with all of ten years'", |f| median(&f.all)),
        ("resident memory", |f| format!("{:.1} MB", f.resident)),
        ("database file", |f| format!("{:.1} MB", f.file)),
    ];
    for (what, of) in lines {
        let cells: Vec<String> = shops.iter().map(of).collect();
        println!("| {what} | {} |", cells.join(" | "));
    }
    let program = std::fs::metadata(env!("CARGO_BIN_EXE_checkback"))
        .unwrap()
        .len();
    println!("\nthe program: {:.1} MB", megabytes(program));
}

/// A line of the table.
type FigureFormat = fn(&BenchFigures) -> String;

/// What was measured on one shop.
struct BenchFigures {
    start: Vec<Duration>,
    down: Vec<Duration>,
    no_answer: Vec<Duration>,
    letter: Vec<Duration>,
    last: Vec<Duration>,
    opened: Vec<Duration>,
    latest: Vec<Duration>,
    all: Vec<Duration>,
    resident: f64,
    file: f64,
}

fn fill(file: &Path, customers: i64) {
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let config = Config::read(
        "[shop]\nzone = \"Europe/London\"\n",
        Path::new("bench.toml"),
    )
    .unwrap();
    let mut store = Store::open(file, config.rules.calendar.clone()).unwrap();
    let plan = generate::ShopPlan {
        customers,
        seed: 7,
        years: 10,
        now,
    };
    generate::fill(&mut store, &plan).unwrap();
}

fn measure(file: &Path) -> BenchFigures {
    let start = (0..15)
        .map(|_| {
            let begun = Instant::now();
            let mut screen = PtyScreen::start(file, NOW);
            screen.until(|s| s.contains("To call") && s.contains("? keys") && s.contains('▌'));
            begun.elapsed()
        })
        .collect();
    let mut screen = PtyScreen::start(file, NOW);
    screen.until(|s| s.contains("? keys") && s.contains('▌'));
    let down = (0..12).map(|_| screen.press_until_changed(b"j")).collect();
    let last = (0..6)
        .map(|n| screen.press_until_changed(if n % 2 == 0 { b"G" } else { b"g" }))
        .collect();
    let [opened, latest, all] = look_back(&mut screen);
    let no_answer = (0..10).map(|_| screen.press_until_changed(b"n")).collect();
    screen.press_until_changed(b"/");
    let letter = "smith jones 946"
        .chars()
        .map(|c| screen.press_until_changed(c.encode_utf8(&mut [0; 4]).as_bytes()))
        .collect();
    let resident = screen.resident_megabytes();
    let file = megabytes(std::fs::metadata(file).unwrap().len());
    BenchFigures {
        start,
        down,
        no_answer,
        letter,
        last,
        opened,
        latest,
        all,
        resident,
        file,
    }
}

/// Opens the figures, and looks back over ten years: the first that is seen of them, and all.
fn look_back(screen: &mut PtyScreen) -> [Vec<Duration>; 3] {
    let [mut opened, mut latest, mut all] = [const { Vec::new() }; 3];
    let drawn = |s: &str| s.contains("When people answer");
    for _ in 0..8 {
        opened.push(screen.press_until(b"5", |s| drawn(s) && s.contains("last 28 days")));
        screen.press_until(b"\x1b[C", |s| drawn(s) && s.contains("last 12 months"));
        let seen = screen.press_until(b"\x1b[C", |s| drawn(s) && s.contains("everything since"));
        let begun = Instant::now();
        screen.until(|s| drawn(s) && s.contains("everything since") && !s.contains("so far"));
        latest.push(seen);
        all.push(seen + begun.elapsed());
        screen.press_until(b"\x1b[D", |s| drawn(s) && s.contains("last 12 months"));
        screen.press_until(b"\x1b[D", |s| drawn(s) && s.contains("last 28 days"));
        screen.press_until(b"1", |s| s.contains("To call"));
    }
    [opened, latest, all]
}

#[expect(clippy::cast_precision_loss, reason = "a figure of one decimal")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

/// The median and the largest, in milliseconds.
fn median(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort();
    let ms = |d: Option<&Duration>| d.map_or(0.0, |d| d.as_secs_f64() * 1000.0);
    let middle = ms(sorted.get(sorted.len() / 2));
    format!("{middle:.1} ms (at most {:.1})", ms(sorted.last()))
}
