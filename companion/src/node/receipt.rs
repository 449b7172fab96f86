//! Waiting for a transaction to be mined, and looking one up.

use std::time::{Duration, Instant};

use alloy::{
    primitives::{Address, B256, U64},
    rpc::types::{Transaction, TransactionReceipt},
};

use super::{At, ChainTransaction, Node, NodeError, Receipt, Waiting};

/// The first pause between two questions: a development chain mines at once.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest pause: a sixth of a mainnet block.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// How far back a nonce's user is looked for: full nodes keep the states of so many blocks.
const SEARCHED_BLOCKS: u64 = 127;

/// What is read of a block with its transactions.
#[derive(Debug, Clone, serde::Deserialize)]
struct FullBlock {
    transactions: Vec<Brief>,
}

/// What is read of each of them.
#[derive(Debug, Clone, serde::Deserialize)]
struct Brief {
    hash: B256,
    from: Address,
    nonce: U64,
}

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

    /// What became of `hash`, asked once; `None` while it is in no block, or unknown.
    pub fn receipt_now(&self, hash: B256) -> Result<Option<Receipt>, NodeError> {
        const METHOD: &str = "eth_getTransactionReceipt";
        let answer = self.read::<_, Option<TransactionReceipt>>(METHOD, (hash,))?;
        let Some(receipt) = answer.and_then(Receipt::of) else { return Ok(None) };
        self.about(METHOD, receipt.transaction_hash, hash).map(|()| Some(receipt))
    }

    /// A transaction by its hash, mined or waiting; `None` where the node does not know it.
    pub fn transaction(&self, hash: B256) -> Result<Option<ChainTransaction>, NodeError> {
        const METHOD: &str = "eth_getTransactionByHash";
        let answer = self.read::<_, Option<Transaction>>(METHOD, (hash,))?;
        let Some(found) = answer.as_ref().map(ChainTransaction::of) else { return Ok(None) };
        self.about(METHOD, found.hash, hash).map(|()| Some(found))
    }

    /// The transaction of `address` that used `nonce`, if it is in one of the last [`SEARCHED_BLOCKS`].
    pub fn spender(&self, address: Address, nonce: u64) -> Result<Option<B256>, NodeError> {
        let used_at = |number| Ok(self.nonce_at(address, At::Number(number))? > nonce);
        let mut after = self.block_number()?;
        let mut before = after.saturating_sub(SEARCHED_BLOCKS);
        if !used_at(after)? || used_at(before)? {
            return Ok(None);
        }
        // Not used after `before`, used after `after`.
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if used_at(middle)? { after = middle } else { before = middle }
        }
        let block: Option<FullBlock> = self.read("eth_getBlockByNumber", (At::Number(after), true))?;
        let mut all = block.into_iter().flat_map(|block| block.transactions);
        Ok(all
            .find(|found| found.from == address && found.nonce.to::<u64>() == nonce)
            .map(|found| found.hash))
    }

    fn about(&self, method: &'static str, told: B256, asked: B256) -> Result<(), NodeError> {
        if told == asked {
            Ok(())
        } else {
            Err(self.answer(method, format!("it speaks of {told}, not of {asked}")))
        }
    }
}
