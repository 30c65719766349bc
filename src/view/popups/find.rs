//! Finding: what is typed, and whom it finds, with their numbers.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::popups::find::{FindPopup, NOBODY};
use crate::domain::claim::Claim;
use crate::domain::summary::CustomerSummary;
use crate::view::row::{column, line, right, shared};
use crate::view::{ClickZones, theme};

pub(super) fn render(
    frame: &mut Frame<'_>,
    body: Rect,
    app: &App,
    find: &FindPopup,
    zones: &mut ClickZones,
) {
    let title = match &find.same_as {
        Some(same) => format!("Who is the same person as {}?", same.customer.name),
        None if find.they_rang => "They rang: who is it?".to_owned(),
        None => "Find a customer".to_owned(),
    };
    let inner = open(frame, body, &title, 92, 18);
    typed(frame, nth(inner, 0), "/ ", &find.line, true);
    if find.line.is_blank() {
        let hint = "a name, any digits of the number, a plate, words of a call";
        frame.render_widget(Line::styled(hint, theme::QUIET), nth(inner, 2));
        return;
    }
    if find.found.is_empty() && !find.is_looking() {
        let says = if find.can_add() {
            let accept = app.keys.shown_in(NOBODY, Action::Accept);
            format!("No customer found. {accept} adds them.")
        } else {
            "No customer found.".to_owned()
        };
        frame.render_widget(Line::styled(says, theme::UNUSUAL), nth(inner, 2));
        return;
    }
    let rows = usize::from(inner.height.saturating_sub(2));
    let top = (find.selected + 1).saturating_sub(rows);
    for (n, entry) in find.found.iter().enumerate().skip(top).take(rows) {
        let here = nth(inner, 2 + u16::try_from(n - top).unwrap_or(0));
        let text = found(app, entry, "", usize::from(inner.width), n == find.selected);
        frame.render_widget(Paragraph::new(text), here);
        zones.add(here, ClickTarget::Choice(n));
    }
}

/// The widths of a number and of the day of the last call.
const NUMBER: usize = 17;
const LAST: usize = 10;

/// One customer of a search, a suggestion or the list of everybody: name, number, what is open or what
/// they own, and when they were last spoken to, where it is told.
pub(in crate::view) fn found(
    app: &App,
    entry: &CustomerSummary,
    last: &str,
    width: usize,
    selected: bool,
) -> Line<'static> {
    let c = &entry.customer;
    let number = c.shown_number().or(c.email.clone()).unwrap_or_default();
    let open = entry.urgent(app.now).map(|f| f.about.clone());
    let items: Vec<&str> = entry.items.iter().map(|i| i.label.as_str()).collect();
    let rung = entry.claimed_elsewhere(app.sitting).map(Claim::short);
    let (about, style) = match (rung, open) {
        (Some(rung), _) => (rung, theme::DIMMED),
        (None, Some(about)) => (about, theme::PLAIN),
        (None, None) => (items.join(", "), theme::QUIET),
    };
    let width = width.saturating_sub(1);
    let name = (width / 3).clamp(11, 29);
    // A very narrow window has no room for the day.
    let last = if width < name + NUMBER + LAST + 8 {
        ""
    } else {
        last
    };
    let last_width = if last.is_empty() { 0 } else { LAST };
    let room = width.saturating_sub(name + NUMBER + last_width);
    let widths = shared(
        [&c.name, &number, &about, last],
        [name, NUMBER, room, last_width],
    );
    let [name, of_number, room, last_width] = widths;
    let last = format!("{} ", right(last, last_width.saturating_sub(1)));
    let cells = vec![
        Span::raw(column(&c.name, name)),
        Span::styled(column(&number, of_number), theme::NUMBER),
        Span::styled(column(&about, room), style),
        Span::styled(if last_width > 0 { last } else { String::new() }, style),
    ];
    line(cells, selected)
}
