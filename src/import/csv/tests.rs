//! Tests of the CSV reader, on what spreadsheets really write.

use super::{Field, read};
use crate::import::{ImportError, Row, Sheet};

fn sheet(text: &str) -> Sheet {
    read(text.as_bytes(), &[]).unwrap_or_default()
}

fn names(sheet: &Sheet) -> Vec<(u64, &str)> {
    sheet
        .rows
        .iter()
        .map(|Row { line, typed }| (*line, typed.name.as_str()))
        .collect()
}

#[test]
fn every_separator_is_told_by_the_header() {
    for separator in [",", ";", "\t", "|"] {
        let text = ["name", "note\nAnn", "\"a, b; c|d\"\n"].join(separator);
        let sheet = sheet(&text);
        assert_eq!(names(&sheet), [(2, "Ann")], "{separator:?}");
        let note = sheet.rows.first().map(|r| r.typed.note.as_str());
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
    let notes: Vec<&str> = sheet.rows.iter().map(|r| r.typed.note.as_str()).collect();
    assert_eq!(notes, ["5\" disk", "3.5\" disk"]);
    assert_eq!(sheet.problems, []);
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_nobody_along() {
    let sheet = sheet("name,note\nAnn,x\n\"Bea,y\nCat,z\n");
    assert_eq!(names(&sheet), [(2, "Ann")]);
    let lines: Vec<u64> = sheet.problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [3]);
}

#[test]
fn a_mapped_column_wins_over_one_of_the_same_name() {
    let map = [(Field::Name, "Full Name".to_owned())];
    let sheet = read(b"name,full name\nx,Ann\n", &map).unwrap_or_default();
    assert_eq!(names(&sheet), [(2, "Ann")]);
    assert_eq!(sheet.unknown, ["name"]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_column() {
    assert_eq!(names(&sheet("\u{feff}name\nAnn\n")), [(2, "Ann")]);
    assert_eq!(names(&sheet("\u{feff}\"name\"\nAnn\n")), [(2, "Ann")]);
}

#[test]
fn what_is_no_utf_8_is_told_by_line() {
    let refused = read(b"name\nAnn\nZo\xeb\n", &[]);
    assert_eq!(refused, Err(ImportError::NotUtf8 { line: 3 }));
    assert_eq!(read(b"", &[]), Err(ImportError::Empty));
    assert_eq!(read(b"\n \n", &[]), Err(ImportError::Empty));
}
