//! `config`, the options that go with every command, and their variables.

use crate::{CommandRun, ShopFolder};

#[test]
fn what_config_prints_is_read_back_to_the_same() {
    let shop = ShopFolder::new();
    std::fs::create_dir_all(shop.path("config/checkback")).unwrap();
    let own = "[[playbook]]\nname = \"mine\"\ntitle = \"Mine\"\nsay = \"Hello.\"\n";
    shop.write("config/checkback/books.toml", own);
    let settings = "[shop]\nname = 'Tom\\\\s \"Garage\"'\nregion = \"US\"\nstaff = [\"Tom\", \"Asha\"]\n\
                    [open]\nmon = [\"8:00-12:00\", \"13:00-24:00\"]\ntue = \"closed\"\n\
                    [closed]\nholidays = [\"2026-12-25\"]\n\
                    [cadence]\nred = [\"45m\", \"2d\", \"next-day\"]\nattempts = 6\n\
                    [results]\nthinking = \"15:30\"\ncan-wait = 30\n\
                    [keys]\nset = \"right\"\nbusy = \"F4\"\n\
                    [files]\ndatabase = \"mine.db\"\nplaybooks = \"books.toml\"\n";
    shop.write("config/checkback/config.toml", settings);
    let printed = shop.says(&["config"]);
    let again = shop.write("again.toml", &printed);
    let body = |text: &str| {
        let lines = text.lines().filter(|l| !l.starts_with("# settings"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        body(&shop.says(&["config", "--config", &again])),
        body(&printed)
    );
    let json = shop.json(&["config"]);
    assert_eq!(json["shop"]["name"], "Tom\\\\s \"Garage\"");
    assert_eq!(json["open"]["tue"], "closed");
    assert_eq!(json["cadence"]["red"][2], "next-day");
    assert_eq!(
        json["keys"],
        serde_json::json!({"set": "right", "busy": "F4"})
    );
    assert_eq!(json["as"], "Tom");
    assert!(
        json["database"]
            .as_str()
            .unwrap()
            .ends_with("config/checkback/mine.db")
    );
    assert_eq!(
        json["playbooks"].as_array().unwrap().last().unwrap()["name"],
        "mine"
    );
}

#[test]
fn config_says_where_the_files_are() {
    let printed = ShopFolder::new().says(&["config"]);
    assert!(
        printed.contains("config/checkback/config.toml (no such file: these are the defaults)"),
        "{printed}"
    );
    assert!(printed.contains("data/checkback/checkback.db"), "{printed}");
    assert!(printed.contains("zone = \"Europe/London\""), "{printed}");
}

#[test]
fn a_named_file_that_is_not_there_is_refused_and_the_usual_one_need_not_be() {
    let shop = ShopFolder::new();
    let mut unnamed = shop.command(&["list"]);
    unnamed.env("CHECKBACK_CONFIG", "");
    assert_eq!(CommandRun::of(&unnamed.output().unwrap()).status, 0);
    assert!(
        shop.refused(&["list", "--config", "none.toml"])
            .contains("does not exist")
    );
    shop.says(&["list"]);
}

#[test]
fn what_is_wrong_with_the_settings_is_told_by_line() {
    let shop = ShopFolder::new();
    let file = shop.write("shop.toml", "[shop]\nname = \"x\"\ncolour = \"red\"\n");
    let refused = shop.refused(&["list", "--config", &file]);
    assert!(
        refused.contains("shop.toml, line 3: “colour” is not a setting of [shop]"),
        "{refused}"
    );
}

#[test]
fn who_acts_and_is_none_of_the_staff_is_warned_of_on_standard_error() {
    let shop = ShopFolder::new();
    let file = shop.write("shop.toml", "[shop]\nstaff = [\"Tom\", \"Asha\"]\n");
    let ran = shop.run(&["list", "--json", "--config", &file, "--as", "Ahsa"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "[]\n"));
    assert_eq!(
        ran.stderr,
        "warning: --as: “Ahsa” is not one of the staff: did you mean Asha?\n"
    );
    let ran = shop.run(&["list", "--config", &file, "--as", "Asha"]);
    assert_eq!(ran.stderr, "");
}

#[test]
fn the_options_win_over_the_variables_and_those_over_the_file() {
    let shop = ShopFolder::new();
    let file = shop.write(
        "shop.toml",
        "[shop]\nstaff = [\"Tom\"]\n[files]\ndatabase = \"a.db\"\n",
    );
    let run = |args: &[&str]| {
        let mut command = shop.command(args);
        command
            .env("CHECKBACK_CONFIG", &file)
            .env("CHECKBACK_DB", shop.path("b.db"))
            .env("CHECKBACK_AS", "Asha");
        CommandRun::of(&command.output().unwrap())
    };
    let add = [
        "add",
        "Ben",
        "--phone",
        "02079460018",
        "--about",
        "x",
        "--json",
    ];
    let added = run(&add);
    assert!(added.stdout.contains("\"added_by\":\"Asha\""), "{added:?}");
    assert!(shop.path("b.db").exists());
    let mut with = add.to_vec();
    with.extend(["--db", "c.db", "--as", "Joe"]);
    assert!(run(&with).stdout.contains("\"added_by\":\"Joe\""));
    assert!(shop.path("c.db").exists());
    let mut alone = shop.command(&add);
    alone
        .env("CHECKBACK_CONFIG", &file)
        .env("CHECKBACK_DB", "")
        .env("CHECKBACK_AS", "");
    assert!(
        CommandRun::of(&alone.output().unwrap())
            .stdout
            .contains("\"added_by\":\"Tom\"")
    );
    assert!(shop.path("a.db").exists());
}

#[test]
fn options_may_stand_before_the_command() {
    let shop = ShopFolder::new();
    let ran = shop.run(&["--json", "--db", "x.db", "list"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "[]\n"));
}

#[test]
fn without_a_terminal_the_list_says_what_prints_it_anywhere() {
    let shop = ShopFolder::new();
    assert!(shop.refused(&[]).contains("checkback list"));
    assert!(shop.refused(&["--demo"]).contains("needs a terminal"));
}
