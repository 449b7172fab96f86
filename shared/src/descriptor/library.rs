//! All descriptors that may speak, the names that they may use, and what is to be shown.

use super::{
    Descriptor,
    model::{Format, Token},
    own,
};
use crate::{
    eth::{Address, U256, typed_data::TypedData},
    review::{Knowledge, knowledge::Known},
};

/// A call that is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// EIP-155.
    pub chain: Option<u64>,
    /// Who calls, where it is known.
    pub from: Option<Address>,
    /// The called contract.
    pub to: Address,
    /// What goes with it, in wei, where it is known.
    pub value: Option<U256>,
    /// Selector and arguments.
    pub data: &'a [u8],
}

/// Typed data that is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// What is signed.
    pub data: &'a TypedData,
    /// Who signs.
    pub from: Option<Address>,
}

/// Names of what stands on a chain, each with what it is worth. Without one, addresses and base units are shown.
pub trait Names {
    /// Ticker and decimals of a token.
    fn token(&self, chain: Option<u64>, address: Address) -> Option<Known<Token>>;
    /// The name of an account in a book or pack.
    fn local(&self, chain: Option<u64>, address: Address) -> Option<Known<String>>;
    /// Its name in the Ethereum Name Service.
    fn ens(&self, address: Address) -> Option<Known<String>>;
    /// The name of a collection of NFTs.
    fn collection(&self, chain: Option<u64>, address: Address) -> Option<Known<String>>;
    /// When a block was made, or will be, in seconds since 1970.
    fn block_time(&self, height: U256) -> Option<u64>;
}

/// Descriptors and names.
#[derive(Clone, Copy)]
pub struct Library<'a> {
    /// Those that were given; the program's own come behind them.
    pub descriptors: &'a [Descriptor],
    /// The names.
    pub names: &'a dyn Names,
}

impl<'a> Library<'a> {
    /// The best descriptor for a call of `to`, and its format: the program's own where none was given.
    pub(super) fn for_call(
        &self,
        chain: Option<u64>,
        to: Address,
        selector: [u8; 4],
    ) -> Option<(&'a Descriptor, &'a Format)> {
        let of = |descriptor: &'a Descriptor| {
            Some((descriptor, descriptor.call_format(chain, Some(to), selector)?))
        };
        first_best(self.descriptors.iter().filter_map(of)).or_else(|| own::all().iter().find_map(of))
    }

    /// The best descriptor for typed data, and its format: the program's own where none was given.
    pub(super) fn for_typed(&self, message: &Message<'_>) -> Option<(&'a Descriptor, &'a Format)> {
        let of = |descriptor: &'a Descriptor| Some((descriptor, descriptor.typed_format(message)?));
        first_best(self.descriptors.iter().filter_map(of)).or_else(|| own::all().iter().find_map(of))
    }

    /// Whether one that was given is for a call.
    pub(super) fn is_call_given(&self, call: &Call<'_>) -> bool {
        let selector = call.data.first_chunk::<4>();
        let fits = |selector: &[u8; 4]| {
            let mut given = self.descriptors.iter();
            given.any(|one| one.call_format(call.chain, Some(call.to), *selector).is_some())
        };
        selector.is_some_and(fits)
    }

    /// Whether one that was given is for a message.
    pub(super) fn is_typed_given(&self, message: &Message<'_>) -> bool {
        self.descriptors.iter().any(|one| one.typed_format(message).is_some())
    }

    /// What is known of a token: by the names, else by a descriptor that is bound to it.
    pub(super) fn token(&self, chain: Option<u64>, address: Address) -> Option<Known<Token>> {
        let described = |descriptor: &Descriptor| {
            let token = descriptor.token_at(chain, address)?;
            Some(Known { what: token.clone(), provenance: descriptor.provenance() })
        };
        self.names.token(chain, address).or_else(|| self.descriptors.iter().find_map(described))
    }
}

fn first_best<'a>(
    fitting: impl Iterator<Item = (&'a Descriptor, &'a Format)>,
) -> Option<(&'a Descriptor, &'a Format)> {
    fitting.reduce(|best, next| if next.0.is_bound() && !best.0.is_bound() { next } else { best })
}

/// The names that a sitting knows: those of its trusted packs.
impl Names for Knowledge {
    fn token(&self, _chain: Option<u64>, _address: Address) -> Option<Known<Token>> {
        None
    }

    fn local(&self, chain: Option<u64>, address: Address) -> Option<Known<String>> {
        let Known { what, provenance } = self.name(chain, address)?;
        Some(Known { what: what.to_owned(), provenance })
    }

    fn ens(&self, _address: Address) -> Option<Known<String>> {
        None
    }

    fn collection(&self, chain: Option<u64>, address: Address) -> Option<Known<String>> {
        self.local(chain, address)
    }

    fn block_time(&self, _height: U256) -> Option<u64> {
        None
    }
}
