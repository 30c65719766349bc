//! The errors of the phone number parser, and how they are told apart.
//!
//! Owns the messages: each says what was wrong and what would be right, from the library's own
//! lengths and example numbers, so that they stay true for every region.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat,
    Region as Country, ValidationError,
};

use super::super::text;
use super::Region;
use super::spelling::{is_scientific, stray_letters};

/// The longest text that is parsed; libphonenumber's own limit.
const LONGEST_INPUT: usize = 250;

/// The most digits that libphonenumber accepts in a national number.
const LONGEST_NATIONAL: u32 = 17;

/// Why a text is not a telephone number, and what would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// No digit in the text.
    #[error("“{typed}” has no digits: a number in {region} looks like {example}")]
    NoDigits {
        /// The typed text, truncated.
        typed: String,
        /// The region it was parsed for.
        region: String,
        /// An example number of that region.
        example: String,
    },
    /// Letters that do not announce an extension.
    #[error(
        "“{typed}” has letters in it (“{letters}”): write digits only, such as {example}; \
         an extension as “{example} ext 12”"
    )]
    Letters {
        /// The typed text, truncated.
        typed: String,
        /// The letters that are in the way.
        letters: String,
        /// An example number of the region.
        example: String,
    },
    /// Scientific notation.
    #[error(
        "“{typed}” is a number that a spreadsheet shortened, so its last digits are lost: \
         format the column as text, save again, and it will read like {example}"
    )]
    Spreadsheet {
        /// The typed text, truncated.
        typed: String,
        /// An example number of the region.
        example: String,
    },
    /// Too few digits.
    #[error("“{typed}” is too short for a number in {region}: {lengths}, such as {example}")]
    TooShort {
        /// The typed text, truncated.
        typed: String,
        /// The region the number would belong to.
        region: String,
        /// How many digits it should have.
        lengths: String,
        /// An example number of that region.
        example: String,
    },
    /// Too many digits.
    #[error("“{typed}” is too long for a number in {region}: {lengths}, such as {example}")]
    TooLong {
        /// The typed text, truncated.
        typed: String,
        /// The region the number would belong to.
        region: String,
        /// How many digits it should have.
        lengths: String,
        /// An example number of that region.
        example: String,
    },
    /// A length between two that are possible.
    #[error("“{typed}” has the wrong length for {region}: {lengths}, such as {example}")]
    WrongLength {
        /// The typed text, truncated.
        typed: String,
        /// The region the number would belong to.
        region: String,
        /// How many digits it should have.
        lengths: String,
        /// An example number of that region.
        example: String,
    },
    /// A `+` that no country code follows.
    #[error("“{typed}” does not start with a country code: in {region} a number is {example}")]
    NoCountry {
        /// The typed text, truncated.
        typed: String,
        /// The shop's region.
        region: String,
        /// An example number of that region in international form.
        example: String,
    },
    /// Digits that do not form a telephone number.
    #[error("“{typed}” is not a telephone number: one in {region} looks like {example}")]
    NotANumber {
        /// The typed text, truncated.
        typed: String,
        /// The region it was parsed for.
        region: String,
        /// An example number of that region.
        example: String,
    },
}

/// What an error message needs in order to say what would be right.
pub(super) struct PhoneErrorBuilder<'a> {
    pub(super) typed: &'a str,
    pub(super) shop: &'a Region,
}

