//! Which names are a firm's: by its legal form, or by who else belongs to it.
//!
//! Owns the words. A firm is not a person: it never becomes the second half of somebody's name.

use super::columns::is_one_of;
use crate::domain::text::{fold_for_search, words};

/// Legal forms and what else only firms are called, folded.
const FORMS: &str = "\
    ltd limited llc llp plc inc incorporated corp corporation company pty gmbh mbh ag kg kgaa \
    ohg gbr ug ek ev sarl sas eurl snc srl spa sprl bv bvba nv vof lda ltda sl slu sa oy ab aps \
    kft sro spzoo zoo holding holdings group partners associates enterprises solutions services \
    trust council university college";

/// Whether a name is a firm's.
pub(super) fn is_firm(name: &str) -> bool {
    let folded = fold_for_search(name);
    let words = words(&folded);
    let joined = words.join(" ");
    let and_others = [
        "& sons",
        "& son",
        "& co",
        "& daughters",
        "& bros",
        "& sohne",
        "& fils",
        "& figli",
        "& hijos",
    ];
    let spelled = [
        "and sons",
        "and son",
        "and co",
        "and bros",
        "und sohne",
        "et fils",
        "e figli",
        "y hijos",
        "en zonen",
    ];
    words.len() > 1 && words.iter().any(|word| is_one_of(FORMS, word))
        || and_others.iter().any(|end| folded.ends_with(end))
        || spelled.iter().any(|end| joined.ends_with(end))
        || joined.ends_with("z o o")
}

#[cfg(test)]
mod tests {
    use super::is_firm;

    #[test]
    fn a_firm_is_told_from_a_person_by_its_form() {
        for firm in [
            "Brightwater Plumbing Ltd",
            "Hollis & Sons",
            "Brandt KG",
            "Müller GmbH",
            "Kowalski sp. z o.o.",
            "Dupont et Fils",
            "Rossi SRL",
        ] {
            assert!(is_firm(firm), "{firm}");
        }
        for person in ["Mae Lindqvist", "Okafor", "Sa", "Ann Lee", "Mr & Mrs Hill"] {
            assert!(!is_firm(person), "{person}");
        }
    }
}
