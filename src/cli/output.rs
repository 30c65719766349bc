//! A command's output: standard output, as text for people or as one JSON value.
//!
//! Owns what is known of the two streams: whether there is a terminal, whether colour is wanted,
//! whether the reader is gone. No control character but its own reaches them.

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
    /// The streams of this process; `json` selects one JSON value as the answer.
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

    /// Writes the answer, as JSON if that was requested, else as text.
    pub(super) fn answer(&mut self, json: &Value, text: &str) -> Result<(), CommandError> {
        if self.json {
            self.value(json)
        } else {
            self.say(text)
        }
    }

    /// Writes one JSON value, on one line unless for a terminal.
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

    /// Writes a line of text, sanitized.
    pub(super) fn say(&mut self, text: &str) -> Result<(), CommandError> {
        writeln!(self.stdout, "{}", sanitize(text))?;
        Ok(())
    }

    /// Writes an indented line of text.
    pub(super) fn indented(&mut self, text: &str) -> Result<(), CommandError> {
        let words = text.trim_start_matches(' ');
        let indent = 2 + text.len() - words.len();
        writeln!(self.stdout, "{:indent$}{}", "", sanitize(words))?;
        Ok(())
    }

    /// Writes a table, whose cells are sanitized already.
    pub(super) fn table(&mut self, table: &TextTable) -> Result<(), CommandError> {
        self.stdout
            .write_all(table.render(self.colour).as_bytes())?;
        Ok(())
    }

    /// Writes bytes that the program made: a manual page, completions, the settings.
    pub(super) fn whole(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        self.stdout.write_all(bytes)?;
        Ok(())
    }

    /// Standard output itself, for streaming rows.
    pub(super) const fn writer(&mut self) -> &mut dyn Write {
        &mut self.stdout
    }

    /// Writes clap's own output: help, the version.
    ///
    /// # Errors
    /// If the reader is gone or the output cannot be written.
    pub fn help(&mut self, help: &clap::Error) -> Result<(), CommandError> {
        let styled = help.render();
        if self.colour {
            write!(self.stdout, "{}", styled.ansi())?;
        } else {
            write!(self.stdout, "{styled}")?;
        }
        Ok(())
    }

    /// Writes a warning to standard error; that it cannot be written is no failure.
    pub fn warn(&mut self, text: &str) {
        // Keeps the order if both streams go to one terminal.
        let _later = self.stdout.flush();
        let _unread = writeln!(stderr(), "warning: {}", sanitize(text));
    }

    /// Writes the one error that ends the program.
    pub fn error(&mut self, text: &str) {
        let _later = self.stdout.flush();
        let _unread = writeln!(stderr(), "error: {}", sanitize(text));
    }

    /// Writes clap's message on wrong usage, without control characters from the arguments.
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

    /// Flushes the buffered output.
    ///
    /// # Errors
    /// If the reader is gone or the output cannot be written.
    pub fn flush(&mut self) -> Result<(), CommandError> {
        self.stdout.flush()?;
        Ok(())
    }
}

/// Escapes in JSON all characters that a terminal would obey. They only occur in its strings.
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
