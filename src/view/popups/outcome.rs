//! The outcome popup: one question a follow-up, what follows shown before it happens.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::frame::{nth, open, typed};
use super::{Drawing, LOWEST};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::keymap::Scope;
use crate::app::popups::outcome::{OutcomePopup, RESULTS, ResultQuestion, SCOPE};
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, FollowUpResult};
use crate::domain::queue::short_time;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{display_width, truncate};
use crate::domain::time_format::short_day;
use crate::view::row::cell;
use crate::view::{ClickZones, theme};

/// How high it is with a line a result.
pub(super) const HEIGHT: u16 = 11;
/// How wide it is then.
const WIDTH: u16 = 70;
/// Up to which height its title tells what it is about, from a width on that has two columns.
const TITLED: u16 = 6;
const TWO_COLUMNS: u16 = 50;

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

    /// Two columns of its answers say when they come back.
    fn heights(&self, width: u16) -> (u16, u16) {
        let least = if width >= TWO_COLUMNS { TITLED } else { LOWEST };
        (least, HEIGHT)
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
    let low = body.height < HEIGHT && popup.question.is_none();
    let width = if low { body.width } else { WIDTH };
    // Where it is very low, the title tells what it is about: the card beneath says who it is.
    let titled = body.height <= TITLED && body.width >= TWO_COLUMNS;
    let title = title(app, popup, follow_up, titled);
    let inner = open(frame, body, &title, width, HEIGHT);
    // The answers come before what they are about.
    let heads = u16::from(inner.height >= 4 && !titled);
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

/// Who rang whom, and which of several questions it is; in place of the name what is asked about.
fn title(app: &App, popup: &OutcomePopup, follow_up: &FollowUp, titled: bool) -> String {
    let count = popup.covered.len();
    let nth_of = if count > 1 {
        format!("  {} of {count}", popup.at + 1)
    } else {
        String::new()
    };
    if titled {
        let quote = follow_up.quote.map(|quote| app.rules.currency.show(quote));
        let quote = quote.map(|quote| format!("  {quote}")).unwrap_or_default();
        return format!("How did it end?{nth_of}  {}{quote}", follow_up.about);
    }
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
    /// The word where there is little room.
    short_word: &'static str,
    /// What follows from it, in ever fewer words.
    follows: Vec<String>,
}

/// All of them, in the popup's order.
fn answers(app: &App, popup: &OutcomePopup, follow_up: &FollowUp) -> Vec<OutcomeAnswer> {
    let scene = popup.entry.scene(&app.rules, app.now, &app.by);
    let short = |at| match short_time(at, app.now, &app.rules.calendar) {
        clock if clock.len() == "16:00".len() => format!("today {clock}"),
        time => time,
    };
    let answer = |result: FollowUpResult| OutcomeAnswer {
        action: Action::Result(result),
        word: result.spoken(),
        short_word: match result {
            FollowUpResult::Dropped => "not needed",
            _ => result.spoken(),
        },
        follows: match result {
            FollowUpResult::Dropped => in_ever_fewer_words("with the reason".to_owned(), None),
            FollowUpResult::Unhappy => {
                in_ever_fewer_words(scene.preview(follow_up, result), Some("today".to_owned()))
            }
            FollowUpResult::Thinking => in_ever_fewer_words(
                scene.preview(follow_up, result),
                scene.next_time(follow_up, result).map(short),
            ),
            _ => in_ever_fewer_words(
                scene.preview(follow_up, result),
                scene
                    .next_time(follow_up, result)
                    .map(|at| short_day(at, app.now, &app.rules.calendar)),
            ),
        },
    };
    let said: Vec<_> = popup.results.iter().flatten().cloned().collect();
    let again = scene.left_open_until(follow_up, &said, popup.direction);
    let open = OutcomeAnswer {
        action: Action::NotTalkedAbout,
        word: "not talked about",
        short_word: "leave open",
        follows: match again {
            Some(at) => in_ever_fewer_words(
                format!("leave it open; again {}", scene.spoken(at)),
                Some(short(at)),
            ),
            None => in_ever_fewer_words("leave it open".to_owned(), None),
        },
    };
    RESULTS.into_iter().map(answer).chain([open]).collect()
}

/// What follows from an answer: all of it, without its reason, only the part with its time, and only the
/// time.
fn in_ever_fewer_words(follows: String, time: Option<String>) -> Vec<String> {
    let bare = follows.split(" (").next().unwrap_or(&follows).to_owned();
    let mut parts = bare.split("; ");
    let dated = parts
        .clone()
        .find(|part| part.contains(|c: char| c.is_ascii_digit()));
    let part = dated.or_else(|| parts.next()).unwrap_or(&bare).to_owned();
    let least = time.unwrap_or_default();
    vec![follows, bare, part, least]
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
    // Two columns are as unequal as their words; of three, none says what follows.
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
            2 if n == 0 => first_width(app, column, behind, left),
            columns => left / u16::try_from(columns).unwrap_or(1),
        };
        let room = usize::from(width.saturating_sub(u16::from(count - n > 1)));
        let words = AnswerWords::of(app, column, room, count == 1);
        for (answer, y) in column.iter().zip(area.y..area.bottom()) {
            let here = Rect {
                x,
                y,
                width,
                height: 1,
            };
            frame.render_widget(words.line_of(app, answer, room), here);
            if let Some(key) = app.keys.key(answer.action) {
                zones.add(here, ClickTarget::Key(key));
            }
        }
        x += width;
    }
}

