//! The form: adding a call, and editing a customer with their follow-ups, on one screen.
//!
//! Owns which fields there are, and where the cursor is. What a field holds is `fields`', what it reads as
//! `check`'s, whom it offers `suggestions`', what all of them come to `filled`'s, what a key does `keys`'s.

mod check;
mod fields;
mod filled;
mod keys;
mod suggestions;

pub(in crate::app) use keys::KEYS;
pub use keys::{LEAVING, SCOPE};

pub use check::FieldFeedback;
pub use fields::{Field, FormField};
pub(super) use keys::{open, open_for_selected};

use self::fields::{ALL_CALLS, MARKETING, follow_up_fields};
use crate::app::state::App;
use crate::app::text_input::TextInput;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::extra_mile;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::outcome::CustomerContext;
use crate::domain::summary::CustomerSummary;
use crate::domain::validation::guessed_kind;

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPopup {
    /// The customer that is edited; none where one is added.
    pub editing: Option<CustomerSummary>,
    /// The known customer a new call is for.
    pub known: Option<CustomerSummary>,
    /// The fields, from the top.
    pub fields: Vec<FormField>,
    /// The one the cursor is in.
    pub at: usize,
    /// Known customers the name may mean.
    pub suggestions: Vec<CustomerSummary>,
    /// Known customers who may have sent them.
    pub senders: Vec<CustomerSummary>,
    /// The one who was taken of those.
    pub sender: Option<CustomerSummary>,
    /// The one that is selected of those offered.
    pub suggested: Option<usize>,
    /// Whether it asks before it throws typed words away.
    pub leaving: bool,
    /// What was asked about and is meant as it is typed: an unusual number, a promise for when the shop
    /// is closed.
    pub sure_of: Vec<String>,
}

impl FormPopup {
    /// An empty one, to add a call.
    #[must_use]
    pub fn add() -> Self {
        use Field::{
            About, Detail, Due, Item, Kind as KindField, Name, Owner, Phone, Promise, Quote,
            SentBy, Severity as SeverityField,
        };
        let blank = |field| FormField::new(field, None, "");
        let fields = [
            Name,
            Phone,
            Item,
            About,
            KindField,
            SeverityField,
            Quote,
            Due,
            Promise,
            Owner,
            Detail(CustomerDetail::Email),
            SentBy,
        ];
        let further = CustomerDetail::ALL.iter().copied();
        let further = further
            .filter(|detail| detail.is_asked_with_call() && *detail != CustomerDetail::Email);
        let fields = fields.into_iter().chain(further.map(Detail));
        Self::of(None, fields.map(blank).collect())
    }

    /// One with these fields, for somebody new or for this customer.
    fn of(editing: Option<CustomerSummary>, fields: Vec<FormField>) -> Self {
        Self {
            editing,
            known: None,
            fields,
            at: 0,
            suggestions: Vec::new(),
            senders: Vec::new(),
            sender: None,
            suggested: None,
            leaving: false,
            sure_of: Vec::new(),
        }
    }

    /// One filled with a customer and what is open of theirs.
    #[must_use]
    pub fn edit(entry: &CustomerSummary, scene: &CustomerContext<'_>) -> Self {
        let c = &entry.customer;
        let opted = match (c.opted_out_at, c.no_calls_at) {
            (_, Some(_)) => ALL_CALLS,
            (Some(_), None) => MARKETING,
            (None, None) => "",
        };
        let sender = entry.sent_by.as_ref().map_or("", |(_, name)| name);
        let mut fields = vec![
            FormField::new(Field::Name, None, &c.name),
            FormField::new(Field::Phone, None, c.number().unwrap_or_default()),
        ];
        for detail in CustomerDetail::ALL {
            let text = detail.get(c).unwrap_or_default();
            fields.push(FormField::new(Field::Detail(*detail), None, &text));
        }
        fields.push(FormField::new(Field::OptOut, None, opted));
        fields.push(FormField::new(Field::SentBy, None, sender));
        let ideas: Vec<&str> = extra_mile::waiting(c).map(|k| k.idea.as_str()).collect();
        for n in 0..ideas.len().max(extra_mile::ASKED_FOR) {
            let idea = ideas.get(n).copied().unwrap_or_default();
            fields.push(FormField::new(Field::Extra(n), None, idea));
        }
        for f in entry.follow_ups.iter().filter(|f| f.is_open()) {
            fields.extend(follow_up_fields(f, entry, scene));
        }
        Self::of(Some(entry.clone()), fields)
    }

    /// Whether anything was typed that would be lost.
    #[must_use]
    pub fn touched(&self) -> bool {
        self.fields.iter().any(FormField::changed)
    }

    /// The field the cursor is in.
    #[must_use]
    pub fn current(&self) -> Option<&FormField> {
        self.fields.get(self.at)
    }

