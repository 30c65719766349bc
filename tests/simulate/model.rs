//! The model: what a shop has to be after each thing that was done, in a few rules of its own. It
//! knows nothing of the program but its rows.

use std::collections::BTreeMap;

use crate::facts::{Facts, Known};

/// What a person or a command asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Nobody answered.
    NoAnswer(i64),
    /// They were reached, and these are settled.
    Settled(i64, Vec<i64>),
    /// Out of the list until an instant.
    Later(i64, i64),
    /// They hear by an instant.
    Promised(i64, i64),
    /// Somebody new, with one reason to ring.
    Added(Vec<String>),
    /// The newest thing of the counter is taken back.
    Undone,
    /// What was taken back last is done again.
    Redone,
}

impl Deed {
    /// Whom we rang by it.
    pub(crate) const fn rang(&self) -> Option<i64> {
        match self {
            Self::NoAnswer(id) | Self::Settled(id, _) => Some(*id),
            _ => None,
        }
    }
}

/// What was said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// That it is saved.
    Saved,
    /// That it is not: nothing may have changed.
    Refused,
    /// Nothing for certain: it is there whole or not at all.
    Unknown,
}

type Before = Option<Known>;
type After = Option<Known>;

#[derive(Debug, Clone)]
struct Done {
    counter: &'static str,
    changed: BTreeMap<i64, (Before, After)>,
}

/// What the shop has to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub(crate) facts: Facts,
    done: Vec<Done>,
    undone: Vec<Done>,
    /// What was not said to be saved, and may yet be found in the log after a crash.
    ghosts: Vec<(&'static str, Deed)>,
    /// What was said to be saved when the machine stopped, or is said to be and may not be.
    last: Option<(Told, Last)>,
}

#[derive(Debug, Clone)]
enum Last {
    Deed(&'static str, Deed),
    Restored(Box<Model>),
}

fn changed(before: &Facts, after: &Facts) -> BTreeMap<i64, (Before, After)> {
    let ids = before.keys().chain(after.keys());
    let pair = |id: &i64| (*id, (before.get(id).cloned(), after.get(id).cloned()));
    ids.map(pair).filter(|(_, (b, a))| b != a).collect()
}

/// Somebody as they have to be once a change of theirs is taken back; `None` where another change
/// lies on top of it.
fn reverted(now: &Known, before: &Known, after: &Known) -> Option<Known> {
    let mut then = now.clone();
    then.calls -= after.calls - before.calls;
    if before.rest != after.rest {
        (now.rest == after.rest).then_some(())?;
        then.rest = before.rest;
    }
    for (id, left) in &after.owed {
        let was = before.owed.get(id);
        if was == Some(left) {
            continue;
        }
        (now.owed.get(id) == Some(left)).then_some(())?;
        match was {
            Some(was) => then.owed.insert(*id, was.clone()),
            None => then.owed.remove(id),
        };
    }
    Some(then)
}

impl Model {
    /// A shop nobody has done anything in.
    pub(crate) fn of(facts: Facts) -> Self {
        Self {
            facts,
            ..Self::default()
        }
    }

    /// Whose acts can be taken back, the newest first.
    pub(crate) fn to_undo(&self) -> Vec<&'static str> {
        self.done.iter().rev().map(|done| done.counter).collect()
    }

