//! A screen as an SVG file: words as text, each in its own columns so that no font's widths can
//! shift one; lines and blocks as shapes; the colours of the palette that every terminal has alike.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::glyph::{self, Glyph, Sides, Weight};

/// The size of a cell; even numbers, so that halves and eighths stay short.
const CELL: (u32, u32) = (9, 18);

/// The room around the screen.
const MARGIN: u32 = 12;

/// Where a word's letters stand, from the top of the cell.
const BASELINE: u32 = 14;

/// The shapes of one colour, as the data of paths.
#[derive(Debug, Default)]
struct Shapes {
    light: String,
    heavy: String,
    /// By the quarters of the colour that fill it: a shade's one to three, four for all of it.
    fills: BTreeMap<u8, String>,
}

/// What is drawn, in the order of the layers.
#[derive(Debug, Default)]
struct Layers {
    grounds: BTreeMap<String, String>,
    shapes: BTreeMap<String, Shapes>,
    words: String,
}

/// What a run of cells has alike.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    ink: String,
    ground: String,
    bold: bool,
    struck: bool,
}

/// The whole picture.
pub(crate) fn of(buffer: &Buffer, title: &str) -> String {
    let area = buffer.area;
    let paper = hex(buffer.content[0].bg);
    let mut layers = Layers::default();
    for (y, row) in buffer.content.chunks(area.width.into()).enumerate() {
        layers.row(y, row, &paper);
    }
    let width = u32::from(area.width) * CELL.0 + 2 * MARGIN;
    let height = u32::from(area.height) * CELL.1 + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{}</title>\n\
         <style>text{{font:15px ui-monospace,\"SF Mono\",Menlo,Consolas,\"DejaVu Sans Mono\",monospace}} \
         .b{{font-weight:bold}} .l{{fill:none;stroke-width:1.2}} .h{{fill:none;stroke-width:3}}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"{paper}\"/>\n",
        escaped(title)
    );
    layers.write(&mut svg);
    svg.push_str("</svg>\n");
    svg
}

impl Layers {
    /// Draws a row of cells.
    fn row(&mut self, y: usize, row: &[Cell], paper: &str) {
        let top = px(y, CELL.1);
        let mut column = 0;
        while let Some(cell) = row.get(column) {
            let look = look(cell);
            let run = letters(row, column, |other| self::look(other) == look);
            let columns = run.iter().map(|(_, width)| width).sum::<usize>();
            let (left, width) = (px(column, CELL.0), size(columns, CELL.0));
            if look.ground != paper {
                let ground = self.grounds.entry(look.ground.clone()).or_default();
                block(ground, [left, top], [width, CELL.1]);
            }
            self.run(&run, column, top, &look);
            column += columns;
        }
    }

    /// Draws a run of letters that look alike: what is the same again beside itself in one piece.
    fn run(&mut self, run: &[(&str, usize)], start: usize, top: u32, look: &Look) {
        let mut column = start;
        let mut rest = run;
        while let Some((symbol, width)) = rest.first() {
            let glyph = glyph::of(symbol);
            let alike = |other: &&(&str, usize)| match glyph {
                Glyph::Letter => glyph::of(other.0) == Glyph::Letter,
                _ => other.0 == *symbol,
            };
            let count = match glyph {
                Glyph::Arc(_) => 1,
                _ => rest.iter().take_while(alike).count(),
            };
            let (piece, after) = rest.split_at(count);
            let columns = if glyph == Glyph::Letter {
                piece.iter().map(|(_, width)| width).sum()
            } else {
                count * width
            };
            if glyph == Glyph::Letter {
                let word: String = piece.iter().map(|(symbol, _)| *symbol).collect();
                self.word(&word, px(column, CELL.0), top, size(columns, CELL.0), look);
            } else {
                let shapes = self.shapes.entry(look.ink.clone()).or_default();
                shapes.add(glyph, px(column, CELL.0), top, count);
            }
            column += columns;
            rest = after;
        }
        self.strike(run, start, top, look);
    }

    fn word(&mut self, word: &str, x: u32, top: u32, width: u32, look: &Look) {
        let bold = if look.bold { " class=\"b\"" } else { "" };
        let (y, ink) = (top + BASELINE, &look.ink);
        writeln!(
            self.words,
            "<text x=\"{x}\" y=\"{y}\" fill=\"{ink}\" textLength=\"{width}\" \
             lengthAdjust=\"spacingAndGlyphs\"{bold}>{}</text>",
            escaped(word)
        )
        .unwrap();
    }

    /// The line through what is done, from its first letter to its last.
    fn strike(&mut self, run: &[(&str, usize)], start: usize, top: u32, look: &Look) {
        let blank = |(symbol, _): &&(&str, usize)| symbol.trim().is_empty();
        let before: usize = run.iter().take_while(blank).map(|(_, w)| w).sum();
        let after: usize = run.iter().rev().take_while(blank).map(|(_, w)| w).sum();
        let whole: usize = run.iter().map(|(_, w)| w).sum();
        if !look.struck || before == whole {
            return;
        }
        let (x, y) = (px(start + before, CELL.0), top + CELL.1 / 2);
        let width = size(whole - before - after, CELL.0);
        let shapes = self.shapes.entry(look.ink.clone()).or_default();
        writeln!(shapes.light, "M{x} {y}h{width}").unwrap();
    }

    fn write(&self, svg: &mut String) {
        for (ground, data) in &self.grounds {
            writeln!(svg, "<path fill=\"{ground}\" d=\"\n{data}\"/>").unwrap();
        }
        for (ink, shapes) in &self.shapes {
            for (quarters, data) in &shapes.fills {
                let opacity = f32::from(*quarters) / 4.0;
                writeln!(
                    svg,
                    "<path fill=\"{ink}\" opacity=\"{opacity}\" d=\"\n{data}\"/>"
                )
                .unwrap();
            }
            for (class, data) in [("l", &shapes.light), ("h", &shapes.heavy)] {
                if !data.is_empty() {
                    writeln!(
                        svg,
                        "<path class=\"{class}\" stroke=\"{ink}\" d=\"\n{data}\"/>"
                    )
                    .unwrap();
                }
            }
        }
        svg.push_str(&self.words);
    }
}

impl Shapes {
    /// Adds a glyph, so many times beside itself.
    fn add(&mut self, glyph: Glyph, x: u32, top: u32, count: usize) {
        let width = size(count, CELL.0);
        match glyph {
            Glyph::Blank | Glyph::Letter => {}
            Glyph::Shade(quarters) => {
                let data = self.fills.entry(quarters).or_default();
                block(data, [x, top], [width, CELL.1]);
            }
            Glyph::Block(across, down) => {
                let data = self.fills.entry(4).or_default();
                part(data, [x, top], across, down, count);
            }
            Glyph::Arc(sides) => arc(&mut self.light, x, top, sides),
            Glyph::Lines(weight, sides) => {
                let data = match weight {
                    Weight::Light => &mut self.light,
                    Weight::Heavy => &mut self.heavy,
                };
                lines(data, [x, top], sides, count);
            }
        }
    }
}

/// A rectangle.
fn block(data: &mut String, [x, y]: [u32; 2], [width, height]: [u32; 2]) {
    writeln!(data, "M{x} {y}h{width}v{height}h-{width}z").unwrap();
}

/// A part of a cell, in eighths; one that fills its columns, once for all of them.
fn part(data: &mut String, [x, top]: [u32; 2], across: [u8; 2], down: [u8; 2], count: usize) {
    let eighths = |of: u32, n: u8| f64::from(of) * f64::from(n) / 8.0;
    let tiles = if across == [0, 8] { 1 } else { count };
    let each = count / tiles;
    for tile in 0..tiles {
        let x = f64::from(x) + f64::from(size(tile * each, CELL.0)) + eighths(CELL.0, across[0]);
        let width = eighths(size(each, CELL.0), across[1]) - eighths(size(each, CELL.0), across[0]);
        let y = f64::from(top) + eighths(CELL.1, down[0]);
        let height = eighths(CELL.1, down[1]) - eighths(CELL.1, down[0]);
        writeln!(data, "M{x} {y}h{width}v{height}h-{width}z").unwrap();
    }
}

/// The middle of a cell.
fn middle(x: u32, top: u32) -> (f64, u32) {
    (f64::from(x) + f64::from(CELL.0) / 2.0, top + CELL.1 / 2)
}

/// A rounded corner.
fn arc(data: &mut String, x: u32, top: u32, sides: Sides) {
    let (across, down) = middle(x, top);
    let side = if sides.right() { x + CELL.0 } else { x };
    let (from, bend) = if sides.down() {
        (top + CELL.1, down + 5)
    } else {
        (top, down - 5)
    };
    writeln!(
        data,
        "M{across} {from}V{bend}Q{across} {down} {side} {down}"
    )
    .unwrap();
}

/// Straight lines through the middle of a cell, or of several where they only go across.
fn lines(data: &mut String, [x, top]: [u32; 2], sides: Sides, count: usize) {
    if sides.left() && sides.right() && !sides.up() && !sides.down() {
        let (y, width) = (top + CELL.1 / 2, size(count, CELL.0));
        writeln!(data, "M{x} {y}h{width}").unwrap();
        return;
    }
    for n in 0..count {
        let x = x + size(n, CELL.0);
        let (across, down) = middle(x, top);
        let (right, bottom) = (x + CELL.0, top + CELL.1);
        // One line from side to side where there are two, so that a corner is joined.
        let upright = match (sides.up(), sides.down()) {
            (true, true) => format!("M{across} {top}V{bottom}"),
            (true, false) => format!("M{across} {top}V{down}"),
            (false, true) => format!("M{across} {bottom}V{down}"),
            (false, false) => format!("M{across} {down}"),
        };
        let flat = match (sides.left(), sides.right()) {
            (true, true) => format!("M{x} {down}H{right}"),
            (true, false) if sides.up() && sides.down() => format!("M{across} {down}H{x}"),
            (false, true) if sides.up() && sides.down() => format!("M{across} {down}H{right}"),
            (true, false) => format!("H{x}"),
            (false, true) => format!("H{right}"),
            (false, false) => String::new(),
        };
        writeln!(data, "{upright}{flat}").unwrap();
    }
}

/// The letters from a column on that have something alike, with the columns each takes.
fn letters(row: &[Cell], start: usize, alike: impl Fn(&Cell) -> bool) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut column = start;
    while let Some(cell) = row.get(column).filter(|cell| alike(cell)) {
        let width = cell.symbol().width().max(1);
        found.push((cell.symbol(), width));
        column += width;
    }
    found
}

