//! The user's proxy settings, as curl and its kin read them from the environment.
//!
//! HTTP goes through reqwest, which reads the same variables; this is for WebSocket, where a tunnel is asked for by
//! hand (CONNECT, RFC 9110 section 9.3.6). Loopback never goes through a proxy.

use std::net::IpAddr;

use reqwest::Url;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{Fault, USER_AGENT, innermost};

/// The most bytes of a proxy's answer before the tunnel.
const HEAD_BYTES_MAX: usize = 8 << 10;

/// Whether the URL's host is this machine by number or by its usual name.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = bare_host(url);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The host without the brackets of an IPv6 number.
pub(super) fn bare_host(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_matches(['[', ']'])
}

/// The proxy for `url`, a `ws:` or `wss:` address, from variables that `variable` looks up; `None` goes directly.
///
/// `wss:` goes by HTTPS_PROXY, `ws:` by HTTP_PROXY, both else by ALL_PROXY, in either case of letters; NO_PROXY lists
/// exceptions.
pub(super) fn proxy_for(url: &Url, variable: impl Fn(&str) -> Option<String>) -> Result<Option<Url>, String> {
    let set = |name: &str| {
        [name.to_ascii_lowercase(), name.to_owned()]
            .iter()
            .find_map(|name| variable(name))
            .filter(|value| !value.trim().is_empty())
    };
    if is_loopback(url) || set("NO_PROXY").is_some_and(|list| is_excepted(&list, bare_host(url))) {
        return Ok(None);
    }
    let own = if url.scheme() == "wss" { "HTTPS_PROXY" } else { "HTTP_PROXY" };
    let Some(text) = set(own).or_else(|| set("ALL_PROXY")) else { return Ok(None) };
    let text = if text.contains("://") { text } else { format!("http://{text}") };
    match Url::parse(&text) {
        Ok(proxy) if proxy.scheme() == "http" && proxy.has_host() => Ok(Some(proxy)),
        _ => Err(format!(
            "the proxy that {own} or ALL_PROXY names is none that WebSocket can go through here; give one such as http://proxy:3128, list this node in NO_PROXY, or use the node's https: address"
        )),
    }
}

/// Whether `host` is on the list: `*`, a name with all below it, a number, or a range of numbers (10.0.0.0/8).
fn is_excepted(list: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let number = host.parse::<IpAddr>().ok();
    list.split(',').map(|item| item.trim().to_ascii_lowercase()).filter(|item| !item.is_empty()).any(|item| {
        if item == "*" || item == host {
            return true;
        }
        if let Some(number) = number {
            return item.split_once('/').is_some_and(|(base, bits)| is_in_range(number, base, bits));
        }
        let name = item.trim_start_matches('.');
        host == name || host.strip_suffix(name).is_some_and(|front| front.ends_with('.'))
    })
}

fn is_in_range(number: IpAddr, base: &str, bits: &str) -> bool {
    let (Ok(base), Ok(bits)) = (base.parse::<IpAddr>(), bits.parse::<u32>()) else { return false };
    let (number, base, width) = match (number, base) {
        (IpAddr::V4(number), IpAddr::V4(base)) => {
            (u128::from(number.to_bits()), u128::from(base.to_bits()), 32)
        }
        (IpAddr::V6(number), IpAddr::V6(base)) => (number.to_bits(), base.to_bits(), 128),
        _ => return false,
    };
    bits <= width && (number ^ base).checked_shr(width - bits).unwrap_or_default() == 0
}

/// A connection to `host` and `port`, through `proxy` where there is one.
pub(super) async fn connect(host: &str, port: u16, proxy: Option<&Url>) -> Result<TcpStream, Fault> {
    let unreachable = |reason: String| Fault::Unreachable { reason, connected: false };
    let Some(proxy) = proxy else {
        return TcpStream::connect((host, port)).await.map_err(|error| unreachable(innermost(&error)));
    };
    let place = (bare_host(proxy), proxy.port_or_known_default().unwrap_or(80));
    let mut stream = TcpStream::connect(place)
        .await
        .map_err(|error| unreachable(format!("the proxy {}: {}", place.0, innermost(&error))))?;
    let target = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let authority = credentials(proxy)
        .map(|credentials| format!("Proxy-Authorization: Basic {credentials}\r\n"))
        .unwrap_or_default();
    let head =
        format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nUser-Agent: {USER_AGENT}\r\n{authority}\r\n");
    let broken = |error: std::io::Error| unreachable(format!("the proxy {}: {}", place.0, innermost(&error)));
    stream.write_all(head.as_bytes()).await.map_err(broken)?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        // Byte by byte: what comes after the head belongs to the tunnel.
        answer.push(stream.read_u8().await.map_err(broken)?);
        if answer.len() > HEAD_BYTES_MAX {
            return Err(unreachable(format!("the proxy {} answers without end", place.0)));
        }
    }
    let status = String::from_utf8_lossy(&answer);
    let status = status.lines().next().unwrap_or_default();
    match status.split(' ').nth(1) {
        Some(code) if code.starts_with('2') => Ok(stream),
        _ => Err(unreachable(format!(
            "the proxy {} makes no tunnel: {}",
            place.0,
            crate::node::error::words(status)
        ))),
    }
}

