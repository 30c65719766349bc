//! Law 2: work is by the page. What a verb reads is the same in a file of a thousand customers and
//! of a hundred thousand, and no text of the store's walks a table or sorts one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "bench/generate.rs"]
mod generate;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use checkback::clock::Clock;
use checkback::config::Config;
use checkback::domain::change::Act;
use checkback::domain::claim::Holder;
use checkback::domain::contact::{Direction, Outcome};
use checkback::domain::follow_up::FollowUpResult;
use checkback::domain::outcome::{Done, Said};
use checkback::domain::rules::Rules;
use checkback::store::sql::Work;
use checkback::store::{Entry, From, Saved, Store, StoreError, Whole};
use chrono::{DateTime, Utc};
use generate::Plan;
use uuid::Uuid;

/// Short enough that a thousand customers fill two pages of every list.
const PAGE: usize = 10;
/// A search reads its page and 200 more, each with its items and follow-ups.
const LOOKED_AT: u64 = 3 * (200 + PAGE as u64);
/// A page of an export reads 500 rows, each with its customer and its item.
const WHOLE_PAGE: u64 = 3 * 500;
const SMALL: i64 = 1_000;
const LARGE: i64 = 100_000;

/// A shop of a size, and how much work each verb was in it.
struct Shop {
    store: Store,
    rules: Rules,
    now: DateTime<Utc>,
    measured: BTreeMap<&'static str, Work>,
    _folder: tempfile::TempDir,
}

impl Shop {
    fn of(customers: i64) -> Self {
        let text = "[shop]\nzone = \"Europe/London\"";
        let rules = Config::read(text, Path::new("config.toml")).unwrap().rules;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.db");
        let now = Clock::at("2026-11-24T10:42:00Z").unwrap().now();
        let mut store = Store::open_throwaway(&file, rules.calendar.clone()).unwrap();
        generate::fill(
            &mut store,
            &Plan {
                customers,
                seed: 7,
                now,
            },
        )
        .unwrap();
        drop(store);
        // What is measured and planned is the day's work, not the filling.
        let store = Store::open_throwaway(&file, rules.calendar.clone()).unwrap();
        Self {
            store,
            rules,
            now,
            measured: BTreeMap::new(),
            _folder: folder,
        }
    }

    /// Does one thing and keeps what work it was.
    fn measure<T>(&mut self, what: &'static str, verb: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.store.work();
        let answer = verb(self);
        let after = self.store.work();
        let work = Work {
            statements: after.statements - before.statements,
            rows: after.rows - before.rows,
            scanned: after.scanned - before.scanned,
            sorts: after.sorts - before.sorts,
            steps: after.steps - before.steps,
        };
        self.measured.insert(what, work);
        answer
    }

    fn save(&mut self, done: Done) {
        self.try_to_save(done).unwrap();
    }

    fn try_to_save(&mut self, done: Done) -> Result<Saved, StoreError> {
        let act = Act {
            id: Uuid::now_v7(),
            what: done.says,
            customer: None,
            at: self.now,
            by: "Tom".to_owned(),
            counter: "counter".to_owned(),
            changes: done.changes,
        };
        self.store.save(&act)
    }

    /// The customer the list stands on.
    fn first(&mut self) -> Entry {
        self.store
            .today(self.now, &From::Start, 1)
            .unwrap()
            .remove(0)
            .1
    }

