//! What the screens of the books share: cards and nodes as they were read, and where a refusal of the book belongs.
//!
//! May not enter: what one screen alone means.

use crate::book::BookError;
use shared::{
    eth::{Address, DerivationPath, Fingerprint},
    qr::receive::Received,
    wire::KeyCard,
};

/// How many addresses of a card are offered.
pub(super) const OFFERED: u32 = 10;

/// A key card that was read and may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRead {
    /// Its type: `crypto-hdkey`, `crypto-account`, `crypto-multi-accounts`.
    pub ur_type: String,
    /// The card, CBOR.
    pub cbor: Vec<u8>,
    /// Of the device; a token that is sent back.
    pub fingerprint: Fingerprint,
    /// Its first addresses.
    pub addresses: Vec<(DerivationPath, Address)>,
}

impl CardRead {
    /// Reads the card in a message; refused with what to do.
    pub fn of(received: &Received) -> Result<Self, String> {
        let Received { ur_type, message: cbor } = received.clone();
        if !KeyCard::UR_TYPES.contains(&ur_type.as_str()) {
            return Err(format!(
                "this is {ur_type}, no key card; on the device choose “export”, “connect a software wallet” or “key card”"
            ));
        }
        let card = KeyCard::decode(&ur_type, &cbor).map_err(|error| error.to_string())?;
        let fingerprint = card.fingerprint().ok_or(
            "the card carries no fingerprint, so no device would take a request for it; export it again",
        )?;
        let addresses = card.addresses(OFFERED).map_err(|error| error.to_string())?;
        Ok(Self { ur_type, cbor, fingerprint, addresses })
    }
}

/// What a node said when it was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeTest {
    /// Scheme, host and port.
    pub node: String,
    /// Chain id, height of its last block and milliseconds for one question; or why it cannot be used.
    pub said: Result<NodeWord, String>,
}

/// What a node that answers said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeWord {
    /// Its chain.
    pub chain_id: u64,
    /// Its last block.
    pub block: u64,
    /// Milliseconds of one question and answer.
    pub milliseconds: u64,
}

/// Whether a book's refusal is about a name.
pub(super) fn is_about_name(refused: &BookError) -> bool {
    matches!(refused, BookError::Name { .. } | BookError::NameTaken { .. } | BookError::OtherDevice { .. })
}
