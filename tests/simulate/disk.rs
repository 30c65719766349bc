//! The disk: SQLite's files, passed through to a real folder, with a journal of what is not synced
//! yet. It fails, loses its power and forgets when it is told to, at any operation.
//!
//! It stands under the production code as SQLite's default file system. A process is whoever has
//! opened a file; process 0 is the simulator looking on: it is never failed and never counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use sqlite_vfs::wip::{WalIndex, WalIndexLock};
use sqlite_vfs::{DatabaseHandle, LockKind, OpenAccess, OpenOptions, Vfs};

use crate::common::SeededRng;
use crate::unsynced::{Durable, Survival};

/// Who does something on the disk.
pub(crate) type Process = u8;

/// The simulator itself.
pub(crate) const ONLOOKER: Process = 0;

/// What is done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Open,
    Delete,
    Read,
    Write,
    Truncate,
    Sync,
}

/// One operation as it is logged: the same for the same seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    process: Process,
    operation: Operation,
    file: String,
    offset: u64,
    bytes: u64,
}

/// What goes wrong, from an operation on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Operations of a kind fail, so many of them.
    Error {
        of: Operation,
        full: bool,
        times: u32,
    },
    /// The disk is full for a log that would grow beyond so many bytes: what is there can be written over.
    LogFull(u64),
    /// The process that is at it is killed.
    Kill,
    /// The machine stops; what is left is what survives.
    Stop(Survival),
}

/// A disk that does not do what it says: the simulator has to find each of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    /// A sync says that it is done, and nothing is on the disk.
    SyncsNothing,
    /// Of what is written to the log behind its first page nothing stays.
    DropsWrites,
    /// A page of the database that is written comes out otherwise.
    FlipsBytes,
}

#[derive(Debug, Default)]
struct Locks {
    of_file: BTreeMap<u64, u8>,
    index: BTreeMap<u32, Box<[u8; 32768]>>,
    of_index: BTreeMap<u8, (BTreeSet<u64>, Option<u64>)>,
}

#[derive(Debug)]
struct State {
    process: Process,
    opened: BTreeMap<u64, Process>,
    next: u64,
    locks: BTreeMap<(u64, u64), Locks>,
    durable: BTreeMap<PathBuf, Durable>,
    done: Vec<Logged>,
    fault: Option<(u64, Fault)>,
    hit: u64,
    dead: BTreeSet<Process>,
    /// Of those, whose end was not asked for yet.
    ended: BTreeSet<Process>,
    left: Option<(Survival, BTreeMap<PathBuf, Vec<u8>>)>,
    stopped: bool,
    lie: Option<Lie>,
    dice: SeededRng,
}

/// One machine's disk: a folder.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
    state: Mutex<State>,
}

static DISKS: Mutex<BTreeMap<PathBuf, Arc<Disk>>> = Mutex::new(BTreeMap::new());

fn gone() -> io::Error {
    io::Error::other("the simulated process is dead")
}

impl Disk {
    /// The disk of a folder, from now on until `forget`.
    pub(crate) fn new(folder: &Path, dice: SeededRng, lie: Option<Lie>) -> Arc<Self> {
        static REGISTERED: Once = Once::new();
        REGISTERED.call_once(|| sqlite_vfs::register("simulated", Simulated, true).unwrap());
        let state = State {
            process: ONLOOKER,
            opened: BTreeMap::new(),
            next: 0,
            locks: BTreeMap::new(),
            durable: BTreeMap::new(),
            done: Vec::new(),
            fault: None,
            hit: 0,
            dead: BTreeSet::new(),
            ended: BTreeSet::new(),
            left: None,
            stopped: false,
            lie,
            dice,
        };
        let disk = Arc::new(Self {
            folder: folder.to_owned(),
            state: Mutex::new(state),
        });
        let mut disks = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
        disks.insert(folder.to_owned(), Arc::clone(&disk));
        disk
    }

    /// Nothing is opened on it any more.
    pub(crate) fn forget(&self) {
        let mut disks = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
        disks.remove(&self.folder);
    }

