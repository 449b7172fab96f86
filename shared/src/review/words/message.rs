//! A personal message in words: a sign-in part by part, a text as it is, anything else as bytes.

use super::{Notes, Severity, Signer, TooMuch};
use crate::{
    abi::units,
    eth::{
        U256, address,
        chain::Chain,
        message::PersonalMessage,
        sign_in::{OPENING, SignIn},
        text,
    },
    review::UndoneBy,
    wire::SignRequest,
};
use alloy_primitives::hex;

pub(super) fn describe(
    notes: &mut Notes<'_>,
    message: &PersonalMessage,
    request: &SignRequest,
    signer: &Signer,
    from: String,
) -> Result<(), TooMuch> {
    let length = message.0.len();
    notes.signed("What", format!("Personal message of {length} bytes (EIP-191)"));
    notes.signed("From", from);
    let as_hex = hex::encode_prefixed(&message.0);
    match (message.text(), std::str::from_utf8(&message.0)) {
        (Some(""), _) => notes.signed("Message", "(empty)".to_owned()),
        (Some(readable), _) => {
            notes.unreadable("the message", readable);
            notes.signed("Message", readable.to_owned());
            match SignIn::read(readable) {
                Some(sign_in) => signing_in(notes, &sign_in, request, signer)?,
                None if readable.contains(OPENING.trim()) => notes.warn(
                    "sign-in-mismatch",
                    Severity::Danger,
                    "It looks like a sign-in (EIP-4361), but has not the form of one.".to_owned(),
                ),
                None => {}
            }
        }
        (None, Ok(hiding)) if length != 32 => {
            notes.unreadable("the message", hiding);
            notes.signed("Message", text::spelled_out(hiding));
        }
        _ => {
            notes.signed("Message", "bytes that are no text".to_owned());
            if length != 32 {
                notes.warn("unreadable-message", Severity::Danger, "The message is not text.".to_owned());
            }
        }
    }
    hash(notes, message);
    notes.signed("Message in hex", as_hex);
    Ok(())
}

/// Warns of a message that stands for something which is not in it.
pub(super) fn hash(notes: &mut Notes<'_>, message: &PersonalMessage) {
    let is_hash_as_text = |text: &str| {
        let digits = text.trim().strip_prefix("0x").unwrap_or(text.trim());
        digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if message.0.len() == 32 && message.text().is_none() {
        notes.warn(
            "bare-32-byte-message",
            Severity::Critical,
            "The message is 32 bytes that are no text: it may be a Safe transaction hash, or any other \
            digest that moves money."
                .to_owned(),
        );
    } else if message.0.len() == 32 {
        notes.warn(
            "bare-32-byte-message",
            Severity::Danger,
            "The message is a text of exactly 32 bytes: it may be a hash, too, that was searched for until it \
            looked like a text."
                .to_owned(),
        );
    } else if message.text().is_some_and(is_hash_as_text) {
        notes.warn(
            "bare-32-byte-message",
            Severity::Danger,
            "The message is a hash written as text: it may be a Safe transaction hash. What it stands for is \
            not in it."
                .to_owned(),
        );
    }
}

/// A sign-in part by part, and where its parts do not fit.
fn signing_in(
    notes: &mut Notes<'_>,
    sign_in: &SignIn<'_>,
    request: &SignRequest,
    signer: &Signer,
) -> Result<(), TooMuch> {
    let domain = text::spelled_out(sign_in.domain);
    let sentence = format!("Signs in at {domain} as {} (EIP-4361).", text::spelled_out(sign_in.address));
    notes.act(sentence.clone(), UndoneBy::Signer, 0, |notes| {
        notes.warn("sign-in", Severity::Info, sentence);
        notes.signed("Site", domain);
        if let Some(statement) = sign_in.statement {
            notes.signed("Statement", text::spelled_out(statement));
        }
        for (name, value) in &sign_in.parts {
            notes.signed(name, text::spelled_out(value));
        }
        for resource in &sign_in.resources {
            notes.signed("Resource", text::spelled_out(resource));
        }
        mismatches(notes, sign_in, request, signer);
        Ok(())
    })
}

fn mismatches(notes: &mut Notes<'_>, sign_in: &SignIn<'_>, request: &SignRequest, signer: &Signer) {
    let mut wrong = |sentence: String| notes.warn("sign-in-mismatch", Severity::Danger, sentence);
    if address::any_case(sign_in.address) != Some(signer.address) {
        let named = text::spelled_out(sign_in.address);
        wrong(format!("It signs in as {named}, but {} would sign.", signer.address));
    }
    let domain = sign_in.domain;
    let uri = sign_in.part("URI").unwrap_or_default();
    if host(uri) != Some(domain) {
        let (uri, domain) = (text::spelled_out(uri), text::spelled_out(domain));
        wrong(format!("It is for the site {domain}, but leads to {uri}."));
    }
    let local = ["localhost", "127.0.0.1"].iter().any(|name| domain.split(':').next() == Some(name));
    if (sign_in.scheme == Some("http") || uri.starts_with("http:")) && !local {
        wrong("The site is not reached over https, so anybody on the way can use the sign-in.".to_owned());
    }
    if domain.split('.').any(|label| label.starts_with("xn--")) || !domain.is_ascii() {
        let domain = text::spelled_out(domain);
        wrong(format!("The site's name {domain} has letters that may look like others."));
    }
    if sign_in.part("Version") != Some("1") {
        wrong("Its version is not 1, the only one that there is.".to_owned());
    }
    let chain = sign_in.part("Chain ID").and_then(|id| id.parse::<u64>().ok());
    match chain {
        None => wrong("Its chain id is no number.".to_owned()),
        Some(id)
            if request
                .chain_id
                .is_some_and(|claimed| !crate::review::same_chain(claimed, U256::from(id))) =>
        {
            let claimed = request.chain_id.unwrap_or_default();
            wrong(format!("It is for {}, but the request says chain id {claimed}.", Chain::words(id)));
        }
        Some(_) => {}
    }
    // Who asks may be a wallet's name, which is no site.
    let asks = request.origin.as_deref().map(|origin| host(origin).unwrap_or(origin));
    if let Some(asks) =
        asks.filter(|asks| asks.contains('.') && !asks.contains(char::is_whitespace) && *asks != domain)
    {
        let (asks, domain) = (text::spelled_out(asks), text::spelled_out(domain));
        wrong(format!("It signs in at {domain}, but {asks} asks for it."));
    }
    if let Some(now) = notes.knowledge.now {
        let at = |name: &str| sign_in.part(name).and_then(seconds);
        if at("Expiration Time").is_some_and(|end| end < now) {
            notes.warn(
                "expired",
                Severity::Info,
                "By this machine's clock the sign-in has expired already.".to_owned(),
            );
        }
    }
    if sign_in.resources.iter().any(|resource| resource.starts_with("urn:recap:")) {
        notes.warn(
            "sign-in-grants",
            Severity::Danger,
            "The sign-in gives the site leave to act for the signer (ERC-5573); what for stands in its resources.".to_owned(),
        );
    }
}

/// `example.com:80` of `https://example.com:80/login?x`.
fn host(uri: &str) -> Option<&str> {
    let rest = uri.split_once("://")?.1;
    rest.split(['/', '?', '#']).next()
}

/// Seconds since 1970 of a moment in UTC, with or without fractions of a second.
fn seconds(moment: &str) -> Option<u64> {
    match moment.split_once('.') {
        Some((whole, fraction)) if fraction.ends_with('Z') => units::moment(&format!("{whole}Z")),
        _ => units::moment(moment),
    }
}
