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

    /// The one that a table's or script's word names.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Info, Self::Caution, Self::Danger, Self::Critical]
            .into_iter()
            .find(|severity| severity.as_str() == word)
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

impl Finding {
    /// Whether an approval wants a word typed: where everything can be lost, and where nobody knows what is called or signed.
    pub fn wants_word(&self) -> bool {
        self.severity == Severity::Critical || matches!(self.id, "unknown-call" | "unknown-typed-data")
    }
}

/// Who can undo what an act does, once it is on the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoneBy {
    /// The same key, by a later call.
    Signer,
    /// Only whoever gets the power by this act.
    NewHolder,
    /// Only whoever gets the money by this act.
    Recipient,
    /// Only the account that is changed, by a key which is not the signer's.
    Account,
    /// Whoever administers the contract, if somebody does.
    Administrator,
    /// Nobody.
    Nobody,
    /// It depends on code that is not here.
    Unclear,
}

impl UndoneBy {
    /// As a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Signer => "A later call of the same key can take it back.",
            Self::NewHolder => "Only the new holder can give it back.",
            Self::Recipient => "Only the recipient can give it back.",
            Self::Account => "Only the key of that account can take it back.",
            Self::Administrator => "Only the contract's administrator can take it back.",
            Self::Nobody => "Nobody can take it back.",
            Self::Unclear => "Whether it can be taken back depends on code that is not known here.",
        }
    }

    /// The word for scripts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signer => "signer",
            Self::NewHolder => "new-holder",
            Self::Recipient => "recipient",
            Self::Account => "account",
            Self::Administrator => "administrator",
            Self::Nobody => "nobody",
            Self::Unclear => "unclear",
        }
    }

    /// The one that a table's or script's word names.
    pub fn named(word: &str) -> Option<Self> {
        use UndoneBy::{Account, Administrator, NewHolder, Nobody, Recipient, Signer, Unclear};
        let mut all = [Signer, NewHolder, Recipient, Account, Administrator, Nobody, Unclear].into_iter();
        all.find(|who| who.as_str() == word)
    }
}

/// One node of the tree of what would happen: the call itself, then the calls inside it, in pre-order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Where it stands: `1`, `1.2`, `1.2.1`.
    pub number: String,
    /// How deep, from 0.
    pub depth: usize,
    /// What it does, in one sentence: the effect.
    pub sentence: String,
    /// How bad.
    pub severity: Severity,
    /// Who can undo it.
    pub undone_by: UndoneBy,
    /// Its lines among the review's facts.
    pub facts: std::ops::Range<usize>,
}
