//! No secret as an argument: arguments stay in the shell's history and in the process list.
//!
//! The companion has no word list (it compiles no key code), so it goes by the shape: as many plain lower-case
//! words as a mnemonic has. A sentence of a person is rarely that; where it is, it goes into a file.

use shared::Kind;

use super::exit::{CliError, Exit};

/// The lengths of mnemonics (BIP-39).
const COUNTS: [usize; 5] = [12, 15, 18, 21, 24];

/// Refuses arguments that look like a mnemonic or an extended private key, before anything repeats them.
pub(super) fn refuse_secrets(arguments: &[String]) -> Result<(), CliError> {
    let mut run = 0_usize;
    for argument in arguments {
        run = if is_word(argument) { run + 1 } else { 0 };
        if run >= 12 || looks_secret(argument) {
            return Err(refusal("arguments"));
        }
    }
    Ok(())
}

/// Refuses a text that is to be signed or shown and looks like a mnemonic.
pub(super) fn refuse_secret_text(text: &str) -> Result<(), CliError> {
    if looks_secret(text) { Err(refusal("text")) } else { Ok(()) }
}

fn refusal(what: &str) -> CliError {
    CliError::new(
        Exit::Usage,
        Kind::new("secret"),
        format!(
            "the {what} look like a mnemonic or a private key; the companion never takes one. Nothing was done with \
             it. If it is real, treat it as exposed: a mnemonic is typed into the station and nowhere else. If it is \
             not, write punctuation into the text."
        ),
    )
}

fn looks_secret(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(25).collect();
    let mnemonic = COUNTS.contains(&words.len()) && words.iter().all(|word| is_word(word));
    let extended = words.iter().any(|word| {
        word.len() == 111 && ["xprv", "tprv", "yprv", "zprv"].iter().any(|start| word.starts_with(start))
    });
    mnemonic || extended
}

/// A word as mnemonics have them: letters only, no capitals, and short in any of the standard lists.
fn is_word(text: &str) -> bool {
    let letters = text.chars().count();
    (1..=10).contains(&letters) && text.chars().all(|letter| letter.is_alphabetic() && !letter.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_mnemonic_is_refused_and_a_sentence_is_not() {
        let junk = "test test test test test test test test test test test junk";
        let arguments = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (arguments, refused, why) in [
            (vec!["request".to_owned(), "message".to_owned(), junk.to_owned()], true, "one argument"),
            (arguments(&format!("request {junk}")), true, "one argument a word"),
            (vec![format!("xprv{}", "a".repeat(107))], true, "an extended private key"),
            (arguments("request tx --call transferOwnership(address) 0x00"), false, "a command"),
            (vec![junk.replace("junk", "junk.")], false, "punctuation"),
            (vec!["one two three".to_owned()], false, "too few"),
        ] {
            let error = refuse_secrets(&arguments);
            assert_eq!(error.is_err(), refused, "{why}");
            assert!(error.err().is_none_or(|error| !error.to_string().contains("junk")), "{why}: repeated");
        }
    }
}
