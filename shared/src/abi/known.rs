//! The admin calls known by heart: what each does, in a sentence, and how bad that can be.
//!
//! The table is `assets/selectors.tsv`. A call that is not in it is unknown, and unknown is never called safe.

use super::{DecodeError, Decoded, Signature, words};
use crate::{
    eth::{Address, B256, keccak256},
    review::Severity,
};
use std::sync::LazyLock;

/// Whether what a call does can be taken back by the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversible {
    /// By a later call of the same signer.
    Yes,
    /// Only if the other side cooperates, or what was changed still allows it.
    Depends,
    /// Never.
    No,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownCall {
    /// With named parameters.
    pub signature: Signature,
    /// The finding that the call raises, `ownership-transfer`, say.
    pub finding: &'static str,
    /// How bad it can get.
    pub severity: Severity,
    /// Whether it can be taken back.
    pub reversible: Reversible,
    template: &'static str,
}

static TABLE: LazyLock<Vec<KnownCall>> = LazyLock::new(|| {
    // Rows that do not parse would be missing here; a test holds the count against the file.
    rows().filter_map(row).collect()
});

/// Role names of OpenZeppelin's contracts and their users; a role is the keccak256 of its name.
const ROLES: [&str; 17] = [
    "ADMIN_ROLE",
    "BURNER_ROLE",
    "CANCELLER_ROLE",
    "EXECUTOR_ROLE",
    "FREEZER_ROLE",
    "GOVERNOR_ROLE",
    "GUARDIAN_ROLE",
    "KEEPER_ROLE",
    "MANAGER_ROLE",
    "MINTER_ROLE",
    "OPERATOR_ROLE",
    "PAUSER_ROLE",
    "PROPOSER_ROLE",
    "SNAPSHOT_ROLE",
    "TIMELOCK_ADMIN_ROLE",
    "UPGRADER_ROLE",
    "WITHDRAWER_ROLE",
];

static ROLE_HASHES: LazyLock<Vec<(B256, &'static str)>> =
    LazyLock::new(|| ROLES.into_iter().map(|name| (keccak256(name), name)).collect());

fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../assets/selectors.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<KnownCall> {
    let mut columns = line.split('\t');
    let (signature, finding, severity) = (columns.next()?, columns.next()?, columns.next()?);
    let (reversible, template) = (columns.next()?, columns.next()?);
    Some(KnownCall {
        signature: Signature::parse(signature).ok()?,
        finding,
        severity: match severity {
            "info" => Severity::Info,
            "caution" => Severity::Caution,
            "danger" => Severity::Danger,
            "critical" => Severity::Critical,
            _ => return None,
        },
        reversible: match reversible {
            "yes" => Reversible::Yes,
            "depends" => Reversible::Depends,
            "no" => Reversible::No,
            _ => return None,
        },
        template,
    })
}

impl KnownCall {
    /// All rows, in the table's order.
    pub fn all() -> &'static [Self] {
        &TABLE
    }

    /// The row whose selector `calldata` begins with.
    pub fn of(calldata: &[u8]) -> Option<&'static Self> {
        let selector = calldata.first_chunk::<4>()?;
        TABLE.iter().find(|call| call.signature.selector() == *selector)
    }

    /// The arguments.
    pub fn decode(&self, calldata: &[u8]) -> Result<Decoded, DecodeError> {
        self.signature.decode(calldata)
    }

    /// What the call does, in one sentence; `contract` is the account that is called.
    pub fn effect(&self, contract: Address, decoded: &Decoded) -> String {
        let values = self.signature.parameters().iter().zip(&decoded.arguments);
        let value_of = |name: &str| match name {
            "contract" => contract.to_string(),
            _ => values
                .clone()
                .find(|(parameter, _)| parameter.name == name)
                .map(|(_, value)| words::of(value))
                .unwrap_or_default(),
        };
        // In one pass, so that a value with braces in it is not taken for a place of the template.
        let (mut sentence, mut rest) = (String::new(), self.template);
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, place)| Some((before, place.split_once('}')?)))
        {
            sentence.push_str(before);
            sentence.push_str(&value_of(name));
            rest = after;
        }
        sentence + rest
    }
}

