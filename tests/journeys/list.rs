//! The morning list: what stands in it, moving about it, and how it fits a screen.

use crate::counter::{Counter, SMALL, USUAL, WIDE};

#[test]
fn the_morning_list_stands_beside_the_card_on_a_wide_screen() {
    Counter::of_garage(WIDE).shows("list-wide");
}

#[test]
fn the_morning_list_stands_above_the_card_on_the_usual_screen() {
    Counter::of_garage(USUAL).shows("list-usual");
}

#[test]
fn the_morning_list_stands_alone_with_the_selected_number_on_a_small_screen() {
    Counter::of_garage(SMALL).shows("list-small");
}

#[test]
fn j_and_k_move_the_selection_and_the_card_goes_with_it() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("j").reads(&[
        "╭ To call ─",
        "╭ 王秀英 020 7946 0101 ─",
        "12 min late Anita Patel",
        "▌in 38 min 王秀英",
        "• 换机油 Oil filter arrived",
        "promised by 11:20, in 38 min",
    ]);
    assert_eq!(counter.selected(), "王秀英");
    counter.press("down down j k");
    assert_eq!(counter.selected(), "محمد الأحمد");
    counter.press("up up up up up");
    assert_eq!(counter.selected(), "Anita Patel");
}

#[test]
fn a_screenful_a_time_and_to_both_ends() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("pgdn");
    assert_eq!(counter.selected(), "Zoë 👩\u{200d}🔧 Baker");
    counter.press("pgdn");
    assert_eq!(counter.selected(), "Priya Nair");
    counter.says("15:00");
    counter.press("pgup pgup");
    assert_eq!(counter.selected(), "Anita Patel");
    counter.press("G");
    assert_eq!(counter.selected(), "Priya Nair");
    counter.press("g");
    assert_eq!(counter.selected(), "Anita Patel");
    counter.press("end");
    assert_eq!(counter.selected(), "Priya Nair");
    counter.press("home");
    assert_eq!(counter.selected(), "Anita Patel");
    counter.press("j j j j j j j j").reads(&[
        "▌e-mail only Meadow Dairy Ltd Quote for the van's service",
        "✉ office@meadowdairy.example",
    ]);
}

#[test]
fn below_the_last_call_come_those_done_today_and_above_them_the_list_again() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("G j").reads(&[
        "╭ To call ─",
        "╭ Tom Reid 020 7946 0122 ─",
        "Skoda Fabia TR15 EID",
        "• Handbrake cable frayed: all well?",
        "▌✓ 10:12 Tom Reid authorised £95",
    ]);
    assert_eq!(counter.selected(), "Tom Reid");
    counter.press("j");
    assert_eq!(counter.selected(), "Asha Roy");
    counter.press("j");
    assert_eq!(counter.selected(), "Asha Roy");
    counter.press("k k");
    assert_eq!(counter.selected(), "Priya Nair");
}

#[test]
fn those_who_may_not_be_rung_say_why_on_their_card() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("j j j j j j j");
    assert_eq!(counter.selected(), "B. Ali");
    counter.says("They asked to be rung after 17:00 only.");
    counter.press("j").reads(&[
        "╭ Meadow Dairy Ltd ─",
        "✉ office@meadowdairy.example",
        "Sprinter MD19 VAN",
        "• Quote for the van's service",
        "▌e-mail only Meadow Dairy Ltd Quote for the van's service",
    ]);
    assert_eq!(counter.selected(), "Meadow Dairy Ltd");
    counter
        .says("✉ ")
        .is_silent_of("There is no number to ring.");
    counter
        .press("j")
        .says("Wrong number. Press e to correct it.");
}

#[test]
fn a_small_screen_shows_the_number_of_whichever_row_is_selected() {
    let mut counter = Counter::of_garage(SMALL);
    counter.press("j j j j j").says("☎ 020 7946 0155");
    counter.press("G").reads(&[
        "╭ To call 2–11 of 11 ─",
        "▌15:00 Priya Nair MOT result promise",
        "☎ 020 7946 0166",
    ]);
    counter.says("☎ 020 7946 0166");
}

#[test]
fn why_says_in_a_sentence_why_the_row_stands_there() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("w");
    counter.says("Promised by 10:30: 12 min late.");
    counter.press("w").is_silent_of("Promised by 10:30");
    counter
        .press("j j j j j j j w")
        .says("They asked to be rung after 17:00 only.");
}

