//! The outcome popup: one question a follow-up, what follows shown before it happens.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Drawing;
use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::keymap::Scope;
use crate::app::popups::outcome::{OutcomePopup, RESULTS, ResultQuestion, SCOPE};
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, FollowUpResult};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{display_width, truncate};
use crate::view::row::cell;
use crate::view::{ClickZones, theme};

/// How high it is with a line a result.
pub(super) const HEIGHT: u16 = 11;
/// How wide it is then.
const WIDTH: u16 = 70;

impl Drawing for OutcomePopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
        render(frame, area, app, self, zones);
    }

    fn talked_with(&self) -> Option<&CustomerSummary> {
        Some(&self.entry)
    }

    fn asked_about(&self) -> Option<Id> {
        self.current().map(|f| f.id)
    }
}

fn render(
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
    let low = body.height < HEIGHT && popup.question.is_none();
    let width = if low { body.width } else { WIDTH };
    let inner = open(frame, body, &title, width, HEIGHT);
    // The answers come before what they are about.
    let heads = u16::from(inner.height >= 4);
    let heading = heading(app, &popup.entry, follow_up, inner.width);
    frame.render_widget(
        heading,
        Rect {
            height: heads.min(inner.height),
            ..inner
        },
    );
    let below = Rect {
        y: inner.y + heads,
        height: inner.height - heads,
        ..inner
    };
    if let Some(ask) = &popup.question {
        question(frame, below, app, ask);
    } else {
        let answers = answers(app, popup, follow_up);
        draw(frame, below, app, &answers, zones);
    }
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

/// One of the ways a call may have ended: what chooses it, its word and what follows from it.
struct OutcomeAnswer {
    action: Action,
    word: &'static str,
    follows: String,
}

/// All of them, in the popup's order.
fn answers(app: &App, popup: &OutcomePopup, follow_up: &FollowUp) -> Vec<OutcomeAnswer> {
    let scene = popup.entry.scene(&app.rules, app.now, &app.by);
    let answer = |result: FollowUpResult| OutcomeAnswer {
        action: Action::Result(result),
        word: result.spoken(),
        follows: match result {
            FollowUpResult::Dropped => "with the reason".to_owned(),
            _ => scene.preview(follow_up, result),
        },
    };
    let open = OutcomeAnswer {
        action: Action::NotTalkedAbout,
        word: "not talked about",
        follows: "leave it open".to_owned(),
    };
    RESULTS.into_iter().map(answer).chain([open]).collect()
}

/// Draws the answers below each other, in as many columns as the height asks for.
fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    app: &App,
    answers: &[OutcomeAnswer],
    zones: &mut ClickZones,
) {
    let rows = usize::from(area.height.max(1)).min(answers.len());
    let count = answers.len().div_ceil(rows);
    // Two columns are as unequal as what follows from their answers; of three, none says what follows.
    let rows = if count > 2 {
        answers.len().div_ceil(count)
    } else {
        rows
    };
    let mut x = area.x;
    for (n, column) in answers.chunks(rows).enumerate() {
        let left = area.right().saturating_sub(x);
        let behind = answers.get((n + 1) * rows..).unwrap_or_default();
        let width = match count - n {
            1 => left,
            2 if n == 0 => {
                let bare = widest(app, behind, false);
                widest(app, column, true).min(left.saturating_sub(bare))
            }
            columns => left / u16::try_from(columns).unwrap_or(1),
        };
        for (answer, y) in column.iter().zip(area.y..area.bottom()) {
            let here = Rect {
                x,
                y,
                width,
                height: 1,
            };
            let room = usize::from(width.saturating_sub(u16::from(count - n > 1)));
            frame.render_widget(line_of(app, answer, room, count == 1), here);
            if let Some(key) = app.keys.key(answer.action) {
                zones.add(here, ClickTarget::Key(key));
            }
        }
        x += width;
    }
}

