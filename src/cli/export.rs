//! `export`: writes the shop's rows to a file for other programs.
//!
//! Everything is read from one snapshot, a page at a time: a million customers need the memory of
//! one page, and concurrent changes are not in the file.

use std::io::Write;

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::output_file::OutputArgs;
use super::{CommandContext, CommandError, CommandOutput, json};
use crate::domain::summary::{ContactRow, CustomerSummary, FollowUpRow};
use crate::export::csv::{CsvContent, CsvDialect, CsvWriter};
use crate::export::ics::{self, IcsWriter};
use crate::export::json::JsonWriter;
use crate::export::vcard;
use crate::store::SnapshotReader;

/// The arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// File format; if left out, by the file's name, else csv
    #[arg(long, value_enum)]
    format: Option<ExportFormatArg>,
    /// What to export; if left out, all that the format can hold
    #[arg(long, value_enum)]
    what: Option<ExportContent>,
    /// Where to.
    #[command(flatten)]
    place: OutputArgs,
}

/// What a file may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormatArg {
    /// Rows for a spreadsheet, and for `import`
    Csv,
    /// Everything, for another program
    Json,
    /// A calendar of the open follow-ups
    Ics,
    /// Address-book cards of the customers
    Vcard,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportContent {
    /// Follow-ups; in CSV and calendar only the open ones
    FollowUps,
    /// Customers and their items
    Customers,
    /// Every attempt to reach a customer
    Contacts,
    /// Everything; in CSV customers and open follow-ups, as `import` reads them
    All,
}

/// The number of exported rows.
#[derive(Debug, Clone, Copy, Default)]
struct ExportCounts {
    customers: usize,
    follow_ups: usize,
    contacts: usize,
}

/// Exports the rows.
///
/// # Errors
/// If the store cannot be read or the file not be written; an existing file is then unchanged.
pub fn run(
    words: &ExportArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let format = format(words, out)?;
    refuse_what_it_cannot_hold(format, words.what)?;
    let mut store = setting.store()?;
    if format == ExportFormatArg::Csv && words.what == Some(ExportContent::All) {
        out.warn("contacts and what is closed are in --format json, or --what contacts");
    }
    let file = words.place.file().is_some();
    let counts = words.place.write(out, |to| {
        store.read_snapshot(|whole| match format {
            ExportFormatArg::Csv => csv(words.what, whole, to, file, setting),
            ExportFormatArg::Json => json(words.what, whole, to, file, setting),
            ExportFormatArg::Ics => calendar(whole, to, setting),
            ExportFormatArg::Vcard => cards(whole, to),
        })
    })?;
    report(words, format, counts, out)
}

/// The given format, or that of the file name's extension.
fn format(words: &ExportArgs, out: &CommandOutput) -> Result<ExportFormatArg, CommandError> {
    let to_file = words.place.file();
    let ending = to_file.and_then(|path| path.extension());
    let ending = ending.map(|e| e.to_string_lossy().to_lowercase());
    let by_name = match ending.as_deref() {
        Some("json") => ExportFormatArg::Json,
        Some("ics" | "ical") => ExportFormatArg::Ics,
        Some("vcf" | "vcard") => ExportFormatArg::Vcard,
        _ if to_file.is_none() && out.is_json() => ExportFormatArg::Json,
        _ => ExportFormatArg::Csv,
    };
    let format = words.format.unwrap_or(by_name);
    if to_file.is_none() && out.is_json() && format != ExportFormatArg::Json {
        return Err(CommandError::refused(
            "--json prints one JSON value: give -o FILE for the rows, or --format json",
        ));
    }
    Ok(format)
}

