//! `man`: the manual page: the program, every command in a section of its own with its examples,
//! then the variables, the files and the exit statuses.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use serde_json::json;

use super::{CliArgs, CommandError, CommandOutput, examples};

/// A word and what it means.
type ManEntry = (&'static str, &'static str);

const ENVIRONMENT: &[ManEntry] = &[
    (
        "CHECKBACK_DB, CHECKBACK_CONFIG, CHECKBACK_AS",
        "Used where --db, --config or --as is left out.",
    ),
    (
        "CHECKBACK_NOW",
        "A moment, such as 2026-11-24T10:42:00+00:00, used instead of the clock.",
    ),
    (
        "TZ",
        "The time zone of this machine, if the settings name none.",
    ),
    (
        "CHECKBACK_LOG",
        "How much is logged: off, error, warn, info (the default) or debug.",
    ),
    ("NO_COLOR", "If it is set, no colours are used."),
    (
        "PGPASSWORD",
        "The password of a database server, if its address has none.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME",
        "The folders of the files below, if they are not the usual ones.",
    ),
];

const FILES: &[ManEntry] = &[
    (
        "~/.config/checkback/config.toml",
        "The shop's settings. It need not exist; checkback config shows what is in force, and where \
         the file is on this machine.",
    ),
    (
        "~/.config/checkback/pin",
        "The hash of the PIN that unlocks the list, if one is set.",
    ),
    (
        "~/.local/share/checkback/checkback.db",
        "The database, where neither --db nor the settings name another; on Windows it is in \
         %LOCALAPPDATA%\\checkback. Do not copy it while the program runs: checkback backup makes a \
         checked copy.",
    ),
    (
        "~/.local/share/checkback/checkback-backups/",
        "The backups, beside the database.",
    ),
    (
        "~/.local/state/checkback/servers",
        "What this machine remembers of database servers.",
    ),
    (
        "~/.local/state/checkback/offline",
        "What was done while a database server could not be reached and is not saved yet, and the \
         list as it was read last.",
    ),
    (
        "~/.local/state/checkback/checkback.log",
        "What the program did and what went wrong, for whoever looks for a fault: no names, numbers \
         or notes. Full ones have a number behind the name; all of them take 5 MB at most.",
    ),
];

const EXIT_STATUS: &[ManEntry] = &[
    ("0", "Done."),
    (
        "1",
        "Refused or failed. One line on standard error says what was wrong and what would be right; \
         nothing was changed.",
    ),
    (
        "2",
        "Wrong usage: a word of the command line is missing or is not known.",
    ),
    (
        "3",
        "The server was lost at the very end: it is not known yet whether it was saved. The line on \
         standard error holds an id; the same command with --id and that id saves nothing twice.",
    ),
];

/// Prints it, in roff.
///
/// # Errors
/// It cannot be written.
pub fn run(out: &mut CommandOutput) -> Result<(), CommandError> {
    let mut command = CliArgs::command();
    command.build();
    let mut page = program(&command)?;
    for below in command.get_subcommands() {
        add_command(&mut page, below, below.get_name())?;
    }
    for (title, meanings) in [
        ("ENVIRONMENT", ENVIRONMENT),
        ("FILES", FILES),
        ("EXIT STATUS", EXIT_STATUS),
    ] {
        page.push_str(&meanings_section(title, meanings));
    }
    if out.is_json() {
        return out.value(&json!({"roff": page}));
    }
    out.whole(page.as_bytes())
}

/// What the program is, and the options of every command.
fn program(command: &Command) -> Result<String, CommandError> {
    let mut page: Vec<u8> = Vec::new();
    let man = Man::new(command.clone()).manual("Checkback");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    let mut synopsis = Roff::new();
    synopsis.control("SH", ["SYNOPSIS"]);
    synopsis.text(usage(command));
    synopsis.control("SH", ["DESCRIPTION"]);
    synopsis.text([roman(
        "Checkback keeps the list of the customers a shop has to ring back. Without a command the \
         list opens, full screen, and ? shows its keys. With one it does a single thing and ends. \
         Each command has a section below.",
    )]);
    page.push_str(&synopsis.render());
    let mut options: Vec<u8> = Vec::new();
    man.render_options_section(&mut options)?;
    page.push_str(&String::from_utf8_lossy(&options));
    Ok(page)
}

/// A command's own section, and those of the commands below it.
fn add_command(page: &mut String, command: &Command, name: &str) -> Result<(), CommandError> {
    // clap's own command says what --help says.
    if command.get_name() == "help" {
        return Ok(());
    }
    if !command.has_subcommands() {
        page.push_str(&command_section(command, name)?);
    }
    for below in command.get_subcommands() {
        add_command(page, below, &format!("{name} {}", below.get_name()))?;
    }
    Ok(())
}

fn command_section(command: &Command, name: &str) -> Result<String, CommandError> {
    let mut head = Roff::new();
    let title = format!("CHECKBACK {}", name.to_uppercase());
    head.control("SH", [title.as_str()]);
    let about = command.get_about().map(ToString::to_string);
    head.text([roman(format!("{}.", about.unwrap_or_default()))]);
    head.control("PP", []);
    head.text(usage(command));
    // What goes with every command stands on the page once already.
    let own = command.clone().mut_args(|arg| {
        let shown_once = arg.is_global_set() || arg.get_id() == "help";
        arg.hide(shown_once)
    });
    let mut options: Vec<u8> = Vec::new();
    if own.get_arguments().any(|arg| !arg.is_hide_set()) {
        Man::new(own).render_options_section(&mut options)?;
    }
    let options = String::from_utf8_lossy(&options).replace(".SH ", ".SS ");
    let mut tail = Roff::new();
    tail.control("SS", ["EXAMPLES"]);
    for (what, line) in examples::of(name) {
        tail.control("TP", []);
        tail.text([roman(*what)]);
        tail.text([bold(*line)]);
    }
    Ok(format!("{}{options}{}", head.render(), tail.render()))
}

/// How a command is written: "checkback show [OPTIONS] <CUSTOMER>".
fn usage(command: &Command) -> Vec<Inline> {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").trim().to_owned();
    let (program, rest) = usage.split_once(' ').unwrap_or((usage.as_str(), ""));
    vec![bold(program), roman(" "), roman(rest)]
}

fn meanings_section(title: &str, meanings: &[ManEntry]) -> String {
    let mut section = Roff::new();
    section.control("SH", [title]);
    for (word, meaning) in meanings {
        section.control("TP", []);
        section.text([italic(*word)]);
        section.text([roman(*meaning)]);
    }
    section.render()
}
