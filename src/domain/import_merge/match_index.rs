//! Whom a draft means among those it is held against: by number, by the number in the program they
//! come from, by e-mail with the name, by name. However many bear one name, a look-up stays short.
//!
//! Couples share numbers and addresses: two names that are not two ways to write one are two people,
//! and so are two of one program under two of its numbers.

use std::collections::HashMap;

use crate::domain::customer::Customer;
use crate::domain::customer_match::{describe_customer, matches_customer};
use crate::domain::draft::Draft;
use crate::domain::text::{fold_for_search, words};

/// Places of customers, by what they are looked for.
#[derive(Debug, Default)]
pub(super) struct MatchIndex {
    named: HashMap<String, Vec<usize>>,
    reached: HashMap<(String, String), Vec<usize>>,
    numberless: HashMap<String, Vec<usize>>,
    mailless: HashMap<String, Vec<usize>>,
    /// By number or address alone, or by source: the first few who share one.
    by: HashMap<String, Vec<usize>>,
}

/// A customer a draft is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct MatchCandidate<'a> {
    /// The customer.
    pub(super) customer: &'a Customer,
    /// Those who turned out to be them.
    pub(super) also: &'a [Customer],
}

impl MatchCandidate<'_> {
    /// Whether a draft comes from the program a customer came from, under another number there; of
    /// whoever turned out to be them that speaks against nothing.
    fn is_apart(self, draft: &Draft, name: &str) -> bool {
        let program = |source: &str| source.split(':').next().unwrap_or_default().to_owned();
        let sources = draft.source.as_deref().zip(self.customer.source.as_deref());
        sources.is_some_and(|(a, b)| a != b && program(a) == program(b))
            && !self.also.iter().any(|c| fold_for_search(&c.name) == name)
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
    /// Enters a customer at a place.
    pub(super) fn index_customer(&mut self, at: usize, customer: &Customer) {
        let name = fold_for_search(&customer.name);
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
    fn places(&self, draft: &Draft) -> [&[usize]; 2] {
        let name = fold_for_search(&draft.name);
        let number = draft.phone.as_ref().map(|n| n.e164.clone());
        let email = draft.email.as_deref().map(str::to_lowercase);
        let (reach, others) = match (number, email) {
            (Some(number), _) => (Some(number), &self.numberless),
            (None, Some(email)) => (Some(email), &self.mailless),
            (None, None) => (None, &self.named),
        };
        let others = others.get(&name);
        let own = reach.and_then(|reach| self.reached.get(&(name, reach)));
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
        if let Some(meant) = self.by_reach(draft, &may, &whose)? {
            return Ok(meant);
        }
        for places in self.places(draft) {
            let means = |at: &usize| {
                whose(*at).is_some_and(|c| matches_customer(draft, c.customer, c.also))
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
            double: self.find_possible_double(draft, &whose),
            ..ImportMatch::default()
        })
    }

    /// Whom a row of a file means by its number, then by its source, then by its address together
    /// with the name.
    fn by_reach<'a>(
        &self,
        draft: &Draft,
        may: &impl Fn(&usize) -> bool,
        whose: &impl Fn(usize) -> Option<MatchCandidate<'a>>,
    ) -> Result<Option<ImportMatch>, Vec<usize>> {
        let name = fold_for_search(&draft.name);
        let named = |reach: &str| {
            let named = self.reached.get(&(name.clone(), reach.to_owned()));
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
                whose(*at)
                    .is_some_and(|c| may_be_same_name(&name, &fold_for_search(&c.customer.name)))
            };
            let there = self.with(&number.e164).iter().copied();
            let mut others: Vec<usize> = there.filter(alike).filter(may).collect();
            others.dedup();
            if let [at] = *others.as_slice() {
                let more = |c: MatchCandidate<'_>| {
                    !contains_all_words(&fold_for_search(&c.customer.name), &name)
                };
                return found(at, whose(at).is_some_and(more));
            }
        }
        if let Some(source) = &draft.source
            && let [at, ..] = self.with(source)
        {
            return found(*at, false);
        }
        if let Some(email) = &draft.email {
            let named = named(&email.to_lowercase()).filter(may);
            if let Some(at) = pick_only_match(draft, named, whose)? {
                return found(at, false);
            }
        }
        Ok(None)
    }

    /// Who may be the same person as a new customer.
    fn find_possible_double<'a>(
        &self,
        draft: &Draft,
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
            let named = self.named.get(&fold_for_search(&draft.name))?;
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

/// What stands before a name and is none, for a man, for a woman, for anybody.
const TITLES: [&[&str]; 3] = [
    &["mr", "herr", "monsieur", "sir", "senor"],
    &["mrs", "ms", "miss", "frau", "mme", "madame", "sra", "lady"],
    &["dr", "prof", "m", "sr"],
];

/// What stands behind a name and tells one generation from another.
const GENERATIONS: [&[&str]; 4] = [
    &["sr", "sen", "snr"],
    &["jr", "jun", "jnr"],
    &["ii"],
    &["iii"],
];

/// Whether two folded names say that they are two people's: Mr and Mrs, father and son.
fn two_people(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let of = |table: &[&[&str]], word: Option<&String>| {
        let word = word?;
        table
            .iter()
            .position(|words| words.contains(&word.as_str()))
    };
    let differ = |a: Option<usize>, b: Option<usize>| a.is_some() && b.is_some() && a != b;
    let sexes = TITLES.get(..2).unwrap_or_default();
    differ(of(sexes, a.first()), of(sexes, b.first()))
        || differ(of(&GENERATIONS, a.last()), of(&GENERATIONS, b.last()))
}

/// The words of a folded name, without titles where anything else is left.
fn untitled(name: &str) -> Vec<String> {
    let all = words(name);
    let bare: Vec<String> = all
        .iter()
        .filter(|w| !TITLES.iter().any(|titles| titles.contains(&w.as_str())))
        .cloned()
        .collect();
    if bare.is_empty() { all } else { bare }
}

/// Whether a folded name has every word of another, or one that begins with its letter.
fn contains_all_words(name: &str, other: &str) -> bool {
    let there = untitled(name);
    let letter = |w: &String, t: &String| w.chars().count() == 1 && t.starts_with(w.as_str());
    let said = |w: &String| there.iter().any(|t| t == w || letter(w, t));
    untitled(other).iter().all(said)
}

/// Whether two folded names may be ways to write one: every word of the shorter is a word of the
/// longer, or its first letter ("a patel", "patel, anita").
fn may_be_same_name(a: &str, b: &str) -> bool {
    if two_people(a, b) {
        return false;
    }
    let (a, b) = (untitled(a), untitled(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let letter = |one: &str, whole: &str| one.chars().count() == 1 && whole.starts_with(one);
    let is = |s: &String, l: &String| l == s || letter(s, l) || letter(l, s);
    !short.is_empty() && short.iter().all(|s| long.iter().any(|l| is(s, l)))
}
