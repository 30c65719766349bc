//! Signals and hang-up: Unix only, with stubs for other platforms.

use std::io;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::Sender;
#[cfg(unix)]
use std::time::Instant;

#[cfg(unix)]
use crossterm::event::Event;

use super::LoopEvent;

/// The signal that the program was ended by; 0 for none.
static ENDED_BY: AtomicU8 = AtomicU8::new(0);

/// The exit status of a program that was ended by a signal, as a shell reports it: 128 and its number.
#[must_use]
pub fn exit_status() -> Option<u8> {
    let signal = ENDED_BY.load(Ordering::SeqCst);
    (signal > 0).then(|| signal.saturating_add(128))
}

#[cfg(unix)]
fn note(signal: i32) {
    ENDED_BY.store(u8::try_from(signal).unwrap_or(0), Ordering::SeqCst);
}

/// Forwards TERM, HUP, INT, QUIT and TSTP to the loop, another size of the window, and the terminal's
/// hang-up, which nothing else would notice. At ABRT, ALRM and the signals of one's own the terminal is given back, and the
/// program ends as it would have.
#[cfg(unix)]
pub(super) fn watch(wakes: &Sender<LoopEvent>) -> io::Result<()> {
    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
    };

    let ends_at_once = [SIGABRT, SIGALRM, SIGUSR1, SIGUSR2];
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH])?;
    for signal in ends_at_once {
        signals.add_signal(signal)?;
    }
    let by_signal = wakes.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if ends_at_once.contains(&signal) {
                super::guard::give_back_at_once();
                let _ended = signal_hook::low_level::emulate_default_handler(signal);
            }
            let wake = match signal {
                SIGTSTP => LoopEvent::Suspend,
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((columns, rows)) => {
                        LoopEvent::Event(Event::Resize(columns, rows), Instant::now())
                    }
                    // A terminal that is gone has none.
                    Err(_) => continue,
                },
                signal => {
                    note(signal);
                    LoopEvent::Terminate
                }
            };
            if by_signal.send(wake).is_err() {
                return;
            }
        }
    });
    let by_hang_up = wakes.clone();
    std::thread::spawn(move || {
        hung_up();
        note(signal_hook::consts::SIGHUP);
        let _left = by_hang_up.send(LoopEvent::Terminate);
    });
    Ok(())
}

/// Waits until the terminal hangs up: polls for no event, so that only the hang-up wakes it.
#[cfg(unix)]
fn hung_up() {
    use rustix::event::{PollFd, PollFlags, poll};

    let input = io::stdin();
    let mut watched = [PollFd::new(&input, PollFlags::empty())];
    while let Ok(_) | Err(rustix::io::Errno::INTR) = poll(&mut watched, None) {
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if watched.iter().any(|fd| fd.revents().intersects(gone)) {
            return;
        }
    }
}

/// Stops this process until it is continued (`fg`).
#[cfg(unix)]
pub(super) fn stop_here() {
    let _continued =
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
}

/// Windows ends a console program by itself when its window is closed.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same as on Unix, where it may fail"
)]
pub(super) fn watch(_wakes: &Sender<LoopEvent>) -> io::Result<()> {
    Ok(())
}

/// Processes cannot be suspended on other platforms.
#[cfg(not(unix))]
pub(super) fn stop_here() {}
