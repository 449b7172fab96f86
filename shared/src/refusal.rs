//! The kinds of refusal: one vocabulary for everything that is read and turned away.
//!
//! The names are those of the published vectors, so that a program, a test and a person say the same word.

/// Why something was turned away, as a word that scripts can match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Kind(&'static str);

impl Kind {
    /// Names a kind. Lower case, hyphens, as in the vectors' list.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The word itself.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// An error that says what is wrong and what to do, and has a [`Kind`].
pub trait Refusal: std::error::Error {
    /// The kind, stable across versions.
    fn kind(&self) -> Kind;
}
