//! The figures drawn in letters: shades, bars and small columns, to be read without colour too.
//!
//! Owns the sections and their order, each with its sentence; what a tone looks like is the
//! screen's or the paper's.

use chrono::NaiveDate;

use super::{FigureColumn, Figures, Grain, captions};
use crate::domain::likelihood::{AttemptCounts, CERTAIN};
use crate::domain::metrics::Metric;
use crate::domain::money::Currency;
use crate::domain::text::display_width as wide;

/// How wide a label is.
pub const LABEL: usize = 9;

/// A cell of the heat map is pulled to the average by so many tries, so that one proves little.
const PULL: i64 = 4;

/// What a line means, which colour may say besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartTone {
    /// Nothing more.
    Plain,
    /// Beside the point: axes, what the shades mean.
    Muted,
    /// As it should be.
    Good,
    /// Needs attention.
    Amber,
    /// Broken, unsafe, unhappy.
    Bad,
}

/// A line of a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartLine {
    /// What it is of.
    pub label: &'static str,
    /// The drawing itself.
    pub strokes: String,
    /// What it means.
    pub tone: ChartTone,
    /// Its number, in words where one is not enough.
    pub number: String,
}

/// A figure: what it says, and how it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartSection {
    /// What programs know it by.
    pub name: &'static str,
    /// What people know it by.
    pub title: &'static str,
    /// What it says, in a sentence.
    pub says: String,
    /// The drawing.
    pub lines: Vec<ChartLine>,
}

/// Every figure in its order, drawn in so many columns of a screen.
#[must_use]
pub fn sections(f: &Figures, width: usize, currency: &Currency) -> Vec<ChartSection> {
    let room = width.saturating_sub(LABEL + 1);
    let section = |name, title, says, lines| ChartSection {
        name,
        title,
        says,
        lines,
    };
    vec![
        section(
            "hours",
            "When people answer",
            captions::hours(f),
            heat(f, room),
        ),
        section("calls", "Calls", captions::calls(f), calls(f, room)),
        section(
            "promises",
            "Promises",
            captions::promises(f),
            promises(f, room),
        ),
        section(
            "work",
            "Work found",
            captions::work(f, currency),
            work(f, room, currency),
        ),
        section(
            "first_call",
            "From finding to first call",
            captions::waited(f),
            waited(f, room),
        ),
        section(
            "feelings",
            "Feelings",
            captions::feelings(f),
            feelings(f, room),
        ),
        section(
            "tries",
            "Tries it took to reach them",
            captions::tries(f),
            tries(f, room),
        ),
        section(
            "rang_us",
            "They rang us",
            captions::rang_us(f),
            rang_us(f, room),
        ),
        section(
            "new_customers",
            "New customers",
            captions::new(f),
            new(f, room),
        ),
    ]
}

/// A bar of a part of a whole; what is there at all is seen.
fn bar(part: i64, whole: i64, room: usize, stroke: char) -> String {
    let room = i64::try_from(room).unwrap_or(0).min(60);
    let long = part.saturating_mul(room) / whole.max(1);
    let long = usize::try_from(long.max(i64::from(part > 0))).unwrap_or(0);
    stroke.to_string().repeat(long)
}

