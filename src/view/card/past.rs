//! The end of a card: whom they know and what they said no to, and how it went before.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::domain::contact::{Contact, Direction};
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::view::{people, theme};

/// The customer's people, then their calls.
pub(super) fn past(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    [
        people::lines(app, entry, width),
        history(app, people::card_of(app, entry)),
    ]
    .concat()
}

/// How it went before, the newest first.
fn history(app: &App, card: Option<&CustomerCard>) -> Vec<Line<'static>> {
    let contacts = card.map(|c| c.contacts.as_slice()).unwrap_or_default();
    let mut lines: Vec<Line<'static>> = contacts.iter().map(|c| contact(app, c)).collect();
    if !lines.is_empty() {
        lines.insert(0, Line::styled("BEFORE", theme::LABEL));
    }
    lines
}

fn contact(app: &App, contact: &Contact) -> Line<'static> {
    let local = app.rules.calendar.local(contact.at);
    let today = app.rules.calendar.date(app.now) == local.date_naive();
    let old = (app.now - contact.at).num_days() > 300;
    let day = match (today, old) {
        (true, _) => local.format("%H:%M").to_string(),
        (false, false) => local.format("%-d %b").to_string(),
        (false, true) => local.format("%b %Y").to_string(),
    };
    let who = match contact.direction {
        Direction::Outward => format!("{} rang", contact.by),
        Direction::Inward => format!("they rang {}", contact.by),
    };
    let mut spans = vec![
        Span::styled(format!("{day} "), theme::QUIET),
        Span::raw(format!("{who}, {}", contact.came_to(&app.rules.currency))),
    ];
    if let Some(feeling) = contact.feeling {
        spans.push(Span::raw(format!(", {feeling}")));
    }
    if let Some(note) = &contact.note {
        spans.push(Span::styled(format!(": {note}"), theme::QUIET));
    }
    Line::from(spans)
}