    fn at(path: &Path) -> Option<Arc<Self>> {
        let disks = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |folder: &Path| disks.get(folder).cloned();
        path.ancestors().find_map(of)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who opens files from now on.
    pub(crate) fn turn_to(&self, process: Process) {
        self.state().process = process;
    }

    /// Lets something go wrong once so many operations more are done.
    pub(crate) fn plan(&self, after: u64, fault: Fault) {
        let mut state = self.state();
        let at = state.done.len() as u64 + after;
        state.fault = Some((at, fault));
    }

    /// Nothing more goes wrong.
    pub(crate) fn calm(&self) {
        self.state().fault = None;
    }

    /// How many operations were failed so far.
    pub(crate) fn failed(&self) -> u64 {
        self.state().hit
    }

    /// Whether a process was killed since it was last born.
    pub(crate) fn is_dead(&self, process: Process) -> bool {
        let state = self.state();
        state.stopped || state.dead.contains(&process)
    }

    /// A process is begun anew.
    pub(crate) fn bear(&self, process: Process) {
        self.state().dead.remove(&process);
    }

    /// Kills a process between two operations.
    pub(crate) fn kill(&self, process: Process) {
        self.state().kill(process);
    }

    /// The machine stops between two operations.
    pub(crate) fn stop(&self, survival: Survival) {
        let mut state = self.state();
        self.stop_at(&mut state, survival);
    }

    /// Whether the machine stands still.
    pub(crate) fn has_stopped(&self) -> bool {
        self.state().stopped
    }

    /// Whether a process was killed since this was asked last.
    pub(crate) fn take_dead(&self, process: Process) -> bool {
        self.state().ended.remove(&process)
    }

    /// What is left once the machine has stopped: every file, by its path in the folder.
    pub(crate) fn take_left(&self) -> Option<(Survival, BTreeMap<PathBuf, Vec<u8>>)> {
        self.state().left.take()
    }

    /// Everything that was done so far.
    pub(crate) fn log(&self) -> Vec<Logged> {
        self.state().done.clone()
    }

    /// Waits until a process that leaves has closed its files.
    pub(crate) fn wait_for_end_of(&self, process: Process) {
        while self.state().opened.values().any(|of| *of == process) {
            std::thread::sleep(Duration::from_micros(50));
        }
    }

    fn stop_at(&self, state: &mut State, survival: Survival) {
        let mut left = BTreeMap::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let durable = state.durable.get(&path);
                let bytes = match durable {
                    Some(durable) => durable.after(survival, &mut state.dice),
                    // What is no database is written whole and given its name then.
                    None => fs::read(&path).unwrap(),
                };
                let inside = path.strip_prefix(&self.folder).unwrap().to_owned();
                left.insert(inside, bytes);
            }
        }
        state.left = Some((survival, left));
        state.stopped = true;
        state.fault = None;
    }

    /// An operation begins: it is counted and logged, and fails if it is to.
    fn begins(&self, done: Logged) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        let (process, operation) = (done.process, done.operation);
        let log_ends = done
            .file
            .ends_with("-wal")
            .then_some(done.offset + done.bytes);
        if state.stopped || state.dead.contains(&process) {
            return Err(gone());
        }
        if process == ONLOOKER {
            return Ok(state);
        }
        state.done.push(done);
        let now = state.done.len() as u64;
        let Some((_, fault)) = state.fault.filter(|(at, _)| now >= *at) else {
            return Ok(state);
        };
        match fault {
            Fault::Kill => {
                state.fault = None;
                state.kill(process);
                Err(gone())
            }
            Fault::Stop(Survival::Torn) if operation != Operation::Sync => Ok(state),
            Fault::Stop(survival) => {
                self.stop_at(&mut state, survival);
                Err(gone())
            }
            Fault::LogFull(room) => {
                let grows = operation == Operation::Write && log_ends.is_some_and(|end| end > room);
                if !grows {
                    return Ok(state);
                }
                state.hit += 1;
                Err(io::Error::from(io::ErrorKind::WriteZero))
            }
            Fault::Error { of, .. } if of != operation => Ok(state),
            Fault::Error { of, full, times } => {
                let more = Fault::Error {
                    of,
                    full,
                    times: times - 1,
                };
                state.fault = (times > 1).then_some((0, more));
                state.hit += 1;
                Err(if full {
                    io::Error::from(io::ErrorKind::WriteZero)
                } else {
                    io::Error::other("the simulated disk failed")
                })
            }
        }
    }
}

impl State {
    /// What a process has open and locked is no more.
    fn kill(&mut self, process: Process) {
        self.dead.insert(process);
        self.ended.insert(process);
        let of_process = |(handle, of): (&u64, &Process)| (*of == process).then_some(*handle);
        let handles: Vec<u64> = self.opened.iter().filter_map(of_process).collect();
        for handle in handles {
            self.close(handle);
        }
    }

    /// Whether a handle is one of a process that lives: those of one that was killed do nothing more, also
    /// once it is begun anew. What was killed is let go of in the background, at any time later.
    fn of_living(&self, process: Process, handle: u64) -> io::Result<()> {
        if self.stopped || self.dead.contains(&process) || !self.opened.contains_key(&handle) {
            return Err(gone());
        }
        Ok(())
    }

    fn close(&mut self, handle: u64) {
        self.opened.remove(&handle);
        for locks in self.locks.values_mut() {
            locks.of_file.remove(&handle);
            for (shared, exclusive) in locks.of_index.values_mut() {
                shared.remove(&handle);
                exclusive.take_if(|of| *of == handle);
            }
        }
    }
}

