//! Under the node client: one JSON-RPC request out, one bounded answer in, over HTTP or WebSocket.
//!
//! Not alloy's own transports, for two reasons: those take as many bytes as a node cares to send, and they read
//! answers through types that fail once `serde_json` keeps numbers as text, which reading typed data needs.
//! May not enter: retries, meaning. It says what came over the wire.

mod http;
mod json;
mod limit;
mod proxy;
mod socket;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use alloy::{
    rpc::json_rpc::{RequestPacket, Response, ResponsePacket, SerializedRequest},
    transports::{TransportError, TransportErrorKind, TransportFut},
};
use reqwest::Url;
use tower_service::Service;

use super::NodeOptions;
use http::Http;
use limit::Allowance;
use socket::Socket;

/// The longest answer that is read: a receipt with thousands of logs is far below.
const ANSWER_BYTES_MAX: usize = 8 << 20;
/// What we call ourselves to nodes.
const USER_AGENT: &str = concat!("coldframe/", env!("CARGO_PKG_VERSION"));

/// What went wrong below JSON-RPC.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("{reason}")]
    Unreachable { reason: String, connected: bool },
    #[error("no complete answer in time")]
    Timeout,
    #[error("{0}")]
    Malformed(String),
    #[error("HTTP status {status}")]
    Status { status: u16, body: String, retry_after: Option<Duration> },
}

impl Fault {
    fn too_long() -> Self {
        Self::Malformed(format!("its answer is longer than {ANSWER_BYTES_MAX} bytes"))
    }
}

/// An answer as it came; a WebSocket's has no status of its own and counts as 200.
struct Reply {
    status: u16,
    retry_after: Option<Duration>,
    body: Vec<u8>,
}

/// One node's line. Its `Debug` shows no URL, because URLs carry keys.
#[derive(Clone)]
pub(super) struct Wire {
    carrier: Carrier,
    allowance: Option<Arc<Mutex<Allowance>>>, // none on loopback: nobody else pays for it
}

#[derive(Clone)]
enum Carrier {
    Http(Http),
    Socket(Arc<Socket>),
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.carrier {
            Carrier::Http(_) => "Wire(HTTP)",
            Carrier::Socket(_) => "Wire(WebSocket)",
        })
    }
}

impl Wire {
    /// A line to `url`: `http:`, `https:`, `ws:` or `wss:`. Connects to nothing yet.
    pub(super) fn new(url: Url, options: NodeOptions) -> Result<Self, String> {
        // Fails where another part of the program was first, which is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let allowance = (!proxy::is_loopback(&url))
            .then(|| Arc::new(Mutex::new(Allowance::new(options.requests_per_second, options.burst))));
        let carrier = if matches!(url.scheme(), "ws" | "wss") {
            Carrier::Socket(Arc::new(Socket::new(url, options.timeout)?))
        } else {
            let http = Http::new(url, options.timeout).map_err(|error| error.without_url().to_string())?;
            Carrier::Http(http)
        };
        Ok(Self { carrier, allowance })
    }

    /// Waits for a new block, at most `longest`: whether one came; `None` where the node does not tell by itself.
    pub(super) async fn block_came(&self, longest: Duration) -> Option<bool> {
        match &self.carrier {
            Carrier::Http(_) => None,
            Carrier::Socket(socket) => socket.block_came(longest).await,
        }
    }

    async fn ask(self, request: SerializedRequest) -> Result<ResponsePacket, TransportError> {
        let id = request.id().clone();
        let mirrored = serde_json::to_string(&id).unwrap_or_default();
        let text = request.serialized().get().to_owned();
        if let Some(allowance) = &self.allowance {
            let pause = allowance.lock().unwrap_or_else(PoisonError::into_inner).take(Instant::now());
            tokio::time::sleep(pause).await;
        }
        let reply = match &self.carrier {
            Carrier::Http(http) => http.ask(text).await,
            Carrier::Socket(socket) => socket.ask(text, &mirrored).await,
        }
        .map_err(TransportErrorKind::custom)?;
        let is_success = (200..300).contains(&reply.status);
        // Some nodes send error objects with a status of 4xx or 5xx; the object says more than the status, unless that
        // asks for patience.
        let asks_patience = matches!(reply.status, 429 | 503);
        let answer = match json::read(&reply.body) {
            Ok(answer) if is_success || (answer.payload.is_error() && !asks_patience) => answer,
            Err(malformed) if is_success => {
                return Err(TransportErrorKind::custom(Fault::Malformed(malformed)));
            }
            _ => {
                return Err(TransportErrorKind::custom(Fault::Status {
                    status: reply.status,
                    body: String::from_utf8_lossy(&reply.body).into_owned(),
                    retry_after: reply.retry_after,
                }));
            }
        };
        // An error object may carry a null id: the node could not read ours.
        if answer.id != mirrored && !(answer.payload.is_error() && answer.id == "null") {
            return Err(TransportErrorKind::custom(Fault::Malformed(
                "it answered a question that was not asked (another id)".to_owned(),
            )));
        }
        Ok(ResponsePacket::Single(Response { id, payload: answer.payload }))
    }
}

impl Service<RequestPacket> for Wire {
    type Response = ResponsePacket;
    type Error = TransportError;
    type Future = TransportFut<'static>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, packet: RequestPacket) -> Self::Future {
        match packet {
            RequestPacket::Single(request) => Box::pin(self.clone().ask(request)),
            RequestPacket::Batch(_) => {
                Box::pin(async { Err(TransportErrorKind::custom_str("batches are not sent")) })
            }
        }
    }
}

/// Libraries wrap the reason that a person needs (“connection refused”) in several layers that carry the URL.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    super::error::words(&innermost.to_string())
}
