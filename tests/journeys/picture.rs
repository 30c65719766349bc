//! A frame as text one can read: the letters as they stand. How they look is kept by rules, in
//! `style_rules`.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

/// The cells of a row that are letters of their own: what a wide one covers is none.
pub fn cells(buffer: &Buffer, y: u16) -> Vec<(u16, &Cell)> {
    let area = buffer.area;
    let mut row = Vec::new();
    let mut x = area.left();
    while x < area.right() {
        let cell = &buffer[(x, y)];
        row.push((x, cell));
        x += u16::try_from(cell.symbol().width()).unwrap().max(1);
    }
    row
}

fn line(buffer: &Buffer, y: u16) -> String {
    let letters = cells(buffer, y).into_iter().map(|(_, cell)| cell.symbol());
    letters.collect::<String>().trim_end().to_owned()
}

/// The letters alone.
pub fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let lines = (area.top()..area.bottom()).map(|y| line(buffer, y));
    lines.collect::<Vec<_>>().join("\n")
}

/// The letters of one column.
pub fn column(buffer: &Buffer, x: u16) -> String {
    let area = buffer.area;
    let letter = |y| {
        let row = cells(buffer, y);
        let cell = row.into_iter().find(|(at, _)| *at == x);
        cell.map_or(" ", |(_, cell)| cell.symbol())
    };
    (area.top()..area.bottom()).map(letter).collect()
}

/// Where a text stands, column and row, the first from the top.
pub fn place(buffer: &Buffer, text: &str) -> Option<(u16, u16)> {
    let area = buffer.area;
    (area.top()..area.bottom()).find_map(|y| {
        let row = cells(buffer, y);
        let whole: String = row.iter().map(|(_, cell)| cell.symbol()).collect();
        let at = whole.find(text)?;
        let mut before = 0;
        let (x, _) = row.iter().find(|(_, cell)| {
            let here = before == at;
            before += cell.symbol().len();
            here
        })?;
        Some((*x, y))
    })
}

/// The whole frame: its size, where the cursor is, and its letters.
pub fn picture(buffer: &Buffer, cursor: Option<Position>) -> String {
    let cursor = cursor.map_or("hidden".to_owned(), |at| {
        format!("column {}, row {}", at.x, at.y)
    });
    let (width, height) = (buffer.area.width, buffer.area.height);
    format!("{width}×{height}, cursor {cursor}\n{}\n", text(buffer))
}

/// A text with one blank wherever it has several: a column that is made wider does not matter.
pub fn one_blank(text: &str) -> String {
    let line = |line: &str| {
        line.split(' ')
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// How many columns a line of a frame takes.
pub fn columns(line: &str) -> usize {
    checkback::domain::text::display_width(line)
}

/// The title of somebody's card and all that stands in its frame, its lines one behind the other and
/// without the large number.
pub fn card(buffer: &Buffer, name: &str) -> Option<(String, String)> {
    let area = buffer.area;
    // What lies on top has the name in its title too, and goes on with a colon.
    let titles = ["  ", " ─"].map(|behind| format!("╭ {name}{behind}"));
    let (left, top) = titles.iter().find_map(|title| place(buffer, title))?;
    let inside = |y| -> Option<String> {
        let row = cells(buffer, y);
        let mut row = row.iter().skip_while(|(x, _)| *x < left);
        let (_, border) = row.next()?;
        let rest = row.map(|(_, cell)| cell.symbol());
        let rest = rest.take_while(|symbol| !"│╮╯".contains(symbol));
        "╭│╰".contains(border.symbol()).then(|| rest.collect())
    };
    let title = inside(top)?;
    let text: Vec<String> = (top + 1..area.bottom()).map_while(inside).collect();
    let large = |c: char| "┏┓┗┛┃╹╻┣┫╋╺━╸─".contains(c);
    let text = text.join(" ").replace(large, " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    Some((title, words.join(" ")))
}
