//! What is called, from arguments or from a file of calls: recipient, data, and the ABI that made it.

use std::path::{Path, PathBuf};

use alloy::eips::eip2930::AccessList;
use clap::Args;
use shared::{
    Kind,
    abi::{Artifact, Signature},
    eth::{Address, U256, address, amount, authorization::SignedAuthorization, text::spelled_out},
};

use super::{
    args::parse_hex,
    exit::{CliError, Exit},
};
use crate::{
    book::Book,
    build::{TxIntent, authorizations, form},
    frames::read::file,
};

/// What is called, as arguments.
#[derive(Debug, Args)]
pub(super) struct CallArgs {
    /// Called account: an address, or a name from the books; none creates a contract
    #[arg(long, value_name = "ADDRESS|NAME", conflicts_with_all = ["contract", "deploy"])]
    pub(super) to: Option<String>,
    /// Called contract, by its name in the book, which has its ABI for --function
    #[arg(long, value_name = "NAME", conflicts_with_all = ["abi", "deploy"])]
    pub(super) contract: Option<String>,
    /// Sent along, with its unit: 1.5ether, 20gwei, or wei
    #[arg(long, value_name = "AMOUNT", default_value = "0", value_parser = amount::parse, allow_negative_numbers = true)]
    pub(super) value: U256,
    /// Function and arguments: --call "transferOwnership(address)" 0x…
    #[arg(long, num_args = 1.., value_names = ["SIGNATURE", "ARGUMENT"], allow_negative_numbers = true,
          conflicts_with_all = ["data", "data_file", "function", "deploy"])]
    pub(super) call: Vec<String>,
    /// Calldata or init code in hex
    #[arg(long, value_name = "HEX", conflicts_with_all = ["data_file", "function", "deploy"])]
    pub(super) data: Option<String>,
    /// File with calldata or init code: hex text, or raw bytes
    #[arg(long, value_name = "FILE", conflicts_with_all = ["function", "deploy"])]
    pub(super) data_file: Option<PathBuf>,
    /// ABI file that --function is looked up in: a JSON array, a compiler's artifact, Etherscan's answer
    #[arg(long, value_name = "FILE", requires = "function")]
    pub(super) abi: Option<PathBuf>,
    /// Function of the ABI and its arguments; addresses also by their names in the books, numbers with units:
    /// --function approve Treasury 1.5ether, --function setDelay "2 days"
    #[arg(long, num_args = 1.., value_names = ["NAME", "ARGUMENT"], allow_negative_numbers = true, conflicts_with = "deploy")]
    pub(super) function: Vec<String>,
    /// Create the contract of a compiler's artifact, with the arguments of its constructor
    #[arg(long, num_args = 1.., value_names = ["ARTIFACT", "ARGUMENT"], allow_negative_numbers = true)]
    pub(super) deploy: Vec<String>,
    /// File with an access list (EIP-2930) as JSON
    #[arg(long, value_name = "FILE")]
    pub(super) access_list: Option<PathBuf>,
    /// File with authorizations (EIP-7702) as JSON, each signed by its own key: the transaction gives those accounts code.
    /// An unsigned one cannot be asked for: ERC-4527 has no message for it
    #[arg(long, value_name = "FILE")]
    pub(super) authorization: Option<PathBuf>,
}

/// A call with the ABI that made it.
#[derive(Debug)]
pub(super) struct Called {
    pub(super) intent: TxIntent,
    pub(super) abi: Option<Artifact>,
}

impl CallArgs {
    /// Reads it; names are those of `chain_id` in the book.
    pub(super) fn read(&self, book: &Book, chain_id: u64) -> Result<Called, CliError> {
        let names = |name: &str| book.address_of(chain_id, name);
        let contract = self.contract.as_deref().map(|name| contract(book, chain_id, name)).transpose()?;
        let to = match (&contract, &self.to) {
            (Some((address, _)), _) => Some(*address),
            (None, Some(to)) => Some(account("--to", to, &names)?),
            (None, None) => None,
        };
        if to.is_none() && !(self.call.is_empty() && self.function.is_empty()) {
            return Err(CliError::usage("say what is called: --to ADDRESS, or --contract NAME"));
        }
        let (data, abi) = self.data(contract.map(|(_, abi)| abi), &names)?;
        let intent = TxIntent {
            to,
            value: self.value,
            data: data.into(),
            access_list: self.access_list.as_deref().map(access_list).transpose()?.unwrap_or_default(),
            authorizations: self
                .authorization
                .as_deref()
                .map(|path| authorizations(path, chain_id))
                .transpose()?
                .unwrap_or_default(),
        };
        Ok(Called { intent, abi })
    }

