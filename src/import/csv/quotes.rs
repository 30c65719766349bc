//! Quotation marks gone astray: one that is opened and closed by chance many rows later would make one
//! cell of all the customers between.
//!
//! Owns how that is seen, before the text is taken apart: the lines within the cell look like rows of
//! the same table, with as many cells, and numbers where the others have theirs. The mark is taken out
//! then, and the lines are rows; a note of several lines stays one cell.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

use super::super::encoding::fill;

/// How much of a text is read at once.
const PIECE: usize = 64 * 1024;

/// How far a quotation mark is followed, in bytes: no cell is longer.
const FARTHEST: usize = 1024 * 1024;

/// A quotation mark that was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MendedQuote {
    /// The line it stood on.
    pub(super) line: u64,
    /// The last line it would have swallowed.
    pub(super) last: u64,
    /// Whether it was closed there.
    pub(super) closed: bool,
}

impl std::fmt::Display for MendedQuote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, last) = (self.line + 1, self.last);
        let end = if self.closed {
            format!("was closed on line {last} by chance")
        } else {
            "is never closed".to_owned()
        };
        let lines = if first == last {
            format!("line {first}, which looks like a row, was")
        } else {
            format!("lines {first} to {last}, which look like rows, were")
        };
        write!(
            f,
            "a quotation mark is opened here and {end}: it was taken out, and {lines} read as such"
        )
    }
}

/// The marks that were taken out ahead of the rows that are read, by line; shared with who reads them.
pub(super) type MendedQuotes = Rc<RefCell<VecDeque<MendedQuote>>>;

/// A text whose stray quotation marks are taken out as it is read.
pub(super) struct QuoteMender<R> {
    text: R,
    separator: u8,
    piece: Vec<u8>,
    at: usize,
    ended: bool,
    /// Lines that were looked at ahead.
    ahead: VecDeque<Vec<u8>>,
    out: Vec<u8>,
    given: usize,
    line: u64,
    /// How many cells the line before had, and which of them held numbers.
    width: usize,
    numbers: Vec<usize>,
    mended: MendedQuotes,
}

/// A line taken apart as if it stood alone.
struct LoneLine {
    cells: Vec<(usize, usize)>,
    /// Where the quotation mark stands that is open at its end.
    open: Option<usize>,
}

impl<R: Read> QuoteMender<R> {
    pub(super) fn new(text: R, separator: u8, line: u64, mended: MendedQuotes) -> Self {
        Self {
            text,
            separator,
            piece: Vec::new(),
            at: 0,
            ended: false,
            ahead: VecDeque::new(),
            out: Vec::new(),
            given: 0,
            line,
            width: 0,
            numbers: Vec::new(),
            mended,
        }
    }

    /// One line of the text with its end, or as much of it as is followed.
    fn physical(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line: Vec<u8> = Vec::new();
        loop {
            if self.at == self.piece.len() && !self.ended {
                self.piece.resize(PIECE, 0);
                let read = fill(&mut self.text, &mut self.piece)?;
                self.piece.truncate(read);
                self.at = 0;
                self.ended = read == 0;
            }
            let rest = self.piece.get(self.at..).unwrap_or_default();
            if line.last() == Some(&b'\r') {
                if rest.first() == Some(&b'\n') {
                    line.push(b'\n');
                    self.at += 1;
                }
                return Ok(Some(line));
            }
            if rest.is_empty() || line.len() >= FARTHEST {
                return Ok(Some(line).filter(|line| !line.is_empty()));
            }
            let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r'));
            let take = end.map_or(rest.len(), |end| end + 1);
            line.extend_from_slice(rest.get(..take).unwrap_or_default());
            self.at += take;
            if line.last() == Some(&b'\n') {
                return Ok(Some(line));
            }
        }
    }

    fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.physical(),
        }
    }

    /// Fills `out` with the next line; with several where one cell goes over them.
    fn advance(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        let Some(mut line) = self.next_line()? else {
            return Ok(());
        };
        self.line += 1;
        let mut taken = self.alone(&line);
        while let Some(open) = taken.open {
            let (within, closed) = self.follow()?;
            if !self.is_astray(&line, &taken, &within) {
                self.line += within.len() as u64;
                self.out = line;
                for more in &within {
                    self.out.extend_from_slice(more);
                }
                return Ok(());
            }
            self.mended.borrow_mut().push_back(MendedQuote {
                line: self.line,
                last: self.line + within.len() as u64,
                closed,
            });
            let mut within = within;
            // The mark that closed it by chance is as astray as the one that opened it.
            if let Some(last) = within.last_mut().filter(|_| closed)
                && is_once(last, b'"')
            {
                last.retain(|b| *b != b'"');
            }
            for more in within.into_iter().rev() {
                self.ahead.push_front(more);
            }
            line = self.without(&line, open);
            taken = self.alone(&line);
        }
        if !taken.cells.is_empty() && !bare(&line).is_empty() {
            self.numbers = numbers(&line, &taken);
            self.width = taken.cells.len();
        }
        self.out = line;
        Ok(())
    }

    /// The lines up to the one in which the open quotation mark is closed, and whether one was.
    fn follow(&mut self) -> io::Result<(Vec<Vec<u8>>, bool)> {
        let mut within: Vec<Vec<u8>> = Vec::new();
        let mut bytes = 0;
        while bytes < FARTHEST {
            let Some(line) = self.next_line()? else {
                return Ok((within, false));
            };
            bytes += line.len();
            let open = taken_apart(&line, self.separator, true).open.is_some();
            within.push(line);
            if !open {
                return Ok((within, true));
            }
        }
        Ok((within, false))
    }

    fn alone(&self, line: &[u8]) -> LoneLine {
        taken_apart(line, self.separator, false)
    }

    /// Whether the lines within a cell look like rows.
    fn is_astray(&self, line: &[u8], taken: &LoneLine, within: &[Vec<u8>]) -> bool {
        if self.width < 2 {
            return false;
        }
        let mut here = self.numbers.clone();
        here.extend(numbers(line, taken));
        let (mut rows, mut numbered, mut filled) = (0, 0, 0);
        for one in within.iter().filter(|line| !bare(line).is_empty()) {
            filled += 1;
            let alone = self.alone(one);
            if alone.open.is_none_or(|_| within.len() > 1) && alone.cells.len() == self.width {
                rows += 1;
                numbered += usize::from(numbers(one, &alone).iter().any(|n| here.contains(n)));
            }
        }
        rows * 2 >= filled && (numbered > 0 || (rows > 2 && self.width > 2))
    }

    /// The line without the stray mark; where that makes too many cells of it, with one more at its
    /// end.
    fn without(&self, line: &[u8], open: usize) -> Vec<u8> {
        let mut without = line.to_vec();
        without.remove(open);
        if self.alone(&without).cells.len() <= self.width {
            return without;
        }
        let mut closed = line.to_vec();
        closed.insert(bare(line).len(), b'"');
        if self.alone(&closed).cells.len() == self.width {
            closed
        } else {
            without
        }
    }
}

impl<R: Read> Read for QuoteMender<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.out.len() {
            self.advance()?;
        }
        let rest = self.out.get(self.given..).unwrap_or_default();
        let give = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..give), rest.get(..give)) {
            to.copy_from_slice(from);
        }
        self.given += give;
        Ok(give)
    }
}

/// Whether a byte stands in a line exactly once.
fn is_once(line: &[u8], byte: u8) -> bool {
    let first = line.iter().position(|b| *b == byte);
    first.is_some() && first == line.iter().rposition(|b| *b == byte)
}

/// A line without its end.
fn bare(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|b| !matches!(b, b'\n' | b'\r'));
    line.get(..end.map_or(0, |end| end + 1)).unwrap_or_default()
}

/// A line's cells, by the same rules as the rows are taken apart: a mark opens a cell only at its
/// beginning, and is closed by one that is not doubled.
fn taken_apart(line: &[u8], separator: u8, mut quoted: bool) -> LoneLine {
    let mut cells = Vec::new();
    let (mut start, mut open) = (0, None);
    let mut begins = !quoted;
    if quoted {
        open = Some(0);
    }
    let text = bare(line);
    let mut bytes = text.iter().copied().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            // A doubled one stands for itself.
            b'"' if quoted && bytes.next_if(|(_, next)| *next == b'"').is_none() => {
                quoted = false;
                open = None;
            }
            b'"' if quoted => {}
            b'"' if begins => {
                quoted = true;
                open = Some(at);
            }
            byte if byte == separator && !quoted => {
                cells.push((start, at));
                start = at + 1;
                begins = true;
                continue;
            }
            _ => {}
        }
        begins = false;
    }
    cells.push((start, text.len()));
    LoneLine { cells, open }
}

/// Which cells of a line hold a telephone number or an e-mail address.
fn numbers(line: &[u8], taken: &LoneLine) -> Vec<usize> {
    let is = |(from, to): &(usize, usize)| {
        let cell = line.get(*from..*to).unwrap_or_default();
        let digits = cell.iter().filter(|b| b.is_ascii_digit()).count();
        let letters = cell.iter().any(u8::is_ascii_alphabetic);
        (digits >= 7 && !letters) || (cell.contains(&b'@') && !cell.contains(&b' '))
    };
    let cells = taken.cells.iter().enumerate();
    cells.filter(|(_, cell)| is(cell)).map(|(n, _)| n).collect()
}
