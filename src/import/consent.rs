//! A customer's “no” as other programs keep it: which columns hold one, and what a cell of them says.
//!
//! Owns the usual names of a refusal (“Do Not Call”, “opt-out”, “abgemeldet”) and of a permission
//! (“Marketing Opt-In”, “zgoda RODO”), whose “no” is a refusal as well. A “no” is never dropped: what
//! cannot be told is kept in words.

use super::columns::{HeaderName, is_one_of};
use crate::domain::text::{fold_for_search, sanitize};

/// What somebody said no to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConsentTopic {
    /// Every call.
    Calls,
    /// Marketing.
    Marketing,
}

/// What a yes in a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConsentColumn {
    /// A yes is a no: “Do Not Call”.
    Refusal(ConsentTopic),
    /// A no is a no: “Marketing Opt-In”.
    Permission(ConsentTopic),
}

/// What a cell of such a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConsentAnswer {
    /// They said no.
    Refused,
    /// They said yes, or nothing.
    Open,
    /// It cannot be told.
    Unclear,
}

/// Names of a refusal: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish.
const REFUSALS: &str = "\
    donot dont nocall nocalls nophone nocontact nomarketing nonewsletter nosms noemail \
    notelemarketing notcontact optout optedout optsout optingout unsubscri unsub dnc dncr dnd \
    tps ctps mps telephonepreference telephonpreference mailingpreference robinson bloctel \
    blocklist blacklist blocked suppress exclude objection objects withdrawn revoked nocoldcall \
    stop stoplist objected righttoobject untersagt abbestellt revoca revocat revocad wycofan \
    ingetrokken retirado keinanruf keineanruf nichtanruf nichtkontakt anrufverbot anrufsperr \
    telefonsperr kontaktsperr kontaktverbot werbesperr werbeverbot keinewerbung keinmarketing \
    keinnewsletter keinenewsletter keinkontakt widerspr widerruf abgemeldet abmeldung gesperrt \
    nepas pasdappel pasappeler desabonn desinscri opposition oppose refus nollamar nocontactar \
    nomolestar noenviar nodesea desuscri dadodebaja baja desinscr rechaz noquiere oposicion \
    nonchiamare noncontattare nondisturbare nontelefonare disiscri cancellato opposizion rifiut \
    nietbellen belmeniet nietbel nietcontact nietbenader nietmailen geenreclame geenmarketing \
    uitgeschreven afgemeld uitschrijv bezwaar geweigerd naoligar naocontact naoperturb \
    naotelefon naochamar descadastr cancelouinscri inscricaocancelada oposicao recus niedzwon \
    niekontakt niewysyl niechce zakazkontakt zakazdzwon wypisan rezygnac sprzeciw brakzgody \
    odmow odmawia";

/// Names of a permission.
const PERMISSIONS: &str = "\
    optin optedin accepts acceptmarketing consent permission subscrib subscriptionstatus \
    emailsubscription smssubscription newsletter gdpr pecr privacy avg demarchage maycall \
    cancall oktocall okaytocall allowcall allowphone allowsms allowemail allowtext \
    allowmarketing allowcontact maycontact cancontact oktocontact contactable marketingallowed \
    callsallowed receivemarketing marketing receivessms promotional dsgvo einwillig zustimm \
    einverstand erlaubnis werbungerlaubt darfangerufen anrufen anruferlaubt kontakterlaubt \
    kontaktaufnahme datenschutz rgpd consentement accord abonne inscrit accepte autorisation \
    lopd consentimiento autoriz suscri acepta consenso consensi iscritt iscrizion acconsent \
    accetta toestemming aangemeld ingeschreven nieuwsbrief akkoord lgpd consentimento inscrito \
    aceita rodo zgoda zgody zapisan subskry zgadza";

/// Names of every call, or of any contact.
const OF_CALLS: &str = "\
    call calls calling called caller phone telephone tel ring dnc dncr dnd donotcontact \
    dontcontact donotdisturb nocontact nocalls maycontact cancontact oktocontact contactable \
    notcontact disturb anruf telefon kontaktsperr kontaktverbot nichtkontakt keinkontakt \
    kontakterlaubt kontaktaufnahme appel contacter llamar llamad nocontactar nomolestar chiamare \
    chiamat noncontattare nondisturbare telefonare bellen gebeld contacted belme nietbel \
    nietcontact nietbenader telefoon ligar ligac naocontact naoperturb chamar chamad dzwon \
    niekontakt zakazkontakt telefonicz";

/// Names that say it is advertising alone that is meant: registers against sales calls among them.
const OF_MARKETING: &str = "\
    marketing tps ctps mps telephonepreference bloctel robinson werb newsletter promo demarchage \
    commercial comercial publicid pubblicit reclame reklam advert solicit opposizion";

/// Names of a column beside one: when, where or why it was said, and no answer itself.
const BESIDE: &str = "\
    date timestamp datum fecha source ip reason url quelle origen grund campaign";

/// Words that turn what stands beside them into its contrary. “No” is none of them: it is the short form
/// of “number” too.
const NEGATIONS: &str = "\
    not never kein keine keinen nicht pas jamais nunca niet geen nooit nao nie nigdy mai";

/// Words that allow what stands beside them.
const ALLOWING: &str = "\
    may can ok okay happy allowed allow allows agrees agreed willing darf erlaubt mag accepte \
    peut puede acepta accetta pode aceita moze";

