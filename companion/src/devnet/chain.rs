//! The chain itself: accounts, blocks, and how a transaction becomes a block. No sockets here.

use std::{
    collections::HashMap,
    time::{SystemTime, UNIX_EPOCH},
};

use alloy::{
    consensus::{
        EMPTY_OMMER_ROOT_HASH, EMPTY_ROOT_HASH, Header, Receipt, ReceiptEnvelope, Sealed, Transaction,
        TxEnvelope, proofs,
        transaction::{Recovered, TxHashRef},
    },
    eips::{eip1559::BaseFeeParams, eip7685::EMPTY_REQUESTS_HASH},
    primitives::{Address, B256, Bytes, Log, U256, keccak256},
    rpc::types::{EIP1186AccountProofResponse, TransactionRequest},
};
use revm::context::result::{EVMError, ExecutionResult, ResultAndState};

use super::{
    Genesis, admit,
    execute::{self, Outcome, Surroundings},
    proof,
    rpc::RpcError,
    state::{self, Accounts},
};
use crate::revert;

/// The gas of one block: mainnet's when Prague came.
pub(super) const BLOCK_GAS: u64 = 36_000_000;
/// The first base fee, in wei: 1 gwei (EIP-1559's initial one).
const FIRST_BASE_FEE: u64 = 1_000_000_000;
/// What each funded account starts with, in ether.
const ENDOWMENT_ETHER: u64 = 10_000;
/// The blocks that are kept, each with one transaction: a development chain that long has a bug in its script.
const BLOCKS_MAX: usize = 1 << 16;

/// A block with its only transaction; the first block has none.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) header: Sealed<Header>,
    pub(super) mined: Option<Mined>,
}

/// A transaction in its block.
#[derive(Debug)]
pub(super) struct Mined {
    pub(super) transaction: Recovered<TxEnvelope>,
    pub(super) receipt: ReceiptEnvelope,
    pub(super) gas_used: u64,
    pub(super) contract_address: Option<Address>,
}

impl Mined {
    /// What a unit of gas cost in the end, in wei.
    pub(super) fn gas_price(&self, block: &Header) -> u128 {
        self.transaction.effective_gas_price(block.base_fee_per_gas)
    }
}

/// The chain: at least one block, and the accounts after the last.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) chain_id: u64,
    accounts: Accounts,
    first: Block,
    rest: Vec<Block>,
    transactions: HashMap<B256, u64>, // hash to block number
    numbers: HashMap<B256, u64>,      // block hash to number
}

impl Chain {
    /// A chain of one empty block, in which `funded` have their endowment, `nonces` are used up to there, and `contracts`
    /// stand.
    pub(super) fn new(
        chain_id: u64,
        funded: &[Address],
        nonces: &[(Address, u64)],
        contracts: Vec<Genesis>,
    ) -> Self {
        let endowment = U256::from(ENDOWMENT_ETHER) * U256::from(10).pow(U256::from(18));
        let mut accounts = state::funded(funded, endowment);
        for &(address, nonce) in nonces {
            state::begin_at(&mut accounts, address, nonce);
        }
        for contract in contracts {
            state::place(&mut accounts, contract);
        }
        let header = Header {
            state_root: state::root(&accounts),
            timestamp: now(),
            gas_limit: BLOCK_GAS,
            base_fee_per_gas: Some(FIRST_BASE_FEE),
            ..empty_header()
        };
        let header = Sealed::new(header);
        state::remember_block(&mut accounts, 0, header.hash());
        let numbers = HashMap::from([(header.hash(), 0)]);
        Self {
            chain_id,
            accounts,
            first: Block { header, mined: None },
            rest: Vec::new(),
            transactions: HashMap::new(),
            numbers,
        }
    }

    /// The last block.
    pub(super) fn head(&self) -> &Block {
        self.rest.last().unwrap_or(&self.first)
    }

    /// A block by number.
    pub(super) fn block(&self, number: u64) -> Option<&Block> {
        match number.checked_sub(1) {
            None => Some(&self.first),
            Some(index) => self.rest.get(usize::try_from(index).ok()?),
        }
    }

