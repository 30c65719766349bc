//! Every statement a store ran, each text once with the first values bound to it: so that its plan
//! can be asked for.

#![expect(unreachable_pub, reason = "it is a module of several programs")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use checkback::store::{SqlValue, StatementObserver};

/// The statements that were observed; a clone of it sees the same ones.
#[derive(Debug, Clone, Default)]
pub struct ObservedStatements(Arc<Mutex<BTreeMap<String, Vec<SqlValue>>>>);

impl StatementObserver for ObservedStatements {
    fn observe(&self, sql: &str, values: &[SqlValue]) {
        let mut seen = self.0.lock().unwrap();
        if !seen.contains_key(sql) {
            seen.insert(sql.to_owned(), values.to_vec());
        }
    }
}

impl ObservedStatements {
    /// Each text, with the first values that were bound to it.
    pub fn all(&self) -> BTreeMap<String, Vec<SqlValue>> {
        self.0.lock().unwrap().clone()
    }
}
