//! The known customers whom the form offers: whom the call is for, and who sent them.

use super::{Field, FormPopup};
use crate::app::text_input::TextInput;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::summary::CustomerSummary;

impl FormPopup {
    /// Takes the known customers a typed name may mean: theirs, or of who sent them.
    pub fn suggest(&mut self, text: &str, found: &[CustomerSummary]) {
        let at = self.current().map(|f| f.field);
        if self.editing.is_none() && text == self.text(Field::Name) {
            self.suggestions = found.iter().take(5).cloned().collect();
            self.suggested = self
                .suggested
                .filter(|_| at == Some(Field::Name) && !self.suggestions.is_empty());
        }
        if at == Some(Field::SentBy) && text == self.text(Field::SentBy) {
            let own = self.editing.as_ref().map(|e| e.customer.id);
            let others = found.iter().filter(|e| Some(e.customer.id) != own);
            self.senders = others.take(5).cloned().collect();
            self.suggested = None;
        }
    }

    /// The known customers the field the cursor is in may mean.
    #[must_use]
    pub fn offered(&self) -> &[CustomerSummary] {
        match self.current().map(|f| f.field) {
            Some(Field::Name) if self.known.is_none() => &self.suggestions,
            Some(Field::SentBy) => &self.senders,
            _ => &[],
        }
    }

    /// The selected known customer is meant: what is known of them stands in the form.
    pub fn take_suggestion(&mut self) -> bool {
        let offered = self.suggested.and_then(|n| self.offered().get(n));
        let Some(entry) = offered.cloned() else {
            return false;
        };
        if self.current().is_some_and(|f| f.field == Field::SentBy) {
            self.fill(Field::SentBy, &entry.customer.name);
            self.sender = Some(entry);
            self.senders.clear();
            self.suggested = None;
            return true;
        }
        self.is_for(entry);
        true
    }

    /// A new call is for a known customer: what is known of them stands in the form, and the cursor in
    /// what is not.
    pub(super) fn is_for(&mut self, entry: CustomerSummary) {
        let c = &entry.customer;
        self.fill(Field::Name, &c.name);
        self.fill(Field::Phone, c.number().unwrap_or_default());
        for detail in CustomerDetail::ALL {
            let text = detail.get(c).unwrap_or_default();
            self.fill(Field::Detail(*detail), &text);
        }
        if let [only] = entry.items.as_slice() {
            self.fill(Field::Item, &only.label);
        }
        let next = if entry.items.len() == 1 {
            Field::About
        } else {
            Field::Item
        };
        self.go_to(next);
        self.known = Some(entry);
        self.suggestions.clear();
        self.suggested = None;
    }

    /// Puts the cursor into a field.
    pub(super) fn go_to(&mut self, field: Field) {
        let at = self.fields.iter().position(|f| f.field == field);
        self.at = at.unwrap_or(0);
    }

    pub(super) fn fill(&mut self, field: Field, text: &str) {
        for f in self.fields.iter_mut().filter(|f| f.field == field) {
            f.line = TextInput::new(text);
            f.error = None;
        }
    }
}
