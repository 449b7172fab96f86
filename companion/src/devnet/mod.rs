//! A throw-away Ethereum chain inside the program: `revm` behind a small JSON-RPC on loopback.
//!
//! One block for every transaction, Prague rules, everything in memory, gone when dropped. It exists so that the
//! rehearsal and the tests speak to a node through the same client as everything else.
//! May not enter: keys (accounts are funded by address), other interfaces than loopback, files.

#![expect(clippy::disallowed_types, reason = "the devnet listens, on loopback alone")]

mod admit;
mod chain;
mod execute;
mod http;
mod methods;
mod proof;
mod render;
mod rpc;
mod state;
mod trial;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    thread::JoinHandle,
};

use alloy::primitives::{Address, Bytes, U256, address};
use tokio::sync::oneshot;

use chain::Chain;

/// The first ten addresses of the public test mnemonic `test test … junk` on `m/44'/60'/0'/0/n`.
///
/// Their keys are known to everybody: worthless on any other chain.
pub const PUBLIC_ACCOUNTS: [Address; 10] = [
    address!("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
    address!("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
    address!("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"),
    address!("0x90F79bf6EB2c4f870365E785982E1f101E93b906"),
    address!("0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"),
    address!("0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc"),
    address!("0x976EA74026E726554dB657fA54763abd0C3a0aa9"),
    address!("0x14dC79964da2C08b23698B3D3cc7Ca32193d9955"),
    address!("0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f"),
    address!("0xa0Ee7A142d267C1f36714E4a8F75612F20a79720"),
];

/// The chain id that development chains share; no network of value has it.
pub const CHAIN_ID: u64 = 31_337;

/// A contract that is there from the first block on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genesis {
    /// Where.
    pub address: Address,
    /// What it runs.
    pub code: Bytes,
    /// Its storage: slots and words.
    pub storage: Vec<(U256, U256)>,
}

/// How a devnet is to be.
#[derive(Debug, Clone)]
pub struct DevnetOptions {
    /// The chain id, EIP-155.
    pub chain_id: u64,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Who starts with 10,000 ether.
    pub accounts: Vec<Address>,
    /// Contracts that are there from the first block on.
    pub contracts: Vec<Genesis>,
    /// Who begins with another nonce than 0: accounts whose transactions are written down from an older chain of this id.
    pub nonces: Vec<(Address, u64)>,
}

impl Default for DevnetOptions {
    /// Chain 31337 on a free port, [`PUBLIC_ACCOUNTS`] funded.
    fn default() -> Self {
        let accounts = PUBLIC_ACCOUNTS.to_vec();
        Self { chain_id: CHAIN_ID, port: 0, accounts, contracts: Vec::new(), nonces: Vec::new() }
    }
}

/// Why a devnet did not start or did not go on.
#[derive(Debug, thiserror::Error)]
pub enum DevnetError {
    /// The port is taken, or not ours to take.
    #[error(
        "the devnet cannot listen on 127.0.0.1:{port}: {source}\nTake another --port, or leave it out for a free one."
    )]
    Listen {
        /// As it was asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// No thread or no event loop.
    #[error(
        "the devnet could not be started: {0}\nThe system refused a thread or its event loop; close other programs and try again."
    )]
    Start(#[source] io::Error),
}

/// A running devnet; dropping it ends it and frees its port.
#[derive(Debug)]
pub struct Devnet {
    address: SocketAddr,
    chain_id: u64,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Devnet {
    /// Starts a fresh chain on its own thread. When this returns, requests are answered.
    pub fn start(options: DevnetOptions) -> Result<Self, DevnetError> {
        let DevnetOptions { chain_id, port, accounts, contracts, nonces } = options;
        let (listener, address) = listen(port).map_err(|source| DevnetError::Listen { port, source })?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(DevnetError::Start)?;
        let chain = Chain::new(chain_id, &accounts, &nonces, contracts);
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("devnet".to_owned())
            .spawn(move || runtime.block_on(http::serve(listener, address, chain, stopped)))
            .map_err(DevnetError::Start)?;
        Ok(Self { address, chain_id, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The chain id, as it was asked for.
    pub fn chain_id(&self) -> u64 {
        self.chain_id
    }
}

impl Drop for Devnet {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            _ = thread.join(); // a panic over there was already reported by its own thread
        }
    }
}

fn listen(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?; // tokio takes over only such
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Runs a devnet until the process is interrupted (Ctrl-C, or SIGTERM on Unix).
///
/// `started` is called once, when requests are answered: to print the address, say.
pub fn serve_until_interrupted(
    options: DevnetOptions,
    started: impl FnOnce(&Devnet),
) -> Result<(), DevnetError> {
    let devnet = Devnet::start(options)?;
    started(&devnet);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(DevnetError::Start)?;
    runtime.block_on(interrupted()).map_err(DevnetError::Start)
}

#[cfg(unix)]
async fn interrupted() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn interrupted() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
