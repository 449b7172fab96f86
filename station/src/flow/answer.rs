//! The signature is shown until the companion has read it.

use super::Screen;
use shared::eth::{Address, B256};

/// What is shown to the companion's camera, and what it is an answer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `eth-signature`.
    pub ur_type: &'static str,
    /// Its CBOR.
    pub cbor: Vec<u8>,
    /// What was signed.
    pub digest: B256,
    /// Who signed.
    pub signer: Address,
}

/// What can be said while it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerChoice {
    /// The companion has it.
    Done,
}

/// One step from the answer.
pub fn answer(choice: AnswerChoice) -> Screen {
    match choice {
        AnswerChoice::Done => Screen::Scan,
    }
}
