//! Whom of the shop a customer knows: who reached them last, and who did their last job.
//!
//! Owns the sentence the card says of it, when two names of staff are one person's, and who of the
//! shop is known by name.

use super::text::fold_for_search;

/// Whom of the shop a customer knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FamiliarStaff {
    /// Who spoke with them last.
    pub reached_by: Option<String>,
    /// Who did the last job for them, as far as that was noted.
    pub job_by: Option<String>,
}

impl FamiliarStaff {
    /// The one they know best: who spoke with them last, else who did their last job.
    #[must_use]
    pub fn best_known(&self) -> Option<&str> {
        self.reached_by.as_deref().or(self.job_by.as_deref())
    }

    /// Everybody they know.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.reached_by
            .iter()
            .chain(&self.job_by)
            .map(String::as_str)
    }

    /// "Last spoke to Tom; Asha did the last job."
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        match (&self.reached_by, &self.job_by) {
            (None, None) => None,
            (Some(reached), None) => Some(format!("Last spoke to {reached}.")),
            (None, Some(job)) => Some(format!("{job} did the last job.")),
            (Some(reached), Some(job)) if is_same_person(reached, job) => {
                Some(format!("Last spoke to {reached}, who did the last job."))
            }
            (Some(reached), Some(job)) => {
                Some(format!("Last spoke to {reached}; {job} did the last job."))
            }
        }
    }
}

/// Whether two names of staff are one person's: case, accents and hyphens make no difference.
#[must_use]
pub fn is_same_person(one: &str, other: &str) -> bool {
    fold_for_search(one) == fold_for_search(other)
}

/// Whom of the shop a few typed letters mean: somebody of that very name, else the only one whose
/// name begins with them; `None` where nobody's does, and it is a name of its own.
///
/// # Errors
/// The names that fit, where several do.
pub fn find_by_prefix(typed: &str, staff: &[String]) -> Result<Option<String>, String> {
    let wanted = fold_for_search(typed);
    if let Some(found) = staff.iter().find(|name| fold_for_search(name) == wanted) {
        return Ok(Some(found.clone()));
    }
    let fitting: Vec<&String> = staff
        .iter()
        .filter(|name| fold_for_search(name).starts_with(&wanted))
        .collect();
    match fitting.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some((*only).clone())),
        several => {
            let names: Vec<&str> = several.iter().map(|name| name.as_str()).collect();
            Err(format!("{}? Type one more letter", names.join(" or ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FamiliarStaff, find_by_prefix};

    fn knows(reached_by: Option<&str>, job_by: Option<&str>) -> FamiliarStaff {
        FamiliarStaff {
            reached_by: reached_by.map(str::to_owned),
            job_by: job_by.map(str::to_owned),
        }
    }

    #[test]
    fn the_sentence_names_who_spoke_with_them_and_who_did_the_job() {
        let says = |reached, job| knows(reached, job).sentence();
        assert_eq!(says(None, None), None);
        assert_eq!(
            says(Some("Tom"), None).as_deref(),
            Some("Last spoke to Tom.")
        );
        assert_eq!(
            says(None, Some("Asha")).as_deref(),
            Some("Asha did the last job.")
        );
        assert_eq!(
            says(Some("Tom"), Some("tom")).as_deref(),
            Some("Last spoke to Tom, who did the last job.")
        );
        assert_eq!(
            says(Some("Tom"), Some("Asha")).as_deref(),
            Some("Last spoke to Tom; Asha did the last job.")
        );
    }

    #[test]
    fn a_few_letters_mean_the_only_one_whose_name_begins_with_them() {
        let staff = ["Tom", "Asha", "Anna", "Anna-Lena"].map(str::to_owned);
        assert_eq!(find_by_prefix("to", &staff), Ok(Some("Tom".to_owned())));
        assert_eq!(find_by_prefix("ANNA", &staff), Ok(Some("Anna".to_owned())));
        assert_eq!(find_by_prefix("zed", &staff), Ok(None));
        let several = find_by_prefix("a", &staff).unwrap_err();
        assert_eq!(several, "Asha or Anna or Anna-Lena? Type one more letter");
    }
}
