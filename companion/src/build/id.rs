//! Request ids: random UUIDs of version 4 (RFC 9562 section 5.4).
//!
//! The `uuid` package inside MetaMask throws on any other version or variant, so the bits matter.

/// Sixteen bytes with the version and variant bits of a random UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
