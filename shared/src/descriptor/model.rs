//! A descriptor as values, after reading and before any data meets it.

use super::path::Path;
use crate::{
    abi::Signature,
    eth::{Address, B256, U256},
};
use std::collections::BTreeMap;

/// What a descriptor may be used for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Binding {
    /// Calls of these contracts; of any, where none is named.
    Contract { deployments: Option<Vec<Deployment>> },
    /// EIP-712 messages whose domain fits all that is named.
    Typed { deployments: Option<Vec<Deployment>>, domain: Vec<(String, String)>, separator: Option<B256> },
}

/// A contract on a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deployment {
    pub(super) chain: u64,
    pub(super) address: Address,
}

/// What a token is called, and where its point stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// `USDC`.
    pub ticker: String,
    /// Digits behind the point.
    pub decimals: u8,
}

/// A literal of the descriptor: text as it is, numbers as they were written, `true`, `false`.
pub(super) type Literal = String;

/// One function or message type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Format {
    pub(super) key: Key,
    /// Label and text; one without a label where the intent is a plain text.
    pub(super) intent: Vec<(String, String)>,
    pub(super) sentence: Option<String>,
    pub(super) fields: Vec<Field>,
    /// What of it was not understood.
    pub(super) remarks: Vec<String>,
}

/// What a format is for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Call {
        signature: Signature,
        selector: [u8; 4],
    },
    /// encodeType of EIP-712, each spelling of blanks alike.
    Typed {
        encode_type: String,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    One(Box<One>),
    Group(Group),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) path: Option<Path>,
    pub(super) label: Option<String>,
    pub(super) iteration: Iteration,
    pub(super) fields: Vec<Field>,
}

/// In which order a group shows the items of its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Iteration {
    /// Not said: the items of the group's own path one after the other, other lists each by itself.
    Unsaid,
    /// Each list by itself.
    Sequential,
    /// The first item of each list, then the second of each.
    Bundled,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct One {
    pub(super) source: Source,
    pub(super) label: String,
    pub(super) form: Form,
    pub(super) visible: Visible,
    pub(super) separator: Option<String>,
    /// The value is encrypted; what to say in its place.
    pub(super) encrypted: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    Path(Path),
    Literal(Literal),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Visible {
    Always,
    Never,
    /// Not for these values.
    IfNotIn(Vec<Literal>),
    /// Never, and the whole descriptor does not fit other values.
    MustBe(Vec<Literal>),
}

/// A parameter: fixed by the file, or found along a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Param {
    Literal(Literal),
    Path(Path),
    /// By what a path leads to.
    Map {
        values: BTreeMap<String, Literal>,
        key: Path,
    },
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    Raw,
    Amount,
    TokenAmount {
        token: Option<Param>,
        native: Vec<Address>,
        threshold: Option<U256>,
        message: Option<String>,
        chain: Option<Param>,
    },
    TokenTicker {
        chain: Option<Param>,
    },
    NftName {
        collection: Option<Param>,
    },
    AddressName {
        local: bool,
        ens: bool,
        sender: Vec<Address>,
    },
    Interoperable,
    Timestamp,
    BlockHeight,
    Duration,
    Unit {
        base: String,
        decimals: u8,
        prefix: bool,
    },
    Enum(BTreeMap<String, String>),
    ChainId,
    Calldata {
        callee: Option<Param>,
        selector: Option<Param>,
        amount: Option<Param>,
        spender: Option<Param>,
        chain: Option<Param>,
    },
    /// One that this version does not know.
    Unknown(String),
}
