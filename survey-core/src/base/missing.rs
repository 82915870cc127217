use std::fmt;

use super::compact_enum;

/// Why a value is missing. Never a magic number, never dropped silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The question was off the path, so nobody was asked.
    NotAsked,
    /// The question was on the path and was left without an answer.
    Skipped,
    /// "Does not apply", "never used".
    NotApplicable,
    /// "Don't know".
    DontKnow,
    /// "Prefer not to say".
    Refused,
    /// Withheld after collection so that nobody can be recognised.
    Suppressed,
}

compact_enum!(Missing {
    0 NotAsked {},
    1 Skipped {},
    2 NotApplicable {},
    3 DontKnow {},
    4 Refused {},
    5 Suppressed {},
});

impl Missing {
    /// Every reason, in the order tables show them.
    pub const ALL: [Missing; 6] = [
        Missing::NotAsked,
        Missing::Skipped,
        Missing::NotApplicable,
        Missing::DontKnow,
        Missing::Refused,
        Missing::Suppressed,
    ];

    /// The reason's name in files and expressions.
    pub fn name(self) -> &'static str {
        match self {
            Missing::NotAsked => "not_asked",
            Missing::Skipped => "skipped",
            Missing::NotApplicable => "not_applicable",
            Missing::DontKnow => "dont_know",
            Missing::Refused => "refused",
            Missing::Suppressed => "suppressed",
        }
    }

    /// The inverse of [`Missing::name`].
    pub fn from_name(name: &str) -> Option<Missing> {
        Missing::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Reasons that a person gives as an answer, so a choice may carry them.
    pub fn is_answer(self) -> bool {
        match self {
            Missing::NotApplicable | Missing::DontKnow | Missing::Refused => true,
            Missing::NotAsked | Missing::Skipped | Missing::Suppressed => false,
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
