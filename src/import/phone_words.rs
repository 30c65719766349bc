//! The words beside a telephone number, in the languages address books are written in: what sort of
//! number it is.
//!
//! Owns the vocabulary that headers (`columns`), labels in a cell (`contact_points`) and the
//! parameters of cards (`vcard`) share. Words are folded: no accents, no case.

use super::PhoneType;
use super::columns::is_one_of;
use crate::domain::text::{fold_for_search, words};

/// No voice answers: a fax.
const FAX: &str = "\
    fax faks telecopi telecop modem факс φαξ ファックス ファクス 传真 傳真 팩스";

/// A pager.
const PAGER: &str = "\
    pager beeper bipeur pieper buscapersonas cercapersone semafoon пейджер";

/// Carried in a pocket.
const MOBILE: &str = "\
    mobil mobiel cell celular iphone smartphone handy natel movil telemov komork komorkow \
    matkapuh whatsapp portable моб сотов 携帯 手机 手機";

/// The same, where the whole word is so short that it also stands inside others.
const MOBILE_WORDS: &str = "\
    mob gsm kom hp";

/// At work.
const WORK: &str = "\
    work business office company arbeit dienst geschaft geschaeft buro buero firma firmow beruf \
    travail bureau profession societe trabajo oficina empresa ufficio lavoro azienda zakelijk \
    kantoor bedrijf trabalho escritorio praca sluzbow biuro arbete arbejde работ рабоч 会社";

/// The same, as whole words.
const WORK_WORDS: &str = "\
    werk pro jobb tyo comercial";

/// At home.
const HOME: &str = "\
    home privat haus domicil maison particular thuis residen domow домаш 自宅";

/// The same, as whole words.
const HOME_WORDS: &str = "\
    casa dom hjem hem koti prive abitazione";

/// The one to ring first.
const PRIMARY: &str = "\
    main pref primary haupt principal hoofd glown";

/// The type a label or a header says: "Mobile", "* Work", "Home Fax", "Faks (praca)".
pub(super) fn phone_type(label: &str) -> PhoneType {
    let folded = fold_for_search(label);
    let single = words(&folded);
    let says = |inside: &str, whole: &str| {
        inside.split(' ').any(|w| folded.contains(w)) || single.iter().any(|s| is_one_of(whole, s))
    };
    if says(FAX, "") {
        PhoneType::Fax
    } else if says(PAGER, "bip") {
        PhoneType::Pager
    } else if says(MOBILE, MOBILE_WORDS) {
        PhoneType::Mobile
    } else if says(WORK, WORK_WORDS) {
        PhoneType::Work
    } else if says(HOME, HOME_WORDS) {
        PhoneType::Home
    } else if says(PRIMARY, "") {
        PhoneType::Primary
    } else {
        PhoneType::Other
    }
}
