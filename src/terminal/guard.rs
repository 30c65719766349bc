//! The guard: every mode the screen switches on, switched off again: on leaving, on a panic, on a
//! signal, before a stop.

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

/// Whether the terminal is taken over: the panic hook and the guard give it back once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The cursor's colour while it is: on a ground of the theme's own, the terminal's might not be
/// seen. Empty where it is left alone.
static CURSOR: OnceLock<String> = OnceLock::new();

/// Whether the window's title is ours.
static TITLED: AtomicBool = AtomicBool::new(false);

/// Has the terminal keep its title, and take it again (xterm's window operations 22 and 23).
const KEEP_TITLE: &str = "\u{1b}[22;2t";
const TAKE_TITLE: &str = "\u{1b}[23;2t";

/// The console of Linux knows no sequence for a title or a cursor's colour, and would show it.
fn is_console() -> bool {
    std::env::var("TERM").is_ok_and(|term| term == "linux")
}

/// The terminal is taken over while this lives.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    /// What the window's title says, once it is ours.
    title: Option<String>,
}

impl TerminalGuard {
    /// Takes the terminal over, and sees to it that a panic gives it back before it is told.
    pub(super) fn new(cursor: Option<String>) -> io::Result<Self> {
        let _set_before = CURSOR.set(cursor.filter(|_| !is_console()).unwrap_or_default());
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let _dead_terminal = restore();
            told(panic);
            // On a thread of its own a panic would leave the loop drawing over what was told. What
            // was said to be saved is on the disk.
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
        execute!(
            stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            EnableMouseCapture
        )?;
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

    /// Hands a text to the terminal's clipboard (OSC 52), where it lets one.
    #[expect(clippy::unused_self, reason = "only whoever holds the guard may")]
    pub(super) fn copy_to_clipboard(&self, text: String) -> io::Result<()> {
        if is_console() {
            return Ok(());
        }
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Sets the window's title, where it says something else; the terminal keeps the one before.
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

/// Empties the screen, a line at a time: a terminal without an alternate screen would keep the last
/// frame, and some keep what a whole clear takes away.
fn wipe() -> io::Result<()> {
    let (_, rows) = size()?;
    queue!(stdout(), ResetColor)?;
    for row in 0..rows {
        queue!(stdout(), MoveTo(0, row), Clear(ClearType::CurrentLine))?;
    }
    execute!(stdout(), MoveTo(0, 0))
}

fn restore() -> io::Result<()> {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let _dead_terminal = wipe();
    let modes = execute!(
        stdout(),
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    if CURSOR.get().is_some_and(|color| !color.is_empty()) {
        let _dead_terminal = execute!(stdout(), Print("\u{1b}]112\u{7}"));
    }
    if TITLED.swap(false, Ordering::SeqCst) {
        // Where a terminal keeps none, ours says nothing any more.
        let _dead_terminal = execute!(stdout(), SetTitle(""), Print(TAKE_TITLE));
    }
    let raw = disable_raw_mode();
    let flushed = stdout().flush();
    modes.and(raw).and(flushed)
}
