//! Encodings: detecting a file's encoding, and decoding its bytes to UTF-8.
//!
//! Owns the order of the evidence: a byte-order mark, UTF-8 that is valid throughout, the zero bytes
//! of UTF-16, then a guess with the shop's country as hint. The bytes are looked at while somebody else
//! reads them: a file is never held in memory, and not read for its encoding alone.

use std::cell::RefCell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::ImportError;
use crate::domain::text::{sanitize, truncate};

mod mended;

pub(super) use mended::MARK;
use mended::MendedUtf8;

/// The size of the read buffer, in bytes.
const PIECE: usize = 64 * 1024;

/// How many bytes of a file a guess is based on.
const GUESSED_FROM: usize = 4 * 1024 * 1024;

/// The magic bytes of spreadsheet and word processor documents, whatever their file names.
const DOCUMENTS: [(&[u8], &str); 4] = [
    (b"PK\x03\x04", "a workbook"),
    (b"\xd0\xcf\x11\xe0", "a workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
];

/// The evidence for an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingEvidence {
    /// A byte-order mark at the start of the file.
    ByteOrderMark,
    /// The whole file is valid UTF-8.
    ValidUtf8,
    /// Every other byte is zero.
    ZeroBytes,
    /// The most likely encoding.
    Guess,
    /// The user named it.
    UserChoice,
}

/// An encoding and the evidence for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetectedEncoding {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// The evidence.
    pub evidence: EncodingEvidence,
}

impl DetectedEncoding {
    /// In words: "windows-1252, guessed".
    #[must_use]
    pub fn says(&self) -> String {
        let name = self.encoding.name();
        match self.evidence {
            EncodingEvidence::ByteOrderMark | EncodingEvidence::ValidUtf8 => name.to_owned(),
            EncodingEvidence::ZeroBytes | EncodingEvidence::Guess => format!("{name}, guessed"),
            EncodingEvidence::UserChoice => format!("{name}, as asked"),
        }
    }
}

/// The encodings to choose from, the likeliest first; any other web encoding may be named.
pub(crate) const OFFERED: [&str; 8] = [
    "UTF-8",
    "windows-1252",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1250",
    "windows-1251",
    "Shift_JIS",
    "GB18030",
];

/// The encoding of a label, as on the web: `latin1` and `windows-1252` are the same.
///
/// # Errors
/// [`ImportError::NoEncoding`] if no encoding has that label.
pub(crate) fn named(name: &str) -> Result<&'static Encoding, ImportError> {
    let known = Encoding::for_label(name.trim().as_bytes());
    known.ok_or_else(|| ImportError::NoEncoding {
        asked: truncate(&sanitize(name), 40),
    })
}

/// A file that is read for the first time: whoever reads it, by whichever share, has its encoding
/// detected on the way.
pub(super) struct DetectingReader<R>(Rc<RefCell<Detection<R>>>);

struct Detection<R> {
    head: Cursor<Vec<u8>>,
    rest: R,
    scan: EncodingScan,
    /// What is known without a scan.
    known: Option<DetectedEncoding>,
}

impl<R: Read> DetectingReader<R> {
    /// Begins with a file; `asked` is the encoding that somebody chose.
    ///
    /// # Errors
    /// If the file cannot be read, or is not text at all.
    pub(super) fn begin(
        mut file: R,
        asked: Option<&'static Encoding>,
    ) -> Result<Self, ImportError> {
        let mut head = vec![0; PIECE];
        let read = fill(&mut file, &mut head)?;
        head.truncate(read);
        if asked.is_none() {
            refuse_document(&head)?;
        }
        let told = |encoding, evidence| DetectedEncoding { encoding, evidence };
        let asked = asked.map(|encoding| told(encoding, EncodingEvidence::UserChoice));
        let marked = || Encoding::for_bom(&head).map(|(encoding, _)| encoding);
        let marked = || marked().map(|encoding| told(encoding, EncodingEvidence::ByteOrderMark));
        let known = asked.or_else(marked);
        let mut scan = EncodingScan::default();
        if known.is_none() {
            scan.scan_bytes(&head, read < PIECE);
        }
        Ok(Self(Rc::new(RefCell::new(Detection {
            head: Cursor::new(head),
            rest: file,
            scan,
            known,
        }))))
    }

    /// The same file, for somebody else who reads on in it.
    pub(super) fn share(&self) -> Self {
        Self(Rc::clone(&self.0))
    }

    /// What the file begins with.
    pub(super) fn head(&self) -> Vec<u8> {
        self.0.borrow().head.get_ref().clone()
    }

    /// What the bytes that were read tell; `country` is the shop's, two letters of ISO 3166.
    pub(super) fn detected(&self, country: &str) -> DetectedEncoding {
        let detection = self.0.borrow();
        let told = || detection.scan.detected(country);
        detection.known.unwrap_or_else(told)
    }
}

