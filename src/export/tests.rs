//! Tests of the export formats' rules, on texts that no shop would write and some do.

use chrono::{DateTime, Utc};

use super::csv::{CsvContent, CsvDialect, CsvWriter};
use super::ics::{self, IcsWriter};
use super::sheet::{SheetDay, html, plain};
use super::{is_ours, number};
use crate::domain::customer::{Customer, Item};
use crate::domain::follow_up::{FollowUp, FollowUpKind, FollowUpState, Severity};
use crate::domain::rules::Rules;
use crate::domain::summary::{CustomerSummary, FollowUpRow};

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).map_or_else(|_| Utc::now(), |at| at.with_timezone(&Utc))
}

fn customer(name: &str) -> Customer {
    Customer {
        id: 7,
        version: 2,
        name: name.to_owned(),
        phone: Some("+442079460123".to_owned()),
        phone_shown: Some("020 7946 0123".to_owned()),
        added_at: at("2026-11-23T10:42:00Z"),
        ..Customer::default()
    }
}

fn owed(about: &str) -> FollowUpRow {
    let mut follow_up = FollowUp::new(
        3,
        7,
        FollowUpKind::Finding,
        about,
        at("2026-11-24T09:00:00Z"),
    );
    follow_up.version = 1;
    FollowUpRow {
        follow_up,
        customer: customer("Anita Patel"),
        item: None,
    }
}

fn calendar(owed: &FollowUpRow) -> String {
    let (mut out, rules) = (Vec::new(), Rules::default());
    let now = at("2026-11-23T10:42:00Z");
    let mut file = IcsWriter::begin(&mut out, now, &rules).unwrap();
    file.event(owed).unwrap();
    file.end().unwrap();
    String::from_utf8(out).unwrap()
}

