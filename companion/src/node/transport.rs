//! HTTP under the node client: one JSON-RPC request out, one bounded answer in.
//!
//! Not alloy's own transport, for two reasons: that one takes as many bytes as a node cares to send, and it reads
//! answers through types that fail once `serde_json` keeps numbers as text, which reading typed data needs.
//! May not enter: retries, meaning. It says what came over the wire.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use alloy::{
    rpc::json_rpc::{
        ErrorPayload, RequestPacket, Response, ResponsePacket, ResponsePayload, SerializedRequest,
    },
    transports::{TransportError, TransportErrorKind, TransportFut},
};
use reqwest::{
    Client, Url,
    header::{CONTENT_TYPE, HeaderValue},
    redirect,
};
use serde_json::value::RawValue;
use tower_service::Service;

/// The longest answer that is read: a receipt with thousands of logs is far below.
const ANSWER_BYTES_MAX: usize = 8 << 20;

/// What went wrong below JSON-RPC.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("{reason}")]
    Unreachable { reason: String, connected: bool },
    #[error("no complete answer in time")]
    Timeout,
    #[error("{0}")]
    Malformed(String),
}

/// One node, by its URL.
#[derive(Debug, Clone)]
pub(super) struct BoundedHttp {
    client: Client,
    url: Url,
}

impl BoundedHttp {
    /// `timeout` is for a whole request, from name resolution to the last byte.
    pub(super) fn new(url: Url, timeout: Duration) -> Result<Self, reqwest::Error> {
        // Fails where another part of the program was first, which is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let plain = url.scheme() == "http";
        let client = if plain && is_loopback(&url) {
            // A proxy from the environment cannot reach our own loopback.
            without_certificates(builder(timeout).no_proxy())
        } else {
            builder(timeout).build().or_else(|error| {
                // A machine without root certificates can still ask over plain HTTP.
                if plain { without_certificates(builder(timeout)) } else { Err(error) }
            })
        }?;
        Ok(Self { client, url })
    }

    async fn ask(self, request: SerializedRequest) -> Result<ResponsePacket, TransportError> {
        let id = request.id().clone();
        let sent = self
            .client
            .post(self.url)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(request.serialized().get().to_owned())
            .send()
            .await
            .map_err(|error| fault(&error))?;
        let status = sent.status();
        let body = bounded(sent).await?;
        let answer = read(&body);
        // Some nodes send error objects with a status of 4xx or 5xx; the object says more than the status.
        let payload = match answer {
            Ok(answer) if status.is_success() || answer.payload.is_error() => answer,
            _ if !status.is_success() => {
                return Err(TransportErrorKind::http_error(
                    status.as_u16(),
                    String::from_utf8_lossy(&body).into_owned(),
                ));
            }
            Ok(answer) => answer,
            Err(malformed) => return Err(TransportErrorKind::custom(Fault::Malformed(malformed))),
        };
        let mirrored = serde_json::to_string(&id).unwrap_or_default();
        // An error object may carry a null id: the node could not read ours.
        if payload.id != mirrored && !(payload.payload.is_error() && payload.id == "null") {
            return Err(TransportErrorKind::custom(Fault::Malformed(
                "it answered a question that was not asked (another id)".to_owned(),
            )));
        }
        Ok(ResponsePacket::Single(Response { id, payload: payload.payload }))
    }
}

impl Service<RequestPacket> for BoundedHttp {
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

fn builder(timeout: Duration) -> reqwest::ClientBuilder {
    Client::builder()
        .timeout(timeout)
        .redirect(redirect::Policy::none()) // a transaction goes where it was sent, or nowhere
        .user_agent(concat!("coldframe/", env!("CARGO_PKG_VERSION")))
}

/// For plain HTTP: no root certificates, so that any TLS would fail rather than be trusted.
fn without_certificates(builder: reqwest::ClientBuilder) -> Result<Client, reqwest::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    match versions {
        Ok(versions) => {
            let tls = versions.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
            builder.tls_backend_preconfigured(tls).build()
        }
        Err(_) => builder.build(), // ring has the default versions; if ever not, reqwest says so itself
    }
}

/// Whether the URL's host is this machine by number or by its usual name.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

async fn bounded(mut answer: reqwest::Response) -> Result<Vec<u8>, TransportError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| cut(&error))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(TransportErrorKind::custom(Fault::Malformed(format!(
                "its answer is longer than {ANSWER_BYTES_MAX} bytes"
            ))));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

struct Taken {
    id: String, // as it was written
    payload: ResponsePayload,
}

/// Takes a response object apart without reading the parts.
fn read(body: &[u8]) -> Result<Taken, String> {
    let mut members: HashMap<String, Box<RawValue>> = serde_json::from_slice(body).map_err(|_| {
        if body.is_empty() {
            "its answer is empty".to_owned()
        } else {
            format!(
                "its answer is not JSON-RPC but “{}”",
                super::error::words(&String::from_utf8_lossy(body))
            )
        }
    })?;
    let id = members.remove("id").map(|id| id.get().to_owned()).unwrap_or_default();
    let error = members.remove("error").filter(|error| error.get() != "null");
    let payload = match (error, members.remove("result")) {
        (Some(error), _) => {
            let error: ErrorPayload = serde_json::from_str(error.get())
                .map_err(|_| "its error object has no code and message".to_owned())?;
            ResponsePayload::Failure(error)
        }
        (None, Some(result)) => ResponsePayload::Success(result),
        (None, None) => return Err("its answer has neither a result nor an error".to_owned()),
    };
    Ok(Taken { id, payload })
}

fn fault(error: &reqwest::Error) -> TransportError {
    TransportErrorKind::custom(if error.is_timeout() {
        Fault::Timeout
    } else {
        Fault::Unreachable { reason: innermost(error), connected: !error.is_connect() }
    })
}

/// A body that ended early: the node was there, its answer was not whole.
fn cut(error: &reqwest::Error) -> TransportError {
    TransportErrorKind::custom(if error.is_timeout() {
        Fault::Timeout
    } else {
        Fault::Malformed(format!("its answer broke off: {}", innermost(error)))
    })
}

/// reqwest wraps the reason that a person needs (“connection refused”) in several layers that carry the URL.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    super::error::words(&innermost.to_string())
}
