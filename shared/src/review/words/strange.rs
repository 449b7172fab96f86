//! Texts of strangers inside one thing that is signed: what hides in them, and what looks like what it is not.
//!
//! Said once for all of them, whose number a stranger chooses. May not enter: a text that is left out.

use super::{Notes, Severity};
use crate::eth::text;

/// So many places are named in one warning; of more, the number is said.
const NAMED: usize = 8;

/// Warns of those of `texts`, each with its place, that are not what they seem.
pub(super) fn warn<'a>(notes: &mut Notes<'_>, texts: impl Iterator<Item = (&'a str, &'a str)>) {
    let (mut hiding, mut alike, mut first) = (Vec::new(), Vec::new(), None);
    let (mut perhaps, mut first_perhaps) = (Vec::new(), None);
    for (place, text) in texts {
        if !text::is_readable(text) {
            hiding.push(place);
        }
        if let Some(found) = text::look_alike(text) {
            alike.push(place);
            first.get_or_insert(found);
        } else if let Some(found) = text::capitals_alike(text) {
            perhaps.push(place);
            first_perhaps.get_or_insert(found);
        }
    }
    if !hiding.is_empty() {
        let sentence = format!(
            "In {} stand characters that are invisible or turn the direction of reading; they are spelled out here.",
            places(&hiding)
        );
        notes.warn("unreadable-characters", Severity::Danger, sentence);
    }
    if let Some(first) = first {
        notes.warn("look-alike-text", Severity::Danger, format!("In {}: {first}.", places(&alike)));
    }
    if let Some(first) = first_perhaps {
        notes.warn("look-alike-text", Severity::Caution, format!("In {}: {first}.", places(&perhaps)));
    }
}

/// `domain.name, message.note and 3 more`.
fn places(all: &[&str]) -> String {
    let mut named = all.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if all.len() > NAMED {
        named.push_str(&format!(" and {} more", all.len() - NAMED));
    }
    named
}
