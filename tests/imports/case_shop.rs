//! A shop into which the cases' files are imported, as the command line does it.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use checkback::config::Config;
use checkback::domain::customer::Customer;
use checkback::domain::phone::Region;
use checkback::domain::rules::Rules;
use checkback::domain::summary::CustomerSummary;
use checkback::domain::validation::FieldParser;
use checkback::import::file::{DetectedFile, ImportFileOptions, ImportFormat, ImportSource};
use checkback::import::import_report::ImportReport;
use checkback::import::{ImportField, batch};
use checkback::store::{CopyPace, QueryStats};
use checkback::usecases::Context;
use checkback::usecases::commit::Stamp;
use checkback::usecases::import::{self, ImportJob, ImportOrder};

use crate::common::{Shop, at, edited};

/// Tuesday 24 November 2026, 10:42 in London.
const NOW: &str = "2026-11-24T10:42:00Z";

/// A shop of a region.
pub(crate) struct CaseShop {
    pub(crate) shop: Shop,
    config: Config,
    /// Columns that are said to be ours.
    pub(crate) map: Vec<(ImportField, String)>,
    /// Whether the file replaces what is known.
    pub(crate) overwrite: bool,
    pub(crate) preview: bool,
    /// The shop or program the file comes from.
    pub(crate) source: Option<String>,
    /// What the store did for each batch of the files so far.
    pub(crate) batches: Vec<QueryStats>,
    /// How many bytes of the last file were read, however often.
    pub(crate) bytes_read: u64,
}

/// A file of a case.
pub(crate) fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples/cases")
        .join(name)
}

impl CaseShop {
    pub(crate) fn new() -> Self {
        Self::of("GB", "Europe/London")
    }

    pub(crate) fn of(region: &str, zone: &str) -> Self {
        let text = format!("[shop]\nregion = \"{region}\"\nzone = \"{zone}\"\n");
        Self {
            shop: Shop::hurried(),
            config: Config::read(&text, Path::new("config.toml")).unwrap(),
            map: Vec::new(),
            overwrite: false,
            preview: false,
            source: None,
            batches: Vec::new(),
            bytes_read: 0,
        }
    }

    /// Imports a file of a case.
    pub(crate) fn import(&mut self, name: &str) -> Result<ImportReport, String> {
        let path = case(name);
        let form = ImportFormat::of_name(&path);
        self.take(&ImportSource::Path(path), form)
    }

    /// Imports a text, a table.
    pub(crate) fn csv(&mut self, text: &str) -> Result<ImportReport, String> {
        self.bytes(text.as_bytes(), ImportFormat::Csv)
    }

    pub(crate) fn bytes(
        &mut self,
        bytes: &[u8],
        form: ImportFormat,
    ) -> Result<ImportReport, String> {
        self.take(&ImportSource::Memory(bytes.into()), Some(form))
    }

    fn take(
        &mut self,
        source: &ImportSource,
        form: Option<ImportFormat>,
    ) -> Result<ImportReport, String> {
        let region: &Region = &self.config.region;
        let how = ImportFileOptions {
            form,
            country: region.code().to_owned(),
            map: self.map.clone(),
            source: self.source.clone(),
            ..ImportFileOptions::default()
        };
        let file = DetectedFile::detect(source, &how).map_err(|e| e.to_string())?;
        let order = ImportOrder {
            file: &file,
            name: "case",
            preview: self.preview,
            overwrite: self.overwrite,
            batch: batch::BATCH,
            pace: CopyPace::Unthrottled,
        };
        let known = Context {
            rules: &self.config.rules,
            region,
            now: at(NOW),
            by: "Tom",
            counter: "counter",
        };
        let fields = FieldParser {
            past: true,
            ..known.fields()
        };
        let (store, mut taking) = (&mut self.shop.store, None);
        let batches = &mut self.batches;
        let mut ask = |job| {
            let is_batch = matches!(job, ImportJob::Rows(_));
            let before = store.work();
            let reply = import::perform(store, &mut taking, job)?;
            batches.extend(is_batch.then(|| store.work().since(before)));
            Ok(reply)
        };
        let mut far = |_| ControlFlow::Continue(());
        let done = import::run(order, fields, Stamp::new(known), &mut ask, &mut far);
        self.bytes_read = file.bytes_read();
        done.map_err(|failure| failure.sentence())
    }

    pub(crate) const fn rules(&self) -> &Rules {
        &self.config.rules
    }

    pub(crate) fn everybody(&mut self) -> Vec<CustomerSummary> {
        self.shop.everybody()
    }

    /// The customer of a name.
    pub(crate) fn named(&mut self, name: &str) -> Customer {
        let all = self.everybody();
        let names: Vec<&str> = all.iter().map(|e| e.customer.name.as_str()).collect();
        let found = all.iter().find(|e| e.customer.name == name);
        found
            .unwrap_or_else(|| panic!("{name} is not among {names:?}"))
            .customer
            .clone()
    }

    /// The names, in order.
    pub(crate) fn names(&mut self) -> Vec<String> {
        let mut names: Vec<String> = self
            .everybody()
            .into_iter()
            .map(|e| e.customer.name)
            .collect();
        names.sort();
        names
    }

    /// Mends a customer by hand.
    pub(crate) fn mend(&mut self, name: &str, edit: impl FnOnce(&mut Customer)) {
        let before = self.named(name);
        self.shop
            .save(vec![edited(&before, edit)], at(NOW))
            .unwrap();
    }
}

/// Everything that is said of an import, in one text.
pub(crate) fn said(report: &ImportReport) -> String {
    let mut said: Vec<String> = report.notes.iter().map(ToString::to_string).collect();
    let remarks = [&report.warnings, &report.problems];
    said.extend(
        remarks
            .iter()
            .flat_map(|r| &r.first)
            .map(ToString::to_string),
    );
    said.push(report.says());
    said.join("\n")
}

pub(crate) fn number(customer: &Customer) -> &str {
    customer.phone.as_deref().unwrap_or("none")
}

pub(crate) fn line(customer: &Customer) -> &str {
    customer.line.as_deref().unwrap_or_default()
}
