//! The fields that a column can be mapped to, by `--map` or in the import popup.
//!
//! Owns their names. A customer's details are not listed here: they are those of `customer_detail`, each by
//! its name in JSON.

use std::fmt;
use std::str::FromStr;

use crate::domain::customer_detail::CustomerDetail;
use crate::domain::follow_up::UnknownWord;
use crate::domain::text::sanitize;

/// A field that a column can be mapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportField {
    /// The customer's name.
    Name,
    /// The phone number.
    Phone,
    /// The e-mail address: of several the best one is chosen.
    Email,
    /// The item.
    Item,
    /// The kind of follow-up.
    Kind,
    /// What it is about: makes the row a follow-up.
    About,
    /// The severity.
    Severity,
    /// The quoted price.
    Quote,
    /// The date from which the follow-up is in the list.
    Due,
    /// By when the customer was promised to hear.
    Promise,
    /// The owner of the follow-up.
    Owner,
    /// A note on the follow-up.
    Note,
    /// The first name, in files with a column for each part of the name.
    First,
    /// The last name in such a file.
    Last,
    /// The firm.
    Company,
    /// The mobile number.
    Mobile,
    /// Whether they opted out of all calls.
    NoCalls,
    /// Whether they opted out of marketing.
    NoMarketing,
    /// A detail of the customer.
    Detail(CustomerDetail),
}

/// The fields that are no details of a customer, with their names.
const FIELDS: [(ImportField, &str); 18] = [
    (ImportField::Name, "name"),
    (ImportField::Phone, "phone"),
    (ImportField::Email, "email"),
    (ImportField::Item, "item"),
    (ImportField::Kind, "kind"),
    (ImportField::About, "about"),
    (ImportField::Severity, "severity"),
    (ImportField::Quote, "quote"),
    (ImportField::Due, "due"),
    (ImportField::Promise, "promise"),
    (ImportField::Owner, "owner"),
    (ImportField::Note, "note"),
    (ImportField::First, "first"),
    (ImportField::Last, "last"),
    (ImportField::Company, "company"),
    (ImportField::Mobile, "mobile"),
    (ImportField::NoCalls, "no_calls"),
    (ImportField::NoMarketing, "no_marketing"),
];

impl ImportField {
    /// All of them, in the order in which they are listed for a person.
    pub fn all() -> impl Iterator<Item = Self> {
        let listed = |detail: &CustomerDetail| {
            let name = detail.json_name();
            FIELDS.iter().all(|(_, word)| *word != name)
        };
        let details = CustomerDetail::ALL.iter().copied().filter(listed);
        let fields = FIELDS.iter().map(|(field, _)| *field);
        fields.chain(details.map(Self::Detail))
    }

    /// Its name, on the command line and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Detail(detail) => detail.json_name(),
            field => FIELDS
                .iter()
                .find(|(one, _)| *one == field)
                .map_or("", |(_, word)| word),
        }
    }
}

impl fmt::Display for ImportField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for ImportField {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.trim().to_lowercase().replace([' ', '-'], "_");
        let found = Self::all().find(|field| field.word() == wanted);
        found.ok_or_else(|| UnknownWord {
            noun: "column",
            given: sanitize(text),
            words: Self::all().map(Self::word).collect::<Vec<_>>().join(", "),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_detail_of_a_customer_can_be_mapped_by_its_name() {
        for detail in CustomerDetail::ALL {
            let field: ImportField = detail.json_name().parse().unwrap();
            assert_eq!(field.word(), detail.json_name());
        }
        assert_eq!(
            "language".parse(),
            Ok(ImportField::Detail(CustomerDetail::Language))
        );
    }

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in ImportField::all() {
            assert_eq!(field.word().parse(), Ok(field));
        }
        assert_eq!("No Calls".parse(), Ok(ImportField::NoCalls));
    }
}
