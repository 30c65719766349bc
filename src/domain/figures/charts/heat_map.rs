//! The heat map: the hours of each weekday, shaded by how many of those who were rung answered.

use super::super::Figures;
use super::{ChartLine, ChartTone};
use crate::domain::likelihood::{AttemptCounts, CERTAIN};

/// A cell of the heat map is pulled to the average by so many tries, so that one proves little.
const PULL: i64 = 4;

/// The hours of each weekday, darker the more of those who were rung then answered.
pub(super) fn heat(f: &Figures, room: usize) -> Vec<ChartLine> {
    let by_hour = f.by_hour();
    let called = |(_, t): &(usize, &AttemptCounts)| t.tried > 0;
    let mut hours = by_hour
        .iter()
        .enumerate()
        .filter(called)
        .map(|(hour, _)| hour);
    let Some(first) = hours.next() else {
        return Vec::new();
    };
    let last = hours.next_back().unwrap_or(first);
    let count = last - first + 1;
    let whole = f.calls();
    let usual = whole.reached * CERTAIN / whole.tried.max(1);
    // Beside each day stands its "12 of 34", where there is room for that.
    let number = format!(" {0} of {0}", whole.tried).len();
    let beside = Some(room.saturating_sub(number)).filter(|left| *left >= count);
    let cell = (beside.unwrap_or(room) / count).clamp(1, 6);
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let line = |(label, hours): (&'static str, &[AttemptCounts; 24])| {
        let cells = hours.iter().skip(first).take(count);
        let strokes = cells.map(|t| shade(*t, usual).to_string().repeat(cell));
        let sum = hours
            .iter()
            .copied()
            .fold(AttemptCounts::default(), AttemptCounts::and);
        let shown = beside.is_some() && sum.tried > 0;
        let number = shown.then(|| format!("{} of {}", sum.reached, sum.tried));
        ChartLine {
            label,
            strokes: strokes.collect(),
            tone: ChartTone::Good,
            number: number.unwrap_or_default(),
        }
    };
    let mut lines = vec![clock(first, count, cell)];
    lines.extend(days.into_iter().zip(f.hours.iter()).map(line));
    lines.push(ChartLine {
        label: "",
        strokes: "·░▒▓█ from hardly any to nearly all".to_owned(),
        tone: ChartTone::Muted,
        number: String::new(),
    });
    lines
}

/// The hours above a heat map, as many as stand apart.
fn clock(first: usize, count: usize, cell: usize) -> ChartLine {
    let each = 3_usize.div_ceil(cell);
    let hour = |n: usize| {
        if n.is_multiple_of(each) {
            format!("{:<1$}", first + n, cell * each.min(count - n))
        } else {
            String::new()
        }
    };
    ChartLine {
        label: "",
        strokes: (0..count).map(hour).collect(),
        tone: ChartTone::Muted,
        number: String::new(),
    }
}

/// How dark an hour is; nothing where nobody was rung.
fn shade(tries: AttemptCounts, usual: i64) -> char {
    if tries.tried == 0 {
        return ' ';
    }
    match tries.pulled(usual, PULL) * 5 / CERTAIN {
        ..=0 => '·',
        1 => '░',
        2 => '▒',
        3 => '▓',
        _ => '█',
    }
}
