//! A made-up shop of any size, the same for the same seed: for the plans' test and the benchmark.
//!
//! Owns names, numbers, items and what is open of them. It writes through the store's own `save`,
//! in acts of many rows, and knows no SQL.

#![expect(clippy::indexing_slicing, reason = "a list of names is never empty")]
#![expect(unreachable_pub, reason = "it is a module of several programs")]

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use checkback::domain::change::{Act, Change, Record};
use checkback::domain::contact::{Contact, ContactWay, Direction, Outcome};
use checkback::domain::customer::{Customer, Id, Item};
use checkback::domain::follow_up::{
    FollowUp, FollowUpKind, FollowUpResult, FollowUpState, Severity,
};
use checkback::store::{Store, StoreError};

/// First names, in the scripts a shop meets.
const FIRST: [&str; 40] = [
    "Anita",
    "Tom",
    "Clara",
    "Sam",
    "Mei",
    "Bilal",
    "Jim",
    "Asha",
    "Séamus",
    "Zbigniew",
    "Ngozi",
    "Fatima",
    "Łukasz",
    "Øyvind",
    "Zoë",
    "François",
    "Jürgen",
    "Ağacan",
    "Nguyễn",
    "Siân",
    "Dimitrios",
    "Ольга",
    "Иван",
    "Σοφία",
    "Γιώργος",
    "محمد",
    "فاطمة",
    "שרה",
    "דוד",
    "अनिता",
    "राजेश",
    "王秀英",
    "佐藤",
    "김민준",
    "สมชาย",
    "Chidi",
    "Ifeoma",
    "Priya",
    "Ewa",
    "Kenneth",
];

/// Last names.
const LAST: [&str; 40] = [
    "Patel",
    "Reid",
    "Diaz",
    "Okafor",
    "Lin",
    "Ali",
    "Thornhill",
    "Roy",
    "O'Rourke",
    "Kowalczyk",
    "Eze",
    "al-Sayed",
    "Żółć",
    "Sørensen",
    "Fairweather-Cholmondeley",
    "Lefèvre",
    "Groß",
    "Yılmaz",
    "Thị Minh",
    "Llewellyn",
    "Papadopoulos",
    "Петрова",
    "Иванов",
    "Παππά",
    "Νικολάου",
    "الأحمد",
    "حسن",
    "כהן",
    "לוי",
    "शर्मा",
    "कुमार",
    "Smith",
    "Jones",
    "Williams",
    "Brown",
    "Taylor",
    "Davies",
    "Evans",
    "Thomas",
    "Roberts",
];

/// Makes of what the shop looks after.
const MAKES: [&str; 20] = [
    "Renault Clio",
    "Ford Focus",
    "Vauxhall Corsa",
    "Škoda Octavia",
    "Fiat Panda",
    "Toyota Yaris",
    "Nissan Qashqai",
    "Honda Jazz",
    "BMW 320d",
    "Mini Cooper",
    "Peugeot 208",
    "Kia Picanto",
    "Volvo V70",
    "Citroën C1",
    "Seat Ibiza",
    "Audi A3",
    "Dacia Duster",
    "Mazda 3",
    "VW Polo",
    "Land Rover Defender",
];

/// What is found, owed or asked.
const ABOUT: [&str; 20] = [
    "Front pads 2 mm",
    "Quote for struts",
    "Is the squeak gone?",
    "Service due",
    "MOT due",
    "Exhaust mount broken",
    "Cam belt advised",
    "Payment went wrong",
    "Ready to collect",
    "Water pump weeping",
    "Tyres 2.4 mm",
    "Door mirror arrived?",
    "Clutch slipping",
    "Battery weak",
    "Coolant smell",
    "Wiper motor",
    "Rear spring broken",
    "Brake fluid old",
    "Recall letter",
    "Window will not close",
];

/// A small random number generator (xorshift64*), the same on every machine.
#[derive(Debug, Clone)]
struct ShopRng(u64);

