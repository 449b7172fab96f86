//! A chain that is what a test says, and a journal with one signed request.

use std::{cell::RefCell, collections::BTreeMap, time::Duration};

use alloy::{
    consensus::TxEip1559,
    primitives::{TxKind, U256},
};
use shared::eth::{Address, B256, Bytes, Payload, RecoverableSignature, UnsignedTx};
use tempfile::TempDir;

use super::Chain;
use crate::{
    build::{self, AskedKey, RequestId},
    journal::{Entry, Journal, State, entry::Asked},
    node::{At, BlockHead, Call, Fees, Log, NodeError, Receipt, Sighting, Speed},
    signed::SignedTransaction,
};

pub(super) const GWEI: u128 = 1_000_000_000;
pub(super) const CHAIN: u64 = 31_337;

/// Every answer is a field; what was sent is kept.
#[derive(Debug)]
pub(super) struct FakeChain {
    pub(super) chain_id: u64,
    pub(super) mined: u64,
    pub(super) next: u64,
    pub(super) receipt: Result<Sighting, String>,
    pub(super) holders: Vec<String>,
    pub(super) spender: Option<B256>,
    pub(super) blocks: BTreeMap<u64, BlockHead>,
    pub(super) finalized: Option<u64>,
    pub(super) tip: u128,
    pub(super) refuses: Option<String>,
    pub(super) sent: RefCell<Vec<Vec<u8>>>,
}

impl FakeChain {
    /// A chain of five blocks with a base fee of 10 gwei, of which nothing is final, and which knows no transaction.
    pub(super) fn new(nonce: u64) -> Self {
        let mut chain = Self {
            chain_id: CHAIN,
            mined: nonce,
            next: nonce,
            receipt: Ok(Sighting::Nowhere),
            holders: Vec::new(),
            spender: None,
            blocks: BTreeMap::new(),
            finalized: Some(0),
            tip: GWEI,
            refuses: None,
            sent: RefCell::default(),
        };
        (1..=5).for_each(|number| chain.mine(number, 10 * GWEI, 1_000));
        chain
    }

    /// A block whose hash is its number, over and over.
    pub(super) fn mine(&mut self, number: u64, base_fee: u128, timestamp: u64) {
        let hash = B256::repeat_byte(u8::try_from(number).unwrap());
        let head = BlockHead { number, hash, parent: B256::ZERO, timestamp, base_fee: Some(base_fee) };
        self.blocks.insert(number, head);
    }

    /// All nodes say that it is in this block.
    pub(super) fn include(&mut self, request: &Signed, number: u64) {
        self.receipt = Ok(Sighting::Agreed(receipt(request, number)));
        self.mined = request.nonce + 1;
        self.next = self.next.max(self.mined);
    }
}

pub(super) fn receipt(request: &Signed, number: u64) -> Receipt {
    Receipt {
        transaction_hash: request.hash,
        block_number: number,
        block_hash: B256::repeat_byte(u8::try_from(number).unwrap()),
        status: true,
        gas_used: 21_000,
        effective_gas_price: 11 * GWEI,
        contract_address: None,
        logs: vec![Log { address: Address::ZERO, topics: vec![B256::ZERO], data: Bytes::new() }],
    }
}

impl Chain for FakeChain {
    fn chain_id(&self) -> u64 {
        self.chain_id
    }

    fn names(&self) -> Vec<String> {
        vec!["http://a".to_owned(), "http://b".to_owned()]
    }

    fn troubles(&self) -> Vec<String> {
        Vec::new()
    }

    fn mined_nonce(&self, _: Address) -> Result<u64, NodeError> {
        Ok(self.mined)
    }

    fn next_nonce(&self, _: Address) -> Result<u64, NodeError> {
        Ok(self.next)
    }

    fn receipt(&self, _: B256) -> Result<Sighting, NodeError> {
        self.receipt.clone().map_err(|question| NodeError::Differ { question, said: Vec::new() })
    }

    fn holders(&self, _: B256) -> Result<Vec<String>, NodeError> {
        Ok(self.holders.clone())
    }

    fn spender(&self, _: Address, _: u64) -> Result<Option<B256>, NodeError> {
        Ok(self.spender)
    }

    fn block(&self, number: u64) -> Result<Option<BlockHead>, NodeError> {
        Ok(self.blocks.get(&number).copied())
    }

    fn head(&self, at: At) -> Result<Option<BlockHead>, NodeError> {
        match at {
            At::Finalized => match self.finalized {
                Some(0) => Ok(Some(BlockHead {
                    number: 0,
                    hash: B256::ZERO,
                    parent: B256::ZERO,
                    timestamp: 0,
                    base_fee: None,
                })),
                Some(number) => Ok(self.blocks.get(&number).copied()),
                None => Ok(None),
            },
            _ => Ok(self.blocks.values().next_back().copied()),
        }
    }

    fn fees(&self, _: Speed) -> Result<Fees, NodeError> {
        let base_fee = self.blocks.values().next_back().and_then(|head| head.base_fee).unwrap();
        Ok(Fees { max_fee_per_gas: 2 * base_fee + self.tip, max_priority_fee_per_gas: self.tip, base_fee })
    }

