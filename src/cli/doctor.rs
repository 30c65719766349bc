//! `doctor`: whether all is well with the database, and what to do about what is not.

mod access;
mod health_check;
mod mirror;
mod report;
mod row_values;
mod server_checks;
mod staff;

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use serde_json::{Value, json};

use super::backup::{amounts, size};
use super::table::{CellTone, TextCell, TextTable};
use super::{CommandContext, CommandError, CommandOutput};
use crate::config::ZoneOrigin;
use crate::domain::time_format::{spoken, stretch_long};
use crate::explain;
use crate::store::{BackupFile, Backups, DatabaseCheck, StoreError};
use access::{permissions, writable_by_others};
use health_check::{HealthCheck, HealthStatus};
use mirror::mirror;
use row_values::values;

/// How many customers are looked at where not all are asked for.
const SAMPLE: i64 = 5_000;

/// A log larger than this says that somebody reads without end.
const LOG: u64 = 256_000_000;

/// The words of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Look at every customer, however many there are
    #[arg(long)]
    whole: bool,
    /// Rebuild the lists from what is stored
    #[arg(long)]
    mend: bool,
    #[command(flatten)]
    report: DoctorReportArgs,
}

/// The words of its report.
#[derive(Debug, Args)]
struct DoctorReportArgs {
    /// Write what a maintainer needs to find a fault: no names, numbers, notes or paths
    #[arg(long)]
    report: bool,
    /// The file to write the report to; printed if left out
    #[arg(short = 'o', long = "output", value_name = "FILE", requires = "report")]
    output: Option<PathBuf>,
    /// Replace a file that this program did not write
    #[arg(long, requires = "report")]
    force: bool,
}

/// Looks at everything.
///
/// # Errors
/// That something is wrong; it was said what and what to do.
pub fn run(
    words: &DoctorArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let found = checks(words, setting);
    if words.report.report {
        return report::write(&words.report, &found, setting, out);
    }
    let wrong = found
        .iter()
        .filter(|f| f.state == HealthStatus::Problem)
        .count();
    if out.is_json() {
        let checks: Vec<Value> = found
            .iter()
            .map(|f| {
                json!({"check": f.what, "state": f.state.word(), "says": f.says, "do": f.advice})
            })
            .collect();
        out.value(&json!({"ok": wrong == 0, "checks": checks}))?;
    } else {
        say(&found, out)?;
    }
    if wrong > 0 {
        let things = if wrong == 1 {
            "one thing is"
        } else {
            "some things are"
        };
        return Err(CommandError::Refused(format!(
            "{things} wrong: see above what to do"
        )));
    }
    Ok(())
}

/// Everything that is looked at.
fn checks(words: &DoctorArgs, setting: &CommandContext) -> Vec<HealthCheck> {
    let mut found = vec![versions()];
    match setting.backups() {
        Ok(backups) => of_a_file(&backups, words, setting, &mut found),
        Err(_) => rows(words, setting, &mut found),
    }
    found.extend(server_checks::server(setting));
    found.extend(server_checks::kept(setting));
    found.push(zone(setting));
    // A report names nobody.
    if !words.report.report {
        found.extend(staff::check(setting));
    }
    found
}

fn say(found: &[HealthCheck], out: &mut CommandOutput) -> Result<(), CommandError> {
    for finding in found {
        let tone = match finding.state {
            HealthStatus::Healthy => CellTone::Green,
            HealthStatus::Advisory => CellTone::Amber,
            HealthStatus::Problem => CellTone::Red,
        };
        let mut table = TextTable::default();
        table.row(vec![
            TextCell::new(format!("{:6}", finding.state.word())).tone(tone),
            TextCell::new(format!("{:11}", finding.what)).tone(CellTone::Strong),
        ]);
        out.table(&table)?;
        out.indented(&finding.says)?;
        if let Some(advice) = &finding.advice {
            out.indented(&format!("→ {advice}"))?;
        }
    }
    Ok(())
}

/// What there is to look at of a database in a file.
fn of_a_file(
    backups: &Backups,
    words: &DoctorArgs,
    setting: &CommandContext,
    found: &mut Vec<HealthCheck>,
) {
    let file = backups.database();
    if !file.exists() {
        let path = file.display().to_string();
        let newest = backups.newest_good();
        found.push(match newest {
            Some(kept) => HealthCheck::problem(
                "database",
                HealthStatus::Problem,
                format!("{path} is not there, but backups of it are"),
                format!("checkback restore \"{}\"", kept.path.display()),
            ),
            None => HealthCheck::well(
                "database",
                format!("{path} is not there yet: it is made on first use"),
            ),
        });
        return;
    }
    let checked = backups.look_through();
    let whole = matches!(&checked, Ok(checked) if checked.problems.is_empty());
    found.push(database(backups, &checked));
    found.extend(permissions(file));
    found.extend(writable_by_others(backups, setting));
    found.push(space(file));
    found.push(log(file));
    if let Ok(checked) = &checked {
        found.push(clock(checked, setting));
    }
    found.push(newest_backup(backups, setting));
    found.extend(mirror(file, setting));
    if whole {
        rows(words, setting, found);
    }
}

fn versions() -> HealthCheck {
    let says = format!(
        "Checkback {}, database version {}, {}",
        env!("CARGO_PKG_VERSION"),
        crate::store::newest_version(),
        crate::store::engine_version()
    );
    HealthCheck::well("versions", says)
}

