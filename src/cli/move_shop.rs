//! `move`: transfers a shop to another database, and proves that all of it arrived.

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

use super::table::{TextCell, TextTable};
use super::{CommandContext, CommandError, CommandOutput};
use crate::store::{
    OpenOptions, Store, StoreLocation, TableChecksum, TableComparison, TransferProgress,
};

/// The arguments of `move`.
#[derive(Debug, Args)]
pub struct MoveArgs {
    /// Where to: a file, or a server's address
    #[arg(
        long,
        value_name = "PATH|postgres://…",
        required_unless_present = "cancel"
    )]
    to: Option<OsString>,
    /// The branch's name there, if not the one in the settings
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// Cancel a move that cannot be finished: the shop stays here
    #[arg(long, conflicts_with_all = ["to", "branch"])]
    cancel: bool,
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
    let Some(to) = words.to.clone().filter(|_| !words.cancel) else {
        return cancel(setting, out);
    };
    let mut place = setting.place(to.into());
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
    let mut progress = TransferLine::default();
    let proofs = from.transfer_to(&mut to, &gone_to, |far| progress.tell(far));
    drop(progress);
    let proofs = proofs?;
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

/// Gives a move up.
fn cancel(setting: &CommandContext, out: &mut CommandOutput) -> Result<(), CommandError> {
    setting.store()?.cancel_transfer()?;
    let says = "The move is given up: the shop stays here, and takes changes again.";
    out.answer(&json!({"cancelled": true, "says": says}), says)
}

/// How far the move is, on a terminal: one line of standard error, gone once it is done.
#[derive(Debug)]
struct TransferLine {
    begun: Instant,
    told: Option<Instant>,
    shown: bool,
}

/// How often the line is written anew.
const EVERY: Duration = Duration::from_millis(200);

impl Default for TransferLine {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            told: None,
            shown: stderr().is_terminal(),
        }
    }
}

impl TransferLine {
    fn tell(&mut self, far: &TransferProgress) {
        if !self.shown || self.told.is_some_and(|told| told.elapsed() < EVERY) {
            return;
        }
        self.told = Some(Instant::now());
        let words = so_far(far, self.begun.elapsed());
        // A line that cannot be written is no reason to stop.
        let _unseen = write!(stderr(), "\r\x1b[K{words}");
    }
}

impl Drop for TransferLine {
    fn drop(&mut self) {
        if self.told.is_some() {
            let _unseen = write!(stderr(), "\r\x1b[K");
        }
    }
}

/// "12,000 of 90,000 rows, 4,000 a second, 20 s left".
fn so_far(far: &TransferProgress, elapsed: Duration) -> String {
    let TransferProgress { done, of, .. } = *far;
    let milliseconds = u64::try_from(elapsed.as_millis())
        .unwrap_or(u64::MAX)
        .max(1);
    let rate = (done.saturating_mul(1000) / milliseconds).max(1);
    let left = of.saturating_sub(done).div_ceil(rate);
    format!("{done} of {of} rows, {rate} a second, about {left} s left")
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::so_far;
    use crate::store::TransferProgress;

    #[test]
    fn progress_says_how_fast_it_is_and_how_long_it_takes() {
        let far = TransferProgress {
            table: "act",
            rows: 2_000,
            done: 12_000,
            of: 90_000,
        };
        let words = so_far(&far, Duration::from_secs(3));
        assert_eq!(words, "12000 of 90000 rows, 4000 a second, about 20 s left");
        assert!(so_far(&far, Duration::ZERO).ends_with("about 1 s left"));
    }
}