impl PhoneErrorBuilder<'_> {
    /// Refuses a text whose characters alone rule out a telephone number.
    pub(super) fn check_spelling(&self) -> Result<(), PhoneError> {
        if self.typed.len() > LONGEST_INPUT {
            return Err(self.not_a_number());
        }
        let example = || example(self.shop.country, PhoneNumberFormat::National);
        if is_scientific(self.typed) {
            return Err(PhoneError::Spreadsheet {
                typed: quoted(self.typed),
                example: example(),
            });
        }
        if !self.typed.contains(|c: char| c.is_ascii_digit()) {
            return Err(PhoneError::NoDigits {
                typed: quoted(self.typed),
                region: self.shop.code.clone(),
                example: example(),
            });
        }
        match stray_letters(self.typed) {
            None => Ok(()),
            Some(letters) => Err(PhoneError::Letters {
                typed: quoted(self.typed),
                letters: quoted(&letters),
                example: example(),
            }),
        }
    }

    pub(super) fn not_a_number(&self) -> PhoneError {
        PhoneError::NotANumber {
            typed: quoted(self.typed),
            region: self.shop.code.clone(),
            example: example(self.shop.country, PhoneNumberFormat::National),
        }
    }

    pub(super) fn of_parse(&self, error: &ParseError) -> PhoneError {
        let here = PhoneNumber {
            country_code: PHONE_NUMBER_UTIL
                .get_country_code_for_region(self.shop.country)
                .unwrap_or_default(),
            ..PhoneNumber::default()
        };
        match error {
            ParseError::InvalidCountryCode => PhoneError::NoCountry {
                typed: quoted(self.typed),
                region: self.shop.code.clone(),
                example: example(self.shop.country, PhoneNumberFormat::International),
            },
            ParseError::NotANumber(_) => self.not_a_number(),
            ParseError::TooShortAfterIdd | ParseError::TooShortNsn => {
                self.of_length(ValidationError::TooShort, &here)
            }
            ParseError::TooLongNsn => self.of_length(ValidationError::TooLong, &here),
        }
    }

    /// The country of a number, and the form in which it is dialled from the shop.
    fn home(&self, number: &PhoneNumber) -> (Country, PhoneNumberFormat) {
        if PHONE_NUMBER_UTIL.get_country_code_for_region(self.shop.country)
            == Some(number.country_code)
        {
            return (self.shop.country, PhoneNumberFormat::National);
        }
        let country = PHONE_NUMBER_UTIL
            .get_region_for_country_code(number.country_code)
            .unwrap_or(self.shop.country);
        (country, PhoneNumberFormat::International)
    }

    pub(super) fn of_length(&self, error: ValidationError, number: &PhoneNumber) -> PhoneError {
        let (country, form) = self.home(number);
        let typed = quoted(self.typed);
        let region = country.to_string();
        let example = example(country, form);
        let at_home = form == PhoneNumberFormat::National;
        let lengths = lengths(number.country_code, &example, at_home);
        match error {
            ValidationError::TooShort => PhoneError::TooShort {
                typed,
                region,
                lengths,
                example,
            },
            ValidationError::TooLong => PhoneError::TooLong {
                typed,
                region,
                lengths,
                example,
            },
            ValidationError::InvalidLength | ValidationError::InvalidCountryCode => {
                PhoneError::WrongLength {
                    typed,
                    region,
                    lengths,
                    example,
                }
            }
        }
    }
}

/// A valid example number of a region, in one of its forms.
pub(super) fn example(country: Country, form: PhoneNumberFormat) -> String {
    PHONE_NUMBER_UTIL.get_example_number(country).map_or_else(
        |_| "+44 20 7946 0123".to_owned(),
        |n| n.format_as(form).into_owned(),
    )
}

/// The possible lengths of a country code's numbers, as dialled: “10 or 11 digits”.
fn lengths(country_code: i32, example: &str, at_home: bool) -> String {
    let possible = (2..=LONGEST_NATIONAL).filter(|digits| {
        let number = PhoneNumber {
            country_code,
            national_number: 10_u64.pow(digits - 1),
            ..PhoneNumber::default()
        };
        matches!(
            number.is_possible_with_reason(),
            Ok(NumberLengthType::IsPossible)
        )
    });
    let code = PHONE_NUMBER_UTIL
        .get_region_for_country_code(country_code)
        .and_then(|r| PHONE_NUMBER_UTIL.get_example_number(r).ok());
    let significant = code.map_or(0, |n| n.get_national_significant_number().len());
    let dialled = text::digits(example).len();
    let extra = u32::try_from(dialled.saturating_sub(significant)).unwrap_or(0);
    let extra = if at_home { extra.min(2) } else { extra };
    let counts: Vec<u32> = possible.map(|n| n + extra).collect();
    spoken_counts(&counts)
}

fn spoken_counts(counts: &[u32]) -> String {
    match counts {
        [] => "another number of digits".to_owned(),
        [only] => format!("{only} digits"),
        [first, .., last] if counts.len() > 3 => format!("{first} to {last} digits"),
        [first, last] => format!("{first} or {last} digits"),
        [first, middle @ .., last] => {
            let middle: Vec<String> = middle.iter().map(ToString::to_string).collect();
            format!("{first}, {} or {last} digits", middle.join(", "))
        }
    }
}

/// A typed text as quoted in a message: at most forty columns.
pub(super) fn quoted(text: &str) -> String {
    text::truncate(text, 40)
}
