//! Edit: what is known of a customer and of their open follow-ups, corrected by hand.
//!
//! Owns which fields can be changed and what an emptied one means. Only the fields that were changed
//! are written, whatever was changed elsewhere in the others meanwhile.

use super::{Context, Plan};
use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::customer_detail::DetailTexts;
use crate::domain::draft;
use crate::domain::extra_mile;
use crate::domain::follow_up::FollowUp;
use crate::domain::outcome::ChangePlan;
use crate::domain::referrals;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::sanitize;
use crate::domain::validation::{self, FieldError};

/// What a customer said no to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptOut {
    /// Nothing.
    Nothing,
    /// Marketing.
    Marketing,
    /// All calls.
    AllCalls,
}

/// A small kindness that was noted, changed or given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraMileEdit {
    /// Which of the form's kindnesses it is.
    pub n: usize,
    /// The idea as it was; empty for a new one.
    pub was: String,
    /// The idea as it is; empty to take it away.
    pub idea: String,
    /// Whether it was given.
    pub given: bool,
}

/// The fields of a customer that were changed, as typed; an empty text takes away what was there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerEdit {
    /// What they are called.
    pub name: Option<String>,
    /// Their number.
    pub phone: Option<String>,
    /// What else is known of them.
    pub details: DetailTexts,
    /// What they said no to.
    pub opt_out: Option<OptOut>,
    /// The customer who sent them.
    pub sent_by: Option<Option<Id>>,
    /// The kindnesses.
    pub extra_mile: Vec<ExtraMileEdit>,
    /// Their follow-ups.
    pub follow_ups: Vec<FollowUpEdit>,
}

/// The fields of a follow-up that were changed, as typed; an empty text takes away what was there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowUpEdit {
    /// Which follow-up.
    pub id: Id,
    /// What it is about of theirs, by its label.
    pub item: Option<String>,
    /// The reason to ring.
    pub about: Option<String>,
    /// What sort of reason.
    pub kind: Option<String>,
    /// How grave.
    pub severity: Option<String>,
    /// The price named.
    pub quote: Option<String>,
    /// From when it is due.
    pub due: Option<String>,
    /// By when they were promised to hear.
    pub promise: Option<String>,
    /// Whose it is.
    pub owner: Option<String>,
}

/// A field that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditError {
    /// The follow-up it belongs to, where it is one's.
    pub of: Option<Id>,
    /// Which kindness, where it is one.
    pub extra: Option<usize>,
    /// Which field, and why.
    pub error: FieldError,
}

/// Edits a customer and what is open of theirs.
///
/// # Errors
/// Every field that was refused.
pub fn edit(
    ctx: Context<'_>,
    entry: &CustomerSummary,
    edit: &CustomerEdit,
) -> Result<Plan, Vec<EditError>> {
    let mut errors = Vec::new();
    let before = &entry.customer;
    let after = edited_customer(ctx, before, edit, &mut errors);
    let mut changes = vec![Change::of(
        Record::Customer(before.clone()),
        Record::Customer(after),
    )];
    let mut items = entry.items.clone();
    for one in &edit.follow_ups {
        let before = entry.follow_ups.iter().find(|f| f.id == one.id);
        let Some(before) = before.filter(|f| f.is_open()) else {
            continue;
        };
        let after = edited_follow_up(ctx, before, one, &mut items, &mut errors);
        changes.push(Change::of(
            Record::FollowUp(before.clone()),
            Record::FollowUp(after),
        ));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let made = items.into_iter().filter(|item| item.id < 0);
    let made = made.map(|item| Change::made(Record::Item(item)));
    changes.splice(0..0, made);
    let done = ChangePlan {
        changes,
        says: "Changes saved.".to_owned(),
        let_go: false,
    };
    Ok(Plan::of(before, "edited", done))
}

/// Takes the fields that are right, and notes those that are not.
struct FieldTaker<'a> {
    of: Option<Id>,
    errors: &'a mut Vec<EditError>,
}