    fn read_everything(&mut self) {
        let (now, rules) = (self.now, self.rules.clone());
        let first = self.measure("today", |s| s.store.today(now, &From::Start, PAGE).unwrap());
        let last = first.last().unwrap().0.clone();
        self.measure("today, next page", |s| {
            s.store.today(now, &From::After(last), PAGE).unwrap()
        });
        let end = self.measure("today, end", |s| {
            s.store.today(now, &From::End, PAGE).unwrap()
        });
        let top = end.first().unwrap().0.clone();
        self.measure("today, page before", |s| {
            s.store.today(now, &From::Before(top), PAGE).unwrap()
        });
        self.measure("totals", |s| s.store.totals(now, &rules).unwrap());
        self.measure("done", |s| s.store.done(now, &rules).unwrap());
        let ahead = self.measure("ahead", |s| s.store.ahead(now, &From::Start, PAGE).unwrap());
        let last = ahead.last().unwrap().0.clone();
        self.measure("ahead, next page", |s| {
            s.store.ahead(now, &From::After(last), PAGE).unwrap()
        });
        let end = self.measure("ahead, end", |s| {
            s.store.ahead(now, &From::End, PAGE).unwrap()
        });
        let top = end.first().unwrap().0.clone();
        self.measure("ahead, page before", |s| {
            s.store.ahead(now, &From::Before(top), PAGE).unwrap()
        });
        let page = self.measure("customers", |s| {
            s.store.customers(&From::Start, PAGE).unwrap()
        });
        let last = page.last().unwrap().0.clone();
        self.measure("customers, next page", |s| {
            s.store.customers(&From::After(last), PAGE).unwrap()
        });
        self.measure("customers, end", |s| {
            s.store.customers(&From::End, PAGE).unwrap()
        });
        self.measure("journal", |s| s.store.journal(&From::Start, PAGE).unwrap());
        self.measure("journal, end", |s| {
            s.store.journal(&From::End, PAGE).unwrap()
        });
        self.measure("card", |s| s.store.card(500, 40).unwrap());
        self.find();
        self.leave_with_everything();
    }

    fn leave_with_everything(&mut self) {
        let page = |verb: fn(&mut Whole<'_, '_>) -> Result<usize, StoreError>| {
            move |s: &mut Self| s.store.whole(verb).unwrap()
        };
        self.measure("whole: customers", page(|w| Ok(w.customers(0)?.len())));
        self.measure("whole: follow-ups", page(|w| Ok(w.follow_ups(0)?.len())));
        self.measure("whole: waiting", page(|w| Ok(w.waiting(None)?.len())));
        self.measure("whole: contacts", page(|w| Ok(w.contacts(0)?.len())));
    }

    fn find(&mut self) {
        let somebody = self.store.entries(&[500]).unwrap().remove(0);
        let phone = somebody.customer.phone.clone().unwrap();
        let digits = phone.get(5..).unwrap().to_owned();
        let plate = somebody.items.first().unwrap().label.clone();
        let plate = plate.split(' ').next_back().unwrap().to_owned();
        self.measure("find by name", |s| {
            s.store.find("anita patel", PAGE).unwrap()
        });
        self.measure("find by digits", |s| s.store.find(&digits, PAGE).unwrap());
        self.measure("find by plate", |s| s.store.find(&plate, PAGE).unwrap());
        self.measure("find by two letters", |s| s.store.find("an", PAGE).unwrap());
        self.measure("find nobody", |s| s.store.find("xyzzy", PAGE).unwrap());
        self.measure("with a number", |s| s.store.with_phone(&phone).unwrap());
        self.measure("with a name", |s| {
            s.store.with_name("Nobody of this name").unwrap()
        });
    }

