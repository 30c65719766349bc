//! A survey of a table before any of it counts: what only the whole of a column tells.
//!
//! Owns the one order in which a column of dates is written, the numbers that would be left out, and
//! the names by which a person sees whether the encoding is right.

mod date_doubt;

use super::ImportError;
use super::columns::{DateColumn, HeaderName, SurveyedColumn, read_figures};
use super::consent;
use super::csv::{CsvReader, CsvRecord};
use crate::domain::phone::{self, Region};
use crate::domain::text::{sanitize, truncate};
use crate::domain::time_phrase::DateOrder;
pub(crate) use date_doubt::DateDoubt;
use date_doubt::{doubt_note, words};

/// How many cells of a column are looked at for numbers.
const SAMPLED: usize = 50;

/// How much of each, in characters: no number and no address is longer.
const LONGEST: usize = 1_000;

/// How many names are shown for an encoding that was guessed.
const NAMES: usize = 3;

/// By what a table is surveyed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SurveyContext<'a> {
    /// How numbers are read.
    pub region: &'a Region,
    /// The order of the shop's region.
    pub order: DateOrder,
    /// The order that was asked for.
    pub asked: Option<DateOrder>,
    /// Whether the encoding was guessed.
    pub guessed: bool,
}

/// What is to be said of a file as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileNote {
    /// What is so.
    pub what: String,
    /// What changes it, on the command line.
    pub flag: Option<String>,
}

impl From<String> for FileNote {
    fn from(what: String) -> Self {
        Self { what, flag: None }
    }
}

impl std::fmt::Display for FileNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)?;
        self.flag
            .as_ref()
            .map_or(Ok(()), |flag| write!(f, " {flag}"))
    }
}

/// What a survey found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSurvey {
    /// What is to be said of the file as a whole.
    pub notes: Vec<FileNote>,
    /// The first column of dates that fits both orders, where no order was asked for.
    pub date_doubt: Option<DateDoubt>,
    dates: Vec<DateColumn>,
}

impl FileSurvey {
    /// The order of each column of dates.
    pub(super) fn dates(&self) -> Vec<DateColumn> {
        self.dates.clone()
    }
}

/// What stands in a table's columns, as far as no region says how it is read.
#[derive(Debug, Clone)]
pub(super) struct TableTally {
    names: Vec<String>,
    roles: Vec<SurveyedColumn>,
    tallies: Vec<ColumnTally>,
    shown: ShownNames,
    titled: Option<u64>,
}

/// What stands in one column.
#[derive(Debug, Clone, Default)]
struct ColumnTally {
    /// The first cells with something in them, to be looked at for numbers and addresses.
    sampled: Vec<String>,
    /// Whether any cell has the digits of a number.
    digits: bool,
    figures: usize,
    /// The first line that fits no date with the month, or the day, in front; and the first cell that
    /// fits both and differs.
    day_first: Option<(u64, String)>,
    month_first: Option<(u64, String)>,
    either: Option<String>,
}

impl ColumnTally {
    fn sample(&mut self, cell: &str) {
        if self.sampled.len() < SAMPLED {
            // Whoever exports a novel in each cell does not have fifty of them kept.
            let cell = sanitize(&cell.chars().take(LONGEST).collect::<String>());
            self.sampled
                .extend(Some(cell).filter(|cell| !cell.is_empty()));
        }
    }

    fn date(&mut self, line: u64, cell: &str) {
        let Some(figures) = read_figures(cell) else {
            return;
        };
        self.figures += 1;
        let day = figures.in_order(DateOrder::DayFirst);
        let month = figures.in_order(DateOrder::MonthFirst);
        let shown = || truncate(&sanitize(cell), 20);
        match (day, month) {
            (Some(_), None) if self.day_first.is_none() => self.day_first = Some((line, shown())),
            (None, Some(_)) if self.month_first.is_none() => {
                self.month_first = Some((line, shown()));
            }
            (Some(a), Some(b)) if a != b && self.either.is_none() => self.either = Some(shown()),
            _ => {}
        }
    }

