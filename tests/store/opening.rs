//! Opening a shop again: what was saved is there, and its days are those of its zone.

use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::hours::Calendar;
use checkback::store::Seek;
use chrono_tz::Tz;

use crate::common::{Backend, Shop, at, draft, reason, rules};

#[test]
fn what_was_saved_is_there_when_the_file_is_opened_again() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let entry = shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Quote, "Struts")),
        now,
    );
    let mut shop = shop.reopened();
    assert_eq!(shop.entry(entry.customer.id), entry);
    assert_eq!(shop.store.totals(now, &rules()).unwrap().to_call, 1);
}

#[test]
fn another_zone_reckons_the_days_anew() {
    // 23:30 in London on 24 November is 12:30 on the 25th in Auckland (13 hours ahead in summer).
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let mut late = reason(FollowUpKind::Other, "Ring late");
    late.due = Some(at("2026-11-24T23:30:00Z"));
    shop.add(&draft("Anita Patel", late), now);
    assert_eq!(shop.store.totals(now, &shop.rules).unwrap().to_call, 1);
    drop(shop.store);

    let mut rules = rules();
    rules.calendar = Calendar {
        zone: Tz::Pacific__Auckland,
        ..rules.calendar
    };
    let mut store = shop.place.open(rules.calendar.clone());
    // There it is 23:00 on the 24th, and that follow-up falls due tomorrow.
    assert_eq!(store.totals(now, &rules).unwrap().to_call, 0);
    assert_eq!(store.today(now, &Seek::Start, 10).unwrap(), []);
    assert_eq!(store.ahead(now, &Seek::Start, 10).unwrap().len(), 1);
    assert_eq!(
        store
            .totals(at("2026-11-24T11:00:00Z"), &rules)
            .unwrap()
            .to_call,
        1
    );
}
