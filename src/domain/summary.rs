//! Customer summaries: a customer with everything open, as the list, the search and the card show
//! it; and the other rows that screens show.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::claim::Claim;
use super::contact::Contact;
use super::customer::{Customer, Id, Item};
use super::familiar_staff::{FamiliarStaff, is_same_person};
use super::follow_up::FollowUp;
use super::likelihood::{AnswerHabits, AttemptsByBand};
use super::outcome::CustomerContext;
use super::pagination::Cursor;
use super::queue::{self, ListKeys, NotCallable, Standing};
use super::referrals;
use super::rules::Rules;
use super::text::fold_for_search;

/// A customer with their items and their follow-ups that are open or to be let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerSummary {
    /// The customer.
    pub customer: Customer,
    /// Their items.
    pub items: Vec<Item>,
    /// The follow-ups that are open or to be let go, the earliest due first.
    pub follow_ups: Vec<FollowUp>,
    /// The claim of the counter that is ringing them, if any.
    pub claim: Option<Claim>,
    /// When they answer.
    pub habits: AnswerHabits,
    /// The members of staff they know.
    pub knows: FamiliarStaff,
    /// Who referred them: id and name.
    pub sent_by: Option<(Id, String)>,
    /// The customers merged into them: their names and numbers are searched too.
    pub also: Vec<Customer>,
}

impl CustomerSummary {
    /// The claim, unless the session `own` holds it.
    #[must_use]
    pub fn claimed_elsewhere(&self, own: Uuid) -> Option<&Claim> {
        self.claim.as_ref().filter(|c| c.holder.id != own)
    }

    /// The keys by which the rules place them in the list.
    #[must_use]
    pub fn list_keys(&self, rules: &Rules) -> ListKeys {
        queue::list_keys(&self.customer, &self.follow_ups, &rules.calendar)
    }

    /// Their standing at an instant, and since when; beyond today if nothing is open.
    #[must_use]
    pub fn stand(&self, now: DateTime<Utc>, rules: &Rules) -> (Standing, DateTime<Utc>) {
        self.list_keys(rules)
            .stand(now, &rules.calendar)
            .unwrap_or((Standing::Ahead, now))
    }

    /// Why they may not be rung now; `None` if they may.
    #[must_use]
    pub fn why_not_callable(&self, now: DateTime<Utc>, rules: &Rules) -> Option<NotCallable> {
        let (standing, _) = self.stand(now, rules);
        queue::why_not_callable(&self.customer, &self.follow_ups, standing, now, rules)
    }

    /// The sentence on why they stand where they do.
    #[must_use]
    pub fn why(&self, now: DateTime<Utc>, rules: &Rules) -> String {
        queue::explain_standing(
            &self.list_keys(rules),
            &self.follow_ups,
            now,
            &rules.calendar,
        )
    }

    /// The [`CustomerContext`] for a change to them.
    #[must_use]
    pub fn scene<'a>(
        &'a self,
        rules: &'a Rules,
        now: DateTime<Utc>,
        by: &'a str,
    ) -> CustomerContext<'a> {
        CustomerContext {
            rules,
            now,
            by,
            customer: &self.customer,
            follow_ups: &self.follow_ups,
            habits: self.habits,
        }
    }

    /// The follow-up that decides their standing. One they opted out of never does if there is another.
    #[must_use]
    pub fn urgent(&self, now: DateTime<Utc>) -> Option<&FollowUp> {
        let may = |f: &&FollowUp| {
            let promised = f.promise_open().is_some();
            !self.customer.refuses(f.marketing, promised)
        };
        let mine = self.follow_ups.iter().filter(may);
        queue::most_urgent(mine, now).or_else(|| queue::most_urgent(&self.follow_ups, now))
    }

    /// Their members of staff by folded name: the owners of their open follow-ups, and those they know.
    #[must_use]
    pub fn staff_names(&self) -> BTreeSet<String> {
        let open = self.follow_ups.iter().filter(|f| f.is_open());
        let owners = open.filter_map(|f| f.owner.as_deref());
        owners
            .chain(self.knows.all())
            .map(fold_for_search)
            .collect()
    }

    /// Whether they belong to a member of staff.
    #[must_use]
    pub fn is_of(&self, staff: &str) -> bool {
        self.staff_names().contains(&fold_for_search(staff))
    }

    /// The label of one of their items.
    #[must_use]
    pub fn item(&self, id: Option<Id>) -> Option<&str> {
        self.items
            .iter()
            .find(|i| Some(i.id) == id)
            .map(|i| i.label.as_str())
    }
}