    /// Whether most of the sampled cells are of a sort.
    fn is_full_of(&self, is: impl Fn(&str) -> bool) -> bool {
        let count = self.sampled.iter().filter(|cell| is(cell)).count();
        count > 0 && count * 5 >= self.sampled.len() * 3
    }
}

/// Goes over a table to its end.
///
/// # Errors
/// What could not be read.
pub(super) fn tally(mut table: CsvReader) -> Result<TableTally, ImportError> {
    let names: Vec<String> = table.columns().names().to_vec();
    let roles: Vec<SurveyedColumn> = (0..names.len())
        .map(|n| table.columns().surveyed(n))
        .collect();
    let mut tallies: Vec<ColumnTally> = names.iter().map(|_| ColumnTally::default()).collect();
    let mut shown = ShownNames::default();
    while let Some((line, record)) = table.next_record()? {
        let Ok(record) = record else { continue };
        for ((cell, role), tally) in record.iter().zip(&roles).zip(&mut tallies) {
            match role {
                SurveyedColumn::Unknown => tally.sample(cell),
                SurveyedColumn::Date => tally.date(line, cell),
                SurveyedColumn::Number if !tally.digits => {
                    tally.digits = cell.chars().filter(char::is_ascii_digit).count() >= 5;
                }
                SurveyedColumn::Number | SurveyedColumn::Name | SurveyedColumn::Other => {}
            }
        }
        shown.look_at(&record, &roles);
    }
    Ok(TableTally {
        titled: table.titled(),
        names,
        roles,
        tallies,
        shown,
    })
}

impl TableTally {
    /// Surveys the table.
    ///
    /// # Errors
    /// A column of dates in two orders; numbers that nobody would get.
    pub(super) fn survey(&self, by: SurveyContext<'_>) -> Result<FileSurvey, ImportError> {
        let mut found = FileSurvey::default();
        if let Some(line) = self.titled {
            let words = "the lines above them are a title and were left out";
            found
                .notes
                .push(format!("The columns stand on line {line}; {words}.").into());
        }
        for ((n, tally), name) in self.tallies.iter().enumerate().zip(&self.names) {
            if self.roles.get(n) == Some(&SurveyedColumn::Date) {
                found.read_dates(n, name, tally, by)?;
            }
        }
        found.numbers_left(self, by.region)?;
        found
            .notes
            .extend(self.shown.sentence(by.guessed).map(FileNote::from));
        Ok(found)
    }
}

/// Whether a cell is a number, with its leading zero or without.
fn is_number(cell: &str, region: &Region) -> bool {
    let valid = |text: &str| phone::read(text, region).is_ok_and(|n| n.valid);
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 7 && (valid(cell) || valid(&format!("0{cell}")))
}

impl FileSurvey {
    /// Finds the one order that fits a whole column.
    fn read_dates(
        &mut self,
        column: usize,
        name: &str,
        tally: &ColumnTally,
        by: SurveyContext<'_>,
    ) -> Result<(), ImportError> {
        let column_name = truncate(name, 40);
        let order = match (&tally.day_first, &tally.month_first) {
            (Some((day_first, _)), Some((month_first, _))) => {
                return Err(ImportError::TwoDateOrders {
                    column: column_name,
                    day_first: *day_first,
                    month_first: *month_first,
                });
            }
            (Some(_), None) => DateOrder::DayFirst,
            (None, Some(_)) => DateOrder::MonthFirst,
            (None, None) => by.asked.unwrap_or(by.order),
        };
        if tally.figures > 0 {
            self.dates.push(DateColumn { column, order });
        }
        let proof = tally.day_first.as_ref().or(tally.month_first.as_ref());
        if let Some((line, cell)) = proof.filter(|_| order != by.order) {
            let what = format!(
                "The dates in “{column_name}” are read {}: “{cell}” on line {line} can be nothing else.",
                words(order)
            );
            self.notes.push(what.into());
        } else if let Some(cell) = tally.either.as_ref().filter(|_| proof.is_none()) {
            let doubt = DateDoubt {
                column: column_name,
                cell: cell.clone(),
                usual: order,
            };
            self.notes.push(doubt_note(&doubt, by.asked));
            if by.asked.is_none() && self.date_doubt.is_none() {
                self.date_doubt = Some(doubt);
            }
        }
        Ok(())
    }

