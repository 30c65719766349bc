//! The JSON export: all the shop's data as one object, streamed row by row.
//!
//! Owns the enclosing object and the completion of rows: first the shape that the other commands
//! print, then all other fields of the record, by their own names. So a new field of the domain is
//! exported without a change here.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::hours::Calendar;
use crate::domain::rules::Rules;

/// The schema version: it grows if a name is removed or changes its meaning, not if one is added.
pub(crate) const VERSION: i64 = 1;

/// The first bytes of the file.
pub(super) const MARK: &str = "{\"version\":1,\"made_by\":\"Checkback";

/// Record fields that the shape already has under another name.
const TOLD: [&str; 2] = ["phone_shown", "answers"];

/// Writes the object.
pub(crate) struct JsonWriter<'a, W: Write> {
    out: W,
    calendar: &'a Calendar,
    rows: usize,
    /// The separator before each row.
    gap: &'static str,
}

impl<'a, W: Write> JsonWriter<'a, W> {
    /// Writes the version, the program, the time and the shop. In a file each row is on its own line;
    /// otherwise the whole object is one line.
    ///
    /// # Errors
    /// Any write error of `out`.
    pub(crate) fn begin(
        mut out: W,
        file: bool,
        now: DateTime<Utc>,
        rules: &'a Rules,
    ) -> io::Result<Self> {
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
    /// Any write error of the output.
    pub(crate) fn list(&mut self, name: &str) -> io::Result<()> {
        self.rows = 0;
        write!(self.out, ",{}\"{name}\":[", self.gap)
    }

    /// Writes a row: its shape as in the other commands, completed by its record.
    ///
    /// # Errors
    /// Any write error of the output, or a row that does not serialize to an object.
    pub(crate) fn row(&mut self, shape: Value, record: &impl Serialize) -> io::Result<()> {
        let comma = if self.rows == 0 { "" } else { "," };
        self.rows += 1;
        let row = self.merge_record(shape, record)?;
        write!(self.out, "{comma}{}{row}", self.gap)
    }

    /// Adds the record's other fields to a shape; instants in the shop's time.
    ///
    /// # Errors
    /// If either does not serialize to an object, which no record of ours does.
    pub(crate) fn merge_record(&self, shape: Value, record: &impl Serialize) -> io::Result<Value> {
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
    /// Any write error of the output.
    pub(crate) fn end_list(&mut self) -> io::Result<()> {
        write!(self.out, "{}]", self.gap)
    }

    /// Ends the object and flushes it.
    ///
    /// # Errors
    /// Any write error of the output.
    pub(crate) fn end(mut self) -> io::Result<()> {
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
