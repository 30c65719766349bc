use super::{ColumnChoice, ImportEvent, ImportPreview, ImportRequest, ImportStage, ImportState};

fn column(name: &str) -> ColumnChoice {
    ColumnChoice {
        name: name.to_owned(),
        taken_for: None,
        chosen: None,
        samples: Vec::new(),
    }
}

fn with_columns(named: bool) -> (ImportState, Option<ImportRequest>) {
    let mut import = ImportState::default();
    import.line.insert(" book.csv ");
    assert!(matches!(import.accept(), Some(ImportRequest::Columns(w)) if w.path == "book.csv"));
    let next = import.apply_event(ImportEvent::Columns {
        columns: vec![column("Kunde"), column("Mobil")],
        named,
        fields: vec!["name", "phone"],
        encodings: vec!["UTF-8", "Shift_JIS"],
    });
    (import, next)
}

#[test]
fn a_file_whose_columns_are_known_is_previewed_and_another_one_is_asked_about() {
    let (import, next) = with_columns(true);
    assert!(
        matches!(next, Some(ImportRequest::Preview(_))) && import.stage == ImportStage::Reading
    );
    let (mut import, next) = with_columns(false);
    assert!(next.is_none() && import.stage == ImportStage::Columns);
    import.turn(1);
    import.step(1);
    import.turn(1);
    let chosen: Vec<_> = import.columns.iter().map(|c| c.chosen).collect();
    assert_eq!(
        chosen,
        [Some("name"), Some("phone")],
        "each is one column's"
    );
    let Some(ImportRequest::Preview(wanted)) = import.accept() else {
        panic!("no preview");
    };
    let map = [("name", "Kunde".to_owned()), ("phone", "Mobil".to_owned())];
    assert_eq!(wanted.map, map);
}

#[test]
fn nothing_is_taken_in_that_brings_nothing() {
    let (mut import, _) = with_columns(true);
    import.apply_event(ImportEvent::Previewed(ImportPreview::default()));
    assert_eq!(import.accept(), None);
    let brings = ImportPreview {
        brings: true,
        ..ImportPreview::default()
    };
    import.apply_event(ImportEvent::Previewed(brings));
    assert!(matches!(import.accept(), Some(ImportRequest::Import(_))) && import.is_taking());
}

#[test]
fn another_encoding_is_tried_by_a_new_preview() {
    let (mut import, _) = with_columns(true);
    let tried = |step| match step {
        Some(ImportRequest::Preview(wanted)) => wanted.encoding,
        _ => None,
    };
    assert_eq!(tried(import.other_encoding()), Some("UTF-8"));
    assert_eq!(tried(import.other_encoding()), Some("Shift_JIS"));
    assert_eq!(tried(import.other_encoding()), Some("UTF-8"));
}
