//! How a frame has to look, as rules: each says of a word, a mark or a line which style it bears, or
//! where a style may stand at all. They are kept on every frame a journey draws, so that no frame has
//! to be compared letter by letter for its colours. They read a frame as a person does: by its
//! letters, marks and borders.

use std::sync::atomic::{AtomicUsize, Ordering};

use checkback::app::state::Notice;
use checkback::app::theme::Theme;
use checkback::app::{App, View};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::drawn_frame::{
    DrawnFrame, Judged, Run, blank, body, bold, coloured, each, has, is_late, is_near, is_over,
    may_be_rung, not_to_be_rung, of_code, reversed, text, ticked, whens, words_of,
};
use crate::picture;

/// A rule: what it says, and its judge.
pub struct StyleRule {
    pub says: &'static str,
    pub judge: fn(&DrawnFrame<'_>) -> Judged,
}

/// Every rule there is.
pub const RULES: [StyleRule; 20] = [
    rule("every style is one of the meanings", only_meanings),
    rule("only a code to scan has a ground of its own", grounds),
    rule("the selected row and only it is reversed", selection),
    rule("a list has one selected row", one_selected),
    rule("the current tab and only it is reversed", tabs),
    rule("a severity's letter and word have its colour", severities),
    rule("what is urgent says so in red", urgent),
    rule("a promise that was missed is red", broken),
    rule("a promise that is to be kept is amber", near),
    rule(
        "what was dealt with has a tick, and is struck out if it is over",
        done,
    ),
    rule(
        "only what is done, taken back or a wrong number is struck out",
        struck_out,
    ),
    rule("who may not be rung now is dimmed", dimmed),
    rule("the foot has keys and plain words, nothing else", foot),
    rule("the notice has the colour of what it is", notice),
    rule("a popup's border is not a region's", borders),
    rule("a title is bold", titles),
    rule("the number to dial is drawn in its style", numbers),
    rule("a coloured bar has its number or its word beside it", bars),
    rule("no text touches a frame", frames_apart),
    rule("nothing is cut beside free columns", cut_in_need),
];

const fn rule(says: &'static str, judge: fn(&DrawnFrame<'_>) -> Judged) -> StyleRule {
    StyleRule { says, judge }
}

/// How many frames were judged so far.
pub static JUDGED: AtomicUsize = AtomicUsize::new(0);

/// Holds a frame against every rule. The rules are said in meanings: what the themes make of those is
/// said in `themes`.
pub fn check(buffer: &Buffer, app: &App) {
    if app.theme != Theme::Terminal {
        return;
    }
    let frame = DrawnFrame::of(buffer, app);
    for rule in &RULES {
        if let Err(wrong) = (rule.judge)(&frame) {
            panic!("{}: {wrong}\n{}", rule.says, picture::text(buffer));
        }
    }
    JUDGED.fetch_add(1, Ordering::Relaxed);
}

fn only_meanings(frame: &DrawnFrame<'_>) -> Judged {
    const COLOURS: [Color; 6] = [
        Color::Reset,
        Color::DarkGray,
        Color::Cyan,
        Color::Red,
        Color::Yellow,
        Color::Green,
    ];
    let known = Modifier::BOLD | Modifier::REVERSED | Modifier::CROSSED_OUT;
    each(frame.rows.iter().flat_map(|row| &row.cells), |(x, cell)| {
        if of_code(cell) || COLOURS.contains(&cell.fg) && known.contains(cell.modifier) {
            return Ok(1);
        }
        Err(format!(
            "{} at column {x}: {:?}",
            cell.symbol(),
            cell.style()
        ))
    })
}

fn grounds(frame: &DrawnFrame<'_>) -> Judged {
    each(frame.rows.iter().flat_map(|row| &row.cells), |(x, cell)| {
        if cell.bg == Color::Reset || of_code(cell) && "█▀▄ ".contains(cell.symbol()) {
            return Ok(1);
        }
        Err(format!("{} at column {x}: on {}", cell.symbol(), cell.bg))
    })
}

/// The day of the month that is chosen is reversed, a number with its count.
fn of_month(frame: &DrawnFrame<'_>, run: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "() +".contains(c);
    frame.app.view == View::Ahead && run.chars().all(number)
}

