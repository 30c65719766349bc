//! Customer match: which known customer a draft is about, for whatever is typed by hand.
//!
//! Owns the rule for the form and the command line alike. The rows of a file are matched by more than
//! the name (`import_merge`).

use super::customer::Customer;
use super::draft::Draft;
use super::summary::CustomerSummary;
use super::text::fold_for_search;

/// How many of several customers are named in a sentence.
const NAMED: usize = 3;

/// Which known customer a draft is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CustomerMatch<'a> {
    /// A customer the shop does not know.
    New,
    /// This one.
    One(&'a CustomerSummary),
    /// Several fit alike.
    Several(Vec<&'a CustomerSummary>),
}

/// Finds the customer a draft is about among those of its name. A number or an address in common
/// counts more than none known; one that differs speaks against it.
#[must_use]
pub(crate) fn match_customer<'a>(
    draft: &Draft,
    candidates: impl IntoIterator<Item = &'a CustomerSummary>,
) -> CustomerMatch<'a> {
    let meant = |e: &&CustomerSummary| matches_customer(draft, &e.customer, &e.also);
    let shares = |e: &&CustomerSummary| shares_reach(draft, &e.customer, &e.also);
    let (with_reach, others): (Vec<_>, Vec<_>) =
        candidates.into_iter().filter(meant).partition(shares);
    let fitting = if with_reach.is_empty() {
        others
    } else {
        with_reach
    };
    match fitting.as_slice() {
        [] => CustomerMatch::New,
        [only] => CustomerMatch::One(only),
        _ => CustomerMatch::Several(fitting),
    }
}

/// Whether a draft means a known customer: the same name, as folded, and no number or e-mail
/// that speaks against it. Couples share numbers, so a number alone does not make it them. `also`
/// are those who turned out to be them: their names, numbers and addresses are theirs too.
#[must_use]
pub(crate) fn matches_customer(draft: &Draft, known: &Customer, also: &[Customer]) -> bool {
    let all = || std::iter::once(known).chain(also);
    let name = fold_for_search(&draft.name);
    let has_phone = all().any(|c| c.phone.is_some());
    let has_email = all().any(|c| c.email.is_some());
    let reached = match (&draft.phone, &draft.email) {
        (Some(_), _) if has_phone => shares_reach(draft, known, also),
        (None, Some(_)) if has_email => shares_reach(draft, known, also),
        (Some(_), Some(email)) if has_email => all().any(|c| has_this_email(c, email)),
        _ => true,
    };
    reached && all().any(|c| fold_for_search(&c.name) == name)
}

/// Whether a draft's number is a customer's; where it has none, whether its e-mail address is.
fn shares_reach(draft: &Draft, known: &Customer, also: &[Customer]) -> bool {
    let mut all = std::iter::once(known).chain(also);
    match (&draft.phone, &draft.email) {
        (Some(number), _) => all.any(|c| c.phone.as_ref() == Some(&number.e164)),
        (None, Some(email)) => all.any(|c| has_this_email(c, email)),
        (None, None) => false,
    }
}

fn has_this_email(customer: &Customer, email: &str) -> bool {
    let known = customer.email.as_ref();
    known.is_some_and(|known| known.eq_ignore_ascii_case(email))
}

/// "“Anita Patel” could be any of 1 Anita Patel 020 7946 0123, 3 …: give the number or the e-mail of
/// the right one".
#[must_use]
pub(crate) fn ambiguity_sentence<'a>(
    name: &str,
    fitting: impl ExactSizeIterator<Item = &'a Customer>,
) -> String {
    let more = if fitting.len() > NAMED {
        " and more"
    } else {
        ""
    };
    let listed: Vec<String> = fitting.take(NAMED).map(describe_customer).collect();
    format!(
        "“{name}” could be any of {}{more}: give the number or the e-mail of the right one",
        listed.join(", ")
    )
}

/// A customer as one tells them from another of the same name: "3 Ben Ali 020 7946 0000".
#[must_use]
pub(crate) fn describe_customer(customer: &Customer) -> String {
    let id = if customer.id > 0 {
        format!("{} ", customer.id)
    } else {
        String::new()
    };
    let reach = customer.shown_number().or(customer.email.clone());
    let reach = reach.unwrap_or("without a number".to_owned());
    format!("{id}{} {reach}", customer.name)
}

#[cfg(test)]
mod tests;
