//! One line of a list, put together from cells of fixed widths.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType};

use super::theme;
use crate::domain::text::{display_width, truncate};

/// A text cut and padded to a width in columns.
pub(super) fn cell(text: &str, width: usize) -> String {
    let text = truncate(text, width);
    let room = width.saturating_sub(display_width(&text));
    format!("{text}{}", " ".repeat(room))
}

/// As `cell`, pushed to the right.
pub(super) fn right(text: &str, width: usize) -> String {
    let text = truncate(text, width);
    let room = width.saturating_sub(display_width(&text));
    format!("{}{text}", " ".repeat(room))
}

/// A text in lines of a width, broken at blanks.
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

/// The line as the selected one: marked at its left, and in reverse all along.
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

/// A style on the selected row: dimmed text would not be read in reverse.
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

/// A title between blanks. Where letters join on paper and stand apart on the screen (an Arabic
/// lam and alef), ratatui reckons it narrower than it draws it: further blanks make up for that.
pub(super) fn titled(title: &str) -> String {
    let title = format!(" {title} ");
    let lost = display_width(&title).saturating_sub(Span::raw(title.as_str()).width());
    format!("{title}{}", " ".repeat(lost))
}
