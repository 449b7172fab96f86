//! `coldframe request message`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use shared::{
    Kind,
    eth::{Payload, message::PersonalMessage},
    limits::MESSAGE_BYTES_MAX,
};

use super::{
    args::{KeyArgs, LinkArgs, parse_hex},
    exit::{CliError, Exit},
    output::Output,
    request::{self, AskArgs, Ready},
    secrets::refuse_secret_text,
};
use crate::frames::read::file;

pub(super) const EXAMPLES: &str = r#"Examples:
  coldframe request message "I own 0x5FbD…, 2026-01-31" --key-card card.png --index 0 --terminal
  coldframe request message --hex 0x1234 --key-card card.png --from 0xf39F… --out request.png"#;

/// The most message bytes: a request's other fields take less than the rest.
const MESSAGE_MAX: usize = MESSAGE_BYTES_MAX - 4_096;

/// Asks for the signature of a message (personal_sign, EIP-191).
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("content").required(true).args(["text", "file", "hex"]))]
pub(super) struct MessageArgs {
    /// The message
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// File whose bytes are the message, the last line break included
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The message's bytes in hex
    #[arg(long, value_name = "HEX")]
    hex: Option<String>,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    link: LinkArgs,
}

impl MessageArgs {
    pub(super) fn run(&self, output: Output) -> Result<(), CliError> {
        let bytes = match (&self.text, &self.file, &self.hex) {
            (Some(text), _, _) => text.clone().into_bytes(),
            (_, Some(path), _) => file(path)?,
            (_, _, Some(hex)) => parse_hex(hex).map_err(CliError::usage)?,
            _ => return Err(CliError::usage("give the message: TEXT, --file or --hex")),
        };
        if bytes.len() > MESSAGE_MAX {
            let message = format!(
                "the message has {} bytes, at most {MESSAGE_MAX} cross the gap; sign its hash",
                bytes.len()
            );
            return Err(CliError::new(Exit::Input, Kind::new("limit-length"), message));
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            refuse_secret_text(text)?;
        }
        let mut journal = self.ask.journal.open()?;
        let key = self.key.resolve_in(&journal.book()?)?;
        let ready = Ready::plain(Payload::Message(PersonalMessage(bytes)), key);
        request::deliver(&mut journal, vec![ready], &self.ask, &self.link, output)
    }
}
