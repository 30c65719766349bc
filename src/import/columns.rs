//! Column mapping: which column of a file is which of ours, by their names in any order.
//!
//! Owns the layouts of other programs' files (`layouts` holds the tables) and the mapping from a
//! row's cells to fields. The contents of a cell belong to `contact_points` and the domain.

mod cells;
mod dates;
mod header_name;
mod header_roles;
mod layouts;
mod row_remarks;

use super::consent::{self, ConsentColumn, ConsentTopic};
use super::contact_points::too_many;
use super::csv::CsvRecord;
use super::{ImportError, ImportField, ImportFields};
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::formula_guard::unescape_formula;
use crate::domain::import_merge::source;
use crate::domain::text::{fold_for_search, sanitize, truncate};
use cells::ColumnCells;
pub(super) use dates::{DateColumn, read_figures};
pub(super) use header_name::{HeaderName, is_one_of};
use layouts::{ColumnRole, ImportLayout};

/// The mapping of a file's columns.
#[derive(Debug, Clone)]
pub struct ColumnMap {
    layout: Option<&'static ImportLayout>,
    /// Whether it is an address book, in which a bad number is no reason to skip a customer.
    book: bool,
    uses: Vec<(usize, ColumnRole)>,
    names: Vec<String>,
    /// Whether a column holds the last name.
    lasts: bool,
    /// The shop or program the file comes from, where it was named.
    comes_from: Option<String>,
    /// How the columns of dates are read, where that was found out.
    dates: Vec<DateColumn>,
    /// Unmapped columns that had a non-empty cell so far.
    filled: Vec<bool>,
}

impl ColumnMap {
    /// Maps the columns by the header row; `map` overrides their names.
    ///
    /// # Errors
    /// If `map` names a column that is missing, or if no column holds a name.
    pub(super) fn from_header(
        header: &CsvRecord,
        map: &[(ImportField, String)],
    ) -> Result<Self, ImportError> {
        let columns = Self::as_far_as_known(header, map)?;
        if columns.name_somebody() || columns.is_of_numbers() {
            return Ok(columns);
        }
        if header.iter().any(is_no_header) {
            return Err(ImportError::NoHeader);
        }
        Err(ImportError::NoNameColumn {
            offered: columns
                .unknown()
                .first()
                .map_or("COLUMN".to_owned(), |name| {
                    let shown = truncate(name, 40);
                    if shown.contains(' ') {
                        format!("\"{shown}\"")
                    } else {
                        shown
                    }
                }),
            there: columns.there(),
        })
    }

    /// Maps the columns like `from_header`, but accepts a header without a name column.
    pub(super) fn as_far_as_known(
        header: &CsvRecord,
        map: &[(ImportField, String)],
    ) -> Result<Self, ImportError> {
        let names: Vec<String> = header.iter().map(|cell| sanitize(plain(cell))).collect();
        let mut uses: Vec<(usize, ColumnRole)> = Vec::new();
        for (field, column) in map {
            let at = names.iter().position(|name| same(name, column));
            let at = at.ok_or_else(|| ImportError::NoSuchColumn {
                asked: sanitize(column),
                there: listed(&names),
            })?;
            uses.push((at, ColumnRole::of(*field, column)));
        }
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let layout = layouts::of(&keys, &names);
        add_roles(&mut uses, &names, &keys, layout);
        // A file with our own columns gets our own error messages, as on the command line.
        let ours = |(at, _): &(usize, ColumnRole)| {
            let key = keys.get(*at).map(String::as_str).unwrap_or_default();
            ImportField::all().any(|field| field.word() == key)
                || CustomerDetail::ALL
                    .iter()
                    .any(|detail| detail.word() == key)
        };
        let foreign = layout.is_none() && !uses.iter().all(ours);
        let nameless = !uses.iter().any(|(_, role)| role.names_somebody());
        let has = |role| uses.iter().any(|(_, r)| *r == role);
        Ok(Self {
            book: foreign || nameless || layout.is_some_and(|layout| layout.book),
            lasts: has(ColumnRole::NamePart(2)),
            comes_from: None,
            dates: Vec::new(),
            layout,
            filled: vec![false; names.len()],
            uses,
            names,
        })
    }

    /// The column names, for a message.
    fn there(&self) -> String {
        listed(&self.names)
    }

    /// Whether some column holds a name.
    #[must_use]
    pub fn name_somebody(&self) -> bool {
        self.uses.iter().any(|(_, role)| role.names_somebody())
    }

    /// Whether it is a list of numbers or addresses without names: each of its columns is known, and
    /// one of them reaches somebody. The number stands for the name then.
    fn is_of_numbers(&self) -> bool {
        let reach = |(_, role): &(usize, ColumnRole)| role.reaches_somebody();
        self.unknown().is_empty() && self.uses.iter().any(reach)
    }

