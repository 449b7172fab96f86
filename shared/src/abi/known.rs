//! The admin calls known by heart: what each does, in a sentence, and how bad that can be.
//!
//! The table is `assets/effects.tsv`. A call that is not in it is unknown, and unknown is never called safe.

use super::{DecodeError, Decoded, Inside, Scope, Signature, readings, words};
use crate::{
    eth::{B256, keccak256},
    review::{Severity, UndoneBy},
};
use alloy_dyn_abi::DynSolValue;
use std::{collections::HashMap, sync::LazyLock};

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownCall {
    /// With named parameters.
    pub signature: Signature,
    /// The finding that the call raises, `ownership-transfer`, say.
    pub finding: &'static str,
    /// How bad it can get.
    pub severity: Severity,
    /// Who can take it back.
    pub undone_by: UndoneBy,
    /// The calls that it makes in turn.
    pub inside: Vec<Inside>,
    template: &'static str,
}

static TABLE: LazyLock<Vec<KnownCall>> = LazyLock::new(|| {
    // Rows that do not parse would be missing here; a test holds the count against the file.
    rows().filter_map(row).collect()
});

static BY_SELECTOR: LazyLock<HashMap<[u8; 4], &'static KnownCall>> =
    LazyLock::new(|| TABLE.iter().map(|call| (call.signature.selector(), call)).collect());

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
    include_str!("../../../assets/effects.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<KnownCall> {
    let columns: Vec<_> = line.split('\t').collect();
    let &[signature, finding, severity, undone_by, inside, template] = columns.as_slice() else {
        return None;
    };
    Some(KnownCall {
        signature: Signature::parse(signature).ok()?,
        finding,
        severity: Severity::named(severity)?,
        undone_by: UndoneBy::named(undone_by)?,
        inside: Inside::column(inside)?,
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
        BY_SELECTOR.get(calldata.first_chunk::<4>()?).copied()
    }

    /// The arguments.
    ///
    /// # Errors
    /// [`DecodeError`]: where they are not those of this function in their one canonical encoding.
    pub fn decode(&self, calldata: &[u8]) -> Result<Decoded, DecodeError> {
        self.signature.decode(calldata)
    }

    /// The arguments by their names.
    pub fn scope<'a>(&'a self, decoded: &'a Decoded) -> Scope<'a> {
        Scope { parameters: self.signature.parameters(), values: &decoded.arguments }
    }

    /// What the call does, in one sentence; `contract` is the account that is called, `coin` what its network's value is in.
    pub fn effect(&self, contract: &str, coin: &str, decoded: &Decoded) -> String {
        let scope = self.scope(decoded);
        let place = |place: &str| {
            let (path, format) = place.split_once(':').unwrap_or((place, ""));
            match path {
                "contract" => contract.to_owned(),
                _ => scope.get(path).map(|value| formatted(value, format, coin)).unwrap_or_default(),
            }
        };
        // In one pass, so that a value with braces in it is not taken for a place of the template.
        let (mut sentence, mut rest) = (String::new(), self.template);
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, place)| Some((before, place.split_once('}')?)))
        {
            sentence.push_str(before);
            sentence.push_str(&place(name));
            rest = after;
        }
        sentence + rest
    }
}

fn formatted(value: &DynSolValue, format: &str, coin: &str) -> String {
    match (format, value) {
        ("duration", DynSolValue::Uint(seconds, _)) => readings::duration(*seconds),
        ("time", DynSolValue::Uint(moment, _)) => readings::moment(*moment),
        ("coins", DynSolValue::Uint(wei, _)) => readings::coins(*wei, coin),
        ("count", DynSolValue::Array(values)) => values.len().to_string(),
        _ => words::of(value),
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
            let places = call.template.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0);
            for place in places {
                let (path, format) = place.split_once(':').unwrap_or((place, ""));
                let known = path == "contract" || names(call.signature.parameters(), "").contains(path);
                assert!(known, "{}: {path}", call.signature.canonical());
                assert!(["", "duration", "time", "coins", "count"].contains(&format), "{place}");
            }
            assert!(call.template.ends_with('.'), "{}", call.signature.canonical());
        }
    }

    /// `request`, `request.to` and so on.
    fn names(parameters: &[super::super::Parameter], before: &str) -> BTreeSet<String> {
        let each = |parameter: &super::super::Parameter| {
            let path = format!("{before}{}", parameter.name);
            let mut inner = names(&parameter.components, &format!("{path}."));
            inner.insert(path);
            inner
        };
        parameters.iter().flat_map(each).collect()
    }

    #[test]
    fn an_argument_with_braces_stands_in_the_sentence_as_it_is() {
        let signature = Signature::parse("rename(string name, address owner)").unwrap();
        let call = KnownCall {
            finding: "rename",
            severity: Severity::Info,
            undone_by: UndoneBy::Signer,
            inside: Vec::new(),
            template: "Names {contract} {name} for {owner}.",
            signature,
        };
        let data = call.signature.encode(&["{owner}", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"]).unwrap();
        assert_eq!(
            call.effect("0x1234", "ETH", &call.decode(&data).unwrap()),
            "Names 0x1234 “{owner}” for \
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
            ("1f931c1c", "diamondCut((address,uint8,bytes4[])[],address,bytes)"),
            ("f04e283e", "completeOwnershipHandover(address)"),
            ("9fd5a6cf", "permit(address,address,uint256,uint256,bytes)"),
            (
                "edd9444b",
                "permitTransferFrom(((address,uint256)[],uint256,uint256),(address,uint256)[],address,bytes)",
            ),
            (
                "137c29fe",
                "permitWitnessTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes32,string,bytes)",
            ),
            (
                "fe8ec1a7",
                "permitWitnessTransferFrom(((address,uint256)[],uint256,uint256),(address,uint256)[],address,bytes32,string,bytes)",
            ),
            ("3ff9dcb1", "invalidateUnorderedNonces(uint256,uint256)"),
            ("5a049a70", "cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)"),
            ("1c10893f", "grantRoles(address,uint256)"),
            ("7ac2ff7b", "permit(address,uint256,uint256,uint8,bytes32,bytes32)"),
        ] {
            let calldata = hex::decode(selector).unwrap();
            let call = KnownCall::of(&calldata).unwrap_or_else(|| panic!("{canonical} is missing"));
            assert_eq!(call.signature.canonical(), canonical);
        }
    }
}
