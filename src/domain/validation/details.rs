//! What may be typed in each of a customer's details, and what is kept of it.

use crate::domain::customer_detail::CustomerDetail;
use crate::domain::hours::DaySpan;

/// A detail of a customer, as it is kept.
///
/// # Errors
/// Why the text is refused.
pub fn detail(detail: CustomerDetail, text: &str) -> Result<String, String> {
    match detail {
        CustomerDetail::Email => email(text),
        CustomerDetail::Line => Ok(text.to_owned()),
        CustomerDetail::Hours => hours(text).map(|hours| hours.to_string()),
    }
}

/// When a customer may be rung.
///
/// # Errors
/// A text that is no span of a day.
fn hours(text: &str) -> Result<DaySpan, String> {
    text.parse()
}

/// An e-mail address: something, one @, something.
///
/// # Errors
/// A text that is none.
pub fn email(text: &str) -> Result<String, String> {
    let text = text.trim();
    let sides = text.split_once('@');
    let fits = |side: &str| !side.is_empty() && !side.contains(['@', ' ']);
    match sides {
        Some((who, place)) if fits(who) && fits(place) => Ok(text.to_owned()),
        _ => Err(format!(
            "“{text}” is not an e-mail address: write one like name@example.com"
        )),
    }
}
