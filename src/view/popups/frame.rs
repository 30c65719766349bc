//! The frame of what lies on top: cleared, bordered, in the middle, never larger than its place.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use crate::app::text_input;
use crate::domain::text::{display_width, truncate};
use crate::view::row::titled;
use crate::view::theme;

/// Opens a popup of a size and returns the area inside it.
pub(super) fn open(
    frame: &mut Frame<'_>,
    body: Rect,
    title: &str,
    width: u16,
    height: u16,
) -> Rect {
    let width = width.min(body.width);
    let height = height.min(body.height);
    let free = body.height - height;
    let area = Rect {
        x: body.x + (body.width - width) / 2,
        // Where it leaves only a row or two, those are the first ones.
        y: body.y + if free < 3 { free } else { free / 3 },
        width,
        height,
    };
    clear(frame, area);
    let room = usize::from(width).saturating_sub(6);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme::POPUP)
        .title(Span::styled(titled(&truncate(title, room)), theme::HEADING));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// Clears an area. A wide letter that would reach into it from the left is taken out whole: it
/// would be drawn over the border otherwise.
fn clear(frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let Some(x) = area.x.checked_sub(1) else {
        return;
    };
    for y in area.top()..area.bottom() {
        if let Some(cell) = frame.buffer_mut().cell_mut(Position::new(x, y))
            && display_width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
}

/// Draws a typed line behind a label, and puts the cursor in it where it is typed in.
pub(super) fn typed(
    frame: &mut Frame<'_>,
    area: Rect,
    label: &str,
    line: &text_input::TextInput,
    active: bool,
) {
    let room = area
        .width
        .saturating_sub(u16::try_from(display_width(label)).unwrap_or(0));
    let (shown, cursor) = line.window(usize::from(room));
    let style = if active { theme::HEADING } else { theme::PLAIN };
    let words = Line::from(vec![
        Span::styled(label.to_owned(), theme::LABEL),
        Span::styled(shown, style),
    ]);
    frame.render_widget(words, area);
    if active {
        let x = area.x + area.width - room + u16::try_from(cursor).unwrap_or(0);
        frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), area.y));
    }
}

/// One line of an area, counted from its top; empty below its end.
pub(super) fn nth(area: Rect, n: u16) -> Rect {
    if n < area.height {
        Rect {
            y: area.y + n,
            height: 1,
            ..area
        }
    } else {
        Rect { height: 0, ..area }
    }
}
