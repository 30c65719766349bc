//! `tidy`: what is past its time loses its names, and says so before it does.

use crate::ShopFolder;
use crate::backing_up::backup;
use crate::restoring::with_a_mirror;

/// Anita authorised, Ben settled and has nothing else, Clara settled and has something open still.
fn two_years_ago() -> ShopFolder {
    acted(ShopFolder::new())
}

fn acted(shop: ShopFolder) -> ShopFolder {
    for name in ["Anita Patel", "Ben Ali", "Clara Diaz"] {
        shop.json(&["add", name, "--about", "Noise from the pump"]);
    }
    shop.json(&["log", "1", "reached", "--result", "1=authorised:180"]);
    shop.json(&["log", "2", "reached", "--result", "2=dropped"]);
    shop.json(&[
        "log",
        "3",
        "reached",
        "--result",
        "3=dropped",
        "--note",
        "rang the pump",
    ]);
    shop.json(&[
        "add",
        "Clara Diaz",
        "--about",
        "Service",
        "--due",
        "2029-01-05",
    ]);
    shop
}

#[test]
fn nothing_is_past_its_time_before_it_is() {
    let shop = two_years_ago().at("2028-11-20T10:00:00+00:00");
    assert_eq!(
        shop.says(&["tidy", "--yes"]),
        "Nothing is past its keeping time: closed follow-ups are kept 24 months, authorisations 72.\n"
    );
}

#[test]
fn it_says_what_would_go_and_takes_it_only_when_told_to() {
    let shop = two_years_ago().at("2028-12-24T10:00:00+00:00");
    let would = shop.json(&["tidy"]);
    assert_eq!(would["done"], false);
    assert_eq!(would["follow_ups"], 2);
    assert_eq!(would["customers"][0]["name"], "Ben Ali");
    assert_eq!(would["customers"].as_array().unwrap().len(), 1);
    shop.json(&["show", "2"]);

    let done = shop.json(&["tidy", "--yes"]);
    assert_eq!(done["follow_ups"], 2);
    assert!(backup(&shop, "-before-tidy.db").exists());
    shop.refused(&["show", "Ben Ali"]);
    // Who authorised is kept six years, and who has something open stays.
    assert!(
        shop.json(&["show", "1"])["follow_ups"]
            .to_string()
            .contains("authorised")
    );
    let clara = shop.json(&["show", "Clara Diaz", "--all-data"]).to_string();
    assert!(!clara.contains("pump"), "{clara}");
    assert!(clara.contains("Service"), "{clara}");
    assert_eq!(shop.json(&["tidy"])["follow_ups"], 0);
}

#[test]
fn what_goes_is_in_the_mirror_no_more() {
    let shop = acted(with_a_mirror());
    let mirror = shop.path("stick/checkback-mirror.db");
    let holds = |name: &[u8]| {
        let bytes = std::fs::read(&mirror).unwrap();
        bytes.windows(name.len()).any(|window| window == name)
    };
    assert!(holds(b"Ben Ali") && holds(b"rang the pump"));
    let shop = shop.at("2028-12-24T10:00:00+00:00");
    shop.json(&["tidy", "--yes"]);
    assert!(!holds(b"Ben Ali") && !holds(b"rang the pump") && holds(b"Clara Diaz"));
}

#[test]
fn the_shop_says_how_long() {
    let shop = two_years_ago().at("2027-01-05T10:00:00+00:00");
    std::fs::create_dir_all(shop.path("config/checkback")).unwrap();
    shop.write(
        "config/checkback/config.toml",
        "[keep]\nclosed = 1\nauthorised = 1\n",
    );
    assert_eq!(shop.json(&["tidy"])["follow_ups"], 3);
}
