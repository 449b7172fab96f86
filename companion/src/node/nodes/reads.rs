//! The questions to all nodes.

use std::{thread, time::Duration};

use alloy::primitives::{Address, B256, Bytes, U256, keccak256};
use serde_json::Value;

use super::{
    Node, NodeError, Nodes,
    agree::{same, side_by_side},
};
use crate::node::{At, BlockHead, Call, ChainTransaction, Fees, Receipt, Speed};

/// How the nodes see a transaction's receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sighting {
    /// No node has it in a block.
    Nowhere,
    /// Some have it in a block, others are not so far yet.
    Partly {
        /// What those say that have it.
        receipt: Receipt,
        /// The names of the others.
        behind: Vec<String>,
    },
    /// All that answer say the same.
    Agreed(Receipt),
}

impl Nodes {
    /// The nonce of `address` after the last block: how many of its transactions are mined.
    pub fn mined_nonce(&self, address: Address) -> Result<u64, NodeError> {
        self.agreed(
            &format!("the nonce of {address}"),
            |node, at| node.nonce_at(address, at),
            |nonce| format!("{nonce}"),
        )
    }

    /// The next nonce of `address`: all agree on what is mined, and the highest count of what waits is taken, because not
    /// every node hears of every transaction. `at_least` is what the journal knows: a mined nonce below it is a lie.
    pub fn nonce(&self, address: Address, at_least: u64) -> Result<u64, NodeError> {
        let mined = self.mined_nonce(address)?;
        if mined < at_least {
            let node = self.names().join(", ");
            let fault = format!("it says {mined}, but nonce {} was already used", at_least - 1);
            return Err(NodeError::NonceLie { node, address, fault });
        }
        let waiting = self.ask_all(|node| node.nonce_at(address, At::Pending))?;
        Ok(waiting.into_iter().map(|(_, nonce)| nonce).max().unwrap_or_default().max(mined))
    }

    /// The balance in wei, after the last block.
    pub fn balance(&self, address: Address) -> Result<U256, NodeError> {
        let question = format!("the balance of {address}");
        self.agreed(&question, |node, at| node.balance_at(address, at), |wei| format!("{wei} wei"))
    }

    /// The code at `address`; see [`Node::code`].
    pub fn code(&self, address: Address) -> Result<Bytes, NodeError> {
        self.agreed(
            &format!("the code of {address}"),
            |node, at| node.code_at(address, at),
            |code| format!("{} bytes of hash {}", code.len(), keccak256(code)),
        )
    }

    /// keccak256 of the code, as EXTCODEHASH gives it for an account that exists.
    pub fn code_hash(&self, address: Address) -> Result<B256, NodeError> {
        self.code(address).map(keccak256)
    }

    /// A word of storage, after the last block.
    pub fn storage(&self, address: Address, slot: U256) -> Result<B256, NodeError> {
        let question = format!("slot {slot:#x} of {address}");
        self.agreed(&question, |node, at| node.storage_at(address, slot, at), B256::to_string)
    }

    /// What became of `hash`.
    ///
    /// A node that is past the block and has no receipt contradicts one that has.
    pub fn receipt(&self, hash: B256) -> Result<Sighting, NodeError> {
        let said = self.ask_all(|node| node.receipt_now(hash))?;
        let (with, without): (Vec<_>, Vec<_>) = said.into_iter().partition(|(_, receipt)| receipt.is_some());
        let with: Vec<(&Node, Receipt)> =
            with.into_iter().filter_map(|(node, receipt)| Some((node, receipt?))).collect();
        let told = with.iter().map(|(node, receipt)| (node.name().to_owned(), receipt_words(receipt)));
        let mut told: Vec<(String, String)> = told.collect();
        if with.is_empty() {
            return Ok(Sighting::Nowhere);
        }
        let differ =
            |said| NodeError::Differ { question: format!("what became of transaction {hash}"), said };
        let Some(receipt) = same(with) else { return Err(differ(told)) };
        let mut behind = Vec::new();
        for (node, _) in without {
            // The height first: a block that comes between the two questions is no lie.
            let height = node.block_number()?;
            if height < receipt.block_number || node.receipt_now(hash)?.is_some() {
                behind.push(node.name().to_owned());
            } else {
                told.push((node.name().to_owned(), format!("it is in no block up to {height}")));
                return Err(differ(told));
            }
        }
        Ok(if behind.is_empty() { Sighting::Agreed(receipt) } else { Sighting::Partly { receipt, behind } })
    }

    /// The transaction, mined rather than waiting; `None` where no node knows it.
    pub fn transaction(&self, hash: B256) -> Result<Option<ChainTransaction>, NodeError> {
        let said = self.ask_all(|node| node.transaction(hash))?;
        let known = said.into_iter().filter_map(|(_, found)| found);
        Ok(known.min_by_key(|found| found.block_number.is_none()))
    }

    /// The names of the nodes that know the transaction, waiting or mined.
    pub fn holders(&self, hash: B256) -> Result<Vec<String>, NodeError> {
        let said = self.ask_all(|node| node.transaction(hash))?;
        Ok(said
            .into_iter()
            .filter(|(_, found)| found.is_some())
            .map(|(node, _)| node.name().to_owned())
            .collect())
    }

    /// The transaction of `address` that used `nonce`, if it is in one of the last 128 blocks, of which nodes keep the
    /// states. Found by halving: some eight questions.
    pub fn spender(&self, address: Address, nonce: u64) -> Result<Option<B256>, NodeError> {
        self.first(|node| node.spender(address, nonce)).map(|(_, found)| found)
    }

