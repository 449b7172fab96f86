//! Slow work, and what came of it: a window runs it on a thread, a test at once.
//!
//! May not enter: threads, what a screen makes of it.

use super::{Incoming, ScanError, ToReview, incoming};
use crate::desk::Held;
use shared::{
    eth::Address,
    keys::{
        repair::{self as words_repair, Outcome},
        search::Ended,
    },
    qr::receive::Received,
    review::{CheckError, Checked},
};

/// Slow work that a step asks for; the window runs it on a thread of its own.
#[derive(Debug)]
pub enum Order {
    /// Look for this address among the derivation families.
    FindPath(Address),
    /// Look for what is wrong with words.
    Repair {
        /// With copies of its own.
        search: Box<words_repair::Search>,
        /// Ends it when the desk is wiped.
        held: Held,
    },
    /// Read what came through the camera.
    Read(Received),
    /// Check a request and compute its review.
    Review(Box<ToReview>),
}

impl Order {
    /// Does slow work, but for the search of a path, which borrows keys from the desk: of that nothing comes here. Tells
    /// `report` how many of how many steps are done, which says whether to go on.
    pub fn run(self, mut report: impl FnMut(u64, u64) -> bool) -> Done {
        match self {
            Self::Read(received) => Done::Read(Box::new(incoming::read(&received, report))),
            Self::Review(to_review) => Done::Reviewed(Box::new(to_review.checked())),
            Self::Repair { search, held } => {
                Done::Repair(search.run(|done, total| held.is_held() && report(done, total)))
            }
            Self::FindPath(wanted) => Done::FindPath(wanted, Ended::Stopped),
        }
    }
}

/// What came of an [`Order`].
#[derive(Debug)]
pub enum Done {
    /// The search for this address ended.
    FindPath(Address, Ended),
    /// Words that lead to what was wanted, or none.
    Repair(Outcome),
    /// What a scan brought.
    Read(Box<Result<Incoming, ScanError>>),
    /// A review.
    Reviewed(Box<Result<Checked, CheckError>>),
}
