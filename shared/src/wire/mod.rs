//! The messages that cross the gap (ERC-4527, BCR-2020-007, -015): read strictly, written in one canonical form.

pub mod account;
pub mod answer;
pub mod cbor;
pub mod hdkey;
pub mod key_path;
pub mod request;

pub use account::{AccountList, KeyCard};
pub use answer::SignAnswer;
pub use cbor::WireError;
pub use hdkey::HdKey;
pub use key_path::KeyPath;
pub use request::SignRequest;
