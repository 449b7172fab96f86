//! Why typed data was refused.

use super::DOMAIN;
use crate::{
    Kind, Refusal,
    limits::{JSON_DEPTH_MAX, TYPED_FIELDS_MAX, TYPED_MEMBERS_MAX, TYPED_NAME_BYTES_MAX, TYPED_TYPES_MAX},
};

/// Why typed data was refused. Each names the place and the fault, then what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TypedDataError {
    /// No JSON (RFC 8259).
    #[error("the typed data is no JSON at byte {at}: {fault}; ask the application for the request again")]
    Json {
        /// Offset of the fault.
        at: usize,
        /// What was wrong there.
        fault: &'static str,
    },
    /// A member name twice in one object.
    #[error(
        "the typed data has the member “{name}” twice at byte {at}, programs would disagree which one \
        counts; ask the application to write it once"
    )]
    Duplicate {
        /// The name.
        name: String,
        /// Offset behind its second occurrence.
        at: usize,
    },
    /// Nested too deeply.
    #[error(
        "the typed data is nested more than {JSON_DEPTH_MAX} deep, nobody can review that; ask the \
        application for a flatter request"
    )]
    Depth,
    /// A JSON array: version 1.
    #[error(
        "this is typed data of version 1 (a JSON array), which does not say what it is for; ask the \
        application for version 4"
    )]
    Version1,
    /// A member of the document is missing.
    #[error("the typed data has no “{name}”; version 4 needs types, primaryType, domain and message")]
    TopLevel {
        /// Which one.
        name: &'static str,
    },
    /// The document signs nothing but its domain.
    #[error(
        "the primary type is {DOMAIN}, so that the message would not be signed at all; ask the \
        application to name the message's type"
    )]
    DomainOnly,
    /// Another kind of JSON value than the place needs.
    #[error("{place} is {found}, {expected} is needed; ask the application to correct it")]
    Form {
        /// Path of the value.
        place: String,
        /// What is needed there.
        expected: String,
        /// What stood there.
        found: String,
    },
    /// A type or member name that is no identifier.
    #[error(
        "“{name}” cannot be the name of a type or member: names are identifiers of at most \
        {TYPED_NAME_BYTES_MAX} bytes"
    )]
    Name {
        /// The name, cut.
        name: String,
    },
    /// A type that is neither elementary nor declared.
    #[error(
        "the type “{name}” in {place} is neither elementary nor declared (uint256, bytes32, address, a \
        struct in “types”, or arrays of them); ask the application to correct it"
    )]
    UnknownType {
        /// The type's name, cut.
        name: String,
        /// The struct that uses it.
        place: String,
    },
    /// The same member declared twice in one type.
    #[error("the type {type_name} declares “{name}” twice; ask the application to correct it")]
    DeclaredTwice {
        /// The struct.
        type_name: String,
        /// The member.
        name: String,
    },
    /// More types, members or fields than anyone reads.
    #[error(
        "the typed data is larger than {TYPED_TYPES_MAX} types, {TYPED_MEMBERS_MAX} members in one, or \
        {TYPED_FIELDS_MAX} values; split it"
    )]
    TooLarge,
    /// A declared member without a value.
    #[error("{place} has no value, though its type declares it; ask the application to fill it in")]
    Missing {
        /// Path of the member.
        place: String,
    },
    /// A number outside its type.
    #[error("{place} is {found}, which {type_name} cannot hold; ask the application to correct it")]
    Range {
        /// Path of the value.
        place: String,
        /// The declared type.
        type_name: String,
        /// The number as it was written, cut.
        found: String,
    },
    /// A fixed array with another count of items.
    #[error(
        "{place} has {found} items, its type {type_name} has another number; ask the application to \
        correct it"
    )]
    Count {
        /// Path of the array.
        place: String,
        /// The declared type.
        type_name: String,
        /// How many there are.
        found: usize,
    },
    /// The domain's members are not those that its type declares.
    #[error(
        "the domain has “{name}”, but {DOMAIN} does not declare it, so that it would be shown and not \
        signed; ask the application to declare it"
    )]
    Domain {
        /// The first member that is not declared.
        name: String,
    },
}

impl Refusal for TypedDataError {
    fn kind(&self) -> Kind {
        Kind::new("typed-data")
    }
}
