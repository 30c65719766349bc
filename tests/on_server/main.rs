//! The suites of the store, of its properties and of two windows, once more on a server: the very
//! same texts, in another place.

#![cfg(all(target_os = "linux", feature = "server"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking, and what it shares is all its own"
)]

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
    pub type Shop = TestShop<SuiteBackend>;
}

#[path = "../store/claims.rs"]
mod claims;
#[path = "../store/figures.rs"]
mod figures;
#[path = "../store/finding.rs"]
mod finding;
#[path = "../store/knowing.rs"]
mod knowing;
#[path = "../store/lists.rs"]
mod lists;
#[path = "../store/merging.rs"]
mod merging;
#[path = "../store/opening.rs"]
mod opening;
#[path = "../properties/operations.rs"]
mod operations;
#[path = "../store/refusing.rs"]
mod refusing;
#[path = "../windows/ringing.rs"]
mod ringing;
#[path = "../store/rows.rs"]
mod rows;
#[path = "../store/saving.rs"]
mod saving;
#[path = "../store/sending.rs"]
mod sending;
#[path = "../store/turning.rs"]
mod turning;
#[path = "../windows/two.rs"]
mod two;
