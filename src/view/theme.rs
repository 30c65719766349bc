//! Every style, named by what it means. Colour never says a thing alone: a letter, a word or a
//! mark says it too.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::follow_up::Severity;

const fn ink(color: Color) -> Style {
    Style::new().fg(color)
}

/// Ordinary text.
pub(super) const PLAIN: Style = Style::new();
/// What is there to be read second.
pub(super) const QUIET: Style = ink(Color::DarkGray);
/// The program's and the shop's name, and what a region is.
pub(super) const TITLE: Style = Style::new().add_modifier(Modifier::BOLD);
/// A region's title: in the terminal's own colour, where its border would lend it its grey.
pub(super) const HEADING: Style = ink(Color::Reset).add_modifier(Modifier::BOLD);
/// The borders of a region.
pub(super) const BORDER: Style = ink(Color::DarkGray);
/// The borders of what lies on top.
pub(super) const POPUP: Style = ink(Color::Cyan);
/// The tab that is shown.
pub(super) const TAB: Style = Style::new().add_modifier(Modifier::BOLD.union(Modifier::REVERSED));
/// The number to dial.
pub(super) const NUMBER: Style = ink(Color::Cyan).add_modifier(Modifier::BOLD);
/// The row that is selected.
pub(super) const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// Who may not be rung now.
pub(super) const DIMMED: Style = ink(Color::DarkGray);
/// What was done today.
pub(super) const DONE: Style = ink(Color::DarkGray).add_modifier(Modifier::CROSSED_OUT);
/// The mark before what was done.
pub(super) const TICK: Style = ink(Color::Green);
/// A promise that presses.
pub(super) const PROMISE: Style = ink(Color::Yellow).add_modifier(Modifier::BOLD);
/// A promise that is broken.
pub(super) const BROKEN: Style = ink(Color::Red).add_modifier(Modifier::BOLD);
/// A key, in the foot line and the help.
pub(super) const KEY: Style = ink(Color::Cyan).add_modifier(Modifier::BOLD);
/// What was saved.
pub(super) const SAVED: Style = ink(Color::Green);
/// What went wrong.
pub(super) const WRONG: Style = ink(Color::Red).add_modifier(Modifier::BOLD);
/// What is unusual.
pub(super) const UNUSUAL: Style = ink(Color::Yellow);
/// A label: SAY, ASK, the name of a field.
pub(super) const LABEL: Style = ink(Color::Cyan);
/// The part of the day's calls that is done.
pub(super) const PROGRESS: Style = ink(Color::Green);

/// A severity's own.
pub(super) const fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Red => ink(Color::Red).add_modifier(Modifier::BOLD),
        Severity::Amber => ink(Color::Yellow),
        Severity::Green => ink(Color::Green),
    }
}
