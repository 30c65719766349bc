//! Booking a job: which playbook, then about what, when it was done and by whom.

use crate::app::text_input::TextInput;
use crate::domain::familiar_staff;
use crate::domain::playbook::Playbook;
use crate::domain::rules::Rules;
use crate::domain::summary::CustomerSummary;

/// Booking a job: which playbook, then about what and when it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPopup {
    /// For whom.
    pub entry: CustomerSummary,
    /// What narrows the playbooks down.
    pub filter: TextInput,
    /// The one that is selected among those shown.
    pub selected: usize,
    /// The playbook that was chosen, with the two lines it asks.
    pub details: Option<JobDetails>,
}

/// What a job asks once its playbook is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobDetails {
    /// The playbook's name.
    pub playbook: String,
    /// About which item.
    pub item: TextInput,
    /// When it was done.
    pub done: TextInput,
    /// Who did it, where that is known.
    pub by: TextInput,
    /// Which of the three lines the cursor is in, from the top.
    pub at: usize,
    /// What is wrong with the time, or with who did it.
    pub error: Option<String>,
}

impl JobDetails {
    /// To the next of the three lines, or the one before.
    pub const fn step(&mut self, by: isize) {
        self.at = if by > 0 { self.at + 1 } else { self.at + 2 } % 3;
    }

    /// Who did it, by the few letters that were typed; `None` where none was.
    ///
    /// # Errors
    /// The names that fit, where several do.
    pub fn done_by(&self, staff: &[String]) -> Result<Option<String>, String> {
        let typed = self.by.cleaned();
        if typed.is_empty() {
            return Ok(None);
        }
        let meant = familiar_staff::find_by_prefix(&typed, staff)?;
        Ok(meant.or(Some(typed)))
    }
}

impl JobPopup {
    /// For a customer, with every playbook that books a job shown.
    #[must_use]
    pub fn new(entry: CustomerSummary) -> Self {
        Self {
            entry,
            filter: TextInput::default(),
            selected: 0,
            details: None,
        }
    }

    /// The playbooks that are shown: those that schedule something and have what was typed in
    /// their title, trade or name; the shop's own trade first, other trades last.
    #[must_use]
    pub fn shown<'a>(&self, rules: &'a Rules) -> Vec<&'a Playbook> {
        let wanted = self.filter.text().trim().to_lowercase();
        let fits = |p: &&Playbook| {
            let trade = p.trade.as_deref().unwrap_or_default();
            [p.title.as_str(), p.name.as_str(), trade]
                .iter()
                .any(|t| t.to_lowercase().contains(&wanted))
        };
        let others = |p: &&Playbook| match (p.trade.as_deref(), rules.trade.as_deref()) {
            (trade, Some(ours)) if trade == Some(ours) => 0,
            (None | Some("any"), _) | (_, None) => 1,
            _ => 2,
        };
        let booked = rules.playbooks.0.iter().filter(|p| !p.job.is_empty());
        let mut shown: Vec<&Playbook> = booked.filter(fits).collect();
        shown.sort_by_key(others);
        shown
    }

    /// The playbook that is selected is chosen.
    pub fn choose(&mut self, rules: &Rules) {
        let Some(chosen) = self.shown(rules).get(self.selected).map(|p| p.name.clone()) else {
            return;
        };
        let item = match self.entry.items.as_slice() {
            [only] => TextInput::new(&only.label),
            _ => TextInput::default(),
        };
        self.details = Some(JobDetails {
            playbook: chosen,
            item,
            done: TextInput::new("now"),
            by: TextInput::default(),
            at: 0,
            error: None,
        });
    }

    /// The line that is typed in.
    pub const fn line(&mut self) -> &mut TextInput {
        match &mut self.details {
            Some(details) => match details.at {
                0 => &mut details.item,
                1 => &mut details.done,
                _ => &mut details.by,
            },
            None => &mut self.filter,
        }
    }
}
