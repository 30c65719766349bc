//! How many rows of a file did what.
//!
//! Owns the counts of an import and the words for what it brought.

/// How many rows did what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// Customers the shop did not know.
    pub customers: usize,
    /// Rows by which a known customer is known better.
    pub changed: usize,
    /// Items the shop did not know.
    pub items: usize,
    /// Follow-ups that are new.
    pub follow_ups: usize,
    /// Rows that brought nothing new.
    pub same: usize,
    /// Rows about somebody who may be there twice then.
    pub doubles: usize,
}

impl ImportCounts {
    /// "12 new customers, 30 follow-ups".
    #[must_use]
    pub fn brought(&self) -> String {
        let of = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
        format!(
            "{}, {}",
            of(self.customers, "new customer"),
            of(self.follow_ups, "follow-up")
        )
    }
}

impl ImportCounts {
    /// Whether any row brought anything new.
    #[must_use]
    pub const fn is_anything_new(&self) -> bool {
        self.customers + self.changed + self.items + self.follow_ups > 0
    }
}

impl std::ops::AddAssign for ImportCounts {
    fn add_assign(&mut self, more: Self) {
        self.customers += more.customers;
        self.changed += more.changed;
        self.items += more.items;
        self.follow_ups += more.follow_ups;
        self.same += more.same;
        self.doubles += more.doubles;
    }
}
