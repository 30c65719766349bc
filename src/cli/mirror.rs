//! The mirror beside a command: which one it is, and that it has what was saved before the program ends.

use std::sync::mpsc::channel;
use std::time::Duration;

use super::{CommandContext, DatabaseChoice};
use crate::explain;
use crate::store::Mirror;

/// How long a program that ends waits for the mirror.
const MIRROR_WAIT: Duration = Duration::from_secs(3);

impl CommandContext {
    /// The mirror of the shop's file, where the settings name one.
    #[must_use]
    pub fn mirror(&self) -> Option<Mirror> {
        let DatabaseChoice::File(path) = &self.database else {
            return None;
        };
        let place = self.config.mirror.as_ref()?;
        Mirror::new(path, place, &self.rules().calendar)
    }

    /// Brings the mirror up to date before the program ends. Nobody waits long for a slow one: what it
    /// lacks goes there at the next start.
    ///
    /// # Errors
    /// What stood in the way, in words.
    pub fn bring_up_mirror(&self) -> Result<(), String> {
        let Some(mirror) = self.mirror() else {
            return Ok(());
        };
        let place = mirror.place().display().to_string();
        let (ended, end) = channel();
        std::thread::spawn(move || {
            let _nobody_waits = ended.send(mirror.bring_up());
        });
        let words = match end.recv_timeout(MIRROR_WAIT) {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(why)) => explain::mirror(&why, &place),
            Err(_) => format!("“{place}” is slow"),
        };
        Err(format!(
            "saved, but the mirror does not have it yet: {words}"
        ))
    }
}
