//! Signed authorizations (EIP-7702) as files hold them, and which of them a transaction can carry: the same for window and
//! commands.
//!
//! May not enter: files, signing. ERC-4527 has no message for an unsigned tuple, so only signed ones are taken.

use shared::eth::{
    U256,
    authorization::{SignedAuthorization, authority, is_for_every_chain},
};

/// The most authorizations of one transaction that are taken.
pub const AUTHORIZATIONS_MAX: usize = 256;

/// The authorizations in a JSON text, one or a list; else a sentence that says what is wrong. Each must have a signature that
/// somebody made, and be for `chain_id` or for every chain: the chain would skip all others without a word.
pub fn read(text: &[u8], chain_id: u64) -> Result<Vec<SignedAuthorization>, String> {
    let list = parse(text)?;
    for (position, signed) in (1..).zip(&list) {
        authority(signed)
            .map_err(|error| format!("authorization {position} has no valid signature: {error}"))?;
        let inner = signed.inner();
        if !is_for_every_chain(inner) && inner.chain_id != U256::from(chain_id) {
            return Err(format!(
                "authorization {position} is for chain {}, the transaction for chain {chain_id}; the chain would skip it",
                inner.chain_id
            ));
        }
    }
    Ok(list)
}

fn parse(text: &[u8]) -> Result<Vec<SignedAuthorization>, String> {
    let list = serde_json::from_slice::<Vec<SignedAuthorization>>(text);
    let list = list.or_else(|error| match serde_json::from_slice(text) {
        Ok(one) => Ok(vec![one]),
        Err(_) => Err(error),
    });
    let list = list.map_err(|error| {
        format!(
            "no signed authorizations (EIP-7702): {error}; write [{{\"chainId\":\"0x1\",\"address\":\"0x…\",\"nonce\":\"0x0\",\"yParity\":\"0x0\",\"r\":\"0x…\",\"s\":\"0x…\"}}], signed by the account that gets the code. A tuple without its signature cannot be asked for over ERC-4527"
        )
    })?;
    match list.len() {
        0 => Err("the list is empty; give at least one authorization, or leave it out".to_owned()),
        count if count > AUTHORIZATIONS_MAX => {
            Err(format!("{count} authorizations, {AUTHORIZATIONS_MAX} are taken at once; split the file"))
        }
        _ => Ok(list),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(chain: &str, parity: &str, s: &str) -> String {
        format!(
            r#"{{"chainId":"{chain}","address":"0x5fbdb2315678afecb367f032d93f642f64180aa3","nonce":"0x0","yParity":"{parity}","r":"0x1","s":"{s}"}}"#
        )
    }

    #[test]
    fn only_what_somebody_signed_for_this_chain_is_taken() {
        let one = signed("0x1", "0x0", "0x1");
        for (text, words) in [
            (one.clone(), None),
            (format!("[{one},{one}]"), None),
            (signed("0x0", "0x0", "0x1"), None),
            (signed("0x5", "0x0", "0x1"), Some("is for chain 5")),
            (signed("0x1", "0x2", "0x1"), Some("no valid signature")),
            (signed("0x1", "0x0", "0x0"), Some("no valid signature")),
            (format!("[{one},{}]", signed("0x5", "0x0", "0x1")), Some("authorization 2")),
            (
                r#"{"chainId":"0x1","address":"0x5fbdb2315678afecb367f032d93f642f64180aa3","nonce":"0x0"}"#
                    .to_owned(),
                Some("no signed authorizations"),
            ),
            ("[]".to_owned(), Some("empty")),
            (format!("[{}]", vec![one.as_str(); 257].join(",")), Some("256 are taken")),
            ("x".to_owned(), Some("no signed authorizations")),
        ] {
            let read = read(text.as_bytes(), 1);
            assert_eq!(read.is_ok(), words.is_none(), "{text}");
            assert!(read.err().is_none_or(|said| said.contains(words.unwrap_or_default())), "{text}");
        }
    }
}
