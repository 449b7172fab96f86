//! Requests as a wallet or a Safe's page would make them, and the review that a station computes of them.

use companion::build::{self, AskedKey, ChainFacts, Fees, RequestId, TxIntent};
use e2e::driver::{self, JUNK};
use serde_json::json;
use shared::{
    abi::Signature,
    eth::{AccountStyle, Address, Payload, U256, typed_data::TypedData},
    review::{Allowed, Checked, Finding, Knowledge, Severity},
    wire::{KeyCard, SignRequest},
};
use zeroize::Zeroizing;

/// MultiSend of Safe 1.3.0, as the Safe project published it.
pub(crate) const MULTI_SEND: &str = "0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761";
/// A Safe of the tests.
pub(crate) const SAFE: &str = "0x5aFE3855358E112B5647B952709E6165e1c1eEEe";

const SAFE_TX: [(&str, &str); 10] = [
    ("to", "address"),
    ("value", "uint256"),
    ("data", "bytes"),
    ("operation", "uint8"),
    ("safeTxGas", "uint256"),
    ("baseGas", "uint256"),
    ("gasPrice", "uint256"),
    ("gasToken", "address"),
    ("refundReceiver", "address"),
    ("nonce", "uint256"),
];

/// An address of its own for each number.
pub(crate) fn address(number: u8) -> String {
    Address::repeat_byte(number).to_string()
}

/// Calldata of a function by its signature.
pub(crate) fn call(signature: &str, arguments: &[&str]) -> Vec<u8> {
    Signature::parse(signature).unwrap().encode(arguments).unwrap()
}

/// `0x…`
pub(crate) fn hex(bytes: &[u8]) -> String {
    alloy_primitives::hex::encode_prefixed(bytes)
}

/// One call of a batch as `multiSend` packs it: operation, target, value, length, data.
pub(crate) fn packed(operation: u8, to: &str, data: &[u8]) -> Vec<u8> {
    let to: Address = to.parse().unwrap();
    let (value, length) = (U256::ZERO, U256::from(data.len()));
    [&[operation][..], to.as_slice(), &value.to_be_bytes::<32>(), &length.to_be_bytes::<32>(), data].concat()
}

/// Calldata of `multiSend`.
pub(crate) fn multi_send(transactions: &[Vec<u8>]) -> Vec<u8> {
    call("multiSend(bytes)", &[&hex(&transactions.concat())])
}

/// A transaction of a Safe, for one of its owners to sign.
pub(crate) struct SafeTx<'a> {
    pub(crate) safe: &'a str,
    pub(crate) to: &'a str,
    pub(crate) data: Vec<u8>,
    pub(crate) operation: u8,
    pub(crate) safe_tx_gas: u64,
    pub(crate) nonce: u64,
}

impl<'a> SafeTx<'a> {
    /// A call without value.
    pub(crate) fn calling(to: &'a str, data: Vec<u8>) -> Self {
        Self { safe: SAFE, to, data, operation: 0, safe_tx_gas: 0, nonce: 7 }
    }

    /// The same as a delegatecall.
    pub(crate) fn delegating(to: &'a str, data: Vec<u8>) -> Self {
        Self { operation: 1, ..Self::calling(to, data) }
    }

    pub(crate) fn payload(&self) -> Payload {
        let members = SAFE_TX.map(|(name, kind)| json!({"name": name, "type": kind}));
        let zero = Address::ZERO.to_string();
        typed(&json!({
            "types": {
                "EIP712Domain": [
                    {"name": "chainId", "type": "uint256"},
                    {"name": "verifyingContract", "type": "address"},
                ],
                "SafeTx": members,
            },
            "primaryType": "SafeTx",
            "domain": {"chainId": 1, "verifyingContract": self.safe},
            "message": {
                "to": self.to, "value": "0", "data": hex(&self.data), "operation": self.operation,
                "safeTxGas": self.safe_tx_gas.to_string(), "baseGas": "0", "gasPrice": "0", "gasToken": zero,
                "refundReceiver": zero, "nonce": self.nonce.to_string(),
            },
        }))
    }
}

/// EIP-712 data.
pub(crate) fn typed(json: &serde_json::Value) -> Payload {
    Payload::TypedData(Box::new(TypedData::parse(json.to_string().as_bytes()).unwrap()))
}

/// A transaction of an ordinary account.
pub(crate) fn transaction(to: &str, data: Vec<u8>) -> Payload {
    let intent = TxIntent { to: Some(to.parse().unwrap()), data: data.into(), ..TxIntent::default() };
    let fees = Fees::Dynamic { max_fee: 30_000_000_000, max_priority_fee: 1_000_000_000 };
    let facts = ChainFacts { chain_id: 1, nonce: 7, gas: 400_000, fees };
    Payload::Transaction(build::transaction::unsigned(intent, facts).unwrap())
}

/// What a station that knows nothing but the bytes says to it.
pub(crate) fn review(payload: &Payload) -> Checked {
    knowing(payload, &Knowledge::default())
}

/// What a station says to it that knows more.
pub(crate) fn knowing(payload: &Payload, knowledge: &Knowledge) -> Checked {
    let sitting = driver::sitting(Zeroizing::new(JUNK.as_bytes().to_vec()), Zeroizing::default()).unwrap();
    let card = sitting.export(AccountStyle::Bip44, 0).unwrap();
    let key = AskedKey::of_card(&KeyCard::decode(card.ur_type, &card.cbor).unwrap(), Some(0), None).unwrap();
    // Through the wire, as it would come.
    let sent = build::request(payload, &key, RequestId::of_random([7; 16])).encode();
    let request = SignRequest::decode_noting(&sent).unwrap();
    let signer = sitting.signer_at(&request.message.key_path).unwrap();
    Checked::knowing(request, signer, Allowed::default(), knowledge).unwrap()
}

/// The finding that must be there.
pub(crate) fn finding<'a>(checked: &'a Checked, id: &str, severity: Severity) -> &'a Finding {
    let found = checked.findings().iter().find(|finding| finding.id == id && finding.severity == severity);
    found.unwrap_or_else(|| panic!("no {} {id} in {:#?}", severity.as_str(), checked.findings()))
}

/// The first thing that is read.
pub(crate) fn first(checked: &Checked) -> &Finding {
    checked.findings().first().unwrap_or_else(|| panic!("no finding at all"))
}
