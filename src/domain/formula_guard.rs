//! The guard before a cell that a spreadsheet would take for a formula, put on where a file leaves
//! the shop and taken off where one comes in.
//!
//! Owns both ways, so that the round trip is exact. The beginnings are OWASP's
//! (<https://owasp.org/www-community/attacks/CSV_Injection>), the guard the `'` it names.

use std::borrow::Cow;

const GUARD: char = '\'';

/// What a formula begins with, the wide forms of East Asian keyboards included.
const FORMULA: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// A text as a cell that no spreadsheet takes for a formula. One that looks guarded already is
/// guarded once more: `'=A1` was typed by somebody, and comes back as it was typed.
#[must_use]
pub fn escape_formula(text: &str) -> Cow<'_, str> {
    if is_live(text) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cell without its guard; one that needed none is left as it is.
#[must_use]
pub fn unescape_formula(cell: &str) -> &str {
    cell.strip_prefix(GUARD)
        .filter(|rest| is_live(rest))
        .unwrap_or(cell)
}

/// Whether a formula begins it, behind any number of guards.
fn is_live(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::{escape_formula, unescape_formula};

    #[test]
    fn what_would_be_a_formula_is_guarded() {
        for live in [
            "=1+1",
            "+44",
            "-2",
            "@SUM(A1)",
            "\tx",
            "\u{ff1d}1",
            "'=1",
            "''-1",
        ] {
            assert_eq!(escape_formula(live), format!("'{live}"));
        }
        for dead in ["", "Ann", "'t Hooft", "''", "3-4", "“=1”", " =1"] {
            assert_eq!(escape_formula(dead), dead);
        }
    }

    #[test]
    fn the_guard_comes_off_again_and_nothing_else_does() {
        for text in [
            "=1+1",
            "'=1",
            "''=1",
            "'t Hooft",
            "'",
            "-",
            "Ann",
            "'\u{ff0b}1",
        ] {
            assert_eq!(unescape_formula(&escape_formula(text)), text);
        }
        assert_eq!(unescape_formula("'=1"), "=1");
    }
}