/// Whether a name is about calls, messages or advertising at all.
pub(super) fn is_about_contact(name: &HeaderName) -> bool {
    name.says_any(OF_CALLS)
        || name.says_any(OF_MARKETING)
        || name.says_any("contact kontakt sms mailing mails")
}

/// What a column's name says of consent, if anything.
pub(super) fn column(name: &HeaderName) -> Option<ConsentColumn> {
    let about = is_about_contact(name);
    let refusal = name.says_any(REFUSALS) || (about && name.has_word(NEGATIONS));
    let allowing = name.has_word(ALLOWING) && about;
    let permission = !refusal && (allowing || name.says_any(PERMISSIONS));
    // “Opt-in date” is no answer; “unsubscribed at” is one, wherever there is a date.
    if !(refusal || permission && !name.has_word(BESIDE)) {
        return None;
    }
    let topic = if name.says_any(OF_CALLS) && !name.says_any(OF_MARKETING) {
        ConsentTopic::Calls
    } else {
        ConsentTopic::Marketing
    };
    Some(if refusal {
        ConsentColumn::Refusal(topic)
    } else {
        ConsentColumn::Permission(topic)
    })
}

/// Words for yes.
const YES: &str = "\
    yes y true t 1 x on checked ✓ ✔ ☑ ja j wahr oui o vrai si s verdadero vero waar sim \
    verdadeiro tak prawda active aktiv confirmed";

/// Words for no, or for nothing.
const NO: &str = "\
    no n false f 0 off unchecked never ☐ nein falsch non faux falso nee onwaar nao nie falsz not \
    nonegiven inactive";

/// Words of a permission that was given.
const GIVEN: &str = "\
    optin optedin subscribed granted given accepted allowed agreed consented erteilt angemeldet \
    accorde abonne inscrit aceptado concesso iscritto gegeven ingeschreven aangemeld concedido \
    inscrito udzielona wyrazona zapisany active";

/// Words of a permission that was not given, or taken back.
const TAKEN_BACK: &str = "\
    nonsubscribed notsubscribed neversubscribed declined denied rejected withdrawn revoked \
    refused cleaned verweigert widerrufen refuse retire denegado rechazado rifiutato negato \
    geweigerd ingetrokken recusado negado odmowa cofnieta notoptedin notgiven";

/// What stands where nothing is known.
const NOTHING: &str = "\
    na none null unknown notset pending unconfirmed unbekannt keine inconnu desconocido onbekend \
    desconhecido nieznane brak";

fn key(cell: &str) -> String {
    HeaderName::new(&sanitize(cell)).key
}

/// Whether a cell is a plain yes.
pub(super) fn is_yes(cell: &str) -> bool {
    is_one_of(YES, &fold_for_search(&sanitize(cell)))
}

/// Whether a cell is a plain no.
pub(super) fn is_no(cell: &str) -> bool {
    is_one_of(NO, &fold_for_search(&sanitize(cell)))
}

/// What a cell says under a column; `dated` tells whether it is a date.
pub(super) fn answer(
    column: ConsentColumn,
    cell: &str,
    dated: impl Fn(&str) -> bool,
) -> ConsentAnswer {
    let key = key(cell);
    let one_of = |table: &str| is_one_of(table, &key);
    if key.is_empty() || one_of(NOTHING) {
        return ConsentAnswer::Open;
    }
    let name = HeaderName::new(&sanitize(cell));
    let refuses = name.says_any(REFUSALS) || one_of(TAKEN_BACK);
    match column {
        _ if refuses => ConsentAnswer::Refused,
        _ if one_of(GIVEN) => ConsentAnswer::Open,
        ConsentColumn::Refusal(_) if is_no(cell) => ConsentAnswer::Open,
        // Whatever else stands there, it stands in a column of refusals.
        ConsentColumn::Refusal(_) => ConsentAnswer::Refused,
        ConsentColumn::Permission(_) if is_no(cell) => ConsentAnswer::Refused,
        ConsentColumn::Permission(_) if is_yes(cell) || dated(cell) => ConsentAnswer::Open,
        ConsentColumn::Permission(_) => ConsentAnswer::Unclear,
    }
}

/// How a tag or a status begins that is a refusal wherever it stands.
const TAGS: &str = "\
    donotcall donotphone donotcontact donottext donotemail donotmail donotmarket dontcall \
    dontcontact dnc nocalls nomarketing optedout optout unsubscribed nichtanrufen \
    bittenichtanrufen keineanrufe keinewerbung nepasappeler nepascontacter desabonne nollamar \
    nocontactar nonchiamare noncontattare nietbellen uitgeschreven naoligar naocontactar \
    niedzwonic niekontaktowac telefonsperre werbesperre";

/// A refusal that stands in a cell of any other column, a status or one of several tags: “VIP; do not
/// call”. Only a whole tag counts: a sentence is read by whoever rings.
pub(super) fn tag(cell: &str) -> Option<ConsentTopic> {
    let mut found = None;
    for tag in cell.split([',', ';', '|', '\n']) {
        let name = HeaderName::new(&sanitize(tag));
        let begins = |begin: &str| name.key.starts_with(begin);
        let is_tag = TAGS.split(' ').any(begins) || name.key == "tps";
        if !is_tag || name.words.len() > 4 {
            continue;
        }
        match column(&name) {
            Some(ConsentColumn::Refusal(ConsentTopic::Calls)) => return Some(ConsentTopic::Calls),
            _ => found = Some(ConsentTopic::Marketing),
        }
    }
    found
}

#[cfg(test)]
mod tests;