/// SQLite's file system.
struct Simulated;

/// How a file's name is logged: what is unique in it left out.
fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match name.strip_prefix(".part-") {
        Some(rest) => format!(".part{}", rest.get(32..).unwrap_or_default()),
        None => name.into_owned(),
    }
}

impl Vfs for Simulated {
    type Handle = Handle;

    fn open(&self, db: &str, options: OpenOptions) -> io::Result<Handle> {
        let path = PathBuf::from(db);
        let disk = Disk::at(&path).ok_or_else(|| io::Error::other("on no disk"))?;
        let mut how = File::options();
        how.read(true)
            .write(options.access != OpenAccess::Read)
            .create(options.access == OpenAccess::Create)
            .create_new(options.access == OpenAccess::CreateNew)
            .mode(0o600);
        let process = disk.state().process;
        let logged = logged(process, Operation::Open, &path, 0, 0);
        let mut state = disk.begins(logged)?;
        let file = how.open(&path)?;
        let there = file.metadata()?;
        let handle = state.next;
        state.next += 1;
        state.opened.insert(handle, process);
        let live = path.parent() == Some(&disk.folder);
        if live && !state.durable.contains_key(&path) {
            let bytes = fs::read(&path)?;
            state.durable.insert(path.clone(), Durable::of(bytes));
        }
        drop(state);
        Ok(Handle {
            disk,
            path,
            file,
            number: (there.dev(), there.ino()),
            id: handle,
            process,
            lock: LockKind::None,
        })
    }

    fn delete(&self, db: &str) -> io::Result<()> {
        let path = PathBuf::from(db);
        let Some(disk) = Disk::at(&path) else {
            return fs::remove_file(path);
        };
        let process = disk.state().process;
        let mut state = disk.begins(logged(process, Operation::Delete, &path, 0, 0))?;
        state.durable.remove(&path);
        fs::remove_file(path)
    }

    fn exists(&self, db: &str) -> io::Result<bool> {
        Ok(fs::metadata(db).is_ok_and(|there| there.len() > 0))
    }

    fn access(&self, db: &str, _write: bool) -> io::Result<bool> {
        Ok(Path::new(db).exists())
    }

    fn temporary_name(&self) -> String {
        "no temporary file is needed".to_owned()
    }

    fn random(&self, buffer: &mut [i8]) {
        buffer.fill_with(|| fastrand::i8(..));
    }

    /// Time stands still: who waits for a lock only asks again.
    fn sleep(&self, time: Duration) -> Duration {
        std::thread::yield_now();
        time
    }
}

fn logged(process: Process, operation: Operation, path: &Path, at: u64, bytes: usize) -> Logged {
    Logged {
        process,
        operation,
        file: shown(path),
        offset: at,
        bytes: bytes as u64,
    }
}

/// An open file.
pub(crate) struct Handle {
    disk: Arc<Disk>,
    path: PathBuf,
    file: File,
    number: (u64, u64),
    id: u64,
    process: Process,
    lock: LockKind,
}

impl Handle {
    fn begins(&self, what: Operation, at: u64, bytes: usize) -> io::Result<MutexGuard<'_, State>> {
        let done = logged(self.process, what, &self.path, at, bytes);
        self.disk.state().of_living(self.process, self.id)?;
        self.disk.begins(done)
    }

    /// What is unsynced of the file, where that is kept.
    fn unsynced<'a>(&self, state: &'a mut State) -> Option<&'a mut Durable> {
        state.durable.get_mut(&self.path)
    }

    fn is_log(&self) -> bool {
        self.path.to_string_lossy().ends_with("-wal")
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.disk.state().close(self.id);
    }
}

const fn height(lock: LockKind) -> u8 {
    match lock {
        LockKind::None => 0,
        LockKind::Shared => 1,
        LockKind::Reserved => 2,
        LockKind::Pending => 3,
        LockKind::Exclusive => 4,
    }
}

impl DatabaseHandle for Handle {
    type WalIndex = Index;

