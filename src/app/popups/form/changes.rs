//! What the fields of the form become: the rows of an act.

use super::check::{email, instant, number};
use super::{Field, FormField, FormPopup};
use crate::app::effect::ActDraft;
use crate::app::state::App;
use crate::domain::change::{Change, Record};
use crate::domain::customer::{Customer, Id, Item};
use crate::domain::customer_match::matches_customer;
use crate::domain::draft::{self, Author, Draft, ExistingCustomer, Reason};
use crate::domain::extra_mile;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Severity};
use crate::domain::phone::ParsedNumber;
use crate::domain::referrals;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{fold_for_search, sanitize};
use crate::domain::time_format::spoken;

/// A field that does not do: which one, and what would.
type FormFieldError = (usize, String);

impl FormPopup {
    /// What is to be saved; the errors stand at their fields otherwise, the cursor at the first.
    pub fn build_act(&mut self, app: &App) -> Option<ActDraft> {
        let wish = match self.editing.clone() {
            Some(entry) => self.edited(&entry, app),
            None => self.added(app),
        };
        match wish {
            Ok(wish) => Some(wish),
            Err((at, error)) => {
                self.at = at;
                if let Some(field) = self.fields.get_mut(at) {
                    field.error = Some(error);
                }
                None
            }
        }
    }

    fn index(&self, field: Field, of: Option<Id>) -> usize {
        let there = |f: &FormField| f.field == field && f.of == of;
        self.fields.iter().position(there).unwrap_or(0)
    }

    /// What a field holds, cleaned; `None` where it is empty.
    fn value(&self, field: Field, of: Option<Id>) -> Option<String> {
        let text = sanitize(self.fields.get(self.index(field, of))?.line.text());
        Some(text).filter(|t| !t.is_empty())
    }

    fn field(&self, field: Field, of: Option<Id>) -> Option<&FormField> {
        self.fields.get(self.index(field, of))
    }

    /// A field read by a rule; what is wrong with it stands at it.
    fn read<T>(
        &self,
        field: Field,
        of: Option<Id>,
        rule: impl Fn(&FormField) -> Result<T, String>,
    ) -> Result<Option<T>, FormFieldError> {
        match self.field(field, of).filter(|f| !f.line.is_blank()) {
            None => Ok(None),
            Some(f) => rule(f).map(Some).map_err(|e| (self.index(field, of), e)),
        }
    }

    /// The number, which is asked about once when it is unusual.
    fn phone(&mut self, app: &App) -> Result<Option<ParsedNumber>, FormFieldError> {
        let at = self.index(Field::Phone, None);
        let text = self.text(Field::Phone).to_owned();
        let number = number(&text, app).map_err(|e| (at, e))?;
        if let Some(n) = number.as_ref().filter(|n| !n.valid)
            && self.sure_of.as_deref() != Some(&n.e164)
        {
            self.sure_of = Some(n.e164.clone());
            let ask = format!("{} looks unusual; press ↵ again to keep it", n.national);
            return Err((at, ask));
        }
        Ok(number)
    }

    fn added(&mut self, app: &App) -> Result<ActDraft, FormFieldError> {
        let name = self.value(Field::Name, None);
        let name = name.ok_or((
            0,
            "Who is it? A name, or some digits of a known number".to_owned(),
        ))?;
        let phone = self.phone_of_new(app)?;
        let email = self.read(Field::Email, None, |f| email(f.line.text()))?;
        let reason = self.reason(app)?;
        let sent_by = self.sent_by()?;
        let draft = Draft {
            sent_by,
            name,
            phone,
            email,
            line: None,
            hours: None,
            item: self.value(Field::Item, None),
            reason: Some(reason),
            ..Draft::default()
        };
        let known = self.known.as_ref().or_else(|| {
            self.suggestions
                .iter()
                .find(|e| matches_customer(&draft, &e.customer, &e.also))
        });
        let number = draft.phone.clone();
        let pen = Author {
            now: app.now,
            by: &app.by,
        };
        let as_known = known.map(|e| ExistingCustomer {
            customer: &e.customer,
            items: &e.items,
        });
        let about = draft
            .reason
            .as_ref()
            .map(|r| r.about.clone())
            .unwrap_or_default();
        let mut changes = draft::plan_changes(&draft, as_known, pen, -1);
        if let Some(known) = self.known.as_ref() {
            self.correct(&known.customer, number.as_ref(), &draft, &mut changes);
        }
        Ok(ActDraft {
            then: None,
            what: format!("added: {about}"),
            customer: known.map(|e| e.customer.id),
            changes,
            says: format!(
                "{}: added {about}.{}",
                draft.name,
                Self::enters(&draft, app)
            ),
            moves_on: false,
            let_go: false,
        })
    }

