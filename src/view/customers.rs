//! Customers: everybody, by name, with their number, what is open and the last contact.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::popups::find::FoundColumns;
use super::row::{put, region};
use super::today::number;
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::domain::customer::Id;

pub(super) fn render(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    alone: bool,
    zones: &mut ClickZones,
) {
    let block = region(&format!("Customers {}", app.totals.customers), area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if app.customers.rows.is_empty() && app.customers.loaded {
        let add = app.keys.shown(Action::Add);
        let says = format!(" No customers yet: {add} adds the first.");
        frame.render_widget(Line::styled(says, theme::QUIET), inner);
        return;
    }
    let entries = || app.customers.rows.iter().map(|(_, entry)| entry);
    let lasts = entries().map(|entry| last(app, entry.customer.id).len());
    let last_width = lasts.max().filter(|longest| *longest > 0);
    let last_width = last_width.map_or(0, |longest| longest + 1);
    let columns = FoundColumns::of(app, entries(), usize::from(inner.width), last_width);
    let mut y = inner.y;
    for (n, (_, entry)) in app
        .customers
        .rows
        .iter()
        .enumerate()
        .skip(app.customers.top)
    {
        if y >= inner.bottom() {
            break;
        }
        let selected = n == app.customers.selected;
        let here = Rect {
            y,
            height: 1,
            ..inner
        };
        let last = last(app, entry.customer.id);
        let text = columns.row(app, entry, &last, selected);
        put(frame, here, &text);
        zones.add(here, ClickTarget::Row(n));
        y += 1;
        if selected && alone && y < inner.bottom() {
            frame.render_widget(
                number(app, entry, inner.width),
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
            y += 1;
        }
    }
}

/// When they were last rung or rang: "24 Nov", or the time where that is today.
fn last(app: &App, customer: Id) -> String {
    let calendar = &app.rules.calendar;
    let said = app.last_contacts.get(&customer).map(|at| {
        let local = calendar.local(*at);
        let days = (app.now - *at).num_days();
        let today = local.date_naive() == calendar.date(app.now);
        let how = match (today, days < 300) {
            (true, _) => "%H:%M",
            (false, true) => "%-d %b",
            (false, false) => "%b %Y",
        };
        local.format(how).to_string()
    });
    said.unwrap_or_default()
}
