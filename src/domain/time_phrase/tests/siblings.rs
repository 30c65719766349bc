//! Phrases of the kind that clerks type, and moments at which they mean something else.

use super::*;

/// What phrases come to at a moment: as a rest, and as a promise; a refusal is “ask”.
fn check_at(now: &str, table: &[(&str, &str, &str)]) {
    let calendar = london();
    let reader = reader(&calendar, instant(now));
    let said = |planned: Result<OpenTime, TimePhraseError>| {
        planned.map_or_else(
            |_| "ask".to_owned(),
            |p| london().local(p.at).format("%a %-d %b %H:%M").to_string(),
        )
    };
    for (phrase, rest, promise) in table {
        assert_eq!(said(reader.read_rest(phrase)), *rest, "rest: {phrase:?}");
        assert_eq!(
            said(reader.read_promise(phrase)),
            *promise,
            "promise: {phrase:?}"
        );
    }
}

#[test]
fn on_a_saturday_the_next_open_day_is_monday() {
    check_at(
        "2026-11-28T12:10:00Z",
        &[
            ("today", "ask", "Sat 28 Nov 13:00"),
            ("tomorrow", "Mon 30 Nov 08:30", "Mon 30 Nov 17:30"),
            ("9am", "Mon 30 Nov 09:00", "Mon 30 Nov 09:00"),
            ("at 4", "Sat 28 Nov 16:00", "Sat 28 Nov 16:00"),
            ("2 to 4", "Sat 28 Nov 14:00", "Sat 28 Nov 16:00"),
            ("first thing", "Mon 30 Nov 08:30", "Mon 30 Nov 08:30"),
            (
                "first thing tomorrow",
                "Mon 30 Nov 08:30",
                "Mon 30 Nov 08:30",
            ),
            ("eod", "Sat 28 Nov 13:00", "Sat 28 Nov 13:00"),
            // Today or next Friday: a rest until today is none.
            ("end of the week", "Fri 4 Dec 08:30", "ask"),
            ("the weekend", "ask", "Sat 28 Nov 13:00"),
            ("next weekend", "Sat 5 Dec 09:00", "Sat 5 Dec 13:00"),
            ("next working day", "Mon 30 Nov 08:30", "Mon 30 Nov 17:30"),
            ("1", "Mon 30 Nov 08:30", "ask"),
        ],
    );
}

#[test]
fn on_a_sunday_a_promise_for_today_is_asked_back() {
    check_at(
        "2026-11-29T11:00:00Z",
        &[
            ("today", "ask", "ask"),
            ("29th", "ask", "ask"),
            ("eod", "Sun 29 Nov 17:30", "ask"),
            ("now", "Sun 29 Nov 11:00", "ask"),
            ("2h", "Sun 29 Nov 13:00", "Sun 29 Nov 13:00"),
            ("this week", "ask", "ask"),
            ("end of the week", "Fri 4 Dec 08:30", "Fri 4 Dec 17:30"),
            ("sunday", "Mon 7 Dec 08:30", "Mon 7 Dec 17:30"),
            ("tomorrow", "Mon 30 Nov 08:30", "Mon 30 Nov 17:30"),
        ],
    );
}

#[test]
fn late_in_the_day_what_has_passed_is_tomorrows_and_what_is_running_is_asked_back() {
    check_at(
        "2026-11-24T16:40:00Z",
        &[
            ("half 4", "Wed 25 Nov 16:30", "Wed 25 Nov 16:30"),
            ("by 5", "Tue 24 Nov 17:00", "Tue 24 Nov 17:00"),
            ("today", "ask", "Tue 24 Nov 17:30"),
            ("this afternoon", "ask", "Tue 24 Nov 17:30"),
            ("afternoon", "ask", "ask"),
            ("after 3", "ask", "ask"),
            ("4 to 6", "ask", "ask"),
            ("2 to 4", "Wed 25 Nov 14:00", "Wed 25 Nov 16:00"),
            ("later today", "ask", "ask"),
            ("1630", "Wed 25 Nov 16:30", "Wed 25 Nov 16:30"),
            ("today at 4", "ask", "ask"),
        ],
    );
    check_at(
        "2026-11-24T17:45:00Z",
        &[
            ("today", "ask", "ask"),
            ("24th", "ask", "ask"),
            ("eod", "ask", "ask"),
            ("tonight", "ask", "Tue 24 Nov 20:00"),
            ("by 5", "Wed 25 Nov 17:00", "Wed 25 Nov 17:00"),
            ("today 6pm", "Tue 24 Nov 18:00", "Tue 24 Nov 18:00"),
            // Of the two hours only one is to come.
            ("today at 8", "Tue 24 Nov 20:00", "Tue 24 Nov 20:00"),
        ],
    );
}

#[test]
fn by_a_week_is_asked_back_where_it_is_promised() {
    let calendar = london();
    let reader = reader(&calendar, instant("2026-11-24T10:42:00Z"));
    let error = reader.read_promise("by next week").unwrap_err();
    assert_eq!(error.suggestions(), ["Mon 30 Nov 17:30", "Fri 4 Dec 17:30"]);
    assert!(reader.read_rest("by next week").is_ok());
}

