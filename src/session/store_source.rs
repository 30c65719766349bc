//! Where a sitting's store comes from: it is open, or its server cannot be reached and is waited
//! for while the list that was read last is shown.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use chrono_tz::Tz;

use super::failures::to_store_failure;
use super::store_news::outage_kind;
use super::store_thread::{ActResult, Request, ThreadReply};
use crate::app::store_reply::StoreReply;
use crate::explain;
use crate::offline::{KeptList, OfflineFolder};
use crate::store::{Mirror, Store, StoreError};

/// How long it takes until a server is looked for again.
const AGAIN: Duration = Duration::from_secs(1);

/// How often it is looked meanwhile whether one was found.
const GLANCE: Duration = Duration::from_millis(100);

/// The store of a sitting, or how it is come by.
#[derive(Debug)]
pub struct StoreSource {
    pub(super) opening: Opening,
    /// Where the counter keeps what it has while the server cannot be asked.
    pub(super) offline: Option<OfflineFolder>,
    /// The second place that has what is saved too.
    pub(super) mirror: Option<Mirror>,
}

/// Whether the store is open.
#[derive(Debug)]
pub(super) enum Opening {
    /// It is.
    Open(Box<Store>),
    /// Its server cannot be reached.
    Unreachable(Unreachable),
}

impl Opening {
    /// The store, once it is open, and what was told of the way to it. `None` where the counter is
    /// left before.
    pub(super) fn open(
        self,
        orders: &Receiver<Request>,
        answers: &Sender<ThreadReply>,
        woken: &impl Fn(),
    ) -> Option<(Store, Option<StoreError>)> {
        match self {
            Self::Open(store) => Some((*store, None)),
            Self::Unreachable(server) => {
                let (store, error) = server.wait(orders, answers, woken)?;
                Some((store, Some(error)))
            }
        }
    }
}

/// A server that is waited for.
pub(super) struct Unreachable {
    open: Box<dyn Fn() -> Result<Store, StoreError> + Send>,
    error: StoreError,
}

impl std::fmt::Debug for Unreachable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unreachable")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl From<Store> for StoreSource {
    fn from(store: Store) -> Self {
        Self {
            opening: Opening::Open(Box::new(store)),
            offline: None,
            mirror: None,
        }
    }
}

impl StoreSource {
    /// A shop on a server, as it was opened. Where that cannot be reached, the list that was kept is
    /// begun with, and it is opened again and again.
    ///
    /// # Errors
    /// Why the store cannot be opened; also that the server cannot be reached, and no list of the
    /// shop is kept here.
    pub fn on_server(
        opened: Result<Store, StoreError>,
        open: impl Fn() -> Result<Store, StoreError> + Send + 'static,
        offline: Option<OfflineFolder>,
    ) -> Result<Self, StoreError> {
        let opening = match opened {
            Ok(store) => Opening::Open(Box::new(store)),
            Err(error) if error.is_outage() && offline.as_ref().is_some_and(has_list) => {
                Opening::Unreachable(Unreachable {
                    open: Box::new(open),
                    error,
                })
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            opening,
            offline,
            mirror: None,
        })
    }

    /// With a mirror, that has whatever is saved too.
    #[must_use]
    pub fn with_mirror(self, mirror: Option<Mirror>) -> Self {
        Self { mirror, ..self }
    }

    /// The shop's time zone, where the store is open.
    #[must_use]
    pub fn zone(&self) -> Option<Tz> {
        match &self.opening {
            Opening::Open(store) => Some(store.zone()),
            Opening::Unreachable(_) => None,
        }
    }
}

fn has_list(offline: &OfflineFolder) -> bool {
    KeptList::read(offline).is_some()
}

impl Unreachable {
    /// Waits until the server can be reached; meanwhile whatever is asked is answered with why not.
    /// `None` where the counter is left.
    fn wait(
        self,
        orders: &Receiver<Request>,
        answers: &Sender<ThreadReply>,
        woken: &impl Fn(),
    ) -> Option<(Store, StoreError)> {
        let error = self.error.clone();
        let (kind, why) = (outage_kind(&error), explain::outage(&error));
        let cut = StoreReply::ConnectionChanged(Some((kind, why)));
        let tell = |reply: ThreadReply| {
            let told = answers.send(reply).ok();
            woken();
            told
        };
        tell(ThreadReply::Screen(cut))?;
        let opened = self.open_when_reachable();
        loop {
            if let Ok(store) = opened.try_recv() {
                return Some((store, error));
            }
            let failure = to_store_failure(&error);
            match orders.recv_timeout(GLANCE) {
                Ok(Request::Leave) | Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                    return None;
                }
                Ok(Request::Act(act)) => tell(ThreadReply::Act(act, ActResult::Failed(failure)))?,
                Ok(Request::Query(..)) => {
                    tell(ThreadReply::Screen(StoreReply::QueryFailed(failure)))?;
                }
                Ok(Request::Claim(entry, ..)) => {
                    let reply = StoreReply::Claimed(entry, Err(failure));
                    tell(ThreadReply::Screen(reply))?;
                }
                Ok(Request::Import(_, reply)) => {
                    // An importer that is gone needs no answer.
                    let _gone = reply.send(Err(error.clone()));
                }
                Ok(Request::LookAround(done)) => {
                    // Nobody may wait for it any more.
                    let _gone = done.send(());
                }
                Ok(Request::Release(_) | Request::DatabaseChanged)
                | Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Looks for the server again and again, on a thread of its own: a look may take seconds.
    fn open_when_reachable(self) -> Receiver<Store> {
        let (found, opened) = channel();
        std::thread::spawn(move || {
            loop {
                match (self.open)() {
                    Ok(store) => {
                        // A counter that was left meanwhile needs none.
                        let _left = found.send(store);
                        return;
                    }
                    Err(why) => tracing::debug!(error = why.kind(), "no server yet"),
                }
                std::thread::sleep(AGAIN);
            }
        });
        opened
    }
}
