//! A table that is dropped under a window: it is said, and stays said, whatever else is pressed.

use std::time::Duration;

use checkback::app::action::{InputEvent, Key};
use checkback::app::state::OutageKind;
use checkback::domain::follow_up::FollowUpKind;

use crate::common::fault_log::met_well;
use crate::common::{Backend as _, Shop, at, draft, reason};
use crate::two::{NOW, window};

#[test]
fn a_dropped_table_is_said_on_the_second_line_and_stays_said() {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Ben Ali"] {
        shop.add(&draft(name, reason(FollowUpKind::Other, "Ring")), at(NOW));
    }
    let mut window = window(&shop);
    let session = &mut window.0;
    shop.place
        .does("PRAGMA foreign_keys = OFF; DROP TABLE follow_up");
    let patience = Duration::from_secs(30);
    session.look_around(patience);
    for key in ['3', '1', '4', '1', 'j', 'k'] {
        session.press(&InputEvent::Key(Key::Char(key)));
        session.wait(patience);
        session.look_around(patience);
        let outage = session.app.outage.as_ref().map(|outage| outage.kind);
        assert_eq!(outage, Some(OutageKind::Damaged), "after {key}");
    }
    assert_eq!(
        session.app.today.rows.len(),
        2,
        "the list of before is still there"
    );
    assert!(
        session
            .app
            .outage
            .as_ref()
            .unwrap()
            .why
            .contains("follow_up")
    );
    met_well("a table dropped under a window", 1);
}
