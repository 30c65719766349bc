//! Five questions to the first screen of 80x24, answered from its text alone: who is next, what number,
//! why, what do I say, what did we promise.

use checkback::domain::follow_up::FollowUp;
use checkback::domain::script::Script;
use checkback::domain::time_format::promise_words;

use crate::counter::{Counter, USUAL};
use crate::picture;

/// The row that is selected.
fn row(frame: &str) -> &str {
    let mut lines = frame.lines();
    lines.find(|line| line.starts_with("│▌")).unwrap()
}

fn check(counter: &Counter) {
    let frame = counter.frame();
    let app = &counter.session.app;
    let (entry, now, calendar) = (app.selected().unwrap(), app.now, &app.rules.calendar);
    let says = |what: &str| format!("{what}, of {}:\n{frame}", entry.customer.name);
    let name = &entry.customer.name;
    let card = picture::card(counter.buffer(), name);
    let (title, card) = card.unwrap_or_else(|| panic!("{}", says("a card")));
    // Who: the row begins with as much of the name as it has room for, the card has all of it.
    let first: String = name.chars().take(12).collect();
    assert!(row(&frame).contains(&first), "{}", says("who"));
    // What number: in figures, not only drawn three rows high.
    let number = entry.customer.shown_number().unwrap();
    assert!(title.contains(&number), "{}", says("number"));
    // Why: what it is about, whole.
    let urgent = entry.urgent(now).unwrap();
    assert!(card.contains(&urgent.about), "{}", says("why"));
    let severity = urgent.severity.map(|s| format!("{} {s}", s.letter()));
    let price = urgent.quote.map(|q| app.rules.currency.show(q));
    for part in [severity, price].into_iter().flatten() {
        assert!(row(&frame).contains(&part), "{}", says(&part));
        assert!(card.contains(&part), "{}", says(&part));
    }
    // What do I say, and what do I ask: all of it.
    let script = Script::of(urgent, &app.rules, &app.by, now).unwrap();
    assert!(card.contains(&script.say), "{}", says("say"));
    assert!(card.contains(&script.ask.join(" ")), "{}", says("ask"));
    // What did we promise: in words, by when; where nothing was, no such word.
    let promised: Vec<String> = entry
        .follow_ups
        .iter()
        .filter_map(FollowUp::promise_open)
        .map(|by| promise_words(by, now, calendar))
        .collect();
    for words in &promised {
        assert!(card.contains(words), "{}", says(words));
    }
    if promised.is_empty() {
        // In the words to say it may stand.
        let bare = card.replace(&script.say, "");
        assert!(!bare.contains("promise"), "{}", says("no promise"));
        assert!(!row(&frame).contains("promise"), "{}", says("no promise"));
    } else if urgent.promise_open().is_some() {
        let said = ["late", "in ", "by ", "missed"].iter();
        let on_row = said.filter(|word| row(&frame).contains(**word)).count();
        assert!(on_row > 0, "{}", says("the promise on the row"));
    }
}

#[test]
fn each_of_the_demos_first_ten_rows_answers_the_five_questions() {
    for now in ["2026-11-30T09:30:00+00:00", "2026-11-24T10:42:00+00:00"] {
        let mut counter = Counter::of_demo(USUAL, now);
        assert!(counter.session.app.today.rows.len() >= 10);
        for _ in 0..10 {
            check(&counter);
            counter.press("j");
        }
    }
}
