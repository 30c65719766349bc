//! What a session keeps on this machine during an outage of its server: acts, converted to and from the
//! entries of the outbox file, and the list for the next start.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
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

/// How old the kept list may become before it is written again while the server answers.
const OLDEST: Duration = Duration::from_secs(30);

/// Converts an act to an entry of the outbox file.
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

/// Converts an entry of the outbox file back to an act; the error says why it can no longer be sent.
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
    /// Queues the acts that earlier sessions left in the outbox file, and says which of them can never be
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

    /// Says why a kept act was not saved: the first one that nobody has read yet.
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

    /// A key was pressed: the notice about a refused act has been read.
    pub(super) fn refused_was_seen(&mut self) {
        self.outbox.refused_was_seen();
    }

    /// Writes the unsaved acts to the outbox file, before the screen answers the key.
    pub(super) fn keep_unsaved(&mut self) {
        let why = self.outbox.sync_file().err();
        self.say_unkept(why.as_ref());
    }

    /// Says that the outbox file cannot be written, if it cannot.
    pub(super) fn say_unkept(&mut self, why: Option<&std::io::Error>) {
        if let Some(why) = why {
            tracing::warn!(kind = %why.kind(), "what is not saved is not kept on the disk");
            let words = format!("What is not saved cannot be kept on this machine: {why}");
            self.app.notice = Notice::Error(words);
        }
    }

    /// Says that an act is kept until the server is back.
    pub(super) fn say_kept(&mut self, says: &str) {
        if self.outbox.has_file() {
            let words = format!("{says} Kept here, and saved when the server is back.");
            self.app.notice = Notice::Message(words);
        }
    }
}

/// Shows the kept list, with the time it was read at.
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
    // Queries that follow from it are sent once the server is back.
    let _later = apply_store_reply(app, StoreReply::QueryLoaded(Box::new(result)));
}

/// Keeps today's list for a start without the server. It is written when the connection is lost, when the
/// session ends, or when the kept one is old; not at every query.
#[derive(Debug)]
pub(super) struct ListKeeper {
    offline: Option<OfflineFolder>,
    /// The shop's time zone.
    zone: Option<Tz>,
    newest: Option<KeptList>,
    written: Option<Instant>,
}

impl ListKeeper {
    pub(super) const fn new(offline: Option<OfflineFolder>, zone: Tz) -> Self {
        Self {
            offline,
            zone: Some(zone),
            newest: None,
            written: None,
        }
    }

    /// Takes a query's result, if it is the first page of today's list.
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
            zone: self.zone,
            at: now,
            totals: *totals,
            done: done.clone(),
            rows: rows.clone(),
        });
        if self.written.is_none_or(|at| at.elapsed() > OLDEST) {
            self.write();
        }
    }

    /// Writes the newest list, unless it is written already.
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
