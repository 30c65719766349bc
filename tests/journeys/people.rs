//! The people of the shop and of its customers: whom they know, whose they are, who rings next.

use std::sync::Arc;

use checkback::domain::rules::Rules;

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::{self, CLARA, NOW};

/// A screen that has room for whom each customer knows.
const VAST: (u16, u16) = (180, 36);

#[test]
fn the_card_says_whom_they_know_and_the_row_too_where_there_is_room() {
    let mut counter = Counter::of_garage(WIDE);
    counter.says("Last spoke to Tom.");
    counter.press("j j").is_silent_of("Last spoke");
    counter.press("d s k k").says("Last spoke to Tom.");
    let mut vast = Counter::of_garage(VAST);
    vast.shows("people-knows-vast");
}

#[test]
fn who_reached_them_last_is_taken_back_with_the_call() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d s");
    let knows = counter.rows_of(CLARA).knows;
    assert_eq!(knows.reached_by.as_deref(), Some("Tom"));
    counter.press("u");
    assert_eq!(counter.rows_of(CLARA).knows.reached_by, None);
    counter.press("U");
    assert_eq!(counter.rows_of(CLARA).knows, knows);
}

#[test]
fn who_did_the_job_is_typed_with_it_and_said_on_the_card() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("o").types("brakes done").press("enter");
    counter.press("tab tab").reads(&[
        "╭ Anita Patel: Brakes done ─",
        "Which vehicle? Renault Clio AB12 CDE",
        "Done when? now",
        "Done by?",
        "Tom, Asha, Joe",
    ]);
    counter.types("as").says("= Asha").press("enter");
    counter.says("Last spoke to Tom; Asha did the last job.");
    let anita = counter.rows_of("Anita Patel");
    let by = |f: &&checkback::domain::follow_up::FollowUp| f.done_by.is_some();
    assert!(anita.follow_ups.iter().filter(by).count() > 0);
    counter.press("u").says("Last spoke to Tom.");
    assert_eq!(counter.rows_of("Anita Patel").knows.job_by, None);
}

#[test]
fn mine_only_shows_what_i_own_and_who_knows_me_and_says_so_in_the_title() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("j j j M").reads(&[
        "╭ To call, Tom's only ─",
        "╭ Anita Patel 020 7946 0123 ─",
        "▌12 min late Anita Patel",
    ]);
    let shown: Vec<String> = counter.rows();
    assert_eq!(shown, ["Anita Patel"]);
    counter.press("M").is_silent_of("Tom's only");
    assert_eq!(counter.rows().len(), 11);
    // From another view it is one's own at once.
    counter.press("3 M").says("To call, Tom's only");
    Counter::of_garage(SMALL).press("M").reads(&[
        "╭ To call, Tom's only ─",
        "▌12 min late Anita Patel",
        "☎ 020 7946 0123",
    ]);
}

#[test]
fn a_call_that_is_handed_to_me_joins_my_list_and_one_i_hand_over_leaves_it() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j h").types("tom").press("enter M");
    assert_eq!(counter.rows(), ["Anita Patel", CLARA]);
    counter.press("h").types("to").press("enter");
    counter.says(": Tom has this call already.");
    counter.press("h").types("asha").press("enter");
    assert_eq!(counter.rows(), ["Anita Patel"]);
    counter.press("u");
    assert_eq!(counter.rows(), ["Anita Patel", CLARA]);
}

#[test]
fn when_nobody_of_mine_is_left_the_list_says_how_to_see_everybody() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("M d s s").reads(&[
        "╭ To call, Tom's only ─",
        "Nobody for Tom to call now. M shows everybody.",
        "2 shows what is ahead.",
        "▌✓ 10:42 Anita Patel settled, settled",
        "Anita Patel: Settled. Settled. Quote Thu 26 Nov. u undo",
    ]);
    counter.press("M").is_silent_of("Tom's only");
}

#[test]
fn whoever_is_found_is_shown_though_they_are_nobody_of_mine() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("M /").types("0177").press("enter");
    assert_eq!(counter.selected(), CLARA);
    counter.is_silent_of("Tom's only");
}

#[test]
fn handing_over_asks_for_a_few_letters_of_a_name_and_takes_all_a_call_would_cover() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("h").says("Tom, Asha, Joe");
    counter.types("as").reads(&["Who rings? as", "= Asha"]);
    counter.press("enter").reads(&[
        "Front pads 2 mm £180",
        "(Asha rings)",
        "promise missed 10:30, 12 min late",
        "Anita Patel: Handed over to Asha. u undo",
    ]);
    let anita = counter.rows_of("Anita Patel");
    let owners: Vec<Option<&str>> = anita
        .follow_ups
        .iter()
        .map(|f| f.owner.as_deref())
        .collect();
    assert_eq!(owners, [Some("Asha"), Some("Asha")]);
    counter.press("u");
    let anita = counter.rows_of("Anita Patel");
    assert_eq!(anita.follow_ups[0].owner, None);
}

