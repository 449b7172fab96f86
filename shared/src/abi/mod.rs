//! Calldata in words: signatures, arguments from text, strict decoding, and the admin calls known by heart.
//!
//! May not enter: files, networks, and any claim that an unknown call is harmless.

pub mod arguments;
pub mod artifact;
pub mod decode;
pub mod event;
pub mod inside;
pub mod known;
pub mod published;
pub mod readings;
pub mod scope;
pub mod signature;
mod signature_text;
pub mod units;
pub mod words;

pub use alloy_dyn_abi::{DynSolType, DynSolValue};
pub use arguments::{ArgumentError, Names};
pub use artifact::{AbiFunction, Artifact, ArtifactError};
pub use decode::{DecodeError, Decoded};
pub use event::{DecodedEvent, EventSignature};
pub use inside::Inside;
pub use known::KnownCall;
pub use published::Published;
pub use scope::Scope;
pub use signature::{Parameter, Signature, SignatureTextError};
