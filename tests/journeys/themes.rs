//! Themes: every screen in each of them can be read, and says without colour what it says with it.

use std::collections::{BTreeMap, BTreeSet};

use checkback::app::theme::Theme;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::counter::{Counter, SMALL, USUAL, WIDE};

/// Keys that lead past every screen there is.
const TOUR: [&str; 14] = [
    "n",
    "d",
    "esc j d a",
    "esc esc p",
    "esc s x enter",
    "esc e x esc",
    "y a",
    "esc / o",
    "esc o",
    "esc w",
    "esc ? down",
    "esc G n",
    "2 d",
    "esc 3 j 4 5 1 j x",
];

/// The themes whose ground and letters are our own.
const PAINTED: [Theme; 3] = [Theme::Dark, Theme::Light, Theme::Contrast];

/// Every frame of the tour, at every size.
pub fn of_the_tour(mut see: impl FnMut(&mut Counter)) {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        see(&mut counter);
        for keys in TOUR {
            for key in keys.split(' ') {
                see(counter.press(key));
            }
        }
    }
}

/// What every terminal shows for an index of the palette of 256, from 16 on.
fn rgb(color: Color) -> [u8; 3] {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match color {
        Color::Indexed(n @ 16..=231) => {
            [36, 6, 1].map(|side| STEPS[usize::from((n - 16) / side % 6)])
        }
        Color::Indexed(n @ 232..) => [8 + 10 * (n - 232); 3],
        Color::White => [255; 3],
        Color::Black => [0; 3],
        other => panic!("{other} is the terminal's own: nobody knows how it looks"),
    }
}

/// The relative luminance of WCAG 2.
fn luminance(color: Color) -> f64 {
    let [red, green, blue] = rgb(color).map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of every letter of a frame in a theme; the pairs of colours that were seen.
fn can_be_read(counter: &Counter, theme: Theme) -> BTreeSet<(String, String)> {
    let least = if theme == Theme::Contrast { 7.0 } else { 4.5 };
    let cells = counter.buffer().content.iter();
    let pair = |cell: &Cell| {
        let (fg, bg) = (luminance(cell.fg), luminance(cell.bg));
        let contrast = (fg.max(bg) + 0.05) / (fg.min(bg) + 0.05);
        let says = || format!("{theme:?}: {} on {}: {contrast:.2}", cell.fg, cell.bg);
        assert!(contrast >= least || cell.symbol() == " ", "{}", says());
        assert!(!cell.modifier.contains(Modifier::DIM), "{}", says());
        (cell.fg.to_string(), cell.bg.to_string())
    };
    cells.map(pair).collect()
}

#[test]
fn every_letter_of_every_screen_has_the_contrast_of_wcag_aa_and_says_the_same_without_colour() {
    let mut pairs = BTreeSet::new();
    of_the_tour(|counter| {
        for theme in PAINTED {
            pairs.extend(can_be_read(counter.wears(theme), theme));
        }
        let with = counter.frame();
        assert_eq!(counter.wears(Theme::None).frame(), with);
        let cells = &counter.buffer().content;
        // A code to scan is dark on light whatever the theme: a picture.
        let code = (Color::Indexed(16), Color::Indexed(231));
        let none = |c: &Cell| [(Color::Reset, Color::Reset), code].contains(&(c.fg, c.bg));
        assert!(cells.iter().all(none), "no colour at all");
    });
    let least = 6 * PAINTED.len();
    assert!(
        pairs.len() >= least,
        "the tour leads past every meaning: {pairs:?}"
    );
}

#[test]
fn what_colour_says_a_word_or_a_mark_says_too() {
    // Red, amber, a promise broken and one that counts down, who may not be rung, what is done.
    let mut counter = Counter::of_garage(USUAL);
    counter.wears(Theme::None);
    counter
        .says("R red")
        .says("12 min late")
        .says("in 38 min")
        .says("promise")
        .says("! urgent");
    counter.says("✓ 10:12").says("promise missed 10:30");
    counter.press("j j j j j").says("A amber");
    counter.press("j j").says("after 17:00");
}

/// How a frame looks in a theme: letters, colours, modifiers, of every cell.
fn look(counter: &mut Counter, theme: Theme) -> Vec<Cell> {
    counter.wears(theme).buffer().content.clone()
}

#[test]
fn each_theme_gives_each_meaning_a_colour_of_its_own_and_changes_nothing_else() {
    let mut grounds = BTreeSet::new();
    let mut colours: BTreeMap<(&str, String), String> = BTreeMap::new();
    of_the_tour(|counter| {
        let meanings = look(counter, Theme::Terminal);
        for theme in PAINTED {
            let painted = look(counter, theme);
            assert_eq!(painted.len(), meanings.len());
            for (meaning, painted) in meanings.iter().zip(&painted) {
                assert_eq!(meaning.symbol(), painted.symbol(), "{theme:?}");
                assert_eq!(meaning.modifier, painted.modifier, "{theme:?}");
                if meaning.bg == Color::Reset {
                    grounds.insert((theme.name(), painted.bg.to_string()));
                    let key = (theme.name(), meaning.fg.to_string());
                    let known = colours.entry(key).or_insert_with(|| painted.fg.to_string());
                    assert_eq!(*known, painted.fg.to_string(), "{theme:?}: {}", meaning.fg);
                }
            }
        }
    });
    assert_eq!(grounds.len(), PAINTED.len(), "one ground each: {grounds:?}");
    for theme in PAINTED {
        let of_theme = colours
            .iter()
            .filter(|((name, _), _)| *name == theme.name());
        let own: BTreeSet<&String> = of_theme.clone().map(|(_, colour)| colour).collect();
        // Ordinary, secondary, accent, red, amber, green.
        assert_eq!((own.len(), of_theme.count()), (6, 6), "{theme:?}: {own:?}");
    }
}

/// What the fonts of old consoles have beside ASCII and the letters of a language: the euro, and of code page 437 what
/// is drawn with here.
const OLD_FONTS: &str = "─│┌┐└┘═║╔╗╚╝╠╣╬░▒▓█▀▄▌·√£€←↑→↓";

/// What stands in the name of one of the garage's customers: names keep what they have.
const OF_A_NAME: &str = "👩🔧\u{200d}\u{301}";

#[test]
fn plain_glyphs_are_those_that_the_fonts_of_old_consoles_have() {
    let plain = "[screen]\nglyphs = \"plain\"\n";
    Counter::with(USUAL, plain)
        .press("d")
        .shows("plain-outcome-usual");
    for keys in ["", "n", "e", "?", "a", "f", "2", "3", "4", "5", "K", "i"] {
        let frame = Counter::with(WIDE, plain).press(keys).whole();
        let odd: BTreeSet<char> = frame
            .chars()
            .filter(|c| !c.is_ascii() && !c.is_alphabetic())
            .filter(|c| !OLD_FONTS.contains(*c) && !OF_A_NAME.contains(*c))
            .collect();
        assert!(odd.is_empty(), "{keys}: {odd:?}");
    }
}
