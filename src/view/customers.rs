//! Customers: everybody, by name, with their number and what is open.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::find::found;
use super::queue::number;
use super::row::region;
use super::{Zones, theme};
use crate::app::App;
use crate::app::action::{Action, Target};

pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, alone: bool, zones: &mut Zones) {
    let block = region(&format!("Customers {}", app.totals.customers), area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if app.customers.rows.is_empty() && app.customers.loaded {
        let add = app.keys.shown(Action::Add);
        let says = format!(" Nobody is in here yet: {add} adds the first.");
        frame.render_widget(Line::styled(says, theme::QUIET), inner);
        return;
    }
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
        let text = found(app, entry, usize::from(inner.width), selected);
        frame.render_widget(Paragraph::new(text), here);
        zones.add(here, Target::Row(n));
        y += 1;
        if selected && alone && y < inner.bottom() {
            frame.render_widget(
                number(entry),
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
