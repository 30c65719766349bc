//! `config`: prints every setting in force, in the format of the configuration file.
//!
//! Owns the serialization to TOML; `Config::read` parses its output to the same settings.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::context::whole_path;
use super::{CommandContext, CommandError, CommandOutput, DatabaseChoice};
use crate::config::{Config, is_server};
use crate::domain::cadence::CadenceStep;
use crate::domain::hours::{DaySpan, WeekHours};
use crate::store::ServerOptions;

/// The weekdays as the configuration names them.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Prints the settings.
///
/// # Errors
/// If the output cannot be written.
pub fn run(setting: &CommandContext, out: &mut CommandOutput) -> Result<(), CommandError> {
    let tables = tables(&setting.config);
    if out.is_json() {
        return out.value(&value(tables, setting));
    }
    let mut text = String::new();
    for line in heading(setting) {
        text.extend(["# ", &line, "\n"]);
    }
    text.push_str(&toml(&tables));
    out.whole(text.as_bytes())
}

/// The file's tables, with every key.
pub(super) fn tables(config: &Config) -> Map<String, Value> {
    let rules = &config.rules;
    let mut tables = Map::new();
    let mut put = |name: &str, table: Value| tables.insert(name.to_owned(), table);
    put("shop", shop(config));
    put("open", week(&rules.calendar.opening));
    put("call", week(&rules.calendar.calling));
    let holidays = rules.calendar.holidays.iter();
    let holidays: Vec<String> = holidays.map(ToString::to_string).collect();
    put("closed", json!({"holidays": holidays}));
    put("cadence", cadence(config));
    put("results", results(config));
    put("keys", keys(config));
    put("keep", keep(config));
    put("screen", screen(config));
    put("calling", calling(config));
    if let Some(files) = files(config) {
        put("files", files);
    }
    tables
}

fn shop(config: &Config) -> Value {
    let rules = &config.rules;
    let shop = json!({
        "name": rules.shop,
        "region": config.region.code(),
        "zone": rules.calendar.zone.name(),
        "currency": rules.currency.code,
        "staff": rules.staff,
        "owner": rules.owner,
        "phone": rules.phone,
        "item": rules.item_word,
        "counter": config.counter,
    });
    let shop = with_optional(shop, "trade", rules.trade.as_deref().map(Value::from));
    with_optional(shop, "branch", config.branch.as_deref().map(Value::from))
}

/// A table with a key that may be left out.
fn with_optional(mut table: Value, key: &str, value: Option<Value>) -> Value {
    if let (Value::Object(keys), Some(value)) = (&mut table, value) {
        keys.insert(key.to_owned(), value);
    }
    table
}

fn keys(config: &Config) -> Value {
    let mut keys = Map::new();
    keys.insert("set".to_owned(), config.keys.set().name().into());
    let own = config.keys.own().iter();
    keys.extend(own.map(|(action, key)| (action.clone(), key.name().into())));
    keys.into()
}

fn calling(config: &Config) -> Value {
    let calling = json!({"message": config.rules.message.text()});
    with_optional(
        calling,
        "dial",
        config.dial.as_ref().map(|dial| json!(dial.words)),
    )
}

/// The files that are named; nothing where none is.
fn files(config: &Config) -> Option<Value> {
    let mut files = Map::new();
    for (key, path) in [
        ("database", &config.database),
        ("playbooks", &config.playbooks),
    ] {
        if let Some(path) = path {
            files.insert(key.to_owned(), place(path).into());
        }
    }
    (!files.is_empty()).then(|| files.into())
}

fn screen(config: &Config) -> Value {
    json!({
        "theme": config.theme.name(),
        "glyphs": config.glyphs.name(),
        "lock-after": config.lock_after,
        "bell": config.bell,
        "title": config.title,
        "private": config.private,
    })
}

fn week(week: &WeekHours) -> Value {
    let day = |(name, spans): (&&str, &Vec<DaySpan>)| {
        let hours: Vec<String> = spans.iter().copied().map(hours).collect();
        let hours = match hours.as_slice() {
            [] => json!("closed"),
            [only] => json!(only),
            several => json!(several),
        };
        ((*name).to_owned(), hours)
    };
    Value::Object(DAYS.iter().zip(&week.0).map(day).collect())
}

