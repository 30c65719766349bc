//! Imports: files as the programs of others write them, and bytes as nobody should.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;

mod case_shop;
mod cases;
mod corpus;
mod hostile;
mod laws;
mod programs;
mod properties;
mod samples;
mod spectrum;
mod work;
