//! Calls: reached with every result, nobody reached, and the try that asks whether to let go.

use checkback::domain::contact::{Feeling, Outcome};
use checkback::domain::follow_up::{FollowUpResult, FollowUpState};

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::{CLARA, LONG};

/// The state and result of each of a customer's follow-ups that is still there, by what it is about.
fn open_of(counter: &Counter, name: &str) -> Vec<(String, FollowUpState)> {
    let entry = counter.rows_of(name);
    let one = |f: &checkback::domain::follow_up::FollowUp| (f.about.clone(), f.state);
    entry.follow_ups.iter().map(one).collect()
}

#[test]
fn done_asks_once_a_follow_up_shows_what_follows_and_goes_on_to_the_next_customer() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("d");
    counter.press("a").reads(&[
        "╭ Anita Patel: how did it end? 1 of 2 ─",
        "Authorised: go ahead.",
        "Who said yes? Anita Patel",
        "To how much? £180",
        "Noted Tue 24 Nov 10:42 by Tom.",
    ]);
    counter.press("tab ctrl-u").types("175").press("enter");
    counter.reads(&[
        "╭ Anita Patel: how did it end? 2 of 2 ─",
        "Quote for struts £420 Renault Clio AB12 CDE",
        "d declined ask again Sat 23 Jan 2027",
        "s settled all is well; quote Thu 26 Nov",
    ]);
    counter.press("0").reads(&[
        "▌in 38 min 王秀英",
        "✓ 10:42 Anita Patel authorised £175, again 16:00",
        "╭ 王秀英 020 7946 0101 ─",
        "Anita Patel: Authorised £175. Check-back Tue 1 Dec. Left open; again today",
        "16:00. u undo t note + pleased = fine - unhappy",
    ]);
    assert_eq!(counter.selected(), "王秀英");
    let contacts = counter.contacts_of("Anita Patel");
    assert_eq!(contacts[0].outcome, Outcome::Reached);
    assert_eq!(contacts[0].answers.len(), 1);
    assert_eq!(contacts[0].answers[0].amount, Some(17_500));
    let card = counter
        .store()
        .card(contacts[0].customer, 50)
        .unwrap()
        .unwrap();
    let pads = card
        .closed
        .iter()
        .find(|f| f.about == "Front pads 2 mm")
        .unwrap();
    assert_eq!(pads.result, Some(FollowUpResult::Authorised));
    assert_eq!(pads.authorised_by.as_deref(), Some("Anita Patel"));
    assert_eq!(pads.authorised_amount, Some(17_500));
    assert_eq!(pads.heard_at, Some(at(crate::shop::NOW)));
    let open = open_of(&counter, "Anita Patel");
    let open: Vec<&str> = open.iter().map(|(about, _)| about.as_str()).collect();
    assert_eq!(open, ["Quote for struts", "Brakes: quiet and straight?"]);
}

#[test]
fn the_outcome_popup_fits_all_three_sizes() {
    Counter::of_garage(WIDE).press("d").reads(&[
        "╭ Anita Patel: how did it end? 1 of 2 ─",
        "R red Front pads 2 mm £180 Renault Clio AB12 CDE",
        "a authorised go ahead; check-back Tue 1 Dec",
        "l can wait told them so; ask again Mon 22 Feb 2027",
        "m no longer matters with the reason",
        "0 not talked about leave it open; again today 16:00",
    ]);
    Counter::of_garage(USUAL).press("d").reads(&[
        "╭ Anita Patel: how did it end? 1 of 2 ─",
        "a authorised go ahead; check-back Tue 1 Dec m no longer matters",
        "d declined ask again Tue 8 Dec 0 leave open today 16:00",
        "z thinking ring again tomorrow 16:00",
        "l can wait ask again Mon 22 Feb 2027",
        "s settled all is well",
        "! unhappy Joe rings today; this stays open",
        "╰",
    ]);
    // Where the card needs the room, only the time is said behind the words.
    Counter::of_garage(SMALL).press("d").reads(&[
        "╭ How did it end? 1 of 2 Front pads 2 mm £180 ─",
        "a authorised Tue 1 Dec s settled all is well",
        "d declined Tue 8 Dec ! unhappy today",
        "z thinking Wed 16:00 m no longer matters",
        "l can wait 22 Feb 2027 0 leave open today 16:00",
        "╰",
        "╭ Anita Patel 020 7946 0123 ─",
        "fluid while we're there?",
    ]);
}

