//! What a sitting keeps on this machine while its server cannot be asked: acts as they go into the
//! outbox's file and come back out of it, and the list for the next start.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Session;
use super::store_thread::PendingAct;
use crate::app::View;
use crate::app::effect::{ActDraft, PageRequest, PageRows, QueryResult, ScreenQuery};
use crate::app::state::{App, Notice};
use crate::app::store_reply::StoreReply;
use crate::app::update::apply_store_reply;
use crate::domain::change::Change;
use crate::domain::pagination::{JournalFilter, Seek};
use crate::domain::phone::Region;
use crate::domain::rules::Rules;
use crate::offline::{KeptAct, KeptList, KeptWork, OfflineFolder};
use crate::usecases::Plan;
use crate::usecases::add::{self, NewCall};
use crate::usecases::commit::Stamp;
use crate::usecases::undo::{Turn, UndoRequest};

/// How old the kept list becomes while the server answers.
const OLDEST: Duration = Duration::from_secs(30);

/// An act as it is kept.
pub(super) fn to_kept(act: &PendingAct) -> KeptAct {
    let (stamp, plan, work) = match act {
        PendingAct::Save(stamp, draft) => {
            let rows = draft.plan.changes.iter().map(Into::into).collect();
            let what = draft.plan.what.clone();
            (stamp, Some(&draft.plan), KeptWork::Save { what, rows })
        }
        PendingAct::Add(stamp, call, draft) => {
            let work = KeptWork::Add {
                typed: Box::new(call.typed.clone()),
                sent_by: call.checked.draft.sent_by,
                chosen: call.chosen.as_deref().map(|seen| Box::new(seen.into())),
            };
            (stamp, Some(&draft.plan), work)
        }
        PendingAct::UndoOrRedo(turn, stamp) => {
            let work = match *turn {
                Turn::Undo(request) => KeptWork::Undo {
                    act: request.act,
                    offered: request.offered.map(|id| id.to_string()),
                    confirmed: request.confirmed,
                },
                Turn::Redo => KeptWork::Redo,
                Turn::TakeBack(act) => KeptWork::TakeBack {
                    act: act.to_string(),
                },
            };
            (stamp, None, work)
        }
    };
    KeptAct {
        id: stamp.id.to_string(),
        at: stamp.at,
        by: stamp.by.clone(),
        counter: stamp.counter.clone(),
        name: plan.map(|plan| plan.name.clone()).unwrap_or_default(),
        says: plan.map_or_else(|| "undo".to_owned(), |plan| plan.says.clone()),
        customer: plan.and_then(|plan| plan.customer),
        work,
        refused: None,
    }
}

/// A kept act, to be sent; why it cannot be any more.
fn from_kept(kept: KeptAct, rules: &Rules, region: &Region) -> Result<PendingAct, String> {
    let unreadable = |_| "its number cannot be read".to_owned();
    let stamp = Stamp {
        id: kept.id.parse().map_err(unreadable)?,
        at: kept.at,
        by: kept.by,
        counter: kept.counter,
    };
    let mut plan = Plan {
        customer: kept.customer,
        name: kept.name,
        says: kept.says,
        ..Plan::default()
    };
    Ok(match kept.work {
        KeptWork::Save { what, rows } => {
            plan.what = what;
            plan.changes = rows.into_iter().map(Change::from).collect();
            PendingAct::Save(stamp, ActDraft::of(plan))
        }
        KeptWork::Add {
            typed,
            sent_by,
            chosen,
        } => {
            let checked = add::check(stamp.context(rules, region), &typed);
            let mut checked = checked.map_err(|errors| {
                let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
                errors.join("; ")
            })?;
            checked.draft.sent_by = sent_by;
            let call = NewCall {
                typed: *typed,
                checked,
                chosen: chosen.map(|seen| Box::new((*seen).into())),
            };
            PendingAct::Add(stamp, Box::new(call), ActDraft::of(plan))
        }
        KeptWork::Undo {
            act,
            offered,
            confirmed,
        } => {
            let offered = offered.map(|id| id.parse()).transpose();
            let request = UndoRequest {
                act,
                offered: offered.map_err(unreadable)?,
                confirmed,
            };
            PendingAct::UndoOrRedo(Turn::Undo(request), stamp)
        }
        KeptWork::Redo => PendingAct::UndoOrRedo(Turn::Redo, stamp),
        KeptWork::TakeBack { act } => {
            let act: Uuid = act.parse().map_err(unreadable)?;
            PendingAct::UndoOrRedo(Turn::TakeBack(act), stamp)
        }
    })
}

