//! `export`: everything out, in shapes other programs read, and never half a file.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use calcard::vcard::{VCard, VCardProperty, VCardValue};
use serde_json::{Value, json};

use crate::{CommandRun, ShopFolder};

const OURS: &str = "name,phone,email,item,kind,about,severity,quote,due,promise,owner,note";

/// A shop whose texts are what spreadsheets and calendars trip over.
fn awkward() -> ShopFolder {
    let shop = ShopFolder::with_two();
    shop.add(
        "=Zoë O'Neil --phone +4930901820 --email zoe@example.com --severity amber",
        &[
            "--about=-2 mm; \"worn\", \\ both sides",
            "--item",
            "@home server",
            "--quote",
            "1250.5",
            "--due",
            "2026-10-25T01:30:00+00:00",
        ],
    );
    shop.add(
        "李 小龍 --email li@example.com",
        &[
            "--about",
            "'=電池の交換",
            "--due",
            "2026-10-25T01:30:00+01:00",
        ],
    );
    shop
}

/// The rows of a CSV text, without the names of its columns.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|row| cells(row.unwrap())).collect()
}

/// Everything of a shop.
fn exported(shop: &ShopFolder) -> Value {
    serde_json::from_str(&shop.says(&["export", "--format", "json"])).unwrap()
}

/// Many customers at once.
fn crowd(shop: &ShopFolder, many: usize) {
    let mut people = String::from("name,phone,about,note\n");
    for n in 0..many {
        use std::fmt::Write as _;
        let note = "what was said ".repeat(20);
        writeln!(people, "Customer {n},0207946{:04},Tyres,{note}", n % 10_000).unwrap();
    }
    let file = shop.write("crowd.csv", people);
    shop.json(&["import", &file]);
}

#[test]
fn the_rows_are_those_import_reads() {
    let shop = ShopFolder::with_two();
    let said = shop.says(&["export"]);
    let lines: Vec<&str> = said.split("\r\n").collect();
    let theirs = "hours,no_marketing_since,no_marketing_noted_by,no_calls_since,\
                  no_calls_noted_by,wrong_number_since,added_at,id,language";
    assert_eq!(lines[0], format!("{OURS},{theirs}"));
    assert_eq!(
        lines[1],
        "Anita Patel,+44 20 7946 0123,,Clio AB12,finding,Front pads 2 mm,red,180.00,\
         2026-11-23T10:42:00+00:00,2026-11-23T11:00:00+00:00,Tom,,\
         ,,,,,,2026-11-23T10:42:00+00:00,1,"
    );
    assert_eq!(
        lines[2],
        "Ben Ali,+44 20 7946 0018,,,check-back,Struts: happy?,,,2026-11-23T10:42:00+00:00,,,,\
         ,,,,,,2026-11-23T10:42:00+00:00,2,"
    );
    assert_eq!(lines[3..], [""]);
    assert_eq!(
        shop.says(&["export", "--what", "follow-ups"])
            .lines()
            .count(),
        3
    );
}

#[test]
fn who_said_no_has_said_so_wherever_the_files_are_taken_in() {
    let no = "name,phone,about,no_marketing_since,no_marketing_noted_by,no_calls_since,\
              wrong_number_since\n\
              Anita Patel,020 7946 0123,Pads,2026-11-20T10:00:00Z,Asha,,\n\
              Ben Ali,020 7946 0018,,,,2026-11-21T10:00:00Z,\n";
    let shop = ShopFolder::new();
    shop.json(&["import", &shop.write("no.csv", no)]);
    for (format, what) in [("csv", "all"), ("csv", "customers"), ("vcard", "customers")] {
        let out = shop.says(&["export", "--format", format, "--what", what]);
        let other = ShopFolder::new();
        let file = other.write(
            &format!("out.{}", if format == "csv" { "csv" } else { "vcf" }),
            out,
        );
        other.json(&["import", &file]);
        let said = |name: &str| {
            let customer = other.json(&["show", name])["customer"].clone();
            (customer["opted_out"].clone(), customer["no_calls"].clone())
        };
        assert_eq!(
            said("anita patel"),
            (json!(true), json!(false)),
            "{format} {what}"
        );
        assert_eq!(said("ben ali").1, json!(true), "{format} {what}");
    }
}

