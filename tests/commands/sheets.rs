//! `sheet`: the day's list on paper.

use crate::ShopFolder;

fn shop() -> ShopFolder {
    let shop = ShopFolder::with_two();
    shop.add(
        "<b>Eve & --phone 02079460777 --due",
        &[
            "tomorrow 9am",
            "--about",
            "\"Quote\" <script>alert('x')</script>",
        ],
    );
    shop
}

#[test]
fn the_page_holds_the_days_list_in_its_order_and_nothing_from_elsewhere() {
    let page = shop().says(&["sheet"]);
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(at("Anita Patel") < at("020 7946 0123") && at("020 7946 0123") < at("Ben Ali"));
    assert!(at("<span class=\"no\">1</span>") < at("<span class=\"no\">2</span>"));
    assert!(
        page.contains("R red</span>") && page.contains("£180"),
        "{page}"
    );
    for ticked in [
        "no answer",
        "voicemail",
        "busy",
        "wrong number",
        "reached",
        "authorised",
    ] {
        assert!(
            page.contains(&format!("</kbd> {ticked}</span>")),
            "{ticked}"
        );
    }
    assert!(!page.contains("Eve"), "tomorrow's is not on it");
    for foreign in [
        "http:", "https:", "src=", "url(", "@import", "<script", "<link",
    ] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn texts_stay_texts() {
    let page = shop().says(&["sheet", "--day", "tomorrow"]);
    assert!(page.contains("&lt;b&gt;Eve &amp;"), "{page}");
    assert!(
        page.contains("&quot;Quote&quot; &lt;script&gt;alert(&#39;x&#39;)"),
        "{page}"
    );
    assert!(page.contains("Tue 24 Nov 2026"), "{page}");
    assert!(
        page.contains("Anita Patel"),
        "what waits today will wait then"
    );
}

#[test]
fn plain_text_fits_a_narrow_page() {
    let text = shop().says(&["sheet", "--plain"]);
    assert!(
        text.lines().all(|line| line.chars().count() <= 76),
        "{text}"
    );
    assert!(text.contains("   1  Anita Patel "), "{text}");
    assert!(
        text.contains("* R red: Front pads 2 mm, Clio AB12, £180"),
        "{text}"
    );
    assert!(text.contains("[ ] n no answer  [ ] v voicemail"), "{text}");
}

#[test]
fn a_blank_sheet_has_room_and_no_names() {
    let shop = shop();
    for words in [&["sheet", "--blank"][..], &["sheet", "--blank", "--plain"]] {
        let page = shop.says(words);
        assert!(
            page.contains("Name") && page.contains("Promised by"),
            "{page}"
        );
        assert!(!page.contains("Anita"), "{page}");
    }
}

#[test]
fn a_day_that_is_past_is_refused() {
    let refused = shop().refused(&["sheet", "--day", "yesterday"]);
    assert!(refused.contains("which is in the past"), "{refused}");
    let refused = shop().refused(&["sheet", "--json"]);
    assert!(refused.contains("list --json"), "{refused}");
}

#[test]
fn a_sheet_in_a_file_says_so() {
    let shop = shop();
    let said = shop.says(&["sheet", "-o", "monday.html"]);
    assert_eq!(
        said,
        "2 customers in “monday.html”: open it and print it.\n"
    );
    let empty = ShopFolder::new().says(&["sheet", "--plain"]);
    assert!(empty.ends_with("Nobody to call.\n"), "{empty}");
}

#[test]
fn each_row_of_the_page_has_a_code_for_a_scanner_which_finds_the_customer() {
    let shop = ShopFolder::with_two();
    shop.says(&["sheet", "-o", "monday.html"]);
    let page = std::fs::read_to_string(shop.path("monday.html")).unwrap();
    assert_eq!(page.matches("<svg class=\"code\"").count(), 2);
    let found = shop.json(&["find", "CB-2"]);
    assert_eq!(found[0]["customer"]["name"], "Ben Ali", "{found}");
    assert_eq!(shop.json(&["find", "CB-99"]), serde_json::json!([]));
}
