//! Telephone numbers: how one that was typed, pasted or imported is understood.
//!
//! Owns the way from any spelling to E.164 and back to what one dials from the shop, and the
//! words in which a number is refused. The rules are libphonenumber's for the shop's region; the
//! crate that holds them is young and is named nowhere else.

use std::fmt;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType,
    Region as Country, ValidationError,
};

use super::text;
use error::{PhoneErrorBuilder, example, quoted};

pub use error::PhoneError;

mod error;
mod spelling;

/// Every region with a numbering plan of its own, as the library knows them (a test compares). The
/// library is not asked: it would read its whole metadata before the first frame, and its own
/// `from_code` takes any two letters.
const REGIONS: &str = "\
    AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC \
    EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK \
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB \
    LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY \
    MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS \
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// The longest text that is looked at, in characters, blanks and marks without a meaning included.
const LONGEST: usize = 1_000;

/// A number as it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedNumber {
    /// The number in E.164: `+` and digits, without the extension.
    pub e164: String,
    /// The extension, digits only, where one was given.
    pub extension: Option<String>,
    /// How one dials it from the shop, the extension included: the national form for a number
    /// with the shop's own country code, else the international one.
    pub national: String,
    /// Whether it lies in an assigned range; a number that does not is taken all the same.
    pub valid: bool,
    /// ISO 3166 code of the country it belongs to; `None` for satellite and other world numbers.
    pub region: Option<String>,
}

/// A code that names no region with telephone numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{code}” is not a country code: use the two letters of ISO 3166, such as GB, IE or US")]
pub struct RegionError {
    /// What was given, cut short.
    pub code: String,
}

/// The country a shop stands in: says how a number without a country code is read.
#[derive(Clone, PartialEq, Eq)]
pub struct Region {
    code: String,
    country: Country,
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Region").field(&self.code).finish()
    }
}

impl Region {
    /// The region of an ISO 3166 alpha-2 code, in either case.
    ///
    /// # Errors
    ///
    /// A code for which there is no numbering plan.
    pub fn new(code: &str) -> Result<Self, RegionError> {
        let upper = code.trim().to_ascii_uppercase();
        let known = REGIONS.split(' ').any(|r| r == upper);
        match Country::from_code(&upper) {
            Ok(country) if known => Ok(Self {
                code: upper,
                country,
            }),
            _ => Err(RegionError {
                code: quoted(&text::sanitize(code)),
            }),
        }
    }

    /// The two letters, upper case.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }
}

/// Reads one number, which takes some milliseconds the first time and microseconds afterwards:
/// to be called on a thread of its own once the first frame is on the screen.
pub fn warm(region: &Region) {
    let example = example(region.country, PhoneNumberFormat::National);
    let _ = read(&example, region);
}

/// Understands a number as typed in the shop's region.
///
/// Any usual spelling will do: `+44 (0)20 …`, `0044…`, spaces, dots, dashes, slashes, full-width
/// digits, `tel:` links, an extension after `x`, `ext`, `extn`, `extension` or `#`.
///
/// # Errors
///
/// What is impossible in the number's country (too short, too long, letters). A number that is
/// possible but in no assigned range comes back with `valid: false`.
pub fn read(typed: &str, region: &Region) -> Result<ParsedNumber, PhoneError> {
    // What is longer than any number is refused by its beginning; the rest is not gone over.
    let beginning: String = typed.chars().take(LONGEST).collect();
    let is_all = beginning.len() == typed.len();
    let text: String = text::sanitize(&beginning)
        .chars()
        .map(|c| text::digit(c).unwrap_or(c))
        .collect();
    let refusal = PhoneErrorBuilder {
        typed: &text,
        shop: region,
    };
    if !is_all {
        return Err(refusal.not_a_number());
    }
    refusal.check_spelling()?;
    let number = PhoneNumber::parse(&text, Some(region.country))
        .map_err(|error| refusal.of_parse(&error))?;
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossibleLocalOnly) if is_whole(&text, &number) => {
            return Err(refusal.of_length(ValidationError::TooShort, &number));
        }
        Ok(NumberLengthType::IsPossible | NumberLengthType::IsPossibleLocalOnly) => {}
        Err(error) => return Err(refusal.of_length(error, &number)),
    }
    Ok(describe(&number, region))
}

/// Whether a number in E.164 is one that is carried in a pocket.
#[must_use]
pub fn is_mobile(e164: &str, region: &Region) -> bool {
    PhoneNumber::parse(e164, Some(region.country))
        .is_ok_and(|number| number.get_type() == PhoneNumberType::Mobile)
}

/// A number in E.164 as people write it for abroad: `+44 20 7946 0123`. One that cannot be taken
/// apart comes back as it is.
#[must_use]
pub fn international(e164: &str) -> String {
    PhoneNumber::parse(e164, None).map_or_else(
        |_| e164.to_owned(),
        |number| {
            number
                .format_as(PhoneNumberFormat::International)
                .into_owned()
        },
    )
}

fn describe(number: &PhoneNumber, shop: &Region) -> ParsedNumber {
    let own = PHONE_NUMBER_UTIL.get_country_code_for_region(shop.country);
    let at_home = own == Some(number.country_code);
    let form = if at_home {
        PhoneNumberFormat::National
    } else {
        PhoneNumberFormat::International
    };
    // Both questions begin with the region it lies in, which takes as long as all the rest.
    let lies_in = number.get_region_code();
    let valid = lies_in.is_some_and(|region| number.is_valid_for_region(region));
    let belongs = lies_in.or_else(|| {
        if at_home {
            Some(shop.country)
        } else {
            PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code)
        }
    });
    ParsedNumber {
        e164: number.format_as(PhoneNumberFormat::E164).into_owned(),
        extension: number.extension.clone().filter(|e| !e.is_empty()),
        national: number.format_as(form).into_owned(),
        valid,
        region: belongs
            .filter(|r| *r != Country::World)
            .map(|r| r.to_string()),
    }
}

/// Whether a number as short as those dialled within one town was written as a whole one, with a
/// country's code or the trunk `0` (`+44 7700`, `07700`): then digits are missing.
fn is_whole(text: &str, number: &PhoneNumber) -> bool {
    let significant = number.get_national_significant_number();
    significant.starts_with('0') || !text::digits(text).starts_with(&significant)
}

#[cfg(test)]
mod tests;
