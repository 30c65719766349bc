//! The lines of a card in their order, for a width and the rows there are.
//!
//! Owns what is in sight where not all of it has room: the number, the first thing with its promise, and
//! all there is to say and ask about it come before anything else.

use ratatui::text::{Line, Span};

use super::heading;
use super::matters::{CardGroup, GroupRank, matters, number, number_on_one_line};
use super::past::past;
use super::talk::TalkLines;
use crate::app::App;
use crate::domain::summary::CustomerSummary;
use crate::view::row::flowed;
use crate::view::{people, popups};

/// From how many columns on what it is about stands beside the number.
pub(super) const TWO_COLUMNS: u16 = 72;

/// How high the number is.
const NUMBER: usize = 3;

/// The text of a card.
pub(super) struct CardText {
    /// Its lines, none of them wider than it.
    pub(super) lines: Vec<Line<'static>>,
    /// How many of them come before all else.
    pub(super) first: usize,
    /// What stays in sight until the card is scrolled: what they said no to, and whom they know.
    kept: Vec<Line<'static>>,
}

impl CardText {
    /// The lines that are in sight where so many rows are, from one on, and what the lower edge says
    /// in so many columns.
    pub(super) fn in_sight(
        &self,
        top: usize,
        rows: usize,
        room: usize,
    ) -> (Vec<Line<'static>>, Line<'static>) {
        let lines = self.lines.iter().skip(top);
        // What is in sight already is not said once more.
        let in_sight = |line: &Line<'static>| lines.clone().take(rows).any(|other| other == line);
        let all = self.lines.len() <= rows || self.kept.iter().all(in_sight);
        if top > 0 || all {
            return (lines.take(rows).cloned().collect(), Line::default());
        }
        // The edge has room for some of it; the rest stands above it, where that hides nothing of
        // what comes first.
        let mut on_edge = Line::raw(" ");
        let mut kept = self.kept.iter().peekable();
        while let Some(line) = kept.next_if(|line| on_edge.width() + line.width() < room) {
            let spans = line.spans.iter().cloned();
            on_edge.extend(spans.map(|span| span.patch_style(line.style)));
            on_edge.push_span(Span::raw(" "));
        }
        if on_edge.spans.len() == 1 {
            on_edge = Line::default();
        }
        let kept: Vec<_> = kept.take(rows.saturating_sub(self.first)).collect();
        let lines = lines.take(rows.saturating_sub(kept.len()));
        (lines.chain(kept).cloned().collect(), on_edge)
    }
}

/// The card of a customer: all of it where it has room, else what comes first, first.
pub(super) fn compose(app: &App, entry: &CustomerSummary, width: u16, rows: usize) -> CardText {
    let talk = TalkLines::of(app, entry, width);
    let groups = matters(app, entry);
    let past = flowed(past(app, entry, width), width);
    let head = all_beside_number(app, entry, width, &groups);
    let kept = flowed(people::lines(app, entry, width), width);
    let first = head.len() + talk.all().len();
    let lines = [head, flowed(talk.all(), width), past.clone()].concat();
    if lines.len() <= rows {
        return CardText { lines, first, kept };
    }
    let tight = TightCard {
        app,
        entry,
        width,
        rows,
    };
    let (head, rest) = tight.head_and_rest(groups, &talk);
    let first = head.len();
    // Whatever was promised is said, wherever the thing itself has room.
    let mut hidden = Vec::new();
    let mut lines = head;
    for group in rest {
        lines.extend(flowed(group.lines, width));
        hidden.extend(group.promise.filter(|_| lines.len() > rows));
    }
    lines.extend(flowed(talk.others, width));
    lines.extend(past);
    let kept = flowed(hidden, width).into_iter().chain(kept).collect();
    CardText { lines, first, kept }
}

/// The number and all it is about: beside each other in a wide card, else below each other.
fn all_beside_number(
    app: &App,
    entry: &CustomerSummary,
    width: u16,
    groups: &[CardGroup],
) -> Vec<Line<'static>> {
    let lines: Vec<Line<'static>> = groups.iter().flat_map(|g| g.lines.clone()).collect();
    if width < TWO_COLUMNS {
        return flowed([number(app, entry, width), lines].concat(), width);
    }
    let (left, right) = halves(width);
    beside(number(app, entry, left), flowed(lines, right), left)
}

/// The widths of what stands beside each other in a wide card, with two blanks between.
const fn halves(width: u16) -> (u16, u16) {
    let left = (width / 2).saturating_sub(1);
    (left, width.saturating_sub(left + 2))
}

