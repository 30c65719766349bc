//! A file that is imported: what it is written in, and its rows or cards, one at a time.
//!
//! Owns the way from a file's name and bytes to its reader. It is read once to detect its format and
//! encoding and to survey its columns, then once for what is in it, and never held.

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::Encoding;

use super::csv::CsvReader;
use super::encoding::{self, DetectedEncoding, DetectingReader, EncodingEvidence};
use super::survey::{self, FileSurvey, SurveyContext, TableTally};
use super::vcard::VcardReader;
use super::{ImportError, ImportField, ImportRecord};
use crate::domain::phone::Region;
use crate::domain::text::sanitize;
use crate::domain::time_phrase::DateOrder;

/// Where the bytes are.
#[derive(Debug, Clone)]
pub enum ImportSource {
    /// In a file.
    Path(PathBuf),
    /// In memory: what came by a pipe.
    Memory(Arc<[u8]>),
}

impl ImportSource {
    /// Opens them, to be counted as they are read; and how many there are.
    fn open(&self, count: &Arc<AtomicU64>) -> io::Result<(CountingReader, u64)> {
        let (from, size): (Box<dyn Read>, u64) = match self {
            Self::Path(path) => {
                let file = std::fs::File::open(path)?;
                let about = file.metadata()?;
                if about.is_dir() {
                    return Err(io::Error::other("it is a folder: name a file in it"));
                }
                (Box::new(file), about.len())
            }
            Self::Memory(bytes) => (Box::new(Cursor::new(Arc::clone(bytes))), bytes.len() as u64),
        };
        let read = Arc::clone(count);
        Ok((CountingReader { from, read }, size))
    }
}

/// What a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// Rows of cells, the first naming the columns.
    Csv,
    /// Cards of an address book.
    Vcard,
}

impl ImportFormat {
    /// What a file is by the end of its name, where that says.
    #[must_use]
    pub fn of_name(path: &Path) -> Option<Self> {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("vcf" | "vcard") => Some(Self::Vcard),
            Some("csv" | "tsv" | "tab") => Some(Self::Csv),
            _ => None,
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct ImportFileOptions {
    /// What it is; told by its first bytes where it is left out.
    pub form: Option<ImportFormat>,
    /// What it is written in; told by its bytes where it is left out.
    pub encoding: Option<&'static Encoding>,
    /// Which of its columns is which of ours, where its header does not say.
    pub map: Vec<(ImportField, String)>,
    /// The shop's country, two letters of ISO 3166: a hint for the encoding.
    pub country: String,
    /// In which order its dates are written, where its columns fit both.
    pub dates: Option<DateOrder>,
    /// The shop or program it comes from, where two number their customers alike.
    pub source: Option<String>,
}

/// A file whose format and encoding are known: it is detected once, and opened as often as it is read.
#[derive(Debug, Clone)]
pub struct DetectedFile {
    source: ImportSource,
    bytes_read: Arc<AtomicU64>,
    /// What the first reading found in its columns, where it is a table and was read as it should be.
    table: Option<TableTally>,
    form: ImportFormat,
    told: DetectedEncoding,
    map: Vec<(ImportField, String)>,
    dates: Option<DateOrder>,
    named: Option<String>,
}

impl DetectedFile {
    /// Detects what a file is and what it is written in, and tallies its columns on the way. The whole
    /// of it is read: a file that cannot be read to its end is refused before anything of it is taken.
    ///
    /// # Errors
    /// It is no text, or cannot be read.
    pub fn detect(source: &ImportSource, how: &ImportFileOptions) -> Result<Self, ImportError> {
        let bytes_read = Arc::default();
        let bytes = source.open(&bytes_read)?.0;
        let mut reader = DetectingReader::begin(bytes, how.encoding)?;
        let head = reader.head();
        let begun = reader.detected(&how.country);
        let form_in = |told: DetectedEncoding| how.form.map_or_else(|| sniffed(&head, told), Ok);
        // A header that will not do is told when the file is opened.
        let table = match form_in(begun)? {
            ImportFormat::Csv => {
                let text = encoding::as_utf8(reader.share(), begun.encoding);
                let table = CsvReader::open(text, &how.map).ok();
                table.map(survey::tally).transpose()?
            }
            ImportFormat::Vcard => None,
        };
        io::copy(&mut reader, &mut io::sink())?;
        let told = reader.detected(&how.country);
        Ok(Self {
            form: form_in(told)?,
            // What stands far behind may show that the beginning was read amiss.
            table: table.filter(|_| told.encoding == begun.encoding),
            source: source.clone(),
            bytes_read,
            told,
            map: how.map.clone(),
            dates: how.dates,
            named: how.source.clone(),
        })
    }

    /// How many bytes of it were read so far, however often it was read.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// The same file with other columns, another order of dates or another source chosen.
    #[must_use]
    pub fn with_choices(self, how: ImportFileOptions) -> Self {
        let table = self.table.filter(|_| self.map == how.map);
        Self {
            table,
            map: how.map,
            dates: how.dates,
            named: how.source,
            ..self
        }
    }

    /// The mark of the program it comes from where that numbers its customers: another shop may number
    /// its own alike.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn numbered_by(&self) -> Result<Option<&'static str>, ImportError> {
        if self.form == ImportFormat::Vcard {
            return Ok(None);
        }
        let text = encoding::as_utf8(self.source.open(&self.bytes_read)?.0, self.told.encoding);
        let table = CsvReader::open(text, &self.map)?;
        Ok(table.columns().numbered_by())
    }

    /// Opens it and reads its header.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn open(&self) -> Result<ImportFile, ImportError> {
        let Self {
            source,
            form,
            told,
            map,
            named,
            bytes_read,
            ..
        } = self;
        let before = self.bytes_read();
        let (counting, size) = source.open(bytes_read)?;
        let wide = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&told.encoding);
        let inside = if *form == ImportFormat::Csv || wide {
            let text = encoding::as_utf8(counting, told.encoding);
            match form {
                ImportFormat::Csv => {
                    let mut csv = CsvReader::open(text, map)?;
                    csv.columns_mut().come_from(named.clone());
                    RecordReader::Csv(Box::new(csv))
                }
                ImportFormat::Vcard => {
                    RecordReader::Vcard(Box::new(VcardReader::open(text, encoding_rs::UTF_8)?))
                }
            }
        } else {
            // A card's lines may each be written in something else: they are its to tell.
            RecordReader::Vcard(Box::new(VcardReader::open(
                Box::new(counting),
                told.encoding,
            )?))
        };
        Ok(ImportFile {
            inside,
            told: *told,
            read: Arc::clone(bytes_read),
            before,
            size,
        })
    }

    /// Surveys it, before any of it counts.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn survey(&self, region: &Region, order: DateOrder) -> Result<FileSurvey, ImportError> {
        if self.form == ImportFormat::Vcard {
            return Ok(FileSurvey::default());
        }
        let by = SurveyContext {
            region,
            order,
            asked: self.dates,
            guessed: self.told.evidence == EncodingEvidence::Guess,
        };
        if let Some(table) = &self.table {
            return table.survey(by);
        }
        let bytes = self.source.open(&self.bytes_read)?.0;
        let text = encoding::as_utf8(bytes, self.told.encoding);
        survey::tally(CsvReader::open(text, &self.map)?)?.survey(by)
    }

    /// The columns of the file, and whether one of them names somebody; none of cards, which name
    /// whom they are about.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn columns(&self) -> Result<(Vec<ImportColumn>, bool), ImportError> {
        if self.form == ImportFormat::Vcard {
            return Ok((Vec::new(), true));
        }
        let bytes = self.source.open(&self.bytes_read)?.0;
        let text = encoding::as_utf8(bytes, self.told.encoding);
        let (columns, rows) = CsvReader::sampled(text, &self.map)?;
        let somebody = columns.name_somebody();
        let names = columns.names().iter().enumerate();
        let columns = names.map(|(n, name)| ImportColumn {
            name: name.clone(),
            taken_for: columns.taken_for(n),
            samples: rows
                .iter()
                .filter_map(|row| row.get(n))
                .map(sanitize)
                .filter(|cell| !cell.is_empty())
                .collect(),
        });
        Ok((columns.collect(), somebody))
    }
}

