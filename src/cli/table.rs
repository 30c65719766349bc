//! Tables of text, in columns that are aligned by their width on the screen.

use crate::domain::text::{display_width, sanitize, truncate};

/// The widest a column gets.
const WIDEST: usize = 60;

/// A cell's meaning, which colour may show in addition to its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellTone {
    /// No meaning.
    Plain,
    /// The subject of the row.
    Strong,
    /// A detail.
    Dim,
    /// Unsafe, or broken.
    Red,
    /// Soon.
    Amber,
    /// Advice only, or well.
    Green,
}

impl CellTone {
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\u{1b}[1m",
            Self::Dim => "\u{1b}[2m",
            Self::Red => "\u{1b}[31m",
            Self::Amber => "\u{1b}[33m",
            Self::Green => "\u{1b}[32m",
        }
    }
}

/// One cell, sanitized and truncated.
#[derive(Debug, Clone)]
pub(super) struct TextCell {
    text: String,
    tone: CellTone,
    right: bool,
}

impl TextCell {
    pub(super) fn new(text: impl AsRef<str>) -> Self {
        let text = truncate(&sanitize(text.as_ref()), WIDEST);
        Self {
            text,
            tone: CellTone::Plain,
            right: false,
        }
    }

    pub(super) const fn tone(mut self, tone: CellTone) -> Self {
        self.tone = tone;
        self
    }

    pub(super) const fn right(mut self) -> Self {
        self.right = true;
        self
    }
}

/// Rows of cells.
#[derive(Debug, Default)]
pub(super) struct TextTable {
    rows: Vec<Vec<TextCell>>,
    indent: usize,
}

impl TextTable {
    /// A table indented by some columns.
    pub(super) fn indented(indent: usize) -> Self {
        Self {
            rows: Vec::new(),
            indent,
        }
    }

    pub(super) fn row(&mut self, cells: Vec<TextCell>) {
        self.rows.push(cells);
    }

    /// The table as lines; an empty column takes no room.
    pub(super) fn render(&self, colour: bool) -> String {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            widths.resize(widths.len().max(row.len()), 0);
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(display_width(&cell.text));
            }
        }
        let mut text = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            for (cell, width) in row.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                let gap = " ".repeat(width - display_width(&cell.text));
                let (before, after) = if cell.right {
                    (gap.as_str(), "")
                } else {
                    ("", gap.as_str())
                };
                let code = cell.tone.code();
                line.push_str(before);
                if colour && !code.is_empty() && !cell.text.is_empty() {
                    line.extend([code, &cell.text, "\u{1b}[0m"]);
                } else {
                    line.push_str(&cell.text);
                }
                line.push_str(after);
                line.push_str("  ");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{CellTone, TextCell, TextTable};

    #[test]
    fn columns_line_up_by_what_they_take_on_the_screen() {
        let mut table = TextTable::default();
        table.row(vec![
            TextCell::new("张伟"),
            TextCell::new("£5").right(),
            TextCell::new(""),
        ]);
        table.row(vec![
            TextCell::new("Tom\u{1b}[31m"),
            TextCell::new("£180").right(),
            TextCell::new(""),
        ]);
        assert_eq!(table.render(false), "张伟       £5\nTom[31m  £180\n");
    }

    #[test]
    fn colour_is_around_the_text_and_not_the_gap() {
        let mut table = TextTable::indented(1);
        table.row(vec![
            TextCell::new("a").tone(CellTone::Red),
            TextCell::new("b"),
        ]);
        assert_eq!(table.render(true), " \u{1b}[31ma\u{1b}[0m  b\n");
    }
}