/// A customer with everything open and the latest of what is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerCard {
    /// The customer's summary.
    pub entry: CustomerSummary,
    /// The latest contacts, the newest first.
    pub contacts: Vec<Contact>,
    /// The latest closed follow-ups, the newest first.
    pub closed: Vec<FollowUp>,
    /// The customers they referred, by id and name, the latest first.
    pub sent: Vec<(Id, String)>,
}

impl CustomerCard {
    /// "Sent by Clara Diaz; has sent two: Tom Reid, Sam Okafor."
    #[must_use]
    pub fn who_sent_whom(&self) -> Option<String> {
        let by = self.entry.sent_by.as_ref().map(|(_, name)| name.as_str());
        let sent: Vec<String> = self.sent.iter().map(|(_, name)| name.clone()).collect();
        referrals::sentence(by, &sent)
    }
}

/// A follow-up with its customer and item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpRow {
    /// The follow-up.
    pub follow_up: FollowUp,
    /// The customer.
    pub customer: Customer,
    /// The label of the item it is about.
    pub item: Option<String>,
}

/// The follow-ups that undo took back, as a calendar has to know of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakenBackFollowUps {
    /// Those that were taken back lately and are not there.
    pub gone: Vec<FollowUpRow>,
    /// For each that ever was, there again or not, the act that took it back or brought it back last: its
    /// row's version began anew then.
    pub acts: BTreeMap<Id, i64>,
}

/// A contact with its customer and follow-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The contact.
    pub contact: Contact,
    /// The customer.
    pub customer: Customer,
    /// The follow-ups it brought a result for.
    pub follow_ups: Vec<FollowUp>,
}

/// A customer who was dealt with today and has left the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneToday {
    /// The customer.
    pub entry: CustomerSummary,
    /// The last contact.
    pub contact: Contact,
}

/// A customer who comes later, or is to be let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpcomingRow {
    /// The customer.
    pub entry: CustomerSummary,
    /// Whether their attempts have run out, so that a person decides.
    pub let_go: bool,
}

/// The numbers in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayTotals {
    /// Customers in the list now.
    pub to_call: i64,
    /// Customers dealt with today who have left the list.
    pub done: i64,
    /// Promises due today that were kept so far.
    pub kept: i64,
    /// Promises due today that are or were broken.
    pub late: i64,
    /// Promises of earlier days that were broken and are still owed.
    pub late_before: i64,
    /// Promises due today that are still to be kept.
    pub to_keep: i64,
    /// When the next of those falls due.
    pub next_promise_at: Option<DateTime<Utc>>,
    /// Promises not kept yet that are due today or earlier, broken ones included.
    pub open_promises: i64,
    /// Customers in all.
    pub customers: i64,
    /// When the next resting customer comes back today.
    pub next_at: Option<DateTime<Utc>>,
}

/// How many customers who are done a list shows at most.
pub const DONE: usize = 50;

/// What has become of some customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayChanges {
    /// Those who stand in today's list now, in its order.
    pub rows: Vec<(Cursor, CustomerSummary)>,
    /// Those who are done, the latest first.
    pub done: Vec<DoneToday>,
    /// The numbers in the header.
    pub totals: DayTotals,
    /// When anybody of the shop answers, which stands with every customer.
    pub habits: AttemptsByBand,
    /// The card that was asked for, if that customer is there.
    pub card: Option<CustomerCard>,
}

/// One act as a row of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// The act's number; the newest has the highest.
    pub no: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The member of staff who acted.
    pub by: String,
    /// The counter.
    pub counter: String,
    /// What was done, without the name.
    pub what: String,
    /// The customer it was about, with their current name.
    pub customer: Option<(Id, String)>,
    /// Whether it was undone since.
    pub undone: bool,
    /// The act that an undo or redo reversed.
    pub turns: Option<i64>,
}

/// The result of requesting a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimResult {
    /// The claim was granted; with the customer's current summary.
    Granted(Box<CustomerSummary>),
    /// Another holder has the claim.
    HeldElsewhere(Claim),
}

/// Everybody of the shop who is known by name: its staff and owner, `by` who acts, and who has to do
/// with a customer.
#[must_use]
pub fn known_staff(rules: &Rules, by: &str, entry: &CustomerSummary) -> Vec<String> {
    let owners = entry.follow_ups.iter().filter_map(|f| f.owner.as_deref());
    let named = rules.staff.iter().map(String::as_str);
    let named = named.chain([rules.owner.as_str(), by]);
    let mut known: Vec<String> = Vec::new();
    for name in named.chain(owners).chain(entry.knows.all()) {
        if !name.is_empty() && !known.iter().any(|there| is_same_person(there, name)) {
            known.push(name.to_owned());
        }
    }
    known
}
