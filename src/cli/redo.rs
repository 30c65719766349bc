//! `redo`: what was undone last, done again.

use clap::Args;

use super::act_id::ActIdArg;
use super::undo::turn_acts;
use super::{CommandContext, CommandError, CommandOutput};
use crate::usecases::undo::Turn;

/// The words of `redo`.
#[derive(Debug, Args)]
pub struct RedoArgs {
    /// How many actions
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// The id of an earlier try.
    #[command(flatten)]
    id: ActIdArg,
}

/// Does them again.
///
/// # Errors
/// Why the next act could not be redone; the ones before it are redone then.
pub fn run(
    words: &RedoArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    turn_acts((words.count, &words.id), Turn::Redo, setting, out)
}
