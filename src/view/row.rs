//! A list's row, made of cells of fixed widths.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType};

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