    /// The text of the first field that holds something.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.fields
            .iter()
            .find(|f| f.field == field)
            .map_or("", |f| f.line.text())
    }

    /// What stands in a choice: where no kind is chosen for a new call, the one it will have.
    #[must_use]
    pub fn shown_choice(&self, field: &FormField, app: &App) -> String {
        let choice = field.line.text();
        if !choice.is_empty() {
            return choice.to_owned();
        }
        if field.field == Field::Kind {
            let guessed = self.guessed_kind(app);
            return if guessed == FollowUpKind::Other {
                format!("({guessed})")
            } else {
                format!("{guessed} (a guess)")
            };
        }
        "–".to_owned()
    }

    /// The kind of a new call nobody chose one for.
    fn guessed_kind(&self, app: &App) -> FollowUpKind {
        let severity = self.text(Field::Severity).parse().ok();
        guessed_kind(self.text(Field::About), severity, &app.rules)
    }

    /// To the next field, or the one before; from the last one to the first, and back.
    pub fn step(&mut self, by: isize) {
        let count = self.fields.len().max(1);
        self.at = (self.at + count).saturating_add_signed(by) % count;
        self.suggested = None;
    }

    /// Whether an error stands at one of its fields.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.fields.iter().any(|f| f.error.is_some())
    }

    /// A call to add for somebody nobody was found for: what was typed is their number, a plate or
    /// their name.
    #[must_use]
    pub fn add_with(text: &str) -> Self {
        let mut form = Self::add();
        let has = |of: fn(char) -> bool| text.contains(of);
        let (field, next) = match (has(char::is_alphabetic), has(char::is_numeric)) {
            (false, true) => (Field::Phone, Field::Name),
            (true, true) => (Field::Item, Field::Name),
            _ => (Field::Name, Field::Phone),
        };
        form.fill(field, text.trim());
        form.go_to(next);
        form.keep_as_it_is();
        form
    }

    /// A call to add for a customer who is known.
    #[must_use]
    pub fn add_for(entry: &CustomerSummary) -> Self {
        let mut form = Self::add();
        form.is_for(entry.clone());
        form.keep_as_it_is();
        form
    }

    /// Nothing is lost if it is left as it is.
    fn keep_as_it_is(&mut self) {
        for field in &mut self.fields {
            field.was = field.line.text().to_owned();
        }
    }

    /// One filled with a customer, the cursor in the price of what is most urgent: what is typed takes
    /// the place of the one that stands there.
    #[must_use]
    pub fn price(entry: &CustomerSummary, scene: &CustomerContext<'_>) -> Self {
        let mut form = Self::edit(entry, scene);
        let of = entry.urgent(scene.now).map(|f| f.id);
        let at = |f: &FormField| f.field == Field::Quote && f.of == of;
        if let Some(at) = form.fields.iter().position(at)
            && let Some(field) = form.fields.get_mut(at)
        {
            form.at = at;
            field.line = TextInput::with_suggestion(&field.was);
        }
        form
    }

    /// Whether the cursor is in a kindness that can be ticked.
    #[must_use]
    pub fn can_be_given(&self) -> bool {
        let extra = |f: &&FormField| matches!(f.field, Field::Extra(_));
        self.current()
            .filter(extra)
            .is_some_and(|f| !f.line.is_blank())
    }

    /// Ticks the kindness the cursor is in as given, or takes the tick back before it is saved.
    pub fn toggle_given(&mut self) {
        if self.can_be_given()
            && let Some(field) = self.fields.get_mut(self.at)
        {
            field.given = !field.given;
            field.error = None;
        }
    }

    /// The next choice of a field that is one, or the one before; whether it is one.
    pub fn turn(&mut self, by: isize) -> bool {
        let Some(field) = self.fields.get_mut(self.at) else {
            return false;
        };
        let choices = field.choices();
        if choices.is_empty() {
            return false;
        }
        let now = choices
            .iter()
            .position(|c| *c == field.line.text())
            .unwrap_or(0);
        let count = choices.len();
        let next = (now + count).saturating_add_signed(by) % count;
        field.line = TextInput::new(choices.get(next).copied().unwrap_or_default());
        field.error = None;
        true
    }

    /// A letter typed in a choice: the next one that begins with it; whether it is a choice.
    pub fn jump(&mut self, letter: char) -> bool {
        let Some(field) = self.fields.get_mut(self.at) else {
            return false;
        };
        let choices = field.choices();
        if choices.is_empty() {
            return false;
        }
        let now = choices
            .iter()
            .position(|c| *c == field.line.text())
            .unwrap_or(0);
        let begins = |c: &&&str| c.starts_with(letter.to_ascii_lowercase());
        let after = choices.iter().skip(now + 1).find(begins);
        if let Some(found) = after.or_else(|| choices.iter().find(begins)) {
            field.line = TextInput::new(found);
        }
        true
    }
}
