//! `completions`: what a shell offers after `checkback`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde_json::json;

use super::{CliArgs, CommandError, CommandOutput};

/// The words of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    shell: Shell,
}

/// Prints them.
///
/// # Errors
/// They cannot be written.
pub fn run(words: &CompletionsArgs, out: &mut CommandOutput) -> Result<(), CommandError> {
    let mut script: Vec<u8> = Vec::new();
    clap_complete::generate(
        words.shell,
        &mut CliArgs::command(),
        "checkback",
        &mut script,
    );
    if out.is_json() {
        let script = String::from_utf8_lossy(&script);
        return out.value(&json!({"shell": words.shell.to_string(), "script": script}));
    }
    out.whole(&script)
}
