//! Tests of parsing cards as telephones and address books write them.

use std::io::Cursor;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::VcardReader;
use crate::import::{ImportFields, PhoneType};

fn read_as(bytes: &[u8], otherwise: &'static Encoding) -> Vec<(u64, Result<ImportFields, String>)> {
    let mut found = Vec::new();
    let Ok(mut cards) = VcardReader::open(Box::new(Cursor::new(bytes.to_vec())), otherwise) else {
        return found;
    };
    while let Ok(Some(piece)) = cards.next_card() {
        found.push((piece.line, piece.fields));
    }
    found
}

fn read(bytes: &[u8]) -> Vec<ImportFields> {
    let found = read_as(bytes, WINDOWS_1252).into_iter();
    found.filter_map(|(_, what)| what.ok()).collect()
}

fn names(bytes: &[u8]) -> Vec<String> {
    read(bytes).into_iter().map(|b| b.typed.name).collect()
}

#[test]
fn a_fold_may_fall_in_the_middle_of_a_character() {
    let card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zo\xc3\r\n \xab Lee\r\nEND:VCARD\r\n";
    assert_eq!(names(card), ["Zoë Lee"]);
}

#[test]
fn a_line_goes_on_where_every_end_was_doubled_on_its_way() {
    let card = b"BEGIN:VCARD\r\r\nFN:Ann\r\r\n  Lee\r\r\nTEL:1\r\r\nEND:VCARD\r\r\n";
    assert_eq!(names(card), ["Ann Lee"]);
}

#[test]
fn quoted_printable_goes_on_behind_its_soft_breaks_in_its_own_charset() {
    let card = b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gro=C3=\n=9F;J=C3=BCrgen;;;\n\
        NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Caf=E9=0D=0Atwo\nEND:VCARD\n";
    let cards = read(card);
    let told: Vec<(&str, &str)> = cards
        .iter()
        .map(|b| (b.typed.name.as_str(), b.typed.note.as_str()))
        .collect();
    assert_eq!(told, [("Jürgen Groß", "Café\ntwo")]);
}

#[test]
fn a_soft_break_with_nothing_behind_it_is_no_part_of_the_value() {
    let card =
        b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Ann=\n\nORG;ENCODING=QUOTED-PRINTABLE:Hill=\n";
    let told: Vec<(String, String)> = read(card)
        .into_iter()
        .map(|b| (b.typed.name, b.company))
        .collect();
    assert_eq!(told, [("Ann".to_owned(), "Hill".to_owned())]);
}

#[test]
fn a_charset_said_by_the_line_goes_before_that_of_the_file() {
    let card = b"BEGIN:VCARD\nN;CHARSET=SHIFT_JIS:\x8eR\x93c;\x91\xbe\x98Y;;;\nEND:VCARD\n";
    assert_eq!(names(card), ["太郎 山田"]);
}

#[test]
fn photos_are_stepped_over_however_they_are_folded() {
    for photo in [
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\n SkZJRgABAQ\n AAAQABAAD/\n\n",
        "PHOTO;ENCODING=BASE64:/9j/4AAQ\nSkZJRgABAQ\nAAAQABAAD=\n",
        "item1.PHOTO;VALUE=uri:https://example.com/a.jpg\n",
        "PHOTO:data:image/jpeg;base64,/9j/4AAQ\n  SkZJ\n",
    ] {
        let card = format!("BEGIN:VCARD\nFN:Ann\n{photo}TEL:1\nEND:VCARD\n");
        let cards = read(card.as_bytes());
        let phones: Vec<usize> = cards.iter().map(|b| b.phones.len()).collect();
        assert_eq!(
            (names(card.as_bytes()), phones),
            (vec!["Ann".to_owned()], vec![1]),
            "{photo}"
        );
    }
}

#[test]
fn a_card_within_a_card_is_no_customer() {
    let card = b"BEGIN:VCARD\nFN:Ann\nAGENT:\nBEGIN:VCARD\nFN:Bea\nTEL:2\nEND:VCARD\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nFN:Cat\nEND:VCARD\n";
    assert_eq!(names(card), ["Ann", "Cat"]);
    let phones = read(card).into_iter().next().map(|b| b.phones);
    assert_eq!(phones, Some(vec![(PhoneType::Primary, "1".to_owned())]));
}

