//! `server setup`: the roles, schema and grants of a chain's database, printed or run.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{CommandContext, CommandError, CommandOutput};
use crate::store::{Branch, Store, StoreLocation};

/// The arguments of `server`.
#[derive(Debug, Args)]
pub struct ServerArgs {
    #[command(subcommand)]
    what: ServerCommand,
}

#[derive(Debug, Subcommand)]
enum ServerCommand {
    /// Print the set-up script for a branch, for an administrator to read; --run runs it
    Setup(ServerSetupArgs),
}

#[derive(Debug, Args)]
struct ServerSetupArgs {
    /// The branch; the shop's name if left out
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// The login the branch's counters use
    #[arg(long, value_name = "ROLE", default_value = "checkback_shop")]
    role: String,
    /// Run it on the server named by --db, logged in as an administrator
    #[arg(long)]
    run: bool,
}

/// Prints the script, or runs it.
///
/// # Errors
/// If no server is named, it cannot be reached, or it refuses a statement of the script.
pub fn run(
    words: &ServerArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let ServerCommand::Setup(words) = &words.what;
    let usual = || setting.config.branch.clone();
    let name = words.branch.clone().or_else(usual);
    let branch = Branch {
        name: name.unwrap_or_else(|| setting.rules().shop.clone()),
        role: words.role.clone(),
    };
    let calendar = setting.rules().calendar.clone();
    if !words.run {
        let script = branch.script(&calendar);
        return if out.is_json() {
            out.value(&json!({"script": script}))
        } else {
            out.whole(script.as_bytes())
        };
    }
    let Some(StoreLocation::Server(server)) = setting.database_place() else {
        return Err(CommandError::refused(
            "no server is named: say which with --db postgres://admin@host/database",
        ));
    };
    let done = Store::set_up(&server, &branch, calendar);
    done.map_err(|why| CommandError::Database {
        path: server.shown(),
        why,
    })?;
    let says = format!(
        "Set up for {}: its counters log in as {}. Give the role a password there, and write the \
         address and the branch into their settings.",
        branch.name, branch.role
    );
    let value = json!({"branch": branch.name, "role": branch.role, "says": says});
    out.answer(&value, &says)
}