    fn data(
        &self,
        known: Option<Artifact>,
        names: &dyn Fn(&str) -> Option<Address>,
    ) -> Result<(Vec<u8>, Option<Artifact>), CliError> {
        if let Some((path, arguments)) = self.deploy.split_first() {
            let artifact = artifact(path.as_ref())?;
            let entries: Vec<_> = arguments.iter().map(|text| form::Entry::Text(text.clone())).collect();
            let form = form::deployment(&artifact).map_err(|error| CliError::from(error).at(path))?;
            // Counted and worded as every other call's arguments.
            form.signature.values(arguments, names)?;
            let code = form.fill(&entries, names).map_err(|wrong| faults(&wrong))?;
            return Ok((code, Some(artifact)));
        }
        if let Some((signature, arguments)) = self.call.split_first() {
            let signature = Signature::parse(signature)?;
            return Ok((signature.call(signature.values(arguments, names)?), known));
        }
        if let Some((name, arguments)) = self.function.split_first() {
            let artifact = match (&self.abi, known) {
                (Some(path), _) => artifact(path)?,
                (None, Some(known)) => known,
                (None, None) => {
                    return Err(CliError::usage(
                        "say where --function is to be looked up: --abi FILE, or --contract NAME",
                    ));
                }
            };
            let signature = artifact.function(name)?;
            return Ok((signature.call(signature.values(arguments, names)?), Some(artifact)));
        }
        let data = match (&self.data, &self.data_file) {
            (Some(hex), _) => {
                parse_hex(hex).map_err(|reason| CliError::usage(format!("--data: {reason}")))?
            }
            (None, Some(path)) => bytes_of(path)?,
            (None, None) => Vec::new(),
        };
        Ok((data, known))
    }
}

fn faults(wrong: &[form::Wrong]) -> CliError {
    let said: Vec<_> = wrong.iter().map(|wrong| wrong.sentence.as_str()).collect();
    CliError::new(Exit::Usage, Kind::new("argument"), said.join("\n"))
}

/// An address, or a name from the book.
pub(super) fn account(
    what: &str,
    text: &str,
    names: &dyn Fn(&str) -> Option<Address>,
) -> Result<Address, CliError> {
    let refused = match address::parse(text.trim()) {
        Ok(address) => return Ok(address),
        Err(refused) => refused,
    };
    if text.trim_start().starts_with("0x") {
        return Err(CliError::new(Exit::Usage, Kind::new("address"), format!("{what}: {refused}")));
    }
    names(text).ok_or_else(|| {
        let text = spelled_out(&text.chars().take(64).collect::<String>());
        let message = format!(
            "{what}: “{text}” is neither an address nor a name in the books on this chain; write 0x and 40 hex digits, or see “coldframe book address list” and “coldframe book contract list”"
        );
        CliError::new(Exit::Usage, Kind::new("address"), message)
    })
}

/// A contract of the book with its ABI.
pub(super) fn contract(book: &Book, chain_id: u64, name: &str) -> Result<(Address, Artifact), CliError> {
    let wanted = name.trim().to_lowercase();
    let found = book
        .contracts
        .iter()
        .find(|contract| contract.chain_id == chain_id && contract.name.to_lowercase() == wanted);
    let Some(contract) = found else {
        let name = spelled_out(&name.chars().take(64).collect::<String>());
        let message = format!(
            "the book has no contract “{name}” on chain {chain_id}; “coldframe book contract list” shows those it has"
        );
        return Err(CliError::new(Exit::Usage, Kind::new("contract"), message));
    };
    Ok((contract.address, Artifact::parse(&contract.abi).map_err(CliError::from)?))
}

/// The ABI file at `path`.
pub(super) fn artifact(path: &Path) -> Result<Artifact, CliError> {
    let text = String::from_utf8(file(path)?).map_err(|_| {
        let message = format!("{} is no text; give the JSON that the compiler writes", path.display());
        CliError::new(Exit::Input, Kind::new("abi-file"), message)
    })?;
    Artifact::parse(&text).map_err(|error| CliError::from(error).at(path.display()))
}

/// Bytes from a file. Text is hex, whatever it looks like: code with unfilled library addresses is text, too.
fn bytes_of(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = file(path)?;
    let text = std::str::from_utf8(&bytes)
        .ok()
        .filter(|text| text.chars().all(|letter| !letter.is_control() || letter.is_ascii_whitespace()));
    let Some(text) = text else { return Ok(bytes) };
    parse_hex(text).map_err(|reason| {
        let message =
            format!("{}: {reason}; code with library placeholders must be linked first", path.display());
        CliError::new(Exit::Input, Kind::new("hex"), message)
    })
}

fn access_list(path: &Path) -> Result<AccessList, CliError> {
    serde_json::from_slice(&file(path)?).map_err(|error| {
        let message = format!(
            "{} is no access list: {error}; write [{{\"address\":\"0x…\",\"storageKeys\":[\"0x…\"]}}]",
            path.display()
        );
        CliError::new(Exit::Input, Kind::new("access-list"), message)
    })
}

/// The signed authorizations of a file.
fn authorizations(path: &Path, chain_id: u64) -> Result<Vec<SignedAuthorization>, CliError> {
    authorizations::read(&file(path)?, chain_id).map_err(|fault| {
        CliError::new(Exit::Input, Kind::new("authorization"), format!("{}: {fault}", path.display()))
    })
}
