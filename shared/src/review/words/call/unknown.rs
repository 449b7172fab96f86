//! A call that is not in the table: its words, laid out, and what it may be, as a claim. It is never called safe.

use super::{
    super::{Notes, Severity, TooMuch},
    Call, known, opening,
};
use crate::{
    abi::Signature,
    eth::{Address, B256, U256},
    review::{Provenance, UndoneBy},
};
use alloy_primitives::hex;
use std::{collections::HashMap, sync::LazyLock};

/// Words of 32 bytes in one line of the review: what fits on one page with its readings.
const WORDS_A_FACT: usize = 4;
/// A number below this is read as one, and between here and 2^160 as an address.
const NUMBER_BITS: usize = 96;

/// Signatures that many contracts have: `assets/guesses.tsv`.
static GUESSES: LazyLock<HashMap<[u8; 4], Signature>> = LazyLock::new(|| {
    let signatures = rows().filter_map(|row| Signature::parse(row).ok());
    signatures.map(|signature| (signature.selector(), signature)).collect()
});

fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../../../assets/guesses.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

pub(super) fn describe(notes: &mut Notes<'_>, call: Call<'_>) -> Result<(), TooMuch> {
    let Call { to, data, .. } = call;
    let sentence = match data.first_chunk::<4>() {
        Some(selector) => format!(
            "Calls the function {} of {to} with {} bytes of arguments. What it does is not known here.",
            hex::encode_prefixed(selector),
            data.len() - selector.len()
        ),
        None => format!(
            "Sends {} bytes of data to {to}, too few to name a function. What that does is not known here.",
            data.len()
        ),
    };
    notes.act(sentence.clone(), UndoneBy::Unclear, data.len(), |notes| {
        opening(notes, &call);
        if !known::vouched(notes, &call) {
            guess(notes, data);
        }
        super::described(notes, &call);
        words(notes, data);
        notes.warn("unknown-call", Severity::Danger, sentence);
        Ok(())
    })
}

/// A signature with this selector into which the arguments fit: a claim and nothing more.
pub(super) fn guess(notes: &mut Notes<'_>, data: &[u8]) {
    let found = data.first_chunk::<4>().and_then(|selector| GUESSES.get(selector));
    let fits = |signature: &&Signature| signature.decode(data).is_ok_and(|decoded| decoded.trailing == 0);
    if let Some(signature) = found.filter(fits) {
        known::signature(notes, "Perhaps the function", signature, data, Provenance::Claimed);
    }
}

/// The calldata as it is, a word a line, with what a word can be read as.
pub(super) fn words(notes: &mut Notes<'_>, data: &[u8]) {
    let (selector, arguments) = data.split_at_checked(4).unwrap_or((data, &[]));
    if !selector.is_empty() {
        let label = if selector.len() < 4 { "Data" } else { "Selector" };
        notes.signed(label, hex::encode_prefixed(selector));
    }
    let words: Vec<_> = arguments.chunks(32).collect();
    for (group, chunk) in (0..).map(|group: usize| group * WORDS_A_FACT).zip(words.chunks(WORDS_A_FACT)) {
        let (first, last) = (group + 1, group + chunk.len());
        let label = if first == last { format!("Word {first}") } else { format!("Words {first} to {last}") };
        let lines: Vec<_> = chunk.iter().map(|word| line(word)).collect();
        notes.signed(&format!("{label} of {}", words.len()), lines.join("\n"));
    }
}

/// `00…05 (as a number 5)`.
fn line(word: &[u8]) -> String {
    let text = hex::encode(word);
    let Some(number) = word.first_chunk::<32>().filter(|word| word.len() == 32) else {
        return format!("{text} ({} bytes, no whole word)", word.len());
    };
    let number = U256::from_be_bytes(*number);
    let printable = word.iter().rposition(|byte| *byte != 0).and_then(|last| word.get(..=last));
    let printable = printable.filter(|text| text.len() >= 3 && text.iter().all(u8::is_ascii_graphic));
    match number.bit_len() {
        0..=NUMBER_BITS => format!("{text} (as a number {number})"),
        97..=160 => format!("{text} (as an address {})", Address::from_word(B256::from(number))),
        _ if number == U256::MAX => format!("{text} (as a number the largest)"),
        _ => match printable.and_then(|text| std::str::from_utf8(text).ok()) {
            Some(readable) => format!("{text} (as text “{readable}”)"),
            None => text,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guess_is_read_and_none_is_known_by_heart() {
        assert_eq!(GUESSES.len(), rows().count());
        for signature in GUESSES.values() {
            let selector = signature.selector();
            assert!(crate::abi::KnownCall::of(&selector).is_none(), "{}", signature.canonical());
        }
    }

    #[test]
    fn a_word_is_shown_whole_whatever_it_may_be_read_as() {
        let word = |hex: &str| hex::decode(format!("{hex:0>64}")).unwrap();
        for (word, reading) in [
            (word("05"), "(as a number 5)"),
            (word("70997970c51812dc3a010c7d01b50e0d17dc79c8"), "0x70997970C51812dc3A010C7d01b50e0d17dc79C8)"),
            (vec![0xff; 32], "(as a number the largest)"),
            (b"hello, all of you there today!\0\0".to_vec(), ""),
            (b"EXECUTOR_ROLE".iter().copied().chain([0; 19]).collect(), "(as text “EXECUTOR_ROLE”)"),
            (vec![1, 2], "(2 bytes, no whole word)"),
        ] {
            let line = line(&word);
            assert!(line.starts_with(&hex::encode(&word)) && line.ends_with(reading), "{line}");
        }
    }
}
