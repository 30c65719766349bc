//! Signals and hang-up: Unix only, with stubs for other platforms.

use std::io;
use std::sync::mpsc::Sender;

use super::LoopEvent;

/// Forwards TERM, HUP, INT, QUIT and TSTP to the loop, and the terminal's hang-up, which nothing
/// else would notice.
#[cfg(unix)]
pub(super) fn watch(wakes: &Sender<LoopEvent>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};

    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP])?;
    let by_signal = wakes.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let wake = if signal == SIGTSTP {
                LoopEvent::Suspend
            } else {
                LoopEvent::Terminate
            };
            if by_signal.send(wake).is_err() {
                return;
            }
        }
    });
    let by_hang_up = wakes.clone();
    std::thread::spawn(move || {
        hung_up();
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
pub(super) fn watch(_wakes: &Sender<LoopEvent>) -> io::Result<()> {
    Ok(())
}

/// Processes cannot be suspended on other platforms.
#[cfg(not(unix))]
pub(super) fn stop_here() {}
