//! Platform-specific code, each platform's version next to the others'.

pub mod atomic_write;
pub mod dial;

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
