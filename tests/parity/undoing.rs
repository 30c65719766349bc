//! Undo and redo.

use crate::two_shops::TwoShops;

#[test]
fn what_was_done_is_taken_back_and_done_again_in_the_same_words() {
    let name = "Priya Nair";
    let mut shops = TwoShops::new();
    shops.goes_to(name).keys("n").notes_what_is_shown();
    shops.command(&["log", name, "no-answer"]);
    shops.keys("u").notes_what_is_shown().command(&["undo"]);
    shops.keys("U").notes_what_is_shown().command(&["redo"]);
    shops.did_the_same().said_the_same();
}
