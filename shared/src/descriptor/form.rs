//! One value in the form that its field asks for.
//!
//! Beside what ERC-7730 wants to see stands what it leaves out: the address behind a name, the base units behind an amount.
//! May not enter: a guess at decimals, a name in place of an address without the address.

use super::{
    budget::Budget,
    display::Unfit,
    model::{Form, Param},
    number,
    show::{Place, Showing},
    value::{Value, largest, number_of, role},
};
use crate::{
    eth::{Address, U256, address, chain::Chain, keccak256},
    review::{Provenance, knowledge::Known},
};
use alloy_primitives::hex;

/// Decimals of every chain's own coin.
const COIN_DECIMALS: u8 = 18;

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    pub(super) text: String,
    /// What is said behind it.
    pub(super) detail: Option<String>,
    /// What the names in it are worth.
    pub(super) by: Provenance,
}

impl Written {
    pub(super) fn plain(text: String) -> Self {
        Self { text, detail: None, by: Provenance::Signed }
    }

    pub(super) fn with(text: String, detail: String) -> Self {
        Self { detail: Some(detail), ..Self::plain(text) }
    }
}

impl Showing<'_> {
    /// The value in words. A value that the form is not made for is shown as it is, and the line says so.
    pub(super) fn written(
        &self,
        form: &Form,
        value: &Value,
        place: &Place<'_>,
        budget: &mut Budget,
    ) -> Result<Written, Unfit> {
        let misfit = |why: &str| Written::with(value.raw(), why.to_owned());
        let number = |write: &dyn Fn(U256) -> Written| match value.number() {
            Some(number) => write(number),
            None => misfit("shown as it is: the descriptor takes it for a number"),
        };
        Ok(match form {
            Form::Raw => raw(value),
            Form::Amount => number(&|wei| coins(wei, self.container.chain)),
            Form::TokenAmount { token, native, threshold, message, chain } => {
                let chain = self.chain(chain.as_ref(), place, budget)?;
                let token = self.address(token.as_ref(), place, budget)?;
                let Some(amount) = value.number() else { return Ok(misfit("shown as it is: no amount")) };
                let most = threshold.filter(|threshold| amount >= *threshold);
                let message = most.map(|_| message.as_deref().unwrap_or("Unlimited"));
                match token {
                    Some(token) if native.contains(&token) => match message {
                        Some(message) => with_message(message, amount, coin(chain)),
                        None => coins(amount, chain),
                    },
                    _ => self.tokens(amount, token, chain, message),
                }
            }
            Form::TokenTicker { chain } => {
                let chain = self.chain(chain.as_ref(), place, budget)?;
                let Some(token) = value.address() else { return Ok(misfit("shown as it is: no address")) };
                match self.library.token(chain, token) {
                    Some(Known { what, provenance }) => {
                        Written { by: provenance, ..Written::with(what.ticker, token.to_string()) }
                    }
                    None => Written::with(token.to_string(), "a token without a name here".to_owned()),
                }
            }
            Form::NftName { collection } => {
                let collection = self.address(collection.as_ref(), place, budget)?;
                let Some(id) = value.number() else { return Ok(misfit("shown as it is: no number")) };
                let name = collection.and_then(|at| self.library.names.collection(self.container.chain, at));
                match (name, collection) {
                    (Some(Known { what, provenance }), Some(at)) => {
                        let text = format!("{what} #{id}");
                        Written { by: provenance, ..Written::with(text, format!("of the collection {at}")) }
                    }
                    (_, Some(at)) => Written::with(id.to_string(), format!("of the collection {at}")),
                    _ => Written::plain(id.to_string()),
                }
            }
            Form::AddressName { local, ens, sender } => {
                let Some(address) = value.address() else { return Ok(misfit("shown as it is: no address")) };
                self.account(address, *local, *ens, sender)
            }
            Form::Interoperable => match value.bytes().and_then(|bytes| interoperable(&bytes)) {
                Some(text) => Written::with(text, value.raw()),
                None => misfit("shown as it is: no interoperable address of ERC-7930"),
            },
            Form::Timestamp => number(&|seconds| match number::moment(seconds) {
                Some(moment) => Written::with(moment, format!("{seconds} seconds since 1970")),
                None => Written::with(value.raw(), "no moment before the year 10000".to_owned()),
            }),
            Form::BlockHeight => number(&|height| match self
                .library
                .names
                .block_time(height)
                .and_then(|time| number::moment(U256::from(time)))
            {
                Some(moment) => Written::with(moment, format!("about block {height}")),
                None => Written::with(height.to_string(), "a block's height".to_owned()),
            }),
            Form::Duration => number(&|seconds| {
                Written::with(number::duration(seconds), format!("hours:minutes:seconds, {seconds} seconds"))
            }),
            Form::Unit { base, decimals, prefix } => number(&|amount| {
                Written::plain(match prefix {
                    true => number::with_prefix(amount, *decimals, base),
                    false => format!("{}{base}", number::decimal(amount, *decimals)),
                })
            }),
            Form::Enum(entries) => {
                let fits = |(key, _): &(&String, &String)| is_same(key, value);
                match entries.iter().find(fits) {
                    Some((_, name)) => {
                        Written::with(crate::eth::text::spelled_out(name), format!("value {}", value.raw()))
                    }
                    None => misfit("not among the values that the descriptor names"),
                }
            }
            Form::ChainId => number(&|id| match u64::try_from(id).ok().and_then(Chain::of) {
                Some(chain) => Written::with(chain.name.to_owned(), format!("chain id {id}")),
                None => Written::with(id.to_string(), "an unknown chain".to_owned()),
            }),
            // Followed by the walk, which has the lines inside; here only where nothing shows it.
            Form::Calldata { .. } => raw(value),
            Form::Unknown(name) => {
                Written::with(value.raw(), format!("shown as it is: the form “{name}” is not known here"))
            }
        })
    }

    fn tokens(
        &self,
        amount: U256,
        token: Option<Address>,
        chain: Option<u64>,
        message: Option<&str>,
    ) -> Written {
        let Some(token) = token else {
            return Written::with(amount.to_string(), "base units of a token that is not named".to_owned());
        };
        match self.library.token(chain, token) {
            Some(Known { what, provenance }) => {
                let detail = format!("{amount} base units of {token}");
                let text = match message {
                    Some(message) => format!("{message} {}", what.ticker),
                    None => format!("{} {}", number::decimal(amount, what.decimals), what.ticker),
                };
                Written { by: provenance, ..Written::with(text, detail) }
            }
            None => {
                let detail = format!("base units of the token {token}, whose decimals are not known here");
                match message {
                    Some(message) => Written::with(message.to_owned(), format!("{amount} {detail}")),
                    None => Written::with(amount.to_string(), detail),
                }
            }
        }
    }

    fn account(&self, address: Address, local: bool, ens: bool, sender: &[Address]) -> Written {
        if sender.contains(&address) {
            let from = self.container.from.map(|from| format!("{from}, ")).unwrap_or_default();
            return Written::with("Sender".to_owned(), format!("{from}for which {address} stands"));
        }
        let name = || {
            let book = local.then(|| self.library.names.local(self.container.chain, address)).flatten();
            book.or_else(|| ens.then(|| self.library.names.ens(address)).flatten())
        };
        match name() {
            Some(Known { what, provenance }) => {
                Written { by: provenance, ..Written::with(what, address.to_string()) }
            }
            None => Written::plain(address.to_string()),
        }
    }

    /// The chain that a parameter names, else the one that is signed for.
    pub(super) fn chain(
        &self,
        param: Option<&Param>,
        place: &Place<'_>,
        budget: &mut Budget,
    ) -> Result<Option<u64>, Unfit> {
        match self.param(param, place, budget)? {
            Some(value) => Ok(value.number().and_then(|id| u64::try_from(id).ok())),
            None => Ok(self.container.chain),
        }
    }

    /// The address that a parameter names.
    pub(super) fn address(
        &self,
        param: Option<&Param>,
        place: &Place<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Address>, Unfit> {
        Ok(self.param(param, place, budget)?.and_then(|value| value.address()))
    }
}

