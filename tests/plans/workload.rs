//! A day at the counter: every verb of the store once, and how much work each was.

#![expect(unreachable_pub, reason = "it is a module of several programs")]

use std::collections::BTreeMap;

use checkback::clock::Clock;
use checkback::domain::change::Act;
use checkback::domain::claim::ClaimHolder;
use checkback::domain::contact::{Direction, Outcome};
use checkback::domain::draft::Draft;
use checkback::domain::figures::{Period, ReportRange};
use checkback::domain::follow_up::FollowUpResult;
use checkback::domain::outcome::{ChangePlan, ResultEntry};
use checkback::domain::rules::Rules;
use checkback::store::QueryStats;
use checkback::store::{
    CustomerSummary, ImportRun, SavedAct, Seek, SnapshotReader, Store, StoreError,
};
use checkback::usecases::import::{ImportJob, ImportReply, perform};
use chrono::{DateTime, Days, Duration, Utc};
use uuid::Uuid;

/// Short enough that a thousand customers fill two pages of every list.
pub const PAGE: usize = 10;

/// A shop of a size, and how much work each verb was in it.
pub struct MeasuredShop {
    pub store: Store,
    rules: Rules,
    now: DateTime<Utc>,
    pub measured: BTreeMap<&'static str, QueryStats>,
}

impl MeasuredShop {
    pub fn new(store: Store, rules: Rules) -> Self {
        let now = Clock::at("2026-11-24T10:42:00Z").unwrap().now();
        Self {
            store,
            rules,
            now,
            measured: BTreeMap::new(),
        }
    }

    /// Does one thing and keeps what work it was.
    fn measure<T>(&mut self, what: &'static str, verb: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.store.work();
        let answer = verb(self);
        let work = self.store.work().since(before);
        self.measured.insert(what, work);
        answer
    }

    fn save(&mut self, done: ChangePlan) {
        self.try_to_save(done).unwrap();
    }

