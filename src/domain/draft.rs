//! A draft: what somebody typed, or a file brought, about a customer and a reason to ring.
//!
//! Owns the way from checked fields to the rows of an act, for the form, the command line and
//! every import alike. Checking a field is its own noun's business.

use chrono::{DateTime, Utc};

pub use super::author::Author;
use super::change::{Change, Record};
use super::customer::{Customer, Id, Item};
use super::customer_detail::DetailTexts;
use super::follow_up::{FollowUp, FollowUpKind, Severity, goes_with_the_red};
use super::phone::ParsedNumber;
use super::playbook::Playbook;
use super::referrals;
use super::rules::Rules;
use super::text::fold_for_search;

/// A reason to ring, with its fields checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What it is about; never empty.
    pub about: String,
    /// What sort of reason.
    pub kind: FollowUpKind,
    /// Whether nobody named that kind: it was read out of the words.
    pub guessed: bool,
    /// How grave.
    pub severity: Option<Severity>,
    /// The price named, in minor units.
    pub quote: Option<i64>,
    /// When it is due; where it is `None`, at once if it is red or nothing was promised, else in time
    /// for the promise.
    pub due: Option<DateTime<Utc>>,
    /// By when they were promised to hear.
    pub promise: Option<DateTime<Utc>>,
    /// Whose it is.
    pub owner: Option<String>,
    /// A note on it.
    pub note: Option<String>,
}

impl Reason {
    /// Whether its words alone tell the kind.
    #[must_use]
    pub fn tells_its_kind(&self) -> bool {
        self.guessed && self.severity.is_none() && self.kind != FollowUpKind::Other
    }
}

/// A customer as typed, with its fields checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// What they are called; never empty.
    pub name: String,
    /// Their number.
    pub phone: Option<ParsedNumber>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// What whoever rings should know.
    pub line: Option<String>,
    /// What else is known of them, as it was read.
    pub details: DetailTexts,
    /// The customer who sent them.
    pub sent_by: Option<Id>,
    /// What the shop looks after for them.
    pub item: Option<String>,
    /// The reason to ring, if there is one yet.
    pub reason: Option<Reason>,
    /// A number that cannot be read, as it was written: it is shown, and never dialled.
    pub doubtful: Option<String>,
    /// Their number in the program a file comes from, with that program's mark.
    pub source: Option<String>,
    /// What else is to be known of them, behind the line they have: another name.
    pub also: Vec<String>,
    /// What a file of ours knows of them beside.
    pub past: ImportedHistory,
    /// Whether it wins over what is there: nothing that was typed is replaced unasked.
    pub wins: bool,
}

/// What a file of ours knows of a customer beside what one types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportedHistory {
    /// When they said no to marketing, and who noted it.
    pub no_marketing: Option<(DateTime<Utc>, Option<String>)>,
    /// When they said that they are not to be rung at all, and who noted it.
    pub no_calls: Option<(DateTime<Utc>, Option<String>)>,
    /// When their number was found to be somebody else's.
    pub wrong_number: Option<DateTime<Utc>>,
    /// When they were first entered.
    pub added: Option<DateTime<Utc>>,
}

impl ImportedHistory {
    /// Puts it where the customer has nothing of the kind yet; `new` says whether they are.
    fn apply_to(&self, customer: &mut Customer, new: bool) {
        if let Some((at, by)) = &self.no_marketing
            && customer.opted_out_at.is_none()
        {
            customer.opted_out_at = Some(*at);
            customer.opted_out_by.clone_from(by);
        }
        if let Some((at, by)) = &self.no_calls
            && customer.no_calls_at.is_none()
        {
            customer.no_calls_at = Some(*at);
            customer.no_calls_by.clone_from(by);
        }
        if new {
            customer.wrong_number_at = self.wrong_number;
            customer.added_at = self.added.unwrap_or(customer.added_at);
        }
    }
}

