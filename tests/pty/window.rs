//! The window: dragged small and large again, and drawn in steps as if it were drawn at once.

use checkback::domain::follow_up::FollowUpKind;
use rustix::process::Signal;

use crate::common::{FileBackend, Shop, at, draft, reason};
use crate::terminal::{NOW, start};
use crate::{closed, with_number};

#[test]
fn a_window_too_small_says_so_and_goes_on_when_it_has_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = start(&folder.path().join("shop.db"), (120, 32));
    terminal
        .resizes(20, 6)
        .shows("Window too small")
        .shows("20×6");
    terminal
        .resizes(80, 24)
        .shows("No customers yet.")
        .shows("? keys");
    terminal.resizes(60, 20).shows("No customers yet.");
    terminal.resizes(120, 32).shows("Our shop");
    terminal.types("q");
    assert!(terminal.ends().success());
    terminal.is_given_back();
}

#[test]
fn a_screen_drawn_in_steps_is_the_one_drawn_at_once_whatever_letters_the_names_have() {
    let mut shop = Shop::new();
    let names = [
        "Anita Patel",
        "王秀英王秀英",
        "Clara Di\u{301}az",
        "محمد الأحمد",
        "👩‍🔧 Zoë",
        "山田太郎",
    ];
    for name in names {
        let reason = reason(FollowUpKind::Other, "换机油 Oil filter arrived");
        let draft = with_number("020 7946 0101", draft(name, reason));
        shop.add(&draft, at(NOW));
    }
    let FileBackend {
        file,
        folder: _folder,
    } = closed(shop);
    for width in [98, 99, 120] {
        let mut terminal = start(&file, (width, 30));
        let steps = [
            ("j", "▌now          王秀英"),
            ("d", "how did it end?"),
            ("\u{1b}", "? keys"),
            ("jj", "▌now          محمد"),
            ("s", "Until"),
            ("\u{1b}", "? keys"),
            ("/", "Find a customer"),
            ("王", "▌王秀英"),
            ("\u{1b}", "? keys"),
            ("3", "Customers 6"),
            ("w", "why here?"),
        ];
        for (keys, shown) in steps {
            terminal.types(keys).shows(shown);
            let in_steps = terminal.stops();
            terminal.signals(Signal::CONT).shows(shown);
            let at_once = terminal.stops();
            assert_eq!(in_steps, at_once, "{width}");
            terminal.signals(Signal::CONT).shows(shown);
        }
    }
}

#[test]
fn the_mouse_and_a_paste_reach_the_program_as_a_terminal_sends_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = start(&folder.path().join("shop.db"), (100, 30));
    let click = |words: &str, screen: &str| {
        let hit = |(row, line): (usize, &str)| {
            let (before, _) = line.split_once(words)?;
            Some((row + 1, checkback::domain::text::display_width(before) + 1))
        };
        let (row, column) = screen.lines().enumerate().find_map(hit).unwrap();
        format!("\u{1b}[<0;{column};{row}M\u{1b}[<0;{column};{row}m")
    };
    let at = click("2 Ahead", &terminal.screen());
    terminal.types(&at).shows("No calls ahead.");
    let at = click("a add", &terminal.screen());
    terminal.types(&at).shows("Add a call");
    terminal
        .types("\u{1b}[200~Ida\nHolm\n\u{1b}[201~")
        .shows("Ida Holm");
    terminal
        .loses("No customers yet.")
        .types("\u{1b}")
        .shows("Throw away");
}