    fn estimate_gas(&self, _: &Call) -> Result<u64, NodeError> {
        Ok(21_000)
    }

    fn send(&self, raw: &[u8]) -> Vec<(String, Result<B256, NodeError>)> {
        self.sent.borrow_mut().push(raw.to_vec());
        let said = |node: String| {
            let result = match &self.refuses {
                None => Ok(B256::ZERO),
                Some(message) => {
                    Err(NodeError::NonceRefused { node: node.clone(), message: message.clone() })
                }
            };
            (node, result)
        };
        self.names().into_iter().map(said).collect()
    }

    fn wait_for_block(&self, _: Duration) -> bool {
        true // a test does not wait
    }
}

/// A request in the journal, with its signature.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub(super) id: RequestId,
    pub(super) hash: B256,
    pub(super) nonce: u64,
    pub(super) signer: Address,
    pub(super) raw: Vec<u8>,
}

/// A journal that lasts as long as the test.
pub(super) struct Desk {
    pub(super) journal: Journal,
    _folder: TempDir,
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
        Self { journal, _folder: folder }
    }

    pub(super) fn state(&self, request: &Signed) -> State {
        self.journal.request(request.id).unwrap().unwrap().state
    }

    pub(super) fn kinds(&self, request: &Signed) -> Vec<String> {
        self.journal.entries_of(request.id).unwrap().into_iter().map(|entry| entry.kind).collect()
    }

    /// Who signs `request`.
    pub(super) fn key(&self, request: &Signed) -> AskedKey {
        let path = "m/44'/60'/0'/0/0".parse().unwrap();
        AskedKey::new(path, shared::eth::Fingerprint([1, 2, 3, 4]), request.signer).unwrap()
    }

    /// Asks for the transaction of `request`, as somebody built it.
    pub(super) fn ask(&mut self, request: &Signed, transaction: &UnsignedTx) {
        self.ask_instead(request, transaction, None);
    }

    /// Asks for another transaction in the place of `request`.
    pub(super) fn replace(&mut self, request: &Signed) -> RequestId {
        let other = Signed { id: RequestId::of_random([0xee; 16]), ..request.clone() };
        self.ask_instead(&other, &transfer(request.nonce), Some(request.id));
        other.id
    }

    fn ask_instead(&mut self, request: &Signed, transaction: &UnsignedTx, replaces: Option<RequestId>) {
        let payload = Payload::Transaction(transaction.clone());
        let key = self.key(request);
        let asked = Asked {
            id: request.id,
            message: build::request(&payload, &key, request.id).encode(),
            digest: payload.digest(),
            signer: request.signer,
            chain_id: Some(CHAIN),
            nonce: Some(transaction.nonce()),
            purpose: "a test".to_owned(),
            replaces,
        };
        self.journal.record(&Entry::Asked(Box::new(asked))).unwrap();
    }

    /// A signed request with this nonce and these fees.
    pub(super) fn signed(&mut self, nonce: u64) -> Signed {
        let transaction = transfer(nonce);
        let request = sign(&transaction, 1);
        self.ask(&request, &transaction);
        self.answer(&request, &request.raw);
        request
    }

    pub(super) fn answer(&mut self, request: &Signed, raw: &[u8]) {
        let entry = Entry::Answered { id: request.id, answer: vec![1], signed: Some(raw.to_vec()) };
        self.journal.record(&entry).unwrap();
    }

    /// The same, handed to a node.
    pub(super) fn sent(&mut self, nonce: u64) -> Signed {
        let request = self.signed(nonce);
        let (id, hash, node) = (request.id, request.hash, "http://a".to_owned());
        self.journal.record(&Entry::Sending { id, hash, nodes: vec![node.clone()] }).unwrap();
        self.journal.record(&Entry::Told { id, node, refused: None }).unwrap();
        request
    }
}

/// Two gwei of tip, at most twenty in all.
pub(super) fn transfer(nonce: u64) -> UnsignedTx {
    UnsignedTx::Eip1559(TxEip1559 {
        chain_id: CHAIN,
        nonce,
        gas_limit: 50_000,
        max_fee_per_gas: 20 * GWEI,
        max_priority_fee_per_gas: 2 * GWEI,
        to: TxKind::Call(Address::repeat_byte(0x22)),
        value: U256::from(7),
        access_list: alloy::eips::eip2930::AccessList::default(),
        input: Bytes::from_static(&[1, 2, 3, 4]),
    })
}

/// Any r and s are the signature of somebody: nobody needs a key for a test.
pub(super) fn sign(transaction: &UnsignedTx, id: u8) -> Signed {
    let r = B256::from(
        U256::from_str_radix("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16).unwrap(),
    );
    let signature = RecoverableSignature { r, s: B256::from(U256::from(1)), y_parity: false };
    let signer = signature.recover(&transaction.digest()).unwrap();
    let (raw, hash) = transaction.signed(&signature);
    assert_eq!(SignedTransaction::recover(&raw).unwrap().signer(), signer);
    Signed { id: RequestId::of_random([id; 16]), hash, nonce: transaction.nonce(), signer, raw }
}
