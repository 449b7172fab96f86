//! The devnet's door: HTTP POST on loopback, one body in, one body out, both bounded.
//!
//! A web page in the operator's browser must not get in: the `Host` header has to name loopback (DNS rebinding), and
//! the content type has to be JSON, which a page cannot send across origins without a preflight that is not answered.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use tokio::sync::oneshot;

use super::{chain::Chain, rpc};

/// The longest body: a batch of a few transactions at the pools' limit of 128 KiB, as hex.
const BODY_BYTES_MAX: usize = 2 << 20;

#[derive(Clone)]
struct Door {
    port: u16,
    chain: Arc<Mutex<Chain>>,
}

/// Answers until `stopped` resolves, which it also does when its sender is dropped.
pub(super) async fn serve(
    listener: TcpListener,
    address: SocketAddr,
    chain: Chain,
    stopped: oneshot::Receiver<()>,
) {
    let door = Door { port: address.port(), chain: Arc::new(Mutex::new(chain)) };
    let routes =
        Router::new().route("/", post(answer)).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)).with_state(door);
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    // Not axum's graceful shutdown: a client that keeps a connection open would keep the devnet alive.
    tokio::select! {
        _ = axum::serve(listener, routes) => {}
        _ = stopped => {}
    }
}

async fn answer(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> Response {
    if !names_loopback(&headers, door.port) {
        return (StatusCode::FORBIDDEN, "this devnet answers only requests to 127.0.0.1 or localhost")
            .into_response();
    }
    if !is_json(&headers) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "send JSON-RPC with content-type: application/json")
            .into_response();
    }
    // One at a time, on purpose: a transaction is a block, and blocks come one after the other.
    let mut chain = door.chain.lock().unwrap_or_else(PoisonError::into_inner);
    match rpc::answer(&mut chain, &body) {
        Some(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

fn names_loopback(headers: &HeaderMap, port: u16) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = host.strip_suffix(&format!(":{port}")).unwrap_or(host);
    matches!(name, "127.0.0.1" | "localhost")
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return false;
    };
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