#[test]
fn a_number_where_a_rest_is_asked_for_is_a_number_of_days() {
    check_at(
        "2026-11-24T10:42:00Z",
        &[
            ("3", "Fri 27 Nov 08:30", "ask"),
            ("5", "Mon 30 Nov 08:30", "ask"),
            ("0", "ask", "ask"),
            ("180", "Mon 24 May 08:30", "ask"),
            // Half past nine, or in 930 days.
            ("930", "ask", "Wed 25 Nov 09:30"),
            ("1630", "Tue 24 Nov 16:30", "Tue 24 Nov 16:30"),
        ],
    );
}

#[test]
fn the_day_stands_first_or_the_month_as_the_region_has_it() {
    let calendar = london();
    let reader = TimePhraseParser {
        order: DateOrder::MonthFirst,
        ..reader(&calendar, instant("2026-11-24T10:42:00Z"))
    };
    let at = |phrase| reader.read(phrase).unwrap().at;
    assert_eq!(at("12/24 10"), instant("2026-12-24T10:00:00Z"));
    assert_eq!(at("12-24"), instant("2026-12-24T08:30:00Z"));
    assert_eq!(at("2 to 4"), instant("2026-11-24T14:00:00Z"));
    let error = reader.read("10-12").unwrap_err();
    assert!(error.to_string().contains("12 Oct 2027"), "{error}");
}

#[test]
fn a_stretch_of_days_begins_where_it_is_due_and_ends_where_it_is_promised() {
    check_at(
        "2026-11-24T10:42:00Z",
        &[
            ("early next week", "Mon 30 Nov 08:30", "Tue 1 Dec 17:30"),
            ("early in the week", "ask", "Tue 24 Nov 17:30"),
            ("mid next week", "Wed 2 Dec 08:30", "Wed 2 Dec 17:30"),
            ("late next week", "Thu 3 Dec 08:30", "Fri 4 Dec 17:30"),
            ("later this week", "Thu 26 Nov 08:30", "Fri 27 Nov 17:30"),
            ("late in the week", "Thu 26 Nov 08:30", "Fri 27 Nov 17:30"),
            ("w/c 30 nov", "Mon 30 Nov 08:30", "Fri 4 Dec 17:30"),
            ("wc 7th dec", "Mon 7 Dec 08:30", "Fri 11 Dec 17:30"),
            (
                "week commencing 7 december",
                "Mon 7 Dec 08:30",
                "Fri 11 Dec 17:30",
            ),
            ("wk beginning mon", "Mon 30 Nov 08:30", "Fri 4 Dec 17:30"),
            ("the week of 7 dec", "Mon 7 Dec 08:30", "Fri 11 Dec 17:30"),
            ("mon to wed", "Mon 30 Nov 08:30", "Wed 2 Dec 17:30"),
            ("mon-wed", "Mon 30 Nov 08:30", "Wed 2 Dec 17:30"),
            ("between mon and wed", "Mon 30 Nov 08:30", "Wed 2 Dec 17:30"),
            (
                "mon to wed next week",
                "Mon 30 Nov 08:30",
                "Wed 2 Dec 17:30",
            ),
            ("thu or fri", "Thu 26 Nov 08:30", "Fri 27 Nov 17:30"),
            // The shop is closed on Sunday: until it closes on Saturday.
            ("fri to sun", "Fri 27 Nov 08:30", "Sat 28 Nov 13:00"),
            (
                "beginning of december",
                "Tue 1 Dec 08:30",
                "Tue 1 Dec 17:30",
            ),
            // Said on a Tuesday, today or in a week; and no two days that lie apart.
            ("tue to thu", "ask", "ask"),
            ("mon or fri", "ask", "ask"),
            ("mon and wed", "ask", "ask"),
            ("mon to wed 2pm", "ask", "ask"),
            ("by early next week", "Mon 30 Nov 08:30", "ask"),
            ("w/c 30 nov to 7 dec", "ask", "ask"),
        ],
    );
    check_at(
        "2026-11-25T10:42:00Z",
        &[
            ("early this week", "ask", "ask"),
            ("mid this week", "ask", "Wed 25 Nov 17:30"),
        ],
    );
}

#[test]
fn a_part_of_a_month_or_a_day_is_asked_back_with_what_can_be_typed() {
    let calendar = london();
    let reader = reader(&calendar, instant("2026-11-24T10:42:00Z"));
    for (phrase, advice) in [
        ("early december", "1 december"),
        ("mid december", "15 december"),
        ("late december", "end of december"),
        ("early next month", "1st of next month"),
        ("mid next month", "15th of next month"),
        ("late next month", "end of next month"),
        ("early tomorrow", "first thing tomorrow"),
        ("late friday", "last thing friday"),
    ] {
        let refused = reader.read_promise(phrase).unwrap_err();
        assert_eq!(refused.suggestions(), [advice], "{phrase}");
        assert!(reader.read_promise(advice).is_ok(), "{advice}");
    }
}
