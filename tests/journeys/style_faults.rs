//! The rules of style at work: each judges something on the way past every screen, and each finds the
//! fault it is there for.

use std::sync::atomic::Ordering;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use crate::drawn_frame::DrawnFrame;
use crate::style_rules::{JUDGED, RULES};
use crate::themes::of_the_tour;

/// A frame in which every letter looks as `change` makes it.
fn repainted(buffer: &Buffer, change: impl Fn(&mut Cell)) -> Buffer {
    let mut buffer = buffer.clone();
    buffer.content.iter_mut().for_each(change);
    buffer
}

/// A frame in which every row bears the mark of the selected one.
fn marked(buffer: &Buffer) -> Buffer {
    let mut buffer = buffer.clone();
    for y in buffer.area.top()..buffer.area.bottom() {
        if let Some(cell) = buffer.cell_mut((1, y)) {
            cell.set_symbol("▌").modifier = Modifier::REVERSED;
        }
    }
    buffer
}

/// A frame in which every row has a word that was cut.
fn shortened(buffer: &Buffer) -> Buffer {
    let mut buffer = buffer.clone();
    for y in buffer.area.top()..buffer.area.bottom() {
        for (x, letter) in [(24, "d"), (25, "…")] {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.set_symbol(letter);
            }
        }
    }
    buffer
}

/// A frame in which every row's text goes on to the last column of the list.
fn overfull(buffer: &Buffer) -> Buffer {
    let mut buffer = buffer.clone();
    let last = buffer.area.right().saturating_sub(2);
    for y in buffer.area.top()..buffer.area.bottom() {
        if let Some(cell) = buffer.cell_mut((last, y)) {
            cell.set_symbol("d");
        }
    }
    buffer
}

#[test]
fn every_rule_judges_some_frames_and_finds_the_fault_it_is_there_for() {
    let mut judged = [0; RULES.len()];
    let mut found = [0; RULES.len()];
    of_the_tour(|counter| {
        let (buffer, app) = (counter.buffer(), &counter.session.app);
        // Without any style, all of it reversed, all of it struck out in a colour of no meaning, every
        // row with the mark of the selected one, with a cut word, and with a text up to its border.
        let faults = [
            repainted(buffer, |c| {
                // Borders stay: a list is known by them.
                if !"│╭╮╰╯".contains(c.symbol()) {
                    c.set_style(Style::reset());
                }
            }),
            repainted(buffer, |c| c.modifier = Modifier::REVERSED),
            repainted(buffer, |c| {
                c.fg = Color::Magenta;
                c.bg = Color::Blue;
                c.modifier = Modifier::CROSSED_OUT;
            }),
            marked(buffer),
            shortened(buffer),
            overfull(buffer),
        ];
        for (n, rule) in RULES.iter().enumerate() {
            judged[n] += (rule.judge)(&DrawnFrame::of(buffer, app)).unwrap();
            let wrong = |b: &&Buffer| (rule.judge)(&DrawnFrame::of(b, app)).is_err();
            found[n] += faults.iter().filter(wrong).count();
        }
    });
    for (n, rule) in RULES.iter().enumerate() {
        assert!(judged[n] > 0, "“{}” judges nothing", rule.says);
        assert!(found[n] > 0, "“{}” finds no fault", rule.says);
    }
    assert!(JUDGED.load(Ordering::Relaxed) > 100);
}
