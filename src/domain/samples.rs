//! The samples in `tests/samples`, for the tests here: read when they run, so that what is built needs
//! nothing of them.

/// A sample's text, by its path in `tests/samples`.
pub(super) fn read(name: &str) -> &'static str {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples");
    let path = std::path::Path::new(folder).join(name);
    let text = std::fs::read_to_string(&path);
    text.unwrap_or_else(|why| panic!("{}: {why}", path.display()))
        .leak()
}