    /// A number or an address typed over a known customer's own takes its place.
    fn correct(
        &self,
        known: &Customer,
        number: Option<&ParsedNumber>,
        draft: &Draft,
        changes: &mut Vec<Change>,
    ) {
        let mut after = changes
            .iter()
            .find_map(|c| match (&c.before, &c.after) {
                (Some(_), Some(Record::Customer(after))) => Some(after.clone()),
                _ => None,
            })
            .unwrap_or_else(|| known.clone());
        if number.is_some_and(|n| known.phone.as_deref() != Some(&n.e164)) {
            draft::set_phone(&mut after, number);
        }
        if self
            .field(Field::Email, None)
            .is_some_and(FormField::changed)
        {
            after.email = draft.email.clone().or(after.email);
        }
        if after != *known {
            changes.retain(|c| !matches!(c.before, Some(Record::Customer(_))));
            changes.insert(
                0,
                Change::of(Record::Customer(known.clone()), Record::Customer(after)),
            );
        }
    }

    /// When a new call comes into the list, where that is not at once.
    fn enters(draft: &Draft, app: &App) -> String {
        let due = draft.reason.as_ref().and_then(|r| r.due.or(r.promise));
        due.filter(|due| *due > app.now)
            .map(|due| {
                format!(
                    " In the list {}.",
                    spoken(due, app.now, &app.rules.calendar)
                )
            })
            .unwrap_or_default()
    }

    /// The number of a new call: a known customer's own is not asked about again.
    fn phone_of_new(&mut self, app: &App) -> Result<Option<ParsedNumber>, FormFieldError> {
        let known = self.known.as_ref().and_then(|e| e.customer.number());
        if known.is_some_and(|n| n == self.text(Field::Phone)) {
            return Ok(None);
        }
        self.phone(app)
    }

    fn reason(&self, app: &App) -> Result<Reason, FormFieldError> {
        let at = self.index(Field::About, None);
        let about = self.value(Field::About, None);
        let about = about.ok_or((
            at,
            "What is it about? A few words to say on the phone".to_owned(),
        ))?;
        let severity = self.word::<Severity>(Field::Severity, None)?;
        let kind = self
            .word::<FollowUpKind>(Field::Kind, None)?
            .unwrap_or(FollowUpKind::Other);
        // A severity says that it is a finding, where nothing else was chosen.
        let kind = if severity.is_some() && kind == FollowUpKind::Other {
            FollowUpKind::Finding
        } else {
            kind
        };
        Ok(Reason {
            about,
            kind,
            severity,
            quote: self.read(Field::Quote, None, |f| {
                app.rules.currency.read(f.line.text())
            })?,
            due: self.read(Field::Due, None, |f| instant(f, app))?,
            promise: self.read(Field::Promise, None, |f| instant(f, app))?,
            owner: self.value(Field::Owner, None),
            note: None,
        })
    }

    fn word<T: std::str::FromStr>(
        &self,
        field: Field,
        of: Option<Id>,
    ) -> Result<Option<T>, FormFieldError>
    where
        T::Err: std::fmt::Display,
    {
        self.read(field, of, |f| {
            f.line.text().parse().map_err(|e: T::Err| e.to_string())
        })
    }

    /// Asks once about a field that somebody else changed too since the form was opened.
    fn check_concurrent_edit(
        &mut self,
        entry: &CustomerSummary,
        app: &App,
    ) -> Result<(), FormFieldError> {
        let fresh = Self::edit(entry, &entry.scene(&app.rules, app.now, &app.by));
        let changed = self.fields.iter_mut().enumerate();
        for (at, field) in changed.filter(|(_, field)| field.changed()) {
            let Some(now) = fresh.field(field.field, field.of) else {
                continue;
            };
            let theirs = now.was.trim();
            if theirs != field.was.trim() && theirs != field.line.text().trim() {
                let ask = format!("changed meanwhile to “{theirs}”; press ↵ again to keep yours");
                field.was.clone_from(&now.was);
                return Err((at, ask));
            }
        }
        Ok(())
    }

    fn edited(&mut self, entry: &CustomerSummary, app: &App) -> Result<ActDraft, FormFieldError> {
        self.check_concurrent_edit(entry, app)?;
        let mut changes = Vec::new();
        let customer = self.edited_customer(entry, app)?;
        if customer != entry.customer {
            changes.push(Change::of(
                Record::Customer(entry.customer.clone()),
                Record::Customer(customer),
            ));
        }
        let mut items = entry.items.clone();
        let shown = |f: &&FollowUp| f.is_open() && self.fields.iter().any(|x| x.of == Some(f.id));
        for f in entry.follow_ups.iter().filter(shown) {
            let after = self.edited_follow_up(f, &mut items, app)?;
            if after != *f {
                changes.push(Change::of(
                    Record::FollowUp(f.clone()),
                    Record::FollowUp(after),
                ));
            }
        }
        let made = items.into_iter().filter(|i| i.id < 0);
        let made = made.map(|i| Change::made(Record::Item(i)));
        changes.splice(0..0, made);
        Ok(ActDraft {
            then: None,
            what: "edited".to_owned(),
            customer: Some(entry.customer.id),
            says: if changes.is_empty() {
                "Nothing was changed.".to_owned()
            } else {
                format!("{}: changes saved.", entry.customer.name)
            },
            changes,
            moves_on: false,
            let_go: false,
        })
    }

