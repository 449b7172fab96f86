//! A field for something public that is typed or pasted: an address, a fingerprint.
//!
//! May not enter: secrets; their fields are on the desk.

/// The longest text of such a field: an address with its prefix, and room for a slip.
const FIELD_CHARS_MAX: usize = 64;

/// What is in the field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicField(String);

/// What is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldChoice {
    /// These characters are added; blanks at the ends and what is too long are not.
    Type(String),
    /// The last character goes.
    Erase,
    /// All of it goes.
    Clear,
}

impl PublicField {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Does it.
    pub fn apply(&mut self, choice: FieldChoice) {
        match choice {
            FieldChoice::Type(text) => {
                let room = FIELD_CHARS_MAX.saturating_sub(self.0.len());
                self.0.extend(text.chars().filter(char::is_ascii_graphic).take(room));
            }
            FieldChoice::Erase => _ = self.0.pop(),
            FieldChoice::Clear => self.0.clear(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_takes_what_can_be_seen_and_no_more_than_it_holds() {
        let mut field = PublicField::default();
        field.apply(FieldChoice::Type(" 0xf3\\n9é ".to_owned()));
        assert_eq!(field.text(), "0xf3\\n9");
        field.apply(FieldChoice::Type("a".repeat(1_000)));
        assert_eq!(field.text().len(), FIELD_CHARS_MAX);
        field.apply(FieldChoice::Erase);
        assert_eq!(field.text().len(), FIELD_CHARS_MAX - 1);
        field.apply(FieldChoice::Clear);
        assert_eq!(field, PublicField::default());
    }
}
