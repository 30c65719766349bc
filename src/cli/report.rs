//! `report`: the figures of a period, as sentences and bars; for a chain, all shops side by side.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use clap::Args;
use serde_json::{Map, Value, json};

use super::table::{CellTone, TextCell, TextTable};
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::figures::charts::{ChartLine, LABEL, sections};
use crate::domain::figures::{FigureColumn, Figures, Period, ReportRange};
use crate::domain::likelihood::AttemptCounts;
use crate::domain::metrics::{LAST_TRY, Metric};
use crate::domain::text::sanitize;
use crate::domain::time_format::spoken_day;
use crate::store::ShopRow;

/// The width of a chart.
const WIDTH: usize = 76;

/// The arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The first day; four weeks before the last if left out
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    from: Option<String>,
    /// The last day; today if left out
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    to: Option<String>,
    /// Every shop of the database you may see, side by side
    #[arg(long)]
    all_shops: bool,
}

/// Prints the report.
///
/// # Errors
/// If a day cannot be parsed, the store cannot be read, or the output not be written.
pub fn run(
    words: &ReportArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let period = period(words, setting)?;
    if words.all_shops {
        let shops = setting
            .store_of_all()?
            .figures_of_all(period, setting.now)?;
        return side_by_side(&shops, period, setting, out);
    }
    let mut store = setting.store()?;
    let mut figures = store.figures(period)?;
    store.read_open_promises(&mut figures, setting.now)?;
    if out.is_json() {
        let value = value(&figures, &setting.rules().shop, setting);
        return out.value(&dated(period, value));
    }
    out.whole(text(&figures, setting).as_bytes())
}

/// The period that the arguments mean.
fn period(words: &ReportArgs, setting: &CommandContext) -> Result<Period, CommandError> {
    let calendar = &setting.rules().calendar;
    let read = |phrase: &String| setting.reader().read(phrase).map(|when| when.at);
    let to = words
        .to
        .as_ref()
        .map(read)
        .transpose()?
        .unwrap_or(setting.now);
    let last = calendar.date(to);
    let Some(phrase) = &words.from else {
        return Ok(ReportRange::FourWeeks.period(last, None));
    };
    let at = read(phrase)?;
    let from = calendar.date(at);
    if from > last {
        let spoken = |at: DateTime<Utc>| spoken_day(at, setting.now, calendar);
        return Err(CommandError::refused(format!(
            "“{}” is {}, which is after the last day, {}: for a past day write the year \
             too, such as {}",
            sanitize(phrase),
            spoken(at),
            spoken(to),
            Period::back(28, last).from
        )));
    }
    Ok(Period { from, to: last })
}

/// "28 Oct 2026 to 24 Nov 2026".
fn in_words(period: Period) -> String {
    let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    format!("{} to {}", day(period.from), day(period.to))
}

/// The whole report as text.
fn text(figures: &Figures, setting: &CommandContext) -> String {
    let rules = setting.rules();
    let mut text = format!("{}, {}\n", sanitize(&rules.shop), in_words(figures.period));
    for section in sections(figures, WIDTH - 2, &rules.currency) {
        let _never = write!(text, "\n{}\n  {}\n", section.title, section.says);
        for ChartLine {
            label,
            strokes,
            number,
            ..
        } in section.lines
        {
            let line = format!("  {label:LABEL$} {strokes} {number}");
            let _never = writeln!(text, "{}", line.trim_end());
        }
    }
    text
}

/// A value with its period as the first fields.
fn dated(period: Period, value: Value) -> Value {
    let mut fields = Map::new();
    fields.insert("from".to_owned(), period.from.to_string().into());
    fields.insert("to".to_owned(), period.to.to_string().into());
    if let Value::Object(more) = value {
        fields.extend(more);
    }
    Value::Object(fields)
}