impl FieldTaker<'_> {
    fn refuse(&mut self, field: &'static str, why: String) {
        self.errors.push(EditError {
            of: self.of,
            extra: None,
            error: FieldError { field, why },
        });
    }

    /// Puts what was typed in place of what was there.
    fn put<T>(
        &mut self,
        place: &mut Option<T>,
        (field, typed): (&'static str, Option<&str>),
        read: impl FnOnce(&str) -> Result<T, String>,
    ) {
        let Some(text) = typed.map(sanitize) else {
            return;
        };
        if text.is_empty() {
            *place = None;
            return;
        }
        match read(&text) {
            Ok(value) => *place = Some(value),
            Err(why) => self.refuse(field, why),
        }
    }

    /// Puts what was typed in place of what was there, where there has to be something.
    fn put_required<T>(
        &mut self,
        place: &mut T,
        (field, typed): (&'static str, Option<&str>),
        missing: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) {
        let Some(typed) = typed else { return };
        let mut value = None;
        self.put(&mut value, (field, Some(typed)), read);
        match value {
            Some(value) => *place = value,
            None if sanitize(typed).is_empty() => self.refuse(field, missing.to_owned()),
            None => {}
        }
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it is one of the readers of a field"
)]
fn plain(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

fn edited_customer(
    ctx: Context<'_>,
    before: &Customer,
    edit: &CustomerEdit,
    errors: &mut Vec<EditError>,
) -> Customer {
    let fields = ctx.fields();
    let mut after = before.clone();
    let mut taker = FieldTaker { of: None, errors };
    let missing = "is missing: every customer has one";
    let name = ("name", edit.name.as_deref());
    taker.put_required(&mut after.name, name, missing, plain);
    if edit.phone.is_some() {
        let mut number = None;
        let phone = ("phone", edit.phone.as_deref());
        taker.put(&mut number, phone, |t| fields.phone(t));
        draft::set_phone(&mut after, number.as_ref());
    }
    for (detail, typed) in edit.details.iter() {
        let mut text = detail.get(&after);
        let typed = (detail.word(), Some(typed));
        taker.put(&mut text, typed, |t| validation::detail(detail, t));
        detail.put(&mut after, text);
    }
    match edit.opt_out {
        Some(OptOut::AllCalls) => after.opt_out_of_calls(ctx.author()),
        Some(OptOut::Marketing) => after.opt_out_of_marketing(ctx.author()),
        Some(OptOut::Nothing) => after.withdraw_opt_outs(),
        None => {}
    }
    for one in &edit.extra_mile {
        let given = one.given.then_some(ctx.author());
        let noted = extra_mile::note(&mut after, &one.was, &sanitize(&one.idea), given);
        if let Err(why) = noted {
            let field = "extra mile";
            errors.push(EditError {
                of: None,
                extra: Some(one.n),
                error: FieldError { field, why },
            });
        }
    }
    if let Some(sender) = edit.sent_by {
        referrals::set_sender(&mut after, sender, ctx.now);
    }
    after
}

fn edited_follow_up(
    ctx: Context<'_>,
    before: &FollowUp,
    edit: &FollowUpEdit,
    items: &mut Vec<Item>,
    errors: &mut Vec<EditError>,
) -> FollowUp {
    let fields = ctx.fields();
    let mut after = before.clone();
    let of = Some(before.id);
    let mut taker = FieldTaker { of, errors };
    let about = ("about", edit.about.as_deref());
    let missing = "is empty: say in a few words what it is about";
    taker.put_required(&mut after.about, about, missing, plain);
    if edit.kind.is_some() {
        let mut kind = None;
        taker.put(&mut kind, ("kind", edit.kind.as_deref()), validation::kind);
        after.kind = kind.unwrap_or(before.kind);
        after.marketing = after.kind.is_marketing();
    }
    let severity = ("severity", edit.severity.as_deref());
    taker.put(&mut after.severity, severity, validation::severity);
    let quote = ("quote", edit.quote.as_deref());
    taker.put(&mut after.quote, quote, |t| fields.quote(t));
    taker.put(&mut after.owner, ("owner", edit.owner.as_deref()), plain);
    if let Some(label) = edit.item.as_deref().map(sanitize) {
        let label = Some(label).filter(|label| !label.is_empty());
        after.item = label.map(|label| item_of(&label, before.customer, items));
    }
    let missing = "is missing: write now, tomorrow 9am or fri";
    let due = ("due", edit.due.as_deref());
    taker.put_required(&mut after.due_at, due, missing, |t| Ok(fields.due(t)?.at));
    if edit.promise.is_some() {
        let mut by = None;
        let promise = ("promise", edit.promise.as_deref());
        taker.put(&mut by, promise, |t| Ok(fields.promise(t)?.at));
        if let Some(by) = by {
            after.promise(by, ctx.now);
        } else {
            after.promised_at = None;
            after.first_promised_at = None;
        }
    }
    after
}

/// The item of a label among those there are; a new one joins them, with a number of its own.
fn item_of(label: &str, customer: Id, items: &mut Vec<Item>) -> Id {
    let new = items.iter().map(|i| i.id).min().unwrap_or(0).min(0) - 1;
    let mut made = Vec::new();
    let id = draft::find_or_add_item(label, customer, items, new, &mut made);
    items.extend(made.into_iter().filter_map(|c| match c.after {
        Some(Record::Item(item)) => Some(item),
        _ => None,
    }));
    id
}
