//! Layouts: what the columns of the programs a shop comes from are called.
//!
//! Names are folded to letters and digits: `E-mail 1 - Value` is `email1value`, and Zimbra's
//! `firstName` is Outlook's `First Name`. A name means the same wherever it stands, but for the few
//! that mean something in one program's files alone.

use super::super::{Field, Way};

/// What a column is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole name.
    Name,
    /// A part of it: first, middle, last, what stands behind.
    Part(u8),
    /// The firm.
    Company,
    /// A name where there is no better one.
    Spare,
    /// A number.
    Phone(Way),
    /// A number of a pair, and what the other column of the pair says it is.
    PhoneOf(u8),
    KindOf(u8),
    /// An address, or several.
    Email,
    /// A number or an address, or both.
    Contact,
    /// Their number in the program they come from.
    Source,
    Item,
    /// A part of what the item is: year, make, model, plate.
    Thing(u8),
    Kind,
    About,
    Severity,
    Quote,
    Due,
    Promise,
    Owner,
    Note,
    /// How many services were put off, or which.
    Deferred,
    /// Worth a note, with a word before it.
    Said(&'static str),
    Hours,
    NoMarketing,
    NoMarketingBy,
    NoCalls,
    NoCallsBy,
    WrongNumber,
    Added,
}

impl Role {
    pub(super) const fn of(field: Field) -> Self {
        match field {
            Field::Name => Self::Name,
            Field::Phone => Self::Phone(Way::Own),
            Field::Email => Self::Email,
            Field::Item => Self::Item,
            Field::Kind => Self::Kind,
            Field::About => Self::About,
            Field::Severity => Self::Severity,
            Field::Quote => Self::Quote,
            Field::Due => Self::Due,
            Field::Promise => Self::Promise,
            Field::Owner => Self::Owner,
            Field::Note => Self::Note,
            Field::First => Self::Part(0),
            Field::Last => Self::Part(2),
            Field::Company => Self::Company,
            Field::Mobile => Self::Phone(Way::Mobile),
        }
    }

    /// Whether several columns may be it.
    pub(super) const fn is_many(self) -> bool {
        matches!(
            self,
            Self::Phone(_) | Self::Email | Self::Contact | Self::Said(_) | Self::Spare
        )
    }

    pub(super) const fn names_somebody(self) -> bool {
        matches!(self, Self::Name | Self::Part(0 | 2) | Self::Company)
    }

    /// What it is called where columns are chosen.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Part(0) => "first",
            Self::Part(2) => "last",
            Self::Part(_) => "name, a part of it",
            Self::Company => "company",
            Self::Spare => "name, where there is no other",
            Self::Phone(Way::Mobile) => "mobile",
            Self::Phone(_) | Self::PhoneOf(_) => "phone",
            Self::KindOf(_) => "which phone",
            Self::Email => "email",
            Self::Contact => "phone or email",
            Self::Source => "their number there",
            Self::Item => "item",
            Self::Thing(_) => "item, a part of it",
            Self::Kind => "kind",
            Self::About | Self::Deferred => "about",
            Self::Severity => "severity",
            Self::Quote => "quote",
            Self::Due => "due",
            Self::Promise => "promise",
            Self::Owner => "owner",
            Self::Note | Self::Said(_) => "note",
            Self::Hours => "hours",
            Self::NoMarketing | Self::NoMarketingBy => "no marketing",
            Self::NoCalls | Self::NoCallsBy => "no calls",
            Self::WrongNumber => "wrong number",
            Self::Added => "added",
        }
    }
}

/// A program's files.
#[derive(Debug)]
pub(super) struct Layout {
    /// What it is called.
    pub(super) name: &'static str,
    /// What stands before the numbers its customers have there.
    pub(super) mark: &'static str,
    /// Whether it is an address book, where a bad number is no reason to leave somebody out.
    pub(super) book: bool,
    /// Columns that all of its files have.
    telling: &'static [&'static str],
    /// Columns that mean something in its files alone.
    own: &'static [(&'static str, Role)],
}

