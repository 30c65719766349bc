//! Who sent whom: kept, counted, and thanked once; nothing stands in the way when the sender is gone.

use checkback::domain::change::Change;
use checkback::domain::contact::Direction;
use checkback::domain::customer::Id;
use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::pagination::JournalFilter;
use checkback::domain::referrals;
use checkback::store::{CustomerSummary, Seek};

use crate::common::{Backend, Shop, act, at, draft, edited, reason};

fn two(shop: &mut Shop) -> (CustomerSummary, CustomerSummary) {
    let now = at("2026-11-20T10:00:00Z");
    let clara = shop.add(&draft("Clara", reason(FollowUpKind::Other, "Ring")), now);
    let anita = shop.add(&draft("Anita", reason(FollowUpKind::Other, "Ring")), now);
    (clara, anita)
}

fn sent_by(friend: &CustomerSummary, by: Option<Id>) -> Change {
    let now = at("2026-11-21T10:00:00Z");
    edited(&friend.customer, |c| referrals::set_sender(c, by, now))
}

fn counted(shop: &Shop) -> Vec<String> {
    let rows = shop.place.rows("figure").into_iter().filter(|row| {
        row.iter()
            .any(|(name, cell)| name == "what" && cell == "\"sent\"")
    });
    rows.map(|row| {
        row.into_iter()
            .filter(|(n, _)| n == "day" || n == "n")
            .map(|(n, c)| format!("{n}={c}"))
            .collect::<Vec<_>>()
            .join(" ")
    })
    .collect()
}

#[test]
fn both_know_of_it_and_the_day_it_was_noted_counts_one_and_undo_takes_that_away() {
    let now = at("2026-11-21T10:00:00Z");
    let mut shop = Shop::new();
    let (clara, anita) = two(&mut shop);
    shop.save(vec![sent_by(&anita, Some(clara.customer.id))], now)
        .unwrap();
    let card = shop.store.card(anita.customer.id, 5).unwrap().unwrap();
    assert_eq!(card.who_sent_whom().as_deref(), Some("Sent by Clara."));
    let card = shop.store.card(clara.customer.id, 5).unwrap().unwrap();
    assert_eq!(card.who_sent_whom().as_deref(), Some("Has sent Anita."));
    // 21 November 2026 is day 20778 since 1970.
    assert_eq!(counted(&shop), ["day=20778 n=1"]);
    // In whatever order a server keeps them.
    let figures = |shop: &Shop| {
        let mut rows = shop.place.rows("figure");
        rows.sort();
        rows
    };
    let kept = figures(&shop);
    shop.store.recount().unwrap();
    assert_eq!(figures(&shop), kept);
    shop.undo(now).unwrap();
    assert_eq!(counted(&shop), [""; 0]);
    assert_eq!(shop.entry(anita.customer.id).sent_by, None);
}

#[test]
fn the_act_that_thanks_is_about_the_friend_and_brings_the_sender_back_into_the_list() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let (clara, anita) = two(&mut shop);
    shop.save(vec![sent_by(&anita, Some(clara.customer.id))], now)
        .unwrap();
    let anita = shop.entry(anita.customer.id);
    let rules = shop.rules.clone();
    let done = anita
        .scene(&rules, now, "Tom")
        .record_reached(&[], Direction::Inward, None);
    let mut reached = act(done.changes, now);
    reached.customer = Some(anita.customer.id);
    shop.store.save(&reached).unwrap();
    let clara = shop.entry(clara.customer.id);
    let thanks: Vec<&str> = clara.follow_ups.iter().map(|f| f.about.as_str()).collect();
    assert_eq!(thanks, ["Ring", "Thank you: a friend came"]);
    let journal = shop
        .store
        .journal(&JournalFilter::default(), &Seek::Start, 1)
        .unwrap();
    let about = journal[0].1.customer.clone();
    assert_eq!(about, Some((anita.customer.id, "Anita".to_owned())));
    shop.undo(now).unwrap();
    assert_eq!(shop.entry(clara.customer.id).follow_ups.len(), 1);
}

#[test]
fn a_sender_who_was_forgotten_has_sent_nobody_and_is_thanked_no_more() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let (clara, anita) = two(&mut shop);
    shop.save(vec![sent_by(&anita, Some(clara.customer.id))], now)
        .unwrap();
    shop.store
        .forget(clara.customer.id, &act(Vec::new(), now))
        .unwrap();
    let anita = shop.entry(anita.customer.id);
    assert_eq!(
        (anita.sent_by.clone(), anita.customer.sent_by),
        (None, None)
    );
    let rules = shop.rules.clone();
    let done = anita
        .scene(&rules, now, "Tom")
        .record_reached(&[], Direction::Outward, None);
    shop.done(done, now);
    shop.undo(now).unwrap();
    // That somebody was sent still counts, as what was counted of anybody does.
    assert_eq!(counted(&shop), ["day=20778 n=1"]);
    let figures = |shop: &Shop| {
        let mut rows = shop.place.rows("figure");
        rows.sort();
        rows
    };
    let kept = figures(&shop);
    shop.store.recount().unwrap();
    assert_eq!(figures(&shop), kept);
}

#[test]
fn who_was_sent_still_counts_when_they_are_forgotten() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let (clara, anita) = two(&mut shop);
    shop.save(vec![sent_by(&anita, Some(clara.customer.id))], now)
        .unwrap();
    shop.store
        .forget(anita.customer.id, &act(Vec::new(), now))
        .unwrap();
    assert_eq!(counted(&shop), ["day=20778 n=1"]);
    shop.store.recount().unwrap();
    assert_eq!(counted(&shop), ["day=20778 n=1"]);
    let card = shop.store.card(clara.customer.id, 5).unwrap().unwrap();
    assert_eq!(card.sent, []);
}
