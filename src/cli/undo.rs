//! `undo`: the last actions of this counter taken back, one after the other. `redo` turns by the
//! same steps.

use clap::Args;
use serde_json::{Value, json};

use super::act_id::ActIdArg;
use super::{CommandContext, CommandError, CommandOutput, json, question};
use crate::domain::time_format::spoken;
use crate::domain::undo_question::UndoQuestion;
use crate::store::{Store, StoreError, UndoRefusal, UndoReport};
use crate::usecases::commit::RetryPolicy;
use crate::usecases::undo::{Turn, UndoRequest, turn};

/// The words of `undo`.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// How many actions
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Also what was done before today, and customers that were added (a terminal is asked)
    #[arg(long)]
    yes: bool,
    /// The id of an earlier try.
    #[command(flatten)]
    id: ActIdArg,
}

/// Takes them back.
///
/// # Errors
/// Why the next act could not be undone; the ones before it are undone then.
pub fn run(
    words: &UndoArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    // One act is named by asking for it; of many nobody knows how far they go.
    let request = UndoRequest {
        act: None,
        offered: None,
        confirmed: words.yes || words.count == 1,
    };
    turn_acts((words.count, &words.id), Turn::Undo(request), setting, out)
}

/// Turns so many actions, and says which.
pub(super) fn turn_acts(
    (count, id): (u32, &ActIdArg),
    mut way: Turn,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    if id.is_given() && count > 1 {
        let why = "--id is that of one action: leave the number out";
        return Err(CommandError::refused(why));
    }
    let key = match way {
        Turn::Undo(_) | Turn::TakeBack(_) => "undone",
        Turn::Redo => "redone",
    };
    let mut store = setting.store()?;
    let mut turned: Vec<Value> = Vec::new();
    let mut ended = Ok(());
    while turned.len() < usize::try_from(count).unwrap_or(usize::MAX) {
        match turn(&mut store, way, &id.stamp(setting), RetryPolicy::UntilBack) {
            Ok(one) => {
                let (value, says) = turn_report(&one, way, &mut store, setting)?;
                if !out.is_json() {
                    out.say(&says)?;
                }
                turned.push(value);
            }
            Err(StoreError::Undo(UndoRefusal::NeedsYes(question)))
                if asked_on_terminal(&question, setting)? =>
            {
                way = Turn::Undo(UndoRequest {
                    act: None,
                    offered: None,
                    confirmed: true,
                });
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
    let few = ended.as_ref().is_err_and(is_nothing_left);
    let more = if few {
        format!(" of {count}: there were no more")
    } else {
        String::new()
    };
    let says = format!("{} {done}{more}.", way.word());
    if out.is_json() {
        out.value(&json!({key: turned, "asked": count, "done": done, "says": says}))?;
    } else if few {
        out.say(&says)?;
    }
    if few { Ok(()) } else { Ok(ended?) }
}

/// Whether somebody at a terminal says yes to an undo that goes far, and to those behind it.
fn asked_on_terminal(
    goes_far: &UndoQuestion,
    setting: &CommandContext,
) -> Result<bool, CommandError> {
    if !question::is_terminal() {
        return Ok(false);
    }
    let when = spoken(goes_far.at, setting.now, &setting.rules().calendar);
    question::is_confirmed(&format!("{} And so on?", goes_far.sentence(&when)))
}

/// Whether there was simply nothing more to undo or redo.
const fn is_nothing_left(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Undo(
            UndoRefusal::NothingToUndo
                | UndoRefusal::NothingToRedo
                | UndoRefusal::CustomerForgotten
        )
    )
}

/// One action that was turned, in JSON and in words.
fn turn_report(
    one: &UndoReport,
    way: Turn,
    store: &mut Store,
    setting: &CommandContext,
) -> Result<(Value, String), CommandError> {
    let entry = match one.customer {
        Some(id) => store.entries(&[id])?.pop(),
        None => None,
    };
    let says = way.sentence(one);
    let left = json::changed_rows(&one.records, entry.as_ref(), &setting.rules().calendar);
    let value = json::with_field(json!({"what": one.what}), "says", says.as_str());
    let mut fields = value.as_object().cloned().unwrap_or_default();
    fields.extend(left.as_object().cloned().unwrap_or_default());
    Ok((Value::Object(fields), says))
}
