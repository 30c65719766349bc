//! Nobody's data is left lying: what a killed program left of a backup goes at the next start.

use std::fs::{self, File};

use checkback::domain::hours::Calendar;
use checkback::store::{Backups, OpenOptions, Store};
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
    for file in [&left, &log, &held] {
        fs::write(file, "Anita Patel").unwrap();
    }
    let writer = File::open(&held).unwrap();
    writer.lock().unwrap();
    let shop = shop.reopened();
    assert!(!left.exists() && !log.exists() && held.exists());
    // Whoever is forgotten is in that too.
    assert_eq!(backups.remove_unfinished(true), 1);
    assert!(!held.exists());
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
    assert_eq!(store.calendar().zone, Tz::Europe__London);
    assert_eq!(
        checkback::store::zone_of(&shop.place.file),
        Some(Tz::Europe__London)
    );
    let now = at("2026-11-24T10:00:00Z");
    assert_eq!(store.totals(now, &rules()).unwrap().to_call, 0);
}
