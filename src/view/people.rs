//! The people of a card: whom of the shop the customer knows, who sent them, whom they sent, and the
//! small kindnesses noted for them.

use ratatui::text::{Line, Span};

use super::row::{cell, wrapped};
use super::theme;
use crate::app::App;
use crate::domain::entry::{Card, Entry};
use crate::domain::kindness;

/// What stands before the small kindnesses.
const LABEL: &str = "EXTRA MILE  ";

/// The lines of it.
pub(super) fn lines(app: &App, entry: &Entry, width: u16) -> Vec<Line<'static>> {
    let sent = app.card().and_then(Card::who_sent_whom);
    let said: Vec<String> = entry.knows.sentence().into_iter().chain(sent).collect();
    let mut lines: Vec<Line<'static>> = wrapped(&said.join(" "), usize::from(width))
        .into_iter()
        .map(|part| Line::styled(part, theme::PLAIN))
        .collect();
    lines.extend(extra_mile(app, entry, width));
    lines
}

/// "EXTRA MILE  ☐ wash the car ☑ lift home (Tom, Sat 3 Oct)"
fn extra_mile(app: &App, entry: &Entry, width: u16) -> Vec<Line<'static>> {
    let noted = kindness::in_order(&entry.customer);
    let shown = noted.iter().map(|k| k.shown(app.now, &app.rules.calendar));
    let shown: Vec<String> = shown.collect();
    let room = usize::from(width).saturating_sub(LABEL.len());
    wrapped(&shown.join(" "), room)
        .into_iter()
        .enumerate()
        .map(|(n, part)| {
            let label = cell(if n == 0 { LABEL } else { "" }, LABEL.len());
            Line::from(vec![Span::styled(label, theme::LABEL), Span::raw(part)])
        })
        .collect()
}
