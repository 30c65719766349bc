//! Sanitizing, folding and measuring text, on strings made to break programs.

#![expect(
    clippy::print_stdout,
    reason = "measured agreement is told; a table is as long as it is"
)]

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::domain::samples;

const NAUGHTY: &str = "naughty/blns.json";
const WIDTHS: &str = "widths/wcwidth-strings.json";

fn naughty() -> Vec<String> {
    serde_json::from_str(samples::read(NAUGHTY)).unwrap()
}

/// The column of ratatui's own buffer after writing a text.
fn advanced(text: &str) -> usize {
    let area = ratatui::layout::Rect::new(0, 0, u16::MAX, 1);
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    let style = ratatui::style::Style::new();
    usize::from(
        buffer
            .set_stringn(0, 0, text, usize::from(u16::MAX), style)
            .0,
    )
}

fn is_forbidden(c: char) -> bool {
    c.is_control() || is_unwanted(c) || (is_blank(c) && c != ' ')
}

#[test]
fn cleaning_drops_what_may_not_enter() {
    let cases = [
        ("  Anita\t\n Patel ", "Anita Patel"),
        ("a\u{1b}[31mred", "a[31mred"),
        ("a\u{9b}31mb\u{7f}c\0", "a31mbc"),
        ("safe\u{202e}txt.exe\u{2066}\u{2069}", "safetxt.exe"),
        ("\u{feff}soft\u{ad}hy\u{200b}phen\u{2060}", "softhyphen"),
        ("one\u{2028}two\u{2029}three", "one two three"),
        ("tag\u{e0041}\u{e007f}", "tag"),
        ("x\u{fff9}y\u{fffe}\u{fdd0}z", "xyz"),
        ("\u{3164}\u{3164}", ""),
        ("\u{301}lone", "lone"),
    ];
    for (typed, kept) in cases {
        assert_eq!(sanitize(typed), kept, "{typed:?}");
    }
}

#[test]
fn joiners_stay_only_where_they_join() {
    let family = "👩\u{200d}👩\u{200d}👧";
    let heart = "❤\u{fe0f}\u{200d}🔥";
    for whole in [
        family,
        heart,
        "thanks ❤\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "می\u{200c}خواهم",
    ] {
        assert_eq!(sanitize(whole), whole);
    }
    let loose = [
        ("\u{200d}a\u{200d}b\u{200c}", "ab"),
        ("👩\u{200d}", "👩"),
        ("👩\u{200d}\u{200d}👧", "👩\u{200d}👧"),
        ("a\u{fe0f}", "a"),
        ("👩\u{200d} 👧", "👩 👧"),
    ];
    for (typed, kept) in loose {
        assert_eq!(sanitize(typed), kept, "{typed:?}");
    }
}

#[test]
fn a_letter_carries_eight_marks_at_most() {
    let zalgo = format!("Z{}a", "\u{301}".repeat(40));
    assert_eq!(sanitize(&zalgo), format!("Z{}a", "\u{301}".repeat(8)));
    assert_eq!(sanitize("Nguyễn"), "Nguyễn");
}

#[test]
fn a_note_keeps_its_lines_and_loses_the_rest() {
    let note = "\r\n one\t \r\n\r\n\n two\u{2028}three \u{1b}\r";
    assert_eq!(sanitize_note(note), "one\n\ntwo\nthree");
}

#[test]
fn naughty_strings_come_out_clean_and_stay_so() {
    for raw in naughty() {
        let once = sanitize(&raw);
        assert!(!once.contains(is_forbidden), "{raw:?} gave {once:?}");
        assert_eq!(sanitize(&once), once, "{raw:?}");
        let note = sanitize_note(&raw);
        assert_eq!(sanitize_note(&note), note, "{raw:?}");
        assert!(
            note.chars().all(|c| c == '\n' || !is_forbidden(c)),
            "{raw:?}"
        );
    }
}

