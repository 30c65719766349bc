//! The script: what to say and to ask about a follow-up, in the words of its playbook.
//!
//! Owns what a playbook cannot know: who rings and for whom, until when the shop is open, and that the
//! customer said no before, which is said first. Which playbook it is, is the playbooks' own.

use chrono::{DateTime, Utc};

use super::follow_up::FollowUp;
use super::hours::Calendar;
use super::rules::Rules;
use super::text::fold_for_search;
use super::time_format::spoken;

/// The playbook for what is asked again without one of its own.
const ASKED_AGAIN: &str = "asked-again";

/// What a playbook's words may leave open, each with what fills it.
const CALLER: &str = "{caller}";
const OPEN: &str = "{open}";
const ABOUT: &str = "{about}";

/// What to say and to ask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// What to tell the customer.
    pub say: String,
    /// What to ask, a question each.
    pub ask: Vec<String>,
}

impl Script {
    /// The script for a follow-up that `by` rings about at an instant; `None` where no playbook fits and
    /// nothing was answered before. On paper nobody knows who will ring: `by` is empty then.
    #[must_use]
    pub fn of(follow_up: &FollowUp, rules: &Rules, by: &str, now: DateTime<Utc>) -> Option<Self> {
        let calendar = &rules.calendar;
        let earlier = earlier_no(follow_up, now, calendar);
        let trade = rules.trade.as_deref();
        let own = rules.playbooks.to_say(follow_up, trade);
        // What is said of any call of the kind is said of a fresh one; its own job's words still fit.
        let own_job = own.filter(|p| follow_up.playbook.is_some() && p.suits.is_empty());
        let again = earlier
            .as_ref()
            .filter(|_| own_job.is_none())
            .and_then(|_| rules.playbooks.named(ASKED_AGAIN));
        let playbook = again.or(own);
        if earlier.is_none() && playbook.is_none() {
            return None;
        }
        let fill = |text: &str| {
            text.replace(CALLER, &caller(rules, by))
                .replace(OPEN, &open(calendar, now))
                .replace(ABOUT, &follow_up.about)
        };
        let again = earlier.map(|no| format!("They {no}."));
        let say = playbook.map(|p| fill(&p.say));
        let said: Vec<String> = again.into_iter().chain(say).collect();
        Some(Self {
            say: said.join(" "),
            ask: playbook.map_or(Vec::new(), |p| p.ask.iter().map(|a| fill(a)).collect()),
        })
    }
}

/// The no that was said to what comes round again: "said no on 30 Nov: too dear".
#[must_use]
pub fn earlier_no(f: &FollowUp, now: DateTime<Utc>, calendar: &Calendar) -> Option<String> {
    let fresh = f.is_open() && f.result.is_none() && f.follows.is_some();
    let at = f.result_at.filter(|_| fresh)?;
    let local = calendar.local(at);
    let recent = (now - at).num_days() < 300;
    let day = local.format(if recent { "%-d %b" } else { "%-d %b %Y" });
    let reason = f.reason.as_ref().map(|why| format!(": {why}"));
    Some(format!("said no on {day}{}", reason.unwrap_or_default()))
}

/// Who rings, as they say it themselves: the owner is named where the shop named one.
fn caller(rules: &Rules, by: &str) -> String {
    let owner = &rules.owner;
    if owner.is_empty() {
        return "I'm ringing for the shop".to_owned();
    }
    if fold_for_search(owner) == fold_for_search(by) {
        format!("I'm {owner}, the owner")
    } else {
        format!("I'm ringing for {owner}, the owner")
    }
}