    fn size(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn read_exact_at(&mut self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let _state = self.begins(Operation::Read, offset, buffer.len())?;
        let mut read = 0;
        while read < buffer.len() {
            match self
                .file
                .read_at(&mut buffer[read..], offset + read as u64)?
            {
                0 => {
                    buffer[read..].fill(0);
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                n => read += n,
            }
        }
        Ok(())
    }

    fn write_all_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut state = self.begins(Operation::Write, offset, bytes.len())?;
        let mut written = bytes.to_vec();
        match state.lie {
            Some(Lie::DropsWrites) if self.is_log() && offset > 4096 => return Ok(()),
            Some(Lie::FlipsBytes) if !self.is_log() && offset > 0 => {
                let at = written.len() / 2;
                written[at] ^= 0x40;
            }
            _ => {}
        }
        self.file.write_all_at(&written, offset)?;
        if let Some(unsynced) = self.unsynced(&mut state) {
            unsynced.write(offset, written);
        }
        Ok(())
    }

    fn sync(&mut self, _data_only: bool) -> io::Result<()> {
        let mut state = self.begins(Operation::Sync, 0, 0)?;
        if state.lie == Some(Lie::SyncsNothing) {
            return Ok(());
        }
        if let Some(unsynced) = self.unsynced(&mut state) {
            unsynced.sync();
        }
        Ok(())
    }

    fn set_len(&mut self, size: u64) -> io::Result<()> {
        let mut state = self.begins(Operation::Truncate, size, 0)?;
        self.file.set_len(size)?;
        if let Some(unsynced) = self.unsynced(&mut state) {
            unsynced.truncate(size);
        }
        Ok(())
    }

    fn lock(&mut self, lock: LockKind) -> io::Result<bool> {
        let mut state = self.disk.state();
        state.of_living(self.process, self.id)?;
        let held = &mut state.locks.entry(self.number).or_default().of_file;
        let (own, wanted) = (height(self.lock), height(lock));
        let others = held.iter().filter(|(of, _)| **of != self.id);
        let highest = others.map(|(_, height)| *height).max().unwrap_or(0);
        let mut take = |kind| {
            held.insert(self.id, height(kind));
            self.lock = kind;
        };
        if wanted <= own {
            take(lock);
            return Ok(true);
        }
        let free = match lock {
            LockKind::Shared => highest < 3,
            LockKind::Exclusive if highest == 1 => {
                take(LockKind::Pending);
                false
            }
            LockKind::Exclusive => highest == 0,
            _ => highest < 2,
        };
        if free {
            take(lock);
        }
        Ok(free)
    }

    fn reserved(&mut self) -> io::Result<bool> {
        let state = self.disk.state();
        let locks = state.locks.get(&self.number);
        Ok(locks.is_some_and(|locks| locks.of_file.values().any(|height| *height >= 2)))
    }

    fn current_lock(&self) -> io::Result<LockKind> {
        Ok(self.lock)
    }

    fn wal_index(&self, _readonly: bool) -> io::Result<Index> {
        Ok(Index {
            disk: Arc::clone(&self.disk),
            number: self.number,
            handle: self.id,
            process: self.process,
        })
    }
}

/// The index of a log, which all who have the file open share.
pub(crate) struct Index {
    disk: Arc<Disk>,
    number: (u64, u64),
    handle: u64,
    process: Process,
}

impl Index {
    fn with<T>(&self, does: impl FnOnce(&mut Locks) -> T) -> io::Result<T> {
        let mut state = self.disk.state();
        state.of_living(self.process, self.handle)?;
        Ok(does(state.locks.entry(self.number).or_default()))
    }
}

impl WalIndex for Index {
    fn map(&mut self, region: u32) -> io::Result<[u8; 32768]> {
        self.with(|locks| {
            let there = locks.index.entry(region);
            **there.or_insert_with(|| vec![0; 32768].try_into().unwrap())
        })
    }

    fn lock(&mut self, slots: std::ops::Range<u8>, lock: WalIndexLock) -> io::Result<bool> {
        let own = self.handle;
        self.with(|locks| {
            let mut of = |slot: u8| locks.of_index.entry(slot).or_default().clone();
            let free = slots.clone().all(|slot| {
                let (shared, exclusive) = of(slot);
                let alone = exclusive.is_none_or(|of| of == own);
                match lock {
                    WalIndexLock::None => true,
                    WalIndexLock::Shared => alone,
                    WalIndexLock::Exclusive => alone && shared.iter().all(|of| *of == own),
                }
            });
            for slot in slots.filter(|_| free) {
                let (shared, exclusive) = locks.of_index.entry(slot).or_default();
                match lock {
                    WalIndexLock::None => {
                        shared.remove(&own);
                        exclusive.take_if(|of| *of == own);
                    }
                    WalIndexLock::Shared => {
                        shared.insert(own);
                    }
                    WalIndexLock::Exclusive => *exclusive = Some(own),
                }
            }
            free
        })
    }

    fn delete(self) -> io::Result<()> {
        self.with(|locks| locks.index.clear())
    }

    fn pull(&mut self, region: u32, data: &mut [u8; 32768]) -> io::Result<()> {
        self.with(|locks| {
            if let Some(there) = locks.index.get(&region) {
                data.copy_from_slice(&**there);
            }
        })
    }

    fn push(&mut self, region: u32, data: &[u8; 32768]) -> io::Result<()> {
        self.with(|locks| {
            locks.index.insert(region, Box::new(*data));
        })
    }
}
