//! An entry: a customer with everything open of theirs, as the list, the search and the card
//! show them; and the other rows that screens show.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claim::Claim;
use super::contact::Contact;
use super::customer::{Customer, Id, Item};
use super::familiar_staff::FamiliarStaff;
use super::follow_up::FollowUp;
use super::likelihood::AnswerHabits;
use super::outcome::CustomerContext;
use super::queue::{self, ListKeys, NotCallable, Standing};
use super::referrals;
use super::rules::Rules;
use super::text::fold_for_search;

/// A customer, what they own, and their follow-ups that are open or wait to be let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerSummary {
    /// The customer.
    pub customer: Customer,
    /// What the shop looks after for them.
    pub items: Vec<Item>,
    /// Open ones and ones to be let go, earliest due first.
    pub follow_ups: Vec<FollowUp>,
    /// Who is ringing them, where somebody is.
    pub claim: Option<Claim>,
    /// When they answer, as far as that is known.
    pub habits: AnswerHabits,
    /// Whom of the shop they know.
    pub knows: FamiliarStaff,
    /// Who sent them, with the name.
    pub sent_by: Option<(Id, String)>,
    /// Those who turned out to be them: they are found by their names and numbers too.
    pub also: Vec<Customer>,
}

impl CustomerSummary {
    /// Who is ringing them at another window than a holder's own.
    #[must_use]
    pub fn claimed_elsewhere(&self, own: Uuid) -> Option<&Claim> {
        self.claim.as_ref().filter(|c| c.holder.id != own)
    }

    /// Where the rules put them.
    #[must_use]
    pub fn list_keys(&self, rules: &Rules) -> ListKeys {
        queue::list_keys(&self.customer, &self.follow_ups, &rules.calendar)
    }

    /// Where they stand at an instant, and since when; beyond today without anything open.
    #[must_use]
    pub fn stand(&self, now: DateTime<Utc>, rules: &Rules) -> (Standing, DateTime<Utc>) {
        self.list_keys(rules)
            .stand(now, &rules.calendar)
            .unwrap_or((Standing::Ahead, now))
    }

    /// Why they may not be rung now, where they may not.
    #[must_use]
    pub fn why_not_callable(&self, now: DateTime<Utc>, rules: &Rules) -> Option<NotCallable> {
        let (standing, _) = self.stand(now, rules);
        queue::why_not_callable(&self.customer, &self.follow_ups, standing, now, rules)
    }

    /// Why they stand where they do.
    #[must_use]
    pub fn why(&self, now: DateTime<Utc>, rules: &Rules) -> String {
        queue::explain_standing(
            &self.list_keys(rules),
            &self.follow_ups,
            now,
            &rules.calendar,
        )
    }

    /// The scene of something happening with them.
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

    /// The follow-up that puts them where they stand; what they said no to never does, where
    /// there is anything else.
    #[must_use]
    pub fn urgent(&self, now: DateTime<Utc>) -> Option<&FollowUp> {
        let may = |f: &&FollowUp| {
            let promised = f.promise_open().is_some();
            !self.customer.refuses(f.marketing, promised)
        };
        let mine = self.follow_ups.iter().filter(may);
        queue::most_urgent(mine, now).or_else(|| queue::most_urgent(&self.follow_ups, now))
    }

    /// Whose they are, by folded name: of whoever owns something open of theirs, and of whom they
    /// know.
    #[must_use]
    pub fn staff_names(&self) -> BTreeSet<String> {
        let open = self.follow_ups.iter().filter(|f| f.is_open());
        let owners = open.filter_map(|f| f.owner.as_deref());
        owners
            .chain(self.knows.all())
            .map(fold_for_search)
            .collect()
    }

    /// Whether they are somebody's of the shop.
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

/// A customer with what is open and the latest of what was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerCard {
    /// The customer, their items, what is open.
    pub entry: CustomerSummary,
    /// The latest contacts, the newest first.
    pub contacts: Vec<Contact>,
    /// The latest closed follow-ups, the newest first.
    pub closed: Vec<FollowUp>,
    /// Those they sent, by name, the latest first.
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

/// A follow-up with whom and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpRow {
    /// The follow-up.
    pub follow_up: FollowUp,
    /// Whose it is.
    pub customer: Customer,
    /// What it is about of theirs, by its label.
    pub item: Option<String>,
}

/// A contact with whom it was with and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The contact.
    pub contact: Contact,
    /// With whom.
    pub customer: Customer,
    /// The follow-ups it brought a result for.
    pub follow_ups: Vec<FollowUp>,
}

/// A customer who was dealt with today and is out of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneToday {
    /// The customer.
    pub entry: CustomerSummary,
    /// The last contact.
    pub contact: Contact,
}

/// A customer who comes later, or waits to be let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpcomingRow {
    /// The customer.
    pub entry: CustomerSummary,
    /// Whether their tries have run out, and a person decides.
    pub let_go: bool,
}

/// The numbers on the top line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayTotals {
    /// Customers in the list now.
    pub to_call: i64,
    /// Customers dealt with today and out of it.
    pub done: i64,
    /// Promises that fell due today and were kept, today so far.
    pub kept: i64,
    /// Those that were broken, or are.
    pub late: i64,
    /// Those still to keep today.
    pub to_keep: i64,
    /// The next of those, by when.
    pub next_promise_at: Option<DateTime<Utc>>,
    /// Promises for today that were not kept yet, broken ones and those of earlier days too.
    pub open_promises: i64,
    /// Customers in all.
    pub customers: i64,
    /// When the next one who rests comes back, today.
    pub next_at: Option<DateTime<Utc>>,
}

/// One act, as the journal tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// Its number; the newest has the highest.
    pub no: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// At which counter.
    pub counter: String,
    /// What was done, without the name.
    pub what: String,
    /// Whom it was about, and what they are called now.
    pub customer: Option<(Id, String)>,
    /// Whether it was taken back since.
    pub undone: bool,
    /// The act an undo or redo turned.
    pub turns: Option<i64>,
}
