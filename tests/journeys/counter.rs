//! The counter: a session on a real file, driven by keys, drawn on a screen of a size; every frame
//! keeps the rules of style. It waits for the store's answers, never for time.

use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use checkback::app::App;
use checkback::app::action::{ClickTarget, InputEvent, Key};
use checkback::app::theme::{Glyphs, Theme};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::demo;
use checkback::session::{Session, SessionFlow};
use checkback::view::{self, ClickZones};

use crate::common::{Backend, SuiteBackend};
use crate::picture::{self, picture};
use crate::seed_history::{HistoryStory, play};
use crate::{shop, style_rules};

/// Longer than any answer takes, were it on the slowest machine.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// The three sizes that journeys are made at.
pub const WIDE: (u16, u16) = (120, 32);
pub const USUAL: (u16, u16) = (80, 24);
pub const SMALL: (u16, u16) = (60, 20);

/// One counter of the shop.
pub struct Counter {
    pub session: Session,
    screen: Terminal<TestBackend>,
    /// The last frame, whole: the backend's own buffer keeps what wide letters cover.
    shown: Buffer,
    zones: ClickZones,
    pub left: bool,
    /// Not where a window has any size whatever: what lies on top may then cut a word anywhere.
    pub keeps_style_rules: bool,
    pub place: SuiteBackend,
}

impl Counter {
    /// The garage's morning.
    pub fn of_garage(size: (u16, u16)) -> Self {
        Self::sits_down(shop::filled(), size, shop::NOW, &shop::config())
    }

    /// The garage's morning, with some more settings than it has.
    pub fn with(size: (u16, u16), settings: &str) -> Self {
        Self::sits_down(
            shop::filled(),
            size,
            shop::NOW,
            &shop::config_with(settings),
        )
    }

    /// Time goes by without a key.
    pub fn at(&mut self, now: &str) -> &mut Self {
        self.session.set_clock(Clock::at(now).unwrap());
        self.session.tick();
        self.settle();
        self
    }

    /// The same screen in a theme. Everywhere else frames are compared as the views draw them, in
    /// meanings: the terminal's own colours are those as they are.
    pub fn wears(&mut self, theme: Theme) -> &mut Self {
        self.session.app.theme = theme;
        self.draws();
        self
    }

    /// The frame as it was drawn.
    pub const fn buffer(&self) -> &Buffer {
        &self.shown
    }

    /// A shop nobody is in yet.
    pub fn of_empty_shop(size: (u16, u16)) -> Self {
        Self::sits_down(SuiteBackend::fresh(), size, shop::NOW, &shop::config())
    }

    /// A shop in which this has happened.
    pub fn of_stories(size: (u16, u16), stories: Vec<HistoryStory>) -> Self {
        let (place, config) = (SuiteBackend::fresh(), shop::config());
        let mut store = place.open_hurried(config.rules.calendar.clone());
        play(&mut store, &config, stories);
        drop(store);
        Self::sits_down(place, size, shop::NOW, &config)
    }

    /// The made-up day of `--demo`, at a moment.
    pub fn of_demo(size: (u16, u16), now: &str) -> Self {
        let mut config = shop::config();
        let place = SuiteBackend::fresh();
        let mut store = place.open_hurried(config.rules.calendar.clone());
        demo::build(&mut store, &mut config, Clock::at(now).unwrap().now()).unwrap();
        drop(store);
        Self::sits_down(place, size, now, &config)
    }

    fn sits_down(
        place: SuiteBackend,
        (width, height): (u16, u16),
        now: &str,
        config: &Config,
    ) -> Self {
        let clock = Clock::at(now).unwrap();
        // A frame is the same whether the disk was waited for or not: the end-to-end runs do.
        let store = place.open_hurried(config.rules.calendar.clone());
        let app = App::new(config.app_settings(), "Tom".to_owned(), clock.now());
        let mut counter = Self {
            session: Session::new(app, clock, store, "counter".to_owned(), || {}),
            screen: Terminal::new(TestBackend::new(width, height)).unwrap(),
            shown: Buffer::default(),
            zones: ClickZones::default(),
            left: false,
            keeps_style_rules: true,
            place,
        };
        counter.settle();
        counter
    }

