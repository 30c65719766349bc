//! Keys with the instants they came at: bursts that are a text, keys that are held, names typed
//! into the list, and the everyday sequences that none of it may slow down.

use std::time::{Duration, Instant};

use checkback::app::action::{InputEvent, Key};
use checkback::app::popups::Popup;
use checkback::domain::pagination::{JournalFilter, Seek};
use checkback::domain::paper;
use checkback::session::SessionFlow;
use checkback::store::Store;

use crate::counter::{Counter, SMALL, USUAL, WIDE, key};

/// Plates, numbers, one letter over and over, names, with and without a line end.
const TEXTS: [&str; 20] = [
    "AB12 CDE",
    "020 7946 0123",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "bbbb",
    "xxxxxxx",
    "uuuuuuuuuuuu",
    "Anita Patel 020 7946 0123\n",
    "ben carter",
    "\nnv",
    "n\nn\nn\n",
    "vvv\n\n\n",
    "d\n",
    "dss",
    "da\n",
    "sf\n",
    "p4pm\n",
    "-----",
    "+=+=",
    "qqqq",
    "KD51 SMR\tx\tn\n",
];

/// The pauses between their characters, in milliseconds.
const PAUSES: [u64; 5] = [0, 1, 8, 15, 25];

/// Where one may stand when a burst comes: the keys that open it.
const PLACES: [&str; 22] = [
    "", "2", "3", "4", "5", "d", "d t", "s", "p", "h", "t", "a", "e", "o", "m", "w", "?", "/", "r",
    "c", "K", "i",
];

/// A hand on the keyboard of a counter, and what time it is there.
struct Hand<'a> {
    counter: &'a mut Counter,
    at: Instant,
}

impl Counter {
    fn hand(&mut self) -> Hand<'_> {
        Hand {
            counter: self,
            at: Instant::now(),
        }
    }

    fn standing_acts(&self) -> Vec<String> {
        standing_acts(&mut self.store())
    }
}

/// The acts that stand: what was done and not taken back.
fn standing_acts(store: &mut Store) -> Vec<String> {
    let all = JournalFilter::default();
    let rows = store.journal(&all, &Seek::Start, 200).unwrap();
    let stands = rows.into_iter().map(|(_, row)| row);
    let mut acts: Vec<String> = stands
        .filter(|row| !row.undone && row.turns.is_none())
        .map(|row| format!("{} {}", row.no, row.what))
        .collect();
    acts.sort();
    acts
}

impl Hand<'_> {
    /// Time goes by at the terminal, which looks each time something is due.
    fn pauses(&mut self, ms: u64) -> &mut Self {
        for _ in 0..ms {
            self.at += Duration::from_millis(1);
            self.counter.left |= self.counter.session.ripen(self.at) == SessionFlow::Quit;
        }
        if ms > 0 {
            self.counter.catches_up();
        }
        self
    }

    fn presses(&mut self, key: Key) {
        let event = InputEvent::Key(key);
        self.counter.left |= self.counter.session.input(&event, self.at) == SessionFlow::Quit;
    }

    /// Characters with the same pause between them.
    fn types(&mut self, text: &str, pause: u64) -> &mut Self {
        for c in text.chars() {
            self.presses(match c {
                '\n' => Key::Enter,
                '\t' => Key::Tab,
                c => Key::Char(c),
            });
            self.pauses(pause);
        }
        self.rests()
    }

    /// Keys by name with the same pause between them.
    fn keys(&mut self, names: &str, pause: u64) -> &mut Self {
        for name in names.split_whitespace() {
            self.presses(key(name));
            self.pauses(pause);
        }
        self
    }

    /// Nothing is pressed for a while.
    fn rests(&mut self) -> &mut Self {
        self.pauses(50)
    }
}

#[test]
fn a_burst_in_the_list_and_in_every_popup_leaves_no_act_standing() {
    let mut bursts = 0;
    for (m, place) in PLACES.iter().enumerate() {
        let mut counter = Counter::of_garage(USUAL);
        let mut store = counter.store();
        let before = standing_acts(&mut store);
        // Each text in turn, as many as the suite has time for.
        let one_of = (200 / crate::SEQUENCES) as usize;
        for (n, text) in TEXTS
            .iter()
            .enumerate()
            .filter(|(n, _)| (m + n) % one_of == 0)
        {
            let pause = PAUSES[(m + n) % PAUSES.len()];
            counter.press("esc esc esc 1 g");
            counter.hand().rests();
            counter.press(place);
            counter.hand().types(text, pause);
            bursts += 1;
            assert!(!counter.left, "“{place}”, “{text}” at {pause} ms quits");
            assert_eq!(
                standing_acts(&mut store),
                before,
                "“{place}”, then “{text}” {pause} ms apart:\n{}",
                counter.frame()
            );
            // What a form asks before it is left.
            counter.press("esc esc");
            if counter.frame().contains("throw away") {
                counter.press("y");
            }
        }
    }
    assert!(bursts >= PLACES.len() * TEXTS.len() / 4);
}

