//! `forget`: a customer erased for good, and what of them is still elsewhere.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use super::customer_arg::NameMatchRule;
use super::{CommandContext, CommandError, CommandOutput, customer_arg, json};
use crate::domain::change::EntityKind;
use crate::domain::customer::{Customer, Id};
use crate::explain;
use crate::offline::{self, KeptList};
use crate::platform::state_folder;
use crate::platform::unfinished::remove_unfinished;
use crate::store::{CustomerSummary, ErasureCounts, Mention, Store};
use crate::usecases::forget;

/// How many places are named in which somebody's name stands.
const NAMED: i64 = 20;

/// The words of `forget`.
#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// An id, a number, or a name in full words
    customer: String,
    /// Erase them: this cannot be undone
    #[arg(long)]
    yes: bool,
}

/// A backup somebody is still in.
struct BackupMention {
    file: String,
    /// The day it goes by itself, where it does.
    lapses: Option<NaiveDate>,
    /// It cannot be looked into now.
    unseen: bool,
}

/// Erases them, or says what would be.
///
/// # Errors
/// That `--yes` is missing, or why the store could not do it. Nothing was erased then.
pub fn run(
    words: &ForgetArgs,
    setting: &CommandContext,
    out: &mut CommandOutput,
) -> Result<(), CommandError> {
    let mut store = setting.store_to_look()?;
    let CustomerSummary { customer, also, .. } = customer_arg::by(
        &words.customer,
        NameMatchRule::WholeWords,
        &mut store,
        setting,
    )?;
    let mentions = store.mentions(&customer, NAMED)?;
    let holding = holding(&store, &customer, &also, setting);
    if !words.yes {
        let would = store.would_erase(customer.id)?;
        let report = ForgetReport {
            customer: &customer,
            erased: would,
            mentions: &mentions,
            holding: &holding,
            unfinished: 0,
            cleared: None,
        };
        report.print(setting, out)?;
        return Err(CommandError::Refused(format!(
            "nothing was erased: add --yes to forget {} ({}) for good",
            customer.name, customer.id
        )));
    }
    let (erased, cleared) = forget::forget(&mut store, setting.known(), customer.id)?;
    let cleared = forget_kept(setting, customer.id)? && cleared;
    // A backup or a file that is being written just now has them in it: it is made again another time.
    let backups = store.backups();
    let unfinished = backups.map_or(0, |backups| backups.remove_unfinished(true))
        + state_folder().map_or(0, |folder| remove_unfinished(&folder, true));
    if let Some(mirror) = setting.mirror()
        && let Err(why) = mirror.copy_anew()
    {
        let why = explain::mirror(&why, &mirror.place().display().to_string());
        out.warn(&format!(
            "{why}: they stay in the mirror until it can be written again, and go by themselves then"
        ));
    }
    let report = ForgetReport {
        customer: &customer,
        erased,
        mentions: &mentions,
        holding: &holding,
        unfinished,
        cleared: Some(cleared),
    };
    report.print(setting, out)
}

/// Takes what this machine keeps of them for when the server is back out of it; whether all of it
/// could be.
fn forget_kept(setting: &CommandContext, customer: Id) -> Result<bool, CommandError> {
    let Some(place) = setting.offline_folder() else {
        return Ok(true);
    };
    let cleared = KeptList::remove(&place).and_then(|()| offline::forget(&place, customer));
    cleared.map_err(|why| {
        let folder = place.folder.display();
        CommandError::refused(format!(
            "erased in the database; but what is kept of them in {folder} could not be removed: {why}"
        ))
    })
}

/// The backups they are in, or one who turned out to be them.
fn holding(
    store: &Store,
    customer: &Customer,
    also: &[Customer],
    setting: &CommandContext,
) -> Vec<BackupMention> {
    let Some(backups) = store.backups() else {
        return Vec::new();
    };
    let holds = |path| {
        let mut any = Some(false);
        for one in std::iter::once(customer).chain(also) {
            match backups.holds(path, one.id, one.added_at) {
                Some(false) => {}
                held => any = any.filter(|any| *any).or(held),
            }
        }
        any
    };
    let kept = backups.list();
    let kept = kept.iter().filter_map(|kept| {
        let held = holds(&kept.path);
        (held != Some(false)).then(|| BackupMention {
            file: kept.path.display().to_string(),
            lapses: Some(kept.lapses(setting.config.keep.backups)),
            unseen: held.is_none(),
        })
    });
    let elsewhere = backups.external_backups();
    let elsewhere = elsewhere.iter().filter_map(|path| {
        let held = holds(path);
        (held != Some(false)).then(|| BackupMention {
            file: path.display().to_string(),
            lapses: None,
            unseen: held.is_none(),
        })
    });
    kept.chain(elsewhere).collect()
}

