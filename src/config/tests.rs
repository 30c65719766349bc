//! The shop's file: what it means, and how it is refused.

use std::path::Path;

use super::Config;
use crate::domain::cadence::CadenceStep;

fn read(text: &str) -> Result<Config, String> {
    Config::read(text, Path::new("shop.toml")).map_err(|e| e.to_string())
}

fn refused(text: &str) -> String {
    read(text).unwrap_err()
}

#[test]
fn the_explained_file_is_what_holds_without_one() {
    let explained = read(include_str!("../../assets/config.toml")).unwrap();
    let nothing = read("").unwrap();
    assert_eq!(explained.rules.calendar, nothing.rules.calendar);
    assert_eq!(explained.rules.cadence, nothing.rules.cadence);
    assert_eq!(explained.rules.returns, nothing.rules.returns);
    assert_eq!(explained.rules.currency, nothing.rules.currency);
    assert_eq!(explained.rules.shop, nothing.rules.shop);
    assert_eq!(explained.rules.staff, nothing.rules.staff);
    assert_eq!(explained.rules.item_word, nothing.rules.item_word);
    assert_eq!(explained.region.code(), nothing.region.code());
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_what_was_meant() {
    for (text, words) in [
        (
            "[shop]\nregoin = \"GB\"\n",
            "line 2: “regoin” is not a setting of [shop]: did you mean region?",
        ),
        (
            "[shop]\nname = \"Hill\"\n\n[cadence] # tries\nvoicemial = \"2d\"\n",
            "line 5: “voicemial” is not a setting of [cadence]: did you mean voicemail?",
        ),
        (
            "[files]\ncolour = \"red\"\n",
            "line 2: “colour” is not a setting of [files]: there are database, playbooks",
        ),
        (
            "[shp]\nname = \"Hill\"\n",
            "line 1: [shp] is not a section: did you mean [shop]?",
        ),
        (
            "name = \"Hill\"\n",
            "line 1: “name” stands above the first section: put it below one of [shop], [open],",
        ),
        (
            "[keys]\nno-answr = \"z\"\n",
            "line 2: no action is called “no-answr”: did you mean no-answer?",
        ),
    ] {
        let refused = refused(text);
        let words = format!("shop.toml, {words}");
        assert!(refused.starts_with(&words), "{text}: {refused}");
    }
}

/// Files that are wrong, each with what is said of it.
const UNREADABLE: &[(&str, &str)] = &[
    (
        "[shop]\nname = Hill\n",
        "put the value in quotation marks: name = \"Hill\"",
    ),
    (
        "[shop]\nname = Hill Street # ours\n",
        "put the value in quotation marks: name = \"Hill Street\"",
    ),
    (
        "[shop]\nname = “Hill”\n",
        "put the value in quotation marks: name = \"Hill\"",
    ),
    (
        "[shop]\nphone = 020 7946 0000\n",
        "put the value in quotation marks: phone = \"020 7946 0000\"",
    ),
    (
        "[shop]\nname = 3\n",
        "put the value in quotation marks: name = \"3\"",
    ),
    (
        "[open]\nmon = 9:00-17:30\n",
        "put the value in quotation marks: mon = \"9:00-17:30\"",
    ),
    (
        "[shop]\nstaff = \"Tom\"\n",
        "write a list: staff = [\"Tom\"]",
    ),
    (
        "[shop]\nstaff = [Tom, Asha]\n",
        "put each value in quotation marks: staff = [\"Tom\", \"Asha\"]",
    ),
    (
        "[shop]\nstaff = [\"Tom\", 3]\n",
        "put the value in quotation marks: \"3\"",
    ),
    (
        "[shop]\nstaff = [\"Tom\" \"Asha\"]\n",
        "write a comma between the values of a list, and ] behind the last one: [\"a\", \"b\"]",
    ),
    (
        "[shop]\nname = [\"Hill\"]\n",
        "write one value, not a list: name = \"…\"",
    ),
    (
        "[closed]\nholidays = [2026-12-25]\n",
        "put the value in quotation marks: \"2026-12-25\"",
    ),
    (
        "[closed]\nholidays = 2026-12-25\n",
        "write a list: holidays = [\"2026-12-25\"]",
    ),
    ("[screen]\nbell = yes\n", "write true or false: bell = true"),
    (
        "[screen]\nbell = \"no\"\n",
        "write true or false: bell = true",
    ),
    (
        "[screen]\nlock-after = \"5\"\n",
        "write the number without quotation marks: lock-after = 5",
    ),
    (
        "[screen]\nlock-after = -5\n",
        "write a whole number, 0 or more: lock-after = 10",
    ),
    (
        "[cadence]\nattempts = \"4\"\n",
        "write the number without quotation marks: attempts = 4",
    ),
    (
        "[shop]\nname = \"Hill\n",
        "a quotation mark is missing at the end: name = \"Hill\"",
    ),
    (
        "[shop\nname = \"Hill\"\n",
        "close the section's name: [shop]",
    ),
    (
        "[shop]\nname: \"Hill\"\n",
        "write = between a setting and its value: name = \"Hill\"",
    ),
    (
        "[shop]\nname \"Hill\"\n",
        "write = between a setting and its value: name = \"Hill\"",
    ),
    (
        "[shop]\nname =\n",
        "name has no value: write name = \"…\", or leave the line out",
    ),
    (
        "[shop]\nname\n",
        "name has no value: write name = \"…\", or leave the line out",
    ),
    (
        "[shop]\nour name = \"Hill\"\n",
        "“our name” is not a setting: a setting's name has no spaces",
    ),
    (
        "[shop]\nname = \"a\"\nname = \"b\"\n",
        "name is set twice: keep one of the lines",
    ),
    (
        "[shop]\nname = \"a\"\n[shop]\nphone = \"1\"\n",
        "[shop] stands twice: put all of its settings below one",
    ),
    (
        "[shop]\nname = 'Tom's'\n",
        "write one value, in one pair of quotation marks: name = \"Tom's\"",
    ),
    (
        "[files]\ndatabase = \"C:\\shop.db\"\n",
        "write a value with a \\ in it in single quotation marks: database = 'C:\\shop.db'",
    ),
    (
        "shop = \"Hill\"\n",
        "write [shop] on a line of its own, and its settings below it",
    ),
    (
        "[shop.name]\nx = 1\n",
        "write name = \"…\" below [shop]: it is not a section",
    ),
    (
        "[shop]\nitem = \"  \"\n",
        "write your word for what you look after, such as item = \"vehicle\", or leave the line out",
    ),
    (
        "[shop]\ntrade = \"Garage\"\n",
        "“Garage” is not a trade that a playbook is for: did you mean garage?",
    ),
    (
        "[shop]\ntrade = \"bakery\"\n",
        "“bakery” is not a trade that a playbook is for: write one of any, computers, garage, vet, or leave it out",
    ),
];

#[test]
fn what_cannot_be_read_is_refused_as_a_person_would_say_it() {
    for (text, words) in UNREADABLE {
        let refused = refused(text);
        let said = refused.split_once(": ").unwrap().1;
        assert_eq!(said, *words, "{text}");
    }
}

#[test]
fn a_trade_of_the_shops_own_playbooks_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let own =
        "[[playbook]]\nname = \"cake\"\ntitle = \"Cake\"\ntrade = \"bakery\"\nsay = \"Ready.\"\n";
    std::fs::write(folder.path().join("own.toml"), own).unwrap();
    let text = "[shop]\ntrade = \"bakery\"\n[files]\nplaybooks = \"own.toml\"\n";
    let config = Config::read(text, &folder.path().join("config.toml")).unwrap();
    assert_eq!(config.rules.trade.as_deref(), Some("bakery"));
}

