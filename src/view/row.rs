//! A list's row, made of cells of fixed widths.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType};
use unicode_segmentation::UnicodeSegmentation;

use super::theme;
use crate::domain::text::{display_width, truncate};

/// A text truncated and padded to a width in columns.
pub(super) fn cell(text: &str, width: usize) -> String {
    let text = truncate(text, width);
    let room = width.saturating_sub(display_width(&text));
    format!("{text}{}", " ".repeat(room))
}

/// A text in a column of a width whose last cell stays blank, so that it touches nothing.
pub(super) fn column(text: &str, width: usize) -> String {
    cell(&truncate(text, width.saturating_sub(1)), width)
}

/// A row of two columns beside each other, with the blanks behind them: what each text needs, and the
/// columns there are for both.
#[derive(Debug, Clone, Copy)]
pub(super) struct TwoTexts {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) room: usize,
}

/// The fewest columns for a first text, and for a second one where that has its own.
const LEAST_FIRST: usize = 7;
const LEAST_SECOND: usize = 8;

/// The width of the first column of a list, at least the one given where the second has room beside it:
/// that at which the fewest letters of all its rows are cut, then the fewest rows, then the fewest letters
/// of the first column; with a blank more where nobody needs it.
pub(super) fn shared_width(rows: &[TwoTexts], least: usize) -> usize {
    let longest = rows.iter().map(|row| row.first).max().unwrap_or(0);
    let narrowest = rows.iter().map(|row| row.room).min().unwrap_or(0);
    let most = narrowest.saturating_sub(LEAST_SECOND).max(LEAST_FIRST);
    let most = longest.min(most);
    let least = least.min(most);
    let cut = |width: usize| {
        let of_row = |row: &TwoTexts| {
            let second = row.second.saturating_sub(row.room.saturating_sub(width));
            row.first.saturating_sub(width) + second
        };
        let cuts = rows.iter().map(of_row);
        let letters: usize = cuts.clone().sum();
        (letters, cuts.filter(|letters| *letters > 0).count())
    };
    let widths = (least..=most).rev();
    let fewest = widths.min_by_key(|width| cut(*width)).unwrap_or(least);
    fewest + usize::from(cut(fewest + 1).0 == 0)
}

/// The widths of a row's columns, given those of the list: a cell with nothing in it leaves its columns to
/// the one before.
pub(super) fn spanning<const N: usize>(texts: [&str; N], mut widths: [usize; N]) -> [usize; N] {
    let mut left = 0;
    for (n, (text, width)) in texts.iter().zip(&mut widths).enumerate().rev() {
        *width += std::mem::take(&mut left);
        if n > 0 && text.is_empty() {
            left = std::mem::take(width);
        }
    }
    widths
}

/// Like `cell`, aligned to the right.
pub(super) fn right(text: &str, width: usize) -> String {
    let text = truncate(text, width);
    let room = width.saturating_sub(display_width(&text));
    format!("{}{text}", " ".repeat(room))
}

/// A text wrapped at spaces into lines of a width.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if display_width(line) + 1 + display_width(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A blank at which no line is broken; it is drawn as any blank.
pub(super) const NO_BREAK: char = '\u{a0}';

/// How far in a line goes on that began at the edge.
const INDENT: usize = 2;

/// Lines broken at blanks into lines of a width, each word in its own style; what a line goes on with
/// stands as far in as it began, and a little in any case, so that it does not read as a line of its
/// own. A word that is wider than a line is broken anywhere.
pub(super) fn flowed(lines: Vec<Line<'static>>, width: u16) -> Vec<Line<'static>> {
    let width = usize::from(width).max(1);
    let flow = |line: Line<'static>| {
        if line.width() <= width {
            return vec![line];
        }
        LineFlow::new(width).of(&line)
    };
    let mut lines: Vec<Line<'static>> = lines.into_iter().flat_map(flow).collect();
    for span in lines.iter_mut().flat_map(|line| &mut line.spans) {
        if span.content.contains(NO_BREAK) {
            span.content = span.content.replace(NO_BREAK, " ").into();
        }
    }
    lines
}

/// A line that is being broken.
struct LineFlow {
    width: usize,
    done: Vec<Line<'static>>,
    spans: Vec<Span<'static>>,
    used: usize,
    indent: usize,
}

impl LineFlow {
    const fn new(width: usize) -> Self {
        Self {
            width,
            done: Vec::new(),
            spans: Vec::new(),
            used: 0,
            indent: 0,
        }
    }

