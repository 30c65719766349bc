//! What is wrong with a TOML file, in words for the person who wrote it: what would be right
//! stands in each, with that person's own setting and value where they can be told.

use std::path::Path;

use super::ConfigError;
use crate::domain::text::{nearest, sanitize};

/// The parser's error as ours.
pub(super) fn wrong(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let span = error.span().unwrap_or_default();
    let raw = text.get(span.clone()).unwrap_or_default();
    let line = SettingLine::at(text, span.start);
    let message = error.message();
    let words = unknown_setting(text, span.start, &line, message)
        .or_else(|| wrong_type(&line, raw, message))
        .or_else(|| wrong_syntax(&line, raw, message));
    wrong_at(path, text, span.start, words.as_deref().unwrap_or(message))
}

/// Something that is wrong at a place of the text, counted in bytes.
pub(super) fn wrong_at(path: &Path, text: &str, at: usize, words: &str) -> ConfigError {
    let line = text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
    ConfigError::Wrong {
        file: path.display().to_string(),
        line,
        wrong: sanitize(words),
    }
}

/// A line of the file, taken apart at its first `=`.
struct SettingLine<'a> {
    /// All of it, without its comment.
    whole: &'a str,
    key: &'a str,
    /// What stands behind `=`; `None` where there is none.
    value: Option<&'a str>,
}

impl<'a> SettingLine<'a> {
    fn at(text: &'a str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = text.get(start..).unwrap_or_default();
        let whole = without_comment(line.lines().next().unwrap_or_default()).trim();
        match whole.split_once('=') {
            Some((key, value)) => Self {
                whole,
                key: key.trim(),
                value: Some(value.trim()),
            },
            None => Self {
                whole,
                key: whole,
                value: None,
            },
        }
    }

    fn is_header(&self) -> bool {
        self.whole.starts_with('[')
    }

    /// The setting with a value that would be right; the value alone where the wrong one is only a
    /// part of what stands there.
    fn with(&self, raw: &str, right: &str) -> String {
        if self.value == Some(raw) {
            format!("{} = {right}", self.key)
        } else {
            right.to_owned()
        }
    }
}

/// A line up to its comment. A `#` within quotation marks begins none.
fn without_comment(line: &str) -> &str {
    let mut open = None;
    let comment = line.find(|c| {
        match (open, c) {
            (None, '"' | '\'') => open = Some(c),
            (Some(mark), c) if mark == c => open = None,
            _ => {}
        }
        c == '#' && open.is_none()
    });
    line.get(..comment.unwrap_or(line.len())).unwrap_or(line)
}

/// A value in quotation marks, without those of a word processor.
fn quoted(raw: &str) -> String {
    let marks = ['"', '\'', '“', '”', '„', '‘', '’'];
    let bare = raw.trim_matches(marks);
    if bare.contains(['"', '\\']) {
        format!("'{bare}'")
    } else {
        format!("\"{bare}\"")
    }
}

/// Whether somebody meant yes or no.
fn is_yes_or_no(raw: &str) -> bool {
    let bare = raw.trim_matches(['"', '\'']).to_ascii_lowercase();
    ["yes", "no", "true", "false", "on", "off"].contains(&bare.as_str())
}

/// A name the file does not have: of a setting, of a section, or of a word among a few.
fn unknown_setting(text: &str, at: usize, line: &SettingLine<'_>, message: &str) -> Option<String> {
    let unknown = message
        .strip_prefix("unknown field ")
        .or_else(|| message.strip_prefix("unknown variant "))?;
    // The name, and those there are, each in backticks.
    let mut names = unknown.split('`').skip(1).step_by(2);
    let name = names.next()?;
    let known: Vec<&str> = names.collect();
    let meant = nearest(name, known.iter().copied());
    if message.starts_with("unknown variant") {
        return Some(match meant {
            Some(meant) => format!("“{name}” is not a word for this: did you mean {meant}?"),
            None => format!(
                "“{name}” is not a word for this: write one of {}",
                known.join(", ")
            ),
        });
    }
    let before = text.get(..at).unwrap_or_default();
    let header = |line: &str| line.trim_start().starts_with('[');
    let section = before
        .lines()
        .rfind(|line| header(line))
        .map(without_comment);
    Some(match (section.map(str::trim), meant) {
        _ if line.is_header() => match meant {
            Some(meant) => format!("[{name}] is not a section: did you mean [{meant}]?"),
            None => format!("[{name}] is not a section: there are {}", sections(&known)),
        },
        (None, _) => format!(
            "“{name}” stands above the first section: put it below one of {}",
            sections(&known)
        ),
        (Some(section), Some(meant)) => {
            format!("“{name}” is not a setting of {section}: did you mean {meant}?")
        }
        (Some(section), None) => format!(
            "“{name}” is not a setting of {section}: there are {}",
            known.join(", ")
        ),
    })
}

fn sections(known: &[&str]) -> String {
    let shown: Vec<String> = known.iter().map(|name| format!("[{name}]")).collect();
    shown.join(", ")
}

