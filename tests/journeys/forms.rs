//! Forms: adding a call for a new or a known customer, editing, booking a job.

use checkback::domain::follow_up::{FollowUpKind, Severity};

use crate::common::at;
use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::CLARA;

#[test]
fn a_call_for_a_new_customer_is_typed_into_one_form() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("a").reads(&[
        "╭ Add a call ─",
        "▌Name",
        "a name, or part of a number; ↓ ↵ chooses a customer you have",
        "Phone",
        "Vehicle",
        "About",
        "Kind (other)",
        "Severity –",
        "Quote",
        "Due",
        "Promised by",
        "Who rings",
        "E-mail",
        "Sent by",
        "↵ save tab next shift-tab back esc leave",
    ]);
    counter.types("Ngozi Adé").press("tab").types("02079460142");
    counter.reads(&["Name Ngozi Adé", "▌Phone 02079460142", "= 020 7946 0142"]);
    counter.fills("Vehicle", "Toyota Yaris NG12 OZI");
    counter.fills("About", "Rear light out");
    counter
        .fills("Quote", "24.50")
        .reads(&["▌Quote 24.50", "= £24.50"]);
    counter.fills("Promised by", "3pm").says("= today 15:00");
    counter.press("enter").reads(&[
        "1 Today 12",
        "2 of 14 done",
        "4 to keep",
        "╭ To call 5–12 of 12 ─",
        "15:00 Priya Nair",
        "▌15:00 Ngozi Adé Rear light out by 15:00 £24.50",
        "╭ Ngozi Adé 020 7946 0142 ─",
        "Toyota Yaris NG12 OZI",
        "• Rear light out £24.50",
        "promised by 15:00, in 4 h",
        "Ngozi Adé: Added Rear light out, promised by today 15:00. u undo",
    ]);
    let ngozi = counter.rows_of("Ngozi Adé");
    assert_eq!(ngozi.customer.phone.as_deref(), Some("+442079460142"));
    assert_eq!(ngozi.items[0].label, "Toyota Yaris NG12 OZI");
    let light = &ngozi.follow_ups[0];
    assert_eq!(
        (light.about.as_str(), light.quote),
        ("Rear light out", Some(2_450))
    );
    assert_eq!(light.promised_at, Some(at("2026-11-24T15:00:00Z")));
}

#[test]
fn the_form_fits_a_small_and_a_wide_screen() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("a").fills("Who rings", "As").reads(&[
        "╭ Add a call ─",
        "Name",
        "Phone",
        "▌Who rings As",
        "a colleague's name; empty: anybody",
        "E-mail",
        "Sent by",
        "╰",
        "↵ save tab next",
    ]);
    Counter::of_garage(WIDE).press("a").types("Wi").reads(&[
        "╭ Add a call ─",
        "▌Name Wi",
        "Asha Roy 020 7946 0111 Wiper blades worn",
        "B. Ali 020 7946 0133 Struts: happy with them?",
        "Hugh Ward 020 7946 0191 Winter check",
        "Phone",
        "Sent by",
    ]);
}

#[test]
fn the_field_of_the_item_says_what_belongs_there_in_the_shops_word() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("a tab tab")
        .says("▌Vehicle")
        .says("their vehicle, e.g. Golf BC12 XYZ");
}

#[test]
fn some_digits_of_a_known_number_complete_the_customer() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("a")
        .types("0177")
        .shows("add-suggested-usual");
    counter.press("down").reads(&[
        "▌Name 0177",
        "▌Clara Di\u{301}az 020 7946 0177 Exhaust mount cracked",
    ]);
    counter.press("enter").reads(&[
        "Name Clara Di\u{301}az",
        "Phone 020 7946 0177",
        "Vehicle Seat Ibiza KJ08 LMN",
        "▌About",
        "a few words to say on the phone",
    ]);
    counter.fills("About", "Ready to collect").press("enter");
    assert!(
        counter.notice().contains("Added Ready to collect"),
        "{}",
        counter.notice()
    );
    let clara = counter.rows_of(CLARA);
    assert_eq!(clara.follow_ups.len(), 2);
    assert_eq!(clara.items.len(), 1, "her car is known");
}

