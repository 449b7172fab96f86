//! A personal message in words.

use super::{Notes, Severity};
use crate::eth::{message::PersonalMessage, text};
use alloy_primitives::hex;

pub(super) fn describe(notes: &mut Notes, message: &PersonalMessage, from: String) {
    let length = message.0.len();
    notes.signed("What", format!("Personal message of {length} bytes (EIP-191)"));
    notes.signed("From", from);
    let as_hex = hex::encode_prefixed(&message.0);
    match (message.text(), std::str::from_utf8(&message.0)) {
        (Some(""), _) => notes.signed("Message", "(empty)".to_owned()),
        (Some(readable), _) => notes.signed("Message", readable.to_owned()),
        (None, Ok(hiding)) if length != 32 => {
            notes.unreadable("the message", hiding);
            notes.signed("Message", text::spelled_out(hiding));
        }
        _ => {
            notes.signed("Message", "bytes that are no text".to_owned());
            if length != 32 {
                notes.warn("unreadable-message", Severity::Danger, "The message is not text.".to_owned());
            }
        }
    }
    let is_hash_as_text = |text: &str| {
        let digits = text.trim().strip_prefix("0x").unwrap_or(text.trim());
        digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if length == 32 && message.text().is_none() {
        notes.warn(
            "bare-32-byte-message",
            Severity::Critical,
            "The message is 32 bytes that are no text: it may be a Safe transaction hash, or any other \
            digest that moves money."
                .to_owned(),
        );
    } else if message.text().is_some_and(is_hash_as_text) {
        notes.warn(
            "bare-32-byte-message",
            Severity::Caution,
            "The message is a hash written as text; what it stands for is not in it.".to_owned(),
        );
    }
    notes.signed("Message in hex", as_hex);
}
