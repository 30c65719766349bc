//! SQLite's own backup interface: a database copied page by page, under its locks.
//!
//! Owns how a copy is made, marked as a backup of ours and checked. Never reads a database by
//! ordinary file calls: closing such a file would drop the locks of every connection to it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::claim_rows::{CLAIM_ROW, ClaimRow};
use super::error::StoreError;
use super::retry::RetrySchedule;
use super::schema::KNOWN;
use super::sqlite_errors::to_store_error;
use crate::platform::atomic_write::open_to_sync;

/// The mark of a backup of ours in the file's header ("CBKB"): only such a file is ever overwritten.
pub(super) const MARK: i64 = 0x4342_4B42;

/// How many pages are copied in one step: a megabyte.
const PAGES: i32 = 256;

/// After how many steps a throttled copy syncs: a commit of another program then never waits for the whole
/// copy to reach the disk.
const STEPS: u32 = 8;

/// How long a statement waits for another program.
const BUSY: Duration = Duration::from_secs(30);

/// The pace of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyPace {
    /// As fast as possible: a person waits for it.
    Unthrottled,
    /// In small steps with pauses, beside somebody's work.
    Throttled,
}

/// The result of checking a database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DatabaseCheck {
    /// The version of its tables.
    pub version: i64,
    /// Customers in it.
    pub customers: i64,
    /// Follow-ups in it.
    pub follow_ups: i64,
    /// Contacts in it.
    pub contacts: i64,
    /// When the newest act in it was done.
    pub newest: Option<DateTime<Utc>>,
    /// Whether it has the mark of a backup.
    pub marked: bool,
    /// What is wrong with it, in the engine's words.
    pub problems: Vec<String>,
}

/// The engine, with its version.
pub(super) fn version() -> String {
    format!("SQLite {}", rusqlite::version())
}

/// How thoroughly a database is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckDepth {
    /// Every page, but not every index against its rows.
    Quick,
    /// Every index against its rows, and every row against those it belongs to.
    Thorough,
}

/// Opens a database for reading.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let plain = Connection::open_with_flags(path, flags).and_then(|c| {
        c.busy_timeout(BUSY)?;
        c.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        c.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        c.query_row("SELECT COUNT(*) FROM sqlite_master", [], |_| Ok(()))?;
        Ok(c)
    });
    match plain {
        Err(e) if unwritable(&e) && path.exists() && !companion_file(path, "-wal").exists() => {
            // On a read-only medium SQLite needs `immutable`: it cannot create the lock files.
            let address = format!("file:{}?immutable=1", escaped(path));
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(address, flags).map_err(to_store_error)
        }
        other => other.map_err(to_store_error),
    }
}

/// The file of an ending that SQLite keeps beside a database.
pub(super) fn companion_file(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn unwritable(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

/// A path as it stands in a URI.
fn escaped(path: &Path) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-".contains(&b);
    let mut text = String::new();
    for b in path.to_string_lossy().bytes() {
        if plain(b) {
            text.push(char::from(b));
        } else {
            let _never = write!(text, "%{b:02X}");
        }
    }
    text
}

/// Copies a database as of one moment into an empty file, and marks it as a backup of ours; other
/// programs go on reading and writing. When it returns, the copy is on the disk.
pub(super) fn copy(
    from: &Path,
    to: &Path,
    pace: CopyPace,
    told: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let source = reader(from)?;
    // A read transaction keeps the snapshot: commits of others are not in the copy, and do not restart it.
    source
        .execute_batch("BEGIN; SELECT COUNT(*) FROM sqlite_master")
        .map_err(to_store_error)?;
    let mut copy = Connection::open(to).map_err(to_store_error)?;
    copy.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")
        .map_err(to_store_error)?;
    let file = open_to_sync(to).map_err(|e| super::permissions::refused(&e))?;
    {
        let backup = Backup::new(&source, &mut copy).map_err(to_store_error)?;
        run(&backup, told, |steps| {
            if pace == CopyPace::Throttled {
                if steps % STEPS == 0 {
                    let _all_of_it_is_synced_below = file.sync_data();
                }
                std::thread::sleep(Duration::from_millis(2));
            }
        })?;
    }
    drop(copy);
    settle(to, MARK)?;
    file.sync_all().map_err(|e| super::permissions::refused(&e))
}

/// Runs a backup to its end.
fn run(
    backup: &Backup<'_, '_>,
    told: &mut dyn FnMut(u64, u64),
    mut after_step: impl FnMut(u32),
) -> Result<(), StoreError> {
    let mut waiting = Instant::now();
    let mut steps = 0;
    loop {
        match backup.step(PAGES).map_err(to_store_error)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {
                waiting = Instant::now();
                let progress = backup.progress();
                let whole = u64::try_from(progress.pagecount).unwrap_or(0);
                let left = u64::try_from(progress.remaining).unwrap_or(0);
                told(whole.saturating_sub(left), whole);
                steps += 1;
                after_step(steps);
            }
            _ => wait_for_writer(waiting)?,
        }
    }
}

