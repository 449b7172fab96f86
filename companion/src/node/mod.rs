//! The only JSON-RPC client: asks a node, believes nothing that contradicts itself, and names every fault.
//!
//! | question                 | checked before it is believed                                        |
//! |--------------------------|----------------------------------------------------------------------|
//! | chain                    | against the chain that the request is for                            |
//! | nonce                    | pending ≥ latest ≥ what the journal knows                            |
//! | fees                     | below a bound that no honest chain reaches                           |
//! | hash of what was sent    | against the hash of what was sent                                    |
//! | receipt, transaction     | about the hash that was asked                                        |
//!
//! Blocking: it has its own event loop, so call it from a plain thread, not from inside another event loop.
//! May not enter: keys, files, anything that decides what to sign.

mod error;
mod fees;
mod receipt;
mod transport;
mod types;

use std::{io, time::Duration};

use alloy::{
    consensus::TxEnvelope,
    eips::eip2718::Decodable2718,
    primitives::{Address, B256, Bytes, U64, U256},
    rpc::{
        client::RpcClient,
        json_rpc::{RpcError, RpcRecv, RpcSend},
    },
    transports::{TransportError, TransportErrorKind},
};
use reqwest::Url;
use tokio::runtime::Runtime;

pub use error::NodeError;
pub use fees::{Fees, Speed};
pub use types::{Call, ChainTransaction, Log, Receipt, Waiting};

use crate::revert;
use transport::{BoundedHttp, Fault};

/// How patient a client is.
#[derive(Debug, Clone, Copy)]
pub struct NodeOptions {
    /// For one request, from name resolution to the last byte of the answer.
    pub timeout: Duration,
    /// How often a read is tried in all when a node is gone or overloaded; sending is never repeated.
    pub attempts: u32,
}

impl Default for NodeOptions {
    /// Ten seconds, three attempts.
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), attempts: 3 }
    }
}

/// The first pause before a read is repeated; each further one is four times as long.
const PAUSE: Duration = Duration::from_millis(150);
/// The longest code that is read, in bytes: no deployed contract is longer than EIP-170's 24,576.
const CODE_BYTES_MAX: usize = 24_576;

/// A client of one node.
#[derive(Debug)]
pub struct Node {
    runtime: Runtime,
    client: RpcClient,
    name: String,
    options: NodeOptions,
}

impl Node {
    /// A client of the node at `url` (`http://` or `https://`), with the default patience. Asks nothing yet.
    pub fn connect(url: &str) -> Result<Self, NodeError> {
        Self::with_options(url, NodeOptions::default())
    }

    /// The same with another patience.
    ///
    /// Proxies are taken from the environment (`HTTPS_PROXY` and its kin), except for plain HTTP on loopback.
    pub fn with_options(url: &str, options: NodeOptions) -> Result<Self, NodeError> {
        let refused = |reason: String| NodeError::Url { url: error::words(url), reason };
        let parsed = Url::parse(url).map_err(|error| refused(error.to_string()))?;
        let name = match (parsed.scheme(), parsed.host_str(), parsed.port()) {
            (scheme @ ("http" | "https"), Some(host), Some(port)) => format!("{scheme}://{host}:{port}"),
            (scheme @ ("http" | "https"), Some(host), None) => format!("{scheme}://{host}"),
            (scheme, _, _) => return Err(refused(format!("{scheme}: is not http: or https:"))),
        };
        let transport = BoundedHttp::new(parsed, options.timeout)
            .map_err(|error| NodeError::Client(io::Error::other(error.without_url())))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(NodeError::Client)?;
        Ok(Self { runtime, client: RpcClient::new(transport, true), name, options })
    }

    /// Scheme, host and port: what messages call the node. Never the path, which may carry an API key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The chain id the node claims.
    pub fn chain_id(&self) -> Result<u64, NodeError> {
        self.read::<_, U64>("eth_chainId", ()).map(|id| id.to())
    }

    /// Refuses a node of another chain than `expected`.
    pub fn expect_chain(&self, expected: u64) -> Result<(), NodeError> {
        let found = self.chain_id()?;
        if found == expected {
            Ok(())
        } else {
            Err(NodeError::Chain { node: self.name.clone(), expected, found })
        }
    }

    /// The number of the last block.
    pub fn block_number(&self) -> Result<u64, NodeError> {
        self.read::<_, U64>("eth_blockNumber", ()).map(|number| number.to())
    }

    /// The next nonce of `address`: what is mined and what waits.
    pub fn nonce(&self, address: Address) -> Result<u64, NodeError> {
        self.nonce_checked(address, 0)
    }

    /// The next nonce of `address`, which must be `at_least` what is known from elsewhere: one more than the last
    /// nonce that the journal saw mined, say; 0 where nothing is known.
    ///
    /// The node is asked for the nonce after the last block and for the one with waiting transactions. A node that
    /// contradicts itself or the journal is refused.
    pub fn nonce_checked(&self, address: Address, at_least: u64) -> Result<u64, NodeError> {
        let latest = self.count(address, "latest")?;
        let pending = self.count(address, "pending")?;
        let lie = |fault: String| NodeError::NonceLie { node: self.name.clone(), address, fault };
        if pending < latest {
            return Err(lie(format!("it says {latest} are mined, but {pending} with those that wait")));
        }
        if pending < at_least {
            return Err(lie(format!("it says {pending}, but nonce {} was already used", at_least - 1)));
        }
        Ok(pending)
    }

