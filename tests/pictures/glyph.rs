//! How a letter of the screen is drawn: box-drawing lines and blocks as shapes that fill their
//! cell, because a browser's font leaves gaps between their rows; every other letter as text.

/// The weight of a line from the middle of a cell to one of its sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Light,
    Heavy,
}

/// A cell's sides that a line reaches: l, r, u and d.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sides(&'static str);

impl Sides {
    pub(crate) fn left(self) -> bool {
        self.0.contains('l')
    }

    pub(crate) fn right(self) -> bool {
        self.0.contains('r')
    }

    pub(crate) fn up(self) -> bool {
        self.0.contains('u')
    }

    pub(crate) fn down(self) -> bool {
        self.0.contains('d')
    }
}

/// How a letter is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Glyph {
    /// Nothing.
    Blank,
    /// Lines from the middle of the cell.
    Lines(Weight, Sides),
    /// A corner from one side to another, rounded.
    Arc(Sides),
    /// A part of the cell, in eighths from the left and from the top: start and end of each.
    Block([u8; 2], [u8; 2]),
    /// The whole cell, in so many quarters of the colour.
    Shade(u8),
    /// A letter of a font.
    Letter,
}

/// How the letter of a cell is drawn.
pub(crate) fn of(symbol: &str) -> Glyph {
    let letter = symbol.chars().next().unwrap_or(' ');
    match letter {
        ' ' => Glyph::Blank,
        '╭' => Glyph::Arc(Sides("rd")),
        '╮' => Glyph::Arc(Sides("ld")),
        '╰' => Glyph::Arc(Sides("ru")),
        '╯' => Glyph::Arc(Sides("lu")),
        '█' => Glyph::Block([0, 8], [0, 8]),
        '▀' => Glyph::Block([0, 8], [0, 4]),
        // Filled from the bottom by one eighth to seven.
        '▁'..='▇' => Glyph::Block([0, 8], [8 - eighths(letter, '▁'), 8]),
        // Filled from the left by seven eighths to one.
        '▉'..='▏' => Glyph::Block([0, 8 - eighths(letter, '▉')], [0, 8]),
        '░' => Glyph::Shade(1),
        '▒' => Glyph::Shade(2),
        '▓' => Glyph::Shade(3),
        _ => lines(letter).unwrap_or(Glyph::Letter),
    }
}

/// How far a letter stands behind the first of its kind, counted from one.
fn eighths(letter: char, first: char) -> u8 {
    u8::try_from(u32::from(letter) - u32::from(first) + 1).unwrap_or(0)
}

fn lines(letter: char) -> Option<Glyph> {
    let (weight, reached) = match letter {
        '─' => (Weight::Light, "lr"),
        '│' => (Weight::Light, "ud"),
        '┌' => (Weight::Light, "rd"),
        '┐' => (Weight::Light, "ld"),
        '└' => (Weight::Light, "ru"),
        '┘' => (Weight::Light, "lu"),
        '├' => (Weight::Light, "rud"),
        '┤' => (Weight::Light, "lud"),
        '┬' => (Weight::Light, "lrd"),
        '┴' => (Weight::Light, "lru"),
        '┼' => (Weight::Light, "lrud"),
        '━' => (Weight::Heavy, "lr"),
        '┃' => (Weight::Heavy, "ud"),
        '┏' => (Weight::Heavy, "rd"),
        '┓' => (Weight::Heavy, "ld"),
        '┗' => (Weight::Heavy, "ru"),
        '┛' => (Weight::Heavy, "lu"),
        '┣' => (Weight::Heavy, "rud"),
        '┫' => (Weight::Heavy, "lud"),
        '┳' => (Weight::Heavy, "lrd"),
        '┻' => (Weight::Heavy, "lru"),
        '╋' => (Weight::Heavy, "lrud"),
        '╸' => (Weight::Heavy, "l"),
        '╺' => (Weight::Heavy, "r"),
        '╹' => (Weight::Heavy, "u"),
        '╻' => (Weight::Heavy, "d"),
        _ => return None,
    };
    Some(Glyph::Lines(weight, Sides(reached)))
}