#[test]
fn a_choice_is_turned_by_arrows_or_by_its_first_letter() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("a")
        .types("Ida Holm")
        .fills("About", "Brake hose split");
    counter.press("tab right left r").reads(&[
        "▌Kind ◂ ready ▸",
        "← → or a letter: finding quote check-back told-us ready parts",
        "reminder complaint recall other",
        "Severity –",
    ]);
    counter.press("tab r").says("◂ red ▸").press("enter");
    let ida = counter.rows_of("Ida Holm");
    assert_eq!(ida.follow_ups[0].kind, FollowUpKind::Ready);
    assert_eq!(ida.follow_ups[0].severity, Some(Severity::Red));
}

#[test]
fn what_is_wrong_stands_at_its_field_and_nothing_is_saved() {
    let mut counter = Counter::of_garage(USUAL);
    let rows = counter.everything();
    counter.press("a enter").reads(&[
        "▌Name",
        "Who is it? A name, or some digits of a known number",
        "Not saved: see the marked field.",
    ]);
    counter.types("Ida Holm").press("enter").reads(&[
        "Name Ida Holm",
        "▌About",
        "What is it about? A few words to say on the phone",
        "Not saved: see the marked field.",
    ]);
    counter
        .fills("About", "Brake hose")
        .fills("Phone", "12")
        .press("enter");
    counter.reads(&[
        "▌Phone 12",
        "“12” is too short for a number in GB: 8, 10 or 11 digits, such",
        "as 0121 234 5678",
        "Vehicle",
        "Not saved: see the marked field.",
    ]);
    counter
        .fills("Phone", "")
        .fills("Due", "32 nov")
        .press("enter");
    counter.reads(&[
        "▌Due 32 nov",
        "“32 nov” reads as 32 November 2026, and there is no such date",
        "Promised by",
        "Not saved: see the marked field.",
    ]);
    counter
        .fills("Due", "")
        .fills("Quote", "a lot")
        .press("enter");
    counter.says("is not an amount");
    counter
        .fills("Quote", "")
        .fills("E-mail", "ida at home")
        .press("enter");
    counter.says("is not an e-mail address");
    assert_eq!(counter.everything(), rows);
}

#[test]
fn an_unusual_number_is_asked_about_once() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("a").types("Ida Holm").fills("About", "Ring");
    counter
        .fills("Phone", "07700 900123")
        .press("enter")
        .reads(&[
            "▌Phone 07700 900123",
            "07700 900123 looks unusual; press ↵ again to keep it",
            "About Ring",
            "Not saved: see the marked field.",
        ]);
    counter.press("enter");
    assert!(
        counter.notice().contains("Added Ring"),
        "{}",
        counter.notice()
    );
    assert_eq!(
        counter.rows_of("Ida Holm").customer.phone.as_deref(),
        Some("+447700900123")
    );
}

#[test]
fn esc_asks_before_typed_words_are_thrown_away() {
    let mut counter = Counter::of_garage(USUAL);
    let frame = counter.whole();
    counter.press("a esc");
    assert_eq!(counter.whole(), frame, "nothing typed: nothing asked");
    counter.press("a").types("Ida").press("esc").reads(&[
        "╭ Add a call ─",
        "Throw away what you typed?",
        "y throw it away esc go on typing",
        "y throw away esc go on typing",
    ]);
    counter
        .press("esc")
        .says("Ida")
        .press("esc esc")
        .says("Ida");
    counter.press("esc z y");
    assert_eq!(counter.whole(), frame);
}

#[test]
fn wide_letters_marks_and_emoji_leave_the_cursor_where_it_belongs() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("a")
        .types("王秀英e\u{301}👩‍🔧م")
        .shows("add-wide-letters-usual");
    counter.press("left left").types("x");
    counter
        .press("left left backspace")
        .says("王秀e\u{301}x👩‍🔧م");
}

#[test]
fn a_customer_is_edited_on_one_screen_with_what_is_open() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("e").shows("edit-wide");
    counter.fills("Ring when", "after 15").press("enter");
    assert!(
        counter.notice().contains("Changes saved"),
        "{}",
        counter.notice()
    );
    let anita = counter.rows_of("Anita Patel");
    assert_eq!(anita.customer.hours.unwrap().to_string(), "after 15:00");
    assert_eq!(counter.selected(), "Anita Patel");
    counter.press("e enter").says("Nothing changed.");
}

