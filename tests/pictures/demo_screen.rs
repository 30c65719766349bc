//! The made-up garage's day as `checkback --demo` opens it, at a moment that stands still, drawn
//! on a screen of a size. Waits for the store's answers, never for time.

use std::path::Path;
use std::time::Duration;

use checkback::app::action::{InputEvent, Key};
use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::demo;
use checkback::session::Session;
use checkback::store::IN_MEMORY;
use checkback::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

/// A Tuesday morning, with a promise just missed and two to keep.
const NOW: &str = "2026-11-24T10:42:00+00:00";

/// Longer than any answer takes, were it on the slowest machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// The terminal that keys are pressed in.
const USUAL: (u16, u16) = (80, 24);

/// The demo on a screen.
pub(crate) struct DemoScreen {
    session: Session,
    terminal: Terminal<TestBackend>,
    drawn: Buffer,
}

impl DemoScreen {
    /// Opens it.
    pub(crate) fn open() -> Self {
        let clock = Clock::at(NOW).unwrap();
        let settings = "[shop]\nzone = \"Europe/London\"\n";
        let mut config = Config::read(settings, Path::new("config.toml")).unwrap();
        let mut store = demo::store(Path::new(IN_MEMORY), &config).unwrap();
        demo::build(&mut store, &mut config, clock.now()).unwrap();
        let by = config.usual_person();
        let settings = AppSettings {
            demo: true,
            ..config.app_settings()
        };
        let app = App::new(settings, by, clock.now());
        let session = Session::new(app, clock, store, "counter".to_owned(), || {});
        let mut screen = Self {
            session,
            terminal: Terminal::new(TestBackend::new(0, 0)).unwrap(),
            drawn: Buffer::default(),
        };
        screen.draw(USUAL);
        screen
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: char) {
        self.session.press(&InputEvent::Key(Key::Char(key)));
        self.draw(USUAL);
    }

    /// Draws it in a terminal of so many columns and rows.
    pub(crate) fn draw(&mut self, (width, height): (u16, u16)) {
        assert!(self.session.wait(DEADLINE), "the store has not answered");
        self.terminal.backend_mut().resize(width, height);
        self.terminal.autoresize().unwrap();
        view::fit(&mut self.session.app, width, height);
        let app = &self.session.app;
        let frame = self.terminal.draw(|frame| drop(view::draw(frame, app)));
        self.drawn = frame.unwrap().buffer.clone();
    }

    /// The screen, cell by cell.
    pub(crate) const fn buffer(&self) -> &Buffer {
        &self.drawn
    }

    /// The screen's letters.
    pub(crate) fn text(&self) -> String {
        let rows = self.drawn.content.chunks(self.drawn.area.width.into());
        let line = |row: &[ratatui::buffer::Cell]| {
            let mut line = String::new();
            let mut covered = 0;
            for cell in row {
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                line.push_str(cell.symbol());
                covered = cell.symbol().width().saturating_sub(1);
            }
            line
        };
        rows.map(line).collect::<Vec<_>>().join("\n")
    }
}
