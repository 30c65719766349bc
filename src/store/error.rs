//! Why the store did not do something: the cause, and what to do about it.
//!
//! Owns the causes and their disposition. A cause holds facts; the sentence a person reads is made
//! in the front end (`crate::explain`).

use std::path::PathBuf;

use chrono::NaiveDateTime;
use uuid::Uuid;

use crate::domain::undo_question::UndoQuestion;

/// Why the store did not do something. Its own text is short and technical, for a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum StoreError {
    /// An import was undone while it went on.
    #[error("import undone meanwhile")]
    ImportUndone,
    /// Another program holds the write lock.
    #[error("database locked by another program")]
    Busy,
    /// The disk is full.
    #[error("disk full")]
    DiskFull,
    /// The file or its folder may not be written.
    #[error("database not writable")]
    ReadOnly,
    /// The disk itself failed.
    #[error("disk failed: {0}")]
    DiskFailed(String),
    /// The file is no database.
    #[error("not a Checkback database")]
    NotADatabase,
    /// The file cannot be opened.
    #[error("database cannot be opened")]
    CannotOpen,
    /// What is in it makes no sense.
    #[error("database damaged: {}", .0.why)]
    Damaged(Damage),
    /// A backup cannot be put there, or not be taken from there: the file, and why.
    #[error("backup path refused: {0}")]
    BackupPathRefused(String),
    /// Something is in it that is none of ours: what.
    #[error("schema not ours: {0}")]
    ForeignSchema(String),
    /// A newer program wrote it.
    #[error("database version {found}, known up to {known}")]
    NewerSchema {
        /// The database's version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// The row was changed by somebody else since it was read.
    #[error("row version conflict")]
    RowConflict,
    /// Somebody else did something with the customer since they were read: who, what and when.
    #[error("customer changed meanwhile")]
    CustomerConflict(String),
    /// Somebody else is ringing the customer: who, whom, since when and where.
    #[error("customer claimed by another window")]
    CustomerClaimed(String),
    /// Nothing was undone or redone, and why.
    #[error(transparent)]
    Undo(UndoRefusal),
    /// A server's address makes no sense.
    #[error("server address: {0}")]
    InvalidAddress(String),
    /// The server cannot be reached, or the connection was lost.
    #[error("connection lost: {0:?}")]
    ConnectionLost(ConnectionFault),
    /// The server did not answer in time.
    #[error("timeout: {0:?}")]
    TimedOut(Timeout),
    /// The server does not take the password.
    #[error("authentication failed at {host}")]
    AuthFailed {
        /// The machine.
        host: String,
        /// Whether no password was given at all.
        missing: bool,
    },
    /// The server has too many connections already.
    #[error("too many connections")]
    ServerBusy {
        /// The machine, where the refusal came while connecting to it.
        host: Option<String>,
    },
    /// The open file is no longer at its path: what is written to it nobody would ever read.
    #[error("database file moved, replaced: {replaced}")]
    FileMoved {
        /// Whether another file is in its place.
        replaced: bool,
    },
    /// An act's commit was sent and not answered: it may be stored. Its id tells, at the next try.
    #[error("commit unanswered: {0}")]
    CommitUnanswered(Box<Self>),
    /// It is not known whether an act was saved: neither its commit nor its id was answered.
    #[error("outcome unknown: {why}")]
    OutcomeUnknown {
        /// The act's id, where the same thing can be asked for again under it.
        act: Option<Uuid>,
        /// The last error.
        why: Box<Self>,
    },
    /// The server has the last act of the shop, and waits for its standby to have it too.
    #[error("server waits for its standby")]
    StandbySilent,
    /// The server is a standby: it is read, and takes no changes.
    #[error("server is a standby")]
    Standby,
    /// The role one logs in with may not do that.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The tables of a server are older than the program, and the role may not change them.
    #[error("schema change forbidden: {0}")]
    MigrationForbidden(String),
    /// The database holds several shops, or not the one that is named.
    #[error("branch required, there are: {there}")]
    BranchRequired {
        /// The branch that was named.
        wanted: Option<String>,
        /// Those there are.
        there: String,
    },
    /// The database of a server keeps its texts in an encoding that has no place for every name.
    #[error("database encoding {0}")]
    WrongEncoding(String),
    /// A pooler between the counter and the server gives each transaction another session.
    #[error("transaction pooling at {0}")]
    TransactionPooling(String),
    /// Nothing is being moved.
    #[error("no move under way")]
    NoMove,
    /// The shop is being moved to another database.
    #[error("shop is being moved")]
    ShopMoving,
    /// The shop has moved to another database.
    #[error("shop has moved")]
    ShopMoved(String),
    /// A shop cannot be moved to where another one is.
    #[error("target of the move is not empty")]
    TargetNotEmpty,
    /// A table is not the same on both sides of a move.
    #[error("transfer mismatch in {0}")]
    TransferMismatch(String),
    /// This program was built without servers.
    #[error("built without servers")]
    NoServers,
    /// Anything else an engine says.
    #[error("engine: {0}")]
    Engine(String),
    /// The program itself is wrong: what it took for granted.
    #[error("bug: {0}")]
    Bug(&'static str),
}

/// Why an act is not undone or redone. Its own text is short and technical, for a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum UndoRefusal {
    /// Undo has nothing left to take back.
    #[error("nothing to undo")]
    NothingToUndo,
    /// Redo has nothing to do again.
    #[error("nothing to redo")]
    NothingToRedo,
    /// A person is asked before the act is undone.
    #[error("undo needs a yes")]
    NeedsYes(UndoQuestion),
    /// What was done last cannot be undone: it was about somebody who was forgotten.
    #[error("nothing to undo: the last act was about a forgotten customer")]
    CustomerForgotten,
    /// A row of the act was changed by a later one: what the act did.
    #[error("undo conflict")]
    ChangedSince(String),
}

