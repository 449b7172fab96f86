//! From intent to unsigned request: pure, the facts of the chain and the randomness come in as arguments.
//!
//! May not enter: files, sockets, clocks, random numbers. A request built twice from the same arguments is the
//! same bytes, so what a test sees is what a device gets.

pub mod authorizations;
pub mod form;
pub mod id;
pub mod key;
pub mod transaction;

use shared::{
    eth::Payload,
    wire::{KeyPath, SignRequest},
};

pub use id::RequestId;
pub use key::{AskedKey, KeyError};
pub use transaction::{BuildError, ChainFacts, Fees, TxIntent};

/// What the request says about who asks; the peers show it, none checks it.
pub const ORIGIN: &str = "Coldframe";

/// Request bytes above which a device other than our own station may run out of memory (ERC-4527 peers in the
/// field: Keystone fails on deployments, Keycard holds 128 parts of 200 bytes).
pub const FOREIGN_BYTES_MAX: usize = 20_000;

/// Asks `key` to sign `payload`.
///
/// Key 4, the chain id, is written for every transaction: some devices take it from there alone. Messages and
/// typed data go without, as the wallets in the field send them.
pub fn request(payload: &Payload, key: &AskedKey, id: RequestId) -> SignRequest {
    SignRequest {
        request_id: Some(id.to_bytes()),
        sign_data: payload.sign_data(),
        data_type: payload.data_type(),
        chain_id: payload.chain_id(),
        key_path: KeyPath { path: key.path.clone(), source_fingerprint: Some(key.fingerprint), depth: None },
        address: Some(key.address),
        origin: Some(ORIGIN.to_owned()),
    }
}
