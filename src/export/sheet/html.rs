//! The sheet as one HTML page: no network, no script, black on white, A4 and Letter alike.
//!
//! Owns the markup. Every text of the shop is escaped and isolated in its own direction.

use std::fmt::Write as _;
use std::io::{self, Write};

use qrcode::{Color, EcLevel, QrCode};

use super::{SheetDay, gravity, outcome_words, result_words};
use crate::domain::customer::Id;
use crate::domain::follow_up::{FollowUp, Severity};
use crate::domain::paper::{self, OUTCOMES, RESULTS};
use crate::domain::summary::CustomerSummary;

/// The number of blank entries on a sheet for notes: as many as fit on a page of either size.
const BLANK: usize = 5;

const STYLE: &str = include_str!("sheet.css");

/// Writes the head of the page.
///
/// # Errors
/// Any write error of `out`.
pub(crate) fn begin(out: &mut impl Write, day: &SheetDay<'_>, blank: bool) -> io::Result<()> {
    let shop = escaped(&day.rules.shop);
    let date = escaped(&day.date());
    let (mark, printed) = (super::MARK, day.printed());
    let what = if blank { "Notes" } else { "To call" };
    write!(
        out,
        "{mark}the sheet to print -->\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{what}, {shop}, {date}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{what} <b>{date}</b></h1><p><bdi>{shop}</bdi><br>printed {printed}</p></header>\n"
    )?;
    if blank {
        return out.write_all(b"<main>\n");
    }
    write!(
        out,
        "<p class=\"how\">Tick how it ended and write the time; once they were reached, one tick for \
         each thing that was talked about. To bring it back: <kbd>K</kbd> in Checkback, then the \
         row's number, the ticked letters (<kbd>0</kbd> for what was not talked about) and the \
         time: <kbd>12 n 10:15</kbd>, <kbd>12 da 10:15</kbd>.</p>\n<main>\n"
    )
}

/// A row's code for a scanner, as a picture: one that is read in Checkback's list opens the customer.
/// Nothing where none can be made.
fn scan_code(customer: Id) -> String {
    let Ok(code) = QrCode::with_error_correction_level(paper::code(customer), EcLevel::M) else {
        return String::new();
    };
    let width = code.width();
    let mut dark = String::new();
    for (n, module) in code.to_colors().into_iter().enumerate() {
        if module == Color::Dark {
            let _written = write!(dark, "M{} {}h1v1h-1z", n % width, n / width);
        }
    }
    format!(
        "<svg class=\"code\" viewBox=\"-4 -4 {0} {0}\" aria-hidden=\"true\"><path d=\"{dark}\"/></svg>\n",
        width + 8
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
    let name = escaped(&c.name);
    let number = escaped(&SheetDay::number(entry));
    let time = escaped(&day.time(entry));
    write!(
        out,
        "<section>\n<h2><span class=\"no\">{}</span> <bdi>{name}</bdi> \
         <span class=\"time\">{time}</span> <span class=\"tel\"><bdi>{number}</bdi></span></h2>\n{}",
        c.id,
        scan_code(c.id)
    )?;
    if let Some(why) = day.dimmed(entry) {
        writeln!(out, "<p class=\"not\">{}</p>", escaped(&why))?;
    }
    if let Some(line) = &c.line {
        writeln!(out, "<p class=\"line\"><bdi>{}</bdi></p>", escaped(line))?;
    }
    for f in day.covered(entry) {
        reason(out, day, entry, f)?;
    }
    let said = day.say(entry);
    if !said.is_empty() {
        let said: Vec<String> = said
            .iter()
            .map(|(word, text)| format!("<b>{word}</b> {}", escaped(text)))
            .collect();
        writeln!(out, "<p class=\"say\">{}</p>", said.join(" "))?;
    }
    out.write_all(b"<p class=\"ticks\">")?;
    for (key, outcome) in OUTCOMES {
        write!(out, "{} ", tick(key, &outcome_words(outcome)))?;
    }
    out.write_all(
        b"<span class=\"at\">at <i></i> : <i></i></span></p>\n\
          <p class=\"note\">Note</p>\n<p class=\"note\"></p>\n</section>\n",
    )
}

/// Writes one follow-up, with a box for each result.
fn reason(
    out: &mut impl Write,
    day: &SheetDay<'_>,
    entry: &CustomerSummary,
    f: &FollowUp,
) -> io::Result<()> {
    let red = if f.severity == Some(Severity::Red) {
        " red"
    } else {
        ""
    };
    let parts = day.parts(entry, f);
    let parts: Vec<String> = parts
        .iter()
        .map(|part| format!("<span><bdi>{}</bdi></span>", escaped(part)))
        .collect();
    writeln!(
        out,
        "<div class=\"why\"><p><span class=\"grave{red}\">{}</span> \
         <strong><bdi>{}</bdi></strong> {}</p>",
        escaped(&gravity(f)),
        escaped(&f.about),
        parts.join(" · ")
    )?;
    if let Some(note) = &f.note {
        writeln!(out, "<p class=\"line\"><bdi>{}</bdi></p>", escaped(note))?;
    }
    out.write_all(b"<p class=\"results\">")?;
    for (key, result) in RESULTS {
        write!(out, "{} ", tick(key, &result_words(result)))?;
    }
    out.write_all(b"</p></div>\n")
}

/// Writes the blank entries for notes.
///
/// # Errors
/// Any write error of `out`.
pub(crate) fn blanks(out: &mut impl Write) -> io::Result<()> {
    for _ in 0..BLANK {
        out.write_all(
            b"<section class=\"blank\">\n<p><span>Name</span><span>Number</span></p>\n\
              <p><span>About</span><span>Which</span></p>\n\
              <p><span>Price</span><span>Promised by</span></p>\n<p class=\"ticks\">",
        )?;
        for (key, word) in [('R', "red"), ('A', "amber"), ('G', "green")] {
            write!(out, "{} ", tick(key, word))?;
        }
        for (key, outcome) in OUTCOMES {
            write!(out, "{} ", tick(key, &outcome_words(outcome)))?;
        }
        out.write_all(b"</p>\n<p class=\"note\">Note</p>\n</section>\n")?;
    }
    Ok(())
}

/// Ends the page, which has `rows` entries.
///
/// # Errors
/// Any write error of `out`.
pub(crate) fn end(out: &mut impl Write, rows: usize, blank: bool) -> io::Result<()> {
    if rows == 0 && !blank {
        out.write_all(b"<p>Nobody to call.</p>\n")?;
    }
    out.write_all(b"</main>\n</body>\n</html>\n")
}

fn tick(key: char, word: &str) -> String {
    format!("<span class=\"tick\"><i></i><kbd>{key}</kbd> {word}</span>")
}

/// A text escaped for HTML content and attributes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push_str("<br>"),
            c => safe.push(c),
        }
    }
    safe
}
