//! Plain glyphs: the characters of a frame that the fonts of old consoles lack, replaced by ones they have.
//!
//! Owns the replacements. What stays, beside letters, is what code page 437 has. Names and notes of
//! customers keep their letters: no font lacks those of its own country.

use ratatui::buffer::Buffer;

/// Each replacement, and the characters it is for.
const PLAIN: &[(&str, &str)] = &[
    // Frames; the heavy lines of large digits and of the day's progress become double ones.
    ("┌", "╭"),
    ("┐", "╮"),
    ("└", "╰"),
    ("┘", "╯↵"),
    ("═", "━╺╸"),
    ("║", "┃╹╻"),
    ("╔", "┏"),
    ("╗", "┓"),
    ("╚", "┗"),
    ("╝", "┛"),
    ("╠", "┣"),
    ("╣", "┫"),
    ("╬", "╋"),
    // Bars of the figures, which stand beside their numbers.
    ("_", "▁▂▃␣"),
    ("█", "▅▆▇"),
    // Marks.
    (">", "▸"),
    ("<", "◂"),
    ("√", "✓"),
    ("x", "✗☑×"),
    ("o", "☐"),
    ("#", "☎"),
    ("@", "✉"),
    // Punctuation.
    ("*", "•"),
    ("~", "…"),
    ("-", "–—−‐"),
    ("\"", "“”„"),
    ("'", "‘’"),
];

/// Replaces what old fonts lack in a whole frame.
pub(super) fn make_plain(frame: &mut Buffer) {
    for cell in &mut frame.content {
        let symbol = cell.symbol();
        if symbol.is_ascii() {
            continue;
        }
        let plain = PLAIN
            .iter()
            .find(|(_, for_these)| for_these.contains(symbol));
        if let Some((plain, _)) = plain {
            cell.set_symbol(plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PLAIN;

    #[test]
    fn nothing_is_replaced_by_what_is_replaced_itself() {
        for (plain, _) in PLAIN {
            assert!(
                PLAIN.iter().all(|(_, these)| !these.contains(plain)),
                "{plain}"
            );
        }
    }
}
