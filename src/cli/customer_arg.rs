//! CUSTOMER on the command line: an id, a number, or a name that only one customer bears.

use super::{CommandContext, CommandError};
use crate::domain::customer_match::describe_customer;
use crate::domain::phone;
use crate::domain::text::{fold_for_search, sanitize, truncate, words};
use crate::store::{CustomerSummary, Store};

/// How many of several that fit are named.
const NAMED: usize = 5;

/// How many are looked at who have what was typed anywhere.
const LOOKED_AT: usize = 50;

/// Figures shorter than this are an id before they are a number.
const NUMBER: usize = 7;

/// How much of a name is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameMatchRule {
    /// The beginnings of its words.
    WordPrefixes,
    /// Whole words of it: for what cannot be undone.
    WholeWords,
    /// The beginnings of its words, and any digits of a number: for what only shows.
    AnyDigits,
}

/// The customer a person means.
///
/// # Errors
/// Nobody fits, or several do.
pub(super) fn customer(
    typed: &str,
    store: &mut Store,
    setting: &CommandContext,
) -> Result<CustomerSummary, CommandError> {
    by(typed, NameMatchRule::WordPrefixes, store, setting)
}

/// The customer a person means, where so much of a name is enough.
///
/// # Errors
/// Nobody fits, or several do.
pub(super) fn by(
    typed: &str,
    enough: NameMatchRule,
    store: &mut Store,
    setting: &CommandContext,
) -> Result<CustomerSummary, CommandError> {
    let typed = sanitize(typed);
    if typed.is_empty() {
        return Err(CommandError::refused(
            "which customer? Give an id, a number or a name",
        ));
    }
    let id = typed
        .parse::<i64>()
        .ok()
        .filter(|_| typed.bytes().all(|b| b.is_ascii_digit()));
    let mut by_id = |short: bool| match id.filter(|_| (typed.len() < NUMBER) == short) {
        // A row that points to another means that one.
        Some(id) => store.who_is(id),
        None => Ok(None),
    };
    if let Some(entry) = by_id(true)? {
        return Ok(entry);
    }
    let long = by_id(false)?;
    if let Ok(number) = phone::read(&typed, &setting.config.region) {
        let with = store.with_phone(&number.e164)?;
        if let Some(entry) = only(&typed, with)? {
            return Ok(entry);
        }
    }
    if let Some(entry) = long {
        return Ok(entry);
    }
    let named = store.with_name(&typed)?;
    if let Some(entry) = only(&typed, named)? {
        return Ok(entry);
    }
    // Figures mean a customer or a number whole: part of somebody's number is not them, but where
    // nothing is done to whoever is shown.
    if let Some(id) = id {
        if enough == NameMatchRule::AnyDigits
            && let Some(entry) = only(&typed, store.find(&typed, LOOKED_AT)?)?
        {
            return Ok(entry);
        }
        return Err(CommandError::refused(format!(
            "no customer {id}, and nobody has that number; try: checkback find"
        )));
    }
    let mut found = store.find(&typed, LOOKED_AT)?;
    // Of more than are looked at, there may be others who fit as well.
    if found.len() < LOOKED_AT {
        found.retain(|entry| is_enough(&typed, enough, entry));
    }
    only(&typed, found)?.ok_or_else(|| {
        let typed = truncate(&typed, 60);
        CommandError::refused(format!("no customer “{typed}”; try: checkback find"))
    })
}

/// Whether every word that was typed is enough of a word of theirs: part of the inside of one
/// ("ill" of "Miller") means nobody.
fn is_enough(typed: &str, enough: NameMatchRule, entry: &CustomerSummary) -> bool {
    let words = |text: &str| words(&fold_for_search(text));
    let customers = std::iter::once(&entry.customer).chain(&entry.also);
    let mut theirs: Vec<String> = customers.flat_map(|c| words(&c.name)).collect();
    if enough != NameMatchRule::WholeWords {
        theirs.extend(entry.items.iter().flat_map(|item| words(&item.label)));
        theirs.extend(entry.customer.email.iter().flat_map(|email| words(email)));
    }
    let typed = words(typed);
    let fits = |word: &String| {
        theirs.iter().any(|of_theirs| match enough {
            NameMatchRule::WholeWords => of_theirs == word,
            _ if is_unspaced(word) => of_theirs.contains(word.as_str()),
            _ => of_theirs.starts_with(word.as_str()),
        })
    };
    !typed.is_empty() && typed.iter().all(fits)
}

/// Whether a word is of a script that has no blanks between words (Thai to Khmer, and the Chinese,
/// Japanese and Korean letters): a given name stands within there.
fn is_unspaced(word: &str) -> bool {
    word.chars()
        .all(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..))
}

/// The only one of those that fit, if any does.
fn only(
    typed: &str,
    mut fitting: Vec<CustomerSummary>,
) -> Result<Option<CustomerSummary>, CommandError> {
    if fitting.len() < 2 {
        return Ok(fitting.pop());
    }
    let listed: Vec<String> = fitting
        .iter()
        .take(NAMED)
        .map(|e| describe_customer(&e.customer))
        .collect();
    let more = if fitting.len() > NAMED {
        ", and more"
    } else {
        ""
    };
    Err(CommandError::refused(format!(
        "“{}” could be any of {}{more}: give the id of the right one",
        truncate(typed, 60),
        listed.join(", ")
    )))
}
