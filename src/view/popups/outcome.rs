//! The outcome popup: one question a follow-up, what follows shown before it happens.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::keymap::Scope;
use crate::app::popups::outcome::{OutcomePopup, RESULTS, ResultQuestion, SCOPE};
use crate::domain::contact::Direction;
use crate::domain::follow_up::{FollowUp, FollowUpResult};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{display_width, truncate};
use crate::view::row::cell;
use crate::view::{ClickZones, theme};

pub(super) fn render(
    frame: &mut Frame<'_>,
    body: Rect,
    app: &App,
    popup: &OutcomePopup,
    zones: &mut ClickZones,
) {
    let Some(follow_up) = popup.current() else {
        return;
    };
    let title = title(popup);
    let inner = open(frame, body, &title, 70, 11);
    let mut lines = vec![heading(app, &popup.entry, follow_up, inner.width)];
    if let Some(ask) = &popup.ask {
        frame.render_widget(Paragraph::new(lines), inner);
        question(frame, inner, app, ask);
        return;
    }
    if inner.height < 9 {
        frame.render_widget(Paragraph::new(low(app, lines, inner)), inner);
        return;
    }
    lines.extend(results(app, popup, follow_up, inner, zones));
    frame.render_widget(Paragraph::new(lines), inner);
}

/// Who rang whom, and which of several questions it is.
fn title(popup: &OutcomePopup) -> String {
    let count = popup.covered.len();
    let nth_of = if count > 1 {
        format!("  {} of {count}", popup.at + 1)
    } else {
        String::new()
    };
    let rang = match popup.direction {
        Direction::Outward => "",
        Direction::Inward => " rang",
    };
    format!(
        "{}{rang}: how did it end?{nth_of}",
        popup.entry.customer.name
    )
}

/// A line a result, below the heading: its key, its word and what follows from it.
fn results(
    app: &App,
    popup: &OutcomePopup,
    follow_up: &FollowUp,
    inner: Rect,
    zones: &mut ClickZones,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let scene = popup.entry.scene(&app.rules, app.now, &app.by);
    for result in RESULTS {
        let here = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
        let key = chosen_by(app, zones, nth(inner, here), Action::Result(result));
        let room = usize::from(inner.width).saturating_sub(display_width(&key) + 18);
        let follows = scene.preview(follow_up, result);
        let follows = if result == FollowUpResult::Dropped {
            "with the reason".to_owned()
        } else {
            follows
        };
        lines.push(Line::from(vec![
            Span::styled(key, theme::KEY),
            Span::raw(cell(result.spoken(), 18)),
            Span::styled(truncate(&follows, room), theme::QUIET),
        ]));
    }
    let here = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
    let key = chosen_by(app, zones, nth(inner, here), Action::NotTalkedAbout);
    lines.push(Line::from(vec![
        Span::styled(key, theme::KEY),
        Span::raw(cell("not talked about", 18)),
        Span::styled("leave it open", theme::QUIET),
    ]));
    lines
}

/// What one of the popup's lines is chosen by: its key, as it is shown there, and a click.
fn chosen_by(app: &App, zones: &mut ClickZones, here: Rect, action: Action) -> String {
    if let Some(key) = app.keys.key(action) {
        zones.add(here, ClickTarget::Key(key));
    }
    short(app, SCOPE, action)
}

/// A key in four columns.
pub(super) fn short(app: &App, scope: Scope, action: Action) -> String {
    let key = app.keys.shown_in(scope, action).replace("space", "␣");
    let indent = if display_width(&key) < 3 { " " } else { "" };
    cell(&format!("{indent}{key}"), display_width(&key).max(3) + 1)
}

/// The results on a low screen: two a line, without what follows from them.
fn low(app: &App, mut lines: Vec<Line<'static>>, inner: Rect) -> Vec<Line<'static>> {
    if inner.height < 5 {
        lines.clear();
    }
    let width = usize::from(inner.width / 2).saturating_sub(3);
    let mut keys: Vec<(String, &str)> = RESULTS
        .into_iter()
        .map(|result| {
            let key = app.keys.shown(Action::Result(result));
            let word = Some(result.spoken()).filter(|w| display_width(w) <= width);
            (key, word.unwrap_or("not needed"))
        })
        .collect();
    keys.push((app.keys.shown(Action::NotTalkedAbout), "leave open"));
    for pair in keys.chunks(2) {
        let spans = pair.iter().flat_map(|(key, word)| {
            [
                Span::styled(format!(" {key} "), theme::KEY),
                Span::raw(cell(word, width)),
            ]
        });
        lines.push(Line::from(spans.collect::<Vec<_>>()));
    }
    lines
}

/// What a follow-up is about, its quote and the item, as far as there is room.
pub(super) fn heading(
    app: &App,
    entry: &CustomerSummary,
    f: &FollowUp,
    width: u16,
) -> Line<'static> {
    let mut room = usize::from(width);
    let mut spans = Vec::new();
    let mut add = |text: String, style| {
        let text = truncate(&text, room);
        room -= display_width(&text).min(room);
        spans.push(Span::styled(text, style));
    };
    if let Some(s) = f.severity {
        add(format!("{} {s}  ", s.letter()), theme::severity(s));
    }
    let quote = f.quote.map(|quote| app.rules.currency.show(quote));
    add(f.about.clone(), theme::TITLE);
    if let Some(quote) = quote {
        add(format!("  {quote}"), Style::default());
    }
    if let Some(item) = entry.item(f.item) {
        add(format!("  {item}"), theme::QUIET);
    }
    Line::from(spans)
}

fn question(frame: &mut Frame<'_>, inner: Rect, app: &App, ask: &ResultQuestion) {
    match ask {
        ResultQuestion::Approval {
            who,
            sum,
            in_sum,
            error,
        } => {
            frame.render_widget(
                Line::styled("Authorised: go ahead.", theme::SAVED),
                nth(inner, 2),
            );
            typed(frame, nth(inner, 4), "Who said yes?  ", who, !in_sum);
            typed(frame, nth(inner, 5), "To how much?   ", sum, *in_sum);
            if let Some(error) = error {
                frame.render_widget(Line::styled(error.clone(), theme::WRONG), nth(inner, 7));
            } else {
                let at = app.rules.calendar.local(app.now).format("%a %-d %b %H:%M");
                let words = format!("Noted {at} by {}.", app.by);
                frame.render_widget(Line::styled(words, theme::QUIET), nth(inner, 7));
            }
        }
        ResultQuestion::Reason { result, line } => {
            let (asks, empty) = match result {
                FollowUpResult::Declined => ("Why not?  ", "Leave empty to give no reason."),
                _ => ("Why?      ", "Leave empty: it no longer matters."),
            };
            typed(frame, nth(inner, 2), asks, line, true);
            if line.is_blank() {
                frame.render_widget(Line::styled(empty, theme::QUIET), nth(inner, 4));
            }
        }
    }
}
