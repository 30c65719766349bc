//! Importing a file: its path, its columns beside what stands in them, what it would bring, and how
//! far it is.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::Drawing;
use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::popups::import::{
    ImportPopup, ImportPreview, ImportQuestion, ImportStage, ImportState,
};
use crate::domain::text::{display_width as width_of, truncate};
use crate::domain::time_phrase::DateOrder;
use crate::view::ClickZones;
use crate::view::row::{self, cell};
use crate::view::theme;

impl Drawing for ImportPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, _zones: &mut ClickZones) {
        render(frame, area, app);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App) {
    let Some(import) = &app.import else { return };
    match &import.stage {
        ImportStage::Path => path(frame, body, import),
        ImportStage::Columns => columns(frame, body, import),
        ImportStage::Asked(question) => asked(frame, body, import, question),
        ImportStage::Reading => far(frame, body, import, "Reading", "Nothing is imported yet."),
        ImportStage::Preview(preview, top) => {
            self::preview(frame, body, app, import, (preview, *top));
        }
        ImportStage::Importing => {
            let words = "You can work on the list meanwhile: ↵ goes back to it, and the key that \
                         opened this shows how far it is.";
            far(frame, body, import, "Importing", words);
        }
    }
}

/// The area below some lines of another.
fn below(inner: Rect, lines: u16) -> Rect {
    Rect {
        y: inner.y + lines.min(inner.height),
        height: inner.height.saturating_sub(lines),
        ..inner
    }
}

fn path(frame: &mut Frame<'_>, body: Rect, import: &ImportState) {
    let inner = open(frame, body, "Import a file", 78, 16);
    typed(frame, nth(inner, 0), "Which file?  ", &import.line, true);
    let area = below(inner, 2);
    if let Some(error) = &import.error {
        let words = Paragraph::new(Line::styled(error.clone(), theme::WRONG));
        frame.render_widget(words.wrap(Wrap { trim: true }), area);
        return;
    }
    if import.choices.is_empty() {
        let hint = "The path of an address book or a table of customers, such as \
                    ~/Downloads/contacts.csv: CSV or vCard, as Google, Outlook, telephones and shop \
                    programs write them. What would be imported is shown first.";
        let words = Paragraph::new(Line::styled(hint, theme::QUIET));
        frame.render_widget(words.wrap(Wrap { trim: true }), area);
        return;
    }
    let room = usize::from(area.height);
    let more = import.choices.len().saturating_sub(room);
    let shown = if more > 0 {
        room.saturating_sub(1)
    } else {
        room
    };
    for (n, choice) in (0..).zip(import.choices.iter().take(shown)) {
        let words = truncate(choice, usize::from(area.width));
        frame.render_widget(Line::raw(words), nth(area, n));
    }
    if more > 0 {
        let words = format!("and {} more", import.choices.len() - shown);
        let last = nth(area, area.height.saturating_sub(1));
        frame.render_widget(Line::styled(words, theme::QUIET), last);
    }
}

fn columns(frame: &mut Frame<'_>, body: Rect, import: &ImportState) {
    let inner = open(frame, body, "Which column is which?", 78, 20);
    let hint = "← → choose what the selected column is; one has to be the name.";
    let words = match &import.error {
        Some(error) => Line::styled(error.clone(), theme::WRONG),
        None => Line::styled(hint, theme::QUIET),
    };
    let words = Paragraph::new(words).wrap(Wrap { trim: true });
    frame.render_widget(words, Rect { height: 2, ..inner });
    let area = below(inner, 3);
    let rows = usize::from(area.height);
    let top = (import.at + 1).saturating_sub(rows);
    let wide = usize::from(area.width);
    let samples = wide.saturating_sub(24 + 14);
    for (n, column) in import.columns.iter().enumerate().skip(top).take(rows) {
        let (is, style) = match (column.chosen, column.taken_for) {
            (Some(chosen), _) => (chosen, theme::SAVED),
            (None, Some(taken)) => (taken, theme::LABEL),
            (None, None) => ("–", theme::QUIET),
        };
        let cells = vec![
            Span::raw(cell(&column.name, 24)),
            Span::styled(cell(is, 14), style),
            Span::styled(cell(&column.samples.join(" · "), samples), theme::QUIET),
        ];
        let here = nth(area, u16::try_from(n - top).unwrap_or(0));
        frame.render_widget(row::line(cells, n == import.at), here);
    }
}

