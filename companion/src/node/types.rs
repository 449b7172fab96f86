//! What goes to a node and what comes back, without a node's spellings.

use std::time::Duration;

use alloy::{
    consensus::Transaction as _,
    primitives::{Address, B256, Bytes, TxKind, U256},
    rpc::types::{self, TransactionInput, TransactionReceipt, TransactionRequest},
};

/// A moment of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(into = "String")]
pub enum At {
    /// After the last block.
    Latest,
    /// The same with what waits in the node's pool.
    Pending,
    /// After the last block that is unlikely to be reorganised.
    Safe,
    /// After the last block that is final.
    Finalized,
    /// After the block of this height.
    Number(u64),
}

impl From<At> for String {
    /// As JSON-RPC writes it.
    fn from(at: At) -> Self {
        match at {
            At::Latest => "latest".to_owned(),
            At::Pending => "pending".to_owned(),
            At::Safe => "safe".to_owned(),
            At::Finalized => "finalized".to_owned(),
            At::Number(number) => format!("0x{number:x}"),
        }
    }
}

/// What is asked of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockHead {
    /// Its height.
    pub number: u64,
    /// Its hash.
    pub hash: B256,
    /// The hash of the one before.
    pub parent: B256,
    /// Seconds since 1970, as its maker says.
    pub timestamp: u64,
    /// Wei a unit of gas that it burned; `None` before EIP-1559.
    pub base_fee: Option<u128>,
}

/// A call to be simulated or estimated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// Who calls; the zero address where `None`.
    pub from: Option<Address>,
    /// Who is called; `None` creates a contract.
    pub to: Option<Address>,
    /// Wei sent along.
    pub value: U256,
    /// Calldata or init code.
    pub data: Bytes,
}

impl Call {
    /// Both `input` and `data` are set: some nodes know only the older word.
    pub(super) fn to_request(&self) -> TransactionRequest {
        TransactionRequest {
            from: self.from,
            to: self.to.map(TxKind::Call),
            value: Some(self.value),
            input: TransactionInput::both(self.data.clone()),
            ..TransactionRequest::default()
        }
    }
}

/// A log of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The contract that wrote it.
    pub address: Address,
    /// At most four; the first is the event's hash unless it is anonymous.
    pub topics: Vec<B256>,
    /// The members that are not indexed, ABI-encoded.
    pub data: Bytes,
}

/// What became of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The transaction.
    pub transaction_hash: B256,
    /// The block it is in.
    pub block_number: u64,
    /// The hash of that block.
    pub block_hash: B256,
    /// `false`: mined, paid for, and reverted.
    pub status: bool,
    /// Gas used, after refunds.
    pub gas_used: u64,
    /// Wei a unit of gas.
    pub effective_gas_price: u128,
    /// The created contract, where it created one.
    pub contract_address: Option<Address>,
    /// In the order in which they were written.
    pub logs: Vec<Log>,
}

impl Receipt {
    /// `None` while the transaction is not in a block.
    pub(super) fn of(receipt: TransactionReceipt) -> Option<Self> {
        let log = |log: &types::Log| Log {
            address: log.inner.address,
            topics: log.inner.data.topics().to_vec(),
            data: log.inner.data.data.clone(),
        };
        Some(Self {
            transaction_hash: receipt.transaction_hash,
            block_number: receipt.block_number?,
            block_hash: receipt.block_hash?,
            status: receipt.inner.status(),
            gas_used: receipt.gas_used,
            effective_gas_price: receipt.effective_gas_price,
            contract_address: receipt.contract_address,
            logs: receipt.inner.logs().iter().map(log).collect(),
        })
    }
}

/// A transaction as the node knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainTransaction {
    /// Its hash.
    pub hash: B256,
    /// The sender, as the node says.
    pub from: Address,
    /// The called account; `None` for a creation.
    pub to: Option<Address>,
    /// The sender's nonce.
    pub nonce: u64,
    /// Wei sent along.
    pub value: U256,
    /// Calldata or init code.
    pub input: Bytes,
    /// The chain inside it.
    pub chain_id: Option<u64>,
    /// The block it is in; `None` while it waits.
    pub block_number: Option<u64>,
}

impl ChainTransaction {
    pub(super) fn of(transaction: &types::Transaction) -> Self {
        let inner = &transaction.inner;
        Self {
            hash: *inner.tx_hash(),
            from: inner.signer(),
            to: inner.to(),
            nonce: inner.nonce(),
            value: inner.value(),
            input: inner.input().clone(),
            chain_id: inner.chain_id(),
            block_number: transaction.block_number,
        }
    }
}

/// How a wait for a receipt goes, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Since the wait began.
    pub elapsed: Duration,
    /// When it will be given up.
    pub timeout: Duration,
    /// How often the node was asked.
    pub asked: u32,
}
