//! `tidy`: names go from what is past its time. Without `--yes` it says what would go.

use clap::Args;
use serde_json::{Value, json};

use super::{CommandContext, CommandError, CommandOutput};
use crate::store::{BackupReason, CopyPace, RetentionReport};
use crate::usecases::commit::Stamp;

/// How many customers are named.
const NAMED: usize = 20;

/// The words of `tidy`.
#[derive(Debug, Args)]
pub struct TidyArgs {
    /// Remove the names: this cannot be undone
    #[arg(long)]
    yes: bool,
}

/// Tidies, or says what would go.
///
/// # Errors
/// Why the store cannot be opened, read or written.
pub fn run(
    words: &TidyArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut store = setting.store()?;
    let keep = setting.config.keep;
    let mut tidied = store.would_tidy(keep, setting.now)?;
    let any = tidied.follow_ups > 0;
    if words.yes && any {
        if let Some(backups) = store.backups() {
            backups.make(BackupReason::Tidy, setting.now, CopyPace::Unthrottled)?;
        }
        let act = Stamp::new(setting.known()).act(
            "removed names past their keeping time",
            None,
            Vec::new(),
        );
        tidied = store.tidy(keep, &act)?;
    }
    let says = says(&tidied, words.yes, setting);
    if out.is_json() {
        let customers: Vec<Value> = tidied
            .customers
            .iter()
            .map(|(id, name)| json!({"id": id, "name": name}))
            .collect();
        return out.value(&json!({
            "done": words.yes,
            "follow_ups": tidied.follow_ups,
            "contacts": tidied.contacts,
            "customers": customers,
            "says": says,
        }));
    }
    out.say(&says)?;
    if !words.yes {
        for (id, name) in tidied.customers.iter().take(NAMED) {
            out.indented(&format!("{id} {name}"))?;
        }
        if tidied.customers.len() > NAMED {
            out.indented(&format!("and {} more", tidied.customers.len() - NAMED))?;
        }
    }
    Ok(())
}

fn says(tidied: &RetentionReport, done: bool, setting: &CommandContext) -> String {
    let keep = setting.config.keep;
    let of = |n: i64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    if tidied.follow_ups == 0 {
        return format!(
            "Nothing is past its keeping time: closed follow-ups are kept {} months, authorisations {}.",
            keep.closed, keep.authorised
        );
    }
    let customers = i64::try_from(tidied.customers.len()).unwrap_or(0);
    let (verb, after) = if done {
        (
            "Removed the names from",
            "The counts stay. This cannot be undone; the backup made before it is deleted in time.",
        )
    } else {
        (
            "Would remove the names from",
            "The counts would stay. checkback tidy --yes does it, for good.",
        )
    };
    format!(
        "{verb} {} and {}; {} {} as nothing else is left of theirs. {after}",
        of(tidied.follow_ups, "closed follow-up"),
        of(tidied.contacts, "contact"),
        of(customers, "customer"),
        if customers == 1 { "goes" } else { "go" },
    )
}
