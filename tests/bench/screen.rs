//! The program in a real terminal, watched byte by byte.

#![allow(dead_code, reason = "each benchmark uses its own part of it")]

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Nothing more comes of a key once nothing has come for so long.
const QUIET: Duration = Duration::from_millis(60);

/// What came of a key.
pub(crate) struct KeyAnswer {
    pub(crate) first: Duration,
    pub(crate) last: Duration,
    pub(crate) bytes: Vec<u8>,
}

/// A running program and what it has drawn.
pub(crate) struct PtyScreen {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    drawn: vt100::Parser,
    _master: Box<dyn MasterPty + Send>,
}

impl PtyScreen {
    /// Starts the program on a file, its clock standing still.
    pub(crate) fn start(file: &Path, now: &str) -> Self {
        Self::at(file.as_os_str(), now, None)
    }

    /// Starts the program on a file or a server's address, with settings of its own; its clock
    /// stands still at a moment.
    pub(crate) fn at(place: &OsStr, now: &str, settings: Option<&Path>) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
        // An address with a password has no place on the command line.
        command.env("CHECKBACK_DB", place);
        if let Some(settings) = settings {
            command.arg("--config");
            command.arg(settings);
        }
        command.env("CHECKBACK_NOW", now);
        command.env("TZ", "Europe/London");
        Self::of(command, 32)
    }

    /// Starts any program, in a terminal of 120 columns and so many rows.
    pub(crate) fn of(mut command: CommandBuilder, rows: u16) -> Self {
        let size = PtySize {
            rows,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let came = buffer.get(..count).unwrap_or_default().to_vec();
                if send.send(came).is_err() {
                    return;
                }
            }
        });
        let drawn = vt100::Parser::new(rows, 120, 0);
        Self {
            child,
            keys,
            bytes,
            drawn,
            _master: pair.master,
        }
    }

    /// Ends the program as a machine that stops would: it does nothing more.
    pub(crate) fn end_at_once(&mut self) {
        let id = self.child.process_id().unwrap().to_string();
        let mut kill = std::process::Command::new("kill");
        assert!(kill.args(["-KILL", &id]).status().unwrap().success());
        self.child.wait().unwrap();
    }

    /// Reads until the screen is as wanted.
    pub(crate) fn until(&mut self, wanted: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(&self.drawn.screen().contents()) {
            let left = end.saturating_duration_since(Instant::now());
            let came = self.bytes.recv_timeout(left);
            let shown = || self.drawn.screen().contents();
            let came = came.unwrap_or_else(|why| panic!("{why}, still shown:\n{}", shown()));
            self.drawn.process(&came);
        }
    }

    /// Presses a key, and waits for nothing.
    pub(crate) fn press(&mut self, key: &[u8]) {
        self.keys.write_all(key).unwrap();
        self.keys.flush().unwrap();
    }

    /// What comes until nothing has come for a while: how long after an instant the first byte came
    /// and the last, and the bytes. Nothing where the program has ended.
    pub(crate) fn answer(&mut self, since: Instant) -> Option<KeyAnswer> {
        let first = self.bytes.recv_timeout(PATIENCE).ok()?;
        let at = since.elapsed();
        let mut answer = KeyAnswer {
            first: at,
            last: at,
            bytes: first,
        };
        while let Ok(came) = self.bytes.recv_timeout(QUIET) {
            answer.last = since.elapsed();
            answer.bytes.extend_from_slice(&came);
        }
        self.drawn.process(&answer.bytes);
        Some(answer)
    }

    /// Presses a key once what came of the one before is over, and returns its answer.
    pub(crate) fn key_answer(&mut self, key: &[u8]) -> Option<KeyAnswer> {
        while let Ok(came) = self.bytes.recv_timeout(QUIET) {
            self.drawn.process(&came);
        }
        let pressed = Instant::now();
        self.press(key);
        self.answer(pressed)
    }

    /// Presses a key, and returns how long it took until the screen was another.
    pub(crate) fn press_until_changed(&mut self, key: &[u8]) -> Duration {
        // What still comes of the key before is no answer to this one.
        while let Ok(came) = self.bytes.recv_timeout(Duration::from_millis(60)) {
            self.drawn.process(&came);
        }
        let before = self.drawn.screen().contents_formatted();
        let pressed = Instant::now();
        self.keys.write_all(key).unwrap();
        self.keys.flush().unwrap();
        while self.drawn.screen().contents_formatted() == before {
            let came = self.bytes.recv_timeout(PATIENCE).unwrap();
            self.drawn.process(&came);
        }
        pressed.elapsed()
    }

    /// Presses a key, and returns how long it took until the screen was as wanted.
    pub(crate) fn press_until(&mut self, key: &[u8], wanted: impl Fn(&str) -> bool) -> Duration {
        while let Ok(came) = self.bytes.recv_timeout(Duration::from_millis(60)) {
            self.drawn.process(&came);
        }
        let pressed = Instant::now();
        self.press(key);
        self.until(wanted);
        pressed.elapsed()
    }

    /// The program's resident memory, in millions of bytes; 0 where the system does not tell.
    pub(crate) fn resident_megabytes(&self) -> f64 {
        let id = self.child.process_id().unwrap_or(0);
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find(|l| l.starts_with("VmRSS:"));
        let kilobytes = line.and_then(|l| l.split_whitespace().nth(1)?.parse::<f64>().ok());
        kilobytes.unwrap_or(0.0) * 1.024 / 1000.0
    }
}

impl Drop for PtyScreen {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}
