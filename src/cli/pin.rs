//! `pin`: sets, changes or removes the PIN that unlocks the screen.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use serde_json::json;

use super::{CommandContext, CommandError, CommandOutput};
use crate::pin;

/// The arguments of `pin`.
#[derive(Debug, Args)]
pub struct PinArgs {
    /// Remove the PIN
    #[arg(long)]
    off: bool,
}

/// Asks for the old PIN, if one is set, then for the new one: hidden at a terminal, otherwise one per
/// line.
///
/// # Errors
/// If a PIN is wrong, too short or not repeated alike, or cannot be saved.
pub fn run(
    words: &PinArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let Some(file) = setting.pin_file() else {
        return Err(CommandError::refused(
            "there is no home folder to keep the PIN in: name a file with --config FILE",
        ));
    };
    if let Some(hash) = setting.pin()?
        && !pin::verify(&ask_pin("Current PIN: ")?, &hash)
    {
        // A wrong guess costs as much time as at the lock.
        std::thread::sleep(std::time::Duration::from_secs(1));
        return Err(CommandError::refused("wrong PIN: nothing was changed"));
    }
    if words.off {
        return match std::fs::remove_file(&file) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(not_kept(&file, &e)),
            _ => report_pin_change(out, false),
        };
    }
    let new = ask_pin("New PIN: ")?;
    if io::stdin().is_terminal() && ask_pin("New PIN again: ")? != new {
        return Err(CommandError::refused(
            "the two are not the same: nothing was changed",
        ));
    }
    let hash = pin::hash(&new).map_err(CommandError::Refused)?;
    pin::save(&hash, &file).map_err(|e| not_kept(&file, &e))?;
    report_pin_change(out, true)
}

fn not_kept(file: &std::path::Path, error: &io::Error) -> CommandError {
    CommandError::Refused(format!(
        "{} cannot be written: {error}",
        PathBuf::from(file).display()
    ))
}

fn report_pin_change(out: &mut CommandOutput, set: bool) -> Result<(), CommandError> {
    if out.is_json() {
        return out.value(&json!({ "pin": set }));
    }
    out.say(if set {
        "The PIN is set: it unlocks the list (L locks it)."
    } else {
        "There is no PIN any more."
    })
}

/// A line typed without echo at a terminal, otherwise the next line of standard input.
fn ask_pin(question: &str) -> Result<String, CommandError> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        read.map_err(|e| CommandError::Refused(e.to_string()))?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let mut terminal = io::stderr();
    let _gone = write!(terminal, "{question}").and_then(|()| terminal.flush());
    enable_raw_mode().map_err(|e| CommandError::Refused(e.to_string()))?;
    let typed = read_hidden_line();
    let _gone = disable_raw_mode();
    let _gone = writeln!(terminal);
    typed?.ok_or_else(|| CommandError::refused("nothing was changed"))
}

/// The text typed until ↵; `None` after Ctrl-C or Esc.
fn read_hidden_line() -> Result<Option<String>, CommandError> {
    let mut line = String::new();
    loop {
        let event = read().map_err(|e| CommandError::Refused(e.to_string()))?;
        let Event::Key(key) = event else { continue };
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            _ if key.kind == KeyEventKind::Release => {}
            KeyCode::Enter => return Ok(Some(line)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if control => return Ok(None),
            KeyCode::Backspace => drop(line.pop()),
            KeyCode::Char(letter) if !control => line.push(letter),
            _ => {}
        }
    }
}
