//! Letters that come from another keyboard layout, or with Caps Lock on: which key was meant.

use crate::app::action::Key;

/// The letters of a layout, and those of a Latin keyboard at the same places.
const LAYOUTS: &[(&str, &str)] = &[
    // Russian, with Ukrainian and Belarusian letters where they differ.
    (
        "йцукенгшщзфывапролдячсмитьіў",
        "qwertyuiopasdfghjklzxcvbnmso",
    ),
    // Greek.
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    // Hebrew.
    ("קראטוןםפשדגכעיחלזסבהנמצ", "ertyuiopasdfghjkzxcvbnm"),
    // Arabic.
    ("ضصثقفغعهخحشسيبلاتنمئءؤرىة", "qwertyuiopasdfghjklzxcvnm"),
];

/// The key of a Latin keyboard at whose place a letter of another layout stands.
#[must_use]
pub(super) fn at_the_same_place(letter: char) -> Option<Key> {
    let small = letter.to_lowercase().next()?;
    let latin = LAYOUTS.iter().find_map(|(theirs, ours)| {
        let at = theirs.chars().position(|c| c == small)?;
        ours.chars().nth(at)
    })?;
    let capital = letter != small;
    Some(Key::Char(if capital {
        latin.to_ascii_uppercase()
    } else {
        latin
    }))
}

#[cfg(test)]
mod tests {
    use super::{LAYOUTS, at_the_same_place};
    use crate::app::action::Key;

    #[test]
    fn every_letter_of_a_layout_has_its_place() {
        for (theirs, ours) in LAYOUTS {
            assert_eq!(theirs.chars().count(), ours.chars().count(), "{theirs}");
        }
    }

    #[test]
    fn a_letter_is_the_key_at_its_place() {
        for (letter, key) in [
            ('т', 'n'),
            ('в', 'd'),
            ('Г', 'U'),
            ('ν', 'n'),
            ('מ', 'n'),
            ('д', 'l'),
            ('ы', 's'),
        ] {
            assert_eq!(at_the_same_place(letter), Some(Key::Char(key)), "{letter}");
        }
    }

    #[test]
    fn an_accented_latin_letter_is_no_other_key() {
        for letter in ['é', 'ß', 'ñ', '王'] {
            assert_eq!(at_the_same_place(letter), None, "{letter}");
        }
    }
}