#[test]
fn who_said_yes_may_be_somebody_else_and_a_sum_that_is_none_is_refused_at_its_place() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d a ctrl-u").types("Her husband");
    counter.press("tab ctrl-u").types("a lot").press("enter");
    counter.reads(&[
        "Who said yes? Her husband",
        "To how much? a lot",
        "“a lot” is not an amount; type e.g. £180.50",
    ]);
    counter.press("ctrl-u").types("£1045.50").press("enter");
    assert!(
        counter.notice().contains("Authorised £1045.50"),
        "{}",
        counter.notice()
    );
    let closed = counter.closed_of(CLARA);
    assert_eq!(closed[0].authorised_by.as_deref(), Some("Her husband"));
    assert_eq!(closed[0].authorised_amount, Some(104_550));
}

#[test]
fn declined_asks_why_and_comes_round_again() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("j j d d")
        .types("No money until payday")
        .reads(&[
            "╭ Clara Di\u{301}az: how did it end? ─",
            "Why not? No money until payday",
        ]);
    counter.press("enter").reads(&[
        "✓ 10:42 Clara Di\u{301}az declined",
        "Clara Di\u{301}az: Declined. We ask again Tue 8 Dec. u undo t note + = - feeling",
    ]);
    let open = counter.rows_of(CLARA).follow_ups;
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].due_at, at("2026-12-08T08:30:00Z"), "red: 14 days");
    let closed = counter.closed_of(CLARA);
    assert_eq!(closed[0].reason.as_deref(), Some("No money until payday"));
}

#[test]
fn thinking_is_rung_again_the_next_open_day_at_four() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d z");
    assert!(
        counter
            .notice()
            .starts_with("Clara Di\u{301}az: Thinking: ring again tomorrow 16:00.")
    );
    assert_eq!(
        counter.rows_of(CLARA).follow_ups[0].due_at,
        at("2026-11-25T16:00:00Z")
    );
}

#[test]
fn the_journal_says_a_result_as_the_question_did() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d l");
    counter.press("j d m").types("Sold it").press("enter 4");
    counter.says("can wait").says("no longer matters");
    counter.is_silent_of("can-wait").is_silent_of("dropped");
}

#[test]
fn settled_can_wait_unhappy_and_no_longer_matters_each_take_one_key() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j j d s");
    assert!(counter.notice().contains("Settled"), "{}", counter.notice());
    let next = [("Statement right now?".to_owned(), FollowUpState::Open)];
    assert_eq!(
        open_of(&counter, "محمد الأحمد"),
        next,
        "its playbook looks again"
    );
    counter.press("d l");
    assert!(
        counter.notice().contains("Can wait"),
        "{}",
        counter.notice()
    );
    counter.press("d !").reads(&[
        "now Zoë 👩‍🔧 Baker Unhappy: Cam belt advised ! urgent",
        "▌23 h Bartholomew Feathers",
        "✓ 10:42 Joan Fisher can wait",
        "Zoë 👩‍🔧 Baker: Unhappy: Joe rings today. u undo t note",
    ]);
    let unhappy = counter.rows_of("Zoë 👩‍🔧 Baker").follow_ups.remove(0);
    assert_eq!(unhappy.owner.as_deref(), Some("Joe"));
    counter.press("d m").reads(&[
        "╭ Bartholomew Featherstonehaugh-Cholmondeley: how did it end? ─",
        "Gearbox whines in third when cold, customer away until Christmas",
        "Why?",
        "Leave empty: it no longer matters.",
    ]);
    counter.types("Sold the car").press("enter");
    assert!(
        counter.notice().contains("No longer matters."),
        "{}",
        counter.notice()
    );
    let closed = counter.closed_of(LONG);
    assert_eq!(closed[0].reason.as_deref(), Some("Sold the car"));
}

#[test]
fn one_question_back_and_esc_leave_everything_as_it_was() {
    let mut counter = Counter::of_garage(USUAL);
    let (rows, frame) = (counter.everything(), counter.whole());
    counter.press("d z").says("2 of 2");
    counter.press("backspace").says("1 of 2");
    counter
        .press("a")
        .says("Who said yes?")
        .press("esc")
        .says("1 of 2");
    counter.press("d").says("Why not?").press("esc esc");
    assert_eq!(counter.whole(), frame);
    assert_eq!(counter.everything(), rows);
}

