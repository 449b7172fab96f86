//! `coldframe book device …`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{ChangeArgs, ListArgs, listed};
use crate::{
    book::{BookChange, BookError, Device},
    cli::{
        exit::{CliError, EXIT_CODES},
        load,
        output::Output,
    },
    frames::Source,
};

/// Devices.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum DeviceCommand {
    /// Add a device by its key card
    #[command(after_help = format!("Examples:\n  coldframe book device add Station --owner Ada --card card.png\n  coldframe book device add Keystone --owner Ada --card UR:CRYPTO-MULTI-ACCOUNTS/…\n\n{EXIT_CODES}"))]
    Add(Add),
    /// List devices
    #[command(after_help = format!("Example: coldframe book device list --json\n\n{EXIT_CODES}"))]
    List(ListArgs),
    /// Remove a device and its keys; its past requests stay
    #[command(after_help = format!("Example: coldframe book device remove Station --yes\n\n{EXIT_CODES}"))]
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Add {
    /// What it is called here
    #[arg(value_name = "NAME")]
    name: String,
    /// Who keeps it
    #[arg(long, value_name = "PERSON")]
    owner: String,
    /// Its key card (crypto-hdkey, crypto-account or crypto-multi-accounts): UR text, text file, picture, folder, or -
    #[arg(long, value_name = "FILE")]
    card: Source,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Remove {
    /// What it is called
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    change: ChangeArgs,
}

impl DeviceCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Add(args) => {
                let received = load::card_message(&args.card)?;
                let device = Device::of_card(&args.name, &args.owner, &received.ur_type, &received.message)?;
                let book = args.change.journal.open()?.book()?;
                let lost = book.device(&device.name).filter(|known| **known != device).map(|known| {
                    format!(
                        "“{}” of {} is in the book already; its card would be replaced",
                        known.name, known.owner
                    )
                });
                args.change.make(BookChange::DeviceAdded(device), lost, None, output)
            }
            Self::List(args) => list(&args, output),
            Self::Remove(args) => {
                let book = args.change.journal.open()?.book()?;
                let keys = book.keys.iter().filter(|key| key.device == args.name).count();
                let lost = book.device(&args.name).map(|device| {
                    format!("“{}” of {} would be removed, and {keys} keys with it", device.name, device.owner)
                });
                args.change.make(BookChange::DeviceRemoved { name: args.name.clone() }, lost, None, output)
            }
        }
    }
}

fn list(args: &ListArgs, output: Output) -> Result<(), CliError> {
    let book = args.journal.open()?.book()?;
    let devices: Result<Vec<Value>, BookError> = book
        .devices
        .iter()
        .map(|device| {
            let first = device.key_card()?.addresses(1)?.into_iter().next();
            Ok(json!({
                "name": device.name,
                "owner": device.owner,
                "fingerprint": device.fingerprint.to_string(),
                "card": device.ur_type,
                "first_address": first.map(|(_, address)| address.to_string()),
                "keys": book.keys.iter().filter(|key| key.device == device.name).count(),
            }))
        })
        .collect();
    output.json(&json!({"devices": devices?}));
    let lines: Vec<String> = book
        .devices
        .iter()
        .map(|device| {
            format!("{}  of {}  {}  {}", device.name, device.owner, device.fingerprint, device.ur_type)
        })
        .collect();
    listed(
        &lines,
        "No device yet. Show its key card and add it: coldframe book device add NAME --owner PERSON --card FILE",
        output,
    );
    Ok(())
}
