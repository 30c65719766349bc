use super::*;

fn keys(events: &[Event]) -> String {
    let shown = |event: &Event| match event {
        Event::Key(key) if key.modifiers.is_empty() => match key.code {
            KeyCode::Char(c) => c.to_string(),
            other => format!("<{other:?}>"),
        },
        Event::Key(key) => format!("<{:?}+{:?}>", key.modifiers, key.code),
        Event::Paste(text) => format!("“{text}”"),
        other => format!("{other:?}"),
    };
    events.iter().map(shown).collect()
}

/// What some bytes are that come in pieces of a length, with the patience lost at the end.
fn in_pieces(bytes: &[u8], length: usize) -> String {
    let mut decoder = InputDecoder::default();
    let mut events = Vec::new();
    for piece in bytes.chunks(length) {
        events.extend(decoder.take(piece));
    }
    events.extend(decoder.finish());
    keys(&events)
}

#[test]
fn what_comes_in_pieces_is_what_comes_in_one() {
    let bytes = "n\u{1b}[Aé王👩\r\t\u{1b}OP\u{1b}[15~\u{1b}[1;5C\u{1b}[<0;3;4M\u{1b}[<0;3;4m\
                 \u{1b}[200~a\u{1b}[2Jb\u{1b}[201~q\u{1b}[3~\u{1b}[[B\u{1b}[Zx"
        .as_bytes();
    let whole = in_pieces(bytes, bytes.len());
    assert!(
        whole.starts_with("n<Up>é王👩<Enter><Tab><F(1)><F(5)>"),
        "{whole}"
    );
    assert!(
        whole.ends_with("“a\u{1b}[2Jb”q<Delete><F(2)><BackTab>x"),
        "{whole}"
    );
    assert_eq!(whole.matches("Mouse").count(), 2, "one click: {whole}");
    for length in 1..20 {
        assert_eq!(in_pieces(bytes, length), whole, "in pieces of {length}");
    }
}

#[test]
fn a_paste_whose_end_never_comes_ends_by_itself_and_what_it_held_is_text() {
    let mut decoder = InputDecoder::default();
    assert_eq!(decoder.take(b"\x1b[200~nnq\x1b"), []);
    assert_eq!(decoder.patience(), Some(Duration::from_secs(1)));
    assert_eq!(decoder.take(b"[A d"), []);
    let ended: Vec<Event> = decoder.finish().into_iter().collect();
    assert_eq!(keys(&ended), "“nnq\u{1b}[A d”");
    assert_eq!(decoder.patience(), None);
    // Its end comes late: it is no key.
    assert_eq!(keys(&decoder.take(b"\x1b[201~n")), "n");
}

#[test]
fn esc_is_a_key_where_nothing_follows_it_at_once() {
    let mut decoder = InputDecoder::default();
    assert_eq!(decoder.take(b"\x1b"), []);
    let patience = decoder.patience().unwrap_or_default();
    assert!(patience > Duration::ZERO && patience < Duration::from_millis(50));
    assert_eq!(decoder.finish(), Some(pressed(KeyCode::Esc)));
    assert_eq!(in_pieces(b"\x1b\x1b", 2), "<Esc><Esc>");
    assert_eq!(in_pieces(b"\x1b\x1b[A", 4), "<Esc><Up>");
}

#[test]
fn no_letter_with_alt_and_no_control_key_behind_esc_is_the_letter() {
    for c in 0_u8..=0x7f {
        if matches!(c, ESC | b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X') {
            continue;
        }
        let mut decoder = InputDecoder::default();
        let events = decoder.take(&[ESC, c]);
        let alt = |event: &Event| matches!(event, Event::Key(key) if key.modifiers.contains(KeyModifiers::ALT));
        assert!(
            events.len() == 1 && events.iter().all(alt),
            "{c}: {events:?}"
        );
        let none =
            |event: &Event| super::super::input::press(event, &crate::view::ClickZones::default());
        assert!(events.iter().all(|event| none(event).is_none()), "{c}");
    }
}

#[test]
fn what_is_begun_and_never_finished_holds_up_no_key_for_good() {
    for begun in [
        "\u{1b}[",
        "\u{1b}[1;",
        "\u{1b}O",
        "\u{1b}]",
        "\u{1b}P1$",
        "\u{1b}[M!",
        "\u{1b}[[",
    ] {
        let mut decoder = InputDecoder::default();
        assert_eq!(decoder.take(begun.as_bytes()), [], "{begun:?}");
        assert!(decoder.patience().is_some(), "{begun:?}");
        assert_eq!(decoder.finish(), None, "{begun:?}");
        assert_eq!(keys(&decoder.take(b"n")), "n", "{begun:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_passed_over_and_no_key_behind_them_is_lost() {
    assert_eq!(
        in_pieces(b"a\xffb\xc3\xc3\xa9c\xe7\x8e\x1b[Ad\x1b[5\x1b[Be", 30),
        "abéc<Up>d<Down>e"
    );
    for length in 1..5 {
        let bytes: Vec<u8> = (0..=255_u8).cycle().step_by(7).take(10_000).collect();
        let mut decoder = InputDecoder::default();
        for piece in bytes.chunks(length) {
            let _events = decoder.take(piece);
        }
        let _rest = decoder.finish();
        assert_eq!(keys(&decoder.take(b"n")), "n");
    }
}