/// Lines beside each other, those at the left of a width.
fn beside(
    at_left: Vec<Line<'static>>,
    at_right: Vec<Line<'static>>,
    left: u16,
) -> Vec<Line<'static>> {
    let rows = at_left.len().max(at_right.len());
    let mut at_left = flowed(at_left, left).into_iter();
    let mut at_right = at_right.into_iter();
    let row = |_| {
        let (begin, end) = (at_left.next().unwrap_or_default(), at_right.next());
        let Some(end) = end else { return begin };
        let gap = usize::from(left + 2).saturating_sub(begin.width());
        let styled = |line: Line<'static>| {
            let style = line.style;
            line.spans
                .into_iter()
                .map(move |span| span.patch_style(style))
        };
        let gap = Span::raw(" ".repeat(gap));
        styled(begin).chain([gap]).chain(styled(end)).collect()
    };
    (0..rows).map(row).collect()
}

/// A card that has more to say than room.
struct TightCard<'a> {
    app: &'a App,
    entry: &'a CustomerSummary,
    width: u16,
    rows: usize,
}

impl TightCard<'_> {
    /// What comes first, with the words of the first thing, and the rest of what it is about.
    fn head_and_rest(
        &self,
        groups: Vec<CardGroup>,
        talk: &TalkLines,
    ) -> (Vec<Line<'static>>, Vec<CardGroup>) {
        let (left, right) = halves(self.width);
        let wide = self.width >= TWO_COLUMNS;
        let beside_number = NUMBER.max(first_rows(&groups, right));
        let below = first_rows(&groups, self.width);
        let least = if wide { beside_number } else { NUMBER + below };
        let spaced = flowed(talk.first(), self.width);
        let said = if least + spaced.len() <= self.rows {
            spaced
        } else {
            flowed(talk.first_close(), self.width)
        };
        let free = self.rows.saturating_sub(said.len());
        if wide && beside_number <= free {
            let (head, rest) = chosen(groups, free, right);
            let head = beside(number(self.app, self.entry, left), head, left);
            return ([head, said].concat(), rest);
        }
        let large = number(self.app, self.entry, self.width);
        let number = if large.len() + below <= free {
            large
        } else {
            self.number_line()
        };
        let free = free.saturating_sub(number.len());
        // While one answers a question about the call, its words are what one reads.
        if below > free && popups::talked_with(self.app).is_some() {
            return ([number, said].concat(), groups);
        }
        let (head, rest) = chosen(groups, free, self.width);
        ([number, head, said].concat(), rest)
    }

    /// The number on a line of its own, where the card's title does not say it.
    fn number_line(&self) -> Vec<Line<'static>> {
        let (title, _) = heading(self.app, self.entry, self.width + 4);
        let number = self.entry.customer.shown_number();
        let in_title = number.is_some_and(|number| title.contains(&number));
        if in_title {
            return Vec::new();
        }
        flowed(number_on_one_line(self.app, self.entry), self.width)
    }
}

/// How many rows of a width the first thing takes.
fn first_rows(groups: &[CardGroup], width: u16) -> usize {
    let first = groups.iter().filter(|group| group.rank == GroupRank::First);
    first.map(|group| rows_of(group, width)).sum()
}

fn rows_of(group: &CardGroup, width: u16) -> usize {
    flowed(group.lines.clone(), width).len()
}

/// The lines of the groups that so many rows of a width have room for, those one has to see sooner
/// first, and the other groups. What is of the first rank has to be seen in any case.
fn chosen(groups: Vec<CardGroup>, rows: usize, width: u16) -> (Vec<Line<'static>>, Vec<CardGroup>) {
    let mut room = rows;
    let mut taken = vec![false; groups.len()];
    for rank in [GroupRank::First, GroupRank::ToKnow, GroupRank::Other] {
        let of_rank = groups.iter().zip(&mut taken);
        for (group, taken) in of_rank.filter(|(group, _)| group.rank == rank) {
            let high = rows_of(group, width);
            *taken = rank == GroupRank::First || high <= room;
            room = match (*taken, rank) {
                (true, _) => room.saturating_sub(high),
                // The other things stay in their order.
                (false, GroupRank::Other) => 0,
                (false, _) => room,
            };
        }
    }
    let (mut head, mut rest) = (Vec::new(), Vec::new());
    for (group, taken) in groups.into_iter().zip(taken) {
        if taken {
            head.extend(flowed(group.lines, width));
        } else {
            rest.push(group);
        }
    }
    (head, rest)
}