/// The layouts, the more particular before the less.
const LAYOUTS: &[Layout] = &[
    Layout {
        name: "Checkback customers",
        mark: "checkback",
        book: false,
        telling: &["nomarketingsince", "wrongnumbersince"],
        own: &[
            ("hours", Role::Hours),
            ("nomarketingsince", Role::NoMarketing),
            ("nomarketingnotedby", Role::NoMarketingBy),
            ("nocallssince", Role::NoCalls),
            ("nocallsnotedby", Role::NoCallsBy),
            ("wrongnumbersince", Role::WrongNumber),
            ("addedat", Role::Added),
            ("id", Role::Source),
        ],
    },
    Layout {
        name: "Google Contacts",
        mark: "google",
        book: true,
        telling: &["givenname", "familyname", "groupmembership"],
        own: &[],
    },
    Layout {
        name: "Google Contacts",
        mark: "google",
        book: true,
        telling: &["firstname", "lastname", "organizationname", "labels"],
        own: &[],
    },
    Layout {
        name: "Zimbra",
        mark: "zimbra",
        book: true,
        telling: &["firstname", "lastname", "workurl", "fileas"],
        own: &[("description", Role::Said("Description:"))],
    },
    Layout {
        name: "Outlook",
        mark: "outlook",
        book: true,
        telling: &["firstname", "lastname", "emailaddress", "businessphone"],
        own: &[],
    },
    Layout {
        name: "Thunderbird",
        mark: "thunderbird",
        book: true,
        telling: &["displayname", "primaryemail"],
        own: &[],
    },
    Layout {
        name: "Yahoo",
        mark: "yahoo",
        book: true,
        telling: &["first", "last", "email"],
        own: &[
            ("home", Role::Phone(Way::Home)),
            ("work", Role::Phone(Way::Work)),
            ("other", Role::Phone(Way::Other)),
            ("primary", Role::Phone(Way::Other)),
            ("yahoophone", Role::Phone(Way::Other)),
        ],
    },
    Layout {
        name: "Shopify",
        mark: "shopify",
        book: true,
        telling: &["firstname", "lastname", "acceptsemailmarketing"],
        own: SHOPIFY,
    },
    Layout {
        name: "Shopify",
        mark: "shopify",
        book: true,
        telling: &["firstname", "lastname", "acceptsmarketing"],
        own: SHOPIFY,
    },
    Layout {
        name: "Square",
        mark: "square",
        book: true,
        telling: &["squarecustomerid"],
        own: &[("squarecustomerid", Role::Source)],
    },
    Layout {
        name: "Square",
        mark: "square",
        book: true,
        telling: &["firstname", "lastname", "referenceid", "memo"],
        own: &[("referenceid", Role::Source)],
    },
    Layout {
        name: "Shopmonkey deferred services",
        mark: "shopmonkey",
        book: true,
        telling: &["deferredservices", "lastdeferred"],
        own: &[
            ("deferredservices", Role::Deferred),
            ("lastdeferred", Role::Said("Last deferred")),
            ("contact", Role::Contact),
            ("total", Role::Quote),
            ("deferredtotal", Role::Quote),
            ("totalamount", Role::Quote),
        ],
    },
    Layout {
        name: "Mitchell1 recommendations",
        mark: "mitchell1",
        book: true,
        telling: &["recommendation"],
        own: MITCHELL1,
    },
    Layout {
        name: "Mitchell1 recommendations",
        mark: "mitchell1",
        book: true,
        telling: &["recommendations"],
        own: MITCHELL1,
    },
    Layout {
        name: "RepairShopr",
        mark: "repairshopr",
        book: true,
        telling: &["firstname", "lastname", "businessname", "mobile"],
        own: &[("id", Role::Source), ("customerid", Role::Source)],
    },
    Layout {
        name: "RepairShopr",
        mark: "repairshopr",
        book: true,
        telling: &["first", "last", "business", "mobile"],
        own: &[("id", Role::Source), ("customerid", Role::Source)],
    },
];

const SHOPIFY: &[(&str, Role)] = &[
    ("customerid", Role::Source),
    ("defaultaddressphone", Role::Phone(Way::Other)),
    ("defaultaddresscompany", Role::Company),
];

const MITCHELL1: &[(&str, Role)] = &[
    ("recommendation", Role::About),
    ("recommendations", Role::About),
    ("daterecommended", Role::Said("Recommended")),
    ("recommendeddate", Role::Said("Recommended")),
    ("dateofworkneeded", Role::Due),
    ("dateworkneeded", Role::Due),
    ("category", Role::Said("Category:")),
    ("customerid", Role::Source),
    ("customernumber", Role::Source),
    ("amount", Role::Quote),
    ("total", Role::Quote),
];

