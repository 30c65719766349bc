//! Questions to a person at a terminal: asked on standard error, answered on standard input.

use std::io::{IsTerminal as _, Write as _, stderr, stdin};

use super::{CommandError, CommandOutput};
use crate::domain::text::sanitize;

/// Whether somebody is there to be asked: a script, a pipe and whoever wants JSON are not.
pub(super) fn is_answered(out: &CommandOutput) -> bool {
    is_terminal() && !out.is_json()
}

/// Whether somebody sits at a terminal.
pub(super) fn is_terminal() -> bool {
    stdin().is_terminal() && stderr().is_terminal()
}

/// Asks, and returns what is typed.
///
/// # Errors
/// The terminal cannot be written to or read.
pub(super) fn answer(question: &str) -> Result<String, CommandError> {
    let mut terminal = stderr();
    let mut typed = String::new();
    write!(terminal, "{} ", sanitize(question))
        .and_then(|()| terminal.flush())
        .and_then(|()| stdin().read_line(&mut typed))
        .map_err(|e| CommandError::refused(e.to_string()))?;
    Ok(typed.trim().to_owned())
}

/// Asks whether to do something; anything but yes is no.
///
/// # Errors
/// The terminal cannot be written to or read.
pub(super) fn is_confirmed(question: &str) -> Result<bool, CommandError> {
    let typed = answer(&format!("{question} [y/N]"))?;
    Ok(["y", "yes"].contains(&typed.to_lowercase().as_str()))
}
