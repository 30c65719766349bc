//! Properties: whatever customers a shop has, what it exports as CSV and imports is the same
//! customers, with the same things to ring them about at the same instants.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use std::path::Path;
use std::process::Command;

use checkback::domain::draft::{Draft, Reason};
use checkback::domain::follow_up::{FollowUpKind, Severity};
use checkback::domain::phone::{self, Region};
use checkback::domain::summary::CustomerSummary;
use checkback::domain::text::{sanitize, sanitize_note};
use checkback::store::Store;
use chrono::{DateTime, Utc};
use common::Shop;
use proptest::prelude::*;

const NOW: &str = "2026-11-24T10:42:00Z";

/// What a spreadsheet, a separator, a quotation mark or a guard makes trouble with.
const NASTY: [&str; 32] = [
    "=",
    "+",
    "-",
    "@",
    "'",
    "''",
    "'=",
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r\n",
    "\r",
    "\\",
    "\u{ff1d}",
    "\u{feff}",
    "\u{2028}",
    "\u{202e}",
    "é",
    "e\u{301}",
    "ß",
    "電池",
    "فحص",
    "👩\u{200d}🔧",
    "\u{a0}",
    "#",
    "0012",
    "1e5",
    " ",
];

fn text() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        3 => prop::sample::select(&NASTY[..]).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 ]{1,6}",
        1 => any::<char>().prop_filter("no NUL", |c| *c != '\0').prop_map(String::from),
    ];
    prop::collection::vec(bit, 0..8).prop_map(|bits| bits.concat())
}

/// A follow-up as numbers and texts.
#[derive(Debug, Clone)]
struct FollowUpSample {
    about: String,
    item: Option<usize>,
    kind: usize,
    severity: Option<usize>,
    quote: Option<i64>,
    due: i64,
    promise: Option<i64>,
    owner: String,
    note: String,
}

/// A customer likewise.
#[derive(Debug, Clone)]
struct CustomerSample {
    name: String,
    phone: Option<usize>,
    email: Option<usize>,
    line: String,
    items: Vec<String>,
    calls: Vec<FollowUpSample>,
}

/// Any instant of some hundred years, to the millisecond.
fn instant() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => -1_000_000_000_000..5_000_000_000_000_i64,
        // The hour the clocks show twice.
        1 => (0..7_200_000_i64).prop_map(|ms| 1_792_886_400_000 + ms),
    ]
}

fn call() -> impl Strategy<Value = FollowUpSample> {
    let texts = (text(), text(), text());
    let more = (
        prop::option::of(0..3_usize),
        0..FollowUpKind::ALL.len(),
        prop::option::of(0..Severity::ALL.len()),
        prop::option::of(0..10_000_000_i64),
        instant(),
        prop::option::of(0..1_000_000_000_i64),
    );
    (texts, more).prop_map(
        |((about, owner, note), (item, kind, severity, quote, due, promise))| FollowUpSample {
            about,
            item,
            kind,
            severity,
            quote,
            due,
            promise,
            owner,
            note,
        },
    )
}

fn person() -> impl Strategy<Value = CustomerSample> {
    (
        text(),
        prop::option::weighted(0.8, 0..4_usize),
        prop::option::of(0..4_usize),
        text(),
        prop::collection::vec(text(), 0..3),
        prop::collection::vec(call(), 0..4),
    )
        .prop_map(|(name, phone, email, line, items, calls)| CustomerSample {
            name,
            phone,
            email,
            line,
            items,
            calls,
        })
}

fn given(text: &str) -> Option<String> {
    Some(sanitize(text)).filter(|t| !t.is_empty())
}

