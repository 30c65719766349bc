//! What the store did not do, as a sentence for a person at the counter or at the command line.
//!
//! Owns those sentences: each says what is wrong and what would be right. It knows the store's
//! errors, and nothing of where the sentence is shown.

use uuid::Uuid;

use crate::store::{
    CertificateFault, ConnectionFault, Damage, HostFault, LogMishap, RecountProgress, StoreError,
    Timeout, UndoRefusal,
};

/// Where a password is looked for.
const PASSWORD: &str = "write it in the address, or in PGPASSWORD";

/// Why a mirror does not have what was saved, in a few words.
#[must_use]
pub fn mirror(error: &StoreError, place: &str) -> String {
    match error {
        StoreError::CannotOpen => format!("“{place}” is not there"),
        StoreError::DiskFull => format!("“{place}” is full"),
        StoreError::ReadOnly => format!("“{place}” may only be read"),
        StoreError::DiskFailed(_) => format!("“{place}” cannot be written"),
        other => store_error(other),
    }
}

/// What is said while everything is counted anew.
#[must_use]
pub fn recounting(progress: RecountProgress) -> String {
    let RecountProgress { zone, percent } = progress;
    format!("Counting every day anew for {zone}: {percent} %; work goes on")
}

/// An error as a sentence: it begins with a small letter and has no full stop.
#[must_use]
pub fn store_error(error: &StoreError) -> String {
    let plain = match error {
        StoreError::ImportUndone => "the import was taken back meanwhile: nothing was imported",
        StoreError::Busy => "another program is busy with the database",
        StoreError::StandbySilent => {
            "the server waits for its standby, and saves nothing else meanwhile"
        }
        StoreError::DiskFull => "the disk is full: make room, then try again",
        StoreError::ReadOnly => {
            "the database cannot be written to: check the permissions of the file and its folder"
        }
        StoreError::NotADatabase => "the file is not a Checkback database: name another with --db",
        StoreError::CannotOpen => {
            "the database cannot be opened: check that its folder exists and can be written to"
        }
        StoreError::RowConflict => {
            "somebody else changed it meanwhile; nothing was saved: look again"
        }
        StoreError::Standby => {
            "this server is a standby and cannot save: waiting for the main server"
        }
        StoreError::NoServers => {
            "this program was built without servers: name a file with --db PATH"
        }
        StoreError::DiskFailed(why) => return format!("the disk could not save it: {why}"),
        StoreError::Damaged(damage) => return damaged(damage),
        StoreError::BackupPathRefused(why) => return why.clone(),
        StoreError::ForeignSchema(what) => return foreign_schema(what),
        StoreError::NewerSchema { found, known } => return newer(*found, *known),
        StoreError::CustomerConflict(who) => return not_saved(who, "look again"),
        StoreError::CustomerClaimed(who) => {
            return not_saved(who, "log it when that call has ended");
        }
        StoreError::Undo(refusal) => return undo_refusal(refusal),
        StoreError::ConnectionLost(_)
        | StoreError::TimedOut(_)
        | StoreError::AuthFailed { .. }
        | StoreError::ServerBusy { .. } => return format!("not connected: {}", outage(error)),
        StoreError::FileMoved { .. } => return file_moved(error),
        StoreError::CommitUnanswered(why) => return outcome_unknown(None, why),
        StoreError::OutcomeUnknown { act, why } => return outcome_unknown(*act, why),
        StoreError::InvalidAddress(_)
        | StoreError::Forbidden(_)
        | StoreError::MigrationForbidden(_)
        | StoreError::BranchRequired { .. }
        | StoreError::WrongEncoding(_)
        | StoreError::TransactionPooling(_) => return not_served(error),
        StoreError::ShopMoving
        | StoreError::ShopMoved(_)
        | StoreError::NoMove
        | StoreError::TargetNotEmpty
        | StoreError::TransferMismatch(_) => return of_a_move(error),
        StoreError::Engine(why) => return format!("the database refused: {why}"),
        StoreError::Bug(what) => {
            return format!("Checkback itself is wrong here ({what}): please report it");
        }
    };
    plain.to_owned()
}

/// The same as the window says it: options of the command line are left out, as nobody can type
/// them there.
#[must_use]
pub fn in_window(error: &StoreError) -> String {
    match error {
        StoreError::NotADatabase => "the file is not a Checkback database".to_owned(),
        StoreError::NoServers => "this program was built without servers".to_owned(),
        StoreError::ShopMoved(place) => format!("the shop has moved to {place}"),
        other => store_error(other),
    }
}

