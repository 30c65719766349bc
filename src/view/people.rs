//! The people of a card: whom of the shop the customer knows, who sent them, and whom they sent.

use ratatui::text::Line;

use super::row::wrapped;
use super::theme;
use crate::domain::entry::{Card, Entry};

/// The lines of it.
pub(super) fn lines(entry: &Entry, card: Option<&Card>, width: u16) -> Vec<Line<'static>> {
    let sent = card.and_then(Card::who_sent_whom);
    let said: Vec<String> = entry.knows.sentence().into_iter().chain(sent).collect();
    wrapped(&said.join(" "), usize::from(width))
        .into_iter()
        .map(|part| Line::styled(part, theme::PLAIN))
        .collect()
}
