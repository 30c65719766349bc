//! Journeys: keys pressed at a counter of a real shop, the lines and the rows in the file that they
//! come to, some forty whole frames, and the rules of style on every frame that is drawn.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking, and its harness is all its own"
)]

/// How many random sequences of keys are tried.
const SEQUENCES: u32 = 200;

#[path = "../common/mod.rs"]
mod common;

mod bursts;
mod calling;
mod calls;
mod card;
mod claims;
mod columns;
mod counter;
mod drawn_frame;
mod figures;
mod finding;
mod first_screen;
mod forms;
mod frames;
mod fuzz;
mod haste;
mod importing;
mod keys;
mod keystrokes;
mod list;
mod meant;
mod merging;
mod mouse;
mod on_the_phone;
mod paper;
mod people;
mod picture;
mod promises;
mod public;
mod redraw;
mod ringing_us;
mod rows;
mod seed_history;
mod shop;
mod slips;
mod stories;
mod style_faults;
mod style_rules;
mod sweeping;
mod themes;
mod times;
mod trouble;
mod undoing;
mod views;
