//! The shop's rules in force: PRODUCT's defaults, unless its configuration says otherwise.
//!
//! Owns only the numbers and the calendar; their effects belong to `cadence` and `outcome`.

use chrono::{DateTime, Days, Utc};

use super::cadence::{self, Cadence};
use super::follow_up::Severity;
use super::hours::{Calendar, DaySpan};
use super::message::MessageTemplate;
use super::money::Currency;
use super::playbook::Playbooks;
use super::time_phrase::DateOrder;

/// Everything a rule may need to know of the shop.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The shop's name, as in the screen's header.
    pub shop: String,
    /// The word for an item: "vehicle", "device", "pet".
    pub item_word: String,
    /// The shop's trade, if configured: garage, computers, vet.
    pub trade: Option<String>,
    /// The shop's phone number, as a message gives it; empty if it gave none.
    pub phone: String,
    /// The message to a customer who was not reached.
    pub message: MessageTemplate,
    /// The member of staff who rings unhappy customers.
    pub owner: String,
    /// All members of staff.
    pub staff: Vec<String>,
    /// Zone, hours, holidays.
    pub calendar: Calendar,
    /// The currency of quotes.
    pub currency: Currency,
    /// Whether the day or the month comes first in 3/4.
    pub order: DateOrder,
    /// When to retry a call.
    pub cadence: Cadence,
    /// When a result brings a customer back.
    pub returns: ReturnDays,
    /// What to say, to ask, and what comes next.
    pub playbooks: Playbooks,
}

/// How many days after each result the customer returns to the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnDays {
    /// From authorised work to the question whether all is well.
    pub authorised: u32,
    /// From a declined red finding until it is asked about again.
    pub declined_red: u32,
    /// From a declined amber finding, or one without severity.
    pub declined_amber: u32,
    /// From a declined green finding: about a service interval.
    pub declined_green: u32,
    /// From a finding that can wait.
    pub can_wait: u32,
    /// At which minute of the next open day a customer who wants to think is rung.
    pub thinking_at: u16,
    /// From a job to the check-back.
    pub check_back: u32,
    /// From a job to the day its check-back goes to "let go".
    pub check_back_ends: u32,
}

impl Default for ReturnDays {
    fn default() -> Self {
        Self {
            authorised: 7,
            declined_red: 14,
            declined_amber: 60,
            declined_green: 365,
            can_wait: 90,
            thinking_at: 16 * 60,
            check_back: 3,
            check_back_ends: 15,
        }
    }
}

impl ReturnDays {
    /// How many days a declined finding rests.
    #[must_use]
    pub const fn declined(&self, severity: Option<Severity>) -> u32 {
        match severity {
            Some(Severity::Red) => self.declined_red,
            Some(Severity::Green) => self.declined_green,
            Some(Severity::Amber) | None => self.declined_amber,
        }
    }
}

impl Rules {
    /// The opening of the day `days` days on, or of the next open day after it.
    #[must_use]
    pub fn in_days(&self, now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        self.calendar
            .due_on(self.calendar.date(now) + Days::new(u64::from(days)))
    }

    /// When a customer who wants to think is rung: the next open day at the configured time, or the
    /// next at which the shop is open and they may be rung.
    #[must_use]
    pub fn thinking_until(&self, now: DateTime<Utc>, hours: Option<DaySpan>) -> DateTime<Utc> {
        let day = self.calendar.next_open_day(self.calendar.date(now));
        let at = self.calendar.at_minute(day, self.returns.thinking_at);
        cadence::attempt(&self.calendar, hours, at)
    }
}
