//! What a field reads as while it is typed, and what is wrong with it.

use chrono::{DateTime, Utc};

use super::{Field, FormField, FormPopup};
use crate::app::popups::prompt::open_day;
use crate::app::state::App;
use crate::domain::phone::{self, ParsedNumber};
use crate::domain::time_format::spoken;

/// What a field reads as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFeedback {
    /// Nothing to say.
    Nothing,
    /// Understood so.
    Good(String),
    /// Understood, but unusual.
    Unusual(String),
    /// Not understood yet, and why.
    Bad(String),
}

impl FormPopup {
    /// What a field reads as, as it stands.
    #[must_use]
    pub fn reading(&self, field: &FormField, app: &App) -> FieldFeedback {
        let text = field.line.text();
        if text.trim().is_empty() || !field.changed() {
            return FieldFeedback::Nothing;
        }
        let said = match field.field {
            Field::Phone => {
                return match phone::read(text, &app.region) {
                    Ok(number) if number.valid => FieldFeedback::Good(number.national),
                    Ok(number) => {
                        FieldFeedback::Unusual(format!("{}: an unusual number", number.national))
                    }
                    Err(error) => FieldFeedback::Bad(error.to_string()),
                };
            }
            Field::Quote => app
                .rules
                .currency
                .read(text)
                .map(|q| app.rules.currency.show(q)),
            Field::Due | Field::Promise => {
                instant(field, app).map(|at| spoken(at, app.now, &app.rules.calendar))
            }
            Field::Hours => text
                .parse::<crate::domain::hours::DaySpan>()
                .map(|h| h.to_string()),
            Field::Email => email(text),
            _ => return FieldFeedback::Nothing,
        };
        said.map_or_else(FieldFeedback::Bad, FieldFeedback::Good)
    }
}

/// The number typed in a field; `None` where nothing is.
pub(super) fn number(text: &str, app: &App) -> Result<Option<ParsedNumber>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    phone::read(text, &app.region)
        .map(Some)
        .map_err(|e| e.to_string())
}

/// The instant typed in a field. A due day the shop is closed on becomes the next open one.
pub(super) fn instant(field: &FormField, app: &App) -> Result<DateTime<Utc>, String> {
    let reader = app.reader();
    // What is overdue is still to be rung; a promise is for a time to come.
    let when = match field.field {
        Field::Due => reader.read(field.line.text()),
        _ => reader.read_ahead(field.line.text()),
    };
    let when = when.map_err(|e| e.to_string())?;
    let moves = field.field == Field::Due && !when.timed;
    Ok(if moves {
        open_day(when.at, &reader)
    } else {
        when.at
    })
}

/// An e-mail address: something, one @, something with a dot or a host's name.
pub(super) fn email(text: &str) -> Result<String, String> {
    let text = text.trim();
    let parts = text.split_once('@');
    let fine = parts.is_some_and(|(who, host)| {
        !who.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !text.contains(char::is_whitespace)
    });
    if fine {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "“{text}” is not an e-mail address: write it like anita@example.com"
        ))
    }
}
