//! Importing: saves a file's drafts in batches, each matched to known customers. Every batch is
//! a transaction of its own and extends one act, which one undo reverts.
//!
//! Owns the growth of that act, and the preview: the same work without writing, where the
//! customers of earlier batches are held in a `PreviewOverlay`. A batch is read, merged and saved in
//! three steps: the use case of importing takes them, and alone decides which it tries again.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::handle::Store;
use super::preview_overlay::PreviewOverlay;
use super::save::SavedAct;
use super::summaries::CustomerRows;
use crate::domain::change::Act;
use crate::domain::customer::Id;
use crate::domain::draft::{Author, Draft};
use crate::domain::follow_up::FollowUp;
use crate::domain::import_merge::{
    FormerRecords, ImportCandidate, ImportCounts, ImportMerger, MergedCustomer, RowOutcome,
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
    /// The same before the batch that was merged last.
    counts_saved: ImportCounts,
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
            counts_saved: ImportCounts::default(),
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

/// What is open of the customers a preview holds.
type OpenFollowUps = BTreeMap<Id, Vec<FollowUp>>;

/// The known customers whom a batch of drafts may match.
#[derive(Debug)]
pub struct ImportCandidates {
    met: BTreeMap<Id, CustomerRows>,
    /// What they were before they were changed here.
    former: Vec<(Id, FormerRecords)>,
}

impl Store {
    /// Reads the customers whom a batch of drafts may match.
    ///
    /// # Errors
    /// Any [`StoreError`] of the query.
    pub fn import_candidates(&mut self, drafts: &[Draft]) -> Result<ImportCandidates, StoreError> {
        let met = self.load_candidates(drafts)?;
        let former = self.load_former(&met, drafts)?;
        Ok(ImportCandidates { met, former })
    }

    /// Saves the batch that was merged last. When this returns, it is on the disk. The same batch
    /// again changes nothing.
    ///
    /// # Errors
    /// `ImportUndone` if the import was undone meanwhile; otherwise any [`StoreError`] of the
    /// transaction. Nothing of the batch is saved then; the batches before it are.
    pub fn save_import_batch(&mut self, import: &ImportRun) -> Result<SavedAct, StoreError> {
        self.db.engine().expect_many_changes(true);
        let saved = self.append_batch(&import.act, import.saved);
        self.db.engine().expect_many_changes(false);
        saved
    }
}

impl ImportRun {
    /// Everybody some drafts may mean, as they are and as they were, ready to be merged with them.
    fn gather(
        &mut self,
        candidates: ImportCandidates,
        drafts: &[Draft],
    ) -> Result<(ImportMerger, OpenFollowUps), StoreError> {
        let ImportCandidates { mut met, former } = candidates;
        if let Some(shelf) = &mut self.shelf {
            shelf.overlay_preview(&mut met, drafts)?;
        }
        let mut gathering = ImportMerger::of_a_file(self.rows);
        gathering.expect(drafts);
        let mut open: BTreeMap<Id, Vec<FollowUp>> = BTreeMap::new();
        for (id, one) in met {
            gathering.add_candidate(ImportCandidate {
                open: &one.follow_ups,
                also: one.also,
                customer: one.customer,
                items: one.items,
            });
            if self.shelf.is_some() {
                open.insert(id, one.follow_ups);
            }
        }
        for (id, records) in former {
            gathering.add_former(id, records);
        }
        Ok((gathering, open))
    }

    /// Merges a batch of drafts in order into the customers they match, and returns the outcome of
    /// each. What changes by it is to be saved next, unless the run is a preview.
    ///
    /// # Errors
    /// What the preview's overlay refused.
    pub fn merge_batch(
        &mut self,
        candidates: ImportCandidates,
        drafts: Vec<Draft>,
    ) -> Result<Vec<ImportRowOutcome>, StoreError> {
        let (mut gathering, mut open) = self.gather(candidates, &drafts)?;
        let pen = Author {
            now: self.act.at,
            by: &self.act.by,
        };
        let outcomes: Vec<ImportRowOutcome> = drafts
            .into_iter()
            .map(|draft| gathering.merge_draft(draft, pen))
            .collect();
        self.counts_saved = self.counts;
        self.counts += gathering.counts();
        if let Some(shelf) = &mut self.shelf {
            self.rows = gathering.rows();
            shelf.store_customers(
                gathering
                    .into_merged_customers()
                    .into_iter()
                    .map(|after| to_candidate(after, &mut open)),
            )?;
            return Ok(outcomes);
        }
        self.act.changes = gathering.changes();
        if self.has_unsaved() {
            self.act.what = self.what();
        }
        Ok(outcomes)
    }

    /// Whether the batch that was merged last changes anything that is not saved.
    #[must_use]
    pub const fn has_unsaved(&self) -> bool {
        !self.act.changes.is_empty()
    }

    /// Counts the batch that was saved, or does not: rows that were not saved are not counted.
    ///
    /// # Errors
    /// That of the saving.
    pub fn record_saved(&mut self, saved: Result<SavedAct, StoreError>) -> Result<(), StoreError> {
        let changes = std::mem::take(&mut self.act.changes);
        match saved {
            Ok(saved) => {
                self.saved += i64::try_from(changes.len()).unwrap_or(0);
                self.do_not_call += saved.do_not_call;
                Ok(())
            }
            Err(StoreError::ImportUndone) => {
                self.counts = ImportCounts::default();
                self.saved = 0;
                Err(StoreError::ImportUndone)
            }
            Err(error) => {
                self.counts = self.counts_saved;
                Err(error)
            }
        }
    }
}

/// A merged customer as a candidate for the preview's next batch.
fn to_candidate(after: MergedCustomer, open: &mut BTreeMap<Id, Vec<FollowUp>>) -> CustomerRows {
    let mut follow_ups = open.remove(&after.customer.id).unwrap_or_default();
    follow_ups.extend(after.made);
    CustomerRows {
        customer: after.customer,
        items: after.items,
        follow_ups,
        also: after.also,
    }
}
