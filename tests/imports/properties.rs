//! Properties: no bytes make a parser panic, go on for ever, or bring more than was in them.

use checkback::import::file::ImportFormat;
use proptest::prelude::*;

use super::laws;

/// Pieces that mean something to the readers, so that what they make is not only noise.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let scrap = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..12),
        proptest::sample::select(vec![
            "name,phone,email,note\r\n",
            "First Name;Last Name;E-mail Address;Business Phone\n",
            "sep=;\r\n",
            "\u{feff}",
            "\"",
            "\"\"",
            "\r\n",
            "\r",
            "\n ",
            ",",
            ";",
            "\t",
            "|",
            " ::: ",
            "=\"02079460123\"",
            "4.41E+11",
            "07400 123456",
            "ann@example.com",
            "BEGIN:VCARD\r\n",
            "END:VCARD\r\n",
            "VERSION:2.1\n",
            "AGENT:\n",
            "FN:",
            "N:Lee;Ann;;;\n",
            "TEL;CELL:",
            "item1.TEL:",
            "item1.X-ABLabel:Work\n",
            "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=SHIFT_JIS:",
            "PHOTO;ENCODING=BASE64:",
            "=C3=\r\n=AB",
            "=",
            "\\",
            "\\n",
            "\0",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

/// Words and marks of times.
fn phrases() -> impl Strategy<Value = String> {
    let words = [
        "tomorrow",
        "today",
        "next",
        "fri",
        "9am",
        "16:00",
        "24/12",
        "2026-12-24",
        "in",
        "3",
        "days",
        "2h",
        "-",
        "+",
        "end",
        "of",
        "month",
        "morning",
        "noon",
        "half",
        "past",
        ".",
        ":",
        ",",
        "1e9",
        "99999999999999999999",
        "0",
        "31",
        "feb",
        "29",
        "２",
        "ｐｍ",
        "T",
        "Z",
        "+02:00",
        "\u{301}",
    ];
    let word = prop_oneof![
        4 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    (proptest::collection::vec(word, 0..9), " ?").prop_map(|(words, gap)| words.join(&gap))
}

proptest! {
    #[test]
    fn any_bytes_are_a_csv_file_or_refused(bytes in scraps()) {
        let _read = laws::file(&bytes, ImportFormat::Csv);
    }

    #[test]
    fn any_bytes_are_cards_or_refused(bytes in scraps()) {
        let _read = laws::file(&bytes, ImportFormat::Vcard);
    }

    #[test]
    fn any_bytes_behind_a_header_are_rows(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let file = [&b"name,phone,email,note\n"[..], &bytes].concat();
        let _read = laws::file(&file, ImportFormat::Csv);
    }

    #[test]
    fn any_bytes_within_a_card_are_passed_over(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let file = [&b"BEGIN:VCARD\nFN:Ann\n"[..], &bytes, b"\nEND:VCARD\n"].concat();
        let _read = laws::file(&file, ImportFormat::Vcard);
    }

    #[test]
    fn any_words_are_one_time_or_refused(phrase in phrases()) {
        laws::phrase(&phrase);
    }

    #[test]
    fn any_figures_are_one_number_or_refused(
        text in "[-+0-9]{0,24}|[-+0-9xe#;:=. ()/,٣４*tl]{0,40}|\\PC{0,40}",
    ) {
        laws::number(&text);
    }
}
