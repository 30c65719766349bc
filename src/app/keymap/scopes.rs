//! The table of scopes: where the keys of a view, a popup or a step of one hold.
//!
//! Owns what each is called, whether one types there, whether the help page tells of it, and which
//! others hold with it. A new scope is one row.

/// What is true of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ScopeRow {
    /// What the help page calls it.
    title: &'static str,
    /// Whether a character that is no key there is typed into a line.
    types: bool,
    /// Whether the help page tells of it.
    in_help: bool,
    /// The scopes that hold with it, the nearest first.
    with: &'static [Scope],
}

/// Whether one types there.
const TYPES: bool = true;
/// Whether the help page tells of it.
const IN_HELP: bool = true;

macro_rules! scopes {
    ($($(#[$doc:meta])* $scope:ident: ($title:literal, $types:expr, $in_help:expr, $with:expr),)+) => {
        /// Where one stands: what is on the screen and takes the keys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Scope {
            $($(#[$doc])* $scope,)+
        }

        impl Scope {
            /// All of them, in the order of the help page.
            pub const ALL: &[Self] = &[$(Self::$scope,)+];

            const fn row(self) -> ScopeRow {
                match self {
                    $(Self::$scope => ScopeRow {
                        title: $title,
                        types: $types,
                        in_help: $in_help,
                        with: $with,
                    },)+
                }
            }
        }
    };
}

scopes! {
    /// A view whose rows are customers.
    Customers: ("On a customer", !TYPES, IN_HELP, &[Scope::Lists]),
    /// Any of the views.
    Lists: ("Everywhere", !TYPES, IN_HELP, &[]),
    /// The whole card, over the list.
    Card: ("On the open card", !TYPES, IN_HELP, &[Scope::Customers, Scope::Lists]),
    /// The month in Ahead.
    Month: ("In the month (Ahead)", !TYPES, IN_HELP, &[Scope::Customers, Scope::Lists]),
    /// The journal.
    Journal: ("In the journal", !TYPES, IN_HELP, &[Scope::Lists]),
    /// The figures.
    Figures: ("In the figures", !TYPES, IN_HELP, &[Scope::Lists]),
    /// Something was not saved. Its one key comes before whatever else the key means.
    NotSaved: ("When something was not saved", !TYPES, !IN_HELP, &[]),
    /// The outcome popup.
    Outcome: ("How did it end?", !TYPES, IN_HELP, &[]),
    /// Who said yes, and to how much.
    Who: ("Who said yes?", TYPES, !IN_HELP, &[]),
    /// The form.
    Form: ("In the form", TYPES, IN_HELP, &[]),
    /// The form's question before typed words are thrown away.
    Leaving: ("When asked to throw away what you typed", !TYPES, !IN_HELP, &[]),
    /// One line to type.
    LineInput: ("While typing a line", TYPES, IN_HELP, &[]),
    /// Finding.
    Find: ("Finding a customer", TYPES, IN_HELP, &[]),
    /// Choosing a job.
    Jobs: ("Choosing a job", TYPES, !IN_HELP, &[]),
    /// A message to paste.
    Message: ("A message to paste", !TYPES, !IN_HELP, &[]),
    /// The closing sweep.
    Sweep: ("Going through open promises", !TYPES, IN_HELP, &[]),
    /// Keying a paper list in.
    Paper: ("Keying a paper list in", TYPES, IN_HELP, &[]),
    /// Which file is imported.
    File: ("Importing: which file?", TYPES, !IN_HELP, &[]),
    /// Which of its columns is which.
    Columns: ("Importing: which column is which?", !TYPES, IN_HELP, &[]),
    /// In which order its dates are written.
    DateOrder: ("Importing: day first or month first?", !TYPES, !IN_HELP, &[]),
    /// Where it comes from.
    Source: ("Importing: where is it from?", TYPES, !IN_HELP, &[]),
    /// What it would bring.
    Preview: ("Importing: the preview", !TYPES, IN_HELP, &[]),
    /// While it is read or taken in.
    Importing: ("While a file is read", !TYPES, !IN_HELP, &[]),
    /// Let go?
    LetGo: ("Stop trying?", !TYPES, IN_HELP, &[]),
    /// A question before something that goes far.
    Confirm: ("When asked first", !TYPES, !IN_HELP, &[]),
    /// Are they one?
    One: ("Merging two customers", !TYPES, IN_HELP, &[]),
    /// Something to read.
    Page: ("While reading", !TYPES, !IN_HELP, &[]),
    /// The screen is hidden.
    Locked: ("While the screen is locked", TYPES, !IN_HELP, &[]),
}

impl Scope {
    /// What the help page calls it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    /// Whether a character that is no key there is typed into a line.
    #[must_use]
    pub const fn types(self) -> bool {
        self.row().types
    }

    /// Whether the help page tells of it.
    #[must_use]
    pub const fn in_help(self) -> bool {
        self.row().in_help
    }

    /// The scopes that take keys together where one stands in it, the nearest first.
    pub(super) fn screen(self) -> Vec<Self> {
        let mut screen = vec![self];
        screen.extend(self.row().with);
        screen
    }
}
