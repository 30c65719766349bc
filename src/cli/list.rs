//! `list`: who is to be rung, in order.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::table::{CellTone, TextCell, TextTable};
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::claim::Claim;
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, FollowUpState, Severity};
use crate::domain::hours::Calendar;
use crate::domain::queue::{Standing, short_time};
use crate::domain::text::{fold_for_search, sanitize};
use crate::domain::time_format::{promise_distance, promise_words, stretch};
use crate::store::{Cursor, CustomerSummary, Seek, Store, StoreError};

/// How many rows are read in one go.
const PAGE: usize = 200;

/// Why somebody is in the list whose tries ran out.
pub(super) const LET_GO: &str = "no tries left: stop trying?";

/// The words of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Which calls to show
    #[arg(long, value_enum, default_value_t = DueFilter::Today)]
    due: DueFilter,
    /// Only those this person should ring
    #[arg(long, value_name = "STAFF")]
    owner: Option<String>,
    /// Show at most N
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Which customers are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DueFilter {
    /// Today's list
    Today,
    /// Only those due now
    Overdue,
    /// Today's list, then who comes up within seven days
    Week,
    /// Today's list, then everybody with something open or to decide
    All,
}

/// Lists them.
///
/// # Errors
/// Why the store cannot be opened, read or written.
pub fn run(
    words: &ListArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut store = setting.store()?;
    let entries = gather(words, &mut store, setting)?;
    if out.is_json() {
        let row = |entry| json::row(entry, setting.now, setting.rules());
        return out.value(&Value::Array(entries.iter().map(row).collect()));
    }
    if entries.is_empty() {
        return out.say("Nobody to call.");
    }
    let mut table = TextTable::default();
    for entry in &entries {
        table.row(cells(entry, setting));
    }
    out.table(&table)
}

/// The customers asked for, each once, in the list's order.
fn gather(
    words: &ListArgs,
    store: &mut Store,
    setting: &CommandContext,
) -> Result<Vec<CustomerSummary>, StoreError> {
    let now = setting.now;
    let mut kept = ListCollector::new(words);
    pages(
        |from| store.today(now, from, PAGE),
        |entry| {
            if words.due == DueFilter::Overdue && !overdue(&entry, setting) {
                return !kept.full();
            }
            kept.offer(entry)
        },
    )?;
    let last = match words.due {
        DueFilter::Today | DueFilter::Overdue => return Ok(kept.entries),
        DueFilter::Week => setting
            .rules()
            .calendar
            .date(now)
            .checked_add_days(Days::new(7)),
        DueFilter::All => Some(NaiveDate::MAX),
    };
    pages(
        |from| store.ahead(now, from, PAGE),
        |row| match row.entry.list_keys(setting.rules()).enters_on {
            _ if words.due == DueFilter::All => kept.offer(row.entry),
            _ if row.let_go => !kept.full(),
            Some(day) if Some(day) <= last => kept.offer(row.entry),
            // They come by the day they enter on: nobody after this one enters sooner.
            _ => false,
        },
    )?;
    Ok(kept.entries)
}

/// Reads page after page until nothing is left, or the rows are enough.
fn pages<T>(
    mut page: impl FnMut(&Seek) -> Result<Vec<(Cursor, T)>, StoreError>,
    mut go_on: impl FnMut(T) -> bool,
) -> Result<(), StoreError> {
    let mut from = Seek::Start;
    loop {
        let rows = page(&from)?;
        let Some((key, _)) = rows.last() else {
            return Ok(());
        };
        from = Seek::After(key.clone());
        for (_, row) in rows {
            if !go_on(row) {
                return Ok(());
            }
        }
    }
}

/// The rows that are wanted.
struct ListCollector {
    entries: Vec<CustomerSummary>,
    seen: BTreeSet<Id>,
    owner: Option<String>,
    limit: usize,
}

impl ListCollector {
    fn new(words: &ListArgs) -> Self {
        Self {
            entries: Vec::new(),
            seen: BTreeSet::new(),
            owner: words
                .owner
                .as_deref()
                .map(|o| fold_for_search(&sanitize(o))),
            limit: words.limit.unwrap_or(usize::MAX),
        }
    }

    /// Keeps a row if it is wanted; whether more are.
    fn offer(&mut self, entry: CustomerSummary) -> bool {
        let theirs = |f: &FollowUp| f.owner.as_deref().map(fold_for_search) == self.owner;
        let wanted = self.owner.is_none() || entry.follow_ups.iter().any(theirs);
        if wanted && !self.full() && self.seen.insert(entry.customer.id) {
            self.entries.push(entry);
        }
        !self.full()
    }

