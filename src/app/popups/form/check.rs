//! What a field reads as while it is typed, and what is wrong with it: by the validator of every other
//! way in (`domain::validation`).

use super::{Field, FormField, FormPopup};
use crate::app::state::App;
use crate::domain::time_phrase::OpenTime;
use crate::domain::validation;

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
        let fields = app.known().fields();
        let said = |time: OpenTime| time.spoken(app.now, &app.rules.calendar);
        let read = match field.field {
            Field::Phone => match fields.phone(text) {
                Ok(number) if !number.valid => {
                    let words = format!("{}: an unusual number", number.national);
                    return FieldFeedback::Unusual(words);
                }
                read => read.map(|number| number.national),
            },
            Field::Quote => fields.quote(text).map(|q| app.rules.currency.show(q)),
            Field::Due => fields.due(text).map(said),
            Field::Promise => fields.promise(text).map(said),
            Field::Detail(detail) if !detail.is_free_text() => validation::detail(detail, text),
            _ => return FieldFeedback::Nothing,
        };
        read.map_or_else(FieldFeedback::Bad, FieldFeedback::Good)
    }
}