    /// Holds what was done and said against what is found; whether it was done.
    pub(crate) fn check(
        &mut self,
        (counter, deed): (&'static str, Option<&Deed>),
        told: Told,
        found: Facts,
        now: i64,
    ) -> Result<bool, String> {
        let same = found == self.facts;
        match (told, deed) {
            (Told::Saved, None) => Err("something was saved that nobody asked for".to_owned()),
            (Told::Saved, Some(deed)) => {
                self.ghosts.clear();
                self.take(counter, deed, found, now)
                    .map_err(|why| format!("{deed:?} was said to be saved, but {why}"))?;
                Ok(true)
            }
            (Told::Refused | Told::Unknown, _) if same => {
                let ghost = deed.filter(|_| told == Told::Unknown);
                self.ghosts
                    .extend(ghost.map(|deed| (counter, deed.clone())));
                Ok(false)
            }
            (Told::Unknown, Some(deed)) => {
                self.take(counter, deed, found, now).map_err(|why| {
                    format!("{deed:?} may be there whole or not at all, but {why}")
                })?;
                Ok(true)
            }
            (_, deed) => Err(format!(
                "{deed:?} was not said to be saved, but there changed {:?}",
                changed(&self.facts, &found)
            )),
        }
    }

    /// The machine stopped while something was done.
    pub(crate) fn leave(&mut self, counter: &'static str, deed: Option<Deed>, told: Told) {
        if let Some(deed) = deed {
            self.last = Some((told, Last::Deed(counter, deed)));
        }
    }

    /// The machine stopped while a backup was restored.
    pub(crate) fn leave_restored(&mut self, then: Self, told: Told) {
        self.last = Some((told, Last::Restored(Box::new(then))));
    }

    /// A backup was restored: the shop is what it was then.
    pub(crate) fn check_restored(
        &mut self,
        then: Self,
        told: Told,
        found: &Facts,
    ) -> Result<(), String> {
        if *found == then.facts {
            *self = then;
            return Ok(());
        }
        if told != Told::Saved && *found == self.facts {
            return Ok(());
        }
        Err(format!(
            "restored it is not what it was: {:?}",
            changed(&then.facts, found)
        ))
    }

    /// After a crash: everything that was acknowledged, and of the rest what is there whole.
    pub(crate) fn recover(&mut self, found: Facts, now: i64) -> Result<(), String> {
        let mut ghosts = std::mem::take(&mut self.ghosts);
        match self.last.take() {
            Some((Told::Saved, Last::Deed(counter, deed))) => {
                let came = self.take(counter, &deed, found, now);
                return came
                    .map_err(|why| format!("{deed:?} was saved before the crash, but {why}"));
            }
            Some((told, Last::Restored(then))) => return self.check_restored(*then, told, &found),
            Some((_, Last::Deed(counter, deed))) => ghosts.push((counter, deed)),
            None => {}
        }
        if found == self.facts {
            return Ok(());
        }
        for (counter, deed) in &ghosts {
            if self.clone().take(counter, deed, found.clone(), now).is_ok() {
                return self.take(counter, deed, found, now);
            }
        }
        Err(format!(
            "after the crash it is not as it was said to be: {:?}; not said to be saved were {ghosts:?}",
            changed(&self.facts, &found)
        ))
    }

    /// Takes a deed as done, if what is found is what it has to come to.
    fn take(
        &mut self,
        counter: &'static str,
        deed: &Deed,
        found: Facts,
        now: i64,
    ) -> Result<(), String> {
        let changed = changed(&self.facts, &found);
        match deed {
            Deed::Undone => {
                let mine = self.done.iter().rposition(|done| done.counter == counter);
                let mine = mine.ok_or("there was nothing to take back")?;
                let act = self.done.remove(mine);
                self.turns(&found, act.changed.iter().map(|(id, (b, a))| (*id, a, b)))?;
                self.undone.push(act);
            }
            Deed::Redone => {
                let mine = self.undone.iter().rposition(|done| done.counter == counter);
                let mine = mine.ok_or("there was nothing to do again")?;
                let act = self.undone.remove(mine);
                self.turns(&found, act.changed.iter().map(|(id, (b, a))| (*id, b, a)))?;
                self.done.push(act);
            }
            _ => {
                fits(deed, &self.facts, &found, &changed, now)?;
                self.undone.retain(|done| done.counter != counter);
                self.done.push(Done { counter, changed });
            }
        }
        self.facts = found;
        Ok(())
    }

    fn turns<'a>(
        &self,
        found: &Facts,
        turned: impl Iterator<Item = (i64, &'a Option<Known>, &'a Option<Known>)>,
    ) -> Result<(), String> {
        let mut right = self.facts.clone();
        for (id, from, to) in turned {
            let now = right.get(&id).cloned();
            let then = match (&now, from, to) {
                (None, None, to) => Some(to.clone()),
                (now, from, None) => (now == from).then_some(None),
                (Some(now), Some(from), Some(to)) => reverted(now, to, from).map(Some),
                _ => None,
            };
            match then.ok_or_else(|| format!("{id} had been changed since"))? {
                Some(then) => right.insert(id, then),
                None => right.remove(&id),
            };
        }
        if right == *found {
            return Ok(());
        }
        Err(format!("it came to {:?}", changed(&right, found)))
    }
}

/// Whether what has changed is what a deed comes to, and nothing else.
fn fits(
    deed: &Deed,
    before: &Facts,
    after: &Facts,
    changed: &BTreeMap<i64, (Before, After)>,
    now: i64,
) -> Result<(), String> {
    let wrong = || format!("there changed {changed:?}");
    let is = |right: bool| if right { Ok(()) } else { Err(wrong()) };
    if let Deed::Added(names) = deed {
        let new = |(b, a): &(Before, After)| {
            let owed = a.as_ref().map(|a| (&a.name, a.owed.len(), a.calls));
            b.is_none()
                && owed.is_some_and(|(name, n, calls)| names.contains(name) && n == 1 && calls == 0)
        };
        return is(changed.len() == names.len() && changed.values().all(new));
    }
    let (Deed::NoAnswer(id) | Deed::Settled(id, _) | Deed::Later(id, _) | Deed::Promised(id, _)) =
        deed
    else {
        return Err(wrong());
    };
    is(changed.keys().all(|other| other == id))?;
    let (Some(was), Some(is_now)) = (before.get(id), after.get(id)) else {
        return Err(wrong());
    };
    let rang = i64::from(deed.rang().is_some());
    is(is_now.name == was.name && is_now.calls == was.calls + rang)?;
    is(was.owed.keys().eq(is_now.owed.keys()))?;
    for (owed, left) in &is_now.owed {
        let old = &was.owed[owed];
        is(match deed {
            Deed::Settled(_, covered) if covered.contains(owed) => !left.is_open(),
            Deed::Promised(_, by) if left != old => left.promise == Some(*by) && left.is_open(),
            Deed::NoAnswer(_) => left.is_open() == old.is_open() && left.promise == old.promise,
            _ => left == old,
        })?;
    }
    let comes_back = is_now.rest.unwrap_or(0);
    is(match deed {
        // Out of the list: until later, or for good.
        Deed::NoAnswer(_) => {
            comes_back > now
                || is_now
                    .owed
                    .values()
                    .all(|o| o.due > now || o.state != "open")
        }
        Deed::Later(_, until) => comes_back >= now && comes_back <= *until,
        Deed::Promised(_, by) => {
            let promised = is_now.owed.values().any(|o| o.promise == Some(*by));
            promised && (is_now.rest == was.rest || comes_back <= *by)
        }
        _ => true,
    })
}
