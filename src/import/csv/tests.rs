//! Tests of the CSV parser, on what spreadsheets really write.

use std::io::Cursor;

use super::{CsvReader, ImportField};
use crate::import::{ImportError, ImportFields};

/// The result of parsing a text.
#[derive(Debug, Default)]
struct ParsedCsv {
    rows: Vec<(u64, ImportFields)>,
    problems: Vec<(u64, String)>,
    unknown: Vec<String>,
}

fn read(bytes: &[u8], map: &[(ImportField, String)]) -> Result<ParsedCsv, ImportError> {
    let mut csv = CsvReader::open(Box::new(Cursor::new(bytes.to_vec())), map)?;
    let mut sheet = ParsedCsv::default();
    while let Some(piece) = csv.next_row()? {
        match piece.fields {
            Ok(brought) => sheet.rows.push((piece.line, brought)),
            Err(why) => sheet.problems.push((piece.line, why)),
        }
    }
    sheet.unknown = csv
        .columns()
        .unknown()
        .into_iter()
        .map(str::to_owned)
        .collect();
    Ok(sheet)
}

fn sheet(text: &str) -> ParsedCsv {
    read(text.as_bytes(), &[]).unwrap_or_default()
}

fn names(sheet: &ParsedCsv) -> Vec<(u64, &str)> {
    sheet
        .rows
        .iter()
        .map(|(line, b)| (*line, b.typed.name.as_str()))
        .collect()
}

#[test]
fn every_separator_is_told_by_the_header() {
    for separator in [",", ";", "\t", "|"] {
        let text = ["name", "note\nAnn", "\"a, b; c|d\"\n"].join(separator);
        let sheet = sheet(&text);
        assert_eq!(names(&sheet), [(2, "Ann")], "{separator:?}");
        let note = sheet.rows.first().map(|(_, b)| b.typed.note.as_str());
        assert_eq!(note, Some("a, b; c|d"), "{separator:?}");
    }
}

#[test]
fn lines_are_counted_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let lines = [
            "name,note",
            "Ann,",
            "",
            "Bea,\"two",
            "lines\"",
            "Cat,",
            "",
            "",
        ];
        let sheet = sheet(&lines.join(end));
        assert_eq!(
            names(&sheet),
            [(2, "Ann"), (4, "Bea"), (6, "Cat")],
            "{end:?}"
        );
        assert_eq!(sheet.problems, [], "{end:?}");
    }
}

#[test]
fn quotes_are_kept_and_inches_are_no_quotes() {
    let sheet = sheet("name,note\n\"Ann \"\"Annie\"\" Lee\",5\" disk\nBea,3.5\" disk\n\n\n");
    assert_eq!(names(&sheet), [(2, "Ann \"Annie\" Lee"), (3, "Bea")]);
    let notes: Vec<&str> = sheet
        .rows
        .iter()
        .map(|(_, b)| b.typed.note.as_str())
        .collect();
    assert_eq!(notes, ["5\" disk", "3.5\" disk"]);
    assert_eq!(sheet.problems, []);
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_nobody_along() {
    let sheet = sheet("name,note\nAnn,x\n\"Bea,y\nCat,z\n");
    assert_eq!(names(&sheet), [(2, "Ann")]);
    let lines: Vec<u64> = sheet.problems.iter().map(|p| p.0).collect();
    assert_eq!(lines, [3]);
}

#[test]
fn a_mapped_column_wins_over_one_of_the_same_name() {
    let map = [(ImportField::Name, "Full Name".to_owned())];
    let sheet = read(b"name,full name\nx,Ann\n", &map).unwrap_or_default();
    assert_eq!(names(&sheet), [(2, "Ann")]);
    assert_eq!(sheet.unknown, ["name"]);
}

#[test]
fn nothing_is_no_file() {
    assert_eq!(read(b"", &[]).err(), Some(ImportError::Empty));
    assert_eq!(read(b"\n \n", &[]).err(), Some(ImportError::Empty));
    assert_eq!(read(b"sep=;\n", &[]).err(), Some(ImportError::Empty));
}

#[test]
fn a_spreadsheet_may_say_its_separator_first() {
    for (line, separator) in [("sep=;\r\n", ";"), ("SEP=|\n", "|"), ("sep=\t\n", "\t")] {
        let text = format!("{line}{}", ["name", "note\nAnn", "x, y\n"].join(separator));
        let sheet = sheet(&text);
        assert_eq!(names(&sheet), [(3, "Ann")], "{line:?}");
        let note = sheet.rows.first().map(|(_, b)| b.typed.note.as_str());
        assert_eq!(note, Some("x, y"), "{line:?}");
    }
}

#[test]
fn lines_that_end_in_every_way_in_one_file_are_counted() {
    let sheet = sheet("name,note\r\nAnn,x\rBea,\"a\r\nb\nc\"\nCat,y\r\n\r\nDan,z");
    assert_eq!(
        names(&sheet),
        [(2, "Ann"), (3, "Bea"), (6, "Cat"), (8, "Dan")]
    );
    assert_eq!(sheet.problems, []);
}

#[test]
fn rows_that_are_cut_between_two_pieces_of_a_file_are_whole() {
    let long = "x".repeat(99);
    let rows: Vec<String> = (0..3_000)
        .map(|n| format!("\"Ann {n}\",\"{long}\"\r\n"))
        .collect();
    let rows = rows.concat();
    let sheet = sheet(&format!("name,note\r\n{rows}"));
    assert_eq!(sheet.rows.len(), 3_000);
    let wrong = sheet.rows.iter().enumerate().find(|(n, (line, b))| {
        *line != *n as u64 + 2 || b.typed.name != format!("Ann {n}") || b.typed.note != long
    });
    assert_eq!(wrong, None);
}

#[test]
fn a_quotation_mark_gone_astray_in_a_large_file_is_told_and_ends_it() {
    let rows = "Bea,y\n".repeat(300_000);
    let sheet = sheet(&format!("name,note\nAnn,x\n\"Zoe,{rows}"));
    assert_eq!(names(&sheet), [(2, "Ann")]);
    let lines: Vec<u64> = sheet.problems.iter().map(|p| p.0).collect();
    assert_eq!(lines, [3]);
}

#[test]
fn a_formula_that_only_keeps_a_zero_is_a_number() {
    let sheet = sheet("name,phone\nAnn,=\"02079460123\"\nBea,'+442079460018\nCat,'02079460018\n");
    let phones: Vec<&str> = sheet
        .rows
        .iter()
        .flat_map(|(_, b)| b.phones.iter().map(|(_, p)| p.as_str()))
        .collect();
    assert_eq!(phones, ["02079460123", "+442079460018", "02079460018"]);
}
