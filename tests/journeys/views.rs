//! The other views: ahead, customers, journal, by number and by Tab.

use checkback::app::View;

use crate::counter::{Counter, SMALL, USUAL, WIDE};
use crate::shop::LONG;

#[test]
fn ahead_shows_who_comes_later_by_day() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("2").shows("ahead-usual");
    assert_eq!(counter.selected(), "Asha Roy", "she is tried again today");
    Counter::of_garage(SMALL).press("2 j").reads(&[
        "╭ Ahead ─",
        "30(1) 1(1) 2",
        "Mon 30 Nov: 1 customer",
        "today 12:58 Asha Roy",
        "▌Mon 30 Nov 09:00 Grace O'Neill",
        "☎ 020 7946 0190",
        "Tue 1 Dec 08:30 Tom Reid",
        "Mon 14 Dec 08:30 Hugh Ward",
    ]);
}

#[test]
fn the_month_is_walked_by_days_and_the_rows_beneath_begin_with_the_day() {
    let mut counter = Counter::of_garage(USUAL);
    counter
        .press("2 right right right")
        .says("Fri 27 Nov: nobody");
    assert_eq!(counter.selected(), "Grace O'Neill", "the next who comes");
    counter
        .press("right right right")
        .says("Mon 30 Nov: 1 customer");
    counter.press("j").says("Tue 1 Dec: 1 customer");
    counter.press("> ").reads(&[
        "January 2027 ← → day < > month",
        "28 29 30 31 1 2 3",
        "25 26 27 28 29 30 31",
        "Fri 1 Jan 2027: nobody",
        "No calls from this day on.",
    ]);
    counter.press("< < <").says("Tue 24 Nov: 11 customers");
    assert_eq!(counter.selected(), "Asha Roy", "no day before today");
    Counter::of_garage(WIDE).press("2").reads(&[
        "╭ Ahead ─",
        "November 2026 ← → day < > month",
        "24(11)",
        "30(1) 1(1)",
        "▌today 12:58 Asha Roy Wiper blades worn A amber",
        "Grace O'Neill Service and MOT due",
        "Tom Reid Handbrake cable frayed: all well?",
        "Hugh Ward Winter check",
    ]);
}

#[test]
fn what_is_ahead_is_moved_by_a_phrase_and_undo_moves_it_back() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("2 j s").types("10/12").reads(&[
        "╭ Grace O'Neill: move Service and MOT due ─",
        "To 10/12",
        "= Thu 10 Dec 08:30",
    ]);
    counter.press("enter").says("Thu 10 Dec: 1 customer");
    assert_eq!(counter.selected(), "Grace O'Neill");
    let due = counter.rows_of("Grace O'Neill").follow_ups[0].due_at;
    assert_eq!(due, crate::common::at("2026-12-10T08:30:00Z"));
    counter.press("u").says("Mon 30 Nov: 1 customer");
}

#[test]
fn customers_shows_everybody_by_name_with_their_number() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("3").shows("customers-usual");
    counter.press("G");
    assert_eq!(counter.selected(), "王秀英");
    Counter::of_garage(WIDE).press("3 j").reads(&[
        "╭ Customers 15 ─",
        "╭ Asha Roy 020 7946 0111 ─",
        "Anita Patel 020 7946 0123 Front pads 2 mm 23 Nov",
        "▌Asha Roy 020 7946 0111 Wiper blades worn 09:58",
        "Mini MN11 OPQ",
        "A amber Wiper blades worn £30",
        "王秀英 020 7946 0101 换机油 Oil filter arrived",
    ]);
    Counter::of_garage(SMALL).press("3").reads(&[
        "╭ Customers 15 ─",
        "▌Anita Patel 020 7946 0123 Front pads 2 mm 23 Nov",
        "Bartholomew F… +49 30 901820 Gearbox whines in t",
        "Meadow Dairy … office@meadowda… Quote for the van's",
        "Walter Quist 020 7946 0199 Key fob is in 09:45",
    ]);
}

