//! A column of dates that fits both orders: what is asked and said of it.

use super::FileNote;
use crate::domain::time_phrase::DateOrder;
use crate::import::columns::read_figures;

/// A column of dates that fits both orders, and a date of it: which order is right, only a person
/// knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateDoubt {
    /// What the column is called.
    pub column: String,
    /// The cell.
    pub cell: String,
    /// The order it is read in unless the other one is asked for.
    pub usual: DateOrder,
}

impl DateDoubt {
    /// The cell's date in an order: "3 Dec 2026".
    #[must_use]
    pub fn reading(&self, order: DateOrder) -> String {
        let date = read_figures(&self.cell).and_then(|figures| figures.in_order(order));
        date.map_or_else(String::new, |date| date.format("%-d %b %Y").to_string())
    }
}

pub(super) const fn words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayFirst => "day first",
        DateOrder::MonthFirst => "month first",
    }
}

/// What is said of a column of dates that fits both orders.
pub(super) fn doubt_note(doubt: &DateDoubt, asked: Option<DateOrder>) -> FileNote {
    let DateDoubt {
        column,
        cell,
        usual,
    } = doubt;
    let read = format!("{}, “{cell}” as {}", words(*usual), doubt.reading(*usual));
    if asked.is_some() {
        return format!("The dates in “{column}” are read {read}, as you chose.").into();
    }
    let other = match usual {
        DateOrder::DayFirst => "month",
        DateOrder::MonthFirst => "day",
    };
    FileNote {
        what: format!(
            "The dates in “{column}” fit day first and month first: they are read {read}. Is that right?"
        ),
        flag: Some(format!("--dates {other} reads them the other way.")),
    }
}
