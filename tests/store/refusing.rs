//! A no: what a file brings takes none away, and what is not to be rung is not asked about.

use checkback::domain::contact::Direction::{Inward, Outward};
use checkback::domain::draft::{Author, Draft};
use checkback::domain::follow_up::FollowUpKind;
use checkback::domain::import_merge::{ImportCandidate, ImportMerger};
use checkback::domain::phone::{self, Region};
use checkback::store::CustomerSummary;

use crate::common::{Shop, at, draft, edited, reason};

fn quiet(shop: &mut Shop) -> CustomerSummary {
    let now = at("2026-11-20T10:00:00Z");
    let entry = shop.add(
        &draft("Anita Patel", reason(FollowUpKind::Quote, "Struts")),
        now,
    );
    let no = edited(&entry.customer, |c| {
        c.opt_out_of_calls(Author { now, by: "Tom" });
    });
    shop.save(vec![no], now).unwrap();
    shop.entry(entry.customer.id)
}

#[test]
fn a_file_that_knows_more_of_them_takes_no_no_away() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let before = quiet(&mut shop);
    let brought = Draft {
        name: "Anita Patel".to_owned(),
        phone: Some(phone::read("020 7946 0123", &Region::new("GB").unwrap()).unwrap()),
        email: Some("anita@example.com".to_owned()),
        ..Draft::default()
    };
    let mut gathering = ImportMerger::of_a_file(0);
    gathering.add_candidate(ImportCandidate {
        customer: before.customer.clone(),
        items: before.items.clone(),
        open: &before.follow_ups,
        also: Vec::new(),
    });
    gathering
        .merge_draft(brought, Author { now, by: "Asha" })
        .unwrap();
    shop.save(gathering.changes(), now).unwrap();
    let after = shop.entry(before.customer.id).customer;
    assert_eq!(after.email.as_deref(), Some("anita@example.com"));
    assert_eq!(after.no_calls_at, before.customer.no_calls_at);
    assert_eq!(after.no_calls_by.as_deref(), Some("Tom"));
    assert_eq!(after.opted_out_at, before.customer.opted_out_at);
}

#[test]
fn a_call_to_them_is_about_what_was_promised_alone_and_one_of_theirs_about_everything() {
    let now = at("2026-11-24T10:00:00Z");
    let mut shop = Shop::new();
    let entry = quiet(&mut shop);
    let mut promised = reason(FollowUpKind::Parts, "Filter");
    promised.promise = Some(at("2026-11-24T16:00:00Z"));
    let entry = shop.add_to(&entry, promised, now);
    let rules = shop.rules.clone();
    let scene = entry.scene(&rules, now, "Tom");
    let about = |direction| {
        let covered = scene.covered_by(direction).into_iter();
        covered.map(|f| f.about.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(about(Outward), ["Filter"]);
    assert_eq!(about(Inward), ["Struts", "Filter"]);
}
