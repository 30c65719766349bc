//! The shop's file: defaults, reading it, and refusing what is wrong with file and line.
//!
//! Owns the way from the TOML file to the domain's `Rules` and the app's `KeyBindings`. Every key
//! is optional; an unknown one is refused by name. `config_file` owns the file's shape, `sections`
//! what its sections mean, `errors` the words for what is wrong with it.

mod config_file;
mod errors;
mod keys;
mod sections;
mod value;

use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use toml::Spanned;

use crate::app::AppSettings;
use crate::app::alarm::Alarm;
use crate::app::keymap::KeyBindings;
use crate::app::theme::{Glyphs, Theme};
use crate::domain::message::MessageTemplate;
use crate::domain::money::Currency;
use crate::domain::phone::Region;
use crate::domain::playbook::Playbooks;
use crate::domain::retention::RetentionPolicy;
use crate::domain::rules::Rules;
use crate::domain::text::nearest;
use crate::domain::time_phrase::DateOrder;
use config_file::{ConfigFile, PlaybookFile, RegionText, ShopTable, Words, ZoneText};
use errors::{wrong, wrong_at};
use sections::or_else;

/// The playbooks that are compiled in.
const PLAYBOOKS: &str = include_str!("../assets/playbooks.toml");

/// Whether where a database is is said by a server's address and not by a path.
#[must_use]
pub fn is_server(text: &str) -> bool {
    // One that is mistyped is no path either: a folder of that name would tell the password.
    text.split_once(':').is_some_and(|(scheme, _)| {
        ["postgres", "postgresql"].contains(&scheme.to_ascii_lowercase().as_str())
    })
}

/// Where the time zone in force comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneOrigin {
    /// The settings name it.
    Settings,
    /// It is the machine's, until a shop is opened that has its own.
    Machine,
    /// The machine's cannot be looked up: it is the shop's own, or else UTC.
    Unknown,
    /// It is the shop's own, and the machine has another one.
    Shop {
        /// The machine's.
        machine: Tz,
    },
}

/// Whether `TZ` or the system names the machine's zone.
fn is_zone_known() -> bool {
    std::env::var_os("TZ").is_some() || sections::looked_up_zone().is_some()
}

/// What dials a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialSetting {
    /// A program and its words.
    pub words: Vec<String>,
    /// Whether others may write the file that names it: nothing is dialled then.
    pub refused: bool,
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
    /// The characters that frames and marks are drawn with.
    pub glyphs: Glyphs,
    /// After how many minutes without a key the screen hides itself; never where it is 0.
    pub lock_after: u32,
    /// Whether the bell rings before a promise falls due, and when it breaks.
    pub bell: bool,
    /// Whether the window's title says so.
    pub title: bool,
    /// What dials a number, where the shop said.
    pub dial: Option<DialSetting>,
    /// Where the time zone comes from.
    pub zone_origin: ZoneOrigin,
    /// Whether people are shown by initials from the start.
    pub private: bool,
    /// What this counter is called.
    pub counter: String,
    /// How long the shop keeps what.
    pub keep: RetentionPolicy,
    /// The folder of the mirror, where the shop keeps one.
    pub mirror: Option<PathBuf>,
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

/// What is said where the settings may not say how to dial.
const DIAL_REFUSED: &str = "nothing is dialled: others on this machine may write the settings, and \
                            `dial` is a command; chmod go-w the file";

impl Config {
    /// What is in force when there is no file: PRODUCT's defaults in the machine's zone.
    ///
    /// # Errors
    /// A zone in `TZ` that is none.
    pub fn usual() -> Result<Self, ConfigError> {
        Self::read("", Path::new("config.toml"))
    }

    /// What a counter of the shop is set to.
    #[must_use]
    pub fn app_settings(&self) -> AppSettings {
        AppSettings {
            rules: self.rules.clone(),
            region: self.region.clone(),
            keys: self.keys.clone(),
            theme: self.theme,
            glyphs: self.glyphs,
            lock_after: self.lock_after,
            private: self.private,
            alarm: Alarm::new(self.bell, self.title),
            dial: self
                .dial
                .clone()
                .filter(|dial| !dial.refused)
                .map(|dial| dial.words),
            dial_refused: self.dials_nothing(),
            pin: None,
            demo: false,
        }
    }