#[test]
fn no_answer_takes_one_key_and_says_when_again() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j n").reads(&[
        "again 11:12 Clara Di\u{301}az Exhaust mount cracked £45 R red",
        "▌18 h محمد الأحمد",
        "Clara Di\u{301}az: No answer. Again today 11:12. u undo t note",
    ]);
    let entry = counter.rows_of(CLARA);
    assert_eq!(
        entry.customer.rest_until,
        Some(at("2026-11-24T11:12:00Z")),
        "red: 30 min"
    );
    assert_eq!(entry.follow_ups[0].attempts, 1);
    assert_eq!(counter.contacts_of(CLARA)[0].outcome, Outcome::NoAnswer);
    Counter::of_garage(SMALL).press("j j n").reads(&[
        "again 11:12 Clara Di\u{301}az Exhaust mount",
        "▌18 h محمد الأحمد",
        "☎ 020 7946 0144",
        "Clara Di\u{301}az: No answer. Again today 11:12. u undo t note",
    ]);
    Counter::of_garage(WIDE).press("j j n").reads(&[
        "╭ محمد الأحمد 020 7946 0144 ─",
        "again 11:12 Clara Di\u{301}az Exhaust mount cracked £45 R red",
        "▌18 h محمد الأحمد",
        "• Payment went wrong",
        "Clara Di\u{301}az: No answer. Again today 11:12. u undo t note",
    ]);
}

#[test]
fn voicemail_busy_and_wrong_number_take_one_key_each() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j j j j v");
    assert!(
        counter.notice().contains("Voicemail. Again tomorrow"),
        "{}",
        counter.notice()
    );
    assert_eq!(counter.rows_of("Zoë 👩‍🔧 Baker").follow_ups[0].voicemails, 1);
    assert_eq!(counter.selected(), LONG);
    counter.press("b").reads(&[
        "1 Today 9",
        "4 of 13 done",
        "after 17:00 B. Ali",
        "▌15:00 Priya Nair",
        "✓ 10:42 Bartholomew Featherstonehaugh-Cholmondeley busy, again 10:57",
        "Bartholomew Featherstonehaugh-Cholmondeley: Busy. Again today 10:57. u undo",
    ]);
    let busy = counter.rows_of(LONG);
    assert_eq!(busy.customer.rest_until, Some(at("2026-11-24T10:57:00Z")));
    counter.press("g j x").reads(&[
        "▌wrong no. 王秀英",
        "✓ 10:42 Bartholomew",
        "Wrong number. Press e to correct it.",
        "王秀英: Wrong number. Stays in the list until corrected. (e) u undo t note",
    ]);
    counter.press("space").says("10:42 Tom rang, wrong number");
    let wrong = counter.rows_of("王秀英");
    assert!(wrong.customer.wrong_number_at.is_some());
    assert!(
        wrong.follow_ups[0].is_open(),
        "nothing leaves the list in silence"
    );
}

#[test]
fn the_fourth_unanswered_try_asks_whether_to_let_go() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j j j n").shows("let-go-usual");
    Counter::of_garage(SMALL).press("j j j j n").reads(&[
        "╭ Stop trying Joan Fisher? ─",
        "Tried 4 times without reaching them.",
        "Exhaust: all well? Fiat 500 HJ65 KLM",
        "l stop closed: no answer after 4 tries",
        "f keep trying Next try Sat 28 Nov 10:42.",
        "esc decide later listed first under Ahead (2)",
        "╰",
    ]);
    assert_eq!(
        open_of(&counter, "Joan Fisher"),
        [("Exhaust: all well?".to_owned(), FollowUpState::LetGo)]
    );
    counter.press("l").reads(&[
        "✓ 10:42 Joan Fisher no answer",
        "Joan Fisher: Stopped trying: no answer after 4 tries. u undo t note",
    ]);
    assert_eq!(open_of(&counter, "Joan Fisher"), []);
    let closed = counter.closed_of("Joan Fisher");
    assert_eq!(closed[0].reason.as_deref(), Some("no answer after 4 tries"));
}

#[test]
fn keep_trying_gives_one_more_round() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j j j n f");
    assert!(
        counter.notice().contains("Next try "),
        "{}",
        counter.notice()
    );
    assert_eq!(
        open_of(&counter, "Joan Fisher"),
        [("Exhaust: all well?".to_owned(), FollowUpState::Open)]
    );
}

#[test]
fn who_is_not_decided_on_waits_at_the_top_of_ahead_and_can_be_let_go_from_there() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("j j j j n esc")
        .reads(&["Joan Fisher: No answer. No tries left: stop trying? u undo t note"]);
    counter.press("2").reads(&[
        "24(10)",
        "Tue 24 Nov: 10 customers",
        "▌stop trying? Joan Fisher Exhaust: all well?",
        "☎ 020 7946 0188 5th try",
        "today 12:58 Asha Roy",
    ]);
    assert_eq!(counter.selected(), "Joan Fisher");
    counter
        .press("enter")
        .says("Stop trying Joan Fisher?")
        .press("l");
    assert_eq!(open_of(&counter, "Joan Fisher"), []);
}

