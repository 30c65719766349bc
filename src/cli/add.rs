//! `add`: a reason to ring, and the customer where they are new.

use clap::Args;
use serde_json::json;

use super::{CommandContext, CommandError, CommandOutput, customer_arg, json, word};
use crate::domain::change::{EntityKind, Record};
use crate::domain::draft::Draft;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Severity};
use crate::domain::import_merge::{ImportCandidate, ImportMerger};
use crate::domain::text::{fold_for_search, sanitize};
use crate::domain::time_format::spoken;
use crate::domain::validation::{DraftWarning, FieldParser, RawFields, ValidatedDraft};
use crate::store::{CustomerSummary, SavedAct, Store};

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
}

impl AddArgs {
    fn typed(&self) -> RawFields {
        let text = |given: &Option<String>| given.clone().unwrap_or_default();
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
    if sanitize(&words.about).is_empty() {
        return Err(CommandError::refused(
            "--about is empty: say in a few words what it is about",
        ));
    }
    let reading = FieldParser {
        rules: setting.rules(),
        region: &setting.config.region,
        now: setting.now,
        past: false,
    };
    let ValidatedDraft {
        draft,
        warnings,
        notes,
    } = reading.draft(&words.typed()).map_err(|wrong| {
        let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        CommandError::Refused(wrong.join("; "))
    })?;
    let mut store = setting.store()?;
    let mut draft = draft;
    if let Some(sender) = &words.sent_by {
        let sender = customer_arg::customer(sender, &mut store, setting)?;
        draft.sent_by = Some(sender.customer.id);
    }
    let about = words.about.as_str();
    let saved = save(draft, about, &mut store, setting)?;
    let of = saved.records.first().map_or(0, Record::customer);
    let entry = store.entries(&[of])?.pop();
    let reached = entry
        .as_ref()
        .is_some_and(|e| e.customer.phone.is_some() || e.customer.email.is_some());
    // Whoever was known may have been given a number before.
    let none = |warning: &&DraftWarning| {
        !(reached && matches!(warning, DraftWarning::NoWayToReach { .. }))
    };
    for warning in warnings.iter().filter(none) {
        out.warn(&warning.to_string());
    }
    if saved.do_not_call > 0 {
        out.warn(super::DO_NOT_CALL);
    }
    answer(&saved, entry.as_ref(), &notes, setting, out)
}

fn save(
    draft: Draft,
    about: &str,
    store: &mut Store,
    setting: &CommandContext,
) -> Result<SavedAct, CommandError> {
    let mut gathering = ImportMerger::default();
    for entry in store.customers_named(&[fold_for_search(&draft.name)])? {
        // Nothing of theirs is held against it: what is added here is added.
        gathering.add_candidate(ImportCandidate {
            customer: entry.customer,
            items: entry.items,
            open: &[],
            also: entry.also,
        });
    }
    gathering
        .merge_draft(draft, setting.pen())
        .map_err(CommandError::Refused)?;
    let what = format!("added: {}", sanitize(about));
    let act = setting.act(&what, None, gathering.changes());
    Ok(store.retry_while_lost(|store| store.save(&act))?)
}

fn answer(
    saved: &SavedAct,
    entry: Option<&CustomerSummary>,
    notes: &[String],
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let calendar = &setting.rules().calendar;
    let follow_up = match saved.first(EntityKind::FollowUp) {
        Some(Record::FollowUp(f)) => Some(f),
        _ => None,
    };
    let says = says(follow_up, entry, notes, setting);
    let item = follow_up.and_then(|f| entry.and_then(|e| e.item(f.item)));
    let customer = entry.map(|e| json::customer(&e.customer, calendar));
    let follow_up = follow_up.map(|f| json::follow_up(f, item, calendar));
    let value = json!({"customer": customer, "follow_up": follow_up, "says": says});
    out.answer(&value, &says)
}

/// "Added for Anita Patel (1): Front pads 2 mm (7), due today 10:42."
fn says(
    follow_up: Option<&FollowUp>,
    entry: Option<&CustomerSummary>,
    notes: &[String],
    setting: &CommandContext,
) -> String {
    let say = |at| spoken(at, setting.now, &setting.rules().calendar);
    let whom = entry.map(|e| format!(" for {} ({})", e.customer.name, e.customer.id));
    let what = follow_up.map(|f| format!(": {} ({}), due {}", f.about, f.id, say(f.due_at)));
    let promised = follow_up.and_then(|f| f.promised_at);
    let promised = promised.map(|at| format!(", promised by {}", say(at)));
    let notes: Vec<String> = notes.iter().map(|note| format!(" ({note})")).collect();
    let parts = [whom, what, promised, Some(notes.concat())];
    format!("Added{}.", parts.into_iter().flatten().collect::<String>())
}
