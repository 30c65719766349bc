//! JSON: everything the shop has as one object, written row by row.
//!
//! Owns the frame and what makes a row whole: the shape every other command gives it first, then
//! whatever else the record holds, by its own names. A column that is new in the domain is in here
//! by itself.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::hours::Calendar;
use crate::domain::rules::Rules;

/// The version of the shape: it grows when a name changes its meaning or goes, not when one comes.
pub const VERSION: i64 = 1;

/// What a file begins with.
pub(super) const MARK: &str = "{\"version\":1,\"made_by\":\"Checkback";

/// Names under which the shape has a field already, by another name of the record.
const TOLD: [&str; 2] = ["phone_shown", "answers"];

/// One object on its way out.
pub struct JsonWriter<'a, W: Write> {
    out: W,
    calendar: &'a Calendar,
    rows: usize,
    /// What stands before each row.
    gap: &'static str,
}

impl<'a, W: Write> JsonWriter<'a, W> {
    /// Begins with the version, what made it, when, and whose it is. In a file each row has a line
    /// of its own; elsewhere the whole is one line.
    ///
    /// # Errors
    /// What the file refused.
    pub fn begin(mut out: W, file: bool, now: DateTime<Utc>, rules: &'a Rules) -> io::Result<Self> {
        let calendar = &rules.calendar;
        let made_by = concat!("Checkback ", env!("CARGO_PKG_VERSION"));
        let shop = json!({
            "name": rules.shop,
            "zone": calendar.zone.name(),
            "currency": rules.currency.code,
            "decimals": rules.currency.decimals,
        });
        let at = calendar
            .local(now)
            .to_rfc3339_opts(SecondsFormat::Secs, false);
        let head = json!({
            "version": VERSION,
            "made_by": made_by,
            "exported_at": at,
            "shop": shop,
        });
        let head = head.to_string();
        out.write_all(head.trim_end_matches('}').as_bytes())?;
        out.write_all(b"}")?;
        Ok(Self {
            out,
            calendar,
            rows: 0,
            gap: if file { "\n" } else { "" },
        })
    }

    /// Begins a list of rows.
    ///
    /// # Errors
    /// What the file refused.
    pub fn list(&mut self, name: &str) -> io::Result<()> {
        self.rows = 0;
        write!(self.out, ",{}\"{name}\":[", self.gap)
    }

    /// A row of it, as the other commands shape it and with all the rest that is known of it.
    ///
    /// # Errors
    /// What the file refused.
    pub fn row(&mut self, shape: Value, record: &impl Serialize) -> io::Result<()> {
        let comma = if self.rows == 0 { "" } else { "," };
        self.rows += 1;
        let row = self.merge_record(shape, record)?;
        write!(self.out, "{comma}{}{row}", self.gap)
    }

    /// A shape with whatever else its record holds; instants in the shop's time.
    ///
    /// # Errors
    /// The record has no shape of its own, which no record of ours is.
    pub fn merge_record(&self, shape: Value, record: &impl Serialize) -> io::Result<Value> {
        let record = serde_json::to_value(record)?;
        let (Value::Object(mut fields), Value::Object(rest)) = (shape, record) else {
            return Err(io::Error::other("a row that is no object"));
        };
        add(&mut fields, rest, self.calendar);
        Ok(Value::Object(fields))
    }

    /// Ends the list.
    ///
    /// # Errors
    /// What the file refused.
    pub fn end_list(&mut self) -> io::Result<()> {
        write!(self.out, "{}]", self.gap)
    }

    /// Ends the object.
    ///
    /// # Errors
    /// What the file refused.
    pub fn end(mut self) -> io::Result<()> {
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }
}

fn add(fields: &mut Map<String, Value>, rest: Map<String, Value>, calendar: &Calendar) {
    for (name, value) in rest {
        if TOLD.contains(&name.as_str()) || fields.contains_key(&name) {
            continue;
        }
        let value = match value {
            Value::String(text) if is_instant(&name) => local(text, calendar).into(),
            other => other,
        };
        fields.insert(name, value);
    }
}

fn is_instant(name: &str) -> bool {
    name.ends_with("_at") || name.ends_with("_until")
}

fn local(text: String, calendar: &Calendar) -> String {
    DateTime::parse_from_rfc3339(&text).map_or(text, |at| {
        calendar
            .local(at.with_timezone(&Utc))
            .to_rfc3339_opts(SecondsFormat::Secs, false)
    })
}
