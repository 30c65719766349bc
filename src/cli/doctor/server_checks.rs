//! What `doctor` asks of a server, and of what this machine keeps while it is away; and whether a move
//! to one was begun.

#[cfg(feature = "server")]
use super::super::backup::size;
use super::super::{CommandContext, DatabaseChoice};
use super::health_check::{HealthCheck, HealthStatus};

/// What the server says of itself; nothing of a shop in a file.
#[cfg(feature = "server")]
pub(super) fn server(setting: &CommandContext) -> Option<HealthCheck> {
    let DatabaseChoice::Server(place) = &setting.database else {
        return None;
    };
    let asked = setting.store().and_then(|mut store| {
        let (moving, report) = (store.is_moving()?, store.ask_server()?);
        Ok((moving, report))
    });
    let (moving, report) = match asked {
        Ok(answer) => answer,
        Err(why) => {
            return Some(HealthCheck::problem(
                "server",
                HealthStatus::Problem,
                why.to_string(),
                format!("check the server at {}, and the way to it", place.shown()),
            ));
        }
    };
    let role = match (report.standby, report.behind) {
        (true, Some(behind)) => format!("a standby, {behind} s behind"),
        (true, None) => "a standby".to_owned(),
        (false, _) if report.waits_for_standby => {
            format!(
                "the primary, whose commits wait for a standby ({} follow)",
                report.standbys
            )
        }
        (false, _) => format!("the primary ({} standbys follow)", report.standbys),
    };
    let (connections, most) = report.connections;
    let says = format!(
        "{}: PostgreSQL {}, {role}; {}, {connections} of {most} connections; extensions {}",
        report.machine,
        report.version,
        size(u64::try_from(report.size).unwrap_or(0)),
        report.extensions
    );
    Some(if report.standby {
        let advice = "nothing can be saved: have the primary started, or this one promoted";
        HealthCheck::problem("server", HealthStatus::Problem, says, advice)
    } else if moving {
        HealthCheck::problem(
            "server",
            HealthStatus::Problem,
            format!("{says}; a move of the shop was begun and is not done"),
            "checkback move goes on with it; checkback move --cancel gives it up",
        )
    } else {
        HealthCheck::well("server", says)
    })
}

#[cfg(not(feature = "server"))]
pub(super) fn server(_setting: &CommandContext) -> Option<HealthCheck> {
    None
}

/// What this machine keeps of actions that are not saved yet; nothing of a shop in a file.
pub(super) fn kept(setting: &CommandContext) -> Option<HealthCheck> {
    let place = setting.offline_folder()?;
    let kept = crate::offline::waiting(&place.folder);
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        kept.into_iter().partition(|(shop, _)| *shop == place.shop);
    let are = |n: usize| match n {
        1 => "1 action is".to_owned(),
        n => format!("{n} actions are"),
    };
    if let Some((shop, _)) = elsewhere.first() {
        return Some(HealthCheck::problem(
            "kept",
            HealthStatus::Advisory,
            format!(
                "{} kept on this machine for another database, {shop}, and not saved there yet",
                are(elsewhere.len())
            ),
            "open Checkback on that database",
        ));
    }
    Some(match here.len() {
        0 => HealthCheck::well("kept", "nothing on this machine waits to be saved"),
        n => HealthCheck::problem(
            "kept",
            HealthStatus::Advisory,
            format!("{} kept on this machine and not saved yet", are(n)),
            "open Checkback while the server can be reached",
        ),
    })
}

/// Whether a move of a file's shop was begun and is not done.
pub(super) fn move_of_file(setting: &CommandContext) -> Option<HealthCheck> {
    let of_file = matches!(setting.database, DatabaseChoice::File(_));
    let moving = setting.store().and_then(|mut store| Ok(store.is_moving()?));
    (of_file && matches!(moving, Ok(true))).then(|| {
        HealthCheck::problem(
            "move",
            HealthStatus::Problem,
            "a move of the shop to another database was begun and is not done: nothing is saved here",
            "checkback move goes on with it; checkback move --cancel gives it up",
        )
    })
}
