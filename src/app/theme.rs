//! How the screen looks: its theme, and the characters that frames and marks are drawn with.

/// The theme of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light letters on a dark ground.
    #[default]
    Dark,
    /// Dark letters on a light ground.
    Light,
    /// As far apart as colours get.
    Contrast,
    /// No colour at all.
    None,
    /// The terminal's own sixteen colours on its own ground.
    Terminal,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Dark,
        Self::Light,
        Self::Contrast,
        Self::None,
        Self::Terminal,
    ];

    /// What the shop's file calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
            Self::None => "none",
            Self::Terminal => "terminal",
        }
    }
}

/// The characters that frames, marks and large digits are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// All that a font of today has.
    #[default]
    Full,
    /// Only those that the fonts of old consoles have, too.
    Plain,
}

impl Glyphs {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Full, Self::Plain];

    /// What the shop's file calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Plain => "plain",
        }
    }
}
