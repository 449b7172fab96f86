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

/// An error as a sentence of its own: with a capital, unless it begins with a name such as `eth0`, and a full stop.
pub fn sentence(error: impl ToString) -> String {
    let text = error.to_string();
    let first = text.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let mut letters = text.chars();
    let begun = match letters.next() {
        Some(letter) if first.chars().all(char::is_alphabetic) => {
            letter.to_uppercase().chain(letters).collect()
        }
        _ => text.clone(),
    };
    if text.ends_with(['.', '?', '!']) { begun } else { begun + "." }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn an_error_becomes_a_sentence_and_a_name_keeps_its_letters() {
        for (error, text) in [
            ("no word goes on", "No word goes on."),
            ("eth0 (network) is up", "eth0 (network) is up."),
            ("“No dumps” does not hold", "“No dumps” does not hold."),
            ("Done.", "Done."),
            ("", "."),
        ] {
            assert_eq!(sentence(error), text);
        }
    }
}
