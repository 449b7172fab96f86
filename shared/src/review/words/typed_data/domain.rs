//! For which contract and chain a document is, what it calls itself, and where that does not fit.
//!
//! A domain's name is what its author chose. May not enter: a word that believes it.

use super::{
    super::{Notes, Severity, call},
    values::Values,
};
use crate::{
    eth::{
        Address, U256,
        chain::Chain,
        text,
        typed_data::{TypedData, TypedField},
    },
    wire::SignRequest,
};
use std::sync::LazyLock;

/// The members of a domain with the types that EIP-712 gives them.
const DOMAIN: [(&str, &str); 5] = [
    ("domain.name", "string"),
    ("domain.version", "string"),
    ("domain.chainId", "uint256"),
    ("domain.verifyingContract", "address"),
    ("domain.salt", "bytes32"),
];

/// A domain's name that everybody knows, and where it is at home.
struct WellKnown {
    name: &'static str,
    chain: Option<u64>,
    address: Address,
}

static WELL_KNOWN: LazyLock<Vec<WellKnown>> = LazyLock::new(|| rows().filter_map(row).collect());

fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../../../assets/domains.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<WellKnown> {
    let mut columns = line.split('\t');
    let (name, chain) = (columns.next()?, columns.next()?);
    let chain = if chain == "*" { None } else { Some(chain.parse().ok()?) };
    Some(WellKnown { name, chain, address: columns.next()?.parse().ok()? })
}

pub(super) fn describe(notes: &mut Notes<'_>, data: &TypedData, values: &Values<'_>, request: &SignRequest) {
    if let (Some(claimed), Some(signed)) = (request.chain_id, data.chain_id())
        && U256::from(claimed) != signed
    {
        notes.warn(
            "chain-mismatch",
            Severity::Critical,
            format!("The request says chain id {claimed}, the signed domain says {signed}."),
        );
    }
    open(notes, data);
    let odd = |field: &&TypedField| !DOMAIN.contains(&(field.path.as_str(), field.type_name.as_str()));
    if let Some(field) = values.domain.iter().find(odd) {
        notes.warn(
            "typed-data-domain",
            Severity::Caution,
            format!(
                "The domain has the member {} ({}), which EIP-712 does not know.",
                field.path, field.type_name
            ),
        );
    }
    if let Some(contract) = data.verifying_contract() {
        if contract.is_zero() {
            let sentence = "It is for the zero address, where no contract is.";
            notes.warn("zero-address", Severity::Danger, sentence.to_owned());
        }
        vouched(notes, contract);
    }
    named(notes, values);
}

/// What a domain leaves open.
fn open(notes: &mut Notes<'_>, data: &TypedData) {
    if data.verifying_contract().is_none() {
        notes.warn(
            "typed-data-domain",
            Severity::Danger,
            "The domain names no contract: any contract may accept the signature.".to_owned(),
        );
    }
    match data.chain_id() {
        None => notes.warn(
            "typed-data-domain",
            Severity::Caution,
            "The domain names no chain: the signature may be valid on every chain.".to_owned(),
        ),
        Some(id) if u64::try_from(id).ok().and_then(Chain::of).is_none() => {
            notes.warn("unknown-chain", Severity::Caution, format!("The chain id {id} has no name here."));
        }
        Some(_) => {}
    }
}

/// What trusted packs know of the contract.
fn vouched(notes: &mut Notes<'_>, contract: Address) {
    let (knowledge, chain) = (notes.knowledge, notes.chain);
    call::name(notes, "The contract", contract);
    if knowledge.name(chain, contract).is_some() {
        return;
    }
    let mut known = knowledge.packs.iter().flat_map(|trusted| &trusted.pack().contracts);
    if let Some(elsewhere) = known.find(|known| known.address == contract) {
        let name = text::spelled_out(&elsewhere.name);
        notes.warn(
            "known-elsewhere",
            Severity::Danger,
            format!(
                "{contract} is {name} on {}, but this is for another chain.",
                Chain::words(elsewhere.chain)
            ),
        );
    } else if !knowledge.packs.is_empty() {
        notes.warn(
            "contract-not-in-packs",
            Severity::Caution,
            format!("The contract {contract} is in none of the packs in use."),
        );
    }
}

/// Whether the name is another contract's.
fn named(notes: &mut Notes<'_>, values: &Values<'_>) {
    let mut name =
        values.domain.iter().filter(|field| field.path == "domain.name" && field.type_name == "string");
    let Some(name) = name.next().map(|field| field.value.as_str()) else { return };
    let skeleton = text::skeleton(name);
    let shown = text::spelled_out(name);
    let at = values.contract_words();
    let (knowledge, chain) = (notes.knowledge, notes.chain);
    let contracts = knowledge.packs.iter().flat_map(|trusted| &trusted.pack().contracts);
    let mut alike = contracts.filter(|known| text::skeleton(&known.name) == skeleton).peekable();
    if let Some(first) = alike.peek().copied()
        && !alike.any(|known| Some(known.address) == values.contract && Some(known.chain) == chain)
    {
        notes.warn(
            "borrowed-name",
            Severity::Critical,
            format!(
                "It calls itself “{shown}”, which is {} on {} by your pack, but it is for {at}.",
                first.address,
                Chain::words(first.chain)
            ),
        );
    }
    if let Some(vouched) = values.contract.and_then(|contract| knowledge.name(chain, contract))
        && text::skeleton(vouched.what) != skeleton
    {
        let vouched = text::spelled_out(vouched.what);
        let sentence = format!("It calls itself “{shown}”, your pack calls the contract “{vouched}”.");
        notes.warn("names-differ", Severity::Info, sentence);
    }
    let here = |known: &&WellKnown| known.chain.is_none_or(|only| Some(only) == chain);
    let mut alike =
        WELL_KNOWN.iter().filter(here).filter(|known| text::skeleton(known.name) == skeleton).peekable();
    if let Some(first) = alike.peek().copied()
        && !alike.any(|known| Some(known.address) == values.contract)
    {
        notes.warn(
            "borrowed-name",
            Severity::Danger,
            format!("It calls itself “{shown}”, which is known at {}, but it is for {at}.", first.address),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_well_known_names_is_read_in_its_checksum() {
        for line in rows() {
            let row = row(line).unwrap_or_else(|| panic!("{line}"));
            assert!(line.ends_with(&row.address.to_string()), "{line}");
        }
    }
}
