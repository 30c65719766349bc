//! The clipboard: the system's own program for it, where there is one. Only such a program can say
//! that a text is there; a terminal that is asked for it never answers.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The programs that may put a text into the clipboard of this desk, the surest first.
fn programs(has: impl Fn(&str) -> bool) -> Vec<&'static [&'static str]> {
    let mut programs: Vec<&[&str]> = Vec::new();
    if cfg!(target_os = "macos") {
        programs.push(&["pbcopy"]);
    }
    if cfg!(windows) {
        programs.push(&["clip.exe"]);
    }
    // Over SSH the desk's clipboard is elsewhere: only the terminal reaches it.
    if has("SSH_CONNECTION") || has("SSH_TTY") {
        return programs;
    }
    if has("WAYLAND_DISPLAY") {
        programs.push(&["wl-copy"]);
    }
    if has("DISPLAY") {
        programs.push(&["xclip", "-selection", "clipboard"]);
        programs.push(&["xsel", "--clipboard", "--input"]);
    }
    programs
}

/// Puts a text into the clipboard by the first program that takes it: whether one did.
#[must_use]
pub(crate) fn copy(text: &str) -> bool {
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    // The window's own program keeps the buffer of tmux besides, which pastes inside of it.
    let in_tmux = has("TMUX") && put(&["tmux", "load-buffer", "-w", "-"], text);
    let on_desk = programs(has).into_iter().any(|program| put(program, text));
    in_tmux || on_desk
}

/// Runs a program with a text on its standard input: whether it ended well.
fn put(words: &[&str], text: &str) -> bool {
    let Some((program, arguments)) = words.split_first() else {
        return false;
    };
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        return false;
    };
    let mut taken = false;
    if let Some(mut input) = child.stdin.take() {
        taken = input.write_all(text.as_bytes()).is_ok();
    }
    taken && child.wait().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::programs;

    #[test]
    fn over_ssh_no_program_of_the_far_machine_is_asked() {
        let far = |name: &str| ["SSH_CONNECTION", "DISPLAY"].contains(&name);
        assert_eq!(programs(far), programs(|_| false));
    }

    #[test]
    fn a_desk_with_x_has_xclip() {
        let desk = programs(|name| name == "DISPLAY");
        assert!(desk.iter().any(|program| program.first() == Some(&"xclip")));
    }

    #[test]
    fn a_program_that_is_missing_or_fails_has_copied_nothing() {
        assert!(!super::put(&["no-such-clipboard"], "x"));
        #[cfg(unix)]
        assert!(!super::put(&["false"], "x"));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_reads_the_text_and_ends_well_has_copied_it() {
        assert!(super::put(&["sh", "-c", "[ \"$(cat)\" = x ]"], "x"));
    }
}
