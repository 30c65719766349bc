//! Tests of the number a row that comes back from paper begins with; what a row comes to is tested by
//! its use case (`usecases::paper_row`).

use super::number;

#[test]
fn a_number_is_read_as_far_as_it_is_typed() {
    assert_eq!(number(" 12n"), Some(12));
    assert_eq!(number("n"), None);
    assert_eq!(number("0"), None);
    assert_eq!(number("99999999999999999999"), None);
}