/// What a move stands in the way of, or what stands in its way. Any other error as `store_error` has
/// it.
fn of_a_move(error: &StoreError) -> String {
    let plain = match error {
        StoreError::ShopMoving => {
            "the shop is being moved to another database: run `checkback move` again to finish, or \
             `checkback move --cancel` to stay here"
        }
        StoreError::NoMove => "nothing is being moved",
        StoreError::TargetNotEmpty => {
            "there is already a shop with data there: name an empty place"
        }
        StoreError::ShopMoved(place) => {
            return format!(
                "the shop has moved to {place}: name that with --db, or as `database` in the settings"
            );
        }
        StoreError::TransferMismatch(table) => {
            return format!("{table} did not arrive complete: the copy is not used; move it again");
        }
        other => return store_error(other),
    };
    plain.to_owned()
}

/// Why a server that is reached does not serve this counter. Any other error as `store_error` has it.
fn not_served(error: &StoreError) -> String {
    match error {
        StoreError::InvalidAddress(why) => format!("the server's address is wrong: {why}"),
        StoreError::Forbidden(why) => format!("the server does not allow it: {why}"),
        StoreError::MigrationForbidden(why) => migration_forbidden(why),
        StoreError::BranchRequired { wanted, there } => which_branch(wanted.as_deref(), there),
        StoreError::WrongEncoding(encoding) => wrong_encoding(encoding),
        StoreError::TransactionPooling(machine) => transaction_pooling(machine),
        other => store_error(other),
    }
}

/// What stands in a database that is none of ours.
fn foreign_schema(what: &str) -> String {
    format!(
        "the database holds {what} that Checkback did not make: it is not opened; checkback rescue -o \
         rescued.db writes the shop's rows to a new one"
    )
}

/// What happened to the log beside an open file.
#[must_use]
pub fn log_mishap(mishap: &LogMishap) -> String {
    match &mishap.aside {
        None => "Another program removed the log beside the database. Everything was saved anew."
            .to_owned(),
        Some(copy) => format!(
            "Another program replaced the log beside the database. What was done here is kept in {}: \
             compare it with the list, and enter again what is missing.",
            copy.display()
        ),
    }
}

/// Why the database is out of reach: what stands behind "not connected:". Of a file that was moved,
/// what to do about it. Any other error as `store_error` has it.
#[must_use]
pub fn outage(error: &StoreError) -> String {
    match error {
        StoreError::ConnectionLost(fault) => connection_fault(fault),
        StoreError::TimedOut(Timeout::Answer(host)) => format!("{host} does not answer"),
        StoreError::TimedOut(Timeout::Stopped(host)) => format!("{host} took too long"),
        StoreError::TimedOut(Timeout::Statement) => "the server took too long".to_owned(),
        StoreError::AuthFailed {
            host,
            missing: false,
        } => format!("{host} does not take the password: {PASSWORD}"),
        StoreError::AuthFailed {
            host,
            missing: true,
        } => format!("{host} asks for a password: {PASSWORD}"),
        StoreError::ServerBusy { host } => {
            let host = host.as_deref().unwrap_or("the server");
            format!("{host} has too many connections already")
        }
        StoreError::FileMoved { replaced: false } => {
            "put it back, or quit and restore a backup".to_owned()
        }
        StoreError::FileMoved { replaced: true } => {
            "another one is in its place: put the first one back, or quit and start again"
                .to_owned()
        }
        other => store_error(other),
    }
}

fn undo_refusal(refusal: &UndoRefusal) -> String {
    let plain = match refusal {
        UndoRefusal::NothingToUndo => "there is nothing to undo at this counter",
        UndoRefusal::NothingToRedo => "there is nothing to redo at this counter",
        UndoRefusal::CustomerForgotten => {
            "there is nothing to undo at this counter: what was done last was about a customer who has \
             been forgotten since"
        }
        UndoRefusal::NeedsYes(question) => {
            let why = if question.customers > 0 {
                "would take customers out"
            } else {
                "is of an earlier day"
            };
            return format!("“{}” {why}: add --yes to take it back", question.what);
        }
        UndoRefusal::ChangedSince(what) => {
            return format!("“{what}” cannot be taken back: it has been changed again since");
        }
    };
    plain.to_owned()
}

fn not_saved(who: &str, next: &str) -> String {
    format!("{who}; nothing was saved: {next}")
}

fn file_moved(error: &StoreError) -> String {
    let mend = outage(error);
    format!("the file was moved or deleted while it was open: {mend}")
}

fn migration_forbidden(why: &str) -> String {
    format!(
        "the server does not allow it: {why}; its tables are made and brought up to date by an \
         administrator: `checkback server setup --run`"
    )
}

