//! The house keeps its shape: imports point one way, and every file says what it owns.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "a test may"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which of ours each module may import; anything not listed is refused.
const MAY: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("platform", &["platform", "domain"]),
    ("logging", &["logging", "platform", "domain"]),
    ("clock", &["clock", "domain"]),
    ("pin", &["pin", "platform"]),
    ("offline", &["offline", "domain", "platform"]),
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
            "session", "app", "clock", "config", "domain", "explain", "import", "offline", "pin",
            "store", "usecases", "view",
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
            "cli", "clock", "config", "domain", "explain", "export", "import", "logging",
            "offline", "pin", "platform", "store", "usecases",
        ],
    ),
];

fn sources() -> Vec<PathBuf> {
    sources_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn sources_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
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

/// A file's path from the repository on, as the lists name it.
fn inside(path: &Path) -> String {
    let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
    path.to_string_lossy().replace('\\', "/")
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

/// The path of a file's module, from the crate on: `store`, `sql`, `row`.
fn module_path(path: &Path) -> Vec<String> {
    let name = inside(path);
    let name = name.trim_start_matches("src/").trim_end_matches(".rs");
    name.split('/').map(str::to_owned).collect()
}

/// What a `use` names behind a path so far, each item whole; returns the text behind it.
fn branches<'a>(text: &'a str, so_far: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = so_far.to_vec();
    let mut rest = text.trim_start();
    // A comma may stand behind the last item.
    if rest.starts_with('}') {
        return rest;
    }
    while !rest.starts_with('{') {
        let word = first_word(rest);
        path.push(word.to_owned());
        rest = &rest[word.len()..];
        let Some(deeper) = rest.strip_prefix("::") else {
            found.push(path);
            return rest;
        };
        rest = deeper.trim_start();
    }
    while !rest.is_empty() && !rest.starts_with('}') {
        rest = branches(&rest[1..], &path, found);
        rest = &rest[rest.find([',', '}']).unwrap_or(rest.len())..];
    }
    rest.strip_prefix('}').unwrap_or(rest)
}

/// What a text of a module names of ours, by `crate::`, `super::` or `self::`, from the crate on.
fn named(text: &str, of: &[String]) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for word in ["crate::", "super::", "self::"] {
        for (at, _) in text.match_indices(word) {
            let behind = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
            // `pub(in crate::store)` says who may see it, and imports nothing.
            if !text[..at].ends_with(behind) && !text[..at].ends_with("(in ") {
                branches(&text[at..], &[], &mut found);
            }
        }
    }
    let absolute = |path: Vec<String>| {
        let mut from = of;
        let mut rest = path.as_slice();
        while let Some((first, more)) = rest.split_first() {
            match first.as_str() {
                "crate" => from = &[],
                "super" => from = from.split_last().map_or(&[], |(_, above)| above),
                "self" => {}
                _ => break,
            }
            rest = more;
        }
        [from, rest].concat()
    };
    found.into_iter().map(absolute).collect()
}

