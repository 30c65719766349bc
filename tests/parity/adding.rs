//! Adding a call, with each of its fields, and editing what is known.

use checkback::domain::customer_detail::CustomerDetail;
use checkback::usecases::edit::{CustomerEdit, ExtraMileEdit, FollowUpEdit, OptOut, edit};

use crate::two_shops::TwoShops;

/// What is typed into the form, by label, beside a name and what it is about; and the options of the
/// command.
fn same(name: &str, fields: &[(&str, &str)], options: &[&str]) {
    let mut shops = TwoShops::new();
    shops.keys("a").types(name).fills("About", "Clutch slips");
    for (label, text) in fields {
        shops.fills(label, text);
    }
    shops.keys("enter").notes_what_is_shown();
    let mut words = vec!["add", name, "--about", "Clutch slips"];
    words.extend(options);
    shops.command(&words).did_the_same().said_the_same();
}

#[test]
fn a_call_for_somebody_new() {
    same(
        "Ida Holm",
        &[("Phone", "020 7946 0142")],
        &["--phone", "020 7946 0142"],
    );
    same(
        "Ida Holm",
        &[("E-mail", "ida@example.com")],
        &["--email", "ida@example.com"],
    );
    same(
        "Ida Holm",
        &[("Phone", "020 7946 0142"), ("Language", "de_ch")],
        &["--phone", "020 7946 0142", "--language", "de_ch"],
    );
    // Both warn that nobody can reach them.
    same("Ida Holm", &[], &[]);
    same(
        "Ida Holm",
        &[
            ("Phone", "020 7946 0142"),
            ("Vehicle", "Golf"),
            ("Quote", "24.50"),
            ("Due", "fri 2pm"),
            ("Promised by", "thu 10am"),
            ("Who rings", "Asha"),
        ],
        &[
            "--phone",
            "020 7946 0142",
            "--item",
            "Golf",
            "--quote",
            "24.50",
            "--due",
            "fri 2pm",
            "--promise",
            "thu 10am",
            "--owner",
            "Asha",
        ],
    );
}

#[test]
fn a_day_the_shop_is_closed_on_becomes_the_next_open_one() {
    for (label, option) in [("Due", "--due"), ("Promised by", "--promise")] {
        same(
            "Ida Holm",
            &[("Phone", "020 7946 0142"), (label, "sunday")],
            &["--phone", "020 7946 0142", option, "sunday"],
        );
    }
}

#[test]
fn a_call_for_somebody_known_by_name_or_by_number() {
    // A number in common means them; so does the name alone where nobody else bears it.
    same(
        "anita patel",
        &[("Phone", "020 7946 0123")],
        &["--phone", "020 7946 0123"],
    );
    same("Priya Nair", &[], &[]);
    // Another number speaks against it.
    same(
        "Priya Nair",
        &[("Phone", "020 7946 0142")],
        &["--phone", "020 7946 0142"],
    );
}

/// A kind and a severity, each chosen by its letter, or not.
fn same_kind(kind: Option<&str>, severity: Option<&str>) {
    let mut shops = TwoShops::new();
    shops
        .keys("a")
        .types("Priya Nair")
        .fills("About", "Clutch slips")
        .keys("tab");
    if let Some(kind) = kind {
        // Two kinds begin with an r.
        shops.keys(kind.get(..1).unwrap());
    }
    shops.keys("tab");
    if let Some(severity) = severity {
        shops.keys(severity.get(..1).unwrap());
    }
    shops.keys("enter").notes_what_is_shown();
    let mut words = vec!["add", "Priya Nair", "--about", "Clutch slips"];
    words.extend(kind.iter().flat_map(|kind| ["--kind", *kind]));
    words.extend(
        severity
            .iter()
            .flat_map(|severity| ["--severity", *severity]),
    );
    shops.command(&words).did_the_same().said_the_same();
}

#[test]
fn a_kind_that_is_chosen_stays_and_a_severity_alone_makes_a_finding() {
    same_kind(None, None);
    same_kind(None, Some("amber"));
    same_kind(Some("other"), Some("amber"));
    same_kind(Some("other"), None);
    same_kind(Some("finding"), None);
    same_kind(Some("quote"), Some("red"));
}

#[test]
fn several_of_a_name_are_refused_in_the_same_words() {
    let number = "020 7946 0142";
    let mut shops = TwoShops::new();
    shops.keys("a").types("Priya Nair").fills("Phone", number);
    shops.fills("About", "Clutch slips").keys("enter");
    let add = [
        "add",
        "Priya Nair",
        "--phone",
        number,
        "--about",
        "Clutch slips",
    ];
    shops.command(&add);
    shops
        .keys("a")
        .types("Priya Nair")
        .fills("About", "Tyres")
        .keys("enter");
    let refused = shops.is_refused(&["add", "Priya Nair", "--about", "Tyres"]);
    assert!(
        refused.starts_with("“Priya Nair” could be any of "),
        "{refused}"
    );
    assert_eq!(shops.field_error(), Some(refused));
    shops.did_the_same();
}

