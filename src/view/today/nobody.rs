//! What is said where nobody is left to ring, or nobody is known yet.

use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::{App, View};
use crate::view::theme;

/// What stands in place of the calls once they are done, above who was dealt with.
pub(super) fn left(app: &App) -> Vec<Line<'static>> {
    // When one member's customer comes back is not stored.
    let next = app.totals.next_at.filter(|_| app.today.of.is_none());
    let next = next.map(|at| {
        let at = app.rules.calendar.local(at).format("%H:%M");
        format!("  The next one comes back at {at}.")
    });
    let nobody = of_theirs(app).unwrap_or_else(|| " Nobody left to call now.".to_owned());
    let mut words = vec![Line::styled(nobody, theme::SAVED)];
    words.extend(next.map(Line::raw));
    let ahead = app.keys.shown(Action::Show(View::Ahead));
    let says = format!("  {ahead} shows what is ahead.");
    words.push(Line::styled(says, theme::QUIET));
    words
}

/// The message that a member of staff has no customer left, if only theirs are shown.
fn of_theirs(app: &App) -> Option<String> {
    let of = app.today.of.as_ref()?;
    let key = app.keys.shown(Action::Mine);
    Some(format!(
        " Nobody for {of} to call now. {key} shows everybody."
    ))
}

/// What stands in an empty list: what to do, and by which key.
pub(super) fn in_the_list(app: &App) -> Vec<Line<'static>> {
    let key = |action, does: &str| {
        let key = format!("{:>3} ", app.keys.shown(action));
        Line::from(vec![
            Span::styled(key, theme::KEY),
            Span::raw(does.to_owned()),
        ])
    };
    let prompt = |command: &'static str, does: &'static str| {
        Line::from(vec![Span::styled(command, theme::LABEL), Span::raw(does)])
    };
    let blank = || Line::raw("");
    let title = |words: String| vec![blank(), Line::styled(words, theme::TITLE), blank()];
    if app.totals.customers > 0 {
        let nobody = of_theirs(app).map(|words| format!(" {words}"));
        let mut lines = title(nobody.unwrap_or_else(|| "  Nobody to call now.".to_owned()));
        lines.extend([
            key(Action::Show(View::Ahead), "shows what is ahead"),
            key(Action::Add, "adds a call"),
            key(Action::Find, "finds a customer"),
        ]);
        return lines;
    }
    let mut lines = title("  No customers yet.".to_owned());
    lines.extend([
        key(Action::Add, "adds the first call"),
        key(Action::Import, "imports your customers (CSV, vCard)"),
        key(Action::Quit, "quits; then type at the prompt:"),
        prompt("    checkback --demo", "   shows a made-up day"),
        key(Action::Help, "shows all keys"),
    ]);
    lines
}
