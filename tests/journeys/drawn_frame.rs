//! A frame read as a person reads it, by its letters, marks and borders: its rows, the runs of cells
//! in them, and where in today's list a column or the row of a call that was made stands. The rules of style judge it.

use std::ops::Range;

use checkback::app::popups::Popup;
use checkback::app::{App, View};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::picture;

/// What a rule comes to on a frame: how many places it judged, or what is wrong with one of them.
pub type Judged = Result<usize, String>;

/// Cells of a row that stand side by side.
pub type Run<'a> = &'a [(u16, &'a Cell)];

/// A row of a frame: its cells, its text, and the byte of the text each cell begins at.
pub struct DrawnRow<'a> {
    pub cells: Vec<(u16, &'a Cell)>,
    pub text: String,
    begins: Vec<usize>,
}

impl<'a> DrawnRow<'a> {
    pub fn of(buffer: &'a Buffer, y: u16) -> Self {
        let cells = picture::cells(buffer, y);
        let (mut text, mut begins) = (String::new(), Vec::new());
        for (_, cell) in &cells {
            begins.push(text.len());
            text.push_str(cell.symbol());
        }
        Self {
            cells,
            text,
            begins,
        }
    }

    /// The cells of some bytes of the text.
    pub fn run(&self, from: usize, len: usize) -> Run<'_> {
        let first = self.begins.partition_point(|at| *at < from);
        let end = self.begins.partition_point(|at| *at < from + len);
        &self.cells[first..end]
    }

    /// Wherever a text stands, with the byte it begins at.
    pub fn all(&self, text: &str) -> Vec<(usize, Run<'_>)> {
        let found = self.text.match_indices(text);
        found
            .map(|(at, _)| (at, self.run(at, text.len())))
            .collect()
    }

    /// The longest runs of cells that are all so, with the byte they begin at.
    pub fn runs(&self, so: impl Fn(&Cell) -> bool) -> Vec<(usize, Run<'_>)> {
        let mut found = Vec::new();
        let mut first = 0;
        for part in self.cells.chunk_by(|(_, a), (_, b)| so(a) == so(b)) {
            if so(part[0].1) {
                found.push((self.begins[first], part));
            }
            first += part.len();
        }
        found
    }

    /// What stands in a list's or a card's frame on this row, from its left border to the next one.
    pub fn inside(&self, from: usize) -> &str {
        let rest = self.text.get(from..).unwrap();
        rest.split(['│', '╮', '╯', '╭', '╰']).next().unwrap_or(rest)
    }
}

/// A frame that was drawn, and what it was drawn from.
pub struct DrawnFrame<'a> {
    pub rows: Vec<DrawnRow<'a>>,
    pub app: &'a App,
}

impl<'a> DrawnFrame<'a> {
    pub fn of(buffer: &'a Buffer, app: &'a App) -> Self {
        let rows = buffer.area.top()..buffer.area.bottom();
        Self {
            rows: rows.map(|y| DrawnRow::of(buffer, y)).collect(),
            app,
        }
    }

    /// Whether it is the list of today, and nothing hides or covers it all.
    pub fn is_today(&self) -> bool {
        self.app.view == View::Today && !self.is_bare()
    }

    /// The numbers of the lines between the head and the foot.
    pub fn body_lines(&self) -> Range<usize> {
        let rows = &self.rows;
        let first = rows.iter().position(|row| row.text.contains('╭'));
        let first = first.unwrap_or(rows.len());
        let last = rows.iter().rposition(|row| row.text.contains('╰'));
        first..last.map_or(first, |last| last + 1)
    }

    /// Whether there are no regions: the screen is locked, or too small for any.
    pub fn is_bare(&self) -> bool {
        let bordered = |row: &DrawnRow<'_>| row.text.contains('╭');
        self.app.public.lock.is_some() || !self.rows.iter().any(bordered)
    }
}

pub fn text(run: Run<'_>) -> String {
    run.iter().map(|(_, cell)| cell.symbol()).collect()
}

pub fn blank(run: Run<'_>) -> bool {
    run.iter().all(|(_, cell)| cell.symbol().trim().is_empty())
}

pub fn has(cell: &Cell, modifier: Modifier) -> bool {
    cell.modifier.contains(modifier)
}

pub fn reversed(cell: &Cell) -> bool {
    has(cell, Modifier::REVERSED)
}

/// Every letter of a run has a colour; blanks have none to see.
pub fn coloured(run: Run<'_>, color: Color) -> Judged {
    let wrong = |(_, cell): &&(u16, &Cell)| cell.fg != color && !cell.symbol().trim().is_empty();
    match run.iter().find(wrong) {
        Some((x, cell)) => Err(format!(
            "“{}” at column {x} is {}, not {color}",
            text(run),
            cell.fg
        )),
        None => Ok(1),
    }
}

pub fn bold(run: Run<'_>) -> Judged {
    let thin = |(_, cell): &&(u16, &Cell)| !has(cell, Modifier::BOLD);
    let seen = |found: &&(u16, &Cell)| !found.1.symbol().trim().is_empty() && thin(found);
    if run.iter().any(|found| seen(&found)) {
        return Err(format!("“{}” is not bold", text(run)));
    }
    Ok(1)
}

/// Judges every place there is.
pub fn each<T>(places: impl IntoIterator<Item = T>, mut judge: impl FnMut(T) -> Judged) -> Judged {
    let mut count = 0;
    for place in places {
        count += judge(place)?;
    }
    Ok(count)
}

