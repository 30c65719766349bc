//! The fields of the form: what each holds, its choices, and whether somebody changed it.

use crate::app::text_input::TextInput;
use crate::domain::customer::Id;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Severity};
use crate::domain::outcome::CustomerContext;
use crate::domain::summary::CustomerSummary;
use crate::domain::time_format::spoken;

/// They said no to marketing.
pub(super) const MARKETING: &str = "marketing";

/// They said no to all calls.
pub(super) const ALL_CALLS: &str = "all calls";

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What they are called.
    Name,
    /// Their number.
    Phone,
    /// What else is known of them.
    Detail(CustomerDetail),
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
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "phone" => Self::Phone,
            "item" => Self::Item,
            "about" => Self::About,
            "kind" => Self::Kind,
            "severity" => Self::Severity,
            "quote" => Self::Quote,
            "due" => Self::Due,
            "promise" => Self::Promise,
            "owner" => Self::Owner,
            detail => Self::Detail(detail.parse().ok()?),
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
    pub(super) fn new(field: Field, of: Option<Id>, text: &str) -> Self {
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

/// The fields of an open follow-up.
pub(super) fn follow_up_fields(
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
