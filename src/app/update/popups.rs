//! What lies on top: opening it, answering it, leaving it.

use super::acts::{contact_meant, note, save_act};
use super::{Action, request_missing};
use crate::app::effect::{Effect, ScreenQuery};
use crate::app::popups::Popup;
use crate::app::popups::find::FindPopup;
use crate::app::popups::form::FormPopup;
use crate::app::popups::job::{JobDetails, JobPopup};
use crate::app::popups::outcome::OutcomePopup;
use crate::app::popups::prompt::{PromptPopup, PromptPurpose};
use crate::app::state::{App, Notice, View};
use crate::domain::change::Record;
use crate::domain::contact::Direction;
use crate::domain::customer::Id;
use crate::domain::draft::{self, Author, ExistingCustomer};
use crate::domain::follow_up::{FollowUp, FollowUpResult, FollowUpState};
use crate::domain::outcome::ResultEntry;
use crate::domain::pagination::{Cursor, Seek};
use crate::domain::queue::{Standing, most_urgent};
use crate::domain::referrals;
use crate::domain::summary::CustomerSummary;
use crate::domain::text::fold_for_search;

/// How did it end? Where the tries ran out, the question is whether to let go.
pub(super) fn outcome(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    let scene = entry.scene(&app.rules, app.now, &app.by);
    let run_out = entry
        .follow_ups
        .iter()
        .any(|f| f.state == FollowUpState::LetGo);
    let asked_to_let_go =
        app.view == View::Ahead && app.ahead.current().is_some_and(|row| row.let_go);
    if asked_to_let_go {
        app.popup = Some(Popup::LetGo(entry));
    } else if OutcomePopup::new(&entry, &scene, Direction::Outward).is_some() {
        // Nobody is rung by two: the store says who does.
        app.claiming = Some((entry.customer.id, Direction::Outward));
        return Some(Effect::Claim(Box::new(entry)));
    } else if run_out {
        app.popup = Some(Popup::LetGo(entry));
    } else {
        let name = &entry.customer.name;
        let (add, job) = (app.keys.shown(Action::Add), app.keys.shown(Action::Job));
        app.notice = Notice::Message(format!(
            "{name}: no open calls. {add} adds a call, {job} books a job."
        ));
    }
    None
}

/// Opens the popup for a customer who is this window's to talk to. Who rang us is gone to first:
/// their card is up while they speak, and their call is kept even where nothing is open.
pub(super) fn ask_how_it_ended(
    app: &mut App,
    entry: &CustomerSummary,
    direction: Direction,
) -> Option<Effect> {
    let scene = entry.scene(&app.rules, app.now, &app.by);
    let popup = OutcomePopup::new(entry, &scene, direction);
    let inward = direction == Direction::Inward;
    if popup.is_none() {
        if !inward {
            return nothing_open(app, entry);
        }
        let rules = app.rules.clone();
        let by = app.by.clone();
        let scene = entry.scene(&rules, app.now, &by);
        let mut done = scene.record_reached(&[], Direction::Inward, None);
        let add = app.keys.shown(Action::Add);
        done.says = format!("They rang. No open calls; {add} adds one.");
        let mut effect = save_act(app, entry, "they rang", done, false);
        if let (Some(Effect::Save(wish)), Some(Effect::Query(look))) =
            (&mut effect, open(app, entry))
        {
            wish.then = Some(Box::new(look));
        }
        return effect;
    }
    app.popup = popup.map(Popup::Outcome);
    // What was said of the act before is no answer to what is opened now.
    if !matches!(app.notice, Notice::NotSaved(_)) {
        app.notice = Notice::Nothing;
    }
    if inward { open(app, entry) } else { None }
}

/// Until when, by when, a note.
pub(super) fn prompt(app: &mut App, action: Action) -> Option<Effect> {
    let prompt = match action {
        Action::Note => {
            app.selected_id()?;
            let Some((entry, contact)) = contact_meant(app) else {
                let edit = app.keys.shown(Action::Edit);
                app.notice = Notice::Message(format!(
                    "No call with them today to put a note on. Use “To know” ({edit}) for a lasting note."
                ));
                return None;
            };
            PromptPopup::new(PromptPurpose::Note(Box::new(contact)), entry)
        }
        Action::Promise => {
            let entry = app.selected()?.clone();
            let Some(urgent) = most_urgent(&entry.follow_ups, app.now).map(|f| f.id) else {
                return nothing_open(app, &entry);
            };
            PromptPopup::new(PromptPurpose::Promise(urgent), entry)
        }
        Action::HandOver => {
            let entry = app.selected()?.clone();
            let scene = entry.scene(&app.rules, app.now, &app.by);
            let covered: Vec<Id> = scene.covered().iter().map(|f| f.id).collect();
            if covered.is_empty() {
                return nothing_open(app, &entry);
            }
            PromptPopup::new(PromptPurpose::HandOver(covered), entry)
        }
        _ => {
            let entry = app.selected()?.clone();
            if !entry
                .follow_ups
                .iter()
                .any(crate::domain::follow_up::FollowUp::is_open)
            {
                return nothing_open(app, &entry);
            }
            // What is ahead is moved to another day; a rest would only be one on top.
            let moved = most_urgent(&entry.follow_ups, app.now).map(|f| f.id);
            match moved.filter(|_| app.view == View::Ahead) {
                Some(follow_up) => PromptPopup::new(PromptPurpose::Move(follow_up), entry),
                None => PromptPopup::new(PromptPurpose::Later, entry),
            }
        }
    };
    app.popup = Some(Popup::Prompt(prompt));
    None
}