    /// A block by hash.
    pub(super) fn block_by_hash(&self, hash: &B256) -> Option<&Block> {
        self.block(*self.numbers.get(hash)?)
    }

    /// A mined transaction by hash, with its block.
    pub(super) fn transaction(&self, hash: &B256) -> Option<(&Block, &Mined)> {
        let block = self.block(*self.transactions.get(hash)?)?;
        Some((block, block.mined.as_ref()?))
    }

    /// Balance in wei, nonce and code, after the last block.
    pub(super) fn account(&self, address: Address) -> (U256, u64, Bytes) {
        state::account(&self.accounts, address)
    }

    /// A word of storage, after the last block.
    pub(super) fn storage(&self, address: Address, slot: U256) -> U256 {
        state::storage(&self.accounts, address, slot)
    }

    /// An account and slots of it with the trie nodes that prove them (EIP-1186), after the last block.
    pub(super) fn proof(&self, address: Address, slots: &[B256]) -> EIP1186AccountProofResponse {
        proof::of(&self.accounts, address, slots)
    }

    /// The base fee of the next block, in wei (EIP-1559).
    pub(super) fn next_base_fee(&self) -> u64 {
        let header = &self.head().header;
        header.next_block_base_fee(BaseFeeParams::ethereum()).unwrap_or(FIRST_BASE_FEE)
    }

    fn next_surroundings(&self) -> Surroundings {
        let head = &self.head().header;
        Surroundings {
            chain_id: self.chain_id,
            number: head.number + 1,
            timestamp: now().max(head.timestamp + 1),
            gas_limit: BLOCK_GAS,
            base_fee: self.next_base_fee(),
            random: keccak256(head.hash()),
        }
    }

    /// Takes a raw transaction and mines it at once; its hash. Nothing changes where it is refused.
    pub(super) fn send(&mut self, raw: &[u8]) -> Result<B256, RpcError> {
        let transaction = admit::decode(raw, self.chain_id)?;
        let hash = *transaction.tx_hash();
        if self.transactions.contains_key(&hash) {
            return Err(RpcError::refused("already known"));
        }
        if self.rest.len() >= BLOCKS_MAX {
            return Err(RpcError::refused(format!(
                "this devnet keeps {BLOCKS_MAX} blocks and is full; start a fresh one"
            )));
        }
        let surroundings = self.next_surroundings();
        let ResultAndState { result, state } =
            settled(execute::transaction(&self.accounts, &surroundings, &transaction))?;
        state::commit(&mut self.accounts, state);
        self.append(&surroundings, transaction, result);
        Ok(hash)
    }

    fn append(
        &mut self,
        surroundings: &Surroundings,
        transaction: Recovered<TxEnvelope>,
        result: ExecutionResult,
    ) {
        let gas_used = result.tx_gas_used();
        let contract_address = result.created_address();
        let receipt = receipt(&transaction, result.is_success(), gas_used, result.into_logs());
        let header = Sealed::new(Header {
            parent_hash: self.head().header.hash(),
            state_root: state::root(&self.accounts),
            transactions_root: proofs::calculate_transaction_root(&[transaction.inner()]),
            receipts_root: proofs::calculate_receipt_root(std::slice::from_ref(&receipt)),
            logs_bloom: *receipt.logs_bloom(),
            number: surroundings.number,
            gas_limit: surroundings.gas_limit,
            gas_used,
            timestamp: surroundings.timestamp,
            mix_hash: surroundings.random,
            base_fee_per_gas: Some(surroundings.base_fee),
            ..empty_header()
        });
        state::remember_block(&mut self.accounts, header.number, header.hash());
        self.numbers.insert(header.hash(), header.number);
        self.transactions.insert(*transaction.tx_hash(), header.number);
        let mined = Some(Mined { transaction, receipt, gas_used, contract_address });
        self.rest.push(Block { header, mined });
    }