    /// The last, safe or final block: the lowest that is told. `None` where a node has none, as for “finalized” on a
    /// chain without finality.
    pub fn head(&self, at: At) -> Result<Option<BlockHead>, NodeError> {
        let said = self.ask_all(|node| node.block(at))?;
        if at == At::Latest {
            let heights: Vec<(&Node, u64)> =
                said.iter().filter_map(|(node, head)| Some((*node, head.as_ref()?.number))).collect();
            self.compare_heights(&heights);
        }
        let heads: Option<Vec<BlockHead>> = said.into_iter().map(|(_, head)| head).collect();
        Ok(heads.and_then(|heads| heads.into_iter().min_by_key(|head| head.number)))
    }

    /// Has [`Self::troubles`] tell which of several nodes are far behind the others.
    pub fn look_who_is_behind(&self) {
        if self.each().len() > 1 {
            _ = self.head(At::Latest); // a node that fails is one of the troubles, too
        }
    }

    /// The block of a height, on which all must agree that have it; `None` where none has.
    pub fn block(&self, number: u64) -> Result<Option<BlockHead>, NodeError> {
        Ok(self.block_by(number)?.map(|(head, _)| head))
    }

    /// The same, with the names of those that have it.
    pub fn block_by(&self, number: u64) -> Result<Option<(BlockHead, Vec<String>)>, NodeError> {
        let said = self.ask_all(|node| node.block(At::Number(number)))?;
        let have: Vec<(&Node, BlockHead)> =
            said.into_iter().filter_map(|(node, head)| Some((node, head?))).collect();
        if have.is_empty() {
            return Ok(None);
        }
        let told = have.iter().map(|(node, head)| (node.name().to_owned(), head.hash.to_string())).collect();
        let differ = || NodeError::Differ { question: format!("the hash of block {number}"), said: told };
        let by = have.iter().map(|(node, _)| node.name().to_owned()).collect();
        same(have).map(|head| Some((head, by))).ok_or_else(differ)
    }

    /// The header of a block in RLP, from the first node that has it; it gives the hash on which all agree.
    pub fn raw_header(&self, block: &BlockHead) -> Result<Bytes, NodeError> {
        self.first(|node| node.raw_header(block)).map(|(_, header)| header)
    }

    /// What `keep` makes of the trie nodes that prove an account and slots of it, from the first node that still has the state after
    /// that block and whose proof holds. One whose proof does not is named by [`Self::troubles`], and the next is asked.
    pub fn proof<T, E: std::fmt::Display>(
        &self,
        address: Address,
        slots: &[U256],
        number: u64,
        keep: impl Fn(&[Bytes]) -> Result<T, E>,
    ) -> Result<T, NodeError> {
        self.any(|node| {
            let told = node.proof(address, slots, number);
            let kept =
                told.and_then(|told| keep(&told).map_err(|fault| node.false_proof(&fault.to_string())));
            kept.inspect_err(|error| self.trouble(node, error))
        })
    }

    /// Fees for a transaction of the given urgency.
    pub fn fees(&self, speed: Speed) -> Result<Fees, NodeError> {
        self.first(|node| node.fees(speed)).map(|(_, fees)| fees)
    }

    /// Slow, normal and fast, from one history.
    pub fn all_fees(&self) -> Result<[Fees; 3], NodeError> {
        self.first(Node::all_fees).map(|(_, fees)| fees)
    }

    /// The gas limit that a node proposes; a revert is an error with its reason.
    pub fn estimate_gas(&self, call: &Call) -> Result<u64, NodeError> {
        self.first(|node| node.estimate_gas(call)).map(|(_, gas)| gas)
    }

    /// What a transaction would return if it were mined now; a revert is an error with its reason.
    pub fn simulate(&self, call: &Call) -> Result<Bytes, NodeError> {
        self.first(|node| node.simulate(call)).map(|(_, returned)| returned)
    }

    /// What `to` returns for `data`, asked by nobody in particular; on this all must agree.
    pub fn call(&self, to: Address, data: &[u8]) -> Result<Bytes, NodeError> {
        let call = Call { to: Some(to), data: data.to_vec().into(), ..Call::default() };
        self.agreed(
            &format!("what {to} returns"),
            |node, at| node.simulate_at(&call, at),
            |returned| format!("{returned}"),
        )
    }

    /// A method by name from the first node that has it: that node's name, and its result as it came. `None` where no
    /// node has the method.
    pub fn first_able(
        &self,
        method: &'static str,
        params: &Value,
    ) -> Result<Option<(String, Value)>, NodeError> {
        match self.first(|node| node.raw(method, params.clone())) {
            Ok((node, value)) => Ok(Some((node.name().to_owned(), value))),
            Err(error) if error.lacks_method() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Waits for the next block, at most `longest`; whether a node told of one by itself, as those at WebSocket do.
    pub fn wait_for_block(&self, longest: Duration) -> bool {
        match self.each().iter().find(|node| node.name().starts_with("ws")) {
            Some(node) => node.wait_for_block(longest),
            None => {
                thread::sleep(longest);
                false
            }
        }
    }

    /// Hands a signed transaction to every node, once; what each said, by name.
    pub fn send(&self, raw: &[u8]) -> Vec<(String, Result<B256, NodeError>)> {
        let said = side_by_side(&self.nodes, |node| node.send_raw(raw));
        self.nodes.iter().map(|node| node.name().to_owned()).zip(said).collect()
    }
}

fn receipt_words(receipt: &Receipt) -> String {
    let outcome = if receipt.status { "succeeded" } else { "reverted" };
    format!(
        "that it {outcome} in block {} ({}), with {} gas and {} events",
        receipt.block_number,
        receipt.block_hash,
        receipt.gas_used,
        receipt.logs.len()
    )
}
