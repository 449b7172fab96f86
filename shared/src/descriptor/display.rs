//! A call or message as a descriptor shows it, or why the descriptor does not fit.

use super::path::Path;
use crate::{abi::DecodeError, review::Provenance};

/// Why a descriptor that is bound to a call or message is not used for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// The arguments cannot be read.
    #[error("{0}")]
    Arguments(#[from] DecodeError),
    /// A hidden field has a value that the descriptor excludes.
    #[error("its hidden field “{label}” must have another value than {value}")]
    MustBe {
        /// The field.
        label: String,
        /// What is there.
        value: String,
    },
    /// A hidden field that must have a certain value is not there.
    #[error("its hidden field “{label}” must have a certain value, but has none: {why}")]
    Missing {
        /// The field.
        label: String,
        /// Why not.
        why: String,
    },
    /// A map has no entry for what is there.
    #[error("its map has no entry for {key}")]
    Map {
        /// What was looked for.
        key: String,
    },
    /// Lists that belong together.
    #[error("its lists that belong together differ in length")]
    Lengths,
    /// More lines or text than anyone reads, with those of the calls before it.
    #[error("it makes more lines, or longer ones, than anyone reads")]
    TooMuch,
}

/// A call or message as a descriptor shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Display {
    /// Whose contract it is, in the descriptor's words.
    pub owner: Option<String>,
    /// What the contract is called.
    pub contract_name: Option<String>,
    /// Whether the descriptor names this very contract; otherwise it is for any.
    pub is_bound: bool,
    /// What it is for, in one or more words.
    pub intent: String,
    /// The same with values in it.
    pub sentence: Option<String>,
    /// The fields.
    pub lines: Vec<Shown>,
    /// What of the format was not understood.
    pub remarks: Vec<String>,
    /// What the descriptor is worth.
    pub provenance: Provenance,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// `Minimum to receive`.
    pub label: String,
    /// As ERC-7730 wants it: `0.25 WETH`.
    pub value: String,
    /// What it leaves out: the full address behind a name, base units behind an amount.
    pub detail: Option<String>,
    /// The value is as it is: nothing was put into another form.
    pub is_raw: bool,
    /// What the line is worth: the least of the descriptor and the names in it.
    pub provenance: Provenance,
    /// The label of the group that it stands in.
    pub group: Option<String>,
    /// The call inside it.
    pub inner: Option<Box<Display>>,
}

/// The provenance that is worth less.
pub(super) fn weaker(one: Provenance, other: Provenance) -> Provenance {
    let worth = |provenance| match provenance {
        Provenance::Signed => 3,
        Provenance::Proven => 2,
        Provenance::Vouched => 1,
        Provenance::Claimed => 0,
    };
    if worth(one) <= worth(other) { one } else { other }
}

/// A value that was shown, for the sentence.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) path: String,
    pub(super) field: String,
    pub(super) text: String,
}

/// A sentence with its values, each as the first field of its path shows it. `None` where no line shows one of them, and where it
/// is longer than `most` bytes.
pub(super) fn sentence(template: &str, told: &[Told], most: usize) -> Option<String> {
    let (mut sentence, mut rest) = (String::new(), template);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, behind) = rest.split_at_checked(at)?;
        sentence.push_str(before);
        rest = if let Some(behind) = behind.strip_prefix("{{") {
            sentence.push('{');
            behind
        } else if let Some(behind) = behind.strip_prefix("}}") {
            sentence.push('}');
            behind
        } else {
            let (path, behind) = behind.strip_prefix('{')?.split_once('}')?;
            let path = Path::parse(path)?.below(&[]).words();
            let first = told.iter().find(|told| told.path == path)?;
            let values = told.iter().filter(|told| told.path == path && told.field == first.field);
            for (position, told) in values.enumerate() {
                sentence.push_str(if position == 0 { "" } else { ", " });
                sentence.push_str(&told.text);
                if sentence.len() > most {
                    return None;
                }
            }
            behind
        };
    }
    sentence.push_str(rest);
    (sentence.len() <= most).then_some(sentence)
}