#[test]
fn every_way_to_name_a_module_is_seen() {
    let here = ["store", "sql", "row"].map(str::to_owned);
    let text = "use super::super::error::StoreError;\n\
                use crate::{app::App, view::{self, row::{cell, wrapped,\n}}};\n\
                // use crate::cli;\n\
                fn f(a: super::engine::Engine) { self::g(crate::domain::text::sanitize) }\n";
    let mut seen: Vec<String> = named(text, &here).iter().map(|p| p.join("::")).collect();
    seen.sort();
    assert_eq!(
        seen,
        [
            "app::App",
            "domain::text::sanitize",
            "store::error::StoreError",
            "store::sql::engine::Engine",
            "store::sql::row::g",
            "view::row::cell",
            "view::row::wrapped",
            "view::self",
        ]
    );
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
        let text = fs::read_to_string(&path).unwrap();
        for name in named(&text, &module_path(&path)) {
            let name = name.first().map_or("", String::as_str);
            let ours = MAY.iter().any(|(module, _)| *module == name);
            if ours && !may.contains(&name) {
                wrong.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The files of a module, each with those of the same module that it imports.
fn imported(module: &str) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let of_tests = |path: &PathBuf| path.file_name().is_some_and(|n| n == "tests.rs");
    let files: BTreeMap<Vec<String>, PathBuf> = sources()
        .into_iter()
        .filter(|path| !of_tests(path))
        .map(|path| (module_path(&path), path))
        .filter(|(name, _)| name.first().is_some_and(|first| first == module))
        .collect();
    let imports = |(of, path): (&Vec<String>, &PathBuf)| {
        let text = fs::read_to_string(path).unwrap();
        let files = &files;
        let named = named(code(&text), of);
        let named = named.iter().filter_map(|named| {
            let mut ends = (1..=named.len()).rev();
            ends.find_map(|end| named.get(..end).filter(|file| files.contains_key(*file)))
        });
        // A file and the ones it is split into are one: only the module's own front is none of them.
        let other = |file: &&[String]| {
            let front = file.len() == 1 || of.len() == 1;
            *file != of.as_slice() && (front || !file.starts_with(of) && !of.starts_with(file))
        };
        (of.clone(), named.filter(other).map(<[_]>::to_vec).collect())
    };
    let mut imported: BTreeMap<_, BTreeSet<_>> = files.iter().map(imports).collect();
    // The front hands on what its files have.
    let front = vec![module.to_owned()];
    let handed: BTreeSet<_> = files.keys().filter(|f| f.len() > 1).cloned().collect();
    imported.entry(front).or_default().extend(handed);
    imported
}

#[test]
fn no_files_of_the_store_or_the_domain_import_each_other_in_a_circle() {
    let mut circles = BTreeSet::new();
    for module in ["store", "domain"] {
        let imported = imported(module);
        assert!(imported.len() > 40, "{module} has many files");
        for of in imported.keys() {
            let mut reached = BTreeSet::new();
            let mut open = vec![of];
            while let Some(file) = open.pop() {
                let more = imported.get(file).into_iter().flatten();
                open.extend(more.filter(|file| reached.insert(*file)));
            }
            if reached.contains(of) {
                circles.insert(of.join("/"));
            }
        }
    }
    assert!(circles.is_empty(), "in a circle: {circles:#?}");
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
    "fault",
    "file",
    "follow_ups",
    "from",
    "items",
    "kind",
    "line",
    "ms",
    "number",
    "os",
    "place",
    "problems",
    "refused",
    "rows",
    "server",
    "sqlite",
    "sqlstate",
    "standby",
    "to",
    "tries",
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

#[test]
fn nothing_that_is_built_includes_a_file_of_the_tests() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for taken in ["include_str!", "include_bytes!", "include!", "#[path"] {
            for (at, _) in text.match_indices(taken) {
                let rest = &text[at..];
                let file = &rest[..rest.find([')', ']']).unwrap_or(rest.len())];
                let of_tests = file.contains("tests/");
                assert!(!of_tests, "{}: {file}: read it at run time", path.display());
            }
        }
    }
}

/// Every Rust file of the tests, but for the measurements.
fn test_files() -> Vec<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut found = sources_in(&tests);
    found.retain(|path| !inside(path).starts_with("tests/bench/"));
    found
}

#[test]
fn no_test_asserts_how_long_something_took() {
    let mut asserts = 0;
    for path in test_files() {
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("assert!(") {
            asserts += 1;
            let assertion = &text[at..];
            let assertion = &assertion[..assertion.find(");").unwrap_or(assertion.len())];
            // A wait is given up on in the end: that fails a hang, and measures nothing.
            let gives_up = assertion.contains("Instant::now() <");
            let of_time = ["elapsed()", "< Duration::", "< std::time::Duration::"];
            let measures = of_time.iter().any(|part| assertion.contains(part)) && !gives_up;
            // A promise of time is held against the clock by a test one asks for.
            let before = &text[..at];
            let begins = before.rfind("#[test]").unwrap_or(0);
            let asked_for = before[begins..].contains("#[ignore");
            assert!(!measures || asked_for, "{}: {assertion}", inside(&path));
        }
    }
    assert!(asserts > 500, "{asserts} assertions are seen");
}

