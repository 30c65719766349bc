//! Files as other programs write them: the cases of their columns, their numbers and their “no”.

use std::fs;
use std::path::Path;

use checkback::domain::customer::Customer;
use checkback::import::ImportField;
use checkback::import::file::ImportFormat;

use crate::case_shop::{CaseShop, line, number, said};

/// What a file of a case makes of Dana Okafor: her number, her address, the line on her card.
fn dana(file: &str) -> (String, String, String) {
    let mut shop = CaseShop::new();
    let report = shop.import(file).unwrap();
    assert_eq!(report.counts.customers, 1, "{file}: {}", said(&report));
    let dana = shop.named("Dana Okafor");
    let email = dana.email.clone().unwrap_or_default();
    (number(&dana).to_owned(), email, line(&dana).to_owned())
}

#[test]
fn every_program_of_the_samples_brings_a_person_a_number_and_an_address() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/programs");
    let mut files = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let mut shop = CaseShop::new();
        let text = fs::read(&path).unwrap();
        let report = shop.bytes(&text, ImportFormat::Csv);
        let report = report.unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let all = shop.everybody();
        let told: Vec<_> = all
            .iter()
            .map(|e| (&e.customer.name, &e.customer.phone))
            .collect();
        assert_eq!(all.len(), 1, "{}: {told:?}", path.display());
        let c = &all[0].customer;
        let who = (c.name.as_str(), number(c), c.email.as_deref());
        let right = ("Dana Okafor", "+447400123456", Some("dana@example.com"));
        assert_eq!(who, right, "{}: {}", path.display(), said(&report));
        assert!(
            !c.refuses_marketing(),
            "{}: {}",
            path.display(),
            said(&report)
        );
        files += 1;
    }
    assert!(files >= 60, "{files} programs");
}

#[test]
fn data_5_people_come_with_their_numbers() {
    let folder = "data-5-people-without-their-numbers";
    for (file, email, on_the_card) in [
        ("jobber.csv", "dana@example.com", "020 7946 0161"),
        ("sage-accounting.csv", "dana@example.com", "Brightwater Ltd"),
        ("shop-ware-like.csv", "dana@example.com", ""),
        ("vet-plain.csv", "", ""),
        ("woocommerce-users.csv", "dana@example.com", ""),
    ] {
        let (number, address, line) = dana(&format!("{folder}/{file}"));
        assert_eq!(
            (number.as_str(), address.as_str()),
            ("+447400123456", email),
            "{file}"
        );
        assert!(line.contains(on_the_card), "{file}: {line}");
    }
    for (file, item) in [
        ("shop-ware-like.csv", "2019 Ford Focus LP19 XYZ"),
        ("vet-plain.csv", "Rex"),
    ] {
        let mut shop = CaseShop::new();
        shop.import(&format!("{folder}/{file}")).unwrap();
        assert_eq!(shop.everybody()[0].items[0].label, item);
    }
}

#[test]
fn data_5b_layouts_that_were_refused_are_read() {
    let folder = "data-5b-refused-layouts";
    for (file, number) in [
        ("autoleap-like.csv", "+447400123456"),
        ("linkedin.csv", "none"),
        ("paper-uk.csv", "+447400123456"),
        ("pipedrive.csv", "+447400123456"),
        ("woocommerce-orders.csv", "+447400123456"),
    ] {
        assert_eq!(dana(&format!("{folder}/{file}")).0, number, "{file}");
    }
    let mut shop = CaseShop::new();
    let refused = shop
        .csv("Wer,Tel.,Farbe\nDana Okafor,07400 123456,rot\n")
        .unwrap_err();
    assert!(refused.contains("--map name=Wer"), "{refused}");
}

#[test]
fn c01_do_not_call_is_kept() {
    for (file, calls) in [("input.csv", true), ("shopmonkey-like.csv", false)] {
        let mut shop = CaseShop::new();
        shop.import(&format!("C01-do-not-call/{file}")).unwrap();
        let nora = shop.named("Nora Whitlock");
        assert_eq!(nora.no_calls_at.is_some(), calls, "{file}");
        assert_eq!(nora.opted_out_at.is_some(), !calls, "{file}");
        for entry in shop
            .everybody()
            .iter()
            .filter(|e| e.customer.name != "Nora Whitlock")
        {
            assert!(
                !entry.customer.refuses_marketing(),
                "{file}: {}",
                entry.customer.name
            );
        }
    }
}

