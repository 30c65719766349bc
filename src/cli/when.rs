//! `when`: shows how a time phrase is parsed, and nothing else.

use clap::Args;
use serde_json::json;

use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::time_format::spoken;

/// The arguments of `when`.
#[derive(Debug, Args)]
pub struct WhenArgs {
    /// A time as you would say it: tomorrow 9am, 3d, 24 dec
    #[arg(allow_hyphen_values = true)]
    phrase: String,
    /// The rest of it, if written without quotation marks
    #[arg(hide = true)]
    rest: Vec<String>,
}

/// Prints the parsed time.
///
/// # Errors
/// If the phrase cannot be parsed.
pub fn run(
    words: &WhenArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut phrase = words.phrase.clone();
    for word in &words.rest {
        phrase.extend([" ", word]);
    }
    let reader = setting.reader();
    let when = reader.read(&phrase)?;
    let calendar = &setting.rules().calendar;
    let at = json::instant(when.at, calendar);
    let mut value = json!({"phrase": phrase, "at": at, "timed": when.timed});
    let opening = if when.timed {
        ""
    } else {
        ", a day without a time"
    };
    let say = |at| spoken(at, setting.now, calendar);
    let mut text = format!("{}  ({at}{opening})", say(when.at));
    // A day, a part of it and a range mean another time where they are due and where they are promised.
    let places = [
        ("due_at", "due", reader.read_due(&phrase)),
        ("promised_at", "promised by", reader.read_promise(&phrase)),
    ];
    for (key, what, time) in places {
        let Some(time) = time.ok().filter(|t| t.at != when.at || t.closed.is_some()) else {
            continue;
        };
        let closed = time.closed_note();
        let closed = closed.map(|note| format!("  ({note})"));
        let closed = closed.unwrap_or_default();
        text = format!("{text}\n{what} {}{closed}", say(time.at));
        value = json::with_field(value, key, json::instant(time.at, calendar));
    }
    out.answer(&value, &text)
}
