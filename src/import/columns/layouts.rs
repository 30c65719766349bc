//! Layouts: the column names of other programs' exports.
//!
//! Names are folded to letters and digits: `E-mail 1 - Value` is `email1value`, and Zimbra's
//! `firstName` is Outlook's `First Name`. A name means the same in every layout, except for the few
//! that have a meaning in one program's files only.

use super::super::consent::{self, ConsentColumn, ConsentTopic};
use super::super::{ImportField, PhoneType};
use super::header_name::HeaderName;
use crate::domain::customer_detail::CustomerDetail;

/// The role of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnRole {
    /// The whole name.
    Name,
    /// A part of the name: first, middle, last, suffix.
    NamePart(u8),
    /// The firm.
    Company,
    /// A name, used if there is no better one.
    FallbackName,
    /// A phone number.
    Phone(PhoneType),
    /// A number of a numbered pair; the other column of the pair holds its type.
    PhoneOf(u8),
    KindOf(u8),
    /// One or more e-mail addresses.
    Email,
    /// A phone number, an e-mail address, or both.
    Contact,
    /// The customer's id in the program the file comes from.
    Source,
    Item,
    /// A part of the item's label: year, make, model, plate.
    ItemPart(u8),
    Kind,
    About,
    Severity,
    Quote,
    Due,
    Promise,
    Owner,
    Note,
    /// How many services were deferred, or which.
    Deferred,
    /// Goes into the note, after a label.
    LabelledNote(&'static str),
    /// A detail that has no role of its own.
    Detail(CustomerDetail),
    NoMarketing,
    NoMarketingBy,
    NoCalls,
    NoCallsBy,
    WrongNumber,
    Added,
    /// Whether they said no, or yes.
    Consent(ConsentColumn),
    /// The extension of the number in the column before.
    Extension,
    /// Whether they are dead.
    Deceased,
}

impl ColumnRole {
    /// The role of a column that was chosen for a field; whether a yes in it is a no is told by its
    /// name.
    pub(super) fn of(field: ImportField, column: &str) -> Self {
        let consent = |topic| match consent::column(&HeaderName::new(column)) {
            Some(ConsentColumn::Permission(_)) => Self::Consent(ConsentColumn::Permission(topic)),
            _ => Self::Consent(ConsentColumn::Refusal(topic)),
        };
        match field {
            ImportField::NoCalls => consent(ConsentTopic::Calls),
            ImportField::NoMarketing => consent(ConsentTopic::Marketing),
            ImportField::Name => Self::Name,
            ImportField::Phone => Self::Phone(PhoneType::Primary),
            ImportField::Email => Self::Email,
            ImportField::Item => Self::Item,
            ImportField::Kind => Self::Kind,
            ImportField::About => Self::About,
            ImportField::Severity => Self::Severity,
            ImportField::Quote => Self::Quote,
            ImportField::Due => Self::Due,
            ImportField::Promise => Self::Promise,
            ImportField::Owner => Self::Owner,
            ImportField::Note => Self::Note,
            ImportField::First => Self::NamePart(0),
            ImportField::Last => Self::NamePart(2),
            ImportField::Company => Self::Company,
            ImportField::Mobile => Self::Phone(PhoneType::Mobile),
            ImportField::Detail(detail) => Self::Detail(detail),
        }
    }

    /// Whether several columns may have this role.
    pub(super) const fn is_many(self) -> bool {
        matches!(
            self,
            Self::Phone(_)
                | Self::Email
                | Self::Contact
                | Self::LabelledNote(_)
                | Self::FallbackName
                | Self::Consent(_)
                | Self::Extension
                | Self::Deceased
        )
    }

    /// Whether it holds a number or an address.
    pub(super) const fn reaches_somebody(self) -> bool {
        self.is_number() || matches!(self, Self::Email)
    }

