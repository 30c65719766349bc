//! `--id`: the same command once more, under the id of an earlier try.
//!
//! Owns that what an earlier try saved is not saved again: it is said, and nothing is done.

use clap::Args;
use serde_json::json;
use uuid::Uuid;

use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::change::Record;
use crate::store::Store;
use crate::usecases::commit::Stamp;

/// The id a command does its work under.
#[derive(Debug, Args)]
pub(super) struct ActIdArg {
    /// The id an earlier try printed: what it saved is not saved twice
    #[arg(long, value_name = "ID")]
    id: Option<Uuid>,
}

impl ActIdArg {
    /// Whether an id was given.
    pub(super) const fn is_given(&self) -> bool {
        self.id.is_some()
    }

    /// The stamp of the act.
    pub(super) fn stamp(&self, setting: &CommandContext) -> Stamp {
        match self.id {
            Some(id) => Stamp::with_id(setting.known(), id),
            None => Stamp::new(setting.known()),
        }
    }

    /// Whether an earlier try saved it; that is said then.
    pub(super) fn was_saved(
        &self,
        store: &mut Store,
        setting: &CommandContext,
        out: &mut CommandOutput,
    ) -> Result<bool, CommandError> {
        let Some(id) = self.id else { return Ok(false) };
        let Some(saved) = store.saved_under(id)? else {
            return Ok(false);
        };
        let whose = saved.records.first().map(Record::customer);
        let entry = match whose {
            Some(customer) => store.entries(&[customer])?.pop(),
            None => None,
        };
        let says = match &entry {
            Some(entry) => format!(
                "{}: saved already, by the earlier try.",
                entry.customer.name
            ),
            None => "Saved already, by the earlier try.".to_owned(),
        };
        let rows = json::changed_rows(&saved.records, entry.as_ref(), &setting.rules().calendar);
        let rows = json::with_field(rows, "saved_already", json!(true));
        out.answer(&json::with_field(rows, "says", says.as_str()), &says)?;
        Ok(true)
    }
}