fn selection(frame: &DrawnFrame<'_>) -> Judged {
    each(body(frame), |row| {
        each(row.runs(reversed), |(at, run)| {
            let said = text(run);
            if of_month(frame, &said) {
                return Ok(0);
            }
            let before = row.text.get(..at).unwrap();
            // Behind a popup's border the row it covers goes on.
            if !said.starts_with('▌') && !before.ends_with(['│', '╮', '╯']) && !before.contains('▌')
            {
                return Err(format!("“{said}” is reversed without the mark ▌"));
            }
            bold(run)?;
            let rest = row.inside(at + said.len());
            if rest.trim().is_empty() {
                return Ok(1);
            }
            Err(format!("“{said}” is reversed, “{rest}” of its row is not"))
        })
    })
}

fn one_selected(frame: &DrawnFrame<'_>) -> Judged {
    let mut marks: Vec<(u16, usize)> = Vec::new();
    for (y, row) in frame.rows.iter().enumerate() {
        let marked = row
            .cells
            .iter()
            .filter(|(_, c)| c.symbol() == "▌" && reversed(c));
        marks.extend(marked.map(|(x, _)| (*x, y)));
    }
    marks.sort_unstable();
    // On a small screen a row has two lines: the second is its number.
    each(marks.chunk_by(|a, b| a.0 == b.0), |column| match column {
        [_] => Ok(1),
        [a, b] if b.1 == a.1 + 1 => Ok(1),
        _ => Err(format!("selected at column, line: {column:?}")),
    })
}

fn tabs(frame: &DrawnFrame<'_>) -> Judged {
    if frame.is_bare() {
        return Ok(0);
    }
    let head = &frame.rows[0];
    let current = head.runs(reversed);
    match current.as_slice() {
        [(_, run)] if blank(run) => Err("the current tab has no word".to_owned()),
        [(_, run)] => bold(run),
        // So narrow that no tab is in sight.
        [] if head.cells.len() < 36 => Ok(0),
        _ => Err(format!("{} tabs are current", current.len())),
    }
}

fn severities(frame: &DrawnFrame<'_>) -> Judged {
    // The figures' labels are as all labels are.
    if frame.app.view == View::Figures || frame.is_bare() {
        return Ok(0);
    }
    let not_now: Vec<usize> = not_to_be_rung(frame).iter().map(|(y, ..)| *y).collect();
    let rows = frame.rows.iter().enumerate();
    let rows = rows
        .filter(|(y, _)| !not_now.contains(y))
        .map(|(_, row)| row);
    each(rows, |row| {
        let of = [
            ("R red", Color::Red),
            ("A amber", Color::Yellow),
            ("G green", Color::Green),
        ];
        each(of, |(words, color)| {
            each(words_of(row, words), |run| coloured(run, color))
        })
    })
}

fn urgent(frame: &DrawnFrame<'_>) -> Judged {
    each(whens(frame), |(y, words, _)| {
        each(frame.rows[y].all("! urgent"), |(_, run)| {
            let color = if may_be_rung(&words) {
                Color::Red
            } else {
                Color::DarkGray
            };
            let selected = run.iter().any(|(_, cell)| reversed(cell));
            if selected && color != Color::Red {
                return Ok(0);
            }
            coloured(run, color)
        })
    })
}

fn broken(frame: &DrawnFrame<'_>) -> Judged {
    let listed = each(whens(frame), |(_, words, run)| {
        if !is_late(&words) {
            return Ok(0);
        }
        coloured(run, Color::Red)?;
        bold(run)
    })?;
    // What was promised is said in words too: on the row, on the card and in the closing check.
    Ok(listed + promise_words(frame, "promise missed ", Color::Red)?)
}

fn near(frame: &DrawnFrame<'_>) -> Judged {
    let listed = each(whens(frame), |(_, words, run)| {
        if !is_near(&words) {
            return Ok(0);
        }
        coloured(run, Color::Yellow)?;
        bold(run)
    })?;
    Ok(listed + promise_words(frame, "promised by ", Color::Yellow)?)
}

/// The words of a promise have its colour, except in the row of who may not be rung now: that is dimmed
/// from end to end, and plain where it is selected.
fn promise_words(frame: &DrawnFrame<'_>, words: &str, color: Color) -> Judged {
    if !frame.is_today() {
        return Ok(0);
    }
    let not_now = not_to_be_rung(frame);
    each(frame.body_lines(), |y| {
        let row = &frame.rows[y];
        let dimmed = not_now.iter().any(|(other, ..)| *other == y);
        let list = '│'.len_utf8();
        let list_end = list + row.text.get(list..).map_or(0, |_| row.inside(list).len());
        each(row.all(words), |(at, run)| {
            if !dimmed || at >= list_end {
                coloured(run, color)?;
                return bold(run);
            }
            let selected = run.iter().any(|(_, cell)| reversed(cell));
            coloured(
                run,
                if selected {
                    Color::Reset
                } else {
                    Color::DarkGray
                },
            )
        })
    })
}

