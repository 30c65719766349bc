//! The CSV export: RFC 4180 (<https://www.rfc-editor.org/rfc/rfc4180>), as spreadsheets open it.
//!
//! Owns the columns of each kind of row, the import's columns first. Every text is escaped
//! (`domain::formula_guard`), so that no cell is a live formula and all round-trip exactly.

use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, WriterBuilder};
use chrono::{DateTime, SecondsFormat, Utc};

use super::number;
use crate::domain::contact::Feeling;
use crate::domain::customer::Customer;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::follow_up::{FollowUp, Severity};
use crate::domain::formula_guard::escape_formula;
use crate::domain::rules::Rules;
use crate::domain::summary::{ContactRow, CustomerSummary, FollowUpRow};

/// The columns that `import` reads.
const OURS: [&str; 12] = [
    "name", "phone", "email", "item", "kind", "about", "severity", "quote", "due", "promise",
    "owner", "note",
];

/// The customer columns after them. They carry the opt-outs, so that importing the file elsewhere
/// does not lose one.
const THEIRS: [&str; 8] = [
    "hours",
    "no_marketing_since",
    "no_marketing_noted_by",
    "no_calls_since",
    "no_calls_noted_by",
    "wrong_number_since",
    "added_at",
    "id",
];

/// The details that have a place among the columns above; any other has a column behind them, so
/// that no column moves when there is one more.
const PLACED: [CustomerDetail; 3] = [
    CustomerDetail::Email,
    CustomerDetail::Line,
    CustomerDetail::Hours,
];

/// The details whose columns come last.
fn last_details() -> impl Iterator<Item = CustomerDetail> {
    let all = CustomerDetail::ALL.iter().copied();
    all.filter(|detail| !PLACED.contains(detail))
}

/// The columns of the customer export; one row per item.
const CUSTOMERS: [&str; 5] = ["name", "phone", "email", "item", "note"];

/// The columns of the contact export.
const CONTACTS: [&str; 12] = [
    "at",
    "name",
    "phone",
    "by",
    "direction",
    "way",
    "outcome",
    "results",
    "feeling",
    "next_at",
    "note",
    "customer",
];

/// A byte-order mark: without it Excel takes UTF-8 for the machine's old code page.
const BOM: &str = "\u{feff}";

/// The first bytes of a follow-up or customer export for a spreadsheet.
pub(super) const MARK: &str = "\u{feff}\"name\",\"phone\",\"email\",\"item\"";
/// The first bytes of a contact export.
pub(super) const CONTACTS_MARK: &str = "\u{feff}\"at\",\"name\",\"phone\",\"by\"";
/// The same, where cells are parted by semicolons.
pub(super) const SEMICOLON_MARKS: [&str; 2] = [
    "\u{feff}\"name\";\"phone\";\"email\";\"item\"",
    "\u{feff}\"at\";\"name\";\"phone\";\"by\"",
];

/// Where spreadsheets part the cells of a CSV file by semicolons, because a comma is the decimal mark
/// (Unicode CLDR, by ISO 3166 region). South Africa's spreadsheets do so too.
const DECIMAL_COMMAS: &str = "\
    AD AL AM AO AR AT AZ BA BE BG BO BR BY CL CM CO CR CU CV CY CZ DE DK DZ EC EE ES FI FO FR GA GE GF \
    GL GP GR GW HR HU ID IS IT KG KZ LT LU LV MA MC MD ME MG MK MQ MZ NC NL NO PF PL PM PT PY RE RO RS RU \
    SE SI SK SM SN ST TJ TL TM TN TR UA UY UZ VA VE VN WF XK YT ZA";

/// Where they do so although the decimal mark is a point.
const SEMICOLONS_ALONE: &str = "CH LI";

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CsvDialect {
    /// Commas, and quotation marks where they are needed: for other programs.
    #[default]
    Plain,
    /// Commas, a byte-order mark, every cell quoted: for a spreadsheet.
    Spreadsheet,
    /// The same with semicolons.
    Semicolons,
    /// The same with semicolons, and amounts with a decimal comma: a spreadsheet of such a region takes
    /// 12.10 for the twelfth of October.
    DecimalComma,
}

