//! What a row of a file comes to, in words and field by field: what a preview shows.

use crate::domain::change::{Change, Record};
use crate::domain::customer::Customer;
use crate::domain::customer_detail::CustomerDetail;
use crate::domain::draft::Draft;

/// One field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldEdit {
    /// Which: one of the customer's own, or "item" or "about" of what is added to them.
    pub field: &'static str,
    /// What it held; nothing where it was empty.
    pub before: Option<String>,
    /// What it holds then.
    pub after: Option<String>,
}

impl FieldEdit {
    /// Whether it is a field of the customer's own row.
    #[must_use]
    pub fn is_of_the_customer(&self) -> bool {
        !["item", "about"].contains(&self.field)
    }
}

impl std::fmt::Display for FieldEdit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let after = self.after.as_deref().unwrap_or("–");
        match (&self.before, self.is_of_the_customer()) {
            (Some(before), _) => write!(f, "{} {before} → {after}", self.field),
            (None, true) => write!(f, "{} {after}", self.field),
            (None, false) => write!(f, "+ {after}"),
        }
    }
}

/// What a row comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowEffect {
    /// A customer the shop did not know.
    Created,
    /// One it knows, with what is new of theirs.
    Updated(Vec<FieldEdit>),
    /// Nothing that was not known.
    Unchanged,
}

/// One row, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// Whom it is about.
    pub name: String,
    /// What it comes to.
    pub did: RowEffect,
    /// Whom else it may be: there may be one person twice then.
    pub double: Option<String>,
}

/// What a draft's rows come to.
pub(super) fn row_outcome(
    draft: &Draft,
    new: bool,
    changes: &[Change],
    double: Option<String>,
) -> RowOutcome {
    let mut name = draft.name.clone();
    let mut edits = Vec::new();
    for change in changes {
        match (&change.before, &change.after) {
            (Some(Record::Customer(before)), Some(Record::Customer(after))) => {
                name.clone_from(&before.name);
                edits.extend(field_edits(before, after));
            }
            (None, Some(Record::Item(item))) => edits.push(added("item", &item.label)),
            (None, Some(Record::FollowUp(f))) => edits.push(added("about", &f.about)),
            _ => {}
        }
    }
    let did = match (new, edits.is_empty()) {
        (true, _) => RowEffect::Created,
        (false, true) => RowEffect::Unchanged,
        (false, false) => RowEffect::Updated(edits),
    };
    RowOutcome { name, did, double }
}

fn added(field: &'static str, after: &str) -> FieldEdit {
    FieldEdit {
        field,
        before: None,
        after: Some(after.to_owned()),
    }
}

/// The fields in which two states of a customer differ, as a person reads them.
fn field_edits(before: &Customer, after: &Customer) -> Vec<FieldEdit> {
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.date_naive().to_string());
    let fields = |c: &Customer| {
        let mut fields = vec![("name", Some(c.name.clone())), ("phone", c.shown_number())];
        fields.extend(CustomerDetail::ALL.iter().map(|d| (d.word(), d.get(c))));
        fields.extend([
            ("no marketing since", day(c.opted_out_at)),
            ("no calls since", day(c.no_calls_at)),
            ("number in the other program", c.source.clone()),
            ("out of the list until", day(c.rest_until)),
        ]);
        fields
    };
    let pairs = fields(before).into_iter().zip(fields(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| FieldEdit {
            field,
            before,
            after,
        })
        .collect()
}
