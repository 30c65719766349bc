//! The store's suite, on real files: what is saved is there, what is refused changed nothing, and
//! every list is the one the domain's rules put together.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;

mod claims;
mod damaged;
mod figures;
mod files;
mod finding;
mod foreign;
mod forgetting;
mod knowing;
mod left_lying;
mod lists;
// Windows lets nobody take away a file that is open.
#[cfg(unix)]
mod log_taken_away;
mod merging;
mod mirroring;
mod moving;
mod opening;
mod recounting;
mod refusing;
mod rows;
mod saving;
mod sending;
mod turning;
