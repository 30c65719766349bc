//! Finding: what is typed, and whom it finds, with their numbers.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Drawing;
use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::popups::find::{FindPopup, NOBODY};
use crate::domain::claim::Claim;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::display_width;
use crate::view::row::{TwoTexts, column, line, put, shared_width, spanning};
use crate::view::{ClickZones, theme};

impl Drawing for FindPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
        render(frame, area, app, self, zones);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, find: &FindPopup, zones: &mut ClickZones) {
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
    let width = usize::from(inner.width);
    let columns = FoundColumns::of(app, find.found.iter(), width, 0);
    let top = (find.selected + 1).saturating_sub(rows);
    for (n, entry) in find.found.iter().enumerate().skip(top).take(rows) {
        let here = nth(inner, 2 + u16::try_from(n - top).unwrap_or(0));
        let text = columns.row(app, entry, "", n == find.selected);
        put(frame, here, &text);
        zones.add(here, ClickTarget::Choice(n));
    }
}

/// The width of a number.
const NUMBER: usize = 17;
/// From how many columns on the day is told.
const LAST_FROM: usize = 54;
/// The fewest columns for a name.
const LEAST_NAME: usize = 15;

/// What a row says of a customer.
struct FoundFacts<'a> {
    name: &'a str,
    number: String,
    /// What is open, else what they own.
    about: String,
    style: Style,
}

impl<'a> FoundFacts<'a> {
    fn of(app: &App, entry: &'a CustomerSummary) -> Self {
        let c = &entry.customer;
        let open = entry.urgent(app.now).map(|f| f.about.clone());
        let items: Vec<&str> = entry.items.iter().map(|i| i.label.as_str()).collect();
        let rung = entry.claimed_elsewhere(app.sitting).map(Claim::short);
        let (about, style) = match (rung, open) {
            (Some(rung), _) => (rung, theme::DIMMED),
            (None, Some(about)) => (about, theme::PLAIN),
            (None, None) => (items.join(", "), theme::QUIET),
        };
        Self {
            name: &c.name,
            number: c.shown_number().or(c.email.clone()).unwrap_or_default(),
            about,
            style,
        }
    }
}

/// The columns all rows of a search, of suggestions or of the list of everybody have in common: name,
/// number, what is open or what they own, and when they were last spoken to, where that is told.
#[derive(Clone, Copy)]
pub(in crate::view) struct FoundColumns {
    width: usize,
    name: usize,
    number: usize,
    last: usize,
}

impl FoundColumns {
    /// The columns of some customers: name and number are as wide as cuts the fewest letters; `last` is
    /// the width of the day of the last call.
    pub(in crate::view) fn of<'a>(
        app: &App,
        entries: impl Iterator<Item = &'a CustomerSummary>,
        width: usize,
        last: usize,
    ) -> Self {
        let rows: Vec<FoundFacts> = entries.map(|entry| FoundFacts::of(app, entry)).collect();
        let needed = |text: &str| display_width(text) + 1;
        let longest = rows
            .iter()
            .map(|row| needed(&row.number))
            .max()
            .unwrap_or(0);
        let number = if longest > 0 { NUMBER } else { 0 };
        let width = width.saturating_sub(1);
        // A very narrow window has no room for the day.
        let last = if width >= LAST_FROM { last } else { 0 };
        let room = width.saturating_sub(number + last);
        let texts = rows.iter().map(|row| TwoTexts {
            first: needed(row.name),
            second: needed(&row.about),
            room,
        });
        let texts: Vec<TwoTexts> = texts.collect();
        let name = shared_width(&texts, LEAST_NAME);
        // A longer address has what all rows leave free.
        let free = |text: &TwoTexts| text.room.saturating_sub(name + text.second);
        let free = texts.iter().map(free).min().unwrap_or(0);
        Self {
            width,
            name,
            number: number + free.min(longest.saturating_sub(number)),
            last,
        }
    }

    /// One customer's row.
    pub(in crate::view) fn row(
        self,
        app: &App,
        entry: &CustomerSummary,
        last: &str,
        selected: bool,
    ) -> Line<'static> {
        let facts = FoundFacts::of(app, entry);
        let about = self
            .width
            .saturating_sub(self.name + self.number + self.last);
        let last = if self.last > 0 { last } else { "" };
        let [name, number, about, day] = spanning(
            [facts.name, &facts.number, &facts.about, last],
            [self.name, self.number, about, self.last],
        );
        let cells = vec![
            Span::raw(column(facts.name, name)),
            Span::styled(column(&facts.number, number), theme::NUMBER),
            Span::styled(column(&facts.about, about), facts.style),
            Span::styled(column(last, day), facts.style),
        ];
        line(cells, selected)
    }
}
