//! What only one platform knows, each answer beside the others'.

pub mod atomic_write;
pub mod dial;

/// What this counter is called when the shop's file does not say: the machine's name.
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

/// What this counter is called when the shop's file does not say: the machine's name.
#[cfg(not(unix))]
#[must_use]
pub fn machine_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "counter".to_owned())
}

/// How many bytes may still be written where a file is, where the system tells.
#[cfg(unix)]
#[must_use]
pub fn free_space(file: &std::path::Path) -> Option<u64> {
    let there = rustix::fs::statvfs(file).ok()?;
    there.f_bavail.checked_mul(there.f_frsize)
}

/// How many bytes may still be written where a file is, where the system tells.
#[cfg(not(unix))]
#[must_use]
pub fn free_space(_file: &std::path::Path) -> Option<u64> {
    None
}

/// Whether the person interrupts: from now on that ends the program no more.
#[cfg(unix)]
#[must_use]
pub fn interrupted() -> std::sync::Arc<std::sync::atomic::AtomicBool> {
    let asked = std::sync::Arc::default();
    // Where it cannot be heard, it ends the program as ever: whole batches are in then, too.
    let _as_it_was =
        signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::clone(&asked));
    asked
}

/// Whether the person interrupts: it ends the program.
#[cfg(not(unix))]
#[must_use]
pub fn interrupted() -> std::sync::Arc<std::sync::atomic::AtomicBool> {
    std::sync::Arc::default()
}

/// Who is at the machine, where the shop names nobody.
#[must_use]
pub fn person() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|v| std::env::var(v).ok())
        .map(|name| crate::domain::text::sanitize(&name))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "counter".to_owned())
}
