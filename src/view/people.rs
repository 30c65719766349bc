//! The people of a card: the customer's opt-outs, the staff they know, their referrals, and the
//! small kindnesses noted for them.

use chrono::{DateTime, Utc};
use ratatui::text::{Line, Span};

use super::row::{cell, wrapped};
use super::theme;
use crate::app::App;
use crate::domain::customer::Customer;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::extra_mile;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::domain::time_format::spoken_day;

/// The label before the small kindnesses.
const LABEL: &str = "EXTRA MILE  ";

/// The card's lines on people.
pub(super) fn lines(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    let sent = card_of(app, entry).and_then(CustomerCard::who_sent_whom);
    let said: Vec<String> = entry.knows.sentence().into_iter().chain(sent).collect();
    let no = said_no(app, &entry.customer).unwrap_or_default();
    let styled = |text: &str, style| {
        let parts = wrapped(text, usize::from(width)).into_iter();
        parts.map(move |part| Line::styled(part, style))
    };
    let mut lines: Vec<Line<'static>> = styled(&no, theme::UNUSUAL)
        .chain(styled(&said.join(" "), theme::PLAIN))
        .collect();
    for detail in CustomerDetail::ALL {
        let line = detail.line_of_card(&entry.customer);
        lines.extend(line.iter().flat_map(|line| styled(line, theme::PLAIN)));
    }
    lines.extend(extra_mile(app, entry, width));
    lines
}

/// What the store has told of a customer, where it is theirs that came last.
pub(super) fn card_of<'a>(app: &'a App, entry: &CustomerSummary) -> Option<&'a CustomerCard> {
    let card = app.card.as_ref();
    card.filter(|card| card.entry.customer.id == entry.customer.id)
}

/// "No marketing since Fri 2 Jan 2026 (Tom)."
pub(super) fn said_no(app: &App, customer: &Customer) -> Option<String> {
    let noted = |what: &str, at: Option<DateTime<Utc>>, by: &Option<String>| {
        let by = by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        let day = spoken_day(at?, app.now, &app.rules.calendar);
        Some(format!("{what} since {day}{by}."))
    };
    let c = customer;
    noted("No calls", c.no_calls_at, &c.no_calls_by)
        .or_else(|| noted("No marketing", c.opted_out_at, &c.opted_out_by))
}

/// "EXTRA MILE  ☐ wash the car ☑ lift home (Tom, Sat 3 Oct)"
fn extra_mile(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    let noted = extra_mile::in_order(&entry.customer);
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
