//! What a shop means by its words: customers, follow-ups, contacts, and what follows from each.
//!
//! Knows chrono and serde, and nothing of ours, of any screen, file or SQL. Nothing in here
//! reads a clock: every rule is given the instant it is asked about.

pub(crate) mod actions_without_call;
pub(crate) mod anonymise;
pub(crate) mod author;
pub mod cadence;
pub mod change;
pub mod claim;
pub mod contact;
pub mod customer;
pub mod customer_detail;
pub(crate) mod customer_match;
pub(crate) mod day_part;
pub mod draft;
pub mod extra_mile;
pub mod familiar_staff;
pub mod figures;
pub mod follow_up;
pub(crate) mod formula_guard;
pub mod hours;
pub mod import_merge;
pub mod likelihood;
pub(crate) mod merge;
pub(crate) mod message;
pub mod metrics;
pub mod money;
pub(crate) mod opt_out;
pub mod outcome;
pub mod pagination;
pub mod paper;
pub mod phone;
pub(crate) mod playbook;
pub mod queue;
pub mod referrals;
pub(crate) mod resolution;
pub mod rest;
pub(crate) mod retention;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod script;
pub mod summary;
pub mod text;
pub mod time_format;
pub mod time_phrase;
pub(crate) mod undo_question;
pub mod validation;
