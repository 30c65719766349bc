//! The iCalendar export (<https://www.rfc-editor.org/rfc/rfc5545>): open follow-ups as events, and
//! those that were closed or taken back lately as events that are cancelled.
//!
//! Owns the properties, the folding and the escaping. Instants are UTC. A follow-up keeps its UID
//! for good, and its SEQUENCE grows with every change of it or of its customer. So importing the
//! calendar again is idempotent: it updates the events, adds none twice and takes out what is over.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::{DateTime, Duration, Utc};

use crate::domain::customer::Id;
use crate::domain::follow_up::Severity;
use crate::domain::rules::Rules;
use crate::domain::summary::FollowUpRow;

/// The first bytes of the file.
pub(super) const MARK: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Checkback//";

/// The most octets of a line, without its end.
const OCTETS: usize = 75;

/// For how long what is over is written as cancelled: longer than anybody waits to import again.
pub(crate) const CANCELLED_FOR: Duration = Duration::weeks(8);

/// The length of a call's event.
const CALL: Duration = Duration::minutes(15);

/// Writes a calendar.
pub(crate) struct IcsWriter<'a, W: Write> {
    out: W,
    now: DateTime<Utc>,
    rules: &'a Rules,
    /// The acts by which follow-ups were taken back or brought back, by follow-up.
    acts: BTreeMap<Id, i64>,
}

impl<'a, W: Write> IcsWriter<'a, W> {
    /// Writes the calendar's header.
    ///
    /// # Errors
    /// Any write error of `out`.
    pub(crate) fn begin(mut out: W, now: DateTime<Utc>, rules: &'a Rules) -> io::Result<Self> {
        line(&mut out, "BEGIN:VCALENDAR")?;
        line(&mut out, "VERSION:2.0")?;
        line(&mut out, "PRODID:-//Checkback//Checkback//EN")?;
        line(&mut out, "CALSCALE:GREGORIAN")?;
        let name = escaped(&rules.shop);
        line(&mut out, &format!("X-WR-CALNAME:{name}"))?;
        Ok(Self {
            out,
            now,
            rules,
            acts: BTreeMap::new(),
        })
    }

    /// Takes the acts by which follow-ups were taken back or brought back: their sequence goes on behind
    /// them.
    #[must_use]
    pub(crate) fn behind(self, acts: BTreeMap<Id, i64>) -> Self {
        Self { acts, ..self }
    }

    /// Writes an open follow-up as an event.
    ///
    /// # Errors
    /// Any write error of the output.
    pub(crate) fn event(&mut self, owed: &FollowUpRow) -> io::Result<()> {
        self.begin_event(owed)?;
        let f = &owed.follow_up;
        if let Some(promise) = f.promise_open() {
            let at = utc(promise - CALL);
            let mut put = |text: &str| line(&mut self.out, text);
            put("BEGIN:VALARM")?;
            put("ACTION:DISPLAY")?;
            put(&format!("TRIGGER;VALUE=DATE-TIME:{at}"))?;
            put(&format!("DESCRIPTION:{}", escaped(&summary(owed))))?;
            put("END:VALARM")?;
        }
        line(&mut self.out, "END:VEVENT")
    }

    /// Writes a follow-up that is over, or was taken back, as an event that is cancelled: a calendar that
    /// has it takes it out, alarm and all.
    ///
    /// # Errors
    /// Any write error of the output.
    pub(crate) fn cancelled(&mut self, owed: &FollowUpRow) -> io::Result<()> {
        self.begin_event(owed)?;
        line(&mut self.out, "STATUS:CANCELLED")?;
        line(&mut self.out, "END:VEVENT")
    }