#[test]
fn who_is_named_and_is_none_of_the_staff_is_warned_of_where_there_are_staff() {
    let warned = |text: &str, by: &str| read(text).unwrap().warnings(by);
    assert_eq!(warned("[shop]\nowner = \"Zed\"\n", "Zed"), [""; 0]);
    let staff = "[shop]\nstaff = [\"Tom\", \"Asha\"]\n";
    assert_eq!(
        warned(&format!("{staff}owner = \"Asha\"\n"), "Tom"),
        [""; 0]
    );
    assert_eq!(
        warned(&format!("{staff}owner = \"Zed\"\n"), "asha"),
        [
            "owner: “Zed” is not one of the staff: the staff are Tom, Asha; add them to staff in the settings",
            "--as: “asha” is not one of the staff: did you mean Asha?",
        ]
    );
}

#[test]
fn a_wrong_value_is_refused_with_its_line_and_what_would_be_right() {
    for (text, line, right) in [
        ("[shop]\nzone = \"London\"\n", 2, "Europe/London"),
        ("[shop]\nregion = \"England\"\n", 2, "GB"),
        ("[shop]\ncurrency = \"pounds\"\n", 2, "GBP"),
        ("\n[open]\nmon = \"9 to 5\"\n", 3, "9:00-17:30"),
        ("[open]\nmon = \"17:00-9:00\"\n", 2, "before it begins"),
        ("[call]\nmon = [\"9-13\", \"12-17\"]\n", 2, "overlap"),
        ("[closed]\nholidays = [\"25/12\"]\n", 2, "2026-12-25"),
        (
            "[cadence]\nno-answer = [\"3h\", \"soon\"]\n",
            2,
            "30m, 3h, 2d",
        ),
        ("[cadence]\nattempts = 0\n", 2, "1 to 3650"),
        ("[results]\nthinking = \"25:00\"\n", 2, "17:30"),
        (
            "\n[calling]\nmessage = \"Hi {nmae}\"\n",
            3,
            "{name}, {about}, {item}",
        ),
        ("[calling]\ndial = \"ring {number}\"\n", 2, "a list"),
        (
            "[calling]\ndial = [\"ring\"]\n",
            2,
            "{number} in one of them",
        ),
        (
            "[calling]\ndial = [\"{number}\"]\n",
            2,
            "the program and its words",
        ),
    ] {
        let refused = refused(text);
        assert!(
            refused.starts_with(&format!("shop.toml, line {line}: ")),
            "{text}: {refused}"
        );
        assert!(refused.contains(right), "{text}: {refused}");
    }
}

