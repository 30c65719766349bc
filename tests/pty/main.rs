//! End to end in a terminal: the program as it is started at a counter, its keys, its screen, and
//! how it leaves the terminal behind.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking, and its harness is all its own"
)]

#[path = "../common/mod.rs"]
mod common;

mod alarm;
mod core_dumps;
mod dialling;
mod idle;
mod importing;
mod leaving;
mod panicking;
mod public;
mod saving;
mod terminal;
mod typing;
mod window;
mod writing;

use checkback::config::Config;
use checkback::domain::draft::Draft;
use common::{FileBackend, Shop};

/// The file of a shop whose store is closed, in a folder that goes with it.
fn closed(shop: Shop) -> FileBackend {
    let Shop { store, place, .. } = shop;
    drop(store);
    place
}

/// A draft of a customer with a number.
fn with_number(number: &str, draft: Draft) -> Draft {
    let region = Config::usual().unwrap().region;
    Draft {
        phone: Some(checkback::domain::phone::read(number, &region).unwrap()),
        ..draft
    }
}