fn csv(entries: &[CustomerSummary], rows: CsvContent) -> String {
    let (mut out, rules) = (Vec::new(), Rules::default());
    let mut file = CsvWriter::begin(&mut out, rows, CsvDialect::Plain, &rules).unwrap();
    for entry in entries {
        match rows {
            CsvContent::FollowUps => file.entry(entry).unwrap(),
            _ => file.customer(entry).unwrap(),
        }
    }
    file.end().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn lines_are_folded_at_75_octets_and_never_inside_a_character() {
    for text in [
        "電".repeat(60),
        "é".repeat(100),
        "😀".repeat(50),
        "x".repeat(200),
    ] {
        for before in 0..5 {
            let mut out = Vec::new();
            let whole = format!("{}{text}", "a".repeat(before));
            ics::line(&mut out, &whole).unwrap();
            let folded = String::from_utf8(out).unwrap();
            let lines: Vec<&str> = folded.trim_end().split("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= 75), "{folded}");
            assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
            assert_eq!(folded.trim_end().replace("\r\n ", ""), whole);
        }
    }
}

#[test]
fn a_calls_time_is_its_due_time_or_the_end_of_a_rest_but_never_past_a_promise() {
    let starts = |owed: &FollowUpRow| {
        let text = calendar(owed);
        let line = |name: &str| {
            let found = text.lines().find_map(|l| l.strip_prefix(name));
            found.unwrap_or_default().to_owned()
        };
        (line("DTSTART:"), line("DTEND:"))
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let mut one = owed("x");
    assert_eq!(starts(&one), pair("20261124T090000Z", "20261124T091500Z"));
    one.customer.rest_until = Some(at("2026-11-25T08:30:00Z"));
    assert_eq!(starts(&one), pair("20261125T083000Z", "20261125T084500Z"));
    one.follow_up.promised_at = Some(at("2026-11-24T16:00:00Z"));
    assert_eq!(starts(&one), pair("20261124T160000Z", "20261124T161500Z"));
    one.customer.rest_until = None;
    assert_eq!(starts(&one), pair("20261124T090000Z", "20261124T160000Z"));
}

#[test]
fn only_a_promise_rings_an_alarm() {
    assert!(!calendar(&owed("x")).contains("VALARM"));
    let mut one = owed("x");
    one.follow_up.promised_at = Some(at("2026-11-24T16:00:00Z"));
    let alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;VALUE=DATE-TIME:20261124T154500Z\r\n";
    assert!(calendar(&one).contains(alarm), "{}", calendar(&one));
    one.follow_up.heard_at = Some(at("2026-11-24T10:00:00Z"));
    assert!(
        !calendar(&one).contains("VALARM"),
        "a kept promise is none any more"
    );
}

#[test]
fn a_customer_of_several_items_has_a_row_for_each() {
    let item = |id, label: &str| Item {
        id,
        customer: 7,
        label: label.to_owned(),
        ..Item::default()
    };
    let mut follow_up = FollowUp::new(
        3,
        7,
        FollowUpKind::Finding,
        "Pads",
        at("2026-11-24T09:00:00Z"),
    );
    follow_up.item = Some(2);
    follow_up.state = FollowUpState::LetGo;
    let mut entry = CustomerSummary {
        customer: customer("Anita"),
        items: vec![item(1, "Clio"), item(2, "Golf"), item(4, "Van")],
        follow_ups: vec![follow_up],
        claim: None,
        habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
        knows: crate::domain::familiar_staff::FamiliarStaff::default(),
        sent_by: None,
        also: Vec::new(),
    };
    let begins = |text: &str| -> Vec<String> {
        let cells = |l: &str| l.split(',').skip(3).take(3).collect::<Vec<_>>().join(",");
        text.lines().skip(1).map(cells).collect()
    };
    let said = csv(std::slice::from_ref(&entry), CsvContent::FollowUps);
    assert_eq!(begins(&said), ["Clio,,", "Van,,", "Golf,finding,Pads"]);
    let said = csv(std::slice::from_ref(&entry), CsvContent::Customers);
    assert_eq!(said.lines().count(), 4);
    entry.items.retain(|i| i.id == 2);
    let said = csv(std::slice::from_ref(&entry), CsvContent::FollowUps);
    assert_eq!(
        begins(&said),
        ["Golf,finding,Pads"],
        "nothing is said twice"
    );
}

#[test]
fn a_number_that_was_only_typed_is_guarded_and_a_real_one_is_not() {
    let mut c = customer("Anita");
    assert_eq!(number(&c), "+44 20 7946 0123");
    c.extension = Some("12".to_owned());
    assert_eq!(number(&c), "+44 20 7946 0123 ext. 12");
    c.phone = None;
    c.phone_shown = Some("=1+1".to_owned());
    assert_eq!(number(&c), "'=1+1?");
}

#[test]
fn a_sheet_says_gravity_by_letter_and_word_and_who_may_not_be_rung() {
    let rules = Rules::default();
    let sunday = at("2026-11-22T10:42:00Z");
    let day = SheetDay {
        rules: &rules,
        at: sunday,
        printed: sunday,
    };
    let mut entry = CustomerSummary {
        customer: customer("Anita <i>"),
        items: Vec::new(),
        follow_ups: vec![owed("\"Pads\" & co").follow_up],
        claim: None,
        habits: crate::domain::likelihood::AnswerHabits::UNKNOWN,
        knows: crate::domain::familiar_staff::FamiliarStaff::default(),
        sent_by: None,
        also: Vec::new(),
    };
    entry.follow_ups[0].severity = Some(Severity::Red);
    entry.follow_ups[0].due_at = at("2026-11-20T09:00:00Z");
    let (mut page, mut text) = (Vec::new(), Vec::new());
    html::row(&mut page, &day, &entry).unwrap();
    plain::row(&mut text, &day, &entry).unwrap();
    let (page, text) = (
        String::from_utf8(page).unwrap(),
        String::from_utf8(text).unwrap(),
    );
    assert!(
        page.contains("R red") && page.contains("Anita &lt;i&gt;"),
        "{page}"
    );
    assert!(page.contains("&quot;Pads&quot; &amp; co"), "{page}");
    assert!(
        page.contains(
            "Outside the shop's calling hours"
                .replace('\'', "&#39;")
                .as_str()
        )
    );
    assert!(
        text.contains("R red: \"Pads\" & co") && text.contains("waiting 2 d"),
        "{text}"
    );
}

#[test]
fn a_file_is_ours_by_what_it_begins_with() {
    for ours in [
        "\u{feff}\"name\",\"phone\",\"email\",\"item\",\"kind\"",
        "{\"version\":1,\"made_by\":\"Checkback 9\"",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Checkback//",
        "<!DOCTYPE html>\n<!-- Checkback: the sheet",
    ] {
        assert!(is_ours(ours.as_bytes()), "{ours}");
    }
    for theirs in [
        "",
        "name,phone,email,item",
        "{\"version\":1}",
        "BEGIN:VCALENDAR\r\n",
    ] {
        assert!(!is_ours(theirs.as_bytes()), "{theirs}");
    }
}