#[test]
fn a_name_that_several_have_asks_for_a_letter_more_and_a_new_one_is_nobodys() {
    let mut counter = Counter::of_garage(USUAL);
    counter.session.app.rules = Arc::new(Rules {
        staff: vec!["Tom".to_owned(), "Toni".to_owned()],
        ..(*counter.session.app.rules).clone()
    });
    counter
        .press("j j h")
        .types("Zed")
        .says("nobody here is called “Zed”")
        .press("enter");
    assert_eq!(counter.rows_of(CLARA).follow_ups[0].owner, None);
    counter.press("ctrl-u").types("to");
    counter
        .says("Tom or Toni? Type one more letter")
        .press("enter");
    counter.says("Tom or Toni? Type one more letter");
    counter.types("m").press("enter");
    assert_eq!(
        counter.rows_of(CLARA).follow_ups[0].owner.as_deref(),
        Some("Tom")
    );
}

#[test]
fn nothing_is_handed_over_of_somebody_with_nothing_open() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j d s /").types("0177").press("enter h");
    assert!(
        counter.notice().contains("no open calls"),
        "{}",
        counter.notice()
    );
}

#[test]
fn what_changes_elsewhere_stays_out_of_mine_unless_it_is() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("M");
    let clara = counter.rows_of(CLARA);
    let rules = shop::config().rules;
    let done = clara
        .scene(&rules, at(NOW), "Asha")
        .hand_over(&[clara.follow_ups[0].id], "Tom");
    let act = crate::common::named("handed over", done.changes, at(NOW));
    counter.store().save(&act).unwrap();
    counter.at("2026-11-24T10:43:00Z");
    assert_eq!(counter.rows(), ["Anita Patel", CLARA]);
}

#[test]
fn who_sent_them_is_taken_from_the_known_customers_and_said_on_both_cards() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("e").fills("Sent by", "dí").reads(&[
        "╭ Edit Anita Patel ─",
        "▌Sent by dí",
        "the customer who recommended you: some letters, then ↓",
        "Clara Di\u{301}az 020 7946 0177 Exhaust mount cracked",
    ]);
    counter.press("down enter").says(CLARA).press("enter");
    counter.reads(&["Last spoke to Tom. Sent by Clara Di\u{301}az."]);
    let anita = counter.rows_of("Anita Patel");
    assert_eq!(
        anita.sent_by,
        Some((counter.id_of(CLARA), CLARA.to_owned()))
    );
    counter.press("j j").says("Has sent Anita Patel.");
    counter.press("u k k").is_silent_of("Sent by Cl");
    assert_eq!(counter.rows_of("Anita Patel").customer.sent_by, None);
}

#[test]
fn a_name_nobody_bears_is_refused_as_sender() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("e")
        .fills("Sent by", "Nobody known")
        .press("enter");
    counter.says("Which customer?");
    assert_eq!(counter.rows_of("Anita Patel").customer.sent_by, None);
    // Their own name is not offered.
    counter.fills("Sent by", "Anita P").press("down enter");
    counter.says("Which customer?");
}

#[test]
fn whoever_sent_them_is_thanked_when_they_are_first_reached_and_only_then() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("j j e")
        .fills("Sent by", "Priya")
        .press("enter d s");
    let said = counter.notice();
    assert!(
        said.contains("Whoever sent them gets a thank-you Wed 25 Nov."),
        "{said}"
    );
    let thanks = |counter: &Counter| -> Vec<String> {
        let priya = counter.rows_of("Priya Nair");
        priya.follow_ups.iter().map(|f| f.about.clone()).collect()
    };
    assert_eq!(thanks(&counter), ["MOT result", "Thank you: a friend came"]);
    counter.press("u");
    assert_eq!(thanks(&counter), ["MOT result"]);
    assert_eq!(counter.rows_of(CLARA).customer.came_at, None);
    counter.press("U");
    assert_eq!(thanks(&counter).len(), 2);
    // She comes once more: nobody is thanked again.
    counter.press("r").types("177").press("enter");
    assert_eq!(thanks(&counter).len(), 2);
}

#[test]
fn a_friend_who_is_added_for_a_job_has_their_sender_thanked_with_it() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("a")
        .types("Ida Holm")
        .fills("About", "Estimate");
    counter
        .fills("Sent by", "Priya")
        .press("enter /")
        .types("Ida")
        .press("enter");
    counter.press("o").types("brakes done").press("enter enter");
    let said = counter.notice();
    assert!(
        said.contains("Whoever sent them gets a thank-you"),
        "{said}"
    );
    assert!(said.contains("Next: Brakes"), "{said}");
    assert_eq!(counter.rows_of("Priya Nair").follow_ups.len(), 2);
    let ida = counter.rows_of("Ida Holm").customer;
    assert_eq!(ida.came_at, Some(at(NOW)));
}