#[test]
fn the_help_page_shows_every_key_and_scrolls_to_its_end_and_no_further() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("?").shows("help-usual");
    for _ in 0..60 {
        counter.press("j");
    }
    counter.reads(&[
        "Stop trying?",
        "Merging two customers",
        "↵ merge: everything of the other moves to this one",
        "esc leave: nothing is changed",
        "╰",
    ]);
    let end = counter.frame();
    counter.press("k");
    assert_ne!(end, counter.frame(), "one key up does not move");
    counter.press("esc").says("Anita Patel");
}

#[test]
fn on_a_small_screen_no_line_of_the_help_is_cut() {
    let mut counter = Counter::of_garage(SMALL);
    counter
        .press("?")
        .says("dial, if your settings say how; else like")
        .says("“we spoke”");
    counter.press("G").says("leave: nothing is changed");
}

#[test]
fn an_empty_shop_says_what_to_do_first() {
    Counter::of_empty_shop(USUAL).shows("empty-usual");
    let mut counter = Counter::of_empty_shop(SMALL);
    counter.reads(&[
        "1 Today 0",
        "0 of 0 done",
        "╭ To call ─",
        "No customers yet.",
        "a adds the first call",
        "i imports your customers (CSV, vCard)",
        "q quits; then type at the prompt:",
        "checkback --demo shows a made-up day",
        "? shows all keys",
    ]);
    let frame = counter.whole();
    counter.press("d n v b x s p e o w t + = -");
    assert_eq!(counter.whole(), frame);
    counter.press("2").says("No calls ahead.");
    counter.press("3").says("No customers yet");
    counter.press("4").says("Nothing was done yet.");
}

#[test]
fn when_everybody_was_called_the_list_says_so() {
    let mut counter = Counter::of_garage(USUAL);
    while !counter.session.app.today.rows.is_empty() {
        counter.press("s").types("9").press("enter");
    }
    counter.press("g").reads(&[
        "3 of 3 done",
        "Nobody left to call now.",
        "The next one comes back at 11:05.",
        "2 shows what is ahead.",
        "▌✓ 10:12 Tom Reid authorised £95",
        "✓ 09:58 Asha Roy no answer, again 12:58",
        "✓ 09:45 Walter Quist wrong number, again 3 Dec",
    ]);
}

#[test]
fn a_screen_too_small_says_so_and_goes_on_where_it_was_when_there_is_room() {
    let mut counter = Counter::of_garage(WIDE);
    counter.press("j j d");
    let before = counter.whole();
    counter.resizes(20, 6).reads(&[
        "Checkback",
        "Window too small",
        "(20×6). Make it at",
        "least 36×9.",
    ]);
    counter.resizes(36, 9).shows("smallest");
    counter.resizes(120, 32);
    assert_eq!(before, counter.whole());
}

#[test]
fn list_and_card_fit_every_size_without_a_word_of_the_row_over_its_border() {
    let mut counter = Counter::of_garage(WIDE);
    for width in 36..140 {
        counter.resizes(width, 24).press("g");
        let frame = counter.frame();
        let list = frame.lines().skip(2);
        for line in list.take_while(|l| !l.starts_with('╰')) {
            assert!(line.starts_with(['╭', '│']), "{width}: {line}");
            assert!(line.ends_with(['╮', '│']), "{width}: {line}");
            assert_eq!(crate::picture::columns(line), usize::from(width), "{line}");
        }
    }
}

#[test]
fn a_popup_keeps_its_border_whole_over_wide_letters() {
    let mut counter = Counter::of_garage(WIDE);
    for width in 66..130 {
        counter.resizes(width, 24).press("d");
        let (left, top) = crate::picture::place(counter.buffer(), "╭ Anita Patel: how").unwrap();
        let ends = |x: u16, corner: char| {
            let column: Vec<char> = counter.column(x).chars().skip(top.into()).collect();
            let end = column.iter().position(|c| *c == corner);
            let side = end.filter(|end| column[1..*end].iter().all(|c| *c == '│'));
            side.unwrap_or_else(|| panic!("{width}:\n{}", counter.frame()))
        };
        let corner = crate::picture::cells(counter.buffer(), top);
        let mut corner = corner.iter().skip_while(|(x, _)| *x < left);
        let right = corner.find(|(_, cell)| cell.symbol() == "╮").unwrap().0;
        assert_eq!(ends(left, '╰'), ends(right, '╯'), "{}", counter.frame());
        counter.press("esc");
    }
}

#[test]
fn the_hour_is_no_matter_for_somebody_with_nothing_due_today() {
    // Sunday: nobody is rung.
    let mut counter = Counter::of_garage(USUAL).comes_back("2026-11-22T10:42:00+00:00");
    counter.says("Outside the shop's");
    counter.press("/").types("Hugh Ward").press("enter");
    counter
        .says("╭ Hugh Ward")
        .is_silent_of("Outside the shop's");
}
