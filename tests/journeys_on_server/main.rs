//! The journeys once more, at a counter whose shop is on a server: the same keys, the same frames.

#![cfg(all(target_os = "linux", feature = "server"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking, and its harness is all its own"
)]

/// How many random sequences of keys are tried; a file has more of them.
const SEQUENCES: u32 = 50;

#[path = "../common/cluster.rs"]
mod cluster;
#[path = "../common/on_server.rs"]
mod on_server;
#[path = "../common/mod.rs"]
mod shared;

/// What the suites share, with a shop that is on a server.
mod common {
    pub use crate::on_server::ServerBackend;
    pub use crate::shared::*;

    pub type SuiteBackend = ServerBackend;
}

#[path = "../journeys/bursts.rs"]
mod bursts;
#[path = "../journeys/calling.rs"]
mod calling;
#[path = "../journeys/calls.rs"]
mod calls;
#[path = "../journeys/card.rs"]
mod card;
#[path = "../journeys/claims.rs"]
mod claims;
#[path = "../journeys/columns.rs"]
mod columns;
#[path = "../journeys/counter.rs"]
mod counter;
#[path = "../journeys/drawn_frame.rs"]
mod drawn_frame;
#[path = "../journeys/figures.rs"]
mod figures;
#[path = "../journeys/finding.rs"]
mod finding;
#[path = "../journeys/first_screen.rs"]
mod first_screen;
#[path = "../journeys/forms.rs"]
mod forms;
#[path = "../journeys/frames.rs"]
mod frames;
#[path = "../journeys/fuzz.rs"]
mod fuzz;
#[path = "../journeys/haste.rs"]
mod haste;
#[path = "../journeys/importing.rs"]
mod importing;
#[path = "../journeys/keys.rs"]
mod keys;
#[path = "../journeys/keystrokes.rs"]
mod keystrokes;
#[path = "../journeys/list.rs"]
mod list;
#[path = "../journeys/meant.rs"]
mod meant;
#[path = "../journeys/merging.rs"]
mod merging;
#[path = "../journeys/mouse.rs"]
mod mouse;
#[path = "../journeys/on_the_phone.rs"]
mod on_the_phone;
#[path = "../journeys/paper.rs"]
mod paper;
#[path = "../journeys/people.rs"]
mod people;
#[path = "../journeys/picture.rs"]
mod picture;
#[path = "../journeys/promises.rs"]
mod promises;
#[path = "../journeys/public.rs"]
mod public;
#[path = "../journeys/redraw.rs"]
mod redraw;
#[path = "../journeys/ringing_us.rs"]
mod ringing_us;
#[path = "../journeys/rows.rs"]
mod rows;
#[path = "../journeys/seed_history.rs"]
mod seed_history;
#[path = "../journeys/shop.rs"]
mod shop;
#[path = "../journeys/slips.rs"]
mod slips;
#[path = "../journeys/stories.rs"]
mod stories;
#[path = "../journeys/style_faults.rs"]
mod style_faults;
#[path = "../journeys/style_rules.rs"]
mod style_rules;
#[path = "../journeys/sweeping.rs"]
mod sweeping;
#[path = "../journeys/themes.rs"]
mod themes;
#[path = "../journeys/times.rs"]
mod times;
#[path = "../journeys/trouble.rs"]
mod trouble;
#[path = "../journeys/undoing.rs"]
mod undoing;
#[path = "../journeys/views.rs"]
mod views;