    /// What is in force with a file; a file that is not there is one that says nothing.
    ///
    /// # Errors
    /// What is wrong with it, and on which line.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let mut config = Self::read(&text_of(path)?, path)?;
        // What is dialled with is a command: whoever may write it would have it run here.
        if let Some(dial) = &mut config.dial {
            dial.refused = crate::platform::others_may_write(path);
        }
        Ok(config)
    }

    /// Whether the settings say how to dial, but others may write them.
    fn dials_nothing(&self) -> bool {
        self.dial.as_ref().is_some_and(|dial| dial.refused)
    }

    /// What is in force with the text of a file.
    ///
    /// # Errors
    /// What is wrong with it, and on which line.
    pub fn read(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut file: ConfigFile = toml::from_str(text).map_err(|e| wrong(path, text, &e))?;
        let beside = |name: &PathBuf| path.parent().unwrap_or(Path::new("")).join(name);
        let own_playbooks = file.files.playbooks.as_ref().map(beside);
        let playbooks = playbooks(own_playbooks.as_deref())?;
        let database = file.files.database.as_ref().map(|name| {
            if is_server(&name.to_string_lossy()) {
                name.clone()
            } else {
                beside(name)
            }
        });
        let refused = |(at, words): (usize, String)| wrong_at(path, text, at, &words);
        let keys = keys::key_bindings(std::mem::take(&mut file.keys)).map_err(refused)?;
        known_trade(file.shop.trade.as_ref(), &playbooks).map_err(refused)?;
        let region = match file.shop.region.take() {
            Some(RegionText(region)) => region,
            None => Region::new("GB").map_err(|e| ConfigError::Environment(e.to_string()))?,
        };
        let counter = file.shop.counter.take();
        let branch = file.shop.branch.take();
        let keep = sections::keep(&file.keep);
        let mirror = file.keep.mirror.as_ref().map(beside);
        let screen = std::mem::take(&mut file.screen);
        let dial = file.calling.dial.take();
        let zone_origin = match file.shop.zone {
            Some(_) => ZoneOrigin::Settings,
            None if is_zone_known() => ZoneOrigin::Machine,
            None => ZoneOrigin::Unknown,
        };
        Ok(Self {
            rules: rules(file, &region, playbooks)?,
            region,
            keys,
            lock_after: screen.lock_after.unwrap_or_default(),
            dial: dial.map(|d| DialSetting {
                words: d.0,
                refused: false,
            }),
            zone_origin,
            bell: screen.bell.unwrap_or(true),
            title: screen.title.unwrap_or(true),
            private: screen.private,
            theme: screen.theme.map_or(Theme::default(), |t| t.0),
            glyphs: screen.glyphs.map_or(Glyphs::default(), |g| g.0),
            counter: or_else(counter, |w| w.0, crate::platform::machine_name),
            keep,
            mirror,
            branch: branch.map(|w| w.0).filter(|b| !b.is_empty()),
            database,
            playbooks: own_playbooks,
        })
    }

    /// Takes the shop's own zone in place of the machine's, where nobody chose one.
    pub fn take_zone_of_shop(&mut self, shop: Tz) {
        let machine = self.rules.calendar.zone;
        match self.zone_origin {
            ZoneOrigin::Machine if machine != shop => {
                self.rules.calendar.zone = shop;
                self.zone_origin = ZoneOrigin::Shop { machine };
            }
            ZoneOrigin::Unknown => self.rules.calendar.zone = shop,
            ZoneOrigin::Settings | ZoneOrigin::Machine | ZoneOrigin::Shop { .. } => {}
        }
    }

    /// What is in force, but probably not what was meant: a person who is named and is none of the
    /// staff, where there are any. In words.
    #[must_use]
    pub fn warnings(&self, by: &str) -> Vec<String> {
        let staff = &self.rules.staff;
        let stranger = |name: &str| {
            !name.is_empty() && !staff.is_empty() && !staff.iter().any(|known| known == name)
        };
        let right = |name: &str| {
            nearest(name, staff.iter().map(String::as_str)).map_or_else(
                || {
                    format!(
                        "the staff are {}; add them to staff in the settings",
                        staff.join(", ")
                    )
                },
                |meant| format!("did you mean {meant}?"),
            )
        };
        let owner = self.rules.owner.as_str();
        let zone = match self.zone_origin {
            ZoneOrigin::Shop { machine } => Some(format!(
                "this machine is set to {machine}; the shop's times are those of {}, and stay so until \
                 `zone` is written in the settings",
                self.rules.calendar.zone
            )),
            ZoneOrigin::Unknown => Some(format!(
                "this machine's time zone cannot be looked up, so times are those of {}: write the shop's \
                 in the settings, such as zone = \"Europe/London\"",
                self.rules.calendar.zone
            )),
            ZoneOrigin::Settings | ZoneOrigin::Machine => None,
        };
        let dial = self.dials_nothing().then(|| DIAL_REFUSED.to_owned());
        [("owner", owner), ("--as", by)]
            .into_iter()
            .filter(|(_, name)| stranger(name))
            .map(|(what, name)| {
                format!("{what}: “{name}” is not one of the staff: {}", right(name))
            })
            .chain(dial)
            .chain(zone)
            .collect()
    }

    /// Who acts when nobody was named: the first of the staff, or who is at the machine.
    #[must_use]
    pub fn usual_person(&self) -> String {
        let first = self.rules.staff.first().cloned();
        first.unwrap_or_else(crate::platform::person)
    }
}

