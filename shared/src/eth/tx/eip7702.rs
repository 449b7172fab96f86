//! EIP-7702: 0x04 ‖ rlp([chain id, nonce, tip cap, fee cap, gas limit, to, value, data, access list,
//! authorizations]), each authorization being [chain id, address, nonce, parity, r, s].

use super::TxError;
use alloy_consensus::TxEip7702;

pub(super) const NAME: &str = "EIP-7702";

pub(super) fn decode(rlp: &[u8]) -> Result<TxEip7702, TxError> {
    let tx: TxEip7702 = super::items(NAME, rlp)?;
    if tx.authorization_list.is_empty() {
        return Err(TxError::NoAuthorizations);
    }
    Ok(tx)
}
