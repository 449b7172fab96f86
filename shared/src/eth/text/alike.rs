//! Letters that look like Latin ones: the table `assets/confusables.tsv`, and the words that are written with them.

use std::sync::LazyLock;

/// So many words are named.
const NAMED: usize = 3;
/// The longest word that is named, in characters.
const WORD_CHARS: usize = 40;
/// A word of this many letters that all look Latin and are not is hardly an accident.
const WHOLE_WORD: usize = 3;

/// First and last code point, and what the first looks like.
#[derive(Debug, Clone, Copy)]
struct Range {
    first: u32,
    last: u32,
    like: char,
    script: &'static str,
}

static TABLE: LazyLock<Vec<Range>> = LazyLock::new(|| {
    let mut table: Vec<_> = rows().filter_map(row).collect();
    table.sort_by_key(|range| range.first);
    table
});

fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../../assets/confusables.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<Range> {
    let mut columns = line.split('\t');
    let (points, like, script) = (columns.next()?, columns.next()?, columns.next()?);
    let (first, last) = points.split_once("..").unwrap_or((points, points));
    let number = |text| u32::from_str_radix(text, 16).ok();
    Some(Range { first: number(first)?, last: number(last)?, like: like.parse().ok()?, script })
}

/// The Latin letter or digit that a character looks like, and the script it is of.
fn alike(character: char) -> Option<(char, &'static str)> {
    let code = u32::from(character);
    if code < 0x80 {
        return None;
    }
    let position = TABLE.partition_point(|range| range.first <= code).checked_sub(1)?;
    let range = TABLE.get(position).filter(|range| code <= range.last)?;
    Some((char::from_u32(u32::from(range.like) + code - range.first)?, range.script))
}

/// The text as a hasty reader takes it: look-alikes as what they look like, in small letters, without blanks at the ends.
pub fn skeleton(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(|letter| alike(letter).map_or(letter, |(like, _)| like).to_lowercase())
        .collect()
}

/// What is wrong with words that look Latin and are not, in words without a full stop: `“Trеasury” has Cyrillic letters that
/// look Latin`. [`None`] for text in one script, whichever that is.
pub fn look_alike(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let latin_text = text.chars().any(|letter| letter.is_ascii_alphabetic());
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let strange = words.filter_map(|word| Some((word, script(word, latin_text)?)));
    let named: Vec<_> = strange
        .take(NAMED)
        .map(|(word, script)| {
            let word = super::spelled_out(&word.chars().take(WORD_CHARS).collect::<String>());
            format!("“{word}” has {script} letters that look Latin")
        })
        .collect();
    (!named.is_empty()).then(|| named.join("; "))
}

/// What may be wrong with a text of capitals that all look Latin and none of which is: `“СОМР” has only Cyrillic letters that
/// look Latin`. Abbreviations of honest Russian or Greek can be such a text, so it is no more than a hint.
pub fn capitals_alike(text: &str) -> Option<String> {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let (_, script) = letters().next().and_then(alike)?;
    let all = letters().all(|letter| letter.is_uppercase() && alike(letter).is_some());
    let shown = super::spelled_out(&text.trim().chars().take(WORD_CHARS).collect::<String>());
    (all && letters().count() >= WHOLE_WORD)
        .then(|| format!("“{shown}” has only {script} letters that look Latin"))
}

/// The script of a word's look-alikes, where they can deceive: beside Latin letters in the word, as letters that only draw
/// Latin ones, or as a whole word in a text that is Latin otherwise.
fn script(word: &str, latin_text: bool) -> Option<&'static str> {
    let mut found = word.chars().filter_map(alike).map(|(_, script)| script);
    let script = found.next()?;
    let letters = || word.chars().filter(|letter| letter.is_alphabetic());
    let mixed = letters().any(|letter| letter.is_ascii_alphabetic());
    let drawn = !matches!(script, "Cyrillic" | "Greek" | "Armenian");
    let whole = letters().count() >= WHOLE_WORD && letters().all(|letter| alike(letter).is_some());
    (mixed || drawn || (latin_text && whole)).then_some(script)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_row_of_the_table_is_read_and_none_covers_another() {
        assert_eq!(rows().filter_map(row).count(), rows().count());
        for pair in TABLE.windows(2) {
            assert!(pair[0].last < pair[1].first, "{pair:?}");
        }
        for range in TABLE.iter() {
            assert!(range.first <= range.last && range.like.is_ascii_alphanumeric() && range.first >= 0x80);
        }
    }

    #[test]
    fn words_that_only_look_latin_are_found_and_honest_scripts_are_not() {
        for (text, found, why) in [
            ("Treasury", false, "Latin"),
            ("Tr\u{435}asury", true, "one Cyrillic letter"),
            ("US\u{39f}", true, "one Greek letter"),
            (
                "pay \u{440}\u{430}\u{440}\u{435}\u{440}",
                true,
                "a whole word, in a text that is Latin otherwise",
            ),
            ("Привет, мир", false, "Russian"),
            ("Καλημέρα κόσμε", false, "Greek"),
            ("оно", false, "Russian, although every letter looks Latin"),
            ("Grüße, señor", false, "accents are no other script"),
            ("日本語 and English", false, "two scripts that nobody confuses"),
            ("\u{ff35}\u{ff33}\u{ff24}\u{ff23}", true, "fullwidth"),
            ("\u{1d54c}SDC", true, "mathematical"),
            ("5 µm, 10 Ω", false, "units"),
        ] {
            assert_eq!(look_alike(text).is_some(), found, "{text}: {why} {:?}", look_alike(text));
        }
        for (text, found) in [
            ("\u{421}\u{41e}\u{41c}\u{420}", true),
            ("\u{391}\u{392}\u{395} 2", true),
            ("оно", false),
            ("\u{421}\u{41e}", false),
            ("СССР и мир", false),
            ("COMP", false),
            ("", false),
        ] {
            assert_eq!(capitals_alike(text).is_some(), found, "{text}");
        }
        assert_eq!(skeleton(" Tr\u{435}\u{430}sur\u{443} \u{ff11}"), "treasury 1");
        assert_eq!(
            look_alike("Tr\u{435}asury").unwrap(),
            "“Tr\u{435}asury” has Cyrillic letters that look Latin"
        );
    }

    proptest! {
        #[test]
        fn plain_text_is_never_suspected_and_no_text_panics(plain in "[ -~]*", any: String) {
            prop_assert_eq!(look_alike(&plain), None);
            prop_assert_eq!(skeleton(&plain), plain.trim().to_lowercase());
            _ = (look_alike(&any), skeleton(&any));
        }
    }
}
