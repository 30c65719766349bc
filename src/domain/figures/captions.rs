//! What each figure says, in one sentence that claims no more than its numbers show.
//!
//! An hour is called better or worse than the others only if chance would hardly make it so: its
//! share must be three standard deviations of a proportion away from that of all hours (of ten
//! hours that are alike, one in forty shops would then see one singled out), on ten calls at least.
//! See A. Agresti and B. A. Coull, "Approximate Is Better than 'Exact' for Interval Estimation of
//! Binomial Proportions", The American Statistician 52 (1998), 119–126, for why the smallest
//! numbers are left out.

use chrono::{Datelike, NaiveDate};

use super::{Figures, Grain};
use crate::domain::likelihood::AttemptCounts;
use crate::domain::metrics::Metric;
use crate::domain::money::Currency;

/// The fewest calls for a sentence about when people answer.
const FEW: i64 = 20;
/// The fewest calls in an hour for comparing it with the others.
const FEW_IN_AN_HOUR: i64 = 10;

/// "1 call", "12 calls".
fn of(n: i64, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// The sentence on when people answer.
pub(super) fn hours(f: &Figures) -> String {
    let (hours, whole) = (f.by_hour(), f.calls());
    if whole.tried == 0 {
        return "No calls were made in these days.".to_owned();
    }
    if whole.tried < FEW {
        let calls = of(whole.tried, "call");
        return format!("Too early to say when people answer: {calls} so far.");
    }
    let apart: Vec<(usize, AttemptCounts)> = hours
        .into_iter()
        .enumerate()
        .filter(|(_, tries)| stands_out(*tries, whole))
        .collect();
    let better = |t: &AttemptCounts| t.reached * whole.tried > whole.reached * t.tried;
    let share = |t: &AttemptCounts| t.reached * 1_000 / t.tried.max(1);
    let good = apart.iter().filter(|(_, t)| better(t));
    let bad = apart.iter().filter(|(_, t)| !better(t));
    let best = good.max_by_key(|(_, t)| share(t));
    let worst = bad.min_by_key(|(_, t)| share(t));
    match (
        best.map(at_best),
        worst.map(|worst| at_worst(*worst, &hours)),
    ) {
        (Some(best), Some((when, does))) => format!("{best}; {when} {does}."),
        (Some(best), None) => format!("{best}."),
        (None, Some((when, does))) => {
            let does = does.replacen(" does", " answers", 1);
            capital(&format!("{when} {}.", does.replacen(" do ", " answer ", 1)))
        }
        (None, None) => format!(
            "No hour stands out: {} of {} calls reached somebody.",
            whole.reached, whole.tried
        ),
    }
}

/// Whether an hour's share differs from that of all hours by more than chance explains.
fn stands_out(hour: AttemptCounts, whole: AttemptCounts) -> bool {
    let big = i128::from;
    let off = big(hour.reached) * big(whole.tried) - big(whole.reached) * big(hour.tried);
    let missed = whole.tried - whole.reached;
    let spread = big(hour.tried) * big(whole.reached) * big(missed);
    hour.tried >= FEW_IN_AN_HOUR && off != 0 && off * off >= 9 * spread
}

fn at_best((hour, tries): &(usize, AttemptCounts)) -> String {
    let when = format!("between {hour} and {}", hour + 1);
    let share = format!("({} of {})", tries.reached, tries.tried);
    if tries.reached * 2 > tries.tried {
        format!("Most people answer {when} {share}")
    } else {
        format!("People answer best {when} {share}")
    }
}

/// An hour, and how many answer then.
fn at_worst(
    (hour, tries): (usize, AttemptCounts),
    hours: &[AttemptCounts; 24],
) -> (String, String) {
    let called = |(_, t): &(usize, &AttemptCounts)| t.tried > 0;
    let mut all = hours
        .iter()
        .enumerate()
        .filter(called)
        .map(|(hour, _)| hour);
    let first = all.next();
    let when = if first == Some(hour) {
        format!("before {}", hour + 1)
    } else if all.next_back() == Some(hour) {
        format!("after {hour}")
    } else {
        format!("between {hour} and {}", hour + 1)
    };
    let share = format!("({} of {})", tries.reached, tries.tried);
    let does = if tries.reached * 5 <= tries.tried {
        format!("hardly anybody does {share}")
    } else {
        format!("fewest do {share}")
    };
    (when, does)
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// The sentence on the number of calls and the busiest column.
pub(super) fn calls(f: &Figures) -> String {
    let AttemptCounts { tried, reached } = f.calls();
    if tried == 0 {
        return "No calls were made in these days.".to_owned();
    }
    let share = if tried < FEW {
        String::new()
    } else {
        format!(" ({} %)", (100 * reached + tried / 2) / tried)
    };
    let grain = match f.period.days() {
        ..=35 => Grain::Day,
        _ => f.grain.max(Grain::Week),
    };
    let columns = f.columns(grain);
    let most = columns.iter().map(|(_, c)| c.calls.tried).max();
    let mut busiest = columns
        .iter()
        .filter(|(_, c)| Some(c.calls.tried) == most && c.calls.tried < tried);
    let most = match (busiest.next(), busiest.next()) {
        (Some((start, column)), None) => {
            let (n, when) = (column.calls.tried, when(*start, grain));
            format!("; busiest {}: {n}, {when}", grain.word())
        }
        _ => String::new(),
    };
    format!(
        "{reached} of {} reached somebody{share}{most}.",
        of(tried, "call")
    )
}

/// The days of a column, in words.
fn when(start: NaiveDate, grain: Grain) -> String {
    match grain {
        Grain::Day => start.format("on %a %-d %b").to_string(),
        Grain::Week => start.format("from Mon %-d %b on").to_string(),
        Grain::Month => start.format("in %b %Y").to_string(),
        Grain::Quarter => start.format("from %b %Y on").to_string(),
        Grain::Year => format!("in {}", start.year()),
    }
}

/// The sentence on promises kept, by the day they fell due.
pub(super) fn promises(f: &Figures) -> String {
    let [kept, late, open] = f.promises();
    let all = kept + late + open;
    match (all, late + open) {
        (0, _) => return "Nothing was promised for these days.".to_owned(),
        (1, 0) => return "The one promise was kept.".to_owned(),
        (_, 0) => return format!("All {all} promises were kept."),
        _ => {}
    }
    let mut says = format!("{kept} of {} kept", of(all, "promise"));
    if late > 0 {
        says = format!("{says}, {late} late");
    }
    if open > 0 {
        says = format!("{says}, {open} not due yet");
    }
    says + "."
}

/// The sentence on findings that got an answer, and what was authorised.
pub(super) fn work(f: &Figures, currency: &Currency) -> String {
    let says = |(part, colour): (i64, &str)| {
        let asked = f.part(Metric::Asked, part);
        let (authorised, worth) = (
            f.part(Metric::Authorised, part),
            f.part(Metric::Worth, part),
        );
        let worth = if worth > 0 {
            format!(", worth {}", currency.show(worth))
        } else {
            String::new()
        };
        (asked > 0).then(|| {
            let findings = of(asked, &format!("{colour} finding"));
            let yes = match authorised {
                0 => "none was".to_owned(),
                1 => "1 was".to_owned(),
                n => format!("{n} were"),
            };
            format!("of {findings} {yes} authorised{worth}")
        })
    };
    let said: Vec<String> = [(0, "red"), (1, "amber")]
        .into_iter()
        .filter_map(says)
        .collect();
    if said.is_empty() {
        return "No red or amber finding was decided.".to_owned();
    }
    capital(&(said.join("; ") + "."))
}

/// The sentence on how soon findings were rung about: the median wait.
pub(super) fn waited(f: &Figures) -> String {
    let all = f.all(Metric::Waited);
    let mut within = 0;
    let half = WITHIN.iter().enumerate().find_map(|(part, said)| {
        within += f.part(Metric::Waited, i64::try_from(part).ok()?);
        (all > 0 && within * 2 >= all).then_some(*said)
    });
    match (all, half) {
        (0, _) => "No finding was rung about for the first time.".to_owned(),
        (1, Some(said)) => format!("The one finding was rung about {said}."),
        (_, Some(said)) => format!("{within} of {all} findings were rung about {said}."),
        (_, None) => format!(
            "{} waited longer than 3 days for the first call.",
            if all == 1 {
                "The one finding".to_owned()
            } else {
                format!("{} of {all} findings", all - within)
            }
        ),
    }
}

/// The waits of `metrics::WAITS`, in words.
const WITHIN: [&str; 4] = [
    "within an hour",
    "within 4 hours",
    "within a day",
    "within 3 days",
];

/// The sentence on how customers felt at the end.
pub(super) fn feelings(f: &Figures) -> String {
    let [pleased, fine, unhappy] = [0, 1, 2].map(|part| f.part(Metric::Felt, part));
    match pleased + fine + unhappy {
        0 => "No feelings were noted.".to_owned(),
        all => format!(
            "Of {} with a feeling noted, {pleased} ended pleased, {fine} fine, {unhappy} unhappy.",
            of(all, "call")
        ),
    }
}

/// The sentence on which attempt reached customers.
pub(super) fn tries(f: &Figures) -> String {
    let all = f.all(Metric::Tries);
    let [first, second] = [1, 2].map(|nth| f.part(Metric::Tries, nth));
    match (all, all - first, all - first - second) {
        (0, ..) => "Nobody was reached in these days.".to_owned(),
        (1, 0, _) => "One customer was reached, at the first try.".to_owned(),
        (_, 0, _) => format!("All {all} were reached at the first try."),
        (_, _, 0) => {
            format!("{first} of {all} were reached at the first try, the others at the second.")
        }
        (_, _, more) => {
            format!("{first} of {all} were reached at the first try; {more} took three or more.")
        }
    }
}

/// The sentence on incoming and outgoing calls.
pub(super) fn rang_us(f: &Figures) -> String {
    let (they, we) = (f.all(Metric::RangUs), f.calls().tried);
    let times = |n| match n {
        1 => "once".to_owned(),
        n => format!("{n} times"),
    };
    match (they, we) {
        (0, _) => "Nobody rang us.".to_owned(),
        (_, 0) => format!("They rang us {}; we rang nobody.", times(they)),
        _ => format!("They rang us {}, we rang them {}.", times(they), times(we)),
    }
}

/// The sentence on new customers.
pub(super) fn new(f: &Figures) -> String {
    let (new, sent) = (f.all(Metric::New), f.all(Metric::Sent));
    let says = match new {
        0 => "No new customers".to_owned(),
        1 => "One new customer".to_owned(),
        n => format!("{n} new customers"),
    };
    match sent {
        0 => format!("{says}."),
        1 => format!("{says}; one was sent by another customer."),
        n => format!("{says}; {n} were sent by other customers."),
    }
}