impl<R: Read> Read for DetectingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut detection = self.0.borrow_mut();
        let ahead = detection.head.read(buffer)?;
        if ahead > 0 || buffer.is_empty() {
            return Ok(ahead);
        }
        let read = detection.rest.read(buffer)?;
        if detection.known.is_none() {
            let bytes = buffer.get(..read).unwrap_or_default();
            detection.scan.scan_bytes(bytes, read == 0);
        }
        Ok(read)
    }
}

/// Decodes a file's bytes to UTF-8. A byte that is wrong in UTF-8 is read as windows-1252 has it, behind
/// a mark; in another encoding it becomes U+FFFD. A byte-order mark is dropped.
#[must_use]
pub(crate) fn as_utf8<'a, R: Read + 'a>(
    file: R,
    encoding: &'static Encoding,
) -> Box<dyn Read + 'a> {
    if encoding == UTF_8 {
        return Box::new(MendedUtf8::new(file));
    }
    let decoded = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .strip_bom(true)
        .build(file);
    Box::new(decoded)
}

/// Reads until the buffer is full or the file ends.
pub(super) fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

fn refuse_document(bytes: &[u8]) -> Result<(), ImportError> {
    let kind = DOCUMENTS.iter().find(|(start, _)| bytes.starts_with(start));
    kind.map_or(Ok(()), |(_, kind)| {
        Err(ImportError::NotText {
            kind: (*kind).to_owned(),
        })
    })
}

/// The state of the scan of a file's bytes.
#[derive(Default)]
struct EncodingScan {
    /// The incomplete character at the end of the last buffer.
    carried: Vec<u8>,
    /// Multi-byte characters that are valid UTF-8.
    right: u64,
    /// Places that are not valid UTF-8.
    wrong: u64,
    /// Zero bytes at even and at odd offsets.
    zeros: (u64, u64),
    at: u64,
    guessed_from: usize,
    detector: Option<EncodingDetector>,
}

impl EncodingScan {
    fn scan_bytes(&mut self, bytes: &[u8], last: bool) {
        if bytes.contains(&0) {
            for (at, _) in bytes.iter().enumerate().filter(|(_, b)| **b == 0) {
                let even = (self.at + at as u64).is_multiple_of(2);
                let zeros = &mut self.zeros;
                *(if even { &mut zeros.0 } else { &mut zeros.1 }) += 1;
            }
        }
        self.at += bytes.len() as u64;
        if bytes.is_ascii() && self.carried.is_empty() {
            return;
        }
        let mut joined = std::mem::take(&mut self.carried);
        joined.extend_from_slice(bytes);
        self.count(&joined, last);
        // Nobody guesses as long as all of it is UTF-8, and to look for a guess takes long.
        if self.wrong > 0 && self.guessed_from < GUESSED_FROM {
            let detector = self
                .detector
                .get_or_insert_with(|| EncodingDetector::new(Iso2022JpDetection::Allow));
            detector.feed(bytes, false);
            self.guessed_from += bytes.len();
        }
    }

    /// Counts the valid and invalid UTF-8 sequences; an incomplete one is carried over.
    fn count(&mut self, bytes: &[u8], last: bool) {
        let mut rest = bytes;
        loop {
            let (valid, error) = match std::str::from_utf8(rest) {
                Ok(text) => (text.as_bytes(), None),
                Err(e) => (rest.get(..e.valid_up_to()).unwrap_or_default(), Some(e)),
            };
            self.right += valid.iter().filter(|b| **b >= 0xc0).count() as u64;
            let Some(error) = error else { return };
            rest = rest.get(error.valid_up_to()..).unwrap_or_default();
            match error.error_len() {
                None if !last => {
                    self.carried = rest.to_vec();
                    return;
                }
                wrong => {
                    self.wrong += 1;
                    rest = rest.get(wrong.unwrap_or(rest.len())..).unwrap_or_default();
                }
            }
        }
    }

    fn detected(&self, country: &str) -> DetectedEncoding {
        let (even, odd) = self.zeros;
        let zeros = if odd > 0 && even * 8 < odd {
            Some(UTF_16LE)
        } else if even > 0 && odd * 8 < even {
            Some(UTF_16BE)
        } else {
            None
        };
        // Letters of UTF-8 are hardly ever right by chance: damaged places do not make it another
        // encoding, and are mended one by one.
        let damaged = self.wrong > 0 && self.right >= self.wrong;
        let (encoding, evidence) = match zeros {
            Some(encoding) if (even + odd) * 16 > self.at => {
                (encoding, EncodingEvidence::ZeroBytes)
            }
            _ if self.wrong == 0 => (UTF_8, EncodingEvidence::ValidUtf8),
            _ if damaged => (UTF_8, EncodingEvidence::Guess),
            _ => (self.guessed(country), EncodingEvidence::Guess),
        };
        DetectedEncoding { encoding, evidence }
    }

    fn guessed(&self, country: &str) -> &'static Encoding {
        let lower = country.to_ascii_lowercase();
        // The one country whose top-level domain is not its code.
        let domain = if lower == "gb" { "uk" } else { &lower };
        self.detector.as_ref().map_or(WINDOWS_1252, |detector| {
            detector.guess(Some(domain.as_bytes()), Utf8Detection::Deny)
        })
    }
}

#[cfg(test)]
mod tests;