/// What a name means in every layout.
const EVERYWHERE: &[(&str, Role)] = &[
    ("name", Role::Name),
    ("fullname", Role::Name),
    ("displayname", Role::Name),
    ("customer", Role::Name),
    ("customername", Role::Name),
    ("client", Role::Name),
    ("clientname", Role::Name),
    ("contactname", Role::Name),
    ("first", Role::Part(0)),
    ("firstname", Role::Part(0)),
    ("givenname", Role::Part(0)),
    ("forename", Role::Part(0)),
    ("fname", Role::Part(0)),
    ("vorname", Role::Part(0)),
    ("prenom", Role::Part(0)),
    ("nombre", Role::Part(0)),
    ("nom", Role::Part(2)),
    ("nomdefamille", Role::Part(2)),
    ("apellido", Role::Part(2)),
    ("apellidos", Role::Part(2)),
    ("middle", Role::Part(1)),
    ("middlename", Role::Part(1)),
    ("additionalname", Role::Part(1)),
    ("last", Role::Part(2)),
    ("lastname", Role::Part(2)),
    ("familyname", Role::Part(2)),
    ("surname", Role::Part(2)),
    ("lname", Role::Part(2)),
    ("nachname", Role::Part(2)),
    ("suffix", Role::Part(3)),
    ("namesuffix", Role::Part(3)),
    ("company", Role::Company),
    ("companyname", Role::Company),
    ("business", Role::Company),
    ("businessname", Role::Company),
    ("organization", Role::Company),
    ("organisation", Role::Company),
    ("organizationname", Role::Company),
    ("organization1name", Role::Company),
    ("firma", Role::Company),
    ("societe", Role::Company),
    ("entreprise", Role::Company),
    ("empresa", Role::Company),
    ("nickname", Role::Spare),
    ("fileas", Role::Spare),
    ("phone", Role::Phone(Way::Own)),
    ("phone1", Role::Phone(Way::Own)),
    ("phonenumber", Role::Phone(Way::Own)),
    ("phoneno", Role::Phone(Way::Own)),
    ("telephone", Role::Phone(Way::Own)),
    ("telephonenumber", Role::Phone(Way::Own)),
    ("tel", Role::Phone(Way::Own)),
    ("telefon", Role::Phone(Way::Own)),
    ("telefonnummer", Role::Phone(Way::Own)),
    ("telefonprivat", Role::Phone(Way::Home)),
    ("telefongeschaftlich", Role::Phone(Way::Work)),
    ("telefongeschaeftlich", Role::Phone(Way::Work)),
    ("telefongeschaftlich2", Role::Phone(Way::Work)),
    ("telefonfirma", Role::Phone(Way::Work)),
    ("telefonprivat2", Role::Phone(Way::Home)),
    ("telefonmobil", Role::Phone(Way::Mobile)),
    ("mobiltelefon2", Role::Phone(Way::Mobile)),
    ("weiterestelefon", Role::Phone(Way::Other)),
    ("haupttelefon", Role::Phone(Way::Own)),
    ("teldomicile", Role::Phone(Way::Home)),
    ("teldomicile2", Role::Phone(Way::Home)),
    ("telephonedomicile", Role::Phone(Way::Home)),
    ("telephonedomicile2", Role::Phone(Way::Home)),
    ("telephonebureau", Role::Phone(Way::Work)),
    ("telephonebureau2", Role::Phone(Way::Work)),
    ("telephonesociete", Role::Phone(Way::Work)),
    ("telmobile", Role::Phone(Way::Mobile)),
    ("telmobile2", Role::Phone(Way::Mobile)),
    ("telephonemobile", Role::Phone(Way::Mobile)),
    ("telephoneportable", Role::Phone(Way::Mobile)),
    ("telephoneprincipal", Role::Phone(Way::Own)),
    ("autretelephone", Role::Phone(Way::Other)),
    ("telefonomovil", Role::Phone(Way::Mobile)),
    ("movil", Role::Phone(Way::Mobile)),
    ("telefonotrabajo", Role::Phone(Way::Work)),
    ("telefonoparticular", Role::Phone(Way::Home)),
    ("telephoneno", Role::Phone(Way::Own)),
    ("telno", Role::Phone(Way::Own)),
    ("portable", Role::Phone(Way::Mobile)),
    ("telefono", Role::Phone(Way::Own)),
    ("courriel", Role::Email),
    ("notiz", Role::Note),
    ("bemerkung", Role::Note),
    ("bemerkungen", Role::Note),
    ("remarque", Role::Note),
    ("remarques", Role::Note),
    ("primaryphone", Role::Phone(Way::Own)),
    ("mainphone", Role::Phone(Way::Own)),
    ("contactnumber", Role::Phone(Way::Own)),
    ("mobile", Role::Phone(Way::Mobile)),
    ("mobilephone", Role::Phone(Way::Mobile)),
    ("mobilephone2", Role::Phone(Way::Mobile)),
    ("mobilenumber", Role::Phone(Way::Mobile)),
    ("cell", Role::Phone(Way::Mobile)),
    ("cellphone", Role::Phone(Way::Mobile)),
    ("cellnumber", Role::Phone(Way::Mobile)),
    ("mobil", Role::Phone(Way::Mobile)),
    ("mobiltelefon", Role::Phone(Way::Mobile)),
    ("handy", Role::Phone(Way::Mobile)),
    ("homephone", Role::Phone(Way::Home)),
    ("homephone2", Role::Phone(Way::Home)),
    ("homenumber", Role::Phone(Way::Home)),
    ("workphone", Role::Phone(Way::Work)),
    ("workphone2", Role::Phone(Way::Work)),
    ("worknumber", Role::Phone(Way::Work)),
    ("businessphone", Role::Phone(Way::Work)),
    ("businessphone2", Role::Phone(Way::Work)),
    ("companyphone", Role::Phone(Way::Work)),
    ("companymainphone", Role::Phone(Way::Work)),
    ("officephone", Role::Phone(Way::Work)),
    ("carphone", Role::Phone(Way::Other)),
    ("callback", Role::Phone(Way::Other)),
    ("callbackphone", Role::Phone(Way::Other)),
    ("otherphone", Role::Phone(Way::Other)),
    ("alternatephone", Role::Phone(Way::Other)),
    ("secondaryphone", Role::Phone(Way::Other)),
    ("phone2", Role::Phone(Way::Other)),
    ("phone3", Role::Phone(Way::Other)),
    ("email", Role::Email),
    ("emailaddress", Role::Email),
    ("mail", Role::Email),
    ("emailadresse", Role::Email),
    ("email2adresse", Role::Email),
    ("email3adresse", Role::Email),
    ("adressedemessagerie", Role::Email),
    ("adressedemessagerie2", Role::Email),
    ("adressedemessagerie3", Role::Email),
    ("adressemail", Role::Email),
    ("adresseemail", Role::Email),
    ("correoelectronico", Role::Email),
    ("primaryemail", Role::Email),
    ("secondaryemail", Role::Email),
    ("customeremail", Role::Email),
    ("alternateemail1", Role::Email),
    ("alternateemail2", Role::Email),
    ("item", Role::Item),
    ("vehicle", Role::Item),
    ("year", Role::Thing(0)),
    ("vehicleyear", Role::Thing(0)),
    ("make", Role::Thing(1)),
    ("vehiclemake", Role::Thing(1)),
    ("model", Role::Thing(2)),
    ("vehiclemodel", Role::Thing(2)),
    ("license", Role::Thing(3)),
    ("licenseplate", Role::Thing(3)),
    ("licence", Role::Thing(3)),
    ("plate", Role::Thing(3)),
    ("registration", Role::Thing(3)),
    ("registrationnumber", Role::Thing(3)),
    ("numberplate", Role::Thing(3)),
    ("reg", Role::Thing(3)),
    ("regno", Role::Thing(3)),
    ("vrm", Role::Thing(3)),
    ("kennzeichen", Role::Thing(3)),
    ("immatriculation", Role::Thing(3)),
    ("kind", Role::Kind),
    ("about", Role::About),
    ("severity", Role::Severity),
    ("quote", Role::Quote),
    ("due", Role::Due),
    ("promise", Role::Promise),
    ("owner", Role::Owner),
    ("technician", Role::Owner),
    ("serviceadvisor", Role::Owner),
    ("servicewriter", Role::Owner),
    ("note", Role::Note),
    ("notes", Role::Note),
    ("memo", Role::Note),
    ("comment", Role::Note),
    ("comments", Role::Note),
    ("notizen", Role::Note),
];

