//! What a vCard's properties say: names, numbers, notes, and what our own cards keep of consent.
//!
//! Owns the meaning of a property's value: its parts, its escapes, its preference among others of
//! its name. Knows no bytes and no file.

use std::collections::HashMap;

use super::super::columns::HeaderName;
use super::super::consent::{self, ConsentTopic};
use super::super::contact_points::too_many;
use super::super::firms::is_firm;
use super::super::{ImportFields, PhoneType, RoundTripFields};
use crate::domain::customer_detail::{CustomerDetail, DetailTexts};
use crate::domain::import_merge::source;
use crate::domain::text::{sanitize, truncate};

/// What of a card is used.
const USED: [&str; 19] = [
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
    "CATEGORIES",
    "PRODID",
    "DEATHDATE",
    "X-DEATHDATE",
    "X-ABSHOWAS",
    "X-CHECKBACK-ITEM",
    "X-CHECKBACK-NO-CALLS",
    "X-CHECKBACK-NO-MARKETING",
];

/// Properties whose digits are no telephone number.
const OF_DIGITS: [&str; 14] = [
    "REV",
    "BDAY",
    "ANNIVERSARY",
    "GEO",
    "TZ",
    "VERSION",
    "UID",
    "URL",
    "ADR",
    "LABEL",
    "BIRTHDATE",
    "CREATED",
    "IMPP",
    "CLIENTPIDMAP",
];

/// Whether a property of a card is used.
pub(super) fn is_used(name: &str) -> bool {
    USED.contains(&name) || CustomerDetail::of_vcard(name).is_some()
}

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

