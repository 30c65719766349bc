//! A shop on a server: its clusters, and what becomes of the counters when something happens to
//! them.

#![cfg(all(target_os = "linux", feature = "server"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a test fails by panicking, and a whole run tells its figures"
)]

#[path = "../common/chain.rs"]
mod chained;
#[path = "../common/cluster.rs"]
mod cluster;
#[path = "../common/mod.rs"]
mod common;
#[path = "../bench/generate.rs"]
mod generate;
#[path = "../bench/screen.rs"]
mod screen;
#[path = "../common/statements.rs"]
mod statements;
#[path = "../plans/workload.rs"]
mod workload;

mod chain;
mod crowded;
mod failed_over;
mod failing;
mod fanned_out;
mod fixture;
mod full_disk;
mod hanging;
mod killed;
mod moving;
mod offline;
mod parted;
mod plans;
mod pooled;
mod program;
mod proxy;
mod reporting;
mod secure;
mod set_up;
mod unanswered;
mod workers;
mod zones;
