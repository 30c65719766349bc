//! `import`: CSV of customers and follow-ups.

use serde_json::json;

use crate::ShopFolder;

const PEOPLE: &str = "name,phone,email,item,kind,about,severity,quote,due,promise,owner,note\n\
    Anita Patel,020 7946 0123,anita@example.com,Clio,finding,Front pads,red,£180,2026-11-20,,Tom,\n\
    Anita Patel,020 7946 0123,,Clio,,\"Service, small\",,,24/12,,,\"two\r\nlines\"\n\
    Ben Ali,020 7946 0018,,,,,,,,,,\n";

#[test]
fn a_shop_starts_with_the_people_it_has() {
    let shop = ShopFolder::new();
    let file = shop.write("people.csv", PEOPLE);
    let report = shop.json(&["import", &file]);
    assert_eq!(
        (&report["customers"], &report["follow_ups"]),
        (&json!(2), &json!(2)),
        "{report}"
    );
    assert_eq!(
        (&report["problems"], &report["dry_run"]),
        (&json!([]), &json!(false))
    );
    let anita = shop.json(&["show", "anita patel"]);
    assert_eq!(anita["items"].as_array().unwrap().len(), 1);
    let pads = &anita["follow_ups"][0];
    assert_eq!(
        pads["due_at"], "2026-11-20T08:30:00+00:00",
        "overdue calls come along"
    );
    assert_eq!(
        (&pads["quote"], &pads["owner"]),
        (&json!(18000), &json!("Tom"))
    );
    assert_eq!(anita["follow_ups"][1]["note"], "two\nlines");
    assert_eq!(shop.json(&["show", "ben ali"])["follow_ups"], json!([]));
    assert_eq!(shop.names(&["--due", "overdue"]), ["Anita Patel"]);
}

#[test]
fn the_same_file_twice_changes_nothing_and_one_undo_takes_it_back() {
    let shop = ShopFolder::new();
    let file = shop.write("people.csv", PEOPLE);
    shop.json(&["import", &file]);
    let before = shop.json(&["show", "1"]);
    let again = shop.json(&["import", &file]);
    assert_eq!(
        (&again["customers"], &again["follow_ups"]),
        (&json!(0), &json!(0)),
        "{again}"
    );
    assert_eq!(again["same"], 3);
    assert_eq!(shop.json(&["show", "1"]), before);
    let undone = shop.json(&["undo", "5", "--yes"]);
    assert_eq!(undone["done"], 1);
    let what = "imported people.csv: 2 new customers, 2 follow-ups";
    assert_eq!(undone["undone"][0]["what"], what);
    assert_eq!(shop.json(&["find", "a"]), json!([]));
    shop.json(&["redo"]);
    assert_eq!(shop.json(&["show", "1"]), before);
}

