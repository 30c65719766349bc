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
fn an_unknown_key_is_refused_with_its_line_and_the_names_there_are() {
    let refused = refused("[shop]\nname = \"Hill\"\n\n[cadence]\nvoicemial = \"2d\"\n");
    assert!(refused.starts_with("shop.toml, line 5: "), "{refused}");
    assert!(
        refused.contains("voicemial") && refused.contains("voicemails"),
        "{refused}"
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
