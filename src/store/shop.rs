//! The shop of a database: a file holds one, a server the shops of a chain, by branch name.
//!
//! Owns the shop's row, and that the stored days are those of its zone.

use super::change_counter::Recount;
use super::error::StoreError;
use super::handle::{RecountTime, Store, ZoneSource};
use super::location::ONLY_SHOP;
use super::sql::{SqlValue, Tx};
#[cfg(feature = "server")]
use crate::domain::text::fold_for_search;

/// A shop of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopRow {
    /// The shop's number.
    pub no: i64,
    /// The name of its branch; a file's only shop has none.
    pub name: Option<String>,
}

impl Store {
    /// The shops of the database that are visible to the login role.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn shops(&mut self) -> Result<Vec<ShopRow>, StoreError> {
        self.db.read(shops)
    }

    /// Creates a file's only shop if it is missing.
    pub(super) fn open_only_shop(&mut self) -> Result<(), StoreError> {
        let zone = self.zone().name();
        if self.db.read(|tx| zone_kept(tx, ONLY_SHOP))?.is_none() {
            self.db
                .ddl_transaction(|tx| match zone_kept(tx, ONLY_SHOP)? {
                    Some(_) => Ok(()),
                    None => open(tx, ONLY_SHOP, None, zone),
                })?;
        }
        self.reckon_days()
    }

    /// Selects the branch with a name, and creates it if it is new and the role may. Without a name,
    /// selects the only one.
    ///
    /// # Errors
    /// `BranchRequired` if there are several and none is named, or if the named one does not exist and
    /// may not be created.
    #[cfg(feature = "server")]
    pub(super) fn go_to_branch(
        &mut self,
        branch: Option<&str>,
        usual: &str,
    ) -> Result<(), StoreError> {
        let found = self.shops()?;
        let no = match (branch, found.as_slice()) {
            (None, [only]) => only.no,
            (None, []) => self
                .open_branch(usual)
                .map_err(|e| not_let_in(e, usual, &[]))?,
            (None, several) => {
                return Err(StoreError::BranchRequired {
                    wanted: None,
                    there: names(several),
                });
            }
            (Some(branch), there) => {
                let named = |shop: &&ShopRow| {
                    let name = shop.name.as_deref().unwrap_or_default();
                    fold_for_search(name) == fold_for_search(branch)
                };
                match there.iter().find(named) {
                    Some(shop) => shop.no,
                    None => self
                        .open_branch(branch)
                        .map_err(|e| not_let_in(e, branch, there))?,
                }
            }
        };
        self.db.go_to(no)?;
        self.reckon_days()
    }

    /// Creates a branch; returns its number.
    ///
    /// # Errors
    /// `Forbidden` if the role may not; otherwise any [`StoreError`] of the transaction.
    #[cfg(feature = "server")]
    pub(super) fn open_branch(&mut self, name: &str) -> Result<i64, StoreError> {
        let zone = self.zone().name();
        self.db.ddl_transaction(|tx| {
            let there = shops(tx)?;
            let same = |shop: &&ShopRow| {
                shop.name.as_deref().map(fold_for_search) == Some(fold_for_search(name))
            };
            if let Some(shop) = there.iter().find(same) {
                return Ok(shop.no);
            }
            let no = there.last().map_or(ONLY_SHOP, |last| last.no + 1);
            open(tx, no, Some(name), zone)?;
            Ok(no)
        })
    }

    /// Has the projections and counts by day counted anew if the shop's zone has changed: at once, or in
    /// portions by whoever opened the store.
    fn reckon_days(&mut self) -> Result<(), StoreError> {
        let shop = self.db.shop();
        let kept = self.db.read(|tx| zone_kept(tx, shop))?;
        let own = kept.as_deref().and_then(|zone| zone.parse().ok());
        if let Some(own) = own.filter(|_| self.zone_source == ZoneSource::Shop) {
            self.calendar.zone = own;
        }
        let zone = self.zone().name();
        let counted = |tx: &mut Tx<'_>| zone_counted(tx, shop);
        let kept = kept.as_deref() == Some(zone);
        if kept && self.db.read(counted)?.as_deref() == Some(zone) {
            return Ok(());
        }
        let calendar = self.calendar.clone();
        // What may only be read is shown by the days it was counted by.
        if self.connection_error() == Some(StoreError::ReadOnly) {
            return Ok(());
        }
        if let Some(told) = self.on_recount {
            told(calendar.zone);
        }
        self.db.ddl_transaction(|tx| {
            let sql = "UPDATE shop SET zone = $2, counted_zone = NULL WHERE shop = $1";
            tx.execute_deferred(sql, &[shop.into(), calendar.zone.name().into()])?;
            Ok(())
        })?;
        self.recount = Some(Recount::begin());
        while self.recount_time == RecountTime::AtOnce && self.count_portion()? {}
        Ok(())
    }
}

/// The error for a branch that may not be created, with the branches there are.
#[cfg(feature = "server")]
fn not_let_in(error: StoreError, wanted: &str, there: &[ShopRow]) -> StoreError {
    match error {
        StoreError::Forbidden(_) => StoreError::BranchRequired {
            wanted: Some(wanted.to_owned()),
            there: names(there),
        },
        other => other,
    }
}

#[cfg(feature = "server")]
fn names(shops: &[ShopRow]) -> String {
    let names: Vec<&str> = shops.iter().filter_map(|s| s.name.as_deref()).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

fn shops(tx: &mut Tx<'_>) -> Result<Vec<ShopRow>, StoreError> {
    tx.query("SELECT shop, name FROM shop ORDER BY shop", &[])?
        .into_iter()
        .map(|mut row| {
            Ok(ShopRow {
                no: row.int()?,
                name: row.maybe_text()?,
            })
        })
        .collect()
}

fn open(tx: &mut Tx<'_>, no: i64, name: Option<&str>, zone: &str) -> Result<(), StoreError> {
    let values: [SqlValue; 3] = [no.into(), zone.into(), name.into()];
    tx.execute_deferred(
        "INSERT INTO shop (shop, zone, last_customer, last_item, last_follow_up, \
         last_contact, last_act, customers, name, counted_zone) \
         VALUES ($1, $2, 0, 0, 0, 0, 0, 0, $3, $2)",
        &values,
    )?;
    Ok(())
}

/// The zone a shop's figures were counted in; `None` for those of an older program.
fn zone_counted(tx: &mut Tx<'_>, shop: i64) -> Result<Option<String>, StoreError> {
    let sql = "SELECT counted_zone FROM shop WHERE shop = $1";
    match tx.query_first(sql, &[shop.into()])? {
        Some(mut row) => row.maybe_text(),
        None => Ok(None),
    }
}

/// The zone of a shop's stored days, if the shop exists.
fn zone_kept(tx: &mut Tx<'_>, shop: i64) -> Result<Option<String>, StoreError> {
    match tx.query_first("SELECT zone FROM shop WHERE shop = $1", &[shop.into()])? {
        Some(mut row) => row.maybe_text(),
        None => Ok(None),
    }
}
