//! Where a command's answer goes: standard output, as text for people or as one JSON value.
//!
//! Owns the knowledge of the two outputs: whether there is a terminal, whether colour is wanted,
//! whether anybody reads still. No control character that is not ours gets past it.

use std::fmt::Write as _;
use std::io::{BufWriter, IsTerminal, Stdout, Write, stderr, stdout};

use serde_json::Value;

use super::CommandError;
use super::table::TextTable;
use crate::domain::text::sanitize;

/// Standard output and standard error.
#[derive(Debug)]
pub struct CommandOutput {
    stdout: BufWriter<Stdout>,
    json: bool,
    terminal: bool,
    colour: bool,
}

impl CommandOutput {
    /// This process's own; `json` says whether the answer is one JSON value.
    #[must_use]
    pub fn of_process(json: bool) -> Self {
        let terminal = stdout().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
        Self {
            stdout: BufWriter::new(stdout()),
            json,
            terminal,
            colour: terminal && !set("NO_COLOR") && !dumb,
        }
    }

    /// Whether the answer is one JSON value.
    #[must_use]
    pub const fn is_json(&self) -> bool {
        self.json
    }

    /// The answer as JSON, where that was asked for; as text otherwise.
    pub(super) fn answer(&mut self, json: &Value, text: &str) -> Result<(), CommandError> {
        if self.json {
            self.value(json)
        } else {
            self.say(text)
        }
    }

    /// One JSON value, on one line but for a terminal.
    pub(super) fn value(&mut self, value: &Value) -> Result<(), CommandError> {
        let text = if self.terminal {
            format!("{value:#}")
        } else {
            value.to_string()
        };
        self.stdout.write_all(escaped(&text).as_bytes())?;
        self.stdout.write_all(b"\n")?;
        Ok(())
    }

    /// A line of text, made safe.
    pub(super) fn say(&mut self, text: &str) -> Result<(), CommandError> {
        writeln!(self.stdout, "{}", sanitize(text))?;
        Ok(())
    }

    /// A line of text under another.
    pub(super) fn indented(&mut self, text: &str) -> Result<(), CommandError> {
        let words = text.trim_start_matches(' ');
        let indent = 2 + text.len() - words.len();
        writeln!(self.stdout, "{:indent$}{}", "", sanitize(words))?;
        Ok(())
    }

    /// A table, whose cells are safe already.
    pub(super) fn table(&mut self, table: &TextTable) -> Result<(), CommandError> {
        self.stdout
            .write_all(table.render(self.colour).as_bytes())?;
        Ok(())
    }

    /// Bytes of the program's own making: a manual page, completions, the settings.
    pub(super) fn whole(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        self.stdout.write_all(bytes)?;
        Ok(())
    }

    /// Standard output itself, for what is written row by row.
    pub(super) const fn writer(&mut self) -> &mut dyn Write {
        &mut self.stdout
    }

    /// What clap says of itself: help, the version.
    ///
    /// # Errors
    /// Nobody reads it, or it cannot be written.
    pub fn help(&mut self, help: &clap::Error) -> Result<(), CommandError> {
        let styled = help.render();
        if self.colour {
            write!(self.stdout, "{}", styled.ansi())?;
        } else {
            write!(self.stdout, "{styled}")?;
        }
        Ok(())
    }

    /// A warning on standard error; nobody reading it is no failure.
    pub fn warn(&mut self, text: &str) {
        // In the order it was said, where both go to one terminal.
        let _later = self.stdout.flush();
        let _unread = writeln!(stderr(), "warning: {}", sanitize(text));
    }

    /// The one error that ends the program.
    pub fn error(&mut self, text: &str) {
        let _later = self.stdout.flush();
        let _unread = writeln!(stderr(), "error: {}", sanitize(text));
    }

    /// Wrong usage, as clap says it, without what the words themselves may hold.
    pub fn usage(error: &clap::Error) {
        let text = error.render().to_string();
        let mut safe = String::with_capacity(text.len());
        for line in text.lines() {
            let words = line.trim_start_matches(' ');
            let indent = line.len() - words.len();
            let _never = writeln!(safe, "{:indent$}{}", "", sanitize(words));
        }
        let _unread = stderr().write_all(safe.as_bytes());
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Nobody reads it, or it cannot be written.
    pub fn flush(&mut self) -> Result<(), CommandError> {
        self.stdout.flush()?;
        Ok(())
    }
}

/// JSON in which nothing a terminal would obey is left alive: such characters only stand within
/// its strings, and are escaped there.
fn escaped(json: &str) -> String {
    let alive = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if alive(c) {
            let _never = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn json_holds_no_character_that_a_terminal_obeys() {
        assert_eq!(
            escaped("{\"a\": \"\u{9b}31m\u{202e}é\u{7f}\"}"),
            "{\"a\": \"\\u009b31m\\u202eé\\u007f\"}"
        );
    }
}
