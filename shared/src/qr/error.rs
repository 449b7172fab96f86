//! Why a frame was refused, in words for the person who holds the camera, or the file.

use crate::limits::{CODE_TEXT_MAX, FRAGMENT_BYTES_MAX, MESSAGE_BYTES_MAX, PARTS_MAX};
use crate::{Kind, Refusal};

/// Why a frame was refused. Nothing of a refused frame is kept, unless the variant says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// Neither a UR nor one of our dense frames.
    #[error("this code does not begin with “ur:”; give the code of a request, an answer or a key card")]
    Scheme,
    /// The type is empty or has a character other than a-z, 0-9 and the hyphen.
    #[error(
        "the UR type {found:?} is not made of a-z, 0-9 and hyphens; have the sender write the code again"
    )]
    Type {
        /// At most 40 characters of it.
        found: String,
    },
    /// The `3-9` between type and body is not two decimal numbers from 1, or there is no body.
    #[error(
        "the part label {found:?} is not of the form 3-9, counted from 1; the code was misread or cut off, read it again"
    )]
    Sequence {
        /// At most 40 characters of it.
        found: String,
    },
    /// More than one code can hold.
    #[error("the code holds {length} characters, the limit is {CODE_TEXT_MAX}; show one code at a time")]
    TooLong {
        /// Characters or bytes.
        length: usize,
    },
    /// A letter pair that is no byteword, or an odd one.
    #[error("a letter pair in the code is no byteword, so it was misread or changed; read it again")]
    BytewordsInvalid,
    /// The CRC-32 at the end of the bytewords is another one.
    #[error("the checksum of this code is wrong, so it was misread, changed or cut off; read it again")]
    FrameChecksum,
    /// The part array is not CBOR in its one canonical spelling.
    #[error("the head of the part is {fault}; have the sender write the code again")]
    Cbor {
        /// Which rule it breaks.
        fault: CborFault,
    },
    /// Not the five items of a part, or items that differ from the label.
    #[error("the head of the part is wrong: {why}; have the sender write the code again")]
    Header {
        /// What is wrong with it.
        why: HeaderFault,
    },
    /// More parts are announced than are taken.
    #[error("the sender announces {announced} parts, the limit is {PARTS_MAX}; have it show denser codes")]
    TooManyParts {
        /// Its number.
        announced: u64,
    },
    /// A longer message is announced than is taken.
    #[error(
        "the sender announces a message of {announced} bytes, the limit is {MESSAGE_BYTES_MAX}; split the request"
    )]
    MessageTooLong {
        /// Its number.
        announced: u64,
    },
    /// A longer fragment than a code can hold.
    #[error(
        "the part carries {length} bytes, the limit is {FRAGMENT_BYTES_MAX}; have the sender cut smaller parts"
    )]
    FragmentTooLong {
        /// Bytes.
        length: usize,
    },
    /// Number of parts, length of a part and length of the message do not fit each other.
    #[error(
        "{parts} parts of {fragment} bytes cannot make a message of {message} bytes; have the sender write the code again"
    )]
    Inconsistent {
        /// Parts announced.
        parts: usize,
        /// Bytes in this one.
        fragment: usize,
        /// Bytes announced.
        message: usize,
    },
    /// A part that says otherwise than those before it about the same fragments.
    #[error(
        "this part contradicts those before it, so one of them is false; the whole is checked at its end"
    )]
    Contradiction,
    /// A part of another transfer; the current one is kept.
    #[error(
        "this code belongs to another message than those before it; show one message at a time, or go on showing the new one to begin with it"
    )]
    Mismatch,
    /// All parts are there, but the whole is not what was announced; the transfer was dropped.
    #[error(
        "the parts are complete, but their checksum is wrong; the transfer begins again, let the sender go on"
    )]
    MessageChecksum,
    /// A dense transfer with enough frames that cannot be solved; the transfer was dropped.
    #[error("the frames of this transfer cannot be joined; it begins again, let the sender go on")]
    Unsolvable,
    /// What a dense transfer carries cannot be unpacked; the transfer was dropped.
    #[error(
        "the message arrived and cannot be unpacked: {why}; use the same version of Coldframe on both sides"
    )]
    Unpack {
        /// What is wrong.
        why: UnpackFault,
    },
}

/// Which rule of canonical CBOR (RFC 8949, 4.2.1) the head of a part breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CborFault {
    /// It ends before its last item does.
    Truncated,
    /// Something follows it.
    Trailing,
    /// It has no stated length.
    Indefinite,
    /// A number takes more bytes than it needs.
    NonMinimal,
    /// Another type than the one expected.
    Type,
}

impl std::fmt::Display for CborFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Truncated => "cut off",
            Self::Trailing => "followed by other bytes",
            Self::Indefinite => "of indefinite length, which is not taken",
            Self::NonMinimal => "written longer than it needs to be",
            Self::Type => "of another type than a part's",
        })
    }
}

/// What is wrong with the head of a part or of a dense frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderFault {
    /// The array has other than five items.
    Items(u64),
    /// Label and array differ.
    Label,
    /// Part numbers count from 1 and fit 32 bits.
    Number,
    /// The checksum does not fit 32 bits.
    Checksum,
    /// A dense frame of a version that is not known here.
    Version(u8),
    /// A dense frame too short for its head.
    Short,
}

impl std::fmt::Display for HeaderFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Items(items) => write!(f, "it has {items} items instead of five"),
            Self::Label => f.write_str("its numbers differ from those in its label"),
            Self::Number => f.write_str("its number is not between 1 and 4294967295"),
            Self::Checksum => f.write_str("its checksum has more than 32 bits"),
            Self::Version(version) => write!(f, "it is of version {version}, version 1 is understood here"),
            Self::Short => f.write_str("it is too short"),
        }
    }
}

/// What is wrong with the content of a dense transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnpackFault {
    /// Its head is cut off or names an impossible type.
    Head,
    /// It is packed in a way that is not known here.
    Method,
    /// It announces a longer message than is taken.
    TooLong,
    /// What it unpacks to is not what it announces.
    Content,
}

impl std::fmt::Display for UnpackFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Head => "its head is damaged",
            Self::Method => "it is packed in an unknown way",
            Self::TooLong => "it announces more than the limit for a message",
            Self::Content => "it does not unpack to what it announces",
        })
    }
}

impl Refusal for PartError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::Scheme => "ur-scheme",
            Self::Type { .. } => "ur-type",
            Self::Sequence { .. } => "ur-sequence",
            Self::TooLong { .. } | Self::FragmentTooLong { .. } => "limit-length",
            Self::BytewordsInvalid => "bytewords-invalid",
            Self::FrameChecksum => "bytewords-checksum",
            Self::Cbor { fault } => match fault {
                CborFault::Truncated => "cbor-truncated",
                CborFault::Trailing => "cbor-trailing",
                CborFault::Indefinite => "cbor-indefinite",
                CborFault::NonMinimal => "cbor-non-minimal",
                CborFault::Type => "cbor-type",
            },
            Self::Header { .. } => "part-header",
            Self::TooManyParts { .. } => "limit-seq-len",
            Self::MessageTooLong { .. } | Self::Unpack { why: UnpackFault::TooLong } => "limit-message-len",
            Self::Inconsistent { .. } | Self::Contradiction => "part-inconsistent",
            Self::Mismatch => "part-mismatch",
            Self::MessageChecksum | Self::Unsolvable => "message-checksum",
            Self::Unpack { .. } => "dense-unpack",
        })
    }
}