/// Until when the shop is open, or from when it is again.
fn open(calendar: &Calendar, now: DateTime<Utc>) -> String {
    let today = calendar.date(now);
    let clock = |at| calendar.local(at).format("%H:%M").to_string();
    if let Some(closes) = calendar.closes(today).filter(|closes| *closes > now) {
        return format!("We're open till {} today", clock(closes));
    }
    let day = calendar.next_open_day(today);
    match calendar.opens(day).zip(calendar.closes(day)) {
        Some((from, till)) => format!(
            "We're open {} to {}",
            spoken(from, now, calendar),
            clock(till)
        ),
        None => "Ring us before you come".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::Script;
    use crate::domain::follow_up::{FollowUp, FollowUpKind, FollowUpResult};
    use crate::domain::playbook::{Playbook, Playbooks};
    use crate::domain::rules::Rules;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn playbook(name: &str, suits: FollowUpKind, say: &str) -> Playbook {
        Playbook {
            name: name.to_owned(),
            title: name.to_owned(),
            trade: None,
            suits: vec![suits],
            words: Vec::new(),
            say: say.to_owned(),
            ask: Vec::new(),
            job: Vec::new(),
            then: std::collections::BTreeMap::new(),
            retry: None,
            ends: None,
            marketing: None,
        }
    }

    fn rules(owner: &str) -> Rules {
        Rules {
            owner: owner.to_owned(),
            playbooks: Playbooks(vec![
                playbook("finding", FollowUpKind::Finding, "One more thing."),
                playbook("complaint", FollowUpKind::Complaint, "{caller}: sorry."),
                playbook("ready", FollowUpKind::Ready, "It's ready. {open}; come by."),
                Playbook {
                    suits: Vec::new(),
                    words: Vec::new(),
                    ..playbook("tyres", FollowUpKind::Other, "One more thing.")
                },
                Playbook {
                    suits: Vec::new(),
                    words: Vec::new(),
                    ..playbook("asked-again", FollowUpKind::Other, "Has it changed?")
                },
            ]),
            ..Rules::default()
        }
    }

    fn says(f: &FollowUp, rules: &Rules, by: &str, now: &str) -> Option<String> {
        Script::of(f, rules, by, at(now)).map(|script| script.say)
    }

    const TUESDAY: &str = "2026-11-24T10:00:00Z";

    fn call(kind: FollowUpKind) -> FollowUp {
        FollowUp::new(2, 1, kind, "Rear tyres", at(TUESDAY))
    }

    #[test]
    fn only_the_owner_says_that_they_are_the_owner() {
        let complaint = call(FollowUpKind::Complaint);
        let said = |owner, by| says(&complaint, &rules(owner), by, TUESDAY).unwrap();
        assert_eq!(said("Joe", "Joe"), "I'm Joe, the owner: sorry.");
        assert_eq!(said("Joe", "joe"), "I'm Joe, the owner: sorry.");
        assert_eq!(said("Joe", "Tom"), "I'm ringing for Joe, the owner: sorry.");
        assert_eq!(said("Joe", ""), "I'm ringing for Joe, the owner: sorry.");
        assert_eq!(said("", "Tom"), "I'm ringing for the shop: sorry.");
    }

    #[test]
    fn until_when_the_shop_is_open_comes_from_its_hours() {
        let ready = call(FollowUpKind::Ready);
        let said = |now| says(&ready, &rules(""), "Tom", now).unwrap();
        for (now, open) in [
            (TUESDAY, "We're open till 17:30 today"),
            ("2026-11-28T10:00:00Z", "We're open till 13:00 today"),
            ("2026-11-24T18:00:00Z", "We're open tomorrow 08:30 to 17:30"),
            // Closed for the weekend.
            (
                "2026-11-28T14:00:00Z",
                "We're open Mon 30 Nov 08:30 to 17:30",
            ),
        ] {
            assert_eq!(said(now), format!("It's ready. {open}; come by."));
        }
    }

    #[test]
    fn what_is_asked_again_begins_with_the_answer_that_was_given() {
        let mut again = FollowUp {
            follows: Some(1),
            reason: Some("too dear".to_owned()),
            result_at: Some(at("2026-11-30T10:00:00Z")),
            ..call(FollowUpKind::Finding)
        };
        let said = |f: &FollowUp| says(f, &rules(""), "Tom", "2027-01-29T09:30:00Z").unwrap();
        let first = "They said no on 30 Nov: too dear. Has it changed?";
        assert_eq!(said(&again), first);
        // The words of a fresh finding do not fit; those of its own job do.
        again.playbook = Some("finding".to_owned());
        assert_eq!(said(&again), first);
        again.playbook = Some("tyres".to_owned());
        assert_eq!(
            said(&again),
            "They said no on 30 Nov: too dear. One more thing."
        );
        again.reason = None;
        assert_eq!(said(&again), "They said no on 30 Nov. One more thing.");
        // Of another year it says which.
        again.result_at = Some(at("2025-11-30T10:00:00Z"));
        assert_eq!(said(&again), "They said no on 30 Nov 2025. One more thing.");
        // Once they have answered again, that is what counts.
        again.result = Some(FollowUpResult::Thinking);
        assert_eq!(said(&again), "One more thing.");
        // A finding that is asked about for the first time says nothing of the kind.
        let fresh = call(FollowUpKind::Finding);
        assert_eq!(said(&fresh), "One more thing.");
        // And nothing is said of what no playbook is for.
        let other = call(FollowUpKind::Other);
        assert_eq!(says(&other, &rules(""), "Tom", TUESDAY), None);
    }
}
