//! A request is read page by page.

use super::Screen;
use shared::review::Reading;

/// What can be said while reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewChoice {
    /// One page on.
    NextPage,
    /// One page back.
    PreviousPage,
    /// Nothing is signed.
    Reject,
    /// Sign it; without effect while a page is unseen.
    Approve,
}

/// One step of the review.
pub fn review(reading: Reading, choice: ReviewChoice) -> Screen {
    let still = |reading| Screen::Review(Box::new(reading));
    match choice {
        ReviewChoice::NextPage => still(reading.next_page()),
        ReviewChoice::PreviousPage => still(reading.previous_page()),
        ReviewChoice::Reject => Screen::Scan,
        ReviewChoice::Approve => {
            reading.approve().map_or_else(still, |approved| Screen::Sign(Box::new(approved)))
        }
    }
}