/// The figures of a shop as JSON.
fn value(f: &Figures, shop: &str, setting: &CommandContext) -> Value {
    let part = |what, part| f.part(what, part);
    let calls = f.calls();
    let [kept, late, open] = f.promises();
    let tries: Vec<i64> = (1..=LAST_TRY).map(|nth| part(Metric::Tries, nth)).collect();
    let said = sections(f, WIDTH, &setting.rules().currency);
    let said = said.into_iter().map(|s| (s.name.to_owned(), s.says.into()));
    let columns = f.columns(f.grain);
    json!({
        "shop": shop,
        "calls": calls.tried,
        "reached": calls.reached,
        "by_hour": by_hour(f),
        "by": f.grain.word(),
        "over_time": columns.iter().map(column).collect::<Vec<_>>(),
        "promises": {
            "kept": kept,
            "late": late,
            "open": open,
        },
        "work": {"red": work(f, 0), "amber": work(f, 1), "green": work(f, 2)},
        "first_call": {
            "within_1h": part(Metric::Waited, 0),
            "within_4h": part(Metric::Waited, 1),
            "within_1d": part(Metric::Waited, 2),
            "within_3d": part(Metric::Waited, 3),
            "later": part(Metric::Waited, 4),
        },
        "feelings": {
            "pleased": part(Metric::Felt, 0),
            "fine": part(Metric::Felt, 1),
            "unhappy": part(Metric::Felt, 2),
        },
        "tries": tries,
        "rang_us": f.all(Metric::RangUs),
        "new_customers": f.all(Metric::New),
        "sent": f.all(Metric::Sent),
        "says": said.collect::<Map<String, Value>>(),
    })
}

/// The hours in which calls were made.
fn by_hour(f: &Figures) -> Vec<Value> {
    let mut hours = Vec::new();
    let mut weekday = Weekday::Mon;
    for day in f.hours.iter() {
        for (hour, AttemptCounts { tried, reached }) in
            day.iter().enumerate().filter(|(_, t)| t.tried > 0)
        {
            let day = weekday.to_string().to_lowercase();
            hours.push(json!({"weekday": day, "hour": hour, "calls": tried, "reached": reached}));
        }
        weekday = weekday.succ();
    }
    hours
}

fn column((start, column): &(NaiveDate, FigureColumn)) -> Value {
    let [pleased, fine, unhappy] = column.felt;
    json!({
        "from": start.to_string(),
        "calls": column.calls.tried,
        "reached": column.calls.reached,
        "pleased": pleased,
        "fine": fine,
        "unhappy": unhappy,
        "new_customers": column.new,
    })
}

fn work(f: &Figures, part: i64) -> Value {
    json!({
        "asked": f.part(Metric::Asked, part),
        "authorised": f.part(Metric::Authorised, part),
        "worth": f.part(Metric::Worth, part),
    })
}

/// A shop's name.
fn name<'a>(shop: &'a ShopRow, setting: &'a CommandContext) -> &'a str {
    shop.name.as_deref().unwrap_or(&setting.rules().shop)
}

/// The shops side by side. For one whose counts come from an older program, the row says only that.
fn side_by_side(
    shops: &[(ShopRow, Option<Figures>)],
    period: Period,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    if out.is_json() {
        let shop = |(shop, figures): &(ShopRow, Option<Figures>)| {
            let name = name(shop, setting);
            let figures = figures.as_ref().map(|f| value(f, name, setting));
            let counted = figures.is_some();
            json::with_field(figures.unwrap_or(json!({"shop": name})), "counted", counted)
        };
        let shops: Vec<Value> = shops.iter().map(shop).collect();
        return out.value(&dated(period, json!({"shops": shops})));
    }
    out.say(&in_words(period))?;
    let mut table = TextTable::default();
    table.row(
        HEADS
            .iter()
            .map(|head| TextCell::new(head).tone(CellTone::Dim))
            .collect(),
    );
    for (shop, figures) in shops {
        let mut row = vec![TextCell::new(name(shop, setting)).tone(CellTone::Strong)];
        match figures {
            Some(figures) => row.extend(cells(figures, setting)),
            None => {
                row.push(TextCell::new("not counted yet: open its list once").tone(CellTone::Dim));
            }
        }
        table.row(row);
    }
    out.table(&table)
}

const HEADS: [&str; 12] = [
    "", "calls", "reached", "kept", "late", "not yet", "R red", "A amber", "worth", "pleased",
    "unhappy", "new",
];

fn cells(f: &Figures, setting: &CommandContext) -> Vec<TextCell> {
    let part = |what, part| f.part(what, part).to_string();
    let yes = |colour| {
        let asked = f.part(Metric::Asked, colour);
        format!("{} of {asked}", f.part(Metric::Authorised, colour))
    };
    let worth = f.part(Metric::Worth, 0) + f.part(Metric::Worth, 1);
    let calls = f.calls();
    let [kept, late, open] = f.promises();
    let numbers = [
        calls.tried.to_string(),
        calls.reached.to_string(),
        kept.to_string(),
        late.to_string(),
        open.to_string(),
        yes(0),
        yes(1),
        setting.rules().currency.show(worth),
        part(Metric::Felt, 0),
        part(Metric::Felt, 2),
        f.all(Metric::New).to_string(),
    ];
    numbers
        .into_iter()
        .map(|cell| TextCell::new(cell).right())
        .collect()
}
