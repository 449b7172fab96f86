//! Node addresses of the chains' book: which are taken, and how they are shown without what is secret in them.
//!
//! An API key may stand in the user part, the path or the query, so only scheme, host and port are ever shown.
//! May not enter: connections.

use reqwest::Url;

/// The longest address of a node, in bytes.
pub const URL_BYTES_MAX: usize = 2_048;
/// The most nodes of a chain: each is asked each question.
pub const NODES_MAX: usize = 16;

/// Why a text is no node's address, as the end of a sentence. It does not repeat the text, which may hold an API key.
pub fn fault(text: &str) -> Option<&'static str> {
    if text.len() > URL_BYTES_MAX {
        return Some("it is longer than 2,048 bytes");
    }
    if text.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return Some("it has a space or a control character in it");
    }
    let Ok(url) = Url::parse(text) else { return Some("it is no URL") };
    if !matches!(url.scheme(), "http" | "https" | "ws" | "wss") {
        return Some("it begins with another scheme");
    }
    if !url.has_host() {
        return Some("it names no host");
    }
    if url.fragment().is_some() {
        return Some("it has a part after #, which no node is sent");
    }
    None
}

/// Scheme, host and port: `https://rpc.example:8545`. What cannot be read is not shown at all.
pub fn shown(text: &str) -> String {
    let Some(url) = Url::parse(text).ok().filter(Url::has_host) else { return "a node".to_owned() };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}

/// Whether what is asked travels unencrypted through a network: no TLS, and not on this machine.
pub fn is_in_the_clear(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    matches!(url.scheme(), "http" | "ws") && !local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_http_or_websocket_with_a_host() {
        for (text, taken, why) in [
            ("http://127.0.0.1:8545", true, "a local node"),
            ("wss://rpc.example/v3/KEY", true, "a key in the path"),
            ("https://user:secret@rpc.example", true, "a key in front of the host"),
            ("ftp://rpc.example", false, "another scheme"),
            ("rpc.example:8545", false, "no scheme"),
            ("http://", false, "no host"),
            ("https://rpc.example/#key", false, "a fragment"),
            ("https://rpc.exa mple", false, "a space"),
            ("", false, "nothing"),
        ] {
            assert_eq!(fault(text).is_none(), taken, "{why}");
        }
        assert!(fault(&format!("https://rpc.example/{}", "k".repeat(URL_BYTES_MAX))).is_some());
    }

    #[test]
    fn no_secret_of_an_address_is_shown() {
        for text in ["https://user:secret@rpc.example:81/secret?key=secret", "secret", "https://"] {
            assert!(!shown(text).contains("secret"), "{text}");
        }
        assert_eq!(shown("https://user:secret@rpc.example:81/secret"), "https://rpc.example:81");
    }

    #[test]
    fn only_what_leaves_the_machine_without_tls_is_in_the_clear() {
        assert!(is_in_the_clear("http://rpc.example") && is_in_the_clear("ws://10.0.0.1:8546"));
        assert!(!is_in_the_clear("https://rpc.example") && !is_in_the_clear("http://127.0.0.1:8545"));
    }
}
