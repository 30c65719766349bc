//! What a vCard's properties say: names, numbers, notes, and what our own cards keep of consent.
//!
//! Owns the meaning of a property's value: its parts, its escapes, its preference among others of
//! its name. Knows no bytes and no file.

use std::collections::HashMap;

use super::super::contact_points::too_many;
use super::super::{ImportFields, PhoneType, RoundTripFields};
use crate::domain::text::sanitize;

/// What of a card is used.
pub(super) const USED: [&str; 13] = [
    "FN",
    "N",
    "NICKNAME",
    "ORG",
    "TEL",
    "EMAIL",
    "NOTE",
    "UID",
    "KIND",
    "X-ABLABEL",
    "X-ADDRESSBOOKSERVER-KIND",
    "X-CHECKBACK-NO-CALLS",
    "X-CHECKBACK-NO-MARKETING",
];

/// One property of a card: `item1.TEL;TYPE=CELL:07400 123456`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VcardProperty {
    pub(super) group: String,
    pub(super) name: String,
    /// Its parameters, as written.
    pub(super) about: String,
    pub(super) value: String,
}

/// The parts of a value between semicolons (or another mark) that are not escaped, as they were
/// meant.
fn parts(value: &str, mark: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        let meant = match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (false, c) if c == mark => {
                parts.push(String::new());
                continue;
            }
            (true, 'n' | 'N') => '\n',
            (_, c) => c,
        };
        if escaped && !matches!(c, 'n' | 'N' | ',' | ';' | ':' | '\\') {
            // No escape after all: a path of Windows, in a card of 2.1.
            if let Some(part) = parts.last_mut() {
                part.push('\\');
            }
        }
        escaped = false;
        if let Some(part) = parts.last_mut() {
            part.push(meant);
        }
    }
    parts
}

/// A value of one part, as it was meant.
fn whole(value: &str) -> String {
    parts(value, '\0').concat()
}

/// How far behind those that are preferred a property stands, by its parameters: `PREF=2` behind
/// `PREF=1`, `TYPE=CELL,PREF` and `CELL;PREF`.
fn preference(about: &str) -> u8 {
    let words = about.split([';', ',', '=', '"']);
    let mut after = words.skip_while(|word| word.trim() != "PREF").skip(1);
    match after.next().map(|word| word.trim().parse()) {
        Some(Ok(rank @ 1..=100)) => rank,
        None if !about.ends_with("PREF") => 101,
        _ => 1,
    }
}

/// What a card says.
#[derive(Debug, Default)]
pub(super) struct VcardFields {
    name: String,
    parts: Vec<String>,
    nickname: String,
    firm: String,
    phones: Vec<(String, String, String)>,
    emails: Vec<(String, String)>,
    notes: Vec<String>,
    kept: RoundTripFields,
    id: String,
    /// It is a list of others, and nobody.
    is_group: bool,
    /// What Apple's address book calls the property of a group.
    labels: HashMap<String, String>,
}

impl VcardFields {
    pub(super) fn add_property(&mut self, property: VcardProperty) {
        let VcardProperty {
            group,
            name,
            about,
            value,
        } = property;
        let set = |place: &mut String, value: String| {
            if sanitize(place).is_empty() {
                *place = value;
            }
        };
        match name.as_str() {
            "FN" => set(&mut self.name, whole(&value)),
            "N" if self.parts.iter().all(String::is_empty) => self.parts = parts(&value, ';'),
            "NICKNAME" => set(&mut self.nickname, whole(&value)),
            "ORG" => {
                let firm = parts(&value, ';').into_iter().next().unwrap_or_default();
                set(&mut self.firm, firm);
            }
            "TEL" => self.phones.push((group, about, whole(&value))),
            "EMAIL" => self.emails.push((about, whole(&value))),
            "NOTE" => self.notes.push(whole(&value)),
            "UID" => set(&mut self.id, whole(&value)),
            "KIND" | "X-ADDRESSBOOKSERVER-KIND" => {
                self.is_group |= value.trim().eq_ignore_ascii_case("group");
            }
            // What our own cards say, and nobody may lose on the way.
            "X-CHECKBACK-NO-CALLS" => self.kept.no_calls = whole(&value),
            "X-CHECKBACK-NO-MARKETING" => self.kept.no_marketing = whole(&value),
            "X-ABLABEL" if !group.is_empty() => {
                self.labels.entry(group).or_insert_with(|| whole(&value));
            }
            _ => {}
        }
    }

    fn way(&self, group: &str, about: &str) -> PhoneType {
        match (PhoneType::from_label(about), self.labels.get(group)) {
            (PhoneType::Other, Some(label)) => PhoneType::from_label(label),
            (PhoneType::Other, None) if about.is_empty() => PhoneType::Primary,
            (way, _) => way,
        }
    }

    pub(super) fn brought(mut self) -> Result<ImportFields, String> {
        if self.is_group {
            return Err("the card is a group, not a customer".to_owned());
        }
        self.phones.sort_by_key(|(_, about, _)| preference(about));
        self.emails.sort_by_key(|(about, _)| preference(about));
        let mut brought = ImportFields {
            book: true,
            ..ImportFields::default()
        };
        for (group, about, number) in &self.phones {
            brought
                .phones
                .push((self.way(group, about), number.clone()));
        }
        brought.emails = self
            .emails
            .into_iter()
            .map(|(_, email)| email)
            .filter(|e| !sanitize(e).is_empty())
            .collect();
        // Last, first, middle, before, behind: spoken it is first, middle, last, behind.
        let part = |n: usize| self.parts.get(n).map(|p| sanitize(p)).unwrap_or_default();
        let spoken = [part(1), part(2), part(0), part(4)];
        let spoken: Vec<&str> = spoken
            .iter()
            .map(String::as_str)
            .filter(|p| !p.is_empty())
            .collect();
        let firm = sanitize(&self.firm);
        let names = [
            sanitize(&self.name),
            spoken.join(" "),
            firm.clone(),
            sanitize(&self.nickname),
        ];
        let name = names.into_iter().find(|n| !n.is_empty());
        brought.typed.name = name.unwrap_or_default();
        if firm != brought.typed.name {
            brought.company = firm;
        }
        brought.kept = self.kept;
        brought.typed.note = self.notes.join("\n");
        let id = sanitize(&self.id);
        brought.source = Some(id)
            .filter(|id| !id.is_empty())
            .map(|id| format!("vcard:{id}"));
        let reachable = !brought.emails.is_empty()
            || brought.phones.iter().any(|(_, p)| !sanitize(p).is_empty());
        if brought.typed.name.is_empty() && !reachable {
            return Err(
                "the card names nobody: it has no name, no number and no e-mail".to_owned(),
            );
        }
        too_many(&brought.phones, &brought.emails).map_or(Ok(brought), Err)
    }
}
