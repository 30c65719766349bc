//! Column mapping: which column of a file is which of ours, by their names in any order.
//!
//! Owns the layouts of other programs' files (`layouts` holds the tables) and the mapping from a
//! row's cells to fields. The contents of a cell belong to `contact_points` and the domain.

mod layouts;

use super::contact_points::too_many;
use super::csv::CsvRecord;
use super::{ImportError, ImportField, ImportFields, PhoneType, RoundTripFields};
use crate::domain::formula_guard::unescape_formula;
use crate::domain::text::{fold_for_search, sanitize, truncate};
use crate::domain::validation::RawFields;
use layouts::{ColumnRole, ImportLayout};

/// The mapping of a file's columns.
#[derive(Debug, Clone)]
pub struct ColumnMap {
    layout: Option<&'static ImportLayout>,
    /// Whether it is an address book, in which a bad number is no reason to skip a customer.
    book: bool,
    uses: Vec<(usize, ColumnRole)>,
    names: Vec<String>,
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
        if columns.name_somebody() {
            return Ok(columns);
        }
        Err(ImportError::NoNameColumn {
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
            uses.push((at, ColumnRole::of(*field)));
        }
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let layout = layouts::of(&keys, &names);
        let mapped = map.len();
        let taken = |uses: &[(usize, ColumnRole)], at: usize, role: ColumnRole| {
            uses.iter().take(mapped).any(|(a, _)| *a == at)
                || (!role.is_many() && uses.iter().any(|(_, r)| *r == role))
        };
        for (at, key) in keys.iter().enumerate() {
            if let Some(role) = layouts::role(key, layout)
                && !taken(&uses, at, role)
            {
                uses.push((at, role));
            }
        }
        // Columns of the same role go by position, those named in `map` first.
        if let Some(by_name) = uses.get_mut(mapped..) {
            by_name.sort_by_key(|(at, _)| *at);
        }
        // A file with our own columns gets our own error messages, as on the command line.
        let ours = |(at, _): &(usize, ColumnRole)| {
            let key = keys.get(*at).map(String::as_str).unwrap_or_default();
            ImportField::ALL.iter().any(|field| field.word() == key)
        };
        let foreign = layout.is_none() && !uses.iter().all(ours);
        Ok(Self {
            book: foreign || layout.is_some_and(|layout| layout.book),
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

    /// Whether some layout knows a column name.
    pub(super) fn knows(name: &str) -> bool {
        let key = key(&sanitize(plain(name)));
        layouts::role(&key, None).is_some() || layouts::is_telling(&key)
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
            if !cell.trim().is_empty() {
                row.assign_cell(*role, cell);
            }
        }
        let brought = row.brought(self.layout, self.book);
        too_many(&brought.phones, &brought.emails).map_or(Ok(brought), Err)
    }
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

/// A row's cells by role.
#[derive(Debug, Default)]
struct ColumnCells {
    typed: RawFields,
    parts: [String; 4],
    company: String,
    spare: String,
    thing: [String; 4],
    phones: Vec<(PhoneType, String)>,
    /// The phone type in the column next to a number, by the pair's number.
    kinds: Vec<(u8, PhoneType)>,
    numbered: Vec<(u8, String)>,
    emails: Vec<String>,
    source: Option<String>,
    deferred: Option<String>,
    noted: Vec<String>,
    kept: RoundTripFields,
}

impl ColumnCells {
    fn assign_cell(&mut self, role: ColumnRole, cell: &str) {
        let set = |place: &mut String| {
            if place.is_empty() {
                cell.clone_into(place);
            }
        };
        match role {
            ColumnRole::Name => set(&mut self.typed.name),
            ColumnRole::NamePart(n) => self.parts.get_mut(usize::from(n)).into_iter().for_each(set),
            ColumnRole::ItemPart(n) => self.thing.get_mut(usize::from(n)).into_iter().for_each(set),
            ColumnRole::Company => set(&mut self.company),
            ColumnRole::FallbackName => set(&mut self.spare),
            ColumnRole::Phone(way) => self.phones.push((way, figures(cell).to_owned())),
            ColumnRole::PhoneOf(n) => self.numbered.push((n, figures(cell).to_owned())),
            ColumnRole::KindOf(n) => self.kinds.push((n, PhoneType::from_label(cell))),
            ColumnRole::Email => self.emails.push(cell.to_owned()),
            ColumnRole::Contact => self.contact(cell),
            ColumnRole::Source => {
                let id = sanitize(figures(cell));
                self.source.get_or_insert(id);
            }
            ColumnRole::Item => set(&mut self.typed.item),
            ColumnRole::Kind => set(&mut self.typed.kind),
            ColumnRole::About => set(&mut self.typed.about),
            ColumnRole::Severity => set(&mut self.typed.severity),
            ColumnRole::Quote => set(&mut self.typed.quote),
            ColumnRole::Due => set(&mut self.typed.due),
            ColumnRole::Promise => set(&mut self.typed.promise),
            ColumnRole::Owner => set(&mut self.typed.owner),
            ColumnRole::Note => set(&mut self.typed.note),
            ColumnRole::Deferred => self.deferred = Some(sanitize(cell)),
            ColumnRole::LabelledNote(words) => {
                self.noted.push(format!("{words} {}", sanitize(cell)));
            }
            ColumnRole::Hours => set(&mut self.kept.hours),
            ColumnRole::NoMarketing => set(&mut self.kept.no_marketing),
            ColumnRole::NoMarketingBy => set(&mut self.kept.no_marketing_by),
            ColumnRole::NoCalls => set(&mut self.kept.no_calls),
            ColumnRole::NoCallsBy => set(&mut self.kept.no_calls_by),
            ColumnRole::WrongNumber => set(&mut self.kept.wrong_number),
            ColumnRole::Added => set(&mut self.kept.added),
        }
    }

    /// Splits a cell that holds a number, an address, or both.
    fn contact(&mut self, cell: &str) {
        let (emails, others): (Vec<&str>, Vec<&str>) = cell
            .split([',', ';', '\n', ' '])
            .filter(|w| !w.is_empty())
            .partition(|word| word.contains('@'));
        self.emails.extend(emails.into_iter().map(str::to_owned));
        if !others.is_empty() {
            self.phones.push((PhoneType::Other, others.join(" ")));
        }
    }

    fn brought(mut self, layout: Option<&ImportLayout>, book: bool) -> ImportFields {
        self.numbered.sort_by_key(|(n, _)| *n);
        for (n, number) in std::mem::take(&mut self.numbered) {
            let kind = self.kinds.iter().find(|(of, _)| *of == n);
            self.phones
                .push((kind.map_or(PhoneType::Other, |(_, way)| *way), number));
        }
        self.deferred();
        // “Name” next to a first name is the last name.
        let first = self
            .parts
            .first()
            .map(|part| sanitize(part))
            .unwrap_or_default();
        let name = sanitize(&self.typed.name);
        if name.is_empty() {
            self.typed.name = joined(&self.parts);
        } else if !first.is_empty() && !fold_for_search(&name).contains(&fold_for_search(&first)) {
            self.typed.name = format!("{first} {name}");
        }
        if sanitize(&self.typed.name).is_empty() {
            self.typed.name = std::mem::take(&mut self.company);
        }
        if book && sanitize(&self.typed.name).is_empty() {
            self.typed.name = std::mem::take(&mut self.spare);
        }
        // "Renault Clio" in one column and its plate in another are one item.
        let told = fold_for_search(&self.typed.item);
        let mut thing = vec![std::mem::take(&mut self.typed.item)];
        let more = |part: &String| !told.contains(&fold_for_search(&sanitize(part)));
        thing.extend(self.thing.into_iter().filter(more));
        self.typed.item = joined(&thing);
        if !self.noted.is_empty() {
            let mut note: Vec<String> = vec![self.typed.note];
            note.retain(|n| !n.is_empty());
            note.append(&mut self.noted);
            self.typed.note = note.join("; ");
        }
        ImportFields {
            typed: self.typed,
            phones: self.phones,
            emails: self.emails,
            company: sanitize(&self.company),
            source: self.source.filter(|id| !id.is_empty()).map(|id| {
                let program = layout.map_or("file", |layout| layout.mark);
                format!("{program}:{id}")
            }),
            book,
            kept: self.kept,
        }
    }

    /// Turns a count of deferred services, or their names, into a finding.
    fn deferred(&mut self) {
        let Some(deferred) = self.deferred.take() else {
            return;
        };
        let about = match deferred.parse::<u32>() {
            Ok(0) => return,
            Ok(1) => "1 deferred service".to_owned(),
            Ok(n) => format!("{n} deferred services"),
            Err(_) => deferred,
        };
        if self.typed.about.is_empty() {
            self.typed.about = about;
            "finding".clone_into(&mut self.typed.kind);
        }
    }
}

/// The non-empty parts, joined by spaces.
fn joined(parts: &[String]) -> String {
    let there: Vec<String> = parts.iter().map(|p| sanitize(p)).collect();
    let there: Vec<&str> = there
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    there.join(" ")
}

#[cfg(test)]
mod tests;
