//! A field for something public that is typed or pasted: an address, a fingerprint.
//!
//! By default it takes hex digits and the `x` of `0x` alone, so that words that are typed into it by mistake go nowhere. May
//! not enter: secrets; their fields are on the desk.

/// The longest text of such a field: an address with its prefix, and room for a slip.
const FIELD_CHARS_MAX: usize = 64;

/// What is in the field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicField {
    text: String,
    any_letters: bool,
}

/// What is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldChoice {
    /// Those of these that the field takes are added, as far as there is room.
    Type(String),
    /// The last character goes.
    Erase,
    /// All of it goes.
    Clear,
}

impl PublicField {
    /// A field for a name: takes every letter of ASCII.
    pub fn for_name() -> Self {
        Self { any_letters: true, ..Self::default() }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn takes(&self, letter: char) -> bool {
        letter.is_ascii_hexdigit()
            || matches!(letter, 'x' | 'X')
            || (self.any_letters && letter.is_ascii_graphic())
    }

    /// Does it.
    pub fn apply(&mut self, choice: FieldChoice) {
        match choice {
            FieldChoice::Type(text) => {
                let room = FIELD_CHARS_MAX.saturating_sub(self.text.len());
                let taken: String = text.chars().filter(|letter| self.takes(*letter)).take(room).collect();
                self.text.push_str(&taken);
            }
            FieldChoice::Erase => _ = self.text.pop(),
            FieldChoice::Clear => self.text.clear(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_takes_hex_digits_and_no_more_than_it_holds() {
        let mut field = PublicField::default();
        field.apply(FieldChoice::Type(" 0xf3\\n9é ".to_owned()));
        assert_eq!(field.text(), "0xf39");
        field.apply(FieldChoice::Type("a".repeat(1_000)));
        assert_eq!(field.text().len(), FIELD_CHARS_MAX);
        field.apply(FieldChoice::Erase);
        assert_eq!(field.text().len(), FIELD_CHARS_MAX - 1);
        field.apply(FieldChoice::Clear);
        assert_eq!(field, PublicField::default());
        let mut name = PublicField::for_name();
        name.apply(FieldChoice::Type(" Vault-2\u{7} ".to_owned()));
        assert_eq!(name.text(), "Vault-2");
    }

    #[test]
    fn words_that_are_typed_here_by_mistake_are_not_kept() {
        let mut field = PublicField::default();
        "test junk zoo wolf".chars().for_each(|letter| field.apply(FieldChoice::Type(letter.to_string())));
        assert_eq!(field.text(), "ef", "the letters of hex digits, and nothing that makes a word");
    }
}
