//! Who else on this machine may read or write what belongs to the shop.

use std::path::Path;

use super::health_check::{HealthCheck, HealthStatus};
use crate::cli::CommandContext;
use crate::store::Backups;

/// Whether the file and its folder are for their owner alone.
#[cfg(unix)]
pub(super) fn permissions(file: &Path) -> Option<HealthCheck> {
    use std::os::unix::fs::PermissionsExt;

    let mode = |path: &Path| std::fs::metadata(path).map(|m| m.permissions().mode() & 0o777);
    let shown = file.display();
    let file = mode(file).ok()?;
    Some(if matches!(file, 0o600 | 0o400 | 0o700) {
        HealthCheck::well("permissions", "only you can open the database")
    } else {
        HealthCheck::problem(
            "permissions",
            HealthStatus::Problem,
            format!("others on this machine may open the database (mode {file:o})"),
            format!("chmod 600 \"{shown}\"*"),
        )
    })
}

/// A person's data folder is that person's already.
#[cfg(not(unix))]
pub(super) fn permissions(_file: &Path) -> Option<HealthCheck> {
    None
}

/// The folder of the backups and the settings, where others may write them: a backup put there would
/// be restored, and a command in the settings run.
pub(super) fn writable_by_others(backups: &Backups, setting: &CommandContext) -> Vec<HealthCheck> {
    let config = setting.config_file.as_deref();
    let places = [
        ("backups", Some(backups.folder())),
        ("settings", config),
        ("settings", config.and_then(Path::parent)),
    ];
    let open = places.into_iter().filter_map(|(what, path)| {
        path.filter(|path| crate::platform::others_may_write(path))
            .map(|path| (what, path))
    });
    open.map(|(what, path)| {
        let path = path.display();
        HealthCheck::problem(
            what,
            HealthStatus::Problem,
            format!("others on this machine may write “{path}”"),
            format!("chmod go-w \"{path}\""),
        )
    })
    .collect()
}
