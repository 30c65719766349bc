//! The sheet as plain text, for any printer and any editor.
//!
//! Owns the layout: at most 76 columns, except for words that cannot be broken.

use std::io::{self, Write};

use super::{PLAIN_MARK, SheetDay, gravity, outcome_words, result_words};
use crate::domain::paper::{OUTCOMES, RESULTS};
use crate::domain::summary::CustomerSummary;
use crate::domain::text::display_width;

/// The width of the text.
const WIDTH: usize = 76;
/// The number of blank entries on a sheet for notes.
const BLANK: usize = 6;
/// A line to write on.
const RULE: &str = "____________________________________________________________________________";

/// Writes the heading.
///
/// # Errors
/// Any write error of `out`.
pub(crate) fn begin(out: &mut impl Write, day: &SheetDay<'_>, blank: bool) -> io::Result<()> {
    let what = if blank { "notes" } else { "to call" };
    let (date, shop, printed) = (day.date(), &day.rules.shop, day.printed());
    writeln!(out, "{PLAIN_MARK}{what} {date}")?;
    writeln!(out, "{shop}, printed {printed}")?;
    if blank {
        return Ok(());
    }
    writeln!(out)?;
    folded(
        out,
        "",
        "Tick how it ended and write the time; once they were reached, one tick for each thing \
         that was talked about. To bring it back: K in Checkback, then the row's number, the \
         ticked letters (0 for what was not talked about) and the time: 12 n 10:15, 12 da 10:15.",
    )
}

/// Writes a customer's entry.
///
/// # Errors
/// Any write error of `out`.
pub(crate) fn row(
    out: &mut impl Write,
    day: &SheetDay<'_>,
    entry: &CustomerSummary,
) -> io::Result<()> {
    let c = &entry.customer;
    writeln!(out, "\n{RULE}")?;
    let head = format!("{:>4}  {}", c.id, c.name);
    let tail = SheetDay::number(entry);
    let gap = WIDTH
        .saturating_sub(display_width(&head) + display_width(&tail))
        .max(2);
    writeln!(out, "{head}{:gap$}{tail}", "")?;
    writeln!(out, "      {}", day.time(entry))?;
    if let Some(why) = day.dimmed(entry) {
        folded(out, "      ", &why)?;
    }
    if let Some(line) = &c.line {
        folded(out, "      ", line)?;
    }
    for f in day.covered(entry) {
        let mut words = vec![format!("{}: {}", gravity(f), f.about)];
        words.extend(day.parts(entry, f));
        folded(out, "    * ", &words.join(", "))?;
        for line in f.note.iter().flat_map(|note| note.lines()) {
            folded(out, "      ", line)?;
        }
        let results = RESULTS.iter().map(|(key, r)| tick(*key, &result_words(*r)));
        ticks(out, &results.collect::<Vec<_>>())?;
    }
    for (word, text) in day.say(entry) {
        folded(out, "      ", &format!("{word}: {text}"))?;
    }
    let outcomes = OUTCOMES
        .iter()
        .map(|(key, o)| tick(*key, &outcome_words(*o)));
    let ends = ["at __:__".to_owned()];
    ticks(out, &outcomes.chain(ends).collect::<Vec<_>>())?;
    rule(out, "      Note ")?;
    rule(out, "      ")
}

/// Writes the blank entries for notes.
///
/// # Errors
/// Any write error of `out`.
pub(crate) fn blanks(out: &mut impl Write) -> io::Result<()> {
    for _ in 0..BLANK {
        writeln!(out, "\n{RULE}")?;
        for label in ["Name ", "Number ", "About ", "Promised by "] {
            writeln!(out)?;
            rule(out, label)?;
        }
        let outcomes = OUTCOMES
            .iter()
            .map(|(key, o)| tick(*key, &outcome_words(*o)));
        ticks(out, &outcomes.collect::<Vec<_>>())?;
        rule(out, "Note ")?;
    }
    Ok(())
}

/// Ends the text, which has `rows` entries.
///
/// # Errors
/// Any write error of `out`.
pub(crate) fn end(out: &mut impl Write, rows: usize, blank: bool) -> io::Result<()> {
    if rows == 0 && !blank {
        writeln!(out, "\nNobody to call.")?;
    }
    Ok(())
}

fn tick(key: char, word: &str) -> String {
    format!("[ ] {key} {word}")
}

/// Writes boxes to tick, as many per line as fit.
fn ticks(out: &mut impl Write, boxes: &[String]) -> io::Result<()> {
    let mut line = String::from("     ");
    for tick in boxes {
        if display_width(&line) + 1 + display_width(tick) > WIDTH {
            writeln!(out, "{line}")?;
            "     ".clone_into(&mut line);
        }
        line.push(' ');
        line.push_str(tick);
        line.push(' ');
    }
    writeln!(out, "{}", line.trim_end())
}

/// Writes a line to fill in, after its label.
fn rule(out: &mut impl Write, label: &str) -> io::Result<()> {
    writeln!(
        out,
        "{label}{:_<1$}",
        "",
        WIDTH - display_width(label).min(WIDTH)
    )
}

/// Writes a text wrapped at its spaces.
fn folded(out: &mut impl Write, first: &str, text: &str) -> io::Result<()> {
    let behind = if first.is_empty() { "" } else { "      " };
    let mut line = first.to_owned();
    let mut bare = true;
    for word in text.split_whitespace() {
        if !bare && display_width(&line) + 1 + display_width(word) > WIDTH {
            writeln!(out, "{line}")?;
            line.clear();
            line.push_str(behind);
            bare = true;
        }
        if !bare {
            line.push(' ');
        }
        line.push_str(word);
        bare = false;
    }
    writeln!(out, "{line}")
}
