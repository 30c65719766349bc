//! A question about a call lies over the list: the number, and what to say and ask, are read while one
//! answers it, on a screen of any size.

use checkback::app::popups::Popup;
use checkback::domain::script::Script;

use crate::counter::Counter;
use crate::picture;

const MORNING: &str = "2026-11-30T09:30:00+00:00";

/// The sizes from the smallest shop screen to a large one, either side of where the layout changes.
const SIZES: [(u16, u16); 14] = [
    (60, 20),
    (65, 24),
    (66, 22),
    (75, 24),
    (76, 24),
    (80, 20),
    (80, 24),
    (80, 40),
    (99, 30),
    (100, 20),
    (100, 30),
    (120, 36),
    (160, 50),
    (200, 60),
];

/// The keys that open a question about a call, and its steps.
const QUESTIONS: [&str; 9] = ["d", "d a", "d a tab", "d d", "d m", "s", "p", "h", "m"];

/// The number and the words of the thing that is asked about are read.
fn check(counter: &Counter, name: &str, keys: &str) {
    let app = &counter.session.app;
    let entry = app.selected().unwrap();
    let asked = match &app.popup {
        Some(Popup::Outcome(popup)) => popup.current().unwrap(),
        Some(Popup::Prompt(_) | Popup::Message(_) | Popup::LetGo(_)) => {
            entry.urgent(app.now).unwrap()
        }
        other => panic!("“{keys}” opened {other:?}:\n{}", counter.frame()),
    };
    let script = Script::of(asked, &app.rules, &app.by, app.now).unwrap();
    let number = entry.customer.shown_number().unwrap();
    let card = picture::card(counter.buffer(), name);
    let (title, text) = card.unwrap_or_else(|| panic!("no card:\n{}", counter.frame()));
    let mut card = format!("{title} {text}");
    // Beside a long name the number is drawn three rows high instead.
    if counter.frame().contains("┏━┓") {
        card.push_str(&number);
    }
    // A message is whole itself: on a low screen that leaves the questions no room.
    let low = counter.buffer().area.height < 22;
    let message = matches!(app.popup, Some(Popup::Message(_)));
    let ask = Some(script.ask.join(" ")).filter(|_| !(low && message));
    for words in [number, script.say].into_iter().chain(ask) {
        assert!(
            card.contains(&words),
            "after “{keys}” no “{words}” in “{card}”:\n{}",
            counter.frame()
        );
    }
}

#[test]
fn number_and_words_are_read_while_a_question_about_the_call_is_open() {
    let mut counter = Counter::of_demo((80, 24), MORNING);
    for _ in 0..8 {
        let name = counter.selected();
        for keys in QUESTIONS {
            counter.press(keys);
            for (width, height) in SIZES {
                counter.resizes(width, height);
                check(&counter, &name, keys);
            }
            counter.press("esc");
            if counter.session.app.popup.is_some() {
                counter.press("esc");
            }
        }
        counter.press("j");
    }
}
