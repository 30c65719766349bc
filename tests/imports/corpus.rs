//! What the fuzzing has found worth keeping (`tests/fuzz/corpus`), read again in every run.

use std::fs;
use std::path::Path;

use checkback::import::file::ImportFormat;

use super::laws;

/// The inputs kept for a target.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(target);
    let files: Vec<Vec<u8>> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert!(!files.is_empty(), "{target} has a corpus");
    files
}

#[test]
fn every_kept_csv_file_keeps_the_laws() {
    for bytes in kept("csv") {
        let _read = laws::file(&bytes, ImportFormat::Csv);
    }
}

#[test]
fn every_kept_file_of_cards_keeps_the_laws() {
    for bytes in kept("vcard") {
        let _read = laws::file(&bytes, ImportFormat::Vcard);
    }
}

#[test]
fn every_kept_phrase_keeps_the_laws() {
    for bytes in kept("phrase") {
        laws::phrase(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn every_kept_number_keeps_the_laws() {
    for bytes in kept("phone") {
        laws::number(&String::from_utf8_lossy(&bytes));
    }
}