fn hours(span: DaySpan) -> String {
    format!("{}-{}", clock(span.from), clock(span.to))
}

fn clock(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

fn cadence(config: &Config) -> Value {
    let cadence = &config.rules.cadence;
    let steps = |steps: &[CadenceStep]| steps.iter().map(ToString::to_string).collect::<Vec<_>>();
    json!({
        "no-answer": steps(&cadence.no_answer),
        "red": steps(&cadence.red),
        "busy": steps(&cadence.busy),
        "voicemail": cadence.voicemail.to_string(),
        "voicemails": cadence.voicemails,
        "tries-a-day": cadence.tries_a_day,
        "tries-a-day-red": cadence.tries_a_day_red,
        "attempts": cadence.attempts,
        "attempts-marketing": cadence.attempts_marketing,
    })
}

fn results(config: &Config) -> Value {
    let returns = &config.rules.returns;
    json!({
        "authorised": returns.authorised,
        "declined-red": returns.declined_red,
        "declined-amber": returns.declined_amber,
        "declined-green": returns.declined_green,
        "can-wait": returns.can_wait,
        "thinking": clock(returns.thinking_at),
        "check-back": returns.check_back,
        "check-back-ends": returns.check_back_ends,
    })
}

fn keep(config: &Config) -> Value {
    let keep = json!({
        "backups": config.keep.backups,
        "closed": config.keep.closed,
        "authorised": config.keep.authorised,
    });
    let mirror = config.mirror.as_ref();
    with_optional(keep, "mirror", mirror.map(|path| place(path).into()))
}

/// Formats the tables as TOML: a JSON string is a TOML string too.
pub(super) fn toml(tables: &Map<String, Value>) -> String {
    let mut text = String::new();
    for (name, table) in tables {
        let _never = writeln!(text, "\n[{name}]");
        for (key, value) in table.as_object().into_iter().flatten() {
            let _never = writeln!(text, "{key} = {value}");
        }
    }
    text
}

/// A comment with the paths of the settings and the database, and who acts.
fn heading(setting: &CommandContext) -> Vec<String> {
    let file = setting.config_file.as_ref().map(|path| {
        let there = if path.exists() {
            ""
        } else {
            " (no such file: these are the defaults)"
        };
        format!("{}{there}", whole_path(path))
    });
    let names = setting.rules().playbooks.0.iter().map(|p| p.name.as_str());
    [
        format!("settings: {}", file.unwrap_or_else(|| "none".to_owned())),
        format!(
            "database: {}",
            database(setting).unwrap_or_else(|| "none".to_owned())
        ),
        format!("you are: {}", setting.by),
        format!("playbooks: {}", names.collect::<Vec<_>>().join(", ")),
    ]
    .iter()
    .map(|line| crate::domain::text::sanitize(line))
    .collect()
}

/// An absolute path; a server's address without its password.
fn place(path: &Path) -> String {
    let text = path.to_string_lossy();
    if is_server(&text) {
        ServerOptions::shown_address(&text)
    } else {
        whole_path(path)
    }
}

fn database(setting: &CommandContext) -> Option<String> {
    match &setting.database {
        DatabaseChoice::File(path) => Some(whole_path(path)),
        DatabaseChoice::Server(server) => Some(server.shown()),
        DatabaseChoice::Unknown => None,
    }
}

fn value(tables: Map<String, Value>, setting: &CommandContext) -> Value {
    let playbooks = setting.rules().playbooks.0.iter();
    let playbooks: Vec<Value> = playbooks
        .map(|p| json!({"name": p.name, "title": p.title}))
        .collect();
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put(
        "config_file",
        setting.config_file.as_deref().map(whole_path).into(),
    );
    put("database", database(setting).into());
    put("as", setting.by.as_str().into());
    put("playbooks", playbooks.into());
    fields.extend(tables);
    Value::Object(fields)
}
