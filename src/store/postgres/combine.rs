//! Several texts as one statement: a server parses, plans and answers one for many, and one way to
//! it and back is enough.
//!
//! Owns what may be combined. The parts of a statement see the rows as they were before it, whatever
//! the other parts change: a change that another one of them could concern begins a new statement.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::super::error::StoreError;
use super::super::sql::{SqlRow, SqlValue};

/// How many changes are combined at most, of one statement and of a whole transaction: an import's
/// rows are sent one by one, as the few texts they are.
const CHANGES: usize = 60;

/// Tables whose rows others belong to, or whose triggers look at others: what is taken out of them
/// is a statement of its own.
const MAIN: [&str; 7] = [
    "customer",
    "item",
    "follow_up",
    "contact",
    "act",
    "change",
    "shop",
];

/// A text with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BoundText {
    pub(super) sql: String,
    pub(super) values: Vec<SqlValue>,
}

/// Writes a text behind others: its parameters are numbered on from theirs.
fn append(sql: &mut String, values: &mut Vec<SqlValue>, part: &BoundText) {
    let before = values.len();
    let mut pieces = part.sql.split('$');
    sql.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = piece.split_at(digits);
        sql.push('$');
        match number.parse::<usize>() {
            Ok(number) => sql.push_str(&(before + number).to_string()),
            Err(_) => sql.push_str(number),
        }
        sql.push_str(rest);
    }
    values.extend(part.values.iter().cloned());
}

/// Queries as one: a row with a cell for each, which holds the rows it finds as JSON.
pub(super) fn combine_queries(parts: &[BoundText]) -> BoundText {
    let (mut sql, mut values) = (String::from("SELECT "), Vec::new());
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            sql.push_str(", ");
        }
        sql.push_str("(SELECT CAST(json_agg(part) AS TEXT) FROM (");
        append(&mut sql, &mut values, part);
        sql.push_str(") AS part)");
    }
    BoundText { sql, values }
}

/// The rows of one of the queries, from its cell.
pub(super) fn read_combined(cell: SqlValue) -> Result<Vec<SqlRow>, StoreError> {
    let SqlValue::Text(json) = cell else {
        return Ok(Vec::new());
    };
    let rows: Vec<Cells> =
        serde_json::from_str(&json).map_err(|e| StoreError::damaged(e.to_string()))?;
    Ok(rows.into_iter().map(|row| SqlRow::new(row.0)).collect())
}

/// The cells of a row in their order, whatever the columns are called: two may have one name.
struct Cells(Vec<SqlValue>);

/// One cell.
struct Cell(SqlValue);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        use serde_json::Value;
        Ok(Self(match Value::deserialize(from)? {
            Value::Null => SqlValue::Null,
            Value::Bool(flag) => flag.into(),
            Value::Number(n) => match n.as_i64() {
                Some(n) => SqlValue::Int(n),
                None => SqlValue::Text(n.to_string()),
            },
            Value::String(text) => SqlValue::Text(text),
            other => SqlValue::Text(other.to_string()),
        }))
    }
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Cells;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut row: A) -> Result<Cells, A::Error> {
                let mut cells = Vec::new();
                while let Some((_, Cell(cell))) = row.next_entry::<IgnoredAny, Cell>()? {
                    cells.push(cell);
                }
                Ok(Cells(cells))
            }
        }
        from.deserialize_map(InOrder)
    }
}

/// What a change does to which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    /// Adds a row that is not there.
    Insert,
    /// Adds a row or changes the one that is there: its key is so many values long.
    Upsert(usize),
    /// Changes the row of a shop and a number, or whichever the text says.
    Update,
    Delete,
}

/// A change, as far as it can be combined with others.
#[derive(Debug, Clone)]
pub(super) struct PlainChange {
    text: BoundText,
    verb: Verb,
    table: String,
    /// Whether it has to change exactly one row.
    one: bool,
}

