//! A file by the batch: its rows checked, as drafts, with what is to be said of each.
//!
//! Owns how much of a file is in memory at a time.

use std::time::Duration;

use super::file::ImportFile;
use super::validate::{self, ValidatedRow};
use super::{ImportError, ImportRemark};
use crate::domain::draft::Draft;
use crate::domain::validation::{DraftWarning, FieldParser};

/// How many rows are taken at a time: few enough that whoever else writes hardly waits, many
/// enough that the disk is not asked at every one.
pub const BATCH: usize = 1_000;

/// Some rows of a file.
#[derive(Debug, Default)]
pub struct ImportBatch {
    /// How many they are.
    pub rows: usize,
    /// What those that will do bring, each with the line it begins on.
    pub drafts: Vec<(u64, Draft)>,
    /// What is wrong with those that will not.
    pub problems: Vec<ImportRemark>,
    /// How many those are: one may have several problems.
    pub refused: usize,
    /// What was taken all the same, and should be looked at.
    pub warnings: Vec<ImportRemark>,
    /// Who brings neither a number nor an address: they may be known with one.
    pub unreachable: Vec<ImportRemark>,
}

/// The next rows of a file; none at its end.
///
/// # Errors
/// What could not be read.
pub fn next(
    file: &mut ImportFile,
    reading: &FieldParser<'_>,
    most: usize,
) -> Result<Option<ImportBatch>, ImportError> {
    let mut batch = ImportBatch::default();
    while batch.rows < most {
        let Some(piece) = file.next_piece()? else {
            break;
        };
        batch.rows += 1;
        let line = piece.line;
        let remark = |what: String| ImportRemark { line, what };
        let taken = piece.fields.map_err(|why| vec![why]);
        match taken.and_then(|brought| validate::validate_row(brought, reading)) {
            Ok(ValidatedRow { draft, warnings }) => {
                let name = draft.name.clone();
                let nobody = DraftWarning::NoWayToReach { name }.to_string();
                let (nobody, warnings): (Vec<_>, Vec<_>) =
                    warnings.into_iter().partition(|what| *what == nobody);
                batch.unreachable.extend(nobody.into_iter().map(remark));
                batch.warnings.extend(warnings.into_iter().map(remark));
                batch.drafts.push((line, draft));
            }
            Err(wrong) => {
                batch.refused += 1;
                batch.problems.extend(wrong.into_iter().map(remark));
            }
        }
    }
    Ok(Some(batch).filter(|batch| batch.rows > 0))
}

/// How far it is: "12,000 rows, 25 % of the file, 11,800 rows a second, 1 min 24 s left".
#[must_use]
pub fn so_far(rows: usize, (read, size): (u64, u64), elapsed: Duration) -> String {
    let ms = elapsed.as_millis().max(1);
    let rate = rows as u128 * 1_000 / ms;
    let left = (u128::from(size.saturating_sub(read)) * ms)
        .checked_div(u128::from(read) * 1_000)
        .map_or_else(String::new, |s| match (s / 60, s % 60) {
            (0, s) => format!(", {s} s left"),
            (min, s) => format!(", {min} min {s} s left"),
        });
    let percent = (read * 100).checked_div(size).unwrap_or(100);
    format!(
        "{} rows, {percent} % of the file, {} rows a second{left}",
        grouped(rows as u128),
        grouped(rate)
    )
}

/// A number with its digits in groups of three: "1,000,000".
fn grouped(n: u128) -> String {
    let digits: Vec<char> = n.to_string().chars().collect();
    let groups: Vec<String> = digits
        .rchunks(3)
        .rev()
        .map(|g| g.iter().collect())
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn how_far_it_is_is_told_with_the_rate_and_the_time_left() {
        let far =
            |rows, read, ms| super::so_far(rows, (read, 2_000_000), Duration::from_millis(ms));
        let said = "12,000 rows, 1 % of the file, 12,000 rows a second, 1 min 22 s left";
        assert_eq!(far(12_000, 24_000, 1_000), said);
        let end = "1,000,000 rows, 100 % of the file, 10,000 rows a second, 0 s left";
        assert_eq!(far(1_000_000, 2_000_000, 100_000), end);
        let start = "0 rows, 0 % of the file, 0 rows a second";
        assert_eq!(far(0, 0, 0), start);
    }
}
