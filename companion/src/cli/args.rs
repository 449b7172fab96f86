//! Arguments that several commands share, and how their texts are read.

use std::path::PathBuf;

use clap::Args;
use shared::eth::{Address, DerivationPath, Fingerprint, address, amount};

use super::{exit::CliError, load};
use crate::{
    build::{AskedKey, KeyError, key},
    frames::{LinkProfile, Source},
};

/// Which key is asked.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The key that is asked")]
pub(super) struct KeyArgs {
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
    /// The key, with all that a request must say about it.
    pub(super) fn resolve(&self) -> Result<AskedKey, CliError> {
        let Some(source) = &self.key_card else {
            let (Some(from), Some(path), Some(fingerprint)) = (self.from, &self.path, self.fingerprint)
            else {
                return Err(CliError::usage(
                    "say which key is asked: --from, --path and --fingerprint together, or --key-card with --index or --from",
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
