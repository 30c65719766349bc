//! What the fields of the form come to: a call to add, or a customer's fields that were changed; and
//! at which field a refusal stands.

use super::fields::{ALL_CALLS, MARKETING};
use super::{Field, FormField, FormPopup};
use crate::app::state::App;
use crate::domain::customer::Id;
use crate::domain::customer_detail::{CustomerDetail, DetailTexts};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::{fold_for_search, sanitize};
use crate::domain::validation::{DraftWarning, FieldError, RawFields};
use crate::usecases::Plan;
use crate::usecases::add::{self, NewCall};
use crate::usecases::edit::{self, CustomerEdit, EditError, ExtraMileEdit, FollowUpEdit, OptOut};

/// A field that does not do: which one, and what would.
type FormFieldError = (usize, String);

impl FormPopup {
    /// The call that is to be added; an error stands at its field otherwise, the cursor there too.
    pub(super) fn new_call(&mut self, app: &App) -> Option<(NewCall, Plan)> {
        let filled = self.added(app);
        self.or_error(filled)
    }

    /// What the changed fields of a customer come to; an error stands at its field otherwise.
    pub(super) fn edited(&mut self, entry: &CustomerSummary, app: &App) -> Option<Plan> {
        let filled = self.changed_fields(entry, app).and_then(|edit| {
            edit::edit(app.known(), entry, &edit).map_err(|errors| self.first_of_edit(&errors))
        });
        self.or_error(filled)
    }

    /// The name means several customers: that is said at it.
    pub(in crate::app) fn refuse_name(&mut self, why: String) {
        let at = self.index(Field::Name, None);
        let _refused: Option<()> = self.or_error(Err((at, why)));
    }

