//! Request ids: random UUIDs of version 4 (RFC 9562 section 5.4).
//!
//! The `uuid` package inside MetaMask throws on any other version or variant, so the bits matter.

/// Sixteen bytes with the version and variant bits of a random UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId([u8; 16]);

impl RequestId {
    /// Makes an id of 16 random bytes; six bits of them are replaced by version and variant.
    pub const fn of_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// The bytes of key 1.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The id of a request that is there already, whatever its bits: foreign ones are kept as they are.
    pub const fn of_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

/// As UUID text.
impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::check::id_text(Some(&self.0)))
    }
}

/// Not the text of an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no request id; write 32 hex digits, such as 3f1c0a52-9d0b-4c57-8a11-0123456789ab")]
pub struct RequestIdError(String);

/// Of UUID text, or 32 hex digits without hyphens.
impl std::str::FromStr for RequestId {
    type Err = RequestIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused =
            || RequestIdError(shared::eth::text::spelled_out(&text.chars().take(40).collect::<String>()));
        let digits: String = text.chars().filter(|&letter| letter != '-').collect();
        let mut bytes = [0; 16];
        alloy::hex::decode_to_slice(digits, &mut bytes).map_err(|_| refused())?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_the_bits_of_version_4_whatever_the_random_bytes_are() {
        for byte in 0..=255 {
            let id = RequestId::of_random([byte; 16]).to_bytes();
            assert_eq!((id[6] >> 4, id[8] >> 6), (4, 2), "{byte}");
        }
    }
}
