//! Importing: saves a file's drafts in batches, each matched to known customers. Every batch is
//! a transaction of its own and extends one act, which one undo reverts.
//!
//! Owns the growth of that act, and the preview: the same work without writing, where the
//! customers of earlier batches are held in a `PreviewOverlay`.

use std::collections::BTreeMap;

use super::candidates::CandidateCustomer;
use super::error::StoreError;
use super::handle::Store;
use super::preview_overlay::PreviewOverlay;
use super::save::SavedAct;
use crate::domain::change::Act;
use crate::domain::customer::Id;
use crate::domain::draft::{Author, Draft};
use crate::domain::follow_up::FollowUp;
use crate::domain::import_merge::{
    ImportCandidate, ImportCounts, ImportMerger, MergedCustomer, RowOutcome,
};

/// The outcome of one row of a file; the error says that several customers match.
pub type ImportRowOutcome = Result<RowOutcome, String>;

/// A running import.
#[derive(Debug)]
pub struct ImportRun {
    act: Act,
    file: String,
    shelf: Option<PreviewOverlay>,
    counts: ImportCounts,
    /// The number of saved changes.
    saved: i64,
    rows: Id,
    do_not_call: usize,
}

impl ImportRun {
    /// Starts an import. The act has its time, author and counter; its text is set as it grows.
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

    /// Starts a preview: nothing is written to the database.
    ///
    /// # Errors
    /// If the temporary overlay cannot be created.
    pub fn preview(act: Act, file: &str) -> Result<Self, StoreError> {
        Ok(Self {
            shelf: Some(PreviewOverlay::new()?),
            ..Self::new(act, file)
        })
    }

    /// The outcomes so far, counted.
    #[must_use]
    pub const fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// Whether anything was saved.
    #[must_use]
    pub const fn has_saved(&self) -> bool {
        self.saved > 0
    }

    /// How many customers of the file have a number on the do-not-call list.
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
    /// Imports a batch of drafts in order and returns the outcome of each. When this returns, the batch
    /// is on the disk, unless the run is a preview.
    ///
    /// # Errors
    /// `ImportUndone` if the import was undone meanwhile; otherwise any [`StoreError`] of the
    /// transaction. Nothing of the batch is saved then; the batches before it are.
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
                // Rows that were not saved are not counted.
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
    /// Counts what was saved.
    fn record_saved(&mut self, saved: &SavedAct) {
        self.saved += i64::try_from(self.act.changes.len()).unwrap_or(0);
        self.act.changes.clear();
        self.do_not_call += saved.do_not_call;
    }
}

/// A merged customer as a candidate for the preview's next batch.
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
