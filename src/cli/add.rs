//! `add`: a reason to ring, and the customer where they are new.

use clap::Args;
use serde_json::json;

use super::act_id::ActIdArg;
use super::{CommandContext, CommandError, CommandOutput, customer_arg, json, question, word};
use crate::domain::change::Record;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::follow_up::{FollowUpKind, Severity};
use crate::domain::validation::RawFields;
use crate::store::CustomerSummary;
use crate::usecases::add::{self, NewCall};
use crate::usecases::commit::{CommittedPlan, RetryPolicy};
use crate::usecases::{Plan, Refusal, promise};

/// The words of `add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The customer's name
    name: String,
    /// Their phone number
    #[arg(long, value_name = "PHONE")]
    phone: Option<String>,
    /// Their e-mail address
    #[arg(long, value_name = "EMAIL")]
    email: Option<String>,
    /// The language they speak, as a code: de, en-GB
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// What the call is about
    #[arg(long, value_name = "TEXT")]
    about: String,
    /// What kind of call
    #[arg(long, value_name = "KIND", ignore_case = true,
        value_parser = word::<FollowUpKind>(FollowUpKind::ALL.iter().map(|k| k.word())))]
    kind: Option<FollowUpKind>,
    /// What you look after for them: a vehicle, a device, a pet
    #[arg(long, value_name = "TEXT")]
    item: Option<String>,
    /// When it is due; now if left out
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    due: Option<String>,
    /// Call back promised by
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    promise: Option<String>,
    /// Severity of the finding
    #[arg(long, ignore_case = true,
        value_parser = word::<Severity>(Severity::ALL.iter().map(|s| s.word())))]
    severity: Option<Severity>,
    /// Price quoted
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    quote: Option<String>,
    /// Who should ring
    #[arg(long, value_name = "STAFF")]
    owner: Option<String>,
    /// A note on the call
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The customer who recommended you to them: an id, a number, or a name
    #[arg(long, value_name = "CUSTOMER")]
    sent_by: Option<String>,
    /// The id of an earlier try.
    #[command(flatten)]
    id: ActIdArg,
}

impl AddArgs {
    fn typed(&self) -> RawFields {
        let text = |given: &Option<String>| given.clone().unwrap_or_default();
        let language = self.language.iter();
        let language = language.map(|text| (CustomerDetail::Language, text.clone()));
        RawFields {
            name: self.name.clone(),
            phone: text(&self.phone),
            email: text(&self.email),
            item: text(&self.item),
            kind: self.kind.map(|k| k.word().to_owned()).unwrap_or_default(),
            about: self.about.clone(),
            severity: self
                .severity
                .map(|s| s.word().to_owned())
                .unwrap_or_default(),
            quote: text(&self.quote),
            due: text(&self.due),
            promise: text(&self.promise),
            owner: text(&self.owner),
            note: text(&self.note),
            details: language.collect(),
        }
    }
}

/// Adds it.
///
/// # Errors
/// What was refused; nothing was saved then.
pub fn run(
    words: &AddArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let ctx = setting.known();
    let typed = words.typed();
    let mut checked = add::check(ctx, &typed).map_err(Refusal::Fields)?;
    let mut store = setting.store()?;
    if words.id.was_saved(&mut store, setting, out)? {
        return Ok(());
    }
    if let Some(sender) = &words.sent_by {
        let sender = customer_arg::customer(sender, &mut store, setting)?;
        checked.draft.sent_by = Some(sender.customer.id);
    }
    ask_about_promise(&typed.promise, setting, out)?;
    let call = NewCall {
        typed,
        checked,
        chosen: None,
    };
    let (stamp, retry) = (words.id.stamp(setting), RetryPolicy::UntilBack);
    let CommittedPlan { plan, records } = add::add(&mut store, ctx, stamp, &call, retry)?;
    for warning in &plan.warnings {
        out.warn(&warning.to_string());
    }
    let of = records.first().map_or(0, Record::customer);
    let entry = store.entries(&[of])?.pop();
    answer(&plan, &records, entry.as_ref(), setting, out)
}

/// Asks at a terminal whether what is promised for a time when the shop is closed is meant, as the list
/// does. Elsewhere it is warned about.
fn ask_about_promise(
    typed: &str,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let by = promise::read_by(typed, setting.known());
    let Some(doubt) = by.ok().and_then(|by| by.promise_doubt()) else {
        return Ok(());
    };
    if !question::is_answered(out) {
        out.warn(&format!("{doubt}; it is promised all the same"));
        return Ok(());
    }
    if question::is_confirmed(&format!("{doubt}. Promise it all the same?"))? {
        return Ok(());
    }
    let why = "nothing was saved: promise a time when the shop is open";
    Err(CommandError::refused(why))
}

fn answer(
    plan: &Plan,
    records: &[Record],
    entry: Option<&CustomerSummary>,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let calendar = &setting.rules().calendar;
    let follow_up = records.iter().find_map(|record| match record {
        Record::FollowUp(f) => Some(f),
        _ => None,
    });
    if out.is_json() {
        let item = follow_up.and_then(|f| entry.and_then(|e| e.item(f.item)));
        let customer = entry.map(|e| json::customer(&e.customer, calendar));
        let follow_up = follow_up.map(|f| json::follow_up(f, item, calendar));
        return out
            .value(&json!({"customer": customer, "follow_up": follow_up, "says": plan.says}));
    }
    out.say(&plan.sentence())?;
    // By these numbers other commands name them.
    let customer = entry.map(|e| format!("customer {}", e.customer.id));
    let follow_up = follow_up.map(|f| format!("follow-up {}", f.id));
    let numbers: Vec<String> = customer.into_iter().chain(follow_up).collect();
    out.indented(&numbers.join(", "))
}
