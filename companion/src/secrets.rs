//! Texts that look like a secret, so that none is kept: not in the journal, not in a shell's history.
//!
//! The companion has no word list (it compiles no key code), so it goes by the shape: as many plain words as a mnemonic has,
//! however they are capitalised. A sentence of a person is rarely that; where it is, a comma or a full stop ends the likeness.
//! May not enter: the text itself, in any error.

use shared::{Kind, Refusal};

/// The lengths of mnemonics (BIP-39).
const COUNTS: [usize; 5] = [12, 15, 18, 21, 24];
/// How many characters an extended key has (BIP-32), and how a private one begins.
const EXTENDED_CHARS: usize = 111;
const EXTENDED: [&str; 4] = ["xprv", "tprv", "yprv", "zprv"];

/// A text that looks like a secret where none may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the {0} look like a mnemonic or a private key; the companion never takes one. Nothing was done with it. If it is real, treat it as exposed: a mnemonic is typed into the station and nowhere else. If it is not, write punctuation into the text."
)]
pub struct SecretText(pub &'static str);

impl Refusal for SecretText {
    fn kind(&self) -> Kind {
        Kind::new("secret")
    }
}

/// Refuses a text that looks like a mnemonic or an extended private key; `what` names it in the plural, such as “words of the
/// purpose”.
pub fn refuse(what: &'static str, text: &str) -> Result<(), SecretText> {
    if looks_secret(text) { Err(SecretText(what)) } else { Ok(()) }
}

/// Whether a text has the shape of a secret.
pub fn looks_secret(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(25).collect();
    let mnemonic = COUNTS.contains(&words.len()) && words.iter().all(|word| is_word(word));
    mnemonic || text.split_whitespace().any(is_extended_key)
}

fn is_extended_key(word: &str) -> bool {
    let start: String = word.chars().take(4).flat_map(char::to_lowercase).collect();
    word.chars().count() == EXTENDED_CHARS && EXTENDED.contains(&start.as_str())
}

/// A word as mnemonics have them: letters only, and short in any of the standard lists.
pub(crate) fn is_word(text: &str) -> bool {
    (1..=10).contains(&text.chars().count()) && text.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mnemonic_is_refused_however_it_is_capitalised_and_a_sentence_is_not() {
        let abandon = format!("{}about", "abandon ".repeat(11));
        let key = format!("xprv{}", "a".repeat(107));
        for (text, refused) in [
            (abandon.clone(), true),
            (abandon.replace("abandon", "Abandon"), true),
            (abandon.to_uppercase(), true),
            (format!("  {}\n", abandon.replace(' ', "\n ")), true),
            (format!("the key is {key}"), true),
            (abandon.replace("about", "about."), false),
            (
                "Pauses the vault, because its oracle stopped. See the log of last night for why".to_owned(),
                false,
            ),
            ("one two three".to_owned(), false),
        ] {
            let error = refuse("words of the purpose", &text);
            assert_eq!(error.is_err(), refused, "{text}");
            assert!(error.err().is_none_or(|error| !error.to_string().contains("abandon")), "repeated");
        }
    }
}
