//! EIP-2930: 0x01 ‖ rlp([chain id, nonce, gas price, gas limit, to, value, data, access list]).

use super::TxError;
use alloy_consensus::TxEip2930;

pub(super) const NAME: &str = "EIP-2930";

pub(super) fn decode(rlp: &[u8]) -> Result<TxEip2930, TxError> {
    super::items(NAME, rlp)
}
