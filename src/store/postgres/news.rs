//! What other counters of the shop tell: who, which act, and whose rows it changed.
//!
//! Owns the words of a notification, and which act is the newest that is known here. A notification
//! is a hint: nothing is believed of it but whose rows to read again, and an act that was told of by
//! nobody is missed by its number.

use std::collections::BTreeSet;

use super::super::sql::ChangeNews;
use crate::domain::customer::Id;

/// Whose rows are named in a notification at most: it is short.
const NAMED: usize = 100;

/// What was heard since somebody looked last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct HeardNews {
    /// The acts that were told of.
    pub(super) acts: BTreeSet<i64>,
    /// Whose rows they changed; `None` where they may be anybody's.
    pub(super) customers: Option<BTreeSet<Id>>,
}

/// The words of a notification.
pub(super) fn payload(own: &str, news: Option<&ChangeNews>) -> String {
    let Some(ChangeNews {
        act,
        customers: Some(customers),
    }) = news.filter(|news| {
        let customers = news.customers.as_ref();
        customers.is_some_and(|customers| customers.len() <= NAMED)
    })
    else {
        return own.to_owned();
    };
    let customers: Vec<String> = customers.iter().map(ToString::to_string).collect();
    format!("{own} {} {}", act.unwrap_or(0), customers.join(","))
}

impl HeardNews {
    /// Reads a notification, unless it is one's own.
    pub(super) fn read(own: &str, payload: &str) -> Option<Self> {
        let mut words = payload.split(' ');
        if words.next() == Some(own) {
            return None;
        }
        let act = words.next().and_then(|act| act.parse().ok());
        let customers = words.next().and_then(|ids| {
            ids.split(',')
                .map(|id| id.parse().ok())
                .collect::<Option<BTreeSet<Id>>>()
        });
        Some(Self {
            acts: act.filter(|act| *act > 0).into_iter().collect(),
            customers: customers.filter(|_| act.is_some()),
        })
    }

    /// Hears more.
    pub(super) fn add(&mut self, more: Self) {
        self.acts.extend(more.acts);
        self.customers = match (self.customers.take(), more.customers) {
            (Some(mut heard), Some(new)) => {
                heard.extend(new);
                Some(heard)
            }
            _ => None,
        };
    }
}

/// What is known of the shop's acts and claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownActs {
    /// The newest of the acts that are known without a gap.
    newest: i64,
    /// Those behind a gap: the notification of one before them is late, or lost.
    behind: BTreeSet<i64>,
    /// The newest number the shop had when it was asked last.
    asked: i64,
    /// How many claims there were then, and since when.
    claims: (i64, i64),
    /// Whether something was heard, or done here, since then.
    stirred: bool,
}

impl KnownActs {
    pub(super) const fn new(newest: i64, claims: (i64, i64)) -> Self {
        Self {
            newest,
            behind: BTreeSet::new(),
            asked: newest,
            claims,
            stirred: false,
        }
    }

    /// Acts that were told of, or done here.
    pub(super) fn note(&mut self, acts: impl IntoIterator<Item = i64>) {
        self.stirred = true;
        self.behind.extend(acts);
        while self.behind.remove(&(self.newest + 1)) {
            self.newest += 1;
        }
        self.behind = self.behind.split_off(&(self.newest + 1));
    }

    /// What the shop's row and its claims say now; whether something was done that nobody told of.
    /// Where notifications come, one may be on its way: it is late when the next look finds the same.
    pub(super) fn compare(&mut self, newest: i64, claims: (i64, i64), told: bool) -> bool {
        let missed = if told {
            self.newest < self.asked
        } else {
            self.newest != newest
        };
        // Another database was put in its place, or taken back.
        let replaced = newest < self.newest;
        let claimed = claims != self.claims && !self.stirred;
        let news = missed || replaced || claimed;
        (self.asked, self.claims, self.stirred) = (newest, claims, false);
        if news {
            self.newest = newest;
            self.behind.clear();
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(act: Option<i64>, customers: &[Id]) -> ChangeNews {
        ChangeNews {
            act,
            customers: Some(customers.iter().copied().collect()),
        }
    }

    #[test]
    fn a_notification_says_which_act_and_whose_rows_and_is_nobodys_own() {
        let words = payload("me", Some(&of(Some(7), &[3, 12])));
        assert_eq!(HeardNews::read("me", &words), None);
        let heard = HeardNews::read("you", &words).unwrap_or_default();
        assert_eq!(heard.acts, BTreeSet::from([7]));
        assert_eq!(heard.customers, Some(BTreeSet::from([3, 12])));
        let claim = HeardNews::read("you", &payload("me", Some(&of(None, &[3]))));
        let claim = claim.unwrap_or_default();
        assert_eq!(
            (claim.acts, claim.customers),
            (BTreeSet::new(), Some(BTreeSet::from([3])))
        );
    }

    #[test]
    fn a_notification_that_names_nobody_is_news_of_everybody() {
        let everybody = HeardNews::read("you", &payload("me", None)).unwrap_or_default();
        assert_eq!(everybody.customers, None);
        let many: Vec<Id> = (0..=100).collect();
        assert_eq!(payload("me", Some(&of(Some(1), &many))), "me");
        let mut heard = HeardNews::read("you", "me 1 2").unwrap_or_default();
        heard.add(everybody);
        assert_eq!(heard.customers, None);
    }

    #[test]
    fn an_act_that_nobody_told_of_is_missed_at_the_second_look() {
        let mut known = KnownActs::new(4, (0, 0));
        known.note([6]);
        assert!(!known.compare(6, (0, 0), true), "5 may be on its way");
        assert!(known.compare(6, (0, 0), true));
        known.note([7]);
        assert!(!known.compare(7, (0, 0), true));
        assert!(!known.compare(7, (0, 0), true));
    }

    #[test]
    fn a_notification_that_comes_late_closes_the_gap() {
        let mut known = KnownActs::new(4, (0, 0));
        known.note([6]);
        known.note([5]);
        assert!(!known.compare(6, (0, 0), true));
        assert!(!known.compare(6, (0, 0), true));
    }

    #[test]
    fn whoever_is_told_nothing_sees_a_new_act_at_once() {
        let mut known = KnownActs::new(4, (0, 0));
        assert!(!known.compare(4, (0, 0), false));
        assert!(known.compare(5, (0, 0), false));
        assert!(known.compare(5, (1, 9), false), "a claim");
    }
}
