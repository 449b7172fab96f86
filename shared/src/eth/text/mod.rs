//! Text of strangers: what may stand on a screen as it is, and what must be spelled out.

mod alike;

pub use alike::{capitals_alike, look_alike, skeleton};

/// Whether every character shows as itself: no control characters but line breaks and tabs, nothing invisible,
/// nothing that turns the direction of reading.
pub fn is_readable(text: &str) -> bool {
    !text.chars().any(|character| hides(character) && !matches!(character, '\n' | '\r' | '\t'))
}

/// The text with everything that hides or rearranges written as `\u{202e}`, and backslashes kept as they are.
///
/// Line breaks and tabs are spelled out, too, so that one value stays one line.
pub fn spelled_out(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if hides(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Control, format and filler characters (Unicode categories Cc, Cf as used for hiding, Zl, Zp, and blank letters).
fn hides(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_spelled_out_and_the_rest_stays() {
        assert_eq!(spelled_out("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(spelled_out("two\nlines"), "two\\u{a}lines");
        assert_eq!(spelled_out("Grüße 你好 👍"), "Grüße 你好 👍");
        assert!(is_readable(&spelled_out("a\u{feff}\u{7f}\u{2066}")));
    }
}