/// Pauses a copy that found the database locked; fails once it has waited too long.
fn wait_for_writer(since: Instant) -> Result<(), StoreError> {
    let pause = RetrySchedule::COPY.pause_after(1, since.elapsed());
    std::thread::sleep(pause.ok_or(StoreError::Busy)?);
    Ok(())
}

/// Switches a copy out of WAL mode, so that it is a single file, and writes the mark into its header.
pub(super) fn settle(path: &Path, mark: i64) -> Result<(), StoreError> {
    let copy = Connection::open(path).map_err(to_store_error)?;
    copy.execute_batch(&format!(
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE; PRAGMA application_id = {mark}"
    ))
    .map_err(to_store_error)
}

/// Whether a file has the mark of a backup of ours.
pub(super) fn is_marked(path: &Path) -> bool {
    let mark = |c: Connection| {
        c.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0))
            .map_err(to_store_error)
    };
    reader(path).and_then(mark) == Ok(MARK)
}

/// Checks a database: that it is ours and of a known version, that its pages, indexes and rows are
/// consistent, and how much is in it. Damage is returned in `problems`, not as an error.
pub(super) fn check(path: &Path, care: CheckDepth) -> Result<DatabaseCheck, StoreError> {
    let database = reader(path)?;
    let number = |sql: &str| {
        database
            .query_row(sql, [], |row| row.get::<_, Option<i64>>(0))
            .map(|n| n.unwrap_or(0))
            .map_err(to_store_error)
    };
    let ours = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' \
                AND name IN ('version', 'shop', 'customer', 'follow_up', 'contact', 'act')";
    if number(ours)? < 6 {
        return Err(StoreError::NotADatabase);
    }
    let version = number("SELECT MAX(version) FROM version")?;
    if version > KNOWN {
        return Err(StoreError::NewerSchema {
            found: version,
            known: KNOWN,
        });
    }
    let problems = problems(&database, care)?;
    if !problems.is_empty() {
        return Ok(DatabaseCheck {
            version,
            problems,
            ..DatabaseCheck::default()
        });
    }
    let newest = number("SELECT MAX(at) FROM act")?;
    Ok(DatabaseCheck {
        version,
        customers: number("SELECT SUM(customers) FROM shop")?,
        follow_ups: number("SELECT COUNT(*) FROM follow_up WHERE customer > 0")?,
        contacts: number("SELECT COUNT(*) FROM contact WHERE customer > 0")?,
        newest: DateTime::from_timestamp_millis(newest).filter(|_| newest > 0),
        marked: number("PRAGMA application_id")? == MARK,
        problems,
    })
}

/// The inconsistencies of a database, in SQLite's words.
fn problems(database: &Connection, care: CheckDepth) -> Result<Vec<String>, StoreError> {
    let lines = |sql: &str| -> Result<Vec<String>, StoreError> {
        let mut statement = database.prepare(sql).map_err(to_store_error)?;
        let lines = statement
            .query_map([], |row| row.get::<_, String>(0))
            .and_then(Iterator::collect);
        lines.map_err(to_store_error)
    };
    let pages = match care {
        CheckDepth::Quick => lines("PRAGMA quick_check(20)"),
        CheckDepth::Thorough => lines("PRAGMA integrity_check(20)"),
    };
    let mut problems = match pages {
        Err(StoreError::Damaged(damage)) => vec![damage.why],
        other => other?,
    };
    problems.retain(|line| line != "ok");
    if care == CheckDepth::Thorough && problems.is_empty() {
        let strays = lines("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 20")?;
        problems.extend(
            strays
                .iter()
                .map(|table| format!("a row of {table} belongs to nothing")),
        );
    }
    Ok(problems)
}

