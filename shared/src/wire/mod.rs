//! The messages that cross the gap (ERC-4527, BCR-2020-007, -015): read strictly, written in one canonical form.
//!
//! Bytes to values with names; nothing here judges what a request asks for. May not enter: private keys (refused and
//! wiped), I/O, CBOR crates anywhere but in `cbor`.

pub mod account;
pub mod answer;
pub mod bundle;
mod cbor;
pub(crate) mod derive;
pub(crate) mod error;
pub(crate) mod fields;
pub mod hdkey;
pub mod key_path;
pub mod multi_accounts;
pub(crate) mod node;
pub mod request;
mod scan;
pub mod sitting_log;
pub mod state_proof;
#[cfg(test)]
mod tests;

pub use account::{AccountList, KeyCard};
pub use answer::SignAnswer;
pub use bundle::Bundle;
pub use error::{Place, SkippedField, WireError};
pub use hdkey::HdKey;
pub use key_path::KeyPath;
pub use multi_accounts::MultiAccounts;
pub use request::SignRequest;
pub use sitting_log::SittingLog;
pub use state_proof::StateProof;

/// A message and what was skipped in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted<T> {
    /// The message.
    pub message: T,
    /// Fields that this version does not know, for the reader to be told.
    pub skipped: Vec<SkippedField>,
}

/// A message that was built here, or that nothing was skipped in.
impl<T> From<T> for Noted<T> {
    fn from(message: T) -> Self {
        Self { message, skipped: Vec::new() }
    }
}

/// Tag 37, a UUID (IANA registry), around the 16 bytes of a request id.
fn request_id_node(id: [u8; 16]) -> node::Node {
    node::Node::bytes(&id).tagged(TAG_UUID)
}

/// A request id: tag 37 and 16 bytes. The version bits are not judged: devices echo what they get.
fn request_id(item: fields::Item) -> Result<[u8; 16], WireError> {
    item.tagged([TAG_UUID])?.fixed("16 bytes")
}

const TAG_UUID: u64 = 37;
