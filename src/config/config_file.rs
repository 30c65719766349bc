//! The shape of the shop's file: its sections, their settings, and the values that are checked as
//! they are read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;
use toml::Spanned;

use super::value::{CountValue, DayHours, DialCommand, TimeOfDay, checked};
use crate::app::theme::{Glyphs, Theme};
use crate::domain::cadence::CadenceStep;
use crate::domain::message::MessageTemplate;
use crate::domain::money::Currency;
use crate::domain::phone::Region;
use crate::domain::playbook::Playbook;

/// What the file says; what it is silent about is `None`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ConfigFile {
    pub(super) shop: ShopTable,
    pub(super) open: WeekTable,
    pub(super) call: WeekTable,
    pub(super) closed: ClosedTable,
    pub(super) cadence: CadenceTable,
    pub(super) results: ResultsTable,
    pub(super) keep: KeepTable,
    pub(super) files: FilesTable,
    pub(super) keys: BTreeMap<String, Spanned<String>>,
    pub(super) screen: ScreenTable,
    pub(super) calling: CallingTable,
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
    /// The characters that frames and marks are drawn with.
    GlyphsText(Glyphs) = |text| {
        let named = Glyphs::ALL.into_iter().find(|g| g.name() == text);
        named.ok_or_else(|| format!(
            "“{text}” is none of the two: write full, or plain where boxes and marks look broken"
        ))
    };
    /// A message's template.
    MessageText(MessageTemplate) = |text| MessageTemplate::new(&crate::domain::text::sanitize(&text));
    /// The shop's word for what it looks after.
    ItemWord(String) = |text| {
        let word = crate::domain::text::sanitize(&text);
        if word.is_empty() {
            Err("write your word for what you look after, such as item = \"vehicle\", or leave the \
                 line out".to_owned())
        } else {
            Ok(word)
        }
    };
    /// A text somebody wrote, without control characters.
    Words(String) = |text| Ok::<_, String>(crate::domain::text::sanitize(&text));
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ShopTable {
    pub(super) name: Option<Words>,
    pub(super) region: Option<RegionText>,
    pub(super) zone: Option<ZoneText>,
    pub(super) currency: Option<CurrencyText>,
    pub(super) staff: Option<Vec<Words>>,
    pub(super) owner: Option<Words>,
    pub(super) item: Option<ItemWord>,
    pub(super) trade: Option<Spanned<Words>>,
    pub(super) counter: Option<Words>,
    pub(super) branch: Option<Words>,
    pub(super) phone: Option<Words>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CallingTable {
    pub(super) dial: Option<DialCommand>,
    pub(super) message: Option<MessageText>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WeekTable {
    pub(super) mon: Option<DayHours>,
    pub(super) tue: Option<DayHours>,
    pub(super) wed: Option<DayHours>,
    pub(super) thu: Option<DayHours>,
    pub(super) fri: Option<DayHours>,
    pub(super) sat: Option<DayHours>,
    pub(super) sun: Option<DayHours>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ClosedTable {
    pub(super) holidays: Vec<DateText>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct CadenceTable {
    pub(super) no_answer: Option<Vec<StepText>>,
    pub(super) red: Option<Vec<StepText>>,
    pub(super) busy: Option<Vec<StepText>>,
    pub(super) voicemail: Option<StepText>,
    pub(super) voicemails: Option<CountValue>,
    pub(super) tries_a_day: Option<CountValue>,
    pub(super) tries_a_day_red: Option<CountValue>,
    pub(super) attempts: Option<CountValue>,
    pub(super) attempts_marketing: Option<CountValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct ResultsTable {
    pub(super) authorised: Option<CountValue>,
    pub(super) declined_red: Option<CountValue>,
    pub(super) declined_amber: Option<CountValue>,
    pub(super) declined_green: Option<CountValue>,
    pub(super) can_wait: Option<CountValue>,
    pub(super) thinking: Option<TimeOfDay>,
    pub(super) check_back: Option<CountValue>,
    pub(super) check_back_ends: Option<CountValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct KeepTable {
    pub(super) backups: Option<CountValue>,
    pub(super) closed: Option<CountValue>,
    pub(super) authorised: Option<CountValue>,
    pub(super) mirror: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FilesTable {
    pub(super) database: Option<PathBuf>,
    pub(super) playbooks: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct ScreenTable {
    pub(super) theme: Option<ThemeText>,
    pub(super) glyphs: Option<GlyphsText>,
    pub(super) lock_after: Option<u32>,
    pub(super) bell: Option<bool>,
    pub(super) title: Option<bool>,
    pub(super) private: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PlaybookFile {
    pub(super) playbook: Vec<Playbook>,
}
