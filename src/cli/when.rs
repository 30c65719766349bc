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
    let when = setting.reader().read(&phrase)?;
    let calendar = &setting.rules().calendar;
    let at = json::instant(when.at, calendar);
    let value = json!({"phrase": phrase, "at": at, "timed": when.timed});
    let opening = if when.timed {
        ""
    } else {
        ", a day without a time"
    };
    let text = format!(
        "{}  ({at}{opening})",
        spoken(when.at, setting.now, calendar)
    );
    out.answer(&value, &text)
}
