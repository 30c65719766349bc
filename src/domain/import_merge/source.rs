//! A customer's number in the program a file comes from: `square:S7`, and in a shop of our own
//! `checkback:12-1795516920000`, the id with the moment they were entered.
//!
//! Owns what such a number proves. Two shops number their customers alike: the number alone is never
//! proof against a name and a telephone number that both say somebody else.

use crate::domain::customer::Customer;

/// The mark of our own files.
pub(crate) const OURS: &str = "checkback";

/// The mark of files whose program is not known.
pub(crate) const UNKNOWN: &str = "file";

/// The program or shop a number belongs to.
#[must_use]
pub(crate) fn program(source: &str) -> &str {
    source
        .split_once(':')
        .map_or(source, |(program, _)| program)
}

/// What a shop was named whose customers a program numbered: “North” of `North/square`. Blank where the
/// program was the only one; `None` for another program.
#[must_use]
pub(crate) fn shop_of<'a>(program: &'a str, mark: &str) -> Option<&'a str> {
    let shop = program.strip_suffix(mark)?;
    if shop.is_empty() {
        return Some(shop);
    }
    shop.strip_suffix('/')
}

/// Whether a number of one of our shops is this customer's own: the file is this shop's.
pub(super) fn is_own(source: &str, customer: &Customer) -> bool {
    customer.id > 0 && source == own(customer)
}

/// A customer's number in this shop, as our files have it.
pub(super) fn own(customer: &Customer) -> String {
    let added = customer.added_at.timestamp_millis();
    format!("{OURS}:{}-{added}", customer.id)
}

/// The id in a number of one of our shops.
#[must_use]
pub(crate) fn own_id(source: &str) -> Option<i64> {
    let own = source.strip_prefix(OURS)?.strip_prefix(':')?;
    own.split_once('-')?.0.parse().ok()
}
