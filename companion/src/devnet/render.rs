//! Blocks, transactions, receipts and logs as JSON-RPC shows them.

use alloy::{
    consensus::{
        ReceiptEnvelope, Transaction as _,
        transaction::{TransactionInfo, TxHashRef},
    },
    rpc::types::{self, BlockTransactions, Header, Log, Transaction, TransactionReceipt},
};

use super::chain::{Block, Mined};

/// A transaction in its block; it is alone there.
pub(super) fn transaction(block: &Block, mined: &Mined) -> Transaction {
    let info = TransactionInfo {
        hash: Some(*mined.transaction.tx_hash()),
        index: Some(0),
        block_hash: Some(block.header.hash()),
        block_number: Some(block.header.number),
        base_fee: block.header.base_fee_per_gas,
        block_timestamp: Some(block.header.timestamp),
    };
    Transaction::from_transaction(mined.transaction.clone(), info)
}

/// The receipt of a mined transaction.
pub(super) fn receipt(block: &Block, mined: &Mined) -> TransactionReceipt {
    let receipt = &mined.receipt;
    let logged = alloy::consensus::Receipt {
        status: receipt.status().into(),
        cumulative_gas_used: receipt.cumulative_gas_used(),
        logs: logs(block, mined),
    };
    TransactionReceipt {
        inner: ReceiptEnvelope::from_typed(receipt.tx_type(), logged.with_bloom()),
        transaction_hash: *mined.transaction.tx_hash(),
        transaction_index: Some(0),
        block_hash: Some(block.header.hash()),
        block_number: Some(block.header.number),
        gas_used: mined.gas_used,
        effective_gas_price: mined.gas_price(&block.header),
        blob_gas_used: None,
        blob_gas_price: None,
        from: mined.transaction.signer(),
        to: mined.transaction.to(),
        contract_address: mined.contract_address,
    }
}

/// The logs of a mined transaction, in order.
pub(super) fn logs(block: &Block, mined: &Mined) -> Vec<Log> {
    let logs = mined.receipt.logs().iter().zip(0..);
    logs.map(|(log, index)| Log {
        inner: log.clone(),
        block_hash: Some(block.header.hash()),
        block_number: Some(block.header.number),
        block_timestamp: Some(block.header.timestamp),
        transaction_hash: Some(*mined.transaction.tx_hash()),
        transaction_index: Some(0),
        log_index: Some(index),
        removed: false,
    })
    .collect()
}

/// A block, with its transaction in full or by hash.
pub(super) fn block(block: &Block, full: bool) -> types::Block {
    let mined = block.mined.iter();
    let transactions = if full {
        BlockTransactions::Full(mined.map(|mined| transaction(block, mined)).collect())
    } else {
        BlockTransactions::Hashes(mined.map(|mined| *mined.transaction.tx_hash()).collect())
    };
    types::Block {
        header: Header::from_sealed(block.header.clone()),
        uncles: Vec::new(),
        transactions,
        withdrawals: Some(alloy::eips::eip4895::Withdrawals::default()),
    }
}
