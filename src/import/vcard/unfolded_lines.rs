//! Unfolds a vCard's lines as bytes: a fold may fall in the middle of a character.

use std::io::{self, Read};

use super::super::encoding::fill;

/// The size of the read buffer, in bytes.
const PIECE: usize = 64 * 1024;

/// How many bytes of one line are kept; the rest is skipped.
const LONGEST: usize = 64 * 1024;

/// Reads the unfolded lines of a file, one at a time.
#[derive(Debug)]
pub(super) struct UnfoldedLines<R> {
    bytes: R,
    piece: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
    line: u64,
    returned: bool,
    /// The line read ahead to see whether it continues the one before.
    ahead: Option<(u64, Vec<u8>)>,
}

impl<R: Read> UnfoldedLines<R> {
    pub(super) fn new(bytes: R) -> Self {
        Self {
            bytes,
            piece: vec![0; PIECE],
            at: 0,
            end: 0,
            ended: false,
            line: 0,
            returned: false,
            ahead: None,
        }
    }

    /// The next unfolded line with its number. Lines for which `skipped` holds are skipped, including
    /// base64 that is not folded.
    pub(super) fn next_line(
        &mut self,
        skipped: impl Fn(&[u8]) -> bool,
    ) -> io::Result<Option<(u64, Vec<u8>)>> {
        loop {
            let Some((line, mut bytes)) = self.physical()? else {
                return Ok(None);
            };
            let skip = skipped(&bytes);
            let quoted = is_quoted_printable(&bytes);
            let soft = |bytes: &mut Vec<u8>| quoted && bytes.pop_if(|b| *b == b'=').is_some();
            let mut broken = soft(&mut bytes);
            while let Some((at, next)) = self.physical()? {
                let folded = next.first().is_some_and(|b| matches!(b, b' ' | b'\t'));
                if broken && !next.eq_ignore_ascii_case(b"END:VCARD") {
                    // A line without a soft break ends the value.
                    add(&mut bytes, &next);
                    broken = soft(&mut bytes);
                } else if next.is_empty() {
                    // Skipped: where each line end became two, a continuation may follow.
                } else if folded && !skip {
                    add(&mut bytes, next.get(1..).unwrap_or_default());
                } else if !(skip && (folded || is_base64(&next))) {
                    self.ahead = Some((at, next));
                    break;
                }
            }
            if !skip {
                return Ok(Some((line, bytes)));
            }
        }
    }

    /// One physical line of the file, without its end.
    fn physical(&mut self) -> io::Result<Option<(u64, Vec<u8>)>> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        let mut bytes = Vec::new();
        let mut begun = false;
        loop {
            if self.at == self.end && !self.ended {
                self.end = fill(&mut self.bytes, &mut self.piece)?;
                self.at = 0;
                self.ended = self.end == 0;
            }
            let rest = self.piece.get(self.at..self.end).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            if std::mem::take(&mut self.returned) && rest.first() == Some(&b'\n') {
                self.at += 1;
                continue;
            }
            begun = true;
            let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n'));
            add(
                &mut bytes,
                rest.get(..end.unwrap_or(rest.len())).unwrap_or_default(),
            );
            let Some(end) = end else {
                self.at = self.end;
                continue;
            };
            self.returned = rest.get(end) == Some(&b'\r');
            self.at += end + 1;
            self.line += 1;
            return Ok(Some((self.line, bytes)));
        }
        self.line += u64::from(begun);
        Ok(begun.then_some((self.line, bytes)))
    }
}

/// Appends to a line up to its limit.
fn add(line: &mut Vec<u8>, more: &[u8]) {
    let room = LONGEST.saturating_sub(line.len());
    line.extend_from_slice(more.get(..room.min(more.len())).unwrap_or_default());
}

/// Whether a line is quoted-printable, so that a final `=` continues it.
fn is_quoted_printable(line: &[u8]) -> bool {
    let colon = line.iter().position(|b| *b == b':').unwrap_or(0);
    let head = line.get(..colon).unwrap_or_default().to_ascii_uppercase();
    head.windows(16).any(|w| w == b"QUOTED-PRINTABLE")
}

/// Whether a line is base64 and no property: properties have a colon.
fn is_base64(line: &[u8]) -> bool {
    let is = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b' ' | b'\t');
    line.iter().all(is)
}