impl PlainChange {
    /// Reads a change; `None` of one that can only be sent by itself.
    pub(super) fn read(sql: &str, values: &[SqlValue], wants: Option<u64>) -> Option<Self> {
        if sql.contains("SELECT") || sql.contains("RETURNING") || !matches!(wants, None | Some(1)) {
            return None;
        }
        let (verb, rest) = if let Some(rest) = sql.strip_prefix("INSERT INTO ") {
            let key = sql.split_once("ON CONFLICT (").map(|(_, rest)| rest);
            let key = key.and_then(|rest| rest.split(')').next());
            let verb = key.map_or(Verb::Insert, |key| Verb::Upsert(key.split(',').count()));
            if verb == Verb::Insert && sql.contains("ON CONFLICT") {
                return None;
            }
            (verb, rest)
        } else if let Some(rest) = sql.strip_prefix("UPDATE ") {
            (Verb::Update, rest)
        } else {
            (Verb::Delete, sql.strip_prefix("DELETE FROM ")?)
        };
        let table = rest.split(' ').next()?.to_owned();
        Some(Self {
            text: BoundText {
                sql: sql.to_owned(),
                values: values.to_vec(),
            },
            verb,
            table,
            one: wants.is_some(),
        })
    }

    fn is_removal(&self) -> bool {
        self.verb == Verb::Delete && MAIN.contains(&self.table.as_str())
    }

    /// The values that say which row it is about, where that is one row.
    fn key(&self) -> Option<&[SqlValue]> {
        let length = match self.verb {
            Verb::Upsert(length) => length,
            Verb::Update if self.text.sql.contains("WHERE shop = $1 AND id = $2") => 2,
            Verb::Insert | Verb::Update | Verb::Delete => return None,
        };
        self.text.values.get(..length)
    }

    /// Whether it goes into one statement with a change that comes before it.
    fn goes_with(&self, before: &Self) -> bool {
        if self.is_removal() || before.is_removal() {
            return false;
        }
        // The triggers of `change` look whether its act is there.
        if (before.table.as_str(), self.table.as_str()) == ("act", "change") {
            return false;
        }
        if before.table != self.table {
            return true;
        }
        match (before.verb, self.verb) {
            (before, Verb::Insert) => before != Verb::Delete,
            _ => {
                self.text.sql == before.text.sql
                    && self.key().is_some()
                    && self.key() != before.key()
            }
        }
    }
}

/// Changes that wait to be sent.
#[derive(Debug, Default)]
pub(super) struct WaitingChanges {
    waiting: Vec<PlainChange>,
    /// How many were taken since the transaction began.
    taken: usize,
}

impl WaitingChanges {
    /// A transaction begins, or ends.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether a change may wait with those that do.
    pub(super) fn takes(&self, change: &PlainChange) -> bool {
        self.waiting.iter().all(|before| change.goes_with(before))
    }

    /// Whether more are taken in this transaction.
    pub(super) const fn has_room(&self) -> bool {
        self.taken < CHANGES
    }

    pub(super) fn push(&mut self, change: PlainChange) {
        self.taken += 1;
        self.waiting.push(change);
    }