    /// Whether it holds numbers.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Phone(_) | Self::PhoneOf(_) | Self::Contact)
    }

    /// Whether it holds dates.
    pub(super) const fn is_date(self) -> bool {
        matches!(
            self,
            Self::Due
                | Self::Promise
                | Self::NoCalls
                | Self::NoMarketing
                | Self::WrongNumber
                | Self::Added
        )
    }

    pub(super) const fn names_somebody(self) -> bool {
        matches!(self, Self::Name | Self::NamePart(0 | 2) | Self::Company)
    }

    /// The role's name where columns are chosen.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NamePart(0) => "first",
            Self::NamePart(2) => "last",
            Self::NamePart(_) => "name, a part of it",
            Self::Company => "company",
            Self::FallbackName => "name, where there is no other",
            Self::Phone(PhoneType::Mobile) => "mobile",
            Self::Phone(_) | Self::PhoneOf(_) => "phone",
            Self::KindOf(_) => "which phone",
            Self::Email => "email",
            Self::Contact => "phone or email",
            Self::Source => "their number there",
            Self::Item => "item",
            Self::ItemPart(_) => "item, a part of it",
            Self::Kind => "kind",
            Self::About | Self::Deferred => "about",
            Self::Severity => "severity",
            Self::Quote => "quote",
            Self::Due => "due",
            Self::Promise => "promise",
            Self::Owner => "owner",
            Self::Note | Self::LabelledNote(_) => "note",
            Self::Detail(detail) => detail.word(),
            Self::NoMarketing
            | Self::NoMarketingBy
            | Self::Consent(
                ConsentColumn::Refusal(ConsentTopic::Marketing)
                | ConsentColumn::Permission(ConsentTopic::Marketing),
            ) => "no marketing",
            Self::NoCalls | Self::NoCallsBy | Self::Consent(_) => "no calls",
            Self::Extension => "extension",
            Self::Deceased => "deceased",
            Self::WrongNumber => "wrong number",
            Self::Added => "added",
        }
    }
}

/// The layout of one program's files.
#[derive(Debug)]
pub(super) struct ImportLayout {
    /// The name of the program.
    pub(super) name: &'static str,
    /// The prefix of its customer ids.
    pub(super) mark: &'static str,
    /// Whether it is an address book, in which a bad number is no reason to skip a customer.
    pub(super) book: bool,
    /// Columns that all of its files have.
    telling: &'static [&'static str],
    /// Column names that have this meaning in its files only.
    own: &'static [(&'static str, ColumnRole)],
}

/// The mark of our own exports.
const OURS: &str = "checkback";

/// The layouts, the more specific ones first.
const LAYOUTS: &[ImportLayout] = &[
    ImportLayout {
        name: "Checkback customers",
        mark: OURS,
        book: false,
        telling: &["nomarketingsince", "wrongnumbersince"],
        own: &[("addedat", ColumnRole::Added), ("id", ColumnRole::Source)],
    },
    ImportLayout {
        name: "Google Contacts",
        mark: "google",
        book: true,
        telling: &["givenname", "familyname", "groupmembership"],
        own: &[],
    },
    ImportLayout {
        name: "Google Contacts",
        mark: "google",
        book: true,
        telling: &["firstname", "lastname", "organizationname", "labels"],
        own: &[],
    },
    ImportLayout {
        name: "Zimbra",
        mark: "zimbra",
        book: true,
        telling: &["firstname", "lastname", "workurl", "fileas"],
        own: &[("description", ColumnRole::LabelledNote("Description:"))],
    },
    ImportLayout {
        name: "Outlook",
        mark: "outlook",
        book: true,
        telling: &["firstname", "lastname", "emailaddress", "businessphone"],
        own: &[],
    },
    ImportLayout {
        name: "Thunderbird",
        mark: "thunderbird",
        book: true,
        telling: &["displayname", "primaryemail"],
        own: &[],
    },
    ImportLayout {
        name: "Yahoo",
        mark: "yahoo",
        book: true,
        telling: &["first", "last", "email"],
        own: &[
            ("home", ColumnRole::Phone(PhoneType::Home)),
            ("work", ColumnRole::Phone(PhoneType::Work)),
            ("other", ColumnRole::Phone(PhoneType::Other)),
            ("primary", ColumnRole::Phone(PhoneType::Other)),
            ("yahoophone", ColumnRole::Phone(PhoneType::Other)),
        ],
    },
    ImportLayout {
        name: "Shopify",
        mark: "shopify",
        book: true,
        telling: &["firstname", "lastname", "acceptsemailmarketing"],
        own: SHOPIFY,
    },
    ImportLayout {
        name: "Shopify",
        mark: "shopify",
        book: true,
        telling: &["firstname", "lastname", "acceptsmarketing"],
        own: SHOPIFY,
    },
    ImportLayout {
        name: "Square",
        mark: "square",
        book: true,
        telling: &["squarecustomerid"],
        own: &[("squarecustomerid", ColumnRole::Source)],
    },
    ImportLayout {
        name: "Square",
        mark: "square",
        book: true,
        telling: &["firstname", "lastname", "referenceid", "memo"],
        own: &[("referenceid", ColumnRole::Source)],
    },
    ImportLayout {
        name: "Shopmonkey deferred services",
        mark: "shopmonkey",
        book: true,
        telling: &["deferredservices", "lastdeferred"],
        own: &[
            ("deferredservices", ColumnRole::Deferred),
            ("lastdeferred", ColumnRole::LabelledNote("Last deferred")),
            ("contact", ColumnRole::Contact),
            ("total", ColumnRole::Quote),
            ("deferredtotal", ColumnRole::Quote),
            ("totalamount", ColumnRole::Quote),
        ],
    },
    ImportLayout {
        name: "Mitchell1 recommendations",
        mark: "mitchell1",
        book: true,
        telling: &["recommendation"],
        own: MITCHELL1,
    },
    ImportLayout {
        name: "Mitchell1 recommendations",
        mark: "mitchell1",
        book: true,
        telling: &["recommendations"],
        own: MITCHELL1,
    },
    ImportLayout {
        name: "RepairShopr",
        mark: "repairshopr",
        book: true,
        telling: &["firstname", "lastname", "businessname", "mobile"],
        own: &[
            ("id", ColumnRole::Source),
            ("customerid", ColumnRole::Source),
        ],
    },
    ImportLayout {
        name: "RepairShopr",
        mark: "repairshopr",
        book: true,
        telling: &["first", "last", "business", "mobile"],
        own: &[
            ("id", ColumnRole::Source),
            ("customerid", ColumnRole::Source),
        ],
    },
];

