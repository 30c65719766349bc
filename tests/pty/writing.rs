//! What is written to the terminal: a frame where something changed, and not a byte otherwise.

use checkback::domain::follow_up::FollowUpKind;

use crate::common::{FileBackend, Shop, at, draft, reason};
use crate::terminal::{NOW, start};
use crate::{closed, with_number};

/// How a frame begins and ends, for a terminal that shows it at once.
const BEGINS: &str = "\u{1b}[?2026h";
const ENDS: &str = "\u{1b}[?2026l";

#[test]
fn a_key_that_changes_nothing_writes_nothing_and_one_that_does_writes_a_whole_frame() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Zoë Baker"] {
        let draft = draft(name, reason(FollowUpKind::Other, "Ring"));
        shop.add(&with_number("020 7946 0101", draft), at(NOW));
    }
    let FileBackend {
        file,
        folder: _folder,
    } = closed(shop);
    let mut terminal = start(&file, (120, 40));
    terminal.shows("▌now          Anita");
    let before = terminal.written().len();
    // Up from the top there is nobody.
    terminal.types("k").types("j");
    terminal.shows("▌now          Zoë");
    let written = terminal.written();
    let came = written.get(before..).unwrap();
    assert_eq!(came.matches(BEGINS).count(), 1, "{came:?}");
    assert!(came.starts_with(BEGINS) && came.ends_with(ENDS), "{came:?}");
}
