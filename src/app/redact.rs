//! Privacy: the same counter with its people by initials and the last three digits.
//!
//! Owns what of a person a passer-by may read. The screen of a private counter is drawn from a
//! masked copy, so that no view has to think of it: what a view shows of a customer is what the
//! copy holds. Whoever was opened stands in it in full.

use super::state::{App, Notice};
use crate::domain::customer::{Customer, Id};
use crate::domain::merge::CustomerRecords;
use crate::domain::summary::{CustomerCard, CustomerSummary};
use crate::domain::text::initials;

/// The counter as passers-by may see it.
#[must_use]
pub fn masked(app: &App) -> App {
    let mut mask = Redactor {
        opened: app.public.opened,
        told: (app.public.named.iter())
            .map(|name| (name.clone(), initials(name)))
            .collect(),
    };
    let mut seen = app.clone();
    mask.entries(seen.today.rows.iter_mut().map(|(_, e)| e));
    mask.entries(seen.done.iter_mut().map(|d| &mut d.entry));
    mask.entries(seen.ahead.rows.iter_mut().map(|(_, r)| &mut r.entry));
    mask.entries(seen.customers.rows.iter_mut().map(|(_, e)| e));
    mask.entries(seen.last.iter_mut().map(|(e, _)| e));
    if let Some(card) = &mut seen.card {
        mask.card(card);
    }
    for (id, name) in seen
        .journal
        .rows
        .iter_mut()
        .filter_map(|(_, t)| t.customer.as_mut())
    {
        mask.name(*id, name);
    }
    if let Some(call) = &mut seen.calling.call {
        mask.name(call.customer, &mut call.name);
    }
    if let Some((id, name)) = &mut seen.staying {
        mask.name(*id, name);
    }
    if let Some(popup) = &mut seen.popup {
        popup.redact(&mut mask);
    }
    mask.notice(&mut seen.notice);
    seen
}

/// Puts initials and last digits in the place of names and numbers.
pub(super) struct Redactor {
    opened: Option<Id>,
    /// The names and numbers that were masked, and what stands for each: a notice may say one.
    told: Vec<(String, String)>,
}

impl Redactor {
    fn name(&mut self, id: Id, name: &mut String) {
        if self.opened != Some(id) {
            let full = std::mem::replace(name, initials(name));
            self.told.push((full, name.clone()));
        }
    }

    pub(super) fn entries<'a>(&mut self, entries: impl Iterator<Item = &'a mut CustomerSummary>) {
        entries.for_each(|entry| self.entry(entry));
    }

    /// An entry without what tells who they are: name, number, address, what is kept in mind, what
    /// they own (a plate is as good as a name), and notes.
    pub(super) fn entry(&mut self, entry: &mut CustomerSummary) {
        let CustomerSummary {
            customer,
            items,
            follow_ups,
            sent_by,
            // Who of the shop rings them is no secret, nor when they answer.
            ..
        } = entry;
        // Whoever sent them was not opened with them.
        if let Some((id, name)) = sent_by {
            self.name(*id, name);
        }
        if self.opened == Some(customer.id) {
            return;
        }
        self.name(customer.id, &mut customer.name);
        let numbers = [customer.phone.clone(), customer.phone_shown.clone()];
        number(customer);
        let short = customer.phone_shown.clone().unwrap_or_default();
        let masked = numbers.into_iter().flatten().map(|n| (n, short.clone()));
        self.told.extend(masked);
        customer.line = None;
        customer.extra_mile.clear();
        for item in items {
            "…".clone_into(&mut item.label);
        }
        for follow_up in follow_ups {
            follow_up.note = None;
        }
    }

    /// Of whoever may be one with another the name and the number are shown, and nothing else is.
    pub(super) fn records(&mut self, theirs: &mut CustomerRecords) {
        let customer = &mut theirs.customer;
        if self.opened != Some(customer.id) {
            self.name(customer.id, &mut customer.name);
            number(customer);
            customer.line = None;
            theirs.items.clear();
        }
    }

    fn card(&mut self, card: &mut CustomerCard) {
        self.entry(&mut card.entry);
        for (id, name) in &mut card.sent {
            self.name(*id, name);
        }
        if self.opened != Some(card.entry.customer.id) {
            for contact in &mut card.contacts {
                contact.note = None;
            }
        }
    }

    /// Whether a customer was opened, and is shown in full.
    pub(super) fn shows(&self, id: Id) -> bool {
        self.opened == Some(id)
    }

    fn notice(&self, notice: &mut Notice) {
        let (Notice::Saved(words)
        | Notice::Undone(words)
        | Notice::Message(words)
        | Notice::Error(words)
        | Notice::NotSaved(words)) = notice
        else {
            return;
        };
        self.words(words);
    }

    /// A sentence with the names in it by their initials, the numbers by their last digits.
    pub(super) fn words(&self, words: &mut String) {
        for (full, short) in self.told.iter().filter(|(full, _)| !full.is_empty()) {
            if words.contains(full.as_str()) {
                *words = words.replace(full.as_str(), short);
            }
        }
    }
}

/// The last three digits, which tell two of the same initials apart.
fn number(customer: &mut Customer) {
    let digits = |text: &String| {
        let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
        let last = digits.get(digits.len().saturating_sub(3)..);
        format!("…{}", last.unwrap_or_default().iter().collect::<String>())
    };
    customer.phone_shown = customer
        .phone_shown
        .as_ref()
        .or(customer.phone.as_ref())
        .map(digits);
    // One that cannot be dialled stays so.
    customer.phone = customer.phone.as_ref().and(customer.phone_shown.clone());
    customer.extension = None;
    customer.email = customer.email.as_ref().map(|_| "…".to_owned());
}