    /// The program is left and started again, at another time where the test says so.
    pub fn comes_back(self, now: &str) -> Self {
        let size = self.shown.area;
        let Self { session, place, .. } = self;
        drop(session);
        Self::sits_down(place, (size.width, size.height), now, &shop::config())
    }

    /// Waits for every answer and draws, as the program's loop does after each key.
    fn settle(&mut self) {
        assert!(self.session.wait(DEADLINE), "the store has not answered");
        self.draws();
    }

    fn draws(&mut self) {
        let area = self.screen.backend().buffer().area;
        view::fit(&mut self.session.app, area.width, area.height);
        let (app, zones) = (&self.session.app, &mut self.zones);
        let frame = self.screen.draw(|frame| *zones = view::draw(frame, app));
        let drawn = frame.unwrap().buffer;
        if *drawn != self.shown {
            self.shown = drawn.clone();
            // The rules find the marks by their usual characters.
            let full = self.session.app.glyphs == Glyphs::Full;
            if self.keeps_style_rules && full {
                style_rules::check(&self.shown, &self.session.app);
            }
        }
    }

    fn does(&mut self, press: &InputEvent) {
        self.left |= self.session.press(press) == SessionFlow::Quit;
        self.settle();
    }

    /// Presses keys: "d a enter" is three of them.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            self.does(&InputEvent::Key(key(name)));
        }
        self
    }

    /// Types a text, a key a character.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.does(&InputEvent::Key(Key::Char(c)));
        }
        self
    }

    /// Goes to a field of the form by its label and types in it, in place of what stands there.
    pub fn fills(&mut self, label: &str, text: &str) -> &mut Self {
        let cursor = format!("▌{label}");
        for way in ["tab", "backtab"] {
            for _ in 0..20 {
                if self.frame().contains(&cursor) {
                    return self.press("ctrl-u").types(text);
                }
                self.press(way);
            }
        }
        panic!("no field {label}:\n{}", self.frame());
    }

    pub fn pastes(&mut self, text: &str) -> &mut Self {
        self.does(&InputEvent::Paste(text.to_owned()));
        self
    }

    /// Turns the wheel: down is positive.
    pub fn wheels(&mut self, by: i32) -> &mut Self {
        self.does(&InputEvent::Wheel(by));
        self
    }

    /// Clicks where a text stands on the screen, the first from the top.
    pub fn clicks(&mut self, text: &str) -> &mut Self {
        let (column, row) = picture::place(&self.shown, text)
            .unwrap_or_else(|| panic!("no “{text}” on the screen:\n{}", self.frame()));
        if let Some(target) = self.zones.at(column, row) {
            self.does(&InputEvent::Click(target));
        }
        self
    }

    /// What lies under a text of the screen.
    pub fn under(&self, text: &str) -> Option<ClickTarget> {
        let (column, row) = picture::place(&self.shown, text)?;
        self.zones.at(column, row)
    }

    /// The window is dragged to another size.
    pub fn resizes(&mut self, width: u16, height: u16) -> &mut Self {
        self.screen.backend_mut().resize(width, height);
        self.screen.autoresize().unwrap();
        self.settle();
        self
    }

    /// A press and a frame right after it, whatever the store has said by then: as at a terminal
    /// that is typed at fast.
    pub fn hurries(&mut self, press: &InputEvent) {
        self.left |= self.session.press(press) == SessionFlow::Quit;
        self.session.wait(Duration::ZERO);
        self.draws();
    }

    /// Follows every key of a hurried sequence to its end.
    pub fn catches_up(&mut self) {
        self.settle();
    }

    /// The text of the frame.
    pub fn frame(&self) -> String {
        picture::text(&self.shown)
    }

    /// The letters of one column from the top; a blank where a wide letter covers it.
    pub fn column(&self, x: u16) -> String {
        picture::column(&self.shown, x)
    }

    fn cursor(&self) -> Option<Position> {
        let backend = self.screen.backend();
        backend.cursor_visible().then(|| backend.cursor_position())
    }

    /// Everything of the frame, its styles too: to say that two of them are the same.
    pub fn whole(&self) -> String {
        format!("{:?}\n{:?}", self.cursor(), self.shown)
    }

    /// Compares the letters of the whole frame with those that were looked at and found good. Only
    /// for the some forty screens one goes through by eye; elsewhere `reads` and `says` name the
    /// lines a test is about. How everything looks is what `style_rules` say of every frame.
    pub fn shows(&mut self, name: &str) -> &mut Self {
        let frame = picture(&self.shown, self.cursor());
        insta::with_settings!({
            snapshot_path => "../snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, frame);
        });
        self
    }

    /// The frame says something.
    pub fn says(&mut self, words: &str) -> &mut Self {
        let frame = self.frame();
        assert!(frame.contains(words), "no “{words}”:\n{frame}");
        self
    }

    /// The frame says all of this, in this order from the top. However many blanks stand between
    /// two words does not matter; a line's end does.
    pub fn reads(&mut self, words: &[&str]) -> &mut Self {
        let frame = picture::one_blank(&self.frame());
        let mut rest = frame.as_str();
        for part in words {
            let Some((_, after)) = rest.split_once(part) else {
                panic!(
                    "no “{part}” (of {words:?}) where it belongs:\n{}",
                    self.frame()
                );
            };
            rest = after;
        }
        self
    }

    /// The frame does not say something.
    pub fn is_silent_of(&mut self, words: &str) -> &mut Self {
        let frame = self.frame();
        assert!(!frame.contains(words), "“{words}”:\n{frame}");
        self
    }

    /// What stands between the list and the foot: a line, or two of a long notice.
    pub fn notice(&self) -> String {
        let height = self.shown.area.height;
        let foots = if height >= 20 { 2 } else { 1 };
        let end = usize::from(height - foots);
        let frame = self.frame();
        let above: Vec<&str> = frame.lines().take(end).collect();
        let framed = |line: &&&str| line.starts_with(['╰', '│', '╭']);
        let from = above
            .iter()
            .rposition(|line| framed(&line))
            .map_or(end - 1, |n| n + 1);
        let lines: Vec<&str> = above
            .get(from..)
            .unwrap_or_default()
            .iter()
            .map(|l| l.trim())
            .collect();
        lines.join(" ")
    }

    /// Who stands in today's list, from the top.
    pub fn rows(&self) -> Vec<String> {
        let rows = self.session.app.today.rows.iter();
        rows.map(|(_, e)| e.customer.name.clone()).collect()
    }

    /// Who is selected.
    pub fn selected(&self) -> String {
        let entry = self.session.app.selected();
        entry.map(|e| e.customer.name.clone()).unwrap_or_default()
    }
}

/// A key by its name.
pub fn key(name: &str) -> Key {
    match name {
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "backtab" => Key::BackTab,
        "backspace" => Key::Backspace,
        "delete" => Key::Delete,
        "left" => Key::Left,
        "right" => Key::Right,
        "up" => Key::Up,
        "down" => Key::Down,
        "home" => Key::Home,
        "end" => Key::End,
        "pgup" => Key::PageUp,
        "pgdn" => Key::PageDown,
        "space" => Key::Char(' '),
        _ if name.len() > 1 && name.starts_with('F') => Key::named(name).unwrap(),
        _ => match (name.strip_prefix("ctrl-"), name.chars().next()) {
            (Some(letter), _) => Key::Ctrl(letter.chars().next().unwrap()),
            (None, Some(c)) if name.chars().count() == 1 => Key::Char(c),
            _ => panic!("no key is called {name}"),
        },
    }
}
