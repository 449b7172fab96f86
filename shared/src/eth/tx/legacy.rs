//! Legacy transactions, with replay protection only (EIP-155).
//!
//! Unsigned form: rlp([nonce, gas price, gas limit, to, value, data, chain id, "", ""]).

use super::TxError;
use alloy_consensus::TxLegacy;
use alloy_rlp::{Decodable, Header, PayloadView};

pub(super) const NAME: &str = "legacy";
/// The highest chain id of EIP-2294; above it, chain id × 2 + 36 does not fit a signature's eight bytes of v.
const CHAIN_ID_MAX: u64 = u64::MAX / 2 - 36;

pub(super) fn decode(bytes: &[u8]) -> Result<TxLegacy, TxError> {
    let damaged = |reason| TxError::Rlp { kind: NAME, reason };
    let mut rest = bytes;
    let items = match Header::decode_raw(&mut rest).map_err(damaged)? {
        PayloadView::List(items) => items,
        PayloadView::String(_) => return Err(damaged(alloy_rlp::Error::UnexpectedString)),
    };
    if !rest.is_empty() {
        return Err(TxError::Trailing { kind: NAME, length: rest.len() });
    }
    let [nonce, gas_price, gas_limit, to, value, input, chain_id, end @ ..] = items.as_slice() else {
        let six = items.len() == 6;
        return Err(if six { TxError::NoReplayProtection } else { wrong_count(items.len()) });
    };
    match end {
        [r, s] if is_empty_string(r) && is_empty_string(s) => {}
        [_, _] => return Err(TxError::NotUnsigned),
        _ => return Err(wrong_count(items.len())),
    }
    let chain_id = item(chain_id)?;
    if chain_id > CHAIN_ID_MAX {
        return Err(TxError::ChainIdTooLarge { chain_id });
    }
    Ok(TxLegacy {
        chain_id: Some(chain_id),
        nonce: item(nonce)?,
        gas_price: item(gas_price)?,
        gas_limit: item(gas_limit)?,
        to: item(to)?,
        value: item(value)?,
        input: item(input)?,
    })
}

fn item<T: Decodable>(mut rlp: &[u8]) -> Result<T, TxError> {
    let item = T::decode(&mut rlp).map_err(|reason| TxError::Rlp { kind: NAME, reason })?;
    if rlp.is_empty() { Ok(item) } else { Err(TxError::Trailing { kind: NAME, length: rlp.len() }) }
}

fn is_empty_string(rlp: &[u8]) -> bool {
    rlp == [alloy_rlp::EMPTY_STRING_CODE]
}

fn wrong_count(got: usize) -> TxError {
    TxError::Rlp { kind: NAME, reason: alloy_rlp::Error::ListLengthMismatch { expected: 9, got } }
}