const SHOPIFY: &[(&str, ColumnRole)] = &[
    ("customerid", ColumnRole::Source),
    ("defaultaddressphone", ColumnRole::Phone(PhoneType::Other)),
    ("defaultaddresscompany", ColumnRole::Company),
];

const MITCHELL1: &[(&str, ColumnRole)] = &[
    ("recommendation", ColumnRole::About),
    ("recommendations", ColumnRole::About),
    ("daterecommended", ColumnRole::LabelledNote("Recommended")),
    ("recommendeddate", ColumnRole::LabelledNote("Recommended")),
    ("dateofworkneeded", ColumnRole::Due),
    ("dateworkneeded", ColumnRole::Due),
    ("category", ColumnRole::LabelledNote("Category:")),
    ("customerid", ColumnRole::Source),
    ("customernumber", ColumnRole::Source),
    ("amount", ColumnRole::Quote),
    ("total", ColumnRole::Quote),
];

/// The column names that mean the same in every layout.
const EVERYWHERE: &[(&str, ColumnRole)] = &[
    ("name", ColumnRole::Name),
    ("fullname", ColumnRole::Name),
    ("displayname", ColumnRole::Name),
    ("customer", ColumnRole::Name),
    ("customername", ColumnRole::Name),
    ("client", ColumnRole::Name),
    ("clientname", ColumnRole::Name),
    ("contactname", ColumnRole::Name),
    ("first", ColumnRole::NamePart(0)),
    ("firstname", ColumnRole::NamePart(0)),
    ("givenname", ColumnRole::NamePart(0)),
    ("forename", ColumnRole::NamePart(0)),
    ("fname", ColumnRole::NamePart(0)),
    ("vorname", ColumnRole::NamePart(0)),
    ("prenom", ColumnRole::NamePart(0)),
    ("nombre", ColumnRole::NamePart(0)),
    ("nom", ColumnRole::NamePart(2)),
    ("nomdefamille", ColumnRole::NamePart(2)),
    ("apellido", ColumnRole::NamePart(2)),
    ("apellidos", ColumnRole::NamePart(2)),
    ("middle", ColumnRole::NamePart(1)),
    ("middlename", ColumnRole::NamePart(1)),
    ("additionalname", ColumnRole::NamePart(1)),
    ("last", ColumnRole::NamePart(2)),
    ("lastname", ColumnRole::NamePart(2)),
    ("familyname", ColumnRole::NamePart(2)),
    ("surname", ColumnRole::NamePart(2)),
    ("lname", ColumnRole::NamePart(2)),
    ("nachname", ColumnRole::NamePart(2)),
    ("suffix", ColumnRole::NamePart(3)),
    ("namesuffix", ColumnRole::NamePart(3)),
    ("company", ColumnRole::Company),
    ("companyname", ColumnRole::Company),
    ("business", ColumnRole::Company),
    ("businessname", ColumnRole::Company),
    ("organization", ColumnRole::Company),
    ("organisation", ColumnRole::Company),
    ("organizationname", ColumnRole::Company),
    ("organization1name", ColumnRole::Company),
    ("firma", ColumnRole::Company),
    ("societe", ColumnRole::Company),
    ("entreprise", ColumnRole::Company),
    ("empresa", ColumnRole::Company),
    ("nickname", ColumnRole::FallbackName),
    ("fileas", ColumnRole::FallbackName),
    ("phone", ColumnRole::Phone(PhoneType::Primary)),
    ("phone1", ColumnRole::Phone(PhoneType::Primary)),
    ("phonenumber", ColumnRole::Phone(PhoneType::Primary)),
    ("phoneno", ColumnRole::Phone(PhoneType::Primary)),
    ("telephone", ColumnRole::Phone(PhoneType::Primary)),
    ("telephonenumber", ColumnRole::Phone(PhoneType::Primary)),
    ("tel", ColumnRole::Phone(PhoneType::Primary)),
    ("telefon", ColumnRole::Phone(PhoneType::Primary)),
    ("telefonnummer", ColumnRole::Phone(PhoneType::Primary)),
    ("telefonprivat", ColumnRole::Phone(PhoneType::Home)),
    ("telefongeschaftlich", ColumnRole::Phone(PhoneType::Work)),
    ("telefongeschaeftlich", ColumnRole::Phone(PhoneType::Work)),
    ("telefongeschaftlich2", ColumnRole::Phone(PhoneType::Work)),
    ("telefonfirma", ColumnRole::Phone(PhoneType::Work)),
    ("telefonprivat2", ColumnRole::Phone(PhoneType::Home)),
    ("telefonmobil", ColumnRole::Phone(PhoneType::Mobile)),
    ("mobiltelefon2", ColumnRole::Phone(PhoneType::Mobile)),
    ("weiterestelefon", ColumnRole::Phone(PhoneType::Other)),
    ("haupttelefon", ColumnRole::Phone(PhoneType::Primary)),
    ("teldomicile", ColumnRole::Phone(PhoneType::Home)),
    ("teldomicile2", ColumnRole::Phone(PhoneType::Home)),
    ("telephonedomicile", ColumnRole::Phone(PhoneType::Home)),
    ("telephonedomicile2", ColumnRole::Phone(PhoneType::Home)),
    ("telephonebureau", ColumnRole::Phone(PhoneType::Work)),
    ("telephonebureau2", ColumnRole::Phone(PhoneType::Work)),
    ("telephonesociete", ColumnRole::Phone(PhoneType::Work)),
    ("telmobile", ColumnRole::Phone(PhoneType::Mobile)),
    ("telmobile2", ColumnRole::Phone(PhoneType::Mobile)),
    ("telephonemobile", ColumnRole::Phone(PhoneType::Mobile)),
    ("telephoneportable", ColumnRole::Phone(PhoneType::Mobile)),
    ("telephoneprincipal", ColumnRole::Phone(PhoneType::Primary)),
    ("autretelephone", ColumnRole::Phone(PhoneType::Other)),
    ("telefonomovil", ColumnRole::Phone(PhoneType::Mobile)),
    ("movil", ColumnRole::Phone(PhoneType::Mobile)),
    ("telefonotrabajo", ColumnRole::Phone(PhoneType::Work)),
    ("telefonoparticular", ColumnRole::Phone(PhoneType::Home)),
    ("telephoneno", ColumnRole::Phone(PhoneType::Primary)),
    ("telno", ColumnRole::Phone(PhoneType::Primary)),
    ("portable", ColumnRole::Phone(PhoneType::Mobile)),
    ("telefono", ColumnRole::Phone(PhoneType::Primary)),
    ("courriel", ColumnRole::Email),
    ("notiz", ColumnRole::Note),
    ("bemerkung", ColumnRole::Note),
    ("bemerkungen", ColumnRole::Note),
    ("remarque", ColumnRole::Note),
    ("remarques", ColumnRole::Note),
    ("primaryphone", ColumnRole::Phone(PhoneType::Primary)),
    ("mainphone", ColumnRole::Phone(PhoneType::Primary)),
    ("contactnumber", ColumnRole::Phone(PhoneType::Primary)),
    ("mobile", ColumnRole::Phone(PhoneType::Mobile)),
    ("mobilephone", ColumnRole::Phone(PhoneType::Mobile)),
    ("mobilephone2", ColumnRole::Phone(PhoneType::Mobile)),
    ("mobilenumber", ColumnRole::Phone(PhoneType::Mobile)),
    ("cell", ColumnRole::Phone(PhoneType::Mobile)),
    ("cellphone", ColumnRole::Phone(PhoneType::Mobile)),
    ("cellnumber", ColumnRole::Phone(PhoneType::Mobile)),
    ("mobil", ColumnRole::Phone(PhoneType::Mobile)),
    ("mobiltelefon", ColumnRole::Phone(PhoneType::Mobile)),
    ("handy", ColumnRole::Phone(PhoneType::Mobile)),
    ("homephone", ColumnRole::Phone(PhoneType::Home)),
    ("homephone2", ColumnRole::Phone(PhoneType::Home)),
    ("homenumber", ColumnRole::Phone(PhoneType::Home)),
    ("workphone", ColumnRole::Phone(PhoneType::Work)),
    ("workphone2", ColumnRole::Phone(PhoneType::Work)),
    ("worknumber", ColumnRole::Phone(PhoneType::Work)),
    ("businessphone", ColumnRole::Phone(PhoneType::Work)),
    ("businessphone2", ColumnRole::Phone(PhoneType::Work)),
    ("companyphone", ColumnRole::Phone(PhoneType::Work)),
    ("companymainphone", ColumnRole::Phone(PhoneType::Work)),
    ("officephone", ColumnRole::Phone(PhoneType::Work)),
    ("carphone", ColumnRole::Phone(PhoneType::Other)),
    ("callback", ColumnRole::Phone(PhoneType::Other)),
    ("callbackphone", ColumnRole::Phone(PhoneType::Other)),
    ("otherphone", ColumnRole::Phone(PhoneType::Other)),
    ("alternatephone", ColumnRole::Phone(PhoneType::Other)),
    ("secondaryphone", ColumnRole::Phone(PhoneType::Other)),
    ("phone2", ColumnRole::Phone(PhoneType::Other)),
    ("phone3", ColumnRole::Phone(PhoneType::Other)),
    ("email", ColumnRole::Email),
    ("emailaddress", ColumnRole::Email),
    ("mail", ColumnRole::Email),
    ("emailadresse", ColumnRole::Email),
    ("email2adresse", ColumnRole::Email),
    ("email3adresse", ColumnRole::Email),
    ("adressedemessagerie", ColumnRole::Email),
    ("adressedemessagerie2", ColumnRole::Email),
    ("adressedemessagerie3", ColumnRole::Email),
    ("adressemail", ColumnRole::Email),
    ("adresseemail", ColumnRole::Email),
    ("correoelectronico", ColumnRole::Email),
    ("primaryemail", ColumnRole::Email),
    ("secondaryemail", ColumnRole::Email),
    ("customeremail", ColumnRole::Email),
    ("alternateemail1", ColumnRole::Email),
    ("alternateemail2", ColumnRole::Email),
    ("nomarketingsince", ColumnRole::NoMarketing),
    ("nomarketingnotedby", ColumnRole::NoMarketingBy),
    ("nocallssince", ColumnRole::NoCalls),
    ("nocallsnotedby", ColumnRole::NoCallsBy),
    ("wrongnumbersince", ColumnRole::WrongNumber),
    ("sms", ColumnRole::Phone(PhoneType::Mobile)),
    ("item", ColumnRole::Item),
    ("vehicle", ColumnRole::Item),
    ("year", ColumnRole::ItemPart(0)),
    ("vehicleyear", ColumnRole::ItemPart(0)),
    ("make", ColumnRole::ItemPart(1)),
    ("vehiclemake", ColumnRole::ItemPart(1)),
    ("model", ColumnRole::ItemPart(2)),
    ("vehiclemodel", ColumnRole::ItemPart(2)),
    ("license", ColumnRole::ItemPart(3)),
    ("licenseplate", ColumnRole::ItemPart(3)),
    ("licence", ColumnRole::ItemPart(3)),
    ("plate", ColumnRole::ItemPart(3)),
    ("registration", ColumnRole::ItemPart(3)),
    ("registrationnumber", ColumnRole::ItemPart(3)),
    ("numberplate", ColumnRole::ItemPart(3)),
    ("reg", ColumnRole::ItemPart(3)),
    ("regno", ColumnRole::ItemPart(3)),
    ("vrm", ColumnRole::ItemPart(3)),
    ("kennzeichen", ColumnRole::ItemPart(3)),
    ("immatriculation", ColumnRole::ItemPart(3)),
    ("kind", ColumnRole::Kind),
    ("about", ColumnRole::About),
    ("severity", ColumnRole::Severity),
    ("quote", ColumnRole::Quote),
    ("due", ColumnRole::Due),
    ("promise", ColumnRole::Promise),
    ("owner", ColumnRole::Owner),
    ("technician", ColumnRole::Owner),
    ("serviceadvisor", ColumnRole::Owner),
    ("servicewriter", ColumnRole::Owner),
    ("note", ColumnRole::Note),
    ("notes", ColumnRole::Note),
    ("memo", ColumnRole::Note),
    ("comment", ColumnRole::Note),
    ("comments", ColumnRole::Note),
    ("notizen", ColumnRole::Note),
];

