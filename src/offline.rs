//! What a counter keeps on its own machine while its server cannot be asked: the acts that are not
//! saved yet, and the list as it was read last.
//!
//! Owns the files of that: they are for their owner alone, and on the disk before a key counts as
//! answered. How an act is made, sent and shown is the session's.

mod kept_act;
mod kept_list;
mod outbox_file;

use std::path::PathBuf;

pub use kept_act::{KeptAct, KeptCustomer, KeptWork};
pub use kept_list::KeptList;
pub use outbox_file::{OutboxFile, forget, waiting};

/// Where a counter keeps what, and for which shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfflineFolder {
    /// The folder.
    pub folder: PathBuf,
    /// The shop: its server's address without a password, and its branch.
    pub shop: String,
}