fn nothing_open(app: &mut App, entry: &CustomerSummary) -> Option<Effect> {
    app.notice = Notice::Message(format!("{}: no open calls.", entry.customer.name));
    None
}

/// Adding or editing.
pub(super) fn form(app: &mut App, action: Action) -> Option<Effect> {
    let form = if action == Action::Add {
        FormPopup::add()
    } else {
        let entry = app.selected()?.clone();
        FormPopup::edit(&entry, &entry.scene(&app.rules, app.now, &app.by))
    };
    app.popup = Some(Popup::Form(form));
    None
}

/// Booking a job.
pub(super) fn job(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?.clone();
    app.popup = Some(Popup::Job(JobPopup::new(entry)));
    None
}

/// Why the row stands where it does.
pub(super) fn why(app: &mut App) -> Option<Effect> {
    let entry = app.selected()?;
    let open = entry
        .follow_ups
        .iter()
        .any(crate::domain::follow_up::FollowUp::is_open);
    let mut why = entry.why(app.now, &app.rules);
    if !open && !entry.follow_ups.is_empty() {
        let done = app.keys.shown(Action::Done);
        why = format!("no tries left: press {done} to stop or keep trying");
    }
    if let Some(first) = why.get(..1) {
        why = format!(
            "{}{}.",
            first.to_uppercase(),
            why.get(1..).unwrap_or_default()
        );
    }
    let mut sentences = vec![why];
    let rung = entry.claimed_elsewhere(app.sitting);
    sentences.extend(rung.map(|claim| format!("{}.", claim.sentence(&app.rules.calendar))));
    sentences.extend(app.why_not_callable(entry).map(|d| d.sentence));
    let name = entry.customer.name.clone();
    app.popup = Some(Popup::Explanation { name, sentences });
    None
}

/// A result was chosen for the follow-up that is asked about, or that it was not talked about.
pub(super) fn result(app: &mut App, result: Option<FollowUpResult>) -> Option<Effect> {
    let Some(Popup::Outcome(popup)) = &mut app.popup else {
        return None;
    };
    let finished = match result {
        Some(result) => popup.choose(result, &app.rules),
        None => popup.skip(),
    };
    if finished { reached(app) } else { None }
}

/// All was said: they were reached.
fn reached(app: &mut App) -> Option<Effect> {
    let Some(Popup::Outcome(popup)) = app.popup.take() else {
        return None;
    };
    let said: Vec<ResultEntry> = popup.said.into_iter().flatten().collect();
    let rules = app.rules.clone();
    let by = app.by.clone();
    let scene = popup.entry.scene(&rules, app.now, &by);
    let done = scene.record_reached(&said, popup.direction, None);
    let words: Vec<String> = said
        .iter()
        .map(|s| s.result.word().replace('-', " "))
        .collect();
    let what = if words.is_empty() {
        "reached".to_owned()
    } else {
        words.join(", ")
    };
    save_act(app, &popup.entry, &what, done, true)
}

/// What stands there is taken.
pub(super) fn accept(app: &mut App) -> Option<Effect> {
    match app.popup {
        Some(Popup::Paper(_)) => return super::paper::submit_row(app),
        Some(Popup::Sweep(_)) => return super::sweep::accept(app),
        _ => {}
    }
    // What was typed is kept until it is saved: a refusal brings it back.
    let typed = app.popup.clone();
    let effect = accept_popup(app);
    if matches!(effect, Some(Effect::Save(_))) {
        app.sent = typed.filter(|o| !matches!(o, Popup::Outcome(_) | Popup::Merge(_)));
    }
    effect
}

fn accept_popup(app: &mut App) -> Option<Effect> {
    match app.popup.take()? {
        Popup::Outcome(mut popup) => {
            let finished = popup.accept(&app.rules);
            app.popup = Some(Popup::Outcome(popup));
            if finished { reached(app) } else { None }
        }
        Popup::Prompt(prompt) => accept_prompt(app, prompt),
        Popup::Form(form) => accept_form(app, form),
        Popup::Find(find) => accept_find(app, find),
        Popup::Job(job) => accept_job(app, job),
        Popup::Merge(two) => Some(super::merge::accept(app, &two)),
        other => {
            app.popup = Some(other);
            None
        }
    }
}

