//! Keys on their way from the window to a secret field: wiped when dropped, printed by nobody.
//!
//! May not enter: what the keys mean; the screen that gets them says so.

use zeroize::Zeroizing;

/// The most bytes of keys in one frame; what is typed faster than that is no hand.
const BATCH_BYTES: usize = 64;

/// The keys of one frame, in order: letters as themselves, the others as the control characters below.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys(Box<Zeroizing<[u8; BATCH_BYTES]>>); // UTF-8 up to the first zero byte

impl Default for Keys {
    fn default() -> Self {
        Self(Box::new(Zeroizing::new([0; BATCH_BYTES])))
    }
}

impl Keys {
    /// One letter back.
    pub const ERASE: char = '\u{8}';
    /// The whole word gone.
    pub const DELETE: char = '\u{7f}';
    /// The main button.
    pub const ENTER: char = '\n';
    /// One place back.
    pub const LEFT: char = '\u{1c}';
    /// One place on.
    pub const RIGHT: char = '\u{1d}';
    /// One row back.
    pub const UP: char = '\u{1e}';
    /// One row on.
    pub const DOWN: char = '\u{1f}';
    /// The first place.
    pub const HOME: char = '\u{1}';
    /// The last place.
    pub const END: char = '\u{4}';

    /// One key.
    pub fn one(key: char) -> Self {
        let mut keys = Self::default();
        keys.push(key);
        keys
    }

    /// Adds a key; one too many for a frame is not taken.
    pub fn push(&mut self, key: char) {
        let end = self.bytes().len();
        if let Some(room) = self.0.get_mut(end..end + key.len_utf8()) {
            key.encode_utf8(room);
        }
    }

    /// Whether no key came.
    pub fn is_empty(&self) -> bool {
        self.bytes().is_empty()
    }

    /// The keys, in order.
    pub fn iter(&self) -> impl Iterator<Item = char> {
        std::str::from_utf8(self.bytes()).unwrap_or_default().chars()
    }

    fn bytes(&self) -> &[u8] {
        self.0.split(|byte| *byte == 0).next().unwrap_or_default()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_come_out_as_they_went_in_until_the_frame_is_full(text in "\\PC{0,80}") {
            let mut keys = Keys::default();
            text.chars().for_each(|key| keys.push(key));
            let out: String = keys.iter().collect();
            prop_assert!(out.len() <= BATCH_BYTES);
            if text.len() <= BATCH_BYTES {
                prop_assert_eq!(out, text);
            }
        }
    }

    #[test]
    fn keys_print_nothing_of_themselves() {
        assert_eq!(format!("{:?}", Keys::one('q')), "Keys(hidden)");
    }
}
