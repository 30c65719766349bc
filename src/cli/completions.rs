//! `completions`: what a shell offers after `checkback`: the commands and their options, files
//! where a file is asked for, the shop's staff and its jobs.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Args, Command, CommandFactory, ValueHint};
use clap_complete::Shell;
use serde_json::json;

use super::{CliArgs, CommandContext, CommandError, CommandOutput};
use crate::domain::rules::Rules;

/// clap's script for bash offers options in the place of a command's file.
const BASH_FILES: &str = r#"
_checkback_or_file() {
    _checkback "$@"
    if [[ ${COMP_WORDS[COMP_CWORD]} != -* && ${COMP_WORDS[COMP_CWORD-1]} =~ ^(FILE_COMMANDS)$ ]]; then
        COMPREPLY=()
    fi
}
complete -F _checkback_or_file -o bashdefault -o default checkback
"#;

/// The words of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    shell: Shell,
}

/// Prints them; the names of a shop whose settings can be read are in them.
///
/// # Errors
/// They cannot be written.
pub fn run(
    words: &CompletionsArgs,
    setting: Option<&CommandContext>,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let names = setting.map(|setting| ShopNames::of(setting.rules()));
    let mut command = with_hints(CliArgs::command(), &names.unwrap_or_default());
    let mut script: Vec<u8> = Vec::new();
    clap_complete::generate(words.shell, &mut command, "checkback", &mut script);
    if words.shell == Shell::Bash {
        let files = file_commands(&command).join("|");
        script.extend(BASH_FILES.replace("FILE_COMMANDS", &files).into_bytes());
    }
    if out.is_json() {
        let script = String::from_utf8_lossy(&script);
        return out.value(&json!({"shell": words.shell.to_string(), "script": script}));
    }
    out.whole(&script)
}

/// The names of a shop that a shell can offer.
#[derive(Debug, Default)]
struct ShopNames {
    staff: Vec<String>,
    jobs: Vec<String>,
}

impl ShopNames {
    fn of(rules: &Rules) -> Self {
        let jobs = rules.playbooks.0.iter().filter(|book| !book.job.is_empty());
        Self {
            staff: rules
                .staff
                .iter()
                .filter(|n| is_plain(n))
                .cloned()
                .collect(),
            jobs: jobs
                .map(|book| book.name.clone())
                .filter(|n| is_plain(n))
                .collect(),
        }
    }
}

/// A script runs what stands in it: only a name without any sign of a shell goes in.
fn is_plain(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// The words there are, each with what a shell is to offer for it.
fn with_hints(command: Command, names: &ShopNames) -> Command {
    let command = command.mut_args(|arg| hint(arg, names));
    command.mut_subcommands(|below| with_hints(below, names))
}

fn hint(arg: Arg, names: &ShopNames) -> Arg {
    let value = arg.get_value_names().and_then(|names| names.first());
    let value = value.map(ToString::to_string).unwrap_or_default();
    let one_of = |arg: Arg, names: &[String]| match names {
        [] => arg.value_hint(ValueHint::Other),
        names => arg.value_parser(PossibleValuesParser::new(names.to_vec())),
    };
    match value.as_str() {
        "STAFF" => one_of(arg, &names.staff),
        "PLAYBOOK" => one_of(arg, &names.jobs),
        // "PATH|postgres://…" is a file for a shell, too.
        "FILE" => arg.value_hint(ValueHint::FilePath),
        _ if value.starts_with("PATH") => arg.value_hint(ValueHint::FilePath),
        "" => arg,
        _ if arg.get_possible_values().is_empty() => arg.value_hint(ValueHint::Other),
        _ => arg,
    }
}

/// The commands whose first word is a file.
fn file_commands(command: &Command) -> Vec<&str> {
    let takes_file = |below: &&Command| {
        let first = below.get_positionals().next();
        first.is_some_and(|arg| arg.get_value_hint() == ValueHint::FilePath)
    };
    let commands = command.get_subcommands().filter(takes_file);
    commands.map(Command::get_name).collect()
}
