//! A server's URL: `postgres://person:password@host,host/database?sslmode=…`.
//!
//! Owns which parts are ours (the TLS mode) and which are the driver's, and the redacted form:
//! the password is never shown.

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::super::error::StoreError;
use super::pgpass::{self, Login};

/// How long the other end may leave unacknowledged what was sent to it.
const LIVENESS: Duration = Duration::from_secs(5);

/// The TLS mode: libpq's `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TlsMode {
    /// No encryption.
    Disable,
    /// Encryption if the server offers it, without authentication: for a server on this machine.
    Prefer,
    /// Encryption, without authentication.
    Require,
    /// Encryption, and the certificate is signed by a trusted authority.
    VerifyCa,
    /// As `VerifyCa`, and the certificate is for this host.
    VerifyFull,
}

impl TlsMode {
    fn read(word: &str) -> Result<Self, StoreError> {
        Ok(match word {
            "disable" => Self::Disable,
            "prefer" | "allow" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => {
                return Err(StoreError::InvalidAddress(format!(
                    "sslmode={word}: write disable, prefer, require, verify-ca or verify-full"
                )));
            }
        })
    }

    const fn driver(self) -> SslMode {
        match self {
            Self::Disable => SslMode::Disable,
            Self::Prefer => SslMode::Prefer,
            Self::Require | Self::VerifyCa | Self::VerifyFull => SslMode::Require,
        }
    }
}

/// One of the hosts a database may be on.
#[derive(Debug, Clone)]
pub(super) struct ServerHost {
    /// The host in messages: "db1:5432".
    pub(super) name: String,
    /// The driver's configuration for this host.
    pub(super) config: Config,
    /// The TLS mode for this host.
    pub(super) security: TlsMode,
}

/// The parsed URL of a database.
#[derive(Debug, Clone)]
pub(super) struct ServerUrl {
    /// The hosts it may be on.
    pub(super) machines: Vec<ServerHost>,
    /// A file of certificate authorities to trust instead of the system's.
    pub(super) authorities: Option<PathBuf>,
}

impl ServerUrl {
    /// Parses a URL.
    ///
    /// # Errors
    /// If the URL is invalid; the message does not repeat the password.
    pub(super) fn read(url: &str) -> Result<Self, StoreError> {
        let (front, query) = url.split_once('?').unwrap_or((url, ""));
        let mut rest: Vec<&str> = Vec::new();
        let mut said = None;
        let mut authorities = None;
        for pair in query.split('&').filter(|p| !p.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decoded = percent_decode_str(value).decode_utf8_lossy();
            match key {
                "sslmode" => said = Some(TlsMode::read(&decoded)?),
                "sslrootcert" if decoded == "system" => {}
                "sslrootcert" => authorities = Some(PathBuf::from(decoded.as_ref())),
                // The host that accepts writes is found in any case; the timeouts are our own.
                "target_session_attrs" if ["read-write", "primary", "any"].contains(&&*decoded) => {
                }
                "connect_timeout" => {}
                _ => rest.push(pair),
            }
        }
        let cleaned = if rest.is_empty() {
            front.to_owned()
        } else {
            format!("{front}?{}", rest.join("&"))
        };
        let config: Config = cleaned
            .parse()
            .map_err(|e: tokio_postgres::Error| StoreError::InvalidAddress(reason(&e)))?;
        let machines = machines(&config, said)?;
        Ok(Self {
            machines,
            authorities,
        })
    }
}

fn reason(error: &tokio_postgres::Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    source.unwrap_or_else(|| error.to_string())
}

