//! JSON-RPC over HTTP: one request, one bounded answer.

use std::{sync::Arc, time::Duration};

use reqwest::{
    Client, Url,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER},
    redirect,
};

use super::{ANSWER_BYTES_MAX, Fault, Reply, innermost, proxy::is_loopback};

/// One node, by its URL; no `Debug`, because URLs carry keys.
#[derive(Clone)]
pub(super) struct Http {
    client: Client,
    url: Url,
}

impl Http {
    /// `timeout` is for a whole request, from name resolution to the last byte.
    pub(super) fn new(url: Url, timeout: Duration) -> Result<Self, reqwest::Error> {
        let plain = url.scheme() == "http";
        let client = match (plain, is_loopback(&url)) {
            // A proxy from the environment cannot reach our own loopback.
            (true, true) => without_certificates(builder(timeout).no_proxy()),
            (false, true) => builder(timeout).no_proxy().build(),
            (_, false) => builder(timeout).build().or_else(|error| {
                // A machine without root certificates can still ask over plain HTTP.
                if plain { without_certificates(builder(timeout)) } else { Err(error) }
            }),
        }?;
        Ok(Self { client, url })
    }

    /// Sends a request; status and body of the answer.
    pub(super) async fn ask(&self, request: String) -> Result<Reply, Fault> {
        let sent = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(request)
            .send()
            .await
            .map_err(|error| fault(&error))?;
        let (status, retry_after) = (sent.status().as_u16(), retry_after(sent.headers()));
        Ok(Reply { status, retry_after, body: bounded(sent).await? })
    }
}

/// `Retry-After` in seconds (RFC 9110); its other form, a date, needs a clock that agrees and is not read.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn builder(timeout: Duration) -> reqwest::ClientBuilder {
    Client::builder()
        .timeout(timeout)
        .redirect(redirect::Policy::none()) // a transaction goes where it was sent, or nowhere
        .user_agent(super::USER_AGENT)
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

async fn bounded(mut answer: reqwest::Response) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| cut(&error))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(Fault::too_long());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn fault(error: &reqwest::Error) -> Fault {
    if error.is_timeout() {
        Fault::Timeout
    } else {
        Fault::Unreachable { reason: innermost(error), connected: !error.is_connect() }
    }
}

/// A body that ended early: the node was there, its answer was not whole.
fn cut(error: &reqwest::Error) -> Fault {
    if error.is_timeout() {
        Fault::Timeout
    } else {
        Fault::Malformed(format!("its answer broke off: {}", innermost(error)))
    }
}