fn database(backups: &Backups, checked: &Result<DatabaseCheck, StoreError>) -> HealthCheck {
    let path = backups.database().display();
    let newest = || match backups.newest_good() {
        Some(kept) => format!(
            "checkback restore \"{}\"; what can still be read: checkback rescue -o rescued.db",
            kept.path.display()
        ),
        None => "checkback rescue -o rescued.db writes out what can still be read".to_owned(),
    };
    match checked {
        Ok(checked) if checked.problems.is_empty() => HealthCheck::well(
            "database",
            format!("{path}: {}; no damage found", amounts(checked)),
        ),
        Ok(checked) => HealthCheck::problem(
            "database",
            HealthStatus::Problem,
            format!("{path} is damaged: {}", checked.problems.join("; ")),
            newest(),
        ),
        Err(error @ StoreError::NewerSchema { .. }) => HealthCheck::problem(
            "database",
            HealthStatus::Problem,
            format!("{path}: {}", explain::store_error(error)),
            "use the newer program",
        ),
        Err(error) => HealthCheck::problem(
            "database",
            HealthStatus::Problem,
            format!("{path}: {}", explain::store_error(error)),
            newest(),
        ),
    }
}

fn space(file: &Path) -> HealthCheck {
    let taken = std::fs::metadata(file).map_or(0, |m| m.len());
    let Some(free) = crate::platform::free_space(file) else {
        return HealthCheck::well("space", format!("the database takes {}", size(taken)));
    };
    let says = format!(
        "the database takes {}; {} are free",
        size(taken),
        size(free)
    );
    if free < taken.saturating_mul(2).max(100_000_000) {
        let advice = "make room: each day's backup takes as much again";
        return HealthCheck::problem("space", HealthStatus::Problem, says, advice);
    }
    HealthCheck::well("space", says)
}

fn log(file: &Path) -> HealthCheck {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let taken = std::fs::metadata(log).map_or(0, |m| m.len());
    let says = format!("the log of recent changes takes {}", size(taken));
    if taken > LOG {
        let advice = "close every window of Checkback once: the last one empties it";
        return HealthCheck::problem("log", HealthStatus::Advisory, says, advice);
    }
    HealthCheck::well("log", says)
}

fn clock(checked: &DatabaseCheck, setting: &CommandContext) -> HealthCheck {
    let say = |at| spoken(at, setting.now, &setting.rules().calendar);
    let ahead = |at: &DateTime<Utc>| *at > setting.now + TimeDelta::minutes(5);
    match checked.newest.filter(ahead) {
        Some(at) => HealthCheck::problem(
            "clock",
            HealthStatus::Problem,
            format!(
                "the newest action is from {}, {} ahead of this machine's clock",
                say(at),
                stretch_long((at - setting.now).num_minutes())
            ),
            "correct this machine's clock",
        ),
        None => HealthCheck::well("clock", format!("it is {}", say(setting.now))),
    }
}

fn zone(setting: &CommandContext) -> HealthCheck {
    let zone = setting.rules().calendar.zone.name();
    let machine = iana_time_zone::get_timezone().unwrap_or_default();
    let says = zone.to_owned();
    if setting.config.zone_origin == ZoneOrigin::Unknown {
        return HealthCheck::problem(
            "zone",
            HealthStatus::Advisory,
            format!("{says}; this machine's time zone cannot be looked up"),
            "write the shop's in its file, such as zone = \"Europe/London\"",
        );
    }
    let same = machine.is_empty() || machine == zone || std::env::var_os("TZ").is_some();
    if same {
        return HealthCheck::well("zone", says);
    }
    HealthCheck::problem(
        "zone",
        HealthStatus::Advisory,
        format!("{says}; this machine is set to {machine}"),
        "if that is wrong, set `zone` in the shop's file",
    )
}

fn newest_backup(backups: &Backups, setting: &CommandContext) -> HealthCheck {
    let Some(BackupFile { path, at, .. }) = backups.newest_good() else {
        let advice = "checkback backup makes one now";
        return HealthCheck::problem(
            "backups",
            HealthStatus::Advisory,
            "there is none yet",
            advice,
        );
    };
    let local = setting.rules().calendar.local(setting.now).naive_local();
    let age = (local - at).num_minutes().max(0);
    let says = format!(
        "the newest good one is {} old: {}",
        stretch_long(age),
        path.display()
    );
    if age > 3 * 24 * 60 {
        let advice = "checkback backup makes one now; the day's is made when something is saved";
        return HealthCheck::problem("backups", HealthStatus::Advisory, says, advice);
    }
    HealthCheck::well("backups", says)
}

/// What is kept beside the rows, against the rows.
fn rows(words: &DoctorArgs, setting: &CommandContext, found: &mut Vec<HealthCheck>) {
    found.extend(server_checks::move_of_file(setting));
    let looked = setting.store().and_then(|mut store| {
        if words.mend {
            store.make_anew()?;
        }
        Ok(store.check_projections(if words.whole { i64::MAX } else { SAMPLE })?)
    });
    found.push(match looked {
        Ok(derived) if derived.agrees() => HealthCheck::well(
            "lists",
            format!(
                "they are right ({} customers checked)",
                derived.looked_at
            ),
        ),
        Ok(derived) => HealthCheck::problem(
            "lists",
            HealthStatus::Problem,
            format!(
                "of {} customers {} are in the wrong place in the list, {} under a wrong name and {} in \
                 somebody else's list; {} days are counted wrong",
                derived.looked_at, derived.standing, derived.named, derived.known, derived.days
            ),
            "checkback doctor --mend rebuilds them",
        ),
        Err(error) => HealthCheck::problem(
            "lists",
            HealthStatus::Problem,
            format!("the data cannot be read: {error}"),
            "see the line about the database, or check the connection to the server",
        ),
    });
    found.push(values(setting));
    if matches!(setting.database, super::DatabaseChoice::Server(_)) {
        found.push(HealthCheck::well("backups", super::context::SERVERS_OWN));
    }
}