/// The customer's id in one of our shops, as a card of ours has it.
fn own_source(id: &str) -> Option<String> {
    let own = id.strip_prefix("customer-")?.strip_suffix("@checkback")?;
    Some(format!("{}:{own}", source::OURS))
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
    details: DetailTexts,
    id: String,
    /// The things of theirs, in a card of ours.
    items: Vec<String>,
    categories: Vec<String>,
    died: Option<String>,
    ours: bool,
    remarks: Vec<String>,
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
            "X-CHECKBACK-ITEM" => self.items.push(whole(&value)),
            "PRODID" => self.ours |= value.contains("//Checkback//"),
            "CATEGORIES" => self.categories.extend(parts(&value, ',')),
            "DEATHDATE" | "X-DEATHDATE" => self.died = Some(sanitize(&value)),
            "X-ABLABEL" if !group.is_empty() => {
                self.labels.entry(group).or_insert_with(|| whole(&value));
            }
            _ => {
                if let Some(detail) = CustomerDetail::of_vcard(&name) {
                    self.details.add(detail, &whole(&value));
                }
            }
        }
    }

    /// A line that has no colon, and begins like one of ours: it is left out, and that is said.
    pub(super) fn unread(&mut self, line: u64, bytes: &[u8]) {
        let text = sanitize(&String::from_utf8_lossy(bytes));
        let name = text.split([' ', ';', '=']).next().unwrap_or_default();
        let name = name.to_ascii_uppercase();
        if is_used(&name) && name.len() < text.len() {
            let text = truncate(&text, 40);
            self.remarks.push(format!(
                "“{text}” on line {line} has no colon, and was left out"
            ));
        }
    }

    /// A property nobody knows: a number under it is taken where its name says so, else it is named.
    pub(super) fn add_unknown(&mut self, property: VcardProperty) {
        let VcardProperty {
            group,
            name,
            about,
            value,
        } = property;
        let text = whole(&value);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let plain = text
            .chars()
            .all(|c| c.is_ascii_digit() || " +-()./".contains(c));
        let date = text
            .trim_start_matches(['-', '+'])
            .split(['-', '.', '/'])
            .count()
            == 3
            && digits <= 8;
        let messenger = [
            "ICQ", "AIM", "MSN", "SKYPE", "QQ", "JABBER", "-ID", "GROUP", "GADUGADU",
        ];
        let other =
            OF_DIGITS.contains(&name.as_str()) || messenger.iter().any(|m| name.contains(m));
        if other || !plain || !(7..=15).contains(&digits) || date {
            return;
        }
        let called = if group.is_empty() {
            name.clone()
        } else {
            format!("{group}.{name}")
        };
        let header = HeaderName::new(&called.replace('-', " ").to_lowercase());
        if header.says_any("phone tel mobil cell handy fax") {
            let label = format!("{called};{about}");
            self.phones.push((String::new(), label, text));
        } else {
            let (called, text) = (
                truncate(&sanitize(&called), 30),
                truncate(&sanitize(&text), 30),
            );
            self.remarks.push(format!(
                "{called} “{text}” looks like a number, and was left out"
            ));
        }
    }

    /// The name in its parts, as it is spoken. Old cards escape the marks between the parts too.
    fn spoken(&self) -> String {
        let mut parts = self.parts.clone();
        let filled = parts
            .iter()
            .filter(|part| !sanitize(part).is_empty())
            .count();
        if let [first, ..] = parts.as_slice()
            && filled == 1
            && first.contains(';')
        {
            parts = first.split(';').map(str::to_owned).collect();
        }
        // Last, first, middle, before, behind: spoken it is first, middle, last, behind.
        let part = |n: usize| parts.get(n).map(|p| sanitize(p)).unwrap_or_default();
        let spoken = [part(1), part(2), part(0), part(4)];
        let spoken: Vec<&str> = spoken
            .iter()
            .map(String::as_str)
            .filter(|p| !p.is_empty())
            .collect();
        spoken.join(" ")
    }

    /// What a card of ours has in its note for whoever reads it elsewhere is no note here.
    fn notes(&self) -> String {
        let known = |line: &str| {
            let line = sanitize(line);
            self.ours
                && (self.items.iter().any(|item| sanitize(item) == line)
                    || ["No calls.", "No marketing.", "Wrong number."].contains(&line.as_str()))
        };
        let lines = self.notes.iter().flat_map(|note| note.lines());
        let lines: Vec<&str> = lines.filter(|line| !known(line)).collect();
        lines.join("\n")
    }

    fn way(&self, group: &str, about: &str) -> PhoneType {
        match (PhoneType::from_label(about), self.labels.get(group)) {
            (PhoneType::Other, Some(label)) => PhoneType::from_label(label),
            (PhoneType::Other, None) if about.is_empty() => PhoneType::Primary,
            (way, _) => way,
        }
    }

    /// A “no” among the tags of a card.
    fn keep_tags(&mut self) {
        for tag in &self.categories {
            match consent::tag(tag) {
                Some(ConsentTopic::Calls) if self.kept.no_calls.is_empty() => {
                    "yes".clone_into(&mut self.kept.no_calls);
                }
                Some(ConsentTopic::Marketing) if self.kept.no_marketing.is_empty() => {
                    "yes".clone_into(&mut self.kept.no_marketing);
                }
                _ => {}
            }
        }
    }

    /// What a card of ours names beside the first thing of theirs.
    pub(super) fn more_items(&self) -> Vec<String> {
        self.items.iter().skip(1).cloned().collect()
    }

    pub(super) fn brought(mut self) -> Result<ImportFields, String> {
        if self.is_group {
            return Err("the card is a group, not a customer".to_owned());
        }
        let (spoken, notes) = (self.spoken(), self.notes());
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
        brought.emails = std::mem::take(&mut self.emails)
            .into_iter()
            .map(|(_, email)| email)
            .filter(|e| !sanitize(e).is_empty())
            .collect();
        let firm = sanitize(&self.firm);
        let mut whole = sanitize(&self.name);
        // A firm's name on the card of a person: the person is in the parts.
        if !spoken.is_empty() && whole != spoken && (is_firm(&whole) || whole == firm) {
            brought.company.clone_from(&whole);
            whole.clone_from(&spoken);
        }
        let names = [whole, spoken, firm.clone(), sanitize(&self.nickname)];
        let name = names.into_iter().find(|n| !n.is_empty());
        brought.typed.name = name.unwrap_or_default();
        if firm != brought.typed.name && !firm.is_empty() {
            brought.company = firm;
        }
        self.keep_tags();
        if let Some(died) = &self.died {
            let died = truncate(died, 20);
            let name = truncate(&brought.typed.name, 40);
            return Err(format!("“{name}” died ({died}): nobody is rung"));
        }
        brought.kept = self.kept;
        brought.typed.details = self.details;
        brought.typed.note = notes;
        brought.typed.item = self.items.into_iter().next().unwrap_or_default();
        brought.remarks = self.remarks;
        let id = sanitize(&self.id);
        brought.source = Some(id)
            .filter(|id| !id.is_empty())
            .map(|id| own_source(&id).unwrap_or_else(|| format!("vcard:{id}")));
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
