//! Themes: every style by its meaning, and the colour of each meaning in each theme. Colour never
//! carries information alone: a letter, a word or a mark repeats it.
//!
//! The views draw in meanings, encoded as the terminal's own colours; `paint` then replaces them by
//! the theme's. A theme brings its own background, because a terminal's cannot be queried and the
//! text on it must be readable. The colours are from the part of the 256-colour palette that is the
//! same in every terminal (users redefine the first sixteen), so that their contrast can be
//! computed: at least 4.5 to 1 (WCAG 2, AA), and 7 to 1 in high contrast (AAA). `terminal` uses the
//! terminal's own sixteen colours and background, and guarantees no contrast.

use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::app::theme::Theme;
use crate::domain::follow_up::Severity;

/// A theme's colours by meaning, as indexes into the 256-colour palette.
#[derive(Debug, Clone, Copy)]
struct Palette {
    /// The background.
    paper: u8,
    /// Ordinary text.
    ink: u8,
    /// Secondary text.
    quiet: u8,
    /// Keys, labels, the number to dial.
    accent: u8,
    /// Unsafe, broken, wrong.
    red: u8,
    /// Needs attention.
    amber: u8,
    /// Done, saved, advice only.
    green: u8,
}

/// Light text on a dark background.
const DARK: Palette = Palette {
    paper: 234,
    ink: 253,
    quiet: 248,
    accent: 80,
    red: 210,
    amber: 221,
    green: 114,
};

/// Dark text on a light background.
const LIGHT: Palette = Palette {
    paper: 231,
    ink: 234,
    quiet: 240,
    accent: 25,
    red: 124,
    amber: 94,
    green: 22,
};

/// The highest contrast.
const CONTRAST: Palette = Palette {
    paper: 16,
    ink: 231,
    quiet: 253,
    accent: 51,
    red: 217,
    amber: 226,
    green: 120,
};

const fn palette(theme: Theme) -> Option<Palette> {
    match theme {
        Theme::Dark => Some(DARK),
        Theme::Light => Some(LIGHT),
        Theme::Contrast => Some(CONTRAST),
        Theme::None | Theme::Terminal => None,
    }
}

impl Palette {
    const fn of(self, meaning: Color, plain: u8) -> Color {
        Color::Indexed(match meaning {
            Color::Reset => plain,
            Color::DarkGray => self.quiet,
            Color::Cyan => self.accent,
            Color::Red => self.red,
            Color::Yellow => self.amber,
            Color::Green => self.green,
            other => return other,
        })
    }
}