    /// Names the columns that are left out and full of numbers or addresses; stops where nobody would
    /// get a number.
    fn numbers_left(&mut self, table: &TableTally, region: &Region) -> Result<(), ImportError> {
        let columns = || table.names.iter().zip(&table.roles).zip(&table.tallies);
        let numbered = columns().any(|((_, role), t)| *role == SurveyedColumn::Number && t.digits);
        for ((name, role), tally) in columns() {
            if *role != SurveyedColumn::Unknown || name.is_empty() {
                continue;
            }
            let shown = truncate(name, 40);
            let quoted = format!("\"{shown}\"");
            let what = if tally.is_full_of(|cell| is_number(cell, region)) {
                if !numbered {
                    return Err(ImportError::NumbersLeftOut {
                        column: shown,
                        quoted,
                    });
                }
                ("telephone numbers", "phone")
            } else if tally.is_full_of(|cell| cell.contains('@') && cell.contains('.')) {
                ("e-mail addresses", "email")
            } else {
                let header = HeaderName::new(name);
                let answer = |cell: &str| consent::is_yes(cell) || consent::is_no(cell);
                if tally.is_full_of(answer) && consent::is_about_contact(&header) {
                    self.notes.push(FileNote {
                        what: format!("“{shown}” is left out: does it say who is not to be rung?"),
                        flag: Some(format!("--map no_calls={quoted} keeps it.")),
                    });
                }
                continue;
            };
            self.notes.push(FileNote {
                what: format!("“{shown}” is left out and is full of {}.", what.0),
                flag: Some(format!("--map {}={quoted} takes it.", what.1)),
            });
        }
        Ok(())
    }
}

/// Names with letters that an encoding decides about.
#[derive(Debug, Clone, Default)]
struct ShownNames {
    first: Vec<String>,
    spoilt: Option<String>,
}

impl ShownNames {
    fn look_at(&mut self, record: &CsvRecord, roles: &[SurveyedColumn]) {
        for (cell, role) in record.iter().zip(roles) {
            if *role != SurveyedColumn::Name || cell.is_ascii() {
                continue;
            }
            let name = truncate(&sanitize(cell), 30);
            if self.first.len() < NAMES && !self.first.contains(&name) {
                self.first.push(name.clone());
            }
            if self.spoilt.is_none() && is_spoilt(cell) {
                self.spoilt = Some(name);
            }
        }
    }

    fn sentence(&self, guessed: bool) -> Option<String> {
        if let Some(spoilt) = &self.spoilt {
            return Some(format!(
                "Names such as “{spoilt}” look as if their letters were read in the wrong encoding, here \
                 or before: try --encoding, or save the file as CSV UTF-8."
            ));
        }
        let shown: Vec<String> = self.first.iter().map(|name| format!("“{name}”")).collect();
        (guessed && !shown.is_empty())
            .then(|| format!("Are these names right? {}.", shown.join(", ")))
    }
}

/// Whether a text has what UTF-8 looks like when it is read as an older encoding (`ZoÃ«`), or a
/// letter that was lost.
fn is_spoilt(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let pair = matches!(before, 'Ã' | 'Â' | 'Ä' | 'Å' | 'Ð' | 'Ñ') && is_continuation(c);
        let three = before == 'â' && matches!(c, '€' | '‚' | '„');
        before = c;
        pair || three || c == '\u{fffd}'
    })
}

/// Whether a character is what windows-1252 or ISO 8859-1 make of a byte behind the first of UTF-8.
const fn is_continuation(c: char) -> bool {
    matches!(
        c,
        '\u{80}'
            ..='\u{bf}'
                | '€'
                | '‚'
                | 'ƒ'
                | '„'
                | '…'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | 'Š'
                | '‹'
                | 'Œ'
                | 'Ž'
                | '‘'
                | '’'
                | '“'
                | '”'
                | '•'
                | '–'
                | '—'
                | '˜'
                | '™'
                | 'š'
                | '›'
                | 'œ'
                | 'ž'
                | 'Ÿ'
    )
}
