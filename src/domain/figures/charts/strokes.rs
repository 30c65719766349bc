//! Bars and small columns in letters, on the columns of a screen there are.

use chrono::NaiveDate;

use super::super::{FigureColumn, Figures, Grain};
use super::{ChartLine, ChartTone};
use crate::domain::text::display_width as wide;

/// A bar of a part of a whole; what is there at all is seen.
pub(super) fn bar(part: i64, whole: i64, room: usize, stroke: char) -> String {
    let room = i64::try_from(room).unwrap_or(0).min(60);
    let long = part.saturating_mul(room) / whole.max(1);
    let long = usize::try_from(long.max(i64::from(part > 0))).unwrap_or(0);
    stroke.to_string().repeat(long)
}

/// Bars of parts of one whole, each with its number.
pub(super) fn bars(of: &[(&'static str, i64, ChartTone)], room: usize) -> Vec<ChartLine> {
    let longest = of.iter().map(|(_, n, _)| *n).max().unwrap_or(0);
    let number = longest.to_string().len() + 1;
    let line = |(label, n, tone): &(&'static str, i64, ChartTone)| ChartLine {
        label,
        strokes: bar(*n, longest, room.saturating_sub(number), '█'),
        tone: *tone,
        number: n.to_string(),
    };
    of.iter().map(line).collect()
}

/// How high each of some numbers is, in lines of eighths, the highest line first.
fn heights(of: &[i64], highest: i64, lines: i64, cell: usize) -> Vec<String> {
    const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let high = |n: i64| {
        let high = n.saturating_mul(lines * 8) / highest.max(1);
        high.max(i64::from(n > 0))
    };
    let letter = |n: i64, line: i64| {
        let part = (high(n) - line * 8).clamp(0, 8);
        let letter = usize::try_from(part).ok().and_then(|n| EIGHTHS.get(n));
        let letter = letter.copied().unwrap_or(' ').to_string();
        // A blank between columns, where there is room for one.
        let gap = usize::from(cell > 1);
        letter.repeat(cell - gap) + " ".repeat(gap).as_str()
    };
    let line = |line| of.iter().map(|n| letter(*n, line)).collect::<String>();
    (0..lines).rev().map(line).collect()
}

/// The columns of a period on the room there is, and how wide each is.
pub(super) struct ChartAxis {
    grain: Grain,
    pub(super) columns: Vec<(NaiveDate, FigureColumn)>,
    cell: usize,
}

impl ChartAxis {
    /// Beside the numbers at their ends, the largest of which is given.
    pub(super) fn of(f: &Figures, at_least: Grain, room: usize, largest: i64) -> Self {
        let room = room.saturating_sub(largest.to_string().len() + 1);
        let grain = f.fitting(at_least, room);
        let mut columns = f.columns(grain);
        // Even of years there may be more than there is room for.
        columns.drain(..columns.len().saturating_sub(room.max(1)));
        let cell = (room / columns.len().max(1)).clamp(1, 6);
        Self {
            grain,
            columns,
            cell,
        }
    }

    pub(super) fn each(&self, number: impl Fn(&FigureColumn) -> i64) -> Vec<i64> {
        self.columns.iter().map(|(_, c)| number(c)).collect()
    }
}

/// A number in every column, so many lines high at most, and the sum behind them.
pub(super) struct ChartSeries {
    pub(super) label: &'static str,
    pub(super) tone: ChartTone,
    pub(super) of: Vec<i64>,
    pub(super) sum: i64,
}

impl ChartSeries {
    pub(super) fn drawn(&self, across: &ChartAxis, highest: i64, lines: i64) -> Vec<ChartLine> {
        let line = |strokes| ChartLine {
            label: "",
            strokes,
            tone: self.tone,
            number: String::new(),
        };
        let heights = heights(&self.of, highest, lines, across.cell);
        let mut drawn: Vec<ChartLine> = heights.into_iter().map(line).collect();
        if let Some(last) = drawn.last_mut() {
            last.label = self.label;
            last.number = self.sum.to_string();
        }
        drawn
    }
}

/// Which days the first and the last column are.
pub(super) fn axis(across: &ChartAxis) -> ChartLine {
    let short = |(day, _): &(NaiveDate, FigureColumn)| match across.grain {
        Grain::Day | Grain::Week => day.format("%-d %b").to_string(),
        Grain::Month | Grain::Quarter => day.format("%b %Y").to_string(),
        Grain::Year => day.format("%Y").to_string(),
    };
    let of = &across.columns;
    let first = of.first().map(short).unwrap_or_default();
    let last = of.last().map(short).unwrap_or_default();
    let whole = of.len() * across.cell - usize::from(across.cell > 1);
    let strokes = match whole.saturating_sub(wide(&first) + wide(&last)) {
        0 => first,
        gap => format!("{first}{}{last}", " ".repeat(gap)),
    };
    ChartLine {
        label: "",
        strokes,
        tone: ChartTone::Muted,
        number: String::new(),
    }
}