/// `user:password` of a URL in base64, as basic authentication wants it (RFC 7617); `None` without a user.
pub(super) fn credentials(url: &Url) -> Option<String> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let plain = format!("{}:{}", url.username(), url.password().unwrap_or_default());
    Some(base64(&unescaped(plain.as_bytes())))
}

/// Percent-encoding undone (RFC 3986); what is none stays.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => alloy::hex::decode([*high, *low]).ok(),
            _ => None,
        };
        if let Some([byte]) = escaped.as_deref() {
            plain.push(*byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            plain.push(first);
            rest = after;
        }
    }
    plain
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut word = [0; 4];
        word.iter_mut().skip(1).zip(chunk).for_each(|(to, from)| *to = *from);
        let word = u32::from_be_bytes(word);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS.get(((word >> shift) & 63) as usize).copied().unwrap_or(b'=');
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(url: &str, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let look_up = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let found = proxy_for(&Url::parse(url).unwrap(), look_up)?;
        Ok(found.map(|proxy| proxy.to_string()))
    }

    #[test]
    fn the_proxy_is_that_of_the_scheme_unless_the_host_is_excepted() {
        let all = [("HTTPS_PROXY", "http://a:1"), ("http_proxy", "b:2")];
        let no = |list| [("ALL_PROXY", "http://c:3"), ("NO_PROXY", list)];
        for (url, variables, wanted) in [
            ("wss://node.example/key", &all[..], Some("http://a:1/")),
            ("ws://node.example/key", &all, Some("http://b:2/")),
            ("ws://127.0.0.1:8545", &all, None),
            ("wss://localhost:8545", &all, None),
            ("ws://[::1]:8545", &all, None),
            ("wss://node.example", &[], None),
            ("wss://node.example", &no("other.example"), Some("http://c:3/")),
            ("wss://node.example", &no("example"), None),
            ("wss://node.example", &no("other, .example"), None),
            ("wss://node.example", &no("ode.example"), Some("http://c:3/")),
            ("wss://node.example", &no("*"), None),
            ("wss://10.1.2.3", &no("10.0.0.0/8"), None),
            ("wss://11.1.2.3", &no("10.0.0.0/8"), Some("http://c:3/")),
            ("wss://11.1.2.3", &no("0.0.0.0/0"), None),
        ] {
            assert_eq!(chosen(url, variables), Ok(wanted.map(str::to_owned)), "{url} {variables:?}");
        }
        assert!(
            chosen("wss://node.example", &[("ALL_PROXY", "socks5://user:sesame@c:3")])
                .is_err_and(|message| message.contains("NO_PROXY") && !message.contains("sesame"))
        );
    }

    /// What a proxy heard, and whether a tunnel came of its answer.
    fn tunnelled(user: &str, answer: &'static str) -> (String, Result<(), Fault>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let proxy = format!("http://{user}{}", listener.local_addr().unwrap());
            let proxy = Url::parse(&proxy).unwrap();
            let serve = async {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut heard = Vec::new();
                while !heard.ends_with(b"\r\n\r\n") {
                    heard.push(stream.read_u8().await.unwrap());
                }
                stream.write_all(answer.as_bytes()).await.unwrap();
                String::from_utf8(heard).unwrap()
            };
            let (heard, made) = tokio::join!(serve, connect("node.example", 443, Some(&proxy)));
            (heard, made.map(|_| ()))
        })
    }

    #[test]
    fn a_proxy_is_asked_for_a_tunnel_and_what_it_says_against_it_is_repeated() {
        let (heard, made) = tunnelled("a:b@", "HTTP/1.1 200 Connection established\r\n\r\n");
        assert!(made.is_ok());
        assert!(
            heard.starts_with("CONNECT node.example:443 HTTP/1.1\r\nHost: node.example:443\r\n"),
            "{heard}"
        );
        assert!(heard.contains("Proxy-Authorization: Basic YTpi\r\n"), "{heard}");
        for (answer, words) in [
            ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "407 Proxy Authentication Required"),
            ("nonsense\r\n\r\n", "makes no tunnel"),
            ("HTTP/1.1 200 OK\r\n", "the proxy 127.0.0.1"),
        ] {
            let fault = tunnelled("", answer).1.unwrap_err().to_string();
            assert!(fault.contains(words), "{fault}");
        }
    }

    #[test]
    fn credentials_are_those_of_the_url_in_base64() {
        for (url, wanted) in [
            ("http://proxy:1", None),
            ("http://Aladdin:open%20sesame@proxy:1", Some("QWxhZGRpbjpvcGVuIHNlc2FtZQ==")),
            ("http://a:b@proxy:1", Some("YTpi")),
            ("http://a@proxy:1", Some("YTo=")),
        ] {
            assert_eq!(credentials(&Url::parse(url).unwrap()).as_deref(), wanted, "{url}");
        }
    }
}
