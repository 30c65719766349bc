//! What the keys came to: the rows in the shop's file, seen through a window of its own.

use checkback::app::View;
use checkback::domain::change::{Act, Change, Record};
use checkback::domain::contact::Contact;
use checkback::domain::customer::{Customer, Id};
use checkback::domain::follow_up::FollowUp;
use checkback::store::{CustomerSummary, Store};

use crate::common::{Backend, at};
use crate::counter::Counter;
use crate::shop::{self, NOW};

impl Counter {
    /// What the file holds, seen through another window.
    pub fn store(&self) -> Store {
        self.place.open(shop::config().rules.calendar)
    }

    /// A customer's rows, by their name.
    pub fn rows_of(&self, name: &str) -> CustomerSummary {
        let found = self.store().with_name(name).unwrap();
        assert_eq!(found.len(), 1, "{name}");
        found[0].clone()
    }

    pub fn id_of(&self, name: &str) -> Id {
        self.rows_of(name).customer.id
    }

    /// A customer's follow-ups that are over, the newest first.
    pub fn closed_of(&self, name: &str) -> Vec<FollowUp> {
        let id = self.id_of(name);
        self.store().card(id, 50).unwrap().unwrap().closed
    }

    /// A customer's contacts, the newest first.
    pub fn contacts_of(&self, name: &str) -> Vec<Contact> {
        let id = self.id_of(name);
        self.store().card(id, 50).unwrap().unwrap().contacts
    }

    /// The whole file, every table, as text: two of them are equal where nothing was changed.
    pub fn everything(&self) -> String {
        let mut all = String::new();
        for table in ["customer", "item", "follow_up", "contact", "act", "change"] {
            let rows = self.place.rows(table);
            let mut lines: Vec<String> = rows
                .iter()
                .map(|row| format!("{table} {row:?}\n"))
                .collect();
            lines.sort();
            all.extend(lines);
        }
        all
    }

    /// The back office changes a customer meanwhile.
    pub fn changes_elsewhere(&self, name: &str, change: impl FnOnce(&mut Customer)) {
        let before = self.rows_of(name).customer;
        let mut after = before.clone();
        change(&mut after);
        let act = Act {
            id: uuid::Uuid::now_v7(),
            what: "edited".to_owned(),
            customer: Some(before.id),
            at: at(NOW),
            by: "Asha".to_owned(),
            counter: "back office".to_owned(),
            changes: vec![Change::of(
                Record::Customer(before),
                Record::Customer(after),
            )],
        };
        self.store().save(&act).unwrap();
    }

    /// Makes the shop refuse every contact, from another program's side; `None` lets them in again.
    pub fn refuses(&self, why: Option<&str>) {
        self.place.refuse(why);
    }
}

impl Counter {
    /// Whether every row of the list on the screen is as the file has it.
    pub fn agrees_with_its_file(&self) -> bool {
        let app = &self.session.app;
        let shown: Vec<&CustomerSummary> = match app.view {
            View::Today => app.today.rows.iter().map(|(_, e)| e).collect(),
            View::Ahead => app.ahead.rows.iter().map(|(_, r)| &r.entry).collect(),
            View::Customers => app.customers.rows.iter().map(|(_, e)| e).collect(),
            View::Journal | View::Figures => Vec::new(),
        };
        let ids: Vec<Id> = shown.iter().map(|e| e.customer.id).collect();
        // Whom one rings oneself is known from the popup.
        let others = |entry: &CustomerSummary| CustomerSummary {
            claim: entry.claimed_elsewhere(app.sitting).cloned(),
            ..entry.clone()
        };
        let kept = self.store().entries(&ids).unwrap();
        let kept: Vec<CustomerSummary> = kept.iter().map(others).collect();
        shown.iter().all(|entry| kept.contains(&others(entry)))
    }
}