/// The layout of a file, by its columns. Zimbra's names differ from Outlook's by their capitals
/// alone.
pub(super) fn of(keys: &[String], names: &[String]) -> Option<&'static Layout> {
    let there = |telling: &&str| keys.iter().any(|key| key == telling);
    let zimbra = names.iter().any(|name| name == "firstName");
    LAYOUTS.iter().find(|layout| {
        layout.telling.iter().all(&there)
            && (layout.name != "Yahoo" || !keys.iter().any(|key| key == "business"))
            || (zimbra && layout.name == "Zimbra")
    })
}

/// Whether a name gives a layout away.
pub(super) fn is_telling(key: &str) -> bool {
    LAYOUTS.iter().any(|layout| layout.telling.contains(&key))
}

/// What a column of a name is good for.
pub(super) fn role(key: &str, layout: Option<&'static Layout>) -> Option<Role> {
    let find = |table: &'static [(&str, Role)]| {
        table
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, role)| *role)
    };
    layout
        .and_then(|layout| find(layout.own))
        .or_else(|| find(EVERYWHERE))
        .or_else(|| numbered(key))
}

/// The columns that come in numbered pairs, `Phone 1 - Value` and `E-mail 2 Address`.
fn numbered(key: &str) -> Option<Role> {
    let of = |rest: &str, ends: &[&str]| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let n = rest.strip_suffix(digits)?.parse::<u8>().ok()?;
        ends.contains(&digits).then_some(n)
    };
    if let Some(rest) = key.strip_prefix("phone") {
        return of(rest, &["value"])
            .map(Role::PhoneOf)
            .or_else(|| of(rest, &["type", "label"]).map(Role::KindOf));
    }
    let rest = key.strip_prefix("email")?;
    of(rest, &["value", "address", ""]).map(|_| Role::Email)
}
