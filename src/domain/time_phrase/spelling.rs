//! Words as clerks type them: short forms, text-message spellings and slips of the finger.
//!
//! A word is mended only where one known word is nearer than every other, and begins with the
//! same letter; what could be two of them is left as it is, and refused.

/// What is written for what, where no rule would find it.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("tmrw", "tomorrow"),
    ("tmrrw", "tomorrow"),
    ("tmr", "tomorrow"),
    ("tmw", "tomorrow"),
    ("tmoro", "tomorrow"),
    ("tmoz", "tomorrow"),
    ("tomo", "tomorrow"),
    ("tomoz", "tomorrow"),
    ("tomozz", "tomorrow"),
    ("tomos", "tomorrow"),
    ("tommoz", "tomorrow"),
    ("tomoro", "tomorrow"),
    ("tomorro", "tomorrow"),
    ("2moro", "tomorrow"),
    ("2morro", "tomorrow"),
    ("2morrow", "tomorrow"),
    ("2mrw", "tomorrow"),
    ("2mro", "tomorrow"),
    ("2moz", "tomorrow"),
    ("2day", "today"),
    ("tday", "today"),
    ("tody", "today"),
    ("todya", "today"),
    ("2nite", "tonight"),
    ("2night", "tonight"),
    ("tonite", "tonight"),
    ("nite", "night"),
    ("b4", "before"),
    ("til", "until"),
    ("till", "until"),
    ("untill", "until"),
    ("weds", "wednesday"),
    ("wends", "wednesday"),
    ("wensday", "wednesday"),
    ("wenesday", "wednesday"),
    ("fryday", "friday"),
    ("nxt", "next"),
    ("wknd", "weekend"),
    ("wkend", "weekend"),
    ("wkd", "weekend"),
    ("aft", "afternoon"),
    ("aftn", "afternoon"),
    ("arvo", "afternoon"),
    ("arvs", "afternoon"),
    ("morn", "morning"),
    ("mornin", "morning"),
    ("mrng", "morning"),
    ("evng", "evening"),
    ("qtr", "quarter"),
    ("amish", "am"),
    ("pmish", "pm"),
    ("xmas", "christmas"),
    ("roughly", "about"),
    ("around", "about"),
    ("approx", "about"),
    ("approximately", "about"),
    ("circa", "about"),
    ("lunchtime", "lunch"),
    ("dinnertime", "dinner"),
    ("midday", "noon"),
    ("eob", "eod"),
    ("cob", "eod"),
    ("cop", "eod"),
    ("anytime", "sometime"),
    ("w/c", "weekfrom"),
    ("wc", "weekfrom"),
    ("w/b", "weekfrom"),
    ("wb", "weekfrom"),
];

/// The words whose misspellings are mended.
const MENDED: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "tomorrow",
    "january",
    "february",
    "august",
    "september",
    "october",
    "november",
    "december",
    "morning",
    "afternoon",
    "evening",
    "weekend",
    "fortnight",
];

/// The shortest word that is mended: shorter ones are too near to one another.
const SHORTEST: usize = 5;

/// From this length on two slips are mended, not one.
const LONG: usize = 8;

/// The word that was meant, or the word itself.
pub(super) fn respell(word: &str) -> &str {
    let short = SHORT_FORMS.iter().find(|(short, _)| *short == word);
    short.map_or_else(|| mended(word).unwrap_or(word), |(_, meant)| meant)
}

/// The one known word nearest to a misspelt one.
fn mended(word: &str) -> Option<&'static str> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < SHORTEST || letters.len() > 12 || MENDED.contains(&word) {
        return None;
    }
    let most = if letters.len() >= LONG { 2 } else { 1 };
    for slips in 1..=most {
        let near = MENDED.iter().filter(|known| {
            let known: Vec<char> = known.chars().collect();
            within(&letters, &known, slips)
        });
        let near: Vec<&str> = near.copied().collect();
        match near.as_slice() {
            [] => {}
            [only] => {
                let same_start = only.chars().next() == letters.first().copied();
                // "fridays" is every Friday, which is no time.
                let plural = word.strip_suffix('s') == Some(only);
                return (same_start && !plural).then_some(*only);
            }
            _ => return None,
        }
    }
    None
}

/// Whether so many slips make one word of another: a letter too much, missing, wrong, or two
/// letters in the wrong order.
fn within(a: &[char], b: &[char], slips: usize) -> bool {
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= slips,
        ([x, a_rest @ ..], [y, b_rest @ ..]) if x == y => within(a_rest, b_rest, slips),
        _ if slips == 0 => false,
        ([x, a_rest @ ..], [y, b_rest @ ..]) => {
            let swapped = match (a_rest, b_rest) {
                ([x2, a_after @ ..], [y2, b_after @ ..]) if x == y2 && x2 == y => {
                    within(a_after, b_after, slips - 1)
                }
                _ => false,
            };
            swapped
                || within(a_rest, b_rest, slips - 1)
                || within(a_rest, b, slips - 1)
                || within(a, b_rest, slips - 1)
        }
    }
}
