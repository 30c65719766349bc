//! Privacy: the same counter with its people by initials and the last three digits.
//!
//! Owns what of a person a passer-by may read. The screen of a private counter is drawn from a
//! masked copy, so that no view has to think of it: what a view shows of a customer is what the
//! copy holds. Whoever was opened stands in it in full.

use std::sync::Arc;

use super::call::CallState;
use super::list_window::ListWindow;
use super::state::{App, Notice};
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::customer_detail::{CustomerDetail, DetailPrivacy};
use crate::domain::follow_up::FollowUp;
use crate::domain::merge::CustomerRecords;
use crate::domain::summary::{CustomerCard, CustomerSummary, DoneToday, JournalRow, UpcomingRow};
use crate::domain::text::initials;

/// The counter as passers-by may see it. Every field is named here and below: what is new in the
/// app, or of a customer, is not shown before it was decided on.
#[must_use]
pub(crate) fn redacted(app: &App) -> App {
    let mut redactor = Redactor::new(app);
    App {
        rules: Arc::clone(&app.rules),
        region: app.region.clone(),
        keys: app.keys.clone(),
        theme: app.theme,
        glyphs: app.glyphs,
        public: app.public.clone(),
        by: app.by.clone(),
        counter: app.counter.clone(),
        sitting: app.sitting,
        claiming: app.claiming,
        now: app.now,
        demo: app.demo,
        cramped: app.cramped,
        caps_lock: app.caps_lock,
        tall: app.tall,
        view: app.view,
        today: redactor.of(&app.today, |r, list| r.entries(list.entries_mut())),
        done: redactor.of(&app.done, |r, done| r.done(done)),
        done_selected: app.done_selected,
        calling: redactor.of(&app.calling, Redactor::calling),
        alarm: app.alarm.clone(),
        swept: None,
        offered_on: app.offered_on,
        ahead: redactor.of(&app.ahead, Redactor::upcoming),
        month: app.month.clone(),
        customers: redactor.of(&app.customers, |r, list| r.entries(list.entries_mut())),
        last_contacts: app.last_contacts.clone(),
        journal: redactor.of(&app.journal, Redactor::journal),
        figures: app.figures.clone(),
        totals: app.totals,
        card: redactor.within(app.card.as_ref(), Redactor::card),
        card_scroll: app.card_scroll,
        popup: redactor.within(app.popup.as_ref(), |r, popup| popup.redact(r)),
        sent: None,
        // What it would bring is hidden by its view.
        import: app.import.clone(),
        offered: app.offered,
        last: redactor.within(app.last.as_ref(), |r, (entry, _)| r.entry(entry)),
        follow: app.follow,
        staying: None,
        // Words and places of the past: nothing of them is drawn.
        slid: None,
        origin: None,
        rang_at: None,
        read_at: app.read_at,
        seen_at: app.seen_at,
        outage: app.outage.clone(),
        background: app.background.clone(),
        waiting: app.waiting,
        looking: app.looking,
        // Last, as it may say any name that was masked before.
        notice: redactor.of(&app.notice, |r, notice| r.notice(notice)),
    }
}

/// Puts initials and last digits in the place of names and numbers.
pub(super) struct Redactor {
    opened: Option<Id>,
    /// The names and numbers that were masked, and what stands for each: a notice may say one.
    replacements: Vec<(String, String)>,
}

impl Redactor {
    /// One that shows whoever was opened.
    fn new(app: &App) -> Self {
        let named = app.public.named.iter();
        Self {
            opened: app.public.opened,
            replacements: named.map(|name| (name.clone(), initials(name))).collect(),
        }
    }

    /// A copy without what a passer-by may not read.
    fn of<T: Clone>(&mut self, whole: &T, redact: impl FnOnce(&mut Self, &mut T)) -> T {
        let mut copy = whole.clone();
        redact(self, &mut copy);
        copy
    }

    /// The same of what may not be there.
    fn within<T: Clone>(
        &mut self,
        whole: Option<&T>,
        redact: impl FnOnce(&mut Self, &mut T),
    ) -> Option<T> {
        whole.map(|whole| self.of(whole, redact))
    }

    fn name(&mut self, id: Id, name: &mut String) {
        if !self.shows(id) {
            let full = std::mem::replace(name, initials(name));
            self.replacements.push((full, name.clone()));
        }
    }

    fn done(&mut self, done: &mut [DoneToday]) {
        self.entries(done.iter_mut().map(|row| &mut row.entry));
    }

    fn calling(&mut self, calling: &mut CallState) {
        if let Some(call) = &mut calling.call {
            self.name(call.customer, &mut call.name);
        }
    }

