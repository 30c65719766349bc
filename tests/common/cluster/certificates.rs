//! The certificates servers show: a good one, and those a counter must not take.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};

use super::environment;

/// What a server shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateKind {
    /// For localhost and 127.0.0.1, signed by the authority the counter knows.
    Good,
    /// The same, for another host.
    OtherHost,
    /// The same, which ended years ago.
    Expired,
    /// For localhost and 127.0.0.1, signed by an authority nobody knows.
    UnknownAuthority,
}

type Authority = Issuer<'static, KeyPair>;

/// The authority the counters know, and the one they do not.
static KNOWN: LazyLock<(PathBuf, Authority)> = LazyLock::new(|| authority("known"));
static STRANGER: LazyLock<(PathBuf, Authority)> = LazyLock::new(|| authority("stranger"));

/// The file counters are given to know the authority by (`sslrootcert`).
pub fn authority_file() -> PathBuf {
    KNOWN.0.clone()
}

fn authority(name: &str) -> (PathBuf, Authority) {
    let mut asked = CertificateParams::new(Vec::new()).unwrap();
    asked.distinguished_name.push(DnType::CommonName, name);
    asked.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let certificate = asked.self_signed(&key).unwrap();
    let file = environment::folder().join(format!("authority-{name}.pem"));
    fs::write(&file, certificate.pem()).unwrap();
    (file, Issuer::new(asked, key))
}

/// A server's certificate and its key, as files PostgreSQL takes.
pub(super) fn files(shown: CertificateKind) -> (PathBuf, PathBuf) {
    let hosts: &[&str] = match shown {
        CertificateKind::OtherHost => &["till.example.com"],
        CertificateKind::Good | CertificateKind::Expired | CertificateKind::UnknownAuthority => {
            &["localhost", "127.0.0.1"]
        }
    };
    let hosts: Vec<String> = hosts.iter().map(|&host| host.to_owned()).collect();
    let mut asked = CertificateParams::new(hosts).unwrap();
    asked
        .distinguished_name
        .push(DnType::CommonName, "the shop's server");
    if shown == CertificateKind::Expired {
        asked.not_before = date_time_ymd(2019, 1, 1);
        asked.not_after = date_time_ymd(2020, 1, 1);
    }
    let signer = match shown {
        CertificateKind::UnknownAuthority => &STRANGER.1,
        CertificateKind::Good | CertificateKind::OtherHost | CertificateKind::Expired => &KNOWN.1,
    };
    let key = KeyPair::generate().unwrap();
    let certificate = asked.signed_by(&key, signer).unwrap();
    let file = |end: &str| environment::folder().join(format!("{shown:?}.{end}"));
    let (as_file, key_file) = (file("crt"), file("key"));
    // Two clusters of one suite may show the same kind: each starts with a pair that fits.
    for (path, pem) in [
        (&as_file, certificate.pem()),
        (&key_file, key.serialize_pem()),
    ] {
        let _first = fs::remove_file(path);
        environment::append(path, &pem);
    }
    (as_file, key_file)
}