/// How wide a column of answers is with what follows from them, or without.
fn widest(app: &App, answers: &[OutcomeAnswer], follows: bool) -> u16 {
    let wide = |answer: &OutcomeAnswer| {
        let key = short(app, SCOPE, answer.action);
        let word = display_width(&key) + display_width(answer.word) + 1;
        if follows {
            line_of(app, answer, usize::MAX, false).width() + 2
        } else {
            word
        }
    };
    u16::try_from(answers.iter().map(wide).max().unwrap_or(0)).unwrap_or(u16::MAX)
}

/// An answer's key, its word and what follows from it, in a width; where it is all of a row, what
/// follows stands under what follows from the others.
fn line_of(app: &App, answer: &OutcomeAnswer, width: usize, alone: bool) -> Line<'static> {
    let key = short(app, SCOPE, answer.action);
    let room = width.saturating_sub(display_width(&key));
    let word = match answer.word {
        word if display_width(word) <= room => word,
        "not talked about" => "leave open",
        _ => "not needed",
    };
    let least = if alone { 18 } else { 12 };
    let word = cell(word, least.max(display_width(word) + 2));
    let room = room.saturating_sub(display_width(&word));
    let follows = shortened(&answer.follows, room);
    Line::from(vec![
        Span::styled(key, theme::KEY),
        Span::raw(word),
        Span::styled(follows, theme::QUIET),
    ])
}

/// What follows, in a width: without its reason, or only its day, where there is no room for all of it.
fn shortened(follows: &str, width: usize) -> String {
    let bare = follows.split(" (").next().unwrap_or(follows);
    let mut parts = bare.split("; ");
    let dated = parts
        .clone()
        .find(|part| part.contains(|c: char| c.is_ascii_digit()));
    let part = dated.or_else(|| parts.next()).unwrap_or(bare);
    let fits = |words: &&str| display_width(words) <= width;
    let found = [follows, bare, part].into_iter().find(fits);
    found.unwrap_or_default().to_owned()
}

/// A key in four columns.
pub(super) fn short(app: &App, scope: Scope, action: Action) -> String {
    let key = app.keys.shown_in(scope, action).replace("space", "␣");
    let indent = if display_width(&key) < 3 { " " } else { "" };
    cell(&format!("{indent}{key}"), display_width(&key).max(3) + 1)
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

/// What a result still asks, with blank lines between where there is room.
fn question(frame: &mut Frame<'_>, area: Rect, app: &App, ask: &ResultQuestion) {
    let high = area.height >= 6;
    match ask {
        ResultQuestion::Approval {
            who,
            sum,
            in_sum,
            error,
        } => {
            let [who_at, sum_at, note_at] = if high { [2, 3, 5] } else { [0, 1, 2] };
            if high {
                let says = Line::styled("Authorised: go ahead.", theme::SAVED);
                frame.render_widget(says, nth(area, 0));
            }
            typed(frame, nth(area, who_at), "Who said yes?  ", who, !in_sum);
            typed(frame, nth(area, sum_at), "To how much?   ", sum, *in_sum);
            let at = app.rules.calendar.local(app.now).format("%a %-d %b %H:%M");
            let noted = || Line::styled(format!("Noted {at} by {}.", app.by), theme::QUIET);
            let error = error.clone().map(|error| Line::styled(error, theme::WRONG));
            frame.render_widget(error.unwrap_or_else(noted), nth(area, note_at));
        }
        ResultQuestion::Reason { result, line } => {
            let (asks, empty) = match result {
                FollowUpResult::Declined => ("Why not?  ", "Leave empty to give no reason."),
                _ => ("Why?      ", "Leave empty: it no longer matters."),
            };
            let [line_at, hint_at] = if high { [1, 3] } else { [0, 1] };
            typed(frame, nth(area, line_at), asks, line, true);
            if line.is_blank() {
                frame.render_widget(Line::styled(empty, theme::QUIET), nth(area, hint_at));
            }
        }
    }
}