#[test]
fn a_file_for_a_spreadsheet_holds_no_formula_and_every_number() {
    let shop = awkward();
    shop.says(&["export", "-o", "all.csv"]);
    let text = std::fs::read_to_string(shop.path("all.csv")).unwrap();
    assert!(text.starts_with("\u{feff}\"name\",\"phone\","), "{text}");
    let live = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    for row in rows(&text) {
        for (column, cell) in row.iter().enumerate() {
            assert!(!live(cell) || (column == 1 && cell.contains(' ')), "{cell}");
        }
    }
    let zoe = &rows(&text)[2];
    assert_eq!(zoe[0], "'=Zoë O'Neil");
    assert_eq!(zoe[1], "+49 30 901820");
    assert_eq!(zoe[3], "'@home server");
    assert_eq!(zoe[5], "'-2 mm; \"worn\", \\ both sides");
    assert_eq!(zoe[7], "1250.50");
    assert_eq!(
        rows(&text)[3][5],
        "''=電池の交換",
        "what looked guarded is guarded once more"
    );
}

#[test]
fn what_is_exported_and_imported_is_the_same() {
    let shop = awkward();
    shop.add("Tom Reid --phone 02079460777", &["--about", "x"]);
    shop.json(&["log", "Tom Reid", "reached", "--result", "5=settled"]);
    shop.says(&["export", "-o", "all.csv"]);
    let other = ShopFolder::new();
    let file = shop.path("all.csv");
    other.json(&["import", file.to_str().unwrap()]);
    let everything = |shop: &ShopFolder| {
        let whole = exported(shop);
        let customers = whole["customers"].as_array().unwrap().clone();
        let people = customers
            .iter()
            .map(|c| json!([c["name"], c["phone"], c["email"], c["line"], c["items"]]));
        let open = whole["follow_ups"].as_array().unwrap().clone();
        let calls = open.iter().filter(|f| f["state"] == "open").map(|f| {
            let kept = [
                "kind",
                "about",
                "item",
                "severity",
                "quote",
                "due_at",
                "promised_at",
            ];
            json!(kept.map(|name| f[name].clone()))
        });
        (people.collect::<Vec<_>>(), calls.collect::<Vec<_>>())
    };
    assert_eq!(everything(&other), everything(&shop));
    let due = &everything(&other).1;
    assert_eq!(due[2][5], "2026-10-25T01:30:00+00:00");
    assert_eq!(
        due[3][5], "2026-10-25T01:30:00+01:00",
        "the first of the two half past ones"
    );
}

#[test]
fn customers_and_contacts_have_columns_of_their_own() {
    let shop = ShopFolder::with_two();
    shop.json(&[
        "log",
        "Ben Ali",
        "reached",
        "--result",
        "2=settled",
        "--feeling",
        "pleased",
        "--note",
        "=ok",
    ]);
    let customers = shop.says(&["export", "--what", "customers"]);
    assert!(customers.starts_with("name,phone,email,item,note,hours,no_marketing_since,"));
    assert_eq!(rows(&customers)[0][3], "Clio AB12");
    let contacts = shop.says(&["export", "--what", "contacts"]);
    assert_eq!(
        rows(&contacts)[0],
        [
            "2026-11-23T10:42:00+00:00",
            "Ben Ali",
            "+44 20 7946 0018",
            "tom",
            "outward",
            "phone",
            "reached",
            "Struts: happy?: settled",
            "pleased",
            "",
            "'=ok",
            "2",
        ]
    );
}