    /// Whether a column name is known.
    pub(super) fn knows(name: &str) -> bool {
        let name = sanitize(plain(name));
        let key = key(&name);
        layouts::role(&key, None).is_some()
            || layouts::is_telling(&key)
            || header_roles::role(&HeaderName::new(&name)).is_some()
    }

    /// Whether a column name says whom or what number the column holds.
    pub(super) fn reaches(name: &str) -> bool {
        let name = sanitize(plain(name));
        let role = layouts::role(&key(&name), None);
        let role = role.or_else(|| header_roles::role(&HeaderName::new(&name)));
        role.is_some_and(|role| role.names_somebody() || role.reaches_somebody())
    }

    /// The program whose layout the file has, if known.
    #[must_use]
    pub fn layout(&self) -> Option<&'static str> {
        self.layout.map(|layout| layout.name)
    }

    /// The column names, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The role of a column, by its position.
    #[must_use]
    pub fn taken_for(&self, column: usize) -> Option<&'static str> {
        let of_use = self.uses.iter().find(|(at, _)| *at == column);
        of_use.map(|(_, role)| role.word())
    }

    /// The unmapped columns.
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        self.left(|_| true)
    }

    /// The unmapped columns that had a non-empty cell so far.
    #[must_use]
    pub fn left_out(&self) -> Vec<&str> {
        self.left(|at| self.filled.get(at).copied().unwrap_or(false))
    }

    fn left(&self, wanted: impl Fn(usize) -> bool) -> Vec<&str> {
        let unknown =
            self.names.iter().enumerate().filter(|(at, name)| {
                !name.is_empty() && self.taken_for(*at).is_none() && wanted(*at)
            });
        unknown.map(|(_, name)| name.as_str()).collect()
    }

    /// The columns of dates, and those whose cells name somebody.
    pub(super) fn surveyed(&self, column: usize) -> SurveyedColumn {
        match self.uses.iter().find(|(at, _)| *at == column) {
            None => SurveyedColumn::Unknown,
            Some((_, role)) if role.is_date() => SurveyedColumn::Date,
            Some((_, role)) if role.names_somebody() => SurveyedColumn::Name,
            Some((_, role)) if role.is_number() => SurveyedColumn::Number,
            Some(_) => SurveyedColumn::Other,
        }
    }

    /// The mark of the program that numbers the customers of the file, where it does; our own numbers are
    /// one shop's anyhow.
    pub(super) fn numbered_by(&self) -> Option<&'static str> {
        let mark = self.layout.map_or(source::UNKNOWN, |layout| layout.mark);
        let mut roles = self.uses.iter().map(|(_, role)| *role);
        let numbered = roles.any(|role| role == ColumnRole::Source);
        Some(mark).filter(|mark| numbered && *mark != source::OURS)
    }

    /// Names the shop or program the file comes from: the numbers it gives its customers are its own.
    pub(super) fn come_from(&mut self, name: Option<String>) {
        let bare = name.map(|name| sanitize(&name).replace(':', " "));
        self.comes_from = bare.filter(|name| !name.is_empty());
    }

    /// Has the columns of dates read as they were found to be written.
    pub(super) fn read_dates_as(&mut self, dates: Vec<DateColumn>) {
        self.dates = dates;
    }

    /// The fields of a row.
    pub(super) fn row(&mut self, record: &CsvRecord) -> Result<ImportFields, String> {
        let width = self.names.len();
        if record
            .iter()
            .skip(width)
            .any(|cell| !sanitize(cell).is_empty())
        {
            return Err(format!(
                "has {} cells where the first line names {width} columns: put a cell with the \
                 separator in it between quotation marks",
                record.len(),
            ));
        }
        for (at, filled) in self.filled.iter_mut().enumerate().filter(|(_, f)| !**f) {
            *filled = record.get(at).is_some_and(|cell| !cell.trim().is_empty());
        }
        let mut row = ColumnCells::default();
        for (at, role) in &self.uses {
            let cell = record.get(*at).map(plain).unwrap_or_default();
            if cell.trim().is_empty() {
                continue;
            }
            match role {
                ColumnRole::Consent(column) => self.consent(*at, *column, cell, &mut row),
                // “SMS: no” is an answer, where other programs have a number.
                ColumnRole::Phone(_)
                    if cell.contains(char::is_alphabetic)
                        && (consent::is_no(cell) || consent::is_yes(cell)) =>
                {
                    if self.names.get(*at).is_some_and(|name| key(name) == "sms") {
                        let permission = ConsentColumn::Permission(ConsentTopic::Marketing);
                        self.consent(*at, permission, cell, &mut row);
                    }
                }
                role if role.is_date() => {
                    let (cell, said) = dates::rewritten(&self.dates, *at, cell);
                    row.remarks
                        .extend(said.map(|said| format!("{} {said}", role.word())));
                    row.assign_cell(*role, &cell);
                }
                role => row.assign_cell(*role, cell),
            }
        }
        self.tags(record, &mut row);
        row.remarks.extend(row_remarks::unseen(record));
        row.remarks.extend(row_remarks::mended(record));
        if row.deceased {
            return Err("is marked as deceased: nobody is rung".to_owned());
        }
        let mut brought = row.brought(self.layout, self.book, self.lasts);
        if let (Some(source), Some(name)) = (&mut brought.source, &self.comes_from) {
            *source = format!("{name}/{source}");
        }
        too_many(&brought.phones, &brought.emails).map_or(Ok(brought), Err)
    }
}