/// Puts one of them into a shop; what tells them apart from the others goes behind their texts.
fn add(shop: &mut Shop, person: &CustomerSample, n: usize, now: DateTime<Utc>) {
    let region = Region::new("GB").unwrap();
    let phone = person.phone.map(|kind| match kind {
        0 => format!("020 7946 0{n:03}"),
        1 => format!("020 7946 0{n:03} ext 4{n}"),
        2 => format!("+49 30 901{n:03}"),
        _ => format!("+1 202 555 0{n:03}"),
    });
    let email = person.email.map(|kind| {
        let begins = ["a", "=a", "'+a", "-é"][kind];
        format!("{begins}{n}@example.com")
    });
    let draft = Draft {
        name: sanitize(&format!("{} {n}", person.name)),
        phone: phone.map(|p| phone::read(&p, &region).unwrap()),
        email,
        line: given(&person.line),
        ..Draft::default()
    };
    let mut entry = shop.add(&draft, now);
    let label = |at: usize| sanitize(&format!("{} {at}", person.items[at]));
    let mut bring = |entry: &CustomerSummary, item: Option<String>, reason: Option<Reason>| {
        let draft = Draft {
            name: entry.customer.name.clone(),
            item,
            reason,
            ..Draft::default()
        };
        shop.bring(entry, &draft, now)
    };
    for at in 0..person.items.len() {
        entry = bring(&entry, Some(label(at)), None);
    }
    for (at, call) in person.calls.iter().enumerate() {
        let due = DateTime::from_timestamp_millis(call.due).unwrap();
        let reason = Reason {
            about: sanitize(&format!("{} {at}", call.about)),
            kind: FollowUpKind::ALL[call.kind],
            guessed: false,
            severity: call.severity.map(|s| Severity::ALL[s]),
            quote: call.quote,
            due: Some(due),
            promise: call
                .promise
                .map(|ms| due + chrono::Duration::milliseconds(ms)),
            owner: given(&call.owner),
            note: Some(sanitize_note(&call.note)).filter(|note| !note.is_empty()),
        };
        let item = call.item.filter(|i| *i < person.items.len()).map(label);
        entry = bring(&entry, item, Some(reason));
    }
}

/// Everything that has to come back, in an order of its own.
fn told(store: &mut Store) -> Vec<String> {
    let everybody = store
        .customers(&checkback::store::Seek::Start, 10_000)
        .unwrap();
    let mut told: Vec<String> = everybody
        .into_iter()
        .map(|(_, entry)| {
            let c = &entry.customer;
            let mut items: Vec<&str> = entry.items.iter().map(|i| i.label.as_str()).collect();
            items.sort_unstable();
            let mut calls: Vec<String> = entry
                .follow_ups
                .iter()
                .map(|f| {
                    let parts = (&f.kind, &f.about, &f.severity, &f.quote, &f.due_at);
                    let more = (&f.promised_at, &f.owner, &f.note, entry.item(f.item));
                    format!("{parts:?} {more:?}")
                })
                .collect();
            calls.sort();
            let person = (
                &c.name,
                &c.phone,
                &c.phone_shown,
                &c.extension,
                &c.email,
                &c.line,
            );
            format!("{person:?} {items:?} {calls:#?}")
        })
        .collect();
    told.sort();
    told
}

fn program(db: &Path, folder: &Path, words: &[&str]) {
    let ran = Command::new(env!("CARGO_BIN_EXE_checkback"))
        .args(words)
        .arg("--db")
        .arg(db)
        .env_clear()
        .env("HOME", folder)
        .env("TZ", "Europe/London")
        .env("CHECKBACK_NOW", NOW)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{words:?}: {ran:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_customers_exported_and_imported_are_the_same_customers(
        people in prop::collection::vec(person(), 1..12)
    ) {
        let now = common::at(NOW);
        let mut shop = Shop::hurried();
        for (n, person) in people.iter().enumerate() {
            add(&mut shop, person, n, now);
        }
        let folder = shop.place.folder.path().to_owned();
        program(&shop.place.file, &folder, &["export", "-o", "all.csv"]);
        let other = folder.join("other.db");
        program(&other, &folder, &["import", "all.csv"]);
        let mut store = Store::open(&other, shop.rules.calendar.clone()).unwrap();
        prop_assert_eq!(told(&mut store), told(&mut shop.store));
    }
}