/// The name of a well-known role, if `role` is one. Names are by convention: the contract decides what a role may do.
pub fn role_name(role: &B256) -> Option<&'static str> {
    if role.is_zero() {
        return Some("DEFAULT_ADMIN_ROLE, or just zero");
    }
    ROLE_HASHES.iter().find(|(hash, _)| hash == role).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::hex;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_of_the_table_is_read_and_no_selector_stands_twice() {
        for line in rows() {
            assert!(row(line).is_some(), "{line}");
        }
        let selectors: BTreeSet<_> = KnownCall::all().iter().map(|call| call.signature.selector()).collect();
        assert_eq!(selectors.len(), rows().count());
    }

    #[test]
    fn every_sentence_names_only_parameters_that_the_call_has() {
        for call in KnownCall::all() {
            let mut rest = call.template.replace("{contract}", "");
            for parameter in call.signature.parameters() {
                rest = rest.replace(&format!("{{{}}}", parameter.name), "");
            }
            assert!(!rest.contains(['{', '}']), "{}: {rest}", call.signature.canonical());
            assert!(call.template.ends_with('.'), "{}", call.signature.canonical());
        }
    }

    #[test]
    fn an_argument_with_braces_stands_in_the_sentence_as_it_is() {
        let signature = Signature::parse("rename(string name, address owner)").unwrap();
        let call = KnownCall {
            finding: "rename",
            severity: Severity::Info,
            reversible: Reversible::Yes,
            template: "Names {contract} {name} for {owner}.",
            signature,
        };
        let data = call.signature.encode(&["{owner}", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"]).unwrap();
        assert_eq!(
            call.effect(Address::ZERO, &call.decode(&data).unwrap()),
            "Names 0x0000000000000000000000000000000000000000 “{owner}” for \
            0x70997970C51812dc3A010C7d01b50e0d17dc79C8."
        );
    }

    #[test]
    fn the_selectors_are_those_that_contracts_answer_to() {
        for (selector, canonical) in [
            ("f2fde38b", "transferOwnership(address)"),
            ("715018a6", "renounceOwnership()"),
            ("79ba5097", "acceptOwnership()"),
            ("2f2ff15d", "grantRole(bytes32,address)"),
            ("d547741f", "revokeRole(bytes32,address)"),
            ("36568abe", "renounceRole(bytes32,address)"),
            ("8456cb59", "pause()"),
            ("3f4ba83a", "unpause()"),
            ("3659cfe6", "upgradeTo(address)"),
            ("4f1ef286", "upgradeToAndCall(address,bytes)"),
            ("8f283970", "changeAdmin(address)"),
            ("99a88ec4", "upgrade(address,address)"),
            ("9623609d", "upgradeAndCall(address,address,bytes)"),
            ("a9059cbb", "transfer(address,uint256)"),
            ("095ea7b3", "approve(address,uint256)"),
            ("23b872dd", "transferFrom(address,address,uint256)"),
            ("40c10f19", "mint(address,uint256)"),
            ("d505accf", "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)"),
            ("01d5062a", "schedule(address,uint256,bytes,bytes32,bytes32,uint256)"),
            ("134008d3", "execute(address,uint256,bytes,bytes32,bytes32)"),
            ("c4d252f5", "cancel(bytes32)"),
            ("64d62353", "updateDelay(uint256)"),
            (
                "6a761202",
                "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
            ),
            ("0d582f13", "addOwnerWithThreshold(address,uint256)"),
            ("f8dc5dd9", "removeOwner(address,address,uint256)"),
            ("e318b52b", "swapOwner(address,address,address)"),
            ("694e80c3", "changeThreshold(uint256)"),
            ("610b5925", "enableModule(address)"),
            ("e19a9dd9", "setGuard(address)"),
            ("f08a0323", "setFallbackHandler(address)"),
            ("d4d9bdcd", "approveHash(bytes32)"),
            ("8d80ff0a", "multiSend(bytes)"),
        ] {
            let calldata = hex::decode(selector).unwrap();
            let call = KnownCall::of(&calldata).unwrap_or_else(|| panic!("{canonical} is missing"));
            assert_eq!(call.signature.canonical(), canonical);
        }
    }
}