/// A file that is read.
pub struct ImportFile {
    inside: RecordReader,
    told: DetectedEncoding,
    read: Arc<AtomicU64>,
    /// How many bytes of it had been read before it was opened.
    before: u64,
    size: u64,
}

enum RecordReader {
    Csv(Box<CsvReader>),
    Vcard(Box<VcardReader>),
}

/// Counts the bytes that go by.
struct CountingReader {
    from: Box<dyn Read>,
    read: Arc<AtomicU64>,
}

impl Read for CountingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl ImportFile {
    /// Detects a file and opens it.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn open(source: &ImportSource, how: &ImportFileOptions) -> Result<Self, ImportError> {
        DetectedFile::detect(source, how)?.open()
    }

    /// Its encoding.
    #[must_use]
    pub fn encoding(&self) -> DetectedEncoding {
        match &self.inside {
            // What was no UTF-8 before it was unfolded may be after.
            RecordReader::Vcard(cards)
                if self.told.evidence == EncodingEvidence::Guess && !cards.guessed() =>
            {
                DetectedEncoding {
                    encoding: encoding_rs::UTF_8,
                    evidence: EncodingEvidence::ValidUtf8,
                }
            }
            _ => self.told,
        }
    }

    /// Its rows under their columns, where it has any.
    #[must_use]
    pub const fn csv(&self) -> Option<&CsvReader> {
        match &self.inside {
            RecordReader::Csv(csv) => Some(csv),
            RecordReader::Vcard(_) => None,
        }
    }

    /// Has its columns read as a survey found them.
    pub fn read_as_surveyed(&mut self, found: &FileSurvey) {
        if let RecordReader::Csv(csv) = &mut self.inside {
            csv.columns_mut().read_dates_as(found.dates());
        }
    }

    /// How many of its bytes were read, and how many it has.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        let read = self.read.load(Ordering::Relaxed) - self.before;
        (read.min(self.size), self.size)
    }

    /// The next row or card; nothing at the end.
    ///
    /// # Errors
    /// What could not be read.
    pub fn next_piece(&mut self) -> Result<Option<ImportRecord>, ImportError> {
        match &mut self.inside {
            RecordReader::Csv(csv) => csv.next_row(),
            RecordReader::Vcard(cards) => cards.next_card(),
        }
    }
}

/// A column of a file, for whoever chooses what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportColumn {
    /// What it is called.
    pub name: String,
    /// What it is taken for, where that is known.
    pub taken_for: Option<&'static str>,
    /// What stands in it in the first rows.
    pub samples: Vec<String>,
}

/// What a file is by how it begins: cards say so in their first line.
fn sniffed(head: &[u8], told: DetectedEncoding) -> io::Result<ImportFormat> {
    let mut start = [0; 256];
    let mut text = encoding::as_utf8(head, told.encoding);
    let read = encoding::fill(&mut text, &mut start)?;
    let start = start.get(..read).unwrap_or_default().trim_ascii_start();
    let start = start.get(..11).unwrap_or_default();
    Ok(if start.eq_ignore_ascii_case(b"BEGIN:VCARD") {
        ImportFormat::Vcard
    } else {
        ImportFormat::Csv
    })
}