#[test]
fn a_no_is_kept_in_every_language_and_never_left_out() {
    let refusals = "Do Not Call|DNC|Opted out|Unsubscribed|TPS|No marketing|Never call|Don't phone|Werbesperre|\
        Bitte nicht anrufen|Abgemeldet|Keine Anrufe|Telefonwerbung untersagt|Ne pas appeler|Désabonné|\
        Opposition démarchage|No llamar|Lista Robinson|Baja|Non chiamare|Disiscritto|Consenso revocato|Niet bellen|\
        Bel-me-niet|Uitgeschreven|Não ligar|Descadastrado|Nie dzwonić|Wypisany|Zgoda wycofana|no_calls_since|\
        HasOptedOutOfEmail|doNotCall";
    let permissions = "Marketing Opt-In|GDPR consent|Subscribed|Newsletter|May we call?|OK to call|Happy to be contacted|\
        DSGVO-Einwilligung|Werbung erlaubt|Anrufe erlaubt|Consentement RGPD|Consentimiento|Acepta publicidad|\
        Consenso marketing|Toestemming|Mag gebeld worden|Consentimento LGPD|Aceita marketing|Zgoda RODO|\
        Zgoda na telefon";
    for (headers, means_no, means_yes) in [(refusals, "yes", "no"), (permissions, "no", "yes")] {
        for header in headers.split('|') {
            let mut shop = CaseShop::new();
            let text = format!(
                "Name,Phone,{header}\nAnn Lee,020 7946 0301,{means_no}\nBo Hill,020 7946 0302,{means_yes}\n\
                 Cy Moss,020 7946 0303,\n"
            );
            let report = shop.csv(&text).unwrap();
            let refused =
                ["Ann Lee", "Bo Hill", "Cy Moss"].map(|name| shop.named(name).refuses_marketing());
            assert_eq!(refused, [true, false, false], "{header}: {}", said(&report));
        }
    }
    let mut shop = CaseShop::new();
    let asked = shop.csv("Name,Phone,GDPR consent,Tags\nAnn Lee,020 7946 0301,by letter,\nBo Hill,020 7946 0302,yes,VIP; do not call\n").unwrap();
    assert!(
        said(&asked).contains("“GDPR consent” says “by letter”"),
        "{}",
        said(&asked)
    );
    assert!(line(&shop.named("Ann Lee")).contains("GDPR consent: by letter"));
    assert!(shop.named("Bo Hill").no_calls_at.is_some());
    shop.map = vec![(ImportField::NoCalls, "Rot".to_owned())];
    shop.csv("Name,Phone,Rot\nDi Nash,020 7946 0304,x\n")
        .unwrap();
    assert!(shop.named("Di Nash").no_calls_at.is_some());
}

#[test]
fn c04_a_number_without_a_name_stands_for_it() {
    let mut shop = CaseShop::new();
    let report = shop.import("C04-number-without-a-name/input.csv").unwrap();
    assert_eq!((report.counts.customers, report.counts.follow_ups), (2, 2));
    assert_eq!(shop.names(), ["020 7946 0161", "020 7946 0162"]);
    shop.map = vec![(ImportField::Name, "Phone".to_owned())];
    shop.csv("Phone,Colour\n020 7946 0163,red\n").unwrap();
    assert_eq!(number(&shop.named("020 7946 0163")), "+442079460163");
}

#[test]
fn c06_a_firm_is_not_half_a_person() {
    let mut shop = CaseShop::new();
    shop.import("C06-firm-and-person-columns/input.csv")
        .unwrap();
    assert_eq!(
        shop.names(),
        ["Dana Okafor", "Greg Hollis", "Mae Lindqvist"]
    );
    assert_eq!(line(&shop.named("Dana Okafor")), "Brightwater Plumbing Ltd");
    assert_eq!(line(&shop.named("Greg Hollis")), "Hollis & Sons");
    assert_eq!(line(&shop.named("Mae Lindqvist")), "");
    let mut others = CaseShop::new();
    others
        .csv("Vorname,Name,Telefon\nUta,Brandt,020 7946 0301\nBo,Müller GmbH,020 7946 0302\n")
        .unwrap();
    assert_eq!(others.names(), ["Bo", "Uta Brandt"]);
    assert_eq!(line(&others.named("Bo")), "Müller GmbH");
    let card = "BEGIN:VCARD\nVERSION:3.0\nN:Okafor;Dana;;;\nFN:Brightwater Ltd\nORG:Brightwater Ltd\nTEL:020 7946 0303\nEND:VCARD\n";
    others.bytes(card.as_bytes(), ImportFormat::Vcard).unwrap();
    assert_eq!(line(&others.named("Dana Okafor")), "Brightwater Ltd");
}

#[test]
fn c07_name_parts_that_are_escaped_are_parts_all_the_same() {
    let mut shop = CaseShop::new();
    shop.import("C07-escaped-name-parts/input.vcf").unwrap();
    assert_eq!(shop.names(), ["Paula Aden"]);
}

