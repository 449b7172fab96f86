//! Arguments that several commands share, and how their texts are read.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use shared::eth::{Address, B256, DerivationPath, Fingerprint, address, amount};

use super::{exit::CliError, load, output::Output};
use crate::{
    book::Book,
    build::{AskedKey, KeyError, key},
    frames::{LinkProfile, Source},
    journal::Journal,
    node::{NodeOptions, Nodes},
};

/// Which key is asked.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The key that is asked")]
pub(super) struct KeyArgs {
    /// Name of the key in the books
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "path", "fingerprint", "key_card", "index"])]
    pub(super) key: Option<String>,
    /// Address of the key
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    pub(super) from: Option<Address>,
    /// Path of the key from the master key, such as m/44'/60'/0'/0/0
    #[arg(long, value_name = "PATH")]
    pub(super) path: Option<DerivationPath>,
    /// Fingerprint of the master key, eight hex digits, as the device shows or exports it
    #[arg(long, value_name = "HEX", value_parser = key::parse_fingerprint)]
    pub(super) fingerprint: Option<Fingerprint>,
    /// Key card of the device (crypto-hdkey or crypto-account): UR text, text file, picture or folder
    #[arg(long, value_name = "FILE", conflicts_with = "fingerprint")]
    pub(super) key_card: Option<Source>,
    /// Which key of the card, from 0
    #[arg(long, value_name = "N", requires = "key_card", conflicts_with = "path",
          value_parser = clap::value_parser!(u32).range(0..=i64::from(key::INDEX_MAX)))]
    pub(super) index: Option<u32>,
}

impl KeyArgs {
    /// The same, where the key may be named as the books have it.
    pub(super) fn resolve_in(&self, book: &Book) -> Result<AskedKey, CliError> {
        let Some(name) = &self.key else { return self.resolve() };
        let wanted = name.trim().to_lowercase();
        let known = book.keys.iter().find(|key| key.name.to_lowercase() == wanted);
        let Some((key, device)) = known.and_then(|key| Some((key, book.device(&key.device)?))) else {
            let known: Vec<_> = book.keys.iter().map(|key| key.name.as_str()).collect();
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            return Err(CliError::usage(format!(
                "the books have no key of that name; they have {known}. Give one of these, or --key-card with --index"
            )));
        };
        Ok(AskedKey::of_book(device, key)?)
    }

    /// The key, with all that a request must say about it.
    pub(super) fn resolve(&self) -> Result<AskedKey, CliError> {
        let Some(source) = &self.key_card else {
            let (Some(from), Some(path), Some(fingerprint)) = (self.from, &self.path, self.fingerprint)
            else {
                return Err(CliError::usage(
                    "say which key is asked: --key NAME, --key-card with --index or --from, or --from, --path and --fingerprint together",
                ));
            };
            return Ok(AskedKey::new(path.clone(), fingerprint, from)?);
        };
        let card = load::key_card(source)?;
        let Some(path) = &self.path else { return Ok(AskedKey::of_card(&card, self.index, self.from)?) };
        let found = card.address_at(path)?.ok_or_else(|| {
            CliError::usage(format!("no key of the card leads to {path}; check --path, or give --index"))
        })?;
        if let Some(wanted) = self.from.filter(|&from| from != found) {
            return Err(CliError::usage(format!("{path} of the key card is {found}, not {wanted}")));
        }
        let fingerprint = card.fingerprint().ok_or(KeyError::NoFingerprint)?;
        Ok(AskedKey::new(path.clone(), fingerprint, found)?)
    }
}

/// Which journal.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The journal")]
pub(super) struct JournalArgs {
    /// The journal's file, in place of the usual one (COLDFRAME_JOURNAL, else the folder for data of this user)
    #[arg(long, value_name = "FILE")]
    pub(super) journal: Option<PathBuf>,
}

impl JournalArgs {
    /// Opens it, and makes it where there is none.
    pub(super) fn open(&self) -> Result<Journal, CliError> {
        let place = self.journal.clone().map_or_else(Journal::usual_place, Ok)?;
        Ok(Journal::open(&place)?)
    }
}

