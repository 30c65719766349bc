//! A list on the screen: the loaded rows, the selected one, the visible ones.
//!
//! Owns the window over a list that may be a million rows long: some rows around the visible ones
//! are loaded, and the next page is requested when the selection comes near an end.

use super::effect::PageRequest;
use super::state::View;
use crate::domain::pagination::{Cursor, JournalFilter, Seek};

/// The most loaded rows: some screenfuls.
const KEPT: usize = 400;

/// A window over a paginated list.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of the window: two ends, read, asked"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListWindow<T> {
    view: View,
    /// The loaded rows with their cursors, in the list's order.
    pub rows: Vec<(Cursor, T)>,
    /// The selected row, as an index into the loaded ones.
    pub selected: usize,
    /// The first visible row.
    pub top: usize,
    /// Whether the list has more rows before the loaded ones.
    pub more_before: bool,
    /// Whether the list has more rows after the loaded ones.
    pub more_behind: bool,
    /// Whether any page has been read yet.
    pub loaded: bool,
    /// The number of visible rows.
    pub height: usize,
    /// The journal's filter.
    pub acts: JournalFilter,
    /// The member of staff to whose customers the list is filtered, if it is.
    pub of: Option<String>,
    /// Whether a page was requested and has not arrived.
    asked: bool,
}

impl<T> ListWindow<T> {
    /// An empty window, nothing read yet.
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

    /// The size of a page: the visible rows and a margin.
    #[must_use]
    pub fn page(&self) -> usize {
        (self.height * 2).clamp(40, 200)
    }

    /// The selected row.
    #[must_use]
    pub fn current(&self) -> Option<&T> {
        self.rows.get(self.selected).map(|(_, row)| row)
    }

    /// The rows that are loaded, without their keys.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut().map(|(_, row)| row)
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

    /// Requests the loaded rows again, as far as they are in sight or will be soon.
    #[must_use]
    pub fn request_reload(&mut self) -> PageRequest {
        let in_sight = self.selected.max(self.top + self.height);
        let limit = (in_sight + self.near_end() + 1).max(self.page()).min(KEPT);
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

    /// Filters the list to one member of staff, or removes the filter, and requests its beginning.
    pub fn filter_by_person(&mut self, of: Option<String>) -> PageRequest {
        self.of = of;
        self.selected = 0;
        self.top = 0;
        self.request_page(Seek::Start)
    }

    /// Moves the selection, and requests more rows near an end.
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

    /// Scrolls the selected row into view, with a row or two around it if there is room.
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

    /// From how near to an end of the loaded rows on more are requested.
    fn near_end(&self) -> usize {
        self.height.max(10)
    }

    /// Requests the next page if the visible rows are near an end of the loaded ones.
    pub fn request_missing_page(&mut self) -> Option<PageRequest> {
        if self.asked {
            return None;
        }
        let near = self.near_end();
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

    /// Notes that a request failed.
    pub const fn mark_request_failed(&mut self) {
        self.asked = false;
    }

    /// Accepts a page.
    pub fn accept_page(&mut self, ask: &PageRequest, page: Vec<(Cursor, T)>) {
        // The filter has changed since: the page for the new one will come.
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

    /// Takes rows out and puts others in, each at its place; whether enough of the list is left to go
    /// on from. A row beyond the loaded ones stays out.
    pub fn replace_rows(&mut self, goes: impl Fn(&Cursor) -> bool, rows: Vec<(Cursor, T)>) -> bool {
        self.asked = false;
        let (first, last) = (self.first_key(), self.last_key());
        let before = |rows: &[(Cursor, T)], end: usize| {
            rows.iter().take(end).filter(|(key, _)| goes(key)).count()
        };
        self.selected -= before(&self.rows, self.selected);
        self.top -= before(&self.rows, self.top);
        self.rows.retain(|(key, _)| !goes(key));
        for (key, row) in rows {
            let above = self.more_before && first.as_ref().is_some_and(|first| key < *first);
            let below = self.more_behind && last.as_ref().is_some_and(|last| key > *last);
            if above || below {
                continue;
            }
            let place = self.rows.partition_point(|(other, _)| *other < key);
            self.selected += usize::from(place < self.selected);
            self.top += usize::from(place < self.top);
            self.rows.insert(place, (key, row));
        }
        if self.rows.len() > KEPT {
            self.rows.truncate(KEPT);
            self.more_behind = true;
        }
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
        self.keep_in_sight();
        !self.rows.is_empty() || !(self.more_before || self.more_behind)
    }

    fn first_key(&self) -> Option<Cursor> {
        self.rows.first().map(|(key, _)| key.clone())
    }

    fn last_key(&self) -> Option<Cursor> {
        self.rows.last().map(|(key, _)| key.clone())
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
