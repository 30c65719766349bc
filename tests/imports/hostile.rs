//! Files as nobody should write them, large and crooked: each comes to an end, and what cannot be
//! taken is refused in words while the rest is read.

use checkback::import::file::ImportFormat;

use super::laws::{self, FileOutcome};

const MB: usize = 1024 * 1024;

fn csv(parts: &[&[u8]]) -> FileOutcome {
    laws::file(&parts.concat(), ImportFormat::Csv).unwrap()
}

fn cards(parts: &[&[u8]]) -> FileOutcome {
    laws::file(&parts.concat(), ImportFormat::Vcard).unwrap()
}

#[test]
fn a_line_of_50_mb_is_refused_and_the_next_is_read() {
    let line = vec![b'x'; 50 * MB];
    let read = csv(&[b"name,note\nAnn,x\n", &line, b"\nBea,y\n"]);
    assert_eq!((read.pieces, read.refused), (3, 1));
    assert!(
        read.why.contains("longer than a row may be"),
        "{}",
        read.why
    );
}

#[test]
fn a_cell_of_many_megabytes_is_refused_and_the_next_row_is_read() {
    let cell = b"x,\n".repeat(8 * MB / 3);
    let read = csv(&[b"name,note\nAnn,\"", &cell, b"\"\nBea,y\n"]);
    assert_eq!((read.pieces, read.refused), (2, 1));
    assert!(
        read.why.contains("longer than a row may be"),
        "{}",
        read.why
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_nothing_in() {
    let rest = b"Bea,\n".repeat(10 * MB / 5);
    let read = csv(&[b"name,note\nAnn,x\n\"", &rest]);
    assert_eq!((read.pieces, read.refused), (2, 1));
    assert!(read.why.contains("never closed"), "{}", read.why);
}

#[test]
fn a_file_of_100_000_columns_is_refused_in_words() {
    let header = b"name,".repeat(100_000);
    let refused = laws::file(&header, ImportFormat::Csv)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("has more cells than a row may have"),
        "{refused}"
    );
}

#[test]
fn as_many_columns_as_a_spreadsheet_has_are_told_apart() {
    let columns: Vec<String> = (0..16_000)
        .map(|n| format!("phone {n},email,note {n},"))
        .collect();
    let columns = columns.concat();
    let header = columns.get(..100_000).unwrap();
    let row = "x,".repeat(4);
    let read = csv(&[b"name,", header.as_bytes(), b"\n", row.as_bytes(), b"\n"]);
    assert_eq!((read.pieces, read.refused), (1, 0));
}

#[test]
fn a_row_of_100_000_cells_is_refused_and_the_next_is_read() {
    let row = b"x,".repeat(100_000);
    let read = csv(&[b"name,note\n", &row, b"\nBea,y\n"]);
    assert_eq!((read.pieces, read.refused), (2, 1));
    assert!(read.why.contains("has more cells"), "{}", read.why);
}

#[test]
fn a_cell_full_of_numbers_or_addresses_is_refused() {
    for (cell, kind) in [
        (b"07400123456;".repeat(80_000), "numbers"),
        (b"a@b;".repeat(240_000), "addresses"),
    ] {
        let read = csv(&[
            b"First Name,Last Name,E-mail Address,Business Phone\nAnn,Lee,",
            if kind == "numbers" { b"," } else { b"" },
            &cell,
            if kind == "numbers" { b"" } else { b"," },
            b"\nBea,Roy,,\n",
        ]);
        assert_eq!((read.pieces, read.refused), (2, 1));
        assert!(read.why.contains(kind), "{}", read.why);
    }
}

#[test]
fn zeros_are_no_customer() {
    let zeros = vec![0; 2 * MB];
    assert!(laws::file(&zeros, ImportFormat::Csv).is_err());
    assert!(laws::file(&zeros, ImportFormat::Vcard).is_err());
    let read = csv(&[b"name,note\nAnn,", &zeros, b"\nBea,\0\0y\n"]);
    assert_eq!((read.pieces, read.refused), (2, 1));
}

#[test]
fn a_hundred_thousand_beginnings_are_one_card() {
    let read = cards(&[&b"BEGIN:VCARD\n".repeat(100_000), b"FN:Ann\nEND:VCARD\n"]);
    assert_eq!((read.pieces, read.refused), (1, 0));
}

#[test]
fn cards_that_never_end_are_told_one_by_one() {
    let read = cards(&[&b"BEGIN:VCARD\nX:1\n".repeat(50_000), b"FN:Ann\n"]);
    assert_eq!((read.pieces, read.refused), (50_000, 49_999));
}

#[test]
fn a_hundred_thousand_cards_within_one_another_are_one() {
    let nested = b"BEGIN:VCARD\nFN:Bea\n".repeat(100_000);
    let read = cards(&[
        b"BEGIN:VCARD\nFN:Ann\nAGENT:\n",
        &nested,
        &b"END:VCARD\n".repeat(100_001),
    ]);
    assert_eq!((read.pieces, read.refused), (1, 0));
}

#[test]
fn a_large_photo_is_stepped_over_folded_or_not() {
    let folded = b" /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAME\r\n"
        .repeat(100_000);
    let whole = vec![b'A'; 8 * MB];
    for photo in [&folded, &whole] {
        let read = cards(&[
            b"BEGIN:VCARD\r\nFN:Ann\r\nPHOTO;ENCODING=b:",
            photo,
            b"\r\nTEL:07400 123456\r\nEND:VCARD\r\n",
        ]);
        assert_eq!((read.pieces, read.refused), (1, 0));
        assert_eq!(read.brought, "Ann07400 123456".len());
    }
}

#[test]
fn a_value_of_many_soft_breaks_is_cut_at_what_a_line_may_have() {
    let breaks = b"=41=\r\n".repeat(200_000);
    let read = cards(&[
        b"BEGIN:VCARD\nFN:Ann\nNOTE;ENCODING=QUOTED-PRINTABLE:",
        &breaks,
        b"\nTEL:07400 123456\nEND:VCARD\n",
    ]);
    assert_eq!((read.pieces, read.refused), (1, 0));
    assert!(read.brought < 64 * 1024, "{} bytes", read.brought);
}

#[test]
fn a_card_of_a_hundred_thousand_numbers_is_refused_and_the_next_is_read() {
    let numbers: Vec<String> = (0..50_000)
        .map(|n| format!("i{n}.TEL:1\ni{n}.X-ABLabel:x\n"))
        .collect();
    let read = cards(&[
        b"BEGIN:VCARD\nFN:Ann\n",
        numbers.concat().as_bytes(),
        b"END:VCARD\nBEGIN:VCARD\nFN:Bea\nEND:VCARD\n",
    ]);
    assert_eq!((read.pieces, read.refused), (2, 1));
    assert!(
        read.why.contains("longer than a card may be"),
        "{}",
        read.why
    );
}

#[test]
fn a_text_of_a_megabyte_is_no_time_and_no_number() {
    for scrap in ["7 ", "tomorrow ", "+", "0044", "\u{301}", ":"] {
        let text = scrap.repeat(MB / scrap.len());
        laws::phrase(&text);
        laws::number(&text);
    }
}

/// A file of the program's own, read by it where 500 MB are all there are.
#[cfg(target_os = "linux")]
fn imported_in_500_mb(name: &str, parts: &[&[u8]]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, parts.concat()).unwrap();
    let out = std::process::Command::new("sh")
        .arg("-c")
        .arg("ulimit -v 500000 && exec \"$0\" --db shop.db import --dry-run \"$1\"")
        .arg(env!("CARGO_BIN_EXE_checkback"))
        .arg(&file)
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", folder.path())
        .output()
        .unwrap();
    assert!(out.status.success(), "{out:?}");
    String::from_utf8(out.stdout).unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_row_of_50_mb_is_read_in_less_than_500_mb() {
    let line = vec![b'x'; 50 * MB];
    let said = imported_in_500_mb("line.csv", &[b"name,note\nAnn,x\n", &line, b"\nBea,y\n"]);
    assert!(said.contains("Would import 2 new customers"), "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_photo_of_50_mb_is_read_in_less_than_500_mb() {
    let photo = vec![b'A'; 50 * MB];
    let said = imported_in_500_mb(
        "photo.vcf",
        &[
            b"BEGIN:VCARD\nFN:Ann\nPHOTO;ENCODING=b:",
            &photo,
            b"\nTEL:07400 123456\nEND:VCARD\n",
        ],
    );
    assert!(said.contains("Would import 1 new customer"), "{said}");
}