/// A known customer a draft is about.
#[derive(Debug, Clone, Copy)]
pub struct ExistingCustomer<'a> {
    /// The customer.
    pub customer: &'a Customer,
    /// What the shop looks after for them.
    pub items: &'a [Item],
}

/// The rows a draft adds: the customer and the item where they are new, and the follow-up. New
/// rows are numbered from `first` downward, each noun for itself.
#[must_use]
pub fn plan_changes(
    draft: &Draft,
    known: Option<ExistingCustomer<'_>>,
    author: Author<'_>,
    first: Id,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let customer = if let Some(known) = known {
        let after = filled(known.customer, draft, author);
        let id = after.id;
        if after != *known.customer {
            changes.push(Change::of(
                Record::Customer(known.customer.clone()),
                Record::Customer(after),
            ));
        }
        id
    } else {
        let blank = Customer {
            id: first,
            name: draft.name.clone(),
            added_at: author.now,
            ..Customer::default()
        };
        let mut made = filled(&blank, draft, author);
        draft.past.apply_to(&mut made, true);
        changes.push(Change::made(Record::Customer(made)));
        first
    };
    let items = known.map_or(&[][..], |k| k.items);
    let item = draft
        .item
        .as_deref()
        .map(|label| find_or_add_item(label, customer, items, first, &mut changes));
    if let Some(reason) = &draft.reason {
        let f = follow_up(reason, customer, item, author, first);
        changes.push(Change::made(Record::FollowUp(f)));
    }
    changes
}

/// A customer with what the draft knows more of. A new reason that is due ends a rest: nothing
/// that was just added may be out of sight.
fn filled(customer: &Customer, draft: &Draft, author: Author<'_>) -> Customer {
    let mut after = customer.clone();
    let mut also = draft.also.clone();
    match &draft.phone {
        Some(number) if draft.wins || after.phone.is_none() => set_phone(&mut after, Some(number)),
        // Their number stays, and this one is not lost.
        Some(number) if after.phone.as_ref() != Some(&number.e164) => {
            also.push(number.national.clone());
        }
        None if after.number().is_none() && after.phone_shown.is_none() => {
            after.phone_shown.clone_from(&draft.doubtful);
        }
        Some(_) | None => {}
    }
    let take = |there: &mut Option<String>, new: &Option<String>| {
        if there.is_none() || (draft.wins && new.is_some()) {
            there.clone_from(new);
        }
    };
    take(&mut after.email, &draft.email);
    take(&mut after.line, &draft.line);
    if draft.wins {
        after.name.clone_from(&draft.name);
    }
    for also in also {
        add_to_line(&mut after, &also);
    }
    draft.details.fill(&mut after, draft.wins);
    if after.source.is_none() {
        after.source.clone_from(&draft.source);
    }
    draft.past.apply_to(&mut after, false);
    if after.sent_by.is_none() {
        referrals::set_sender(&mut after, draft.sent_by, author.now);
    }
    end_rest(&mut after, draft, author);
    after
}

/// Ends a rest by which a new reason would be out of sight. A promise to come does so by itself and
/// leaves the rest as it is (`rest::rest_end`).
fn end_rest(after: &mut Customer, draft: &Draft, author: Author<'_>) {
    let due = draft.reason.as_ref().map(|r| (r.due, due_of(r, author)));
    let due = due
        .filter(|(given, due)| given.is_some() || *due <= author.now)
        .map(|(_, due)| due);
    if due
        .zip(after.rest_until)
        .is_some_and(|(due, rest)| due < rest)
    {
        after.rest_until = due.filter(|d| *d > author.now);
        after.rest_chosen &= after.rest_until.is_some();
    }
}

/// Adds to what whoever rings should know, unless it says so already.
fn add_to_line(customer: &mut Customer, also: &str) {
    let line = customer.line.get_or_insert_default();
    if !line.contains(also) {
        let more = if line.is_empty() { "" } else { "; " };
        *line = format!("{line}{more}also {also}");
    }
}