/// What is said of it.
struct ForgetReport<'a> {
    customer: &'a Customer,
    erased: ErasureCounts,
    mentions: &'a [Mention],
    holding: &'a [BackupMention],
    /// How many backups that were not finished were erased with them.
    unfinished: usize,
    /// Whether all of it was cleared; `None` where nothing was erased.
    cleared: Option<bool>,
}

impl ForgetReport<'_> {
    fn print(&self, setting: &CommandContext, out: &mut CommandOutput) -> Result<(), CommandError> {
        let says = self.says();
        if out.is_json() {
            return out.value(&self.value(&says, setting));
        }
        out.say(&says)?;
        if self.customer.phone.is_some() {
            out.say(
                "Only a hash of the phone number is kept: whoever adds it again is told that it is not to \
                 be rung for marketing.",
            )?;
        }
        if !self.mentions.is_empty() {
            out.say("The name is also mentioned elsewhere; check whether it should be:")?;
            for mention in self.mentions {
                let noun = noun(mention.noun);
                out.indented(&format!("{} {} ({noun})", mention.customer, mention.name))?;
            }
        }
        match self.unfinished {
            0 => {}
            1 => out.say("A backup or export that was not finished was erased too.")?,
            n => out.say(&format!(
                "{n} backups or exports that were not finished were erased too."
            ))?,
        }
        if self.holding.is_empty() {
            out.say("They are in no backup that Checkback knows of.")?;
        } else {
            let verb = if self.cleared.is_some() {
                "still hold"
            } else {
                "hold"
            };
            out.say(&format!("Backups that {verb} them:"))?;
            for one in self.holding {
                let goes = match (&one.lapses, one.unseen) {
                    (Some(day), _) => {
                        format!(
                            "is deleted on first use from {} on",
                            day.format("%-d %b %Y")
                        )
                    }
                    (None, false) => "made by hand: delete it, or make a new one".to_owned(),
                    (None, true) => "made by hand, not there now: it may hold them".to_owned(),
                };
                out.indented(&format!("{}: {goes}", one.file))?;
            }
            out.say("Restoring one of them does not bring them back.")?;
        }
        if self.cleared == Some(false) {
            out.warn(
                "another window kept the database busy: close the other windows \
                 and run checkback doctor",
            );
        }
        Ok(())
    }

    fn says(&self) -> String {
        let of = |n: i64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
        let erased = &self.erased;
        let what = format!(
            "{}, {} and {} (the figures keep their count), {} of the history; {} can no longer be \
             undone",
            of(erased.items, "item"),
            of(erased.follow_ups, "follow-up"),
            of(erased.contacts, "contact"),
            of(erased.changes, "row"),
            of(erased.acts, "action"),
        );
        let Customer { id, name, .. } = self.customer;
        match self.cleared {
            None => format!("Would erase {name} ({id}), {what}. Forgetting cannot be undone."),
            Some(_) => format!("Forgot customer {id}: {what}. Forgetting cannot be undone."),
        }
    }

    fn value(&self, says: &str, setting: &CommandContext) -> Value {
        let erased = &self.erased;
        let mentions: Vec<Value> = self
            .mentions
            .iter()
            .map(|m| json!({"customer": m.customer, "name": m.name, "in": noun(m.noun)}))
            .collect();
        let backups: Vec<Value> = self
            .holding
            .iter()
            .map(|h| json!({"file": h.file, "lapses_on": h.lapses.map(|day| day.to_string()), "seen": !h.unseen}))
            .collect();
        json!({
            "customer": self.customer.id,
            "forgotten": self.cleared.is_some(),
            "at": json::instant(setting.now, &setting.rules().calendar),
            "items": erased.items,
            "follow_ups": erased.follow_ups,
            "contacts": erased.contacts,
            "history": erased.changes,
            "actions": erased.acts,
            "do_not_call_kept": self.customer.phone.is_some(),
            "cleared": self.cleared,
            "mentions": mentions,
            "backups": backups,
            "unfinished_backups": self.unfinished,
            "says": says,
        })
    }
}

const fn noun(noun: EntityKind) -> &'static str {
    match noun {
        EntityKind::Customer => "the note about them",
        EntityKind::Item => "an item",
        EntityKind::FollowUp => "a follow-up",
        EntityKind::Contact => "a note",
    }
}
