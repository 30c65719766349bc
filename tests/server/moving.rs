//! A shop moves from its file to a server and back, and two branches share the server meanwhile.

use checkback::domain::follow_up::FollowUpKind;
use checkback::store::{OpenOptions, ServerOptions, Store, StoreError, StoreLocation};

use crate::cluster::Cluster;
use crate::common::{COUNTER, FileBackend, TestShop, at, draft, reason, rules};

const NOW: &str = "2026-11-24T10:00:00Z";

fn branch(url: &str, name: &str) -> ServerOptions {
    ServerOptions {
        url: url.to_owned(),
        branch: Some(name.to_owned()),
        ..ServerOptions::default()
    }
}

#[test]
fn a_shop_moves_to_a_server_and_back_and_each_table_is_proven_the_same() {
    let now = at(NOW);
    let cluster = Cluster::shared();
    let url = cluster.url(&cluster.database());
    let calendar = rules().calendar;
    let mut dale = Store::open(&branch(&url, "Dale"), calendar.clone()).unwrap();
    let mut shop: TestShop<FileBackend> = TestShop::new();
    for name in ["Anita Patel", "Bilal Ali", "Zoë Müller", "田中 太郎"] {
        shop.add(
            &draft(name, reason(FollowUpKind::Other, "Pads, 2 mm: “soon”")),
            now,
        );
    }
    let hill = StoreLocation::Server(branch(&url, "Hill"));
    let mut to = Store::open(hill.clone(), OpenOptions::new(calendar.clone()).to_move()).unwrap();
    let proofs = shop
        .store
        .transfer_to(&mut to, "the server", |_| {})
        .unwrap();
    assert!(proofs.iter().all(|p| p.from == p.to));
    assert_eq!(
        to.entries(&[1, 2, 3, 4]).unwrap(),
        shop.entries(&[1, 2, 3, 4])
    );
    assert_eq!(to.find("太郎", 5).unwrap().len(), 1);
    assert_eq!(dale.find("太郎", 5).unwrap(), []);
    let undone = to.undo(uuid::Uuid::now_v7(), now, "Tom", COUNTER);
    undone.unwrap();

    let file = StoreLocation::File(shop.place.file.clone());
    let mut back = Store::open(file.clone(), OpenOptions::new(calendar.clone()).to_move()).unwrap();
    let proofs = to.transfer_to(&mut back, "the file", |_| {}).unwrap();
    assert!(proofs.iter().all(|p| p.from == p.to));
    assert_eq!(back.entries(&[1, 2, 3, 4]).unwrap().len(), 3);
    assert_eq!(back.find("müller", 5).unwrap().len(), 1);
    let gone = Store::open(&branch(&url, "Hill"), calendar);
    assert_eq!(
        gone.unwrap_err(),
        StoreError::ShopMoved("the file".to_owned())
    );
}
