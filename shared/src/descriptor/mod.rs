//! ERC-7730 descriptors: how the fields of a call or of typed data are shown, in the words of the contract's makers.
//!
//! ```text
//! file, and files that it includes ── read: context, metadata, formats, each strictly or not at all ──► Descriptor
//! Descriptor + decoded call or message + Names ── show ──► Display: an intent and lines with their provenance
//! Knowledge ── lines ──► Facts beside those that are signed
//! ```
//!
//! Both published versions are read: 1 (selectors, `abi`, `schemas`, `required`, `excluded`) and 2 (`visible`, maps, groups,
//! interpolated intents). What is not understood is said and has no effect.
//!
//! A descriptor says how a value is *shown*, never what a call does: effects and findings come from [`crate::review`] alone, so
//! that no descriptor can make a call look harmless. May not enter: the network (descriptors come by file, or with a request).

mod budget;
mod display;
mod error;
mod fields;
mod form;
mod group;
mod key;
mod library;
mod lines;
mod merge;
mod model;
mod number;
mod own;
mod params;
mod path;
mod read;
mod show;
#[cfg(test)]
mod tests;
mod value;

pub use budget::{Budget, Budgets};
pub use display::{Display, Shown, Unfit};
pub use error::DescriptorError;
pub use library::{Call, Library, Message, Names};
pub use lines::{of_call, of_typed};
pub use merge::{Includes, flat, included};
pub use model::Token;

use crate::{
    eth::{Address, B256, typed_data::TypedField},
    review::Provenance,
};
use model::{Binding, Deployment, Format, Key};
use std::collections::BTreeMap;

/// So many remarks on what was not understood are kept.
const REMARKS_MAX: usize = 16;
/// The most digits behind the point: 10^77 is the largest power of ten below 2^256.
const DECIMALS_MAX: u8 = 77;

/// Where a descriptor comes from, and so what its lines are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A file or a bundle: nobody vouches for it.
    Claimed,
    /// This program's own, of public functions: the lines are what is signed, formatted.
    Own,
}

/// One descriptor file, read and judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Descriptor {
    binding: Binding,
    owner: Option<String>,
    contract_name: Option<String>,
    token: Option<Token>,
    formats: Vec<Format>,
    /// Where the format of a function stands.
    by_selector: BTreeMap<[u8; 4], usize>,
    unusable: Vec<(String, String)>,
    remarks: Vec<String>,
    origin: Origin,
}

impl Descriptor {
    /// Reads a descriptor: JSON (RFC 8259) of at most [`crate::limits::DESCRIPTOR_BYTES_MAX`] bytes. What it includes must be
    /// in `includes`. Its lines are *claimed*.
    ///
    /// # Errors
    /// [`DescriptorError`]: what is wrong with the file. A single format that cannot be used is not among them: see
    /// [`Self::unusable`].
    pub fn read(bytes: &[u8], includes: &Includes) -> Result<Self, DescriptorError> {
        read::descriptor(bytes, includes)
    }

    /// Whose contract it says that it describes.
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// What the contract is called in it.
    pub fn contract_name(&self) -> Option<&str> {
        self.contract_name.as_deref()
    }

    /// The functions and message types that it can show.
    pub fn formats(&self) -> impl Iterator<Item = String> {
        self.formats.iter().map(|format| key::words(&format.key))
    }

    /// The functions and message types that it names and that cannot be used, each with the reason.
    pub fn unusable(&self) -> &[(String, String)] {
        &self.unusable
    }

    /// What in it was not understood and has no effect.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        self.remarks.iter().chain(self.formats.iter().flat_map(|format| &format.remarks)).map(String::as_str)
    }

    /// Whether it is bound to contracts by address: chain id and address of each. `None` where it is for any contract.
    pub fn deployments(&self) -> Option<impl Iterator<Item = (u64, Address)>> {
        let (Binding::Contract { deployments } | Binding::Typed { deployments, .. }) = &self.binding;
        Some(deployments.as_ref()?.iter().map(|deployment| (deployment.chain, deployment.address)))
    }

    /// What its lines are worth.
    pub fn provenance(&self) -> Provenance {
        match self.origin {
            Origin::Claimed => Provenance::Claimed,
            Origin::Own => Provenance::Signed,
        }
    }

    /// Whether it is bound to contracts by their addresses: such a one fits better than one for any contract.
    fn is_bound(&self) -> bool {
        let (Binding::Contract { deployments } | Binding::Typed { deployments, .. }) = &self.binding;
        deployments.is_some()
    }

    /// The format for calls of a selector, where the descriptor is for this contract.
    fn call_format(&self, chain: Option<u64>, to: Option<Address>, wanted: [u8; 4]) -> Option<&Format> {
        let Binding::Contract { deployments } = &self.binding else { return None };
        let format = self.formats.get(*self.by_selector.get(&wanted)?)?;
        is_among(deployments.as_deref(), chain, to).then_some(format)
    }

    /// The format for a message type, where the descriptor is for this domain.
    fn typed_format(&self, message: &Message<'_>) -> Option<&Format> {
        let Binding::Typed { deployments, domain, separator } = &self.binding else { return None };
        let data = message.data;
        let chain = data.chain_id().and_then(|id| u64::try_from(id).ok());
        is_among(deployments.as_deref(), chain, data.verifying_contract()).then_some(())?;
        let same = |name: &str, wanted: &str| {
            let path = format!("domain.{name}");
            let found = data.domain_fields().iter().find(|field| field.path == path);
            // Hex is the same in any case; a text is not.
            let is_hex = |field: &TypedField| field.type_name == "address" || field.type_name == "bytes32";
            found.is_some_and(|field| {
                field.value == wanted || is_hex(field) && field.value.eq_ignore_ascii_case(wanted)
            })
        };
        let fits_domain = domain.iter().all(|(name, wanted)| same(name, wanted));
        let fits_separator = |wanted: B256| wanted == data.domain_separator();
        (fits_domain && separator.is_none_or(fits_separator)).then_some(())?;
        let written = data.encode_type();
        let fits =
            |format: &&Format| matches!(&format.key, Key::Typed { encode_type } if encode_type == written);
        self.formats.iter().find(fits)
    }

    /// The token that the descriptor says a contract is.
    fn token_at(&self, chain: Option<u64>, address: Address) -> Option<&Token> {
        let Binding::Contract { deployments: Some(deployments) } = &self.binding else { return None };
        is_among(Some(deployments), chain, Some(address)).then_some(self.token.as_ref())?
    }
}

fn is_among(deployments: Option<&[Deployment]>, chain: Option<u64>, address: Option<Address>) -> bool {
    let Some(deployments) = deployments else { return true };
    let fits =
        |deployment: &Deployment| Some(deployment.chain) == chain && Some(deployment.address) == address;
    deployments.iter().any(fits)
}
