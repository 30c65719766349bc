//! Platform-specific code, each platform's version next to the others'.

pub(crate) mod atomic_write;
pub(crate) mod clipboard;
pub(crate) mod dial;
pub mod unfinished;

/// The counter's default name: the machine's host name.
#[cfg(unix)]
#[must_use]
pub fn machine_name() -> String {
    let name = rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned();
    if name.is_empty() {
        "counter".to_owned()
    } else {
        name
    }
}

/// The counter's default name: the machine's host name.
#[cfg(not(unix))]
#[must_use]
pub fn machine_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "counter".to_owned())
}

/// The system's kernel and its release, such as "Linux 6.1.0"; nothing of the machine's name.
#[cfg(unix)]
#[must_use]
pub fn kernel() -> String {
    let name = rustix::system::uname();
    let [system, release] = [name.sysname(), name.release()].map(std::ffi::CStr::to_string_lossy);
    format!("{system} {release}")
}

/// The system's kernel and its release, where the system tells.
#[cfg(not(unix))]
#[must_use]
pub fn kernel() -> String {
    String::new()
}

/// Keeps the system from writing this process's memory to a file when it dies: there are names in it.
#[cfg(unix)]
pub fn leave_no_core() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _as_it_was = setrlimit(Resource::Core, none);
    // A limit does not hold for what a system hands to another program.
    #[cfg(target_os = "linux")]
    let _as_it_was =
        rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Other platforms write none without being asked to.
#[cfg(not(unix))]
pub const fn leave_no_core() {}

/// Whether a file that is there may be read and not written: itself, or beside it.
#[cfg(unix)]
#[must_use]
pub fn is_read_only(file: &std::path::Path) -> bool {
    use rustix::fs::{Access, access};

    let Ok(there) = std::fs::metadata(file) else {
        return false;
    };
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| std::path::Path::new("."));
    let writable = |path| access(path, Access::WRITE_OK).is_ok();
    // The administrator may write what nobody is meant to.
    there.len() > 0 && (there.permissions().readonly() || !writable(file) || !writable(folder))
}

/// Whether a file that is there may be read and not written.
#[cfg(not(unix))]
#[must_use]
pub fn is_read_only(file: &std::path::Path) -> bool {
    std::fs::metadata(file).is_ok_and(|there| there.len() > 0 && there.permissions().readonly())
}

/// Whether others than this person and the administrator may write a file or a folder. A group of
/// one's own is oneself: many systems let it write whatever one makes.
#[cfg(unix)]
#[must_use]
pub fn others_may_write(path: &std::path::Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let (me, group) = (rustix::process::geteuid(), rustix::process::getegid());
    std::fs::metadata(path).is_ok_and(|there| {
        let theirs = there.uid() != me.as_raw() && there.uid() != 0;
        let by_group = there.mode() & 0o020 != 0 && there.gid() != group.as_raw();
        theirs || by_group || there.mode() & 0o002 != 0
    })
}

/// Whether others than the owner may write a file or a folder: a person's folders are that person's
/// already.
#[cfg(not(unix))]
#[must_use]
pub const fn others_may_write(_path: &std::path::Path) -> bool {
    false
}

/// Sets a file's time to now, if it is there: whoever watches it is told.
#[cfg(unix)]
pub fn touch(file: &std::path::Path) {
    use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT};

    let of = |tv_nsec| Timespec { tv_sec: 0, tv_nsec };
    let times = Timestamps {
        last_access: of(UTIME_OMIT),
        last_modification: of(UTIME_NOW),
    };
    let _gone = rustix::fs::utimensat(CWD, file, &times, AtFlags::empty());
}

/// Sets a file's time to now, if it is there: whoever watches it is told.
#[cfg(not(unix))]
pub fn touch(file: &std::path::Path) {
    let there = std::fs::File::options().write(true).open(file);
    let _gone = there.and_then(|file| file.set_modified(std::time::SystemTime::now()));
}

/// Whether the system tells of every change in a folder, whoever makes it: not on a network drive,
/// nor on one that another program stands for.
#[cfg(target_os = "linux")]
#[must_use]
pub fn tells_of_changes(folder: &std::path::Path) -> bool {
    /// The file systems that do not, by their number (statfs(2)): NFS, SMB, CIFS, SMB2, 9P, FUSE,
    /// AFS, Coda, Ceph.
    const OTHERS: [u32; 9] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x0102_1997,
        0x6573_5546,
        0x5346_414f,
        0x7375_7245,
        0x00c3_6400,
    ];
    let there = rustix::fs::statfs(folder);
    // The number has another type on each machine; 32 bits hold it.
    there.is_ok_and(|there| {
        !OTHERS
            .iter()
            .any(|n| i128::from(there.f_type) == i128::from(*n))
    })
}

