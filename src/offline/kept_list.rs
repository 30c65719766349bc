//! The list as it was read last, for a start while the server cannot be asked.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::OfflineFolder;
use super::kept_act::KeptCustomer;
use crate::domain::contact::Contact;
use crate::domain::pagination::Cursor;
use crate::domain::summary::{CustomerSummary, DayTotals, DoneToday};
use crate::platform::atomic_write;

/// Today's list, and when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptList {
    /// When.
    pub at: DateTime<Utc>,
    /// The shop's time zone.
    pub zone: Option<Tz>,
    /// The numbers on top.
    pub totals: DayTotals,
    /// What was done that day.
    pub done: Vec<DoneToday>,
    /// The first rows.
    pub rows: Vec<(Cursor, CustomerSummary)>,
}

/// The same as it stands in the file.
#[derive(Serialize, Deserialize)]
struct ListText {
    shop: String,
    at: DateTime<Utc>,
    /// A list of an older version has none.
    #[serde(default)]
    zone: Option<String>,
    totals: DayTotals,
    done: Vec<(KeptCustomer, Contact)>,
    rows: Vec<(Cursor, KeptCustomer)>,
}

fn file(place: &OfflineFolder) -> PathBuf {
    place.folder.join("list.json")
}

impl KeptList {
    /// The list that was kept of a shop, if one was.
    #[must_use]
    pub fn read(place: &OfflineFolder) -> Option<Self> {
        let text = std::fs::read(file(place)).ok()?;
        let kept: ListText = serde_json::from_slice(&text).ok()?;
        if kept.shop != place.shop {
            return None;
        }
        let done = kept.done.into_iter();
        let rows = kept.rows.into_iter();
        Some(Self {
            at: kept.at,
            zone: kept.zone.and_then(|zone| zone.parse().ok()),
            totals: kept.totals,
            done: done
                .map(|(entry, contact)| DoneToday {
                    entry: entry.into(),
                    contact,
                })
                .collect(),
            rows: rows.map(|(key, entry)| (key, entry.into())).collect(),
        })
    }

    /// Keeps it in place of the one before.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn write(&self, place: &OfflineFolder) -> std::io::Result<()> {
        let done = self.done.iter();
        let rows = self.rows.iter();
        let text = serde_json::to_vec(&ListText {
            shop: place.shop.clone(),
            at: self.at,
            zone: self.zone.map(|zone| zone.name().to_owned()),
            totals: self.totals,
            done: done
                .map(|d| ((&d.entry).into(), d.contact.clone()))
                .collect(),
            rows: rows
                .map(|(key, entry)| (key.clone(), entry.into()))
                .collect(),
        })?;
        atomic_write::replace(&file(place), &text)
    }

    /// Keeps none any more.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub fn remove(place: &OfflineFolder) -> std::io::Result<()> {
        match std::fs::remove_file(file(place)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