#[test]
fn c08_a_number_under_a_name_of_phones_is_taken_and_under_any_other_is_named() {
    let mut shop = CaseShop::new();
    shop.import("C08-number-under-an-unknown-property/input.vcf")
        .unwrap();
    assert_eq!(number(&shop.named("Oskar Lind")), "+442079460136");
    let card = "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Hill\nX-REACH:020 7946 0301\nBDAY:1980-01-02\nREV:20260102\nEND:VCARD\n";
    let report = shop.bytes(card.as_bytes(), ImportFormat::Vcard).unwrap();
    assert!(
        said(&report).contains("X-REACH “020 7946 0301” looks like a number"),
        "{}",
        said(&report)
    );
    assert!(!said(&report).contains("BDAY") && !said(&report).contains("REV"));
}

#[test]
fn c10_an_extension_behind_a_pause_is_no_number() {
    let mut shop = CaseShop::new();
    shop.import("C10-extension-after-semicolon/input.csv")
        .unwrap();
    assert_eq!(shop.named("Bo Reed").extension.as_deref(), Some("4321"));
    let rows = "Name,Phone,Work phone ext\nCy Lane,\"020 7946 0126,,12#\",\nDi Nash,020 7946 0127,77\n\
                Ed Orr,020 7946 0128; 07400 123456,\n";
    shop.csv(rows).unwrap();
    let extension = |c: &Customer| c.extension.clone().unwrap_or_default();
    assert_eq!(extension(&shop.named("Cy Lane")), "12");
    assert_eq!(extension(&shop.named("Di Nash")), "77");
    assert_eq!(number(&shop.named("Ed Orr")), "+447400123456");
}

#[test]
fn c11_words_beside_a_number_go_on_the_card() {
    let mut shop = CaseShop::new();
    shop.import("C11-words-beside-the-number/input.csv")
        .unwrap();
    for (name, phone, words) in [
        ("Bo Reed", "+442079460128", "ask for Dana"),
        ("Cy Lane", "+442079460130", "Dana's mum"),
        ("Di Nash", "+441632960123", "also 01632 960124"),
    ] {
        let customer = shop.named(name);
        assert_eq!((number(&customer), line(&customer)), (phone, words));
    }
    // A number with too many figures is no other number.
    let whole = "Customer Name,Phone\nGus Ray,+44 1 20 7946 0123 ask Dana\nHal Fry,07400 123456 7 ask Dana\n\
                 Ida Low,99 020 7946 0123 4\n";
    shop.csv(whole).unwrap();
    for name in ["Gus Ray", "Hal Fry", "Ida Low"] {
        assert_eq!(number(&shop.named(name)), "none", "{name}");
    }
    // An id is no number, and half a number is none.
    shop.csv("Customer Name,Phone\nEd Orr,ref A1234567890\nFi Poe,0207946 ask Dana\n")
        .unwrap();
    assert_eq!(number(&shop.named("Ed Orr")), "none");
    assert_eq!(number(&shop.named("Fi Poe")), "none");
}

#[test]
fn several_numbers_in_a_cell_keep_their_labels_and_the_words_between_them() {
    for (cell, phone, words) in [
        (
            "07400 123456 (mob) 020 7946 0161 (home)",
            "+447400123456",
            "also 020 7946 0161 (home)",
        ),
        (
            "H: 020 7946 0161 M: 07400 123456",
            "+447400123456",
            "also 020 7946 0161 (home)",
        ),
        (
            "020 7946 0161 or 07400 123456 (son)",
            "+447400123456",
            "son; also 020 7946 0161",
        ),
        (
            "07400 123456 07400 123457",
            "+447400123456",
            "also 07400 123457",
        ),
        ("call after 6 07400 123456", "+447400123456", "call after 6"),
        (
            "020 7946 0161 ext. 12 ask for Bo",
            "+442079460161",
            "ask for Bo",
        ),
        (
            "Fax 020 7946 0161, Tel 020 7946 0162",
            "+442079460162",
            "also 020 7946 0161 (fax)",
        ),
        (
            "020 7946 0161/2/3",
            "+442079460161",
            "also 020 7946 0162, 020 7946 0163",
        ),
        ("+44 (0)7400 123456", "+447400123456", ""),
    ] {
        let mut shop = CaseShop::new();
        shop.csv(&format!("Customer Name,Phone\nDana Okafor,\"{cell}\"\n"))
            .unwrap();
        let dana = shop.named("Dana Okafor");
        assert_eq!((number(&dana), line(&dana)), (phone, words), "{cell}");
    }
    let mut shop = CaseShop::new();
    shop.csv(
        "Customer Name,Phone,SMS\nAnn Lee,DO NOT CALL 07400 123456,\nBo Hill,07400 123457,no\n",
    )
    .unwrap();
    assert!(shop.named("Ann Lee").no_calls_at.is_some());
    assert!(shop.named("Bo Hill").refuses_marketing());
}

