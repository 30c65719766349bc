//! Merging two customers who turned out to be the same person, and the changes that takes.
//!
//! Owns which values of the two survive, and that no record of either is lost: all records of the
//! other customer move to the kept one, in one act, and the other's row stays as a pointer.

use chrono::{DateTime, Utc};

use super::change::{Change, Record};
use super::contact::Contact;
use super::customer::{Customer, ExtraMile, Id, Item};
use super::customer_detail::DetailTexts;
use super::follow_up::{FollowUp, FollowUpState};
use super::rest::before_promises;
use super::summary::CustomerSummary;
use super::text::{fold_for_search, truncate};

/// The longest note that a merge builds, in columns: the same limit as an import's.
const LONGEST: usize = 1_000;

/// A customer with all their records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecords {
    /// The customer.
    pub customer: Customer,
    /// Their items.
    pub items: Vec<Item>,
    /// Every follow-up, in any state.
    pub follow_ups: Vec<FollowUp>,
    /// Every contact.
    pub contacts: Vec<Contact>,
    /// The customers they referred.
    pub sent: Vec<Customer>,
    /// The customers merged into them before.
    pub also: Vec<Customer>,
}

/// Two customers to be merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePair {
    /// The customer who stays.
    pub kept: CustomerSummary,
    /// The customer whose row becomes a pointer.
    pub other: CustomerRecords,
}

/// The customer whom some changes turned into a pointer, as they were before.
#[must_use]
pub(crate) fn merged(changes: &[Change]) -> Option<&Customer> {
    changes.iter().find_map(|c| match (&c.before, &c.after) {
        (Some(Record::Customer(before)), Some(Record::Customer(after)))
            if before.merged_into.is_none() && after.merged_into.is_some() =>
        {
            Some(before)
        }
        _ => None,
    })
}

impl MergePair {
    /// The changes of the act, the kept customer first. Both customers' rows are included even if
    /// nothing in them changes, so that any concurrent edit conflicts with the merge.
    #[must_use]
    pub fn changes(&self, now: DateTime<Utc>) -> Vec<Change> {
        let mut changes = self.customers(now);
        changes.extend(self.rows());
        changes
    }

    /// The changes of both customers, of the pointers to the other, and of those the other referred.
    fn customers(&self, now: DateTime<Utc>) -> Vec<Change> {
        let (kept, other) = (&self.kept.customer, &self.other.customer);
        let mut changes = vec![changed(kept, self.merge_customer(now), Record::Customer)];
        for pointer in [other].into_iter().chain(&self.other.also) {
            let points = Customer {
                merged_into: Some(kept.id),
                ..pointer.clone()
            };
            changes.push(changed(pointer, points, Record::Customer));
        }
        for friend in self.friends() {
            let sent = Customer {
                sent_by: Some(kept.id),
                ..friend.clone()
            };
            changes.push(changed(friend, sent, Record::Customer));
        }
        changes
    }

    /// The records of the other that move to the kept customer.
    fn rows(&self) -> Vec<Change> {
        let customer = self.kept.customer.id;
        let mut changes = Vec::new();
        for item in self.moving() {
            let moved = Item {
                customer,
                ..item.clone()
            };
            changes.push(changed(item, moved, Record::Item));
        }
        for f in &self.other.follow_ups {
            let moved = FollowUp {
                customer,
                item: f.item.map(|id| self.item(id)),
                ..f.clone()
            };
            changes.push(changed(f, moved, Record::FollowUp));
        }
        for contact in &self.other.contacts {
            let moved = Contact {
                customer,
                ..contact.clone()
            };
            changes.push(changed(contact, moved, Record::Contact));
        }
        changes
    }

    /// "1 open follow-up, 2 settled, 3 contacts, 1 item", or that there is nothing to move.
    #[must_use]
    pub fn describe_moves(&self) -> String {
        let open = |f: &&FollowUp| f.state != FollowUpState::Closed;
        let open = self.other.follow_ups.iter().filter(open).count();
        let of = |n: usize, one: &str, more: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {more}")),
        };
        let parts = [
            of(open, "open follow-up", "open follow-ups"),
            of(self.other.follow_ups.len() - open, "closed", "closed"),
            of(self.other.contacts.len(), "contact", "contacts"),
            of(self.moving().count(), "item", "items"),
            of(self.friends().count(), "friend sent", "friends sent"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "only the name and number".to_owned()
        } else {
            parts.join(", ")
        }
    }

