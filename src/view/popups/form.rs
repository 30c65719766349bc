//! The form: a line a field, what it reads as beside it, what is wrong with it beneath it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Drawing;
use super::find::FoundColumns;
use super::frame::{nth, open, typed};
use crate::app::App;
use crate::app::action::{Action, ClickTarget};
use crate::app::popups::form::{Field, FieldFeedback, FormField, FormPopup, LEAVING, SCOPE};
use crate::view::row::{cell, put, wrapped};
use crate::view::{ClickZones, people, theme};

/// How wide the labels are.
const LABEL: usize = 14;

/// One line of the form as it is drawn.
enum FormLine<'a> {
    Heading(String),
    Field(usize, &'a FormField),
    FieldNote(Line<'static>),
    Suggestion(usize),
}

impl Drawing for FormPopup {
    fn render(&self, frame: &mut Frame<'_>, area: Rect, app: &App, zones: &mut ClickZones) {
        render(frame, area, app, self, zones);
    }
}

fn render(frame: &mut Frame<'_>, body: Rect, app: &App, form: &FormPopup, zones: &mut ClickZones) {
    let title = match &form.editing {
        Some(entry) => format!("Edit {}", entry.customer.name),
        None => "Add a call".to_owned(),
    };
    let lines = lines(app, form, usize::from(body.width.min(92).saturating_sub(4)));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).max(15);
    let inner = open(frame, body, &title, 92, height);
    if form.leaving {
        leaving(frame, inner, app);
        return;
    }
    let rows = usize::from(inner.height);
    let at = lines
        .iter()
        .position(|l| matches!(l, FormLine::Field(n, _) if *n == form.at))
        .unwrap_or(0);
    // The field and what stands beneath it stay in sight.
    let top = (at + 3).min(lines.len()).saturating_sub(rows);
    for (n, drawn) in lines.iter().enumerate().skip(top).take(rows) {
        let here = nth(inner, u16::try_from(n - top).unwrap_or(0));
        match drawn {
            FormLine::Heading(words) => {
                frame.render_widget(Line::styled(words.clone(), theme::TITLE), here);
            }
            FormLine::Field(n, field) => one(frame, here, app, form, (*n, field)),
            FormLine::FieldNote(line) => frame.render_widget(line.clone(), here),
            FormLine::Suggestion(n) => {
                if let Some(entry) = form.offered().get(*n) {
                    let width = usize::from(here.width.saturating_sub(3));
                    let inset = Rect {
                        x: here.x + 2,
                        width: here.width.saturating_sub(2),
                        ..here
                    };
                    let columns = FoundColumns::of(app, form.offered().iter(), width, 0);
                    let row = columns.row(app, entry, "", form.suggested == Some(*n));
                    put(frame, inset, &row);
                    zones.add(here, ClickTarget::Choice(*n));
                }
            }
        }
    }
}

fn leaving(frame: &mut Frame<'_>, inner: Rect, app: &App) {
    frame.render_widget(
        Line::styled("Throw away what you typed?", theme::TITLE),
        nth(inner, 1),
    );
    let key = |action| {
        let shown = app.keys.shown_in(LEAVING, action);
        Span::styled(format!("{shown} "), theme::KEY)
    };
    let keys = Line::from(vec![
        key(Action::ThrowAway),
        Span::raw("throw it away    "),
        key(Action::Back),
        Span::raw("go on typing"),
    ]);
    frame.render_widget(keys, nth(inner, 3));
}

fn lines<'a>(app: &App, form: &'a FormPopup, width: usize) -> Vec<FormLine<'a>> {
    let mut lines = Vec::new();
    let mut of = None;
    for (n, field) in form.fields.iter().enumerate() {
        if field.of != of {
            of = field.of;
            lines.push(FormLine::Heading(String::new()));
            let about = form
                .editing
                .as_ref()
                .and_then(|e| e.follow_ups.iter().find(|f| Some(f.id) == of))
                .map(|f| f.about.clone());
            lines.push(FormLine::Heading(about.unwrap_or_default()));
        }
        lines.push(FormLine::Field(n, field));
        if let Some(error) = &field.error {
            for part in wrapped(error, width.saturating_sub(LABEL)) {
                let pad = " ".repeat(LABEL);
                lines.push(FormLine::FieldNote(Line::styled(
                    format!("{pad}{part}"),
                    theme::WRONG,
                )));
            }
        } else if n == form.at {
            for (part, style) in beneath(app, form, field, width.saturating_sub(LABEL)) {
                let pad = " ".repeat(LABEL);
                lines.push(FormLine::FieldNote(Line::styled(
                    format!("{pad}{part}"),
                    style,
                )));
            }
        }
        if n == form.at {
            lines.extend((0..form.offered().len()).map(FormLine::Suggestion));
        }
    }
    lines
}

