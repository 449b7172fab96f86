//! Context packs: what a team knows of its own contracts, signed by its reviewers, carried to a station that keeps nothing.
//!
//! ```text
//! Pack      names, functions, roles, code, rules: what the bytes say, judged for form alone
//! Offered   a pack as it crossed the gap, with signatures: nothing is believed yet
//! Trusted   a pack that enough of its reviewers signed, and that the operator pinned or sealed
//! ```
//!
//! The UR type is `coldframe-pack`, in canonical CBOR:
//!
//! ```cddl
//! coldframe-pack = { 1: 1, 2: bytes .cbor pack, ? 3: [1*16 signature], ? 4: signature-bytes }  ; 4: the operator's seal
//! signature = [uint .lt 16, signature-bytes]           ; which reviewer, ascending
//! signature-bytes = bytes .size 65                     ; r ‖ s ‖ 27 or 28
//! pack = { 1: text .size (1..64), 2: (uint .gt 0) .size 4, ? 3: hash, 4: uint, 5: uint, ? 6: [1*16 reviewer], 7: uint .le 16,
//!          ? 8: [1*128 contract], ? 9: [1*512 named], ? 10: [1*256 rule], ? 11: [1*16 block] }
//! reviewer = [text .size (1..64), address]
//! contract = { 1: chain, 2: address, 3: text .size (1..64), ? 4: [1*256 function], ? 5: [1*64 role], ? 6: [1*16 hash],
//!              ? 7: [1*16 address], ? 8: [1*64 slot], ? 9: creation }
//! function = text                                      ; "transferOwnership(address newOwner)"
//! role = [hash, text .size (1..64)]
//! slot = [number, text .size (1..64)]
//! creation = [uint, hash, text]                        ; bytes of the code, their keccak256, "constructor(address owner)"
//! named = { ? 1: chain, 2: address, 3: text .size (1..64) }
//! rule = { 1: text .size (1..200), ? 2: chain, ? 3: address, ? 4: bytes .size 4, ? 5: [uint .size 1, number, number],
//!          ? 6: [uint .size 1, [1*64 address]], ? 7: number, ? 8: uint .size 4, 9: demand,
//!          ? 10: [1*64 address], ? 11: [1*64 bytes .size 4] }  ; 10, 11: only these contracts, only these functions
//! demand = 1..3                                        ; a typed word, two people, not signed
//! block = [chain, uint, hash]
//! chain = uint .gt 0
//! number = bytes .size (0..32)                         ; big-endian, no leading zeros
//! address = bytes .size 20
//! hash = bytes .size 32
//! ```
//!
//! | key | of a pack | shape                                                                               |
//! |-----|-----------|-------------------------------------------------------------------------------------|
//! | 1   | team      | whose it is                                                                         |
//! | 2   | version   | counts up from 1                                                                    |
//! | 3   | previous  | the contents' hash of the version before; absent in version 1                       |
//! | 4   | issued    | seconds since 1970 when it was made                                                 |
//! | 5   | expires   | seconds since 1970 after which it is not used                                       |
//! | 6   | reviewers | whose signatures count; none in a pack that only a seal makes trusted               |
//! | 7   | threshold | how many of them must sign                                                          |
//!
//! Every pack has one spelling: a list that would be empty is absent, and what was read is written again and must be the bytes
//! that came. A field that is not listed is refused and not skipped: it could be a rule, and a rule that is passed over is an
//! approval that is easier than the reviewers wanted.
//!
//! What a trusted pack says is *vouched*. Its rules can only make an approval harder. May not enter: clocks (the hour comes
//! in as an argument), keys, files.

mod codec;
mod envelope;
mod error;
mod form;
pub mod rules;
#[cfg(test)]
mod tests;
mod told;
mod trust;
mod typed;

use crate::{
    abi::Signature,
    eth::{Address, B256, U256, keccak256},
};

pub use envelope::{Offered, PackSignature};
pub use error::{PackError, TrustError};
pub use told::Line;
pub use trust::{Circle, Trust, Trusted, TrustedBy};
pub use typed::{SEAL_PATH, is_review, is_seal, seal_path};

/// A team's knowledge, as its canonical bytes say it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pack {
    /// Whose it is: `Example Treasury`.
    pub team: String,
    /// Counts up from 1.
    pub version: u32,
    /// The hash of the version before; `None` for the first.
    pub previous: Option<B256>,
    /// Seconds since 1970 when it was made: a clock that is behind it is wrong.
    pub issued: u64,
    /// Seconds since 1970 after which it is not used.
    pub expires: u64,
    /// Who may sign it; nobody in a pack that only the operator's own seal makes trusted.
    pub reviewers: Vec<Reviewer>,
    /// How many of them must.
    pub threshold: u8,
    /// The team's contracts.
    pub contracts: Vec<Contract>,
    /// Addresses with a name that are no contracts of the team: people, exchanges, other Safes.
    pub names: Vec<Named>,
    /// What makes an approval harder.
    pub rules: Vec<Rule>,
    /// Block headers that the reviewers vouch for.
    pub blocks: Vec<Block>,
}

