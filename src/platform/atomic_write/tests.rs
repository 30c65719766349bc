//! Tests of atomic writes, on a real disk.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::{AtomicFile, AtomicWriteError};

fn put(place: &Path, text: &str, force: bool) -> Result<(), AtomicWriteError> {
    let mut put = AtomicFile::begin(place, force, 4, |head| head == b"ours")?;
    put.write_all(text.as_bytes())?;
    put.end()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_of_ours_is_replaced_and_one_of_anothers_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a.csv");
    put(&place, "ours 1", false).unwrap();
    put(&place, "ours 2", false).unwrap();
    assert_eq!(fs::read_to_string(&place).unwrap(), "ours 2");
    fs::write(&place, "theirs").unwrap();
    let refused = put(&place, "ours 3", false);
    assert!(
        matches!(refused, Err(AtomicWriteError::NotOurs)),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(&place).unwrap(), "theirs");
    put(&place, "ours 4", true).unwrap();
    assert_eq!(fs::read_to_string(&place).unwrap(), "ours 4");
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn a_small_file_is_replaced_whole_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("state").join("small");
    super::replace(&place, b"one").unwrap();
    super::replace(&place, b"2").unwrap();
    assert_eq!(fs::read_to_string(&place).unwrap(), "2");
    let inside = place.parent().unwrap();
    assert_eq!(names(inside), ["small"]);
    // A folder is in its place: it stays, and nothing is left beside it.
    assert!(super::replace(inside, b"3").is_err());
    assert_eq!(names(folder.path()), ["state"]);
}

#[test]
fn a_file_that_is_never_ended_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a.csv");
    put(&place, "ours 1", false).unwrap();
    let mut half = AtomicFile::begin(&place, false, 4, |head| head == b"ours").unwrap();
    half.write_all(b"half").unwrap();
    drop(half);
    assert_eq!(fs::read_to_string(&place).unwrap(), "ours 1");
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn what_a_killed_program_left_is_cleared_away_and_what_is_written_now_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a.csv");
    fs::write(folder.path().join(".a.csv.checkback-part"), "half").unwrap();
    let first = AtomicFile::begin(&place, false, 4, |_| true).unwrap();
    let second = AtomicFile::begin(&place, false, 4, |_| true);
    assert!(
        matches!(second, Err(AtomicWriteError::BeingWritten)),
        "{second:?}"
    );
    first.end().unwrap();
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn what_came_to_the_place_meanwhile_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a.csv");
    let put = AtomicFile::begin(&place, false, 4, |_| true).unwrap();
    fs::write(&place, "ours?").unwrap();
    let refused = put.end();
    assert!(
        matches!(refused, Err(AtomicWriteError::CreatedMeanwhile)),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(&place).unwrap(), "ours?");
}

#[cfg(unix)]
#[test]
fn a_file_is_for_its_owner_alone_and_never_written_through_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a.csv");
    put(&place, "ours", false).unwrap();
    let mode = fs::metadata(&place).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let link = folder.path().join("link.csv");
    symlink(&place, &link).unwrap();
    let refused = put(&link, "ours 2", false);
    assert!(
        matches!(refused, Err(AtomicWriteError::Link)),
        "{refused:?}"
    );
    put(&link, "ours 3", true).unwrap();
    assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&place).unwrap(), "ours");
    let refused = put(folder.path(), "ours", true);
    assert!(
        matches!(refused, Err(AtomicWriteError::NotAFile)),
        "{refused:?}"
    );
}

#[test]
fn on_windows_a_file_that_another_program_has_open_is_not_a_matter_of_permissions_alone() {
    use std::io::{Error, ErrorKind};

    let says = |error: &Error| super::error_text_of(error, true);
    for code in [super::SHARING_VIOLATION, super::LOCK_VIOLATION] {
        let words = says(&Error::from_raw_os_error(code));
        assert!(words.starts_with("another program has it open"), "{words}");
    }
    let words = says(&Error::from(ErrorKind::PermissionDenied));
    assert!(words.contains("close it in other programs"), "{words}");
    let words = says(&Error::from_raw_os_error(super::INVALID_NAME));
    assert!(words.starts_with("a file cannot have this name"), "{words}");
}
