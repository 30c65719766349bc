//! What the counter sees, and what a key does to it.
//!
//! Owns the state of the screen and nothing else: it never heard of ratatui or SQL. A key becomes
//! an `Action` (`keymap`), the action changes the state or asks for an `Effect` (`update`), and
//! what the store answers comes back through `store_reply`.

pub mod action;
pub(crate) mod alarm;
pub(crate) mod background;
pub mod call;
pub(crate) mod card_scroll;
pub(crate) mod effect;
pub(crate) mod figures;
pub mod keymap;
pub(crate) mod list_window;
pub mod month;
mod notice;
pub(crate) mod passing_time;
pub(crate) mod place;
pub mod popups;
pub(crate) mod privacy;
pub(crate) mod redact;
pub(crate) mod settings;
pub mod state;
pub(crate) mod store_reply;
pub(crate) mod text_input;
pub mod theme;
pub mod update;

pub use action::Action;
pub use effect::Effect;
pub use settings::AppSettings;
pub use state::{App, View};
