//! The shop every journey begins in: a small garage on the morning of Tuesday 24 November 2026.
//! Its numbers are Ofcom's for drama, and nobody in it exists.

use std::path::Path;

use checkback::app::theme::Theme;
use checkback::config::Config;
use checkback::domain::draft::{Draft, Reason};
use checkback::domain::follow_up::{FollowUpKind, Severity};
use checkback::domain::phone;

use crate::common::{Backend, SuiteBackend, at, reason};
use crate::seed_history::play;
use crate::stories;

/// When every journey happens.
pub const NOW: &str = "2026-11-24T10:42:00+00:00";

/// With a combining accent, as some keyboards type it.
pub const CLARA: &str = "Clara Di\u{301}az";

/// Longer than any column.
pub const LONG: &str = "Bartholomew Featherstonehaugh-Cholmondeley";

/// The garage's settings: PRODUCT's defaults, in London.
pub fn config() -> Config {
    config_with("")
}

/// The garage's settings and some more.
pub fn config_with(more: &str) -> Config {
    let read = Config::read(&settings(more), Path::new("config.toml"));
    Config {
        // Frames are compared as the views draw them, in meanings.
        theme: Theme::Terminal,
        ..read.unwrap()
    }
}

/// The text of those settings.
pub fn settings(more: &str) -> String {
    let text = "[shop]\nname = \"Hill Street Garage\"\nzone = \"Europe/London\"\nowner = \"Joe\"\n\
                counter = \"counter\"\nstaff = [\"Tom\", \"Asha\", \"Joe\"]\nitem = \"vehicle\"\n\
                trade = \"garage\"\n";
    format!("{text}{more}")
}

/// A place with the filled shop in it.
pub fn filled() -> SuiteBackend {
    SuiteBackend::filled(|place| {
        let config = config();
        let mut store = place.open_hurried(config.rules.calendar.clone());
        play(&mut store, &config, stories::all());
    })
}

/// Who is entered: name, number, item, reason.
pub fn who(name: &str, number: &str, item: &str, reason: Reason) -> Draft {
    let config = config();
    let phone = (!number.is_empty()).then(|| phone::read(number, &config.region).unwrap());
    Draft {
        name: name.to_owned(),
        phone,
        item: (!item.is_empty()).then(|| item.to_owned()),
        reason: Some(reason),
        ..Draft::default()
    }
}

pub fn finding(about: &str, severity: Severity, quote: i64) -> Reason {
    Reason {
        severity: Some(severity),
        quote: Some(quote),
        ..reason(FollowUpKind::Finding, about)
    }
}

pub fn promised(by: &str, due: &str, reason: Reason) -> Reason {
    Reason {
        promise: Some(at(by)),
        due: Some(at(due)),
        ..reason
    }
}

pub fn due(when: &str, reason: Reason) -> Reason {
    Reason {
        due: Some(at(when)),
        ..reason
    }
}