#[test]
fn c12_a_number_is_found_by_the_code_one_dials_first() {
    let mut shop = CaseShop::new();
    shop.import("C12-look-up-by-0044/input.csv").unwrap();
    for typed in [
        "0044 20 7946 0171",
        "00442079460171",
        "011 44 20 7946 0171",
        "+44 (0)20 7946 0171",
        "020 7946 0171",
    ] {
        let found = shop.shop.store.find(typed, 5).unwrap();
        assert_eq!(found.len(), 1, "{typed}");
    }
}

#[test]
fn c15_the_one_mexico_gave_up_is_left_out_and_said() {
    for region in [("GB", "Europe/London"), ("MX", "America/Mexico_City")] {
        let mut shop = CaseShop::of(region.0, region.1);
        let report = shop.import("C15-mexico-521/input.csv").unwrap();
        assert_eq!(number(&shop.named("Luz Ortega")), "+525512345678");
        assert!(
            said(&report).contains("Mexico gave up"),
            "{}",
            said(&report)
        );
    }
}

#[test]
fn c17_titles_above_the_columns_are_stepped_over_and_said() {
    let mut shop = CaseShop::new();
    let report = shop
        .import("C17-title-rows-above-the-header/input.csv")
        .unwrap();
    assert_eq!(report.counts.customers, 2);
    assert!(
        said(&report).contains("The columns stand on line 5"),
        "{}",
        said(&report)
    );
    shop.csv(
        "Customers;;\nPrinted;24.11.2026;\n;;\nName;Telefon;E-Mail\nUta Brandt;020 7946 0163;\n",
    )
    .unwrap();
    assert_eq!(number(&shop.named("Uta Brandt")), "+442079460163");
}

#[test]
fn c18_a_spreadsheets_day_number_is_a_day_and_said() {
    let mut shop = CaseShop::new();
    let report = shop.import("C18-excel-date-numbers/input.csv").unwrap();
    assert!(
        said(&report).contains("read as Fri 4 Dec 2026"),
        "{}",
        said(&report)
    );
    let due = shop.everybody()[0].follow_ups[0].due_at;
    assert_eq!(due.date_naive().to_string(), "2026-12-04");
    let timed = shop
        .csv("name,phone,about,due\nCy Lane,020 7946 0162,Tyres,46360.604166667\n")
        .unwrap();
    assert!(
        said(&timed).contains("Fri 4 Dec 2026 14:30"),
        "{}",
        said(&timed)
    );
}

#[test]
fn c33_headers_of_other_programs_bring_every_number() {
    let mut shop = CaseShop::new();
    shop.import("C33-headers-of-other-programs/hubspot.csv")
        .unwrap();
    shop.import("C33-headers-of-other-programs/thunderbird-de.csv")
        .unwrap();
    let bo = shop.named("Bo Reed");
    assert_eq!(
        (number(&bo), line(&bo)),
        ("+447400123456", "also 020 7946 0161")
    );
    let uta = shop.named("Uta Brandt");
    assert_eq!(number(&uta), "+447400123481");
    for other in [
        "020 7946 0181 (work)",
        "020 7946 0182 (home)",
        "020 7946 0183 (fax)",
        "Brandt KG",
    ] {
        assert!(line(&uta).contains(other), "{}", line(&uta));
    }
}

#[test]
fn c37_a_fax_is_not_the_number_to_ring_in_any_language() {
    let mut shop = CaseShop::new();
    shop.import("C37-fax-in-other-words/input.csv").unwrap();
    let ewa = shop.named("Ewa Lis");
    assert_eq!(
        (number(&ewa), line(&ewa)),
        ("+442079460122", "also 020 7946 0121 (fax)")
    );
    for fax in [
        "Fax",
        "Telefax",
        "Télécopie",
        "Télécopieur",
        "Faks",
        "Faxnummer",
        "Faxová linka",
        "Факс",
        "传真",
        "Home Fax",
    ] {
        let mut shop = CaseShop::new();
        shop.csv(&format!(
            "Name,{fax},Tel.\nAnn Lee,020 7946 0301,020 7946 0302\n"
        ))
        .unwrap();
        assert_eq!(number(&shop.named("Ann Lee")), "+442079460302", "{fax}");
    }
}