/// What has to survive the restore of an older backup.
#[derive(Debug, Default)]
pub(super) struct SurvivingLists {
    /// Who was forgotten: shop, customer, when they were entered, when they were forgotten.
    pub(super) forgotten: Vec<[i64; 4]>,
    /// Numbers on the do-not-call list, and since when.
    pub(super) hashes: Vec<(String, DateTime<Utc>, bool)>,
    /// The salts of those hashes.
    pub(super) salts: Vec<String>,
    /// Where the shop was moved to, if it was.
    pub(super) moved_to: Option<String>,
    /// The highest allocated ids, by shop.
    pub(super) numbers: Vec<(i64, [i64; 5])>,
    /// The claims.
    pub(super) claims: Vec<ClaimRow>,
}

/// Reads that from a database.
pub(super) fn lists(path: &Path) -> Result<SurvivingLists, StoreError> {
    let database = reader(path)?;
    let mut lists = SurvivingLists::default();
    let each = |sql: &str, take: &mut dyn FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>| {
        let mut statement = database.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    };
    let newest = "SELECT shop, last_customer, last_item, last_follow_up, last_contact, last_act \
                  FROM shop";
    each(newest, &mut |row| {
        let of = |n| row.get(n);
        let newest = [of(1)?, of(2)?, of(3)?, of(4)?, of(5)?];
        lists.numbers.push((row.get(0)?, newest));
        Ok(())
    })
    .map_err(to_store_error)?;
    // Older versions lack some of these tables.
    let mut read = || -> rusqlite::Result<()> {
        each(
            "SELECT shop, customer, added_at, at FROM forgotten",
            &mut |row| {
                let line = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
                lists.forgotten.push(line);
                Ok(())
            },
        )?;
        each("SELECT moved_to FROM shop", &mut |row| {
            lists.moved_to = row.get(0)?;
            Ok(())
        })?;
        each(&format!("SELECT {CLAIM_ROW} FROM claim"), &mut |row| {
            lists.claims.push(claim_row(row)?);
            Ok(())
        })?;
        each("SELECT salt FROM salt", &mut |row| {
            lists.salts.push(row.get(0)?);
            Ok(())
        })?;
        let mut hashes = |sql: &str| {
            each(sql, &mut |row| {
                let at = DateTime::from_timestamp_millis(row.get(1)?).unwrap_or_default();
                let no_calls: Option<i64> = row.get(2)?;
                lists.hashes.push((row.get(0)?, at, no_calls == Some(1)));
                Ok(())
            })
        };
        // The column `no_calls` exists from version 6 on.
        hashes("SELECT hash, at, no_calls FROM do_not_call")
            .or_else(|_| hashes("SELECT hash, at, NULL FROM do_not_call"))
    };
    let _older = read();
    Ok(lists)
}

/// Reads a claim.
fn claim_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        shop: row.get(0)?,
        customer: row.get(1)?,
        texts: [row.get(2)?, row.get(3)?, row.get(4)?],
        times: [row.get(5)?, row.get(6)?],
    })
}

/// Copies a finished copy over a live database, in one transaction: other programs read the old contents
/// until it is committed. `keep_aside` is called once the write lock is held, before anything is changed.
pub(super) fn pour(
    from: &Path,
    into: &Path,
    keep_aside: impl FnOnce() -> Result<(), StoreError>,
    told: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let source = reader(from)?;
    let mut live = Connection::open(into).map_err(to_store_error)?;
    live.busy_timeout(BUSY).map_err(to_store_error)?;
    live.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
        .map_err(to_store_error)?;
    let backup = Backup::new(&source, &mut live).map_err(to_store_error)?;
    let waiting = Instant::now();
    let first = loop {
        match backup.step(1).map_err(to_store_error)? {
            StepResult::Busy | StepResult::Locked => wait_for_writer(waiting)?,
            other => break other,
        }
    };
    // If this fails, the transaction is rolled back and nothing has changed.
    keep_aside()?;
    if first == StepResult::Done {
        return Ok(());
    }
    run(&backup, told, |_| {})
}
