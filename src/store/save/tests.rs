use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::domain::change::{Act, Change, Record};
use crate::domain::customer::Customer;
use crate::domain::draft::Author;
use crate::domain::rules::Rules;
use crate::store::Store;

fn now() -> DateTime<Utc> {
    "2026-11-24T10:42:00Z".parse().unwrap()
}

fn act(customers: &[Customer]) -> Act {
    let made = |c: &Customer| Change::made(Record::Customer(c.clone()));
    Act {
        id: Uuid::now_v7(),
        what: "imported people.csv".to_owned(),
        customer: None,
        at: now(),
        by: "Tom".to_owned(),
        counter: "till".to_owned(),
        changes: customers.iter().map(made).collect(),
    }
}

fn customer(name: &str, phone: &str) -> Customer {
    Customer {
        id: -1,
        name: name.to_owned(),
        phone: Some(phone.to_owned()),
        added_at: now(),
        ..Customer::default()
    }
}

#[test]
fn a_batch_tried_again_says_again_whose_numbers_are_not_to_be_rung() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let mut store = Store::open(&file, Rules::default().calendar).unwrap();
    for phone in ["+442079460001", "+442079460002"] {
        let mut quiet = customer("Anita Patel", phone);
        quiet.opt_out_of_calls(Author {
            now: now(),
            by: "Tom",
        });
        let saved = store.save(&act(&[quiet])).unwrap();
        let id = saved.records[0].id();
        store.forget(id, &act(&[])).unwrap();
    }
    let mut import = act(&[customer("Ben Ali", "+442079460001")]);
    let batches = [
        vec![customer("Ben Ali", "+442079460001")],
        vec![customer("Clara Diaz", "+442079460003")],
        vec![customer("Dan Evans", "+442079460002")],
    ];
    for ((batch, behind), listed) in batches.iter().zip(0..).zip([1, 0, 1]) {
        import.changes = act(batch).changes;
        for _ in 0..2 {
            let saved = store.append_batch(&import, behind).unwrap();
            assert_eq!(saved.do_not_call, listed, "batch {behind}");
        }
    }
}