#[test]
fn json_is_one_object_with_what_was_asked_for() {
    let shop = ShopFolder::with_two();
    shop.json(&[
        "log",
        "Anita Patel",
        "reached",
        "--result",
        "1=authorised",
        "--feeling",
        "pleased",
    ]);
    let whole = exported(&shop);
    assert_eq!(whole["version"], 1);
    assert_eq!(whole["shop"]["currency"], "GBP");
    let anita = &whole["customers"][0];
    assert_eq!(
        (&anita["id"], &anita["name"]),
        (&json!(1), &json!("Anita Patel"))
    );
    assert_eq!(
        (&anita["phone"], &anita["email"]),
        (&json!("+442079460123"), &Value::Null)
    );
    assert_eq!(anita["items"][0]["label"], "Clio AB12");
    let pads = &whole["follow_ups"][0];
    assert_eq!(
        (&pads["state"], &pads["result"]),
        (&json!("closed"), &json!("authorised"))
    );
    assert_eq!(pads["authorised_amount"], 18000);
    assert_eq!(pads["item"], "Clio AB12");
    let made = &whole["follow_ups"][2];
    assert_eq!(
        (&made["follows"], &made["customer"]),
        (&json!(1), &json!(1))
    );
    let call = &whole["contacts"][0];
    assert_eq!(
        (&call["feeling"], &call["customer"]),
        (&json!("pleased"), &json!(1))
    );
    assert_eq!(call["results"][0]["amount"], 18000);
    let some = shop.json(&["export", "--what", "customers"]);
    assert_eq!(some["customers"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&some["follow_ups"], &some["contacts"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn json_holds_everything_the_other_commands_show() {
    let shop = awkward();
    shop.json(&["log", "Ben Ali", "no-answer", "--note", "rang twice"]);
    let whole = exported(&shop);
    let shown = shop.json(&["show", "2"]);
    let held = |all: &Value, one: &Value| {
        let same = |row: &&Value| row["id"] == one["id"];
        let row = all.as_array().unwrap().iter().find(same).unwrap().clone();
        for (name, value) in one.as_object().unwrap() {
            assert_eq!(&row[name], value, "{name}");
        }
    };
    held(&whole["customers"], &shown["customer"]);
    held(&whole["follow_ups"], &shown["follow_ups"][0]);
    held(&whole["contacts"], &shown["contacts"][0]);
    let names = [
        "opted_out_at",
        "opted_out_by",
        "wrong_number_at",
        "rest_chosen",
        "tries",
    ];
    assert!(names.iter().all(|n| whole["customers"][1].get(n).is_some()));
}

#[test]
fn a_calendar_is_read_by_another_reader_to_the_same_instants() {
    let shop = awkward();
    let text = shop.says(&["export", "--format", "ics"]);
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(
        lines.iter().all(|l| l.len() <= 75 && !l.contains('\n')),
        "{text}"
    );
    let calendar = ICalendar::parse(&text).unwrap();
    let event = |c: &&ICalendarComponent| c.component_type == ICalendarComponentType::VEvent;
    let value = |c: &ICalendarComponent, name: &ICalendarProperty| {
        let entry = c.entries.iter().find(|e| e.name == *name).unwrap();
        match &entry.values[0] {
            ICalendarValue::PartialDateTime(at) => at.to_rfc3339().unwrap(),
            ICalendarValue::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        }
    };
    let read: Vec<[String; 3]> = calendar
        .components
        .iter()
        .filter(event)
        .map(|c| {
            use ICalendarProperty::{Dtend, Dtstart, Summary};
            [Dtstart, Dtend, Summary].map(|name| value(c, &name))
        })
        .collect();
    // Written by hand: a quarter of an hour each; both half past ones of that night.
    let expected = [
        [
            "2026-10-25T00:30:00Z",
            "2026-10-25T00:45:00Z",
            "李 小龍: '=電池の交換",
        ],
        [
            "2026-10-25T01:30:00Z",
            "2026-10-25T01:45:00Z",
            "=Zoë O'Neil +49 30 901820: -2 mm; \"worn\", \\ both sides",
        ],
        // Red: due at once, and to be rung until the promise.
        [
            "2026-11-23T10:42:00Z",
            "2026-11-23T11:00:00Z",
            "Anita Patel 020 7946 0123: Front pads 2 mm",
        ],
        [
            "2026-11-23T10:42:00Z",
            "2026-11-23T10:57:00Z",
            "Ben Ali 020 7946 0018: Struts: happy?",
        ],
    ];
    assert_eq!(read, expected);
}

#[test]
fn pythons_readers_read_the_same_where_they_are_installed() {
    let shop = awkward();
    shop.says(&["export", "-o", "waiting.ics"]);
    shop.says(&["export", "-o", "people.vcf"]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commands/readers.py");
    let python = std::env::var("CHECKBACK_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut read = Command::new(&python);
    read.arg(script).current_dir(shop.folder.path());
    // Exit status 3: they are not installed, and there is nothing to compare.
    match read.output().map(|output| CommandRun::of(&output)) {
        Ok(ran) if ran.status != 3 => assert_eq!(
            (ran.status, ran.stdout.as_str()),
            (0, "4 events and 4 cards, read alike\n"),
            "{ran:?}"
        ),
        _ => {}
    }
}

#[test]
fn the_same_follow_up_keeps_its_uid_and_its_sequence_grows() {
    let shop = ShopFolder::with_two();
    let of_ben = |shop: &ShopFolder| -> Vec<String> {
        let text = shop.says(&["export", "--format", "ics"]);
        let event = text
            .split("BEGIN:VEVENT")
            .find(|e| e.contains("Ben Ali"))
            .unwrap();
        let kept = |l: &&str| l.starts_with("UID:") || l.starts_with("SEQUENCE:");
        event.lines().filter(kept).map(str::to_owned).collect()
    };
    let first = of_ben(&shop);
    assert_eq!(of_ben(&shop), first, "importing it twice adds nothing");
    shop.json(&["snooze", "Ben Ali", "tomorrow 9am"]);
    let later = of_ben(&shop);
    assert_eq!(later[0], first[0]);
    let number = |line: &str| line.rsplit(':').next().unwrap().parse::<u64>().unwrap();
    assert!(number(&later[1]) > number(&first[1]), "{later:?}");
}

/// An event of the shop's calendar, by words of it.
fn event_of(shop: &ShopFolder, words: &str) -> Option<String> {
    let text = shop
        .says(&["export", "--format", "ics"])
        .replace("\r\n ", "");
    let mut events = text.split("BEGIN:VEVENT").skip(1);
    events.find(|e| e.contains(words)).map(str::to_owned)
}

/// A property of an event.
fn property<'a>(event: &'a str, name: &str) -> &'a str {
    let mut lines = event.lines();
    lines.find_map(|l| l.strip_prefix(name)).unwrap()
}

/// Case C24: a calendar kept what was done, and its alarm rang.
#[test]
fn c24_a_call_that_was_settled_is_cancelled_in_the_calendar_under_its_uid() {
    let shop = ShopFolder::new();
    shop.says(&[
        "add",
        "Will Done",
        "--phone",
        "07400123457",
        "--about",
        "Collect car",
        "--promise",
        "4pm",
    ]);
    let sequence = |event: &str| property(event, "SEQUENCE:").parse::<i64>().unwrap();
    let before = event_of(&shop, "Collect car").unwrap();
    assert!(
        before.contains("BEGIN:VALARM") && !before.contains("STATUS:"),
        "{before}"
    );
    shop.says(&["log", "Will Done", "reached", "--result", "1=settled"]);
    let after = event_of(&shop, "Collect car").unwrap();
    assert_eq!(property(&after, "UID:"), property(&before, "UID:"));
    assert!(sequence(&after) > sequence(&before), "{after}");
    assert_eq!(property(&after, "STATUS:"), "CANCELLED");
    assert!(!after.contains("VALARM"), "{after}");
    // Taken back, it is there again, and newer still.
    shop.says(&["undo"]);
    let again = event_of(&shop, "Collect car").unwrap();
    assert!(sequence(&again) > sequence(&after), "{again}");
    assert!(
        !again.contains("CANCELLED") && again.contains("VALARM"),
        "{again}"
    );
}

#[test]
fn a_call_that_was_taken_back_is_cancelled_in_the_calendar_until_it_is_done_again() {
    let shop = ShopFolder::new();
    shop.says(&[
        "add",
        "Will Done",
        "--phone",
        "07400123457",
        "--about",
        "Collect car",
    ]);
    let before = event_of(&shop, "Collect car").unwrap();
    let mut last = property(&before, "SEQUENCE:").parse::<i64>().unwrap();
    for (command, cancelled) in [("undo", true), ("redo", false), ("undo", true)] {
        shop.says(&[command]);
        let event = event_of(&shop, "Collect car").unwrap();
        assert_eq!(property(&event, "UID:"), property(&before, "UID:"));
        assert_eq!(event.contains("STATUS:CANCELLED"), cancelled, "{event}");
        let sequence = property(&event, "SEQUENCE:").parse::<i64>().unwrap();
        assert!(sequence > last, "{event}");
        last = sequence;
    }
}

#[test]
fn every_way_a_call_ends_cancels_it_and_what_was_over_long_ago_is_left_out() {
    let shop = ShopFolder::new();
    for (result, words) in [
        ("authorised", "one"),
        ("declined", "two"),
        ("can-wait", "three"),
        ("dropped", "four"),
        ("unhappy", "five"),
    ] {
        let name = format!("Will {words}");
        shop.says(&[
            "add",
            &name,
            "--email",
            "w@example.com",
            "--about",
            &format!("Job {words}"),
        ]);
        let shown = shop.json(&["show", &name]);
        let id = &shown["follow_ups"][0]["id"];
        shop.says(&[
            "log",
            &name,
            "reached",
            "--result",
            &format!("{id}={result}"),
        ]);
        let uid = format!("UID:follow-up-{id}-");
        let event = event_of(&shop, &uid).unwrap();
        assert!(event.contains("STATUS:CANCELLED"), "{result}: {event}");
    }
    let late = shop.at("2027-01-29T09:30:00+00:00");
    let text = late.says(&["export", "--format", "ics"]);
    assert!(!text.contains("CANCELLED"), "{text}");
}

#[test]
fn cards_are_read_by_another_reader() {
    let shop = awkward();
    let text = shop.says(&["export", "--format", "vcard"]);
    let cards: Vec<&str> = text.split_inclusive("END:VCARD\r\n").collect();
    assert_eq!(cards.len(), 4);
    let zoe = VCard::parse(cards[2]).unwrap();
    let texts = |name: &VCardProperty| -> Vec<String> {
        let entry = zoe.entries.iter().find(|e| e.name == *name).unwrap();
        let text = |v: &VCardValue| v.as_text().unwrap_or_default().to_owned();
        entry.values.iter().map(text).collect()
    };
    assert_eq!(texts(&VCardProperty::Fn), ["=Zoë O'Neil"]);
    assert_eq!(texts(&VCardProperty::Tel), ["+4930901820"]);
    assert_eq!(texts(&VCardProperty::Email), ["zoe@example.com"]);
    assert_eq!(texts(&VCardProperty::Note), ["@home server"]);
}

#[test]
fn what_a_format_cannot_hold_is_refused_with_what_would_be_right() {
    let shop = ShopFolder::with_two();
    let refused = shop.refused(&["export", "--format", "ics", "--what", "contacts"]);
    assert!(refused.contains("--what follow-ups"), "{refused}");
    let refused = shop.refused(&["export", "--format", "vcard", "--what", "all"]);
    assert!(refused.contains("--what customers"), "{refused}");
    let refused = shop.refused(&["export", "--format", "csv", "--json"]);
    assert!(refused.contains("-o FILE"), "{refused}");
    let warned = shop.run(&["export", "--what", "all"]);
    assert!(
        warned.status == 0 && warned.stderr.starts_with("warning: contacts"),
        "{warned:?}"
    );
}

#[test]
fn the_format_follows_the_files_name_and_what_was_written_is_said() {
    let shop = ShopFolder::with_two();
    let wrote = shop.json(&["export", "-o", "waiting.ics"]);
    assert_eq!(
        (&wrote["format"], &wrote["follow_ups"]),
        (&json!("ics"), &json!(2))
    );
    let said = shop.says(&["export", "-o", "all.json"]);
    assert_eq!(said, "Wrote 2 customers, 2 follow-ups to “all.json”.\n");
    assert!(
        std::fs::read_to_string(shop.path("all.json"))
            .unwrap()
            .starts_with("{\"version\":1")
    );
}

#[test]
fn a_file_of_somebody_elses_is_not_written_over_unasked() {
    let shop = ShopFolder::with_two();
    let theirs = shop.write("theirs.csv", "name,phone\nAnn,1\n");
    let refused = shop.refused(&["export", "-o", &theirs]);
    assert!(refused.contains("Checkback did not write it") && refused.contains("--force"));
    assert_eq!(
        std::fs::read_to_string(&theirs).unwrap(),
        "name,phone\nAnn,1\n"
    );
    shop.says(&["export", "-o", &theirs, "--force"]);
    assert!(
        std::fs::read_to_string(&theirs)
            .unwrap()
            .contains("Anita Patel")
    );
    // Its own file it replaces, whatever was in it.
    shop.says(&["export", "-o", &theirs, "--what", "contacts"]);
    shop.says(&["export", "-o", &theirs, "--format", "json"]);
    shop.says(&["sheet", "-o", &theirs]);
    shop.says(&["sheet", "--plain", "-o", &theirs]);
    shop.says(&["export", "-o", &theirs, "--format", "ics"]);
    shop.says(&["export", "-o", &theirs, "--format", "vcard"]);
    shop.says(&["export", "-o", &theirs, "--format", "csv"]);
    let refused = shop.refused(&["export", "-o", "no/such/folder.csv"]);
    assert!(refused.contains("its folder does not exist"), "{refused}");
}

#[cfg(unix)]
#[test]
fn no_file_is_written_through_a_link() {
    let shop = ShopFolder::with_two();
    let target = shop.write("target.csv", "");
    std::os::unix::fs::symlink(&target, shop.path("link.csv")).unwrap();
    let refused = shop.refused(&["export", "-o", "link.csv"]);
    assert!(refused.contains("it is a link"), "{refused}");
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "");
    let refused = shop.refused(&["export", "-o", "/dev/full"]);
    assert!(refused.contains("it is not a file"), "{refused}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_beside_it() {
    let shop = ShopFolder::new();
    crowd(&shop, 400);
    shop.says(&["export", "--what", "contacts", "-o", "all.csv"]);
    let old = std::fs::read_to_string(shop.path("all.csv")).unwrap();
    let program = env!("CARGO_BIN_EXE_checkback");
    // The log of the database may grow; the file may not: 64 blocks of 512 bytes, or of 1024.
    let script = format!("ulimit -f 64; exec {program} export -o all.csv");
    let limited = shop.command(&[]);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &script])
        .current_dir(shop.folder.path())
        .env_clear();
    for (name, value) in limited.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let ran = CommandRun::of(&shell.output().unwrap());
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stderr.contains("was not written"), "{ran:?}");
    assert_eq!(std::fs::read_to_string(shop.path("all.csv")).unwrap(), old);
    assert!(!shop.path(".all.csv.checkback-part").exists());
}

#[test]
fn killed_at_any_moment_it_leaves_the_old_file_or_the_new_one() {
    let shop = ShopFolder::new();
    crowd(&shop, 300);
    // A file has a line a row, the answer on standard output one line in all.
    shop.says(&["export", "-o", "all.json"]);
    let new = std::fs::read_to_string(shop.path("all.json")).unwrap();
    let (mut olds, mut news) = (0, 0);
    for delay in 0..24 {
        shop.says(&["export", "--what", "contacts", "-o", "all.json", "--force"]);
        let old = std::fs::read_to_string(shop.path("all.json")).unwrap();
        let mut child = shop
            .command(&["export", "-o", "all.json"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay * 5));
        let _ended_already = child.kill();
        child.wait().unwrap();
        let there = std::fs::read_to_string(shop.path("all.json")).unwrap();
        olds += usize::from(there == old);
        news += usize::from(there == new);
    }
    assert_eq!(olds + news, 24);
    shop.says(&["export", "-o", "all.json"]);
    assert_eq!(std::fs::read_to_string(shop.path("all.json")).unwrap(), new);
    assert!(!shop.path(".all.json.checkback-part").exists());
}

/// An export that is killed while its file is half written.
fn killed_half_way(shop: &ShopFolder) -> std::path::PathBuf {
    let part = shop.path("away/.all.json.checkback-part");
    std::fs::create_dir_all(shop.path("away")).unwrap();
    for _ in 0..50 {
        let mut child = shop
            .command(&["export", "-o", "away/all.json", "--force"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Half of it is there, or it has ended already.
        while std::fs::metadata(&part).map_or(0, |part| part.len()) == 0
            && child.try_wait().unwrap().is_none()
        {
            std::thread::yield_now();
        }
        let _ended_already = child.kill();
        child.wait().unwrap();
        if part.exists() {
            return part;
        }
    }
    unreachable!("it was never caught half-way");
}

#[test]
fn what_a_killed_export_left_is_gone_at_the_next_start_and_with_whoever_is_forgotten() {
    let shop = ShopFolder::new();
    crowd(&shop, 600);
    let part = killed_half_way(&shop);
    // A command that has nothing to do with it, or with the database.
    shop.says(&["when", "tomorrow"]);
    assert!(!part.exists(), "it is left lying");
    let notes = shop.path(".local/state/checkback/unfinished");
    assert_eq!(std::fs::read_dir(&notes).unwrap().count(), 0);
    // Another program still holds it.
    let part = killed_half_way(&shop);
    let held = std::fs::File::open(&part).unwrap();
    held.lock().unwrap();
    shop.says(&["when", "tomorrow"]);
    assert!(part.exists(), "it is being written");
    let said = shop.says(&["forget", "Customer 7", "--yes"]);
    assert!(!part.exists(), "{said}");
    // What only pretends to be noted is somebody else's.
    let theirs = shop.write("theirs.csv", "x");
    std::fs::write(notes.join("a"), &theirs).unwrap();
    shop.says(&["when", "tomorrow"]);
    assert!(std::path::Path::new(&theirs).exists());
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let shop = ShopFolder::new();
    crowd(&shop, 1_500);
    for format in ["csv", "json", "ics", "vcard"] {
        let mut child = shop
            .command(&["export", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut String::new()).unwrap();
        drop(reader);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn a_language_goes_out_and_comes_back_in_every_format() {
    let shop = ShopFolder::new();
    let whom = "Urs Weber --phone 02079460199 --language de_ch";
    let added = shop.add(whom, &["--about", "Brakes"]);
    assert_eq!(added["customer"]["language"], "de-CH");
    assert!(shop.says(&["show", "Urs"]).contains("Language: de-CH"));
    shop.says(&["export", "-o", "all.csv"]);
    shop.says(&["export", "-o", "people.vcf"]);
    let all = exported(&shop);
    assert_eq!(all["customers"][0]["language"], "de-CH");
    for file in ["all.csv", "people.vcf"] {
        let elsewhere = ShopFolder::new();
        elsewhere.json(&["import", shop.path(file).to_str().unwrap()]);
        let there = elsewhere.json(&["show", "Urs"]);
        assert_eq!(there["customer"]["language"], "de-CH", "{file}");
    }
    let cards = std::fs::read_to_string(shop.path("people.vcf")).unwrap();
    assert!(cards.contains("\r\nLANG:de-CH\r\n"), "{cards}");
}