#[test]
fn the_file_changes_the_rules() {
    let config = read(
        "[shop]\nname = \"Dr Hund\"\nregion = \"DE\"\nzone = \"Europe/Berlin\"\ncurrency = \"EUR\"\n\
         [open]\nmon = [\"9:00-12:00\", \"14-18\"]\nsun = \"closed\"\n\
         [cadence]\nno-answer = [\"1h\", \"1d\"]\n[results]\ncan-wait = 30\n",
    )
    .unwrap();
    assert_eq!(config.rules.shop, "Dr Hund");
    assert_eq!(config.rules.calendar.zone.name(), "Europe/Berlin");
    assert_eq!(config.rules.calendar.opening.0[0].len(), 2);
    assert_eq!(
        config.rules.cadence.no_answer,
        [CadenceStep::Minutes(60), CadenceStep::Days(1)]
    );
    assert_eq!(config.rules.returns.can_wait, 30);
    assert_eq!(config.rules.currency.show(9_550), "€95.50");
}

#[test]
fn the_playbooks_compiled_in_are_at_least_twelve_and_each_leads_somewhere() {
    let playbooks = read("").unwrap().rules.playbooks;
    assert!(playbooks.0.len() >= 12);
    for playbook in &playbooks.0 {
        assert!(!playbook.say.is_empty(), "{}", playbook.name);
        let planned = playbook.job.iter().chain(playbook.then.values().flatten());
        for plan in planned {
            let named = plan.playbook.as_deref().unwrap_or(&playbook.name);
            assert!(
                playbooks.named(named).is_some(),
                "{} names {named}",
                playbook.name
            );
        }
    }
}

#[test]
fn the_shops_own_playbooks_add_and_replace_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let own = "[[playbook]]\nname = \"brakes-done\"\ntitle = \"Brakes\"\nsay = \"Ours.\"\n\n\
               [[playbook]]\nname = \"wheels\"\ntitle = \"Wheels\"\nsay = \"Round?\"\n";
    std::fs::write(folder.path().join("own.toml"), own).unwrap();
    let file = folder.path().join("config.toml");
    let config = Config::read("[files]\nplaybooks = \"own.toml\"\n", &file).unwrap();
    let say = |name: &str| config.rules.playbooks.named(name).map(|p| p.say.clone());
    assert_eq!(say("brakes-done").as_deref(), Some("Ours."));
    assert_eq!(say("wheels").as_deref(), Some("Round?"));
    assert!(say("operation-done").is_some());
}

#[test]
fn a_playbook_with_a_wrong_key_is_refused_with_its_own_files_name() {
    let folder = tempfile::tempdir().unwrap();
    let own = "[[playbook]]\nname = \"x\"\ntitle = \"X\"\nsay = \"Y\"\nsays = \"Z\"\n";
    std::fs::write(folder.path().join("own.toml"), own).unwrap();
    let file = folder.path().join("config.toml");
    let refused = Config::read("[files]\nplaybooks = \"own.toml\"\n", &file)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("own.toml, line 5"), "{refused}");
}

#[test]
fn the_chosen_keys_are_in_force_and_what_collides_is_refused_with_its_line() {
    use crate::app::action::{Action, Key};
    let config = read("[keys]\nset = \"left\"\nbusy = \"F9\"\n").unwrap();
    assert_eq!(config.keys.key(Action::NoAnswer), Some(Key::Char('f')));
    assert_eq!(config.keys.key(Action::Busy), Some(Key::F(9)));
    for (text, line, right) in [
        ("[keys]\nset = \"both\"\n", 2, "usual, left or right"),
        ("[keys]\nno-answr = \"z\"\n", 2, "no-answer"),
        ("[keys]\nbusy = \"ww\"\n", 2, "one character"),
        ("[keys]\nset = \"usual\"\nbusy = \"w\"\n", 3, "busy and why"),
        ("[keys]\nbusy = \"z\"\nadd = \"z\"\n", 3, "busy and add"),
        ("[keys]\nadd = \"z\"\nset = \"left\"\n", 2, "add and undo"),
    ] {
        let refused = refused(text);
        let place = format!("shop.toml, line {line}: ");
        assert!(refused.starts_with(&place), "{refused}");
        assert!(refused.contains(right), "{refused}");
    }
}
