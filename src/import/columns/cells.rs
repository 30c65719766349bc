//! A row's cells under the roles of their columns: the fields they make up.
//!
//! Owns how a name is put together from its parts, what becomes of a firm beside it, and how a thing
//! is named by its make, model and plate.

use super::super::consent::{self, ConsentTopic};
use super::super::firms::is_firm;
use super::super::{ImportFields, PhoneType, RoundTripFields};
use super::figures;
use super::layouts::{ColumnRole, ImportLayout};
use crate::domain::import_merge::source;
use crate::domain::text::{fold_for_search, sanitize, words};
use crate::domain::validation::RawFields;

/// A row's cells by role.
#[derive(Debug, Default)]
pub(super) struct ColumnCells {
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
    pub(super) kept: RoundTripFields,
    /// Words for the card that no field has.
    pub(super) card_text: Vec<String>,
    /// Remarks for whoever imports.
    pub(super) remarks: Vec<String>,
    pub(super) deceased: bool,
}

impl ColumnCells {
    pub(super) fn assign_cell(&mut self, role: ColumnRole, cell: &str) {
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
            ColumnRole::Extension => self.extension(cell),
            ColumnRole::Deceased => self.deceased |= !consent::is_no(cell),
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
            ColumnRole::Detail(detail) => self.typed.details.add(detail, cell),
            ColumnRole::NoMarketing => set(&mut self.kept.no_marketing),
            ColumnRole::NoMarketingBy => set(&mut self.kept.no_marketing_by),
            ColumnRole::NoCalls => set(&mut self.kept.no_calls),
            ColumnRole::NoCallsBy => set(&mut self.kept.no_calls_by),
            ColumnRole::WrongNumber => set(&mut self.kept.wrong_number),
            ColumnRole::Added => set(&mut self.kept.added),
            // What is said yes or no to is the map's to tell: it knows the column's name.
            ColumnRole::Consent(_) => {}
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

    /// They said no; of several the first is kept.
    pub(super) fn refused(&mut self, topic: ConsentTopic, since: &str) {
        let place = match topic {
            ConsentTopic::Calls => &mut self.kept.no_calls,
            ConsentTopic::Marketing => &mut self.kept.no_marketing,
        };
        if place.is_empty() || consent::is_no(place) {
            since.clone_into(place);
        }
    }

    /// An extension in a column of its own belongs to the number before it.
    fn extension(&mut self, cell: &str) {
        let digits = sanitize(figures(cell));
        let is_one = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        match self.phones.last_mut() {
            Some((_, number)) if is_one => *number = format!("{number} x{digits}"),
            _ => self.card_text.push(format!("extension {digits}")),
        }
    }

    /// `lasts` says whether the file has a column for the last name, `book` whether it is an address
    /// book.
    pub(super) fn brought(
        mut self,
        layout: Option<&ImportLayout>,
        book: bool,
        lasts: bool,
    ) -> ImportFields {
        self.numbered.sort_by_key(|(n, _)| *n);
        for (n, number) in std::mem::take(&mut self.numbered) {
            let kind = self.kinds.iter().find(|(of, _)| *of == n);
            self.phones
                .push((kind.map_or(PhoneType::Other, |(_, way)| *way), number));
        }
        self.deferred();
        self.name(lasts);
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
                let program = layout.map_or(source::UNKNOWN, |layout| layout.mark);
                format!("{program}:{id}")
            }),
            book,
            kept: self.kept,
            card_text: self.card_text,
            remarks: self.remarks,
        }
    }

    /// A firm in the column of the last name is the firm of whoever the first name names.
    fn firm_as_last_name(&mut self) {
        let first = self
            .parts
            .first()
            .is_some_and(|part| !sanitize(part).is_empty());
        if let Some(last) = self.parts.get_mut(2)
            && first
            && is_firm(last)
            && sanitize(&self.company).is_empty()
        {
            self.company = std::mem::take(last);
        }
    }

    /// The name: whole, or from its parts. Where both are there and differ, the parts are the person,
    /// and the whole is a firm or another way to write them: it goes on the card.
    fn name(&mut self, lasts: bool) {
        self.firm_as_last_name();
        let parts = joined(&self.parts);
        let whole = sanitize(&self.typed.name);
        if whole.is_empty() {
            self.typed.name = parts;
            return;
        }
        let there = words(&fold_for_search(&whole));
        let in_parts = words(&fold_for_search(&parts));
        if in_parts.iter().all(|word| there.contains(word)) {
            return;
        }
        // “Name” next to a first name is the last name.
        let shares = in_parts.iter().any(|word| there.contains(word));
        if !lasts && !shares && !is_firm(&whole) {
            let first = self.parts.first().map(|part| sanitize(part));
            self.typed.name = format!("{} {whole}", first.unwrap_or_default());
            return;
        }
        self.typed.name = parts;
        if there.iter().all(|word| in_parts.contains(word)) {
            return;
        }
        if sanitize(&self.company).is_empty() {
            self.company = whole;
        } else if sanitize(&self.company) != whole {
            self.card_text.push(whole);
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
