//! `coldframe pack add …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use shared::{
    Kind,
    abi::{Artifact, ArtifactError},
    eth::{Address, B256, U256, address},
    pack::{Block, Contract, Creation, Named},
};

use super::{bounds::RuleArgs, edited, write};
use crate::{
    cli::{
        args::{JournalArgs, NodeArgs},
        exit::{CliError, EXIT_CODES, Exit},
        output::Output,
    },
    frames::read::file,
    pack::words,
};

/// What can be added.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AddCommand {
    /// Add a contract: its functions, roles, code, implementations and slots
    #[command(after_help = format!("Examples:
  coldframe pack add contract treasury.json Treasury 0x5FbD… --chain 1 --abi out/Treasury.json --role MINTER_ROLE --slot owner=0
  coldframe pack add contract treasury.json Proxy 0x5FbD… --chain 1 --implementation 0x7099… --with-code --node https://…

{EXIT_CODES}"))]
    Contract(Box<AddContract>),
    /// Add a name for an address that is no contract of the team
    #[command(after_help = format!("Example: coldframe pack add name treasury.json \"Cold wallet\" 0x7099…\n\n{EXIT_CODES}"))]
    Name(AddName),
    /// Add a rule, which can only make an approval harder
    #[command(after_help = format!("Examples:
  coldframe pack add rule treasury.json \"Mints above a million want two people\" --demand two-reviewers --target 0x5FbD… --function \"mint(address,uint256)\" --argument 2 --most 1000000
  coldframe pack add rule treasury.json \"Only to the cold wallet\" --demand deny --function \"transfer(address,uint256)\" --recipient 1 --allow 0x7099…
  coldframe pack add rule treasury.json \"Nothing is upgraded without a meeting\" --demand deny --target 0x5FbD… --function \"upgradeTo(address)\"
  coldframe pack add rule treasury.json \"Our contracts alone\" --demand deny --only-target 0x5FbD… --only-target 0x7099…

{EXIT_CODES}"))]
    Rule(Box<AddRule>),
    /// Add a block header that the reviewers vouch for
    #[command(after_help = format!("Example: coldframe pack add block treasury.json 20000000 0x12… --chain 1\n\n{EXIT_CODES}"))]
    Block(AddBlock),
}

/// A contract of the team.
#[derive(Debug, Args)]
pub(in crate::cli) struct AddContract {
    /// The pack's .json file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the contract is called
    #[arg(value_name = "NAME")]
    name: String,
    /// Where it is
    #[arg(value_name = "ADDRESS", value_parser = address::parse)]
    address: Address,
    /// On which chain
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    chain: u64,
    /// Its ABI: a JSON array, or a Foundry or Hardhat artifact; the functions that change something are taken, and from an
    /// artifact the hash of the code that creates it, by which its constructor's arguments are read
    #[arg(long, value_name = "FILE")]
    abi: Option<PathBuf>,
    /// Take those that only read as well
    #[arg(long, requires = "abi")]
    all_functions: bool,
    /// A role's name (its hash is the keccak256 of it), or NAME=0x…; several times
    #[arg(long, value_name = "ROLE", value_parser = words::role)]
    role: Vec<(B256, String)>,
    /// keccak256 of the runtime code that was reviewed; several times
    #[arg(long, value_name = "HASH", value_parser = words::hash)]
    code_hash: Vec<B256>,
    /// Take the hash of the code that is there now, by the word of the nodes
    #[arg(long)]
    with_code: bool,
    /// The implementation that stands behind it, or shall; several times
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    implementation: Vec<Address>,
    /// A storage slot with a meaning; several times
    #[arg(long, value_name = "NAME=SLOT", value_parser = slot)]
    slot: Vec<(U256, String)>,
    /// Replace the contract that the pack has at this address
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    nodes: NodeArgs,
    #[command(flatten)]
    journal: JournalArgs,
}

/// A name for an address.
#[derive(Debug, Args)]
pub(in crate::cli) struct AddName {
    /// The pack's .json file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who it is
    #[arg(value_name = "NAME")]
    name: String,
    /// Where
    #[arg(value_name = "ADDRESS", value_parser = address::parse)]
    address: Address,
    /// Only on this chain
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    chain: Option<u64>,
}

/// A rule.
#[derive(Debug, Args)]
pub(in crate::cli) struct AddRule {
    /// The pack's .json file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    rule: RuleArgs,
}

