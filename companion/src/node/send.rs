//! Handing over a signed transaction.

use alloy::{
    consensus::TxEnvelope,
    eips::eip2718::Decodable2718,
    primitives::{B256, Bytes},
};

use super::{Node, NodeError};

impl Node {
    /// Hands a signed transaction to the node, once; its hash, which is computed here and compared.
    ///
    /// “Already known” is success: the same bytes cannot be executed twice.
    pub fn send_raw(&self, raw: &[u8]) -> Result<B256, NodeError> {
        const METHOD: &str = "eth_sendRawTransaction";
        let undecodable = |reason: String| NodeError::Undecodable { reason };
        let transaction =
            TxEnvelope::decode_2718_exact(raw).map_err(|error| undecodable(error.to_string()))?;
        let hash = *transaction.tx_hash();
        let told: B256 = match self.ask(METHOD, (Bytes::copy_from_slice(raw),)) {
            Ok(told) => told,
            Err(error) => return self.after_refusal(hash, error),
        };
        if told != hash {
            let source = self.answer(METHOD, format!("it calls the transaction {told}"));
            return Err(NodeError::Unclear { hash, source: Box::new(source) });
        }
        Ok(hash)
    }

    fn after_refusal(&self, hash: B256, error: NodeError) -> Result<B256, NodeError> {
        match error {
            NodeError::Refused { message, .. } if is_known(&message) => Ok(hash),
            NodeError::Refused { message, .. } if says(&message, &["nonce"]) => {
                Err(NodeError::NonceRefused { node: self.name().to_owned(), message })
            }
            surely_not @ (NodeError::Refused { .. }
            | NodeError::Unreachable { connected: false, .. }
            | NodeError::Http { status: 429, .. }) => Err(surely_not),
            // Anything else leaves open whether the node has it.
            other => Err(NodeError::Unclear { hash, source: Box::new(other) }),
        }
    }
}

/// The words of geth and most others, of Nethermind, and of older ones. An “unknown transaction type” is none of them.
fn is_known(message: &str) -> bool {
    says(message, &["already known", "alreadyknown"])
        || message.trim_start().to_ascii_lowercase().starts_with("known transaction")
}

fn says(message: &str, any_of: &[&str]) -> bool {
    let message = message.to_ascii_lowercase();
    any_of.iter().any(|words| message.contains(words))
}