    /// What waits, as one statement, which fails with a division by zero where a row that has to be
    /// changed is not there; and how many rows it has to change where it is one change alone.
    pub(super) fn take(&mut self) -> Option<(BoundText, Option<u64>)> {
        let changes = std::mem::take(&mut self.waiting);
        if let [change] = changes.as_slice() {
            return Some((change.text.clone(), change.one.then_some(1)));
        }
        if changes.is_empty() {
            return None;
        }
        let (mut sql, mut values) = (String::from("WITH "), Vec::new());
        let mut counts = Vec::new();
        for (n, change) in changes.iter().enumerate() {
            if n > 0 {
                sql.push_str(", ");
            }
            sql.extend(["c", &n.to_string(), " AS ("]);
            append(&mut sql, &mut values, &change.text);
            sql.push_str(" RETURNING 1)");
            if change.one {
                counts.push(format!("1 / (SELECT COUNT(*) FROM c{n})"));
            }
        }
        let checks = if counts.is_empty() {
            "1".to_owned()
        } else {
            counts.join(", ")
        };
        sql.push_str(" SELECT ");
        sql.push_str(&checks);
        Some((BoundText { sql, values }, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sql: &str, values: &[i64]) -> BoundText {
        BoundText {
            sql: sql.to_owned(),
            values: values.iter().map(|&n| n.into()).collect(),
        }
    }

    fn change(sql: &str, values: &[i64], wants: Option<u64>) -> PlainChange {
        let values: Vec<SqlValue> = values.iter().map(|&n| n.into()).collect();
        PlainChange::read(sql, &values, wants).unwrap_or_else(|| panic!("{sql}"))
    }

    #[test]
    fn parameters_are_numbered_on_from_one_text_to_the_next() {
        let parts = [text("SELECT $2, $1", &[1, 2]), text("SELECT $1", &[3])];
        let one = combine_queries(&parts);
        assert!(one.sql.contains("SELECT $2, $1)"), "{}", one.sql);
        assert!(one.sql.contains("SELECT $3)"), "{}", one.sql);
        assert_eq!(one.values, [1.into(), 2.into(), SqlValue::Int(3)]);
    }

    #[test]
    fn cells_come_in_their_order_though_two_columns_have_one_name() {
        let json = r#"[{"id":7,"name":"a \"b\"","id":null}]"#;
        let rows = read_combined(SqlValue::from(json)).unwrap_or_default();
        let cells: Vec<SqlValue> = rows.into_iter().flat_map(SqlRow::cells).collect();
        assert_eq!(cells, [7.into(), r#"a "b""#.into(), SqlValue::Null]);
    }

    const UPDATE: &str = "UPDATE follow_up SET state = $3 WHERE shop = $1 AND id = $2";
    const UPSERT: &str = "INSERT INTO tally (shop, day) VALUES ($1, $2) ON CONFLICT (shop, day) DO UPDATE SET day = $2";

    #[test]
    fn two_changes_of_one_row_never_go_into_one_statement() {
        let first = change(UPDATE, &[1, 5, 0], Some(1));
        assert!(!change(UPDATE, &[1, 5, 1], Some(1)).goes_with(&first));
        assert!(change(UPDATE, &[1, 6, 1], Some(1)).goes_with(&first));
        let tally = change(UPSERT, &[1, 20], None);
        assert!(!change(UPSERT, &[1, 20], None).goes_with(&tally));
        assert!(change(UPSERT, &[1, 21], None).goes_with(&tally));
        let removed = change(
            "DELETE FROM tally WHERE shop = $1 AND day = $2",
            &[1, 3],
            None,
        );
        assert!(!removed.goes_with(&tally));
    }

    #[test]
    fn what_a_trigger_looks_at_is_there_before_it_looks() {
        let act = change("INSERT INTO act (shop, no) VALUES ($1, $2)", &[1, 2], None);
        let of_act = change(
            "INSERT INTO change (shop, act) VALUES ($1, $2)",
            &[1, 2],
            None,
        );
        let removed = change(
            "DELETE FROM contact WHERE shop = $1 AND id = $2",
            &[1, 9],
            Some(1),
        );
        assert!(!of_act.goes_with(&act));
        assert!(!removed.goes_with(&of_act));
    }

    #[test]
    fn a_row_that_has_to_be_there_is_counted_in_the_statement_itself() {
        let mut waiting = WaitingChanges::default();
        waiting.push(change(UPDATE, &[1, 5, 0], Some(1)));
        waiting.push(change(UPSERT, &[1, 20], None));
        let (one, wants) = waiting.take().unwrap_or_else(|| panic!("nothing waits"));
        assert!(
            one.sql.ends_with("SELECT 1 / (SELECT COUNT(*) FROM c0)"),
            "{}",
            one.sql
        );
        assert!(one.sql.contains("VALUES ($4, $5)"), "{}", one.sql);
        assert_eq!(wants, None);
        assert!(waiting.take().is_none());
    }
}
