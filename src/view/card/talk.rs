//! What to say and to ask: the words of each open thing's playbook, in turn.

use ratatui::text::{Line, Span};

use super::in_order;
use crate::app::App;
use crate::domain::follow_up::FollowUp;
use crate::domain::script::Script;
use crate::domain::summary::CustomerSummary;
use crate::view::row::{cell, wrapped};
use crate::view::theme;

/// What to say and to ask of the open things. Where there are several, what each is about stands over
/// its words; things with the same words have them once.
pub(super) struct TalkLines {
    /// Of the first thing, without what it is about.
    first: Option<Script>,
    /// What that is about, where there are others.
    title: Vec<Line<'static>>,
    /// Of the others.
    pub(super) others: Vec<Line<'static>>,
    width: u16,
}

impl TalkLines {
    pub(super) fn of(app: &App, entry: &CustomerSummary, width: u16) -> Self {
        let scripts = scripts(app, entry);
        let several = scripts.iter().map(|(about, _)| about.len()).sum::<usize>() > 1;
        let head = |about: &[String]| -> Vec<Line<'static>> {
            let wrap = |words: &String| wrapped(words, usize::from(width));
            let words = about.iter().filter(|_| several).flat_map(wrap);
            words
                .map(|words| Line::styled(words, theme::TITLE))
                .collect()
        };
        let mut scripts = scripts.into_iter();
        let first = scripts.next();
        let title = first.as_ref().map(|(about, _)| head(about));
        let others = scripts.map(|(about, script)| [head(&about), spaced(&script, width)].concat());
        Self {
            title: title.unwrap_or_default(),
            others: others.flatten().collect(),
            first: first.map(|(_, script)| script),
            width,
        }
    }

    /// All of it, a line a question.
    pub(super) fn all(&self) -> Vec<Line<'static>> {
        [self.title.clone(), self.first(), self.others.clone()].concat()
    }

    /// Of the first thing, a line a question.
    pub(super) fn first(&self) -> Vec<Line<'static>> {
        let script = self.first.as_ref();
        script.map_or_else(Vec::new, |script| spaced(script, self.width))
    }

    /// The same in as few lines as it takes: the questions behind each other.
    pub(super) fn first_close(&self) -> Vec<Line<'static>> {
        let Some(script) = &self.first else {
            return Vec::new();
        };
        let say = labelled("SAY  ", &script.say, self.width);
        [say, labelled("ASK  ", &script.ask.join(" "), self.width)].concat()
    }
}

/// A script's words, a line a question.
fn spaced(script: &Script, width: u16) -> Vec<Line<'static>> {
    let mut lines = labelled("SAY  ", &script.say, width);
    for (n, ask) in script.ask.iter().enumerate() {
        lines.extend(labelled(if n == 0 { "ASK  " } else { "" }, ask, width));
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