    fn act_in_every_way(&mut self) {
        let (now, rules) = (self.now, self.rules.clone());
        let entry = self.first();
        let holder = |staff: &str| Holder {
            id: Uuid::now_v7(),
            staff: staff.to_owned(),
            counter: "counter".to_owned(),
        };
        let (tom, sue) = (holder("Tom"), holder("Sue"));
        self.measure("claim", |s| s.store.claim(&entry, &tom, now).unwrap());
        self.measure("claim, held", |s| s.store.claim(&entry, &sue, now).unwrap());
        self.measure("today, claimed", |s| {
            s.store.today(now, &From::Start, PAGE).unwrap()
        });
        self.measure("keep alive", |s| s.store.keep_alive(tom.id).unwrap());
        self.measure("release", |s| {
            s.store.release(entry.customer.id, tom.id).unwrap();
        });
        self.store.claim(&entry, &tom, now).unwrap();
        let scene = entry.scene(&rules, now, "Tom");
        let done = scene.unanswered(Outcome::NoAnswer, None);
        self.measure("no answer", |s| s.save(done.clone()));
        // The same once more is refused: who was faster is looked up.
        self.measure("overtaken", |s| s.try_to_save(done).unwrap_err());
        let entry = self.store.today(now, &From::Start, 2).unwrap().remove(1).1;
        let said = entry.follow_ups.first().map(|f| Said {
            follow_up: f.id,
            result: FollowUpResult::Authorised,
            words: None,
            amount: None,
        });
        let said: Vec<Said> = said.into_iter().collect();
        let done = entry
            .scene(&rules, now, "Tom")
            .reached(&said, Direction::Outward, None);
        self.measure("reached", |s| s.save(done));
        let entry = self.first();
        let until = now + chrono::Duration::days(2);
        let done = entry.scene(&rules, now, "Tom").snooze(until);
        self.measure("later", |s| s.save(done));
        self.measure("undo", |s| {
            s.store.undo(Uuid::now_v7(), now, "Tom", "counter").unwrap()
        });
        self.measure("redo", |s| {
            s.store.redo(Uuid::now_v7(), now, "Tom", "counter").unwrap()
        });
    }
}

/// A step of a plan that reads a whole table or index, or sorts rows.
fn is_at_fault(step: &str) -> bool {
    // The full-text index is asked by MATCH or by row, and says SCAN of either.
    let scans = step.starts_with("SCAN ") && !step.contains("words VIRTUAL TABLE INDEX");
    scans || step.contains("USE TEMP B-TREE") || step.contains("AUTOMATIC")
}

/// The one row of a table of one row, and of none.
fn is_of_one_row(sql: &str) -> bool {
    sql == "SELECT version FROM version" || sql.contains("sqlite_master")
}

#[test]
fn a_hundred_thousand_customers_are_no_more_work_than_a_thousand() {
    let mut small = Shop::of(SMALL);
    let begun = Instant::now();
    let mut large = Shop::of(LARGE);
    let filled = begun.elapsed();
    for shop in [&mut small, &mut large] {
        shop.read_everything();
        shop.act_in_every_way();
    }
    let mut report = String::new();
    let mut faults = Vec::new();
    for (what, there) in &large.measured {
        let Some(here) = small.measured.get(what) else {
            continue;
        };
        writeln!(
            report,
            "{what:22} rows {:>5} → {:>5}   steps {:>7} → {:>7}",
            here.rows, there.rows, here.steps, there.steps
        )
        .unwrap();
        // More customers share a name, or the end of a plate: a search looks at so many and no more.
        let found = match what {
            _ if what.starts_with("find") => LOOKED_AT,
            _ if what.starts_with("whole") => WHOLE_PAGE,
            _ => 0,
        };
        if there.rows > (here.rows + here.rows / 4 + 6).max(found) {
            faults.push(format!("{what} reads more rows"));
        }
        if there.steps > (2 * here.steps + 100).max(40 * found) {
            faults.push(format!("{what} takes more steps"));
        }
        if there.scanned > 0 || there.sorts > 0 {
            faults.push(format!(
                "{what} scans {} rows and sorts {}×",
                there.scanned, there.sorts
            ));
        }
    }
    for (sql, steps) in large.store.plans().unwrap() {
        for step in steps
            .iter()
            .filter(|s| is_at_fault(s) && !is_of_one_row(&sql))
        {
            faults.push(format!("{step}: {sql}"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n\n{report}", faults.join("\n"));
    // `cargo test --test plans -- --nocapture` shows the figures.
    let mut out = std::io::stdout();
    std::io::Write::write_all(
        &mut out,
        format!("{report}filled in {filled:?}\n").as_bytes(),
    )
    .unwrap();
}