/// A line as it is without what says who may see what it declares.
fn without_visibility(line: &str) -> &str {
    let line = line.trim_start();
    let Some(rest) = line.strip_prefix("pub") else {
        return line;
    };
    let inside = rest.strip_prefix('(').and_then(|r| r.split_once(')'));
    inside.map_or(rest, |(_, rest)| rest).trim_start()
}

/// The word a text begins with.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    text.get(..end.unwrap_or(text.len())).unwrap()
}

/// The type a line declares: with its own keyword, or as the item of a macro that makes types of
/// what it is given (`name` is the macro whose braces the line stands in).
fn declared<'a>(line: &'a str, makes: Option<&str>) -> Option<&'a str> {
    let code = without_visibility(line);
    for keyword in ["struct ", "enum ", "trait ", "union "] {
        if let Some(rest) = code.strip_prefix(keyword) {
            return Some(first_word(rest));
        }
    }
    // An associated type stands inside its trait or impl.
    let alias = code.strip_prefix("type ");
    if let Some(rest) = alias.filter(|_| !line.starts_with(' ')) {
        return Some(first_word(rest));
    }
    let item = line.strip_prefix("    ").filter(|_| makes.is_some())?;
    let name = first_word(item);
    let rest = item.strip_prefix(name)?;
    let begins = match makes {
        // `Severity, "severity" {`
        Some("vocabulary") => rest.starts_with(", \""),
        // `RegionText(Region) = |text| …`
        Some("checked") => rest.starts_with('('),
        _ => false,
    };
    let type_like = name.starts_with(|c: char| c.is_ascii_uppercase());
    Some(name).filter(|_| begins && type_like)
}

/// Every type of a text, with the line it is declared in.
fn types(text: &str) -> Vec<(usize, &str)> {
    let mut makes = None;
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_suffix("! {").filter(|l| !l.starts_with(' ')) {
            makes = Some(name);
        } else if line.starts_with('}') {
            makes = None;
        }
        found.extend(declared(line, makes).map(|name| (n + 1, name)));
    }
    found
}

/// Type names that may stand twice, each with the reason.
const TWICE: &[(&str, &str)] = &[];

#[test]
fn no_type_name_is_defined_twice() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        // What a macro's own body declares has its name from elsewhere.
        for (line, name) in types(&text)
            .into_iter()
            .filter(|(_, name)| !name.is_empty())
        {
            let place = format!("{}:{line}", inside(&path));
            places.entry(name.to_owned()).or_default().push(place);
        }
    }
    // The ones that macros make are seen too.
    for made in ["Severity", "RegionText", "Store", "App"] {
        assert!(places.contains_key(made), "{made} is not seen");
    }
    for (name, reason) in TWICE {
        let twice = places.get(*name).is_some_and(|places| places.len() > 1);
        assert!(
            twice,
            "{name} ({reason}) is defined once: take it off the list"
        );
    }
    let twice: Vec<_> = places
        .iter()
        .filter(|(name, places)| places.len() > 1 && TWICE.iter().all(|(n, _)| n != name))
        .collect();
    assert!(twice.is_empty(), "a name of its own for each: {twice:#?}");
}

/// How many lines a function may have, and a file without its tests.
const LONGEST: (usize, usize) = (60, 400);

/// Flat tables, which may be as long as what they list, each with what it lists.
const TABLES: &[(&str, &str)] = &[
    ("src/app/keymap.rs", "every key of every screen"),
    (
        "src/import/columns/layouts.rs",
        "the columns of other programs",
    ),
];

/// A file without its inline tests.
fn code(text: &str) -> &str {
    let tests = text.find("#[cfg(test)]\nmod tests {");
    text.get(..tests.unwrap_or(text.len())).unwrap()
}

/// Every function of a text that `cargo fmt` has laid out: its name, and how many lines it has.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let mut code = without_visibility(line);
        for word in ["const ", "async ", "unsafe "] {
            code = code.strip_prefix(word).unwrap_or(code);
        }
        let Some(rest) = code.strip_prefix("fn ") else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let ends = |later: &&str| {
            let own = later.get(..indent).is_some_and(|i| i.trim().is_empty());
            let there = later.get(indent..).unwrap_or("");
            own && (there.starts_with('}') || there.starts_with(')') && there.ends_with(';'))
        };
        let alone = line.ends_with('}') || line.ends_with(';');
        let mut more = lines.get(n + 1..).unwrap_or(&[]).iter();
        let more = more.position(ends).map_or(0, |more| more + 1);
        found.push((first_word(rest), if alone { 1 } else { more + 1 }));
    }
    found
}

