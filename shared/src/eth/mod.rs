//! Ethereum: what is signed and how its digest comes about. Pure; bytes in, values out.
//!
//! May not enter: private keys, and a second way to compute any digest.

pub mod address;
pub mod amount;
pub mod authorization;
pub mod chain;
pub mod message;
pub mod path;
pub mod payload;
pub mod sign_in;
pub mod signature;
#[cfg(test)]
mod tests;
pub mod text;
pub mod tx;
pub mod typed_data;

pub use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
pub use path::{AccountStyle, DerivationPath, Fingerprint, PathStep};
pub use payload::{DataType, NamedDigest, Payload, PayloadError};
pub use signature::{RecoverableSignature, SignatureError};
pub use tx::UnsignedTx;
