//! The form: adding a call, and editing a customer with their follow-ups, on one screen.
//!
//! Owns the fields, what they read as while they are typed, and the errors that stand at them.
//! What the fields come to is `filled`'s, what a key does `keys`'s.

mod check;
mod filled;
mod keys;

pub use check::FieldFeedback;
pub(super) use keys::open;

use crate::app::text_input::TextInput;
use crate::domain::customer::Id;
use crate::domain::extra_mile;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Severity};
use crate::domain::outcome::CustomerContext;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::spoken;
use crate::domain::validation::usual_kind;

/// They said no to marketing.
const MARKETING: &str = "marketing";

/// They said no to all calls.
const ALL_CALLS: &str = "all calls";

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What they are called.
    Name,
    /// Their number.
    Phone,
    /// Their e-mail address.
    Email,
    /// What whoever rings should know.
    Line,
    /// When they may be rung.
    Hours,
    /// What they said no to: marketing, or all calls.
    OptOut,
    /// The known customer who sent them.
    SentBy,
    /// A small kindness noted for them: the first, the second, …
    Extra(usize),
    /// What it is about of theirs.
    Item,
    /// The reason to ring.
    About,
    /// What sort of reason.
    Kind,
    /// How grave.
    Severity,
    /// The price named.
    Quote,
    /// From when it belongs in the list.
    Due,
    /// By when they were promised to hear.
    Promise,
    /// Whose it is.
    Owner,
}

impl Field {
    /// The field of a name, as the validator calls it.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "phone" => Self::Phone,
            "email" => Self::Email,
            "note" => Self::Line,
            "hours" => Self::Hours,
            "item" => Self::Item,
            "about" => Self::About,
            "kind" => Self::Kind,
            "severity" => Self::Severity,
            "quote" => Self::Quote,
            "due" => Self::Due,
            "promise" => Self::Promise,
            "owner" => Self::Owner,
            _ => return None,
        })
    }
}

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// What it holds.
    pub field: Field,
    /// The follow-up it belongs to, where one is edited.
    pub of: Option<Id>,
    /// What is typed.
    pub line: TextInput,
    /// What stood there when the form was opened.
    pub was: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it was ticked: the kindness was given.
    pub given: bool,
}

impl FormField {
    fn new(field: Field, of: Option<Id>, text: &str) -> Self {
        Self {
            field,
            of,
            line: TextInput::new(text),
            was: text.to_owned(),
            error: None,
            given: false,
        }
    }

    /// The words of a choice, where it is one. A new call need not have its kind chosen.
    #[must_use]
    pub fn choices(&self) -> Vec<&'static str> {
        let unchosen = std::iter::once("");
        match self.field {
            Field::Kind => {
                let kinds = FollowUpKind::ALL.iter().map(|k| k.word());
                unchosen
                    .filter(|_| self.of.is_none())
                    .chain(kinds)
                    .collect()
            }
            Field::Severity => unchosen
                .chain(Severity::ALL.iter().map(|s| s.word()))
                .collect(),
            Field::OptOut => vec!["", MARKETING, ALL_CALLS],
            _ => Vec::new(),
        }
    }

    /// Whether somebody changed it.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.given || self.line.text().trim() != self.was.trim()
    }
}

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
    /// The unusual number that was accepted as it is.
    pub sure_of: Option<String>,
}

impl FormPopup {
    /// An empty one, to add a call.
    #[must_use]
    pub fn add() -> Self {
        use Field::{
            About, Due, Email, Item, Kind as KindField, Name, Owner, Phone, Promise, Quote, SentBy,
            Severity as SeverityField,
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
            Email,
            SentBy,
        ];
        Self::of(None, fields.into_iter().map(blank).collect())
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
            sure_of: None,
        }
    }

    /// One filled with a customer and what is open of theirs.
    #[must_use]
    pub fn edit(entry: &CustomerSummary, scene: &CustomerContext<'_>) -> Self {
        let c = &entry.customer;
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let hours = c.hours.map(|h| h.to_string()).unwrap_or_default();
        let opted = match (c.opted_out_at, c.no_calls_at) {
            (_, Some(_)) => ALL_CALLS,
            (Some(_), None) => MARKETING,
            (None, None) => "",
        };
        let sender = entry.sent_by.as_ref().map_or("", |(_, name)| name);
        let mut fields = vec![
            FormField::new(Field::Name, None, &c.name),
            FormField::new(Field::Phone, None, c.number().unwrap_or_default()),
            FormField::new(Field::Email, None, &text(&c.email)),
            FormField::new(Field::Line, None, &text(&c.line)),
            FormField::new(Field::Hours, None, &hours),
            FormField::new(Field::OptOut, None, opted),
            FormField::new(Field::SentBy, None, sender),
        ];
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
    pub fn shown_choice(&self, field: &FormField) -> String {
        let choice = field.line.text();
        if !choice.is_empty() {
            return choice.to_owned();
        }
        if field.field == Field::Kind {
            let usual = usual_kind(self.text(Field::Severity).parse().ok());
            return format!("({usual})");
        }
        "–".to_owned()
    }

    /// To the next field, or the one before.
    pub fn step(&mut self, by: isize) {
        let last = self.fields.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.suggested = None;
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
            self.step(1);
            return true;
        }
        let c = &entry.customer;
        self.fill(Field::Name, &c.name);
        self.fill(Field::Phone, c.number().unwrap_or_default());
        self.fill(Field::Email, c.email.as_deref().unwrap_or_default());
        if let [only] = entry.items.as_slice() {
            self.fill(Field::Item, &only.label);
        }
        let next = if entry.items.len() == 1 {
            Field::About
        } else {
            Field::Item
        };
        self.at = self
            .fields
            .iter()
            .position(|f| f.field == next)
            .unwrap_or(0);
        self.known = Some(entry);
        self.suggestions.clear();
        self.suggested = None;
        true
    }

    fn fill(&mut self, field: Field, text: &str) {
        for f in self.fields.iter_mut().filter(|f| f.field == field) {
            f.line = TextInput::new(text);
            f.error = None;
        }
    }
}

fn follow_up_fields(
    f: &FollowUp,
    entry: &CustomerSummary,
    scene: &CustomerContext<'_>,
) -> Vec<FormField> {
    let of = Some(f.id);
    let quote = f
        .quote
        .map(|q| scene.rules.currency.show(q))
        .unwrap_or_default();
    let at = |at| spoken(at, scene.now, &scene.rules.calendar);
    let promise = f.promised_at.map(at).unwrap_or_default();
    let severity = f.severity.map_or("", |s| s.word());
    vec![
        FormField::new(Field::Item, of, entry.item(f.item).unwrap_or_default()),
        FormField::new(Field::About, of, &f.about),
        FormField::new(Field::Kind, of, f.kind.word()),
        FormField::new(Field::Severity, of, severity),
        FormField::new(Field::Quote, of, &quote),
        FormField::new(Field::Due, of, &at(f.due_at)),
        FormField::new(Field::Promise, of, &promise),
        FormField::new(Field::Owner, of, f.owner.as_deref().unwrap_or_default()),
    ]
}
