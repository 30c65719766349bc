//! The terminal as ratatui draws on it: a frame is one write, and nothing where nothing changed. The
//! window's size is the one that was told last.

use std::io::{self, Stdout, Write, stdout};

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::guard::takes_sequences;

/// The terminal, with what is to be written next.
pub(super) struct ScreenBackend {
    /// What the frame writes, until it is whole.
    frame: Vec<u8>,
    /// The console, if it is controlled by calls of the system and not by what is written: it is drawn on
    /// piece by piece then.
    console: Option<Stdout>,
    size: Size,
    /// Where the cursor is shown; hidden where it is at no place.
    cursor: Option<Position>,
}

impl ScreenBackend {
    /// The terminal that is drawn on.
    pub(super) fn new() -> io::Result<Self> {
        let mut backend = Self {
            frame: Vec::new(),
            console: (!takes_sequences()).then(stdout),
            size: Size::default(),
            cursor: None,
        };
        backend.take_over()?;
        Ok(backend)
    }

    /// The terminal was another program's: its cursor may be shown, and its window be of another
    /// size.
    pub(super) fn take_over(&mut self) -> io::Result<()> {
        let (width, height) = crossterm::terminal::size()?;
        self.set_size(width, height);
        self.cursor = None;
        self.frame_backend().hide_cursor()
    }

    /// The window was resized.
    pub(super) const fn set_size(&mut self, width: u16, height: u16) {
        self.size = Size { width, height };
    }

    /// What writes into the frame.
    fn frame_backend(&mut self) -> CrosstermBackend<&mut dyn Write> {
        CrosstermBackend::new(match &mut self.console {
            Some(console) => console,
            None => &mut self.frame,
        })
    }
}

impl Backend for ScreenBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        // A shown cursor moves with what is written.
        if self.cursor.is_some() {
            self.hide_cursor()?;
        }
        self.frame_backend().draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.take().is_some() {
            self.frame_backend().hide_cursor()?;
        }
        Ok(())
    }

    /// The place follows, and the cursor is shown there.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let place = position.into();
        let before = self.cursor.replace(place);
        if before != Some(place) {
            self.frame_backend().set_cursor_position(place)?;
        }
        if before.is_none() {
            self.frame_backend().show_cursor()?;
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, what: ClearType) -> io::Result<()> {
        self.frame_backend().clear_region(what)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    /// Writes the frame at once, so that a terminal which knows how shows it at once.
    fn flush(&mut self) -> io::Result<()> {
        if let Some(console) = &mut self.console {
            return console.flush();
        }
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut whole = Vec::with_capacity(self.frame.len() + 16);
        queue!(whole, BeginSynchronizedUpdate)?;
        whole.append(&mut self.frame);
        queue!(whole, EndSynchronizedUpdate)?;
        let mut out = stdout().lock();
        out.write_all(&whole)?;
        out.flush()
    }
}
