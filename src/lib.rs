//! Checkback: who do we ring next, and what do we say?
//!
//! The list of a shop's check-back calls, worked through with single keys. This page is the map of
//! the house: where each thing lives, which way imports point, and the laws it keeps.
//!
//! | module | owns |
//! | --- | --- |
//! | [`domain`] | what a shop means: customers, follow-ups, contacts, cadence, the order of the list. Knows chrono and serde, and nothing of ours |
//! | [`usecases`] | the shop's verbs, one file each: what is known and typed → the rows of one act, or a refusal; one place makes an act and saves it |
//! | [`app`] | what the counter sees, and what a key does to it. Never heard of ratatui or SQL |
//! | [`view`] | the screen, drawn from the state: one file a region, each with one `render` |
//! | [`session`] | one counter's sitting: the app, the clock, and the store on its own thread; `press` is the whole journey of a key |
//! | [`offline`] | what a counter keeps on its own machine while its server cannot be asked: acts that are not saved yet, the last list |
//! | [`terminal`] | the terminal taken over and given back; the loop that waits for a key, an answer, a signal or a tick |
//! | [`store`] | the shop's verbs over SQL, written once; `sql` is the one door to an engine; `sqlite` and `postgres` are the two, and the only files that name them |
//! | [`import`] | a file → drafts and one line per problem; pure |
//! | [`export`] | the shop's rows → CSV, JSON, iCalendar, vCard and the sheet to print; pure |
//! | [`explain`] | what the store did not do, as a sentence for a person |
//! | [`config`] | the shop's file: defaults, reading, refusing with file and line |
//! | [`clock`] | what time it is: the system's clock, or `CHECKBACK_NOW` |
//! | [`cli`] | the words of the command line, one file a command: parse → store → print |
//! | [`pin`] | the PIN of a locked screen: its hash, and the file that holds it |
//! | [`demo`] | a made-up shop's day, replayed through the domain's own verbs |
//! | [`logging`] | the log file in the state folder: no name, number or note is in it |
//! | [`platform`] | what only one platform knows, and atomic writes |
//!
//! **Imports point one way.** `main → cli, terminal → session → { app, view, store, offline, config, clock }`, `terminal → platform` (dialling);
//! `pin, store, offline → platform` (atomic writes); `view, config → app` (the keys and the looks a file chooses); `cli, session, app, demo → usecases →
//! { store, import, domain }`; `app, view, store, import, export, config → domain`; `domain →` nothing of ours. A test (`tests/house.rs`) reads
//! the `use` lines and keeps it so.
//!
//! **Four concepts, no framework:** [`app::App`] (what the counter sees), [`app::Action`] (what a key
//! asks for), [`app::Effect`] (what must touch the store), [`store::Store`] (the shop's words over
//! SQL).
//!
//! **Law 1. What is shown comes from what the store returned.** Rows on the screen change only by
//! an answer of the store, after the commit. A write that fails leaves them as they are, and the act
//! is kept, with the id it was given before the first try: trying again is harmless.
//!
//! **Law 2. Work is by the page.** Every query of the list, the search and the card is an index range
//! with a limit; totals are kept, not counted. A million customers cost what a hundred do.
//!
//! **Law 3. Every change is an act.** One key press (or one import) is one act: its rows with before
//! and after, by whom, at which counter, when. Undo takes back the newest act of this counter as a
//! *new* act, and demands that every row still holds what the act left. The one exception to "nothing
//! is deleted": undoing the act that *made* a row takes the row out again; its whole content stays in
//! the act's `change`.
//!
//! **One key, from the terminal to the disk and back.** `n` → [`app::action::Key`], with the instant it
//! came: `session::pacing` says whether it is a key at all, or part of a text, a name, a key that is held
//! → the one table in [`app::keymap`], looked up once: `Customers, n → NoAnswer` → [`app::update`] asks the domain for the
//! changes → `Effect::Save` → the session stamps it and puts it into its outbox → the act moves to the
//! store thread: [`store::Store::save`] in one transaction, committed with full sync → it comes back
//! with the saved rows → the list is read anew, the selection goes to the next customer, the notice
//! says what was saved and what comes next → one frame.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod explain;
pub mod export;
pub mod import;
pub mod logging;
pub mod offline;
pub mod pin;
pub mod platform;
pub mod session;
pub mod store;
pub mod terminal;
pub mod usecases;
pub mod view;
