//! Setting a server up for a chain: the two roles, the tables, and which role is which branch's.
//!
//! Owns the script an administrator reads before it is run: what is printed and what is run come
//! to the same.

use super::migrate::{KNOWN, PROTECT, STEPS};
use super::postgres::Postgres;
use super::sql::Db;
use super::{ServerOptions, Store, StoreError};
use crate::domain::hours::Calendar;

/// The roles, with the branch's own to be filled in.
const ROLES: &str = include_str!("../../assets/server/roles.sql");

/// A branch, and whom its counters log in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// What it is called.
    pub name: String,
    /// The role its counters log in as.
    pub role: String,
}

impl Branch {
    /// The whole script, for `psql`: it makes what is not there yet.
    #[must_use]
    pub fn script(&self, calendar: &Calendar) -> String {
        let (name, zone) = (literal(&self.name), literal(calendar.zone.name()));
        let mut tables = String::from("CREATE TABLE version (version BIGINT NOT NULL);\n");
        for step in STEPS {
            tables.push_str(step.every);
            tables.push_str(step.postgres);
        }
        format!(
            "{roles}\
             SET ROLE checkback_owner;\n\
             SET search_path = checkback, public;\n\
             DO $make$\nBEGIN\n    IF to_regclass('checkback.version') IS NULL THEN\n        \
             EXECUTE $tables$\n{tables}\nINSERT INTO version (version) VALUES ({KNOWN});\n$tables$;\n    \
             END IF;\nEND\n$make$;\n\n\
             INSERT INTO shop (shop, zone, last_customer, last_item, last_follow_up, last_contact, \
             last_act, customers, name)\n    SELECT COALESCE(MAX(shop), 0) + 1, {zone}, 0, 0, 0, 0, 0, 0, \
             {name} FROM shop\n    HAVING COUNT(*) FILTER (WHERE name = {name}) = 0;\n\n\
             {PROTECT}\n{member}RESET ROLE;\n",
            roles = self.roles(),
            member = self.member(),
        )
    }

    fn roles(&self) -> String {
        ROLES
            .replace("{role}", &literal(&self.role))
            .replace("{ident}", &identifier(&self.role))
    }

    fn member(&self) -> String {
        format!(
            "INSERT INTO checkback.member (shop, role)\n    SELECT shop, {} FROM checkback.shop \
             WHERE name = {} ON CONFLICT DO NOTHING;\n",
            literal(&self.role),
            literal(&self.name)
        )
    }
}

impl Store {
    /// Sets a server up for a branch: roles, tables, rights. Doing it again changes nothing.
    ///
    /// # Errors
    /// What the server refused: it takes an administrator.
    pub fn set_up(
        server: &ServerOptions,
        branch: &Branch,
        calendar: Calendar,
    ) -> Result<(), StoreError> {
        let engine = Postgres::open(&server.url, server.memory.clone())?;
        let mut store = Self {
            db: Db::new(Box::new(engine), 0),
            calendar,
            own: super::ClaimExemption::Nobody,
        };
        store.refuse_others()?;
        let roles = branch.roles();
        store.db.prepare(|tx| tx.script(&roles))?;
        store.migrate(None)?;
        store.open_branch(&branch.name)?;
        let member = branch.member();
        store.db.ddl_transaction(|tx| {
            tx.script(PROTECT)?;
            tx.script(&member)
        })
    }
}

/// A text as it stands in a script.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name as it stands in a script.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
