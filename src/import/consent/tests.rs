//! Tests of telling a “no” by its column's name and its cell, in eight languages.

use super::super::columns::HeaderName;
use super::{ConsentAnswer, ConsentColumn, ConsentTopic, answer, column, tag};

fn of(name: &str) -> Option<ConsentColumn> {
    column(&HeaderName::new(name))
}

#[test]
fn a_refusal_is_known_by_its_usual_names() {
    use ConsentTopic::{Calls, Marketing};
    for (name, topic) in [
        ("Do Not Call", Calls),
        ("doNotCall", Calls),
        ("DNC", Calls),
        ("Do not contact", Calls),
        ("Don't phone", Calls),
        ("Call opt-out", Calls),
        ("Phone Opt Out", Calls),
        ("No calls", Calls),
        ("Email Opt Out", Marketing),
        ("HasOptedOutOfEmail", Marketing),
        ("Opted out", Marketing),
        ("Unsubscribed", Marketing),
        ("unsubscribed_at", Marketing),
        ("TPS", Marketing),
        ("TPS registered", Marketing),
        ("CTPS", Marketing),
        ("No marketing", Marketing),
        ("Nicht anrufen", Calls),
        ("Anrufsperre", Calls),
        ("Keine Anrufe", Calls),
        ("Werbesperre", Marketing),
        ("Abgemeldet", Marketing),
        ("Ne pas appeler", Calls),
        ("Désabonné", Marketing),
        ("Bloctel", Marketing),
        ("No llamar", Calls),
        ("Lista Robinson", Marketing),
        ("Dado de baja", Marketing),
        ("Non chiamare", Calls),
        ("Disiscritto", Marketing),
        ("Niet bellen", Calls),
        ("Bel-me-niet", Calls),
        ("Uitgeschreven", Marketing),
        ("Não ligar", Calls),
        ("Descadastrado", Marketing),
        ("Nie dzwonić", Calls),
        ("Wypisany", Marketing),
        ("Sprzeciw wobec marketingu", Marketing),
    ] {
        assert_eq!(of(name), Some(ConsentColumn::Refusal(topic)), "{name}");
    }
}

#[test]
fn a_permission_is_known_by_its_usual_names() {
    use ConsentTopic::{Calls, Marketing};
    for (name, topic) in [
        ("Marketing Opt-In", Marketing),
        ("Accepts Email Marketing", Marketing),
        ("accepts_marketing", Marketing),
        ("GDPR consent", Marketing),
        ("Subscribed", Marketing),
        ("Email subscriber status", Marketing),
        ("Newsletter", Marketing),
        ("OK to call", Calls),
        ("Phone consent", Calls),
        ("Einwilligung", Marketing),
        ("DSGVO", Marketing),
        ("Telefonische Einwilligung", Calls),
        ("Consentement RGPD", Marketing),
        ("Consentimiento", Marketing),
        ("Consenso marketing", Marketing),
        ("Toestemming", Marketing),
        ("Consentimento LGPD", Marketing),
        ("Zgoda RODO", Marketing),
        ("Zgoda na kontakt telefoniczny", Calls),
    ] {
        assert_eq!(of(name), Some(ConsentColumn::Permission(topic)), "{name}");
    }
}

#[test]
fn other_columns_say_nothing_of_consent() {
    for name in [
        "Phone",
        "Name",
        "Colour",
        "Notes",
        "Consent date",
        "E-mail",
        "Status",
        "Notizen",
        "Last call",
        "City",
        "Options",
        "Donation",
        "Description",
    ] {
        assert_eq!(of(name), None, "{name}");
    }
}

#[test]
fn what_stands_in_a_cell_is_a_no_a_yes_or_asked_about() {
    let dated = |cell: &str| cell.starts_with("2026");
    let refusal = ConsentColumn::Refusal(ConsentTopic::Calls);
    let permission = ConsentColumn::Permission(ConsentTopic::Marketing);
    for (column, cell, said) in [
        (refusal, "Yes", ConsentAnswer::Refused),
        (refusal, "x", ConsentAnswer::Refused),
        (refusal, "2026-01-01", ConsentAnswer::Refused),
        (refusal, "by letter", ConsentAnswer::Refused),
        (refusal, "No", ConsentAnswer::Open),
        (refusal, "nie", ConsentAnswer::Open),
        (refusal, "", ConsentAnswer::Open),
        (permission, "false", ConsentAnswer::Refused),
        (permission, "Nein", ConsentAnswer::Refused),
        (permission, "unsubscribed", ConsentAnswer::Refused),
        (permission, "Opted out", ConsentAnswer::Refused),
        (permission, "declined", ConsentAnswer::Refused),
        (permission, "tak", ConsentAnswer::Open),
        (permission, "2026-01-01", ConsentAnswer::Open),
        (permission, "Subscribed", ConsentAnswer::Open),
        (permission, "", ConsentAnswer::Open),
        (permission, "maybe later", ConsentAnswer::Unclear),
    ] {
        assert_eq!(answer(column, cell, dated), said, "{column:?} {cell}");
    }
}

#[test]
fn a_tag_that_is_a_refusal_is_one_under_any_column() {
    assert_eq!(tag("VIP; Do not call"), Some(ConsentTopic::Calls));
    assert_eq!(tag("unsubscribed"), Some(ConsentTopic::Marketing));
    assert_eq!(tag("Nicht anrufen"), Some(ConsentTopic::Calls));
    for other in [
        "VIP",
        "Baja California",
        "Blocked drain",
        "do not call before ten, she works nights",
        "",
    ] {
        assert_eq!(tag(other), None, "{other}");
    }
}
