//! Nobody's data is left lying: what a killed program left of a backup goes at the next start.

use std::fs::{self, File};

use checkback::domain::hours::Calendar;
use checkback::store::{Backups, OpenOptions, Seek, Store, StoreError};
use chrono_tz::Tz;

use crate::common::{Shop, at, rules};

#[test]
fn what_a_killed_program_left_of_a_backup_goes_and_what_is_being_written_stays() {
    let shop = Shop::new();
    let backups = Backups::for_database(&shop.place.file, &rules().calendar).unwrap();
    fs::create_dir_all(backups.folder()).unwrap();
    let left = backups.folder().join(".part-0123");
    let log = backups.folder().join(".part-0123-journal");
    let held = backups.folder().join(".part-4567");
    let lock = backups.folder().join(".part-4567-lock");
    for file in [&left, &log, &held, &lock] {
        fs::write(file, "Anita Patel").unwrap();
    }
    let writer = File::open(&lock).unwrap();
    writer.lock().unwrap();
    let shop = shop.reopened();
    assert!(!left.exists() && !log.exists() && held.exists());
    // Whoever is forgotten is in that too.
    assert_eq!(backups.remove_unfinished(true), 1);
    assert!(!held.exists());
    #[cfg(unix)]
    assert!(!lock.exists());
    drop(shop);
}

#[test]
fn the_zone_of_a_machine_is_not_taken_for_the_shops() {
    let shop = Shop::new();
    drop(shop.store);
    let elsewhere = Calendar {
        zone: Tz::Pacific__Auckland,
        ..rules().calendar
    };
    let options = OpenOptions::new(elsewhere).in_its_own_zone();
    let mut store = Store::open(&shop.place.file, options).unwrap();
    assert_eq!(store.zone(), Tz::Europe__London);
    assert_eq!(
        checkback::store::zone_of(&shop.place.file),
        Some(Tz::Europe__London)
    );
    let now = at("2026-11-24T10:00:00Z");
    assert_eq!(store.totals(now, &rules()).unwrap().to_call, 0);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_only_be_read_is_read_and_says_so() {
    use std::os::unix::fs::PermissionsExt as _;

    let mut shop = Shop::new();
    let anita = crate::common::draft(
        "Anita Patel",
        crate::common::reason(checkback::domain::follow_up::FollowUpKind::Other, "Ring"),
    );
    shop.add(&anita, at("2026-11-24T10:00:00Z"));
    let crate::common::FileBackend {
        folder: _folder,
        file,
    } = shop.place;
    drop(shop.store);
    let before = fs::read(&file).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    let mut store = Store::open(&file, rules().calendar).unwrap();
    assert_eq!(store.connection_error(), Some(StoreError::ReadOnly));
    assert_eq!(store.customers(&Seek::Start, 10).unwrap().len(), 1);
    let act = crate::common::act(Vec::new(), at("2026-11-24T10:00:00Z"));
    assert_eq!(store.save(&act), Err(StoreError::ReadOnly));
    drop(store);
    assert!(fs::read(&file).unwrap() == before, "it was touched");
}
