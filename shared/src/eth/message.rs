//! Personal messages (EIP-191 version 0x45).

use super::{B256, text};

/// The message's bytes, without any prefix; possibly empty, possibly not text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalMessage(pub Vec<u8>);

impl PersonalMessage {
    /// keccak256("\x19Ethereum Signed Message:\n" ‖ decimal length ‖ message).
    pub fn digest(&self) -> B256 {
        alloy_primitives::eip191_hash_message(&self.0)
    }

    /// The message as text, if it is UTF-8 a person can read: no control characters but line breaks and tabs,
    /// nothing invisible, nothing that turns the direction of reading.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok().filter(|text| text::is_readable(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_counts_bytes_and_not_characters() {
        let message = PersonalMessage("Grüße".into());
        assert_eq!(message.digest(), super::super::keccak256("\x19Ethereum Signed Message:\n7Grüße"));
    }

    #[test]
    fn only_what_a_person_can_read_is_text() {
        for (bytes, readable, why) in [
            (&b""[..], true, "an empty message is text"),
            (b"two\nlines\tand a tab", true, "line breaks and tabs"),
            ("Grüße vom kalten Ende".as_bytes(), true, "any script"),
            (b"\xff\xfe", false, "not UTF-8"),
            (b"bell \x07", false, "a control character"),
            ("pay \u{202e}eno".as_bytes(), false, "turned reading direction"),
            ("in\u{200b}visible".as_bytes(), false, "zero width"),
        ] {
            assert_eq!(PersonalMessage(bytes.to_vec()).text().is_some(), readable, "{why}");
        }
    }
}
