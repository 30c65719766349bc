//! Properties: whatever is done with some customers, in whatever order, undo and redo give back
//! exactly what was there, and nothing that is open is ever out of sight.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;

mod operations;
