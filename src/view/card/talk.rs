//! What to say and to ask: the words of each open thing's playbook, in turn.

use ratatui::text::{Line, Span};

use super::in_order;
use crate::app::App;
use crate::domain::follow_up::FollowUp;
use crate::domain::script::Script;
use crate::domain::summary::CustomerSummary;
use crate::view::row::{cell, wrapped};
use crate::view::theme;

/// What to say and to ask of each open thing. Where there are several, what each is about stands over
/// its words; things with the same words have them once.
pub(super) fn talk(app: &App, entry: &CustomerSummary, width: u16) -> Vec<Line<'static>> {
    let scripts = scripts(app, entry);
    let several = scripts.iter().map(|(about, _)| about.len()).sum::<usize>() > 1;
    let mut lines = Vec::new();
    for (about, script) in &scripts {
        if several {
            let heads = about
                .iter()
                .flat_map(|words| wrapped(words, usize::from(width)));
            lines.extend(heads.map(|words| Line::styled(words, theme::TITLE)));
        }
        lines.extend(labelled("SAY  ", &script.say, width));
        for (n, ask) in script.ask.iter().enumerate() {
            lines.extend(labelled(if n == 0 { "ASK  " } else { "" }, ask, width));
        }
    }
    lines
}

/// The words of the open things, each with what they are about.
fn scripts(app: &App, entry: &CustomerSummary) -> Vec<(Vec<String>, Script)> {
    let may = |f: &&&FollowUp| {
        let refused = entry
            .customer
            .refuses(f.marketing, f.promise_open().is_some());
        f.is_open() && !refused
    };
    let in_order = in_order(app, entry);
    let mut scripts: Vec<(Vec<String>, Script)> = Vec::new();
    for f in in_order.iter().filter(may) {
        let Some(script) = Script::of(f, &app.rules, &app.by, app.now) else {
            continue;
        };
        match scripts.iter_mut().find(|(_, known)| *known == script) {
            Some((about, _)) => about.push(f.about.clone()),
            None => scripts.push((vec![f.about.clone()], script)),
        }
    }
    scripts
}

/// A text behind its label, its further lines under its first.
fn labelled(label: &str, text: &str, width: u16) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(5);
    let line = |(n, part): (usize, String)| {
        let label = cell(if n == 0 { label } else { "" }, 5);
        Line::from(vec![Span::styled(label, theme::LABEL), Span::raw(part)])
    };
    wrapped(text, room)
        .into_iter()
        .enumerate()
        .map(line)
        .collect()
}
