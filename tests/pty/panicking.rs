//! A panic: the terminal is given back before it is told. There is no key that panics; so this
//! test starts itself once more in a terminal, with rules no file could bring: a try after so many
//! days that the calendar ends.

use checkback::app::{App, AppSettings};
use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::cadence::CadenceStep;
use checkback::domain::follow_up::FollowUpKind;
use checkback::store::Store;
use portable_pty::CommandBuilder;

use crate::closed;
use crate::common::{FileBackend, Shop, at, draft, reason, rules};
use crate::terminal::{NOW, PtyTerminal};

/// Names the database to the program that is to panic.
const VARIABLE: &str = "CHECKBACK_TEST_PANIC";

#[test]
fn a_panic_gives_the_terminal_back_and_is_told_on_the_screen_one_came_from() {
    let mut shop = Shop::new();
    shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "Ring")),
        at(NOW),
    );
    let FileBackend {
        file,
        folder: _folder,
    } = closed(shop);
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "panicking::started_by_the_test_of_a_panic",
        "--nocapture",
    ]);
    command.env(VARIABLE, &file);
    command.env("RUST_BACKTRACE", "0");
    let mut terminal = PtyTerminal::with(command, &file, (100, 30));
    terminal.shows("? keys").is_taken_over();
    terminal.types("n");
    assert!(!terminal.ends().success());
    terminal.is_given_back().shows("panicked at");
}

#[test]
fn started_by_the_test_of_a_panic() {
    let Some(file) = std::env::var_os(VARIABLE) else {
        return;
    };
    let mut rules = rules();
    rules.cadence.no_answer = vec![CadenceStep::Days(u32::MAX)];
    let store = Store::open(std::path::Path::new(&file), rules.calendar.clone()).unwrap();
    let clock = Clock::at(NOW).unwrap();
    let settings = AppSettings {
        rules,
        ..Config::usual().unwrap().app_settings()
    };
    let app = App::new(settings, "Tom".to_owned(), clock.now());
    checkback::terminal::run(app, clock, store, "counter".to_owned(), None).unwrap();
}