impl Session {
    /// Sends what earlier sittings have left in the outbox's file, and says what of it can never be
    /// saved.
    pub(super) fn resume_kept(&mut self) {
        for kept in self.outbox.left_by_others() {
            let id = kept.id.parse();
            match from_kept(kept, &self.app.rules, &self.app.region) {
                Ok(act) => self.outbox.push_kept(act),
                Err(why) => {
                    if let Ok(id) = id {
                        self.outbox.refuse_kept(id, &why);
                    }
                }
            }
        }
        self.say_refused();
    }

    /// Says why a kept act was not saved: the first of those nobody has seen.
    pub(super) fn say_refused(&mut self) {
        let Some((words, more)) = self.outbox.show_refused() else {
            return;
        };
        let more = match more {
            0 => String::new(),
            n => format!(" ({n} more: any key shows the next)"),
        };
        self.app.notice = Notice::Error(format!("{words}{more}"));
    }

    /// A key was pressed: what was said of a kept act that is not saved has been seen.
    pub(super) fn refused_was_seen(&mut self) {
        self.outbox.refused_was_seen();
    }

    /// What is not saved by the time the screen answers a key is on this machine's disk.
    pub(super) fn keep_unsaved(&mut self) {
        let why = self.outbox.sync_file().err();
        self.say_unkept(why.as_ref());
    }

    /// Says that nothing can be kept on this machine's disk, where it cannot.
    pub(super) fn say_unkept(&mut self, why: Option<&std::io::Error>) {
        if let Some(why) = why {
            tracing::warn!(kind = %why.kind(), "what is not saved is not kept on the disk");
            let words = format!("What is not saved cannot be kept on this machine: {why}");
            self.app.notice = Notice::Error(words);
        }
    }

    /// Says of an act that it is kept until the server is back.
    pub(super) fn say_kept(&mut self, says: &str) {
        if self.outbox.has_file() {
            let words = format!("{says} Kept here, and saved when the server is back.");
            self.app.notice = Notice::Message(words);
        }
    }
}

/// Shows the list that was read last, as of when it was.
pub(super) fn show_kept_list(app: &mut App, offline: &OfflineFolder) {
    let Some(kept) = KeptList::read(offline) else {
        return;
    };
    let ask = PageRequest {
        view: View::Today,
        from: Seek::Start,
        limit: kept.rows.len() + 1,
        whole: true,
        acts: JournalFilter::default(),
        of: None,
    };
    app.read_at = kept.at;
    let result = QueryResult {
        top: Some((kept.totals, kept.done)),
        list: Some((ask, PageRows::Today(kept.rows))),
        ..QueryResult::default()
    };
    // What the list lacks is asked for once the server is back.
    let _later = apply_store_reply(app, StoreReply::QueryLoaded(Box::new(result)));
}

/// Keeps the list for a start without the server: not at every reading, but when that is lost, the
/// counter is left, or the kept one is old.
#[derive(Debug)]
pub(super) struct ListKeeper {
    offline: Option<OfflineFolder>,
    newest: Option<KeptList>,
    written: Option<Instant>,
}

impl ListKeeper {
    pub(super) const fn new(offline: Option<OfflineFolder>) -> Self {
        Self {
            offline,
            newest: None,
            written: None,
        }
    }

    /// Takes what was read, where it is the whole of today's first page.
    pub(super) fn take(&mut self, query: &ScreenQuery, seen: &QueryResult, now: DateTime<Utc>) {
        if self.offline.is_none() {
            return;
        }
        let (Some((totals, done)), Some((ask, PageRows::Today(rows)))) = (&seen.top, &seen.list)
        else {
            return;
        };
        if !query.top || !ask.whole || ask.of.is_some() || ask.from != Seek::Start {
            return;
        }
        self.newest = Some(KeptList {
            at: now,
            totals: *totals,
            done: done.clone(),
            rows: rows.clone(),
        });
        if self.written.is_none_or(|at| at.elapsed() > OLDEST) {
            self.write();
        }
    }

    /// Writes the newest, where it is not written yet.
    pub(super) fn write(&mut self) {
        let (Some(offline), Some(list)) = (&self.offline, self.newest.take()) else {
            return;
        };
        self.written = Some(Instant::now());
        if let Err(why) = list.write(offline) {
            tracing::warn!(kind = %why.kind(), "the list is not kept");
        }
    }
}
