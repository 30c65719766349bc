//! The QR code for ringing a number from a telephone: two rows of modules per row of the screen.

use std::cell::RefCell;
use std::rc::Rc;

use super::row::put_all;
use super::theme;
use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::{Color as Module, EcLevel};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// The width of the quiet zone in modules (ISO/IEC 18004, 6.3.8): readers look for it.
const QUIET: usize = 4;

thread_local! {
    /// The code that was made last, and for which number: the same
    /// number is drawn many times.
    static LAST: RefCell<Option<(String, Option<Code>)>> = const { RefCell::new(None) };
}

/// The rows of a code.
type Code = Rc<[String]>;

/// The code for a number, made once while that number is drawn.
fn code(number: &str) -> Option<Code> {
    LAST.with_borrow_mut(|last| match last {
        Some((of, code)) if of == number => code.clone(),
        _ => {
            let code = rows(number).map(Code::from);
            *last = Some((number.to_owned(), code.clone()));
            code
        }
    })
}

/// The rows of the code for a number in E.164; `None` for any other text.
fn rows(number: &str) -> Option<Vec<String>> {
    let digits = number.strip_prefix('+')?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let modules = modules(format!("tel:{number}").as_bytes())?;
    let width = modules.len().isqrt();
    let dark = |x: usize, y: usize| {
        let inside = |n: usize| n.checked_sub(QUIET).filter(|n| *n < width);
        let place = inside(x).zip(inside(y)).map(|(x, y)| y * width + x);
        place.is_some_and(|n| modules.get(n) == Some(&Module::Dark))
    };
    let size = width + 2 * QUIET;
    let row = |y: usize| {
        let cell = |x: usize| match (dark(x, y), dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        (0..size).map(cell).collect()
    };
    Some((0..size).step_by(2).map(row).collect())
}

/// The modules of a code for a text, row by row; `None` for a text that no code has room for.
///
/// The mask is one of the eight that a reader knows, and not the best of them: to weigh all eight takes
/// longer than the rest of the frame, and is meant for print that may be smeared.
fn modules(text: &[u8]) -> Option<Vec<Module>> {
    let level = EcLevel::L;
    let bits = encode_auto(text, level).ok()?;
    let version = bits.version();
    let (words, correction) = construct_codewords(&bits.into_bytes(), version, level).ok()?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&words, &correction);
    canvas.apply_mask(MaskPattern::Checkerboard);
    Some(canvas.into_colors())
}

/// Draws the code at the bottom of an area, if there is room below the `taken` rows.
pub(super) fn render(frame: &mut Frame<'_>, area: Rect, taken: usize, number: &str) {
    let Some(rows) = code(number) else { return };
    let width = rows.first().map_or(0, |row| row.chars().count());
    let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(rows.len())) else {
        return;
    };
    let free = usize::from(area.height).saturating_sub(taken);
    if width > area.width || usize::from(height) > free {
        return;
    }
    let here = Rect {
        x: area.x,
        y: area.bottom() - height,
        width,
        height,
    };
    let lines: Vec<Line<'_>> = rows
        .iter()
        .map(|row| Line::styled(row.as_str(), theme::CODE))
        .collect();
    put_all(frame, here, &lines);
}

#[cfg(test)]
mod tests {
    use super::rows;

    /// Decodes the rows as a reader would: each module eight pixels wide, dark if it is set.
    fn read(rows: &[String]) -> String {
        let lines: Vec<Vec<bool>> = rows
            .iter()
            .flat_map(|row| {
                let ink = |of: &'static [char]| row.chars().map(|c| of.contains(&c)).collect();
                [ink(&['█', '▀']), ink(&['█', '▄'])]
            })
            .collect();
        let (width, height) = (lines[0].len() * 8, lines.len() * 8);
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            if lines[y / 8][x / 8] { 0 } else { 255 }
        });
        let found = seen.detect_grids();
        assert_eq!(found.len(), 1, "one code is found");
        found[0].decode().unwrap().1
    }

    #[test]
    fn a_reader_finds_the_number_in_it() {
        for number in [
            "+442079460123",
            "+353861234567",
            "+12015550123",
            "+8613800138000",
        ] {
            assert_eq!(read(&rows(number).unwrap()), format!("tel:{number}"));
        }
    }

    #[test]
    fn what_is_no_whole_number_has_no_code() {
        for number in ["…123", "020 7946 0123", "+", "+44 20"] {
            assert_eq!(rows(number), None, "{number}");
        }
    }
}
