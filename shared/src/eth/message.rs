//! Personal messages (EIP-191 version 0x45).

use super::B256;

/// The message's bytes, without any prefix; possibly empty, possibly not text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalMessage(pub Vec<u8>);

impl PersonalMessage {
    /// keccak256("\x19Ethereum Signed Message:\n" ‖ decimal length ‖ message).
    pub fn digest(&self) -> B256 {
        unimplemented!()
    }
    /// The message as text, if it is UTF-8 a person can read (no control characters but line breaks and tabs).
    pub fn text(&self) -> Option<&str> {
        unimplemented!()
    }
}
