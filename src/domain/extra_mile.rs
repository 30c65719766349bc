//! The extra mile: small kindnesses noted for a customer, each given once.
//!
//! Owns how an idea is noted, edited and ticked, and that nothing is given twice. The record belongs
//! to the customer.

use super::customer::{Customer, ExtraMile};
use super::draft::Author;
use super::hours::Calendar;
use super::text::fold_for_search;
use super::time_format::spoken_day;

/// The number of ideas a form offers fields for.
pub const ASKED_FOR: usize = 3;

impl ExtraMile {
    /// An idea that was not given yet.
    #[must_use]
    pub fn new(idea: &str) -> Self {
        Self {
            idea: idea.to_owned(),
            given_at: None,
            given_by: None,
        }
    }

    /// Whether it was given.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        self.given_at.is_some()
    }

    /// "☐ wash the car", "☑ lift home (Tom, Sat 3 Oct)".
    #[must_use]
    pub fn shown(&self, now: chrono::DateTime<chrono::Utc>, calendar: &Calendar) -> String {
        match self.given_at {
            None => format!("☐ {}", self.idea),
            Some(at) => {
                let by = self.given_by.as_deref().unwrap_or("somebody");
                let day = spoken_day(at, now, calendar);
                format!("☑ {} ({by}, {day})", self.idea)
            }
        }
    }
}

/// The customer's kindnesses: pending ideas first, then given ones, the latest first.
#[must_use]
pub fn in_order(customer: &Customer) -> Vec<&ExtraMile> {
    let mut all: Vec<&ExtraMile> = customer.extra_mile.iter().collect();
    all.sort_by_key(|k| std::cmp::Reverse(k.given_at.map_or(i64::MAX, |at| at.timestamp_millis())));
    all
}

/// The pending ideas.
pub fn waiting(customer: &Customer) -> impl Iterator<Item = &ExtraMile> {
    customer.extra_mile.iter().filter(|k| !k.is_given())
}

/// Adds an idea or replaces a pending one; an empty text removes that one. With an [`Author`] it is
/// marked as given.
///
/// # Errors
/// If the idea was given already: the message says by whom.
pub fn note(
    customer: &mut Customer,
    was: &str,
    idea: &str,
    given: Option<Author<'_>>,
) -> Result<(), String> {
    let of = |words: &str| {
        let wanted = fold_for_search(words);
        move |k: &ExtraMile| fold_for_search(&k.idea) == wanted
    };
    let had = of(idea);
    if let Some(once) = customer.extra_mile.iter().find(|k| k.is_given() && had(k)) {
        let by = once.given_by.as_deref().unwrap_or("somebody");
        return Err(format!(
            "Already done for them, by {by}: think of something else"
        ));
    }
    let there = of(was);
    let at = customer.extra_mile.iter();
    let at = at
        .clone()
        .position(|k| !was.is_empty() && !k.is_given() && there(k));
    let twice = customer.extra_mile.iter().position(had);
    match at.or(twice) {
        Some(at) if idea.is_empty() => {
            customer.extra_mile.remove(at);
        }
        Some(at) => {
            if let Some(kindness) = customer.extra_mile.get_mut(at) {
                idea.clone_into(&mut kindness.idea);
                give(kindness, given);
            }
        }
        None if idea.is_empty() => {}
        None => {
            let mut kindness = ExtraMile::new(idea);
            give(&mut kindness, given);
            customer.extra_mile.push(kindness);
        }
    }
    Ok(())
}

fn give(kindness: &mut ExtraMile, given: Option<Author<'_>>) {
    if let Some(author) = given {
        kindness.given_at = Some(author.now);
        kindness.given_by = Some(author.by.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::super::hours::Calendar;
    use super::{Author, Customer, in_order, note, waiting};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn ideas(customer: &Customer) -> Vec<&str> {
        waiting(customer).map(|k| k.idea.as_str()).collect()
    }

    #[test]
    fn an_idea_is_noted_changed_taken_out_and_given() {
        let mut anita = Customer::default();
        note(&mut anita, "", "Wash the car", None).unwrap();
        note(&mut anita, "", "Lift home", None).unwrap();
        assert_eq!(ideas(&anita), ["Wash the car", "Lift home"]);
        note(&mut anita, "Wash the car", "Wash it well", None).unwrap();
        assert_eq!(ideas(&anita), ["Wash it well", "Lift home"]);
        note(&mut anita, "Wash it well", "", None).unwrap();
        assert_eq!(ideas(&anita), ["Lift home"]);
        let author = Author {
            now: at("2026-11-24T10:00:00Z"),
            by: "Tom",
        };
        note(&mut anita, "Lift home", "Lift home", Some(author)).unwrap();
        note(&mut anita, "", "A biscuit for the dog", None).unwrap();
        assert_eq!(ideas(&anita), ["A biscuit for the dog"]);
        let calendar = Calendar::default();
        let shown = in_order(&anita);
        let shown: Vec<String> = shown
            .iter()
            .map(|k| k.shown(author.now, &calendar))
            .collect();
        assert_eq!(
            shown,
            ["☐ A biscuit for the dog", "☑ Lift home (Tom, Tue 24 Nov)"]
        );
    }

    #[test]
    fn nothing_is_given_twice_nor_noted_twice() {
        let mut anita = Customer::default();
        let author = Author {
            now: at("2026-11-24T10:00:00Z"),
            by: "Tom",
        };
        note(&mut anita, "", "Lift home", None).unwrap();
        note(&mut anita, "", "lift HOME", None).unwrap();
        assert_eq!(ideas(&anita), ["lift HOME"]);
        note(&mut anita, "Lift home", "Lift home", Some(author)).unwrap();
        let before = anita.clone();
        let again = Author {
            by: "Asha",
            ..author
        };
        for (was, idea) in [("", "Lift home"), ("Lift home", "lift home")] {
            let refused = note(&mut anita, was, idea, Some(again)).unwrap_err();
            assert!(
                refused.contains("Already done for them, by Tom"),
                "{refused}"
            );
        }
        assert_eq!(anita, before);
    }
}
