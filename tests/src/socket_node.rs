//! A node at WebSocket that does as it is told: a scripted server on loopback for tests.

#![expect(clippy::disallowed_types, reason = "a node listens, on loopback alone")]

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{net::TcpStream, sync::oneshot};
use tokio_tungstenite::{WebSocketStream, accept_async, tungstenite::Message};

/// What the node does with one request; several are done in order.
#[derive(Debug, Clone)]
pub enum Say {
    /// Answers with this result.
    Result(Value),
    /// Sends this text, whatever it is.
    Text(String),
    /// Answers with a result under another request's id.
    OtherId(Value),
    /// Sends so many bytes in one message.
    Long(usize),
    /// Tells of a block, as to a subscriber.
    Block,
    /// Closes the connection.
    Close,
}

/// Sees method and how many requests there were before it, over all connections; decides what to do.
type Script = dyn Fn(&str, usize) -> Vec<Say> + Send + Sync;

/// The node; dropping it ends it.
pub struct SocketNode {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl SocketNode {
    /// Starts a node that acts by `script`.
    pub fn start(script: impl Fn(&str, usize) -> Vec<Say> + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let (end, ended) = oneshot::channel();
        let (script, stage): (Arc<Script>, _) = (Arc::new(script), Arc::clone(&seen));
        let thread = std::thread::Builder::new().name("socket-node".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = ended => {}
                    () = serve(listener, script, stage) => {}
                }
            });
        })?;
        Ok(Self { address, seen, end: Some(end), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The methods that were asked, in order.
    pub fn asked(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for SocketNode {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

async fn serve(listener: TcpListener, script: Arc<Script>, seen: Arc<Mutex<Vec<String>>>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    while let Ok((connection, _)) = listener.accept().await {
        if let Ok(stream) = accept_async(connection).await {
            converse(stream, script.as_ref(), &seen).await;
        }
    }
}

/// One connection until it ends.
async fn converse(mut stream: WebSocketStream<TcpStream>, script: &Script, seen: &Mutex<Vec<String>>) {
    while let Some(Ok(message)) = stream.next().await {
        let Message::Text(text) = message else { continue };
        let request: Value = serde_json::from_str(&text).unwrap_or_default();
        let method = request.get("method").and_then(Value::as_str).unwrap_or_default();
        let id = request.get("id").cloned().unwrap_or_default();
        let before = {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.push(method.to_owned());
            seen.len() - 1
        };
        for say in script(method, before) {
            let result =
                |id: &Value, value: Value| json!({"jsonrpc": "2.0", "id": id, "result": value}).to_string();
            let text = match say {
                Say::Result(value) => result(&id, value),
                Say::Text(text) => text,
                Say::OtherId(value) => result(&json!(987_654_321), value),
                Say::Long(bytes) => " ".repeat(bytes),
                Say::Block => json!({
                    "jsonrpc": "2.0",
                    "method": "eth_subscription",
                    "params": {"subscription": "0x1", "result": {"number": "0x1"}},
                })
                .to_string(),
                Say::Close => {
                    _ = stream.close(None).await;
                    return;
                }
            };
            if stream.send(Message::text(text)).await.is_err() {
                return;
            }
        }
    }
}
