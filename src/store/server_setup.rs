//! Server setup for a chain: the two roles, the schema, and the login role of each branch.
//!
//! Owns the script that an administrator reads before it is run: the printed script and the
//! executed one have the same effect.

use super::error::StoreError;
use super::handle::Store;
use super::location::ServerOptions;
use super::opening::{self, OpenOptions};
use super::schema::{KNOWN, PROTECT, STEPS};
use crate::domain::hours::Calendar;

/// The roles, with placeholders for the branch's own.
const ROLES: &str = include_str!("../../assets/server/roles.sql");

/// A branch and the login role of its counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The name of the branch.
    pub name: String,
    /// The role its counters log in as.
    pub role: String,
}

impl Branch {
    /// The whole script, for `psql`. It is idempotent: it creates only what is missing.
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
    /// Sets a server up for a branch: roles, schema, grants. It is idempotent.
    ///
    /// # Errors
    /// Any [`StoreError`] of the server, such as `Forbidden` without an administrator's rights.
    pub fn set_up(
        server: &ServerOptions,
        branch: &Branch,
        calendar: Calendar,
    ) -> Result<(), StoreError> {
        let mut store = opening::connect(server, OpenOptions::new(calendar))?;
        // Tables one may not look at yet are looked at once the roles let one.
        match store.refuse_others() {
            Err(StoreError::Forbidden(_)) => {}
            looked => looked?,
        }
        let roles = branch.roles();
        store.db.setup_transaction(|tx| tx.script(&roles))?;
        store.refuse_others()?;
        store.migrate(None)?;
        store.open_branch(&branch.name)?;
        let member = branch.member();
        store.db.ddl_transaction(|tx| {
            tx.script(PROTECT)?;
            tx.script(&member)
        })
    }
}

/// A text as an SQL literal.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name as a quoted SQL identifier.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
