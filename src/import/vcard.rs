//! vCard 2.1, 3.0 and 4.0: cards of an address book, one at a time.
//!
//! RFC 2426, RFC 6350 (<https://www.rfc-editor.org/rfc/rfc6350>) and what telephones really write.
//! Owns the way from bytes to a card's lines: folding may fall in the middle of a character, each
//! line may have a charset of its own, a photo is stepped over and never held, a card within a card
//! is no customer, and one without an end ends where the next begins.

mod unfolded_lines;

use std::collections::HashMap;
use std::io::{self, Read};

use encoding_rs::{Encoding, WINDOWS_1252};

use super::contact_points::too_many;
use super::{ImportError, ImportFields, ImportRecord, PhoneType, RoundTripFields};
use crate::domain::text::sanitize;
use unfolded_lines::UnfoldedLines;

/// How many bytes a card may have of what is used: it is a name and some numbers.
const LONGEST: usize = 256 * 1024;

/// What of a card is used.
const USED: [&str; 13] = [
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

/// What is stepped over wherever it stands.
const SKIPPED: [&str; 5] = ["PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"];

/// A file of cards, read as it is asked for.
pub struct VcardReader {
    lines: UnfoldedLines<Box<dyn Read>>,
    /// What a line is written in that is no UTF-8 and does not say.
    otherwise: &'static Encoding,
    guessed: bool,
    /// A card that began where the one before had no end.
    begun: Option<u64>,
    first: Option<ImportRecord>,
}

/// One property of a card: `item1.TEL;TYPE=CELL:07400 123456`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct VcardProperty {
    group: String,
    name: String,
    /// Its parameters, as written.
    about: String,
    value: String,
}

impl VcardReader {
    /// Begins with a file's bytes.
    ///
    /// # Errors
    /// What could not be read, or a file without a card.
    pub fn open(bytes: Box<dyn Read>, otherwise: &'static Encoding) -> Result<Self, ImportError> {
        let otherwise = if otherwise == encoding_rs::UTF_8 {
            WINDOWS_1252
        } else {
            otherwise
        };
        let mut cards = Self {
            lines: UnfoldedLines::new(bytes),
            otherwise,
            guessed: false,
            begun: None,
            first: None,
        };
        cards.first = cards.read()?;
        match cards.first {
            Some(_) => Ok(cards),
            None => Err(ImportError::NoCard),
        }
    }

    /// Whether a line of it had to be guessed at.
    #[must_use]
    pub const fn guessed(&self) -> bool {
        self.guessed
    }

    /// The next card.
    ///
    /// # Errors
    /// What could not be read.
    pub fn next_card(&mut self) -> Result<Option<ImportRecord>, ImportError> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.read(),
        }
    }

    fn read(&mut self) -> Result<Option<ImportRecord>, ImportError> {
        let Some(mut line) = self.skip_to_card()? else {
            return Ok(None);
        };
        let mut card = VcardFields::default();
        let mut kept = 0;
        let mut within = 0_u32;
        let mut agent = false;
        let mut bare = true;
        while let Some((at, bytes)) = self.lines.next_line(is_skipped)? {
            let Some(property) = self.property(&bytes) else {
                continue;
            };
            match (
                property.name.as_str(),
                property.value.trim().to_ascii_uppercase().as_str(),
            ) {
                ("BEGIN", "VCARD") if agent || within > 0 => within += 1,
                // One that begins in the place of another that had nothing in it.
                ("BEGIN", "VCARD") if bare => line = at,
                ("BEGIN", "VCARD") => {
                    self.begun = Some(at);
                    break;
                }
                ("END", "VCARD") if within > 0 => within -= 1,
                ("END", "VCARD") => break,
                _ => {}
            }
            bare &= property.name == "BEGIN";
            agent = property.name == "AGENT" && property.value.trim().is_empty();
            if within == 0 && USED.contains(&property.name.as_str()) {
                kept += bytes.len();
                if kept <= LONGEST {
                    card.add_property(property);
                }
            }
        }
        let what = if kept > LONGEST {
            let most = LONGEST / 1024;
            Err(format!("the card is longer than a card may be ({most} kB)"))
        } else {
            card.brought()
        };
        Ok(Some(ImportRecord { line, what }))
    }

    /// To the beginning of a card; its line.
    fn skip_to_card(&mut self) -> io::Result<Option<u64>> {
        if let Some(line) = self.begun.take() {
            return Ok(Some(line));
        }
        while let Some((line, bytes)) = self.lines.next_line(is_skipped)? {
            let bare: Vec<u8> = bytes
                .iter()
                .filter(|b| !b.is_ascii_whitespace())
                .copied()
                .collect();
            let bare = bare.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bare);
            if bare.eq_ignore_ascii_case(b"BEGIN:VCARD") {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    fn property(&mut self, bytes: &[u8]) -> Option<VcardProperty> {
        let (head, value) = split_value(bytes)?;
        // Names and parameters are ASCII, but for what a telephone makes up.
        let head = self.text(head, "");
        let (name, about) = head.split_once(';').unwrap_or((&head, ""));
        let (group, name) = name.rsplit_once('.').unwrap_or(("", name));
        let about = about.to_ascii_uppercase();
        let name = name.trim().to_ascii_uppercase();
        if name.is_empty() || name.contains(char::is_whitespace) {
            return None;
        }
        let value = if about.contains("QUOTED-PRINTABLE") {
            // A line end within the value is one that was meant.
            let decoded = unquoted(value);
            self.text(&decoded, &about)
                .replace("\r\n", "\n")
                .replace(['\n', '\r'], "\\n")
        } else {
            self.text(value, &about)
        };
        Some(VcardProperty {
            group: group.to_ascii_uppercase(),
            name,
            about,
            value,
        })
    }

    /// Bytes as text: UTF-8 where they are, else what the line says, else what the file is.
    fn text(&mut self, bytes: &[u8], about: &str) -> String {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        let said = about
            .split(';')
            .find_map(|p| p.trim().strip_prefix("CHARSET="));
        let said = said.and_then(|name| Encoding::for_label(name.trim_matches('"').as_bytes()));
        let encoding = said.unwrap_or_else(|| {
            self.guessed = true;
            self.otherwise
        });
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// Whether a line begins something that is stepped over.
fn is_skipped(line: &[u8]) -> bool {
    let end = line.iter().position(|b| matches!(b, b':' | b';'));
    let name = line.get(..end.unwrap_or(0)).unwrap_or_default();
    let name = name.rsplit(|b| *b == b'.').next().unwrap_or_default();
    SKIPPED
        .iter()
        .any(|s| name.eq_ignore_ascii_case(s.as_bytes()))
}

/// A line's name with its parameters, and its value: they are parted by the first colon outside
/// quotation marks.
fn split_value(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut quoted = false;
    let colon = line.iter().position(|b| {
        quoted ^= *b == b'"';
        *b == b':' && !quoted
    });
    let colon = colon.or_else(|| line.iter().position(|b| *b == b':'))?;
    Some((line.get(..colon)?, line.get(colon + 1..)?))
}

/// Quoted-printable bytes; what is none of it stays as it is.
fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = hex(bytes.get(at + 1)).zip(hex(bytes.get(at + 2)));
        let decoded = pair.and_then(|(a, b)| u8::try_from(a * 16 + b).ok());
        if let Some(decoded) = decoded.filter(|_| *byte == b'=') {
            out.push(decoded);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    out
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
struct VcardFields {
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
    fn add_property(&mut self, property: VcardProperty) {
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

    fn brought(mut self) -> Result<ImportFields, String> {
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

#[cfg(test)]
mod tests;