    fn count(&self, address: Address, block: &'static str) -> Result<u64, NodeError> {
        const METHOD: &str = "eth_getTransactionCount";
        let count: u64 = self.read::<_, U64>(METHOD, (address, block)).map(|count| count.to())?;
        if count == u64::MAX {
            return Err(self.answer(METHOD, "a nonce ends at 2^64 - 2 (EIP-2681)".to_owned()));
        }
        Ok(count)
    }

    /// The balance in wei, after the last block.
    pub fn balance(&self, address: Address) -> Result<U256, NodeError> {
        self.read("eth_getBalance", (address, "latest"))
    }

    /// The code of a contract, empty for a plain account; 23 bytes starting 0xef0100 for a delegated one (EIP-7702).
    pub fn code(&self, address: Address) -> Result<Bytes, NodeError> {
        const METHOD: &str = "eth_getCode";
        let code: Bytes = self.read(METHOD, (address, "latest"))?;
        if code.len() > CODE_BYTES_MAX {
            let fault = format!("code of {} bytes, the limit is {CODE_BYTES_MAX} (EIP-170)", code.len());
            return Err(self.answer(METHOD, fault));
        }
        Ok(code)
    }

    /// A word of storage, after the last block.
    pub fn storage(&self, address: Address, slot: U256) -> Result<B256, NodeError> {
        self.read("eth_getStorageAt", (address, slot, "latest"))
    }

    /// What `to` returns for `data`, asked by nobody in particular, after the last block.
    pub fn call(&self, to: Address, data: &[u8]) -> Result<Bytes, NodeError> {
        let call = Call { to: Some(to), data: data.to_vec().into(), ..Call::default() };
        self.simulate(&call)
    }

    /// What a transaction would return if it were mined now; a revert is an error with its reason.
    pub fn simulate(&self, call: &Call) -> Result<Bytes, NodeError> {
        self.read("eth_call", (call.to_request(), "latest"))
    }

    /// The gas limit the node proposes for a call; a revert is an error with its reason.
    pub fn estimate_gas(&self, call: &Call) -> Result<u64, NodeError> {
        const METHOD: &str = "eth_estimateGas";
        let gas: u64 = self.read::<_, U64>(METHOD, (call.to_request(),)).map(|gas| gas.to())?;
        if gas < 21_000 {
            return Err(self.answer(METHOD, format!("{gas} gas, no transaction takes less than 21000")));
        }
        Ok(gas)
    }

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
            NodeError::Refused { message, .. } if says(&message, &["already known", "known transaction"]) => {
                Ok(hash)
            }
            NodeError::Refused { message, .. } if says(&message, &["nonce"]) => {
                Err(NodeError::NonceRefused { node: self.name.clone(), message })
            }
            surely_not @ (NodeError::Refused { .. } | NodeError::Unreachable { connected: false, .. }) => {
                Err(surely_not)
            }
            // Anything else leaves open whether the node has it.
            other => Err(NodeError::Unclear { hash, source: Box::new(other) }),
        }
    }

    /// Asks a read, again with pauses where the node is gone or overloaded.
    fn read<P: RpcSend + Clone, R: RpcRecv>(&self, method: &'static str, params: P) -> Result<R, NodeError> {
        let mut pause = PAUSE;
        for _ in 1..self.options.attempts {
            match self.ask(method, params.clone()) {
                Err(error) if error.is_passing() => {}
                settled => return settled,
            }
            self.sleep(pause);
            pause *= 4;
        }
        self.ask(method, params)
    }

    fn ask<P: RpcSend, R: RpcRecv>(&self, method: &'static str, params: P) -> Result<R, NodeError> {
        let request = self.client.request(method, params);
        self.runtime.block_on(request).map_err(|error| self.fault(method, error))
    }

    fn sleep(&self, pause: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(pause).await });
    }

    fn answer(&self, method: &'static str, fault: String) -> NodeError {
        NodeError::Answer { node: self.name.clone(), method, fault }
    }

    fn fault(&self, method: &'static str, error: TransportError) -> NodeError {
        let node = self.name.clone();
        match error {
            RpcError::ErrorResp(refusal) => NodeError::Refused {
                node,
                method,
                code: refusal.code,
                message: error::words(&refusal.message),
                reason: refusal.as_revert_data().and_then(|data| revert::reason(&data)),
            },
            RpcError::NullResp => self.answer(method, "null, where there must be a value".to_owned()),
            RpcError::DeserError { text, .. } => {
                self.answer(method, format!("not what that method returns: “{}”", error::words(&text)))
            }
            RpcError::Transport(TransportErrorKind::HttpError(http)) => {
                let said = error::words(&http.body);
                let said = if said.trim().is_empty() { String::new() } else { format!(": “{said}”") };
                NodeError::Http { node, method, status: http.status, said }
            }
            RpcError::Transport(TransportErrorKind::Custom(custom)) => match custom.downcast::<Fault>() {
                Ok(fault) => match *fault {
                    Fault::Unreachable { reason, connected } => {
                        NodeError::Unreachable { node, reason, connected }
                    }
                    Fault::Timeout => NodeError::Timeout { node, method, after: self.options.timeout },
                    Fault::Malformed(fault) => self.answer(method, fault),
                },
                Err(other) => self.answer(method, error::words(&other.to_string())),
            },
            other => self.answer(method, error::words(&other.to_string())),
        }
    }
}

fn says(message: &str, any_of: &[&str]) -> bool {
    let message = message.to_ascii_lowercase();
    any_of.iter().any(|words| message.contains(words))
}