#[test]
fn a_function_has_60_lines_at_most_and_a_file_400() {
    let (of_function, of_file) = LONGEST;
    let mut too_long = BTreeMap::new();
    let mut longest = 0;
    for path in sources() {
        let name = inside(&path);
        let of_tests = path.file_name().is_some_and(|n| n == "tests.rs");
        if of_tests || TABLES.iter().any(|(table, _)| *table == name) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = code(&text);
        let lines = text.lines().count();
        if lines > of_file {
            too_long.insert(name.clone(), lines);
        }
        for (function, lines) in functions(text) {
            longest = longest.max(lines);
            if lines > of_function {
                too_long.insert(format!("{name} fn {function}"), lines);
            }
        }
    }
    assert!(longest > 40, "no function is seen");
    for (table, lists) in TABLES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(table);
        let lines = fs::read_to_string(path).map_or(0, |text| text.lines().count());
        assert!(
            lines > of_file,
            "{table} ({lists}) is short: take it off the list"
        );
    }
    assert!(too_long.is_empty(), "split by meaning: {too_long:#?}");
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
        "damaged",
        "dropped",
        "files",
        "foreign",
        "forgetting",
        "left_lying",
        "locked",
        "log_taken_away",
        "mirroring",
        "moving",
        "recounting",
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

/// Where an act is made or changes are composed beside the use cases, each with the reason.
const COMPOSES: &[(&str, &str)] = &[
    (
        "src/store/mirror.rs",
        "acts that were made are done once more in the mirror",
    ),
    (
        "src/domain/",
        "the rules the use cases ask for their changes",
    ),
    ("src/offline/", "reads changes back that are not saved yet"),
    (
        "src/store/act_log.rs",
        "reads changes back from the journal",
    ),
    (
        "src/store/erasure.rs",
        "takes the words of a forgotten customer out",
    ),
    (
        "src/store/expire.rs",
        "the program's own act, when time runs out",
    ),
    (
        "src/store/forget.rs",
        "forgets again what a restored backup held",
    ),
    (
        "src/store/id_allocator.rs",
        "puts ids in place of placeholders",
    ),
    ("src/store/undo.rs", "reverts what the journal holds"),
];

/// What makes an act, or a change of one.
const MAKES: &[&str] = &["Act {", "Change {", "Change::of(", "Change::made("];

/// Whether a line of code makes an act or a change; a type's own name ends otherwise.
fn composes(line: &str) -> bool {
    let code = without_visibility(line);
    let declares = ["//", "struct ", "enum ", "impl ", "fn ", "const fn "];
    if declares.iter().any(|word| code.starts_with(word)) {
        return false;
    }
    let before = |at: usize| line[..at].chars().next_back();
    MAKES.iter().any(|made| {
        let mut found = line.match_indices(made);
        found.any(|(at, _)| before(at).is_none_or(|c| !(c.is_alphanumeric() || c == '_')))
    })
}

#[test]
fn nothing_but_a_use_case_composes_changes_or_makes_an_act() {
    assert!(composes("    store.save(&Act {") && !composes("    Ok(SavedAct {"));
    let mut seen = BTreeMap::new();
    for path in sources() {
        let name = inside(&path);
        let of_tests = path.file_name().is_some_and(|n| n == "tests.rs");
        if of_tests || name.starts_with("src/usecases/") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        if let Some(line) = code(&text).lines().find(|line| composes(line)) {
            seen.insert(name, line.trim().to_owned());
        }
    }
    for (place, reason) in COMPOSES {
        let used = seen.keys().any(|name| name.starts_with(place));
        assert!(
            used,
            "{place} ({reason}) composes nothing: take it off the list"
        );
    }
    seen.retain(|name, _| !COMPOSES.iter().any(|(place, _)| name.starts_with(place)));
    assert!(seen.is_empty(), "it belongs into src/usecases: {seen:#?}");
}

