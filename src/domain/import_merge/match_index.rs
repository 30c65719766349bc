//! Whom a draft means among those it is held against: by number, by the number in the program they
//! come from, by e-mail with the name, by name. However many bear one name, a look-up stays short.
//!
//! Couples share numbers and addresses: two names that are not two ways to write one are two people,
//! and so are two of one program under two of its numbers.

use std::collections::{BTreeSet, HashMap};

use crate::domain::customer::Customer;
use crate::domain::customer_match::{describe_customer, matches_customer};
use crate::domain::draft::Draft;
use crate::domain::text::fold_for_search;

use super::same_name::{contains_all_words, may_be_same_name, shares_a_word};
use super::source;

/// Places of customers, by what they are looked for.
#[derive(Debug, Default)]
pub(super) struct MatchIndex {
    named: HashMap<String, Vec<usize>>,
    reached: HashMap<(String, String), Vec<usize>>,
    numberless: HashMap<String, Vec<usize>>,
    mailless: HashMap<String, Vec<usize>>,
    /// By number or address alone, or by source: the first few who share one.
    by: HashMap<String, Vec<usize>>,
    /// The names that are written beside a number, here or in the file, until they are too many.
    beside: HashMap<String, BTreeSet<String>>,
}

/// A customer a draft is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct MatchCandidate<'a> {
    /// The customer.
    pub(super) customer: &'a Customer,
    /// Those who turned out to be them.
    pub(super) also: &'a [Customer],
    /// What was known of them before it was changed here.
    pub(super) former: &'a [Customer],
}

impl<'a> MatchCandidate<'a> {
    /// Everything they are or were called and reached by.
    fn all(self) -> impl Iterator<Item = &'a Customer> {
        [self.customer]
            .into_iter()
            .chain(self.also)
            .chain(self.former)
    }

    /// Whether a draft comes from the program a customer came from, under another number there; of
    /// whoever turned out to be them that speaks against nothing.
    fn is_apart(self, draft: &Draft, name: &str) -> bool {
        let program = |text: &str| source::program(text).to_owned();
        let sources = draft.source.as_deref().zip(self.customer.source.as_deref());
        sources.is_some_and(|(a, b)| {
            a != b && program(a) == program(b) && !source::is_own(a, self.customer)
        }) && !self.also.iter().any(|c| fold_for_search(&c.name) == name)
    }

    /// Whether anything says that whoever has a draft's number in another program is this customer:
    /// two shops number their customers alike. Without a telephone number to hold against theirs, a
    /// word of the name does.
    fn agrees(self, draft: &Draft, name: &str) -> bool {
        let number = draft.phone.as_ref().map(|n| &n.e164);
        let email = draft.email.as_deref();
        let same = |c: &Customer| {
            may_be_same_name(name, &fold_for_search(&c.name))
                || (number.is_some() && c.phone.as_ref() == number)
                || c.email
                    .as_deref()
                    .zip(email)
                    .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        let compared = number.is_some() && self.all().any(|c| c.phone.is_some());
        let near = |c: &Customer| shares_a_word(name, &fold_for_search(&c.name));
        self.all().any(same) || (!compared && self.all().any(near))
    }
}

/// Whom a draft means.
#[derive(Debug, Default)]
pub(super) struct ImportMatch {
    /// The place of the customer; a new one where there is none.
    pub(super) whom: Option<usize>,
    /// Whether the draft has another name for them that is not to be lost.
    pub(super) other_name: bool,
    /// Whom else it may be, in words.
    pub(super) double: Option<String>,
}

impl MatchIndex {
    /// Enters a customer at a place, under a name of theirs.
    pub(super) fn index_customer(&mut self, at: usize, name: &str, customer: &Customer) {
        let name = fold_for_search(name);
        self.named.entry(name.clone()).or_default().push(at);
        for (reach, without) in [
            (&customer.phone, &mut self.numberless),
            (&customer.email, &mut self.mailless),
        ] {
            match reach.as_deref().map(str::to_lowercase) {
                Some(reach) => {
                    push_limited(&mut self.by, reach.clone(), at);
                    self.reached
                        .entry((name.clone(), reach))
                        .or_default()
                        .push(at);
                }
                None => without.entry(name.clone()).or_default().push(at),
            }
        }
        if let Some(source) = &customer.source {
            push_limited(&mut self.by, source.clone(), at);
        }
        if let Some(phone) = &customer.phone {
            self.write_beside(phone, name);
            let others = customer
                .line
                .as_deref()
                .map(other_names)
                .unwrap_or_default();
            for other in others {
                self.write_beside(phone, fold_for_search(&other));
            }
        }
        if customer.id > 0 {
            push_limited(&mut self.by, source::own(customer), at);
        }
    }

