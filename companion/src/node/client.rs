//! One node: its connection, its name, and what its failures are called.

use std::{io, time::Duration};

use alloy::{
    rpc::{
        client::RpcClient,
        json_rpc::{RpcError, RpcRecv, RpcSend},
    },
    transports::{TransportError, TransportErrorKind},
};
use reqwest::Url;
use serde_json::Value;
use tokio::runtime::Runtime;

use super::{
    NodeError, NodeOptions, error,
    transport::{Fault, Wire},
};
use crate::revert;

/// The first pause before a read is repeated; each further one is four times as long.
const PAUSE: Duration = Duration::from_millis(150);
/// The longest `Retry-After` that is waited for; a node that wants more is named instead.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(5);

/// How an address of a node begins.
const SCHEMES: [&str; 4] = ["http://", "https://", "ws://", "wss://"];

/// A client of one node.
#[derive(Debug)]
pub struct Node {
    runtime: Runtime,
    client: RpcClient,
    wire: Wire,
    name: String,
    options: NodeOptions,
}

impl Node {
    /// A client of the node at `url` (`http:`, `https:`, `ws:` or `wss:`), with the default patience. Asks nothing yet.
    pub fn connect(url: &str) -> Result<Self, NodeError> {
        Self::with_options(url, NodeOptions::default())
    }

    /// The same with another patience.
    ///
    /// Proxies are taken from the environment (`HTTPS_PROXY` and its kin), except for loopback.
    pub fn with_options(url: &str, options: NodeOptions) -> Result<Self, NodeError> {
        let refused = |reason: String| NodeError::Url { url: error::words(without_secrets(url)), reason };
        if !SCHEMES.iter().any(|scheme| url.trim_start().to_lowercase().starts_with(scheme)) {
            return Err(refused("it does not begin with http://, https://, ws:// or wss://".to_owned()));
        }
        let parsed = Url::parse(url).map_err(|error| refused(error.to_string()))?;
        let name = match (parsed.scheme(), parsed.host_str(), parsed.port()) {
            (scheme @ ("http" | "https" | "ws" | "wss"), Some(host), port) => {
                let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                format!("{scheme}://{host}{port}")
            }
            _ => return Err(refused("it names no host".to_owned())),
        };
        let wire =
            Wire::new(parsed, options).map_err(|reason| NodeError::Client(io::Error::other(reason)))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(NodeError::Client)?;
        Ok(Self { runtime, client: RpcClient::new(wire.clone(), true), wire, name, options })
    }

    /// Scheme, host and port: what messages call the node. Never the path, which may carry an API key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A method by name, for those that not every node has (`eth_simulateV1`); its result as it came, bounded in length.
    pub fn raw(&self, method: &'static str, params: Value) -> Result<Value, NodeError> {
        self.read(method, params)
    }

    /// Asks a read, again with pauses where the node is gone or overloaded.
    pub(super) fn read<P: RpcSend + Clone, R: RpcRecv>(
        &self,
        method: &'static str,
        params: P,
    ) -> Result<R, NodeError> {
        let mut pause = PAUSE;
        for _ in 1..self.options.attempts {
            let wanted = match self.ask(method, params.clone()) {
                Err(NodeError::Http { retry_after: Some(wanted), .. }) if wanted > RETRY_AFTER_MAX => {
                    break; // the last attempt says so
                }
                Err(NodeError::Http { retry_after, status: 429 | 503, .. }) => retry_after,
                Err(error) if error.is_passing() => None,
                settled => return settled,
            };
            self.sleep(wanted.unwrap_or_default().max(jittered(pause)));
            pause *= 4;
        }
        self.ask(method, params)
    }

    /// Waits for the next block, at most `longest`; whether the node told of one.
    pub(super) fn wait_for_block(&self, longest: Duration) -> bool {
        let told = self.runtime.block_on(self.wire.block_came(longest));
        if told.is_none() {
            self.sleep(longest);
        }
        told == Some(true)
    }

    pub(super) fn ask<P: RpcSend, R: RpcRecv>(
        &self,
        method: &'static str,
        params: P,
    ) -> Result<R, NodeError> {
        let request = self.client.request(method, params);
        self.runtime.block_on(request).map_err(|error| self.fault(method, error))
    }

    pub(super) fn sleep(&self, pause: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(pause).await });
    }

    pub(super) fn answer(&self, method: &'static str, fault: String) -> NodeError {
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
                data: refusal.as_revert_data().map(Box::new),
            },
            RpcError::NullResp => self.answer(method, "null, where there must be a value".to_owned()),
            RpcError::DeserError { text, .. } => {
                self.answer(method, format!("not what that method returns: “{}”", error::words(&text)))
            }
            RpcError::Transport(TransportErrorKind::Custom(custom)) => match custom.downcast::<Fault>() {
                Ok(fault) => match *fault {
                    Fault::Unreachable { reason, connected } => {
                        NodeError::Unreachable { node, reason, connected }
                    }
                    Fault::Timeout => NodeError::Timeout { node, method, after: self.options.timeout },
                    Fault::Malformed(fault) => self.answer(method, fault),
                    Fault::Status { status, body, retry_after } => {
                        let said = error::words(&body);
                        let said =
                            if said.trim().is_empty() { String::new() } else { format!(": “{said}”") };
                        NodeError::Http { node, method, status, said, retry_after }
                    }
                },
                Err(other) => self.answer(method, error::words(&other.to_string())),
            },
            other => self.answer(method, error::words(&other.to_string())),
        }
    }
}

/// An address as far as a message may repeat it: no path, where API keys are, and nobody's password.
fn without_secrets(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end = url
        .get(after_scheme..)
        .and_then(|rest| rest.find(['/', '?', '#']))
        .map_or(url.len(), |at| after_scheme + at);
    let front = url.get(..end).unwrap_or_default();
    front.rsplit_once('@').map_or(front, |(_, host)| host)
}

/// Between three and five quarters of `pause`, so that many clients do not come back together.
fn jittered(pause: Duration) -> Duration {
    let mut chance = [0; 1];
    // Without chance there is no jitter, and nothing else is lost.
    _ = getrandom::fill(&mut chance);
    pause * 3 / 4 + pause / 2 * u32::from(chance.first().copied().unwrap_or(128)) / 256
}