/// Whether the system tells of every change in a folder, whoever makes it: it is not known.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn tells_of_changes(_folder: &std::path::Path) -> bool {
    false
}

/// The free disk space at a file, in bytes, if the system tells.
#[cfg(unix)]
#[must_use]
pub fn free_space(file: &std::path::Path) -> Option<u64> {
    let there = rustix::fs::statvfs(file).ok()?;
    there.f_bavail.checked_mul(there.f_frsize)
}

/// The free disk space at a file, in bytes, if the system tells.
#[cfg(not(unix))]
#[must_use]
pub fn free_space(_file: &std::path::Path) -> Option<u64> {
    None
}

/// What tells one file from another: its device, and its number there.
pub type FileIdentity = (u64, u64);

/// The identity of an open file.
///
/// # Errors
/// The system does not tell.
#[cfg(unix)]
pub fn file_identity(file: &std::fs::File) -> std::io::Result<FileIdentity> {
    use std::os::unix::fs::MetadataExt;

    let there = file.metadata()?;
    Ok((there.dev(), there.ino()))
}

/// The identity of an open file.
///
/// # Errors
/// The system does not tell.
#[cfg(windows)]
pub fn file_identity(file: &std::fs::File) -> std::io::Result<FileIdentity> {
    let there = winapi_util::file::information(file)?;
    Ok((there.volume_serial_number(), there.file_index()))
}

/// The identity of the file at a path; of a link, that of the link itself.
///
/// # Errors
/// There is no file, or the system does not tell.
#[cfg(unix)]
pub fn identity_at(path: &std::path::Path) -> std::io::Result<FileIdentity> {
    use std::os::unix::fs::MetadataExt;

    let there = std::fs::symlink_metadata(path)?;
    Ok((there.dev(), there.ino()))
}

/// The identity of the file at a path. Windows has it for an open file alone.
///
/// # Errors
/// There is no file, or it cannot be opened.
#[cfg(windows)]
pub fn identity_at(path: &std::path::Path) -> std::io::Result<FileIdentity> {
    file_identity(&std::fs::File::open(path)?)
}

/// The folders in which the shop's data may be, the one for a new shop first; none without a home.
///
/// On Windows that is `%LOCALAPPDATA%`. Older versions used `%APPDATA%`, which a shop's network copies to
/// its server at each log-on and log-off: a database is too large for that, and is copied half-written.
#[must_use]
pub fn data_folders() -> Vec<std::path::PathBuf> {
    use etcetera::BaseStrategy;

    let Ok(home) = etcetera::choose_base_strategy() else {
        return Vec::new();
    };
    if cfg!(windows) {
        vec![home.cache_dir(), home.data_dir()]
    } else {
        vec![home.data_dir()]
    }
}

/// The first of some folders in which there is a file or folder of ours; the first one if there is none.
#[must_use]
pub fn first_with(
    folders: &[std::path::PathBuf],
    ours: impl AsRef<std::path::Path>,
) -> Option<std::path::PathBuf> {
    let has = |folder: &&std::path::PathBuf| folder.join(ours.as_ref()).exists();
    folders
        .iter()
        .find(has)
        .or_else(|| folders.first())
        .cloned()
}

/// The folder of the log, of unsaved acts and of what the counter remembers of servers. It is the data
/// folder if the system has none for state; `None` without a home.
#[must_use]
pub fn state_folder() -> Option<std::path::PathBuf> {
    use etcetera::BaseStrategy;

    let state = etcetera::choose_base_strategy().ok()?.state_dir();
    // Unsaved acts may still be where an older version kept them.
    let folder = state.or_else(|| first_with(&data_folders(), "checkback/offline"))?;
    Some(folder.join("checkback"))
}

/// A flag that SIGINT sets. From now on Ctrl-C no longer ends the program.
#[cfg(unix)]
#[must_use]
pub fn interrupted() -> std::sync::Arc<std::sync::atomic::AtomicBool> {
    let asked = std::sync::Arc::default();
    // If the handler cannot be registered, Ctrl-C ends the program as before: every batch in the
    // store is complete then, too.
    let _as_it_was =
        signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::clone(&asked));
    asked
}

/// A flag that is never set: Ctrl-C ends the program.
#[cfg(not(unix))]
#[must_use]
pub fn interrupted() -> std::sync::Arc<std::sync::atomic::AtomicBool> {
    std::sync::Arc::default()
}

/// The user logged in to the machine, for a shop that names no staff.
#[must_use]
pub fn person() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|v| std::env::var(v).ok())
        .map(|name| crate::domain::text::sanitize(&name))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "counter".to_owned())
}
