//! [`Checked`] to [`Approved`], page by page.

use super::{Checked, Fact};

/// A review being read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    request: Checked,
    page: usize,
    seen: usize,
}

/// Proof that every page was on screen. The signer takes nothing else, and only [`Reading::approve`] makes one.
#[derive(Debug, PartialEq)]
pub struct Approved(Checked);

impl Reading {
    /// Opens the first page.
    pub fn new(request: Checked) -> Self {
        Self { request, page: 0, seen: 0 }
    }
    /// How many pages there are, at least 1.
    pub fn page_count(&self) -> usize {
        unimplemented!()
    }
    /// The page on screen, from 0.
    pub fn page(&self) -> usize {
        self.page
    }
    /// The facts on this page.
    pub fn facts(&self) -> &[Fact] {
        unimplemented!()
    }
    /// One page on; past the last, nothing changes. There is no way to skip one.
    pub fn next_page(self) -> Self {
        unimplemented!()
    }
    /// One page back.
    pub fn previous_page(self) -> Self {
        unimplemented!()
    }
    /// Whether every page was on screen.
    pub fn is_complete(&self) -> bool {
        self.seen + 1 >= self.page_count()
    }
    /// What is being read.
    pub fn request(&self) -> &Checked {
        &self.request
    }
    /// Hands the reading back while a page is unseen.
    #[allow(clippy::result_large_err, reason = "the error is the reading itself, handed back")]
    pub fn approve(self) -> Result<Approved, Self> {
        if self.is_complete() { Ok(Approved(self.request)) } else { Err(self) }
    }
}

impl Approved {
    /// What was approved.
    pub fn request(&self) -> &Checked {
        &self.0
    }
}
