//! Parity: the same thing done once with keys on the screen and once on the command line, on two equal
//! shops, comes to the same acts, row by row, in the same words. A verb without a command is held
//! against its use case.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    unreachable_pub,
    reason = "a test fails by panicking, and it uses part of the journeys' harness"
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../journeys/counter.rs"]
mod counter;
#[path = "../journeys/drawn_frame.rs"]
mod drawn_frame;
#[path = "../journeys/picture.rs"]
mod picture;
#[path = "../journeys/seed_history.rs"]
mod seed_history;
#[path = "../journeys/shop.rs"]
mod shop;
#[path = "../journeys/stories.rs"]
mod stories;
#[path = "../journeys/style_rules.rs"]
mod style_rules;

mod adding;
mod calls;
mod importing;
mod times;
mod two_shops;
mod undoing;
