//! The list of forgotten customers outside the database: however a backup is restored, it does not
//! bring them back.
//!
//! Owns the file next to the backups and its line format. It holds no name: a row's id, the
//! time it was created, and the hash of a telephone number.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::backup::Backups;
use super::error::StoreError;
use super::sql::{SqlValue, Tx};
use super::{do_not_call, permissions};
use crate::domain::customer::{Customer, Id};

/// The file name.
const FILE: &str = "forgotten.txt";

/// The first line.
const HEAD: &str = "# Who was forgotten, without a name. Keep this file with the backups: it keeps \
    them from coming back.";

/// One forgotten customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ForgottenEntry {
    pub(super) shop: i64,
    pub(super) customer: Id,
    pub(super) added_at: DateTime<Utc>,
    at: DateTime<Utc>,
    /// The salt and the number's hash with it.
    number: Option<(String, String)>,
    /// Whether the number is opted out of all calls.
    no_calls: bool,
}

/// The mark after the hash of a number that is opted out of all calls.
const NO_CALLS: &str = "no-calls";

impl ForgottenEntry {
    /// The entry of a customer.
    pub(super) fn for_customer(
        shop: i64,
        customer: &Customer,
        at: DateTime<Utc>,
        salt: &str,
    ) -> Self {
        let hashed = |phone: &String| (salt.to_owned(), do_not_call::hash(salt, phone));
        Self {
            shop,
            customer: customer.id,
            added_at: customer.added_at,
            at,
            number: customer.phone.as_ref().map(hashed),
            no_calls: customer.no_calls_at.is_some(),
        }
    }

    /// The entry of a row in the database's own list: shop, customer, entered at, forgotten at.
    pub(super) fn from_row(row: &[i64; 4]) -> Self {
        let [shop, customer, added_at, at] = *row;
        let moment = |ms| DateTime::from_timestamp_millis(ms).unwrap_or_default();
        Self {
            shop,
            customer,
            added_at: moment(added_at),
            at: moment(at),
            number: None,
            no_calls: false,
        }
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split(' ');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (shop, customer) = (number()?, number()?);
        let added_at = DateTime::from_timestamp_millis(number()?)?;
        let at = DateTime::from_timestamp_millis(number()?)?;
        let number = parts.next().zip(parts.next());
        let no_calls = parts.next() == Some(NO_CALLS);
        Some(Self {
            no_calls,
            shop,
            customer,
            added_at,
            at,
            number: number.map(|(salt, hash)| (salt.to_owned(), hash.to_owned())),
        })
    }

    fn written(&self) -> String {
        let number = self.number.as_ref();
        let no_calls = if self.no_calls {
            format!(" {NO_CALLS}")
        } else {
            String::new()
        };
        let number = number.map(|(salt, hash)| format!(" {salt} {hash}{no_calls}"));
        format!(
            "{} {} {} {}{}",
            self.shop,
            self.customer,
            self.added_at.timestamp_millis(),
            self.at.timestamp_millis(),
            number.unwrap_or_default()
        )
    }

    /// Whether the database has the entry too.
    pub(super) fn is_kept(&self, tx: &mut Tx<'_>) -> Result<bool, StoreError> {
        let sql = "SELECT at FROM forgotten WHERE shop = $1 AND customer = $2 AND added_at = $3";
        Ok(tx.query_first(sql, &self.key(tx))?.is_some())
    }

    /// Saves the entry in the database.
    pub(super) fn insert_row(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut values = self.key(tx).to_vec();
        values.push(self.at.into());
        tx.execute_deferred(
            "INSERT INTO forgotten (shop, customer, added_at, at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (shop, customer, added_at) DO NOTHING",
            &values,
        )?;
        if let Some((salt, hash)) = &self.number {
            do_not_call::keep_salt(tx, salt)?;
            do_not_call::save_number_hash(tx, hash, self.at, self.no_calls)?;
        }
        Ok(())
    }

    fn key(&self, tx: &Tx<'_>) -> [SqlValue; 3] {
        [tx.shop().into(), self.customer.into(), self.added_at.into()]
    }
}

fn place(backups: &Backups) -> PathBuf {
    backups.folder().join(FILE)
}

/// Reads all entries; an invalid line is skipped.
pub(super) fn read(backups: &Backups) -> Vec<ForgottenEntry> {
    let text = fs::read_to_string(place(backups)).unwrap_or_default();
    text.lines().filter_map(ForgottenEntry::read).collect()
}

/// Appends an entry; when this returns, it is on the disk (fsync).
pub(super) fn add(backups: &Backups, line: &ForgottenEntry) -> Result<(), StoreError> {
    let failed = |e: std::io::Error| permissions::refused(&e);
    permissions::folder(backups.folder())?;
    let place = place(backups);
    if let Ok(mut file) = permissions::fresh(&place) {
        writeln!(file, "{HEAD}").map_err(failed)?;
    }
    let mut file = fs::OpenOptions::new()
        .append(true)
        .open(place)
        .map_err(failed)?;
    // A single write, so that two concurrent programs append two whole lines.
    let text = format!("{}\n", line.written());
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)
}
