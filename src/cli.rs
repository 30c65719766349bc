//! The command line: its words, and one file a command: parse, ask the store, print.
//!
//! Owns the contract of COMMANDS.md: names, JSON shapes, exit statuses. Knows no screen.

mod act_id;
pub mod add;
pub mod backup;
pub mod completions;
pub mod config;
mod context;
mod customer_arg;
mod data_export;
pub mod doctor;
mod error;
mod examples;
pub mod export;
pub mod find;
pub mod forget;
pub mod import;
pub mod job;
mod json;
pub mod list;
pub mod log;
pub mod man;
mod mirror;
pub mod move_shop;
mod output;
mod output_file;
pub mod phone;
pub mod pin;
mod question;
pub mod redo;
pub mod report;
pub mod rescue;
pub mod restore;
#[cfg(feature = "server")]
pub mod server;
pub mod sheet;
pub mod show;
pub mod snooze;
mod table;
pub mod tidy;
pub mod undo;
pub mod when;

use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

pub use context::{CommandContext, DatabaseChoice};
pub use error::CommandError;
pub use output::CommandOutput;

use crate::store::ServerOptions;

/// Who do we ring next, and what do we say?
#[derive(Debug, Parser)]
#[command(name = "checkback", version, about, long_about = None)]
pub struct CliArgs {
    /// Show a made-up shop's day; nothing in it is kept
    #[arg(long)]
    pub demo: bool,
    /// What goes with every command.
    #[command(flatten)]
    pub everywhere: GlobalArgs,
    /// What to do; the list, full screen, where it is left out.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What goes with every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "With every command")]
pub struct GlobalArgs {
    /// The shop's database: a file, or a server's address
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        env = "CHECKBACK_DB",
        hide_env_values = true
    )]
    pub db: Option<OsString>,
    /// The shop's settings
    #[arg(long, global = true, value_name = "FILE", env = "CHECKBACK_CONFIG")]
    pub config: Option<OsString>,
    /// Who you are: a name from the shop's staff
    #[arg(long = "as", global = true, value_name = "STAFF", env = "CHECKBACK_AS")]
    pub person: Option<String>,
    /// Print JSON instead of text
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do.
#[derive(Debug, Subcommand, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Command {
    /// Add a call to make, and the customer if they are new
    Add(add::AddArgs),
    /// Show who to ring, in order
    List(list::ListArgs),
    /// Show one customer: open follow-ups, items, past calls
    Show(show::ShowArgs),
    /// Log a call: how it ended sets the next step
    Log(log::LogArgs),
    /// Take a customer out of the list until a time
    Snooze(snooze::SnoozeArgs),
    /// Take back the last actions made at this counter
    Undo(undo::UndoArgs),
    /// Do again what was taken back last
    Redo(redo::RedoArgs),
    /// Find customers by name, number, item or words of a follow-up
    Find(find::FindArgs),
    /// Show how a time phrase is understood; changes nothing
    When(when::WhenArgs),
    /// Show how a phone number is understood; changes nothing
    Phone(phone::PhoneArgs),
    /// Book a job that was done: its playbook plans what comes next
    Job(job::JobArgs),
    /// Import customers and follow-ups from a file
    Import(import::ImportArgs),
    /// Make a checked copy of the database
    Backup(backup::BackupArgs),
    /// Move the shop to another database, and check that everything arrived
    Move(move_shop::MoveArgs),
    /// Set up a database server for several counters or branches
    #[cfg(feature = "server")]
    Server(server::ServerArgs),
    /// Export customers, follow-ups and past calls for other programs
    Export(export::ExportArgs),
    /// Write the day's list as a page to print; K in the list types it back in
    Sheet(sheet::SheetArgs),
    /// Show the figures of some days, in sentences and bars
    Report(report::ReportArgs),
    /// Put a backup back; what was there is kept aside
    Restore(restore::RestoreArgs),
    /// Check the database, and say what to do if something is wrong
    Doctor(doctor::DoctorArgs),
    /// Save what can still be read of a damaged database into a new one
    Rescue(rescue::RescueArgs),
    /// Remove names from records past their keeping time; without --yes only lists them
    Tidy(tidy::TidyArgs),
    /// Erase a customer for good; the counts in the figures stay
    Forget(forget::ForgetArgs),
    /// Set, change or remove the PIN that unlocks the list
    Pin(pin::PinArgs),
    /// Show every setting in force
    Config,
    /// Print tab completion for a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual page
    Man,
}

impl Command {
    /// Its name, as it is typed.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// Whether something may be in the shop's file after it that was not before.
    #[must_use]
    pub const fn changes_file(&self) -> bool {
        self.writes() || matches!(self, Self::Tidy(_))
    }

    /// Whether it changes the shop's rows.
    #[must_use]
    pub const fn writes(&self) -> bool {
        matches!(
            self,
            Self::Add(_)
                | Self::Log(_)
                | Self::Snooze(_)
                | Self::Undo(_)
                | Self::Redo(_)
                | Self::Job(_)
                | Self::Import(_)
                | Self::Forget(_)
                | Self::Restore(_)
        )
    }
}

impl CliArgs {
    /// The words this process was started with.
    ///
    /// # Errors
    /// Wrong usage; also what clap answers by itself (`--help`, `--version`).
    pub fn of_process() -> Result<Self, clap::Error> {
        let mut command = Self::with_examples();
        let matches = command.try_get_matches_from_mut(std::env::args_os())?;
        let words = Self::from_arg_matches(&matches).map_err(|why| why.format(&mut command))?;
        if std::env::args_os().any(|word| tells_password(&word)) {
            let why = "a password on the command line can be read by everybody on this machine: leave \
                       it out of the address, and put it into PGPASSWORD, ~/.pgpass or the settings";
            return Err(command.error(ErrorKind::ValueValidation, why));
        }
        if words.demo && words.command.is_some() {
            let why = "--demo cannot be combined with a command";
            return Err(command.error(ErrorKind::ArgumentConflict, why));
        }
        Ok(words)
    }

    /// The words there are, each command with its examples.
    fn with_examples() -> clap::Command {
        examples::attach(Self::command())
    }
}

/// Whether a word of the command line is a server's address with a password in it.
fn tells_password(word: &std::ffi::OsStr) -> bool {
    let word = word.to_string_lossy();
    let address = word.find("postgres").and_then(|at| word.get(at..));
    address.is_some_and(|address| {
        let server = cfg!(feature = "server")
            && crate::config::is_server(address)
            && address.contains("://");
        server && ServerOptions::shown_address(address) != address
    })
}

/// Reads a word of a vocabulary, and offers all of them to the help and to completions.
fn word<T>(words: impl Iterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err = crate::domain::follow_up::UnknownWord>
        + Clone
        + Send
        + Sync
        + 'static,
{
    PossibleValuesParser::new(words).try_map(|w| w.parse::<T>())
}
