//! The examples in the help of every command: each one is run, in a shop that has what it names.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::{CommandRun, ShopFolder};

/// What a help page fits in without being wrapped.
const COLUMNS: usize = 80;

/// Every command, `server setup` being one, as the help lists them.
fn commands(shop: &ShopFolder) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![Vec::new()];
    while let Some(above) = open.pop() {
        let page = help(shop, &above);
        let listed = page.lines().skip_while(|line| *line != "Commands:").skip(1);
        for line in listed.take_while(|line| !line.is_empty()) {
            let Some(name) = line.strip_prefix("  ").and_then(|l| l.split(' ').next()) else {
                continue;
            };
            // clap's own command says what --help says.
            if name.is_empty() || name == "help" {
                continue;
            }
            let command = [above.clone(), vec![name.to_owned()]].concat();
            open.push(command.clone());
            found.push(command);
        }
    }
    found
}

fn help(shop: &ShopFolder, command: &[String]) -> String {
    let mut args: Vec<&str> = command.iter().map(String::as_str).collect();
    args.push("--help");
    shop.says(&args)
}

/// The lines of a help page that can be typed as they stand.
fn examples(page: &str) -> Vec<String> {
    let after = page.lines().skip_while(|line| !line.starts_with("Example"));
    let lines = after.filter_map(|line| line.trim_start().strip_prefix("checkback "));
    lines.map(str::to_owned).collect()
}

/// The words of a line as a shell has them, and the file its output goes to.
fn shell_words(line: &str) -> (Vec<String>, Option<String>) {
    let (line, file) = match line.split_once(" > ") {
        Some((line, file)) => (line, Some(file.to_owned())),
        None => (line, None),
    };
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(n, part)| match n % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    (words.collect(), file)
}

/// A shop with what the examples name: Anita, whose follow-up is the first, three actions to undo
/// and one to redo, a table to import and a backup.
fn prepared() -> ShopFolder {
    let shop = ShopFolder::with_two();
    shop.says(&["log", "Ben Ali", "no-answer"]);
    shop.says(&["log", "Anita Patel", "busy"]);
    shop.says(&["undo"]);
    shop.says(&["backup", "shop-friday.db"]);
    fs::create_dir_all(shop.path("mirror")).unwrap();
    fs::copy(
        shop.path("shop-friday.db"),
        shop.path("mirror/checkback-mirror.db"),
    )
    .unwrap();
    shop.write("customers.csv", "name,Mobile\nMei Lin,020 7946 0177\n");
    shop
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// README.md's blocks in a language.
fn readme_blocks(language: &str) -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap().replace("\r\n", "\n");
    let opening = format!("```{language}\n");
    let after = readme.split(&opening).skip(1);
    let blocks = after.map(|rest| rest.split("```").next().unwrap_or_default().to_owned());
    blocks.collect()
}

/// Runs a line; what is asked for is a new PIN, twice.
fn typed(shop: &ShopFolder, line: &str) -> CommandRun {
    let (words, file) = shell_words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut command = shop.command(&words);
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut keys = child.stdin.take().unwrap();
    // A command that asks nothing may be gone before.
    let _unread = keys.write_all(b"2468\n2468\n");
    drop(keys);
    let ran = CommandRun::of(&child.wait_with_output().unwrap());
    if let Some(file) = file {
        shop.write(&file, &ran.stdout);
    }
    ran
}

#[test]
fn every_command_has_an_example_in_its_help_and_each_works() {
    let template = prepared();
    let commands = commands(&template);
    assert!(commands.len() >= 26, "{commands:?}");
    for command in commands {
        let page = help(&template, &command);
        let name = command.join(" ");
        let examples = examples(&page);
        assert!(!examples.is_empty(), "{name} has no example:\n{page}");
        for line in examples {
            let shop = ShopFolder::new();
            copy(template.folder.path(), shop.folder.path());
            assert!(line.starts_with(&name), "{line} is no example of {name}");
            let ran = typed(&shop, &line);
            assert_eq!(ran.status, 0, "checkback {line}: {ran:?}");
        }
    }
}

#[test]
fn an_example_can_be_typed_as_it_stands_on_a_terminal_of_80_columns() {
    let shop = ShopFolder::new();
    for command in commands(&shop) {
        let page = help(&shop, &command);
        let examples = page.lines().skip_while(|line| !line.starts_with("Example"));
        for line in examples {
            assert!(line.chars().count() < COLUMNS, "{line}");
        }
    }
}

#[test]
fn every_command_of_readme_works() {
    let template = prepared();
    let blocks = readme_blocks("sh").join("\n");
    let lines = blocks
        .lines()
        .filter_map(|line| line.strip_prefix("checkback "));
    let lines: Vec<&str> = lines.collect();
    assert!(lines.len() >= 20, "{lines:?}");
    for line in lines {
        let (line, _comment) = line.split_once("  #").unwrap_or((line, ""));
        // The stick that a copy is taken home on is the shop's folder here.
        let line = line.trim_end().replace("/media/stick/", "");
        let shop = ShopFolder::new();
        copy(template.folder.path(), shop.folder.path());
        let ran = typed(&shop, &line);
        assert_eq!(ran.status, 0, "checkback {line}: {ran:?}");
    }
}

#[test]
fn the_settings_of_readme_are_understood() {
    let blocks = readme_blocks("toml");
    assert!(!blocks.is_empty());
    for block in blocks {
        let shop = ShopFolder::new();
        let file = shop.write("shop.toml", &block);
        let json = shop.json(&["config", "--config", &file]);
        assert_eq!(json["shop"]["name"], "Hill Street Garage");
    }
}
