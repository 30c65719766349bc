//! What the screen says is saved is on the disk: three calls, the program killed, all three there.

use std::path::PathBuf;

use checkback::domain::contact::Outcome;
use checkback::domain::customer::Id;
use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::hours::Calendar;
use checkback::store::Store;
use tempfile::TempDir;

use crate::common::fault_log::met_well;
use crate::common::{FileBackend, Shop, at, draft, reason};
use crate::terminal::{NOW, start};
use crate::with_number;

const NAMES: [&str; 3] = ["Anita Patel", "王秀英", "Zoë Baker"];

/// A shop whose three customers are to be rung, with nobody at its file.
pub struct ShopToRing {
    pub file: PathBuf,
    ids: [Id; 3],
    calendar: Calendar,
    _folder: TempDir,
}

impl ShopToRing {
    pub fn new(number: Option<&str>) -> Self {
        let mut shop = Shop::new();
        let ids = NAMES.map(|name| {
            let mut draft = draft(name, reason(FollowUpKind::Other, "Ring"));
            if let Some(number) = number {
                draft = with_number(number, draft);
            }
            shop.add(&draft, at(NOW)).customer.id
        });
        let Shop {
            store,
            rules,
            place: FileBackend { file, folder },
        } = shop;
        drop(store);
        Self {
            file,
            ids,
            calendar: rules.calendar,
            _folder: folder,
        }
    }

    fn store(&self) -> Store {
        Store::open(&self.file, self.calendar.clone()).unwrap()
    }

    /// Says that no call was logged of anybody.
    pub fn nothing_was_logged(&self) {
        let mut store = self.store();
        for id in self.ids {
            assert!(store.card(id, 10).unwrap().unwrap().contacts.is_empty());
        }
    }
}

#[test]
fn three_calls_added_by_keys_are_all_there_after_the_program_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    let mut terminal = start(&db, (100, 30));
    terminal.shows("No customers yet.");
    for (n, name) in NAMES.into_iter().enumerate() {
        terminal
            .types("a")
            .shows("Add a call")
            .types(name)
            .shows(name);
        // Phone, item, about: past known customers, of whom there may be some.
        terminal
            .types("\t\t\t")
            .shows("▌About")
            .types(&format!("Call number {n}"));
        terminal
            .types("\r")
            .shows(&format!("{name}: Added Call number {n}."));
    }
    terminal.killed();
    let mut terminal = start(&db, (100, 30));
    for name in NAMES {
        terminal.shows(name);
    }
    terminal.killed();
    let shop = Shop::new();
    let mut store = Store::open(&db, shop.rules.calendar).unwrap();
    for (n, name) in NAMES.into_iter().enumerate() {
        let found = store.with_name(name).unwrap();
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].follow_ups[0].about, format!("Call number {n}"));
    }
}

#[test]
fn three_calls_logged_with_one_key_each_are_all_there_after_the_program_was_killed() {
    let shop = ShopToRing::new(Some("020 7946 0101"));
    let mut terminal = start(&shop.file, (100, 30));
    for name in NAMES {
        terminal.shows(&format!("▌now          {name}")).types("n");
        terminal.shows(&format!("{name}: No answer. Again today 13:42."));
    }
    terminal.killed();
    let mut terminal = start(&shop.file, (100, 30));
    terminal.shows("3 of 3 done");
    for name in NAMES {
        terminal.shows(&format!("✓ 10:42 {name}"));
    }
    terminal.killed();
    let mut store = shop.store();
    for id in shop.ids {
        let card = store.card(id, 10).unwrap().unwrap();
        assert_eq!(card.contacts.len(), 1);
        assert_eq!(card.contacts[0].outcome, Outcome::NoAnswer);
        assert_eq!(card.entry.follow_ups[0].attempts, 1);
    }
    met_well("the program killed at the counter", 2);
}

#[test]
fn keys_typed_and_left_at_once_are_all_saved() {
    let shop = ShopToRing::new(None);
    let mut terminal = start(&shop.file, (80, 24));
    terminal.shows("To call");
    for key in ["n", "n", "n", "\u{3}"] {
        terminal.types(key);
    }
    assert!(terminal.ends().success());
    let mut store = shop.store();
    for id in shop.ids {
        assert_eq!(store.card(id, 10).unwrap().unwrap().contacts.len(), 1);
    }
}

#[test]
fn a_thousand_times_one_key_in_one_write_logs_nothing() {
    let shop = ShopToRing::new(None);
    let mut terminal = start(&shop.file, (80, 24));
    terminal.shows("To call").sends(&"n".repeat(1_000));
    terminal
        .shows("Find")
        .types("\u{1b}")
        .loses("Find a customer");
    terminal.types("q");
    assert!(terminal.ends().success());
    shop.nothing_was_logged();
}

#[test]
fn what_comes_after_more_than_a_buffer_at_once_is_read_without_another_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = start(&folder.path().join("shop.db"), (80, 24));
    terminal.shows("No customers yet.").types("/");
    terminal.shows("Find a customer");
    // More than is read at once, and what closes the search at its end.
    terminal.sends(&format!("{}\u{1b}", "x".repeat(1_900)));
    terminal.loses("Find a customer").types("q");
    assert!(terminal.ends().success());
}

#[test]
fn after_a_flood_with_resizes_the_keyboard_lives() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = start(&folder.path().join("shop.db"), (80, 24));
    terminal.shows("No customers yet.");
    for round in 0..20 {
        terminal.sends(&"jk".repeat(2_000));
        terminal.resizes(80 + round, 24 + round % 5);
    }
    terminal.types("/").shows("Find a customer");
    terminal.types("\u{1b}").loses("Find a customer").types("q");
    assert!(terminal.ends().success());
}