    /// Whether somebody changed a field: only those are written, whatever was changed elsewhere
    /// in the others meanwhile.
    fn changed(&self, field: Field, of: Option<Id>) -> bool {
        self.field(field, of).is_some_and(FormField::changed)
    }

    fn edited_customer(
        &mut self,
        entry: &CustomerSummary,
        app: &App,
    ) -> Result<Customer, FormFieldError> {
        let mut after = entry.customer.clone();
        if self.changed(Field::Name, None) {
            let name = self.value(Field::Name, None);
            after.name = name.ok_or((0, "A customer needs a name".to_owned()))?;
        }
        if self.changed(Field::Phone, None) {
            let number = self.phone(app)?;
            draft::set_phone(&mut after, number.as_ref());
        }
        if self.changed(Field::Email, None) {
            after.email = self.read(Field::Email, None, |f| email(f.line.text()))?;
        }
        if self.changed(Field::Line, None) {
            after.line = self.value(Field::Line, None);
        }
        if self.changed(Field::Hours, None) {
            after.hours = self.read(Field::Hours, None, |f| f.line.text().parse())?;
        }
        if self.changed(Field::OptOut, None) {
            let pen = Author {
                now: app.now,
                by: &app.by,
            };
            match self.text(Field::OptOut) {
                super::ALL_CALLS => after.opt_out_of_calls(pen),
                super::MARKETING => after.opt_out_of_marketing(pen),
                _ => after.withdraw_opt_outs(),
            }
        }
        self.kindnesses(&mut after, app)?;
        if self.changed(Field::SentBy, None) {
            referrals::set_sender(&mut after, self.sent_by()?, app.now);
        }
        Ok(after)
    }

    /// The small kindnesses, as they are noted now and what of them was given.
    fn kindnesses(&self, after: &mut Customer, app: &App) -> Result<(), FormFieldError> {
        let pen = Author {
            now: app.now,
            by: &app.by,
        };
        let extra = |f: &&FormField| matches!(f.field, Field::Extra(_)) && f.changed();
        for field in self.fields.iter().filter(extra) {
            let given = field.given.then_some(pen);
            extra_mile::note(after, &field.was, &sanitize(field.line.text()), given)
                .map_err(|error| (self.index(field.field, None), error))?;
        }
        Ok(())
    }

    /// Who sent them: the known customer who was taken, or the only one found whom the text means.
    fn sent_by(&self) -> Result<Option<Id>, FormFieldError> {
        let Some(typed) = self.value(Field::SentBy, None) else {
            return Ok(None);
        };
        let typed = fold_for_search(&typed);
        let meant = match (&self.sender, self.senders.as_slice()) {
            (Some(taken), _) if fold_for_search(&taken.customer.name) == typed => Some(taken),
            (_, [only]) if fold_for_search(&only.customer.name).contains(&typed) => Some(only),
            _ => None,
        };
        let meant = meant.map(|e| Some(e.customer.id));
        let ask = "Which customer? Type some letters, then choose with ↓ and ↵".to_owned();
        meant.ok_or((self.index(Field::SentBy, None), ask))
    }

    fn edited_follow_up(
        &self,
        before: &FollowUp,
        items: &mut Vec<Item>,
        app: &App,
    ) -> Result<FollowUp, FormFieldError> {
        let of = Some(before.id);
        let mut after = before.clone();
        if self.changed(Field::About, of) {
            let at = self.index(Field::About, of);
            let about = self.value(Field::About, of);
            after.about = about.ok_or((at, "What is it about?".to_owned()))?;
        }
        if self.changed(Field::Kind, of) {
            after.kind = self.word(Field::Kind, of)?.unwrap_or(before.kind);
            after.marketing = after.kind.is_marketing();
        }
        if self.changed(Field::Severity, of) {
            after.severity = self.word(Field::Severity, of)?;
        }
        if self.changed(Field::Quote, of) {
            let read = |f: &FormField| app.rules.currency.read(f.line.text());
            after.quote = self.read(Field::Quote, of, read)?;
        }
        if self.changed(Field::Owner, of) {
            after.owner = self.value(Field::Owner, of);
        }
        if self.changed(Field::Item, of) {
            let label = self.value(Field::Item, of);
            after.item = label.map(|label| item_of(&label, before.customer, items));
        }
        self.edited_times(before, after, app)
    }

    /// Its due time and its promise.
    fn edited_times(
        &self,
        before: &FollowUp,
        mut after: FollowUp,
        app: &App,
    ) -> Result<FollowUp, FormFieldError> {
        let of = Some(before.id);
        if self.changed(Field::Due, of) {
            let due = self.read(Field::Due, of, |f| instant(f, app))?;
            let at = self.index(Field::Due, of);
            after.due_at = due.ok_or((at, "From when? now, tomorrow 9am, fri".to_owned()))?;
        }
        if self.changed(Field::Promise, of) {
            if let Some(by) = self.read(Field::Promise, of, |f| instant(f, app))? {
                after.promise(by, app.now);
            } else {
                after.promised_at = None;
                after.first_promised_at = None;
            }
        }
        Ok(after)
    }
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
