//! `redo`: what was undone last, done again.

use clap::Args;
use uuid::Uuid;

use super::undo::turn;
use super::{CommandContext, CommandError, CommandOutput};
use crate::store::Store;

/// The words of `redo`.
#[derive(Debug, Args)]
pub struct RedoArgs {
    /// How many actions
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
}

/// Does them again.
///
/// # Errors
/// What stood in the way, once what could be done again was.
pub fn run(
    words: &RedoArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let redo = |store: &mut Store| {
        let counter = &setting.config.counter;
        let id = Uuid::now_v7();
        store.retry_while_lost(|store| store.redo(id, setting.now, &setting.by, counter))
    };
    turn(words.count, ["redone", "Done again"], redo, setting, out)
}