/// A reviewer's key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviewer {
    /// Who.
    pub name: String,
    /// The address that recovers from the signature.
    pub address: Address,
}

/// A contract of the team on one chain.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contract {
    /// EIP-155.
    pub chain: u64,
    /// Where.
    pub address: Address,
    /// `Treasury`.
    pub name: String,
    /// Functions, with parameter names.
    pub functions: Vec<Signature>,
    /// Roles of AccessControl: the 32 bytes and their name.
    pub roles: Vec<(B256, String)>,
    /// keccak256 of runtime codes that were reviewed.
    pub code_hashes: Vec<B256>,
    /// The implementation that stands behind it, or shall.
    pub implementations: Vec<Address>,
    /// Storage slots with a meaning: `owner` at 0.
    pub slots: Vec<(U256, String)>,
    /// How it is created.
    pub creation: Option<Creation>,
}

/// The code that creates a contract, known by its hash, and what stands behind that code in a creation.
#[derive(Debug, Clone, PartialEq)]
pub struct Creation {
    /// Bytes of the code, without arguments.
    pub length: u32,
    /// Their keccak256.
    pub hash: B256,
    /// `constructor(address owner)`.
    pub constructor: Signature,
}

impl Creation {
    /// Of code without arguments. [`None`] where it is none, or longer than a pack can say.
    pub fn of(code: &[u8], constructor: Signature) -> Option<Self> {
        let length = u32::try_from(code.len()).ok().filter(|length| *length > 0)?;
        Some(Self { length, hash: keccak256(code), constructor })
    }

    /// The arguments in init code that begins with this code.
    pub fn arguments<'c>(&self, init_code: &'c [u8]) -> Option<&'c [u8]> {
        let (code, arguments) = init_code.split_at_checked(usize::try_from(self.length).ok()?)?;
        (keccak256(code) == self.hash).then_some(arguments)
    }
}

/// An address with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// EIP-155; `None` for an account that is the same everywhere.
    pub chain: Option<u64>,
    /// Where.
    pub address: Address,
    /// Who.
    pub name: String,
}

/// What must hold for a call, and what is demanded where it does not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// `Mints above a million want two people.`
    pub why: String,
    /// The chain it is about; `None` for all.
    pub chain: Option<u64>,
    /// The called contract; `None` for all.
    pub target: Option<Address>,
    /// The function; `None` for all.
    pub selector: Option<[u8; 4]>,
    /// The range that a static argument may lie in: (position from 0, least, most). `None` for every call.
    pub argument: Option<(u8, U256, U256)>,
    /// The addresses that the argument at a position may be; empty for all.
    pub allowed: Option<(u8, Vec<Address>)>,
    /// The most value, in wei, that may go with it.
    pub value_max: Option<U256>,
    /// The most such calls in one sitting.
    pub rate_max: Option<u32>,
    /// What is demanded where a bound is passed, or where no bound stands, always.
    pub demand: Demand,
    /// The only contracts that may be called; empty for all. A contract creation is outside any such list; what is signed for no
    /// contract at all is not judged by it.
    pub only_targets: Vec<Address>,
    /// The only functions that may be called; empty for all. A call of no function is outside any such list; what is signed
    /// without a call is not judged by it.
    pub only_functions: Vec<[u8; 4]>,
}

/// How a rule makes an approval harder. Ordered: a later one is harder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Demand {
    /// A word must be typed.
    TypeWord,
    /// Two people must read and approve, one after the other.
    TwoReviewers,
    /// It is not signed.
    #[default]
    Deny,
}

/// A block header that reviewers vouch for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// EIP-155.
    pub chain: u64,
    /// Height.
    pub number: u64,
    /// keccak256 of the header.
    pub hash: B256,
}

impl Pack {
    /// The names that it gives to an address: as a contract's, then as another's.
    pub fn names_of(&self, chain: Option<u64>, address: Address) -> impl Iterator<Item = &str> {
        let is_contract =
            move |contract: &&Contract| contract.address == address && Some(contract.chain) == chain;
        let is_named =
            move |named: &&Named| named.address == address && (named.chain.is_none() || named.chain == chain);
        let contracts = self.contracts.iter().filter(is_contract).map(|contract| contract.name.as_str());
        contracts.chain(self.names.iter().filter(is_named).map(|named| named.name.as_str()))
    }
}