#[test]
fn at_a_private_counter_senders_are_initials_too() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("e")
        .fills("Sent by", "Priya")
        .press("enter P space");
    counter.says("Sent by P. N.").is_silent_of("Sent by Priya");
}

#[test]
fn three_ideas_are_asked_for_and_one_is_ticked_when_it_is_given() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("e").fills("Extra mile ", "Wash the car");
    counter.fills("Extra mile 2", "Lift home").press("enter");
    counter.says("EXTRA MILE  ☐ Wash the car ☐ Lift home");
    counter
        .press("e")
        .fills("Extra mile 2", "Lift home")
        .press("F5");
    counter.shows("people-extra-mile-wide").press("enter");
    counter.reads(&[
        "EXTRA MILE ☐ Wash the car ☑ Lift home",
        "(Tom, Tue 24 Nov)",
        "Anita Patel: Changes saved. u undo",
    ]);
    let noted = counter.rows_of("Anita Patel").customer.extra_mile;
    assert_eq!(noted[1].given_by.as_deref(), Some("Tom"));
    assert_eq!(noted[1].given_at, Some(at(NOW)));
    counter.press("u").says("☐ Wash the car ☐ Lift home");
}

#[test]
fn what_was_given_once_is_not_given_again() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("e")
        .fills("Extra mile ", "Lift home")
        .press("F5 enter");
    counter.says("☑ Lift home (Tom, Tue 24 Nov)");
    counter
        .press("e")
        .fills("Extra mile ", "lift home")
        .press("enter");
    counter.says("Already done for them, by Tom: think of something else");
    counter.fills("Extra mile ", "A biscuit").press("enter");
    counter.says("EXTRA MILE  ☐ A biscuit ☑ Lift home");
    assert_eq!(counter.rows_of("Anita Patel").customer.extra_mile.len(), 2);
}

#[test]
fn an_empty_idea_cannot_be_given_and_a_tick_is_taken_back_before_it_is_saved() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("e")
        .fills("Extra mile ", "")
        .press("F5")
        .is_silent_of("☑");
    counter
        .types("Lift home")
        .press("F5")
        .says("☑")
        .press("F5 enter");
    counter.says("☐ Lift home");
}

#[test]
fn who_said_no_to_all_calls_is_dimmed_with_the_reason_the_day_and_who_noted_it() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("j j e")
        .fills("Said no to", "")
        .press("right right");
    counter
        .reads(&[
            "╭ Edit Clara Di\u{301}az ─",
            "▌Said no to ◂ all calls ▸",
            "← → : marketing, or all calls (we then ring only to keep a promise)",
            "Sent by",
        ])
        .press("enter");
    counter.reads(&[
        "▌no calls Clara Di\u{301}az Exhaust mount cracked £45 R red",
        "They asked not to be rung: we ring only",
        "to keep a promise.",
        "No calls since Tue 24 Nov (Tom).",
        "Clara Di\u{301}az: Changes saved. u undo",
    ]);
    let clara = counter.rows_of(CLARA).customer;
    assert_eq!(clara.no_calls_at, Some(at(NOW)));
    assert_eq!(clara.no_calls_by.as_deref(), Some("Tom"));
    assert_eq!(clara.opted_out_by.as_deref(), Some("Tom"));
    counter
        .press("e")
        .fills("Said no to", "")
        .says("No calls since Tue 24 Nov (Tom).");
    counter.press("left left enter").is_silent_of("No calls");
    let clara = counter.rows_of(CLARA).customer;
    assert_eq!((clara.no_calls_at, clara.opted_out_at), (None, None));
}

#[test]
fn a_promise_is_kept_to_whoever_asked_not_to_be_rung() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("e")
        .fills("Said no to", "")
        .press("right right enter");
    counter
        .says("No calls since")
        .is_silent_of("asked not to be rung");
    // Both of hers were promised for today; the outcome asks about both.
    counter.press("d").says("1 of 2").press("esc");
    // Nothing else is asked about in a call of ours.
    counter.press("a").types("Anita P").press("down enter");
    counter.fills("About", "Winter tyres").press("enter");
    counter.press("d").says("1 of 2");
}

#[test]
fn marketing_alone_is_still_said_no_to_alone() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("e").fills("Said no to", "").press("m enter");
    counter.says("No marketing since Tue 24 Nov (Tom).");
    let anita = counter.rows_of("Anita Patel").customer;
    assert_eq!(
        (anita.opted_out_at, anita.no_calls_at),
        (Some(at(NOW)), None)
    );
}