/// A code to scan, dark on light in every theme.
pub fn of_code(cell: &Cell) -> bool {
    (cell.fg, cell.bg) == (Color::Indexed(16), Color::Indexed(231))
}

/// The rows between the head and the foot.
pub fn body<'a>(frame: &'a DrawnFrame<'a>) -> impl Iterator<Item = &'a DrawnRow<'a>> {
    frame.rows.get(frame.body_lines()).into_iter().flatten()
}

/// The places of a text that begin a word.
pub fn words_of<'a>(row: &'a DrawnRow<'a>, words: &str) -> Vec<Run<'a>> {
    let begins = |at: usize| !row.text.get(..at).unwrap().ends_with(char::is_alphanumeric);
    let found = row.all(words).into_iter().filter(|(at, _)| begins(*at));
    found.map(|(_, run)| run).collect()
}

/// The rows of today's list that are in sight with their first column: the number of the line, what
/// the column says, its cells.
pub fn whens<'a>(frame: &'a DrawnFrame<'a>) -> Vec<(usize, String, Run<'a>)> {
    const WIDTH: usize = 12;
    let grey = |row: &DrawnRow<'_>| {
        row.cells
            .first()
            .is_some_and(|(_, c)| c.fg == Color::DarkGray)
    };
    let of_region = |corner| move |row: &&DrawnRow<'_>| row.text.starts_with(corner) && grey(row);
    let top = frame.body_lines().start;
    // On a small screen a question covers the list, and a card stands beneath it.
    if !frame.rows.get(top).is_some_and(|row| of_region('╭')(&row)) {
        return Vec::new();
    }
    let whole_card = matches!(frame.app.popup, Some(Popup::Card(_)));
    if !frame.is_today() || frame.app.today.rows.is_empty() || whole_card {
        return Vec::new();
    }
    let list = frame.rows.iter().enumerate().skip(top + 1);
    // What lies on top of all of it may reach into the card below: it ends the list.
    let list = list.take_while(|(_, row)| of_region('│')(row));
    let first_column = |(y, row): (usize, &'a DrawnRow<'a>)| {
        let margin = row.cells.get(1)?.1.symbol();
        let run = row
            .cells
            .get(2..2 + WIDTH)
            .filter(|_| [" ", "▌"].contains(&margin))?;
        let words = text(run);
        let whole = !words.contains(['│', '╭', '╰', '☎', '✉']) && !words.trim().is_empty();
        whole.then(|| (y, words.trim().to_owned(), run))
    };
    list.filter_map(first_column).collect()
}

/// Those of them that say why somebody may not be rung now, in place of since when they wait.
pub fn not_to_be_rung<'a>(frame: &'a DrawnFrame<'a>) -> Vec<(usize, String, Run<'a>)> {
    let mut rows = whens(frame);
    rows.retain(|(_, words, _)| !words.starts_with('✓') && !may_be_rung(words));
    rows
}

/// Whether a row's first column is a time: since when they wait, how far off or how late the promise
/// is, or when it falls due later today.
pub fn may_be_rung(words: &str) -> bool {
    let waiting = words.strip_suffix(" late").unwrap_or(words);
    words == "now" || clock(words) || stretch(waiting) || is_near(words)
}

/// Whether it says that a promise is still to be kept: "in 18 min".
pub fn is_near(words: &str) -> bool {
    words.strip_prefix("in ").is_some_and(stretch)
}

/// Whether it says that a promise was missed: "12 min late".
pub fn is_late(words: &str) -> bool {
    words.strip_suffix(" late").is_some_and(stretch)
}

/// A stretch of time: "12 min", "2 h", "3 d", "1 y".
fn stretch(words: &str) -> bool {
    let parts = words.split_once(' ');
    parts.is_some_and(|(number, unit)| {
        number.parse::<u32>().is_ok() && ["min", "h", "d", "y"].contains(&unit)
    })
}

pub fn clock(words: &str) -> bool {
    let parts = words.split_once(':');
    parts.is_some_and(|(hour, minute)| {
        hour.parse::<u8>().is_ok() && minute.len() == 2 && minute.parse::<u8>().is_ok()
    })
}

/// What stands in the row of who was dealt with, from its tick on: the tick, its time, and all the
/// rest.
pub fn ticked<'a>(row: &'a DrawnRow<'a>) -> Option<(Run<'a>, Run<'a>)> {
    let at = row.text.find("✓ ").filter(|at| {
        let before = row.text.get(..*at).unwrap_or("");
        ["│ ", "│▌"].contains(&before)
    })?;
    let from = at + "✓ ".len();
    let rest = row.inside(from);
    let (time, said) = rest.split_once(' ').filter(|(time, _)| clock(time))?;
    // What lies on top of it hides how it ended.
    let border = row.run(from + rest.len(), '│'.len_utf8());
    if border.iter().any(|(_, cell)| cell.fg == Color::Cyan) {
        return None;
    }
    let tick = row.run(at, "✓".len());
    Some((tick, row.run(from + time.len() + 1, said.trim_end().len())))
}

/// Whether a row with a tick is over: whoever was not reached, or is tried again, is not done with.
pub fn is_over(said: Run<'_>) -> bool {
    const NOT_REACHED: [&str; 5] = ["again ", "no answer", "voicemail", "busy", "wrong number"];
    let said = text(said);
    !NOT_REACHED.iter().any(|words| said.contains(words))
}
