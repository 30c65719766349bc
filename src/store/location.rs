//! Where a shop's rows are: in a file, or on a server.

use std::path::{Path, PathBuf};

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

/// Where a shop's file is when nothing else was said.
#[must_use]
pub fn usual_file(data_folder: &Path) -> PathBuf {
    data_folder.join("checkback").join("checkback.db")
}
