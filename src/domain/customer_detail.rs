//! A customer's details: what may be known of them beside their name and their number.
//!
//! Owns the one list of them. The form, the card, `show`, imports, exports and the private screen
//! ask here what a detail is called, where it is kept and who may see it; none of them has a list of
//! its own. A new detail is a field of `Customer` and an entry of this list; what may be
//! typed there is `validation`'s.

use std::collections::BTreeMap;

use super::customer::Customer;
use super::follow_up::vocabulary;

vocabulary! {
    /// Something that may be known of a customer, by its name on the command line and in a file.
    CustomerDetail, "detail" {
        /// Their e-mail address.
        Email = "email",
        /// What whoever rings should know.
        Line = "note",
        /// The hours in which they accept calls.
        Hours = "hours",
        /// The language they are spoken and written to in.
        Language = "language",
    }
}

/// What a passer-by may see of a detail on a private screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailPrivacy {
    /// All of it: it does not tell who they are.
    Open,
    /// That there is one.
    Masked,
    /// Nothing.
    Hidden,
}

/// All there is to say of one detail.
struct DetailSpec {
    /// Its name in JSON.
    json: &'static str,
    /// Its label on the form.
    label: &'static str,
    /// What belongs there, beneath the field of the form.
    hint: &'static str,
    /// Whether the form of a new call asks for it too.
    with_call: bool,
    /// What stands before it in a line of its own of `show`, where it has one.
    in_show: Option<&'static str>,
    /// What stands before it in a line of its own of the card, where it has one.
    on_card: Option<&'static str>,
    privacy: DetailPrivacy,
    /// The property of a vCard that holds just this.
    vcard: Option<&'static str>,
    /// The names of its column in other programs' files, folded to letters and digits.
    elsewhere: &'static [&'static str],
    get: fn(&Customer) -> Option<String>,
    put: fn(&mut Customer, Option<String>),
}

const EMAIL: DetailSpec = DetailSpec {
    json: "email",
    label: "E-mail",
    hint: "",
    with_call: true,
    in_show: None,
    on_card: None,
    privacy: DetailPrivacy::Masked,
    // Cards and other programs have several of them: imports read those by themselves.
    vcard: None,
    elsewhere: &[],
    get: |c| c.email.clone(),
    put: |c, text| c.email = text,
};

const LINE: DetailSpec = DetailSpec {
    json: "line",
    label: "To know",
    hint: "anything to remember: pronunciation, family, hobbies",
    with_call: false,
    in_show: None,
    on_card: None,
    privacy: DetailPrivacy::Hidden,
    vcard: None,
    elsewhere: &[],
    get: |c| c.line.clone(),
    put: |c, text| c.line = text,
};

const HOURS: DetailSpec = DetailSpec {
    json: "hours",
    label: "Ring when",
    hint: "after 17, before 12, 9-12; empty: any time",
    with_call: false,
    in_show: Some("May be rung: "),
    on_card: None,
    privacy: DetailPrivacy::Open,
    vcard: None,
    // Elsewhere a column of hours is of the hours worked, or of a firm's opening.
    elsewhere: &[],
    get: |c| c.hours.map(|hours| hours.to_string()),
    put: |c, text| c.hours = text.and_then(|text| text.parse().ok()),
};

const LANGUAGE: DetailSpec = DetailSpec {
    json: "language",
    label: "Language",
    hint: "the language they speak, as a code: de, en-GB",
    with_call: true,
    in_show: Some("Language: "),
    on_card: Some("Language: "),
    // It may tell where somebody comes from.
    privacy: DetailPrivacy::Hidden,
    vcard: Some("LANG"),
    elsewhere: &[
        "language",
        "languages",
        "preferredlanguage",
        "sprache",
        "langue",
    ],
    get: |c| c.language.clone(),
    put: |c, text| c.language = text,
};

impl CustomerDetail {
    const fn spec(self) -> &'static DetailSpec {
        match self {
            Self::Email => &EMAIL,
            Self::Line => &LINE,
            Self::Hours => &HOURS,
            Self::Language => &LANGUAGE,
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn json_name(self) -> &'static str {
        self.spec().json
    }

