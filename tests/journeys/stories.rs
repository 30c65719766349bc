//! Everybody's story: who is in the shop, why they are to be rung, and what happened so far.

use checkback::domain::contact::{Feeling, Outcome};
use checkback::domain::customer_detail::CustomerDetail;
use checkback::domain::draft::Reason;
use checkback::domain::follow_up::{FollowUpKind, FollowUpResult, Severity};

use crate::common::{reason, red};
use crate::seed_history::HistoryStory;
use crate::seed_history::ShopEvent::{Added, Entered, Reached, Tried};
use crate::shop::{CLARA, LONG, due, finding, promised, who};

/// All of them.
pub fn all() -> Vec<HistoryStory> {
    let stories = [
        promised_calls(),
        red_ones(),
        the_rest(),
        done_today(),
        ahead(),
    ];
    stories.into_iter().flatten().collect()
}

fn promised_calls() -> Vec<HistoryStory> {
    // A broken promise, a second try, two follow-ups, a history.
    let wiper = finding("Rear wiper arm seized", Severity::Green, 4_200);
    let mut anita = who(
        "Anita Patel",
        "020 7946 0123",
        "Renault Clio AB12 CDE",
        wiper,
    );
    anita.line = Some("Say An-EE-ta. Boxer dog, 12, poorly.".to_owned());
    let pads = finding("Front pads 2 mm", Severity::Red, 18_000);
    let pads = promised("2026-11-24T10:30:00Z", "2026-11-23T09:12:00Z", pads);
    let struts = Reason {
        quote: Some(42_000),
        owner: Some("Asha".to_owned()),
        ..reason(FollowUpKind::Quote, "Quote for struts")
    };
    let struts = promised("2026-11-24T17:00:00Z", "2026-11-24T09:00:00Z", struts);
    let dog = "Dog had his operation, asked after him.";
    let filter = reason(FollowUpKind::Parts, "换机油 Oil filter arrived");
    let filter = promised("2026-11-24T11:20:00Z", "2026-11-24T11:20:00Z", filter);
    let wang = who("王秀英", "020 7946 0101", "比亚迪 海豚 BD71 XYZ", filter);
    let mot = reason(FollowUpKind::Other, "MOT result");
    let mot = promised("2026-11-24T15:00:00Z", "2026-11-24T15:00:00Z", mot);
    let priya = who("Priya Nair", "020 7946 0166", "Kia Rio PR10 YAN", mot);
    let (yes, fine) = (FollowUpResult::Authorised, FollowUpResult::Settled);
    vec![
        (
            "2026-10-02T15:30:00Z",
            "Tom",
            "Anita",
            Entered(Box::new(anita), ""),
        ),
        (
            "2026-10-03T10:30:00Z",
            "Tom",
            "Anita",
            Reached(yes, Feeling::Pleased, dog),
        ),
        (
            "2026-10-12T16:30:00Z",
            "Tom",
            "Anita",
            Reached(fine, Feeling::Fine, ""),
        ),
        (
            "2026-11-23T09:12:00Z",
            "Asha",
            "Anita",
            Added(pads, "pads-low"),
        ),
        (
            "2026-11-23T09:15:00Z",
            "Asha",
            "Anita",
            Added(struts, "quote-promised"),
        ),
        (
            "2026-11-23T16:40:00Z",
            "Tom",
            "Anita",
            Tried(Outcome::NoAnswer),
        ),
        (
            "2026-11-23T14:00:00Z",
            "Tom",
            "Wang",
            Entered(Box::new(wang), "part-ordered"),
        ),
        (
            "2026-11-24T08:40:00Z",
            "Tom",
            "Priya",
            Entered(Box::new(priya), ""),
        ),
    ]
}

fn red_ones() -> Vec<HistoryStory> {
    let exhaust = Reason {
        quote: Some(4_500),
        ..red("Exhaust mount cracked")
    };
    let clara = who(CLARA, "020 7946 0177", "Seat Ibiza KJ08 LMN", exhaust);
    let payment = reason(FollowUpKind::ToldUs, "Payment went wrong");
    let muhammad = who("محمد الأحمد", "020 7946 0144", "", payment);
    vec![
        (
            "2026-11-21T10:00:00Z",
            "Tom",
            "Clara",
            Entered(Box::new(clara), "extra-fault-found"),
        ),
        (
            "2026-11-23T16:05:00Z",
            "Asha",
            "Muhammad",
            Entered(Box::new(muhammad), "payment-went-wrong"),
        ),
    ]
}

