//! `undo`: the last actions of this counter taken back, one after the other. `redo` turns by the
//! same steps.

use clap::Args;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CommandContext, CommandError, CommandOutput, json};
use crate::store::{Store, StoreError, UndoReport};

/// The words of `undo`.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// How many actions
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
}

/// Takes them back.
///
/// # Errors
/// What stood in the way, once what could be taken back was.
pub fn run(
    words: &UndoArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let undo = |store: &mut Store| {
        let counter = &setting.config.counter;
        let id = Uuid::now_v7();
        store.retry_while_lost(|store| store.undo(id, setting.now, &setting.by, counter))
    };
    turn(words.count, ["undone", "Taken back"], undo, setting, out)
}

/// Turns so many actions, and says which.
pub(super) fn turn(
    count: u32,
    [key, word]: [&str; 2],
    step: impl Fn(&mut Store) -> Result<UndoReport, StoreError>,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut store = setting.store()?;
    let mut turned: Vec<Value> = Vec::new();
    let mut ended = Ok(());
    for _ in 0..count {
        match step(&mut store) {
            Ok(one) => {
                let (value, says) = told(&one, word, &mut store, setting)?;
                if !out.is_json() {
                    out.say(&says)?;
                }
                turned.push(value);
            }
            Err(error) => {
                ended = Err(error);
                break;
            }
        }
    }
    let done = turned.len();
    if done == 0 {
        return Ok(ended?);
    }
    let few = matches!(
        ended,
        Err(StoreError::NothingToUndo | StoreError::NothingToRedo | StoreError::UndoForgotten)
    );
    let more = if few {
        format!(" of {count}: there were no more")
    } else {
        String::new()
    };
    let says = format!("{word} {done}{more}.");
    if out.is_json() {
        out.value(&json!({key: turned, "asked": count, "done": done, "says": says}))?;
    } else if few {
        out.say(&says)?;
    }
    if few { Ok(()) } else { Ok(ended?) }
}

/// One action that was turned, in JSON and in words.
fn told(
    one: &UndoReport,
    word: &str,
    store: &mut Store,
    setting: &CommandContext,
) -> Result<(Value, String), CommandError> {
    let entry = match one.customer {
        Some(id) => store.entries(&[id])?.pop(),
        None => None,
    };
    let whom = entry
        .as_ref()
        .map(|e| format!(" ({})", e.customer.name))
        .unwrap_or_default();
    let passed = if one.passed {
        " Later actions on this customer stay."
    } else {
        ""
    };
    let says = format!("{word}: {}{whom}.{passed}", one.what);
    let left = json::changed_rows(&one.records, entry.as_ref(), &setting.rules().calendar);
    let value = json::with_field(json!({"what": one.what}), "says", says.as_str());
    let mut fields = value.as_object().cloned().unwrap_or_default();
    fields.extend(left.as_object().cloned().unwrap_or_default());
    Ok((Value::Object(fields), says))
}
