//! How long a field of a file may be: longer ones are cut, and that is said.
//!
//! Owns the lengths. Nobody is called by a thousand letters; a file in which somebody is has lost its
//! separators.

use crate::domain::text::sanitize;
use crate::domain::validation::RawFields;

/// The longest name, item, person or subject, in characters.
const SHORT: usize = 200;

/// The longest note.
const NOTE: usize = 4_000;

/// Cuts what is too long, and says so.
pub(super) fn cut(typed: &mut RawFields) -> Vec<String> {
    let fields = [
        ("name", &mut typed.name, SHORT),
        ("item", &mut typed.item, SHORT),
        ("about", &mut typed.about, SHORT),
        ("owner", &mut typed.owner, SHORT),
        ("note", &mut typed.note, NOTE),
    ];
    let mut said = Vec::new();
    for (field, text, most) in fields {
        if text.len() <= most {
            continue;
        }
        let clean = if field == "note" {
            text.clone()
        } else {
            sanitize(text)
        };
        let letters = clean.chars().count();
        if letters > most {
            let mut short: String = clean.chars().take(most - 1).collect();
            short.push('…');
            *text = short;
            said.push(format!("{field} has {letters} letters: cut to {most}"));
        }
    }
    said
}
