//! JSON-RPC over WebSocket: answers are matched by their id, the connection is kept and made anew when it broke.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::Url;
use serde_json::{Value, json};
use tokio::{net::TcpStream, sync::Mutex, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async_tls_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest as _,
        error::CapacityError,
        handshake::client::Request,
        http::{HeaderValue, header},
        protocol::WebSocketConfig,
    },
};

use super::{ANSWER_BYTES_MAX, Fault, Reply, USER_AGENT, http::retry_after, innermost, json, proxy};

/// The most messages that are passed over while one answer is awaited: news of blocks, and answers that came late.
const PASSED_OVER_MAX: usize = 1_000;
/// The id of our subscription: no request of the client has a text for one.
const SUBSCRIPTION: &str = "\"blocks\"";

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One node, by its URL; no `Debug`, because URLs carry keys.
pub(super) struct Socket {
    request: Request,
    url: Url,
    proxy: Option<Url>,
    patience: Duration,
    line: Mutex<Option<Line>>,
}

/// A connection that stands.
struct Line {
    stream: Stream,
    tells_of_blocks: Option<bool>, // `None`: not asked yet
    block_came: bool,              // while something else was awaited
}

impl Socket {
    /// `patience` is for a whole request, from name resolution to the answer.
    pub(super) fn new(mut url: Url, patience: Duration) -> Result<Self, String> {
        let proxy = proxy::proxy_for(&url, |name| std::env::var(name).ok())?;
        let credentials = proxy::credentials(&url);
        // Refused only where there is no host, which was looked at before.
        _ = url.set_username("").and_then(|()| url.set_password(None));
        let unfit = || "it is no address for WebSocket".to_owned();
        let mut request = url.as_str().into_client_request().map_err(|_| unfit())?;
        request.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        if let Some(credentials) = credentials {
            let value = HeaderValue::from_str(&format!("Basic {credentials}")).map_err(|_| unfit())?;
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        Ok(Self { request, url, proxy, patience, line: Mutex::default() })
    }

    /// Sends `request` and waits for the message with its `id`, as JSON writes it.
    pub(super) async fn ask(&self, request: String, id: &str) -> Result<Reply, Fault> {
        let mut place = self.line.lock().await;
        // Out of its place while in use: a connection that failed, or whose answer is still to come, is not used again.
        let line = place.take();
        let asked = async {
            let mut line = match line {
                Some(line) => line,
                None => self.connect().await?,
            };
            let body = line.ask(request, id).await?;
            Ok((line, body))
        };
        let (line, body) = timeout(self.patience, asked).await.map_err(|_| Fault::Timeout)??;
        *place = Some(line);
        Ok(Reply { status: 200, retry_after: None, body })
    }

    /// Waits until the node tells of a new block, at most `longest`: whether it did; `None` where it cannot.
    pub(super) async fn block_came(&self, longest: Duration) -> Option<bool> {
        let mut place = self.line.lock().await;
        let mut line = place.take()?;
        let tells = match line.tells_of_blocks {
            Some(tells) => tells,
            None => line.subscribe(self.patience).await.ok()?,
        };
        if !tells {
            *place = Some(line);
            return None;
        }
        let told = async {
            while !line.block_came {
                line.next().await?;
            }
            Ok::<(), Fault>(())
        };
        // No block in time is no fault; a broken line is.
        let came = match timeout(longest, told).await {
            Ok(Ok(())) => true,
            Ok(Err(_)) => return None,
            Err(_) => false,
        };
        line.block_came = false;
        *place = Some(line);
        Some(came)
    }

    async fn connect(&self) -> Result<Line, Fault> {
        let port = self.url.port_or_known_default().unwrap_or(443);
        let stream = proxy::connect(proxy::bare_host(&self.url), port, self.proxy.as_ref()).await?;
        let bounds = WebSocketConfig::default()
            .max_message_size(Some(ANSWER_BYTES_MAX))
            .max_frame_size(Some(ANSWER_BYTES_MAX));
        match client_async_tls_with_config(self.request.clone(), stream, Some(bounds), None).await {
            Ok((stream, _)) => Ok(Line { stream, tells_of_blocks: None, block_came: false }),
            Err(Error::Http(refusal)) => Err(Fault::Status {
                status: refusal.status().as_u16(),
                retry_after: retry_after(refusal.headers()),
                body: String::from_utf8_lossy(refusal.body().as_deref().unwrap_or_default()).into_owned(),
            }),
            Err(error) => Err(Fault::Unreachable {
                reason: format!("no WebSocket there: {}", innermost(&error)),
                connected: false, // nothing was asked yet
            }),
        }
    }
}

impl Line {
    /// Asks to be told of blocks; whether the node will.
    async fn subscribe(&mut self, patience: Duration) -> Result<bool, Fault> {
        let request =
            json!({"jsonrpc": "2.0", "id": "blocks", "method": "eth_subscribe", "params": ["newHeads"]});
        let asked = self.ask(request.to_string(), SUBSCRIPTION);
        let body = timeout(patience, asked).await.map_err(|_| Fault::Timeout)??;
        let tells = json::read(&body).is_ok_and(|answer| !answer.payload.is_error());
        self.tells_of_blocks = Some(tells);
        Ok(tells)
    }

    async fn ask(&mut self, request: String, id: &str) -> Result<Vec<u8>, Fault> {
        self.stream.send(Message::text(request)).await.map_err(|error| broken(&error))?;
        for _ in 0..PASSED_OVER_MAX {
            let Some(body) = self.next().await? else { continue };
            match json::read(&body) {
                Ok(answer) if answer.id != id && answer.id != "null" => {} // late, or to nobody
                _ => return Ok(body),
            }
        }
        Err(Fault::Malformed("it talks without answering".to_owned()))
    }

    /// The next message that may be an answer; `None` for everything else.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let gone = || Fault::Unreachable { reason: "it closed the connection".to_owned(), connected: true };
        let message = self.stream.next().await.ok_or_else(gone)?.map_err(|error| broken(&error))?;
        let body = match message {
            Message::Text(text) => text.as_bytes().to_vec(),
            Message::Binary(bytes) => bytes.to_vec(),
            Message::Close(_) => return Err(gone()),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => return Ok(None),
        };
        if is_news(&body) {
            self.block_came = true;
            return Ok(None);
        }
        Ok(Some(body))
    }
}

/// Whether a message tells of a block: a notification has a method and no id.
fn is_news(body: &[u8]) -> bool {
    // Looked for in the bytes first: few messages are news, and some are long.
    const METHOD: &[u8] = b"eth_subscription";
    body.windows(METHOD.len()).any(|window| window == METHOD)
        && serde_json::from_slice::<Value>(body).is_ok_and(|message| {
            message.get("method").is_some_and(|method| method == "eth_subscription")
                && message.get("id").is_none()
        })
}

fn broken(error: &Error) -> Fault {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => Fault::too_long(),
        Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_) | Error::Tls(_) => {
            Fault::Unreachable { reason: innermost(error), connected: true }
        }
        other => Fault::Malformed(format!("it breaks WebSocket's rules: {}", innermost(other))),
    }
}
