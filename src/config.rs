//! The shop's file: defaults, reading it, and refusing what is wrong with file and line.
//!
//! Owns the shape of the TOML file and the way from it to the domain's `Rules` and the app's `Keys`. Every key is
//! optional; an unknown one is refused by name.

mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;
use toml::Spanned;

use crate::app::action::Key;
use crate::app::keymap::{KeyBindings, KeySet};
use crate::app::theme::Theme;
use crate::domain::cadence::{Cadence, CadenceStep};
use crate::domain::hours::{Calendar, WeekHours};
use crate::domain::message::MessageTemplate;
use crate::domain::money::Currency;
use crate::domain::phone::Region;
use crate::domain::playbook::{Playbook, Playbooks};
use crate::domain::retention::RetentionPolicy;
use crate::domain::rules::{ReturnDays, Rules};
use crate::domain::time_phrase::DateOrder;
use value::{CountValue, DayHours, DialCommand, TimeOfDay, checked};

/// The playbooks that are compiled in.
const PLAYBOOKS: &str = include_str!("../assets/playbooks.toml");

/// What the file says; what it is silent about is `None`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ConfigFile {
    shop: ShopTable,
    open: WeekTable,
    call: WeekTable,
    closed: ClosedTable,
    cadence: CadenceTable,
    results: ResultsTable,
    keep: KeepTable,
    files: FilesTable,
    keys: BTreeMap<String, Spanned<String>>,
    screen: ScreenTable,
    calling: CallingTable,
}

