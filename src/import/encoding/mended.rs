//! UTF-8 with a wrong byte in it: the byte is read as the older encoding has it, and the letter is marked
//! for whoever reads the row. One wrong byte does not spoil the rest of a file.

use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;

use super::fill;

/// What stands before a letter that was mended; a noncharacter, which no cell keeps.
pub(in super::super) const MARK: char = '\u{fdd0}';

/// How much of a text is read at once.
const PIECE: usize = 16 * 1024;

/// A text in UTF-8 whose wrong bytes are mended as it is read.
pub(super) struct MendedUtf8<R> {
    text: R,
    /// What was read and is not decoded yet: at most the beginning of one letter.
    rest: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    begun: bool,
    ended: bool,
}

impl<R: Read> MendedUtf8<R> {
    pub(super) const fn new(text: R) -> Self {
        Self {
            text,
            rest: Vec::new(),
            out: Vec::new(),
            given: 0,
            begun: false,
            ended: false,
        }
    }

    fn advance(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        while self.out.is_empty() && !self.ended {
            let kept = self.rest.len();
            self.rest.resize(kept + PIECE, 0);
            let read = fill(
                &mut self.text,
                self.rest.get_mut(kept..).unwrap_or_default(),
            )?;
            self.rest.truncate(kept + read);
            self.ended = read < PIECE;
            if !self.begun {
                self.begun = true;
                if self.rest.starts_with(b"\xef\xbb\xbf") {
                    self.rest.drain(..3);
                }
            }
            self.decode();
        }
        Ok(())
    }

    /// Decodes what was read, but for a letter whose end is still to come.
    fn decode(&mut self) {
        let bytes = std::mem::take(&mut self.rest);
        let mut rest = bytes.as_slice();
        while let Err(error) = std::str::from_utf8(rest) {
            let (valid, wrong) = rest.split_at(error.valid_up_to());
            self.out.extend_from_slice(valid);
            let length = match error.error_len() {
                None if !self.ended => {
                    self.rest = wrong.to_vec();
                    return;
                }
                length => length.unwrap_or(wrong.len()),
            };
            let (wrong, behind) = wrong.split_at(length);
            let (letters, _) = WINDOWS_1252.decode_without_bom_handling(wrong);
            for letter in letters.chars() {
                let mut utf8 = [0; 4];
                self.out
                    .extend_from_slice(MARK.encode_utf8(&mut utf8).as_bytes());
                self.out
                    .extend_from_slice(letter.encode_utf8(&mut utf8).as_bytes());
            }
            rest = behind;
        }
        self.out.extend_from_slice(rest);
    }
}

impl<R: Read> Read for MendedUtf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.out.len() {
            self.advance()?;
        }
        let rest = self.out.get(self.given..).unwrap_or_default();
        let give = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..give), rest.get(..give)) {
            to.copy_from_slice(from);
        }
        self.given += give;
        Ok(give)
    }
}