    /// The customers the other referred, without the kept one: nobody refers themselves.
    fn friends(&self) -> impl Iterator<Item = &Customer> {
        let kept = self.kept.customer.id;
        self.other
            .sent
            .iter()
            .filter(move |friend| friend.id != kept)
    }

    /// The other's items whose label the kept customer does not have. The rest stay with the pointer,
    /// and their records refer to the kept customer's item instead.
    fn moving(&self) -> impl Iterator<Item = &Item> {
        let items = self.other.items.iter();
        items.filter(|item| self.equal(item).is_none())
    }

    /// The kept customer's item with the same label.
    fn equal(&self, item: &Item) -> Option<Id> {
        let label = fold_for_search(&item.label);
        let mut items = self.kept.items.iter();
        items
            .find(|i| fold_for_search(&i.label) == label)
            .map(|i| i.id)
    }

    /// The item that replaces one of the other's.
    fn item(&self, id: Id) -> Id {
        let item = self.other.items.iter().find(|i| i.id == id);
        item.and_then(|i| self.equal(i)).unwrap_or(id)
    }

    /// The kept customer with missing values filled in, and with every opt-out of either.
    #[must_use]
    pub fn merge_customer(&self, now: DateTime<Utc>) -> Customer {
        let (kept, other) = (&self.kept.customer, &self.other.customer);
        let mut one = kept.clone();
        let mut also = Vec::new();
        if fold_for_search(&kept.name) != fold_for_search(&other.name) {
            also.push(other.name.clone());
        }
        numbers(&mut one, other, &mut also);
        match (&one.email, &other.email) {
            (None, _) => one.email.clone_from(&other.email),
            (Some(a), Some(b)) if !a.eq_ignore_ascii_case(b) => also.push(b.clone()),
            _ => {}
        }
        one.line = line(kept, other, &also);
        DetailTexts::of(other).fill(&mut one, false);
        one.merge_opt_outs(other);
        self.unite_senders(&mut one);
        one.extra_mile = kindnesses(&kept.extra_mile, &other.extra_mile);
        unite_tries(&mut one, other);
        self.unite_rests(&mut one, now);
        one
    }

    /// Merges the senders: the kept customer's, else the other's. Nobody is their own sender.
    fn unite_senders(&self, one: &mut Customer) {
        let other = &self.other.customer;
        if one.sent_by == Some(other.id) {
            (one.sent_by, one.sent_at, one.came_at) = (None, None, None);
        }
        if one.sent_by.is_none() && other.sent_by != Some(one.id) {
            one.sent_by = other.sent_by;
            one.sent_at = other.sent_at;
            one.came_at = other.came_at;
        }
    }

    /// Merges the rests: the longer one holds, because one person was tried or asked to be left alone.
    /// A rest that a person chose was chosen for what its row knew, so it does not hide what the other
    /// row has due. No rest runs past a promise.
    fn unite_rests(&self, one: &mut Customer, now: DateTime<Utc>) {
        let kept = (&self.kept.customer, &self.kept.follow_ups);
        let other = (&self.other.customer, &self.other.follow_ups);
        let (rests, waits) = if other.0.rest_until > kept.0.rest_until {
            (other, kept)
        } else {
            (kept, other)
        };
        let open = waits.1.iter().filter(|f| f.is_open());
        let due = open.map(|f| f.due_at).min();
        let due = due.map(|due| due.max(waits.0.rest_until.unwrap_or(due)));
        let shorter = due.filter(|due| rests.0.rest_chosen && Some(*due) < rests.0.rest_until);
        one.rest_until = match shorter {
            Some(due) => Some(due).filter(|due| *due > now),
            None => rests.0.rest_until,
        };
        one.rest_chosen = rests.0.rest_chosen && one.rest_until.is_some();
        let all = kept.1.iter().chain(other.1);
        let promises = all.filter_map(FollowUp::promise_open);
        let until = one.rest_until.map(|at| before_promises(promises, at, now));
        one.rest(until, one.rest_chosen, now);
    }
}

