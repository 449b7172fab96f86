//! A pack as a JSON file that people edit: the same content as the canonical form, in words.

use serde::{Deserialize, Serialize};
use shared::{
    abi::Signature,
    eth::{U256, address},
    pack::{Block, Contract, Creation, Demand, Named, Pack, Reviewer, Rule},
};

use super::words::{self, PackTextError};

/// The file. A member that is not listed is refused, because it may be a rule that is spelled wrongly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    team: String,
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    issued: String,
    expires: String,
    #[serde(default)]
    reviewers: Vec<ReviewerText>,
    #[serde(default)]
    threshold: u8,
    #[serde(default)]
    contracts: Vec<ContractText>,
    #[serde(default)]
    names: Vec<NamedText>,
    #[serde(default)]
    rules: Vec<RuleText>,
    #[serde(default)]
    blocks: Vec<BlockText>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewerText {
    name: String,
    address: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractText {
    chain: u64,
    address: String,
    name: String,
    #[serde(default)]
    functions: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    code_hashes: Vec<String>,
    #[serde(default)]
    implementations: Vec<String>,
    #[serde(default)]
    slots: Vec<SlotText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    creation: Option<CreationText>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotText {
    slot: String,
    name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CreationText {
    /// Bytes of the code, without arguments.
    length: u32,
    hash: String,
    /// `constructor(address owner)`.
    constructor: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedText {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chain: Option<u64>,
    address: String,
    name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    why: String,
    demand: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chain: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    function: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    argument: Option<RangeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    allowed: Option<AllowedText>,
    /// In wei as a number, or with a unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value_max: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rate_max: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    only_targets: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    only_functions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeText {
    /// From 1.
    position: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    least: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    most: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowedText {
    /// From 1.
    position: u16,
    addresses: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockText {
    chain: u64,
    number: u64,
    hash: String,
}

impl PackFile {
    /// Reads the file's text.
    ///
    /// # Errors
    /// [`PackTextError`]: no JSON of this form, or a text in it that was not understood.
    pub fn read(text: &str) -> Result<Pack, PackTextError> {
        let file: Self =
            serde_json::from_str(text).map_err(|error| PackTextError::Json(error.to_string()))?;
        file.pack()
    }

    /// The file's text, with a line break at its end.
    pub fn write(pack: &Pack) -> String {
        // Texts, numbers and lists of them always become JSON.
        serde_json::to_string_pretty(&Self::of(pack)).unwrap_or_default() + "\n"
    }

    fn of(pack: &Pack) -> Self {
        Self {
            team: pack.team.clone(),
            version: pack.version,
            previous: pack.previous.map(|hash| hash.to_string()),
            issued: words::moment_text(pack.issued),
            expires: words::moment_text(pack.expires),
            reviewers: pack
                .reviewers
                .iter()
                .map(|one| ReviewerText { name: one.name.clone(), address: one.address.to_string() })
                .collect(),
            threshold: pack.threshold,
            contracts: pack.contracts.iter().map(ContractText::of).collect(),
            names: pack
                .names
                .iter()
                .map(|named| NamedText {
                    chain: named.chain,
                    address: named.address.to_string(),
                    name: named.name.clone(),
                })
                .collect(),
            rules: pack.rules.iter().map(RuleText::of).collect(),
            blocks: pack
                .blocks
                .iter()
                .map(|block| BlockText {
                    chain: block.chain,
                    number: block.number,
                    hash: block.hash.to_string(),
                })
                .collect(),
        }
    }

    fn pack(&self) -> Result<Pack, PackTextError> {
        Ok(Pack {
            team: self.team.clone(),
            version: self.version,
            previous: self.previous.as_deref().map(words::hash).transpose()?,
            issued: words::moment(&self.issued)?,
            expires: words::last_moment(&self.expires)?,
            reviewers: all(&self.reviewers, |one| {
                Ok(Reviewer { name: one.name.clone(), address: address::parse(&one.address)? })
            })?,
            threshold: self.threshold,
            contracts: all(&self.contracts, ContractText::contract)?,
            names: all(&self.names, |one| {
                Ok(Named { chain: one.chain, address: address::parse(&one.address)?, name: one.name.clone() })
            })?,
            rules: all(&self.rules, RuleText::rule)?,
            blocks: all(&self.blocks, |one| {
                Ok(Block { chain: one.chain, number: one.number, hash: words::hash(&one.hash)? })
            })?,
        })
    }
}

fn creation(text: &CreationText) -> Result<Creation, PackTextError> {
    let constructor = Signature::parse(&text.constructor).ok();
    Ok(Creation {
        length: text.length,
        hash: words::hash(&text.hash)?,
        constructor: constructor.ok_or_else(|| PackTextError::Function(text.constructor.clone()))?,
    })
}

impl ContractText {
    fn of(contract: &Contract) -> Self {
        let texts = |all: &[_]| all.iter().map(ToString::to_string).collect();
        Self {
            chain: contract.chain,
            address: contract.address.to_string(),
            name: contract.name.clone(),
            functions: contract.functions.iter().map(Signature::with_names).collect(),
            roles: contract.roles.iter().map(|(role, name)| format!("{name}={role}")).collect(),
            code_hashes: texts(&contract.code_hashes),
            implementations: contract.implementations.iter().map(ToString::to_string).collect(),
            slots: contract
                .slots
                .iter()
                .map(|(slot, name)| SlotText { slot: format!("{slot:#x}"), name: name.clone() })
                .collect(),
            creation: contract.creation.as_ref().map(|creation| CreationText {
                length: creation.length,
                hash: creation.hash.to_string(),
                constructor: creation.constructor.with_names(),
            }),
        }
    }

    fn contract(&self) -> Result<Contract, PackTextError> {
        let function = |text: &String| {
            Signature::parse(text)
                .ok()
                .and_then(|signature| words::portable(&signature))
                .ok_or_else(|| PackTextError::Function(text.clone()))
        };
        Ok(Contract {
            chain: self.chain,
            address: address::parse(&self.address)?,
            name: self.name.clone(),
            functions: all(&self.functions, function)?,
            roles: all(&self.roles, |text| words::role(text))?,
            code_hashes: all(&self.code_hashes, |text| words::hash(text))?,
            implementations: all(&self.implementations, |text| Ok(address::parse(text)?))?,
            slots: all(&self.slots, |one| Ok((words::number(&one.slot)?, one.name.clone())))?,
            creation: self.creation.as_ref().map(creation).transpose()?,
        })
    }
}

impl RuleText {
    fn of(rule: &Rule) -> Self {
        let position = |place: u8| u16::from(place) + 1;
        Self {
            why: rule.why.clone(),
            demand: rule.demand.as_str().to_owned(),
            chain: rule.chain,
            target: rule.target.map(|address| address.to_string()),
            function: rule.selector.map(alloy::hex::encode_prefixed),
            argument: rule.argument.map(|(place, least, most)| RangeText {
                position: position(place),
                least: Some(least.to_string()),
                most: (most != U256::MAX).then(|| most.to_string()),
            }),
            allowed: rule.allowed.as_ref().map(|(place, addresses)| AllowedText {
                position: position(*place),
                addresses: addresses.iter().map(ToString::to_string).collect(),
            }),
            value_max: rule.value_max.map(|wei| wei.to_string()),
            rate_max: rule.rate_max,
            only_targets: rule.only_targets.iter().map(ToString::to_string).collect(),
            only_functions: rule.only_functions.iter().map(alloy::hex::encode_prefixed).collect(),
        }
    }

    fn rule(&self) -> Result<Rule, PackTextError> {
        let range = |range: &RangeText| {
            let bound = |text: &Option<String>| text.as_deref().map(words::number).transpose();
            let least = bound(&range.least)?.unwrap_or_default();
            Ok::<_, PackTextError>((place(range.position)?, least, bound(&range.most)?.unwrap_or(U256::MAX)))
        };
        let allowed = |one: &AllowedText| {
            let addresses = all(&one.addresses, |text| Ok(address::parse(text)?))?;
            Ok::<_, PackTextError>((place(one.position)?, addresses))
        };
        let wei = |text: &str| words::number(text).or_else(|_| words::wei(text));
        Ok(Rule {
            why: self.why.clone(),
            chain: self.chain,
            target: self.target.as_deref().map(address::parse).transpose()?,
            selector: self.function.as_deref().map(words::selector).transpose()?,
            argument: self.argument.as_ref().map(range).transpose()?,
            allowed: self.allowed.as_ref().map(allowed).transpose()?,
            value_max: self.value_max.as_deref().map(wei).transpose()?,
            rate_max: self.rate_max,
            only_targets: all(&self.only_targets, |text| Ok(address::parse(text)?))?,
            only_functions: all(&self.only_functions, |text| words::selector(text))?,
            demand: Demand::parse(&self.demand)
                .ok_or_else(|| PackTextError::Demand(self.demand.chars().take(40).collect()))?,
        })
    }
}

/// People count arguments from 1, packs from 0.
pub fn place(position: u16) -> Result<u8, PackTextError> {
    let place = position.checked_sub(1).and_then(|place| u8::try_from(place).ok());
    place.ok_or(PackTextError::Position(position))
}

fn all<T, U>(items: &[T], read: impl FnMut(&T) -> Result<U, PackTextError>) -> Result<Vec<U>, PackTextError> {
    items.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::pack::Offered;

    const WRITTEN: &str = r#"{
        "team": "Example Treasury", "version": 1,
        "issued": "2026-11-23T00:00:00Z", "expires": "2027-06-01",
        "threshold": 1,
        "reviewers": [{"name": "Alice", "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"}],
        "contracts": [{
            "chain": 1, "address": "0x5FbDB2315678afecb367f032d93F642f64180aa3", "name": "Treasury",
            "functions": ["mint(address to, uint amount)"], "roles": ["MINTER_ROLE"],
            "slots": [{"slot": "0x0", "name": "owner"}],
            "creation": {
                "length": 4, "constructor": "constructor(address owner)",
                "hash": "0x1111111111111111111111111111111111111111111111111111111111111111"
            }
        }],
        "names": [{"address": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "name": "Cold wallet"}],
        "rules": [{
            "why": "Mints above a million want two people", "demand": "two-reviewers",
            "target": "0x5FbDB2315678afecb367f032d93F642f64180aa3", "function": "mint(address,uint256)",
            "argument": {"position": 2, "most": "1000000"},
            "allowed": {"position": 1, "addresses": ["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"]},
            "value_max": "2 ether", "rate_max": 3,
            "only_targets": ["0x5FbDB2315678afecb367f032d93F642f64180aa3"],
            "only_functions": ["mint(address,uint256)", "0xa9059cbb"]
        }]
    }"#;

    #[test]
    fn a_file_comes_back_as_it_was_and_is_a_pack() {
        let pack = PackFile::read(WRITTEN).unwrap();
        assert_eq!(words::moment_text(pack.expires), "2027-06-01T23:59:59Z", "the day itself still counts");
        assert_eq!(pack.contracts[0].functions[0].with_names(), "mint(address to,uint256 amount)");
        assert_eq!(pack.rules[0].argument, Some((1, U256::ZERO, U256::from(1_000_000))));
        assert_eq!(pack.rules[0].allowed.as_ref().unwrap().0, 0);
        assert_eq!((pack.rules[0].only_targets.len(), pack.rules[0].only_functions.len()), (1, 2));
        assert_eq!(PackFile::read(&PackFile::write(&pack)).unwrap(), pack);
        assert_eq!(Offered::of(&pack).unwrap().pack(), &pack);
    }

    #[test]
    fn what_is_spelled_wrongly_is_refused_and_never_passed_over() {
        for (right, wrong) in [
            ("\"rate_max\"", "\"rate\""),
            ("\"two-reviewers\"", "\"two\""),
            ("\"position\": 2", "\"position\": 0"),
            ("\"most\": \"1000000\"", "\"most\": \"a million\""),
            ("mint(address,uint256)", "mint"),
            ("2 ether", "2 finney"),
            ("2027-06-01", "June"),
            ("cffFb92266", "cffFb92267"),
        ] {
            assert!(WRITTEN.contains(right));
            assert!(PackFile::read(&WRITTEN.replace(right, wrong)).is_err(), "{wrong}");
        }
    }
}
