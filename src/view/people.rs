//! The people of a card: whom of the shop the customer knows.

use ratatui::text::Line;

use super::row::wrapped;
use super::theme;
use crate::domain::entry::Entry;

/// The lines of it.
pub(super) fn lines(entry: &Entry, width: u16) -> Vec<Line<'static>> {
    let said: Vec<String> = entry.knows.sentence().into_iter().collect();
    wrapped(&said.join(" "), usize::from(width))
        .into_iter()
        .map(|part| Line::styled(part, theme::PLAIN))
        .collect()
}