/// What is wrong inside a database, and what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// What is wrong.
    pub why: String,
    /// What can be done, once the backups were looked through.
    pub advice: Option<DamageAdvice>,
}

/// What can be done about a damaged database. `rescue` can always be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamageAdvice {
    /// The newest good backup: when it was made in shop time, and its file.
    pub newest_backup: Option<(NaiveDateTime, PathBuf)>,
}

/// Why there is no connection to a server.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ConnectionFault {
    /// The server closed the connection, or no server is known of.
    Gone,
    /// The connection was cut: what the system says.
    Cut(String),
    /// The server could not wait for its standby: the act is not known to be on both.
    StandbyNotSynced,
    /// No machine of the address answers.
    NoAnswer,
    /// The server ended or refused the connection: what it says.
    Refused(String),
    /// A machine could not be reached.
    Unreachable {
        /// The machine.
        host: String,
        /// Why not.
        why: HostFault,
    },
}

/// Why one machine could not be reached.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum HostFault {
    /// Nothing listens there.
    NothingListens,
    /// There is no server there (a socket that is missing).
    NoServer,
    /// No machine of that name is known.
    UnknownHost,
    /// It has no TLS, and this `sslmode` asks for it.
    NoTls(&'static str),
    /// Its certificate is refused.
    Certificate(CertificateFault),
    /// It does not let us in: what it says.
    Refused(String),
    /// It was the primary once, and another was promoted since.
    FormerPrimary {
        /// Its timeline.
        timeline: i64,
        /// The newest timeline that was seen.
        seen: i64,
    },
    /// Anything else: what the driver says.
    Other(String),
}

/// Why a certificate is refused.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum CertificateFault {
    /// No authority signed it that is trusted here.
    UnknownIssuer,
    /// It is for another host.
    WrongName,
    /// It has expired.
    Expired,
    /// It is not valid yet.
    NotValidYet,
    /// Anything else: what the verifier says.
    Other(String),
}