    /// What a call would return on top of the last block.
    pub(super) fn call(&self, request: &TransactionRequest) -> Result<Bytes, RpcError> {
        let gas = request.gas.unwrap_or(BLOCK_GAS).min(BLOCK_GAS);
        let result = self.try_with(request, gas)?;
        succeeded(&result)?;
        Ok(result.into_output().unwrap_or_default())
    }

    /// The least gas limit with which a request succeeds, within 1.5 %, by geth's search.
    ///
    /// What a run uses is not enough: refunds come at the end, and a call gets 63/64 of what is left (EIP-150).
    pub(super) fn estimate(&self, request: &TransactionRequest) -> Result<u64, RpcError> {
        let mut enough = request.gas.unwrap_or(BLOCK_GAS).min(BLOCK_GAS);
        let result = self.try_with(request, enough)?;
        succeeded(&result)?;
        let mut too_little = result.tx_gas_used().saturating_sub(1);
        while too_little + 1 < enough {
            if (enough - too_little) * 1_000 < enough * 15 {
                break;
            }
            let middle = (too_little + (enough - too_little) / 2).min(too_little.saturating_mul(2).max(1));
            match self.try_with(request, middle) {
                Ok(result) if result.is_success() => enough = middle,
                _ => too_little = middle,
            }
        }
        Ok(enough)
    }

    fn try_with(&self, request: &TransactionRequest, gas: u64) -> Result<ExecutionResult, RpcError> {
        self.on_trial(request, gas).map(|settled| settled.result)
    }

    /// Runs a call on top of the last block, with all that it would change; nothing is kept.
    pub(super) fn on_trial(
        &self,
        request: &TransactionRequest,
        gas: u64,
    ) -> Result<ResultAndState, RpcError> {
        let (balance, _, _) = self.account(request.from.unwrap_or_default());
        if request.value.is_some_and(|value| value > balance) {
            return Err(RpcError::refused(format!("insufficient funds for transfer: balance {balance}")));
        }
        if let Some(id) = request.chain_id
            && id != self.chain_id
        {
            return Err(RpcError::refused(format!("invalid chain id: have {id} want {}", self.chain_id)));
        }
        let outcome = execute::call(&self.accounts, &self.next_surroundings(), request, gas);
        settled(outcome)
    }
}

fn settled(outcome: Outcome) -> Result<ResultAndState, RpcError> {
    outcome.map_err(|error| match error {
        EVMError::Transaction(invalid) => admit::refusal(&invalid),
        other => RpcError::internal(format!("the EVM stopped: {other:?}")),
    })
}

/// Code 3 with the revert data, as geth answers, so that a client can decode custom errors.
fn succeeded(result: &ExecutionResult) -> Result<(), RpcError> {
    match result {
        ExecutionResult::Success { .. } => Ok(()),
        ExecutionResult::Revert { output, .. } => {
            let reason = revert::reason(output).map(|reason| format!(": {reason}")).unwrap_or_default();
            Err(RpcError::reverted(format!("execution reverted{reason}"), output.clone()))
        }
        ExecutionResult::Halt { reason, .. } => {
            Err(RpcError::refused(format!("execution stopped without a revert: {reason:?}")))
        }
    }
}

fn receipt(
    transaction: &Recovered<TxEnvelope>,
    success: bool,
    gas_used: u64,
    logs: Vec<Log>,
) -> ReceiptEnvelope {
    let receipt = Receipt { status: success.into(), cumulative_gas_used: gas_used, logs };
    ReceiptEnvelope::from_typed(transaction.tx_type(), receipt.with_bloom())
}

/// The fields in which a Prague block without withdrawals, blobs and requests never varies.
fn empty_header() -> Header {
    Header {
        ommers_hash: EMPTY_OMMER_ROOT_HASH,
        transactions_root: EMPTY_ROOT_HASH,
        receipts_root: EMPTY_ROOT_HASH,
        withdrawals_root: Some(EMPTY_ROOT_HASH),
        blob_gas_used: Some(0),
        excess_blob_gas: Some(0),
        parent_beacon_block_root: Some(B256::ZERO),
        requests_hash: Some(EMPTY_REQUESTS_HASH),
        ..Header::default()
    }
}

/// Seconds since 1970; 0 on a clock before that.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