#[test]
fn a_burst_in_the_list_is_looked_for() {
    for size in [WIDE, USUAL, SMALL] {
        let mut counter = Counter::of_garage(size);
        counter.hand().types("jim", 5);
        let Some(Popup::Find(find)) = &counter.session.app.popup else {
            panic!("{}", counter.frame());
        };
        assert_eq!(find.line.text(), "jim");
    }
}

#[test]
fn a_burst_that_finds_one_customer_opens_their_card() {
    let mut counter = Counter::of_garage(USUAL);
    counter.hand().types("Anita Patel 020 7946 0123\n", 1);
    assert_eq!(counter.selected(), "Anita Patel");
    assert!(counter.session.app.popup.is_none(), "{}", counter.frame());
}

#[test]
fn a_paste_with_brackets_is_looked_for_as_one_without() {
    let mut counter = Counter::of_garage(USUAL);
    let event = InputEvent::Paste("AB12 CDE".to_owned());
    let _stays = counter.session.input(&event, Instant::now());
    counter.catches_up();
    assert_eq!(counter.selected(), "Anita Patel");
}

#[test]
fn a_megabyte_of_n_logs_nothing() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.standing_acts();
    let text = "n".repeat(1 << 20);
    counter.hand().types(&text, 0);
    assert_eq!(counter.standing_acts(), before);
}

#[test]
fn a_held_key_decides_once() {
    for (first, then) in [
        (500, 33),
        (660, 40),
        (250, 31),
        (1_000, 100),
        (300, 60),
        (500, 20),
    ] {
        for key in ["n", "b", "v"] {
            let mut counter = Counter::of_garage(USUAL);
            let before = counter.standing_acts().len();
            let mut hand = counter.hand();
            hand.keys(key, first);
            for _ in 0..30 {
                hand.keys(key, then);
            }
            hand.rests();
            let acts = counter.standing_acts().len() - before;
            assert_eq!(acts, 1, "{key} held: {first} ms, then every {then} ms");
        }
    }
}

#[test]
fn the_same_deciding_key_twice_in_a_moment_counts_once_and_says_so() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.standing_acts().len();
    counter.hand().keys("n n", 150).rests();
    assert_eq!(counter.standing_acts().len(), before + 1);
    assert!(
        counter.notice().contains("counts once"),
        "{}",
        counter.notice()
    );
}

#[test]
fn the_same_key_after_a_moment_is_meant() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.standing_acts().len();
    counter.hand().keys("n n n", 450).rests();
    assert_eq!(counter.standing_acts().len(), before + 3);
}

#[test]
fn a_name_typed_into_the_list_is_looked_for_and_its_decision_taken_back() {
    for pause in [60, 90, 150, 250] {
        let mut counter = Counter::of_garage(USUAL);
        let before = counter.standing_acts();
        counter.hand().types("ben carter", pause);
        assert_eq!(counter.standing_acts(), before, "{pause} ms apart");
        let Some(Popup::Find(find)) = &counter.session.app.popup else {
            panic!("{pause} ms apart:\n{}", counter.frame());
        };
        assert_eq!(find.line.text(), "ben carter", "{pause} ms apart");
    }
}

#[test]
fn everyday_sequences_are_all_taken_at_ninety_milliseconds_between_keys() {
    for (keys, acts) in [
        ("n", 1),
        ("d a enter", 1),
        ("d s t F i n e enter", 2),
        ("s f enter", 1),
        ("p 4 p m enter", 1),
        ("/ 1 2 3 enter", 0),
        ("n u", 0),
    ] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("j j");
        let before = counter.standing_acts().len();
        counter.hand().keys(keys, 90).rests();
        let came = counter.standing_acts().len() - before;
        assert_eq!(came, acts, "{keys}:\n{}", counter.frame());
    }
}

#[test]
fn two_thousand_keys_of_moving_and_typing_are_all_taken() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.standing_acts();
    let mut hand = counter.hand();
    for round in 0..20_u64 {
        let pause = 80 + round * 22;
        hand.keys("g j j j j k k down up j", pause);
        assert_eq!(hand.counter.session.app.today.selected, 3, "at {pause} ms");
        let text = "the quick brown fox jumps over the lazy dog and says no, not now: 0123456789";
        hand.keys("/", pause);
        hand.types(text, pause);
        let Some(Popup::Find(find)) = &hand.counter.session.app.popup else {
            panic!("{}", hand.counter.frame());
        };
        assert_eq!(find.line.text(), text, "at {pause} ms");
        hand.keys("esc", pause);
    }
    assert_eq!(counter.standing_acts(), before);
}

#[test]
fn a_key_of_moving_that_is_held_goes_on_moving() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("g");
    counter.hand().types("jjjjj", 20);
    assert_eq!(counter.session.app.today.selected, 5);
    assert!(counter.session.app.popup.is_none());
}