#[test]
fn the_journal_tells_who_did_what_and_when() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("4").shows("journal-usual");
    Counter::of_garage(SMALL).press("4 G").reads(&[
        "╭ Journal ─",
        "23 Nov 09:15 Asha Anita Patel added: Quote for struts",
        "16 Nov 15:00 Asha Joan Fisher no answer",
        "12 Oct 17:30 Tom Anita Patel settled",
        "▌2 Oct 16:30 Tom Anita Patel added: Rear wiper arm s…",
    ]);
}

#[test]
fn the_journal_narrows_to_a_person_and_to_a_day_and_widens_again() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("4").says("╭ Journal ─");
    let all = counter.frame();
    counter.press("G f").reads(&["╭ Journal: Tom ─"]);
    counter
        .press("left")
        .reads(&["╭ Journal: Tom, Tue 24 Nov 2026 ─", "esc all"]);
    counter
        .press("left left left left")
        .says("Nothing was done then.");
    counter.press("esc");
    assert_eq!(counter.frame(), all);
    counter
        .press("right right")
        .says("╭ Journal: Tue 24 Nov 2026 ─");
}

#[test]
fn tab_goes_round_the_views_and_shift_tab_back() {
    let mut counter = Counter::of_garage(USUAL);
    for title in [
        "╭ Ahead",
        "╭ Customers",
        "╭ Journal",
        "╭ Figures",
        "╭ To call",
    ] {
        counter.press("tab").says(title);
    }
    for title in [
        "╭ Figures",
        "╭ Journal",
        "╭ Customers",
        "╭ Ahead",
        "╭ To call",
    ] {
        counter.press("backtab").says(title);
    }
    counter
        .press("3")
        .says("╭ Customers")
        .press("1")
        .says("╭ To call");
}

#[test]
fn a_call_from_customers_is_logged_and_the_selection_stays_on_them() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("3 j j j n").reads(&[
        "▌Bartholomew Feath… +49 30 901820 Gearbox whines in third when col… 10:42",
        "2nd try",
        "Tried already; again today 13:42.",
        "Bartholomew Featherstonehaugh-Cholmondeley: No answer. Again today 13:42.",
    ]);
    assert_eq!(counter.selected(), LONG);
    assert_eq!(counter.contacts_of(LONG).len(), 1);
    counter.press("space").says("10:42 Tom rang, no answer");
}

#[test]
fn six_rows_are_in_sight_at_the_usual_size_and_ten_on_a_small_one_in_every_view() {
    for (size, least) in [(USUAL, 6), (SMALL, 10)] {
        let mut counter = Counter::of_demo(size, "2026-11-30T09:30:00+00:00");
        let in_sight = |counter: &Counter| {
            let app = &counter.session.app;
            let mut names: Vec<String> = match app.view {
                View::Today => counter.rows(),
                View::Ahead => {
                    let rows = app.ahead.rows.iter();
                    rows.map(|(_, row)| row.entry.customer.name.clone())
                        .collect()
                }
                View::Customers => {
                    let rows = app.customers.rows.iter();
                    rows.map(|(_, entry)| entry.customer.name.clone()).collect()
                }
                View::Journal | View::Figures => {
                    let rows = app.journal.rows.iter();
                    rows.filter_map(|(_, row)| Some(row.customer.clone()?.1))
                        .collect()
                }
            };
            names.dedup();
            let frame = counter.frame();
            let lines = frame.lines().filter(|line| line.starts_with('│'));
            let of_a_row = |line: &&str| {
                let begins = |name: &String| {
                    let begin: String = name.chars().take(6).collect();
                    line.contains(&begin)
                };
                !line.contains('✓') && names.iter().any(begins)
            };
            lines.filter(of_a_row).count()
        };
        for view in ["1", "2", "3", "4"] {
            counter.press(view);
            let rows = in_sight(&counter);
            // The month leaves the rows beneath it what it does not need.
            let least = if view == "2" { least.min(6) } else { least };
            assert!(rows >= least, "{rows} in {view}:\n{}", counter.frame());
        }
        counter.press("1 /").types("020");
        let found = counter
            .frame()
            .lines()
            .filter(|line| line.contains(" 020 7946"))
            .count();
        assert!(found >= least, "{found} found:\n{}", counter.frame());
    }
}
