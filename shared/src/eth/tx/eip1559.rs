//! EIP-1559: 0x02 ‖ rlp([chain id, nonce, tip cap, fee cap, gas limit, to, value, data, access list]).

use super::TxError;
use alloy_consensus::TxEip1559;

pub(super) const NAME: &str = "EIP-1559";

pub(super) fn decode(rlp: &[u8]) -> Result<TxEip1559, TxError> {
    super::items(NAME, rlp)
}
