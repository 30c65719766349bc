//! Where a shop's rows are: in a file, or on a server.

use std::path::{Path, PathBuf};

use crate::platform::first_with;

/// A path that is no file: the rows are kept in memory.
pub const IN_MEMORY: &str = ":memory:";

/// The number of the shop in a file: one file, one shop.
pub(super) const ONLY_SHOP: i64 = 1;

/// A database on a server, and which of its shops one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerOptions {
    /// `postgres://person@host/database`.
    pub url: String,
    /// The branch, where the database holds several.
    pub branch: Option<String>,
    /// What a first shop is called where no branch is named.
    pub shop_name: String,
    /// The file in which this counter keeps which history of the server's it has seen.
    pub memory: Option<PathBuf>,
}

/// Where a shop's rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreLocation {
    /// In a file.
    File(PathBuf),
    /// On a server.
    Server(ServerOptions),
}

impl ServerOptions {
    /// Its address as it may be shown: without its password.
    #[must_use]
    pub fn shown(&self) -> String {
        Self::shown_address(&self.url)
    }

    /// A server's address as it may be shown: without its password.
    #[must_use]
    #[cfg(feature = "server")]
    pub fn shown_address(url: &str) -> String {
        super::postgres::shown(url)
    }

    /// A server's address, of which nothing is shown.
    #[must_use]
    #[cfg(not(feature = "server"))]
    pub fn shown_address(_url: &str) -> String {
        "a server".to_owned()
    }
}

/// Where a shop's file is when nothing else was said: the first data folder that has one, or else the
/// first folder. `None` without any.
#[must_use]
pub fn usual_file(data_folders: &[PathBuf]) -> Option<PathBuf> {
    let file = Path::new("checkback").join("checkback.db");
    first_with(data_folders, &file).map(|folder| folder.join(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_that_an_older_version_left_in_another_folder_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let [local, roaming] = ["Local", "Roaming"].map(|name| folder.path().join(name));
        let folders = [local, roaming];
        let usual = || usual_file(&folders).unwrap();
        assert!(usual().starts_with(&folders[0]), "a new shop");
        for kept_in in [&folders[1], &folders[0]] {
            let file = kept_in.join("checkback").join("checkback.db");
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, "").unwrap();
            assert_eq!(usual(), file);
        }
        assert_eq!(usual_file(&[]), None);
    }
}