    fn of(mut self, line: &Line<'static>) -> Vec<Line<'static>> {
        let words: String = line.spans.iter().map(|s| s.content.as_ref()).collect();
        let blanks = words.len() - words.trim_start().len();
        self.indent = blanks.max(INDENT).min(self.width / 4);
        for word in styled_words(line) {
            let wide: usize = word.iter().map(|s| display_width(&s.content)).sum();
            let blank = word.iter().all(|s| s.content.trim().is_empty());
            if self.used + wide > self.width {
                self.end();
                // The blank between two words is the line's end.
                if blank {
                    continue;
                }
            }
            for piece in word {
                self.put(piece, line.style);
            }
        }
        self.end();
        self.done
    }

    /// Puts a piece behind what there is, letter by letter where a whole line has no room for it.
    fn put(&mut self, piece: Span<'static>, style: Style) {
        let style = style.patch(piece.style);
        let wide = display_width(&piece.content);
        if self.used + wide <= self.width {
            self.used += wide;
            self.spans.push(Span::styled(piece.content, style));
            return;
        }
        for letter in piece.content.graphemes(true) {
            let wide = display_width(letter);
            if self.used + wide > self.width {
                self.end();
            }
            self.used += wide;
            self.spans.push(Span::styled(letter.to_owned(), style));
        }
    }

    /// Ends the line, and begins the next where it has anything.
    fn end(&mut self) {
        let blank = |s: &Span<'static>| s.content.trim().is_empty();
        while self.spans.last().is_some_and(blank) {
            self.spans.pop();
        }
        if !self.spans.is_empty() {
            self.done.push(Line::from(std::mem::take(&mut self.spans)));
        }
        self.used = self.indent;
        if self.indent > 0 {
            self.spans.push(Span::raw(" ".repeat(self.indent)));
        }
    }
}

/// The words of a line and the blanks between them, each made of one piece a style.
fn styled_words(line: &Line<'static>) -> Vec<Vec<Span<'static>>> {
    let mut words: Vec<Vec<Span<'static>>> = Vec::new();
    let mut in_blank = None;
    for span in &line.spans {
        for piece in span.content.split_word_bounds() {
            let blank = piece.trim().is_empty() && !piece.contains(NO_BREAK);
            let piece = Span::styled(piece.to_owned(), span.style);
            match words.last_mut() {
                Some(word) if in_blank == Some(blank) => word.push(piece),
                _ => words.push(vec![piece]),
            }
            in_blank = Some(blank);
        }
    }
    words
}

/// Draws a line in the first row of an area, cut at its end. A paragraph would measure each letter for
/// the wrapping that one row has no use for.
pub(super) fn put(frame: &mut Frame<'_>, area: Rect, line: &Line<'_>) {
    put_all(frame, area, std::slice::from_ref(line));
}

/// Draws lines in the rows of an area, as far as there is room.
pub(super) fn put_all(frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>]) {
    for (here, line) in area.rows().zip(lines) {
        frame
            .buffer_mut()
            .set_line(here.x, here.y, line, here.width);
    }
}

/// A row's line; the selected one has a mark at its left and is reversed.
pub(super) fn line(mut cells: Vec<Span<'static>>, selected: bool) -> Line<'static> {
    let mark = if selected { "▌" } else { " " };
    cells.insert(0, Span::raw(mark));
    if selected {
        for cell in &mut cells {
            cell.style = emphasised(cell.style);
        }
    }
    Line::from(cells)
}

/// A style for the selected row: dimmed text would be unreadable when reversed.
fn emphasised(style: Style) -> Style {
    let plain = style == theme::DIMMED || style == theme::QUIET;
    let base = if plain { theme::PLAIN } else { style };
    base.patch(theme::SELECTED).add_modifier(Modifier::BOLD)
}

/// A region's frame with its title.
pub(super) fn region(title: &str, width: u16) -> Block<'static> {
    let room = usize::from(width).saturating_sub(6);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme::BORDER);
    if title.is_empty() {
        return block;
    }
    block.title(Span::styled(titled(&truncate(title, room)), theme::HEADING))
}

/// A title padded with spaces. If letters join on paper but not on the screen (an Arabic lam and
/// alef), ratatui measures it narrower than it draws it: more spaces make up for that.
pub(super) fn titled(title: &str) -> String {
    let title = format!(" {title} ");
    let lost = display_width(&title).saturating_sub(Span::raw(title.as_str()).width());
    format!("{title}{}", " ".repeat(lost))
}

#[cfg(test)]
mod tests {
    use super::{TwoTexts, shared_width, spanning};

    #[test]
    fn the_first_column_is_as_wide_as_cuts_the_fewest_letters_of_all_rows() {
        let of = |rows: &[(usize, usize, usize)], least| {
            let texts = |&(first, second, room): &(usize, usize, usize)| TwoTexts {
                first,
                second,
                room,
            };
            shared_width(&rows.iter().map(texts).collect::<Vec<_>>(), least)
        };
        assert_eq!(of(&[(8, 10, 30), (12, 5, 30)], 7), 13, "all have room");
        assert_eq!(of(&[(8, 10, 30), (12, 18, 30)], 7), 12, "to the last blank");
        let other = [(40, 10, 30), (8, 22, 30)];
        assert_eq!(of(&other, 7), 8, "nobody else's is cut for one");
        let own = [(40, 24, 50), (8, 20, 50)];
        assert_eq!(of(&own, 7), 30, "its own is");
        assert_eq!(of(&[(9, 28, 30), (9, 28, 30), (8, 28, 30)], 7), 8);
        assert_eq!(of(&[(60, 4, 30)], 7), 22, "the second keeps its least");
        assert_eq!(of(&[(5, 90, 30)], 7), 5, "no wider than it need be");
        assert_eq!(of(&[(60, 60, 12)], 14), 7, "nor than there is room");
    }

    #[test]
    fn an_empty_cell_leaves_its_columns_to_the_one_before() {
        assert_eq!(spanning(["Ann", "", "tyres"], [8, 9, 10]), [17, 0, 10]);
        assert_eq!(spanning(["Ann", "", ""], [8, 9, 10]), [27, 0, 0]);
        assert_eq!(spanning(["", "x", ""], [8, 9, 10]), [8, 19, 0]);
    }
}
