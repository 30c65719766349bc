//! How long a file of many rows takes to come in, and how much memory that takes, beside a bare
//! `sqlite3` `.import` of the same file in the same run: `cargo bench --bench import`, with a number
//! of rows behind `--` in place of a million. Also what a preview, the file once more, and the one
//! undo of it all take. It prints figures and asserts nothing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark prints, and ends where something is missing"
)]

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A thing a shop's program exports: a number, an address, and for one in fifty a reason to ring.
fn write(file: &Path, rows: u32) {
    let mut out = BufWriter::new(std::fs::File::create(file).unwrap());
    writeln!(out, "name,phone,email,item,about").unwrap();
    for n in 0..rows {
        let first = ["Anita", "Ben", "Clara", "Zoë", "Séamus"][n as usize % 5];
        let last = ["Patel", "Ali", "Díaz", "Hill", "O'Rourke"][n as usize / 5 % 5];
        let about = if n % 50 == 0 { "Front pads 2 mm" } else { "" };
        let phone = 400_000_000 + n;
        writeln!(
            out,
            "{first} {last} {n},07{phone},c{n}@example.com,,{about}"
        )
        .unwrap();
    }
    out.flush().unwrap();
}

/// The most memory a process had, in kB, as its system tells.
fn most_memory(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Runs a command to its end: how long it took, and the most memory it had.
fn measured(command: &mut Command) -> (Duration, u64) {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut most = 0;
    loop {
        most = most.max(most_memory(&child).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{command:?}: {status}");
            return (began.elapsed(), most);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn line(what: &str, rows: u32, (took, most): (Duration, u64)) -> String {
    let seconds = took.as_secs_f64();
    format!(
        "| {what} | {seconds:.1} s | {:.0} | {:.1} MB |\n",
        f64::from(rows) / seconds,
        f64::from(u32::try_from(most).unwrap_or(u32::MAX)) / 1024.0
    )
}

fn main() {
    let asked = std::env::args().find_map(|a| a.parse::<u32>().ok());
    let rows = asked.unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    write(&file, rows);
    let mut table = format!(
        "| {rows} rows | took | rows a second | most memory |\n| --- | --- | --- | --- |\n"
    );
    let bare = folder.path().join("bare.db");
    let import = format!(".import --csv {} people", file.display());
    if Command::new("sqlite3").arg("-version").output().is_ok() {
        let took = measured(Command::new("sqlite3").arg(&bare).arg(&import));
        table += &line(
            "`sqlite3` `.import`: one table, no index, no check",
            rows,
            took,
        );
    } else {
        writeln!(table, "| `sqlite3` is not installed | | | |").unwrap();
    }
    let ours = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkback"));
        command
            .args(["--as", "Tom", "--db"])
            .arg(folder.path().join("shop.db"))
            .args(words)
            .env("XDG_CONFIG_HOME", folder.path())
            .env("CHECKBACK_NOW", "2026-11-24T10:42:00Z")
            .env("TZ", "Europe/London");
        measured(&mut command)
    };
    let path = file.display().to_string();
    for (what, words) in [
        (
            "a preview (`--dry-run`)",
            &["import", &path, "--dry-run"][..],
        ),
        (
            "`import`: found again, searched by letters, undone by one key",
            &["import", &path][..],
        ),
        ("the same file again: nothing new", &["import", &path][..]),
        ("`undo` of it all", &["undo"][..]),
    ] {
        table += &line(what, rows, ours(words));
    }
    println!("{table}");
}