/// The value as it is, with what is known of it by heart.
fn raw(value: &Value) -> Written {
    match value {
        Value::Uint(number) if *number == U256::MAX => {
            let words = largest(*number);
            let behind = words.split_once(" (").map_or("", |(_, behind)| behind).trim_end_matches(')');
            Written::with(number.to_string(), behind.to_owned())
        }
        _ => match role(value) {
            Some(name) => Written::with(value.raw(), name.to_owned()),
            None => Written::plain(value.raw()),
        },
    }
}

fn coin(chain: Option<u64>) -> &'static str {
    chain.map_or("coin", Chain::coin_of)
}

fn coins(wei: U256, chain: Option<u64>) -> Written {
    Written::with(format!("{} {}", number::decimal(wei, COIN_DECIMALS), coin(chain)), format!("{wei} wei"))
}

fn with_message(message: &str, amount: U256, ticker: &str) -> Written {
    Written::with(format!("{message} {ticker}"), format!("{amount} base units"))
}

/// Whether a literal of the file stands for a value: as a number, an address, a truth value or a text.
pub(super) fn is_same(literal: &str, value: &Value) -> bool {
    match value {
        Value::Text(text) => text == literal,
        Value::Address(address) => address::any_case(literal) == Some(*address),
        Value::Uint(number) => number_of(literal) == Some(*number),
        // A slice of bytes may stand for a number.
        Value::Bytes(bytes) => {
            let as_long = literal.len() == 2 + 2 * bytes.len(); // else not even written out
            as_long && value.raw().eq_ignore_ascii_case(literal) || is_number(literal, value)
        }
        Value::Bool(_) | Value::Int(_) => value.raw().eq_ignore_ascii_case(literal),
        Value::List(_) | Value::Group(_) => false,
    }
}

fn is_number(literal: &str, value: &Value) -> bool {
    !literal.starts_with("0x") && number_of(literal).is_some_and(|number| value.number() == Some(number))
}

/// `<address>@eip155:<chain>#<checksum>` of an interoperable address (ERC-7930, version 1, EVM chains).
fn interoperable(bytes: &[u8]) -> Option<String> {
    let rest = bytes.strip_prefix(&[0, 1])?;
    let (length, after) = rest.strip_prefix(&[0, 0])?.split_first()?;
    let (chain, after) = after.split_at_checked(usize::from(*length))?;
    let (length, account) = after.split_first()?;
    (usize::from(*length) == account.len() && account.len() == 20 && chain.len() <= 8).then_some(())?;
    let chain = chain.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let checksum = keccak256(rest);
    let checksum = hex::encode_upper(checksum.get(..4)?);
    Some(format!("{}@eip155:{chain}#{checksum}", Address::from_slice(account)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interoperable_address_is_written_as_its_standard_does() {
        let bytes = hex::decode("00010000010114D8DA6BF26964AF9D7EED9E03E53415D37AA96045").unwrap();
        assert_eq!(
            interoperable(&bytes).unwrap(),
            "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045@eip155:1#4CA88C9C"
        );
        for cut in 0..bytes.len() {
            assert_eq!(interoperable(&bytes[..cut]), None);
        }
    }
}
