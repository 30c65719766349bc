//! Finding: by name, digits, plate and words; and where it leads.

use crate::counter::{Counter, SMALL, USUAL, WIDE};

#[test]
fn the_search_finds_by_name_three_digits_plate_and_words() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("/").reads(&[
        "╭ Find a customer ─",
        "/",
        "a name, any digits of the number, a plate, words of a call",
        "↵ open esc leave",
    ]);
    for (typed, found) in [
        ("clara d", "020 7946 0177"),
        ("diaz", "Clara"),
        ("144", "محمد الأحمد"),
        ("0101", "王秀英"),
        ("王", "王秀英"),
        ("ab12", "Anita Patel"),
        ("PR10 YAN", "Priya Nair"),
        ("cam belt", "Zoë 👩‍🔧 Baker"),
        ("o'neill", "Grace O'Neill"),
        ("oneill", "Grace O'Neill"),
    ] {
        counter.press("ctrl-u").types(typed);
        let popup = counter.frame();
        let hit = popup.lines().skip(2).any(|l| l.contains(found));
        assert!(hit, "{typed} → {found}:\n{popup}");
    }
    counter
        .press("ctrl-u")
        .types("794")
        .shows("find-many-usual");
    counter
        .press("ctrl-u")
        .types("zzz")
        .reads(&["/ zzz", "No customer found. ↵ adds them."]);
}

#[test]
fn what_was_found_opens_where_it_stands() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("/").types("cam belt").press("enter").reads(&[
        "╭ To call 2–7 of 11 ─",
        "▌2 d Zoë 👩‍🔧 Baker Cam belt advised £390 A amber",
        "╭ Zoë 👩‍🔧 Baker 020 7946 0155 ─",
        "VW Polo CD34 EFG",
    ]);
    assert_eq!(counter.selected(), "Zoë 👩‍🔧 Baker");
    counter.press("/").types("o'neill").press("enter").reads(&[
        "╭ Customers",
        "▌Grace O'Neill 020 7946 0190 Service and MOT due",
        "╭ Grace O'Neill 020 7946 0190 ─",
        "Honda Jazz GO14 NEI",
        "• Service and MOT due Mon 30 Nov",
    ]);
    assert_eq!(counter.selected(), "Grace O'Neill");
}

#[test]
fn the_second_one_found_is_taken_with_down_and_enter() {
    let mut counter = Counter::of_garage(WIDE);
    counter
        .press("/")
        .types("roy")
        .press("esc")
        .is_silent_of("Find a customer");
    counter
        .press("/")
        .types("794")
        .press("down down up")
        .reads(&[
            "╭ Find a customer ─",
            "/ 794",
            "Anita Patel 020 7946 0123 Front pads 2 mm",
            "▌Asha Roy 020 7946 0111 Wiper blades worn",
            "B. Ali 020 7946 0133",
        ]);
    counter.press("enter");
    let found = counter.selected();
    assert!(!found.is_empty());
    Counter::of_garage(SMALL).press("/").types("an").reads(&[
        "╭ Find a customer ─",
        "/ an",
        "▌Anita Patel 020 7946 0123 Front pads 2 mm",
        "Grace O'Neill 020 7946 0190 Service and MOT due",
    ]);
}

#[test]
fn where_nobody_is_found_the_key_that_adds_them_is_named() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("/")
        .types("zzzz")
        .says("No customer found. ↵ adds them.");
    counter.press("enter").says("Add a call").press("esc");
    // Whom a customer is merged with must be there already.
    counter.press("J").types("zzzz").says("No customer found.");
    counter.is_silent_of("adds them");
}