fn accept_prompt(app: &mut App, mut prompt: PromptPopup) -> Option<Effect> {
    let entry = prompt.entry.clone();
    if let PromptPurpose::Note(contact) = &prompt.what {
        if prompt.line.text() == contact.note.as_deref().unwrap_or_default() {
            return None;
        }
        return note(app, &entry, contact, &prompt.line.cleaned());
    }
    if prompt.line.is_blank() {
        app.popup = Some(Popup::Prompt(prompt));
        return None;
    }
    if let PromptPurpose::HandOver(covered) = &prompt.what {
        let covered = covered.clone();
        return hand_over(app, prompt, &covered);
    }
    match prompt.instant(&app.reader()) {
        Err(error) => {
            prompt.error = Some(error);
            app.popup = Some(Popup::Prompt(prompt));
            None
        }
        Ok(at) => {
            let rules = app.rules.clone();
            let by = app.by.clone();
            let day = rules
                .calendar
                .local(at)
                .format("%a %-d %b %Y %H:%M")
                .to_string();
            let scene = entry.scene(&rules, app.now, &by);
            if let PromptPurpose::Move(follow_up) = prompt.what {
                let what = format!("moved to {day}");
                save_act(app, &entry, &what, scene.reschedule(follow_up, at), false)
            } else if let PromptPurpose::Promise(follow_up) = prompt.what {
                save_act(
                    app,
                    &entry,
                    &format!("promised by {day}"),
                    scene.promise(follow_up, at),
                    false,
                )
            } else {
                save_act(
                    app,
                    &entry,
                    &format!("later: {day}"),
                    scene.snooze(at),
                    true,
                )
            }
        }
    }
}

/// Hands what a call would cover over to whoever the typed letters mean.
fn hand_over(app: &mut App, mut prompt: PromptPopup, covered: &[Id]) -> Option<Effect> {
    match prompt.staff(app) {
        Err(error) => {
            prompt.error = Some(error);
            app.popup = Some(Popup::Prompt(prompt));
            None
        }
        Ok(who) => {
            let entry = prompt.entry;
            let scene = entry.scene(&app.rules, app.now, &app.by);
            let done = scene.hand_over(covered, &who);
            save_act(app, &entry, &format!("handed over to {who}"), done, false)
        }
    }
}

/// What is said of a form with something wrong in it.
const NOT_YET: &str = "Not saved: see the marked field.";

fn accept_form(app: &mut App, mut form: FormPopup) -> Option<Effect> {
    if form.take_suggestion() {
        app.popup = Some(Popup::Form(form));
        return None;
    }
    let Some(wish) = form.build_act(app) else {
        app.notice = Notice::Message(NOT_YET.to_owned());
        app.popup = Some(Popup::Form(form));
        return None;
    };
    if wish.changes.is_empty() {
        app.notice = Notice::Message(wish.says);
        return None;
    }
    Some(Effect::Save(wish))
}

/// Opens the customer a search found, now that it has.
pub(super) fn accept_found(app: &mut App) -> Option<Effect> {
    match app.popup.take()? {
        Popup::Find(find) => accept_find(app, find),
        other => {
            app.popup = Some(other);
            None
        }
    }
}

fn accept_find(app: &mut App, mut find: FindPopup) -> Option<Effect> {
    if find.is_looking() {
        find.opens = true;
        app.popup = Some(Popup::Find(find));
        return None;
    }
    let Some(entry) = find.found.get(find.selected).cloned() else {
        app.popup = Some(Popup::Find(find));
        return None;
    };
    if let Some(same) = find.same_as.clone() {
        return super::merge::choose(app, find, &same, &entry);
    }
    if find.they_rang {
        app.claiming = Some((entry.customer.id, Direction::Inward));
        return Some(Effect::Claim(Box::new(entry)));
    }
    open(app, &entry)
}

