//! The terminal: switches it to full-screen mode and restores it in every case, and runs the event
//! loop, which draws, waits for a key, a store reply, a signal or a tick, and calls the session.

#[cfg(unix)]
mod decoder;
mod guard;
mod input;
mod screen;
mod signals;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use ratatui::Terminal;

use crate::app::App;
use crate::app::action::InputEvent;
use crate::clock::Clock;
use crate::domain::hours::Calendar;
use crate::session::{PATIENCE, Session, SessionFlow, StoreSource};
use crate::view::{self, ClickZones};
use guard::TerminalGuard;
use screen::ScreenBackend;
pub use signals::exit_status;

/// An event that wakes the loop.
#[derive(Debug)]
enum LoopEvent {
    /// A terminal event, and when it came.
    Event(crossterm::event::Event, Instant),
    /// The store thread has replied.
    StoreReply,
    /// The program is to be suspended (Ctrl-Z), or was sent to the background.
    Suspend,
    /// A background task has failed.
    Failed(String),
    /// A text was sent to the clipboard: what is said of it.
    Copied(&'static str),
    /// The program is to end.
    Terminate,
}

/// A background task that runs once a day, such as the backup. Its error is a message.
pub type DailyTask = Arc<dyn Fn(DateTime<Utc>) -> Result<(), String> + Send + Sync>;

/// The timeout for saving pending acts when the program is to end.
const LAST: Duration = Duration::from_secs(3);

/// Runs the list on this terminal until the person quits.
///
/// # Errors
/// Any I/O error of the terminal, except that it is gone.
pub fn run(
    app: App,
    clock: Clock,
    store: impl Into<StoreSource>,
    counter: String,
    daily: Option<DailyTask>,
) -> io::Result<()> {
    let (wakes, waking) = channel();
    let answered = wakes.clone();
    let region = app.region.clone();
    let once_a_day = DailySchedule {
        daily,
        clock,
        done_on: None,
        told: wakes.clone(),
    };
    let cursor = view::cursor(app.theme);
    // Colours are left to the theme, which has none if none are wanted. A QR code is dark on light in
    // any case.
    crossterm::style::force_color_output(true);
    let session = Session::new(app, clock, store, counter, move || {
        let _left = answered.send(LoopEvent::StoreReply);
    });
    let guard = TerminalGuard::new(cursor)?;
    signals::watch(&wakes)?;
    let told = wakes.clone();
    input::read(wakes);
    let screen = Terminal::new(ScreenBackend::new()?)?;
    let mut sitting = EventLoop {
        wakes: told,
        session,
        screen,
        guard,
        zones: ClickZones::default(),
        cleared: true,
        once_a_day,
    };
    let size = sitting.screen.size()?;
    tracing::info!(columns = size.width, rows = size.height, "window opened");
    sitting.session.wait(Duration::from_millis(200));
    sitting.draw_if_stale()?;
    // Parsing the first phone number takes some milliseconds more: not at the person's expense.
    std::thread::spawn(move || crate::domain::phone::warm(&region));
    sitting
        .once_a_day
        .run_if_due(&sitting.session.app.rules.calendar);
    let left = sitting.run(&waking).or_else(quietly);
    tracing::info!("window closed");
    left
}

/// Ignores the error of a terminal that is gone (a closed window, a lost connection): nobody is
/// there to read it. What was reported as saved is on the disk.
fn quietly(error: io::Error) -> io::Result<()> {
    use io::ErrorKind::{BrokenPipe, NotConnected, UnexpectedEof};

    // EIO, ENXIO, EBADF: the errors of a terminal that has hung up.
    // Windows has other numbers: 5 is “access denied” there.
    let gone = cfg!(unix) && matches!(error.raw_os_error(), Some(5 | 6 | 9));
    if gone || matches!(error.kind(), BrokenPipe | NotConnected | UnexpectedEof) {
        tracing::warn!("terminal gone");
        Ok(())
    } else {
        Err(error)
    }
}

/// Runs the daily task while the window is open, also past midnight.
struct DailySchedule {
    daily: Option<DailyTask>,
    clock: Clock,
    done_on: Option<NaiveDate>,
    told: Sender<LoopEvent>,
}

impl DailySchedule {
    /// Starts the task on a thread of its own if it has not run today.
    fn run_if_due(&mut self, calendar: &Calendar) {
        let now = self.clock.now();
        let today = Some(calendar.date(now));
        if let Some(daily) = self.daily.clone().filter(|_| self.done_on != today) {
            self.done_on = today;
            let told = self.told.clone();
            std::thread::spawn(move || {
                if let Err(why) = daily(now) {
                    let _left = told.send(LoopEvent::Failed(why));
                }
            });
        }
    }
}

struct EventLoop {
    wakes: Sender<LoopEvent>,
    once_a_day: DailySchedule,
    session: Session,
    screen: Terminal<ScreenBackend>,
    guard: TerminalGuard,
    zones: ClickZones,
    /// Whether the screen was cleared, and shows nothing.
    cleared: bool,
}

impl EventLoop {
    fn run(&mut self, waking: &Receiver<LoopEvent>) -> io::Result<()> {
        loop {
            let mut flow = match waking.recv_timeout(self.session.sleep_duration()) {
                Ok(wake) => self.wake(wake)?,
                Err(RecvTimeoutError::Timeout) => SessionFlow::Continue,
                Err(RecvTimeoutError::Disconnected) => SessionFlow::Quit,
            };
            if self.session.tick_if_due() {
                self.once_a_day.run_if_due(&self.session.app.rules.calendar);
            }
            // All waiting events are handled before the next frame: pasted keys, a held key.
            while flow == SessionFlow::Continue {
                let Ok(wake) = waking.try_recv() else { break };
                flow = self.wake(wake)?;
            }
            if flow == SessionFlow::Continue {
                flow = self.session.ripen(Instant::now());
            }
            if flow == SessionFlow::Quit {
                return self.guard.give_back();
            }
            self.session.wait(PATIENCE);
            if self.session.has_left() {
                return self.guard.give_back();
            }
            self.draw_if_stale()?;
        }
    }