/// Replaces the meanings in a frame by the theme's colours.
pub(super) fn paint(frame: &mut Buffer, theme: Theme) {
    if theme == Theme::Terminal {
        return;
    }
    let palette = palette(theme);
    for cell in &mut frame.content {
        let (fg, bg) = (cell.fg, cell.bg);
        if palette.is_none() && (Some(fg), Some(bg)) != (CODE.fg, CODE.bg) {
            (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
        }
        if let Some(palette) = palette {
            (cell.fg, cell.bg) = (palette.of(fg, palette.ink), palette.of(bg, palette.paper));
        }
    }
}

/// The cursor's colour on a theme's background, in terminal syntax; `None` if the background is the
/// terminal's own.
pub(crate) fn cursor(theme: Theme) -> Option<String> {
    let (red, green, blue) = rgb(palette(theme)?.ink);
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

/// The colour of a palette index from 16 on, the same in every terminal: a cube of six steps a side,
/// then 24 greys (xterm's 256colres.h).
const fn rgb(index: u8) -> (u8, u8, u8) {
    const fn step(n: u8) -> u8 {
        if n == 0 { 0 } else { 55 + 40 * n }
    }
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return (grey, grey, grey);
    }
    let n = index.saturating_sub(16);
    (step(n / 36), step(n / 6 % 6), step(n % 6))
}

const fn ink(color: Color) -> Style {
    Style::new().fg(color)
}

/// The colours that encode the meanings.
#[cfg(test)]
const MEANINGS: [Color; 6] = [
    Color::Reset,
    Color::DarkGray,
    Color::Cyan,
    Color::Red,
    Color::Yellow,
    Color::Green,
];

/// Ordinary text.
pub(super) const PLAIN: Style = Style::new();
/// Secondary text.
pub(super) const QUIET: Style = ink(Color::DarkGray);
/// The program's name, the shop's name, the names of regions.
pub(super) const TITLE: Style = Style::new().add_modifier(Modifier::BOLD);
/// A region's title, in the terminal's own colour: otherwise it would take on the border's grey.
pub(super) const HEADING: Style = ink(Color::Reset).add_modifier(Modifier::BOLD);
/// The borders of a region.
pub(super) const BORDER: Style = ink(Color::DarkGray);
/// The borders of a popup.
pub(super) const POPUP: Style = ink(Color::Cyan);
/// The current tab.
pub(super) const TAB: Style = Style::new().add_modifier(Modifier::BOLD.union(Modifier::REVERSED));
/// The number to dial.
pub(super) const NUMBER: Style = ink(Color::Cyan).add_modifier(Modifier::BOLD);
/// The selected row.
pub(super) const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// A customer who may not be rung now.
pub(super) const DIMMED: Style = ink(Color::DarkGray);
/// A row that was dealt with today.
pub(super) const DONE: Style = ink(Color::DarkGray).add_modifier(Modifier::CROSSED_OUT);
/// The mark before such a row.
pub(super) const TICK: Style = ink(Color::Green);
/// A promise that is due soon.
pub(super) const PROMISE: Style = ink(Color::Yellow).add_modifier(Modifier::BOLD);
/// A broken promise.
pub(super) const BROKEN: Style = ink(Color::Red).add_modifier(Modifier::BOLD);
/// A key, in the footer and the help.
pub(super) const KEY: Style = ink(Color::Cyan).add_modifier(Modifier::BOLD);
/// A message that something was saved.
pub(super) const SAVED: Style = ink(Color::Green);
/// An error.
pub(super) const WRONG: Style = ink(Color::Red).add_modifier(Modifier::BOLD);
/// An unusual state.
pub(super) const UNUSUAL: Style = ink(Color::Yellow);
/// A label: SAY, ASK, the name of a field.
pub(super) const LABEL: Style = ink(Color::Cyan);
/// The finished part of the day's calls.
pub(super) const PROGRESS: Style = ink(Color::Green);

/// A QR code: a picture without a meaning, so that every theme leaves it dark on light. The first
/// sixteen colours would not do: light themes of terminals swap them.
pub(super) const CODE: Style = Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(231));

/// The style of a promise: whether it was missed.
pub(super) fn of_promise(by: DateTime<Utc>, now: DateTime<Utc>) -> Style {
    if by < now { BROKEN } else { PROMISE }
}

/// The style of a severity.
pub(super) const fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Red => ink(Color::Red).add_modifier(Modifier::BOLD),
        Severity::Amber => ink(Color::Yellow),
        Severity::Green => ink(Color::Green),
    }
}

#[cfg(test)]
mod tests {
    use super::{CONTRAST, Color, DARK, LIGHT, Palette, rgb};

    /// The relative luminance of WCAG 2 (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
    fn luminance(index: u8) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        let (red, green, blue) = rgb(index);
        0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
    }

    fn contrast(a: u8, b: u8) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// All text colours of a palette. Reversed text swaps background and text, and its contrast is the
    /// same.
    fn letters(p: Palette) -> [u8; 6] {
        [p.ink, p.quiet, p.accent, p.red, p.amber, p.green]
    }

    #[test]
    fn the_palette_is_the_one_terminals_have() {
        assert_eq!(rgb(16), (0, 0, 0));
        assert_eq!(rgb(231), (255, 255, 255));
        assert_eq!(rgb(80), (95, 215, 215));
        assert_eq!(rgb(234), (28, 28, 28));
        assert!((contrast(16, 231) - 21.0).abs() < 1e-9, "black on white");
    }

    #[test]
    fn every_style_can_be_read_on_its_themes_ground() {
        for (name, palette, least) in [
            ("dark", DARK, 4.5),
            ("light", LIGHT, 4.5),
            ("contrast", CONTRAST, 7.0),
        ] {
            for letter in letters(palette) {
                let ratio = contrast(letter, palette.paper);
                assert!(ratio >= least, "{name}: {letter} has {ratio:.2} to 1");
                assert!(
                    letter >= 16 && palette.paper >= 16,
                    "the first 16 are the user's"
                );
            }
        }
    }

    #[test]
    fn every_colour_the_views_name_is_a_meaning_each_theme_has() {
        for color in super::MEANINGS {
            let painted = DARK.of(color, DARK.ink);
            assert!(matches!(painted, Color::Indexed(_)), "{color}");
        }
    }
}
