//! csv-spectrum: files that take CSV to its edges, each beside what another reader made of it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use checkback::import::file::{ImportFile, ImportFileOptions, ImportFormat, ImportSource};
use checkback::import::{ImportField, ImportFields};
use serde_json::{Map, Value};

/// The rows of a file under its first columns, taken for a name, a note and so on.
fn read(bytes: Vec<u8>, columns: &[String]) -> Vec<ImportFields> {
    let fields = [
        ImportField::Name,
        ImportField::Note,
        ImportField::Item,
        ImportField::About,
    ];
    let fields = fields.into_iter().chain([ImportField::Owner]);
    let how = ImportFileOptions {
        form: Some(ImportFormat::Csv),
        map: fields.zip(columns.iter().cloned()).collect(),
        ..ImportFileOptions::default()
    };
    let mut file = ImportFile::open(&ImportSource::Memory(Arc::from(bytes)), &how).unwrap();
    let mut rows = Vec::new();
    while let Some(piece) = file.next_piece().unwrap() {
        rows.push(piece.fields.unwrap());
    }
    rows
}

fn is_one(row: &ImportFields, expected: &Map<String, Value>) -> bool {
    let typed = &row.typed;
    let cells = [
        &typed.name,
        &typed.note,
        &typed.item,
        &typed.about,
        &typed.owner,
    ];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let expected: Vec<String> = expected.values().map(text).collect();
    cells.into_iter().zip(&expected).all(|(c, e)| c == e)
}

#[test]
fn what_another_reader_made_of_every_file_is_what_we_make_of_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/csv-spectrum");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "csv") {
            continue;
        }
        files += 1;
        let name = path.display();
        let expected = fs::read(path.with_extension("json")).unwrap();
        let expected: Vec<Map<String, Value>> = serde_json::from_slice(&expected).unwrap();
        let columns: Vec<String> = expected[0].keys().cloned().collect();
        let rows = read(fs::read(&path).unwrap(), &columns);
        assert_eq!(rows.len(), expected.len(), "{name}");
        for (row, expected) in rows.iter().zip(&expected) {
            assert!(is_one(row, expected), "{name}: {expected:?} is {row:?}");
        }
    }
    assert_eq!(files, 11);
}
