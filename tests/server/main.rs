//! A shop on a server: its clusters, and what becomes of the counters when something happens to
//! them.

#![cfg(target_os = "linux")]
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../common/cluster.rs"]
mod cluster;
#[path = "../common/mod.rs"]
mod common;

mod fixture;
mod moving;
