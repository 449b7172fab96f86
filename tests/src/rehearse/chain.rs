//! The rehearsal's chain, and the contract on it that changes hands.

use std::time::Duration;

use companion::{
    build::{self, ChainFacts, TxIntent},
    check::Accepted,
    devnet::{Devnet, DevnetOptions},
    node::{Call, Node, Receipt, Speed},
};
use shared::eth::{Address, B256, Bytes, Payload, U256};

use super::{Narrator, RehearsalError, pictures::Crossing, round_trip::Desk};
use crate::contract;

/// Chain ids that nobody uses for value: anvil's and hardhat's, geth's development mode.
const DEVELOPMENT_CHAINS: [u64; 2] = [31_337, 1_337];
/// How long a transaction may take to be mined on a development chain.
const MINED_WITHIN: Duration = Duration::from_secs(60);

/// A node on a development chain; the embedded one ends with this value.
#[derive(Debug)]
pub(super) struct Chain {
    node: Node,
    id: u64,
    _embedded: Option<Devnet>,
}

/// A transaction in a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mined {
    /// The transaction's hash.
    pub(super) hash: B256,
    /// The block's number.
    pub(super) block: u64,
    /// Gas used.
    pub(super) gas_used: u64,
    created: Option<Address>,
}

impl Chain {
    /// Uses the node at `url`, or starts the embedded chain. Refuses a chain that may hold value.
    pub(super) fn open(url: Option<&str>) -> Result<Self, RehearsalError> {
        let (url, embedded) = match url {
            Some(url) => (url.to_owned(), None),
            None => {
                let devnet = Devnet::start(DevnetOptions::default())
                    .map_err(RehearsalError::of("starting the chain"))?;
                (devnet.url(), Some(devnet))
            }
        };
        let node = Node::connect(&url)?;
        let id = node.chain_id()?;
        if !DEVELOPMENT_CHAINS.contains(&id) {
            return Err(RehearsalError::NotADevelopmentChain(id));
        }
        Ok(Self { node, id, _embedded: embedded })
    }

    /// The chain id.
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// The node, through the companion's one client.
    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    /// Refuses an account that nobody funded.
    pub(super) fn expect_funds(&self, account: Address) -> Result<(), RehearsalError> {
        if self.node.balance(account)? == U256::ZERO { Err(RehearsalError::NoFunds(account)) } else { Ok(()) }
    }

    /// An EIP-1559 transaction with nonce, fees and gas from the node.
    fn transaction(
        &self,
        from: Address,
        to: Option<Address>,
        data: Bytes,
    ) -> Result<Payload, RehearsalError> {
        let call = Call { from: Some(from), to, data: data.clone(), ..Call::default() };
        let fees = self.node.fees(Speed::Normal)?;
        let facts = ChainFacts {
            chain_id: self.id,
            nonce: self.node.nonce(from)?,
            gas: self.node.estimate_gas(&call)?,
            fees: build::Fees::Dynamic {
                max_fee: fees.max_fee_per_gas,
                max_priority_fee: fees.max_priority_fee_per_gas,
            },
        };
        let intent = TxIntent { to, data, ..TxIntent::default() };
        build::transaction::unsigned(intent, facts)
            .map(Payload::Transaction)
            .map_err(RehearsalError::of("building the transaction"))
    }

    /// Broadcasts what was recovered and compared, and nothing else; waits for its block.
    pub(super) fn send(&self, accepted: &Accepted) -> Result<Mined, RehearsalError> {
        self.node.expect_chain(self.id)?;
        let signed = accepted
            .signed_transaction()
            .ok_or(RehearsalError::Missing("a message was signed, no transaction"))?;
        let hash = self.node.send_raw(signed.raw())?;
        let Receipt { block_number: block, status, gas_used, contract_address: created, .. } =
            self.node.receipt(hash, MINED_WITHIN, |_| {})?;
        if status {
            Ok(Mined { hash, block, gas_used, created })
        } else {
            Err(RehearsalError::Reverted { block })
        }
    }
}

/// The ownable, upgradeable contract: a proxy and what it runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contract(Address);

impl Contract {
    /// Deploys implementation and proxy in one creation: a request like any other, across the gap as pictures.
    pub(super) fn deploy(
        chain: &Chain,
        desk: &Desk<'_>,
        narrator: &mut Narrator,
        kept: &mut Vec<(String, Crossing)>,
    ) -> Result<Self, RehearsalError> {
        let code = contract::init_code().map_err(RehearsalError::of("assembling the contract"))?;
        let length = code.len();
        let trip = desk.ask(&chain.transaction(desk.key.address, None, code.into())?, narrator)?;
        let mined = chain.send(&trip.accepted)?;
        let address =
            mined.created.ok_or(RehearsalError::Missing("the receipt of the creation names no contract"))?;
        narrator.step(
            "deploy",
            vec![
                format!("an ownable, upgradeable contract ({length} bytes of init code) is at {address}, block {}", mined.block),
                format!("its request crossed in {}, the answer in {}", trip.there.in_words(), trip.back.in_words()),
            ],
        );
        kept.push(("2-deploy".to_owned(), trip.there));
        Ok(Self(address))
    }

    /// The proxy's address: the contract as its users know it.
    pub(super) fn address(self) -> Address {
        self.0
    }

    /// The request of the day.
    pub(super) fn transfer_ownership(
        self,
        chain: &Chain,
        from: Address,
        to: Address,
    ) -> Result<Payload, RehearsalError> {
        let call = contract::transfer_ownership_call(to);
        chain.transaction(from, Some(self.0), call.into())
    }

    /// Reads `owner()` back and compares.
    pub(super) fn expect_owner(self, chain: &Chain, wanted: Address) -> Result<(), RehearsalError> {
        let word = chain.node.call(self.0, &contract::owner_call())?;
        let found = Address::from_slice(word.get(12..32).unwrap_or(&[0; 20]));
        if found == wanted { Ok(()) } else { Err(RehearsalError::OtherOwner { found, wanted }) }
    }
}