    fn wake(&mut self, wake: LoopEvent) -> io::Result<SessionFlow> {
        match wake {
            LoopEvent::StoreReply => {
                self.session.wait(Duration::ZERO);
                Ok(SessionFlow::Continue)
            }
            LoopEvent::Copied(words) => {
                self.session.inform(words);
                Ok(SessionFlow::Continue)
            }
            LoopEvent::Failed(why) => {
                self.session.say_failed(why);
                Ok(SessionFlow::Continue)
            }
            LoopEvent::Terminate => {
                tracing::info!("asked to end");
                // What was pressed is saved before the program ends.
                self.session.wait(LAST);
                Ok(SessionFlow::Quit)
            }
            LoopEvent::Suspend => {
                self.guard.give_back()?;
                signals::stop_here();
                self.guard.take_over()?;
                self.screen.backend_mut().take_over()?;
                self.start_anew()?;
                Ok(SessionFlow::Continue)
            }
            LoopEvent::Event(event, at) => {
                // A suspend would get round the lock.
                let locked = self.session.app.public.lock.is_some();
                if !locked && input::is_suspend(&event) {
                    return self.wake(LoopEvent::Suspend);
                }
                if let crossterm::event::Event::Resize(columns, rows) = event {
                    self.screen.backend_mut().set_size(columns, rows);
                    self.start_anew()?;
                    return Ok(SessionFlow::Continue);
                }
                match input::press(&event, &self.zones) {
                    Some(press) => Ok(self.press(&press, at)),
                    None => Ok(SessionFlow::Continue),
                }
            }
        }
    }

    /// Passes a key to the session. Keys that come faster than the store replies are handled in
    /// order, each against the state that the one before it left.
    fn press(&mut self, press: &InputEvent, at: Instant) -> SessionFlow {
        if !self.session.is_settled() {
            self.session.wait(PATIENCE);
        }
        self.session.input(press, at)
    }

    /// Handles a key's requests outside the screen (the clipboard, a number to dial), and the alarm
    /// of a promise.
    fn beside(&mut self) -> io::Result<()> {
        let app = &mut self.session.app;
        if std::mem::take(&mut app.alarm.ring) {
            self.guard.ring_bell()?;
        }
        if let Some(text) = app.calling.copied.take() {
            // The terminal first: it takes what comes last, and the program knows more.
            self.guard.copy_to_clipboard(text.text())?;
            let wakes = self.wakes.clone();
            std::thread::spawn(move || {
                let copied = crate::platform::clipboard::copy(text.text());
                let _left = wakes.send(LoopEvent::Copied(text.sentence(copied)));
            });
        }
        if let Some((number, command)) = app.calling.number.take().zip(app.calling.command.clone())
        {
            let wakes = self.wakes.clone();
            crate::platform::dial::dial(&command, &number, move |why| {
                let _left = wakes.send(LoopEvent::Failed(why));
            });
        }
        if app.alarm.titled {
            self.guard.set_title(app.title())?;
        }
        Ok(())
    }

    /// Clears the screen, and has the whole of it drawn.
    fn start_anew(&mut self) -> io::Result<()> {
        self.cleared = true;
        let size = self.screen.size()?;
        // Not `clear`: it asks the terminal for the cursor's position, and the reply would go to the
        // thread that reads events.
        self.screen.resize(size.into())
    }

    fn draw_if_stale(&mut self) -> io::Result<()> {
        self.beside()?;
        let cleared = std::mem::take(&mut self.cleared);
        if !self.session.takes_stale() && !cleared {
            return Ok(());
        }
        let size = self.screen.size()?;
        view::fit(&mut self.session.app, size.width, size.height);
        let app = &self.session.app;
        let mut zones = ClickZones::default();
        self.screen.draw(|frame| zones = view::draw(frame, app))?;
        self.zones = zones;
        Ok(())
    }
}
