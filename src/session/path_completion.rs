//! Path completion: parses a typed, pasted or dropped path and completes it.

use std::path::{Path, PathBuf};

use crate::domain::text::sanitize;

/// The most choices shown.
const CHOICES: usize = 200;

/// Parses a path: removes the quoting of a drop into the window, expands `~` to the home folder.
pub(super) fn parse_path(text: &str) -> PathBuf {
    let text = text.trim();
    let quoted = |mark: char| text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark));
    let bare = quoted('\'').or_else(|| quoted('"')).unwrap_or(text);
    let bare = bare.strip_prefix("file://").unwrap_or(bare);
    let path = PathBuf::from(bare);
    let path = if path.exists() {
        path
    } else {
        PathBuf::from(bare.replace("\\ ", " "))
    };
    let home = std::env::home_dir();
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

/// Completes a path: the text up to the first ambiguity, and the choices there. Hidden files are
/// offered only after a leading dot.
pub(super) fn complete(text: &str) -> (String, Vec<String>) {
    if text.trim().is_empty() {
        let downloads = parse_path("~/Downloads").is_dir();
        let start = if downloads { "~/Downloads/" } else { "~/" };
        return (start.to_owned(), choices(start).1);
    }
    let (folder, choices) = choices(text);
    let common = choices.iter().fold(None, |common: Option<String>, choice| {
        Some(common.map_or_else(|| choice.clone(), |c| shared(&c, choice)))
    });
    let on = common.map_or_else(|| text.to_owned(), |common| format!("{folder}{common}"));
    (on, choices)
}

/// The text up to its last slash, and the entries that may follow it.
fn choices(text: &str) -> (&str, Vec<String>) {
    let (folder, begun) = match text.rsplit_once(['/', std::path::MAIN_SEPARATOR]) {
        Some((_, begun)) => text.split_at(text.len() - begun.len()),
        None => ("", text),
    };
    let place = if folder.is_empty() {
        PathBuf::from(".")
    } else {
        parse_path(folder)
    };
    let begun = begun.to_lowercase();
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| {
        // A name that cannot be typed safely is not offered.
        let name = entry.file_name().into_string().ok()?;
        let fits = name.to_lowercase().starts_with(&begun) && sanitize(&name) == name;
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        let shown = fits && !hidden;
        shown.then(|| {
            if is_folder(&entry.path()) {
                format!("{name}/")
            } else {
                name
            }
        })
    });
    let mut choices: Vec<String> = named.collect();
    choices.sort();
    choices.truncate(CHOICES);
    (folder, choices)
}

fn is_folder(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| about.is_dir())
}

/// The common prefix of two texts.
fn shared(a: &str, b: &str) -> String {
    let pairs = a.chars().zip(b.chars());
    pairs.take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

#[cfg(test)]
mod tests {
    use super::{complete, parse_path};

    #[test]
    fn a_path_goes_on_as_far_as_it_is_clear() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["contacts.csv", "contacts-old.csv", ".hidden.csv"] {
            std::fs::write(folder.path().join(name), "").expect("a file");
        }
        std::fs::create_dir(folder.path().join("Shop")).expect("a folder");
        let here = folder.path().display();
        let (on, choices) = complete(&format!("{here}/CON"));
        assert_eq!(on, format!("{here}/contacts"));
        assert_eq!(choices, ["contacts-old.csv", "contacts.csv"]);
        assert_eq!(complete(&format!("{here}/s")).0, format!("{here}/Shop/"));
        assert_eq!(
            complete(&format!("{here}/")).1.len(),
            3,
            "hidden ones are not shown"
        );
        let nowhere = format!("{here}/x");
        assert_eq!(complete(&nowhere), (nowhere, Vec::new()));
    }

    #[test]
    fn a_path_that_was_dropped_into_the_window_is_read() {
        for dropped in [
            "'/a b/c.csv'",
            "\"/a b/c.csv\"",
            "file:///a b/c.csv",
            "/a\\ b/c.csv ",
        ] {
            assert_eq!(
                parse_path(dropped).to_str(),
                Some("/a b/c.csv"),
                "{dropped}"
            );
        }
        let home = std::env::home_dir().expect("a home");
        assert_eq!(parse_path("~/x.csv"), home.join("x.csv"));
    }
}