/// Goes to a customer: in Today where they stand in it, else among all customers.
pub(super) fn open(app: &mut App, entry: &CustomerSummary) -> Option<Effect> {
    let id = entry.customer.id;
    app.public.opened = Some(id);
    app.follow = Some(id);
    app.last = None;
    app.done_selected = None;
    let (standing, since) = entry.stand(app.now, &app.rules);
    let list = if standing == Standing::Ahead {
        app.view = View::Customers;
        let at = Cursor {
            name: fold_for_search(&entry.customer.name),
            id,
            ..Cursor::default()
        };
        app.customers.request_page(Seek::At(at))
    } else {
        // What was done in another view may not be in these rows yet.
        let again = app.view != View::Today;
        app.view = View::Today;
        if app.today.of.as_ref().is_some_and(|of| !entry.is_of(of)) {
            app.today.of = None;
        }
        if let Some(row) = app.today.rows.iter().position(|(key, _)| key.id == id) {
            app.today.select(row);
            if again {
                let list = app.today.request_reload();
                return request_missing(app, Some(list));
            }
            app.follow = None;
            return request_missing(app, None);
        }
        let group = Standing::ALL
            .iter()
            .position(|s| *s == standing)
            .unwrap_or(0);
        let group = u8::try_from(group).unwrap_or(0);
        app.today.request_page(Seek::At(Cursor {
            group,
            at: since.timestamp_millis(),
            name: String::new(),
            id,
        }))
    };
    Some(Effect::Query(ScreenQuery {
        list: Some(list),
        card: Some(id),
        ..ScreenQuery::default()
    }))
}

fn accept_job(app: &mut App, mut job: JobPopup) -> Option<Effect> {
    let Some(mut details) = job.details.clone() else {
        job.choose(&app.rules);
        app.popup = Some(Popup::Job(job));
        return None;
    };
    let done = app.reader().read(details.done.text());
    let done = done.map_err(|e| (1, e.to_string()));
    let staff = app.staff(&job.entry);
    let by = details.done_by(&staff).map_err(|e| (2, e));
    match done.and_then(|when| Ok((when.at, by?))) {
        Err((at, error)) => {
            details.error = Some(error);
            details.at = at;
            job.details = Some(details);
            app.popup = Some(Popup::Job(job));
            None
        }
        Ok((done, by)) => book(app, &job.entry, &details, done, by.as_deref()),
    }
}

fn book(
    app: &mut App,
    entry: &CustomerSummary,
    details: &JobDetails,
    done: chrono::DateTime<chrono::Utc>,
    by: Option<&str>,
) -> Option<Effect> {
    let playbook = app.rules.playbooks.named(&details.playbook)?.clone();
    let known = ExistingCustomer {
        customer: &entry.customer,
        items: &entry.items,
    };
    let label = Some(details.item.cleaned()).filter(|l| !l.is_empty());
    let pen = Author {
        now: app.now,
        by: &app.by,
    };
    let job = draft::CompletedJob {
        item: label.as_deref(),
        done,
        by,
    };
    let changes = draft::plan_job(&playbook, known, &job, pen, &app.rules);
    let made = |ours: bool| {
        changes.iter().filter_map(move |c| match &c.after {
            Some(Record::FollowUp(f)) if (f.customer == entry.customer.id) == ours => Some(f),
            _ => None,
        })
    };
    let thanks: Vec<FollowUp> = made(false).cloned().collect();
    let thanks = referrals::thanks_sentence(&thanks, app.now, &app.rules.calendar);
    let next = made(true).min_by_key(|f| f.due_at).map(|f| {
        let day = crate::domain::time_format::spoken_day(f.due_at, app.now, &app.rules.calendar);
        format!("{} {day}", f.about)
    });
    let mut says = format!("{}. Next: {}.", playbook.title, next.unwrap_or_default());
    if let Some(thanks) = thanks {
        says = format!("{says} {thanks}");
    }
    let done = crate::domain::outcome::ChangePlan {
        changes,
        says,
        let_go: false,
    };
    save_act(app, entry, &format!("job: {}", playbook.title), done, false)
}

/// Leaves what lies on top, or goes one step back in it.
pub(super) fn leave(app: &mut App, action: Action) -> Option<Effect> {
    match app.popup.as_mut()? {
        Popup::Outcome(popup) => {
            if action == Action::Back || popup.ask.is_some() {
                popup.back();
            } else {
                app.popup = None;
            }
        }
        Popup::Form(form) => match action {
            Action::Close if form.touched() && !form.leaving => form.leaving = true,
            Action::Back => form.leaving = false,
            _ => {
                // What was wrong in it is thrown away with it.
                if matches!(&app.notice, Notice::Message(words) if words == NOT_YET) {
                    app.notice = Notice::Nothing;
                }
                app.popup = None;
            }
        },
        Popup::Job(job) if job.details.is_some() => job.details = None,
        Popup::Paper(_) => super::paper::leave(app),
        _ => app.popup = None,
    }
    None
}

/// A row of what lies on top was clicked: as if it was gone to and taken.
pub(super) fn clicked(app: &mut App, row: usize) -> Option<Effect> {
    match app.popup.as_mut()? {
        Popup::Find(find) if row < find.found.len() => find.selected = row,
        Popup::Job(job) if job.details.is_none() => job.selected = row,
        Popup::Form(form) if row < form.offered().len() => form.suggested = Some(row),
        _ => return None,
    }
    accept(app)
}