fn done(frame: &DrawnFrame<'_>) -> Judged {
    if !frame.is_today() {
        return Ok(0);
    }
    each(body(frame).filter_map(ticked), |(tick, said)| {
        coloured(tick, Color::Green)?;
        let over = is_over(said);
        // In the selected row only the colour gives way: grey reversed is hard to read.
        let wrong = said.iter().find(|(_, cell)| {
            let seen = !cell.symbol().trim().is_empty();
            let quiet = cell.fg == Color::DarkGray || reversed(cell);
            seen && !(has(cell, Modifier::CROSSED_OUT) == over && quiet)
        });
        wrong.map_or(Ok(1), |_| {
            let how = if over { "is not" } else { "is" };
            Err(format!("“{}” {how} struck out, or not quiet", text(said)))
        })
    })
}

fn struck_out(frame: &DrawnFrame<'_>) -> Judged {
    each(&frame.rows, |row| {
        each(row.runs(|c| has(c, Modifier::CROSSED_OUT)), |(_, run)| {
            let journal = frame.app.view == View::Journal;
            // A number that is somebody else's.
            let number = |c: char| c.is_ascii_digit() || c == ' ';
            let wrong_number = text(run).trim().len() > 5 && text(run).chars().all(number);
            if journal || wrong_number || row.text.contains('✓') || row.text.starts_with("│ ╭")
            {
                return Ok(1);
            }
            Err(format!("“{}” is struck out", text(run)))
        })
    })
}

fn dimmed(frame: &DrawnFrame<'_>) -> Judged {
    each(not_to_be_rung(frame), |(_, _, run)| {
        // Grey would be hard to read where it is reversed.
        let selected = run.iter().any(|(_, cell)| reversed(cell));
        if selected {
            Ok(0)
        } else {
            coloured(run, Color::DarkGray)
        }
    })
}

fn foot(frame: &DrawnFrame<'_>) -> Judged {
    if frame.is_bare() {
        return Ok(0);
    }
    let height = frame.rows.len();
    let foots = if height >= 20 { 2 } else { 1 };
    each(&frame.rows[height - foots..], |row| {
        each(row.runs(|c| !c.symbol().trim().is_empty()), |(_, run)| {
            let key = coloured(run, Color::Cyan).and(bold(run)).is_ok();
            let plain = run
                .iter()
                .all(|(_, c)| c.fg == Color::Reset && c.modifier.is_empty());
            if key || plain {
                return Ok(1);
            }
            Err(format!("“{}” is neither a key nor plain", text(run)))
        })
    })
}

fn notice(frame: &DrawnFrame<'_>) -> Judged {
    let color = match frame.app.notice {
        _ if frame.is_bare() => return Ok(0),
        Notice::Nothing => return Ok(0),
        Notice::Saved(_) | Notice::Undone(_) => Color::Green,
        Notice::Message(_) | Notice::UnknownKey(_) | Notice::FieldRefused => Color::Yellow,
        Notice::Error(_) | Notice::NotSaved(_) => Color::Red,
    };
    let height = frame.rows.len();
    let foots = if height >= 20 { 2 } else { 1 };
    let Some(row) = height.checked_sub(foots + 1).map(|y| &frame.rows[y]) else {
        return Ok(0);
    };
    // Its sentence, up to the keys that go with it.
    let sentence = row.runs(|c| c.fg != Color::Reset);
    match sentence.first() {
        Some((_, run)) => {
            let own = run.iter().take_while(|(_, c)| c.fg != Color::Cyan).count();
            coloured(&run[..own.max(1)], color)
        }
        None if row.text.trim().is_empty() => Ok(0),
        None => Err(format!("“{}” is plain", row.text.trim())),
    }
}

