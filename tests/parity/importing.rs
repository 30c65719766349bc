//! Importing a file, with a preview on the screen.

use crate::two_shops::TwoShops;

#[test]
fn a_file_comes_to_the_same_rows_and_sentence() {
    let book = "tests/samples/counter/book.csv";
    let mut shops = TwoShops::new();
    shops
        .keys("i")
        .types(book)
        .keys("enter enter")
        .notes_what_is_shown();
    shops.command(&["import", book]);
    shops.did_the_same().said_the_same();
}

#[test]
fn a_number_that_asked_not_to_be_called_is_counted() {
    let name = "Clara Di\u{301}az";
    let mut shops = TwoShops::new();
    let file = shops.file("again.csv", "name,phone\nC. Diaz,020 7946 0177\nMei Lin,\n");
    shops.forgets(name);
    shops
        .keys("i")
        .types(&file)
        .keys("enter enter")
        .notes_what_is_shown();
    shops.command(&["import", &file]);
    shops.did_the_same().said_the_same();
    let said = shops.last_said();
    assert!(said.contains("1 of them: this number asked not"), "{said}");
}

#[test]
fn a_file_that_takes_the_place_of_what_is_here_is_asked_for_by_a_key() {
    let mut shops = TwoShops::new();
    let file = shops.file(
        "moved.csv",
        "name,phone,email\nPriya Nair,020 7946 0166,priya@example.com\n",
    );
    let changed = "name,phone,email\nPriya Nair,020 7946 0166,nair@example.com\n";
    shops.keys("i").types(&file).keys("enter enter");
    shops.command(&["import", &file]);
    let file = shops.file("moved.csv", changed);
    shops
        .keys("i")
        .types(&file)
        .keys("enter o enter")
        .notes_what_is_shown();
    shops.command(&["import", &file, "--overwrite"]);
    shops.did_the_same();
    let said = shops.last_said();
    assert!(said.contains('1'), "{said}");
}
