//! What a contract said when it reverted, as a person reads it.
//!
//! | selector     | shape                                | shown as                     |
//! |--------------|--------------------------------------|------------------------------|
//! | `0x08c379a0` | `Error(string)`                      | the text                     |
//! | `0x4e487b71` | `Panic(uint256)`                     | the compiler's meaning of it |
//! | any other    | custom error, or nothing ABI-encoded | selector and data, in hex    |
//!
//! May not enter: names that the contract did not send. A custom error needs its ABI, which is not here.

use alloy::primitives::{U256, hex};

/// The most characters of a contract's text that are repeated: it is a stranger's text.
const REASON_CHARACTERS_MAX: usize = 200;
/// The most bytes of undecoded revert data that are shown, in front.
const SHOWN_BYTES_MAX: usize = 132;

/// `Error(string)`.
const ERROR: [u8; 4] = [0x08, 0xc3, 0x79, 0xa0];
/// `Panic(uint256)`.
const PANIC: [u8; 4] = [0x4e, 0x48, 0x7b, 0x71];

/// The reason in `data`, the bytes a call reverted with; `None` where the contract gave none.
///
/// Control characters are left out and long text is cut, so that the result fits a line of a message.
pub fn reason(data: &[u8]) -> Option<String> {
    let (selector, rest) = data.split_first_chunk::<4>()?;
    let decoded = match *selector {
        ERROR => error_text(rest),
        PANIC => rest.get(..32).map(|word| panic_text(U256::from_be_slice(word))),
        _ => None,
    };
    Some(decoded.unwrap_or_else(|| undecoded(*selector, rest)))
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
