//! `phone`: how a number is understood, and nothing else.

use clap::Args;
use serde_json::json;

use super::{CommandContext, CommandError, CommandOutput};
use crate::domain::phone;
use crate::domain::validation::unassigned;

/// The words of `phone`.
#[derive(Debug, Args)]
pub struct PhoneArgs {
    /// A number as you would type it
    #[arg(allow_hyphen_values = true)]
    number: String,
}

/// Says how it is understood.
///
/// # Errors
/// It is impossible.
pub fn run(
    words: &PhoneArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let number = phone::read(&words.number, &setting.config.region)
        .map_err(|e| CommandError::refused(e.to_string()))?;
    if let Some(warning) = unassigned(&number) {
        out.warn(&warning.to_string());
    }
    let value = json!({
        "input": words.number,
        "e164": number.e164,
        "national": number.national,
        "valid": number.valid,
        "region": number.region,
        "extension": number.extension,
    });
    let region = number.region.as_deref().unwrap_or("no country");
    out.answer(
        &value,
        &format!("{}  {}  {region}", number.national, number.e164),
    )
}