    /// Its label on the form.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.spec().label
    }

    /// What belongs there.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        self.spec().hint
    }

    /// Whether the form of a new call asks for it too.
    #[must_use]
    pub const fn is_asked_with_call(self) -> bool {
        self.spec().with_call
    }

    /// Its line of `show`, where it has one of its own and the customer has the detail.
    #[must_use]
    pub fn line_of_show(self, customer: &Customer) -> Option<String> {
        let label = self.spec().in_show?;
        self.get(customer).map(|text| format!("{label}{text}"))
    }

    /// Its line of the card, where it has one of its own and the customer has the detail.
    #[must_use]
    pub fn line_of_card(self, customer: &Customer) -> Option<String> {
        let label = self.spec().on_card?;
        self.get(customer).map(|text| format!("{label}{text}"))
    }

    /// What a passer-by may see of it.
    #[must_use]
    pub const fn privacy(self) -> DetailPrivacy {
        self.spec().privacy
    }

    /// The property of a vCard that holds just this.
    #[must_use]
    pub const fn vcard_property(self) -> Option<&'static str> {
        self.spec().vcard
    }

    /// The detail that a property of a vCard holds.
    #[must_use]
    pub fn of_vcard(property: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|detail| detail.vcard_property() == Some(property))
    }

    /// The detail of a column of another program's file, its name folded to letters and digits.
    #[must_use]
    pub fn of_column_elsewhere(key: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|detail| detail.spec().elsewhere.contains(&key))
    }

    /// Whether any text will do.
    #[must_use]
    pub const fn is_free_text(self) -> bool {
        matches!(self, Self::Line)
    }

    /// What is known of a customer.
    #[must_use]
    pub fn get(self, customer: &Customer) -> Option<String> {
        (self.spec().get)(customer)
    }

    /// Notes a text that was read, or takes away what is known.
    pub fn put(self, customer: &mut Customer, text: Option<String>) {
        (self.spec().put)(customer, text);
    }
}

/// Texts of some details, as they were typed or as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DetailTexts(BTreeMap<CustomerDetail, String>);

impl DetailTexts {
    /// Those of a customer.
    #[must_use]
    pub fn of(customer: &Customer) -> Self {
        let texts = CustomerDetail::ALL.iter();
        texts
            .filter_map(|detail| Some((*detail, detail.get(customer)?)))
            .collect()
    }

    /// Takes a text, unless there is one already.
    pub fn add(&mut self, detail: CustomerDetail, text: &str) {
        self.0.entry(detail).or_insert_with(|| text.to_owned());
    }

    /// Each detail with its text.
    pub fn iter(&self) -> impl Iterator<Item = (CustomerDetail, &str)> {
        self.0.iter().map(|(detail, text)| (*detail, text.as_str()))
    }

    /// Notes them where nothing is known yet; all of them where they win.
    pub fn fill(&self, customer: &mut Customer, win: bool) {
        for (detail, text) in self.iter() {
            if win || detail.get(customer).is_none() {
                detail.put(customer, Some(text.to_owned()));
            }
        }
    }
}

impl FromIterator<(CustomerDetail, String)> for DetailTexts {
    fn from_iter<T: IntoIterator<Item = (CustomerDetail, String)>>(texts: T) -> Self {
        Self(texts.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{CustomerDetail, DetailTexts};
    use crate::domain::customer::Customer;
    use crate::domain::validation;

    /// A text of each that is taken as it stands.
    fn example(detail: CustomerDetail) -> &'static str {
        match detail {
            CustomerDetail::Email => "ann@example.com",
            CustomerDetail::Line => "rings back at noon",
            CustomerDetail::Hours => "after 17:00",
            CustomerDetail::Language => "de-CH",
        }
    }

    #[test]
    fn what_was_read_is_what_is_known_afterwards() {
        for detail in CustomerDetail::ALL {
            let mut customer = Customer::default();
            assert_eq!(detail.get(&customer), None, "{detail}");
            let read = validation::detail(*detail, example(*detail)).unwrap();
            detail.put(&mut customer, Some(read.clone()));
            assert_eq!(detail.get(&customer), Some(read), "{detail}");
            assert_ne!(customer, Customer::default(), "{detail}");
            detail.put(&mut customer, None);
            assert_eq!(customer, Customer::default(), "{detail}");
        }
    }

    #[test]
    fn what_is_known_stays_unless_the_new_wins() {
        for detail in CustomerDetail::ALL {
            let mut known = Customer::default();
            let text = validation::detail(*detail, example(*detail)).unwrap();
            let new: DetailTexts = [(*detail, text.clone())].into_iter().collect();
            new.fill(&mut known, false);
            assert_eq!(DetailTexts::of(&known), new, "{detail}");
        }
        let mut known = Customer::default();
        CustomerDetail::Line.put(&mut known, Some("deaf in one ear".to_owned()));
        let new: DetailTexts = [(CustomerDetail::Line, "moved".to_owned())]
            .into_iter()
            .collect();
        new.fill(&mut known, false);
        assert_eq!(known.line.as_deref(), Some("deaf in one ear"));
        new.fill(&mut known, true);
        assert_eq!(known.line.as_deref(), Some("moved"));
    }
}