fn the_rest() -> Vec<HistoryStory> {
    let belt = finding("Cam belt advised", Severity::Amber, 39_000);
    let zoe = who("Zoë 👩‍🔧 Baker", "020 7946 0155", "VW Polo CD34 EFG", belt);
    let whine = "Gearbox whines in third when cold, customer away until Christmas";
    let long = who(
        LONG,
        "+49 30 901820",
        "",
        reason(FollowUpKind::Other, whine),
    );
    // The fourth try of hers asks whether to let go.
    let exhaust = reason(FollowUpKind::CheckBack, "Exhaust: all well?");
    let joan = who("Joan Fisher", "020 7946 0188", "Fiat 500 HJ65 KLM", exhaust);
    let struts = reason(FollowUpKind::CheckBack, "Struts: happy with them?");
    let mut bilal = who("B. Ali", "020 7946 0133", "Ford Focus FG56 HIJ", struts);
    bilal.details.add(CustomerDetail::Hours, "after 17");
    let service = reason(FollowUpKind::Quote, "Quote for the van's service");
    let mut dairy = who("Meadow Dairy Ltd", "", "Sprinter MD19 VAN", service);
    dairy.email = Some("office@meadowdairy.example".to_owned());
    let walter = who(
        "Walter Quist",
        "020 7946 0199",
        "",
        reason(FollowUpKind::Ready, "Key fob is in"),
    );
    vec![
        (
            "2026-11-22T10:00:00Z",
            "Tom",
            "Zoe",
            Entered(Box::new(zoe), "cam-belt-advised"),
        ),
        (
            "2026-11-23T11:00:00Z",
            "Tom",
            "Long",
            Entered(Box::new(long), ""),
        ),
        (
            "2026-11-13T09:00:00Z",
            "Tom",
            "Joan",
            Entered(Box::new(joan), ""),
        ),
        (
            "2026-11-13T09:20:00Z",
            "Asha",
            "Joan",
            Tried(Outcome::NoAnswer),
        ),
        (
            "2026-11-13T12:30:00Z",
            "Asha",
            "Joan",
            Tried(Outcome::NoAnswer),
        ),
        (
            "2026-11-16T15:00:00Z",
            "Asha",
            "Joan",
            Tried(Outcome::NoAnswer),
        ),
        (
            "2026-11-24T08:35:00Z",
            "Tom",
            "Bilal",
            Entered(Box::new(bilal), "struts-done"),
        ),
        (
            "2026-11-24T09:05:00Z",
            "Tom",
            "Dairy",
            Entered(Box::new(dairy), "quote-promised"),
        ),
        (
            "2026-11-24T09:30:00Z",
            "Tom",
            "Walter",
            Entered(Box::new(walter), ""),
        ),
        (
            "2026-11-24T09:45:00Z",
            "Tom",
            "Walter",
            Tried(Outcome::WrongNumber),
        ),
    ]
}

fn done_today() -> Vec<HistoryStory> {
    let blades = finding("Wiper blades worn", Severity::Amber, 3_000);
    let asha = who("Asha Roy", "020 7946 0111", "Mini MN11 OPQ", blades);
    let cable = finding("Handbrake cable frayed", Severity::Red, 9_500);
    let tom = who("Tom Reid", "020 7946 0122", "Skoda Fabia TR15 EID", cable);
    let yes = Reached(FollowUpResult::Authorised, Feeling::Pleased, "");
    vec![
        (
            "2026-11-23T15:00:00Z",
            "Tom",
            "Asha",
            Entered(Box::new(asha), ""),
        ),
        (
            "2026-11-24T09:58:00Z",
            "Tom",
            "Asha",
            Tried(Outcome::NoAnswer),
        ),
        (
            "2026-11-24T08:50:00Z",
            "Tom",
            "Reid",
            Entered(Box::new(tom), ""),
        ),
        ("2026-11-24T10:12:00Z", "Tom", "Reid", yes),
    ]
}

fn ahead() -> Vec<HistoryStory> {
    let service = due(
        "2026-11-30T09:00:00Z",
        reason(FollowUpKind::Reminder, "Service and MOT due"),
    );
    let grace = who(
        "Grace O'Neill",
        "020 7946 0190",
        "Honda Jazz GO14 NEI",
        service,
    );
    let winter = due(
        "2026-12-14T08:30:00Z",
        reason(FollowUpKind::Reminder, "Winter check"),
    );
    let mut hugh = who("Hugh Ward", "020 7946 0191", "Volvo V40 HW13 ARD", winter);
    hugh.line = Some("Deaf in one ear: speak up.".to_owned());
    vec![
        (
            "2026-11-02T12:00:00Z",
            "Tom",
            "Grace",
            Entered(Box::new(grace), "service-due"),
        ),
        (
            "2026-11-05T12:00:00Z",
            "Tom",
            "Hugh",
            Entered(Box::new(hugh), ""),
        ),
    ]
}