/// The popups of the one table in `src/app/popups.rs`: the name, and its file's.
fn popups(text: &str) -> Vec<(&str, &str)> {
    let table = text.split_once("$makes! {").map_or("", |(_, rest)| rest);
    let table = table.split_once("};").map_or("", |(table, _)| table);
    table
        .lines()
        .filter_map(|line| line.trim().split_once('('))
        .filter(|(name, _)| name.starts_with(char::is_uppercase))
        .filter_map(|(name, of)| Some((name, of.split_once("::")?.0)))
        .collect()
}

#[test]
fn a_new_popup_is_two_files_of_its_own_and_a_line_of_the_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let table = fs::read_to_string(src.join("app/popups.rs")).unwrap();
    let drawn = fs::read_to_string(src.join("view/popups.rs")).unwrap();
    let popups = popups(&table);
    assert!(popups.len() > 12, "{popups:?} are seen");
    for (name, file) in popups {
        for side in ["app", "view"] {
            let own = src.join(side).join("popups").join(file);
            assert!(own.with_extension("rs").is_file(), "{side}: {file}");
        }
        // The dispatch of the view is made from the table: nothing is entered there by hand.
        let by_hand = [format!("Popup::{name}("), format!("mod {file};")];
        let found = by_hand.iter().find(|words| drawn.contains(*words));
        assert_eq!(found, None, "src/view/popups.rs");
    }
}

/// The name of the function or constant a line makes public, if it does.
fn made_public(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let mut code = without_visibility(line);
    if code == line {
        return None;
    }
    for word in ["const ", "async "] {
        let rest = code.strip_prefix(word);
        code = rest.filter(|rest| rest.contains("fn ")).unwrap_or(code);
    }
    let rest = ["fn ", "const ", "static "]
        .iter()
        .find_map(|word| code.strip_prefix(word));
    // What serde calls by its name.
    let called = |name: &&str| !["serialize", "deserialize"].contains(name);
    rest.map(first_word).filter(called)
}

/// The words of a text's code.
fn words(text: &str) -> BTreeSet<&str> {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    code.flat_map(|l| l.split(|c: char| !(c.is_alphanumeric() || c == '_')))
        .collect()
}

#[test]
fn a_public_module_is_named_outside_of_the_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let outside = sources_in(&root.join("tests"));
    let outside = outside.into_iter().chain([root.join("src/main.rs")]);
    let texts: Vec<String> = outside.map(|p| fs::read_to_string(p).unwrap()).collect();
    let named: BTreeSet<&str> = texts.iter().flat_map(|text| words(text)).collect();
    let mut seen = 0;
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let public = text
            .lines()
            .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
        for module in public {
            seen += 1;
            let file = inside(&path);
            assert!(named.contains(module), "{file}: {module} is pub(crate)");
        }
    }
    assert!(seen > 80, "{seen} public modules are seen");
}

#[test]
fn what_only_one_file_uses_is_private_to_it() {
    assert_eq!(
        made_public("    pub(super) const fn row(self) {"),
        Some("row")
    );
    assert_eq!(made_public("pub const MOST: i64 = 4;"), Some("MOST"));
    assert_eq!(made_public("    fn row(self) {"), None);
    let of_tests = sources_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"));
    let all = sources().into_iter().chain(of_tests);
    let files: Vec<(String, String)> = all
        .map(|path| (inside(&path), fs::read_to_string(&path).unwrap()))
        .collect();
    let mut used_in: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, text) in &files {
        for word in words(text) {
            *used_in.entry(word).or_default() += 1;
        }
    }
    let mut alone = Vec::new();
    let mut seen = 0;
    for (file, text) in files.iter().filter(|(file, _)| file.starts_with("src/")) {
        for name in text.lines().filter_map(made_public) {
            seen += 1;
            if used_in.get(name) == Some(&1) {
                alone.push(format!("{file}: {name}"));
            }
        }
    }
    assert!(seen > 1_000, "{seen} public names are seen");
    assert!(alone.is_empty(), "used in no other file: {alone:#?}");
}
