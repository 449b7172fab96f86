//! What a contract said when it reverted, as a person reads it.
//!
//! | selector     | shape                                | shown as                     |
//! |--------------|--------------------------------------|------------------------------|
//! | `0x08c379a0` | `Error(string)`                      | the text                     |
//! | `0x4e487b71` | `Panic(uint256)`                     | the compiler's meaning of it |
//! | any other    | custom error of a known ABI          | its name and values          |
//! | any other    | custom error of `assets/errors.tsv`  | its name, meaning and values |
//! | any other    | unknown, or nothing ABI-encoded      | selector and data, in hex    |
//!
//! Four bytes name an error, and anybody can find another error with the same four: the name tells what to look for, it is no proof.

use std::sync::LazyLock;

use alloy::primitives::{U256, hex};
use shared::abi::{Signature, words};

use crate::vocabulary::{argument, filled, rows};

/// The most characters of a contract's text that are repeated: it is a stranger's text.
const REASON_CHARACTERS_MAX: usize = 200;
/// The most characters of a custom error with its values.
const CUSTOM_CHARACTERS_MAX: usize = 400;
/// The most bytes of undecoded revert data that are shown, in front.
const SHOWN_BYTES_MAX: usize = 132;

/// Custom errors with what they mean.
static TABLE: LazyLock<Vec<(Signature, &'static str)>> = LazyLock::new(|| {
    // Rows that do not parse would be missing here; a test holds the count against the file.
    table().filter_map(|(text, meaning)| Some((Signature::parse(text).ok()?, meaning))).collect()
});

/// All rows: custom errors, and the codes that Safe gives as `Error(string)`.
fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(include_str!("../../assets/errors.tsv"))
}

/// `Error(string)`.
const ERROR: [u8; 4] = [0x08, 0xc3, 0x79, 0xa0];
/// `Panic(uint256)`.
const PANIC: [u8; 4] = [0x4e, 0x48, 0x7b, 0x71];

/// The reason in `data`, the bytes a call reverted with; `None` where the contract gave none.
///
/// Control characters are left out and long text is cut, so that the result fits a line of a message.
pub fn reason(data: &[u8]) -> Option<String> {
    told(data, std::iter::empty())
}

/// The same with the custom errors of ABIs that are known. The table goes before them: it has the meaning, an ABI has names alone.
pub fn told<'a>(data: &[u8], errors: impl Iterator<Item = &'a Signature>) -> Option<String> {
    let (selector, rest) = data.split_first_chunk::<4>()?;
    let decoded = match *selector {
        ERROR => error_text(rest).map(with_meaning),
        PANIC => rest.get(..32).map(|word| panic_text(U256::from_be_slice(word))),
        _ => custom(data, errors).map(|text| text.chars().take(CUSTOM_CHARACTERS_MAX).collect()),
    };
    Some(decoded.unwrap_or_else(|| undecoded(*selector, rest)))
}

fn custom<'a>(data: &[u8], mut errors: impl Iterator<Item = &'a Signature>) -> Option<String> {
    let read = |signature: &Signature| {
        let decoded = signature.decode(data).ok().filter(|decoded| decoded.trailing == 0)?;
        Some(decoded.arguments)
    };
    let listed = |signature: &Signature| {
        let values: Vec<String> = read(signature)?.iter().map(words::of).collect();
        Some(format!("{}({})", signature.name(), values.join(", ")))
    };
    let known = || {
        TABLE.iter().find_map(|(signature, meaning)| {
            let values = read(signature)?;
            let meaning = filled(meaning, |name| argument(signature, &values, name));
            Some(format!("{}: {meaning}", signature.name()))
        })
    };
    known().or_else(|| errors.find_map(listed))
}

/// Safe gives codes for reasons.
fn with_meaning(text: String) -> String {
    let meaning = table().find(|(code, _)| *code == text).map(|(_, meaning)| meaning);
    meaning.map_or(text.clone(), |meaning| format!("{text}: {meaning}"))
}

/// The string of `Error(string)`: offset, length, bytes. Offsets other than 32 are legal, so the offset is followed.
fn error_text(arguments: &[u8]) -> Option<String> {
    let offset = word_as_usize(arguments.get(..32)?)?;
    let tail = arguments.get(offset..)?;
    let length = word_as_usize(tail.get(..32)?)?;
    let bytes = tail.get(32..)?.get(..length)?;
    let text = String::from_utf8_lossy(bytes);
    Some(text.chars().filter(|c| !c.is_control()).take(REASON_CHARACTERS_MAX).collect())
}

fn word_as_usize(word: &[u8]) -> Option<usize> {
    U256::from_be_slice(word).try_into().ok()
}