/// Bars of parts of one whole, each with its number.
fn bars(of: &[(&'static str, i64, ChartTone)], room: usize) -> Vec<ChartLine> {
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
struct ChartAxis {
    grain: Grain,
    columns: Vec<(NaiveDate, FigureColumn)>,
    cell: usize,
}

impl ChartAxis {
    /// Beside the numbers at their ends, the largest of which is given.
    fn of(f: &Figures, at_least: Grain, room: usize, largest: i64) -> Self {
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

    fn each(&self, number: impl Fn(&FigureColumn) -> i64) -> Vec<i64> {
        self.columns.iter().map(|(_, c)| number(c)).collect()
    }
}

/// A number in every column, so many lines high at most, and the sum behind them.
struct ChartSeries {
    label: &'static str,
    tone: ChartTone,
    of: Vec<i64>,
    sum: i64,
}

impl ChartSeries {
    fn drawn(&self, across: &ChartAxis, highest: i64, lines: i64) -> Vec<ChartLine> {
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
fn axis(across: &ChartAxis) -> ChartLine {
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

/// The hours of each weekday, darker the more of those who were rung then answered.
fn heat(f: &Figures, room: usize) -> Vec<ChartLine> {
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

fn calls(f: &Figures, room: usize) -> Vec<ChartLine> {
    let AttemptCounts { tried, reached } = f.calls();
    if tried == 0 {
        return Vec::new();
    }
    let across = ChartAxis::of(f, Grain::Day, room, tried);
    let made = across.each(|c| c.calls.tried);
    let highest = made.iter().max().copied().unwrap_or(0);
    let rows = [
        ChartSeries {
            label: "calls",
            tone: ChartTone::Plain,
            of: made,
            sum: tried,
        },
        ChartSeries {
            label: "reached",
            tone: ChartTone::Good,
            of: across.each(|c| c.calls.reached),
            sum: reached,
        },
    ];
    let rows = rows.iter().flat_map(|row| row.drawn(&across, highest, 2));
    rows.chain([axis(&across)]).collect()
}

fn promises(f: &Figures, room: usize) -> Vec<ChartLine> {
    let [kept, late, open] = [0, 1, 2].map(|part| f.part(Metric::Promise, part));
    if kept + late + open == 0 {
        return Vec::new();
    }
    let of = [
        ("kept", kept, ChartTone::Good),
        ("late", late, ChartTone::Bad),
        ("not yet", open, ChartTone::Amber),
    ];
    bars(&of, room)
}

/// Work that was answered for: what was authorised, then what was not.
fn work(f: &Figures, room: usize, currency: &Currency) -> Vec<ChartLine> {
    let grave = [
        ("R red", 0, ChartTone::Bad),
        ("A amber", 1, ChartTone::Amber),
        ("G green", 2, ChartTone::Good),
    ];
    let said = |part: i64| {
        let asked = f.part(Metric::Asked, part);
        let worth = currency.show(f.part(Metric::Worth, part));
        format!("{} of {asked}, {worth}", f.part(Metric::Authorised, part))
    };
    let asked = grave.map(|(_, part, _)| f.part(Metric::Asked, part));
    let most = asked.into_iter().max().unwrap_or(0);
    let longest = grave.iter().map(|(_, part, _)| wide(&said(*part))).max();
    let room = room.saturating_sub(longest.unwrap_or(0) + 1);
    let there = grave.into_iter().zip(asked).filter(|(_, asked)| *asked > 0);
    let line = |((label, part, tone), asked): ((&'static str, i64, ChartTone), i64)| {
        let yes = bar(f.part(Metric::Authorised, part), most, room, '█');
        let all = bar(asked, most, room, '░');
        let no: String = all.chars().skip(yes.chars().count()).collect();
        ChartLine {
            label,
            strokes: yes + &no,
            tone,
            number: said(part),
        }
    };
    there.map(line).collect()
}

fn waited(f: &Figures, room: usize) -> Vec<ChartLine> {
    if f.all(Metric::Waited) == 0 {
        return Vec::new();
    }
    let of = |label, part, tone| (label, f.part(Metric::Waited, part), tone);
    let of = [
        of("in 1 h", 0, ChartTone::Good),
        of("in 4 h", 1, ChartTone::Good),
        of("in 1 d", 2, ChartTone::Plain),
        of("in 3 d", 3, ChartTone::Amber),
        of("later", 4, ChartTone::Bad),
    ];
    bars(&of, room)
}

/// By week, and by what is longer where the days are more.
fn feelings(f: &Figures, room: usize) -> Vec<ChartLine> {
    let sum = f.all(Metric::Felt);
    if sum == 0 {
        return Vec::new();
    }
    let across = ChartAxis::of(f, Grain::Week, room, sum);
    let felt = |part: usize| across.each(|c| c.felt.get(part).copied().unwrap_or(0));
    let highest = across.columns.iter().flat_map(|(_, c)| c.felt).max();
    let rows = [
        ("pleased", ChartTone::Good),
        ("fine", ChartTone::Plain),
        ("unhappy", ChartTone::Bad),
    ];
    let rows = rows.into_iter().zip(0..).flat_map(|((label, tone), part)| {
        let row = ChartSeries {
            label,
            tone,
            of: felt(part),
            sum: f.part(Metric::Felt, i64::try_from(part).unwrap_or(0)),
        };
        row.drawn(&across, highest.unwrap_or(0), 1)
    });
    rows.chain([axis(&across)]).collect()
}

fn tries(f: &Figures, room: usize) -> Vec<ChartLine> {
    if f.all(Metric::Tries) == 0 {
        return Vec::new();
    }
    let of = |label, nth, tone| (label, f.part(Metric::Tries, nth), tone);
    let of = [
        of("1st", 1, ChartTone::Good),
        of("2nd", 2, ChartTone::Good),
        of("3rd", 3, ChartTone::Plain),
        of("4th", 4, ChartTone::Plain),
        of("later", 5, ChartTone::Plain),
    ];
    bars(&of, room)
}

fn rang_us(f: &Figures, room: usize) -> Vec<ChartLine> {
    let (they, we) = (f.all(Metric::RangUs), f.calls().tried);
    if they == 0 {
        return Vec::new();
    }
    bars(
        &[
            ("they", they, ChartTone::Good),
            ("we", we, ChartTone::Plain),
        ],
        room,
    )
}

/// Whom customers sent, beside those who came by themselves.
fn sent(f: &Figures, room: usize) -> Vec<ChartLine> {
    let sent = f.all(Metric::Sent);
    if sent == 0 {
        return Vec::new();
    }
    let others = (f.all(Metric::New) - sent).max(0);
    bars(
        &[
            ("sent", sent, ChartTone::Good),
            ("by self", others, ChartTone::Plain),
        ],
        room,
    )
}

fn new(f: &Figures, room: usize) -> Vec<ChartLine> {
    let sum = f.all(Metric::New);
    if sum == 0 {
        return Vec::new();
    }
    let across = ChartAxis::of(f, Grain::Day, room, sum);
    let row = ChartSeries {
        label: "new",
        tone: ChartTone::Plain,
        of: across.each(|c| c.new),
        sum,
    };
    let highest = row.of.iter().max().copied().unwrap_or(0);
    let mut lines = row.drawn(&across, highest, 1);
    lines.push(axis(&across));
    lines.extend(sent(f, room));
    lines
}
