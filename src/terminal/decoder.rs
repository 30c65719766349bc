//! The terminal's bytes, cut into keys, pastes and clicks.
//!
//! Owns where one ends and the next begins, also where the end never comes. Reads nothing itself.

use std::time::Duration;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

const ESC: u8 = 0x1b;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// How long Esc alone may still be the beginning of another key's bytes.
const ALONE: Duration = Duration::from_millis(25);

/// How long the rest of a key's bytes, or of a paste, is waited for.
const UNFINISHED: Duration = Duration::from_secs(1);

/// What the first bytes of some are.
#[derive(Debug, PartialEq)]
enum Piece {
    /// Something that happened, in so many bytes.
    Event(Event, usize),
    /// So many bytes that say nothing to us.
    Unknown(usize),
    /// So many bytes, behind which a text begins that is pasted.
    PasteBegins(usize),
    /// The beginning of something whose end is not there yet.
    Unfinished,
}

/// Cuts the bytes as they come.
#[derive(Debug, Default)]
pub(super) struct InputDecoder {
    /// What is not finished yet.
    waiting: Vec<u8>,
    /// Whether that is a text that is pasted, and how much of it was looked through for its end.
    paste: Option<usize>,
}

impl InputDecoder {
    /// What is whole now that these bytes have come.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.waiting.extend_from_slice(bytes);
        let mut events = Vec::new();
        let mut taken = 0;
        while let Some(rest) = self.waiting.get(taken..).filter(|rest| !rest.is_empty()) {
            if let Some(searched) = self.paste {
                // The end may have come in two parts.
                let from = searched.saturating_sub(PASTE_ENDS.len());
                let unseen = rest.get(from..).unwrap_or_default();
                let end = unseen
                    .windows(PASTE_ENDS.len())
                    .position(|window| window == PASTE_ENDS);
                let Some(end) = end.map(|end| from + end) else {
                    self.paste = Some(rest.len());
                    break;
                };
                events.push(pasted(rest.get(..end).unwrap_or_default()));
                self.paste = None;
                taken += end + PASTE_ENDS.len();
                continue;
            }
            match first_piece(rest) {
                Piece::Event(event, length) => {
                    events.push(event);
                    taken += length;
                }
                Piece::Unknown(length) => taken += length,
                Piece::PasteBegins(length) => {
                    self.paste = Some(0);
                    taken += length;
                }
                Piece::Unfinished => break,
            }
        }
        self.waiting.drain(..taken);
        events
    }

    /// For how long more bytes are waited for, where something is not finished.
    pub(super) fn patience(&self) -> Option<Duration> {
        match (self.paste, self.waiting.as_slice()) {
            (None, []) => None,
            (None, [ESC]) => Some(ALONE),
            _ => Some(UNFINISHED),
        }
    }

    /// Nothing has come for that long: Esc was a key, and what was pasted so far is all of it.
    pub(super) fn finish(&mut self) -> Option<Event> {
        let waiting = std::mem::take(&mut self.waiting);
        if self.paste.take().is_some() {
            return Some(pasted(&waiting));
        }
        (waiting == [ESC]).then(|| pressed(KeyCode::Esc))
    }
}

fn pasted(bytes: &[u8]) -> Event {
    Event::Paste(String::from_utf8_lossy(bytes).into_owned())
}

fn pressed(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn with_control(c: u8) -> Event {
    let code = KeyCode::Char(char::from(c));
    Event::Key(KeyEvent::new(code, KeyModifiers::CONTROL))
}

/// The first of some bytes.
fn first_piece(bytes: &[u8]) -> Piece {
    let Some(first) = bytes.first() else {
        return Piece::Unfinished;
    };
    let event = match first {
        &ESC => return escape(bytes),
        b'\r' => pressed(KeyCode::Enter),
        b'\t' => pressed(KeyCode::Tab),
        0x7f => pressed(KeyCode::Backspace),
        0 => with_control(b' '),
        c @ 0x01..=0x1a => with_control(c - 1 + b'a'),
        c @ 0x1c..=0x1f => with_control(c - 0x1c + b'4'),
        _ => return letter(bytes),
    };
    Piece::Event(event, 1)
}

/// A character of one byte or more.
fn letter(bytes: &[u8]) -> Piece {
    let longest = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let chunk = longest.utf8_chunks().next();
    let valid = chunk.as_ref().map_or("", std::str::Utf8Chunk::valid);
    if let Some(c) = valid.chars().next() {
        return Piece::Event(pressed(KeyCode::Char(c)), c.len_utf8());
    }
    let invalid = chunk.map_or(0, |chunk| chunk.invalid().len());
    // Where all there is could still become one, the rest is on its way.
    let begun = matches!(bytes.first(), Some(0xc2..=0xf4)) && invalid == bytes.len();
    if begun && std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none()) {
        Piece::Unfinished
    } else {
        Piece::Unknown(invalid.max(1))
    }
}

