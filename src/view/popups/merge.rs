//! Are two customers one? Both in a line each, and what making them one moves and changes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::Drawing;
use super::frame::open;
use crate::app::App;
use crate::app::popups::merge::MergePopup;
use crate::domain::customer::{Customer, Item};
use crate::domain::merge::MergePair;
use crate::domain::text::display_width;
use crate::view::ClickZones;
use crate::view::people::said_no;
use crate::view::row::{TwoTexts, cell, column, shared_width, spanning, wrapped};
use crate::view::theme;

/// The columns of what stands before each line.
const LABEL: usize = 9;

/// The widest it is drawn, with its border.
const WIDEST: u16 = 84;
/// The width of a number.
const NUMBER: usize = 17;

impl Drawing for MergePopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app, &self.pair);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, two: &MergePair) {
    let width = WIDEST.min(body.width);
    let lines = lines(app, two, usize::from(width.saturating_sub(4)));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let inner = open(frame, body, "Merge these two customers?", width, height);
    frame.render_widget(Paragraph::new(lines), inner);
}

fn lines(app: &App, two: &MergePair, width: usize) -> Vec<Line<'static>> {
    let (kept, other) = (&two.kept.customer, &two.other.customer);
    let one = two.merge_customer(app.now);
    let (stays, joins) = (owned(&two.kept.items), owned(&two.other.items));
    let texts = [(kept, &stays), (other, &joins)].map(|(customer, items)| TwoTexts {
        first: display_width(&customer.name) + 1,
        second: display_width(items) + 1,
        room: width.saturating_sub(LABEL + NUMBER),
    });
    let name = shared_width(&texts, 14);
    let mut lines = vec![
        who("Stays", kept, &stays, (name, width)),
        who("Joins", other, &joins, (name, width)),
        Line::default(),
    ];
    let mut said = |label: &str, words: &str, style| {
        for (n, part) in wrapped(words, width.saturating_sub(LABEL))
            .into_iter()
            .enumerate()
        {
            let label = if n == 0 { label } else { "" };
            lines.push(Line::from(vec![
                Span::styled(cell(label, LABEL), theme::LABEL),
                Span::styled(part, style),
            ]));
        }
    };
    said("Moves", &format!("{}.", two.describe_moves()), theme::PLAIN);
    if let Some(line) = one
        .line
        .as_ref()
        .filter(|line| Some(*line) != kept.line.as_ref())
    {
        said("To know", line, theme::PLAIN);
    }
    if let Some(no) = said_no(app, &one) {
        said("Said no", &no, theme::UNUSUAL);
    }
    let undo = app.keys.shown(crate::app::action::Action::Undo);
    let words = format!("{undo} separates them again, also later.");
    said("", &words, theme::QUIET);
    lines
}

/// What somebody owns.
fn owned(items: &[Item]) -> String {
    let items: Vec<&str> = items.iter().map(|i| i.label.as_str()).collect();
    items.join(", ")
}

/// One of the two: name, number, what they own, in a width for the name and one for all.
fn who(
    label: &str,
    customer: &Customer,
    items: &str,
    (name, width): (usize, usize),
) -> Line<'static> {
    let number = customer.number().or(customer.email.as_deref());
    let number = number.unwrap_or_default();
    let room = width.saturating_sub(LABEL + name + NUMBER);
    let [name, of_number, room] = spanning([&customer.name, number, items], [name, NUMBER, room]);
    Line::from(vec![
        Span::styled(cell(label, LABEL), theme::LABEL),
        Span::styled(column(&customer.name, name), theme::HEADING),
        Span::styled(column(number, of_number), theme::NUMBER),
        Span::styled(column(items, room), theme::QUIET),
    ])
}