fn borders(frame: &DrawnFrame<'_>) -> Judged {
    let mut popups = 0;
    let corners = each(body(frame), |row| {
        each(row.all("╭"), |(_, run)| {
            if coloured(run, Color::Cyan).is_ok() {
                return Ok(1);
            }
            coloured(run, Color::DarkGray)
        })
    })?;
    for row in body(frame) {
        let cyan = |(_, run): &(usize, Run<'_>)| coloured(run, Color::Cyan).is_ok();
        popups += row.all("╭").iter().filter(|found| cyan(found)).count();
        // Each side of a box goes down in the colour of its corner.
        each(row.all("│"), |(_, run)| {
            let side = coloured(run, Color::Cyan).or_else(|_| coloured(run, Color::DarkGray));
            let selected = run.iter().any(|(_, c)| reversed(c));
            if selected { Ok(0) } else { side }
        })?;
    }
    if popups > 1 || popups == 1 && frame.app.popup.is_none() {
        return Err(format!("{popups} boxes look like popups"));
    }
    Ok(corners)
}

fn titles(frame: &DrawnFrame<'_>) -> Judged {
    each(body(frame), |row| {
        each(row.all("╭ "), |(at, _)| {
            let from = at + "╭ ".len();
            let title = row.inside(from);
            let title = title.split(" ─").next().unwrap_or(title).trim_end();
            let run = row.run(from, title.len());
            coloured(run, Color::Reset)?;
            bold(run)
        })
    })
}

fn numbers(frame: &DrawnFrame<'_>) -> Judged {
    // Its digits are three lines high, drawn of these.
    let strokes =
        |c: &Cell| ["┏", "┓", "┗", "┛", "┃", "╹", "╻", "┣", "┫", "╋"].contains(&c.symbol());
    each(body(frame), |row| {
        each(row.runs(strokes), |(_, run)| {
            coloured(run, Color::Cyan).and(bold(run))
        })
    })
}

fn frames_apart(frame: &DrawnFrame<'_>) -> Judged {
    let text = |cell: Option<&(u16, &Cell)>| {
        cell.is_some_and(|(_, c)| c.symbol().contains(char::is_alphanumeric) || c.symbol() == "…")
    };
    each(body(frame), |row| {
        let cells = &row.cells;
        let sides = cells.iter().enumerate();
        let sides = sides.filter(|(_, (_, cell))| cell.symbol() == "│");
        let mut popup_opens = true;
        each(sides, |(n, (x, cell))| {
            let before = n.checked_sub(1).and_then(|n| cells.get(n));
            let behind = cells.get(n + 1);
            // A popup covers what it lies on wherever its own border comes.
            let (mut left, mut right) = (text(before), text(behind));
            if cell.fg == Color::Cyan {
                (left, right) = if popup_opens {
                    (false, right)
                } else {
                    (left, false)
                };
                popup_opens = !popup_opens;
            }
            if left || right {
                return Err(format!("“{}” at column {x}", row.text.trim_end()));
            }
            Ok(1)
        })
    })
}

/// The rows of a list under what lies on top are covered anywhere. What is cut has no columns free right
/// behind it: those that are cut in all rows of a list stand beneath each other all the same.
fn cut_in_need(frame: &DrawnFrame<'_>) -> Judged {
    // The first column of each list stays as wide as it is.
    let first = match frame.app.view {
        View::Today | View::Journal => 13,
        View::Ahead => 19,
        View::Customers => 0,
        View::Figures => return Ok(0),
    };
    if frame.app.popup.is_some() || frame.is_bare() {
        return Ok(0);
    }
    let list = body(frame).skip(1);
    let list = list.take_while(|row| row.text.starts_with('│'));
    each(list, |row| {
        let rest = row.inside('│'.len_utf8());
        let done = rest.starts_with(" ✓");
        let behind: String = rest
            .chars()
            .skip(if done { 0 } else { first + 1 })
            .collect();
        // Before a number that is masked it stands for what is hidden.
        let cuts = behind.match_indices('…');
        let cuts = cuts.filter(|(at, _)| !behind.get(..*at).unwrap().ends_with([' ', '☎']));
        each(cuts.filter(|_| !behind.contains('☎')), |(at, _)| {
            let after = behind.get(at + '…'.len_utf8()..).unwrap();
            // A letter of two columns may have had no room.
            if after.starts_with("   ") {
                return Err(format!("“{}”", row.text.trim_end()));
            }
            Ok(1)
        })
    })
}

fn bars(frame: &DrawnFrame<'_>) -> Judged {
    let telling = |c: &Cell| [Color::Red, Color::Yellow, Color::Green].contains(&c.fg);
    let block = |c: char| "━█▏▎▍▌▋▊▉▁▂▃▄▅▆▇░▒▓·".contains(c);
    // What lies on top of the figures hides the numbers of their bars.
    let hidden = frame.app.view == View::Figures && frame.app.popup.is_some();
    each(frame.rows.iter().filter(|_| !hidden), |row| {
        each(row.runs(telling), |(at, run)| {
            let said = text(run);
            let rest = row.text.get(at + said.len()..).unwrap();
            if !said.contains(block) {
                return Ok(0);
            }
            if rest.contains(char::is_alphanumeric) {
                return Ok(1);
            }
            Err(format!("“{said}” has no word beside it"))
        })
    })
}
