//! vCard 2.1, 3.0 and 4.0: cards of an address book, one at a time.
//!
//! RFC 2426, RFC 6350 (<https://www.rfc-editor.org/rfc/rfc6350>) and what telephones really write.
//! Owns the way from bytes to a card's lines: folding may fall in the middle of a character, each
//! line may have a charset of its own, a photo is stepped over and never held, a card within a card
//! is no customer, and one without an end ends where the next begins.

mod fields;
mod unfolded_lines;

use std::collections::VecDeque;
use std::io::{self, Read};

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{ImportError, ImportRecord};
use fields::{VcardFields, VcardProperty, is_used};
use unfolded_lines::UnfoldedLines;

/// How many bytes a card may have of what is used: it is a name and some numbers.
const LONGEST: usize = 256 * 1024;

/// The longest line that may be a number under a name nobody knows.
const LONGEST_NUMBER: usize = 200;

/// What is stepped over wherever it stands.
const SKIPPED: [&str; 5] = ["PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"];

/// A file of cards, read as it is asked for.
pub(crate) struct VcardReader {
    lines: UnfoldedLines<Box<dyn Read>>,
    /// What a line is written in that is no UTF-8 and does not say.
    otherwise: &'static Encoding,
    guessed: bool,
    /// A card that began where the one before had no end.
    begun: Option<u64>,
    /// Cards that were read and not given out yet.
    ahead: VecDeque<ImportRecord>,
}

impl VcardReader {
    /// Begins with a file's bytes.
    ///
    /// # Errors
    /// What could not be read, or a file without a card.
    pub(crate) fn open(
        bytes: Box<dyn Read>,
        otherwise: &'static Encoding,
    ) -> Result<Self, ImportError> {
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
            ahead: VecDeque::new(),
        };
        let Some(first) = cards.read()? else {
            return Err(ImportError::NoCard);
        };
        cards.ahead.push_front(first);
        Ok(cards)
    }

    /// Whether a line of it had to be guessed at.
    #[must_use]
    pub(crate) const fn guessed(&self) -> bool {
        self.guessed
    }

    /// The next card.
    ///
    /// # Errors
    /// What could not be read.
    pub(crate) fn next_card(&mut self) -> Result<Option<ImportRecord>, ImportError> {
        match self.ahead.pop_front() {
            Some(card) => Ok(Some(card)),
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
                card.unread(at, &bytes);
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
            if within == 0 && is_used(&property.name) {
                kept += bytes.len();
                if kept <= LONGEST {
                    card.add_property(property);
                }
            } else if within == 0 && bytes.len() <= LONGEST_NUMBER {
                card.add_unknown(property);
            }
        }
        let more = card.more_items();
        let fields = if kept > LONGEST {
            let most = LONGEST / 1024;
            Err(format!("the card is longer than a card may be ({most} kB)"))
        } else {
            card.brought()
        };
        // A card of ours names everything of theirs: a row for each.
        for item in more {
            if let Ok(read) = &fields {
                let mut fields = read.clone();
                fields.typed.item = item;
                fields.remarks.clear();
                let fields = Ok(fields);
                self.ahead.push_back(ImportRecord { line, fields });
            }
        }
        Ok(Some(ImportRecord { line, fields }))
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

#[cfg(test)]
mod tests;