/// A value of one kind where another belongs.
fn wrong_type(line: &SettingLine<'_>, raw: &str, message: &str) -> Option<String> {
    let found = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = found.rsplit_once(", expected ")?;
    if line.is_header() {
        let name = line.whole.trim_matches(['[', ']']);
        return Some(match name.rsplit_once('.') {
            Some((section, setting)) => {
                format!("write {setting} = \"…\" below [{section}]: it is not a section")
            }
            None => format!("write [{name}], and its settings below it"),
        });
    }
    let digits = raw.trim_matches(['"', '\'']);
    Some(match expected {
        "a sequence" => {
            let item = if raw.starts_with(['"', '\'']) {
                raw.to_owned()
            } else {
                quoted(raw)
            };
            format!("write a list: {}", line.with(raw, &format!("[{item}]")))
        }
        "a string" if found == "sequence" => {
            format!("write one value, not a list: {} = \"…\"", line.key)
        }
        "a string" => format!(
            "put the value in quotation marks: {}",
            line.with(raw, &quoted(raw))
        ),
        "a boolean" => format!("write true or false: {}", line.with(raw, "true")),
        "u32" | "i64" | "usize" if digits.bytes().all(|b| b.is_ascii_digit()) => format!(
            "write the number without quotation marks: {}",
            line.with(raw, digits)
        ),
        "u32" | "i64" | "usize" => {
            format!("write a whole number, 0 or more: {}", line.with(raw, "10"))
        }
        table if table.starts_with("struct ") => {
            format!(
                "write [{}] on a line of its own, and its settings below it",
                line.key
            )
        }
        _ => return None,
    })
}

/// A line the parser can't take apart.
fn wrong_syntax(line: &SettingLine<'_>, raw: &str, message: &str) -> Option<String> {
    let key = line.key;
    let value = line.value.unwrap_or_default();
    let says = |start: &str| message.starts_with(start);
    if says("string values must be quoted") && value.is_empty() {
        return Some(format!(
            "{key} has no value: write {key} = \"…\", or leave the line out"
        ));
    }
    let bare = [
        "string values must be quoted",
        "invalid boolean",
        "invalid time",
        "invalid date",
    ];
    if bare.into_iter().any(says) {
        if is_yes_or_no(raw) {
            return Some(format!("write true or false: {}", line.with(raw, "true")));
        }
        if let Some(list) = value.strip_prefix('[') {
            let items = list
                .trim_end_matches(']')
                .split(',')
                .map(|item| quoted(item.trim()));
            let items: Vec<String> = items.collect();
            let list = format!("[{}]", items.join(", "));
            return Some(format!("put each value in quotation marks: {key} = {list}"));
        }
        return Some(format!(
            "put the value in quotation marks: {key} = {}",
            quoted(value)
        ));
    }
    if says("key with no value") {
        return Some(no_equals_sign(line));
    }
    wrong_mark(line, message)
}

/// A mark too many or too few: of a section, a text or a list.
fn wrong_mark(line: &SettingLine<'_>, message: &str) -> Option<String> {
    let key = line.key;
    let value = line.value.unwrap_or_default();
    let says = |start: &str| message.starts_with(start);
    Some(if says("duplicate key") && line.is_header() {
        format!(
            "{} stands twice: put all of its settings below one",
            line.whole
        )
    } else if says("duplicate key") {
        format!("{key} is set twice: keep one of the lines")
    } else if says("unclosed table") {
        let name = line.whole.trim_matches(['[', ' ']);
        format!("close the section's name: [{name}]")
    } else if says("invalid basic string") || says("invalid literal string") {
        format!(
            "a quotation mark is missing at the end: {key} = {}",
            quoted(value)
        )
    } else if says("missing escaped value") || says("invalid escape") {
        format!(
            "write a value with a \\ in it in single quotation marks: {key} = {}",
            quoted(value)
        )
    } else if says("unexpected key or value") {
        format!(
            "write one value, in one pair of quotation marks: {key} = {}",
            quoted(value)
        )
    } else if says("missing comma between array") || says("unclosed array") {
        "write a comma between the values of a list, and ] behind the last one: [\"a\", \"b\"]"
            .to_owned()
    } else {
        return None;
    })
}

/// A setting without `=`, or with a name of several words.
fn no_equals_sign(line: &SettingLine<'_>) -> String {
    if line.value.is_some() {
        return format!(
            "“{}” is not a setting: a setting's name has no spaces",
            line.key
        );
    }
    let parted = line
        .whole
        .split_once(':')
        .or_else(|| line.whole.split_once(char::is_whitespace));
    match parted {
        Some((key, value)) => {
            let (key, value) = (key.trim(), quoted(value.trim()));
            format!("write = between a setting and its value: {key} = {value}")
        }
        None => format!(
            "{0} has no value: write {0} = \"…\", or leave the line out",
            line.whole
        ),
    }
}
