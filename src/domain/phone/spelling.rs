//! Spelling checks on a phone number: what its characters alone say.

/// Whether a spreadsheet shortened the number: `4.41E+11`.
pub(super) fn is_scientific(text: &str) -> bool {
    let all_digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let mantissa = mantissa.trim_start_matches(['\'', '+', '=']);
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let exponent = exponent.trim_start_matches('+');
    all_digits(whole) && all_digits(fraction) && all_digits(exponent)
}

/// The first letters in a text that neither announce an extension nor belong to a `tel:` link.
pub(super) fn stray_letters(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let number = lower.strip_prefix("tel:").unwrap_or(&lower);
    let number = number
        .split_once(";phone-context=")
        .map_or(number, |(n, _)| n);
    let number = number.split_once(";isub=").map_or(number, |(n, _)| n);
    let mut before = false;
    let mut rest = number;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (head, tail) = rest.split_at(start);
        before |= head.contains(|c: char| c.is_ascii_digit());
        let end = tail
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(tail.len());
        let (letters, after) = tail.split_at(end);
        let announced = after.contains(|c: char| c.is_ascii_digit());
        if !(before && announced && is_extension_marker(letters)) {
            return Some(letters.to_owned());
        }
        rest = after;
    }
    None
}

/// The words libphonenumber takes for “extension”.
fn is_extension_marker(letters: &str) -> bool {
    let known = [
        "x",
        "ext",
        "extn",
        "xtn",
        "extension",
        "extensión",
        "int",
        "anexo",
        "доб",
        "ｘ",
        "ｅｘｔ",
    ];
    known.contains(&letters)
}
