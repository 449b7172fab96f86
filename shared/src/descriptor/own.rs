//! The program's own descriptors, of functions that many contracts share: for any contract, by their selectors.
//!
//! They are in `assets/erc7730`, in the public registry's format and naming, so that they can go there. Their lines are the
//! signed values in another form, so they are *signed*, but for the names in them.

use super::{Descriptor, Includes, Origin};
use std::sync::LazyLock;

macro_rules! file {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../assets/erc7730/", $name, ".json")))
    };
}
/// Name and text of each file.
const FILES: [(&str, &str); 11] = [
    file!("calldata-access-control"),
    file!("calldata-access-manager"),
    file!("calldata-erc20-extensions"),
    file!("calldata-governor"),
    file!("calldata-ownable"),
    file!("calldata-pausable"),
    file!("calldata-proxy-admin"),
    file!("calldata-timelock-controller"),
    file!("eip712-erc20-permit"),
    file!("eip712-erc2771-forwarder"),
    file!("eip712-governor"),
];

static OWN: LazyLock<Vec<Descriptor>> = LazyLock::new(|| {
    // A file that does not read would be missing here; a test reads each.
    FILES.iter().filter_map(|(_, text)| read(text)).collect()
});

fn read(text: &str) -> Option<Descriptor> {
    let read = Descriptor::read(text.as_bytes(), &Includes::new()).ok()?;
    Some(Descriptor { origin: Origin::Own, ..read })
}

/// All of them.
pub(super) fn all() -> &'static [Descriptor] {
    &OWN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        abi::{DynSolType, DynSolValue},
        descriptor::{
            Call, Library, Message,
            model::{Field, Key, Source},
        },
        eth::{Address, B256, U256, typed_data::TypedData},
        review::{Knowledge, Provenance},
    };
    use std::collections::BTreeSet;

    #[test]
    fn each_file_is_read_whole_and_names_no_contract() {
        for (name, text) in FILES {
            let descriptor = Descriptor::read(text.as_bytes(), &Includes::new()).unwrap();
            assert_eq!(descriptor.unusable(), [], "{name}");
            assert_eq!(descriptor.remarks().count(), 0, "{name}");
            assert!(descriptor.deployments().is_none() && descriptor.owner().is_none(), "{name}");
            assert!(
                text.contains("\"$schema\": \"../specs/erc7730-v2.schema.json\"") && text.contains("CC0"),
                "{name}"
            );
        }
        assert_eq!(all().len(), FILES.len());
    }

    #[test]
    fn no_function_is_described_twice_and_selectors_are_those_that_contracts_answer_to() {
        let keys = all().iter().flat_map(|descriptor| &descriptor.formats).map(|format| &format.key);
        let calls: Vec<_> = keys
            .filter_map(|key| match key {
                Key::Call { signature, selector } => {
                    Some((signature.canonical(), alloy_primitives::hex::encode(selector)))
                }
                Key::Typed { .. } => None,
            })
            .collect();
        assert_eq!(calls.iter().map(|(_, selector)| selector).collect::<BTreeSet<_>>().len(), calls.len());
        for (canonical, selector) in [
            ("transferOwnership(address)", "f2fde38b"),
            ("grantRole(bytes32,address)", "2f2ff15d"),
            ("grantRole(uint64,address,uint32)", "25c471a0"),
            ("pause()", "8456cb59"),
            ("schedule(address,uint256,bytes,bytes32,bytes32,uint256)", "01d5062a"),
            ("upgradeToAndCall(address,bytes)", "4f1ef286"),
            ("propose(address[],uint256[],bytes[],string)", "7d5e81e2"),
            ("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", "d505accf"),
        ] {
            assert!(calls.contains(&(canonical.to_owned(), selector.to_owned())), "{canonical}");
        }
    }

    fn sample(kind: &DynSolType) -> DynSolValue {
        match kind {
            DynSolType::Bool => DynSolValue::Bool(true),
            DynSolType::Address => DynSolValue::Address(Address::repeat_byte(7)),
            DynSolType::Uint(bits) => DynSolValue::Uint(U256::from(2), *bits),
            DynSolType::FixedBytes(length) => {
                DynSolValue::FixedBytes(B256::right_padding_from(&[1, 2, 3, 4]), *length)
            }
            DynSolType::Bytes => DynSolValue::Bytes(vec![1, 2, 3]),
            DynSolType::String => DynSolValue::String("why".to_owned()),
            DynSolType::Array(item) => DynSolValue::Array(vec![sample(item), sample(item)]),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_function_shows_each_visible_argument_of_a_sample_call() {
        let knowledge = Knowledge::default();
        let library = Library { descriptors: &[], names: &knowledge };
        for format in all().iter().flat_map(|descriptor| &descriptor.formats) {
            let Key::Call { signature, .. } = &format.key else { continue };
            let values = signature.parameters().iter().map(|parameter| sample(&parameter.kind)).collect();
            let data = signature.call(values);
            let call = Call {
                chain: Some(1),
                from: Some(Address::repeat_byte(8)),
                to: Address::repeat_byte(9),
                value: Some(U256::ZERO),
                data: &data,
            };
            let name = signature.canonical();
            let display = library.show_call(&call).unwrap().unwrap();
            assert!(
                display.lines.iter().all(|line| !line.value.contains("cannot be shown")),
                "{name}: {display:?}"
            );
            assert!(display.lines.iter().all(|line| line.provenance == Provenance::Signed), "{name}");
            assert!(!display.intent.is_empty(), "{name}");
            // Each argument is described, shown or hidden: none is forgotten.
            let described: BTreeSet<_> = format
                .fields
                .iter()
                .filter_map(|field| match field {
                    Field::One(one) => match &one.source {
                        Source::Path(path) => path.words().split('.').next().map(str::to_owned),
                        Source::Literal(_) => None,
                    },
                    Field::Group(_) => None,
                })
                .collect();
            let named: BTreeSet<_> =
                signature.parameters().iter().map(|parameter| parameter.name.clone()).collect();
            assert_eq!(described, named, "{name}");
        }
    }

    #[test]
    fn a_vote_says_what_it_votes() {
        let json = r#"{"types":{"EIP712Domain":[{"name":"name","type":"string"}],"Ballot":[
            {"name":"proposalId","type":"uint256"},{"name":"support","type":"uint8"},
            {"name":"voter","type":"address"},{"name":"nonce","type":"uint256"}]},
            "primaryType":"Ballot","domain":{"name":"Gov"},"message":{"proposalId":"5","support":0,
            "voter":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8","nonce":0}}"#;
        let data = TypedData::parse(json.as_bytes()).unwrap();
        let knowledge = Knowledge::default();
        let library = Library { descriptors: &[], names: &knowledge };
        let display = library.show_typed(&Message { data: &data, from: None }).unwrap().unwrap();
        let lines: Vec<_> =
            display.lines.iter().map(|line| (line.label.as_str(), line.value.as_str())).collect();
        assert_eq!(lines[..2], [("Proposal", "5"), ("Vote", "Against")]);
    }
}
