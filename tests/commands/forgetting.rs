//! `forget` and `show --all-data`: what a customer may ask for.

use crate::ShopFolder;
use crate::backing_up::backup;

#[test]
fn without_yes_it_says_what_would_be_erased_and_erases_nothing() {
    let shop = ShopFolder::with_two();
    let before = shop.json(&["list", "--due", "all"]);
    let ran = shop.run(&["forget", "Anita Patel"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stdout.starts_with(
            "Would erase Anita Patel (1), 1 item, 1 follow-up and 0 contacts (the figures keep \
             their count), 3 rows of the history; 1 action can no longer be undone. Forgetting \
             cannot be undone.\n"
        ),
        "{ran:?}"
    );
    assert_eq!(
        ran.stderr,
        "error: nothing was erased: add --yes to forget Anita Patel (1) for good\n"
    );
    assert_eq!(shop.json(&["list", "--due", "all"]), before);
}

#[test]
fn who_is_forgotten_is_in_no_answer_any_more_and_undo_says_why_it_stays_so() {
    let shop = ShopFolder::with_two();
    let forgot = shop.json(&["forget", "1", "--yes"]);
    assert_eq!(forgot["forgotten"], true);
    assert_eq!(forgot["cleared"], true);
    assert_eq!(forgot["do_not_call_kept"], true);
    assert!(!forgot["says"].as_str().unwrap().contains("Anita"));
    assert_eq!(shop.names(&["--due", "all"]), ["Ben Ali"]);
    for asked in ["1", "Anita Patel", "02079460123"] {
        shop.refused(&["show", asked]);
    }
    assert_eq!(
        shop.says(&["find", "patel"]),
        "No customer found for “patel”. checkback add adds one.\n"
    );
    let undone = shop.says(&["undo"]);
    assert_eq!(
        undone,
        "Taken back: Ben Ali: added: Struts: happy? Later actions on this customer \
         stay.\n"
    );
    let refused = shop.refused(&["undo"]);
    assert!(refused.contains("forgotten"), "{refused}");
}

#[test]
fn the_backups_that_still_hold_them_are_named_with_the_day_each_goes() {
    let shop = ShopFolder::with_two();
    shop.json(&["backup", "home.db"]);
    let first = shop.run(&["forget", "1"]).stdout;
    let goes = "-daily.db: is deleted on first use from 24 Dec 2026 on\n";
    assert!(first.contains(goes), "{first}");
    let forgot = shop.json(&["forget", "1", "--yes"]);
    let backups = forgot["backups"].as_array().unwrap();
    let daily = backup(&shop, "-daily.db");
    assert_eq!(backups.len(), 2);
    assert_eq!(backups[0]["file"], daily.to_str().unwrap());
    assert_eq!(backups[0]["lapses_on"], "2026-12-24");
    assert_eq!(backups[1]["file"], shop.path("home.db").to_str().unwrap());
    assert!(backups[1]["lapses_on"].is_null());
    // One made since holds nobody who was forgotten.
    shop.json(&["backup"]);
    let forgot = shop.json(&["forget", "2", "--yes"]);
    let held = forgot["backups"].as_array().unwrap();
    assert!(
        held.iter()
            .any(|b| b["file"].as_str().unwrap().ends_with("-by-hand.db"))
    );
}

#[test]
fn their_number_added_or_imported_again_says_that_it_is_not_to_be_called() {
    let shop = ShopFolder::with_two();
    shop.json(&["forget", "1", "--yes"]);
    let ran = shop.run(&[
        "add",
        "Anita P",
        "--phone",
        "020 7946 0123",
        "--about",
        "Pads",
    ]);
    assert!(
        ran.stderr
            .contains("asked not to be called for marketing before it was forgotten"),
        "{ran:?}"
    );
    assert_eq!(
        shop.json(&["show", "Anita P"])["customer"]["opted_out"],
        true
    );
    shop.json(&["undo"]);
    let file = shop.write("more.csv", "name,phone\nA Patel,020 7946 0123\nMei Lin,\n");
    let ran = shop.run(&["import", &file]);
    assert!(
        ran.stderr
            .contains("1 of them: this number asked not to be called"),
        "{ran:?}"
    );
    assert_eq!(
        shop.json(&["show", "A Patel"])["customer"]["opted_out"],
        true
    );
}

#[test]
fn a_name_that_stands_in_somebody_elses_words_is_pointed_out() {
    let shop = ShopFolder::with_two();
    shop.add("Clara Diaz", &["--about", "Sent by Anita Patel"]);
    let forgot = shop.json(&["forget", "1", "--yes"]);
    assert_eq!(forgot["mentions"][0]["name"], "Clara Diaz");
    assert_eq!(forgot["mentions"][0]["in"], "a follow-up");
}

#[test]
fn all_data_is_every_row_and_how_it_came_about() {
    let shop = ShopFolder::with_two();
    shop.json(&["log", "1", "no-answer", "--note", "dog barked"]);
    let all = shop.json(&["show", "1", "--all-data"]);
    assert_eq!(all["customer"]["name"], "Anita Patel");
    assert_eq!(all["items"][0]["label"], "Clio AB12");
    assert_eq!(all["follow_ups"][0]["about"], "Front pads 2 mm");
    assert_eq!(all["contacts"][0]["note"], "dog barked");
    let history = all["history"].as_array().unwrap();
    assert_eq!(history[0]["what"], "added: Front pads 2 mm");
    assert_eq!(history[1]["what"], "no answer");
    let changed = history[1]["changed"].as_array().unwrap();
    assert!(
        changed
            .iter()
            .any(|c| c["field"] == "attempts" && c["before"] == 0 && c["after"] == 1)
    );
    let text = shop.says(&["show", "1", "--all-data"]);
    for words in [
        "Everything Our shop holds about Anita Patel",
        "\nHistory\n",
        "  national: 020 7946 0123",
        "  note: dog barked",
        "follow-up attempts: 0 → 1",
        "which are deleted in time",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
}

#[test]
fn a_fragment_of_a_name_erases_nobody_and_its_inside_logs_nothing() {
    let shop = ShopFolder::with_two();
    for typed in ["pat", "b", "tel"] {
        let said = shop.refused(&["forget", typed, "--yes"]);
        assert!(said.contains(&format!("no customer “{typed}”")), "{said}");
    }
    let said = shop.refused(&["log", "atel", "busy"]);
    assert!(said.contains("no customer “atel”"), "{said}");
    shop.json(&["log", "pat", "busy"]);
    shop.json(&["log", "AB12", "no-answer"]);
    shop.json(&["add", "王秀英", "--about", "Pads"]);
    shop.json(&["log", "秀英", "no-answer"]);
    shop.json(&["forget", "王秀英", "--yes"]);
    shop.json(&["forget", "patel", "--yes"]);
    assert_eq!(shop.names(&["--due", "all"]), ["Ben Ali"]);
}

#[test]
fn somebody_whose_name_is_figures_is_found_by_it() {
    let shop = ShopFolder::new();
    shop.json(&["add", "1234", "--about", "Pads"]);
    assert_eq!(shop.json(&["show", "1234"])["customer"]["name"], "1234");
}

#[test]
fn a_backup_that_was_not_finished_is_erased_and_said() {
    let shop = ShopFolder::with_two();
    let folder = shop.path("data/checkback/checkback-backups");
    let left = folder.join(".part-0123");
    std::fs::write(&left, "Anita Patel").unwrap();
    let lock = folder.join(".part-0123-lock");
    let held = std::fs::File::create(&lock).unwrap();
    held.lock().unwrap();
    let forgot = shop.json(&["forget", "1", "--yes"]);
    assert_eq!(forgot["unfinished_backups"], 1, "{forgot:#}");
    assert!(!left.exists());
    #[cfg(unix)]
    assert!(!lock.exists());
}
