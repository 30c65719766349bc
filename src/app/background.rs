//! What goes on beside the counter's work, as the second line of the screen says it.

use chrono::{DateTime, Utc};

/// What goes on beside the counter's work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackgroundWork {
    /// What is being counted anew and how far that is, in words.
    pub recounting: Option<String>,
    /// The mirror, while it does not have what was saved.
    pub mirror: Option<MirrorLag>,
}

/// A mirror that does not have what was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorLag {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Why, in words.
    pub why: String,
}
