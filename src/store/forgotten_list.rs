//! The list of those who were forgotten, kept outside the database as well: whatever backup is
//! restored, and however, it does not bring them back.
//!
//! Owns the file beside the backups and its lines. There is no name in it: a number of a row, the
//! moment that was entered, and the hash of a telephone number.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::sql::{SqlValue, Tx};
use super::{Backups, StoreError, do_not_call, permissions};
use crate::domain::customer::{Customer, Id};

/// The file's name.
const FILE: &str = "forgotten.txt";

/// What its first line says.
const HEAD: &str = "# Who was forgotten, without a name. Keep this file with the backups: it keeps \
    them from coming back.";

/// One who was forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ForgottenEntry {
    pub(super) shop: i64,
    pub(super) customer: Id,
    pub(super) added_at: DateTime<Utc>,
    at: DateTime<Utc>,
    /// The salt, and the hash of the number under it.
    number: Option<(String, String)>,
    /// Whether that number is not to be rung at all.
    no_calls: bool,
}

/// What stands behind the hash of a number that is not to be rung at all.
const NO_CALLS: &str = "no-calls";

impl ForgottenEntry {
    /// The line of a customer.
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

    /// The line of a row of the database's own list: shop, customer, entered at, forgotten at.
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

    /// Whether the database has it too.
    pub(super) fn is_kept(&self, tx: &mut Tx<'_>) -> Result<bool, StoreError> {
        let sql = "SELECT at FROM forgotten WHERE shop = $1 AND customer = $2 AND added_at = $3";
        Ok(tx.row(sql, &self.key(tx))?.is_some())
    }

    /// Keeps it in the database.
    pub(super) fn insert_row(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut values = self.key(tx).to_vec();
        values.push(self.at.into());
        tx.send(
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

/// Everybody on the list; a line that is none is left out.
pub(super) fn read(backups: &Backups) -> Vec<ForgottenEntry> {
    let text = fs::read_to_string(place(backups)).unwrap_or_default();
    text.lines().filter_map(ForgottenEntry::read).collect()
}

/// Adds one more; when it returns, that is on the disk.
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
    // One write, so that two programs at once leave two whole lines.
    let text = format!("{}\n", line.written());
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)
}
