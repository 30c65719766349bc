//! The columns of every list in windows of any width, with names and texts of any length and script: the
//! rules of style say that none touches anything and none is cut beside free room.

use std::collections::BTreeSet;

use checkback::domain::contact::Outcome;
use checkback::domain::draft::Reason;
use checkback::domain::follow_up::{FollowUpKind, Severity};

use crate::common::reason;
use crate::counter::Counter;
use crate::picture::columns;
use crate::seed_history::HistoryStory;
use crate::seed_history::ShopEvent::{Entered, Tried};
use crate::shop::{LONG, due, finding, promised, who};

/// Names from a syllable to a line, of several scripts.
const NAMES: [&str; 12] = [
    "Bo",
    "Ann Lee",
    "Margaret Tunstall-Smith",
    "Desmond Fairweather-Cholmondeley",
    LONG,
    "王秀英",
    "欧阳震华上官婉儿司马相如诸葛孔明",
    "محمد عبد الرحمن الأحمد القحطاني",
    "Zoë 👩‍🔧 Baker of the Old Bakehouse",
    "Nguyễn Thị Phương Thảo",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Garage",
    "Ada",
];

/// What they are rung about, likewise.
const ABOUTS: [&str; 5] = [
    "Key",
    "Front pads 2 mm",
    "Gearbox whines in third when cold, customer away until Christmas",
    "换机油 Oil filter arrived, and the cabin filter too",
    "Exhaust: all well after the first week of the new mounts?",
];

/// A reason of each sort.
fn reason_of(n: usize, about: &'static str) -> Reason {
    match n % 6 {
        0 => promised(
            "2026-11-24T10:30:00Z",
            "2026-11-23T09:12:00Z",
            finding(about, Severity::Red, 18_000),
        ),
        1 => promised(
            "2026-11-24T11:20:00Z",
            "2026-11-24T11:20:00Z",
            reason(FollowUpKind::Parts, about),
        ),
        2 => finding(about, Severity::Amber, 123_450),
        3 => reason(FollowUpKind::Complaint, about),
        4 => due("2026-11-27T09:00:00Z", finding(about, Severity::Green, 900)),
        _ => promised(
            "2026-11-24T15:00:00Z",
            "2026-11-24T15:00:00Z",
            reason(FollowUpKind::Quote, about),
        ),
    }
}

fn stories() -> Vec<HistoryStory> {
    let mut stories: Vec<HistoryStory> = Vec::new();
    for (n, name) in NAMES.into_iter().enumerate() {
        let number = format!("020 7946 0{}", 300 + n);
        let about = ABOUTS[n % ABOUTS.len()];
        let draft = who(name, &number, "", reason_of(n, about));
        let entered = Entered(Box::new(draft), "");
        stories.push(("2026-11-20T09:00:00Z", "Asha", name, entered));
        if n % 4 == 3 {
            let tried = Tried(Outcome::Voicemail);
            stories.push(("2026-11-24T09:30:00Z", "Tom", name, tried));
        }
    }
    stories
}

/// Where a text begins in the list, a letter that ends a word stands before it nowhere.
fn begins_a_word(counter: &Counter, text: &str) {
    let begin: String = text.chars().take(3).collect();
    let frame = counter.frame();
    for line in frame.lines().filter(|line| line.starts_with('│')) {
        for (at, _) in line.match_indices(&begin) {
            let before = line.get(..at).unwrap().chars().next_back();
            let free = before.is_some_and(|c| " ▌“(".contains(c));
            assert!(free, "“{begin}” touches what is before it: {line}\n{frame}");
        }
    }
}

#[test]
fn no_column_touches_another_or_is_cut_beside_free_room_in_a_window_of_any_width() {
    let mut counter = Counter::of_stories((80, 24), stories());
    for view in ["1", "2", "3", "4"] {
        counter.press(view);
        for width in 36..=200 {
            // The rules of style judge every frame.
            counter.resizes(width, if width % 2 == 0 { 24 } else { 40 });
        }
    }
    counter.press("1");
    for width in (36..=200).step_by(7) {
        counter.resizes(width, 40);
        for name in [
            "Margaret Tunstall-Smith",
            "Llanfairpwll",
            "Front pads",
            "Gearbox",
        ] {
            begins_a_word(&counter, name);
        }
    }
}

/// At which columns the rows of the list say these, where they say any of them.
fn columns_of(counter: &Counter, says: &[String]) -> BTreeSet<usize> {
    let frame = counter.frame();
    let list = frame.lines().skip_while(|line| !line.starts_with('╭'));
    let list = list.take_while(|line| !line.starts_with('╰'));
    let rows = list.filter(|line| line.starts_with('│') && !line.contains('☎'));
    let found = rows.flat_map(|row| {
        let list = row.split('│').nth(1).unwrap_or_default().to_owned();
        let at = |words: &String| {
            list.rfind(words.as_str())
                .map(|at| columns(list.get(..at).unwrap()))
        };
        says.iter().filter_map(at).collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn the_columns_of_all_rows_stand_beneath_each_other() {
    let begins = |texts: &[&str]| -> Vec<String> {
        texts
            .iter()
            .map(|text| text.chars().take(5).collect())
            .collect()
    };
    let abouts = begins(&ABOUTS[1..]);
    let marks = ["R red", "A amber", "! urgent", "G green"].map(str::to_owned);
    let numbers = ["020 7946".to_owned()];
    let mut counter = Counter::of_stories((80, 24), stories());
    for width in [60, 80, 100, 120, 160, 200] {
        counter.resizes(width, 40);
        for (view, says) in [
            ("1", &abouts[..]),
            ("1", &marks[..]),
            ("2", &abouts[..]),
            ("2", &marks[1..]),
            ("3", &abouts[..]),
            ("3", &numbers[..]),
        ] {
            counter.press(view);
            let found = columns_of(&counter, says);
            let frame = counter.frame();
            assert_eq!(found.len(), 1, "{says:?} at {width}:\n{frame}");
        }
    }
}

#[test]
fn a_name_is_whole_where_all_rows_have_room() {
    let mut counter = Counter::of_stories((120, 40), stories());
    // At 120 columns the longest has to be cut, beside nothing that is free.
    counter.says("欧阳震华").says("…");
    counter
        .resizes(200, 40)
        .says("Desmond Fairweather-Cholmondeley");
}

#[test]
fn a_promise_that_the_first_column_tells_of_cuts_nothing() {
    let mut counter = Counter::of_stories(
        (60, 20),
        vec![(
            "2026-11-20T09:00:00Z",
            "Tom",
            "Jim",
            Entered(
                Box::new(who(
                    "Jim Thornhill",
                    "020 7946 0318",
                    "",
                    reason_of(0, "Payment went wrong at the till"),
                )),
                "",
            ),
        )],
    );
    counter.reads(&["12 min late Jim Thornhill Payment went wrong"]);
    counter.is_silent_of("… missed");
}