/// Detects the layout of a file by its columns. Zimbra's names differ from Outlook's only by their
/// capitals.
pub(super) fn of(keys: &[String], names: &[String]) -> Option<&'static ImportLayout> {
    let there = |telling: &&str| keys.iter().any(|key| key == telling);
    let zimbra = names.iter().any(|name| name == "firstName");
    LAYOUTS.iter().find(|layout| {
        layout.telling.iter().all(&there)
            && (layout.name != "Yahoo" || !keys.iter().any(|key| key == "business"))
            || (zimbra && layout.name == "Zimbra")
    })
}

/// Whether a column name identifies a layout.
pub(super) fn is_telling(key: &str) -> bool {
    LAYOUTS.iter().any(|layout| layout.telling.contains(&key))
}

/// The role of a column name in a layout.
pub(super) fn role(key: &str, layout: Option<&'static ImportLayout>) -> Option<ColumnRole> {
    let find = |table: &'static [(&str, ColumnRole)]| {
        table
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, role)| *role)
    };
    layout
        .and_then(|layout| find(layout.own))
        .or_else(|| find(EVERYWHERE))
        .or_else(|| detail(key, layout).map(ColumnRole::Detail))
        .or_else(|| numbered(key))
}

/// The detail of a column: by its own name in our files, by its other names in anybody's.
fn detail(key: &str, layout: Option<&'static ImportLayout>) -> Option<CustomerDetail> {
    let ours = layout.is_some_and(|layout| layout.mark == OURS);
    let mut all = CustomerDetail::ALL.iter().copied();
    all.find(|detail| ours && detail.word() == key)
        .or_else(|| CustomerDetail::of_column_elsewhere(key))
}

/// The role of a column in a numbered pair: `Phone 1 - Value` and `E-mail 2 Address`.
fn numbered(key: &str) -> Option<ColumnRole> {
    let of = |rest: &str, ends: &[&str]| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let n = rest.strip_suffix(digits)?.parse::<u8>().ok()?;
        ends.contains(&digits).then_some(n)
    };
    if let Some(rest) = key.strip_prefix("phone") {
        return of(rest, &["value"])
            .map(ColumnRole::PhoneOf)
            .or_else(|| of(rest, &["type", "label"]).map(ColumnRole::KindOf));
    }
    let rest = key.strip_prefix("email")?;
    of(rest, &["value", "address", ""]).map(|_| ColumnRole::Email)
}
