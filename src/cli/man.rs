//! `man`: the manual page, every command of it in one.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use serde_json::json;

use super::{CliArgs, CommandError, CommandOutput};

/// Prints it, in roff.
///
/// # Errors
/// It cannot be written.
pub fn run(out: &mut CommandOutput) -> Result<(), CommandError> {
    let mut command = CliArgs::command();
    command.build();
    let mut page: Vec<u8> = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for sub in command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        page.push_str(&section(sub)?);
    }
    if out.is_json() {
        return out.value(&json!({"roff": page}));
    }
    out.whole(page.as_bytes())
}

/// A command's own section.
fn section(command: &Command) -> Result<String, CommandError> {
    let mut part: Vec<u8> = Vec::new();
    // What goes with every command stands on the page once already.
    let own = command.clone().mut_args(|arg| {
        if arg.is_global_set() {
            arg.hide(true)
        } else {
            arg
        }
    });
    let man = Man::new(own);
    man.render_synopsis_section(&mut part)?;
    man.render_description_section(&mut part)?;
    man.render_options_section(&mut part)?;
    let part = String::from_utf8_lossy(&part).replace(".SH ", ".SS ");
    Ok(format!(
        ".SH \"CHECKBACK {}\"\n{part}",
        command.get_name().to_uppercase()
    ))
}