    /// Enters what a customer was called and reached by before it was changed here: together a name
    /// and a number of then still mean them.
    pub(super) fn index_former(&mut self, at: usize, name: &str, customer: &Customer) {
        let name = fold_for_search(name);
        for reach in [&customer.phone, &customer.email].into_iter().flatten() {
            let key = (name.clone(), reach.to_lowercase());
            let there = self.reached.entry(key).or_default();
            if !there.contains(&at) {
                there.push(at);
            }
        }
    }

    /// Notes a name that is written beside a number, in this file or here.
    pub(super) fn write_beside(&mut self, phone: &str, name: String) {
        let names = self.beside.entry(phone.to_owned()).or_default();
        // One more than may be compared says that they are too many.
        if names.len() <= FEW {
            names.insert(name);
        }
    }

    /// Whether two names beside a number can be told for one: of a John beside John Smith and John
    /// Brown nobody knows whose he is, in whatever order they come.
    fn is_clear(&self, phone: &str, a: &str, b: &str) -> bool {
        let Some(names) = self.beside.get(phone) else {
            return true;
        };
        let alike = |name: &String| may_be_same_name(name, a) == may_be_same_name(name, b);
        names.len() <= FEW && names.iter().all(alike)
    }

    /// Notes a number, an e-mail or a source that a customer did not have before.
    pub(super) fn index_changes(&mut self, at: usize, before: &Customer, after: &Customer) {
        let pairs = [(&before.phone, &after.phone), (&before.email, &after.email)];
        for reach in pairs
            .into_iter()
            .filter(|(b, a)| b != a)
            .filter_map(|(_, a)| a.as_deref().map(str::to_lowercase))
        {
            push_limited(&mut self.by, reach.clone(), at);
            let key = (fold_for_search(&after.name), reach);
            self.reached.entry(key).or_default().push(at);
        }
        if let Some(source) = after.source.as_ref().filter(|_| before.source.is_none()) {
            push_limited(&mut self.by, source.clone(), at);
        }
    }

    fn with(&self, reach: &str) -> &[usize] {
        self.by.get(reach).map_or(&[], Vec::as_slice)
    }

    /// Where those are whom a draft may mean by its name: first with its own number or e-mail,
    /// then those against whom nothing speaks.
    fn places(&self, draft: &Draft, name: &str) -> [&[usize]; 2] {
        let number = draft.phone.as_ref().map(|n| n.e164.clone());
        let email = draft.email.as_deref().map(str::to_lowercase);
        let (reach, others) = match (number, email) {
            (Some(number), _) => (Some(number), &self.numberless),
            (None, Some(email)) => (Some(email), &self.mailless),
            (None, None) => (None, &self.named),
        };
        let others = others.get(name);
        let own = reach.and_then(|reach| self.reached.get(&(name.to_owned(), reach)));
        [own, others].map(|places| places.map_or(&[][..], Vec::as_slice))
    }

