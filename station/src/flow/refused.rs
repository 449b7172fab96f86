//! Something was turned away: a sentence that says what, and what to do next.

use super::Screen;
use shared::{Kind, Refusal};

/// A refusal as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// A word that scripts can match.
    pub kind: Kind,
    /// A sentence for the operator.
    pub message: String,
}

impl<E: Refusal> From<E> for Refused {
    fn from(error: E) -> Self {
        Self { kind: error.kind(), message: error.to_string() }
    }
}

impl Refused {
    /// A link came up between approval and signature.
    pub(super) fn air(why: &str) -> Self {
        Self { kind: Kind::new("air-link"), message: format!("nothing was signed: {why}") }
    }
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedChoice {
    /// Back to the camera.
    ScanAgain,
    /// To the accounts.
    Back,
}

/// One step from a refusal.
pub fn refused(choice: RefusedChoice) -> Screen {
    match choice {
        RefusedChoice::ScanAgain => Screen::Scan,
        RefusedChoice::Back => Screen::Accounts(Box::default()),
    }
}
