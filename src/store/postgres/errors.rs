//! PostgreSQL's and the driver's errors as the store's causes.

use std::error::Error as _;

use rustls::CertificateError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

use super::super::error::{CertificateFault, ConnectionFault, HostFault, StoreError, Timeout};
use super::url::{ServerHost, TlsMode};

/// What a server refused, or that it is gone.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to map_err as it is"
)]
pub(super) fn to_store_error(error: Error) -> StoreError {
    let lost = StoreError::ConnectionLost;
    match error.as_db_error() {
        Some(said) => refused(said),
        None if error.is_closed() => lost(ConnectionFault::Gone),
        None => {
            let io = sources(&error).find_map(|e| e.downcast_ref::<std::io::Error>());
            match io {
                Some(io) => lost(ConnectionFault::Cut(io.to_string())),
                None => StoreError::Engine(error_chain_text(&error)),
            }
        }
    }
}

/// Whether an error means that the connection is of no use any more; a standby's still reads.
pub(super) fn is_lost(error: &StoreError) -> bool {
    error.is_outage() && *error != StoreError::Standby
}

fn refused(said: &DbError) -> StoreError {
    let code = said.code();
    log_refusal(code);
    let says = || said.message().to_owned();
    match *code {
        // The customer the row belongs to was taken out again by undo; or a row that had to be
        // changed is not there, which a statement of several changes says by dividing by their number.
        SqlState::FOREIGN_KEY_VIOLATION | SqlState::DIVISION_BY_ZERO => StoreError::RowConflict,
        SqlState::LOCK_NOT_AVAILABLE
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED => StoreError::Busy,
        SqlState::DISK_FULL => StoreError::DiskFull,
        SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Standby,
        SqlState::TOO_MANY_CONNECTIONS => StoreError::ServerBusy { host: None },
        SqlState::QUERY_CANCELED => StoreError::TimedOut(Timeout::Statement),
        SqlState::INSUFFICIENT_PRIVILEGE => StoreError::Forbidden(says()),
        SqlState::IO_ERROR => StoreError::DiskFailed(says()),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreError::damaged(said.message()),
        // The server has ended the session of a counter that fell silent.
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
            StoreError::ConnectionLost(ConnectionFault::Refused(says()))
        }
        // Connection exceptions; the operator's doing: it is stopped, starting, or cut us off.
        _ if ["08", "57", "53"]
            .iter()
            .any(|class| code.code().starts_with(class)) =>
        {
            StoreError::ConnectionLost(ConnectionFault::Refused(says()))
        }
        // A rule of the shop's own in the database: its words say all there is to say.
        SqlState::RAISE_EXCEPTION => StoreError::Engine(says()),
        _ => StoreError::Engine(format!("{} ({})", said.message(), code.code())),
    }
}

/// The server's code for what it refused; what it says may quote a row.
fn log_refusal(code: &SqlState) {
    let sqlstate = code.code();
    // A lock that is held, and two who write at the same time, are part of a day's work.
    if sqlstate.starts_with("40") || *code == SqlState::LOCK_NOT_AVAILABLE {
        tracing::debug!(sqlstate, "server refused");
    } else {
        tracing::warn!(sqlstate, "server refused");
    }
}

/// Why nobody was let in at a machine.
pub(super) fn unreached(machine: &ServerHost, error: &Error) -> StoreError {
    let host = machine.name.clone();
    let missing = |missing| StoreError::AuthFailed {
        host: host.clone(),
        missing,
    };
    let why = if let Some(said) = error.as_db_error() {
        // It is asked again at every look for a server, which tells of the first.
        let sqlstate = said.code().code();
        tracing::debug!(sqlstate, "server let nobody in");
        match *said.code() {
            SqlState::INVALID_PASSWORD => return missing(false),
            SqlState::TOO_MANY_CONNECTIONS => {
                return StoreError::ServerBusy { host: Some(host) };
            }
            _ => HostFault::Refused(said.message().to_owned()),
        }
    } else if let Some(certificate) = sources(error).find_map(certificate) {
        HostFault::Certificate(certificate_fault(&certificate))
    } else {
        let said = error_chain_text(error);
        if said.contains("password missing") {
            return missing(true);
        }
        unreachable_host(machine, error, said)
    };
    StoreError::ConnectionLost(ConnectionFault::Unreachable { host, why })
}

/// Why a machine could not be spoken to at all. The driver tells some of it in its text alone.
fn unreachable_host(machine: &ServerHost, error: &Error, said: String) -> HostFault {
    if said.contains("server does not support TLS") {
        return HostFault::NoTls(match machine.security {
            TlsMode::VerifyFull => "verify-full",
            TlsMode::VerifyCa => "verify-ca",
            TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => "require",
        });
    }
    if said.contains("failed to lookup address") {
        return HostFault::UnknownHost;
    }
    let io = sources(error).find_map(|e| e.downcast_ref::<std::io::Error>());
    match io.map(std::io::Error::kind) {
        Some(std::io::ErrorKind::ConnectionRefused) => HostFault::NothingListens,
        Some(std::io::ErrorKind::NotFound) => HostFault::NoServer,
        _ => HostFault::Other(said),
    }
}

fn certificate_fault(error: &CertificateError) -> CertificateFault {
    match error {
        CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::WrongName
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            CertificateFault::Expired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            CertificateFault::NotValidYet
        }
        other => CertificateFault::Other(other.to_string()),
    }
}

/// The certificate's fault in an error, where that is what it is about.
fn certificate(error: &(dyn std::error::Error + 'static)) -> Option<CertificateError> {
    let of_io = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref)
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match of_io.or_else(|| error.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(fault)) => Some(fault.clone()),
        _ => None,
    }
}

/// An error and everything behind it.
fn sources(error: &Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let this = next?;
        next = this.source();
        Some(this)
    })
}

fn error_chain_text(error: &Error) -> String {
    let mut said = error.to_string();
    for source in sources(error) {
        let more = source.to_string();
        if !said.contains(&more) {
            said.push_str(": ");
            said.push_str(&more);
        }
    }
    crate::domain::text::sanitize(&said)
}