    fn upcoming(&mut self, list: &mut ListWindow<UpcomingRow>) {
        self.entries(list.entries_mut().map(|row| &mut row.entry));
    }

    fn journal(&mut self, list: &mut ListWindow<JournalRow>) {
        for (id, name) in list.entries_mut().filter_map(|row| row.customer.as_mut()) {
            self.name(*id, name);
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
            also,
            // Who of the shop rings them is no secret, nor when they answer.
            claim: _,
            habits: _,
            knows: _,
        } = entry;
        // Whoever sent them was not opened with them.
        if let Some((id, name)) = sent_by {
            self.name(*id, name);
        }
        if self.shows(customer.id) {
            return;
        }
        let numbers = [customer.phone.clone(), customer.phone_shown.clone()];
        self.customer(customer);
        let short = customer.phone_shown.clone().unwrap_or_default();
        let masked = numbers.into_iter().flatten().map(|n| (n, short.clone()));
        self.replacements.extend(masked);
        also.clear();
        items.iter_mut().for_each(redact_item);
        follow_ups.iter_mut().for_each(redact_follow_up);
    }

    /// A customer's own row, where they were not opened: what is not named here is not shown.
    fn customer(&mut self, customer: &mut Customer) {
        // Neither where they stand in the list nor when they may be called tells who they are.
        let mut shown = Customer {
            id: customer.id,
            version: customer.version,
            name: std::mem::take(&mut customer.name),
            wrong_number_at: customer.wrong_number_at,
            opted_out_at: customer.opted_out_at,
            opted_out_by: customer.opted_out_by.take(),
            no_calls_at: customer.no_calls_at,
            no_calls_by: customer.no_calls_by.take(),
            rest_until: customer.rest_until,
            rest_chosen: customer.rest_chosen,
            rest_set_at: customer.rest_set_at,
            tried_on: customer.tried_on,
            tries: customer.tries,
            added_at: customer.added_at,
            sent_by: customer.sent_by,
            sent_at: customer.sent_at,
            came_at: customer.came_at,
            merged_into: customer.merged_into,
            ..Customer::default()
        };
        self.name(shown.id, &mut shown.name);
        let number = customer.phone_shown.as_deref();
        shown.phone_shown = number.or(customer.phone.as_deref()).map(last_digits);
        // One that cannot be dialled stays so.
        shown.phone = customer.phone.as_ref().and(shown.phone_shown.clone());
        for detail in CustomerDetail::ALL {
            let text = detail.get(customer);
            let seen = match detail.privacy() {
                DetailPrivacy::Open => text,
                DetailPrivacy::Masked => text.map(|_| "…".to_owned()),
                DetailPrivacy::Hidden => None,
            };
            detail.put(&mut shown, seen);
        }
        *customer = shown;
    }

    /// Of whoever may be one with another the name and the number are shown; of the rest only how
    /// many there are.
    pub(super) fn records(&mut self, theirs: &mut CustomerRecords) {
        let CustomerRecords {
            customer,
            items,
            follow_ups,
            contacts,
            sent: _,
            also: _,
        } = theirs;
        if !self.shows(customer.id) {
            self.customer(customer);
            items.clear();
            follow_ups.iter_mut().for_each(redact_follow_up);
            contacts.iter_mut().for_each(redact_contact);
        }
    }

    fn card(&mut self, card: &mut CustomerCard) {
        let CustomerCard {
            entry,
            contacts,
            closed,
            sent,
        } = card;
        self.entry(entry);
        for (id, name) in sent {
            self.name(*id, name);
        }
        if !self.shows(entry.customer.id) {
            contacts.iter_mut().for_each(redact_contact);
            closed.iter_mut().for_each(redact_follow_up);
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
        for (full, short) in self
            .replacements
            .iter()
            .filter(|(full, _)| !full.is_empty())
        {
            if words.contains(full.as_str()) {
                *words = words.replace(full.as_str(), short);
            }
        }
    }
}

/// The last three digits, which tell two of the same initials apart.
fn last_digits(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let last = digits.get(digits.len().saturating_sub(3)..);
    format!("…{}", last.unwrap_or_default().iter().collect::<String>())
}

/// A plate is as good as a name.
fn redact_item(item: &mut Item) {
    "…".clone_into(&mut item.label);
}

/// What the shop is to call about is no secret; who said what of it is.
fn redact_follow_up(follow_up: &mut FollowUp) {
    follow_up.note = None;
    follow_up.reason = None;
    follow_up.authorised_by = None;
}

fn redact_contact(contact: &mut Contact) {
    contact.note = None;
}