/// The playbooks compiled in, with the shop's own laid over them.
fn playbooks(own: Option<&Path>) -> Result<Playbooks, ConfigError> {
    let compiled: PlaybookFile = toml::from_str(PLAYBOOKS)
        .map_err(|e| wrong(Path::new("the playbooks compiled in"), PLAYBOOKS, &e))?;
    let mut playbooks = Playbooks(compiled.playbook);
    if let Some(own) = own {
        let text = std::fs::read_to_string(own)
            .map_err(|e| ConfigError::Unreadable(own.display().to_string(), e.to_string()))?;
        let file: PlaybookFile = toml::from_str(&text).map_err(|e| wrong(own, &text, &e))?;
        playbooks.replace_or_add(file.playbook);
    }
    Ok(playbooks)
}

/// A trade that no playbook is for would offer nobody's jobs first; where it stands, and what
/// would be right.
fn known_trade(
    trade: Option<&Spanned<Words>>,
    playbooks: &Playbooks,
) -> Result<(), (usize, String)> {
    let Some(trade) = trade else { return Ok(()) };
    let Words(name) = trade.get_ref();
    let mut known: Vec<&str> = playbooks
        .0
        .iter()
        .filter_map(|p| p.trade.as_deref())
        .collect();
    known.sort_unstable();
    known.dedup();
    if known.contains(&name.as_str()) {
        return Ok(());
    }
    let right = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("write one of {}, or leave it out", known.join(", ")),
    };
    let words = format!("“{name}” is not a trade that a playbook is for: {right}");
    Err((trade.span().start, words))
}

/// The shop's rules.
fn rules(file: ConfigFile, region: &Region, playbooks: Playbooks) -> Result<Rules, ConfigError> {
    let ShopTable {
        name,
        zone,
        currency,
        staff,
        owner,
        item,
        trade,
        phone,
        ..
    } = file.shop;
    let zone = match zone {
        Some(ZoneText(zone)) => zone,
        None => sections::zone_of_machine()?,
    };
    Ok(Rules {
        shop: or_else(name, |w| w.0, || "Our shop".to_owned()),
        trade: trade.map(|w| w.into_inner().0),
        phone: or_else(phone, |w| w.0, String::new),
        message: or_else(file.calling.message, |m| m.0, MessageTemplate::default),
        item_word: or_else(item, |w| w.0, || "item".to_owned()),
        owner: or_else(owner, |w| w.0, String::new),
        staff: staff.unwrap_or_default().into_iter().map(|w| w.0).collect(),
        currency: or_else(currency, |c| c.0, Currency::default),
        order: DateOrder::of_region(region.code()),
        calendar: sections::calendar(zone, file.open, file.call, file.closed),
        cadence: sections::cadence(file.cadence),
        returns: sections::returns(&file.results),
        playbooks,
    })
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

#[cfg(test)]
mod tests;
