//! The cases from outside, each with its input as it was found and the value that is right.

use super::clerk_phrases::tuesday;
use super::*;

/// Thursday 26 November 2026, 15:05 in London.
fn thursday() -> DateTime<Utc> {
    instant("2026-11-26T15:05:00Z")
}

fn lines(input: &'static str) -> Vec<&'static str> {
    input.lines().filter(|line| !line.is_empty()).collect()
}

fn local(at: DateTime<Utc>) -> String {
    london().local(at).format("%a %-d %b %H:%M").to_string()
}

/// Each line of an input with what it is read as; a refusal as its suggestions.
fn readings(input: &'static str, now: DateTime<Utc>) -> Vec<(&'static str, String)> {
    let calendar = london();
    let reader = reader(&calendar, now);
    let read = |phrase| match reader.read(phrase) {
        Ok(when) => local(when.at),
        Err(error) => format!("ask: {}", error.suggestions().join(" | ")),
    };
    lines(input).into_iter().map(|p| (p, read(p))).collect()
}

fn expect(found: &[(&'static str, String)], expected: &[(&'static str, &str)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(p, e)| (*p, (*e).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn case_c20_a_range_is_no_clock() {
    let input = samples::read("cases/C20-a-range-is-no-clock/input.txt");
    let found = readings(input, tuesday());
    expect(
        &found,
        &[
            ("11 to 1", "Tue 24 Nov 11:00"),
            (
                "10 to 12",
                "ask: today 11:50 | today 12:00 | tomorrow 10:00 to 12:00",
            ),
            ("2 to 4", "Tue 24 Nov 14:00"),
        ],
    );
    // A promise of a range lasts until its end, and what is a clock time stays one.
    let calendar = london();
    let reader = reader(&calendar, tuesday());
    let promised = |phrase| reader.read_promise(phrase).map(|p| local(p.at));
    assert_eq!(promised("11 to 1").unwrap(), "Tue 24 Nov 13:00");
    assert_eq!(promised("2 to 4").unwrap(), "Tue 24 Nov 16:00");
    assert_eq!(promised("five to four").unwrap(), "Tue 24 Nov 15:55");
    assert_eq!(promised("20 to 5").unwrap(), "Tue 24 Nov 16:40");
    assert_eq!(promised("quarter to 4").unwrap(), "Tue 24 Nov 15:45");
}

#[test]
fn case_c21_weeks_are_counted_from_a_day() {
    let input = samples::read("cases/C21-weeks-counted-from-a-day/input.txt");
    let found = readings(input, tuesday());
    expect(
        &found,
        &[
            ("a week on friday", "Fri 4 Dec 08:30"),
            ("monday next week at 10am", "Mon 30 Nov 10:00"),
            ("sunday 29 17:00", "Sun 29 Nov 17:00"),
            ("first thing tomorrow", "Wed 25 Nov 08:30"),
        ],
    );
}

#[test]
fn case_c22_a_promise_by_a_day_lasts_until_the_shop_closes() {
    let input = samples::read("cases/C22-promise-by-a-day/input.txt");
    let calendar = london();
    let reader = reader(&calendar, thursday());
    let places = |phrase| {
        let due = reader.read_due(phrase).unwrap();
        let promise = reader.read_promise(phrase).unwrap();
        assert_eq!((due.closed, promise.closed), (None, None), "{phrase}");
        (local(due.at), local(promise.at))
    };
    let found: Vec<_> = lines(input).into_iter().map(|p| (p, places(p))).collect();
    let at = |due: &str, promise: &str| (due.to_owned(), promise.to_owned());
    assert_eq!(
        found,
        [
            ("today", at("Thu 26 Nov 15:05", "Thu 26 Nov 17:30")),
            // What is due on Friday is due when the shop opens.
            ("friday", at("Fri 27 Nov 08:30", "Fri 27 Nov 17:30")),
        ]
    );
}

#[test]
fn case_c23_what_is_planned_while_the_shop_is_closed_is_moved_or_said() {
    let input = samples::read("cases/C23-planned-while-closed/input.txt");
    assert_eq!(lines(input), ["3d", "sun 10am"]);
    let calendar = london();
    let reader = reader(&calendar, thursday());
    let said = |time: OpenTime| {
        let note = time.closed_note().unwrap_or_default();
        (local(time.at), note, time.is_moved())
    };
    let sunday = |text: &str, moved| (text.to_owned(), "closed on Sun 29 Nov".to_owned(), moved);
    assert_eq!(
        said(reader.read_rest("3d").unwrap()),
        sunday("Mon 30 Nov 08:30", true)
    );
    // The list's own “3” is the same.
    assert_eq!(reader.read_rest("3"), reader.read_rest("3d"));
    assert_eq!(
        said(reader.read_due("3d").unwrap()),
        sunday("Mon 30 Nov 08:30", true)
    );
    assert_eq!(
        said(reader.read_promise("sun 10am").unwrap()),
        sunday("Sun 29 Nov 10:00", false)
    );
    assert_eq!(
        said(reader.read_promise("sunday").unwrap()),
        sunday("Mon 30 Nov 17:30", true)
    );
}

#[test]
fn case_data_13_a_day_that_is_today() {
    let input = samples::read("cases/data-13-a-day-that-is-today/input.txt");
    let calendar = london();
    let reader = reader(&calendar, tuesday());
    let promised = |phrase| local(reader.read_promise(phrase).unwrap().at);
    let found: Vec<_> = lines(input).into_iter().map(|p| (p, promised(p))).collect();
    let at = str::to_owned;
    assert_eq!(
        found,
        [
            ("24th", at("Tue 24 Nov 17:30")),
            ("24 nov", at("Tue 24 Nov 17:30")),
            ("4.30", at("Tue 24 Nov 16:30")),
            ("end of the week", at("Fri 27 Nov 17:30")),
        ]
    );
    // Nobody is out of the list until a moment that is now.
    let refused = |phrase| reader.read_rest(phrase).unwrap_err().to_string();
    assert_eq!(
        refused("24th"),
        "“24th” is today already: give a later time, as in 1 hour or 24 Dec"
    );
    assert_eq!(
        refused("24 nov"),
        "“24 nov” is today already: give a later time, as in 1 hour or 24 Dec"
    );
    assert_eq!(
        refused("today"),
        "“today” is today already: give a later time, as in 1 hour or tomorrow 9am"
    );
    let rests = |phrase| local(reader.read_rest(phrase).unwrap().at);
    assert_eq!(rests("4.30"), "Tue 24 Nov 16:30");
    assert_eq!(rests("end of the week"), "Fri 27 Nov 08:30");
}

#[test]
fn case_data_14_what_clerks_type() {
    let input = samples::read("cases/data-14-what-clerks-type/input.txt");
    let found = readings(input, tuesday());
    expect(
        &found,
        &[
            ("fri pm", "Fri 27 Nov 14:00"),
            ("fri am", "Fri 27 Nov 08:30"),
            ("half 4", "Tue 24 Nov 16:30"),
            ("before 5", "Tue 24 Nov 17:00"),
            ("5ish", "Tue 24 Nov 17:00"),
            ("about 5", "Tue 24 Nov 17:00"),
            ("wed 2ish", "Wed 25 Nov 14:00"),
            ("tomorrow 9-10am", "Wed 25 Nov 09:00"),
            ("first thing tomorrow", "Wed 25 Nov 08:30"),
            ("later today", "Tue 24 Nov 14:00"),
            ("the weekend", "Sat 28 Nov 09:00"),
            ("christmas eve", "Thu 24 Dec 08:30"),
            ("boxing day", "Sat 26 Dec 09:00"),
            ("1.5h", "Tue 24 Nov 12:12"),
            ("in a few days", "Fri 27 Nov 08:30"),
            ("couple of days", "Thu 26 Nov 08:30"),
            ("1730", "Tue 24 Nov 17:30"),
            ("17h", "ask: 17:00 | in 17 hours"),
        ],
    );
}
