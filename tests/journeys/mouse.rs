//! Mouse and paste: rows, tabs and the foot's keys are clicked, the wheel turns, fields take what
//! is pasted.

use checkback::app::View;
use checkback::app::action::{ClickTarget, Key};

use crate::counter::{Counter, SMALL, USUAL, WIDE};

#[test]
fn a_row_is_selected_by_a_click() {
    let mut counter = Counter::of_garage(WIDE);
    counter.clicks("Joan Fisher");
    assert_eq!(counter.selected(), "Joan Fisher");
    counter.clicks("Asha Roy");
    assert_eq!(counter.selected(), "Asha Roy", "also one that is done");
    let mut counter = Counter::of_garage(SMALL);
    counter.clicks("☎");
    assert_eq!(counter.selected(), "Anita Patel");
    counter.clicks("王秀英");
    assert_eq!(counter.selected(), "王秀英");
}

#[test]
fn a_tab_is_shown_by_a_click() {
    let mut counter = Counter::of_garage(WIDE);
    for (tab, title) in [
        ("2 Ahead", "╭ Ahead"),
        ("3 Cust", "╭ Customers"),
        ("4 J", "╭ Journal"),
    ] {
        counter.clicks(tab).says(title);
    }
    counter.clicks("1 Today").says("╭ To call");
    assert_eq!(
        counter.under("3 Customers"),
        Some(ClickTarget::Tab(View::Customers))
    );
}

#[test]
fn a_key_of_the_foot_line_is_pressed_by_a_click() {
    let mut counter = Counter::of_garage(WIDE);
    counter.clicks("n no answer");
    assert!(
        counter.notice().contains("No answer. Again"),
        "{}",
        counter.notice()
    );
    assert_eq!(counter.contacts_of("Anita Patel").len(), 4);
    counter.clicks("u undo");
    assert!(
        counter.notice().starts_with("Taken back"),
        "{}",
        counter.notice()
    );
    counter.clicks("? keys").says("All keys").press("esc");
    counter
        .clicks("w why")
        .says("why here?")
        .clicks("esc close");
    counter.is_silent_of("why here?");
}

#[test]
fn every_key_the_foot_shows_is_under_the_mouse_all_along_its_words() {
    let mut counter = Counter::of_garage(USUAL);
    for words in [
        "d we spoke",
        "v voicemail",
        "x wrong number",
        "s later",
        "? keys",
    ] {
        let key = Key::Char(words.chars().next().unwrap());
        assert_eq!(counter.under(words), Some(ClickTarget::Key(key)), "{words}");
        let last = words.rsplit(' ').next().unwrap();
        let last = if words.starts_with('d') {
            "spoke  n"
        } else {
            last
        };
        assert_eq!(counter.under(last), Some(ClickTarget::Key(key)), "{words}");
    }
    counter.press("?").clicks("On a customer").says("All keys");
}

#[test]
fn a_key_after_an_arabic_name_is_where_it_is_drawn() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("j j j n");
    assert!(counter.notice().starts_with("محمد"), "{}", counter.notice());
    assert_eq!(
        counter.under("u undo"),
        Some(ClickTarget::Key(Key::Char('u')))
    );
    let before = counter.under("  u undo");
    assert_eq!(before, None, "and not one column off");
}

#[test]
fn what_lies_under_a_popup_is_not_clicked_through_it() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("j j n d");
    let frame = counter.whole();
    counter.clicks("Anita Patel").clicks("2 Ahead");
    assert_eq!(counter.whole(), frame);
    counter.is_silent_of("u undo");
}

#[test]
fn a_click_takes_a_found_customer_a_job_and_a_suggestion() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("/").types("794").clicks("Priya Nair");
    assert_eq!(counter.selected(), "Priya Nair");
    counter
        .press("o")
        .clicks("Brakes done")
        .says("Done when?")
        .press("esc esc");
    counter
        .press("a")
        .types("0177")
        .clicks("Clara")
        .says("▌About");
}

#[test]
fn the_wheel_scrolls_the_list_the_search_and_the_help() {
    let mut counter = Counter::of_garage(USUAL);
    counter.wheels(1);
    assert_eq!(counter.selected(), "محمد الأحمد");
    counter.wheels(-1);
    assert_eq!(counter.selected(), "Anita Patel");
    counter
        .press("?")
        .wheels(1)
        .is_silent_of("show the row in full")
        .press("esc");
    counter.press("/").types("794").wheels(1).press("enter");
    assert_ne!(counter.selected(), "Anita Patel");
}

#[test]
fn paste_works_in_fields_and_does_nothing_in_the_list() {
    let mut counter = Counter::of_garage(USUAL);
    let (frame, rows) = (counter.whole(), counter.everything());
    counter.pastes("n\nn\nd");
    assert_eq!((counter.whole(), counter.everything()), (frame, rows));
    counter
        .press("a")
        .pastes("Ida \u{1b}[31mHolm\r\n")
        .press("tab");
    counter.pastes("+44 20 7946 0143\n").reads(&[
        "Name Ida [31mHolm",
        "▌Phone +44 20 7946 0143",
        "= 020 7946 0143",
    ]);
    counter
        .fills("About", "")
        .pastes("Two\nlines")
        .press("enter");
    let ida = counter.rows_of("Ida [31mHolm");
    assert_eq!(ida.customer.phone.as_deref(), Some("+442079460143"));
    assert_eq!(ida.follow_ups[0].about, "Two lines");
}