/// The meanings are those of the Solidity documentation, “Panic via assert and Error via require”.
fn panic_text(code: U256) -> String {
    let meaning = match code.try_into().unwrap_or(u64::MAX) {
        0x01 => "an assertion failed",
        0x11 => "an arithmetic overflow",
        0x12 => "a division by zero",
        0x21 => "a value outside its enum",
        0x22 => "a damaged storage byte array",
        0x31 => "pop on an empty array",
        0x32 => "an index out of bounds",
        0x41 => "too much memory",
        0x51 => "a call to an unset function",
        _ => "a code this version does not know",
    };
    format!("panic 0x{code:02x}: {meaning}")
}

fn undecoded(selector: [u8; 4], rest: &[u8]) -> String {
    let selector = hex::encode(selector);
    let shown = rest.get(..SHOWN_BYTES_MAX).unwrap_or(rest);
    let more = if shown.len() < rest.len() { "…" } else { "" };
    if rest.is_empty() {
        format!("custom error 0x{selector}")
    } else {
        format!("custom error 0x{selector} with 0x{}{more}", hex::encode(shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(number: u64) -> Vec<u8> {
        U256::from(number).to_be_bytes::<32>().to_vec()
    }

    fn error(offset: u64, length: u64, text: &[u8]) -> Vec<u8> {
        [ERROR.to_vec(), word(offset), word(length), text.to_vec()].concat()
    }

    #[test]
    fn a_reason_is_repeated_as_text() {
        assert_eq!(reason(&error(32, 5, b"no way\0")).unwrap(), "no wa");
        assert_eq!(
            reason(&[PANIC.to_vec(), word(0x11)].concat()).unwrap(),
            "panic 0x11: an arithmetic overflow"
        );
        assert_eq!(reason(&[0x11, 0x8c, 0xda, 0xa7]).unwrap(), "custom error 0x118cdaa7");
        assert_eq!(reason(&[]), None);
    }

    #[test]
    fn every_row_of_the_table_is_an_error_or_a_code_of_safe() {
        assert_eq!(TABLE.len() + table().filter(|(text, _)| text.starts_with("GS")).count(), table().count());
        for (text, selector) in [
            ("OwnableUnauthorizedAccount", "118cdaa7"),
            ("AccessControlUnauthorizedAccount", "e2517d3f"),
            ("EnforcedPause", "d93c0665"),
            ("ERC20InsufficientBalance", "e450d38c"),
            ("InvalidInitialization", "f92ee8a9"),
        ] {
            let row = TABLE.iter().find(|(signature, _)| signature.name() == text).unwrap();
            assert_eq!(hex::encode(row.0.selector()), selector);
        }
        for (signature, meaning) in TABLE.iter() {
            let zeros = vec![shared::abi::DynSolValue::Bool(false); signature.parameters().len()];
            let told = filled(meaning, |name| argument(signature, &zeros, name));
            assert!(!told.contains('{'), "{told}");
        }
    }

    #[test]
    fn a_custom_error_is_named_by_its_abi_or_by_the_table() {
        let account = [vec![0; 12], vec![0x11; 20]].concat();
        let unauthorized = [vec![0x11, 0x8c, 0xda, 0xa7], account].concat();
        let told = reason(&unauthorized).unwrap();
        assert_eq!(
            told,
            "OwnableUnauthorizedAccount: 0x1111111111111111111111111111111111111111 is not the owner"
        );
        let own = Signature::parse("TooMany(uint256 found)").unwrap();
        let data = [own.selector().to_vec(), word(7)].concat();
        assert!(reason(&data).unwrap().starts_with("custom error 0x"));
        assert_eq!(told_by(&data, &own), "TooMany(7)");
        assert_eq!(reason(&error(32, 5, b"GS026")).unwrap().split(':').next(), Some("GS026"));
    }

    fn told_by(data: &[u8], signature: &Signature) -> String {
        told(data, std::iter::once(signature)).unwrap()
    }

    #[test]
    fn a_reason_that_lies_about_its_length_is_shown_as_bytes() {
        for data in
            [error(32, 8, b"short"), error(u64::MAX, 1, b"x"), error(1 << 40, 1, b"x"), ERROR.to_vec()]
        {
            assert!(reason(&data).unwrap().starts_with("custom error 0x08c379a0"));
        }
    }

    #[test]
    fn a_reason_cannot_steer_a_terminal_or_fill_a_screen() {
        assert_eq!(reason(&error(32, 7, b"a\x1b[2Jb\n")).unwrap(), "a[2Jb");
        assert_eq!(reason(&error(32, 5_000, &[b'x'; 5_000])).unwrap().len(), REASON_CHARACTERS_MAX);
    }
}
