//! What of a file is on the disk for certain, and what was written since: after a loss of power any
//! part of that may be there.

use crate::common::SeededRng;

/// How much a disk takes at once: a page that is written when the power fails is torn there.
const SECTOR: usize = 512;

/// What survives of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Survival {
    /// Everything: only the programs have ended.
    All,
    /// Some of the writes, whole.
    Some,
    /// Some of the sectors of some of the writes, in the middle of a sync.
    Torn,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// A file as it is on the disk.
#[derive(Debug, Clone)]
pub(crate) struct Durable {
    bytes: Vec<u8>,
    since: Vec<Change>,
}

fn put(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    let end = at + new.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(new);
}

impl Durable {
    /// A file that is all there.
    pub(crate) const fn of(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            since: Vec::new(),
        }
    }

    pub(crate) fn write(&mut self, at: u64, bytes: Vec<u8>) {
        let at = usize::try_from(at).unwrap();
        self.since.push(Change::Write(at, bytes));
    }

    pub(crate) fn truncate(&mut self, size: u64) {
        let size = usize::try_from(size).unwrap();
        self.since.push(Change::Truncate(size));
    }

    /// Everything is on the disk.
    pub(crate) fn sync(&mut self) {
        for change in std::mem::take(&mut self.since) {
            match change {
                Change::Write(at, new) => put(&mut self.bytes, at, &new),
                Change::Truncate(size) => self.bytes.resize(size, 0),
            }
        }
    }

    /// What is found there once the machine runs again.
    pub(crate) fn after(&self, survival: Survival, dice: &mut SeededRng) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let kept = match survival {
            Survival::All => 100,
            Survival::Some | Survival::Torn => dice.pick(&[0, 30, 70, 100]),
        };
        for change in &self.since {
            let keeps = dice.chance(kept);
            match change {
                Change::Write(at, new) if survival == Survival::Torn => {
                    for (n, sector) in new.chunks(SECTOR).enumerate() {
                        if dice.chance(50) {
                            put(&mut bytes, at + n * SECTOR, sector);
                        }
                    }
                }
                Change::Write(at, new) if keeps => put(&mut bytes, *at, new),
                Change::Truncate(size) if keeps => bytes.resize(*size, 0),
                Change::Write(..) | Change::Truncate(_) => {}
            }
        }
        bytes
    }
}