/// What begins with Esc.
fn escape(bytes: &[u8]) -> Piece {
    let Some(second) = bytes.get(1) else {
        return Piece::Unfinished;
    };
    match second {
        &ESC => Piece::Event(pressed(KeyCode::Esc), 1),
        b'[' => control_sequence(bytes),
        b'O' => match bytes.get(2) {
            None => Piece::Unfinished,
            Some(last) => match named_key(*last) {
                Some(code) => Piece::Event(pressed(code), 3),
                None => Piece::Unknown(3),
            },
        },
        // A terminal tells something of itself, up to its end.
        b']' | b'P' | b'_' | b'^' | b'X' => {
            let end = bytes.iter().skip(2).position(|b| [7, b'\\'].contains(b));
            end.map_or(Piece::Unfinished, |end| Piece::Unknown(end + 3))
        }
        _ => match first_piece(bytes.get(1..).unwrap_or_default()) {
            Piece::Event(Event::Key(key), length) => {
                let modifiers = key.modifiers | KeyModifiers::ALT;
                let key = KeyEvent::new(key.code, modifiers);
                Piece::Event(Event::Key(key), length + 1)
            }
            Piece::Unknown(length) => Piece::Unknown(length + 1),
            other => other,
        },
    }
}

/// `Esc [`, numbers, and the byte that says what they mean.
fn control_sequence(bytes: &[u8]) -> Piece {
    let body = bytes.get(2..).unwrap_or_default();
    // The Linux console's own way to say F1 to F5.
    if let [b'[', rest @ ..] = body {
        return match rest.first() {
            None => Piece::Unfinished,
            Some(c @ b'A'..=b'E') => Piece::Event(pressed(KeyCode::F(c - b'A' + 1)), 4),
            Some(_) => Piece::Unknown(3),
        };
    }
    let Some(end) = body.iter().position(|b| !matches!(b, 0x20..=0x3f)) else {
        return Piece::Unfinished;
    };
    let (parameters, rest) = body.split_at(end);
    let length = end + 3;
    let Some(last @ 0x40..=0x7e) = rest.first() else {
        // Something else has begun in the midst of it.
        return Piece::Unknown(length - 1);
    };
    let parameters = String::from_utf8_lossy(parameters);
    let event = match (parameters.as_ref(), last) {
        ("", b'M') => return old_mouse(rest, length),
        ("200", b'~') => return Piece::PasteBegins(length),
        (parameters, b'M' | b'm') => mouse(parameters, *last == b'M'),
        (parameters, last) => key(parameters, *last),
    };
    event.map_or(Piece::Unknown(length), |event| Piece::Event(event, length))
}

/// The numbers of a sequence; of one in parts the first.
fn numbers(parameters: &str) -> Vec<u32> {
    let first = |part: &str| part.split(':').next().and_then(|n| n.parse().ok());
    parameters
        .split(';')
        .map(|part| first(part).unwrap_or(0))
        .collect()
}

/// A key, where it is one, with what was held beside it.
fn key(parameters: &str, last: u8) -> Option<Event> {
    let numbers = numbers(parameters);
    let number = numbers.first().copied().unwrap_or(0);
    let held = numbers.get(1).copied().unwrap_or(1).saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
    ] {
        modifiers.set(modifier, held & bit > 0);
    }
    let code = match last {
        b'~' => numbered_key(number)?,
        b'u' => match char::from_u32(number)? {
            '\u{1b}' => KeyCode::Esc,
            '\r' => KeyCode::Enter,
            '\t' => KeyCode::Tab,
            '\u{7f}' => KeyCode::Backspace,
            c => KeyCode::Char(c),
        },
        last => named_key(last)?,
    };
    let released = parameters
        .split(';')
        .nth(1)
        .is_some_and(|part| part.ends_with(":3"));
    let kind = if released {
        KeyEventKind::Release
    } else {
        KeyEventKind::Press
    };
    Some(Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)))
}

fn named_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'Z' => KeyCode::BackTab,
        c @ b'P'..=b'S' => KeyCode::F(c - b'P' + 1),
        _ => return None,
    })
}

fn numbered_key(number: u32) -> Option<KeyCode> {
    let function = |n: u32| u8::try_from(n).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        n @ 11..=15 => function(n - 10),
        n @ 17..=21 => function(n - 11),
        n @ 23..=26 => function(n - 12),
        n @ 28..=29 => function(n - 13),
        n @ 31..=34 => function(n - 14),
        _ => None,
    }
}

/// The mouse as terminals tell of it today (`<button;column;row`), and as rxvt does.
fn mouse(parameters: &str, down: bool) -> Option<Event> {
    let (numbers, offset) = match parameters.strip_prefix('<') {
        Some(parameters) => (numbers(parameters), 0),
        None => (numbers(parameters), 32),
    };
    let &[button, column, row] = numbers.as_slice() else {
        return None;
    };
    clicked(button.checked_sub(offset)?, column, row, down)
}

/// The mouse as the oldest terminals tell of it: three bytes behind the sequence.
fn old_mouse(rest: &[u8], length: usize) -> Piece {
    let &[_, button, column, row, ..] = rest else {
        return Piece::Unfinished;
    };
    let [button, column, row] = [button, column, row].map(|b| u32::from(b).saturating_sub(32));
    let event = clicked(button, column, row, true);
    event.map_or(Piece::Unknown(length + 3), |event| {
        Piece::Event(event, length + 3)
    })
}

/// What the mouse did, as far as it matters here: the left button, and the wheel.
fn clicked(button: u32, column: u32, row: u32, down: bool) -> Option<Event> {
    // Shift, Alt and Ctrl are none of our business.
    let kind = match button & !0b1_1100 {
        0 if down => MouseEventKind::Down(MouseButton::Left),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        _ => return None,
    };
    let place = |n: u32| u16::try_from(n.saturating_sub(1)).ok();
    Some(Event::Mouse(MouseEvent {
        kind,
        column: place(column)?,
        row: place(row)?,
        modifiers: KeyModifiers::NONE,
    }))
}

#[cfg(test)]
mod tests;
