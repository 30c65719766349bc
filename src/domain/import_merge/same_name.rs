//! Whether two names may be ways to write one: by their words, their titles and their generation.
//!
//! Owns that comparison. Whether it is meant where several fit is `match_index`' to say.

use crate::domain::text::words;

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
pub(super) fn contains_all_words(name: &str, other: &str) -> bool {
    let there = untitled(name);
    let letter = |w: &String, t: &String| w.chars().count() == 1 && t.starts_with(w.as_str());
    let said = |w: &String| there.iter().any(|t| t == w || letter(w, t));
    untitled(other).iter().all(said)
}

/// Whether two folded names may be ways to write one: every word of the shorter is a word of the
/// longer, or its first letter ("a patel", "patel, anita").
pub(super) fn may_be_same_name(a: &str, b: &str) -> bool {
    if two_people(a, b) {
        return false;
    }
    let (a, b) = (untitled(a), untitled(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let letter = |one: &str, whole: &str| one.chars().count() == 1 && whole.starts_with(one);
    let is = |s: &String, l: &String| l == s || letter(s, l) || letter(l, s);
    !short.is_empty() && short.iter().all(|s| long.iter().any(|l| is(s, l)))
}

/// Whether two folded names share a word that is no title.
pub(super) fn shares_a_word(a: &str, b: &str) -> bool {
    let there = untitled(a);
    untitled(b).iter().any(|word| there.contains(word))
}
