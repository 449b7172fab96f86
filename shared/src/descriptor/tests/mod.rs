//! Descriptors against calls, messages and hostile files.

mod files;
mod hostile;
mod review;
mod shown;

use super::*;
use crate::{
    abi::{DynSolValue, Signature},
    eth::{B256, U256},
    review::{Knowledge, knowledge::Known},
};

const TOKEN: &str = "0x6B175474E89094C44Da98b954EedeAC495271d0F";
const PERSON: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/// A descriptor for the token on chain 1, with these formats and metadata.
fn file(metadata: &str, formats: &str) -> String {
    format!(
        r#"{{"$schema":"../../specs/erc7730-v2.schema.json","context":{{"contract":{{"deployments":[
        {{"chainId":1,"address":"{TOKEN}"}}]}}}},"metadata":{{"owner":"Example Org"{metadata}}},"display":{{"formats":{formats}}}}}"#
    )
}

fn read(text: &str) -> Result<Descriptor, DescriptorError> {
    Descriptor::read(text.as_bytes(), &Includes::new())
}

/// One format with one field of the parameter `it`.
fn one(kind: &str, field: &str) -> String {
    format!(
        r#"{{"f({kind} it,address other)":{{"intent":"Try","fields":[{{"path":"it","label":"It",{field}}}]}}}}"#
    )
}

/// One token and one person have names.
struct Book;

impl Names for Book {
    fn token(&self, chain: Option<u64>, address: Address) -> Option<Known<Token>> {
        let known = chain == Some(1) && address.to_string() == TOKEN;
        let what = Token { ticker: "DAI".to_owned(), decimals: 18 };
        known.then_some(Known { what, provenance: Provenance::Vouched })
    }

    fn local(&self, _chain: Option<u64>, address: Address) -> Option<Known<String>> {
        let known = address.to_string() == PERSON;
        known.then(|| Known { what: "Treasurer".to_owned(), provenance: Provenance::Vouched })
    }

    fn ens(&self, _address: Address) -> Option<Known<String>> {
        None
    }

    fn collection(&self, _chain: Option<u64>, address: Address) -> Option<Known<String>> {
        (address.to_string() == TOKEN)
            .then(|| Known { what: "Punks".to_owned(), provenance: Provenance::Claimed })
    }

    fn block_time(&self, height: U256) -> Option<u64> {
        (height == U256::from(5)).then_some(60)
    }
}

fn show(
    descriptors: &[Descriptor],
    names: &dyn Names,
    to: &str,
    data: &[u8],
) -> Option<Result<Display, Unfit>> {
    let call = Call {
        chain: Some(1),
        from: PERSON.parse().ok(),
        to: to.parse().unwrap(),
        value: Some(U256::from(10_u64.pow(18))),
        data,
    };
    Library { descriptors, names }.show_call(&call)
}

/// The call of `signature` with `values` as the one descriptor shows it.
fn displayed(text: &str, signature: &str, values: Vec<DynSolValue>) -> Result<Display, Unfit> {
    let data = Signature::parse(signature).unwrap().call(values);
    show(&[read(text).unwrap()], &Book, TOKEN, &data).unwrap()
}

fn number(value: u64) -> DynSolValue {
    DynSolValue::Uint(U256::from(value), 256)
}

fn address(text: &str) -> DynSolValue {
    DynSolValue::Address(text.parse().unwrap())
}

/// Labels and values.
fn lines(display: &Display) -> Vec<(&str, &str)> {
    display.lines.iter().map(|line| (line.label.as_str(), line.value.as_str())).collect()
}
