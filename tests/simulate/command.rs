//! Commands between the keys: what somebody types on the command line, by the same use cases.

use std::ops::ControlFlow;
use std::sync::Arc;

use checkback::config::Config;
use checkback::domain::contact::Outcome;
use checkback::domain::phone::Region;
use checkback::import::batch::BATCH;
use checkback::import::file::{DetectedFile, ImportFileOptions, ImportSource};
use checkback::store::{
    BackupReason, Backups, CopyPace, OpenOptions, Store, StoreError, UndoRefusal,
};
use checkback::usecases::commit::{RetryPolicy, Stamp, commit};
use checkback::usecases::import::{self, ImportOrder};
use checkback::usecases::log::{CallReport, log};
use checkback::usecases::undo::{Turn, UndoRequest, turn};
use checkback::usecases::{Context, snooze};

use crate::day::Day;
use crate::disk::Process;
use crate::model::{Deed, Told};

/// The process of every command, and the counter it is done at.
const PROCESS: Process = 9;
const COUNTER: &str = "commands";

/// What came of a command: what it was to do, and whether it was said to be done.
type Came = (Option<Deed>, Told);

/// Types one.
pub(crate) fn run(day: &mut Day) -> Result<(), String> {
    day.disk.bear(PROCESS);
    day.disk.turn_to(PROCESS);
    let failed = day.disk.failed();
    let region = Config::usual().unwrap().region;
    let (name, came) = match day.dice.roll(10) {
        0..2 => ("log", logs(day, &region)),
        2..4 => ("snooze", snoozes(day, &region)),
        4..6 => ("import", imports(day, &region)),
        6 => ("undo", undoes(day, &region)),
        7 | 8 => ("backup", backs_up(day)),
        _ => return restores(day, &region),
    };
    let (deed, told) = judged(day, failed, came, name)?;
    day.says(format!("{name}: {deed:?} {told:?}"));
    let rang = deed.as_ref().and_then(Deed::rang);
    let done = day.compare(COUNTER, deed, told)?;
    match rang.filter(|_| done) {
        Some(id) => day.rung_by_one(id, None),
        None => Ok(()),
    }
}

/// What an error says of a command depends on whether the disk has failed meanwhile.
fn judged(
    day: &mut Day,
    failed: u64,
    came: Result<Came, (Option<Deed>, StoreError)>,
    name: &str,
) -> Result<Came, String> {
    let unsure = day.disk.failed() > failed || day.disk.is_dead(PROCESS);
    if day.disk.take_dead(PROCESS) {
        day.tally.kills += 1;
    }
    match came {
        Ok(came) => Ok(came),
        Err((deed, _)) if unsure => Ok((deed, Told::Unknown)),
        Err((deed, error)) if error.is_conflict() => Ok((deed, Told::Refused)),
        Err((
            deed,
            StoreError::Undo(UndoRefusal::NothingToUndo | UndoRefusal::CustomerForgotten),
        )) => Ok((deed, Told::Refused)),
        Err((_, error)) => Err(format!("{name} was refused: {error}")),
    }
}

type Outcomes = Result<Came, (Option<Deed>, StoreError)>;

fn known<'a>(day: &'a Day, region: &'a Region) -> Context<'a> {
    Context {
        rules: &day.rules,
        region,
        now: day.now,
        by: "Mia",
        counter: COUNTER,
    }
}

fn opened(day: &Day) -> Result<Store, (Option<Deed>, StoreError)> {
    let options = OpenOptions::new(day.rules.calendar.clone()).at(day.now);
    Store::open(&day.file, options).map_err(|error| (None, error))
}

/// Somebody who is owed a call.
fn somebody(day: &mut Day) -> Option<i64> {
    let owed = |id: &i64| {
        day.model.facts[id]
            .owed
            .values()
            .any(|owed| owed.state == "open")
    };
    let open: Vec<i64> = day.model.facts.keys().copied().filter(owed).collect();
    (!open.is_empty()).then(|| day.dice.pick(&open))
}

fn logs(day: &mut Day, region: &Region) -> Outcomes {
    let Some(id) = somebody(day) else {
        return Ok((None, Told::Refused));
    };
    let mut store = opened(day)?;
    let entries = store.entries(&[id]).map_err(|error| (None, error))?;
    let call = CallReport::of(Outcome::NoAnswer);
    let context = known(day, region);
    let Ok(plan) = log(context, &entries[0], &call) else {
        return Ok((None, Told::Refused));
    };
    let deed = Some(Deed::NoAnswer(id));
    match commit(&mut store, context, plan) {
        Ok(_) => Ok((deed, Told::Saved)),
        Err(error) => Err((deed, error)),
    }
}