#[test]
fn the_edit_form_scrolls_where_it_does_not_fit() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("e").reads(&[
        "╭ Edit Anita Patel ─",
        "▌Name Anita Patel",
        "Phone 020 7946 0123",
        "To know Say An-EE-ta. Boxer dog, 12, poorly.",
        "Ring when",
        "Said no to –",
        "Extra mile ☐",
        "Front pads 2 mm",
    ]);
    counter.press("backtab");
    counter.reads(&[
        "╭ Edit Anita Patel ─",
        "Quote for struts",
        "Vehicle Renault Clio AB12 CDE",
        "About Quote for struts",
        "Kind quote",
        "Quote £420",
        "Due today 09:00",
        "Promised by today 17:00",
        "▌Who rings Asha",
    ]);
}

#[test]
fn a_wrong_number_is_mended_and_the_customer_can_be_rung_again() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("G k")
        .says("Wrong number. Press e to correct it.");
    counter
        .press("e")
        .fills("Phone", "020 7946 0198")
        .press("enter");
    counter.is_silent_of("Wrong number.");
    let walter = counter.rows_of("Walter Quist").customer;
    assert_eq!(
        (walter.phone.as_deref(), walter.wrong_number_at),
        (Some("+442079460198"), None)
    );
}

#[test]
fn a_job_schedules_what_its_playbook_anticipates() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j o").shows("job-list-usual");
    counter
        .types("brakes")
        .reads(&["Which job? brakes", "▌Brakes done"]);
    counter.press("enter").shows("job-details-usual");
    counter
        .press("tab ctrl-u")
        .types("whenever")
        .press("enter")
        .reads(&[
            "Done when? whenever",
            "“whenever”: “whenever” is not understood; write it as tomorrow 9am,",
            "fri, in 2 hours, 3d or 24 Dec 10:30",
        ]);
    counter
        .press("ctrl-u")
        .types("yesterday")
        .press("enter")
        .reads(&[
            "Clara Di\u{301}az: Brakes done. Next: Brakes: quiet and straight? Thu 26 Nov. u undo",
        ]);
    let clara = counter.rows_of(CLARA);
    assert!(clara.follow_ups.len() > 1);
    assert!(
        clara
            .follow_ups
            .iter()
            .skip(1)
            .all(|f| f.item == Some(clara.items[0].id))
    );
}

#[test]
fn the_list_of_jobs_ends_where_it_ends() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("o");
    for _ in 0..40 {
        counter.press("down");
    }
    let last = counter.frame();
    counter.press("up");
    assert_ne!(counter.frame(), last, "one up moves at once");
    counter.press("down enter").says("Done when?");
}

#[test]
fn tab_goes_to_the_next_field_whoever_is_offered() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("a").types("0177").press("tab");
    counter.types("020 7946 0142");
    counter.press("backtab ctrl-u").types("Ann Lee");
    counter.fills("About", "Clutch").press("enter");
    let ann = counter.rows_of("Ann Lee");
    assert_eq!(ann.customer.phone.as_deref(), Some("+442079460142"));
}

#[test]
fn what_was_wrong_in_a_form_is_gone_with_it() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("a").types("Ann Lee").press("enter");
    counter.says("Not saved: see the marked field.");
    counter.press("esc").press("y");
    counter.is_silent_of("Not saved: see");
}

#[test]
fn a_text_that_is_longer_than_its_line_is_said_to_be_cut() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("a").pastes(&"long ".repeat(500));
    counter.says("Too long for this line: the end was left out.");
}

#[test]
fn a_field_that_another_window_changed_too_is_asked_about_once() {
    let mut counter = Counter::of_garage(USUAL);
    let name = counter.press("j j e").selected();
    counter.changes_elsewhere(&name, |c| c.line = Some("Ring the side door".to_owned()));
    // The next minute reads everything again: this window knows of the change.
    counter.at("2026-11-24T10:43:01+00:00");
    counter.fills("To know", "Ask for Jo").press("enter");
    counter.says("changed meanwhile to “");
    counter.press("enter");
    let line = counter.rows_of(&name).customer.line.unwrap();
    assert!(line.contains("Ask for Jo"), "{line}");
}

#[test]
fn a_long_name_gives_way_to_what_came_of_the_call() {
    let mut counter = Counter::of_garage(SMALL);
    let name = "Bartholomew Featherstonehaugh-Cholmondeley of Much Wenlock";
    counter
        .press("a")
        .types(name)
        .fills("Phone", "020 7946 0142");
    counter.fills("About", "Clutch").press("enter");
    counter
        .press("/")
        .types("Much Wenlock")
        .press("enter")
        .press("v");
    assert!(
        counter.notice().contains("…: Voicemail. Again "),
        "{}",
        counter.notice()
    );
}
