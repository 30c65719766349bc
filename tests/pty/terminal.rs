//! A terminal: the program on the far side of a pseudo-terminal, what it wrote read into a screen.
//! Everything is waited for until it is there, or a deadline has passed.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{MouseProtocolMode, Parser};

/// Longer than anything takes, were it on the slowest machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// A person's pause between two letters of a text, at the very least.
const WITHIN_A_TEXT: Duration = Duration::from_millis(45);

/// A person's pause before a key that is no letter of a name begun by the key before it.
const CONSIDERED: Duration = Duration::from_millis(310);

/// A person's pause before the same key is pressed once more and meant.
const AGAIN: Duration = Duration::from_millis(600);

/// How often is looked at what nobody tells of: the state of a process.
const GLANCE: Duration = Duration::from_millis(5);

/// When every run happens: a Tuesday morning.
pub const NOW: &str = "2026-11-24T10:42:00+00:00";

/// How the program is told of its database.
fn arguments(db: &Path) -> Vec<String> {
    vec!["--db".to_owned(), db.to_str().unwrap().to_owned()]
}

/// What was written so far.
struct TerminalOutput {
    screen: Parser,
    /// Everything that was written, as it came.
    bytes: Vec<u8>,
    /// Grows with everything that comes; nothing comes any more once it is over.
    over: bool,
}

/// The program in its terminal.
pub struct PtyTerminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<TerminalOutput>, Condvar)>,
    deaf: Arc<AtomicBool>,
    /// The key that was typed last, and when.
    typed: Option<(char, Instant)>,
    reader: Option<JoinHandle<()>>,
    /// Its settings before the program came, as the kernel has them.
    before: String,
}

/// Starts the program on a database, in a terminal of so many columns and rows, and waits for its
/// first frame.
pub fn start(db: &Path, size: (u16, u16)) -> PtyTerminal {
    let mut terminal = PtyTerminal::of(db, size);
    terminal.shows("? keys");
    terminal
}

impl PtyTerminal {
    /// The program on a database.
    pub fn of(db: &Path, size: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checkback"));
        command.args(arguments(db));
        Self::with(command, db, size)
    }

