//! A column's name, taken apart: `billing_phone`, `Person - Phone - Work`, `PhoneNumber` and
//! `Mobil-Tel.-Nr.` are words that run together in one way or another.
//!
//! Owns how a name is cut into words and how it is asked for a stem. What the words mean is
//! `header_roles`' and `consent`'s business.

use crate::domain::text::{fold_for_search, words};

/// The shortest stem that is looked for inside other words too.
const INSIDE: usize = 5;

/// A column's name in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderName {
    /// Folded: letters and digits only.
    pub(crate) key: String,
    /// Its words, folded.
    pub(crate) words: Vec<String>,
}

impl HeaderName {
    pub(crate) fn new(name: &str) -> Self {
        let parted = words(&fold_for_search(&part_capitals(name)));
        Self {
            key: parted.concat(),
            words: parted,
        }
    }

    /// Whether it has a stem: one of five letters and more anywhere (“Mobiltelefon”), a shorter one
    /// as a word of its own (“Tel.”). A stem of several words is written without the blanks.
    pub(crate) fn says(&self, stem: &str) -> bool {
        if stem.chars().count() >= INSIDE || !stem.is_ascii() {
            return self.key.contains(stem);
        }
        self.words.iter().any(|word| word == stem)
    }

    /// Whether it has any of some stems, parted by blanks.
    pub(crate) fn says_any(&self, stems: &str) -> bool {
        stems.split(' ').any(|stem| self.says(stem))
    }

    /// Whether it has any of some words, parted by blanks, as a word of its own.
    pub(crate) fn has_word(&self, asked: &str) -> bool {
        self.words.iter().any(|word| is_one_of(asked, word))
    }
}

/// Whether a word is one of a list that is parted by blanks.
pub(crate) fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// `PhoneNumber` as “Phone Number”; “J-ID” and “GDPR” stay as they are.
fn part_capitals(name: &str) -> String {
    let mut parted = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            parted.push(' ');
        }
        parted.push(c);
        before = c;
    }
    parted
}