/// How a cell looks. A style this file cannot draw fails: the picture would not be true.
fn look(cell: &Cell) -> Look {
    let drawn = Modifier::BOLD | Modifier::REVERSED | Modifier::CROSSED_OUT;
    assert!(
        drawn.contains(cell.modifier),
        "cannot draw {:?}",
        cell.modifier
    );
    let (mut ink, mut ground) = (hex(cell.fg), hex(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    Look {
        ink,
        ground,
        bold: cell.modifier.contains(Modifier::BOLD),
        struck: cell.modifier.contains(Modifier::CROSSED_OUT),
    }
}

/// What every terminal shows for an index of the palette of 256, from 16 on.
fn hex(color: Color) -> String {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let [red, green, blue] = match color {
        Color::Indexed(n @ 16..=231) => {
            [36, 6, 1].map(|side| STEPS[usize::from((n - 16) / side % 6)])
        }
        Color::Indexed(n @ 232..) => [8 + 10 * (n - 232); 3],
        other => panic!("{other} is the terminal's own: nobody knows how it looks"),
    };
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn size(cells: usize, of: u32) -> u32 {
    u32::try_from(cells).unwrap() * of
}

/// Where a column or a row begins.
fn px(cells: usize, of: u32) -> u32 {
    MARGIN + size(cells, of)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;")
}