impl CsvDialect {
    /// What the spreadsheets of a region open, two letters of ISO 3166.
    #[must_use]
    pub fn of_spreadsheets_in(region: &str) -> Self {
        let is_in = |regions: &str| regions.split_whitespace().any(|r| r == region);
        if is_in(DECIMAL_COMMAS) {
            Self::DecimalComma
        } else if is_in(SEMICOLONS_ALONE) {
            Self::Semicolons
        } else {
            Self::Spreadsheet
        }
    }

    const fn separator(self) -> u8 {
        match self {
            Self::Plain | Self::Spreadsheet => b',',
            Self::Semicolons | Self::DecimalComma => b';',
        }
    }
}

/// The kind of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvContent {
    /// Follow-ups with their customers; also customers who have none.
    FollowUps,
    /// Customers.
    Customers,
    /// Contacts.
    Contacts,
}

/// Writes rows as CSV.
pub struct CsvWriter<'a, W: Write> {
    out: ::csv::Writer<W>,
    rules: &'a Rules,
    dialect: CsvDialect,
}

impl<'a, W: Write> CsvWriter<'a, W> {
    /// Writes the header. For a spreadsheet, the file starts with a byte-order mark and every cell is
    /// quoted; for other programs neither is done.
    ///
    /// # Errors
    /// Any write error of `out`.
    pub fn begin(
        mut out: W,
        rows: CsvContent,
        dialect: CsvDialect,
        rules: &'a Rules,
    ) -> io::Result<Self> {
        let style = if dialect == CsvDialect::Plain {
            QuoteStyle::Necessary
        } else {
            out.write_all(BOM.as_bytes())?;
            QuoteStyle::Always
        };
        let mut out = WriterBuilder::new()
            .delimiter(dialect.separator())
            .terminator(Terminator::CRLF)
            .quote_style(style)
            .from_writer(out);
        let theirs = || {
            let last = last_details().map(CustomerDetail::word);
            THEIRS.into_iter().chain(last)
        };
        match rows {
            CsvContent::FollowUps => out.write_record(OURS.into_iter().chain(theirs())),
            CsvContent::Customers => out.write_record(CUSTOMERS.into_iter().chain(theirs())),
            CsvContent::Contacts => out.write_record(CONTACTS),
        }
        .map_err(refused)?;
        Ok(Self {
            out,
            rules,
            dialect,
        })
    }

    /// Writes a follow-up, under the columns that `import` reads.
    ///
    /// # Errors
    /// Any write error of the output.
    pub fn follow_up(&mut self, owed: &FollowUpRow) -> io::Result<()> {
        let FollowUpRow {
            follow_up,
            customer,
            item,
        } = owed;
        self.reason(follow_up, customer, item.as_deref())
    }

    /// Writes a customer with everything open, under the columns that `import` reads: a row for each
    /// follow-up, and further rows for items and a note that those do not carry.
    ///
    /// # Errors
    /// Any write error of the output.
    pub fn entry(&mut self, entry: &CustomerSummary) -> io::Result<()> {
        let named = |id| entry.follow_ups.iter().any(|f| f.item == Some(id));
        let mut items = entry.items.iter().filter(|i| !named(i.id));
        let mut item = items.next();
        let customer = &entry.customer;
        if entry.follow_ups.is_empty() || customer.line.is_some() || item.is_some() {
            let mut line = customer.line.as_deref();
            loop {
                let mut cells = person(customer).to_vec();
                cells.push(text(item.map(|i| i.label.as_str())));
                cells.extend(std::iter::repeat_n(String::new(), 7));
                cells.push(text(line.take()));
                cells.extend(self.csv_customer_cells(customer));
                self.row(&cells)?;
                item = items.next();
                if item.is_none() {
                    break;
                }
            }
        }
        for f in &entry.follow_ups {
            self.reason(f, customer, entry.item(f.item))?;
        }
        Ok(())
    }

    /// Writes a customer, one row per item.
    ///
    /// # Errors
    /// Any write error of the output.
    pub fn customer(&mut self, entry: &CustomerSummary) -> io::Result<()> {
        let c = &entry.customer;
        let mut labels = entry.items.iter().map(|i| i.label.as_str());
        let mut label = labels.next();
        loop {
            let mut cells = person(c).to_vec();
            cells.extend([text(label), text(c.line.as_deref())]);
            cells.extend(self.csv_customer_cells(c));
            self.row(&cells)?;
            label = labels.next();
            if label.is_none() {
                return Ok(());
            }
        }
    }

