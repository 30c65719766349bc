//! `move`: transfers a shop to another database, and proves that all of it arrived.

use std::ffi::OsString;

use clap::Args;
use serde_json::{Value, json};

use super::table::{TextCell, TextTable};
use super::{CommandContext, CommandError, CommandOutput};
use crate::store::{OpenOptions, Store, StoreLocation, TableChecksum, TableComparison};

/// The arguments of `move`.
#[derive(Debug, Args)]
pub struct MoveArgs {
    /// Where to: a file, or a server's address
    #[arg(long, value_name = "PATH|postgres://…")]
    to: OsString,
    /// The branch's name there, if not the one in the settings
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
}

/// Transfers the shop.
///
/// # Errors
/// If either database cannot be used, or the copies differ. An interrupted transfer resumes where it
/// stopped when the command runs again.
pub fn run(
    words: &MoveArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut place = setting.place(words.to.clone().into());
    if let (StoreLocation::Server(server), Some(branch)) = (&mut place, &words.branch) {
        server.branch = Some(branch.clone());
    }
    let gone_to = match &place {
        StoreLocation::File(path) => super::context::whole_path(path),
        StoreLocation::Server(server) => server.shown(),
    };
    let mut from = setting.store()?;
    let opened = Store::open(
        place.clone(),
        OpenOptions::new(setting.rules().calendar.clone()).to_move(),
    );
    let mut to = opened.map_err(|why| CommandError::Database {
        path: gone_to.clone(),
        why,
    })?;
    if setting.database_place().as_ref() == Some(&place) {
        return Err(CommandError::refused(
            "the shop is there already: name another place with --to",
        ));
    }
    let proofs = from.transfer_to(&mut to, &gone_to, |_| {})?;
    let says = format!(
        "Moved to {gone_to}: name it with --db, or as `database` in the settings. \
         Nothing is saved in the old place any more."
    );
    if out.is_json() {
        let tables: Vec<Value> = proofs.iter().map(value).collect();
        return out.value(&json!({"moved_to": gone_to, "tables": tables, "says": says}));
    }
    out.table(&table(&proofs))?;
    out.say(&says)
}

/// A table of the row counts in both databases.
fn table(proofs: &[TableComparison]) -> TextTable {
    let mut table = TextTable::default();
    for proof in proofs {
        let of = |sum: TableChecksum| format!("{:016x}", sum.checksum);
        table.row(vec![
            TextCell::new(proof.table),
            TextCell::new(proof.from.rows.to_string()).right(),
            TextCell::new("rows, here"),
            TextCell::new(of(proof.from)),
            TextCell::new("there"),
            TextCell::new(of(proof.to)),
        ]);
    }
    table
}

fn value(proof: &TableComparison) -> Value {
    json!({
        "table": proof.table,
        "rows": proof.from.rows,
        "checksum": format!("{:016x}", proof.from.checksum),
        "rows_there": proof.to.rows,
        "checksum_there": format!("{:016x}", proof.to.checksum),
    })
}
