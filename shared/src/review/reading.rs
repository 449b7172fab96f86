//! [`Checked`] to [`Approved`], page by page.
//!
//! A page holds no more than a screen shows: warnings come first, then the outline of what would happen, then the facts. A long
//! value is cut into pieces that follow each other, so data of any size is readable to its end, and nothing is ever shortened. What the rules of packs demand stands here as
//! well: a typed word, a second reader, or that nothing is signed. May not enter: words, drawing.

use super::{Act, Checked, Fact, Finding, Phrase};
use crate::pack::Demand;
use std::ops::Range;

/// The most facts on one page.
pub const FACTS_ON_PAGE: usize = 6;
/// The most findings on one page; they come before the facts.
pub const FINDINGS_ON_PAGE: usize = 3;
/// The most acts on one page of the outline.
pub const ACTS_ON_PAGE: usize = 8;
/// The most characters of one fact on one page: eight lines of 64. Longer values are cut into numbered pieces.
pub const FACT_CHARS: usize = 512;

/// What is on screen at one time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Page {
    findings: Vec<Finding>,
    acts: Range<usize>, // positions among the request's
    facts: Vec<Fact>,
}

/// A review being read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    request: Checked,
    pages: Vec<Page>, // invariant: at least one
    page: usize,
    seen: usize, // the furthest page that was on screen; pages open only in order
    typed: bool, // by the present reader
    readers: u8, // who have finished, before the present one
}

/// What still stands between a reading and its approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is never approved: a rule forbids it.
    Denied,
    /// Pages that were not on screen.
    Pages,
    /// The word that must be typed ([`Reading::word`]).
    Word,
    /// Another person, who reads all of it again ([`Reading::hand_over`]).
    SecondReader,
}

/// Proof that every page was on screen. The signer takes nothing else, and only [`Reading::approve`] makes one.
///
/// ```compile_fail,E0423
/// fn skip_the_review(request: shared::review::Checked) -> shared::review::Approved {
///     shared::review::Approved(request)
/// }
/// ```
#[derive(Debug, PartialEq)]
pub struct Approved(Checked);

impl Reading {
    /// Opens the first page.
    pub fn new(request: Checked) -> Self {
        let pages = pages_of(request.findings(), request.acts().len(), request.facts());
        Self { request, pages, page: 0, seen: 0, typed: false, readers: 0 }
    }

    fn demands(&self, demand: Demand) -> bool {
        self.request.demands().iter().any(|demanded| demanded.demand == demand)
    }

    /// The word that each reader must type, where one must: the last of the check phrase, which both screens show.
    pub fn word(&self) -> Option<String> {
        let phrase = Phrase::of(&self.request.digest());
        self.demands(Demand::TypeWord).then(|| phrase.words().last().cloned()).flatten()
    }

    /// The same, once the reader has typed the word; capitals and blanks around it do not matter.
    #[must_use]
    pub fn type_word(self, text: &str) -> Self {
        let right = self.word().is_some_and(|word| text.trim().to_lowercase() == word);
        Self { typed: self.typed || right, ..self }
    }

    /// What still stands between this and its approval: the first thing; `None` where [`Self::approve`] gives it.
    pub fn missing(&self) -> Option<Missing> {
        if self.demands(Demand::Deny) {
            Some(Missing::Denied)
        } else if !self.is_complete() {
            Some(Missing::Pages)
        } else if self.demands(Demand::TypeWord) && !self.typed {
            Some(Missing::Word)
        } else if self.demands(Demand::TwoReviewers) && self.readers == 0 {
            Some(Missing::SecondReader)
        } else {
            None
        }
    }

    /// Which reader reads, from 1, and how many there must be.
    pub fn reader(&self) -> (u8, u8) {
        (self.readers.saturating_add(1), if self.demands(Demand::TwoReviewers) { 2 } else { 1 })
    }

    /// The first of two readers has approved: the second begins at the first page, with nothing seen and nothing typed. Changes
    /// nothing where a second reader is not what is missing.
    #[must_use]
    pub fn hand_over(self) -> Self {
        if self.missing() != Some(Missing::SecondReader) {
            return self;
        }
        Self { page: 0, seen: 0, typed: false, readers: self.readers.saturating_add(1), ..self }
    }

    /// How many pages there are, at least 1.
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// The page on screen, from 0.
    pub fn page(&self) -> usize {
        self.page
    }

    /// The facts on this page, at most [`FACTS_ON_PAGE`].
    pub fn facts(&self) -> &[Fact] {
        self.pages.get(self.page).map_or(&[], |page| &page.facts)
    }

    /// The findings on this page, at most [`FINDINGS_ON_PAGE`].
    pub fn findings(&self) -> &[Finding] {
        self.pages.get(self.page).map_or(&[], |page| &page.findings)
    }

    /// The acts of the outline on this page, at most [`ACTS_ON_PAGE`], with their positions in [`Checked::acts`].
    pub fn acts(&self) -> impl Iterator<Item = (usize, &Act)> {
        let range = self.pages.get(self.page).map_or(0..0, |page| page.acts.clone());
        self.request.acts().iter().enumerate().skip(range.start).take(range.len())
    }

    /// One page on; past the last, nothing changes. There is no way to skip one.
    #[must_use]
    pub fn next_page(self) -> Self {
        let page = self.page.saturating_add(1).min(self.page_count().saturating_sub(1));
        Self { page, seen: self.seen.max(page), ..self }
    }

