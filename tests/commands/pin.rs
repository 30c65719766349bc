//! `pin`: the PIN of a locked list, set, changed and taken away.

use std::io::Write;
use std::process::Stdio;

use crate::ShopFolder;

/// What `pin` says to lines that are typed at it; whether it did it.
fn pin(shop: &ShopFolder, words: &[&str], lines: &str) -> (bool, String) {
    let mut command = shop.command(&[&["pin"], words].concat());
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut asked = piped.spawn().unwrap();
    asked
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let done = asked.wait_with_output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_pin_is_set_changed_only_by_whoever_knows_it_and_taken_away() {
    let shop = ShopFolder::new();
    let (set, said) = pin(&shop, &[], "2580\n");
    assert!(set && said.contains("The PIN is set"), "{said}");
    let file = shop.path("config/checkback/pin");
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept.starts_with("$argon2id$") && !kept.contains("2580"),
        "{kept}"
    );
    let (set, said) = pin(&shop, &[], "1111\n3690\n");
    assert!(!set && said.contains("wrong PIN"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), kept);
    assert!(pin(&shop, &[], "2580\n3690\n").0);
    assert!(!pin(&shop, &["--off"], "2580\n").0);
    assert!(pin(&shop, &["--off"], "3690\n").0);
    assert!(!std::path::Path::new(&file).exists());
}

#[test]
fn a_pin_that_is_too_short_is_refused_and_nothing_is_kept() {
    let shop = ShopFolder::new();
    let (set, said) = pin(&shop, &[], "258\n");
    assert!(!set && said.contains("4 to 64 characters"), "{said}");
    assert!(!std::path::Path::new(&shop.path("config/checkback/pin")).exists());
}
