//! What a shop means by its words: customers, follow-ups, contacts, and what follows from each.
//!
//! Knows chrono and serde, and nothing of ours, of any screen, file or SQL. Nothing in here
//! reads a clock: every rule is given the instant it is asked about.

pub mod after;
pub mod cadence;
pub mod change;
pub mod claim;
pub mod contact;
pub mod customer;
pub mod draft;
pub mod entry;
pub mod figures;
pub mod follow_up;
pub mod gather;
pub mod guard;
pub mod hours;
pub mod keep;
pub mod kindness;
pub mod knows;
pub mod likelihood;
pub mod merge;
pub mod message;
pub mod money;
pub mod nameless;
pub mod outcome;
pub mod page;
pub mod paper;
pub mod phone;
pub mod playbook;
pub mod queue;
pub mod result;
pub mod rules;
pub mod saying_no;
pub mod sent;
pub mod spoken;
pub mod stats;
pub mod typed;
pub mod when;
pub mod words;
