//! The signature is shown until the companion has read it.

use super::Screen;
use shared::eth::{Address, B256, payload::NamedDigest};
use shared::qr::codes::{Codes, CodesChoice};

/// What is shown to the companion's camera, and what it is an answer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `eth-signature`.
    pub ur_type: &'static str,
    /// Its CBOR.
    pub cbor: Vec<u8>,
    /// What was signed.
    pub digest: B256,
    /// What ERC-8213 has a wallet show of it, by its names.
    pub digests: Vec<NamedDigest>,
    /// Who signed.
    pub signer: Address,
    /// Whether a link was up while the keys that signed were in memory.
    pub exposed: bool,
    /// How it is shown.
    pub codes: Codes,
}

/// What can be said while it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerChoice {
    /// The companion has it.
    Done,
    /// Show it otherwise.
    Codes(CodesChoice),
}

/// One step from the answer.
pub fn answer(state: Answer, choice: AnswerChoice) -> Screen {
    match choice {
        AnswerChoice::Done => Screen::Scan,
        AnswerChoice::Codes(choice) => {
            Screen::Answer(Box::new(Answer { codes: state.codes.step(choice), ..state }))
        }
    }
}
