//! A long file is taken in behind the list: calls are logged meanwhile, it can be stopped, and what
//! is in is said.

use std::fmt::Write as _;

use checkback::domain::follow_up::FollowUpKind;

use crate::common::{FileBackend, Shop, at, draft, reason};
use crate::terminal::{NOW, start};

#[test]
fn calls_are_logged_while_a_file_is_taken_in_and_stopping_it_says_what_is_in() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Zoë Baker"] {
        shop.add(&draft(name, reason(FollowUpKind::Other, "Ring")), at(NOW));
    }
    let Shop {
        store,
        rules,
        place: FileBackend { file, folder },
        ..
    } = shop;
    drop(store);
    let mut rows = "name,phone,email\n".to_owned();
    for n in 0..100_000 {
        writeln!(rows, "Customer {n},,c{n}@example.com").unwrap();
    }
    let long = folder.path().join("long.csv");
    std::fs::write(&long, rows).unwrap();
    let mut terminal = start(&file, (110, 30));
    terminal
        .shows("Anita Patel")
        .types("i")
        .shows("Import a file");
    terminal
        .types(&format!("{}\r", long.display()))
        .shows("a second");
    // What it would bring is not waited for: it is left, and nothing is written.
    terminal
        .types("\x1b")
        .shows("it was stopped; nothing was imported");
    let few = "name,phone\nHarriet Vane,020 7946 0301\n";
    std::fs::write(&long, few).unwrap();
    terminal.types("\r").shows("Would import 1 new customer");
    let mut rows = few.to_owned();
    for n in 0..100_000 {
        writeln!(rows, "Customer {n},").unwrap();
    }
    std::fs::write(&long, rows).unwrap();
    terminal.types("\r").shows("Importing ");
    terminal.shows("a second").types("\r").shows("importing: ");
    // The list is worked on meanwhile.
    terminal.types("n").shows("Anita Patel: No answer.");
    terminal.types("n").shows("Zoë Baker: No answer.");
    terminal.types("i").shows("Importing ");
    terminal
        .types("\x1b")
        .shows("it was stopped; undo takes back what is in: ");
    terminal.killed();
    let mut store = checkback::store::Store::open(&file, rules.calendar).unwrap();
    assert_eq!(store.with_name("Harriet Vane").unwrap().len(), 1);
    let called = store.with_name("Anita Patel").unwrap();
    assert_eq!(called[0].follow_ups[0].attempts, 1);
}
