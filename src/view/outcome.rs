//! The outcome popup: one question a follow-up, what follows shown before it happens; and "let go?".

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::popup::{nth, open, typed};
use super::row::cell;
use super::{Zones, theme};
use crate::app::App;
use crate::app::action::{Key, Target};
use crate::app::outcome::{Ask, OutcomeBox, RESULTS};
use crate::domain::entry::Entry;
use crate::domain::follow_up::{FollowUp, FollowUpResult, State};

pub(super) fn render(
    frame: &mut Frame<'_>,
    body: Rect,
    app: &App,
    popup: &OutcomeBox,
    zones: &mut Zones,
) {
    let Some(follow_up) = popup.current() else {
        return;
    };
    let count = popup.covered.len();
    let nth_of = if count > 1 {
        format!("  {} of {count}", popup.at + 1)
    } else {
        String::new()
    };
    let title = format!("{}: how did it end?{nth_of}", popup.entry.customer.name);
    let inner = open(frame, body, &title, 70, 11);
    let mut lines = vec![heading(app, &popup.entry, follow_up)];
    if let Some(ask) = &popup.ask {
        frame.render_widget(Paragraph::new(lines), inner);
        question(frame, inner, app, ask);
        return;
    }
    if inner.height < 9 {
        frame.render_widget(Paragraph::new(low(lines, inner)), inner);
        return;
    }
    let scene = popup.entry.scene(&app.rules, app.now, &app.by);
    for (key, result) in RESULTS {
        let here = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        zones.add(nth(inner, here), Target::Key(Key::Char(key)));
        let word = if result == FollowUpResult::Dropped {
            "no longer matters"
        } else {
            result.word()
        };
        let follows = scene.preview(follow_up, result);
        let follows = if result == FollowUpResult::Dropped {
            "with the reason".to_owned()
        } else {
            follows
        };
        lines.push(Line::from(vec![
            Span::styled(format!(" {key}  "), theme::KEY),
            Span::raw(cell(&word.replace('-', " "), 18)),
            Span::styled(follows, theme::QUIET),
        ]));
    }
    let here = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    zones.add(nth(inner, here), Target::Key(Key::Char('-')));
    lines.push(Line::from(vec![
        Span::styled(" -  ", theme::KEY),
        Span::raw(cell("not talked about", 18)),
        Span::styled("leave it open", theme::QUIET),
    ]));
    frame.render_widget(Paragraph::new(lines), inner);
}

/// The results on a low screen: two a line, without what follows from them.
fn low(mut lines: Vec<Line<'static>>, inner: Rect) -> Vec<Line<'static>> {
    if inner.height < 5 {
        lines.clear();
    }
    let mut keys: Vec<(char, String)> = RESULTS
        .iter()
        .map(|(key, result)| (*key, result.word().replace('-', " ")))
        .collect();
    keys.push(('-', "leave open".to_owned()));
    let width = usize::from(inner.width / 2).saturating_sub(3);
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

fn heading(app: &App, entry: &Entry, f: &FollowUp) -> Line<'static> {
    let mut spans = Vec::new();
    if let Some(s) = f.severity {
        spans.push(Span::styled(
            format!("{} {s}  ", s.letter()),
            theme::severity(s),
        ));
    }
    spans.push(Span::styled(f.about.clone(), theme::TITLE));
    if let Some(quote) = f.quote {
        spans.push(Span::raw(format!("  {}", app.rules.currency.show(quote))));
    }
    if let Some(item) = entry.item(f.item) {
        spans.push(Span::styled(format!("  {item}"), theme::QUIET));
    }
    Line::from(spans)
}

fn question(frame: &mut Frame<'_>, inner: Rect, app: &App, ask: &Ask) {
    match ask {
        Ask::Who {
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
                let words = format!("Stamped {at}, noted by {}.", app.by);
                frame.render_widget(Line::styled(words, theme::QUIET), nth(inner, 7));
            }
        }
        Ask::Why { result, line } => {
            let (asks, empty) = match result {
                FollowUpResult::Declined => ("Why not?  ", "Nothing typed: no reason given."),
                _ => ("Why?      ", "Nothing typed: it no longer matters."),
            };
            typed(frame, nth(inner, 2), asks, line, true);
            if line.is_blank() {
                frame.render_widget(Line::styled(empty, theme::QUIET), nth(inner, 4));
            }
        }
    }
}

pub(super) fn let_go(frame: &mut Frame<'_>, body: Rect, app: &App, entry: &Entry) {
    let title = format!("{}: let go?", entry.customer.name);
    let inner = open(frame, body, &title, 64, 11);
    let waiting: Vec<&FollowUp> = entry
        .follow_ups
        .iter()
        .filter(|f| f.state == State::LetGo)
        .collect();
    let tries = waiting.iter().map(|f| f.attempts).max().unwrap_or(0);
    let mut lines = vec![Line::raw(format!(
        "Tried {tries} times, and nobody answered."
    ))];
    lines.extend(waiting.iter().map(|f| heading(app, entry, f)));
    lines.push(Line::raw(""));
    let scene = entry.scene(&app.rules, app.now, &app.by);
    for (key, what, follows) in [
        (
            " l  ",
            "let go",
            format!("closed: no answer after {tries} tries"),
        ),
        (" k  ", "keep trying", scene.keep_trying().says),
        (
            "esc ",
            "decide later",
            "they wait in Ahead, at the top".to_owned(),
        ),
    ] {
        lines.push(Line::from(vec![
            Span::styled(key, theme::KEY),
            Span::raw(cell(what, 14)),
            Span::styled(follows, theme::QUIET),
        ]));
    }
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
}
