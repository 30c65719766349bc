//! Where a session's store comes from: it is open already, or its server cannot be reached, and the session
//! waits for it while the kept list is shown.

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

/// The pause between two tries to reach the server.
const AGAIN: Duration = Duration::from_secs(1);

/// How often the waiting thread checks whether the server was reached.
const GLANCE: Duration = Duration::from_millis(100);

/// The store of a session, or how to open it.
#[derive(Debug)]
pub struct StoreSource {
    pub(super) opening: Opening,
    /// The folder of the outbox file and the kept list.
    pub(super) offline: Option<OfflineFolder>,
    /// The second place that has what is saved too.
    pub(super) mirror: Option<Mirror>,
}

/// Whether the store is open.
#[derive(Debug)]
pub(super) enum Opening {
    /// The store is open.
    Open(Box<Store>),
    /// Its server cannot be reached.
    Unreachable(Unreachable),
}

impl Opening {
    /// The store, once it is open, and the connection error that was reported last. `None` if the session
    /// ends before.
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

/// A server that could not be reached yet.
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
    /// The store of a shop on a server. If the server cannot be reached, the session starts with the kept
    /// list, and the server is tried again until it answers.
    ///
    /// # Errors
    /// Why the store cannot be opened. An outage is an error only if no list of the shop is kept here.
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

    /// The shop's time zone; while the server is out of reach, as it was kept with the list.
    #[must_use]
    pub fn zone(&self) -> Option<Tz> {
        match &self.opening {
            Opening::Open(store) => Some(store.zone()),
            Opening::Unreachable(_) => KeptList::read(self.offline.as_ref()?)?.zone,
        }
    }
}

fn has_list(offline: &OfflineFolder) -> bool {
    KeptList::read(offline).is_some()
}

impl Unreachable {
    /// Waits until the server can be reached; meanwhile every request is answered with the error. `None` if
    /// the session ends.
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
                    // An import thread that has ended needs no reply.
                    let _gone = reply.send(Err(error.clone()));
                }
                Ok(Request::LookAround(done)) => {
                    // The caller may have given up waiting.
                    let _gone = done.send(());
                }
                Ok(Request::Release(_) | Request::DatabaseChanged)
                | Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Tries to reach the server on a thread of its own, because a try may take seconds.
    fn open_when_reachable(self) -> Receiver<Store> {
        let (found, opened) = channel();
        std::thread::spawn(move || {
            loop {
                match (self.open)() {
                    Ok(store) => {
                        // A session that has ended needs no store.
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
