//! `doctor --report`: what a maintainer needs to find a fault, and nothing of anybody.
//!
//! Owns which settings, sizes and states are told. Every one is named here: what is not, a path, a
//! name, a server's address, is left out. What the checks say names paths, so only their states
//! are told.

use std::io::IsTerminal;

use serde_json::{Map, Value, json};

use super::super::config::{tables, toml};
use super::super::output_file::OutputArgs;
use super::super::{CommandContext, CommandError, CommandOutput, DatabaseChoice};
use super::{DoctorReportArgs, HealthCheck};
use crate::domain::message::MessageTemplate;
use crate::domain::text::sanitize;
use crate::export::REPORT_MARK;
use crate::logging;
use crate::platform;

/// How many of the log's last lines are told.
const LINES: usize = 200;

/// Writes the report, whatever the state of the database.
///
/// # Errors
/// It cannot be written.
pub(super) fn write(
    words: &DoctorReportArgs,
    found: &[HealthCheck],
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut sections = Map::new();
    let mut put = |name: &str, section: Value| sections.insert(name.to_owned(), section);
    put("program", program());
    put("terminal", terminal());
    put("settings", settings(setting));
    put("database", database(setting));
    let checks = found
        .iter()
        .map(|f| (f.what.to_owned(), f.state.word().into()));
    put("checks", Value::Object(checks.collect()));
    put("backups", backups(setting));
    let folder = platform::state_folder();
    let lines = folder.map(|folder| logging::last_lines(&folder, LINES));
    let lines = lines.unwrap_or_default();
    if out.is_json() {
        sections.insert("log_level".to_owned(), logging::level_name().into());
        sections.insert("log".to_owned(), lines.into());
        return out.value(&Value::Object(sections));
    }
    let place = OutputArgs::new(words.output.clone(), words.force);
    let at = setting.now.format("%Y-%m-%d %H:%M UTC");
    place.write(out, |to| {
        writeln!(to, "{REPORT_MARK}, written {at}")?;
        writeln!(
            to,
            "# It holds no names, numbers, notes or paths. Read it before you send it."
        )?;
        write!(to, "{}", toml(&flat(&sections)))?;
        writeln!(to, "\n[log]\nlevel = \"{}\"", logging::level_name())?;
        for line in &lines {
            writeln!(to, "# {line}")?;
        }
        Ok(())
    })?;
    match place.name() {
        Some(file) => out.say(&format!(
            "The report is in “{file}”: read it, then send it."
        )),
        None => Ok(()),
    }
}

/// Sections within a section beside it, as TOML has them.
fn flat(sections: &Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    for (name, section) in sections {
        let Value::Object(section) = section else {
            continue;
        };
        let (inner, plain): (Map<_, _>, Map<_, _>) = section
            .clone()
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .partition(|(_, value)| value.is_object());
        if !plain.is_empty() {
            flat.insert(name.clone(), plain.into());
        }
        flat.extend(
            inner
                .into_iter()
                .map(|(key, value)| (format!("{name}.{key}"), value)),
        );
    }
    flat
}

fn program() -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "os": std::env::consts::OS,
        "arch": std::env::consts::ARCH,
        "kernel": platform::kernel(),
        "server_support": cfg!(feature = "server"),
    })
}

fn terminal() -> Value {
    let word = |name: &str| {
        std::env::var(name)
            .map(|word| sanitize(&word))
            .unwrap_or_default()
    };
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|word| !word.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .map(word)
        .find(|word| !word.is_empty());
    let size = crossterm::terminal::size().ok();
    json!({
        "term": word("TERM"),
        "program": word("TERM_PROGRAM"),
        "colours": word("COLORTERM"),
        "locale": locale.unwrap_or_default(),
        "columns": size.map_or(0, |(columns, _)| columns),
        "rows": size.map_or(0, |(_, rows)| rows),
        "input_is_terminal": std::io::stdin().is_terminal(),
        "output_is_terminal": std::io::stdout().is_terminal(),
        "tmux": is_set("TMUX"),
        "ssh": is_set("SSH_CONNECTION"),
        "no_color": is_set("NO_COLOR"),
    })
}