#[test]
fn a_field_is_refused_in_the_same_words() {
    for (label, option, text) in [
        ("Phone", "--phone", "12"),
        ("E-mail", "--email", "ida at home"),
        ("Quote", "--quote", "a lot"),
        ("Due", "--due", "32 nov"),
        ("Promised by", "--promise", "yesterday"),
    ] {
        let mut shops = TwoShops::new();
        shops.keys("a").types("Ida Holm").fills("About", "Clutch");
        shops.fills(label, text).keys("enter");
        let shown = shops.field_error().unwrap();
        let refused = shops.is_refused(&["add", "Ida Holm", "--about", "Clutch", option, text]);
        // The command names the field besides.
        assert!(refused.ends_with(&shown), "{refused}: {shown}");
        shops.did_the_same();
    }
}

#[test]
fn whoever_sent_them_is_noted() {
    let mut shops = TwoShops::new();
    shops
        .keys("a")
        .types("Ida Holm")
        .fills("About", "Clutch slips");
    shops
        .fills("Phone", "020 7946 0142")
        .fills("Sent by", "Priya")
        .keys("down enter enter");
    shops.notes_what_is_shown();
    shops.command(&[
        "add",
        "Ida Holm",
        "--about",
        "Clutch slips",
        "--phone",
        "020 7946 0142",
        "--sent-by",
        "Priya Nair",
    ]);
    shops.did_the_same().said_the_same();
}

#[test]
fn a_customer_and_their_follow_up_are_edited() {
    let name = "Priya Nair";
    let mut shops = TwoShops::new();
    shops.goes_to(name).keys("e");
    for (label, text) in [
        ("Name", "Priya S. Nair"),
        ("Phone", "020 7946 0167"),
        ("E-mail", "priya@example.com"),
        ("To know", "Side door"),
        ("Ring when", "after 15"),
        ("Extra mile", "wash the car"),
        ("Vehicle", "Kia Ceed"),
        ("About", "MOT result is in"),
        ("Quote", "54"),
        ("Due", "fri"),
        ("Promised by", "sunday"),
        ("Who rings", "Asha"),
    ] {
        shops.fills(label, text);
    }
    shops.keys("enter").notes_what_is_shown();
    let id = shops.follow_up(name, "MOT result");
    let text = |text: &str| Some(text.to_owned());
    shops.use_case(name, |context, entry, _| {
        let details = [
            (CustomerDetail::Email, "priya@example.com".to_owned()),
            (CustomerDetail::Line, "Side door".to_owned()),
            (CustomerDetail::Hours, "after 15".to_owned()),
        ];
        let changed = CustomerEdit {
            name: text("Priya S. Nair"),
            phone: text("020 7946 0167"),
            details: details.into_iter().collect(),
            extra_mile: vec![ExtraMileEdit {
                n: 0,
                was: String::new(),
                idea: "wash the car".to_owned(),
                given: false,
            }],
            follow_ups: vec![FollowUpEdit {
                id,
                item: text("Kia Ceed"),
                about: text("MOT result is in"),
                quote: text("54"),
                due: text("fri"),
                promise: text("sunday"),
                owner: text("Asha"),
                ..FollowUpEdit::default()
            }],
            ..CustomerEdit::default()
        };
        edit(context, entry, &changed).unwrap()
    });
    shops.did_the_same().said_the_same();
}

#[test]
fn what_they_said_no_to_is_noted() {
    let name = "Priya Nair";
    for (keys, no) in [
        ("right", OptOut::Marketing),
        ("right right", OptOut::AllCalls),
    ] {
        let mut shops = TwoShops::new();
        shops
            .goes_to(name)
            .keys("e")
            .goes_to_field("Said no to")
            .keys(keys);
        shops.keys("enter").notes_what_is_shown();
        shops.use_case(name, |context, entry, _| {
            let changed = CustomerEdit {
                opt_out: Some(no),
                ..CustomerEdit::default()
            };
            edit(context, entry, &changed).unwrap()
        });
        shops.did_the_same().said_the_same();
    }
}

#[test]
fn a_kind_nobody_chose_is_told_by_the_same_words() {
    for about in ["Noise from the clutch", "Wipers are ready", "Clutch slips"] {
        let mut shops = TwoShops::new();
        shops.keys("a").types("Ida Holm").fills("About", about);
        shops.fills("Phone", "020 7946 0142");
        shops.keys("enter").notes_what_is_shown();
        let words = [
            "add",
            "Ida Holm",
            "--about",
            about,
            "--phone",
            "020 7946 0142",
        ];
        shops.command(&words).did_the_same().said_the_same();
    }
}
