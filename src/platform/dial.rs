//! Dialling: starts the shop's dial command as a child process, never through a shell, and keeps its
//! output off the screen.

use std::process::{Command, Stdio};

/// The placeholder for the number in a dial command.
pub(crate) const NUMBER: &str = "{number}";

/// The system's command for opening a `tel:` link.
#[must_use]
pub(crate) fn opener() -> Vec<String> {
    let words: &[&str] = if cfg!(target_os = "macos") {
        &["open", "tel:{number}"]
    } else if cfg!(windows) {
        // `start` is built into the shell, and explorer's exit code reports failure for every call.
        &["rundll32", "url.dll,FileProtocolHandler", "tel:{number}"]
    } else {
        &["xdg-open", "tel:{number}"]
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Starts a dial command for a number. A failure is reported through `wrong`, now or later.
pub(crate) fn dial(command: &[String], number: &str, wrong: impl FnOnce(String) + Send + 'static) {
    let words: Vec<String> = command.iter().map(|w| w.replace(NUMBER, number)).collect();
    let Some((program, arguments)) = words.split_first() else {
        return;
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    apart(&mut command);
    let started = command.spawn();
    let program = program.clone();
    // A thread waits for the child, so that the screen goes on and no zombie is left.
    std::thread::spawn(move || match started.and_then(|mut child| child.wait()) {
        Ok(status) if status.success() => {}
        Ok(status) => wrong(format!(
            "“{program}” did not dial ({status}): dial by hand, or correct `dial` in the settings"
        )),
        Err(why) => wrong(format!(
            "“{program}” could not be started ({why}): dial by hand, or correct `dial` in the settings"
        )),
    });
}

/// Gives the child its own process group, so that Ctrl-C at the terminal does not reach it.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn apart(_command: &mut Command) {}
