//! Dialling: the shop's dial command is started beside the program, never through a shell, and
//! nothing it writes reaches the screen.

use std::process::{Command, Stdio};

/// What stands for the number in a dial command.
pub const NUMBER: &str = "{number}";

/// The system's own way to open `tel:` and the number.
#[must_use]
pub fn opener() -> Vec<String> {
    let words: &[&str] = if cfg!(target_os = "macos") {
        &["open", "tel:{number}"]
    } else if cfg!(windows) {
        // `start` is the shell's own word, and explorer says of every call that it failed.
        &["rundll32", "url.dll,FileProtocolHandler", "tel:{number}"]
    } else {
        &["xdg-open", "tel:{number}"]
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Starts a dial command for a number; what goes wrong is told, then or later.
pub fn dial(command: &[String], number: &str, wrong: impl FnOnce(String) + Send + 'static) {
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
    // Whoever waits for it lets the screen go on, and leaves no zombie.
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

/// Ctrl-C at the terminal is not for it.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn apart(_command: &mut Command) {}
