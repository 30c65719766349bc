//! `export`: the shop's rows in a file other programs read.
//!
//! Everything is read as of one moment, a page at a time: a million customers take the room of one
//! page, and what is saved meanwhile is not in it.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::output_file::Place;
use super::{Failure, Out, Setting, json};
use crate::domain::summary::{Entry, Owed, Talk};
use crate::export::csv::{Csv, Rows};
use crate::export::ics::Ics;
use crate::export::json::Json;
use crate::export::vcard;
use crate::store::Whole;

/// The words of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// What it is written in; by the file's name where it is left out, else csv
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Which rows; whatever the format holds where it is left out
    #[arg(long, value_enum)]
    what: Option<What>,
    /// Where to.
    #[command(flatten)]
    place: Place,
}

/// What a file may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Rows for a spreadsheet, and for `import`
    Csv,
    /// Everything, whole, for another program
    Json,
    /// A calendar of what waits
    Ics,
    /// Address-book cards of the customers
    Vcard,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// Follow-ups: as CSV and as a calendar those that wait
    FollowUps,
    /// Customers and their items
    Customers,
    /// Every attempt to reach one
    Contacts,
    /// All of them: as CSV customers and what waits, which is what `import` takes
    All,
}

/// How many rows went out.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    customers: usize,
    follow_ups: usize,
    contacts: usize,
}

/// Exports them.
///
/// # Errors
/// What stood in the way; a file that was there is as it was.
pub fn run(words: &Export, setting: &Setting, out: &mut Out) -> Result<(), Failure> {
    let format = format(words, out)?;
    refuse_what_it_cannot_hold(format, words.what)?;
    let mut store = setting.store()?;
    if format == Format::Csv && words.what == Some(What::All) {
        out.warn("contacts and what is closed are in --format json, or --what contacts");
    }
    let file = words.place.file().is_some();
    let counts = words.place.write(out, |to| {
        store.whole(|whole| match format {
            Format::Csv => csv(words.what, whole, to, file, setting),
            Format::Json => json(words.what, whole, to, file, setting),
            Format::Ics => calendar(whole, to, setting),
            Format::Vcard => cards(whole, to),
        })
    })?;
    report(words, format, counts, out)
}

/// The format that was named, or that of the file's ending.
fn format(words: &Export, out: &Out) -> Result<Format, Failure> {
    let to_file = words.place.file();
    let ending = to_file.and_then(|path| path.extension());
    let ending = ending.map(|e| e.to_string_lossy().to_lowercase());
    let by_name = match ending.as_deref() {
        Some("json") => Format::Json,
        Some("ics" | "ical") => Format::Ics,
        Some("vcf" | "vcard") => Format::Vcard,
        _ if to_file.is_none() && out.is_json() => Format::Json,
        _ => Format::Csv,
    };
    let format = words.format.unwrap_or(by_name);
    if to_file.is_none() && out.is_json() && format != Format::Json {
        return Err(Failure::refused(
            "--json prints one JSON value: give -o FILE for the rows, or --format json",
        ));
    }
    Ok(format)
}

fn refuse_what_it_cannot_hold(format: Format, what: Option<What>) -> Result<(), Failure> {
    match (format, what) {
        (Format::Ics, Some(what)) if what != What::FollowUps => Err(Failure::refused(
            "a calendar holds follow-ups: give --what follow-ups, or --format csv or json",
        )),
        (Format::Vcard, Some(what)) if what != What::Customers => Err(Failure::refused(
            "an address book holds customers: give --what customers, or --format csv or json",
        )),
        _ => Ok(()),
    }
}

type To<'a> = &'a mut dyn Write;
type From<'a, 'b, 'c> = &'a mut Whole<'b, 'c>;

fn csv(
    what: Option<What>,
    whole: From<'_, '_, '_>,
    to: To<'_>,
    spreadsheet: bool,
    setting: &Setting,
) -> Result<Counts, Failure> {
    let rows = match what {
        None | Some(What::All | What::FollowUps) => Rows::Ours,
        Some(What::Customers) => Rows::Customers,
        Some(What::Contacts) => Rows::Contacts,
    };
    let mut csv = Csv::begin(to, rows, spreadsheet, setting.rules())?;
    let mut counts = Counts::default();
    match what {
        None | Some(What::All) => customers(whole, |entry| {
            counts.customers += 1;
            counts.follow_ups += entry.follow_ups.len();
            Ok(csv.entry(entry)?)
        }),
        Some(What::FollowUps) => waiting(whole, |owed| {
            counts.follow_ups += 1;
            Ok(csv.follow_up(owed)?)
        }),
        Some(What::Customers) => customers(whole, |entry| {
            counts.customers += 1;
            Ok(csv.customer(entry)?)
        }),
        Some(What::Contacts) => contacts(whole, |talk| {
            counts.contacts += 1;
            Ok(csv.contact(talk)?)
        }),
    }?;
    csv.end()?;
    Ok(counts)
}

fn json(
    what: Option<What>,
    whole: From<'_, '_, '_>,
    to: To<'_>,
    file: bool,
    setting: &Setting,
) -> Result<Counts, Failure> {
    let what = what.unwrap_or(What::All);
    let calendar = &setting.rules().calendar;
    let mut counts = Counts::default();
    let mut file = Json::begin(to, file, setting.now, setting.rules())?;
    if matches!(what, What::Customers | What::All) {
        file.list("customers")?;
        customers(whole, |entry| {
            counts.customers += 1;
            let customer = json::customer(&entry.customer, calendar);
            let items = entry.items.iter();
            let items = items.map(|i| file.whole(json::item(i), i));
            let items = items.collect::<Result<Vec<_>, _>>()?;
            Ok(file.row(json::with(customer, "items", items), &entry.customer)?)
        })?;
        file.end_list()?;
    }
    if matches!(what, What::FollowUps | What::All) {
        file.list("follow_ups")?;
        follow_ups(whole, |owed| {
            counts.follow_ups += 1;
            let shape = json::follow_up(&owed.follow_up, owed.item.as_deref(), calendar);
            let shape = json::with(shape, "item_id", owed.follow_up.item);
            Ok(file.row(shape, &owed.follow_up)?)
        })?;
        file.end_list()?;
    }
    if matches!(what, What::Contacts | What::All) {
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

fn calendar(whole: From<'_, '_, '_>, to: To<'_>, setting: &Setting) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    let mut file = Ics::begin(to, setting.now, setting.rules())?;
    waiting(whole, |owed| {
        counts.follow_ups += 1;
        Ok(file.event(owed)?)
    })?;
    file.end()?;
    Ok(counts)
}

fn cards(whole: From<'_, '_, '_>, mut to: To<'_>) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    customers(whole, |entry| {
        counts.customers += 1;
        Ok(vcard::card(&mut to, entry)?)
    })?;
    Ok(counts)
}

fn customers(
    whole: From<'_, '_, '_>,
    mut each: impl FnMut(&Entry) -> Result<(), Failure>,
) -> Result<(), Failure> {
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
    whole: From<'_, '_, '_>,
    mut each: impl FnMut(&Owed) -> Result<(), Failure>,
) -> Result<(), Failure> {
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
    whole: From<'_, '_, '_>,
    mut each: impl FnMut(&Owed) -> Result<(), Failure>,
) -> Result<(), Failure> {
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

fn contacts(
    whole: From<'_, '_, '_>,
    mut each: impl FnMut(&Talk) -> Result<(), Failure>,
) -> Result<(), Failure> {
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

/// What was written, where the rows themselves are not the answer.
fn report(words: &Export, format: Format, counts: Counts, out: &mut Out) -> Result<(), Failure> {
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
