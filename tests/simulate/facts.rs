//! The facts: what the shop's file says of everybody, read straight from its rows.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

/// One reason to ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owed {
    pub(crate) state: String,
    pub(crate) due: i64,
    pub(crate) promise: Option<i64>,
}

impl Owed {
    pub(crate) fn is_open(&self) -> bool {
        self.state != "closed"
    }
}

/// One customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) rest: Option<i64>,
    /// How often they were rung.
    pub(crate) calls: i64,
    pub(crate) owed: BTreeMap<i64, Owed>,
}

/// Everybody.
pub(crate) type Facts = BTreeMap<i64, Known>;

/// Reads them, in one statement: as of one moment.
pub(crate) fn read(file: &Connection) -> Result<Facts, String> {
    let sql = "SELECT c.id, c.name, c.rest_until, f.id, f.state, f.due_at, f.promised_at, \
               (SELECT COUNT(*) FROM contact t WHERE t.customer = c.id) \
               FROM customer c LEFT JOIN follow_up f ON f.customer = c.id WHERE c.id > 0";
    let mut facts = Facts::new();
    let mut read = || -> rusqlite::Result<()> {
        let mut statement = file.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let known = facts.entry(row.get(0)?).or_insert(Known {
                name: row.get(1)?,
                rest: row.get(2)?,
                calls: row.get(7)?,
                owed: BTreeMap::new(),
            });
            if let Some(id) = row.get(3)? {
                let owed = Owed {
                    state: row.get(4)?,
                    due: row.get(5)?,
                    promise: row.get(6)?,
                };
                known.owed.insert(id, owed);
            }
        }
        Ok(())
    };
    read().map_err(|error| format!("the shop cannot be read: {error}"))?;
    Ok(facts)
}

/// Every row that undo must give back, but for versions: an export of everything that counts.
pub(crate) fn everything(file: &Connection) -> BTreeMap<&'static str, Vec<String>> {
    let tables = [
        "customer",
        "item",
        "follow_up",
        "contact",
        "standing",
        "tally",
        "named",
        "knows",
        "mine",
        "figure",
        "answering",
        "answering_shop",
    ];
    let lines = |table| {
        let mut statement = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cell = |(n, name): (usize, &String)| {
                let value: Value = row.get(n).unwrap();
                format!("{name}={value:?}")
            };
            let cells = names
                .iter()
                .enumerate()
                .filter(|(_, name)| *name != "version");
            lines.push(cells.map(cell).collect::<Vec<_>>().join(" "));
        }
        lines.sort();
        (table, lines)
    };
    tables.map(lines).into()
}