    /// An event's own properties, all but its status and its alarm.
    fn begin_event(&mut self, owed: &FollowUpRow) -> io::Result<()> {
        let f = &owed.follow_up;
        let (start, end) = times(owed);
        let made = f.added_at.timestamp_millis();
        // An act changes a follow-up and its customer once each at most, so their versions grow by two an
        // act: where they begin anew, thrice its number is more than all that came before.
        let anew = self.acts.get(&f.id).map_or(0, |act| 3 * act);
        let sequence = anew + f.version + owed.customer.version;
        let mut put = |text: &str| line(&mut self.out, text);
        put("BEGIN:VEVENT")?;
        put(&format!("UID:follow-up-{}-{made}@checkback", f.id))?;
        put(&format!("SEQUENCE:{sequence}"))?;
        put(&format!("DTSTAMP:{}", utc(self.now)))?;
        put(&format!("CREATED:{}", utc(f.added_at)))?;
        put(&format!("DTSTART:{}", utc(start)))?;
        put(&format!("DTEND:{}", utc(end)))?;
        put(&format!("SUMMARY:{}", escaped(&summary(owed))))?;
        let words = description(owed, self.rules);
        put(&format!("DESCRIPTION:{}", escaped(&words)))?;
        put(&format!("CATEGORIES:{}", f.kind.word()))?;
        let priority = match f.severity {
            Some(Severity::Red) => Some(1),
            Some(Severity::Amber) => Some(5),
            Some(Severity::Green) => Some(9),
            None => None,
        };
        if let Some(priority) = priority {
            put(&format!("PRIORITY:{priority}"))?;
        }
        put("TRANSP:TRANSPARENT")
    }

    /// Ends the calendar and flushes it.
    ///
    /// # Errors
    /// Any write error of the output.
    pub(crate) fn end(mut self) -> io::Result<()> {
        line(&mut self.out, "END:VCALENDAR")?;
        self.out.flush()
    }
}

/// The start and end of an event. It starts when the follow-up is due or the customer's rest ends,
/// but not after a promise. It ends at a promise of the same day, else after a quarter of an hour.
fn times(owed: &FollowUpRow) -> (DateTime<Utc>, DateTime<Utc>) {
    let f = &owed.follow_up;
    let due = owed
        .customer
        .rest_until
        .map_or(f.due_at, |rest| f.due_at.max(rest));
    let promise = f.promise_open();
    let start = promise.map_or(due, |promise| due.min(promise));
    let same_day = |p: &DateTime<Utc>| *p - start >= CALL && *p - start < Duration::hours(12);
    (start, promise.filter(same_day).unwrap_or(start + CALL))
}

/// "Anita Patel 020 7946 0123: Front pads 2 mm"; a customer who was taken back has no name.
fn summary(owed: &FollowUpRow) -> String {
    let (c, f) = (&owed.customer, &owed.follow_up);
    let number = c.shown_number().filter(|_| c.wrong_number_at.is_none());
    let number = number.map(|n| format!(" {n}")).unwrap_or_default();
    let who = format!("{}{number}", c.name);
    if who.is_empty() {
        return f.about.clone();
    }
    format!("{who}: {}", f.about)
}

fn description(owed: &FollowUpRow, rules: &Rules) -> String {
    let f = &owed.follow_up;
    let local = |at: DateTime<Utc>| rules.calendar.local(at).format("%a %-d %b %H:%M");
    let mut lines = vec![match f.severity {
        Some(severity) => format!("{}: {severity}", f.kind),
        None => f.kind.to_string(),
    }];
    lines.extend(owed.item.clone());
    lines.extend(f.quote.map(|q| rules.currency.show(q)));
    lines.extend(
        f.promise_open()
            .map(|p| format!("Promised by {}", local(p))),
    );
    lines.extend(f.owner.as_ref().map(|owner| format!("Owner: {owner}")));
    lines.extend(f.note.clone());
    lines.extend(owed.customer.line.clone());
    lines.join("\n")
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as an iCalendar value: separators are escaped, and a line end becomes `\n`.
pub(super) fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// Writes a content line, folded at 75 octets and never inside a character.
pub(super) fn line(out: &mut impl Write, text: &str) -> io::Result<()> {
    let mut room = OCTETS;
    let mut folded = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.len_utf8() > room {
            folded.push_str("\r\n ");
            room = OCTETS - 1;
        }
        room -= c.len_utf8();
        folded.push(c);
    }
    folded.push_str("\r\n");
    out.write_all(folded.as_bytes())
}
