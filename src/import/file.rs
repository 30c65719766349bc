//! A file that is imported: what it is written in, and its rows or cards, one at a time.
//!
//! Owns the way from a file's name and first bytes to its reader. It is read twice, once to tell
//! its encoding and once for what is in it, and never held.

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::Encoding;

use super::csv::Csv;
use super::encoding::{self, Evidence, Told};
use super::vcard::Cards;
use super::{Field, ImportError, Piece};
use crate::domain::text::clean;

/// Where the bytes are.
#[derive(Debug, Clone)]
pub enum Source {
    /// In a file.
    Path(PathBuf),
    /// In memory: what came by a pipe.
    Held(Arc<[u8]>),
}

impl Source {
    fn open(&self) -> io::Result<(Box<dyn Read>, u64)> {
        match self {
            Self::Path(path) => {
                let file = std::fs::File::open(path)?;
                let about = file.metadata()?;
                if about.is_dir() {
                    return Err(io::Error::other("it is a folder: name a file in it"));
                }
                Ok((Box::new(file), about.len()))
            }
            Self::Held(bytes) => Ok((Box::new(Cursor::new(Arc::clone(bytes))), bytes.len() as u64)),
        }
    }
}

/// What a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Rows of cells, the first naming the columns.
    Csv,
    /// Cards of an address book.
    Vcard,
}

impl Form {
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
pub struct How {
    /// What it is; told by its first bytes where it is left out.
    pub form: Option<Form>,
    /// What it is written in; told by its bytes where it is left out.
    pub encoding: Option<&'static Encoding>,
    /// Which of its columns is which of ours, where its header does not say.
    pub map: Vec<(Field, String)>,
    /// The shop's country, two letters of ISO 3166: a hint for the encoding.
    pub country: String,
}

/// A file that is read.
pub struct File {
    inside: Inside,
    told: Told,
    read: Arc<AtomicU64>,
    size: u64,
}

enum Inside {
    Csv(Box<Csv>),
    Cards(Box<Cards>),
}

/// Counts the bytes that go by.
struct Counting<R> {
    from: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl File {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// Why the whole of it is refused.
    pub fn open(source: &Source, how: &How) -> Result<Self, ImportError> {
        let told = match how.encoding {
            Some(encoding) => Told {
                encoding,
                evidence: Evidence::Asked,
            },
            None => encoding::tell(source.open()?.0, &how.country)?,
        };
        let (from, size) = source.open()?;
        let read = Arc::new(AtomicU64::new(0));
        let counting = Counting {
            from,
            read: Arc::clone(&read),
        };
        let form = match how.form {
            Some(form) => form,
            None => sniffed(source, told)?,
        };
        let wide = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&told.encoding);
        let inside = if form == Form::Csv || wide {
            let text: Box<dyn Read> = Box::new(encoding::as_utf8(counting, told.encoding));
            match form {
                Form::Csv => Inside::Csv(Box::new(Csv::open(text, &how.map)?)),
                Form::Vcard => Inside::Cards(Box::new(Cards::open(text, encoding_rs::UTF_8)?)),
            }
        } else {
            // A card's lines may each be written in something else: they are its to tell.
            Inside::Cards(Box::new(Cards::open(Box::new(counting), told.encoding)?))
        };
        Ok(Self {
            inside,
            told,
            read,
            size,
        })
    }

    /// What it is written in.
    #[must_use]
    pub fn told(&self) -> Told {
        match &self.inside {
            // What was no UTF-8 before it was unfolded may be after.
            Inside::Cards(cards) if self.told.evidence == Evidence::Guess && !cards.guessed() => {
                Told {
                    encoding: encoding_rs::UTF_8,
                    evidence: Evidence::Valid,
                }
            }
            _ => self.told,
        }
    }

    /// Its rows under their columns, where it has any.
    #[must_use]
    pub const fn csv(&self) -> Option<&Csv> {
        match &self.inside {
            Inside::Csv(csv) => Some(csv),
            Inside::Cards(_) => None,
        }
    }

    /// How many of its bytes were read, and how many it has.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.read.load(Ordering::Relaxed).min(self.size), self.size)
    }

    /// The next row or card; nothing at the end.
    ///
    /// # Errors
    /// What could not be read.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, ImportError> {
        match &mut self.inside {
            Inside::Csv(csv) => csv.next_row(),
            Inside::Cards(cards) => cards.next_card(),
        }
    }
}

/// A column of a file, for whoever chooses what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// What it is taken for, where that is known.
    pub taken_for: Option<&'static str>,
    /// What stands in it in the first rows.
    pub samples: Vec<String>,
}

/// The columns of a file, and whether one of them names somebody; none of cards, which name
/// whom they are about.
///
/// # Errors
/// Why the whole of it is refused.
pub fn columns(source: &Source, how: &How) -> Result<(Vec<Column>, bool), ImportError> {
    let told = match how.encoding {
        Some(encoding) => Told {
            encoding,
            evidence: Evidence::Asked,
        },
        None => encoding::tell(source.open()?.0, &how.country)?,
    };
    let form = match how.form {
        Some(form) => form,
        None => sniffed(source, told)?,
    };
    if form == Form::Vcard {
        return Ok((Vec::new(), true));
    }
    let text: Box<dyn Read> = Box::new(encoding::as_utf8(source.open()?.0, told.encoding));
    let (columns, rows) = Csv::sampled(text, &how.map)?;
    let somebody = columns.name_somebody();
    let names = columns.names().iter().enumerate();
    let columns = names.map(|(n, name)| Column {
        name: name.clone(),
        taken_for: columns.taken_for(n),
        samples: rows
            .iter()
            .filter_map(|row| row.get(n))
            .map(clean)
            .filter(|cell| !cell.is_empty())
            .collect(),
    });
    Ok((columns.collect(), somebody))
}

/// What a file is by how it begins: cards say so in their first line.
fn sniffed(source: &Source, told: Told) -> io::Result<Form> {
    let mut head = [0; 256];
    let mut text = encoding::as_utf8(source.open()?.0, told.encoding);
    let read = encoding::fill(&mut text, &mut head)?;
    let head = head.get(..read).unwrap_or_default().trim_ascii_start();
    let start = head.get(..11).unwrap_or_default();
    Ok(if start.eq_ignore_ascii_case(b"BEGIN:VCARD") {
        Form::Vcard
    } else {
        Form::Csv
    })
}
