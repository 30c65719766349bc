//! PostgreSQL's errors in the shop's words: what was wrong, and what would be right.

use std::error::Error as _;

use rustls::CertificateError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

use super::super::StoreError;
use super::url::{ServerHost, TlsMode};

/// What a server refused, or that it is gone.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to map_err as it is"
)]
pub(super) fn to_store_error(error: Error) -> StoreError {
    match error.as_db_error() {
        Some(said) => refused(said),
        None if error.is_closed() => StoreError::ConnectionLost("the server is gone".to_owned()),
        None => {
            let io = sources(&error).find_map(|e| e.downcast_ref::<std::io::Error>());
            match io {
                Some(io) => StoreError::ConnectionLost(format!("the connection was cut: {io}")),
                None => StoreError::Engine(error_chain_text(&error)),
            }
        }
    }
}

fn refused(said: &DbError) -> StoreError {
    let code = said.code();
    let class = code.code().get(..2).unwrap_or_default();
    match *code {
        // The customer the row belongs to was taken out again by undo.
        SqlState::FOREIGN_KEY_VIOLATION => StoreError::RowConflict,
        SqlState::LOCK_NOT_AVAILABLE
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED => StoreError::Busy,
        SqlState::DISK_FULL => StoreError::DiskFull,
        SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Standby,
        SqlState::TOO_MANY_CONNECTIONS => {
            StoreError::ConnectionLost("the server has too many connections already".to_owned())
        }
        SqlState::QUERY_CANCELED => {
            StoreError::ConnectionLost("the server took too long".to_owned())
        }
        SqlState::INSUFFICIENT_PRIVILEGE => StoreError::Forbidden(said.message().to_owned()),
        SqlState::IO_ERROR => StoreError::DiskFailed(said.message().to_owned()),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => {
            StoreError::Damaged(said.message().to_owned())
        }
        // Connection exceptions; the operator's doing: it is stopped, starting, or cut us off.
        _ if class == "08" || class == "57" || class == "53" => {
            StoreError::ConnectionLost(said.message().to_owned())
        }
        // A rule of the shop's own in the database: its words say all there is to say.
        SqlState::RAISE_EXCEPTION => StoreError::Engine(said.message().to_owned()),
        _ => StoreError::Engine(format!("{} ({})", said.message(), code.code())),
    }
}

/// Why nobody was let in at a machine.
pub(super) fn unreached(machine: &ServerHost, error: &Error) -> StoreError {
    let name = &machine.name;
    if let Some(said) = error.as_db_error() {
        return StoreError::ConnectionLost(match *said.code() {
            SqlState::INVALID_PASSWORD => format!(
                "{name} does not take the password: write it in the address, or in PGPASSWORD"
            ),
            SqlState::TOO_MANY_CONNECTIONS => {
                format!("{name} has too many connections already")
            }
            _ => format!("{name} says: {}", said.message()),
        });
    }
    if let Some(certificate) = sources(error).find_map(certificate) {
        return StoreError::ConnectionLost(format!("{name}: {}", of_certificate(&certificate)));
    }
    let said = error_chain_text(error);
    if said.contains("server does not support TLS") {
        return StoreError::ConnectionLost(format!(
            "{name} offers no TLS, and sslmode={} asks for it: have it set up there, or say \
             sslmode=disable where the connection is safe without",
            match machine.security {
                TlsMode::VerifyFull => "verify-full",
                TlsMode::VerifyCa => "verify-ca",
                _ => "require",
            }
        ));
    }
    if said.contains("password missing") {
        return StoreError::ConnectionLost(format!(
            "{name} asks for a password: write it in the address, or in PGPASSWORD"
        ));
    }
    if said.contains("failed to lookup address") {
        return StoreError::ConnectionLost(format!(
            "there is no machine called {}: check its name in the address",
            name.rsplit_once(':')
                .map_or(name.as_str(), |(host, _)| host)
        ));
    }
    let io = sources(error).find_map(|e| e.downcast_ref::<std::io::Error>());
    StoreError::ConnectionLost(match io.map(std::io::Error::kind) {
        Some(std::io::ErrorKind::ConnectionRefused) => format!("nothing listens at {name}"),
        Some(std::io::ErrorKind::NotFound) => format!("there is no server at {name}"),
        _ => format!("{name}: {said}"),
    })
}

fn of_certificate(error: &CertificateError) -> String {
    match error {
        CertificateError::UnknownIssuer => "its certificate is not signed by an authority this \
             machine trusts: name the right one with sslrootcert=FILE"
            .to_owned(),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another host: use the name that is in it".to_owned()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired: have it renewed there".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet: check this machine's clock".to_owned()
        }
        other => format!("its certificate is refused: {other}"),
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
