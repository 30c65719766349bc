//! The figures drawn in letters: shades, bars and small columns, to be read without colour too.
//!
//! Owns the sections and their order, each with its sentence; what a tone looks like is the
//! screen's or the paper's.

mod heat_map;
mod strokes;

use super::{Figures, Grain, captions};
use crate::domain::likelihood::AttemptCounts;
use crate::domain::metrics::Metric;
use crate::domain::money::Currency;
use crate::domain::text::display_width as wide;
use heat_map::heat;
use strokes::{ChartAxis, ChartSeries, axis, bar, bars};

/// How wide a label is.
pub(crate) const LABEL: usize = 9;

/// What a line means, which colour may say besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChartTone {
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
pub(crate) struct ChartLine {
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
pub(crate) struct ChartSection {
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
pub(crate) fn sections(f: &Figures, width: usize, currency: &Currency) -> Vec<ChartSection> {
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
    let [kept, late, open] = f.promises();
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
