//! Why a descriptor was refused.

use crate::{
    Kind, Refusal,
    eth::typed_data::TypedDataError,
    limits::{DESCRIPTOR_BYTES_MAX, DESCRIPTOR_FIELDS_MAX, JSON_DEPTH_MAX},
};

/// Why a descriptor was refused. A request is reviewed without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptorError {
    /// Longer than any published one.
    #[error("the descriptor has {bytes} bytes, at most {DESCRIPTOR_BYTES_MAX} are read; leave out its abi")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// No JSON (RFC 8259).
    #[error("the descriptor is no JSON: {fault}; take the file again from where it was published")]
    Json {
        /// Where and what.
        fault: String,
    },
    /// Nested too deeply.
    #[error("the descriptor is nested more than {JSON_DEPTH_MAX} deep; write its groups as flat paths")]
    Depth,
    /// Another kind of JSON value than the place needs, or another form of text.
    #[error("in the descriptor, {place} must be {expected}; correct the file")]
    Form {
        /// `context.contract.deployments[2].address`.
        place: String,
        /// What is needed there.
        expected: String,
    },
    /// A later format.
    #[error(
        "the descriptor is written for version {major} of ERC-7730, this program reads 1 and 2; use an older file"
    )]
    Version {
        /// The major version that its $schema names.
        major: u32,
    },
    /// Another file is needed.
    #[error("the descriptor includes “{name}”, which is not here; give that file with it")]
    Include {
        /// As it is written.
        name: String,
    },
    /// Files that include each other without end.
    #[error("the descriptor includes files that include files, more than {max} deep; write it flat")]
    IncludeDepth {
        /// How deep they may.
        max: usize,
    },
    /// More than anyone reads.
    #[error("the descriptor has more than {DESCRIPTOR_FIELDS_MAX} fields; split it")]
    Fields,
    /// It binds to neither a contract nor an EIP-712 domain.
    #[error("the descriptor's context names neither “contract” nor “eip712” (or both); correct the file")]
    Context,
    /// No function or type of it can be used.
    #[error("none of the descriptor's formats can be used: {first}")]
    Nothing {
        /// Why the first one cannot.
        first: String,
    },
}

impl DescriptorError {
    pub(super) fn form(place: &str, expected: &str) -> Self {
        Self::Form { place: place.to_owned(), expected: expected.to_owned() }
    }
}

impl From<TypedDataError> for DescriptorError {
    fn from(error: TypedDataError) -> Self {
        match error {
            TypedDataError::Depth => Self::Depth,
            TypedDataError::Json { at, fault } => Self::Json { fault: format!("at byte {at}, {fault}") },
            TypedDataError::Duplicate { name, at } => {
                Self::Json { fault: format!("the member “{name}” stands twice, at byte {at}") }
            }
            TypedDataError::Form { place, expected, .. } => Self::Form { place, expected },
            other => Self::Json { fault: other.to_string() },
        }
    }
}

impl Refusal for DescriptorError {
    fn kind(&self) -> Kind {
        Kind::new("descriptor")
    }
}
