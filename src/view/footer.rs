//! The foot: what was just saved, and the keys that work here and now.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::row::put;
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::keymap::{self, Binding};
use crate::app::state::Notice;
use crate::domain::contact::{Contact, Outcome};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{display_width, truncate};

/// What was saved, what went wrong, or what to know; and the keys that go with it.
pub(super) fn notice(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    let (words, style) = match &app.notice {
        Notice::Nothing => return,
        Notice::Saved(words) | Notice::Undone(words) => {
            (fitted(words, usize::from(area.width)), theme::SAVED)
        }
        Notice::Message(_) | Notice::FieldRefused => {
            (app.notice.words().to_owned(), theme::UNUSUAL)
        }
        Notice::Error(words) => (words.clone(), theme::WRONG),
        Notice::NotSaved(why) => {
            let retry = app.keys.shown(Action::Retry);
            let words = format!("Not saved – {retry} to try again: {why}");
            (words, theme::WRONG)
        }
    };
    let reached = |(_, contact): &(CustomerSummary, Contact)| contact.outcome == Outcome::Reached;
    let after: &[Action] = match (&app.notice, &app.last) {
        // Under what lies on top these keys mean something else.
        _ if app.popup.is_some() => &[],
        (Notice::Saved(_), Some(last)) if reached(last) => &[
            Action::Undo,
            Action::Note,
            Action::Pleased,
            Action::Fine,
            Action::Unhappy,
        ],
        (Notice::Saved(_), Some(_)) => &[Action::Undo, Action::Note],
        (Notice::Saved(_), None) => &[Action::Undo],
        (Notice::Undone(_), _) => &[Action::Undo, Action::Redo],
        _ => &[],
    };
    let table = app.keys.table().iter();
    let keys: Vec<(String, &Binding)> = table
        .filter(|b| after.contains(&b.action))
        .map(|b| (label(b), b))
        .collect();
    // The sentence comes first; the keys that go with it take what room is left.
    let words = truncate(&words, usize::from(area.width).saturating_sub(2));
    let mut room = usize::from(area.width).saturating_sub(display_width(&words) + 4);
    let fits = |(label, binding): &(String, &Binding)| {
        let width = display_width(label) + display_width(&key(binding)) + 3;
        let there = width <= room + 2;
        room = if there { room.saturating_sub(width) } else { 0 };
        there
    };
    let keys: Vec<(String, &Binding)> = keys.into_iter().take_while(fits).collect();
    let mut spans = vec![Span::raw(" "), Span::styled(words, style), Span::raw("  ")];
    add_keys(&mut spans, area, &keys, zones);
    put(frame, area, &Line::from(spans));
}

/// A sentence that begins with somebody's name, as wide as there is room: it is the name that gives
/// way, as what came of it is what one looks for.
fn fitted(words: &str, width: usize) -> String {
    const LEAST: usize = 16;
    let room = width.saturating_sub(2);
    match words.split_once(": ") {
        Some((who, what)) if display_width(words) > room => {
            let left = room.saturating_sub(display_width(what) + 2).max(LEAST);
            format!("{}: {what}", truncate(who, left))
        }
        _ => words.to_owned(),
    }
}

fn label(b: &Binding) -> String {
    match b.action {
        Action::Pleased => "pleased".to_owned(),
        Action::Fine => "fine".to_owned(),
        Action::Unhappy => "unhappy".to_owned(),
        Action::Redo => "redo".to_owned(),
        _ => b.foot.to_owned(),
    }
}

/// The keys that work here and now, as many as there is room for.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    let all: Vec<(String, &Binding)> = keymap::foot(app).map(|b| (b.foot.to_owned(), b)).collect();
    // "? keys" and what leaves come last and are always there.
    let (must, rest): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|(_, b)| matches!(b.action, Action::Help | Action::Quit));
    let width = |(l, b): &(String, &Binding)| display_width(l) + display_width(&key(b)) + 3;
    let all: usize = must.iter().chain(&rest).map(width).sum();
    let lines = if all < usize::from(area.width) {
        area.height.min(1)
    } else {
        area.height
    };
    let mut rest = rest.into_iter().peekable();
    for n in 0..lines {
        let here = Rect {
            y: area.y + n,
            height: 1,
            ..area
        };
        let last = n + 1 == lines;
        let kept: usize = if last {
            must.iter().map(width).sum()
        } else {
            0
        };
        let mut line = Vec::new();
        let mut used = 1 + kept;
        while let Some(next) = rest.peek() {
            used += width(next);
            if used > usize::from(area.width) {
                break;
            }
            line.extend(rest.next());
        }
        if last {
            line.extend(must.iter().cloned());
        }
        let mut spans = vec![Span::raw(" ")];
        add_keys(&mut spans, here, &line, zones);
        put(frame, here, &Line::from(spans));
    }
}

fn key(b: &Binding) -> String {
    b.keys.first().map(|k| k.shown()).unwrap_or_default()
}

fn add_keys(
    spans: &mut Vec<Span<'static>>,
    area: Rect,
    keys: &[(String, &Binding)],
    zones: &mut ClickZones,
) {
    for (label, binding) in keys {
        let start: usize = spans.iter().map(|s| display_width(&s.content)).sum();
        let shown = key(binding);
        let width = display_width(&shown) + 1 + display_width(label);
        spans.push(Span::styled(shown, theme::KEY));
        spans.push(Span::raw(format!(" {label}  ")));
        let at = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let zone = Rect {
            x: area.x.saturating_add(at(start)),
            width: at(width),
            ..area
        };
        if let Some(first) = binding.keys.first() {
            zones.add(zone.intersection(area), ClickTarget::Key(*first));
        }
    }
}