fn refuse_what_it_cannot_hold(
    format: ExportFormatArg,
    what: Option<ExportContent>,
) -> Result<(), CommandError> {
    match (format, what) {
        (ExportFormatArg::Ics, Some(what)) if what != ExportContent::FollowUps => {
            Err(CommandError::refused(
                "a calendar holds follow-ups: give --what follow-ups, or --format csv or json",
            ))
        }
        (ExportFormatArg::Vcard, Some(what)) if what != ExportContent::Customers => {
            Err(CommandError::refused(
                "an address book holds customers: give --what customers, or --format csv or json",
            ))
        }
        _ => Ok(()),
    }
}

type ExportSink<'a> = &'a mut dyn Write;
type ExportSource<'a, 'b, 'c> = &'a mut SnapshotReader<'b, 'c>;

fn csv(
    what: Option<ExportContent>,
    whole: ExportSource<'_, '_, '_>,
    to: ExportSink<'_>,
    spreadsheet: bool,
    setting: &CommandContext,
) -> Result<ExportCounts, CommandError> {
    let rows = match what {
        None | Some(ExportContent::All | ExportContent::FollowUps) => CsvContent::FollowUps,
        Some(ExportContent::Customers) => CsvContent::Customers,
        Some(ExportContent::Contacts) => CsvContent::Contacts,
    };
    let dialect = if spreadsheet {
        CsvDialect::of_spreadsheets_in(setting.config.region.code())
    } else {
        CsvDialect::Plain
    };
    let mut csv = CsvWriter::begin(to, rows, dialect, setting.rules())?;
    let mut counts = ExportCounts::default();
    match what {
        None | Some(ExportContent::All) => customers(whole, |entry| {
            counts.customers += 1;
            counts.follow_ups += entry.follow_ups.len();
            Ok(csv.entry(entry)?)
        }),
        Some(ExportContent::FollowUps) => waiting(whole, |owed| {
            counts.follow_ups += 1;
            Ok(csv.follow_up(owed)?)
        }),
        Some(ExportContent::Customers) => customers(whole, |entry| {
            counts.customers += 1;
            Ok(csv.customer(entry)?)
        }),
        Some(ExportContent::Contacts) => contacts(whole, |talk| {
            counts.contacts += 1;
            Ok(csv.contact(talk)?)
        }),
    }?;
    csv.end()?;
    Ok(counts)
}

fn json(
    what: Option<ExportContent>,
    whole: ExportSource<'_, '_, '_>,
    to: ExportSink<'_>,
    file: bool,
    setting: &CommandContext,
) -> Result<ExportCounts, CommandError> {
    let what = what.unwrap_or(ExportContent::All);
    let calendar = &setting.rules().calendar;
    let mut counts = ExportCounts::default();
    let mut file = JsonWriter::begin(to, file, setting.now, setting.rules())?;
    if matches!(what, ExportContent::Customers | ExportContent::All) {
        file.list("customers")?;
        customers(whole, |entry| {
            counts.customers += 1;
            let customer = json::customer(&entry.customer, calendar);
            let items = entry.items.iter();
            let items = items.map(|i| file.merge_record(json::item(i), i));
            let items = items.collect::<Result<Vec<_>, _>>()?;
            Ok(file.row(json::with_field(customer, "items", items), &entry.customer)?)
        })?;
        file.end_list()?;
    }
    if matches!(what, ExportContent::FollowUps | ExportContent::All) {
        file.list("follow_ups")?;
        follow_ups(whole, |owed| {
            counts.follow_ups += 1;
            let shape = json::follow_up(&owed.follow_up, owed.item.as_deref(), calendar);
            let shape = json::with_field(shape, "item_id", owed.follow_up.item);
            Ok(file.row(shape, &owed.follow_up)?)
        })?;
        file.end_list()?;
    }
    if matches!(what, ExportContent::Contacts | ExportContent::All) {
        file.list("contacts")?;
        contacts(whole, |talk| {
            counts.contacts += 1;
            Ok(file.row(json::contact(&talk.contact, calendar), &talk.contact)?)
        })?;
        file.end_list()?;
    }
    file.end()?;
    Ok(counts)
}

