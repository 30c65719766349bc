//! The command line: its words, and one file a command: parse, ask the store, print.
//!
//! Owns the contract of COMMANDS.md: names, JSON shapes, exit statuses. Knows no screen.

pub mod add;
pub mod backup;
pub mod completions;
pub mod config;
mod context;
mod customer_arg;
mod data_export;
pub mod doctor;
mod error;
pub mod export;
pub mod find;
pub mod forget;
pub mod import;
pub mod job;
mod json;
pub mod list;
pub mod log;
pub mod man;
pub mod move_shop;
mod output;
mod output_file;
pub mod phone;
pub mod pin;
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
use clap::{Args, CommandFactory, Parser, Subcommand};

pub use context::{CommandContext, DatabaseChoice};
pub use error::CommandError;
pub use output::CommandOutput;

/// Who do we ring next, and what do we say?
#[derive(Debug, Parser)]
#[command(name = "checkback", version, about, long_about = None)]
pub struct CliArgs {
    /// The list on a made-up shop's day, in a database that is thrown away
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
    /// The shop's database
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
    /// Who of the shop you are
    #[arg(long = "as", global = true, value_name = "STAFF", env = "CHECKBACK_AS")]
    pub person: Option<String>,
    /// One JSON value in place of text
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a reason to ring a customer, and the customer where they are new
    Add(add::AddArgs),
    /// Who is to be rung, in order
    List(list::ListArgs),
    /// One customer: open follow-ups, items, contacts
    Show(show::ShowArgs),
    /// Log a contact: the outcome sets the next step
    Log(log::LogArgs),
    /// Take a customer out of the list until a time
    Snooze(snooze::SnoozeArgs),
    /// Take back the last actions of this counter
    Undo(undo::UndoArgs),
    /// Do again what was undone last
    Redo(redo::RedoArgs),
    /// Customers by name, number, item or words of a follow-up
    Find(find::FindArgs),
    /// How a time phrase is understood, and nothing else
    When(when::WhenArgs),
    /// How a number is understood, and nothing else
    Phone(phone::PhoneArgs),
    /// Book a job that was done: its playbook plans what comes next
    Job(job::JobArgs),
    /// Bring in customers and follow-ups from a file
    Import(import::ImportArgs),
    /// Copy the database to a file, whole and checked
    Backup(backup::BackupArgs),
    /// Carry the shop over to another database, and prove that all of it is there
    Move(move_shop::MoveArgs),
    /// A database server for several counters or branches
    #[cfg(feature = "server")]
    Server(server::ServerArgs),
    /// Write customers, follow-ups and contacts out, for other programs and for leaving
    Export(export::ExportArgs),
    /// The day's list to print, and back in with K
    Sheet(sheet::SheetArgs),
    /// How well it goes: the figures of some days, in sentences and bars
    Report(report::ReportArgs),
    /// Make a backup the live database; what was there is kept aside
    Restore(restore::RestoreArgs),
    /// Whether all is well with the database, and what to do about what is not
    Doctor(doctor::DoctorArgs),
    /// Write all that can still be read of a damaged database to a sound one
    Rescue(rescue::RescueArgs),
    /// Take the names from what is past its time; without --yes, say what would go
    Tidy(tidy::TidyArgs),
    /// Erase a person for good; the figures keep their count
    Forget(forget::ForgetArgs),
    /// Set, change or take away the PIN of a locked list
    Pin(pin::PinArgs),
    /// Every setting in force
    Config,
    /// Completions for a shell
    Completions(completions::CompletionsArgs),
    /// The manual page
    Man,
}

impl Command {
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
        let words = Self::try_parse()?;
        if words.demo && words.command.is_some() {
            let why = "--demo opens the list and goes without a command";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, why));
        }
        Ok(words)
    }
}

/// What is said of a number that is on the do-not-call list.
pub(crate) const DO_NOT_CALL: &str = "this number asked not to be called for marketing before it was \
    forgotten, and that stays in force";

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
