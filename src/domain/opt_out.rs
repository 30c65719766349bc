//! Opt-outs: of marketing, or of every call but a promised one; when, and who noted it.
//!
//! Owns how an opt-out is noted, and that of two the stricter holds, with its own date.

use chrono::{DateTime, Utc};

use super::customer::Customer;
use super::draft::Author;

impl Customer {
    /// Notes an opt-out of marketing and withdraws one of all calls. An earlier date is kept.
    pub fn opt_out_of_marketing(&mut self, author: Author<'_>) {
        self.no_calls_at = None;
        self.no_calls_by = None;
        let now = (Some(author.now), Some(author.by));
        keep_first(&mut self.opted_out_at, &mut self.opted_out_by, now);
    }

    /// Notes an opt-out of all calls, which includes marketing.
    pub fn opt_out_of_calls(&mut self, author: Author<'_>) {
        let now = (Some(author.now), Some(author.by));
        keep_first(&mut self.opted_out_at, &mut self.opted_out_by, now);
        keep_first(&mut self.no_calls_at, &mut self.no_calls_by, now);
    }

    /// Withdraws both opt-outs: the customer may be rung about anything.
    pub fn withdraw_opt_outs(&mut self) {
        self.opted_out_at = None;
        self.opted_out_by = None;
        self.no_calls_at = None;
        self.no_calls_by = None;
    }

    /// Adds the opt-outs of another record of the same person; of two the earlier is kept.
    pub fn merge_opt_outs(&mut self, other: &Self) {
        let theirs = (other.opted_out_at, other.opted_out_by.as_deref());
        keep_first(&mut self.opted_out_at, &mut self.opted_out_by, theirs);
        let theirs = (other.no_calls_at, other.no_calls_by.as_deref());
        keep_first(&mut self.no_calls_at, &mut self.no_calls_by, theirs);
    }
}

/// Keeps the earlier of two opt-outs, with its author.
fn keep_first(
    at: &mut Option<DateTime<Utc>>,
    by: &mut Option<String>,
    other: (Option<DateTime<Utc>>, Option<&str>),
) {
    if let Some(said) = other.0
        && at.is_none_or(|there| said < there)
    {
        *at = Some(said);
        *by = other.1.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::{Author, Customer};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn author(day: &str, by: &'static str) -> Author<'static> {
        Author {
            now: at(&format!("{day}T10:00:00Z")),
            by,
        }
    }

    #[test]
    fn a_no_to_all_calls_is_one_to_marketing_and_each_keeps_its_own_date() {
        let mut anita = Customer::default();
        anita.opt_out_of_marketing(author("2026-01-02", "Tom"));
        anita.opt_out_of_calls(author("2026-11-24", "Asha"));
        assert_eq!(anita.opted_out_at, Some(at("2026-01-02T10:00:00Z")));
        assert_eq!(anita.opted_out_by.as_deref(), Some("Tom"));
        assert_eq!(anita.no_calls_at, Some(at("2026-11-24T10:00:00Z")));
        assert_eq!(anita.no_calls_by.as_deref(), Some("Asha"));
        assert!(anita.refuses(false, false) && !anita.refuses(false, true));
        anita.opt_out_of_marketing(author("2026-11-25", "Joe"));
        assert!(!anita.refuses(false, false) && anita.refuses(true, true));
        assert_eq!(anita.opted_out_by.as_deref(), Some("Tom"));
        anita.withdraw_opt_outs();
        assert_eq!(anita, Customer::default());
    }

    #[test]
    fn of_two_that_are_one_the_stricter_holds_and_of_two_dates_the_first() {
        let mut kept = Customer::default();
        kept.opt_out_of_marketing(author("2026-03-02", "Tom"));
        let mut other = Customer::default();
        other.opt_out_of_calls(author("2026-02-01", "Asha"));
        kept.merge_opt_outs(&other);
        assert_eq!(kept.opted_out_by.as_deref(), Some("Asha"));
        assert_eq!(kept.no_calls_at, Some(at("2026-02-01T10:00:00Z")));
        let before = kept.clone();
        kept.merge_opt_outs(&Customer::default());
        assert_eq!(kept, before, "nobody's yes takes a no away");
    }
}
