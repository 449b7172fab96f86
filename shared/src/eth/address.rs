//! Addresses as people write them (EIP-55).

use super::Address;
use crate::{Kind, Refusal};

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not 0x and 40 hex digits.
    #[error(
        "“{text}” is no address; write 0x and 40 hex digits, such as \
        0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    )]
    Form {
        /// The text, cut.
        text: String,
    },
    /// Capitals that are not the checksum's.
    #[error(
        "the capitals of {found} do not match its checksum, {expected} would; compare it with its source, \
        a digit may be wrong"
    )]
    Checksum {
        /// As it was written.
        found: String,
        /// The same digits with EIP-55 capitals.
        expected: String,
    },
}

impl Refusal for AddressError {
    fn kind(&self) -> Kind {
        Kind::new("address")
    }
}

/// Reads `0x` and 40 hex digits: all in lower case, or with the capitals of EIP-55.
///
/// All in upper case is refused unless that is the checksum: it protects no digit, and nobody writes it.
pub fn parse(text: &str) -> Result<Address, AddressError> {
    let address = any_case(text).ok_or_else(|| AddressError::Form {
        text: super::text::spelled_out(&text.chars().take(64).collect::<String>()),
    })?;
    let expected = address.to_string();
    let has_capitals = text.bytes().any(|byte| byte.is_ascii_uppercase());
    if has_capitals && text != expected {
        return Err(AddressError::Checksum { found: text.to_owned(), expected });
    }
    Ok(address)
}

/// `0x` and 40 hex digits in any case, as JSON of wallets has them.
pub(crate) fn any_case(text: &str) -> Option<Address> {
    let digits = text.strip_prefix("0x")?;
    let mut bytes = [0; 20];
    alloy_primitives::hex::decode_to_slice(digits, &mut bytes).ok()?;
    (digits.len() == 40).then_some(Address::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_in_lower_case_or_with_its_checksum() {
        for (text, taken, why) in [
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", true, "EIP-55's own example"),
            ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", true, "lower case"),
            ("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", false, "one capital too many"),
            ("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", false, "capitals alone protect nothing"),
            ("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", false, "no 0x"),
            ("0x0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea", false, "0x twice"),
            ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae", false, "39 digits"),
            ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaedd", false, "41 digits"),
            ("0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", false, "a capital X"),
            ("", false, "nothing"),
        ] {
            assert_eq!(parse(text).is_ok(), taken, "{why}");
        }
    }

    #[test]
    fn the_refusal_of_a_checksum_shows_the_right_one() {
        let refused = parse("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap_err();
        assert!(refused.to_string().contains("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
    }
}