/// What a survey of a file looks for in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SurveyedColumn {
    /// It is none of ours.
    Unknown,
    /// It holds a name, or a part of one.
    Name,
    /// It holds numbers.
    Number,
    /// It holds dates.
    Date,
    /// It holds something else.
    Other,
}

/// Adds the roles that the columns have by their names, behind those that were asked for.
fn add_roles(
    uses: &mut Vec<(usize, ColumnRole)>,
    names: &[String],
    keys: &[String],
    layout: Option<&'static ImportLayout>,
) {
    let mapped = uses.len();
    let taken = |uses: &[(usize, ColumnRole)], at: usize, role: ColumnRole| {
        // A column that is asked to be the name is its number too, where it is one.
        uses.iter()
            .take(mapped)
            .any(|(a, r)| *a == at && !(*r == ColumnRole::Name && role.reaches_somebody()))
            || (!role.is_many() && uses.iter().any(|(_, r)| *r == role))
    };
    for (at, key) in keys.iter().enumerate() {
        if let Some(role) = layouts::role(key, layout)
            && !taken(uses, at, role)
        {
            uses.push((at, role));
        }
    }
    // What no table has is told by its words, behind all that one has.
    let tables = uses.len();
    for (at, name) in names.iter().enumerate() {
        if uses.iter().all(|(of, _)| *of != at)
            && let Some(role) = header_roles::role(&HeaderName::new(name))
            && !taken(uses, at, role)
        {
            uses.push((at, role));
        }
    }
    drop_dates_of_nothing(uses, tables);
    name_the_owner(uses);
    // Columns of the same role go by position, those named in `map` first.
    if let Some(by_name) = uses.get_mut(mapped..) {
        by_name.sort_by_key(|(at, _)| *at);
    }
}

/// A due date is no due date where nothing says what is due: the column's words alone do not make one.
fn drop_dates_of_nothing(uses: &mut Vec<(usize, ColumnRole)>, tables: usize) {
    let about =
        |(_, role): &(usize, ColumnRole)| matches!(role, ColumnRole::About | ColumnRole::Deferred);
    if !uses.iter().any(about) {
        let mut n = 0;
        uses.retain(|(_, role)| {
            n += 1;
            n <= tables || *role != ColumnRole::Due
        });
    }
}

/// “Owner” is whose call it is in our own files, and the customer where nobody else is named.
fn name_the_owner(uses: &mut [(usize, ColumnRole)]) {
    if !uses.iter().any(|(_, role)| role.names_somebody())
        && let Some((_, role)) = uses.iter_mut().find(|(_, role)| *role == ColumnRole::Owner)
    {
        *role = ColumnRole::Name;
    }
}

/// Whether a cell of the first line is a number or an address: then that line is somebody, and names
/// no columns.
fn is_no_header(cell: &str) -> bool {
    let cell = sanitize(cell);
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 7 && !cell.contains(char::is_alphabetic) || cell.contains('@') && cell.contains('.')
}

fn listed(names: &[String]) -> String {
    let shown = |n: &String| format!("“{}”", truncate(n, 40));
    names.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// Whether two column names are equal, ignoring case.
pub(super) fn same(a: &str, b: &str) -> bool {
    sanitize(a).to_lowercase() == sanitize(b).to_lowercase()
}

/// A column name as the tables have it: folded, letters and digits only.
fn key(name: &str) -> String {
    fold_for_search(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// A cell without the prefix that keeps a spreadsheet from taking it for a formula or an amount.
fn plain(cell: &str) -> &str {
    let quoted = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"'));
    quoted.unwrap_or_else(|| unescape_formula(cell))
}

/// A number without the guard that keeps its leading zero.
fn figures(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests;
