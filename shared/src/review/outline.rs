//! The tree of acts as an outline: one line an act, each of which can be opened to its own lines.
//!
//! Opening one shows nothing that is not on the pages after the outline as well: it is a convenience, and no approval asks
//! for it. May not enter: drawing, pages.

use super::{Act, Fact};
use std::collections::BTreeSet;

/// Which acts are open, by their positions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    open: BTreeSet<usize>,
}

/// What can be done with one act of the outline, by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineChoice {
    /// Show its lines.
    Open(usize),
    /// Hide them again.
    Close(usize),
    /// Whichever it is not.
    Turn(usize),
}

impl Outline {
    /// Whether an act's lines are shown.
    pub fn is_open(&self, position: usize) -> bool {
        self.open.contains(&position)
    }

    /// One step; what is not there can be opened, and shows nothing.
    #[must_use]
    pub fn step(mut self, choice: OutlineChoice) -> Self {
        match choice {
            OutlineChoice::Turn(position) if self.open.remove(&position) => {}
            OutlineChoice::Open(position) | OutlineChoice::Turn(position) => {
                self.open.insert(position);
            }
            OutlineChoice::Close(position) => {
                self.open.remove(&position);
            }
        }
        self
    }
}

impl Act {
    /// Its line in an outline of plain text, indented by its depth: number, how bad, effect, who can undo it.
    pub fn line(&self) -> String {
        let Self { number, sentence, .. } = self;
        let (indent, severity) = ("  ".repeat(self.depth), self.severity.as_str());
        format!("{indent}{number} [{severity}] {sentence} {}", self.undone_by.sentence())
    }

    /// Its own lines among the review's, without the one that repeats its sentence; those of the acts inside it are not among
    /// them.
    pub fn own<'f>(&self, facts: &'f [Fact]) -> impl Iterator<Item = &'f Fact> {
        let own = facts.get(self.facts.clone()).unwrap_or_default();
        own.iter().filter(|fact| fact.value != self.sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Provenance, Severity, UndoneBy};

    fn act() -> Act {
        Act {
            number: "1.2".to_owned(),
            depth: 1,
            sentence: "Does it.".to_owned(),
            severity: Severity::Danger,
            undone_by: UndoneBy::Nobody,
            facts: 1..3,
        }
    }

    #[test]
    fn an_act_is_opened_and_closed_and_the_others_stay_as_they_are() {
        let outline = Outline::default().step(OutlineChoice::Turn(3)).step(OutlineChoice::Open(5));
        assert!(outline.is_open(3) && outline.is_open(5) && !outline.is_open(4));
        let outline = outline.step(OutlineChoice::Turn(3)).step(OutlineChoice::Close(4));
        assert!(!outline.is_open(3) && outline.is_open(5));
    }

    #[test]
    fn the_line_of_an_act_says_how_deep_how_bad_what_and_who_can_undo_it() {
        assert_eq!(act().line(), "  1.2 [danger] Does it. Nobody can take it back.");
    }

    #[test]
    fn an_act_has_its_own_lines_without_its_sentence() {
        let fact = |value: &str| Fact {
            label: "x".to_owned(),
            value: value.to_owned(),
            provenance: Provenance::Signed,
        };
        let facts = [fact("before"), fact("Does it."), fact("own"), fact("after")];
        assert_eq!(act().own(&facts).map(|fact| fact.value.as_str()).collect::<Vec<_>>(), ["own"]);
        assert_eq!(act().own(&facts[..1]).count(), 0, "a range that is not there has no lines");
    }
}
