//! The formula guard: a prefix on cells that a spreadsheet would run as a formula (CSV injection).
//! Exports add it, imports remove it.
//!
//! Owns both directions, so that the round trip is exact. The formula prefixes are OWASP's
//! (<https://owasp.org/www-community/attacks/CSV_Injection>), and so is the guard `'`.

use std::borrow::Cow;

const GUARD: char = '\'';

/// The characters that begin a formula, including the full-width forms of East Asian keyboards.
const FORMULA: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// Escapes a cell so that no spreadsheet takes it for a formula. A text that looks guarded already
/// gets one more guard: `'=A1` was typed by a person, and must come back as it was typed.
#[must_use]
pub(crate) fn escape_formula(text: &str) -> Cow<'_, str> {
    if is_live(text) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Removes the guard from a cell; any other cell is left as it is.
#[must_use]
pub(crate) fn unescape_formula(cell: &str) -> &str {
    cell.strip_prefix(GUARD)
        .filter(|rest| is_live(rest))
        .unwrap_or(cell)
}

/// Whether the text begins a formula, after any number of guards.
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