fn wrong_encoding(encoding: &str) -> String {
    format!(
        "the database keeps its texts in {encoding}, which has no place for every name: make one in UTF8 \
         (createdb -E UTF8 -T template0)"
    )
}

fn transaction_pooling(machine: &str) -> String {
    format!(
        "a pooler at {machine} gives every transaction another session, and Checkback needs one of its \
         own: set pool_mode = session there (PgBouncer), or connect to the server itself"
    )
}

fn connection_fault(fault: &ConnectionFault) -> String {
    match fault {
        ConnectionFault::Gone => "the server is gone".to_owned(),
        ConnectionFault::Cut(why) => format!("the connection was cut: {why}"),
        ConnectionFault::StandbyNotSynced => "the server could not wait for its standby".to_owned(),
        ConnectionFault::NoAnswer => "no server answers".to_owned(),
        ConnectionFault::Refused(says) => says.clone(),
        ConnectionFault::Unreachable { host, why } => host_fault(host, why),
    }
}

fn host_fault(host: &str, why: &HostFault) -> String {
    match why {
        HostFault::NothingListens => format!("nothing listens at {host}"),
        HostFault::NoServer => format!("there is no server at {host}"),
        HostFault::UnknownHost => {
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            format!("there is no machine called {name}: check its name in the address")
        }
        HostFault::NoTls(mode) => format!(
            "{host} offers no TLS, and sslmode={mode} asks for it: have it set up there, or write \
             sslmode=disable if the connection is safe without it"
        ),
        HostFault::Certificate(fault) => format!("{host}: {}", certificate_fault(fault)),
        HostFault::Refused(says) => format!("{host} says: {says}"),
        HostFault::FormerPrimary { timeline, seen } => format!(
            "{host} is a former primary (its timeline is {timeline}, and {seen} was seen): it is not \
             used"
        ),
        HostFault::Other(says) => format!("{host}: {says}"),
    }
}

fn certificate_fault(fault: &CertificateFault) -> String {
    let plain = match fault {
        CertificateFault::UnknownIssuer => {
            "its certificate is not signed by an authority this machine trusts: name the right one \
             with sslrootcert=FILE"
        }
        CertificateFault::WrongName => {
            "its certificate is for another host: use the name that is in it"
        }
        CertificateFault::Expired => "its certificate has expired: have it renewed there",
        CertificateFault::NotValidYet => {
            "its certificate is not valid yet: check this machine's clock"
        }
        CertificateFault::Other(says) => return format!("its certificate is refused: {says}"),
    };
    plain.to_owned()
}

/// Nobody can say yet whether an act was saved; under its id it is asked for once more.
fn outcome_unknown(act: Option<Uuid>, why: &StoreError) -> String {
    let why = store_error(why);
    let unknown = format!("{why}; it is not known yet whether it was saved");
    match act {
        Some(id) => format!(
            "{unknown}: once it is back, give the same command again with --id {id}, which saves \
             nothing twice"
        ),
        None => format!("{unknown}: look again once it is back"),
    }
}

fn damaged(damage: &Damage) -> String {
    let why = &damage.why;
    let Some(advice) = &damage.advice else {
        return format!("the database is damaged: {why}");
    };
    let newest = advice.newest_backup.as_ref().map(|(at, file)| {
        format!(
            "the newest good backup is from {}: checkback restore \"{}\"; ",
            at.format("%Y-%m-%d %H:%M"),
            file.display()
        )
    });
    format!(
        "the database is damaged: {why}; nothing was written to it; {}checkback rescue writes out \
         what can still be read",
        newest.unwrap_or_default()
    )
}

fn newer(found: i64, known: i64) -> String {
    format!(
        "the database is version {found}, and this program only knows up to {known}: use the newer \
         program; nothing was changed"
    )
}

fn which_branch(wanted: Option<&str>, there: &str) -> String {
    match wanted {
        Some(wanted) => format!(
            "there is no branch “{wanted}” you may see (there are: {there}): check `branch` in the \
             settings, or have it opened with `checkback server setup`"
        ),
        None => format!(
            "the database holds several shops ({there}): write which one you are as `branch` in the \
             settings"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_window, store_error};
    use crate::store::StoreError;

    #[test]
    fn the_window_names_no_option_of_the_command_line() {
        let moved = StoreError::ShopMoved("postgres://shop".to_owned());
        for error in [StoreError::NotADatabase, StoreError::NoServers, moved] {
            let (prompt, window) = (store_error(&error), in_window(&error));
            assert!(prompt.starts_with(&window), "{window}");
            assert!(prompt.contains("--db"), "{prompt}");
            assert!(!window.contains("--db"), "{window}");
        }
        assert_eq!(in_window(&StoreError::Busy), store_error(&StoreError::Busy));
    }
}
