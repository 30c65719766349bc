//! A frame as text one can read: the letters as they stand, beneath them the styles, a letter a
//! column, with what each letter means.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// The styles that have a letter of their own: foreground, modifiers.
const STYLES: &[(char, Color, Modifier)] = &[
    ('b', Color::Reset, Modifier::BOLD),
    ('q', Color::DarkGray, Modifier::empty()),
    ('c', Color::Cyan, Modifier::empty()),
    ('C', Color::Cyan, Modifier::BOLD),
    ('g', Color::Green, Modifier::empty()),
    ('y', Color::Yellow, Modifier::empty()),
    ('Y', Color::Yellow, Modifier::BOLD),
    ('R', Color::Red, Modifier::BOLD),
    ('x', Color::DarkGray, Modifier::CROSSED_OUT),
    ('S', Color::Reset, Modifier::BOLD.union(Modifier::REVERSED)),
    ('1', Color::Red, Modifier::BOLD.union(Modifier::REVERSED)),
    ('2', Color::Yellow, Modifier::BOLD.union(Modifier::REVERSED)),
    ('3', Color::Green, Modifier::BOLD.union(Modifier::REVERSED)),
    ('4', Color::Cyan, Modifier::BOLD.union(Modifier::REVERSED)),
    (
        '5',
        Color::DarkGray,
        Modifier::BOLD
            .union(Modifier::REVERSED)
            .union(Modifier::CROSSED_OUT),
    ),
    ('r', Color::Reset, Modifier::REVERSED),
];

/// The cells of a row that are letters of their own: what a wide one covers is none.
fn cells(buffer: &Buffer, y: u16) -> Vec<(u16, &Cell)> {
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

fn letter(cell: &Cell) -> Option<(char, String)> {
    let (fg, bg, modifier) = (cell.fg, cell.bg, cell.modifier);
    if (fg, bg, modifier) == (Color::Reset, Color::Reset, Modifier::empty()) {
        return None;
    }
    let known = STYLES
        .iter()
        .find(|(_, f, m)| (*f, *m) == (fg, modifier) && bg == Color::Reset);
    let known = known.map_or('?', |(letter, ..)| *letter);
    let mut words = Vec::new();
    if fg != Color::Reset {
        words.push(fg.to_string());
    }
    if bg != Color::Reset {
        words.push(format!("on {bg}"));
    }
    words.extend(modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    Some((known, words.join(" ")))
}

/// A style without a letter takes the next one nobody has.
fn of_its_own((letter, words): (char, String), used: &[(char, String)]) -> (char, String) {
    let known = used.iter().find(|(_, w)| *w == words);
    let taken = |c: &char| used.iter().any(|(l, _)| l == c) || STYLES.iter().any(|(l, ..)| l == c);
    match known {
        Some((known, _)) => (*known, words),
        None if letter == '?' => (('A'..='Z').find(|c| !taken(c)).unwrap_or('?'), words),
        None => (letter, words),
    }
}

/// The whole frame.
pub fn picture(buffer: &Buffer, cursor: Option<Position>) -> String {
    let area = buffer.area;
    let mut used: Vec<(char, String)> = Vec::new();
    let mut styles = String::new();
    for y in area.top()..area.bottom() {
        let mut row = String::new();
        for (_, cell) in cells(buffer, y) {
            let letter = letter(cell).map(|l| of_its_own(l, &used));
            let shown = letter.as_ref().map_or('.', |(letter, _)| *letter);
            row.extend((0..cell.symbol().width().max(1)).map(|_| shown));
            if let Some(letter) = letter.filter(|l| !used.contains(l)) {
                used.push(letter);
            }
        }
        styles += row.trim_end_matches('.');
        styles.push('\n');
    }
    let cursor = cursor.map_or("hidden".to_owned(), |at| {
        format!("column {}, row {}", at.x, at.y)
    });
    let named: Vec<String> = used
        .iter()
        .map(|(l, words)| format!("{l} {words}"))
        .collect();
    format!(
        "{}×{}, cursor {cursor}\n{}\n\n{styles}\n{}\n",
        area.width,
        area.height,
        text(buffer),
        named.join("; ")
    )
}

/// How many columns a line of a frame takes.
pub fn columns(line: &str) -> usize {
    checkback::domain::text::display_width(line)
}
