//! `when`, `phone`, `completions`, `man`, `--help` and `--version`.

use serde_json::json;

use crate::ShopFolder;

#[test]
fn a_phrase_is_told_as_it_is_understood() {
    let shop = ShopFolder::new();
    assert_eq!(
        shop.json(&["when", "tomorrow 9am"]),
        json!({"phrase": "tomorrow 9am", "at": "2026-11-24T09:00:00+00:00", "timed": true})
    );
    assert_eq!(shop.json(&["when", "24/12"])["timed"], false);
    assert_eq!(
        shop.json(&["when", "-1d"])["at"],
        "2026-11-22T08:30:00+00:00"
    );
    assert_eq!(
        shop.json(&["when", "next", "tuesday", "2pm"])["phrase"],
        "next tuesday 2pm"
    );
    assert!(shop.says(&["when", "3d"]).starts_with("Thu 26 Nov 08:30"));
    assert!(
        shop.refused(&["when", "soonish"])
            .contains("“soonish” is not understood")
    );
}

#[test]
fn a_number_is_told_as_it_is_understood() {
    let shop = ShopFolder::new();
    assert_eq!(
        shop.json(&["phone", " 020 7946 0018 ext 4"]),
        json!({
            "input": " 020 7946 0018 ext 4", "e164": "+442079460018",
            "national": "020 7946 0018 x4", "valid": true, "region": "GB", "extension": "4",
        })
    );
    let drama = shop.run(&["phone", "07700 900123", "--json"]);
    assert_eq!(drama.status, 0);
    assert!(drama.stdout.contains("\"valid\":false"), "{}", drama.stdout);
    assert!(drama.stderr.starts_with("warning: "), "{}", drama.stderr);
    assert!(shop.refused(&["phone", "123"]).contains("too short"));
    assert!(shop.refused(&["phone", "CALL ME"]).contains("no digits"));
}

#[test]
fn asking_makes_no_database() {
    let shop = ShopFolder::new();
    for args in [
        &["when", "fri"][..],
        &["phone", "02079460018"],
        &["config"],
        &["man"],
    ] {
        shop.says(args);
    }
    assert!(!shop.path("data").exists());
}

#[test]
fn every_shell_has_its_completions() {
    let shop = ShopFolder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = shop.says(&["completions", shell]);
        assert!(script.contains("snooze"), "{shell}");
    }
    assert_eq!(shop.run(&["completions", "dos"]).status, 2);
}

#[test]
fn completions_offer_the_shops_staff_and_jobs_and_no_sign_of_a_shell() {
    let shop = ShopFolder::new();
    let settings = "[shop]\nstaff = [\"Tom\", \"$(date)\"]\n";
    let file = shop.write("shop.toml", settings);
    let script = shop.says(&["completions", "bash", "--config", &file]);
    assert!(script.contains("compgen -W \"Tom\""), "{script}");
    assert!(script.contains("brakes-done"), "{script}");
    assert!(
        !script.contains("$(date)") && !script.contains("\"Tom date"),
        "{script}"
    );
    // Settings that cannot be read leave the names out, and nothing else.
    let wrong = shop.write("wrong.toml", "[shop]\ncolour = 1\n");
    let script = shop.says(&["completions", "bash", "--config", &wrong]);
    assert!(!script.contains("brakes-done") && script.contains("snooze"));
}

#[cfg(target_os = "linux")]
#[test]
fn bash_offers_files_where_a_command_takes_one() {
    let shop = ShopFolder::new();
    let script = shop.write("checkback.bash", shop.says(&["completions", "bash"]));
    let offered = |words: &str| {
        let ask = format!(
            "source '{script}'; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _checkback_or_file checkback '' restore; echo \"${{COMPREPLY[*]}}\""
        );
        let mut bash = std::process::Command::new("bash");
        let ran = bash.args(["--norc", "-c", &ask]).output().unwrap();
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    };
    // With nothing to offer, bash falls back to the names of files.
    assert_eq!(offered("checkback restore ''"), "");
    assert!(offered("checkback restore --").contains("--json"));
    assert!(offered("checkback re").contains("report restore"));
}

#[test]
fn the_manual_has_a_section_for_every_command_and_names_no_other_page() {
    let page = ShopFolder::new().says(&["man"]);
    assert!(
        page.starts_with(".ie") && page.contains(".TH checkback 1"),
        "{page}"
    );
    for command in [
        "ADD",
        "LIST",
        "SHOW",
        "LOG",
        "SNOOZE",
        "UNDO",
        "IMPORT",
        "MAN",
        "SERVER SETUP",
    ] {
        assert!(
            page.contains(&format!(".SH \"CHECKBACK {command}\"")),
            "{command}"
        );
    }
    for section in ["SYNOPSIS", "ENVIRONMENT", "FILES", "\"EXIT STATUS\""] {
        assert!(page.contains(&format!(".SH {section}\n")), "{section}");
    }
    let examples = page.matches(".SS EXAMPLES\n").count();
    assert_eq!(examples, page.matches(".SH \"CHECKBACK ").count());
    assert!(!page.contains("(1)"), "the page is whole: {page}");
}

#[test]
fn help_and_version_are_answers() {
    let shop = ShopFolder::new();
    assert!(shop.says(&["--version"]).starts_with("checkback "));
    assert!(shop.says(&["--help"]).contains("--demo"));
    assert!(shop.says(&["log", "--help"]).contains("wrong-number"));
}
