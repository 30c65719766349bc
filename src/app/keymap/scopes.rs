//! Scopes: where the keys of a view, a popup or a step of one hold.
//!
//! Owns what is true of a scope, and the scopes of the views; a popup's stand beside its keys.

use crate::app::popups;

/// A scope: the part of the screen that takes the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    title: &'static str,
    types: bool,
    in_help: bool,
    with: &'static [Self],
}

impl Scope {
    /// A view whose rows are customers.
    pub const CUSTOMERS: Self = Self::new("On a customer").in_help().with(&[Self::LISTS]);
    /// Any of the views.
    pub const LISTS: Self = Self::new("Everywhere").in_help();
    /// The whole card, over the list.
    pub const CARD: Self = Self::new("On the open card")
        .in_help()
        .with(&[Self::CUSTOMERS, Self::LISTS]);
    /// The month in Ahead.
    pub const MONTH: Self = Self::new("In the month (Ahead)")
        .in_help()
        .with(&[Self::CUSTOMERS, Self::LISTS]);
    /// The journal.
    pub const JOURNAL: Self = Self::new("In the journal").in_help().with(&[Self::LISTS]);
    /// The figures.
    pub const FIGURES: Self = Self::new("In the figures").in_help().with(&[Self::LISTS]);
    /// Something was not saved. Its one key comes before whatever else the key means.
    pub const NOT_SAVED: Self = Self::new("When something was not saved");
    /// The screen is hidden.
    pub const LOCKED: Self = Self::new("While the screen is locked").typing();

    /// The scopes of the views, in the order of the help page.
    const VIEWS: &[Self] = &[
        Self::CUSTOMERS,
        Self::LISTS,
        Self::CARD,
        Self::MONTH,
        Self::JOURNAL,
        Self::FIGURES,
        Self::NOT_SAVED,
        Self::LOCKED,
    ];

    /// One of its own, in which nothing is typed and of which the help page does not tell.
    pub(in crate::app) const fn new(title: &'static str) -> Self {
        Self {
            title,
            types: false,
            in_help: false,
            with: &[],
        }
    }

    /// The same, where a character that is no key is typed into a line.
    pub(in crate::app) const fn typing(self) -> Self {
        Self {
            types: true,
            ..self
        }
    }

    /// The same, with the help page telling of it.
    pub(in crate::app) const fn in_help(self) -> Self {
        Self {
            in_help: true,
            ..self
        }
    }

    /// The same, with others that hold with it, the nearest first.
    const fn with(self, with: &'static [Self]) -> Self {
        Self { with, ..self }
    }

    /// All of them, in the order of the help page: those of the views, then those of the popups.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = Self::VIEWS.to_vec();
        for binding in popups::bindings() {
            if !all.contains(&binding.scope) {
                all.push(binding.scope);
            }
        }
        all
    }

    /// What the help page calls it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.title
    }

    /// Whether a character that is no key there is typed into a line.
    #[must_use]
    pub const fn types(self) -> bool {
        self.types
    }

    /// Whether the help page tells of it.
    #[must_use]
    pub const fn is_in_help(self) -> bool {
        self.in_help
    }

    /// The scopes that take keys together where one stands in it, the nearest first.
    pub(super) fn screen(self) -> Vec<Self> {
        let mut screen = vec![self];
        screen.extend(self.with);
        screen
    }
}