    fn try_to_save(&mut self, done: ChangePlan) -> Result<SavedAct, StoreError> {
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
    fn first(&mut self) -> CustomerSummary {
        self.store
            .today(self.now, &Seek::Start, 1)
            .unwrap()
            .remove(0)
            .1
    }

    pub fn read_everything(&mut self) {
        let (now, rules) = (self.now, self.rules.clone());
        let first = self.measure("today", |s| s.store.today(now, &Seek::Start, PAGE).unwrap());
        let last = first.last().unwrap().0.clone();
        self.measure("today, next page", |s| {
            s.store.today(now, &Seek::After(last), PAGE).unwrap()
        });
        let end = self.measure("today, end", |s| {
            s.store.today(now, &Seek::End, PAGE).unwrap()
        });
        let top = end.first().unwrap().0.clone();
        self.measure("today, page before", |s| {
            s.store.today(now, &Seek::Before(top), PAGE).unwrap()
        });
        let mine = self.measure("today, one's own", |s| {
            s.store.today_of(now, "Tom", &Seek::Start, PAGE).unwrap()
        });
        let last = mine.last().unwrap().0.clone();
        self.measure("today, one's own, next page", |s| {
            s.store
                .today_of(now, "Tom", &Seek::After(last), PAGE)
                .unwrap()
        });
        self.measure("totals", |s| s.store.totals(now, &rules).unwrap());
        self.measure("done", |s| s.store.done(now, &rules).unwrap());
        let ahead = self.measure("ahead", |s| s.store.ahead(now, &Seek::Start, PAGE).unwrap());
        let last = ahead.last().unwrap().0.clone();
        self.measure("ahead, next page", |s| {
            s.store.ahead(now, &Seek::After(last), PAGE).unwrap()
        });
        let end = self.measure("ahead, end", |s| {
            s.store.ahead(now, &Seek::End, PAGE).unwrap()
        });
        let top = end.first().unwrap().0.clone();
        self.measure("ahead, page before", |s| {
            s.store.ahead(now, &Seek::Before(top), PAGE).unwrap()
        });
        let page = self.measure("customers", |s| {
            s.store.customers(&Seek::Start, PAGE).unwrap()
        });
        let ids: Vec<i64> = page.iter().map(|(key, _)| key.id).collect();
        self.measure("last contacts", |s| s.store.last_contacts(&ids).unwrap());
        let last = page.last().unwrap().0.clone();
        self.measure("customers, next page", |s| {
            s.store.customers(&Seek::After(last), PAGE).unwrap()
        });
        self.measure("customers, end", |s| {
            s.store.customers(&Seek::End, PAGE).unwrap()
        });
        let journal = self.measure("journal", |s| {
            s.store
                .journal(
                    &checkback::domain::pagination::JournalFilter::default(),
                    &Seek::Start,
                    PAGE,
                )
                .unwrap()
        });
        let day = self.rules.calendar.date(journal.first().unwrap().1.at);
        for (name, next, by, day) in [
            ("of a person", "of a person, next page", Some("Tom"), None),
            ("of a day", "of a day, next page", None, Some(day)),
            ("of both", "of both, next page", Some("Tom"), Some(day)),
        ] {
            let acts = checkback::domain::pagination::JournalFilter {
                by: by.map(str::to_owned),
                day,
            };
            let key = self.measure(name, |s| {
                s.store.journal(&acts, &Seek::Start, PAGE).unwrap()
            });
            let last = key
                .last()
                .map_or(Seek::Start, |(key, _)| Seek::After(key.clone()));
            self.measure(next, |s| s.store.journal(&acts, &last, PAGE).unwrap());
        }
        self.measure("month", |s| s.store.waiting(day, 42).unwrap());
        self.measure("journal, end", |s| {
            s.store
                .journal(
                    &checkback::domain::pagination::JournalFilter::default(),
                    &Seek::End,
                    PAGE,
                )
                .unwrap()
        });
        self.measure("card", |s| s.store.card(500, 40).unwrap());
        self.find();
        self.leave_with_everything();
        self.look_back();
    }

    fn look_back(&mut self) {
        let today = self.now.date_naive();
        let back = |back| move |s: &mut Self| s.store.figures_back(back, today).unwrap();
        self.measure("figures: four weeks", back(ReportRange::FourWeeks));
        let all = self.measure("figures: the latest of all", back(ReportRange::Everything));
        let (now, mut month) = (
            self.now,
            self.store
                .figures_back(ReportRange::FourWeeks, today)
                .unwrap(),
        );
        self.measure("figures: open promises", move |s| {
            s.store.read_open_promises(&mut month, now).unwrap();
        });
        self.measure("figures: a stretch more", move |s| {
            let mut all = all;
            s.store.count_on(&mut all).unwrap();
        });
        let ten_years = Period {
            from: today - Days::new(3_650),
            to: today,
        };
        self.measure("figures: ten years", |s| {
            s.store.figures(ten_years).unwrap()
        });
    }

    fn leave_with_everything(&mut self) {
        let page = |verb: fn(&mut SnapshotReader<'_, '_>) -> Result<usize, StoreError>| {
            move |s: &mut Self| s.store.read_snapshot(verb).unwrap()
        };
        self.measure("whole: customers", page(|w| Ok(w.customers(0)?.len())));
        self.measure("whole: follow-ups", page(|w| Ok(w.follow_ups(0)?.len())));
        self.measure("whole: waiting", page(|w| Ok(w.waiting(None)?.len())));
        let since = self.now - Duration::weeks(8);
        self.measure("whole: closed lately", move |s: &mut Self| {
            let page = |w: &mut SnapshotReader<'_, '_>| {
                Ok::<_, StoreError>(w.closed_since(since, None)?.len())
            };
            s.store.read_snapshot(page).unwrap()
        });
        self.measure("whole: taken back", move |s: &mut Self| {
            let all = |w: &mut SnapshotReader<'_, '_>| {
                Ok::<_, StoreError>(w.taken_back(since)?.gone.len())
            };
            s.store.read_snapshot(all).unwrap()
        });
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

    pub fn act_in_every_way(&mut self) {
        let (now, rules) = (self.now, self.rules.clone());
        let entry = self.first();
        let holder = |staff: &str| ClaimHolder {
            id: Uuid::now_v7(),
            staff: staff.to_owned(),
            counter: "counter".to_owned(),
        };
        let (tom, sue) = (holder("Tom"), holder("Sue"));
        self.measure("claim", |s| s.store.claim(&entry, &tom, now).unwrap());
        self.measure("claim, held", |s| s.store.claim(&entry, &sue, now).unwrap());
        self.measure("today, claimed", |s| {
            s.store.today(now, &Seek::Start, PAGE).unwrap()
        });
        self.measure("keep alive", |s| s.store.keep_alive(tom.id).unwrap());
        self.measure("release", |s| {
            s.store.release(entry.customer.id, tom.id).unwrap();
        });
        self.store.claim(&entry, &tom, now).unwrap();
        let scene = entry.scene(&rules, now, "Tom");
        let done = scene.record_unanswered(Outcome::NoAnswer, None);
        self.measure("no answer", |s| s.save(done.clone()));
        // The same once more is refused: who was faster is looked up.
        self.measure("overtaken", |s| s.try_to_save(done).unwrap_err());
        let entry = self.store.today(now, &Seek::Start, 2).unwrap().remove(1).1;
        let said = entry.follow_ups.first().map(|f| ResultEntry {
            follow_up: f.id,
            result: FollowUpResult::Authorised,
            words: None,
            amount: None,
        });
        let said: Vec<ResultEntry> = said.into_iter().collect();
        let done = entry
            .scene(&rules, now, "Tom")
            .record_reached(&said, Direction::Outward, None);
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
        self.import();
        self.merge_two();
    }

    /// A file's batch: twenty rows about people the shop knows, under numbers of another program.
    fn import(&mut self) {
        let entries = self.store.entries(&(1_i64..=20).collect::<Vec<_>>());
        let drafts: Vec<Draft> = entries
            .unwrap()
            .into_iter()
            .zip(1..)
            .map(|(entry, n)| Draft {
                name: format!("{} {n}", entry.customer.name),
                email: Some(format!("n{n}@example.com")),
                source: Some(format!("square:{n}")),
                ..Draft::default()
            })
            .collect();
        let file = |now| {
            let act = Act {
                id: Uuid::now_v7(),
                what: String::new(),
                customer: None,
                at: now,
                by: "Tom".to_owned(),
                counter: "counter".to_owned(),
                changes: Vec::new(),
            };
            Some(ImportRun::new(act, "book.csv"))
        };
        let take = |s: &mut Self, mut import| {
            let job = ImportJob::Rows(drafts.clone());
            perform(&mut s.store, &mut import, job).unwrap()
        };
        self.measure("import programs", |s| s.store.import_programs().unwrap());
        let import = file(self.now);
        self.measure("import", |s| take(s, import));
        let import = file(self.now);
        let again = self.measure("import again", |s| take(s, import));
        let outcomes = match again {
            ImportReply::RowsImported(outcomes, ..) => outcomes,
            ImportReply::Started(_) | ImportReply::Programs(_) => Vec::new(),
        };
        assert!(outcomes.len() == 20 && outcomes.iter().all(Result::is_ok));
    }

    /// Two customers are one, and parted again: as much work as the other has rows, whatever the
    /// shop has; how it is gone about is looked at with every other text.
    fn merge_two(&mut self) {
        let two = self.store.load_merge_pair(500, 700).unwrap().unwrap();
        let name = checkback::domain::text::fold_for_search(&two.other.customer.name);
        self.save(ChangePlan {
            changes: two.changes(self.now),
            says: "merged".to_owned(),
            let_go: false,
        });
        self.measure("who a pointer is", |s| s.store.who_is(700).unwrap());
        let known = self.store.customers_named(&[name]).unwrap();
        assert!(known.iter().any(|e| e.customer.id == 500));
        self.store.history(500).unwrap();
        self.store
            .undo(Uuid::now_v7(), self.now, "Tom", "counter")
            .unwrap();
    }
}
