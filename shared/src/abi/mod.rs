//! Calldata in words: signatures, arguments from text, strict decoding, and the admin calls known by heart.
//!
//! May not enter: files, networks, and any claim that an unknown call is harmless.

pub mod arguments;
pub mod artifact;
pub mod decode;
pub mod known;
pub mod signature;
pub mod words;

pub use arguments::ArgumentError;
pub use artifact::{Artifact, ArtifactError};
pub use decode::{DecodeError, Decoded};
pub use known::{KnownCall, Reversible};
pub use signature::{Parameter, Signature, SignatureTextError};
