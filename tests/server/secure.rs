//! TLS: whom a counter talks to is proven, or it says in plain words what is wrong.

use crate::cluster::certificates::{CertificateKind, authority_file};
use crate::cluster::{Cluster, PASSWORD, ROLE, until};
use crate::program::CounterFolder;

/// Full proof, by the authority the counter was given.
fn proven(address: &str) -> String {
    let authority = authority_file().display().to_string();
    format!("{address}?sslmode=verify-full&sslrootcert={authority}")
}

#[test]
fn a_good_certificate_is_taken_by_name_and_by_number() {
    let cluster = Cluster::with_tls(CertificateKind::Good);
    let shop = cluster.database();
    let by_number = cluster.address(&shop);
    let by_name = by_number.replace("127.0.0.1", "localhost");
    let desk = CounterFolder::new();
    desk.says(
        &proven(&by_number),
        &["add", "Anita Patel", "--about", "Pads"],
    );
    assert!(
        desk.says(&proven(&by_name), &["list"])
            .contains("Anita Patel")
    );
    let secured = "SELECT count(*) FROM pg_stat_ssl WHERE ssl";
    until("the commands to have left", || {
        cluster.sql(&shop, secured) == "0"
    });
}

#[test]
fn a_server_that_is_not_proven_is_refused_in_plain_words() {
    for (shown, words) in [
        (
            CertificateKind::OtherHost,
            "its certificate is for another host: use the name that is in it",
        ),
        (
            CertificateKind::Expired,
            "its certificate has expired: have it renewed there",
        ),
        (
            CertificateKind::UnknownAuthority,
            "its certificate is not signed by an authority this machine trusts: name the right one with sslrootcert=FILE",
        ),
    ] {
        let cluster = Cluster::with_tls(shown);
        let shop = cluster.database();
        let plain = format!("not connected: 127.0.0.1:{}: {words}", cluster.port());
        let said = CounterFolder::new().refused(&proven(&cluster.address(&shop)), &["list"]);
        assert!(said.ends_with(&plain), "{shown:?}: {said}");
    }
}

#[test]
fn a_server_without_tls_is_refused_where_it_is_asked_for() {
    let cluster = Cluster::shared();
    let said =
        CounterFolder::new().refused(&proven(&cluster.address(&cluster.database())), &["list"]);
    assert!(
        said.contains("offers no TLS, and sslmode=verify-full asks for it"),
        "{said}"
    );
}

#[test]
fn a_server_that_wants_tls_says_so_to_whoever_comes_without() {
    let cluster = Cluster::with_tls(CertificateKind::Good);
    let shop = cluster.database();
    let said = CounterFolder::new().refused(&cluster.url(&shop), &["list"]);
    // PostgreSQL 13 says it in words of its own.
    let plain = ["no encryption", "SSL off"];
    assert!(plain.iter().any(|words| said.contains(words)), "{said}");
}

#[test]
fn a_host_that_is_not_this_machine_is_proven_in_full_unless_the_address_says_otherwise() {
    let authority = authority_file().display().to_string();
    let elsewhere = |cluster: &Cluster, shop: &str| {
        let address = cluster
            .address(shop)
            .replace("127.0.0.1", "till.example.com");
        format!("{address}?hostaddr=127.0.0.1&sslrootcert={authority}")
    };
    let right = Cluster::with_tls(CertificateKind::OtherHost);
    let shop = right.database();
    CounterFolder::new().says(&elsewhere(&right, &shop), &["list"]);
    let wrong = Cluster::with_tls(CertificateKind::Good);
    let shop = wrong.database();
    let said = CounterFolder::new().refused(&elsewhere(&wrong, &shop), &["list"]);
    assert!(said.contains("for another host"), "{said}");
    let clear = Cluster::shared();
    let shop = clear.database();
    let said = CounterFolder::new().refused(&elsewhere(clear, &shop), &["list"]);
    assert!(said.contains("offers no TLS"), "{said}");
}

#[test]
fn no_words_repeat_a_password() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    for address in [
        cluster.url(&shop).replace("sesame", "says_me"),
        cluster
            .url("no_such_shop")
            .replace("sslmode=disable", "sslmode=maybe"),
        cluster.url("no_such_shop"),
        cluster.url(&shop).replace("postgres://", "postgres:/"),
        "postgres://garage:says_me@127.0.0.1:1/shop".to_owned(),
        "postgres://garage:says_me@/shop".to_owned(),
        "postgres://garage:says_me@h:x/shop".to_owned(),
    ] {
        let said = CounterFolder::new().refused(&address, &["list"]);
        let secret = ["sesame", "says_me", "open"];
        assert!(
            !secret.iter().any(|word| said.contains(word)),
            "{address}: {said}"
        );
    }
}

#[test]
fn require_with_an_authority_wants_its_signature_as_psql_does() {
    let authority = authority_file().display().to_string();
    let with = |cluster: &Cluster, shop: &str| {
        let address = cluster.address(shop);
        format!("{address}?sslmode=require&sslrootcert={authority}")
    };
    let unknown = Cluster::with_tls(CertificateKind::UnknownAuthority);
    let shop = unknown.database();
    let said = CounterFolder::new().refused(&with(&unknown, &shop), &["list"]);
    assert!(said.contains("not signed by an authority"), "{said}");
    let other = Cluster::with_tls(CertificateKind::OtherHost);
    let shop = other.database();
    CounterFolder::new().says(&with(&other, &shop), &["list"]);
}

#[test]
fn a_password_is_found_where_psql_finds_it() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let desk = CounterFolder::new();
    let address = format!(
        "postgres://{ROLE}@127.0.0.1:{}/{shop}?sslmode=disable",
        cluster.port()
    );
    let said = desk.refused(&address, &["list"]);
    assert!(said.contains("asks for a password"), "{said}");
    let line = format!("127.0.0.1:{}:{shop}:{ROLE}:{PASSWORD}\n", cluster.port());
    desk.write(".pgpass", &line, 0o600);
    desk.says(&address, &["list"]);
    desk.write(".pgpass", &line, 0o644);
    let said = desk.refused(&address, &["list"]);
    assert!(said.contains("asks for a password"), "{said}");
}