fn changed<T: Clone>(before: &T, after: T, record: impl Fn(T) -> Record) -> Change {
    Change::of(record(before.clone()), record(after))
}

/// Merges the numbers: the kept customer's stays, unless it is wrong and the other's is not. The
/// second number goes into the note.
fn numbers(one: &mut Customer, other: &Customer, also: &mut Vec<String>) {
    let Some(theirs) = other.phone.as_ref() else {
        // A number that cannot be dialled is kept too.
        if one.shown_number().is_none() {
            one.phone_shown.clone_from(&other.phone_shown);
        } else if one.doubtful_number() != other.doubtful_number() {
            also.extend(describe_number(other));
        }
        return;
    };
    if one.phone.as_ref() == Some(theirs) {
        one.extension = one.extension.take().or(other.extension.clone());
        let marked = one.wrong_number_at.into_iter().chain(other.wrong_number_at);
        one.wrong_number_at = marked.min();
        return;
    }
    let wrong = one.wrong_number_at.is_some() && other.wrong_number_at.is_none();
    if one.phone.is_none() || wrong {
        also.extend(describe_number(one));
        one.phone.clone_from(&other.phone);
        one.phone_shown.clone_from(&other.phone_shown);
        one.extension.clone_from(&other.extension);
        one.wrong_number_at = other.wrong_number_at;
    } else {
        also.extend(describe_number(other));
    }
}

/// A customer's number for the note; a wrong one is marked, so that nobody dials it.
fn describe_number(customer: &Customer) -> Option<String> {
    let number = customer.shown_number()?;
    let extension = customer.extension.as_ref();
    let extension = extension.map_or(String::new(), |ext| format!(" ext. {ext}"));
    let wrong = match customer.wrong_number_at {
        Some(_) => " (wrong number)",
        None => "",
    };
    Some(format!("{number}{extension}{wrong}"))
}

/// Merges the notes of both, and adds their other contact points.
fn line(kept: &Customer, other: &Customer, also: &[String]) -> Option<String> {
    let own = kept.line.as_deref().unwrap_or_default();
    let there = fold_for_search(own);
    // A short name would be found in any text.
    let known = |words: &str| words.chars().count() > 5 && there.contains(&fold_for_search(words));
    let theirs = other.line.as_deref().filter(|line| !known(line));
    let also = also.iter().map(String::as_str).filter(|w| !known(w));
    let also = also.collect::<Vec<_>>().join(", ");
    let also = Some(also).filter(|words| !words.is_empty());
    let also = also.map(|words| format!("also {words}"));
    let mut line = own.to_owned();
    for more in theirs.into_iter().chain(also.as_deref()) {
        if !line.is_empty() {
            line.truncate(line.trim_end_matches('.').len());
            line.push_str("; ");
        }
        line.push_str(more);
    }
    Some(truncate(&line, LONGEST)).filter(|line| !line.is_empty())
}

/// Merges the kindnesses, each once: one given to either was given.
fn kindnesses(kept: &[ExtraMile], other: &[ExtraMile]) -> Vec<ExtraMile> {
    let mut all = kept.to_vec();
    for kindness in other {
        let wanted = fold_for_search(&kindness.idea);
        match all.iter_mut().find(|k| fold_for_search(&k.idea) == wanted) {
            Some(had) if !had.is_given() => {
                had.given_at = kindness.given_at;
                had.given_by.clone_from(&kindness.given_by);
            }
            Some(_) => {}
            None => all.push(kindness.clone()),
        }
    }
    all
}

/// Merges the attempts of one day; those of an earlier day no longer count.
fn unite_tries(one: &mut Customer, other: &Customer) {
    if one.tried_on == other.tried_on {
        one.tries += other.tries;
    } else if other.tried_on > one.tried_on {
        one.tried_on = other.tried_on;
        one.tries = other.tries;
    }
}

#[cfg(test)]
mod tests;