/// What stands beneath the field one is in: how it reads, or what belongs there.
fn beneath(
    app: &App,
    form: &FormPopup,
    field: &FormField,
    width: usize,
) -> Vec<(String, ratatui::style::Style)> {
    let (words, style) = match form.reading(field, app) {
        FieldFeedback::Good(words) => (format!("= {words}"), theme::SAVED),
        FieldFeedback::Unusual(words) | FieldFeedback::Bad(words) => (words, theme::UNUSUAL),
        // A customer that is edited is known already.
        FieldFeedback::Nothing if field.field == Field::Name && form.editing.is_some() => {
            return Vec::new();
        }
        FieldFeedback::Nothing if field.field == Field::OptOut && !field.changed() => {
            let noted = form
                .editing
                .as_ref()
                .and_then(|e| people::said_no(app, &e.customer));
            (
                noted.unwrap_or_else(|| hint(app, field.field).to_owned()),
                theme::QUIET,
            )
        }
        FieldFeedback::Nothing if form.can_be_given() => {
            let key = app.keys.shown_in(SCOPE, Action::Give);
            let given = if field.given {
                "not done after all"
            } else {
                "done for them"
            };
            (format!("{key} : {given}"), theme::QUIET)
        }
        FieldFeedback::Nothing => (hint(app, field.field).to_owned(), theme::QUIET),
    };
    wrapped(&words, width)
        .into_iter()
        .map(|w| (w, style))
        .collect()
}

fn one(
    frame: &mut Frame<'_>,
    here: Rect,
    app: &App,
    form: &FormPopup,
    (n, field): (usize, &FormField),
) {
    let label = cell(&label(app, field.field), LABEL - 1);
    let active = n == form.at;
    let mark = if active { "▌" } else { " " };
    if field.choices().is_empty() {
        let tick = match field.field {
            Field::Extra(_) if field.given => "☑ ",
            Field::Extra(_) => "☐ ",
            _ => "",
        };
        let label = format!("{mark}{label}{tick}");
        typed(frame, here, &label, &field.line, active);
        return;
    }
    let choice = field.line.text();
    let shown = form.shown_choice(field, app);
    let words = if active {
        format!("◂ {shown} ▸")
    } else {
        format!("  {shown}")
    };
    let style = match choice.parse::<crate::domain::follow_up::Severity>() {
        Ok(severity) => theme::severity(severity),
        Err(_) => theme::PLAIN,
    };
    let line = Line::from(vec![
        Span::styled(format!("{mark}{label}"), theme::LABEL),
        Span::styled(words, style),
    ]);
    frame.render_widget(line, here);
}

fn label(app: &App, field: Field) -> String {
    match field {
        Field::Name => "Name".to_owned(),
        Field::Phone => "Phone".to_owned(),
        Field::Detail(detail) => detail.label().to_owned(),
        Field::OptOut => "Said no to".to_owned(),
        Field::SentBy => "Sent by".to_owned(),
        Field::Extra(0) => "Extra mile".to_owned(),
        Field::Extra(n) => format!("Extra mile {}", n + 1),
        Field::Item => {
            let mut letters = app.rules.item_word.chars();
            letters
                .next()
                .map(|l| l.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        }
        Field::About => "About".to_owned(),
        Field::Kind => "Kind".to_owned(),
        Field::Severity => "Severity".to_owned(),
        Field::Quote => "Quote".to_owned(),
        Field::Due => "Due".to_owned(),
        Field::Promise => "Promised by".to_owned(),
        Field::Owner => "Who rings".to_owned(),
    }
}

/// What belongs into the field of the item, with an example for the words of the usual trades.
fn item_hint(word: &str) -> &'static str {
    match word.to_lowercase().as_str() {
        "vehicle" => "their vehicle, e.g. Golf BC12 XYZ",
        "device" => "their device, e.g. Dell tower",
        "pet" => "their pet, e.g. Rex, boxer",
        _ => "which of theirs it is about",
    }
}

fn hint(app: &App, field: Field) -> &'static str {
    match field {
        Field::Name => "a name, or part of a number; ↓ ↵ chooses a customer you have",
        Field::Phone => "as you would dial it",
        Field::Detail(detail) => detail.hint(),
        Field::OptOut => "← → : marketing, or all calls (we then ring only to keep a promise)",
        Field::Extra(_) => {
            "something kind to do for them: wash the car, a lift home, a biscuit for the dog"
        }
        Field::SentBy => "the customer who recommended you: some letters, then ↓",
        Field::Item => item_hint(&app.rules.item_word),
        Field::About => "a few words to say on the phone",
        Field::Kind => {
            "← → or a letter: finding quote check-back told-us ready parts reminder complaint recall other"
        }
        Field::Severity => "← → or a letter: red (unsafe), amber (soon), green (advice)",
        Field::Quote => "price quoted; ctrl-u clears it",
        Field::Due => "now, tomorrow, fri 2pm, in 3 days; empty: now, or by the promise",
        Field::Promise => "when you promised to call back",
        Field::Owner => "a colleague's name; empty: anybody",
    }
}

#[cfg(test)]
mod tests {
    use super::item_hint;

    #[test]
    fn the_example_of_an_item_is_of_the_shops_trade() {
        assert!(item_hint("Vehicle").ends_with("Golf BC12 XYZ"));
        assert!(item_hint("device").ends_with("Dell tower"));
        assert!(item_hint("pet").ends_with("Rex, boxer"));
        assert_eq!(item_hint("boat"), "which of theirs it is about");
    }
}
