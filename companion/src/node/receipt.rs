//! Waiting for a transaction to be mined, and looking one up.

use std::time::{Duration, Instant};

use alloy::{
    primitives::B256,
    rpc::types::{Transaction, TransactionReceipt},
};

use super::{ChainTransaction, Node, NodeError, Receipt, Waiting};

/// The first pause between two questions: a development chain mines at once.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest pause: a sixth of a mainnet block.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

impl Node {
    /// Waits until `hash` is in a block, at most `timeout`. A reverted transaction is mined too: see
    /// [`Receipt::status`].
    ///
    /// `progress` is called before each question. A node that goes away meanwhile is asked again until the time is up.
    pub fn receipt(
        &self,
        hash: B256,
        timeout: Duration,
        mut progress: impl FnMut(Waiting),
    ) -> Result<Receipt, NodeError> {
        const METHOD: &str = "eth_getTransactionReceipt";
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        for asked in 0.. {
            progress(Waiting { elapsed: begun.elapsed(), timeout, asked });
            let answer = self.ask::<_, Option<TransactionReceipt>>(METHOD, (hash,));
            let is_last = begun.elapsed() + pause > timeout;
            match answer {
                Ok(receipt) => {
                    if let Some(receipt) = receipt.and_then(Receipt::of) {
                        return self.about(METHOD, receipt.transaction_hash, hash).map(|()| receipt);
                    }
                }
                Err(error) if error.is_passing() && !is_last => {}
                Err(error) => return Err(error),
            }
            if is_last {
                break;
            }
            self.sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        Err(NodeError::NotMined { hash, waited: timeout })
    }

    /// A transaction by its hash, mined or waiting; `None` where the node does not know it.
    pub fn transaction(&self, hash: B256) -> Result<Option<ChainTransaction>, NodeError> {
        const METHOD: &str = "eth_getTransactionByHash";
        let answer = self.read::<_, Option<Transaction>>(METHOD, (hash,))?;
        let Some(found) = answer.as_ref().map(ChainTransaction::of) else { return Ok(None) };
        self.about(METHOD, found.hash, hash).map(|()| Some(found))
    }

    fn about(&self, method: &'static str, told: B256, asked: B256) -> Result<(), NodeError> {
        if told == asked {
            Ok(())
        } else {
            Err(self.answer(method, format!("it speaks of {told}, not of {asked}")))
        }
    }
}
