//! Who rings whom shows at the other window, without a key.

use std::time::{Duration, Instant};

use checkback::app::App;

use crate::common::{Shop, at, draft, reason};
use crate::two::{NOW, press, until, window};
use checkback::domain::follow_up::FollowUpKind;

/// Who is shown to be ringing the customers of the list.
fn ringing(app: &App) -> Vec<String> {
    let rows = app.today.rows.iter();
    rows.filter_map(|(_, e)| e.claimed_elsewhere(app.sitting))
        .map(|claim| claim.holder.staff.clone())
        .collect()
}

/// Claims and their ends, one after the other, each shown at the other window; how long the slowest
/// of them took to get there.
fn claims_show_at_the_other_window() -> Duration {
    let mut shop = Shop::new();
    for name in ["Anita Patel", "Clara Diaz"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "All well?")),
            at(NOW),
        );
    }
    let mut here = window(&shop);
    let mut there = window(&shop);
    let mut slowest = Duration::ZERO;
    for (keys, shown) in [
        ("d", vec!["Tom"]),
        ("esc", vec![]),
        ("d", vec!["Tom"]),
        ("s", vec![]),
    ] {
        press(&mut here, keys);
        let begun = Instant::now();
        assert!(until(&mut there, |app| ringing(app) == shown), "{keys}");
        slowest = slowest.max(begun.elapsed());
        assert_eq!(ringing(&here.0.app), [""; 0]);
    }
    slowest
}

#[test]
fn a_claim_and_its_end_show_at_the_other_window_without_a_key() {
    claims_show_at_the_other_window();
}

#[test]
#[ignore = "a promise of time: cargo test --test windows within_a_second -- --ignored"]
fn a_claim_and_its_end_show_at_the_other_window_within_a_second() {
    let slowest = claims_show_at_the_other_window();
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

#[test]
fn of_two_windows_that_press_d_at_once_one_gets_the_popup_and_the_other_is_told() {
    let mut shop = Shop::new();
    shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Other, "All well?")),
        at(NOW),
    );
    let mut here = window(&shop);
    let mut there = window(&shop);
    let d = checkback::app::action::InputEvent::Key(checkback::app::action::Key::Char('d'));
    here.0.press(&d);
    there.0.press(&d);
    for window in [&mut here, &mut there] {
        assert!(window.0.wait(Duration::from_secs(20)));
    }
    let open = |app: &App| app.popup.is_some();
    let (winner, loser) = if open(&here.0.app) {
        (&here, &there)
    } else {
        (&there, &here)
    };
    assert!(open(&winner.0.app) && !open(&loser.0.app));
    assert_eq!(
        loser.0.app.notice.words(),
        "Tom is ringing Anita Patel, since 10:42, at front."
    );
}