    /// Whom a draft means; the places of several that fit alike where it cannot be told.
    pub(super) fn find_match<'a>(
        &self,
        draft: &Draft,
        whose: impl Fn(usize) -> Option<MatchCandidate<'a>>,
    ) -> Result<ImportMatch, Vec<usize>> {
        let name = fold_for_search(&draft.name);
        let may = |at: &usize| whose(*at).is_some_and(|c| !c.is_apart(draft, &name));
        if let Some(meant) = self.by_reach(draft, &name, &may, &whose)? {
            return Ok(meant);
        }
        for places in self.places(draft, &name) {
            let means = |at: &usize| {
                whose(*at).is_some_and(|c| {
                    matches_customer(draft, c.customer, c.also)
                        || (!c.former.is_empty() && matches_former(draft, c))
                })
            };
            let fitting = places.iter().copied().filter(means).filter(may);
            if let Some(at) = pick_only_match(draft, fitting, &whose)? {
                return Ok(ImportMatch {
                    whom: Some(at),
                    ..ImportMatch::default()
                });
            }
        }
        Ok(ImportMatch {
            double: self.find_possible_double(draft, &name, &whose),
            ..ImportMatch::default()
        })
    }

    /// Whom a row of a file means by its number, then by its source, then by its address together
    /// with the name.
    fn by_reach<'a>(
        &self,
        draft: &Draft,
        name: &str,
        may: &impl Fn(&usize) -> bool,
        whose: &impl Fn(usize) -> Option<MatchCandidate<'a>>,
    ) -> Result<Option<ImportMatch>, Vec<usize>> {
        let fits = |at: &usize| whose(*at).is_some_and(|c| c.agrees(draft, name));
        if let Some(at) = self.own(draft, whose, &fits) {
            return Ok(Some(ImportMatch {
                whom: Some(at),
                ..ImportMatch::default()
            }));
        }
        let named = |reach: &str| {
            let named = self.reached.get(&(name.to_owned(), reach.to_owned()));
            named.map_or(&[][..], Vec::as_slice).iter().copied()
        };
        let found = |at, other_name| {
            Ok(Some(ImportMatch {
                whom: Some(at),
                other_name,
                double: None,
            }))
        };
        if let Some(number) = &draft.phone {
            if let Some(at) = pick_only_match(draft, named(&number.e164).filter(may), whose)? {
                return found(at, false);
            }
            // Another way to write one's name; whoever is called otherwise shares the number.
            let alike = |at: &usize| {
                let other = whose(*at).map(|c| fold_for_search(&c.customer.name));
                other.is_some_and(|other| {
                    may_be_same_name(name, &other) && self.is_clear(&number.e164, name, &other)
                })
            };
            let there = self.with(&number.e164).iter().copied();
            let mut others: Vec<usize> = there.filter(alike).filter(may).collect();
            others.dedup();
            if let [at] = *others.as_slice() {
                let more = |c: MatchCandidate<'_>| {
                    !contains_all_words(&fold_for_search(&c.customer.name), name)
                };
                return found(at, whose(at).is_some_and(more));
            }
        }
        if let Some(source) = &draft.source
            && let Some(at) = self.with(source).iter().copied().find(fits)
        {
            return found(at, false);
        }
        if let Some(email) = &draft.email {
            let named = named(&email.to_lowercase()).filter(may);
            if let Some(at) = pick_only_match(draft, named, whose)? {
                return found(at, false);
            }
        }
        Ok(None)
    }

    /// The customer whose number in this very shop a draft has, where anything else agrees.
    fn own<'a>(
        &self,
        draft: &Draft,
        whose: &impl Fn(usize) -> Option<MatchCandidate<'a>>,
        fits: &impl Fn(&usize) -> bool,
    ) -> Option<usize> {
        let text = draft.source.as_deref()?;
        let own = |at: &usize| whose(*at).is_some_and(|c| source::is_own(text, c.customer));
        let mut there = self.with(text).iter().copied();
        there.find(|at| own(at) && fits(at))
    }

    /// Who may be the same person as a new customer.
    fn find_possible_double<'a>(
        &self,
        draft: &Draft,
        name: &str,
        whose: &impl Fn(usize) -> Option<MatchCandidate<'a>>,
    ) -> Option<String> {
        let first = |places: &[usize]| Some(whose(*places.first()?)?.customer);
        let number = draft.phone.as_ref().map(|n| n.e164.clone());
        let email = draft.email.as_deref().map(str::to_lowercase);
        let reached = |reach: Option<String>, what: &str| {
            let customer = first(self.with(&reach?))?;
            Some(format!("has the {what} of {}", describe_customer(customer)))
        };
        let named = || {
            let named = self.named.get(name)?;
            Some(format!(
                "has the name of {}",
                describe_customer(first(named.as_slice())?)
            ))
        };
        reached(number, "number")
            .or_else(|| reached(email, "e-mail"))
            .or_else(named)
    }
}

/// Whether a draft means what a customer was before it was changed here: the name and the number, or
/// the name and the address, of then.
fn matches_former(draft: &Draft, known: MatchCandidate<'_>) -> bool {
    let reached = |c: &Customer| match (&draft.phone, &draft.email) {
        (Some(number), _) => c.phone.as_ref() == Some(&number.e164),
        (None, Some(email)) => c
            .email
            .as_deref()
            .is_some_and(|e| e.eq_ignore_ascii_case(email)),
        (None, None) => true,
    };
    let name = fold_for_search(&draft.name);
    known.all().any(reached) && known.all().any(|c| fold_for_search(&c.name) == name)
}

/// The other names that a customer's line tells: also “Jürgen Müller”.
fn other_names(line: &str) -> Vec<String> {
    let parts = line
        .split("; ")
        .filter_map(|part| part.strip_prefix("also “"));
    parts
        .filter_map(|name| Some(name.strip_suffix('”')?.to_owned()))
        .collect()
}

/// How many who share a number, an address or a source are kept by it: whoever shares one with so
/// many is told from them by name.
const FEW: usize = 8;

fn push_limited(by: &mut HashMap<String, Vec<usize>>, reach: String, at: usize) {
    let there = by.entry(reach).or_default();
    if there.len() < FEW {
        there.push(at);
    }
}

/// The only one that fits; of several the one who was entered at the very moment the draft says.
fn pick_only_match<'a>(
    draft: &Draft,
    fitting: impl Iterator<Item = usize>,
    whose: &impl Fn(usize) -> Option<MatchCandidate<'a>>,
) -> Result<Option<usize>, Vec<usize>> {
    let mut fitting: Vec<usize> = fitting.take(64).collect();
    fitting.sort_unstable();
    fitting.dedup();
    match fitting.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        several => {
            let added = draft.past.added;
            let then =
                |at: &&usize| added.is_some() && whose(**at).map(|c| c.customer.added_at) == added;
            let mut exact = several.iter().filter(then);
            match (exact.next(), exact.next()) {
                (Some(at), None) => Ok(Some(*at)),
                _ => Err(fitting),
            }
        }
    }
}