#[test]
fn folding_takes_accents_case_and_apostrophes_away() {
    let cases = [
        ("O’Brien-Smith", "obriensmith"),
        ("ŁÓDŹ Straße ÆØŒ", "lodz strasse aeooe"),
        ("Đorđe Þór Iğdır İzmir", "dorde thor igdir izmir"),
        ("  AB12\u{a0}\u{a0}CDE ", "ab12 cde"),
        ("ＡＢＣ１２", "abc12"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
        ("a.b@c.co", "a.b@c.co"),
        ("a – b", "a b"),
    ];
    for (typed, folded) in cases {
        assert_eq!(fold_for_search(typed), folded, "{typed:?}");
    }
}

#[test]
fn folding_any_character_twice_changes_nothing_more() {
    for c in '\0'..=char::MAX {
        let once = fold_for_search(&format!("a{c}b"));
        assert_eq!(fold_for_search(&once), once, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn digits_of_every_script_are_read() {
    assert_eq!(
        digits("+44 (0)20 ７９４６ ٠١٢٣ ४५"),
        "44020794601234".to_owned() + "5"
    );
    assert_eq!(digits("x²½Ⅳ"), "");
    for zero in ZEROS {
        assert_eq!(digit(zero), Some('0'));
        let nine = char::from_u32(u32::from(zero) + 9).unwrap();
        assert_eq!(digit(nine), Some('9'));
    }
}

#[test]
fn columns_are_those_the_terminal_buffer_advances() {
    for raw in naughty() {
        let text = sanitize(&raw);
        assert_eq!(display_width(&text), advanced(&text), "{text:?}");
    }
    for (text, width) in [("👩\u{200d}👩\u{200d}👧", 2), ("日本", 4), ("é", 1)] {
        assert_eq!(
            (display_width(text), advanced(text)),
            (width, width),
            "{text:?}"
        );
    }
}

#[test]
fn columns_agree_with_ratatui_and_mostly_with_wcwidth() {
    let rows: Vec<serde_json::Value> = serde_json::from_str(samples::read(WIDTHS)).unwrap();
    let (mut agree, mut total, mut span) = (0, 0, 0);
    for row in &rows {
        let raw = row.get("text").and_then(|t| t.as_str()).unwrap();
        let width = row
            .get("width")
            .and_then(serde_json::Value::as_i64)
            .unwrap();
        let text = sanitize(raw);
        assert_eq!(display_width(&text), advanced(&text), "{text:?}");
        span += usize::from(ratatui::text::Span::raw(&text).width() == display_width(&text));
        if text == raw {
            total += 1;
            agree += usize::from(i64::try_from(display_width(&text)) == Ok(width));
        }
    }
    println!(
        "wcwidth {agree} of {total} (of {}), Span::width {span}",
        rows.len()
    );
    assert!(agree * 100 >= total * 60, "{agree} of {total}");
}

#[test]
fn a_cut_text_ends_in_an_ellipsis_and_never_inside_a_grapheme() {
    assert_eq!(truncate("Front pads", 10), "Front pads");
    assert_eq!(truncate("Front pads", 6), "Front…");
    assert_eq!(truncate("日本語", 4), "日…");
    assert_eq!(truncate("👩\u{200d}👩\u{200d}👧x", 2), "…");
    assert_eq!(truncate("abc", 0), "");
}

/// The definition of folding: the whole text decomposed, in lower case, decomposed again, its marks
/// taken out.
fn folded_as_a_whole(text: &str) -> String {
    let kept =
        |c: &char| !is_silent(*c) && !is_combining_mark(*c) && !is_unwanted(*c) && !is_joiner(*c);
    let spoken = text.chars().filter(|c| !is_silent(*c));
    let lower = spoken.nfkd().flat_map(char::to_lowercase);
    let mut folded = String::new();
    for c in lower.nfkd().filter(kept) {
        push_folded(&mut folded, c);
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #[test]
    fn a_text_is_folded_as_its_whole_decomposition_would_be(text in any::<String>()) {
        prop_assert_eq!(fold_for_search(&text), folded_as_a_whole(&text));
    }

    #[test]
    fn an_ascii_text_is_cleaned_as_any_other(text in "[\\x00-\\x7f]{0,40}") {
        let beside_another = sanitize(&format!("é {text}"));
        let alone = format!("é {}", sanitize(&text));
        prop_assert_eq!(alone.trim_end(), beside_another);
    }

    #[test]
    fn any_text_cleans_folds_and_cuts_within_its_bounds(text in any::<String>(), room in 0_usize..30) {
        let once = sanitize(&text);
        prop_assert_eq!(sanitize(&once), once.clone());
        prop_assert!(!once.contains(is_forbidden));
        let note = sanitize_note(&text);
        prop_assert_eq!(sanitize_note(&note), note);
        let folded = fold_for_search(&text);
        prop_assert_eq!(fold_for_search(&folded), folded);
        prop_assert!(display_width(&truncate(&once, room)) <= room);
        prop_assert_eq!(display_width(&once), advanced(&once));
    }

    #[test]
    fn joiners_and_marks_in_any_order_settle_at_once(
        picks in prop::collection::vec(prop::sample::select(vec![
            'a', ' ', '\n', '\u{200d}', '\u{200c}', '\u{fe0f}', '\u{301}', '\u{20e3}', '1', '👩', 'न', '\u{94d}', '\u{200b}', '\u{ff9e}',
        ]), 0..24)
    ) {
        let text: String = picks.into_iter().collect();
        let once = sanitize(&text);
        prop_assert_eq!(sanitize(&once), once.clone());
        prop_assert_eq!(display_width(&once), advanced(&once));
        let folded = fold_for_search(&text);
        prop_assert_eq!(fold_for_search(&folded), folded);
    }
}
