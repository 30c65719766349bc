//! `log`: what came of a contact; the outcome sets the next step.

use clap::Args;
use serde_json::Value;

use super::act_id::ActIdArg;
use super::{CommandContext, CommandError, CommandOutput, customer_arg, json, word};
use crate::domain::contact::{Direction, Feeling, Outcome};
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUpResult, UnknownWord};
use crate::domain::outcome::ResultEntry;
use crate::domain::text::sanitize;
use crate::usecases::commit::CommittedPlan;
use crate::usecases::log::{CallReport, log};

/// The words of `log`.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// An id, a number, or a name
    customer: String,
    /// How it ended
    #[arg(ignore_case = true,
        value_parser = word::<Outcome>(Outcome::ALL.iter().map(|o| o.word())))]
    outcome: Outcome,
    /// What came of one follow-up: 7=authorised, 7=authorised:180, 7=declined:too dear
    #[arg(long = "result", value_name = "FOLLOWUP=RESULT")]
    results: Vec<String>,
    /// How they felt at the end
    #[arg(long, value_name = "FEELING", ignore_case = true,
        value_parser = word::<Feeling>(Feeling::ALL.iter().map(|f| f.word())))]
    feeling: Option<Feeling>,
    /// A note on the call
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// When to try again, instead of the usual time
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    next: Option<String>,
    /// They rang us
    #[arg(long)]
    inward: bool,
    /// The id of an earlier try.
    #[command(flatten)]
    id: ActIdArg,
}

/// Logs it.
///
/// # Errors
/// What was refused; nothing was saved then.
pub fn run(
    words: &LogArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let ctx = setting.known();
    let mut store = setting.store()?;
    if words.id.was_saved(&mut store, setting, out)? {
        return Ok(());
    }
    let entry = customer_arg::customer(&words.customer, &mut store, setting)?;
    let plan = log(ctx, &entry, &report(words, setting)?)?;
    // What one does oneself at the window is no reason not to log it here.
    store.exempt_claims_of(&setting.by);
    let CommittedPlan { plan, records } = setting.commit(plan, &words.id, &mut store, out)?;
    let after = store.entries(&[entry.customer.id])?.pop();
    let left = json::changed_rows(&records, after.as_ref(), &ctx.rules.calendar);
    let contact = left.pointer("/contacts/0").cloned().unwrap_or(Value::Null);
    let value = json::with_field(left, "contact", contact);
    let value = json::with_field(value, "let_go", plan.let_go);
    let value = json::with_field(value, "says", plan.says.as_str());
    out.answer(&value, &plan.sentence())
}

/// The call, as the options tell of it.
fn report(words: &LogArgs, setting: &CommandContext) -> Result<CallReport, CommandError> {
    let next = words.next.as_deref();
    let results = words.results.iter().map(|text| result(text, setting));
    Ok(CallReport {
        outcome: words.outcome,
        direction: if words.inward {
            Direction::Inward
        } else {
            Direction::Outward
        },
        results: results.collect::<Result<_, _>>()?,
        feeling: words.feeling,
        note: words.note.clone(),
        next: next
            .map(|phrase| setting.read_future_time(phrase))
            .transpose()?,
    })
}

/// One FOLLOWUP=RESULT.
fn result(text: &str, setting: &CommandContext) -> Result<ResultEntry, CommandError> {
    let text = sanitize(text);
    let wrong = || {
        CommandError::refused(format!(
            "“{text}” is not a result: write the follow-up's id and what came of it, like 7=declined"
        ))
    };
    let (id, rest) = text.split_once('=').ok_or_else(wrong)?;
    let follow_up: Id = id.trim().parse().map_err(|_| wrong())?;
    let (word, more) = match rest.split_once(':') {
        Some((word, more)) => (word, Some(sanitize(more)).filter(|more| !more.is_empty())),
        None => (rest, None),
    };
    let result: FollowUpResult = word
        .parse()
        .map_err(|e: UnknownWord| CommandError::refused(e.to_string()))?;
    let (amount, words) = match (result, more) {
        (FollowUpResult::Authorised, Some(sum)) => {
            let read = setting.rules().currency.read(&sum);
            (Some(read.map_err(CommandError::Refused)?), None)
        }
        (FollowUpResult::Thinking, Some(_)) => {
            let why = "thinking takes no reason: put it into --note";
            return Err(CommandError::refused(why));
        }
        (_, words) => (None, words),
    };
    Ok(ResultEntry {
        follow_up,
        result,
        words,
        amount,
    })
}
