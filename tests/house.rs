//! The house keeps its shape: imports point one way, and every file says what it owns.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "a test may"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Which of ours each module may import; anything not listed is refused.
const MAY: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("platform", &["platform", "domain"]),
    ("logging", &["logging", "platform", "domain"]),
    ("clock", &["clock", "domain"]),
    ("pin", &["pin", "platform"]),
    ("config", &["config", "app", "domain", "platform"]),
    ("import", &["import", "domain"]),
    ("export", &["export", "domain"]),
    ("store", &["store", "domain", "platform"]),
    (
        "usecases",
        &["usecases", "domain", "explain", "import", "store"],
    ),
    ("app", &["app", "domain", "usecases"]),
    ("view", &["view", "app", "domain"]),
    ("explain", &["explain", "store"]),
    (
        "demo",
        &["demo", "config", "domain", "explain", "store", "usecases"],
    ),
    (
        "session",
        &[
            "session", "app", "clock", "config", "domain", "explain", "import", "pin", "store",
            "usecases", "view",
        ],
    ),
    (
        "terminal",
        &[
            "terminal", "app", "clock", "domain", "platform", "session", "store", "view",
        ],
    ),
    (
        "cli",
        &[
            "cli", "clock", "config", "domain", "explain", "export", "import", "logging", "pin",
            "platform", "store", "usecases",
        ],
    ),
];

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The module of `src` a file belongs to.
fn module(path: &Path) -> String {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = path.strip_prefix(src).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules of ours a text names by `crate::`.
fn named(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| {
            line.split("crate::")
                .skip(1)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .flat_map(|rest| {
            let inner = rest
                .strip_prefix('{')
                .map(|r| r.split('}').next().unwrap_or("").to_owned());
            let names = inner.unwrap_or(rest);
            names.split(',').map(str::to_owned).collect::<Vec<_>>()
        })
        .map(|name| {
            let word = |c: char| !(c.is_alphanumeric() || c == '_');
            name.trim().split(word).next().unwrap_or("").to_owned()
        })
        .filter(|name| MAY.iter().any(|(module, _)| module == name))
        .collect()
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    let code = |path: &PathBuf| path.file_name().is_none_or(|n| n != "tests.rs");
    for path in sources().into_iter().filter(code) {
        let module = module(&path);
        if ["main", "lib"].contains(&module.as_str()) {
            continue;
        }
        let known = MAY.iter().find(|(name, _)| *name == module);
        let (_, may) = known.unwrap_or_else(|| panic!("{module} is not in the house's list"));
        for name in named(&fs::read_to_string(&path).unwrap()) {
            if !may.contains(&name.as_str()) {
                wrong.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_domain_and_the_app_never_heard_of_a_screen_or_of_sql() {
    let foreign = ["ratatui", "crossterm", "rusqlite"];
    for path in sources() {
        let inside = ["domain", "app"].contains(&module(&path).as_str());
        let of_tests = path.file_name().is_some_and(|n| n == "tests.rs");
        if !inside || of_tests {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
        for line in code {
            assert!(
                !foreign.iter().any(|f| line.contains(f)),
                "{}: {line}",
                path.display()
            );
        }
    }
}

#[test]
fn only_the_files_of_its_name_name_an_engine() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for (engine, file) in [
            ("rusqlite::", "store/sqlite"),
            ("tokio_postgres::", "store/postgres"),
        ] {
            let mut lines = text.lines();
            let names = lines.any(|l| !l.trim_start().starts_with("//") && l.contains(engine));
            let own = path.to_string_lossy().contains(file);
            assert!(!names || own, "{}", path.display());
        }
    }
}

/// The fields an event of the log may have: ids, counts, times, and words of the program's own.
const LOGGED: &[&str] = &[
    "act",
    "arch",
    "bytes",
    "changed",
    "columns",
    "command",
    "contacts",
    "customers",
    "demo",
    "engine",
    "error",
    "file",
    "follow_ups",
    "from",
    "items",
    "kind",
    "line",
    "ms",
    "os",
    "place",
    "problems",
    "refused",
    "rows",
    "server",
    "sqlstate",
    "to",
    "version",
];

/// What stands between a macro's brackets, from the first one on.
fn in_brackets(text: &str) -> &str {
    let mut depth = 0;
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        match c {
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        c == ')' && !quoted && depth == 0
    });
    &text[1..end.expect("the macro ends")]
}

#[test]
fn an_event_of_the_log_has_no_field_that_could_name_somebody() {
    let mut events = 0;
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for level in ["error", "warn", "info", "debug", "trace"] {
            for (at, opened) in text.match_indices(&format!("tracing::{level}!")) {
                events += 1;
                let event = in_brackets(&text[at + opened.len()..]);
                let named = module(&path);
                assert!(
                    !["app", "domain", "view"].contains(&named.as_str()),
                    "{named} logs: it knows people, and the log must not"
                );
                let (fields, message) = event.rsplit_once('"').unwrap().0.rsplit_once('"').unwrap();
                assert!(!message.contains('{'), "{}: {event}", path.display());
                for field in fields.split(',').map(str::trim).filter(|f| !f.is_empty()) {
                    let (name, value) = field.split_once('=').unwrap_or((field, ""));
                    assert!(
                        LOGGED.contains(&name.trim()) && !value.contains('?'),
                        "{}: {field}: name it in LOGGED once it is sure to name nobody",
                        path.display()
                    );
                }
            }
        }
    }
    assert!(events > 5, "the log has events");
}

#[test]
fn every_file_opens_with_what_it_owns() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let opens = text.starts_with("//!");
        let of_tests = path.file_name().is_some_and(|n| n == "tests.rs");
        assert!(
            opens || of_tests,
            "{} does not say what it owns",
            path.display()
        );
    }
}

/// The modules a suite is made of, but for those it brings itself.
fn parts(suite: &str) -> Vec<String> {
    let main = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(suite)
        .join("main.rs");
    let text = fs::read_to_string(main).unwrap();
    let parts = text
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    parts
        .map(str::to_owned)
        .filter(|part| part != "common")
        .collect()
}

#[test]
fn every_suite_of_the_shop_runs_on_a_server_too() {
    // What a file alone has: who may read it, whose it is, its very bytes, its backups, its lock; tests/server says of
    // moving and forgetting what is to be said of a server.
    let of_files = [
        "crowd",
        "files",
        "forgetting",
        "locked",
        "moving",
        "restoring",
    ];
    for (suites, on_server) in [
        (&["store", "properties", "windows"][..], "on_server"),
        (&["journeys"][..], "journeys_on_server"),
    ] {
        let there = parts(on_server);
        for part in suites.iter().flat_map(|suite| parts(suite)) {
            let is_there = there.contains(&part) || of_files.contains(&part.as_str());
            assert!(
                is_there,
                "{part} is not run on a server: name it in tests/{on_server}/main.rs"
            );
        }
    }
}