fn snoozes(day: &mut Day, region: &Region) -> Outcomes {
    let Some(id) = somebody(day) else {
        return Ok((None, Told::Refused));
    };
    let hours = day.dice.between(2, 30);
    let mut store = opened(day)?;
    let entries = store.entries(&[id]).map_err(|error| (None, error))?;
    let context = known(day, region);
    let until = snooze::read_until(&format!("in {hours} hours"), &context.reader());
    let plan = until.map(|until| (until.at, snooze::snooze(context, &entries[0], until)));
    let Ok((at, Ok(plan))) = plan else {
        return Ok((None, Told::Refused));
    };
    let deed = Some(Deed::Later(id, at.timestamp_millis()));
    if plan.is_empty() {
        return Ok((deed, Told::Refused));
    }
    match commit(&mut store, context, plan) {
        Ok(_) => Ok((deed, Told::Saved)),
        Err(error) => Err((deed, error)),
    }
}

/// A file of two customers nobody knows.
fn imports(day: &mut Day, region: &Region) -> Outcomes {
    let names: Vec<String> = (1..=2)
        .map(|n| format!("Imported {}", day.added + n))
        .collect();
    day.added += 2;
    day.tally.imports += 1;
    let text = format!("name,about\n{},Ring\n{},Ring\n", names[0], names[1]);
    let source = ImportSource::Memory(Arc::from(text.into_bytes()));
    let file = DetectedFile::detect(&source, &ImportFileOptions::default()).unwrap();
    let order = ImportOrder {
        file: &file,
        name: "new.csv",
        preview: false,
        overwrite: false,
        batch: BATCH,
        pace: CopyPace::Unthrottled,
    };
    let mut store = opened(day)?;
    let mut run = None;
    let mut ask = |job| Ok(import::perform(&mut store, &mut run, job)?);
    let mut goes_on = |_| ControlFlow::Continue(());
    let context = known(day, region);
    let stamp = Stamp::new(context);
    let taken = import::run(order, context.fields(), stamp, &mut ask, &mut goes_on);
    let deed = Some(Deed::Added(names));
    match taken {
        Ok(_) => Ok((deed, Told::Saved)),
        Err(failure) => match failure.why {
            import::ImportStop::Store(error) => Err((deed, error)),
            other => panic!("{other}"),
        },
    }
}

fn undoes(day: &mut Day, region: &Region) -> Outcomes {
    let mut store = opened(day)?;
    let stamp = Stamp::new(known(day, region));
    let request = UndoRequest {
        act: None,
        offered: None,
        confirmed: true,
    };
    let deed = Some(Deed::Undone);
    match turn(
        &mut store,
        Turn::Undo(request),
        &stamp,
        RetryPolicy::UntilBack,
    ) {
        Ok(_) => Ok((deed, Told::Saved)),
        Err(error) => Err((deed, error)),
    }
}

fn backups(day: &Day) -> Backups {
    Backups::for_database(&day.file, &day.rules.calendar).unwrap()
}

fn backs_up(day: &mut Day) -> Outcomes {
    let made = backups(day).make(BackupReason::ByHand, day.now, CopyPace::Unthrottled);
    let made = made.map_err(|error| (None, error))?;
    day.kept = Some((made.path, day.model.clone()));
    Ok((None, Told::Refused))
}

/// What was backed up takes the place of what is there.
fn restores(day: &mut Day, region: &Region) -> Result<(), String> {
    let Some((backup, then)) = day.kept.clone() else {
        return Ok(());
    };
    let failed = day.disk.failed();
    let act = Stamp::new(known(day, region)).act("restored", None, Vec::new());
    let calendar = day.rules.calendar.clone();
    let restored = backups(day).restore(&backup, &calendar, &act, &mut |_, _| {});
    let told = match restored {
        Ok(_) => Told::Saved,
        Err(_) if day.disk.failed() > failed || day.disk.is_dead(PROCESS) => Told::Unknown,
        Err(error) => return Err(format!("restore was refused: {error}")),
    };
    if day.disk.take_dead(PROCESS) {
        day.tally.kills += 1;
    }
    day.tally.restores += 1;
    day.says(format!("restore: {told:?}"));
    day.restored(then, told)
}
