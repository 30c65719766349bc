//! A list on the screen: the rows that are loaded, the one that is selected, what is in sight.
//!
//! Owns the window over a list that may be a million rows long: some rows around those in sight
//! are loaded, and more are asked for as one comes near an end.

use super::effect::PageRequest;
use super::state::View;
use crate::domain::pagination::{Cursor, JournalFilter, Seek};

/// How many rows are kept loaded at most: some screenfuls.
const KEPT: usize = 400;

/// A list on the screen.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of the window: two ends, read, asked"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListWindow<T> {
    view: View,
    /// The rows that are loaded, in the list's order.
    pub rows: Vec<(Cursor, T)>,
    /// The one that is selected, counted among those loaded.
    pub selected: usize,
    /// The first one in sight.
    pub top: usize,
    /// Whether there are more before those loaded.
    pub more_before: bool,
    /// Whether there are more behind those loaded.
    pub more_behind: bool,
    /// Whether it was read at all yet.
    pub loaded: bool,
    /// How many rows are in sight.
    pub height: usize,
    /// Which acts are asked for, of the journal.
    pub acts: JournalFilter,
    /// Whose of the shop the rows are, where only one person's are shown.
    pub of: Option<String>,
    /// Where a page was asked for, until it comes.
    asked: bool,
}

impl<T> ListWindow<T> {
    /// An empty one, nothing read yet.
    #[must_use]
    pub const fn new(view: View) -> Self {
        Self {
            view,
            rows: Vec::new(),
            selected: 0,
            top: 0,
            more_before: false,
            more_behind: false,
            loaded: false,
            height: 20,
            acts: JournalFilter {
                by: None,
                day: None,
            },
            of: None,
            asked: false,
        }
    }

    /// How many rows a page has: those in sight and a margin.
    #[must_use]
    pub fn page(&self) -> usize {
        (self.height * 2).clamp(40, 200)
    }

    /// The row that is selected.
    #[must_use]
    pub fn current(&self) -> Option<&T> {
        self.rows.get(self.selected).map(|(_, row)| row)
    }

    /// Asks for a page that takes the place of what is loaded.
    #[must_use]
    pub fn request_page(&mut self, from: Seek) -> PageRequest {
        self.asked = true;
        PageRequest {
            view: self.view,
            from,
            limit: self.page(),
            whole: true,
            acts: self.acts.clone(),
            of: self.of.clone(),
        }
    }

    /// Asks for the rows that are loaded once more.
    #[must_use]
    pub fn request_reload(&mut self) -> PageRequest {
        let limit = self.rows.len().max(self.page()).min(KEPT);
        let from = match self.rows.first() {
            Some((key, _)) if self.more_before => Seek::At(key.clone()),
            _ => Seek::Start,
        };
        self.asked = true;
        PageRequest {
            view: self.view,
            from,
            limit,
            whole: true,
            acts: self.acts.clone(),
            of: self.of.clone(),
        }
    }

    /// Asks for the list from its beginning, with one person's rows alone or with all again.
    pub fn filter_by_person(&mut self, of: Option<String>) -> PageRequest {
        self.of = of;
        self.selected = 0;
        self.top = 0;
        self.request_page(Seek::Start)
    }

    /// Moves the selection, and asks for more rows where it comes near an end.
    pub fn go(&mut self, by: isize) -> Option<PageRequest> {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
        self.keep_in_sight();
        self.request_missing_page()
    }

    /// Selects a row.
    pub fn select(&mut self, row: usize) {
        self.selected = row.min(self.rows.len().saturating_sub(1));
        self.keep_in_sight();
    }

    /// Keeps the selected row in sight, with a row or two around it where there is room.
    pub fn keep_in_sight(&mut self) {
        let height = self.height.max(1);
        let margin = usize::from(height > 4);
        let last = self.rows.len().saturating_sub(1);
        let lowest = (self.selected + margin).min(last);
        if lowest >= self.top + height {
            self.top = lowest + 1 - height;
        }
        self.top = self.top.min(self.selected.saturating_sub(margin));
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    /// The page that is wanting near the ends of what is loaded.
    pub fn request_missing_page(&mut self) -> Option<PageRequest> {
        if self.asked {
            return None;
        }
        let near = self.height.max(10);
        let limit = self.page();
        let from = if self.more_behind && self.selected + near >= self.rows.len() {
            Seek::After(self.rows.last()?.0.clone())
        } else if self.more_before && self.selected < near {
            Seek::Before(self.rows.first()?.0.clone())
        } else {
            return None;
        };
        self.asked = true;
        Some(PageRequest {
            view: self.view,
            from,
            limit,
            whole: false,
            acts: self.acts.clone(),
            of: self.of.clone(),
        })
    }

    /// A page that was asked for did not come.
    pub const fn mark_request_failed(&mut self) {
        self.asked = false;
    }

    /// Takes a page that came.
    pub fn accept_page(&mut self, ask: &PageRequest, page: Vec<(Cursor, T)>) {
        // Which acts are wanted has changed since: those will come.
        if ask.acts != self.acts {
            return;
        }
        self.asked = false;
        let full = page.len() >= ask.limit;
        if ask.whole {
            self.replace(ask, page, full);
        } else if ask.from.upward() {
            let came = page.len();
            self.rows.splice(0..0, page);
            self.selected += came;
            self.top += came;
            self.more_before = full;
            if self.rows.len() > KEPT {
                self.rows.truncate(KEPT);
                self.more_behind = true;
            }
        } else {
            self.rows.extend(page);
            self.more_behind = full;
            let over = self.rows.len().saturating_sub(KEPT).min(self.top);
            if over > 0 {
                self.rows.drain(..over);
                self.selected = self.selected.saturating_sub(over);
                self.top -= over;
                self.more_before = true;
            }
        }
        self.keep_in_sight();
    }

    fn replace(&mut self, ask: &PageRequest, page: Vec<(Cursor, T)>, full: bool) {
        self.loaded = true;
        self.rows = page;
        match ask.from {
            Seek::End => {
                self.more_before = full;
                self.more_behind = false;
                self.selected = self.rows.len().saturating_sub(1);
                self.top = self.rows.len().saturating_sub(self.height);
            }
            Seek::Start => {
                self.more_before = false;
                self.more_behind = full;
            }
            Seek::At(_) | Seek::After(_) | Seek::Before(_) => {
                self.more_before = true;
                self.more_behind = full;
            }
        }
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
    }
}