/// The width of the first of two columns: what its answers need, as far as the other's have room for when
/// they come back.
fn first_width(app: &App, first: &[OutcomeAnswer], other: &[OutcomeAnswer], left: u16) -> u16 {
    let width = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let least = AnswerWords::SHORT.widest(app, other, <[String]>::last);
    let room = left.saturating_sub(width(least));
    let words = AnswerWords::of(app, first, usize::from(room), false);
    room.min(width(words.widest(app, first, <[String]>::first) + 2))
}

/// How the answers of a column are worded.
#[derive(Clone, Copy)]
struct AnswerWords {
    short: bool,
    /// The width of the words, behind which stands what follows from them.
    width: usize,
}

impl AnswerWords {
    /// In few words.
    const SHORT: Self = Self {
        short: true,
        width: 11,
    };

    /// The words for a column's room: the longer ones, where when they come back has room beside them.
    fn of(app: &App, column: &[OutcomeAnswer], room: usize, alone: bool) -> Self {
        let widest = column.iter().map(|answer| display_width(answer.word)).max();
        let least = if alone { 18 } else { 12 };
        let long = Self {
            short: false,
            width: least.max(widest.unwrap_or(0) + 2),
        };
        let tight = Self {
            width: long.width.min(widest.unwrap_or(0) + 1).max(11),
            ..long
        };
        let short = Self {
            width: 12,
            ..Self::SHORT
        };
        let fits = |words: &&Self| words.widest(app, column, <[String]>::last) <= room;
        let found = [long, tight, short];
        found.iter().find(fits).copied().unwrap_or(Self::SHORT)
    }

    const fn word(self, answer: &OutcomeAnswer) -> &'static str {
        if self.short {
            answer.short_word
        } else {
            answer.word
        }
    }

    /// How wide the answers of a column are with so many words of what follows from them.
    fn widest(
        self,
        app: &App,
        column: &[OutcomeAnswer],
        form: impl Fn(&[String]) -> Option<&String>,
    ) -> usize {
        let wide = |answer: &OutcomeAnswer| {
            let follows = form(&answer.follows).map_or(0, |words| display_width(words));
            let key = short(app, SCOPE, answer.action);
            display_width(&key) + self.width.max(display_width(self.word(answer)) + 1) + follows
        };
        column.iter().map(wide).max().unwrap_or(0)
    }

    /// An answer's key, its word and what follows from it, in a width.
    fn line_of(self, app: &App, answer: &OutcomeAnswer, width: usize) -> Line<'static> {
        let key = short(app, SCOPE, answer.action);
        let room = width.saturating_sub(display_width(&key));
        let time = answer.follows.last().is_some_and(|words| !words.is_empty());
        // What has no time beside it has its room.
        let whole = self.short && !time && display_width(answer.word) <= room;
        let word = if whole {
            answer.word
        } else {
            self.word(answer)
        };
        let word = cell(word, self.width.max(display_width(word) + 1).min(room));
        let room = room.saturating_sub(display_width(&word));
        let fits = |words: &&String| display_width(words) <= room;
        let follows = answer.follows.iter().find(fits);
        Line::from(vec![
            Span::styled(key, theme::KEY),
            Span::raw(word),
            Span::styled(follows.cloned().unwrap_or_default(), theme::QUIET),
        ])
    }
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