/// What only a person knows of the file.
fn asked(frame: &mut Frame<'_>, body: Rect, import: &ImportState, question: &ImportQuestion) {
    let hint = |frame: &mut Frame<'_>, area: Rect, words: String| {
        let words = Paragraph::new(Line::styled(words, theme::QUIET));
        frame.render_widget(words.wrap(Wrap { trim: true }), area);
    };
    match question {
        ImportQuestion::DateOrder {
            column,
            cell: written,
            readings,
            at,
        } => {
            let inner = open(frame, body, "Day first or month first?", 78, 9);
            let words = format!("The dates in “{column}” fit both. What is “{written}”?");
            hint(frame, Rect { height: 2, ..inner }, words);
            for (n, (order, date)) in readings.iter().enumerate() {
                let order = match order {
                    DateOrder::DayFirst => "day first",
                    DateOrder::MonthFirst => "month first",
                };
                let cells = vec![
                    Span::raw(cell(date, 16)),
                    Span::styled(cell(order, 14), theme::QUIET),
                ];
                let here = nth(inner, 3 + u16::try_from(n).unwrap_or(0));
                frame.render_widget(row::line(cells, n == *at), here);
            }
        }
        ImportQuestion::Source { known } => {
            let inner = open(frame, body, "Where is the file from?", 78, 9);
            typed(
                frame,
                nth(inner, 0),
                "Shop or program  ",
                &import.source,
                true,
            );
            let words = "The file numbers its customers, and another shop may number its own alike. \
                         Name the shop it is from, the same each time; leave it empty if files like \
                         this come from one shop only.";
            let before = match known.as_slice() {
                [] => String::new(),
                named => format!(" So far: {}.", named.join(", ")),
            };
            hint(frame, below(inner, 2), format!("{words}{before}"));
        }
    }
}

fn preview(
    frame: &mut Frame<'_>,
    body: Rect,
    app: &App,
    import: &ImportState,
    (preview, top): (&ImportPreview, usize),
) {
    let title = format!("{}: what would be imported", import.wanted.path);
    let inner = open(frame, body, &title, 100, 24);
    let long = width_of(&preview.says) > usize::from(inner.width);
    let mut at = if long { 2 } else { 1 };
    let says = Paragraph::new(Line::styled(preview.says.clone(), theme::HEADING));
    let top_lines = Rect {
        height: at.min(inner.height),
        ..inner
    };
    frame.render_widget(says.wrap(Wrap { trim: true }), top_lines);
    for words in &preview.read_as {
        let words = truncate(words, usize::from(inner.width));
        frame.render_widget(Line::styled(words, theme::QUIET), nth(inner, at));
        at += 1;
    }
    if import.wanted.overwrite {
        let words = "What the file says takes the place of what is here.";
        frame.render_widget(Line::styled(words, theme::UNUSUAL), nth(inner, at));
        at += 1;
    }
    if !preview.brings {
        let words = "Everything in this file is here already.";
        frame.render_widget(Line::styled(words, theme::UNUSUAL), nth(inner, at + 1));
        at += 2;
    }
    let area = below(inner, at + 1);
    // Whoever is not to be read over the counter is not read here either.
    if app.public.private {
        let words = "Names are hidden.";
        frame.render_widget(Line::styled(words, theme::QUIET), nth(area, 0));
        return;
    }
    let lines = preview.lines().into_iter().skip(top);
    let styled = lines
        .take(usize::from(area.height))
        .map(|(is_title, words)| {
            if is_title {
                Line::styled(words, theme::LABEL)
            } else {
                Line::raw(format!("  {words}"))
            }
        });
    let words = Paragraph::new(styled.collect::<Vec<_>>());
    frame.render_widget(words.wrap(Wrap { trim: false }), area);
}

fn far(frame: &mut Frame<'_>, body: Rect, import: &ImportState, title: &str, words: &str) {
    let title = format!("{title} {}", import.wanted.path);
    let inner = open(frame, body, &title, 72, 8);
    let far = if import.far.is_empty() {
        "…"
    } else {
        &import.far
    };
    frame.render_widget(
        Line::styled(truncate(far, usize::from(inner.width)), theme::HEADING),
        nth(inner, 0),
    );
    let words = Paragraph::new(Line::styled(words.to_owned(), theme::QUIET));
    frame.render_widget(words.wrap(Wrap { trim: true }), below(inner, 2));
}
