//! The result of one check of `doctor`: how a thing is, and what to do about it.

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HealthStatus {
    Healthy,
    /// To be looked at when there is time.
    Advisory,
    Problem,
}

impl HealthStatus {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Healthy => "well",
            Self::Advisory => "notice",
            Self::Problem => "wrong",
        }
    }
}

/// One thing that was looked at.
pub(super) struct HealthCheck {
    pub(super) what: &'static str,
    pub(super) state: HealthStatus,
    pub(super) says: String,
    /// What to do about it.
    pub(super) advice: Option<String>,
}

impl HealthCheck {
    pub(super) fn well(what: &'static str, says: impl Into<String>) -> Self {
        Self {
            what,
            state: HealthStatus::Healthy,
            says: says.into(),
            advice: None,
        }
    }

    pub(super) fn problem(
        what: &'static str,
        state: HealthStatus,
        says: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            what,
            state,
            says: says.into(),
            advice: Some(advice.into()),
        }
    }
}
