//! What a phrase comes to for a due date, a rest and a promise; and that advice can be typed.

use super::*;

type Reading = fn(&TimePhraseParser<'_>, &str) -> Result<OpenTime, TimePhraseError>;

/// Each purpose, with the way it is read.
const PURPOSES: [(&str, Reading); 5] = [
    ("any", |reader, phrase| {
        let read = reader.read(phrase);
        read.map(|when| OpenTime {
            at: when.at,
            closed: None,
        })
    }),
    ("due", |reader, phrase| reader.read_due(phrase)),
    ("rest", |reader, phrase| reader.read_rest(phrase)),
    ("promise", |reader, phrase| reader.read_promise(phrase)),
    ("past promise", |reader, phrase| {
        reader.read_past_promise(phrase)
    }),
];

/// Moments of every kind: in the week, before closing and after it, on the day the shop closes
/// early, on a closed one, at the end of a month and of the year.
const MOMENTS: [&str; 10] = [
    "2026-11-24T10:42:00Z",
    "2026-11-24T07:10:00Z",
    "2026-11-24T16:40:00Z",
    "2026-11-24T17:45:00Z",
    "2026-11-24T23:50:00Z",
    "2026-11-27T12:00:00Z",
    "2026-11-28T12:10:00Z",
    "2026-11-29T11:00:00Z",
    "2026-12-31T15:00:00Z",
    "2026-12-04T09:30:00Z",
];

/// Every phrase of the tables, and what is wrong in many ways.
fn phrases() -> Vec<&'static str> {
    let tables = [
        samples::read("cases/clerk-phrases.tsv"),
        samples::read("cases/clerk-siblings.tsv"),
    ];
    let rows = tables.into_iter().flat_map(str::lines);
    let rows = rows.filter(|line| !line.starts_with('#'));
    let wrong = [
        "",
        "x",
        "29 feb",
        "31/11",
        "12/24",
        "0",
        "930",
        "dec",
        "in",
        "fri sat",
        "4pm 5pm",
        "fri 24 dec",
        "tomorrow 25:00",
        "13pm",
        "at 8",
        "10.12",
        "9.11",
        "9-11",
        "fri midnight",
        "2h 4pm",
        "now 4pm",
        "24 dec 8",
        "24 dec 10",
        "sun 2 to 4",
        "eod",
        "today at 8",
    ];
    rows.filter_map(|line| line.split('\t').next())
        .chain(wrong)
        .collect()
}

#[test]
fn every_suggestion_of_a_refusal_is_accepted_where_it_is_offered() {
    let calendar = london();
    let (mut refusals, mut suggestions) = (0, 0);
    for moment in MOMENTS {
        let reader = reader(&calendar, instant(moment));
        for phrase in phrases() {
            for (purpose, read) in PURPOSES {
                let Err(error) = read(&reader, phrase) else {
                    continue;
                };
                refusals += 1;
                let message = error.to_string();
                for suggestion in error.suggestions() {
                    suggestions += 1;
                    assert!(message.contains(suggestion.as_str()), "{message}");
                    let again = read(&reader, suggestion);
                    assert!(again.is_ok(), "{moment} {purpose} {message}: {again:?}");
                }
            }
        }
    }
    println!("{refusals} refusals with {suggestions} suggestions");
    assert!(refusals > 1_000 && suggestions > 2_000);
}

#[test]
fn siblings_of_the_cases_are_right_or_asked_back() {
    super::clerk_phrases::check_table(samples::read("cases/clerk-siblings.tsv"));
    let further = super::clerk_phrases::check_table(samples::read("cases/clerk-further.tsv"));
    assert_eq!(further, 93);
}

#[test]
fn a_range_begins_where_it_is_due_and_ends_where_it_is_promised() {
    let calendar = london();
    let reader = reader(&calendar, instant("2026-11-24T10:42:00Z"));
    for (phrase, begins, ends) in [
        ("fri 2 to 4", "14:00", "16:00"),
        ("fri morning", "08:30", "12:00"),
        ("fri pm", "14:00", "17:30"),
        ("fri", "08:30", "17:30"),
        ("fri after 3", "15:00", "17:30"),
        ("fri 4pm", "16:00", "16:00"),
        ("fri eod", "17:30", "17:30"),
        ("sat", "09:00", "13:00"),
    ] {
        let time = |planned: Result<OpenTime, TimePhraseError>| {
            london()
                .local(planned.unwrap().at)
                .format("%H:%M")
                .to_string()
        };
        assert_eq!(time(reader.read_due(phrase)), begins, "{phrase}");
        assert_eq!(time(reader.read_rest(phrase)), begins, "{phrase}");
        assert_eq!(time(reader.read_promise(phrase)), ends, "{phrase}");
    }
}