#[test]
fn a_note_and_a_feeling_come_after_the_fact() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("j j d s t")
        .types("Rang from the hospital.")
        .says("Note  Rang from the hospital.");
    counter.press("enter").reads(&[
        "✓ 10:42 Clara Di\u{301}az settled",
        "Clara Di\u{301}az: Note saved. u undo t note + pleased = fine - unhappy",
    ]);
    let contact = counter.contacts_of(CLARA).remove(0);
    assert_eq!(contact.note.as_deref(), Some("Rang from the hospital."));
    counter.press("+");
    assert!(
        counter.notice().contains("Noted: pleased."),
        "{}",
        counter.notice()
    );
    counter.press("=");
    let contact = counter.contacts_of(CLARA).remove(0);
    assert_eq!(contact.feeling, Some(Feeling::Fine));
    counter.press("-").reads(&[
        "now Clara Di\u{301}az Left unhappy ! urgent",
        "Clara Di\u{301}az: Noted: unhappy; Joe rings today. u undo t note + = - feeling",
    ]);
    let entry = counter.rows_of(CLARA);
    assert_eq!(entry.follow_ups[0].about, "Left unhappy");
    assert_eq!(entry.follow_ups[0].owner.as_deref(), Some("Joe"));
    assert_eq!(counter.contacts_of(CLARA).len(), 1, "one call, one contact");
}

#[test]
fn one_more_call_to_somebody_who_was_rung_and_rests_asks_first() {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        counter.press("j j n");
        counter.press("/").types("Clara").press("enter");
        for key in ["n", "v", "b"] {
            counter
                .press(key)
                .says("Clara")
                .says("one more?")
                .press("esc");
        }
        // The key that asked is no yes.
        counter.press("n n esc");
        assert_eq!(counter.contacts_of(CLARA).len(), 1);
        counter.press("n y");
        assert_eq!(counter.contacts_of(CLARA).len(), 2);
    }
}

/// Two things of theirs, each with a long answer.
fn authorised_and_declined(size: (u16, u16)) -> Counter {
    let mut counter = Counter::of_garage(size);
    counter
        .press("d a enter d")
        .types("too dear")
        .press("enter");
    counter
}

#[test]
fn a_long_notice_is_said_to_its_end_and_hides_no_key() {
    let long = "Anita Patel: Authorised £180. Check-back Tue 1 Dec. Declined. We ask again Sat 23 Jan \
                2027.";
    for size in [(120, 36), USUAL, SMALL] {
        let mut before = Counter::of_garage(size);
        let foot = |counter: &Counter| {
            let frame = counter.frame();
            let rows: Vec<&str> = frame.lines().collect();
            rows.get(rows.len() - 2..).unwrap().join("\n")
        };
        let keys = foot(before.press("j"));
        let counter = authorised_and_declined(size);
        assert!(counter.notice().starts_with(long), "{}", counter.frame());
        let all = format!("{} {}", counter.notice(), foot(&counter));
        for key in [
            "u undo",
            "t note",
            "feeling",
            "? keys",
            "q quit",
            "d we spoke",
            "s later",
        ] {
            let key = if key == "feeling" && all.contains("= fine") {
                "- unhappy"
            } else {
                key
            };
            assert!(all.contains(key), "{key}:\n{}", counter.frame());
        }
        if size != SMALL {
            for key in keys
                .split("  ")
                .map(str::trim)
                .filter(|key| !key.is_empty())
            {
                assert!(all.contains(key), "{key}:\n{}", counter.frame());
            }
        }
        // The number stands three rows high as before.
        assert_eq!(counter.frame().contains('┏'), before.frame().contains('┏'));
    }
}

#[test]
fn a_long_notice_takes_its_second_line_from_the_list_at_the_usual_size() {
    authorised_and_declined(USUAL).shows("long-notice-usual");
}

#[test]
fn esc_in_why_not_goes_one_step_back_as_its_foot_says() {
    for size in [(120, 36), USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        let rows = counter.everything();
        counter.press("d").says("esc leave");
        let question = counter.frame();
        counter
            .press("d")
            .types("dear")
            .reads(&["Why not? dear", "↵ save esc back"]);
        counter.press("esc");
        assert_eq!(counter.frame(), question, "one step back");
        assert_eq!(counter.everything(), rows);
    }
}
