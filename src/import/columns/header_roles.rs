//! The role of a column by the words of its name, where no table has the whole of it: “Main Phone #s”,
//! “Person - Phone - Work”, “Customer First Name”, “Mobil-Tel.-Nr.”.
//!
//! Owns the words for names, numbers, addresses, firms and things in eight languages, and whose they
//! are: a spouse's, a supplier's or an adviser's number is not the customer's.

use super::super::phone_words::phone_type;
use super::super::{PhoneType, consent};
use super::header_name::{HeaderName, is_one_of};
use super::layouts::ColumnRole;

/// Somebody else than the customer.
const OTHERS: &str = "\
    spouse partner emergency referrer referred referral assistant assistants manager managers \
    shipping ship delivery supplier vendor employer kin doctor technician advisor adviser agent \
    salesperson salesrep rep created updated modified assigned user employee staff mechanic \
    insurer insurance location branch shop store tech veterinarian vet practitioner provider \
    lieferant lieferung notfall ehepartner urgence conjoint livraison emergencia emergenza \
    noodgeval levering entrega envio dostawa mitarbeiter";

/// What is said about a number or an address, and is none.
const ABOUT_IT: &str = "\
    type label country carrier verified status valid format preferred preference count id date \
    model make brand imei serial os network bounced typ landesvorwahl password plan bill";

/// A telephone number.
const PHONES: &str = "\
    phone telefon telefoon telephon telfon mobil mobiel cellul celular handy movil portable \
    natel rufnummer telemov komork landline festnetz contactnumber contactno whatsapp smartphone \
    puhelin телефон 電話 电话 전화 tel tels mob cell cells gsm tlf tfno tfn kom ph fijo fisso fixe";

/// An e-mail address.
const EMAILS: &str = "\
    email emails mail courriel correio ebrev correo mel postaelettronica postaelectronica \
    messagerie electronicmail epost eposta электроннаяпочта";

/// Words that may stand beside those of a name: whose it is.
const WHOSE: &str = "\
    customer customers cust client clients contact contacts person persons owner pet patient \
    main primary billing bill to account member guest buyer user vehicle kunde kunden kundin \
    ansprechpartner kontakt clientes cliente klant klient klienta clienti contacto contatto du \
    del de do the your s legal parent 1 adresse rechnung";

const FIRST: &str = "\
    firstname first givenname given forename christianname fname vorname prenom voornaam \
    roepnaam imie fornavn fornamn etunimi nombre nombres nome primeironome имя";
const MIDDLE: &str = "\
    middlename middle additionalname tussenvoegsel secondonome drugieimie 2name";
const LAST: &str = "\
    lastname last surname familyname family lname nachname familienname zuname nom nomdefamille \
    apellido apellidos primerapellido cognome achternaam nazwisko sobrenome apelido ultimonome \
    efternavn etternavn efternamn sukunimi фамилия";
const WHOLE: &str = "\
    name names fullname displayname completename kundenname anzeigename angezeigtername \
    ansprechpartner nomcomplet nomaffiche nombrecompleto nombremostrado nomecompleto \
    nomevisualizzato nominativo nomeexibicao naam volledigenaam klantnaam weergavenaam \
    imieinazwisko nazwiskoiimie nazwa nazwaklienta wyswietlananazwa nazwawyswietlana kontrahent \
    navn jmeno nev namn nimi";

/// Names that mean the customer with nothing beside them.
const WHO: &str = "\
    customer client contact kunde kundin klant klient cliente petowner petparent custname \
    customers besitzer halter tierhalter fahrzeughalter keeper guest member patientowner \
    proprietaire propietario proprietario eigenaar wlasciciel tutor ownername caller callername \
    kontaktperson contactpersoon personadecontacto clientowner";

const COMPANIES: &str = "\
    company organization organisation organizacion organizzazione organisatie organizacja \
    business firma firmen firmenname unternehmen societe entreprise raisonsociale empresa \
    razonsocial azienda ditta ragionesociale bedrijf bedrijfsnaam razaosocial nazwafirmy \
    accountname tradingname employername companyname";

const ITEMS: &str = "\
    vehicle vehicles car fahrzeug kfz vehicule voiture vehiculo coche veicolo voertuig viatura \
    veiculo pojazd samochod auto patient patients pet pets animal tier haustier tiername \
    patientenname mascota huisdier zwierze paziente paciente device devices asset equipment \
    machine computer laptop gerat geraet appareil dispositivo apparaat urzadzenie bike bicycle \
    fahrrad boat makemodel makeandmodel";
const YEARS: &str = "\
    year baujahr annee ano anno bouwjaar rok modelyear";
const MAKES: &str = "\
    make brand manufacturer marke hersteller marque marca merk marka";
const MODELS: &str = "\
    model modell modele modelo modello";
const PLATES: &str = "\
    plate licenseplate licenceplate license licence registration registrationnumber regnumber \
    regno reg rego vrm vrn numberplate kennzeichen immatriculation matricula targa kenteken \
    placa rejestracja rejestracyjny nrrejestracyjny tag";

