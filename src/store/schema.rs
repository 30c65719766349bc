//! The tables' schema: the numbered steps of assets/migrations, and the newest version of them.

/// One numbered step.
pub(super) struct MigrationStep {
    /// The SQL for every engine.
    pub(super) every: &'static str,
    /// The SQL that only SQLite runs after it.
    pub(super) sqlite: &'static str,
    /// The SQL that only PostgreSQL runs after it.
    pub(super) postgres: &'static str,
}

/// The steps, in order.
pub(super) const STEPS: &[MigrationStep] = &[
    MigrationStep {
        every: include_str!("../../assets/migrations/0001_the_shop.sql"),
        sqlite: include_str!("../../assets/migrations/0001_the_shop.sqlite.sql"),
        postgres: include_str!("../../assets/migrations/0001_the_shop.postgres.sql"),
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0002_several_counters.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0003_the_whole_day.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0004_in_and_out.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0005_the_journal.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0006_people.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0007_where_from.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0008_promises.sql"),
        sqlite: "",
        postgres: "",
    },
    MigrationStep {
        every: include_str!("../../assets/migrations/0009_language.sql"),
        sqlite: "",
        postgres: "",
    },
];

/// The SQL that PostgreSQL runs after the migrations: roles and row security.
pub(super) const PROTECT: &str = include_str!("../../assets/server/protect.sql");

/// The newest version this program knows: that of the last step.
pub(super) const KNOWN: i64 = {
    let (mut known, mut steps) = (0, 0);
    while steps < STEPS.len() {
        (known, steps) = (known + 1, steps + 1);
    }
    known
};
