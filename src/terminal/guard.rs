//! The terminal guard: switches terminal modes on, and off again when the program leaves, panics,
//! gets a signal or is suspended.

use std::io::{self, Write, stdout};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode,
    enable_raw_mode, size,
};
use crossterm::{execute, queue};

/// Whether the modes are on, so that the panic hook and the guard restore the terminal only once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The cursor's colour while they are: on a theme's own background the terminal's colour might be
/// invisible. Empty if the colour is not changed.
static CURSOR: OnceLock<String> = OnceLock::new();

/// Whether the window's title was set.
static TITLED: AtomicBool = AtomicBool::new(false);

/// Push and pop the window's title in the terminal (xterm's window operations 22 and 23).
const KEEP_TITLE: &str = "\u{1b}[22;2t";
const TAKE_TITLE: &str = "\u{1b}[23;2t";

/// Has the keypad send its digits as digits (DECKPNM), whatever the program before left it at.
const KEYPAD_DIGITS: &str = "\u{1b}>";

/// Whether this is a console that would print the sequences for title, cursor colour and clipboard: that
/// of Linux, or an old one of Windows.
fn is_console() -> bool {
    !takes_sequences() || std::env::var("TERM").is_ok_and(|term| term == "linux")
}

/// Whether the terminal is controlled by escape sequences. The consoles of Windows before version 10 are
/// controlled by calls of the system alone.
#[cfg(windows)]
pub(super) fn takes_sequences() -> bool {
    crossterm::ansi_support::supports_ansi()
}

/// Whether the terminal is controlled by escape sequences: all terminals here are.
#[cfg(not(windows))]
pub(super) const fn takes_sequences() -> bool {
    true
}

/// Keeps the terminal's modes on while it lives.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    /// The window's title, once it was set.
    title: Option<String>,
}

impl TerminalGuard {
    /// Switches the modes on, and installs a panic hook that restores the terminal before the report.
    pub(super) fn new(cursor: Option<String>) -> io::Result<Self> {
        let _set_before = CURSOR.set(cursor.filter(|_| !is_console()).unwrap_or_default());
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let _dead_terminal = restore();
            told(panic);
            // After a panic on another thread the loop would draw over the report. What was reported as
            // saved is on the disk.
            if std::thread::current().name() != Some("main") {
                std::process::exit(1);
            }
        }));
        let mut guard = Self { title: None };
        guard.take_over()?;
        Ok(guard)
    }

    /// Switches every mode on.
    #[expect(
        clippy::unused_self,
        clippy::needless_pass_by_ref_mut,
        reason = "only whoever holds the guard may"
    )]
    pub(super) fn take_over(&mut self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen)?;
        // An old console of Windows refuses it: a paste is noticed by the pace of its keys there.
        let _old_console = execute!(stdout(), EnableBracketedPaste);
        execute!(stdout(), EnableMouseCapture)?;
        if takes_sequences() {
            // The keypad sends digits.
            execute!(stdout(), Print(KEYPAD_DIGITS))?;
        }
        match CURSOR.get().filter(|color| !color.is_empty()) {
            Some(color) => execute!(stdout(), Print(format!("\u{1b}]12;{color}\u{7}"))),
            None => Ok(()),
        }
    }

    /// Rings the bell.
    #[expect(clippy::unused_self, reason = "only whoever holds the guard may")]
    pub(super) fn ring_bell(&self) -> io::Result<()> {
        execute!(stdout(), Print('\u{7}'))
    }

    /// Copies a text to the clipboard (OSC 52), if the terminal allows it.
    #[expect(clippy::unused_self, reason = "only whoever holds the guard may")]
    pub(super) fn copy_to_clipboard(&self, text: &str) -> io::Result<()> {
        if is_console() {
            return Ok(());
        }
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Sets the window's title if it changed; the terminal keeps the earlier title.
    pub(super) fn set_title(&mut self, title: String) -> io::Result<()> {
        if self.title.as_ref() == Some(&title) || is_console() {
            return Ok(());
        }
        if !TITLED.swap(true, Ordering::SeqCst) {
            execute!(stdout(), Print(KEEP_TITLE))?;
        }
        execute!(stdout(), SetTitle(&title))?;
        self.title = Some(title);
        Ok(())
    }

    /// Switches every mode off.
    pub(super) fn give_back(&mut self) -> io::Result<()> {
        self.title = None;
        restore()
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        let _dead_terminal = restore();
    }
}

/// Clears the screen, one line at a time: a terminal without an alternate screen would keep the last
/// frame, and some terminals keep what a whole clear removes.
fn wipe() -> io::Result<()> {
    let (_, rows) = size()?;
    queue!(stdout(), ResetColor)?;
    for row in 0..rows {
        queue!(stdout(), MoveTo(0, row), Clear(ClearType::CurrentLine))?;
    }
    execute!(stdout(), MoveTo(0, 0))
}

/// Switches every mode off, from whichever thread: the program ends now.
#[cfg(unix)]
pub(super) fn give_back_at_once() {
    let _dead_terminal = restore();
}

fn restore() -> io::Result<()> {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let _dead_terminal = wipe();
    let mouse = execute!(stdout(), DisableMouseCapture);
    let _old_console = execute!(stdout(), DisableBracketedPaste);
    let modes = mouse.and(execute!(stdout(), LeaveAlternateScreen, Show));
    if CURSOR.get().is_some_and(|color| !color.is_empty()) {
        let _dead_terminal = execute!(stdout(), Print("\u{1b}]112\u{7}"));
    }
    if TITLED.swap(false, Ordering::SeqCst) {
        // If the terminal kept no title, ours is cleared.
        let _dead_terminal = execute!(stdout(), SetTitle(""), Print(TAKE_TITLE));
    }
    let raw = disable_raw_mode();
    let flushed = stdout().flush();
    modes.and(raw).and(flushed)
}
