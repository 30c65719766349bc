//! How the mirror is: whether it is there, has everything, and is on a disk of its own.

use std::path::Path;

use super::health_check::{HealthCheck, HealthStatus};
use crate::cli::CommandContext;
use crate::domain::time_format::spoken;
use crate::explain;
use crate::platform::identity_at;

/// The mirror, where the settings name one.
pub(super) fn mirror(file: &Path, setting: &CommandContext) -> Option<HealthCheck> {
    let mirror = setting.mirror()?;
    let place = mirror.place().display().to_string();
    let problem = |says: String, advice: &str| {
        Some(HealthCheck::problem(
            "mirror",
            HealthStatus::Problem,
            says,
            advice.to_owned(),
        ))
    };
    let age = match mirror.age() {
        Ok(age) => age,
        Err(why) => {
            let why = explain::mirror(&why, &place);
            let advice =
                "plug it in, or name another folder under [keep] mirror: it is filled by itself";
            return problem(
                format!("nothing of the shop can be read in the mirror: {why}"),
                advice,
            );
        }
    };
    let newest = age.newest.map_or_else(
        || "with nothing in it yet".to_owned(),
        |at| {
            let at = spoken(at, setting.now, &setting.rules().calendar);
            format!("its newest action is of {at}")
        },
    );
    let says = format!("the mirror in “{place}”: {newest}");
    if age.behind != 0 {
        let says = format!("{says}, and {} behind the shop", age.behind);
        return problem(says, "open the list: it is brought up to date by itself");
    }
    let device = |path: &Path| {
        let path = path.canonicalize().ok()?;
        identity_at(&path).ok().map(|(device, _)| device)
    };
    if device(file).is_some() && device(file) == device(mirror.place()) {
        return Some(HealthCheck::problem(
            "mirror",
            HealthStatus::Advisory,
            format!("{says}; but it is on the same disk as the database, and is lost with it"),
            "name a folder on another disk or a stick under [keep] mirror".to_owned(),
        ));
    }
    Some(HealthCheck::well("mirror", says))
}