/// What did not come in time.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Timeout {
    /// A machine's answer.
    Answer(String),
    /// The work a machine was asked to do, which was stopped.
    Stopped(String),
    /// The work, which the server itself stopped.
    Statement,
}

/// What to do about an error. Which pauses lie between tries is `RetrySchedule`'s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Try again by itself: what stands in the way passes.
    Retry,
    /// Keep what was to be done and ask the person: something has to be mended first.
    Ask,
    /// Give up: the same thing can never be done.
    GiveUp,
}

impl StoreError {
    /// Damage, of which no more is known.
    #[must_use]
    pub fn damaged(why: impl Into<String>) -> Self {
        Self::Damaged(Damage {
            why: why.into(),
            advice: None,
        })
    }

    /// Which error it is, without what it says: that may name somebody.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    /// The cause in one word, for the log; the kind of error if no more is known.
    #[must_use]
    pub fn fault(&self) -> &'static str {
        match self {
            Self::ConnectionLost(ConnectionFault::Unreachable { why, .. }) => match why {
                HostFault::Certificate(fault) => fault.into(),
                fault => fault.into(),
            },
            Self::ConnectionLost(fault) => fault.into(),
            Self::TimedOut(timeout) => timeout.into(),
            Self::CommitUnanswered(behind) | Self::OutcomeUnknown { why: behind, .. } => {
                behind.fault()
            }
            Self::Undo(refusal) => refusal.into(),
            other => other.into(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn disposition(&self) -> Disposition {
        match self {
            Self::Busy
            | Self::StandbySilent
            | Self::CommitUnanswered(_)
            | Self::ConnectionLost(_)
            | Self::TimedOut(_)
            | Self::ServerBusy { .. }
            | Self::FileMoved { .. }
            | Self::Standby => Disposition::Retry,
            Self::DiskFull
            | Self::ReadOnly
            | Self::DiskFailed(_)
            | Self::NotADatabase
            | Self::CannotOpen
            | Self::Damaged(_)
            | Self::BackupPathRefused(_)
            | Self::ForeignSchema(_)
            | Self::InvalidAddress(_)
            | Self::AuthFailed { .. }
            | Self::OutcomeUnknown { .. }
            | Self::Forbidden(_)
            | Self::MigrationForbidden(_)
            | Self::BranchRequired { .. }
            | Self::WrongEncoding(_)
            | Self::TransactionPooling(_)
            | Self::NewerSchema { .. }
            | Self::NoMove
            | Self::ShopMoving
            | Self::ShopMoved(_)
            | Self::TargetNotEmpty
            | Self::TransferMismatch(_)
            | Self::NoServers
            | Self::Engine(_)
            | Self::Bug(_) => Disposition::Ask,
            Self::ImportUndone
            | Self::RowConflict
            | Self::CustomerConflict(_)
            | Self::CustomerClaimed(_)
            | Self::Undo(_) => Disposition::GiveUp,
        }
    }

    /// Whether the database itself is out of reach: reading and writing fail alike, whoever asks.
    #[must_use]
    pub const fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::ConnectionLost(_)
                | Self::TimedOut(_)
                | Self::CommitUnanswered(_)
                | Self::AuthFailed { .. }
                | Self::ServerBusy { .. }
                | Self::FileMoved { .. }
                | Self::Standby
        )
    }

    /// Whether it is unknown, after this error, if the act was saved.
    #[must_use]
    pub const fn leaves_outcome_open(&self) -> bool {
        matches!(
            self,
            Self::CommitUnanswered(_) | Self::OutcomeUnknown { .. }
        )
    }

    /// Whether somebody else changed the rows since they were read.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::RowConflict
                | Self::CustomerConflict(_)
                | Self::CustomerClaimed(_)
                | Self::Undo(UndoRefusal::ChangedSince(_))
        )
    }
}
