//! Forgetting a customer: erases all their data for good; what the figures count is anonymised.
//!
//! Owns what is erased, and the list of forgotten customers, without names. It is the one act that
//! cannot be undone.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::erasure::{Eraser, ErasureCounts, take_words_out};
use super::error::StoreError;
use super::expire::PROGRAM;
use super::handle::Store;
use super::sql::{SqlValue, places};
use super::{do_not_call, forgotten_list, merge_pointers, records};
use crate::domain::change::{Act, EntityKind, Record};
use crate::domain::customer::{Customer, Id};

/// How many rows are read in one query.
const BATCH: i64 = 500;

/// Another customer's row whose text mentions the customer's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The customer the row belongs to.
    pub customer: Id,
    /// Their name.
    pub name: String,
    /// The kind of row.
    pub noun: EntityKind,
}

impl Store {
    /// Counts what forgetting a customer would erase; nothing is changed.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn would_erase(&mut self, customer: Id) -> Result<ErasureCounts, StoreError> {
        self.db.read(|tx| {
            // Merged customers are erased too.
            let also = merge_pointers::pointers(tx, customer)?;
            let all = [customer].into_iter().chain(also.iter().map(|c| c.id));
            let mut who: Vec<SqlValue> = vec![tx.shop().into()];
            who.extend(all.map(SqlValue::Int));
            let list = places(2, who.len() - 1);
            let mut count = |sql: &str| {
                tx.query_first(sql, &who)?
                    .map_or(Ok(0), |mut row| row.int())
            };
            let of = |t: &str| {
                format!("SELECT COUNT(*) FROM {t} WHERE shop = $1 AND customer IN ({list})")
            };
            Ok(ErasureCounts {
                items: count(&of("item"))?,
                follow_ups: count(&of("follow_up"))?,
                contacts: count(&of("contact"))?,
                changes: count(&of("change"))?,
                acts: count(&format!(
                    "SELECT COUNT(*) FROM act WHERE shop = $1 AND undone = 0 AND no IN \
                     (SELECT act FROM change WHERE shop = $1 AND customer IN ({list}))"
                ))?,
            })
        })
    }

    /// Finds a customer's name in the texts of other customers, at most `limit` times. This is a full
    /// scan of every row.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn mentions(&mut self, of: &Customer, limit: i64) -> Result<Vec<Mention>, StoreError> {
        // One short word would be found everywhere.
        if of.name.chars().count() < 5 {
            return Ok(Vec::new());
        }
        let pattern = format!("%{}%", of.name.to_lowercase());
        let places = [
            (EntityKind::Customer, "customer", "line", "id"),
            (EntityKind::Customer, "customer", "extra_mile", "id"),
            (EntityKind::Item, "item", "label", "customer"),
            (EntityKind::FollowUp, "follow_up", "about", "customer"),
            (EntityKind::FollowUp, "follow_up", "note", "customer"),
            (EntityKind::FollowUp, "follow_up", "reason", "customer"),
            (EntityKind::Contact, "contact", "note", "customer"),
        ];
        self.db.read(|tx| {
            let mut mentions = Vec::new();
            for (noun, table, column, whose) in places {
                let sql = format!(
                    "SELECT COALESCE(whose.merged_into, whose.id), whose.name \
                     FROM {table} AS said JOIN customer AS whose \
                     ON whose.shop = said.shop AND whose.id = said.{whose} \
                     WHERE said.shop = $1 AND said.{whose} <> $2 \
                     AND LOWER(said.{column}) LIKE $3 LIMIT $4"
                );
                let values = [
                    tx.shop().into(),
                    of.id.into(),
                    pattern.as_str().into(),
                    limit.into(),
                ];
                for mut row in tx.query(&sql, &values)? {
                    let mention = Mention {
                        customer: row.int()?,
                        name: row.text()?,
                        noun,
                    };
                    if mention.customer != of.id && !mentions.contains(&mention) {
                        mentions.push(mention);
                    }
                }
            }
            Ok(mentions)
        })
    }

    /// Forgets a customer for good. The act has author and time, but no name. When this returns, the
    /// rows hold nothing of them; `purge` clears the engine's remains.
    ///
    /// # Errors
    /// `RowConflict` if the customer does not exist; otherwise any [`StoreError`] of the transaction or
    /// of the list of forgotten customers. Nothing is changed then.
    pub fn forget(&mut self, customer: Id, act: &Act) -> Result<ErasureCounts, StoreError> {
        let (gone, also, salt) = self.db.write(|tx| {
            let Some(Record::Customer(customer)) =
                records::current(tx, EntityKind::Customer, customer)?
            else {
                return Err(StoreError::RowConflict);
            };
            let also = merge_pointers::pointers(tx, customer.id)?;
            Ok((customer, also, do_not_call::own_salt(tx)?))
        })?;
        let shop = self.db.shop();
        let all = || [&gone].into_iter().chain(&also);
        let lines: Vec<forgotten_list::ForgottenEntry> = all()
            .map(|gone| forgotten_list::ForgottenEntry::for_customer(shop, gone, act.at, &salt))
            .collect();
        // The list outside the database is written first, where no backup can undo it: an interrupted
        // erasure is completed now or when the database is next opened.
        if let Some(backups) = self.backups() {
            for line in &lines {
                forgotten_list::add(&backups, line)?;
            }
        }
        let mut named = Vec::new();
        for gone in all() {
            named.extend(self.acts_naming(gone)?);
        }
        let calendar = self.calendar.clone();
        self.db
            .write(|tx| {
                let mut hand = Eraser::begin(tx, act, &calendar)?;
                for line in &lines {
                    line.insert_row(tx)?;
                }
                let erased = hand.erase(tx, &gone)?;
                for no in &named {
                    take_words_out(tx, *no)?;
                }
                hand.end(tx)?;
                Ok(erased)
            })
            .inspect(|_| tracing::info!(act = %act.id, "customer forgotten"))
    }

    /// Acts whose text has the customer's name, whichever customer they were about.
    fn acts_naming(&mut self, customer: &Customer) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT no FROM act WHERE shop = $1 AND no > $2 AND what LIKE $3 \
                   ORDER BY no LIMIT $4";
        let pattern = format!("%{}%", customer.name);
        self.db.read(|tx| {
            let mut found: Vec<i64> = Vec::new();
            loop {
                let last = found.last().copied().unwrap_or(0);
                let values = [
                    tx.shop().into(),
                    last.into(),
                    pattern.as_str().into(),
                    BATCH.into(),
                ];
                let page = tx.query(sql, &values)?;
                let whole = page.len() < usize::try_from(BATCH).unwrap_or(0);
                for mut row in page {
                    found.push(row.int()?);
                }
                if whole {
                    return Ok(found);
                }
            }
        })
    }

    /// Forgets again all listed customers who came back, for example because somebody replaced the
    /// database file by hand. Returns their number.
    pub(super) fn forget_again(&mut self, now: DateTime<Utc>) -> Result<i64, StoreError> {
        let Some(backups) = self.backups() else {
            return Ok(0);
        };
        self.forget_those(&forgotten_list::read(&backups), now)
    }

    /// Forgets the customers of a list that exist, and keeps the list. Returns their number.
    pub(super) fn forget_those(
        &mut self,
        lines: &[forgotten_list::ForgottenEntry],
        now: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let shop = self.db.shop();
        let missing = self.db.read(|tx| {
            let mut missing = Vec::new();
            for line in lines.iter().filter(|line| line.shop == shop) {
                if !line.is_kept(tx)? {
                    missing.push(line);
                }
            }
            Ok(missing)
        })?;
        if missing.is_empty() {
            return Ok(0);
        }
        let calendar = self.calendar.clone();
        let back = self.db.write(|tx| {
            let mut back = Vec::new();
            for line in &missing {
                line.insert_row(tx)?;
                if let Some(Record::Customer(customer)) =
                    records::current(tx, EntityKind::Customer, line.customer)?
                    && customer.added_at == line.added_at
                    && !back.contains(&customer)
                {
                    back.push(customer);
                }
            }
            if !back.is_empty() {
                let mut eraser = Eraser::begin(tx, &forgotten_again(now), &calendar)?;
                for customer in &back {
                    eraser.erase(tx, customer)?;
                }
                eraser.end(tx)?;
            }
            Ok(i64::try_from(back.len()).unwrap_or(i64::MAX))
        })?;
        if back > 0 {
            self.purge()?;
        }
        Ok(back)
    }

    /// Clears the engine's remains of deleted rows: in its search index, its free pages, its log (the
    /// WAL). Returns whether all was cleared; what another window is reading stays until the next time.
    ///
    /// # Errors
    /// Any [`StoreError`] of the engine.
    /// Any [`StoreError`] of the query.
    pub fn purge(&mut self) -> Result<bool, StoreError> {
        self.db.engine().purge()
    }
}

/// The program's own act of forgetting a customer again.
fn forgotten_again(now: DateTime<Utc>) -> Act {
    Act {
        id: Uuid::now_v7(),
        what: "forgot a customer again who was in a backup".to_owned(),
        customer: None,
        at: now,
        by: PROGRAM.to_owned(),
        counter: PROGRAM.to_owned(),
        changes: Vec::new(),
    }
}
