//! Two windows on one file: what is done at one shows at the other, without a key.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;

mod crowd;
mod dropped;
mod locked;
mod mirroring;
mod recounting;
mod restoring;
mod ringing;
mod two;
