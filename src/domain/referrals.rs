//! Referrals: who recommended the shop to a customer, and the thanks they get once that one comes.
//!
//! Owns when a referred customer has come, and how their sender is noted. What is said and when is
//! in the shop's playbook.

use chrono::{DateTime, Utc};

use super::author::Author;
use super::customer::{Customer, Id};
use super::follow_up::FollowUp;
use super::hours::Calendar;
use super::rules::Rules;
use super::time_format::spoken_day;

/// The name of the playbook for thanking a sender.
pub const THANKS: &str = "thank-you";

/// Sets who referred a customer; `None` if the noted sender was a mistake. A new sender has not been
/// thanked yet, so the date the customer came is cleared.
pub fn set_sender(customer: &mut Customer, by: Option<Id>, now: DateTime<Utc>) {
    if customer.sent_by != by {
        customer.sent_by = by;
        customer.sent_at = by.map(|_| now);
        customer.came_at = None;
    }
}

/// Notes that the customer came. The first time, the sender is thanked: returns their thank-you as
/// new rows numbered from `first` downward; none without a sender, or if they were thanked before.
pub fn thank_sender(
    customer: &mut Customer,
    first: Id,
    author: Author<'_>,
    rules: &Rules,
) -> Vec<FollowUp> {
    let Some(sender) = customer.sent_by.filter(|_| customer.came_at.is_none()) else {
        return Vec::new();
    };
    customer.came_at = Some(author.now);
    let Some(playbook) = rules.playbooks.named(THANKS) else {
        return Vec::new();
    };
    let calendar = &rules.calendar;
    let mut thanks = playbook.follow_ups(&playbook.job, sender, None, author.now, first, calendar);
    for f in &mut thanks {
        f.added_at = author.now;
        author.by.clone_into(&mut f.added_by);
    }
    thanks
}

/// "Whoever sent them is thanked Wed 25 Nov."
#[must_use]
pub fn thanks_sentence(
    thanks: &[FollowUp],
    now: DateTime<Utc>,
    calendar: &Calendar,
) -> Option<String> {
    let first = thanks.iter().map(|f| f.due_at).min()?;
    let day = spoken_day(first, now, calendar);
    Some(format!("Whoever sent them gets a thank-you {day}."))
}

/// "Sent by Clara Diaz; has sent two: Tom Reid, Sam Okafor." `sent` are the names of those they
/// referred, the latest first.
#[must_use]
pub fn sentence(by: Option<&str>, sent: &[String]) -> Option<String> {
    let by = by.map(|name| format!("Sent by {name}"));
    let latest: Vec<&str> = sent.iter().take(NAMED).map(String::as_str).collect();
    let more = if sent.len() > NAMED { " and more" } else { "" };
    let sent = match sent {
        [] => None,
        [only] => Some(format!("sent {only}")),
        several => Some(format!(
            "sent {}: {}{more}",
            number(several.len()),
            latest.join(", ")
        )),
    };
    match (by, sent) {
        (None, None) => None,
        (Some(by), None) => Some(format!("{by}.")),
        (None, Some(sent)) => Some(format!("Has {sent}.")),
        (Some(by), Some(sent)) => Some(format!("{by}; has {sent}.")),
    }
}

/// How many of the customers somebody referred are named.
const NAMED: usize = 3;

/// The most referred customers that are read.
pub const MOST: usize = 100;

fn number(n: usize) -> String {
    const WORDS: [&str; 11] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    let word = n.checked_sub(2).and_then(|at| WORDS.get(at));
    match word {
        Some(word) => (*word).to_owned(),
        None if n >= MOST => format!("{MOST} or more"),
        None => n.to_string(),
    }
}

#[cfg(test)]
mod tests;
