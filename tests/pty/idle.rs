//! A program nobody touches sleeps: nothing wakes it but what is shown by the second.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use checkback::domain::follow_up::FollowUpKind;
use portable_pty::CommandBuilder;

use crate::common::{FileBackend, Shop, at, draft, reason};
use crate::terminal::{NOW, PtyTerminal};
use crate::{closed, with_number};

/// How long nobody touches it.
const IDLE: Duration = Duration::from_secs(10);

/// What is begun at the start is over once nothing has woken for so long.
const QUIET: Duration = Duration::from_millis(700);

/// How often each thread of a program slept and was woken.
fn sleeps(terminal: &PtyTerminal) -> BTreeMap<String, u64> {
    let tasks = format!("/proc/{}/task", terminal.pid().as_raw_nonzero());
    let of = |task: &Path| -> Option<(String, u64)> {
        let status = std::fs::read_to_string(task.join("status")).ok()?;
        let line = status
            .lines()
            .find_map(|l| l.strip_prefix("voluntary_ctxt_switches:"))?;
        let name = task.file_name()?.to_string_lossy().into_owned();
        Some((name, line.trim().parse().ok()?))
    };
    let tasks = std::fs::read_dir(tasks).unwrap();
    tasks.filter_map(|task| of(&task.unwrap().path())).collect()
}

/// How often a program was woken since.
fn wake_ups(terminal: &PtyTerminal, before: &BTreeMap<String, u64>) -> u64 {
    let now = sleeps(terminal);
    let of = |(thread, n): (&String, &u64)| n - before.get(thread).unwrap_or(&0);
    now.iter().map(of).sum()
}

/// Waits until what a start begins is over.
fn settles(terminal: &PtyTerminal, most: u64) {
    loop {
        let before = sleeps(terminal);
        std::thread::sleep(QUIET);
        if wake_ups(terminal, &before) <= most {
            return;
        }
    }
}

#[test]
fn ten_seconds_without_a_key_wake_it_once_a_second_for_a_call_and_else_never_and_write_nothing() {
    let mut shop = Shop::new();
    let draft = draft("Anita Patel", reason(FollowUpKind::Other, "Ring"));
    shop.add(&with_number("020 7946 0101", draft), at(NOW));
    let FileBackend {
        file,
        folder: _folder,
    } = closed(shop);
    let config = file.with_extension("toml");
    std::fs::write(&config, "[calling]\ndial = [\"true\", \"{number}\"]\n").unwrap();
    let window = || {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
        command.args(["--db".as_ref(), file.as_os_str()]);
        command.args(["--config".as_ref(), config.as_os_str()]);
        PtyTerminal::with(command, &file, (120, 40))
    };
    let (mut list, mut call) = (window(), window());
    call.shows("▌now").types("\r").shows("calling 0:00");
    list.shows("▌ringing");
    settles(&list, 0);
    settles(&call, 1);
    let (of_list, of_call) = (sleeps(&list), sleeps(&call));
    let written = list.written().len() + call.written().len();
    std::thread::sleep(IDLE);
    // A busy machine may wake either once more.
    let of_list = wake_ups(&list, &of_list);
    assert!(of_list <= 1, "the list: {of_list}");
    let seconds = wake_ups(&call, &of_call);
    assert!((8..=11).contains(&seconds), "a call: {seconds}");
    assert_eq!(list.written().len() + call.written().len(), written);
}