fn calendar(
    whole: ExportSource<'_, '_, '_>,
    to: ExportSink<'_>,
    setting: &CommandContext,
) -> Result<ExportCounts, CommandError> {
    let mut counts = ExportCounts::default();
    let since = setting.now - ics::CANCELLED_FOR;
    let taken_back = whole.taken_back(since)?;
    let file = IcsWriter::begin(to, setting.now, setting.rules())?;
    let mut file = file.behind(taken_back.acts);
    waiting(whole, |owed| {
        counts.follow_ups += 1;
        Ok(file.event(owed)?)
    })?;
    let mut gone = taken_back.gone.iter();
    gone.try_for_each(|gone| file.cancelled(gone))?;
    closed(whole, since, |over| Ok(file.cancelled(over)?))?;
    file.end()?;
    Ok(counts)
}

fn cards(
    whole: ExportSource<'_, '_, '_>,
    mut to: ExportSink<'_>,
) -> Result<ExportCounts, CommandError> {
    let mut counts = ExportCounts::default();
    customers(whole, |entry| {
        counts.customers += 1;
        Ok(vcard::card(&mut to, entry)?)
    })?;
    Ok(counts)
}

fn customers(
    whole: ExportSource<'_, '_, '_>,
    mut each: impl FnMut(&CustomerSummary) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let mut after = 0;
    loop {
        let page = whole.customers(after)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.customer.id;
        page.iter().try_for_each(&mut each)?;
    }
}

fn follow_ups(
    whole: ExportSource<'_, '_, '_>,
    mut each: impl FnMut(&FollowUpRow) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let mut after = 0;
    loop {
        let page = whole.follow_ups(after)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.follow_up.id;
        page.iter().try_for_each(&mut each)?;
    }
}

fn waiting(
    whole: ExportSource<'_, '_, '_>,
    mut each: impl FnMut(&FollowUpRow) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let mut behind = None;
    loop {
        let page = whole.waiting(behind)?;
        let Some(last) = page.last().map(|owed| &owed.follow_up) else {
            return Ok(());
        };
        behind = Some((last.state, last.due_at, last.id));
        page.iter().try_for_each(&mut each)?;
    }
}

fn closed(
    whole: ExportSource<'_, '_, '_>,
    since: DateTime<Utc>,
    mut each: impl FnMut(&FollowUpRow) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let mut behind = None;
    loop {
        let page = whole.closed_since(since, behind)?;
        let Some(last) = page.last().map(|over| &over.follow_up) else {
            return Ok(());
        };
        behind = last.result_at.map(|at| (at, last.id));
        page.iter().try_for_each(&mut each)?;
    }
}

fn contacts(
    whole: ExportSource<'_, '_, '_>,
    mut each: impl FnMut(&ContactRow) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let mut after = 0;
    loop {
        let page = whole.contacts(after)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.contact.id;
        page.iter().try_for_each(&mut each)?;
    }
}

/// Prints what was written, unless the rows themselves went to standard output.
fn report(
    words: &ExportArgs,
    format: ExportFormatArg,
    counts: ExportCounts,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let Some(file) = words.place.name() else {
        return Ok(());
    };
    let of = |n: usize, noun: &str| {
        (n > 0).then(|| format!("{n} {noun}{}", if n == 1 { "" } else { "s" }))
    };
    let parts: Vec<String> = [
        of(counts.customers, "customer"),
        of(counts.follow_ups, "follow-up"),
        of(counts.contacts, "contact"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let what = if parts.is_empty() {
        "nothing yet".to_owned()
    } else {
        parts.join(", ")
    };
    let says = format!("Wrote {what} to “{file}”.");
    let word = format.to_possible_value();
    let answer = json!({
        "file": file,
        "format": word.as_ref().map(clap::builder::PossibleValue::get_name),
        "customers": counts.customers,
        "follow_ups": counts.follow_ups,
        "contacts": counts.contacts,
        "says": says,
    });
    out.answer(&answer, &says)
}
