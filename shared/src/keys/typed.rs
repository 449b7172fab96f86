//! A text that is typed and must stay secret: a passphrase, letter by letter, on a locked page.
//!
//! May not enter: `String`, `Clone`, text fields.

use super::Secret;
use crate::limits::PASSPHRASE_BYTES_MAX;

/// A secret text, at most [`PASSPHRASE_BYTES_MAX`] bytes of UTF-8.
#[derive(Debug)]
pub struct TypedText {
    bytes: usize,
    page: Secret<PASSPHRASE_BYTES_MAX>,
}

/// Why a letter was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypedTextError {
    /// Beyond the limit.
    #[error("a passphrase has at most {PASSPHRASE_BYTES_MAX} bytes; nothing longer was ever written down")]
    TooLong,
    /// A letter that nobody can see or write down.
    #[error("this key gives no letter that can be written down; leave it out")]
    Unwritable,
}

impl Default for TypedText {
    fn default() -> Self {
        Self { bytes: 0, page: Secret::empty() }
    }
}

impl TypedText {
    /// Adds a letter.
    ///
    /// # Errors
    /// [`TypedTextError`]; nothing is added then.
    pub fn push(&mut self, letter: char) -> Result<(), TypedTextError> {
        if letter.is_control() {
            return Err(TypedTextError::Unwritable);
        }
        let end = self.bytes + letter.len_utf8();
        let room = self.page.expose_mut().get_mut(self.bytes..end).ok_or(TypedTextError::TooLong)?;
        letter.encode_utf8(room);
        self.bytes = end;
        Ok(())
    }

    /// Takes the last letter away.
    pub fn erase(&mut self) {
        let last = self.text().chars().next_back().map_or(0, char::len_utf8);
        self.bytes -= last;
        if let Some(gone) = self.page.expose_mut().get_mut(self.bytes..) {
            gone.fill(0);
        }
    }

    /// Forgets it.
    pub fn wipe(&mut self) {
        self.bytes = 0;
        self.page.wipe();
    }

    /// Whether nothing was typed.
    pub const fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Letters typed, for as many bullets.
    pub fn letters(&self) -> usize {
        self.text().chars().count()
    }

    /// Whether both are the same text; takes as long whatever they differ in.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let pairs = self.page.expose().iter().zip(other.page.expose());
        self.bytes == other.bytes && pairs.fold(0, |differ, (one, other)| differ | (one ^ other)) == 0
    }

    /// Lends the text to be drawn, for as long as the operator holds “show”.
    pub fn reveal<T>(&self, show: impl FnOnce(&str) -> T) -> T {
        show(self.text())
    }

    /// A copy for work beside the window; dropped, it is wiped like this one.
    pub fn copy_for_search(&self) -> Self {
        let mut copy = Self { bytes: self.bytes, page: Secret::empty() };
        copy.page.expose_mut().copy_from_slice(self.page.expose());
        copy
    }

    pub(crate) fn text(&self) -> &str {
        let bytes = self.page.expose().get(..self.bytes).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default() // only whole letters were ever added
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> TypedText {
        let mut typed = TypedText::default();
        text.chars().for_each(|letter| typed.push(letter).unwrap());
        typed
    }

    proptest! {
        #[test]
        fn what_is_typed_and_erased_is_what_is_left(text in "\\PC{0,60}", erased in 0_usize..70) {
            let mut field = typed(&text);
            (0..erased).for_each(|_| field.erase());
            let kept = text.chars().count().saturating_sub(erased);
            let left: String = text.chars().take(kept).collect();
            prop_assert_eq!(field.text(), &left);
            prop_assert_eq!(field.letters(), kept);
            prop_assert!(field.page.expose()[field.bytes..].iter().all(|byte| *byte == 0), "nothing stays behind the end");
            let same = typed(&left);
            prop_assert!(field.is_same_as(&same));
            let longer = typed(&(left + "x"));
            prop_assert!(!field.is_same_as(&longer));
        }
    }

    #[test]
    fn the_limit_itself_is_typed_and_no_byte_more() {
        let mut field = typed(&"a".repeat(PASSPHRASE_BYTES_MAX - 1));
        assert_eq!(field.push('é'), Err(TypedTextError::TooLong));
        assert_eq!(field.push('b'), Ok(()));
        assert_eq!(field.push('c'), Err(TypedTextError::TooLong));
        assert_eq!(field.letters(), PASSPHRASE_BYTES_MAX);
        field.wipe();
        assert!(field.is_empty() && field.page.expose().iter().all(|byte| *byte == 0));
    }
}
