//! No secret as an argument: arguments stay in the shell's history and in the process list.
//!
//! What looks like one is [`crate::secrets`]'; here is how arguments are taken apart.

use super::exit::CliError;
use crate::secrets::{SecretText, is_word, looks_secret, refuse};

/// The fewest words of a mnemonic.
const WORDS_MIN: usize = 12;

/// Refuses arguments that look like a mnemonic or an extended private key, before anything repeats them.
pub(super) fn refuse_secrets(arguments: &[String]) -> Result<(), CliError> {
    let mut run = 0_usize;
    for argument in arguments {
        let value = value(argument);
        run = if is_word(value) { run + 1 } else { 0 };
        if run >= WORDS_MIN || looks_secret(value) || looks_secret(argument) {
            return Err(SecretText("arguments").into());
        }
    }
    Ok(())
}

/// What stands behind the `=` of an option, or all of it.
fn value(argument: &str) -> &str {
    match argument.split_once('=') {
        Some((_, value)) if argument.starts_with('-') => value,
        _ => argument,
    }
}

/// Refuses a text that is to be signed or shown and looks like a mnemonic.
pub(super) fn refuse_secret_text(text: &str) -> Result<(), CliError> {
    Ok(refuse("words of the text", text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_mnemonic_is_refused_and_a_sentence_is_not() {
        let junk = "test test test test test test test test test test test junk";
        let key = format!("xprv{}", "a".repeat(107));
        let arguments = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (arguments, refused, why) in [
            (vec!["request".to_owned(), "message".to_owned(), junk.to_owned()], true, "one argument"),
            (arguments(&format!("request {junk}")), true, "one argument a word"),
            (vec![format!("--purpose={junk}")], true, "behind an option"),
            (arguments(&format!("--purpose={junk}")), true, "behind an option, a word each"),
            (vec![junk.replace("test", "Test")], true, "capitals"),
            (vec![key.clone()], true, "an extended private key"),
            (vec![format!("--key={key}")], true, "an extended private key behind an option"),
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