    /// One page back; before the first, nothing changes.
    #[must_use]
    pub fn previous_page(self) -> Self {
        Self { page: self.page.saturating_sub(1), ..self }
    }

    /// Whether every page was on screen.
    pub fn is_complete(&self) -> bool {
        self.seen.saturating_add(1) >= self.page_count()
    }

    /// What is being read.
    pub fn request(&self) -> &Checked {
        &self.request
    }

    /// Turns a review that was read to its last page into a permission to sign.
    ///
    /// # Errors
    /// Hands the reading back while something is [`Self::missing`].
    #[allow(clippy::result_large_err, reason = "the error is the reading itself, handed back")]
    pub fn approve(self) -> Result<Approved, Self> {
        if self.missing().is_none() { Ok(Approved(self.request)) } else { Err(self) }
    }
}

impl Approved {
    /// What was approved.
    pub fn request(&self) -> &Checked {
        &self.0
    }
}

/// Findings first, then the outline, then facts; one empty page where there is nothing. An act that is alone needs no page of
/// its own: it stands on the first page of its facts.
fn pages_of(findings: &[Finding], acts: usize, facts: &[Fact]) -> Vec<Page> {
    let pieces: Vec<Fact> = facts.iter().flat_map(pieces_of).collect();
    let warnings =
        findings.chunks(FINDINGS_ON_PAGE).map(|page| Page { findings: page.to_vec(), ..Page::default() });
    let outline = (0..if acts > 1 { acts } else { 0 }).step_by(ACTS_ON_PAGE);
    let outline =
        outline.map(|first| Page { acts: first..(first + ACTS_ON_PAGE).min(acts), ..Page::default() });
    let lines = pieces.chunks(FACTS_ON_PAGE).enumerate().map(|(number, page)| {
        let acts = if acts == 1 && number == 0 { 0..1 } else { 0..0 };
        Page { acts, facts: page.to_vec(), ..Page::default() }
    });
    let pages: Vec<Page> = warnings.chain(outline).chain(lines).collect();
    if pages.is_empty() { vec![Page::default()] } else { pages }
}

/// The fact as it is, or cut into pieces that are numbered and together say all of it.
pub fn pieces_of(fact: &Fact) -> Vec<Fact> {
    let count = fact.value.chars().count().div_ceil(FACT_CHARS);
    if count <= 1 {
        return vec![fact.clone()];
    }
    let mut rest = fact.value.chars();
    (1..=count)
        .map(|piece| Fact {
            label: format!("{} ({piece} of {count})", fact.label),
            value: rest.by_ref().take(FACT_CHARS).collect(),
            provenance: fact.provenance,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Provenance, Severity};
    use proptest::prelude::*;

    fn fact(label: &str, value: String) -> Fact {
        Fact { label: label.to_owned(), value, provenance: Provenance::Signed }
    }

    fn finding() -> Finding {
        Finding { id: "x", severity: Severity::Danger, sentence: "s".to_owned(), advice: "a".to_owned() }
    }

    #[test]
    fn warnings_come_before_facts_and_no_page_holds_more_than_a_screen() {
        let facts: Vec<Fact> = (0..13).map(|number| fact("To", number.to_string())).collect();
        let pages = pages_of(&vec![finding(); 4], 0, &facts);
        let sizes: Vec<_> = pages.iter().map(|page| (page.findings.len(), page.facts.len())).collect();
        assert_eq!(sizes, [(3, 0), (1, 0), (0, 6), (0, 6), (0, 1)]);
    }

    #[test]
    fn the_outline_stands_between_warnings_and_facts_and_every_act_is_on_one_page() {
        let facts: Vec<Fact> = (0..7).map(|number| fact("To", number.to_string())).collect();
        for (acts, pages, why) in [
            (0, vec![0..0, 0..0, 0..0], "none"),
            (1, vec![0..0, 0..1, 0..0], "one alone stands with its facts"),
            (2, vec![0..0, 0..2, 0..0, 0..0], "two"),
            (9, vec![0..0, 0..8, 8..9, 0..0, 0..0], "one more than a page holds"),
        ] {
            let found = pages_of(&[finding()], acts, &facts);
            assert_eq!(found.into_iter().map(|page| page.acts).collect::<Vec<_>>(), pages, "{why}");
        }
    }

    #[test]
    fn a_review_has_a_page_even_where_there_is_nothing_to_say() {
        assert_eq!(pages_of(&[], 0, &[]).len(), 1);
    }

    #[test]
    fn pieces_are_numbered() {
        let pieces = pieces_of(&fact("Data", "0".repeat(FACT_CHARS + 1)));
        let labels: Vec<_> = pieces.iter().map(|piece| piece.label.as_str()).collect();
        assert_eq!(labels, ["Data (1 of 2)", "Data (2 of 2)"]);
        assert_eq!(
            pieces_of(&fact("Data", "0".repeat(FACT_CHARS))).len(),
            1,
            "the limit itself is one piece"
        );
    }

    proptest! {
        #[test]
        fn nothing_of_a_value_is_lost_whatever_its_length(value in "\\PC{0,3000}") {
            let pieces = pieces_of(&fact("Data", value.clone()));
            prop_assert!(pieces.iter().all(|piece| piece.value.chars().count() <= FACT_CHARS));
            prop_assert_eq!(pieces.into_iter().map(|piece| piece.value).collect::<String>(), value);
        }
    }
}
