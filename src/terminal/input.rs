//! Terminal input: reads what the terminal sends and converts it to the program's own events.
//!
//! On Unix the bytes are read here: crossterm's reader waits without end for the end of a paste, or of
//! a key, that never comes.

use std::sync::mpsc::Sender;
use std::time::Instant;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::LoopEvent;
#[cfg(unix)]
use super::decoder::InputDecoder;
use crate::app::action::{ClickTarget, InputEvent, Key};
use crate::view::ClickZones;

/// How many bytes are read at once; what is more is read next.
#[cfg(unix)]
const BUFFER: usize = 16 * 1024;

/// Reads events on a thread of its own until the terminal is gone.
#[cfg(unix)]
pub(super) fn read(wakes: Sender<LoopEvent>) {
    std::thread::spawn(move || {
        let _gone = read_bytes(&wakes);
        let _left = wakes.send(LoopEvent::Terminate);
    });
}

/// Reads until the terminal is gone, or nobody listens. Whether there is more to read is asked anew each
/// time: nothing that has come waits for what comes next.
#[cfg(unix)]
fn read_bytes(wakes: &Sender<LoopEvent>) -> std::io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    let tty = terminal()?;
    let mut decoder = InputDecoder::default();
    let mut bytes = vec![0; BUFFER];
    loop {
        let patience = decoder
            .patience()
            .and_then(|time| Timespec::try_from(time).ok());
        let mut watched = [PollFd::new(&tty, PollFlags::IN)];
        let events = match poll(&mut watched, patience.as_ref()) {
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
            Ok(0) => decoder.finish().into_iter().collect(),
            Ok(_) => match rustix::io::read(&tty, &mut bytes) {
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
                Ok(0) => return Ok(()),
                Ok(count) => decoder.take(bytes.get(..count).unwrap_or_default()),
            },
        };
        let now = Instant::now();
        for event in events {
            if wakes.send(LoopEvent::Event(event, now)).is_err() {
                return Ok(());
            }
        }
    }
}

/// The terminal: standard input where that is one.
#[cfg(unix)]
fn terminal() -> std::io::Result<std::os::fd::OwnedFd> {
    use std::io::IsTerminal as _;
    use std::os::fd::AsFd as _;

    let input = std::io::stdin();
    if input.is_terminal() {
        input.as_fd().try_clone_to_owned()
    } else {
        Ok(std::fs::File::open("/dev/tty")?.into())
    }
}

/// Reads events on a thread of its own until the terminal is gone.
#[cfg(not(unix))]
pub(super) fn read(wakes: Sender<LoopEvent>) {
    std::thread::spawn(move || {
        while let Ok(event) = crossterm::event::read() {
            if wakes.send(LoopEvent::Event(event, Instant::now())).is_err() {
                return;
            }
        }
        let _left = wakes.send(LoopEvent::Terminate);
    });
}

/// Whether the event is a suspend: in raw mode Ctrl-Z arrives as a key.
pub(super) fn is_suspend(event: &Event) -> bool {
    matches!(
        event,
        Event::Key(KeyEvent {
            code: KeyCode::Char('z'),
            modifiers: KeyModifiers::CONTROL,
            kind: KeyEventKind::Press,
            ..
        })
    ) && cfg!(unix)
}

/// Converts an event to an input event, if it is one.
pub(super) fn press(event: &Event, zones: &ClickZones) -> Option<InputEvent> {
    match event {
        // Windows reports releases too.
        Event::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(InputEvent::Key),
        Event::Paste(text) => Some(InputEvent::Paste(text.clone())),
        Event::Mouse(mouse) => self::mouse(*mouse, zones),
        _ => None,
    }
}

fn key(event: &KeyEvent) -> Option<Key> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(match event.code {
        // Alt with a key may be Esc and that key that arrived together, Esc and a control character too:
        // not a key of ours. Alt Gr, which types @ and €, is reported as both only on Windows.
        KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace
            if alt && (!control || cfg!(unix)) =>
        {
            return None;
        }
        KeyCode::Char(c) if control && !alt => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    })
}

fn mouse(event: MouseEvent, zones: &ClickZones) -> Option<InputEvent> {
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            zones.at(event.column, event.row).map(InputEvent::Click)
        }
        MouseEventKind::ScrollDown => Some(wheel(event, zones, 1)),
        MouseEventKind::ScrollUp => Some(wheel(event, zones, -1)),
        _ => None,
    }
}

/// The wheel over what lies under the pointer.
fn wheel(event: MouseEvent, zones: &ClickZones, by: i32) -> InputEvent {
    match zones.at(event.column, event.row) {
        Some(ClickTarget::Card) => InputEvent::WheelOnCard(by),
        _ => InputEvent::Wheel(by),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(code: KeyCode, kind: KeyEventKind) -> Event {
        Event::Key(KeyEvent::new_with_kind(code, KeyModifiers::NONE, kind))
    }

    #[test]
    fn a_key_counts_when_it_is_pressed_and_not_when_it_is_released() {
        let zones = ClickZones::default();
        for code in [KeyCode::Char('n'), KeyCode::Enter, KeyCode::Esc] {
            let pressed = press(&event(code, KeyEventKind::Press), &zones);
            let held = press(&event(code, KeyEventKind::Repeat), &zones);
            assert!(pressed.is_some() && held == pressed);
            let released = press(&event(code, KeyEventKind::Release), &zones);
            assert_eq!(released, None);
        }
    }
}