    fn or_error<T>(&mut self, filled: Result<T, FormFieldError>) -> Option<T> {
        match filled {
            Ok(filled) => Some(filled),
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

    fn field(&self, field: Field, of: Option<Id>) -> Option<&FormField> {
        self.fields.get(self.index(field, of))
    }

    fn typed(&self, field: Field) -> String {
        self.text(field).to_owned()
    }

    /// What else is typed of them, beside the address.
    fn typed_details(&self) -> DetailTexts {
        let details = CustomerDetail::ALL.iter().copied();
        details
            .filter(|detail| *detail != CustomerDetail::Email)
            .map(|detail| (detail, self.typed(Field::Detail(detail))))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect()
    }

    /// What stands in a field that somebody changed.
    fn changed(&self, field: Field, of: Option<Id>) -> Option<String> {
        let field = self.field(field, of).filter(|f| f.changed());
        field.map(|f| f.line.text().to_owned())
    }

    fn added(&mut self, app: &App) -> Result<(NewCall, Plan), FormFieldError> {
        let known = self.known.as_ref().and_then(|e| e.customer.number());
        // A known customer's own number is not asked about again.
        let phone = Some(self.typed(Field::Phone)).filter(|text| known != Some(text));
        let typed = RawFields {
            name: self.typed(Field::Name),
            phone: phone.unwrap_or_default(),
            email: self.typed(Field::Detail(CustomerDetail::Email)),
            item: self.typed(Field::Item),
            kind: self.typed(Field::Kind),
            about: self.typed(Field::About),
            severity: self.typed(Field::Severity),
            quote: self.typed(Field::Quote),
            due: self.typed(Field::Due),
            promise: self.typed(Field::Promise),
            owner: self.typed(Field::Owner),
            note: String::new(),
            details: self.typed_details(),
        };
        let checked = add::check(app.known(), &typed);
        let mut checked = checked.map_err(|errors| self.first_of(&errors))?;
        if let Some(number) = checked.draft.phone.as_ref().filter(|n| !n.valid) {
            self.ask_about_unusual(&number.e164, &number.national)?;
            let unusual = |w: &DraftWarning| matches!(w, DraftWarning::UnassignedNumber { .. });
            checked.warnings.retain(|w| !unusual(w));
        }
        self.ask_about_closed(&typed.promise, None, app)?;
        checked.draft.sent_by = self.sent_by()?;
        let call = NewCall {
            typed,
            checked,
            chosen: self.known.clone().map(Box::new),
        };
        // Whom the store finds besides is asked about by its answer.
        let plan = add::plan(app.known(), &call, &self.suggestions);
        let plan = plan.map_err(|several| (self.index(Field::Name, None), several.to_string()))?;
        Ok((call, plan))
    }

    /// Asks once whether an unusual number is to be kept.
    fn ask_about_unusual(&mut self, e164: &str, national: &str) -> Result<(), FormFieldError> {
        let ask = format!("{national} looks unusual; press ↵ again to keep it");
        self.ask_once(e164, self.index(Field::Phone, None), ask)
    }

    /// Asks once whether a promise is meant for when the shop is closed.
    fn ask_about_closed(
        &mut self,
        promise: &str,
        of: Option<Id>,
        app: &App,
    ) -> Result<(), FormFieldError> {
        let by = app.known().fields().promise(promise).ok();
        match by.and_then(|by| by.promise_question()) {
            Some(ask) => self.ask_once(promise, self.index(Field::Promise, of), ask),
            None => Ok(()),
        }
    }

    /// Asks about what is typed in a field, unless it was asked before.
    fn ask_once(&mut self, typed: &str, at: usize, ask: String) -> Result<(), FormFieldError> {
        if self.sure_of.iter().any(|sure| sure == typed) {
            return Ok(());
        }
        self.sure_of.push(typed.to_owned());
        Err((at, ask))
    }

    /// The first field on the form that was refused.
    fn first_of(&self, errors: &[FieldError]) -> FormFieldError {
        let at = |e: &FieldError| {
            let field = Field::named(e.field).unwrap_or(Field::Name);
            self.index(field, None)
        };
        let first = errors.iter().min_by_key(|e| at(e));
        first.map_or_else(Default::default, |e| (at(e), self.words(at(e), &e.why)))
    }

    fn first_of_edit(&self, errors: &[EditError]) -> FormFieldError {
        let at = |e: &EditError| {
            let named = || Field::named(e.error.field);
            let field = e.extra.map(Field::Extra).or_else(named);
            self.index(field.unwrap_or(Field::Name), e.of)
        };
        let first = errors.iter().min_by_key(|e| at(e));
        first.map_or_else(Default::default, |e| {
            (at(e), self.words(at(e), &e.error.why))
        })
    }

    /// What is said at a field: where it is empty and must not be, what belongs there.
    fn words(&self, at: usize, why: &str) -> String {
        let blank = self.fields.get(at).filter(|f| f.line.is_blank());
        let asks = match blank.map(|f| f.field) {
            Some(Field::Name) if self.editing.is_some() => "A customer needs a name",
            Some(Field::Name) => "Who is it? A name, or some digits of a known number",
            Some(Field::About) => "What is it about? A few words to say on the phone",
            Some(Field::Due) => "From when? now, tomorrow 9am, fri",
            _ => why,
        };
        asks.to_owned()
    }

    /// Asks once about a field that somebody else changed too since the form was opened.
    fn check_concurrent_edit(
        &mut self,
        entry: &CustomerSummary,
        app: &App,
    ) -> Result<(), FormFieldError> {
        let fresh = Self::edit(entry, &app.known().scene(entry));
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

    /// The fields somebody changed.
    fn changed_fields(
        &mut self,
        entry: &CustomerSummary,
        app: &App,
    ) -> Result<CustomerEdit, FormFieldError> {
        self.check_concurrent_edit(entry, app)?;
        let phone = self.changed(Field::Phone, None);
        let number = phone
            .as_deref()
            .map(|text| app.known().fields().phone(text));
        if let Some(Ok(number)) = number.filter(|n| n.as_ref().is_ok_and(|n| !n.valid)) {
            self.ask_about_unusual(&number.e164, &number.national)?;
        }
        let shown = entry.follow_ups.iter().filter(|f| f.is_open());
        let shown = shown.filter(|f| self.fields.iter().any(|x| x.of == Some(f.id)));
        let shown: Vec<Id> = shown.map(|f| f.id).collect();
        for of in &shown {
            let promise = self.changed(Field::Promise, Some(*of)).unwrap_or_default();
            self.ask_about_closed(&promise, Some(*of), app)?;
        }
        let details = CustomerDetail::ALL.iter().filter_map(|detail| {
            let changed = self.changed(Field::Detail(*detail), None);
            Some((*detail, changed?))
        });
        let opt_out = self.changed(Field::OptOut, None);
        let sent_by = match self.changed(Field::SentBy, None) {
            Some(_) => Some(self.sent_by()?),
            None => None,
        };
        Ok(CustomerEdit {
            name: self.changed(Field::Name, None),
            phone,
            details: details.collect(),
            opt_out: opt_out.map(|text| match text.as_str() {
                ALL_CALLS => OptOut::AllCalls,
                MARKETING => OptOut::Marketing,
                _ => OptOut::Nothing,
            }),
            sent_by,
            extra_mile: self.changed_kindnesses(),
            follow_ups: shown.iter().map(|id| self.changed_follow_up(*id)).collect(),
        })
    }

    /// The small kindnesses, as they are noted now and what of them was given.
    fn changed_kindnesses(&self) -> Vec<ExtraMileEdit> {
        let edit = |f: &FormField| match f.field {
            Field::Extra(n) if f.changed() => Some(ExtraMileEdit {
                n,
                was: f.was.clone(),
                idea: f.line.text().to_owned(),
                given: f.given,
            }),
            _ => None,
        };
        self.fields.iter().filter_map(edit).collect()
    }

    fn changed_follow_up(&self, id: Id) -> FollowUpEdit {
        let changed = |field| self.changed(field, Some(id));
        FollowUpEdit {
            id,
            item: changed(Field::Item),
            about: changed(Field::About),
            kind: changed(Field::Kind),
            severity: changed(Field::Severity),
            quote: changed(Field::Quote),
            due: changed(Field::Due),
            promise: changed(Field::Promise),
            owner: changed(Field::Owner),
        }
    }

    /// Who sent them: the known customer who was taken, or the only one found whom the text means.
    fn sent_by(&self) -> Result<Option<Id>, FormFieldError> {
        let typed = fold_for_search(&sanitize(self.text(Field::SentBy)));
        if typed.is_empty() {
            return Ok(None);
        }
        let meant = match (&self.sender, self.senders.as_slice()) {
            (Some(taken), _) if fold_for_search(&taken.customer.name) == typed => Some(taken),
            (_, [only]) if fold_for_search(&only.customer.name).contains(&typed) => Some(only),
            _ => None,
        };
        let meant = meant.map(|e| Some(e.customer.id));
        let ask = "Which customer? Type some letters, then choose with ↓ and ↵".to_owned();
        meant.ok_or((self.index(Field::SentBy, None), ask))
    }
}