/// A block header.
#[derive(Debug, Args)]
pub(in crate::cli) struct AddBlock {
    /// The pack's .json file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Its height
    #[arg(value_name = "NUMBER")]
    number: u64,
    /// keccak256 of the header
    #[arg(value_name = "HASH", value_parser = words::hash)]
    hash: B256,
    /// On which chain
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    chain: u64,
}

/// What creates the contract, where the file has the code for it: so is a deployment shown with its constructor's arguments.
fn creation(abi: &Artifact, output: Output) -> Option<Creation> {
    let code = match abi.init_code() {
        Ok(code) => code,
        Err(ArtifactError::NoCode) => return None,
        Err(error) => {
            output.aside(format_args!("note: the code that creates it was left out: {error}"));
            return None;
        }
    };
    let constructor = abi.constructor().ok().and_then(|one| words::portable(&one.signature));
    if constructor.is_none() {
        output.aside(format_args!("note: its constructor cannot be written in a pack and was left out"));
    }
    Creation::of(&code, constructor?)
}

/// `owner=0`.
fn slot(text: &str) -> Result<(U256, String), String> {
    let (name, slot) = text.split_once('=').ok_or("write it as NAME=SLOT")?;
    Ok((words::number(slot).map_err(|error| error.to_string())?, name.to_owned()))
}

impl AddCommand {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        match self {
            Self::Contract(args) => args.run(output),
            Self::Name(args) => {
                let mut pack = edited(&args.file)?;
                pack.names.push(Named { chain: args.chain, address: args.address, name: args.name });
                write(&args.file, &pack, true, output)
            }
            Self::Rule(args) => {
                let mut pack = edited(&args.file)?;
                pack.rules.push(args.rule.rule()?);
                write(&args.file, &pack, true, output)
            }
            Self::Block(args) => {
                let mut pack = edited(&args.file)?;
                pack.blocks.push(Block { chain: args.chain, number: args.number, hash: args.hash });
                write(&args.file, &pack, true, output)
            }
        }
    }
}

impl AddContract {
    fn run(self, output: Output) -> Result<(), CliError> {
        let mut pack = edited(&self.file)?;
        if self.force {
            pack.contracts.retain(|known| (known.chain, known.address) != (self.chain, self.address));
        }
        let mut code_hashes = self.code_hash.clone();
        if self.with_code {
            code_hashes.push(self.code_there(output)?);
        }
        let abi = self.abi()?;
        pack.contracts.push(Contract {
            chain: self.chain,
            address: self.address,
            functions: abi.as_ref().map(|abi| self.functions(abi, output)).unwrap_or_default(),
            name: self.name,
            roles: self.role,
            code_hashes,
            implementations: self.implementation,
            slots: self.slot,
            creation: abi.as_ref().and_then(|abi| creation(abi, output)),
        });
        write(&self.file, &pack, true, output)
    }

    fn abi(&self) -> Result<Option<Artifact>, CliError> {
        let Some(path) = &self.abi else { return Ok(None) };
        let text = String::from_utf8(file(path)?).map_err(|_| {
            let message = format!("{} is no text, so it is no ABI; give a JSON file", path.display());
            CliError::new(Exit::Input, Kind::new("abi-file"), message)
        })?;
        let abi = Artifact::parse(&text).map_err(|error| CliError::from(error).at(path.display()))?;
        Ok(Some(abi))
    }

    fn functions(&self, abi: &Artifact, output: Output) -> Vec<shared::abi::Signature> {
        let wanted =
            abi.functions().into_iter().filter(|function| self.all_functions || function.changes_state);
        let mut functions = Vec::new();
        for function in wanted {
            match words::portable(&function.signature) {
                Some(signature) => functions.push(signature),
                None => output.aside(format_args!(
                    "note: {} cannot be written in a pack and was left out",
                    function.signature.canonical()
                )),
            }
        }
        functions
    }

    fn code_there(&self, output: Output) -> Result<B256, CliError> {
        let book = self.journal.open()?.book()?;
        let nodes = self.nodes.connect(&book, self.chain, output)?;
        let code = nodes.code(self.address)?;
        if code.is_empty() {
            let message = format!(
                "{} has no code on chain {}, by the word of the nodes; check the address and the chain",
                self.address, self.chain
            );
            return Err(CliError::new(Exit::Refused, Kind::new("no-code"), message));
        }
        output.aside(format_args!(
            "note: the code's hash is what {} says now; review that very code before you sign the pack",
            nodes.names().join(", ")
        ));
        Ok(shared::eth::keccak256(code))
    }
}
