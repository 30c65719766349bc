//! The server's disk is full: nothing is called saved that is not, and once there is room again the
//! counter saves it by itself.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use checkback::store::Store;

use crate::cluster::{Cluster, folder, until};
use crate::common::rules;
use crate::fanned_out::fill;
use crate::hanging::TimedCounter;
use crate::workers::branch;

const CONTACTS: &str = "SELECT count(*) FROM checkback.contact";

/// A small disk in memory; `None` where the system lets nobody make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new() -> Option<Self> {
        let place = folder().join("small");
        fs::create_dir(&place).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=48m,mode=0777", "none"]);
        let mounted = mount.arg(&place).status();
        if !mounted.is_ok_and(|ended| ended.success()) {
            return None;
        }
        // The rows are the server's own, whoever that runs as.
        let rows = place.join("rows");
        fs::create_dir(&rows).unwrap();
        let entries = fs::read_dir(folder())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let mut versions = entries.map(|cluster| cluster.join("PG_VERSION"));
        let owner = versions.find_map(|file| file.metadata().ok()).unwrap();
        chown(&rows, Some(owner.uid()), Some(owner.gid())).unwrap();
        Some(Self(place))
    }

    /// Takes all the room there is.
    fn fill(&self) {
        let full = (1..).map(|n| fs::write(self.0.join(format!("filler-{n}")), vec![1; 8_192]));
        let refused = full.filter_map(Result::err).next().unwrap();
        assert_eq!(refused.kind(), std::io::ErrorKind::StorageFull);
    }

    fn make_room(&self) {
        for file in fs::read_dir(&self.0).unwrap() {
            let file = file.unwrap();
            if file.file_name().to_string_lossy().starts_with("filler") {
                fs::remove_file(file.path()).unwrap();
            }
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn what_a_full_server_did_not_take_is_saved_by_itself_once_there_is_room() {
    let cluster = Cluster::durable();
    let Some(disk) = SmallDisk::new() else {
        eprintln!("not tried: nobody but root may mount a small disk");
        return;
    };
    cluster.sql(
        "postgres",
        &format!(
            "CREATE TABLESPACE small LOCATION '{}'",
            disk.0.join("rows").display()
        ),
    );
    cluster.sql(
        "postgres",
        "CREATE DATABASE full_one OWNER garage TABLESPACE small TEMPLATE template0 ENCODING 'UTF8'",
    );
    let url = cluster.url("full_one");
    fill(&url, 300);
    let server = branch(&url, "Hill Street");
    let mut counter = TimedCounter::of(Store::open(&server, rules().calendar).unwrap());
    disk.fill();
    let mut pressed = 0;
    // There is room in the pages that are there: it ends within some acts.
    until("the disk to be full", || {
        pressed += 1;
        counter.press('n');
        counter.session.wait(Duration::from_secs(10));
        counter.press('j').contains("disk is full")
    });
    let saved: u64 = cluster.sql("full_one", CONTACTS).parse().unwrap();
    assert!(saved < pressed, "{saved} of {pressed}");
    disk.make_room();
    until("it to be saved by itself", || {
        counter.session.ripen(Instant::now());
        counter.session.wait(Duration::from_millis(20));
        cluster.sql("full_one", CONTACTS) == pressed.to_string()
    });
}