#[test]
fn what_is_known_is_added_to() {
    let shop = ShopFolder::with_two();
    let file = shop.write(
        "more.csv",
        "Name;E-Mail;About;Kind\nbén ali;ben@example.com;Tyres;\n\
        Ben Ali;;Struts: happy?;check-back\nBen Ali;;struts happy;check-back\n",
    );
    let report = shop.json(&["import", &file, "--map", "email=e-mail"]);
    assert_eq!(
        (&report["customers"], &report["customers_changed"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(
        (&report["follow_ups"], &report["same"]),
        (&json!(2), &json!(1)),
        "{report}"
    );
    let ben = shop.json(&["show", "2"]);
    assert_eq!(ben["customer"]["email"], "ben@example.com");
    assert_eq!(ben["follow_ups"].as_array().unwrap().len(), 3);
}

#[test]
fn what_is_wrong_is_told_by_line_and_the_others_go_in() {
    let shop = ShopFolder::new();
    let file = shop.write(
        "mixed.csv",
        "name,phone,about,due,severity\n\
        Ann One,020 7946 0101,x,,\n\
        \n\
        ,020 7946 0102,x,,\n\
        Cat Three,123,x,,\n\
        \"Dan\nFour\",020 7946 0104,x,someday,purple\n\
        Eve Five,020 7946 0105,x,,,too much\n\
        Fay Six,020 7946 0106,\"x\n\
        Gus Seven,020 7946 0107,x\n",
    );
    let report = shop.json(&["import", &file]);
    assert_eq!(report["customers"], 1, "{report}");
    let said: Vec<(u64, &str)> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["line"].as_u64().unwrap(), p["problem"].as_str().unwrap()))
        .collect();
    let expected = [
        (4, "name is missing"),
        (5, "phone “123” is too short"),
        (6, "severity “purple” is not a severity"),
        (6, "due “someday”"),
        (8, "has 6 cells where the first line names 5"),
        (9, "a quotation mark is opened and never closed"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for ((line, what), (at, begins)) in said.iter().zip(expected) {
        assert!(*line == at && what.starts_with(begins), "{line}: {what}");
    }
    assert_eq!(report["left_out"], 5);
    let text = ShopFolder::new().says(&["import", &file]);
    assert!(
        text.contains("\nline 5: phone “123” is too short"),
        "{text}"
    );
    assert!(
        text.ends_with("Imported 1 new customer, 1 follow-up; 5 rows left out.\n"),
        "{text}"
    );
}

#[test]
fn a_dry_run_says_what_would_be_and_writes_nothing() {
    let shop = ShopFolder::new();
    let file = shop.write("people.csv", PEOPLE);
    let said = shop.says(&["import", &file, "--dry-run"]);
    assert_eq!(
        said,
        "line 2: new: Anita Patel\nline 5: new: Ben Ali\n\
         line 3: Anita Patel: + Service, small\n\
         Would import 2 new customers, 2 follow-ups.\n"
    );
    assert_eq!(shop.json(&["list", "--due", "all"]), json!([]));
    assert!(shop.refused(&["undo"]).contains("nothing to undo"));
}

#[test]
fn a_preview_shows_field_by_field_what_would_change_and_who_may_be_there_twice() {
    let shop = ShopFolder::with_two();
    let ben = shop.json(&["show", "2"])["customer"]["phone"].clone();
    let file = shop.write(
        "more.csv",
        format!(
            "name,phone,email\nBen Ali,{},ben@example.com\nBen Ali,020 7946 0777,\nJo,1,\n",
            ben.as_str().unwrap()
        ),
    );
    let preview = shop.json(&["import", &file, "--dry-run"]);
    let [twin, changed] = [&preview["preview"][1], &preview["preview"][0]];
    assert_eq!(
        (&changed["did"], &changed["line"], &changed["fields"]),
        (
            &json!("changed"),
            &json!(2),
            &json!([{"field": "email", "before": null, "after": "ben@example.com"}])
        )
    );
    assert_eq!((&twin["did"], &twin["line"]), (&json!("new"), &json!(3)));
    assert_eq!(twin["double"], "has the name of 2 Ben Ali 020 7946 0018");
    assert_eq!(preview["problems"][0]["line"], 4);
    // What is done then is what was shown.
    let done = shop.json(&["import", &file]);
    for key in [
        "customers",
        "customers_changed",
        "same",
        "doubles",
        "left_out",
        "says",
    ] {
        let shown = preview[key].to_string().replace("Would import", "Imported");
        assert_eq!(done[key].to_string(), shown, "{key}");
    }
}

#[test]
fn a_long_file_goes_in_by_the_batch_and_comes_out_by_one_undo() {
    let shop = ShopFolder::new();
    let rows: Vec<String> = (0..2_500)
        .map(|n| {
            format!(
                "Customer {n},020 7{:03} {:04},c{n}@example.com,Call {n}\n",
                n / 10,
                n
            )
        })
        .collect();
    // A row of the last batch is about somebody of the first.
    let rows = rows.concat();
    let rows = format!("name,phone,email,about\n{rows}Customer 1,,c1@example.com,Once more\n");
    let file = shop.write("long.csv", &rows);
    let preview = shop.json(&["import", &file, "--dry-run"]);
    let done = shop.json(&["import", &file]);
    for report in [&preview, &done] {
        assert_eq!(
            (&report["customers"], &report["follow_ups"], &report["rows"]),
            (&json!(2_500), &json!(2_501), &json!(2_501)),
        );
    }
    assert_eq!(shop.json(&["import", &file])["same"], 2_501);
    let undone = shop.json(&["undo"]);
    let what = "imported long.csv: 2500 new customers, 2501 follow-ups";
    assert_eq!(undone["undone"][0]["what"], what);
    assert_eq!(shop.json(&["find", "customer"]), json!([]));
    assert!(shop.refused(&["undo"]).contains("nothing to undo"));
    shop.json(&["redo"]);
    let one = shop.json(&["show", "c1@example.com"]);
    assert_eq!(one["follow_ups"].as_array().unwrap().len(), 2);
    assert_eq!(shop.json(&["import", &file])["same"], 2_501);
}

#[test]
fn what_was_typed_here_wins_unless_the_file_is_asked_to() {
    let shop = ShopFolder::new();
    shop.add(
        "Ann Lee --phone 02079460123 --email ann@example.com",
        &["--about", "x"],
    );
    let file = shop.write(
        "ann.csv",
        "name,phone,email\nA. Lee,02079460123,lee@example.com\n",
    );
    assert_eq!(shop.json(&["import", &file])["same"], 1);
    let report = shop.json(&["import", &file, "--overwrite"]);
    assert_eq!(report["customers_changed"], 1);
    let ann = shop.json(&["show", "1"]);
    assert_eq!(
        (&ann["customer"]["name"], &ann["customer"]["email"]),
        (&json!("A. Lee"), &json!("lee@example.com"))
    );
    shop.json(&["undo"]);
    assert_eq!(shop.json(&["show", "1"])["customer"]["name"], "Ann Lee");
}

#[test]
fn a_number_that_cannot_be_read_is_kept_marked_and_comes_out_and_in_again() {
    let shop = ShopFolder::new();
    let book = "First Name,Last Name,Organization Name,Labels,Phone 1 - Label,Phone 1 - Value\n\
                Ann,Lee,,* myContacts,Mobile,1 23\n";
    shop.json(&["import", &shop.write("book.csv", book)]);
    let ann = shop.json(&["show", "ann lee"]);
    assert_eq!(
        (
            &ann["customer"]["phone"],
            &ann["customer"]["doubtful_phone"]
        ),
        (&json!(null), &json!("1 23"))
    );
    let out = shop.says(&["export", "--what", "customers"]);
    assert!(out.contains("Ann Lee,1 23?,"), "{out}");
    let other = ShopFolder::new();
    other.json(&["import", &other.write("out.csv", &out)]);
    let there = other.json(&["show", "ann lee"]);
    assert_eq!(there["customer"]["doubtful_phone"], "1 23");
}

#[test]
fn whoever_is_imported_from_a_program_is_found_there_under_another_name() {
    let shop = ShopFolder::new();
    let head = "Reference ID,First Name,Last Name,Email Address,Phone Number,Square Customer ID\n";
    let file = |name: &str| shop.write("square.csv", format!("{head},{name},,,S7\n"));
    shop.json(&["import", &file("Ann,Lee")]);
    let again = shop.json(&["import", &file("Ann,Miller")]);
    assert_eq!(
        (&again["customers"], &again["same"]),
        (&json!(0), &json!(1))
    );
}

#[test]
fn columns_may_be_mapped_and_unknown_ones_are_named() {
    let shop = ShopFolder::new();
    let file = shop.write(
        "odd.csv",
        "\u{feff}Wer\tMobil\tFarbe\tABOUT\r\n\
        Anna Groß\t020 7946 0101\trot\t'=Bremse\r\n",
    );
    let refused = shop.refused(&["import", &file]);
    assert!(
        refused.contains("no column is called “name”: its columns are “Wer”"),
        "{refused}"
    );
    let map = ["--map", "name=wer", "--map", "phone=Mobil"];
    let args = [&["import", &file], &map[..]].concat();
    let report = shop.json(&args);
    assert_eq!(report["unknown_columns"], json!(["Farbe"]));
    let anna = shop.json(&["show", "anna gross"]);
    assert_eq!(anna["customer"]["phone"], "+442079460101");
    assert_eq!(
        anna["follow_ups"][0]["about"], "=Bremse",
        "the guard of a formula is taken off"
    );
    assert!(
        ShopFolder::new()
            .says(&args)
            .starts_with("Columns left out: “Farbe”.\n")
    );
    assert!(
        shop.refused(&["import", &file, "--map", "name=Nope"])
            .contains("no column “Nope”")
    );
    assert!(
        shop.refused(&["import", &file, "--map", "shoe=Kunde"])
            .contains("is not a column")
    );
    assert!(
        shop.refused(&["import", &file, "--map", "Kunde"])
            .contains("phone=Mobile")
    );
}

#[test]
fn a_file_that_will_not_do_is_refused_whole() {
    let shop = ShopFolder::new();
    let workbook = shop.write("people.csv", b"PK\x03\x04\x14");
    assert!(
        shop.refused(&["import", &workbook])
            .contains("it is a workbook, not text: save it as CSV")
    );
    let empty = shop.write("empty.csv", "");
    assert!(
        shop.refused(&["import", &empty])
            .contains("there is nothing in it")
    );
    assert!(
        shop.refused(&["import", "nowhere.csv"])
            .starts_with("“nowhere.csv”: ")
    );
    let card = shop.write("card.vcf", "name,phone\nAnn,1\n");
    assert!(
        shop.refused(&["import", &card])
            .contains("there is no address card in it")
    );
    assert_eq!(shop.json(&["list", "--due", "all"]), json!([]));
}

#[test]
fn whom_a_row_means_must_be_clear() {
    let shop = ShopFolder::with_two();
    shop.add("Ben Ali --phone 02079460999", &["--about", "x"]);
    let file = shop.write(
        "ben.csv",
        "name,phone,about\nBen Ali,,Tyres\nBen Ali,02079460999,Tyres\n",
    );
    let report = shop.json(&["import", &file]);
    assert_eq!(
        (&report["follow_ups"], &report["left_out"]),
        (&json!(1), &json!(1)),
        "{report}"
    );
    let problem = report["problems"][0]["problem"].as_str().unwrap();
    assert!(
        problem.contains("could be any of 2 Ben Ali 020 7946 0018, 3 Ben Ali"),
        "{problem}"
    );
}

#[test]
fn the_encoding_is_guessed_and_said_and_may_be_named() {
    let shop = ShopFolder::new();
    let latin = shop.write("latin.csv", b"name,about\nBen,\xa35 off\nZo\xeb Lee,y\n");
    let said = shop.says(&["import", &latin]);
    assert!(
        said.starts_with("Read as windows-1252, guessed.\n"),
        "{said}"
    );
    assert_eq!(
        shop.json(&["show", "Zoë Lee"])["customer"]["name"],
        "Zoë Lee"
    );
    let japan = ShopFolder::new();
    let bytes = b"name,about\n\x8eR\x93c\x91\xbe\x98Y,x\n";
    let file = japan.write("japan.csv", bytes);
    let report = japan.json(&["import", &file, "--encoding", "shift-jis"]);
    assert_eq!(report["read_as"]["encoding"], "Shift_JIS, as asked");
    assert_eq!(
        japan.json(&["show", "山田太郎"])["customer"]["name"],
        "山田太郎"
    );
    let refused = shop.refused(&["import", &latin, "--encoding", "klingon"]);
    assert!(
        refused.contains("“klingon” is not a known encoding"),
        "{refused}"
    );
}

#[test]
fn an_address_book_is_read_without_being_told_its_columns() {
    let shop = ShopFolder::new();
    let file = shop.write(
        "contacts.csv",
        "\u{feff}First Name,Middle Name,Last Name,Organization Name,Notes,Labels,\
        E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\r\n\
        Ann,May,Lee,Hill Ltd,Boxer dog,* myContacts,* Home,ann@example.com ::: a@work.example,\
        Work,020 7946 0123 ::: 07400 123456\r\n\
        ,,,,,* myContacts,,bea@example.com,Mobile,4.41E+11\r\n",
    );
    let report = shop.json(&["import", &file]);
    assert_eq!(report["read_as"]["program"], "Google Contacts");
    assert_eq!(
        (&report["customers"], &report["left_out"]),
        (&json!(2), &json!(0)),
        "{report}"
    );
    let ann = shop.json(&["show", "ann may lee"]);
    assert_eq!(ann["customer"]["phone"], "+447400123456");
    assert_eq!(ann["customer"]["email"], "ann@example.com");
    assert_eq!(
        ann["customer"]["line"],
        "Boxer dog; Hill Ltd; also 020 7946 0123 (work), a@work.example"
    );
    let said = &report["warnings"][0];
    assert_eq!(said["line"], 3);
    assert!(
        said["warning"]
            .as_str()
            .unwrap()
            .contains("a number that a spreadsheet shortened")
    );
    assert_eq!(
        shop.json(&["show", "bea@example.com"])["customer"]["phone"],
        json!(null)
    );
}

#[test]
fn cards_of_a_telephone_come_in_with_all_their_numbers() {
    let shop = ShopFolder::new();
    let file = shop.write(
        "contacts",
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:D=C3=\r\n=ADaz;Clara;;;\r\n\
        TEL;CELL:07400 123456\r\nTEL;HOME:020 7946 0123\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJ\r\n\r\n\
        END:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n",
    );
    let report = shop.json(&["import", &file]);
    assert_eq!(
        (&report["customers"], &report["left_out"]),
        (&json!(1), &json!(1)),
        "{report}"
    );
    assert_eq!(report["problems"][0]["line"], 11);
    let clara = shop.json(&["show", "clara diaz"]);
    assert_eq!(clara["customer"]["phone"], "+447400123456");
    assert_eq!(clara["customer"]["line"], "also 020 7946 0123 (home)");
}

#[test]
fn a_no_is_a_no_whatever_stands_for_its_day() {
    let shop = ShopFolder::new();
    let rows = "name,phone,no_marketing_since,no_calls_since,wrong_number_since\n\
        Ann Lee,020 7946 0123,,2026-01-01,\n\
        Bea Lee,020 7946 0124,yes,,\n\
        Cid Lee,020 7946 0125,,next year,\n\
        Dan Lee,020 7946 0126,no,no,-\n\
        Eva Lee,020 7946 0127,,,01/05/2026\n";
    let report = shop.json(&["import", &shop.write("nos.csv", rows)]);
    assert_eq!(report["problems"], json!([]), "{report}");
    assert_eq!(report["warnings"].as_array().unwrap().len(), 1, "{report}");
    let said = report["warnings"][0].to_string();
    assert!(
        said.contains("“next year” is not a past date; noted as of now"),
        "{said}"
    );
    let csv = shop.says(&["export", "--what", "customers"]);
    let cells = |name: &str| {
        let row = csv.lines().find(|row| row.starts_with(name)).unwrap();
        row.split(',').map(str::to_owned).collect::<Vec<_>>()
    };
    let head = cells("name");
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let cell = |who: &str, column: &str| cells(who)[at(column)].clone();
    assert!(
        cell("Ann", "no_calls_since").starts_with("2026-01-01"),
        "{csv}"
    );
    assert!(
        cell("Bea", "no_marketing_since").starts_with("2026-11-23"),
        "{csv}"
    );
    assert!(
        cell("Cid", "no_calls_since").starts_with("2026-11-23"),
        "{csv}"
    );
    assert_eq!(cell("Dan", "no_calls_since"), "");
    assert!(
        cell("Eva", "wrong_number_since").starts_with("2026-05-01"),
        "{csv}"
    );
}

#[test]
fn a_couple_and_a_father_and_son_share_a_number_and_stay_two() {
    let shop = ShopFolder::new();
    let rows = "name,phone,about\nMr Hall,020 7946 0123,Exhaust\nMrs Hall,020 7946 0123,Brakes\n\
        John Roe Sr,020 7946 0124,Clutch\nJohn Roe Jr,020 7946 0124,Tyres\n";
    let report = shop.json(&["import", &shop.write("couples.csv", rows)]);
    assert_eq!(
        (&report["customers"], &report["follow_ups"]),
        (&json!(4), &json!(4))
    );
}

#[test]
fn the_same_words_for_another_day_are_another_call_and_come_in_once() {
    let shop = ShopFolder::new();
    let rows = "name,phone,about,due\nEm Lee,020 7946 0123,Service,2026-12-01\n\
        Em Lee,020 7946 0123,Service,2027-06-01\nEm Lee,020 7946 0123,Service,2026-12-01\n";
    let file = shop.write("services.csv", rows);
    assert_eq!(shop.json(&["import", &file])["follow_ups"], 2);
    assert_eq!(shop.json(&["import", &file])["follow_ups"], 0);
    let later = shop.at("2026-11-25T10:42:00+00:00");
    assert_eq!(later.json(&["import", &file])["follow_ups"], 0);
    let moved = rows.replace("2026-12-01", "2026-12-08");
    let moved = later.write("moved.csv", moved);
    assert_eq!(later.json(&["import", &moved])["follow_ups"], 0);
    let calls = later.says(&["export"]);
    assert_eq!(calls.lines().count(), 3, "{calls}");
}

#[test]
fn a_plate_in_a_column_of_its_own_is_part_of_the_thing() {
    let shop = ShopFolder::new();
    let rows = "Name,Registration,Vehicle,Phone\nAnn Poe,AB12 CDE,Renault Clio,020 7946 0123\n\
        Ben Poe,CD34 EFG,Ford Ka CD34 EFG,020 7946 0124\n";
    shop.json(&["import", &shop.write("plates.csv", rows)]);
    let item = |who: &str| shop.json(&["show", who])["items"][0]["label"].clone();
    assert_eq!(item("Ann Poe"), "Renault Clio AB12 CDE");
    assert_eq!(item("Ben Poe"), "Ford Ka CD34 EFG");
}

#[test]
fn an_address_book_of_another_language_is_known_by_its_columns() {
    let shop = ShopFolder::new();
    for (file, rows, who, email, phone) in [
        (
            "de.csv",
            "Vorname,Nachname,Firma,Telefon geschäftlich,Mobiltelefon,E-Mail-Adresse\n\
             Jan,Groß,,,020 7946 0123,jan@example.com\n",
            "Jan Groß",
            "jan@example.com",
            "+442079460123",
        ),
        (
            "fr.csv",
            "Prénom,Nom,Société,Téléphone (bureau),Tél. mobile,Adresse de messagerie\n\
             Luc,Noël,,,020 7946 0124,luc@example.com\n",
            "Luc Noël",
            "luc@example.com",
            "+442079460124",
        ),
    ] {
        shop.json(&["import", &shop.write(file, rows)]);
        let shown = shop.json(&["show", who])["customer"].take();
        assert_eq!(
            (&shown["email"], &shown["phone"]),
            (&json!(email), &json!(phone)),
            "{shown}"
        );
    }
}

#[test]
fn a_language_no_one_can_read_is_refused_in_our_columns_and_left_out_of_an_address_book() {
    let shop = ShopFolder::new();
    let ours = shop.write(
        "ours.csv",
        "name,phone,language\nUrs Weber,02079460199,German\n",
    );
    let ran = shop.run(&["import", &ours]);
    let why = "language “German” is not a code for a language";
    assert!((ran.stdout + &ran.stderr).contains(why));
    let theirs = "Vorname,Nachname,Telefon,Sprache\nUrs,Weber,02079460199,German\n\
                  Eva,Lang,02079460198,de-at\n";
    let theirs = shop.write("theirs.csv", theirs);
    let ran = shop.run(&["import", &theirs]);
    assert!((ran.stdout + &ran.stderr).contains(why));
    let of = |whom: &str| shop.json(&["show", whom])["customer"]["language"].clone();
    assert_eq!(of("Urs"), json!(null));
    assert_eq!(of("Eva"), json!("de-AT"));
}

#[test]
fn a_detail_of_the_customer_is_taken_from_the_column_that_is_named_for_it() {
    let shop = ShopFolder::new();
    let file = shop.write(
        "own.csv",
        "name,phone,Speaks,Remember,Best time\nUrs Weber,02079460199,de-ch,Two dogs,after 17\n",
    );
    let map = ["language=Speaks", "line=Remember", "hours=Best time"];
    let map = map.iter().flat_map(|map| ["--map", map]);
    let args: Vec<&str> = ["import", &file].into_iter().chain(map).collect();
    shop.json(&args);
    let known = shop.json(&["show", "Urs"])["customer"].take();
    assert_eq!(known["language"], "de-CH");
    assert_eq!(known["line"], "Two dogs");
    assert_eq!(known["hours"], "after 17:00");
}