/// Which nodes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The nodes")]
pub(super) struct NodeArgs {
    /// JSON-RPC address of a node, http(s): or ws(s):; given several times, they must agree. Without it, those that the
    /// book has for the chain
    #[arg(long = "node", value_name = "URL")]
    pub(super) node: Vec<String>,
    /// The longest wait for one answer of a node, in seconds
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(super) node_timeout: u64,
}

impl NodeArgs {
    /// The nodes that were given, or those of the book for `chain_id`; each was asked for its chain. Those that do not
    /// answer are named beside the result.
    pub(super) fn connect(&self, book: &Book, chain_id: u64, output: Output) -> Result<Nodes, CliError> {
        let of_book =
            || book.chains.iter().find(|chain| chain.chain_id == chain_id).map(|chain| &chain.nodes);
        let urls =
            if self.node.is_empty() { of_book().cloned().unwrap_or_default() } else { self.node.clone() };
        if urls.is_empty() {
            return Err(CliError::usage(format!(
                "no node is known for chain {chain_id}; give one with --node URL, or add one to the book with “coldframe book chain add {chain_id} --node URL”"
            )));
        }
        let options =
            NodeOptions { timeout: Duration::from_secs(self.node_timeout), ..NodeOptions::default() };
        let nodes = Nodes::connect(&urls, Some(chain_id), options)?;
        nodes.look_who_is_behind();
        for trouble in nodes.troubles() {
            output.aside(format_args!("warning: {trouble}"));
        }
        Ok(nodes)
    }
}

/// Where codes go.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Where the codes go")]
pub(super) struct LinkArgs {
    /// FILE.txt (UR parts, one a line), FILE.png, FILE.gif (animated), or FOLDER/ (one PNG a code); without it, and
    /// without --terminal, the parts are printed
    #[arg(long, short, value_name = "PATH")]
    pub(super) out: Option<PathBuf>,
    /// Replace what is there
    #[arg(long)]
    pub(super) force: bool,
    /// Show the codes here, in the terminal, until interrupted
    #[arg(long, value_name = "HOW", num_args = 0..=1, default_missing_value = "animated",
          value_parser = ["animated"])]
    pub(super) terminal: Option<String>,
    /// End the animation after so many seconds
    #[arg(long, value_name = "N", requires = "terminal", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(super) seconds: Option<u64>,
    /// Who reads the codes
    #[arg(long, value_enum, default_value_t)]
    pub(super) profile: LinkProfile,
    /// Bytes of the message in one code, instead of the profile's
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u16).range(10..=2_000))]
    pub(super) fragment: Option<u16>,
    /// Codes a second, instead of the profile's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=30))]
    pub(super) fps: Option<u32>,
    /// Pixels a module in pictures
    #[arg(long, value_name = "PIXELS", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub(super) scale: u8,
}

/// Reads a price of a unit of gas with its unit.
pub(super) fn parse_fee(text: &str) -> Result<u128, String> {
    let wei = amount::parse(text).map_err(|error| error.to_string())?;
    u128::try_from(wei).map_err(|_| "that is more wei than a fee field holds; check the unit".to_owned())
}

/// Reads bytes as hex, with or without 0x.
pub(super) fn parse_hex(text: &str) -> Result<Vec<u8>, String> {
    alloy::hex::decode(text.trim())
        .map_err(|error| format!("these are no bytes in hex: {error}; write 0x and two digits a byte"))
}

/// Reads a plain number, such as a nonce.
pub(super) fn parse_number(text: &str) -> Result<u64, String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    digits.ok_or_else(|| "that is no whole number; write digits alone, such as 21000".to_owned())
}

/// Reads 32 bytes as hex.
pub(super) fn parse_hash(text: &str) -> Result<B256, String> {
    text.trim().parse().map_err(|_| "that is no hash; write 0x and 64 hex digits, whole".to_owned())
}
