//! Tests of mapping columns by name, on headers as the programs write them.

use std::io::Cursor;

use super::super::csv::CsvReader;
use super::super::{ImportFields, PhoneType};

fn read(text: &str) -> (Option<&'static str>, Vec<ImportFields>, Vec<String>) {
    let Ok(mut csv) = CsvReader::open(Box::new(Cursor::new(text.to_owned())), &[]) else {
        return (None, Vec::new(), Vec::new());
    };
    let mut rows = Vec::new();
    while let Ok(Some(piece)) = csv.next_row() {
        rows.extend(piece.fields);
    }
    let left = csv
        .columns()
        .left_out()
        .into_iter()
        .map(str::to_owned)
        .collect();
    (csv.columns().layout(), rows, left)
}

#[test]
fn a_name_is_put_together_from_its_parts_in_any_order() {
    let (_, rows, _) = read("Surname,Middle name,FIRST NAME,Suffix\nLee,May,Ann,Jr\n");
    assert_eq!(
        rows.first().map(|b| b.typed.name.as_str()),
        Some("Ann May Lee Jr")
    );
}

#[test]
fn a_firm_without_a_person_is_the_customer() {
    let (_, rows, _) = read("first_name,last_name,company\n,,Hill Ltd\nAnn,Lee,Hill Ltd\n");
    let told: Vec<(&str, &str)> = rows
        .iter()
        .map(|b| (b.typed.name.as_str(), b.company.as_str()))
        .collect();
    assert_eq!(told, [("Hill Ltd", ""), ("Ann Lee", "Hill Ltd")]);
}

#[test]
fn a_number_is_of_the_kind_its_neighbour_says() {
    let text = "Given Name,Family Name,Group Membership,Phone 2 - Value,Phone 1 - Type,\
                Phone 1 - Value,Phone 2 - Type\nAnn,Lee,* x,222222,Home Fax,111111,* Mobile\n";
    let (program, rows, left) = read(text);
    assert_eq!(program, Some("Google Contacts"));
    let expected = [
        (PhoneType::Fax, "111111".to_owned()),
        (PhoneType::Mobile, "222222".to_owned()),
    ];
    assert_eq!(
        rows.first().map(|b| b.phones.as_slice()),
        Some(&expected[..])
    );
    assert_eq!(left, ["Group Membership"]);
}

#[test]
fn columns_of_no_use_are_named_where_something_is_in_them() {
    let (_, _, left) = read("name,colour,shoe size\nAnn,,\nBea,,39\n");
    assert_eq!(left, ["shoe size"]);
}

#[test]
fn what_a_vehicle_is_comes_from_its_columns() {
    let (_, rows, _) =
        read("Customer,Year,Make,Model,License Plate\nAnn,2014,Renault,Clio,AB12 CDE\n");
    let item = rows.first().map(|b| b.typed.item.as_str());
    assert_eq!(item, Some("2014 Renault Clio AB12 CDE"));
}
