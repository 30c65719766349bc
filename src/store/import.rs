//! Importing: a file's drafts by the batch, held against the customers the shop knows. Every batch
//! is a transaction of its own and joins one act, which one undo takes back.
//!
//! Owns the growth of that act, and the preview: the same work with nothing written, where the
//! rows of earlier batches are kept on a shelf beside the database.

use std::collections::BTreeMap;

use super::candidates::CandidateCustomer;
use super::preview_overlay::PreviewOverlay;
use super::save::SavedAct;
use super::{Store, StoreError};
use crate::domain::change::Act;
use crate::domain::customer::Id;
use crate::domain::draft::{Author, Draft};
use crate::domain::follow_up::FollowUp;
use crate::domain::import_merge::{
    ImportCandidate, ImportCounts, ImportMerger, MergedCustomer, RowOutcome,
};

/// What one row of a file came to; why it was left out where several customers fit.
pub type ImportRowOutcome = Result<RowOutcome, String>;

/// An import that is under way.
#[derive(Debug)]
pub struct ImportRun {
    act: Act,
    file: String,
    shelf: Option<PreviewOverlay>,
    counts: ImportCounts,
    /// How many changes were saved.
    saved: i64,
    rows: Id,
    do_not_call: usize,
}

impl ImportRun {
    /// Begins. The act says when, by whom and at which counter; what it did is said as it grows.
    #[must_use]
    pub fn new(act: Act, file: &str) -> Self {
        Self {
            act,
            file: file.to_owned(),
            shelf: None,
            counts: ImportCounts::default(),
            saved: 0,
            rows: 0,
            do_not_call: 0,
        }
    }

    /// Begins a preview: nothing is written.
    ///
    /// # Errors
    /// No room for what has to be kept beside.
    pub fn preview(act: Act, file: &str) -> Result<Self, StoreError> {
        Ok(Self {
            shelf: Some(PreviewOverlay::new()?),
            ..Self::new(act, file)
        })
    }

    /// How many rows did what, so far.
    #[must_use]
    pub const fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// Whether something was written.
    #[must_use]
    pub const fn has_saved(&self) -> bool {
        self.saved > 0
    }

    /// How many of its customers have a number that is on the do-not-call list.
    #[must_use]
    pub const fn do_not_call(&self) -> usize {
        self.do_not_call
    }

    /// "imported book.csv: 12 new customers, 30 follow-ups".
    fn what(&self) -> String {
        format!("imported {}: {}", self.file, self.counts.brought())
    }
}

impl Store {
    /// Takes in a batch of drafts, in order: what each came to. When it returns, the batch is on
    /// the disk, unless it is a preview.
    ///
    /// # Errors
    /// `TakenBack` when the import was meanwhile; otherwise what stood in the way.
    /// Nothing of the batch was saved then; the batches before it are.
    pub fn import(
        &mut self,
        import: &mut ImportRun,
        drafts: Vec<Draft>,
    ) -> Result<Vec<ImportRowOutcome>, StoreError> {
        let mut met = self.retry_while_lost(|store| store.load_candidates(&drafts))?;
        if let Some(shelf) = &mut import.shelf {
            shelf.overlay_preview(&mut met, &drafts)?;
        }
        let mut gathering = ImportMerger::of_a_file(import.rows);
        let mut open: BTreeMap<Id, Vec<FollowUp>> = BTreeMap::new();
        for (id, one) in met {
            gathering.add_candidate(ImportCandidate {
                open: &one.follow_ups,
                also: one.also,
                customer: one.customer,
                items: one.items,
            });
            if import.shelf.is_some() {
                open.insert(id, one.follow_ups);
            }
        }
        let by = import.act.by.clone();
        let pen = Author {
            now: import.act.at,
            by: &by,
        };
        let outcomes: Vec<ImportRowOutcome> = drafts
            .into_iter()
            .map(|draft| gathering.merge_draft(draft, pen))
            .collect();
        let before = import.counts;
        import.counts += gathering.counts();
        if let Some(shelf) = &mut import.shelf {
            import.rows = gathering.rows();
            shelf.store_customers(
                gathering
                    .into_merged_customers()
                    .into_iter()
                    .map(|after| to_candidate(after, &mut open)),
            )?;
            return Ok(outcomes);
        }
        import.act.changes = gathering.changes();
        if !import.act.changes.is_empty() {
            import.act.what = import.what();
            let grown =
                self.retry_while_lost(|store| store.append_batch(&import.act, import.saved));
            if let Err(why) = &grown {
                // What is not in is not counted.
                import.counts = before;
                if *why == StoreError::ImportUndone {
                    import.saved = 0;
                    import.counts = ImportCounts::default();
                }
            }
            import.record_saved(&grown?);
        }
        Ok(outcomes)
    }
}

impl ImportRun {
    /// Notes what was saved.
    fn record_saved(&mut self, saved: &SavedAct) {
        self.saved += i64::try_from(self.act.changes.len()).unwrap_or(0);
        self.act.changes.clear();
        self.do_not_call += saved.do_not_call;
    }
}

/// A customer as the next batch of a preview meets them.
fn to_candidate(
    after: MergedCustomer,
    open: &mut BTreeMap<Id, Vec<FollowUp>>,
) -> CandidateCustomer {
    let mut follow_ups = open.remove(&after.customer.id).unwrap_or_default();
    follow_ups.extend(after.made);
    CandidateCustomer {
        customer: after.customer,
        items: after.items,
        follow_ups,
        also: after.also,
    }
}