checked! {
    /// An ISO 3166 region the phone library knows.
    RegionText(Region) = |text| Region::new(&text).map_err(|e| e.to_string());
    /// An IANA zone.
    ZoneText(Tz) = |text| text.parse().map_err(|_| {
        format!("“{text}” is not a time zone: write one like Europe/London")
    });
    /// An ISO 4217 currency.
    CurrencyText(Currency) = |text| Currency::new(&text);
    /// A step of the cadence.
    StepText(CadenceStep) = |text| text.parse();
    /// A date.
    DateText(NaiveDate) = |text| text.parse().map_err(|_| {
        format!("“{text}” is not a date: write it like 2026-12-25")
    });
    /// A theme of the screen.
    ThemeText(Theme) = |text| {
        let named = Theme::ALL.into_iter().find(|t| t.name() == text);
        named.ok_or_else(|| format!(
            "“{text}” is not a theme: write dark, light, contrast, none or terminal"
        ))
    };
    /// A message's template.
    MessageText(MessageTemplate) = |text| MessageTemplate::new(&crate::domain::text::sanitize(&text));
    /// A text somebody wrote, without control characters.
    Words(String) = |text| Ok::<_, String>(crate::domain::text::sanitize(&text));
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ShopTable {
    name: Option<Words>,
    region: Option<RegionText>,
    zone: Option<ZoneText>,
    currency: Option<CurrencyText>,
    staff: Option<Vec<Words>>,
    owner: Option<Words>,
    item: Option<Words>,
    trade: Option<Words>,
    counter: Option<Words>,
    branch: Option<Words>,
    phone: Option<Words>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CallingTable {
    dial: Option<DialCommand>,
    message: Option<MessageText>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WeekTable {
    mon: Option<DayHours>,
    tue: Option<DayHours>,
    wed: Option<DayHours>,
    thu: Option<DayHours>,
    fri: Option<DayHours>,
    sat: Option<DayHours>,
    sun: Option<DayHours>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ClosedTable {
    holidays: Vec<DateText>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct CadenceTable {
    no_answer: Option<Vec<StepText>>,
    red: Option<Vec<StepText>>,
    busy: Option<Vec<StepText>>,
    voicemail: Option<StepText>,
    voicemails: Option<CountValue>,
    tries_a_day: Option<CountValue>,
    tries_a_day_red: Option<CountValue>,
    attempts: Option<CountValue>,
    attempts_marketing: Option<CountValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ResultsTable {
    authorised: Option<CountValue>,
    declined_red: Option<CountValue>,
    declined_amber: Option<CountValue>,
    declined_green: Option<CountValue>,
    can_wait: Option<CountValue>,
    thinking: Option<TimeOfDay>,
    check_back: Option<CountValue>,
    check_back_ends: Option<CountValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct KeepTable {
    backups: Option<CountValue>,
    closed: Option<CountValue>,
    authorised: Option<CountValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FilesTable {
    database: Option<PathBuf>,
    playbooks: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ScreenTable {
    theme: Option<ThemeText>,
    lock_after: Option<u32>,
    bell: Option<bool>,
    title: Option<bool>,
    private: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PlaybookFile {
    playbook: Vec<Playbook>,
}

/// Whether where a database is is said by a server's address and not by a path.
#[must_use]
pub fn is_server(text: &str) -> bool {
    // One that is mistyped is no path either: a folder of that name would tell the password.
    text.split_once(':').is_some_and(|(scheme, _)| {
        ["postgres", "postgresql"].contains(&scheme.to_ascii_lowercase().as_str())
    })
}

/// What is in force.
#[derive(Debug, Clone)]
pub struct Config {
    /// The shop's rules.
    pub rules: Rules,
    /// How numbers are read.
    pub region: Region,
    /// The keys in force.
    pub keys: KeyBindings,
    /// The theme of the screen.
    pub theme: Theme,
    /// After how many minutes without a key the screen hides itself; never where it is 0.
    pub lock_after: u32,
    /// Whether the bell rings before a promise falls due, and when it breaks.
    pub bell: bool,
    /// Whether the window's title says so.
    pub title: bool,
    /// What dials a number, where the shop said: a program and its words.
    pub dial: Option<Vec<String>>,
    /// Whether people are shown by initials from the start.
    pub private: bool,
    /// What this counter is called.
    pub counter: String,
    /// How long the shop keeps what.
    pub keep: RetentionPolicy,
    /// Which of a chain's shops it is, where a server's database holds several.
    pub branch: Option<String>,
    /// The database, where the file names one: a path, or a server's address.
    pub database: Option<PathBuf>,
    /// The shop's own playbooks, where the file names some.
    pub playbooks: Option<PathBuf>,
}

/// Why the shop's file was refused: which, where, what was wrong and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, String),
    /// Something in it is wrong.
    #[error("{file}, line {line}: {wrong}")]
    Wrong {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What was wrong and what would be right.
        wrong: String,
    },
    /// A variable of the environment is wrong.
    #[error("{0}")]
    Environment(String),
}

impl Config {
    /// What is in force when there is no file: PRODUCT's defaults in the machine's zone.
    ///
    /// # Errors
    /// A zone in `TZ` that is none.
    pub fn usual() -> Result<Self, ConfigError> {
        Self::read("", Path::new("config.toml"))
    }

    /// What is in force with a file; a file that is not there is one that says nothing.
    ///
    /// # Errors
    /// What is wrong with it, and on which line.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        Self::read(&text_of(path)?, path)
    }

    /// What is in force with the text of a file.
    ///
    /// # Errors
    /// What is wrong with it, and on which line.
    pub fn read(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let file: ConfigFile = toml::from_str(text).map_err(|e| wrong(path, text, &e))?;
        let beside = |name: &PathBuf| path.parent().unwrap_or(Path::new("")).join(name);
        let compiled: PlaybookFile = toml::from_str(PLAYBOOKS)
            .map_err(|e| wrong(Path::new("the playbooks compiled in"), PLAYBOOKS, &e))?;
        let mut playbooks = Playbooks(compiled.playbook);
        let own_playbooks = file.files.playbooks.as_ref().map(beside);
        if let Some(own) = &own_playbooks {
            let text = std::fs::read_to_string(own)
                .map_err(|e| ConfigError::Unreadable(own.display().to_string(), e.to_string()))?;
            let file: PlaybookFile = toml::from_str(&text).map_err(|e| wrong(own, &text, &e))?;
            playbooks.lay_over(file.playbook);
        }
        let zone = match file.shop.zone {
            Some(ZoneText(zone)) => zone,
            None => zone_of_machine()?,
        };
        let database = file.files.database.as_ref();
        let database = database.map(|name| {
            if is_server(&name.to_string_lossy()) {
                name.clone()
            } else {
                beside(name)
            }
        });
        let keys = keys(file.keys).map_err(|(at, words)| wrong_at(path, text, at, &words))?;
        let shop = file.shop;
        let region = match shop.region {
            Some(RegionText(region)) => region,
            None => Region::new("GB").map_err(|e| ConfigError::Environment(e.to_string()))?,
        };
        let rules = Rules {
            shop: or_else(shop.name, |w| w.0, || "Our shop".to_owned()),
            trade: shop.trade.map(|w| w.0),
            phone: or_else(shop.phone, |w| w.0, String::new),
            message: or_else(file.calling.message, |m| m.0, MessageTemplate::default),
            item_word: or_else(shop.item, |w| w.0, || "item".to_owned()),
            owner: or_else(shop.owner, |w| w.0, String::new),
            staff: shop
                .staff
                .unwrap_or_default()
                .into_iter()
                .map(|w| w.0)
                .collect(),
            currency: or_else(shop.currency, |c| c.0, Currency::default),
            order: DateOrder::of_region(region.code()),
            calendar: calendar(zone, file.open, file.call, file.closed),
            cadence: cadence(file.cadence),
            returns: returns(&file.results),
            playbooks,
        };
        let counter = or_else(shop.counter, |w| w.0, crate::platform::machine_name);
        Ok(Self {
            rules,
            region,
            keys,
            lock_after: file.screen.lock_after.unwrap_or_default(),
            dial: file.calling.dial.map(|d| d.0),
            bell: file.screen.bell.unwrap_or(true),
            title: file.screen.title.unwrap_or(true),
            private: file.screen.private,
            theme: file.screen.theme.map_or(Theme::Dark, |t| t.0),
            counter,
            keep: keep(&file.keep),
            branch: shop.branch.map(|w| w.0).filter(|b| !b.is_empty()),
            database,
            playbooks: own_playbooks,
        })
    }

    /// Who acts when nobody was named: the first of the staff, or who is at the machine.
    #[must_use]
    pub fn usual_person(&self) -> String {
        let first = self.rules.staff.first().cloned();
        first.unwrap_or_else(crate::platform::person)
    }
}

fn or_else<T, U>(given: Option<T>, take: impl Fn(T) -> U, usual: impl Fn() -> U) -> U {
    given.map_or_else(usual, take)
}

fn text_of(path: &Path) -> Result<String, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(e) => Err(ConfigError::Unreadable(
            path.display().to_string(),
            e.to_string(),
        )),
    }
}

fn wrong(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let at = error.span().map_or(0, |s| s.start);
    wrong_at(path, text, at, error.message())
}

fn wrong_at(path: &Path, text: &str, at: usize, words: &str) -> ConfigError {
    let line = text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
    ConfigError::Wrong {
        file: path.display().to_string(),
        line,
        wrong: crate::domain::text::sanitize(words),
    }
}

/// The set that is named, with the shop's own keys laid over it; else where something is wrong,
/// and what.
fn keys(table: BTreeMap<String, Spanned<String>>) -> Result<KeyBindings, (usize, String)> {
    let mut set = KeySet::Usual;
    let mut own = Vec::new();
    let mut places = Vec::new();
    // In the order of the file: of two that mean the same, the later is the wrong one.
    let mut table: Vec<_> = table.into_iter().collect();
    table.sort_by_key(|(_, value)| value.span().start);
    for (name, value) in table {
        let at = value.span().start;
        let text = value.into_inner();
        if name == "set" {
            let named = KeySet::ALL.into_iter().find(|s| s.name() == text);
            set = named.ok_or_else(|| {
                let words = format!("“{text}” is not a set of keys: write usual, left or right");
                (at, words)
            })?;
        } else {
            let key = Key::named(&text).ok_or_else(|| {
                let words = format!(
                    "“{text}” is not a key: write one character, or space, enter, tab, up, F2, ctrl-k"
                );
                (at, words)
            })?;
            own.push((name, key));
            places.push(at);
        }
    }
    KeyBindings::with(set, own).map_err(|wrong| {
        let at = places.get(wrong.which).copied().unwrap_or(0);
        (at, wrong.words)
    })
}

/// The machine's zone: `TZ`, else what the system says, else UTC.
fn zone_of_machine() -> Result<Tz, ConfigError> {
    if let Ok(named) = std::env::var("TZ") {
        let name = named.trim_start_matches(':');
        let name = if name.is_empty() { "UTC" } else { name };
        return name.parse().map_err(|_| {
            ConfigError::Environment(format!(
                "TZ holds “{}”, which is not a time zone this program knows: write one like Europe/London",
                crate::domain::text::sanitize(name)
            ))
        });
    }
    let system = iana_time_zone::get_timezone().ok();
    Ok(system.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC))
}

fn calendar(zone: Tz, open: WeekTable, call: WeekTable, closed: ClosedTable) -> Calendar {
    let usual = Calendar::default();
    Calendar {
        zone,
        opening: week(open, usual.opening),
        calling: week(call, usual.calling),
        holidays: closed
            .holidays
            .into_iter()
            .map(|d| d.0)
            .collect::<BTreeSet<_>>(),
    }
}

fn week(table: WeekTable, usual: WeekHours) -> WeekHours {
    let [mon, tue, wed, thu, fri, sat, sun] = usual.0;
    let day =
        |given: Option<DayHours>, usual| or_else(given, |d| d.0, move || Clone::clone(&usual));
    WeekHours([
        day(table.mon, mon),
        day(table.tue, tue),
        day(table.wed, wed),
        day(table.thu, thu),
        day(table.fri, fri),
        day(table.sat, sat),
        day(table.sun, sun),
    ])
}

fn cadence(table: CadenceTable) -> Cadence {
    let usual = Cadence::default();
    let steps = |given: Option<Vec<StepText>>, usual: Vec<CadenceStep>| {
        given.map_or(usual, |steps| steps.into_iter().map(|s| s.0).collect())
    };
    let number = |given: Option<CountValue>, usual: i64| given.map_or(usual, |n| i64::from(n.0));
    Cadence {
        no_answer: steps(table.no_answer, usual.no_answer),
        red: steps(table.red, usual.red),
        busy: steps(table.busy, usual.busy),
        voicemail: table.voicemail.map_or(usual.voicemail, |s| s.0),
        voicemails: number(table.voicemails, usual.voicemails),
        tries_a_day: number(table.tries_a_day, usual.tries_a_day),
        tries_a_day_red: number(table.tries_a_day_red, usual.tries_a_day_red),
        attempts: number(table.attempts, usual.attempts),
        attempts_marketing: number(table.attempts_marketing, usual.attempts_marketing),
    }
}

fn returns(table: &ResultsTable) -> ReturnDays {
    let usual = ReturnDays::default();
    let days = |given: Option<CountValue>, usual: u32| given.map_or(usual, |n| n.0);
    ReturnDays {
        authorised: days(table.authorised, usual.authorised),
        declined_red: days(table.declined_red, usual.declined_red),
        declined_amber: days(table.declined_amber, usual.declined_amber),
        declined_green: days(table.declined_green, usual.declined_green),
        can_wait: days(table.can_wait, usual.can_wait),
        thinking_at: table.thinking.map_or(usual.thinking_at, |t| t.0),
        check_back: days(table.check_back, usual.check_back),
        check_back_ends: days(table.check_back_ends, usual.check_back_ends),
    }
}

fn keep(table: &KeepTable) -> RetentionPolicy {
    let usual = RetentionPolicy::default();
    let length = |given: Option<CountValue>, usual: u32| given.map_or(usual, |n| n.0);
    RetentionPolicy {
        backups: length(table.backups, usual.backups),
        closed: length(table.closed, usual.closed),
        authorised: length(table.authorised, usual.authorised),
    }
}

#[cfg(test)]
mod tests;
