//! The foot: what was just saved, and the keys that work here and now.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::row::{put, wrapped};
use super::{ClickZones, theme};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::keymap::{self, Binding};
use crate::app::state::Notice;
use crate::domain::contact::{Contact, Outcome};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{display_width, truncate};

/// A key of the table with the word it has here.
type LabelledKey<'a> = (String, &'a Binding);

/// What the notice says, laid out.
struct NoticeText<'a> {
    lines: Vec<String>,
    style: Style,
    /// The keys that go with it and stand behind it.
    keys: Vec<LabelledKey<'a>>,
    /// Those it has no room for: the foot has them.
    left_out: Vec<LabelledKey<'a>>,
}

/// How many lines the notice takes, of so many it may have.
pub(super) fn notice_height(app: &App, width: u16, most: u16) -> u16 {
    let text = notice_text(app, width, most);
    text.map_or(1, |text| {
        u16::try_from(text.lines.len()).unwrap_or(1).max(1)
    })
}

/// What was saved, what went wrong, or what to know; and the keys that go with it.
pub(super) fn notice(frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
    let Some(text) = notice_text(app, area.width, area.height) else {
        return;
    };
    let last = text.lines.len().saturating_sub(1);
    for ((n, words), y) in text.lines.iter().enumerate().zip(area.top()..area.bottom()) {
        let here = Rect {
            y,
            height: 1,
            ..area
        };
        let mut spans = vec![Span::raw(" "), Span::styled(words.clone(), text.style)];
        if n == last {
            spans.push(Span::raw("  "));
            add_keys(&mut spans, here, &text.keys, zones);
        }
        put(frame, here, &Line::from(spans));
    }
}

/// The notice for a width and so many lines: the sentence comes first, on a line more where one has no
/// room for it; the keys that go with it take what room is left.
fn notice_text(app: &App, width: u16, most: u16) -> Option<NoticeText<'_>> {
    let (words, style) = match &app.notice {
        Notice::Nothing => return None,
        Notice::Saved(words) | Notice::Undone(words) => (words.clone(), theme::SAVED),
        Notice::Message(_) | Notice::UnknownKey(_) | Notice::FieldRefused => {
            (app.notice.words().to_owned(), theme::UNUSUAL)
        }
        Notice::Error(words) => (words.clone(), theme::WRONG),
        Notice::NotSaved(why) => {
            let retry = app.keys.shown(Action::Retry);
            let words = format!("Not saved – {retry} to try again: {why}");
            (words, theme::WRONG)
        }
    };
    let room = usize::from(width).saturating_sub(2);
    let named = matches!(app.notice, Notice::Saved(_) | Notice::Undone(_));
    let lines = on_lines(&words, room, usize::from(most), named);
    let used = lines.last().map_or(0, |line| display_width(line));
    let offered = offered(app);
    let (mut keys, mut left_out) = fitting(keys_of(app, offered, false), room, used);
    if !left_out.is_empty() {
        (keys, left_out) = fitting(keys_of(app, offered, true), room, used);
    }
    Some(NoticeText {
        lines,
        style,
        keys,
        left_out,
    })
}

/// What a notice offers to do about what it says.
fn offered(app: &App) -> &'static [Action] {
    let reached = |(_, contact): &(CustomerSummary, Contact)| contact.outcome == Outcome::Reached;
    match (&app.notice, &app.last) {
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
    }
}

/// The keys of some actions with their words; the feelings with one word for all where it is short.
fn keys_of<'a>(app: &'a App, actions: &[Action], short: bool) -> Vec<LabelledKey<'a>> {
    let table = app.keys.table().iter();
    let keys = table.filter(|b| actions.contains(&b.action));
    keys.map(|b| (label(b, short), b)).collect()
}

/// The keys that have room behind so many columns of a line, and those that have none. Keys that share
/// a word stay together.
fn fitting(
    keys: Vec<LabelledKey<'_>>,
    room: usize,
    used: usize,
) -> (Vec<LabelledKey<'_>>, Vec<LabelledKey<'_>>) {
    let mut end = used + 2;
    let (mut kept, mut so_far) = (0, 0);
    for (label, binding) in &keys {
        end += key_width(label, binding);
        so_far += 1;
        if end > room + 2 {
            break;
        }
        if !label.is_empty() {
            kept = so_far;
        }
    }
    let mut kept_keys = keys;
    let left_out = kept_keys.split_off(kept);
    (kept_keys, left_out)
}

/// How wide a key is with its word and the blanks behind it.
fn key_width(label: &str, binding: &Binding) -> usize {
    match display_width(label) {
        0 => display_width(&key(binding)) + 1,
        label => display_width(&key(binding)) + label + 3,
    }
}

/// A sentence on as few lines as it fits: where it begins with somebody's `name`, that gives way first,
/// as what came of it is what one looks for.
fn on_lines(words: &str, room: usize, most: usize, named: bool) -> Vec<String> {
    const LEAST: usize = 16;
    let shorter = |room: usize| match words.split_once(": ") {
        Some((who, what)) if named => {
            let left = room.saturating_sub(display_width(what) + 2).max(LEAST);
            format!("{}: {what}", truncate(who, left))
        }
        _ => words.to_owned(),
    };
    let one = if display_width(words) > room {
        shorter(room)
    } else {
        words.to_owned()
    };
    if most < 2 || display_width(&one) <= room {
        return vec![truncate(&one, room)];
    }
    let whole = |words: &str| Some(wrapped(words, room)).filter(|lines| lines.len() <= most);
    whole(words)
        .or_else(|| whole(&shorter(0)))
        .unwrap_or_else(|| {
            let lines = wrapped(words, room);
            let (first, rest) = lines.split_at((most - 1).min(lines.len()));
            let last = truncate(&rest.join(" "), room);
            first.iter().cloned().chain([last]).collect()
        })
}

fn label(b: &Binding, short: bool) -> String {
    match b.action {
        Action::Pleased | Action::Fine if short => String::new(),
        Action::Unhappy if short => "feeling".to_owned(),
        Action::Pleased => "pleased".to_owned(),
        Action::Fine => "fine".to_owned(),
        Action::Unhappy => "unhappy".to_owned(),
        Action::Redo => "redo".to_owned(),
        _ => b.foot.to_owned(),
    }
}

/// The keys that work here and now, as many as there is room for.
pub(super) fn render(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    notice_lines: u16,
    zones: &mut ClickZones,
) {
    let notice = notice_text(app, area.width, notice_lines);
    let left_out = notice.map(|text| text.left_out).unwrap_or_default();
    let behind = |b: &Binding| left_out.iter().any(|(_, other)| other.action == b.action);
    let all = keymap::foot(app).filter(|b| !behind(b));
    // What the notice had no room for, "? keys" and what leaves come last and are always there.
    let (must, rest): (Vec<_>, Vec<_>) = all
        .map(|b| (b.foot.to_owned(), b))
        .partition(|(_, b)| matches!(b.action, Action::Help | Action::Quit));
    let must = [left_out.clone(), must].concat();
    let width = |(l, b): &LabelledKey<'_>| key_width(l, b);
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
    keys: &[LabelledKey<'_>],
    zones: &mut ClickZones,
) {
    for (label, binding) in keys {
        let start: usize = spans.iter().map(|s| display_width(&s.content)).sum();
        let shown = key(binding);
        let width = display_width(&shown) + 1 + display_width(label);
        spans.push(Span::styled(shown, theme::KEY));
        let behind = if label.is_empty() {
            " ".to_owned()
        } else {
            format!(" {label}  ")
        };
        spans.push(Span::raw(behind));
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
