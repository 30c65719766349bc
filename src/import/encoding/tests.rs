//! Tests of detecting encodings; the bytes were written by other programs' encoders.

use std::io::Read;

use super::{DetectedEncoding, DetectingReader, EncodingEvidence, as_utf8, named};
use crate::import::ImportError;

/// What the whole of a file tells.
fn tell(bytes: &[u8], country: &str) -> Result<DetectedEncoding, ImportError> {
    let mut reader = DetectingReader::begin(bytes, None)?;
    std::io::copy(&mut reader, &mut std::io::sink())?;
    Ok(reader.detected(country))
}

/// The detected encoding of a file in a country, and its decoded text.
fn read(bytes: &[u8], country: &str) -> (String, EncodingEvidence, String) {
    let Ok(told) = tell(bytes, country) else {
        return (String::new(), EncodingEvidence::UserChoice, String::new());
    };
    let mut text = String::new();
    let _read = as_utf8(bytes, told.encoding).read_to_string(&mut text);
    (told.encoding.name().to_owned(), told.evidence, text)
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|u| {
            if little {
                u.to_le_bytes()
            } else {
                u.to_be_bytes()
            }
        })
        .collect()
}

#[test]
fn a_mark_says_what_a_file_is_and_is_no_part_of_it() {
    let mut le = vec![0xff, 0xfe];
    le.extend(utf16("Zoë", true));
    let mut be = vec![0xfe, 0xff];
    be.extend(utf16("Zoë", false));
    for (bytes, name) in [
        (b"\xef\xbb\xbfZo\xc3\xab".to_vec(), "UTF-8"),
        (le, "UTF-16LE"),
        (be, "UTF-16BE"),
    ] {
        let expected = (
            name.to_owned(),
            EncodingEvidence::ByteOrderMark,
            "Zoë".to_owned(),
        );
        assert_eq!(read(&bytes, "GB"), expected);
    }
}

#[test]
fn valid_utf_8_is_utf_8_wherever_its_pieces_are_cut() {
    for ahead in 0..5 {
        let text = format!("{}{}", "x".repeat(64 * 1024 - ahead), "Zoë 王芳 👩‍👧");
        let told = read(text.as_bytes(), "GB");
        assert_eq!(
            (told.0.as_str(), told.1),
            ("UTF-8", EncodingEvidence::ValidUtf8),
            "{ahead}"
        );
        assert_eq!(told.2, text);
    }
}

#[test]
fn the_zeros_of_utf_16_give_it_away_without_a_mark() {
    let text = "name,phone\r\nZoë Groß,020 7946 0123\r\n王芳,020 7946 0018\r\n";
    for (little, name) in [(true, "UTF-16LE"), (false, "UTF-16BE")] {
        let expected = (
            name.to_owned(),
            EncodingEvidence::ZeroBytes,
            text.to_owned(),
        );
        assert_eq!(read(&utf16(text, little), "GB"), expected);
    }
}

#[test]
fn a_pound_is_a_pound_in_a_british_shop() {
    let (name, evidence, text) = read(b"name,note\nAnn Lee,\xa35 off\n", "GB");
    assert_eq!(
        (name.as_str(), evidence),
        ("windows-1252", EncodingEvidence::Guess)
    );
    assert_eq!(text, "name,note\nAnn Lee,£5 off\n");
}

#[test]
fn what_excel_writes_in_other_countries_is_read() {
    // "name\n" then 山田太郎 and 佐藤花子 in Shift-JIS.
    let japan = b"name\n\x8eR\x93c\x91\xbe\x98Y\n\x8d\xb2\x93\xa1\x89\xd4\x8eq\n";
    let (name, _, text) = read(japan, "JP");
    assert_eq!(
        (name.as_str(), text.as_str()),
        ("Shift_JIS", "name\n山田太郎\n佐藤花子\n")
    );
    // 王芳, 李娜 and 张伟 in GB18030.
    let china = b"name\n\xcd\xf5\xb7\xbc\n\xc0\xee\xc4\xc8\n\xd5\xc5\xce\xb0\n";
    let (name, _, text) = read(china, "CN");
    assert_eq!(
        (name.as_str(), text.as_str()),
        ("GBK", "name\n王芳\n李娜\n张伟\n")
    );
    // Łukasz Żółw and Świętosława in windows-1250.
    let poland = b"name\n\xa3ukasz \xaf\xf3\xb3w\n\x8cwi\xeatos\xb3awa\n";
    let (name, _, text) = read(poland, "PL");
    assert_eq!(
        (name.as_str(), text.as_str()),
        ("windows-1250", "name\nŁukasz Żółw\nŚwiętosława\n")
    );
}

#[test]
fn one_damaged_place_does_not_turn_a_file_into_another_encoding() {
    let mut bytes = "Zoë, Chloë, Renée, Jürgen, Øystein, Łukasz, Béla\n"
        .repeat(5)
        .into_bytes();
    bytes.push(0xe9);
    let (name, evidence, text) = read(&bytes, "GB");
    assert_eq!(
        (name.as_str(), evidence),
        ("UTF-8", EncodingEvidence::Guess)
    );
    assert!(!text.contains('\u{fffd}') && text.contains(super::MARK));
}

#[test]
fn a_workbook_is_no_csv_file() {
    assert!(tell(&b"PK\x03\x04rest"[..], "GB").is_err());
    assert!(tell(&b"\xd0\xcf\x11\xe0rest"[..], "GB").is_err());
}

#[test]
fn encodings_are_named_as_the_web_names_them() {
    for (name, encoding) in [
        ("latin1", "windows-1252"),
        ("ISO-8859-1", "windows-1252"),
        (" shift-jis ", "Shift_JIS"),
        ("gb18030", "gb18030"),
        ("utf8", "UTF-8"),
    ] {
        assert_eq!(named(name).map(encoding_rs::Encoding::name), Ok(encoding));
    }
    assert!(named("klingon").is_err());
}