/// The settings in force. Of those that may name somebody or lead to a file: whether they are set,
/// and how many.
fn settings(setting: &CommandContext) -> Value {
    let config = &setting.config;
    let rules = setting.rules();
    let mut all = tables(config);
    let mut facts = Map::new();
    let from_file = setting
        .config_file
        .as_ref()
        .is_some_and(|file| file.exists());
    facts.insert("from_file".to_owned(), from_file.into());
    let own_playbooks = config.playbooks.is_some();
    facts.insert("own_playbooks".to_owned(), own_playbooks.into());
    facts.insert("playbooks".to_owned(), rules.playbooks.0.len().into());
    let shop = json!({
        "region": config.region.code(),
        "zone": rules.calendar.zone.name(),
        "currency": rules.currency.code,
        "trade": rules.trade.as_deref().unwrap_or_default(),
        "item": rules.item_word,
        "staff": rules.staff.len(),
        "is_staff": rules.staff.contains(&setting.by),
        "owner_is_set": !rules.owner.is_empty(),
        "phone_is_set": !rules.phone.is_empty(),
        "branch_is_set": config.branch.is_some(),
    });
    facts.insert("shop".to_owned(), shop);
    for name in [
        "open", "call", "closed", "cadence", "results", "keys", "keep", "screen",
    ] {
        if let Some(section) = all.remove(name) {
            facts.insert(name.to_owned(), section);
        }
    }
    let calling = json!({
        "dial_words": config.dial.as_ref().map_or(0, |dial| dial.words.len()),
        "own_message": rules.message != MessageTemplate::default(),
        "pin_is_set": setting.pin().is_ok_and(|pin| pin.is_some()),
    });
    facts.insert("calling".to_owned(), calling);
    Value::Object(facts)
}

fn database(setting: &CommandContext) -> Value {
    let mut facts = Map::new();
    let mut put = |name: &str, value: Value| facts.insert(name.to_owned(), value);
    match &setting.database {
        DatabaseChoice::File(path) => {
            put("kind", "file".into());
            let bytes = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |m| m.len());
            let mut log = path.as_os_str().to_owned();
            log.push("-wal");
            put("bytes", bytes(path).into());
            put("wal_bytes", bytes(log.as_ref()).into());
            if !path.exists() {
                put("exists", false.into());
                return facts.into();
            }
        }
        DatabaseChoice::Server(server) => {
            put("kind", "server".into());
            let (hosts, security) = server_facts(&server.url);
            put("hosts", hosts.into());
            put("sslmode", security.into());
        }
        DatabaseChoice::Unknown => {
            put("kind", "none".into());
            return facts.into();
        }
    }
    let statistics = setting
        .store()
        .and_then(|mut store| Ok(store.statistics()?));
    match statistics {
        Ok(statistics) => {
            put("engine", statistics.engine.into());
            put("tables_version", statistics.tables_version.into());
            let rows = statistics.rows.into_iter();
            let rows = rows.map(|(table, rows)| (table.to_owned(), rows.into()));
            put("rows", Value::Object(rows.collect()));
        }
        // What an error says may hold anything.
        Err(error) => {
            put("error", error.kind().into());
        }
    }
    facts.into()
}

/// How many hosts an address names, and how the connection is secured; neither who nor where.
fn server_facts(url: &str) -> (usize, &'static str) {
    const MODES: [&str; 6] = [
        "disable",
        "allow",
        "prefer",
        "require",
        "verify-ca",
        "verify-full",
    ];
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let hosts = authority.rsplit('@').next().unwrap_or_default();
    let mode = rest
        .split(['?', '&'])
        .find_map(|part| part.strip_prefix("sslmode="));
    let known = MODES.into_iter().find(|known| mode == Some(known));
    (hosts.split(',').count(), known.unwrap_or("usual"))
}

/// How many backups there are and how old, in hours; not where.
fn backups(setting: &CommandContext) -> Value {
    let Ok(backups) = setting.backups() else {
        return json!({"of": "server"});
    };
    let local = setting.rules().calendar.local(setting.now).naive_local();
    let age = |at: chrono::NaiveDateTime| (local - at).num_hours();
    let kept = backups.list();
    let mut kinds = Map::new();
    for backup in &kept {
        let count = kinds.get(backup.why.word()).and_then(Value::as_u64);
        kinds.insert(
            backup.why.word().to_owned(),
            (count.unwrap_or(0) + 1).into(),
        );
    }
    let good = backups.newest_good().map(|kept| age(kept.at));
    json!({
        "count": kept.len(),
        "newest_hours": kept.first().map(|b| age(b.at)),
        "newest_good_hours": good,
        "oldest_hours": kept.last().map(|b| age(b.at)),
        "kinds": kinds,
    })
}
