//! What goes on beside the counter's work, as the second line of the screen says it.

/// What goes on beside the counter's work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackgroundWork {
    /// What is being counted anew and how far that is, in words.
    pub recounting: Option<String>,
}