    /// A terminal of so many columns and rows with a command in it.
    pub fn with(mut command: CommandBuilder, db: &Path, (cols, rows): (u16, u16)) -> Self {
        let home = db.parent().unwrap();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("TZ", "Europe/London"),
            ("CHECKBACK_NOW", NOW),
        ] {
            command.env(name, value);
        }
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, home);
        }
        for name in [
            "CHECKBACK_DB",
            "CHECKBACK_CONFIG",
            "CHECKBACK_AS",
            "NO_COLOR",
            // No clipboard but the terminal's.
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "TMUX",
        ] {
            command.env_remove(name);
        }
        let pty = native_pty_system().openpty(size(cols, rows)).unwrap();
        let before = settings(&*pty.master);
        let child = pty.slave.spawn_command(command).unwrap();
        // The far side is the program's alone: when it ends, reading does.
        drop(pty.slave);
        let seen = TerminalOutput {
            screen: Parser::new(rows, cols, 0),
            bytes: Vec::new(),
            over: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let deaf = Arc::new(AtomicBool::new(false));
        let reader = pty.master.try_clone_reader().unwrap();
        let (to, until) = (seen.clone(), deaf.clone());
        Self {
            keyboard: Some(pty.master.take_writer().unwrap()),
            master: Some(pty.master),
            child,
            seen,
            deaf,
            reader: Some(std::thread::spawn(move || read(reader, &to, &until))),
            before,
            typed: None,
        }
    }

    /// Types keys as a person does, one by one: none within the 30 ms that make a text of them, and
    /// none twice within the moment in which it counts once.
    pub fn types(&mut self, keys: &str) -> &mut Self {
        if keys.chars().count() > 1 && keys.starts_with('\u{1b}') {
            return self.sends(keys);
        }
        for key in keys.chars() {
            let again = self.typed.is_some_and(|(last, _)| last == key);
            let alone = keys.len() == key.len_utf8();
            let pause = match (alone, again) {
                (true, true) => AGAIN,
                (true, false) => CONSIDERED,
                (false, _) => WITHIN_A_TEXT,
            };
            if let Some((_, at)) = self.typed {
                std::thread::sleep((at + pause).saturating_duration_since(Instant::now()));
            }
            self.sends(key.encode_utf8(&mut [0; 4]));
            self.typed = Some((key, Instant::now()));
        }
        self
    }

    /// Sends keys in one piece.
    pub fn sends(&mut self, keys: &str) -> &mut Self {
        self.sends_bytes(keys.as_bytes())
    }

    /// Sends bytes in one piece.
    pub fn sends_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(bytes).unwrap();
        keyboard.flush().unwrap();
        self
    }

    /// Waits until something holds of the screen.
    pub fn until(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let (seen, news) = &*self.seen;
        let waiting = seen.lock().unwrap();
        let not_yet = |seen: &mut TerminalOutput| !holds(seen.screen.screen()) && !seen.over;
        let (now, _) = news.wait_timeout_while(waiting, DEADLINE, not_yet).unwrap();
        let screen = now.screen.screen();
        assert!(holds(screen), "no {what}:\n{}", screen.contents());
        drop(now);
        self
    }

    /// Waits until the screen says something.
    pub fn shows(&mut self, words: &str) -> &mut Self {
        self.until(words, |screen| screen.contents().contains(words))
    }

    /// Waits until the screen no longer says something.
    pub fn loses(&mut self, words: &str) -> &mut Self {
        self.until(words, |screen| !screen.contents().contains(words))
    }

    /// The screen as it is.
    pub fn screen(&self) -> String {
        self.seen.0.lock().unwrap().screen.screen().contents()
    }

    /// Everything that was written, as it came.
    pub fn written(&self) -> String {
        let bytes = self.seen.0.lock().unwrap().bytes.clone();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// What was written outside the alternate screen: what stays in the window and its scrollback.
    pub fn outside(&self) -> String {
        let written = self.written();
        let parts = written.split("\u{1b}[?1049h");
        let outside = |(n, part): (usize, &str)| match part.split_once("\u{1b}[?1049l") {
            _ if n == 0 => part.to_owned(),
            Some((_, after)) => after.to_owned(),
            None => String::new(),
        };
        parts.enumerate().map(outside).collect()
    }

    /// The screen and its scrollback as a terminal would have them that knows no alternate screen.
    pub fn without_alternate_screen(&self) -> String {
        let written = self.written();
        let written = written
            .replace("\u{1b}[?1049h", "")
            .replace("\u{1b}[?1049l", "");
        let (rows, cols) = self.seen.0.lock().unwrap().screen.screen().size();
        let mut plain = Parser::new(rows, cols, 1_000);
        plain.process(written.as_bytes());
        let mut kept = plain.screen().contents();
        for back in 1..1_000 {
            plain.screen_mut().set_scrollback(back);
            if plain.screen().scrollback() < back {
                break;
            }
            kept += &plain.screen().contents();
        }
        kept
    }

    /// The title the program gave its window.
    pub fn titles(&self) -> String {
        let written = self.written();
        let titles = written.split("\u{1b}]").skip(1);
        let of = |part: &str| {
            part.split(['\u{7}', '\u{1b}'])
                .next()
                .unwrap_or("")
                .to_owned()
        };
        titles.map(of).collect::<Vec<_>>().join("\n")
    }

    /// How often it rang the bell: where that ends no title or other sequence of its own.
    pub fn rings(&self) -> usize {
        let written = self.written();
        let parts = written.split("\u{1b}]").enumerate();
        let bells = |(n, part): (usize, &str)| {
            let all = part.matches('\u{7}').count();
            if n == 0 { all } else { all.saturating_sub(1) }
        };
        parts.map(bells).sum()
    }

    /// The window is dragged to another size.
    pub fn resizes(&mut self, cols: u16, rows: u16) -> &mut Self {
        let mut seen = self.seen.0.lock().unwrap();
        seen.screen.screen_mut().set_size(rows, cols);
        drop(seen);
        let master = self.master.as_ref().unwrap();
        master.resize(size(cols, rows)).unwrap();
        self
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap()
    }

    pub fn signals(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid(), signal).unwrap();
        self
    }

    /// Waits until the program is stopped (`T` in its state).
    pub fn is_stopped(&mut self) -> &mut Self {
        let stat = format!("/proc/{}/stat", self.pid().as_raw_nonzero());
        let until = Instant::now() + DEADLINE;
        loop {
            let stat = std::fs::read_to_string(&stat).unwrap();
            // The name before the state stands in brackets.
            if stat.rsplit(") ").next().unwrap().starts_with('T') {
                return self;
            }
            assert!(Instant::now() < until, "it goes on: {stat}");
            std::thread::sleep(GLANCE);
        }
    }

    /// Ctrl-Z; the last frame before it.
    pub fn stops(&mut self) -> String {
        self.types("\u{1a}").is_stopped().is_given_back();
        // The alternate screen is still there: this looks at it without clearing it.
        let mut seen = self.seen.0.lock().unwrap();
        seen.screen.process(b"\x1b[?47h");
        let frame = seen.screen.screen().contents();
        let lines: Vec<&str> = frame.lines().map(str::trim_end).collect();
        let frame = lines.join("\n").trim_end().to_owned();
        seen.screen.process(b"\x1b[?47l");
        frame
    }

    /// Waits for its end; how it ended.
    pub fn ends(&mut self) -> portable_pty::ExitStatus {
        let until = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                Instant::now() < until,
                "it does not end:\n{}",
                self.screen()
            );
            std::thread::sleep(GLANCE);
        }
    }

    /// Killed, as by a power cut.
    pub fn killed(mut self) {
        self.signals(Signal::KILL).ends();
    }

    /// The terminal dies under the program: its window is closed, its line is cut.
    pub fn dies(&mut self) {
        self.deaf.store(true, Ordering::SeqCst);
        // A frame for the reader to wake by.
        self.resizes(100, 31);
        self.reader.take().unwrap().join().unwrap();
        self.keyboard = None;
        self.master = None;
    }

    /// Whether the terminal is taken over: all its modes are on.
    pub fn is_taken_over(&mut self) -> &mut Self {
        self.until("modes", |screen| {
            screen.alternate_screen()
                && screen.bracketed_paste()
                && screen.mouse_protocol_mode() != MouseProtocolMode::None
                && screen.hide_cursor()
        });
        let settings = settings(&**self.master.as_ref().unwrap());
        assert_ne!(settings, self.before, "it is not raw");
        self
    }

    /// Whether the terminal is as it was before the program came.
    pub fn is_given_back(&mut self) -> &mut Self {
        self.until("modes given back", |screen| {
            !screen.alternate_screen()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == MouseProtocolMode::None
                && !screen.hide_cursor()
        });
        let settings = settings(&**self.master.as_ref().unwrap());
        assert_eq!(settings, self.before);
        self
    }
}

impl Drop for PtyTerminal {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _gone = kill_process(self.pid(), Signal::KILL);
            let _reaped = self.child.wait();
        }
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// The terminal's settings: raw or cooked, echo, which keys send signals.
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn read(mut from: Box<dyn Read + Send>, to: &(Mutex<TerminalOutput>, Condvar), deaf: &AtomicBool) {
    let (seen, news) = to;
    let mut bytes = [0; 8 * 1024];
    while !deaf.load(Ordering::SeqCst) {
        let count = from.read(&mut bytes).unwrap_or(0);
        if count == 0 {
            break;
        }
        let Ok(mut now) = seen.lock() else { return };
        now.screen.process(&bytes[..count]);
        now.bytes.extend_from_slice(&bytes[..count]);
        drop(now);
        news.notify_all();
    }
    let Ok(mut now) = seen.lock() else { return };
    now.over = true;
    drop(now);
    news.notify_all();
}
