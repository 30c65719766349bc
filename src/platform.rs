//! What only one platform knows, each answer beside the others'.

pub mod dial;
pub mod put;

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

/// Who is at the machine, where the shop names nobody.
#[must_use]
pub fn person() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|v| std::env::var(v).ok())
        .map(|name| crate::domain::words::clean(&name))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "counter".to_owned())
}