impl ShopRng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// 0 to `sides - 1`.
    fn roll(&mut self, sides: i64) -> i64 {
        (self.next() >> 12).cast_signed() % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let sides = i64::try_from(of.len()).unwrap_or(1);
        let n = usize::try_from(self.roll(sides)).unwrap_or(0);
        of[n]
    }

    fn letter(&mut self) -> char {
        char::from(self.pick(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    }
}

/// What is made: how many customers, out of which numbers, as of when.
#[derive(Debug, Clone, Copy)]
pub struct ShopPlan {
    /// How many customers.
    pub customers: i64,
    /// The same seed makes the same shop.
    pub seed: u64,
    /// Over how many years their contacts lie.
    pub years: i64,
    /// The instant it is: what is due lies before and after it.
    pub now: DateTime<Utc>,
}

/// How many customers one act brings.
const BATCH: i64 = 50;

/// What a day holds however large the file is: calls made, promises given, rests until later.
const CALLED_TODAY: i64 = 40;

/// Fills a store with customers: one item each; one contact each, some time in the last years;
/// 3 % with something open, half of it past due, a tenth due today, the rest ahead. Of those past
/// due one in ten rests for some days yet, and some tries ran out. On top of that comes the day's
/// work, which is the same for a file of every size: 40 calls made today, every other one of them
/// with a promise to keep or a rest until later.
///
/// # Errors
/// What the store refused.
pub fn fill(store: &mut Store, plan: &ShopPlan) -> Result<(), StoreError> {
    let mut dice = ShopRng(plan.seed | 1);
    let mut done = 0;
    while done < plan.customers {
        let size = BATCH.min(plan.customers - done);
        let mut changes = Vec::new();
        for n in 1..=size {
            customer(&mut changes, &mut dice, plan, n, done + n);
        }
        store.save(&Act {
            id: Uuid::from_u128(u128::from(dice.next())),
            what: format!("Brought in {size} customers"),
            customer: None,
            at: plan.now - Duration::days(1),
            by: "Tom".to_owned(),
            counter: "generator".to_owned(),
            changes,
        })?;
        done += size;
    }
    Ok(())
}

/// One customer with what is theirs; `n` numbers the rows within the act, `whole` the customers.
fn customer(changes: &mut Vec<Change>, dice: &mut ShopRng, plan: &ShopPlan, n: Id, whole: i64) {
    let (first, last) = (dice.pick(&FIRST), dice.pick(&LAST));
    let number = number(dice, whole);
    let today = whole <= CALLED_TODAY;
    let open = today || dice.roll(100) < 3;
    let mut c = Customer {
        id: -n,
        name: format!("{first} {last}"),
        phone_shown: Some(shown(&number)),
        phone: Some(number),
        email: (dice.roll(3) == 0).then(|| format!("c{whole}@example.com")),
        added_at: plan.now - Duration::days(dice.roll(3_000)),
        ..Customer::default()
    };
    let mut follow_up = open.then(|| follow_up(dice, plan, n, today));
    if let Some(f) = &mut follow_up {
        let past = f.due_at < plan.now;
        if today && whole % 2 == 0 {
            c.rest_until = Some(plan.now + Duration::minutes(30 + dice.roll(180)));
        } else if today && whole % 4 == 1 {
            f.promised_at = Some(plan.now + Duration::minutes(dice.roll(240) - 60));
        } else if past && dice.roll(10) == 0 {
            c.rest_until = Some(plan.now + Duration::hours(24 + dice.roll(96)));
        } else if past && dice.roll(20) == 0 {
            f.state = FollowUpState::LetGo;
        }
    }
    let a_while_ago = plan.now - Duration::minutes(1_440 + dice.roll(plan.years * 525_600));
    let spoken = if today {
        plan.now - Duration::minutes(whole)
    } else {
        a_while_ago
    };
    let item = Item {
        id: -n,
        version: 0,
        customer: -n,
        label: item(dice),
    };
    changes.push(Change::made(Record::Customer(c)));
    changes.push(Change::made(Record::Item(item)));
    let old = closed(dice, n, a_while_ago);
    changes.extend(old.map(|f| Change::made(Record::FollowUp(f))));
    changes.extend(follow_up.map(|f| Change::made(Record::FollowUp(f))));
    changes.push(Change::made(Record::Contact(contact(dice, n, spoken))));
}

/// A number in a range kept for drama (020 7946 0xxx, 0113 496 0xxx …) or a plausible mobile.
fn number(dice: &mut ShopRng, whole: i64) -> String {
    let areas = [
        "20794", "11349", "11449", "11549", "12149", "13149", "14149", "15149",
    ];
    match dice.roll(3) {
        0 => format!("+44{}6{:04}", dice.pick(&areas), dice.roll(1_000)),
        _ => format!("+447{:09}", 400_000_000 + (whole * 7_919) % 500_000_000),
    }
}

/// A number as it is dialled from the shop.
fn shown(e164: &str) -> String {
    let digits = e164.trim_start_matches("+44");
    let (area, rest) = digits.split_at(4);
    format!("0{area} {rest}")
}

fn item(dice: &mut ShopRng) -> String {
    let make = dice.pick(&MAKES);
    let age = 10 + dice.roll(60);
    let mut three = || dice.letter();
    format!(
        "{make} {}{}{age} {}{}{}",
        three(),
        three(),
        three(),
        three(),
        three()
    )
}

fn follow_up(dice: &mut ShopRng, plan: &ShopPlan, n: Id, today: bool) -> FollowUp {
    let minutes = match dice.roll(10) {
        _ if today => -60 - dice.roll(1_440),
        0..5 => -dice.roll(20 * 1_440) - 1,
        5 => dice.roll(600),
        _ => 1_440 + dice.roll(60 * 1_440),
    };
    let due = plan.now + Duration::minutes(minutes);
    let kind = dice.pick(&[
        FollowUpKind::Finding,
        FollowUpKind::Finding,
        FollowUpKind::CheckBack,
        FollowUpKind::Quote,
        FollowUpKind::Reminder,
    ]);
    let mut f = FollowUp::new(-n, -n, kind, dice.pick(&ABOUT), due);
    if kind == FollowUpKind::Finding {
        f.severity = Some(dice.pick(&[
            Severity::Red,
            Severity::Amber,
            Severity::Amber,
            Severity::Green,
        ]));
        f.quote = Some(500 * (1 + dice.roll(200)));
    }
    f.item = Some(-n);
    f.added_at = due - Duration::days(1);
    "Tom".clone_into(&mut f.added_by);
    f
}

/// What was open once, of one customer in four.
fn closed(dice: &mut ShopRng, n: Id, at: DateTime<Utc>) -> Option<FollowUp> {
    if dice.roll(4) != 0 {
        return None;
    }
    let mut f = FollowUp::new(
        -n - BATCH,
        -n,
        FollowUpKind::Finding,
        dice.pick(&ABOUT),
        at - Duration::days(1),
    );
    f.state = FollowUpState::Closed;
    f.result = Some(FollowUpResult::Settled);
    f.reason = Some("all is well".to_owned());
    f.result_at = Some(at);
    Some(f)
}

fn contact(dice: &mut ShopRng, n: Id, at: DateTime<Utc>) -> Contact {
    Contact {
        id: -n,
        version: 0,
        customer: -n,
        at,
        by: "Tom".to_owned(),
        direction: Direction::Outward,
        way: ContactWay::Phone,
        outcome: dice.pick(&[Outcome::Reached, Outcome::Reached, Outcome::NoAnswer]),
        answers: Vec::new(),
        next_at: None,
        feeling: None,
        note: None,
        attempt: None,
    }
}