const NOTES: &str = "\
    note notes memo comment comments remark remarks bemerkung bemerkungen notiz notizen \
    anmerkung anmerkungen kommentar commentaire commentaires remarque remarques notas nota \
    observaciones comentarios osservazioni opmerking opmerkingen notities observacoes notatki \
    uwagi komentarz annotazioni";

const REMINDERS: &str = "\
    reminder reminders remindertype remindername recommendation recommendations \
    recommendedservice recommendedservices recommendedwork declinedservice declinedservices \
    declinedjobs deferredwork deferredjobs servicedue erinnerung rappel recordatorio promemoria \
    herinnering lembrete przypomnienie";
const DUES: &str = "\
    duedate datedue dueon nextdue reminderdate duedatetime followupdate callbackdate faelligam \
    falligam falligkeit echeance vencimiento scadenza vervaldatum vencimento termin";

/// The role of a column by the words of its name.
pub(super) fn role(name: &HeaderName) -> Option<ColumnRole> {
    if let Some(column) = consent::column(name) {
        return Some(ColumnRole::Consent(column));
    }
    if name.says_any("deceased deathdate dateofdeath verstorben decede fallecido deceduto overleden falecido zmarly") {
        return Some(ColumnRole::Deceased);
    }
    if name.has_word(OTHERS) {
        return None;
    }
    reach(name).or_else(|| person(name)).or_else(|| thing(name))
}

/// A number or an address.
fn reach(name: &HeaderName) -> Option<ColumnRole> {
    let kind = phone_type(&name.words.join(" "));
    let silent = matches!(kind, PhoneType::Fax | PhoneType::Pager);
    let number = name.says_any(PHONES) || silent;
    if number && (name.has_word("ext extension extn durchwahl poste extension")) {
        return Some(ColumnRole::Extension);
    }
    if name.has_word(ABOUT_IT) {
        return None;
    }
    if name.says_any(EMAILS) && !silent && !name.has_word("name display") {
        return Some(ColumnRole::Email);
    }
    if !number {
        return None;
    }
    Some(ColumnRole::Phone(match kind {
        PhoneType::Other
            if name.says_any(
                "other alternat secondary second weiter autre otro altro ander outro inny 2 3 4",
            ) =>
        {
            PhoneType::Other
        }
        PhoneType::Other => PhoneType::Primary,
        kind => kind,
    }))
}

/// A name, or a part of one.
fn person(name: &HeaderName) -> Option<ColumnRole> {
    if is_one_of(WHO, &name.key) {
        return Some(ColumnRole::Name);
    }
    // “Pet name” and “Vehicle name” are the thing's, “Company name” the firm's.
    if name.has_word("company business firma pet patient vehicle animal tier device")
        && !name.has_word("first last contact owner customer client parent")
    {
        return None;
    }
    let own: Vec<&str> = name
        .words
        .iter()
        .map(String::as_str)
        .filter(|w| !is_one_of(WHOSE, w))
        .collect();
    let own = own.concat();
    let is = |table: &str| is_one_of(table, &own) || is_one_of(table, &name.key);
    // “Nom et prénom”, “Name, Vorname”: both in one.
    let joining = ["et", "y", "e", "und", "and", "i", "en", "name", "o"];
    let known =
        |w: &String| is_one_of(FIRST, w) || is_one_of(LAST, w) || joining.contains(&w.as_str());
    if name.has_word(FIRST)
        && (name.has_word(LAST) || name.has_word("name"))
        && name.words.iter().all(known)
        && !is_one_of(FIRST, &own)
    {
        return Some(ColumnRole::Name);
    }
    // What is left of “Customer name” is “name”; of “Last visit” it is no name at all.
    let parts = [(FIRST, 0), (MIDDLE, 1), (LAST, 2)];
    if let Some((_, part)) = parts.into_iter().find(|(table, _)| is(table)) {
        return Some(ColumnRole::NamePart(part));
    }
    is(WHOLE).then_some(ColumnRole::Name)
}

/// A firm, a thing, a note, a reminder.
fn thing(name: &HeaderName) -> Option<ColumnRole> {
    let own: Vec<&str> = name
        .words
        .iter()
        .map(String::as_str)
        .filter(|w| !is_one_of(WHOSE, w) || is_one_of(ITEMS, w))
        .filter(|w| !["name", "names", "vehicle", "car", "pet", "description"].contains(w))
        .collect();
    let own = own.concat();
    let is = |table: &str| is_one_of(table, &own) || is_one_of(table, &name.key);
    let parts = [(YEARS, 0), (MAKES, 1), (MODELS, 2), (PLATES, 3)];
    if is(COMPANIES) {
        Some(ColumnRole::Company)
    } else if let Some((_, part)) = parts.into_iter().find(|(table, _)| is(table)) {
        Some(ColumnRole::ItemPart(part))
    } else if is(ITEMS) || (own.is_empty() && name.has_word("vehicle car pet")) {
        Some(ColumnRole::Item)
    } else if is(NOTES) {
        Some(ColumnRole::Note)
    } else if is(REMINDERS) {
        Some(ColumnRole::About)
    } else {
        is(DUES).then_some(ColumnRole::Due)
    }
}