    fn full(&self) -> bool {
        self.entries.len() >= self.limit
    }
}

fn overdue(entry: &CustomerSummary, setting: &CommandContext) -> bool {
    let (standing, since) = entry.stand(setting.now, setting.rules());
    let due = matches!(standing, Standing::Promise | Standing::Red | Standing::Due);
    due && since < setting.now
}

/// Since when somebody waits to be let go, where nothing else is open of theirs.
pub(super) fn to_be_let_go(entry: &CustomerSummary) -> Option<DateTime<Utc>> {
    let waiting = |f: &&FollowUp| f.state == FollowUpState::LetGo;
    let due = entry
        .follow_ups
        .iter()
        .filter(waiting)
        .map(|f| f.due_at)
        .min();
    due.filter(|_| {
        entry
            .follow_ups
            .iter()
            .all(|f| f.state == FollowUpState::LetGo)
    })
}

/// A row for people: since when, whom, what about, how much, how grave, the number.
fn cells(entry: &CustomerSummary, setting: &CommandContext) -> Vec<TextCell> {
    let (now, rules) = (setting.now, setting.rules());
    let (standing, since) = entry.stand(now, rules);
    let urgent = entry.urgent(now).or(entry.follow_ups.first());
    let more = entry.follow_ups.len().saturating_sub(1);
    let more = if more > 0 {
        format!("+{more}")
    } else {
        String::new()
    };
    let rung = entry.claim.as_ref().map(Claim::short);
    let dimmed = rung.or_else(|| entry.why_not_callable(now, rules).map(|d| d.short));
    let name = CellTone::Strong;
    let number = entry.customer.shown_number().unwrap_or_default();
    let price = urgent.and_then(|f| f.quote).map(|q| rules.currency.show(q));
    vec![
        time(standing, since, entry, setting).right(),
        TextCell::new(entry.customer.id.to_string())
            .tone(CellTone::Dim)
            .right(),
        TextCell::new(&entry.customer.name).tone(if dimmed.is_some() {
            CellTone::Dim
        } else {
            name
        }),
        TextCell::new(more),
        TextCell::new(urgent.map_or("", |f| f.about.as_str())),
        TextCell::new(price.unwrap_or_default()).right(),
        mark(standing, urgent, entry),
        promise(urgent, now, &rules.calendar),
        TextCell::new(number),
        TextCell::new(dimmed.unwrap_or_default()).tone(CellTone::Dim),
    ]
}

fn time(
    standing: Standing,
    since: DateTime<Utc>,
    entry: &CustomerSummary,
    setting: &CommandContext,
) -> TextCell {
    let (now, calendar) = (setting.now, &setting.rules().calendar);
    if to_be_let_go(entry).is_some() {
        return TextCell::new("stop trying?");
    }
    match standing {
        Standing::Promise => {
            let distance = TextCell::new(promise_distance(since, now));
            if since < now {
                distance.tone(CellTone::Red)
            } else {
                distance
            }
        }
        Standing::Red | Standing::Due => TextCell::new(stretch((now - since).num_minutes())),
        _ => TextCell::new(short_time(since, now, calendar)),
    }
}

/// What was promised about what is most urgent: "promised by 16:00", "promise missed 09:18".
fn promise(urgent: Option<&FollowUp>, now: DateTime<Utc>, calendar: &Calendar) -> TextCell {
    let by = urgent.and_then(FollowUp::promise_open);
    let words = by.map(|by| promise_words(by, now, calendar));
    let cell = TextCell::new(words.unwrap_or_default());
    if by.is_some_and(|by| by < now) {
        cell.tone(CellTone::Red)
    } else {
        cell
    }
}

fn mark(standing: Standing, urgent: Option<&FollowUp>, entry: &CustomerSummary) -> TextCell {
    let grave = urgent.and_then(|f| f.severity);
    match grave {
        Some(grave) => severity(grave),
        None if to_be_let_go(entry).is_some() => TextCell::new(""),
        None => TextCell::new(standing.word()),
    }
}

/// A severity by letter and word as well as colour.
pub(super) fn severity(severity: Severity) -> TextCell {
    let tone = match severity {
        Severity::Red => CellTone::Red,
        Severity::Amber => CellTone::Amber,
        Severity::Green => CellTone::Green,
    };
    TextCell::new(format!("{} {severity}", severity.letter())).tone(tone)
}
