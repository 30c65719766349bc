//! What the counter sees, and what a key does to it.
//!
//! Owns the state of the screen and nothing else: it never heard of ratatui or SQL. A key becomes
//! an `Action` (`keymap`), the action changes the state or asks for an `Effect` (`update`), and
//! what the store answers comes back through `store_reply`.

pub mod action;
pub mod alarm;
pub mod call;
pub mod card_scroll;
pub mod effect;
pub mod figures;
pub mod keymap;
pub mod list_window;
pub mod month;
mod notice;
pub mod passing_time;
pub mod place;
pub mod popups;
pub mod privacy;
pub mod redact;
pub mod settings;
pub mod state;
pub mod store_reply;
pub mod text_input;
pub mod theme;
pub mod update;

pub use action::Action;
pub use effect::Effect;
pub use settings::AppSettings;
pub use state::{App, View};