/// Gives a customer a number; one that was found wrong is forgotten with it.
pub fn set_phone(customer: &mut Customer, number: Option<&ParsedNumber>) {
    customer.phone = number.map(|n| n.e164.clone());
    customer.phone_shown = number.map(|n| n.national.clone());
    customer.extension = number.and_then(|n| n.extension.clone());
    customer.wrong_number_at = None;
}

/// The item of a label: one they have already, or a new row.
pub fn find_or_add_item(
    label: &str,
    customer: Id,
    items: &[Item],
    first: Id,
    changes: &mut Vec<Change>,
) -> Id {
    let wanted = fold_for_search(label);
    if let Some(known) = items.iter().find(|i| fold_for_search(&i.label) == wanted) {
        return known.id;
    }
    let item = Item {
        id: first,
        version: 0,
        customer,
        label: label.to_owned(),
    };
    changes.push(Change::made(Record::Item(item)));
    first
}

/// When a reason is due: as given; where nothing is, what is red is due at once whatever was promised,
/// and anything else in time for its promise.
fn due_of(reason: &Reason, author: Author<'_>) -> DateTime<Utc> {
    let promise = reason
        .promise
        .filter(|_| !goes_with_the_red(reason.kind, reason.severity));
    reason.due.or(promise).unwrap_or(author.now)
}

fn follow_up(
    reason: &Reason,
    customer: Id,
    item: Option<Id>,
    author: Author<'_>,
    id: Id,
) -> FollowUp {
    let due = due_of(reason, author);
    let mut f = FollowUp::new(id, customer, reason.kind, &reason.about, due);
    f.item = item;
    f.severity = reason.severity;
    f.quote = reason.quote;
    f.promised_at = reason.promise;
    f.owner.clone_from(&reason.owner);
    f.note.clone_from(&reason.note);
    f.added_at = author.now;
    author.by.clone_into(&mut f.added_by);
    f
}

/// A job that was done.
#[derive(Debug, Clone, Copy)]
pub struct CompletedJob<'a> {
    /// On what of theirs, by its label.
    pub item: Option<&'a str>,
    /// When.
    pub done: DateTime<Utc>,
    /// By whom of the shop, where that is known.
    pub by: Option<&'a str>,
}

/// The rows of a job done for a customer: the follow-ups its playbook anticipates.
#[must_use]
pub fn plan_job(
    playbook: &Playbook,
    known: ExistingCustomer<'_>,
    job: &CompletedJob<'_>,
    author: Author<'_>,
    rules: &Rules,
) -> Vec<Change> {
    let done = job.done;
    let mut changes = Vec::new();
    let customer = known.customer.id;
    let item = job
        .item
        .map(|l| find_or_add_item(l, customer, known.items, -1, &mut changes));
    let planned = playbook.follow_ups(&playbook.job, customer, item, done, -1, &rules.calendar);
    let days = playbook.ends.unwrap_or(rules.returns.check_back_ends);
    let ends = super::playbook::Delay::Days(days).from(done, &rules.calendar);
    let mut after = known.customer.clone();
    let first = -1 - i64::try_from(planned.len()).unwrap_or(0);
    for mut f in planned {
        if f.kind == FollowUpKind::CheckBack {
            f.lapses_at = Some(ends.max(f.due_at));
        }
        let due = f.stands_from();
        if after.rest_until.is_some_and(|rest| due < rest) {
            after.rest_until = Some(due).filter(|due| *due > author.now);
            after.rest_chosen &= after.rest_until.is_some();
        }
        f.done_by = job.by.map(str::to_owned);
        f.added_at = author.now;
        author.by.clone_into(&mut f.added_by);
        changes.push(Change::made(Record::FollowUp(f)));
    }
    let thanks = referrals::thank_sender(&mut after, first, author, rules);
    changes.extend(
        thanks
            .into_iter()
            .map(|f| Change::made(Record::FollowUp(f))),
    );
    if after != *known.customer {
        changes.push(Change::of(
            Record::Customer(known.customer.clone()),
            Record::Customer(after),
        ));
    }
    changes
}

#[cfg(test)]
mod tests;