#[test]
fn a_card_without_an_end_ends_where_the_next_begins() {
    let cards = read_as(b"BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nFN:Bea\n", WINDOWS_1252);
    let told: Vec<(u64, String)> = cards
        .into_iter()
        .filter_map(|(line, what)| Some((line, what.ok()?.typed.name)))
        .collect();
    assert_eq!(told, [(1, "Ann".to_owned()), (3, "Bea".to_owned())]);
}

#[test]
fn a_beginning_with_nothing_behind_it_is_no_card() {
    let cards = read_as(
        b"BEGIN:VCARD\n\nBEGIN:VCARD\nBEGIN:VCARD\nFN:Ann\n",
        WINDOWS_1252,
    );
    let told: Vec<(u64, bool)> = cards.iter().map(|(l, what)| (*l, what.is_ok())).collect();
    assert_eq!(told, [(4, true)]);
}

#[test]
fn every_number_is_of_the_kind_its_line_or_its_group_says() {
    let card = b"BEGIN:VCARD\nFN:Ann\nTEL;CELL;PREF:1\nTEL;TYPE=HOME,FAX:2\nitem1.TEL:3\n\
        item1.X-ABLabel:Work\nTEL;TYPE=\"work,voice\":4\nTEL;VALUE=uri;TYPE=home:tel:+44-20-7946-0123\nTEL:6\nEND:VCARD\n";
    let ways: Vec<PhoneType> = read(card)
        .into_iter()
        .flat_map(|b| b.phones.into_iter().map(|(way, _)| way))
        .collect();
    let expected = [
        PhoneType::Mobile,
        PhoneType::Fax,
        PhoneType::Work,
        PhoneType::Work,
        PhoneType::Home,
        PhoneType::Primary,
    ];
    assert_eq!(ways, expected);
}

#[test]
fn what_is_escaped_is_as_it_was_meant() {
    let card = b"BEGIN:VCARD\nVERSION:3.0\nFN:Lee\\, Ann\\; x\\\\y\nORG:Hill\\; Sons;Sales\nNOTE:a\\nb\nEND:VCARD\n";
    let cards = read(card);
    let told: Vec<(&str, &str, &str)> = cards
        .iter()
        .map(|b| {
            (
                b.typed.name.as_str(),
                b.company.as_str(),
                b.typed.note.as_str(),
            )
        })
        .collect();
    assert_eq!(told, [("Lee, Ann; x\\y", "Hill; Sons", "a\nb")]);
}

#[test]
fn a_card_that_names_nobody_is_told_by_its_line() {
    let found = read_as(
        b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n",
        WINDOWS_1252,
    );
    let wrong: Vec<u64> = found
        .iter()
        .filter(|(_, w)| w.is_err())
        .map(|(l, _)| *l)
        .collect();
    assert_eq!(wrong, [5]);
    assert!(VcardReader::open(Box::new(Cursor::new(b"name\nAnn\n")), WINDOWS_1252).is_err());
}

#[test]
fn what_a_card_prefers_comes_first_in_every_version() {
    let card = |lines: &str| read(format!("BEGIN:VCARD\nFN:Ann\n{lines}\nEND:VCARD\n").as_bytes());
    for lines in [
        "TEL;TYPE=CELL:1\nTEL;TYPE=CELL,PREF:2",
        "TEL;CELL:1\nTEL;CELL;PREF:2",
        "TEL;TYPE=cell;PREF=9:1\nTEL;TYPE=cell;PREF=1:2",
        "TEL;TYPE=\"cell,voice\":1\nTEL;TYPE=\"pref,cell\":2",
    ] {
        let numbers: Vec<(PhoneType, String)> = card(lines).remove(0).phones;
        assert_eq!(
            numbers.first().map(|(_, n)| n.as_str()),
            Some("2"),
            "{lines}"
        );
    }
    let mails = card("EMAIL:a@example.com\nEMAIL;PREF=1:b@example.com")
        .remove(0)
        .emails;
    assert_eq!(mails, ["b@example.com", "a@example.com"]);
}

#[test]
fn a_group_of_cards_is_nobody() {
    for kind in ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:group"] {
        let card =
            format!("BEGIN:VCARD\nVERSION:3.0\nN:Book Club\nFN:Book Club\n{kind}\nEND:VCARD\n");
        let found = read_as(card.as_bytes(), WINDOWS_1252);
        let why = found.into_iter().next().and_then(|(_, what)| what.err());
        assert_eq!(why.as_deref(), Some("the card is a group, not a customer"));
    }
}