/// A configuration for each host, because the hosts are tried in parallel.
fn machines(config: &Config, said: Option<TlsMode>) -> Result<Vec<ServerHost>, StoreError> {
    let hosts = config.get_hosts();
    let ports = config.get_ports();
    if hosts.is_empty() {
        return Err(StoreError::InvalidAddress(
            "it names no host: write postgres://person@host/database".to_owned(),
        ));
    }
    if ports.len() > 1 && ports.len() != hosts.len() {
        return Err(StoreError::InvalidAddress(format!(
            "{} hosts and {} ports: write one port for all, or one for each",
            hosts.len(),
            ports.len()
        )));
    }
    let addresses = config.get_hostaddrs();
    let mut machines = Vec::with_capacity(hosts.len());
    for (n, host) in hosts.iter().enumerate() {
        let port = ports.get(n).or(ports.first()).copied().unwrap_or(5432);
        let (name, local) = match host {
            // A host that is said to be at another address is wherever that is.
            Host::Tcp(host) => {
                let here = addresses.get(n).is_none_or(std::net::IpAddr::is_loopback);
                (format!("{host}:{port}"), is_local(host) && here)
            }
            #[cfg(unix)]
            Host::Unix(path) => (format!("{}:{port}", path.display()), true),
        };
        let usual = if local {
            TlsMode::Prefer
        } else {
            TlsMode::VerifyFull
        };
        let security = said.unwrap_or(usual);
        let mut one = single(config);
        match host {
            Host::Tcp(host) => one.host(host),
            #[cfg(unix)]
            Host::Unix(path) => one.host_path(path),
        };
        if let Some(address) = addresses.get(n) {
            one.hostaddr(*address);
        }
        if one.get_password().is_none()
            && let Some(password) = kept_password(config, host, port)
        {
            one.password(password);
        }
        one.port(port).ssl_mode(security.driver());
        machines.push(ServerHost {
            name,
            config: one,
            security,
        });
    }
    Ok(machines)
}

/// The password PostgreSQL's own programs keep for a host.
fn kept_password(config: &Config, host: &Host, port: u16) -> Option<Vec<u8>> {
    let user = config.get_user().unwrap_or_default();
    #[cfg_attr(
        not(unix),
        expect(
            clippy::infallible_destructuring_match,
            reason = "there are sockets on Unix"
        )
    )]
    let host = match host {
        Host::Tcp(host) => host,
        #[cfg(unix)]
        Host::Unix(_) => "localhost",
    };
    pgpass::password(Login {
        host,
        port,
        database: config.get_dbname().unwrap_or(user),
        user,
    })
}

/// A configuration without its hosts.
fn single(config: &Config) -> Config {
    let mut one = Config::new();
    if let Some(user) = config.get_user() {
        one.user(user);
    }
    let from_environment = || std::env::var("PGPASSWORD").ok().map(String::into_bytes);
    if let Some(password) = config
        .get_password()
        .map(<[u8]>::to_vec)
        .or_else(from_environment)
    {
        one.password(password);
    }
    if let Some(database) = config.get_dbname() {
        one.dbname(database);
    }
    if let Some(options) = config.get_options() {
        one.options(options);
    }
    // Where the machine at the other end is gone, the system says so too.
    one.keepalives_idle(LIVENESS).tcp_user_timeout(LIVENESS);
    one.application_name(config.get_application_name().unwrap_or("checkback"));
    one.channel_binding(config.get_channel_binding());
    one.ssl_negotiation(config.get_ssl_negotiation());
    one
}

fn is_local(host: &str) -> bool {
    let numeric = host.parse::<std::net::IpAddr>();
    host == "localhost" || numeric.is_ok_and(|ip| ip.is_loopback())
}

/// A URL with its password redacted.
#[must_use]
pub(in super::super) fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        // The password's place in such a text is unknown.
        return url
            .split_once(':')
            .map_or(url, |(scheme, _)| scheme)
            .to_owned();
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = match authority.rsplit_once('@') {
        Some((person, hosts)) => {
            let name = person.split_once(':').map_or(person, |(name, _)| name);
            format!("{name}@{hosts}")
        }
        None => authority.to_owned(),
    };
    let path = match path.split_once('?') {
        Some((path, query)) => {
            let kept: Vec<&str> = query
                .split('&')
                .filter(|pair| !pair.starts_with("password="))
                .collect();
            if kept.is_empty() {
                path.to_owned()
            } else {
                format!("{path}?{}", kept.join("&"))
            }
        }
        None => path.to_owned(),
    };
    format!("{scheme}://{authority}{path}")
}

#[cfg(test)]
mod tests {
    use super::{ServerUrl, TlsMode};

    #[test]
    fn a_name_of_this_machine_at_another_address_is_proven_in_full() {
        for (url, mode) in [
            ("postgres://garage@localhost/shop", TlsMode::Prefer),
            (
                "postgres://garage@localhost/shop?hostaddr=127.0.0.2",
                TlsMode::Prefer,
            ),
            (
                "postgres://garage@localhost/shop?hostaddr=192.0.2.1",
                TlsMode::VerifyFull,
            ),
            (
                "postgres://garage@db.example/shop?hostaddr=127.0.0.1",
                TlsMode::VerifyFull,
            ),
        ] {
            let read = ServerUrl::read(url).unwrap();
            assert_eq!(
                read.machines.first().map(|m| m.security),
                Some(mode),
                "{url}"
            );
        }
    }
}