    /// Writes a contact, its outcome in words.
    ///
    /// # Errors
    /// Any write error of the output.
    pub fn contact(&mut self, talk: &ContactRow) -> io::Result<()> {
        let c = &talk.contact;
        let results: Vec<String> = c
            .answers
            .iter()
            .map(|answer| {
                let about = talk.follow_ups.iter().find(|f| f.id == answer.follow_up);
                let about = about.map_or("", |f| f.about.as_str());
                let sum = answer.amount.map(|a| format!(" {}", self.amount(a)));
                format!("{about}: {}{}", answer.result, sum.unwrap_or_default())
            })
            .collect();
        let cells = [
            self.instant(c.at),
            text(Some(&talk.customer.name)),
            number(&talk.customer),
            text(Some(&c.by)),
            c.direction.word().to_owned(),
            c.way.word().to_owned(),
            c.outcome.word().to_owned(),
            text(Some(&results.join("; "))),
            c.feeling.map(Feeling::word).unwrap_or_default().to_owned(),
            self.maybe(c.next_at),
            text(c.note.as_deref()),
            c.customer.to_string(),
        ];
        self.row(&cells)
    }

    /// Flushes the buffered rows.
    ///
    /// # Errors
    /// Any write error of the output.
    pub fn end(mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn reason(&mut self, f: &FollowUp, customer: &Customer, item: Option<&str>) -> io::Result<()> {
        let mut cells = person(customer).to_vec();
        // A kept promise is no longer exported.
        let promise = f.promised_at.filter(|_| f.heard_at.is_none());
        cells.extend([
            text(item),
            f.kind.word().to_owned(),
            text(Some(&f.about)),
            f.severity
                .map(Severity::word)
                .unwrap_or_default()
                .to_owned(),
            f.quote.map(|q| self.amount(q)).unwrap_or_default(),
            self.instant(f.due_at),
            self.maybe(promise),
            text(f.owner.as_deref()),
            text(f.note.as_deref()),
        ]);
        cells.extend(self.csv_customer_cells(customer));
        self.row(&cells)
    }

    /// The customer columns that follow a row's own.
    fn csv_customer_cells(&self, c: &Customer) -> Vec<String> {
        let mut cells = vec![
            c.hours.map(|h| h.to_string()).unwrap_or_default(),
            self.maybe(c.opted_out_at),
            text(c.opted_out_by.as_deref()),
            self.maybe(c.no_calls_at),
            text(c.no_calls_by.as_deref()),
            self.maybe(c.wrong_number_at),
            self.instant(c.added_at),
            c.id.to_string(),
        ];
        cells.extend(last_details().map(|detail| text(detail.get(c).as_deref())));
        cells
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        self.out.write_record(cells).map_err(refused)
    }

    /// An instant with the shop's offset, to the millisecond if it has any. It means the same when
    /// it is read again, whatever the clocks do that night.
    fn instant(&self, at: DateTime<Utc>) -> String {
        self.rules
            .calendar
            .local(at)
            .to_rfc3339_opts(SecondsFormat::AutoSi, false)
    }

    fn maybe(&self, at: Option<DateTime<Utc>>) -> String {
        at.map(|at| self.instant(at)).unwrap_or_default()
    }

    /// An amount in the shop's currency with all decimals and no sign: "180.00".
    fn amount(&self, minor: i64) -> String {
        let figures = self.rules.currency.figures(minor);
        if self.dialect == CsvDialect::DecimalComma {
            figures.replace('.', ",")
        } else {
            figures
        }
    }
}

/// Name, number and e-mail.
fn person(customer: &Customer) -> [String; 3] {
    [
        text(Some(&customer.name)),
        number(customer),
        text(customer.email.as_deref()),
    ]
}

/// A text, escaped for a cell.
fn text(text: Option<&str>) -> String {
    text.map(|t| escape_formula(t).into_owned())
        .unwrap_or_default()
}

/// Converts a CSV error into the write error behind it.
fn refused(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