#[test]
fn a_line_end_that_comes_with_a_text_saves_nothing() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("n");
    let before = counter.standing_acts();
    counter.press("t");
    counter.hand().types("rang twice\nnobody in\n", 2);
    assert_eq!(counter.standing_acts(), before);
    counter.says("rang twice nobody in");
    counter.press("enter");
    assert_eq!(counter.standing_acts().len(), before.len() + 1);
}

#[test]
fn what_a_burst_took_back_leaves_one_where_one_was() {
    let mut counter = Counter::of_garage(USUAL);
    counter.press("j j j");
    let selected = counter.selected();
    counter.hand().types("nnnnn", 25);
    counter.press("esc");
    assert_eq!(counter.selected(), selected);
}

#[test]
fn a_code_of_the_sheet_opens_the_row_it_stands_beside() {
    let mut counter = Counter::of_garage(USUAL);
    let code = paper::code(counter.id_of("Joan Fisher"));
    counter.hand().types(&format!("{code}\n"), 2);
    assert_eq!(counter.selected(), "Joan Fisher");
    assert!(counter.session.app.popup.is_none(), "{}", counter.frame());
}

#[test]
fn two_moves_rolled_into_one_another_are_both_taken() {
    for (keys, row) in [("j k", 2), ("k j", 2), ("j G", 10), ("g j", 1), ("k g", 0)] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("g j j");
        counter.hand().keys(keys, 20).rests();
        assert!(counter.session.app.popup.is_none(), "{keys}");
        assert_eq!(counter.session.app.today.selected, row, "{keys}");
    }
    // A third one makes a text of them, and nothing has moved.
    let mut counter = Counter::of_garage(USUAL);
    counter.press("g j j");
    let selected = counter.selected();
    counter.hand().types("jkl", 20);
    let Some(Popup::Find(find)) = &counter.session.app.popup else {
        panic!("{}", counter.frame());
    };
    assert_eq!(find.line.text(), "jkl");
    counter.press("esc");
    assert_eq!(counter.selected(), selected);
}

#[test]
fn enter_that_is_held_does_what_it_does_once() {
    for opens in [
        "d a",
        "o",
        "p 4 p m",
        "s f r i",
        "h A s h",
        "/ C l a r a",
        "c",
        "m",
        "w",
    ] {
        let once = {
            let mut counter = Counter::of_garage(USUAL);
            counter
                .press("j j")
                .press(opens)
                .hand()
                .keys("enter", 90)
                .rests();
            counter.standing_acts().len()
        };
        for (first, then) in [(500, 33), (250, 60), (1_000, 100)] {
            let mut counter = Counter::of_garage(USUAL);
            counter.press("j j").press(opens);
            let mut hand = counter.hand();
            hand.keys("enter", first);
            for _ in 0..60 {
                hand.keys("enter", then);
            }
            hand.rests();
            let acts = counter.standing_acts().len();
            assert_eq!(
                acts, once,
                "{opens}, ↵ held: {first} ms, then every {then} ms"
            );
        }
    }
}

#[test]
fn a_scanner_may_end_its_code_with_a_tab_or_a_line_end() {
    for suffix in ["\n", "\t", "\n\n", ""] {
        let mut counter = Counter::of_garage(USUAL);
        let code = paper::code(counter.id_of("Joan Fisher"));
        counter.hand().types(&format!("{code}{suffix}"), 2);
        assert_eq!(counter.selected(), "Joan Fisher", "{suffix:?}");
    }
}

#[test]
fn a_code_that_is_scanned_while_keying_paper_in_begins_the_row() {
    let mut counter = Counter::of_garage(USUAL);
    let code = paper::code(counter.id_of("Joan Fisher"));
    counter.press("K");
    counter.hand().types(&format!("{code}\n"), 2);
    counter.says("Joan Fisher: ");
    counter.hand().types("n 9:15", 90);
    counter
        .press("enter")
        .says("✓ Joan Fisher: 09:15 No answer.");
}

#[test]
fn a_text_with_tabs_and_line_ends_goes_into_the_fields_of_a_form_and_saves_nothing() {
    let mut counter = Counter::of_garage(USUAL);
    let before = counter.standing_acts();
    counter.press("a");
    counter
        .hand()
        .types("Ida Holm\t020 7946 0142\tGolf\nAB12\n", 2);
    assert_eq!(counter.standing_acts(), before);
    counter
        .says("Ida Holm")
        .says("020 7946 0142")
        .says("Golf AB12");
}

#[test]
fn a_name_typed_fast_into_the_search_is_whole_whatever_the_pace() {
    for pause in [5, 20, 28, 35, 50] {
        let mut counter = Counter::of_garage(USUAL);
        counter.press("/");
        counter.hand().types("joan fisher", pause);
        let Some(Popup::Find(find)) = &counter.session.app.popup else {
            panic!("{}", counter.frame());
        };
        assert_eq!(find.line.text(), "joan fisher", "{pause} ms");
        counter.press("enter");
        assert_eq!(counter.selected(), "Joan Fisher", "{pause} ms");
    }
}