#[test]
fn what_is_overdue_may_be_past_and_a_promise_only_where_it_is_brought_along() {
    let calendar = london();
    let reader = reader(&calendar, instant("2026-11-24T10:42:00Z"));
    let yesterday = instant("2026-11-23T08:30:00Z");
    assert_eq!(reader.read_due("yesterday").unwrap().at, yesterday);
    assert_eq!(
        reader.read_promise("yesterday").unwrap_err().to_string(),
        "“yesterday” means yesterday 17:30, which is in the past; give a later time"
    );
    assert_eq!(
        reader.read_past_promise("yesterday").unwrap().at,
        instant("2026-11-23T17:30:00Z")
    );
    // A Sunday that is past is not the Monday after it.
    let monday = super::reader(&calendar, instant("2026-11-23T10:42:00Z"));
    for phrase in ["yesterday", "-1d", "22 nov 2026", "yesterday eod"] {
        let refused = [monday.read_rest(phrase), monday.read_promise(phrase)];
        for error in refused {
            let error = error.unwrap_err().to_string();
            assert!(error.contains("in the past"), "{phrase}: {error}");
        }
    }
    assert!(reader.read_rest("yesterday").is_err());
    assert!(reader.read_rest("now").is_ok());
    assert!(reader.read_promise("now").is_err());
    let exact = "2026-11-20T15:00:00+00:00";
    assert_eq!(
        reader.read_past_promise(exact).unwrap().at,
        instant("2026-11-20T15:00:00Z")
    );
}

#[test]
fn a_promise_for_an_hour_at_which_the_shop_is_closed_is_said() {
    let calendar = london();
    let reader = reader(&calendar, instant("2026-11-24T10:42:00Z"));
    let notice = |phrase| reader.read_promise(phrase).unwrap().closed_note();
    assert_eq!(notice("today 17:30"), None);
    assert_eq!(notice("fri"), None);
    assert_eq!(notice("today 20:00"), Some("closed at 20:00".to_owned()));
    assert_eq!(notice("fri 7:00am"), Some("closed at 07:00".to_owned()));
    assert_eq!(notice("sat 4pm"), Some("closed at 16:00".to_owned()));
    assert_eq!(
        notice("sunday 3pm"),
        Some("closed on Sun 29 Nov".to_owned())
    );
}

#[test]
fn a_shop_that_is_never_open_still_reads_every_phrase() {
    let closed = super::super::super::hours::WeekHours(std::array::from_fn(|_| Vec::new()));
    let calendar = Calendar {
        opening: closed.clone(),
        calling: closed,
        ..london()
    };
    let reader = reader(&calendar, instant("2026-11-24T10:42:00Z"));
    for phrase in phrases() {
        for (_, read) in PURPOSES {
            let _ = read(&reader, phrase);
        }
    }
    assert_eq!(
        reader.read_rest("fri").unwrap().at,
        instant("2026-11-27T08:30:00Z")
    );
}

proptest! {
    #[test]
    fn no_heap_of_time_words_makes_a_purpose_panic_or_go_back(
        picks in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..6),
        minutes in 0_i64..600_000,
    ) {
        let calendar = london();
        let now = sunday() + chrono::Duration::minutes(minutes);
        let reader = reader(&calendar, now);
        let phrase = picks.join(" ");
        for (purpose, read) in PURPOSES {
            match read(&reader, &phrase) {
                Ok(planned) if matches!(purpose, "rest" | "promise") => {
                    prop_assert!(planned.at >= now, "{} {:?}", purpose, phrase);
                }
                Ok(_) => {}
                Err(error) => {
                    for suggestion in error.suggestions() {
                        let again = read(&reader, suggestion);
                        prop_assert!(again.is_ok(), "{} {}: {:?}", purpose, error, again);
                    }
                }
            }
        }
    }
}
