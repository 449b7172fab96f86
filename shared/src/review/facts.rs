//! The words of a review.

/// How we know a thing (DESIGN: four, visibly different).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// It is in the bytes being signed.
    Signed,
    /// A Merkle proof against a header the operator compared.
    Proven,
    /// A context pack signed by a pinned key.
    Vouched,
    /// The companion says so.
    Claimed,
}

impl Provenance {
    /// The word for scripts: `signed`, `proven`, `vouched` or `claimed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Proven => "proven",
            Self::Vouched => "vouched",
            Self::Claimed => "claimed",
        }
    }
}

/// One line of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// `To`, `Value`, `Effect`.
    pub label: String,
    /// In words and numbers, never shortened.
    pub value: String,
    /// How we know.
    pub provenance: Provenance,
}

/// How bad it can get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Look twice.
    Caution,
    /// Can lose control or money.
    Danger,
    /// Can lose everything at once.
    Critical,
}

impl Severity {
    /// The word for scripts: `info`, `caution`, `danger` or `critical`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Caution => "caution",
            Self::Danger => "danger",
            Self::Critical => "critical",
        }
    }
}

/// A fact that deserves a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable, lower case with hyphens: `ownership-transfer`.
    pub id: &'static str,
    /// How bad.
    pub severity: Severity,
    /// What it is.
    pub sentence: String,
    /// What to do.
    pub advice: String,
}
