//! What each target does with bytes from outside: it panics where a promise about them breaks.
//!
//! Here and not in the targets, so that the test run can take each for a short, seeded walk without a fuzzer.
#![allow(clippy::panic, clippy::missing_panics_doc, reason = "a panic is how a fuzzer is told")]

use shared::{
    abi::{DynSolType, DynSolValue, Signature},
    descriptor::{Descriptor, Includes},
    eth::{Address, B256, Bytes, DataType, Fingerprint, Payload, U256, keccak256},
    pack::Offered,
    qr::receive::Receiver,
    review::{Allowed, Checked, Knowledge, Signer, words::state_of},
    wire::{
        AccountList, Bundle, HdKey, KeyCard, KeyPath, MultiAccounts, SignAnswer, SignRequest, SittingLog,
        StateProof, state_proof::Asked,
    },
};

/// A target: its name and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 12] = [
    ("answer", answer),
    ("bundle", bundle),
    ("calldata", calldata),
    ("descriptor", descriptor),
    ("key_card", key_card),
    ("pack", pack),
    ("payload", payload),
    ("proof", proof),
    ("receive", receive),
    ("request", request),
    ("sitting_log", sitting_log),
    ("typed_data", typed_data),
];

/// eth-signature.
pub fn answer(cbor: &[u8]) {
    let Ok(answer) = SignAnswer::decode(cbor) else { return };
    assert_eq!(SignAnswer::decode(&answer.encode()).as_ref(), Ok(&answer));
}

/// coldframe-bundle: what was read is read the same once it was written again, and each extra is taken or refused.
pub fn bundle(cbor: &[u8]) {
    let Ok(read) = Bundle::decode(cbor) else { return };
    let bundle = read.message;
    if bundle.faults.is_empty() && read.skipped.is_empty() {
        assert_eq!(Bundle::decode(&bundle.encode()).map(|again| again.message).as_ref(), Ok(&bundle));
    }
    request(&bundle.request);
    bundle.proofs.iter().for_each(|extra| proof(extra));
    bundle.packs.iter().for_each(|extra| pack(extra));
    bundle.descriptors.iter().for_each(|extra| descriptor(extra));
}

/// The review of a call: whatever the calldata, it is reviewed or refused, and what is shown is never empty.
pub fn calldata(data: &[u8]) {
    review(DataType::TypedTransaction, call(data).sign_data());
}

fn call(data: &[u8]) -> Payload {
    call_of(Address::repeat_byte(0xc0), data)
}

fn call_of(to: Address, data: &[u8]) -> Payload {
    let transaction = alloy_consensus::TxEip1559 {
        chain_id: 1,
        gas_limit: 400_000,
        to: alloy_primitives::TxKind::Call(to),
        input: data.to_vec().into(),
        ..alloy_consensus::TxEip1559::default()
    };
    Payload::Transaction(shared::eth::UnsignedTx::Eip1559(transaction))
}

/// An ERC-7730 descriptor; and what it shows of calls that it may fit, an empty one and one with long lists: within the station's
/// bounds, whatever its groups are.
pub fn descriptor(json: &[u8]) {
    let Ok(descriptor) = Descriptor::read(json, &Includes::new()) else { return };
    let formats: Vec<String> = descriptor.formats().collect();
    let knowledge = Knowledge { descriptors: vec![descriptor], ..Knowledge::default() };
    for format in formats {
        let Ok(signature) = Signature::parse(&format) else { continue };
        let data: Vec<u8> = signature.selector().into_iter().chain([0; 320]).collect();
        review_knowing(DataType::TypedTransaction, call(&data).sign_data(), &knowledge);
        let mut words = WORDS;
        let each = signature.parameters().iter().map(|parameter| many(&parameter.kind, &mut words));
        if let Some(values) = each.collect() {
            review_knowing(DataType::TypedTransaction, call(&signature.call(values)).sign_data(), &knowledge);
        }
    }
}

/// How many words of calldata the lists of a call may take together.
const WORDS: usize = 4_096;

/// A value of a type, in which each list has as many items as it may.
fn many(kind: &DynSolType, words: &mut usize) -> Option<DynSolValue> {
    *words = words.checked_sub(1)?;
    Some(match kind {
        DynSolType::Bool => DynSolValue::Bool(true),
        DynSolType::Address => DynSolValue::Address(Address::repeat_byte(0xc0)),
        DynSolType::Uint(bits) => DynSolValue::Uint(U256::from(1), *bits),
        DynSolType::FixedBytes(length) => DynSolValue::FixedBytes(B256::ZERO, *length),
        DynSolType::Bytes => DynSolValue::Bytes(vec![7; 64]),
        DynSolType::String => DynSolValue::String("words".to_owned()),
        DynSolType::Array(item) => {
            let items = std::iter::from_fn(|| many(item, words)).take(WORDS / 4);
            DynSolValue::Array(items.collect())
        }
        DynSolType::FixedArray(item, count) => {
            DynSolValue::FixedArray((0..*count).map(|_| many(item, words)).collect::<Option<_>>()?)
        }
        DynSolType::Tuple(members) => {
            DynSolValue::Tuple(members.iter().map(|member| many(member, words)).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// crypto-hdkey, crypto-account and crypto-multi-accounts, and the addresses they give.
pub fn key_card(cbor: &[u8]) {
    for ur_type in ["crypto-hdkey", "crypto-account", "crypto-multi-accounts"] {
        let Ok(card) = KeyCard::decode(ur_type, cbor) else { continue };
        _ = card.addresses(2);
        match &card {
            KeyCard::HdKey(key) => assert_eq!(HdKey::decode(&key.encode()).as_ref(), Ok(key)),
            KeyCard::Account(list) => assert_eq!(AccountList::decode(&list.encode()).as_ref(), Ok(list)),
            KeyCard::MultiAccounts(list) => {
                assert_eq!(MultiAccounts::decode(&list.encode()).as_ref(), Ok(list));
            }
        }
    }
}

/// coldframe-pack: one spelling alone.
pub fn pack(cbor: &[u8]) {
    let Ok(offered) = Offered::decode(cbor) else { return };
    assert_eq!(offered.encode(), cbor);
    _ = offered.signers().count();
}

/// coldframe-proof: one spelling alone, and it holds or is refused.
pub fn proof(cbor: &[u8]) {
    let Ok(proof) = StateProof::decode(cbor) else { return };
    assert_eq!(proof.encode(), cbor);
    if let Ok(proven) = proof.verify(None) {
        assert_eq!(proven.accounts.len(), proof.accounts.len());
    }
    // A fault in a node changes its hash, so that nothing leads there any more: each is taken as a state, and as a storage, of its own.
    for node in &proof.nodes {
        for asked in &proof.accounts {
            of_a_state(&proof, vec![node.clone()], asked);
            of_a_state(&proof, vec![account_with(asked.address, node), node.clone()], asked);
        }
    }
}

/// Where the state's root stands in a header: behind the list's head, two hashes and an address.
const ROOT: std::ops::Range<usize> = 91..123;

/// A proof whose state begins with the first of these nodes, and what is said of calls that it is about.
fn of_a_state(proof: &StateProof, nodes: Vec<Bytes>, asked: &Asked) {
    let mut header = proof.header.to_vec();
    let (Some(place), Some(root)) = (header.get_mut(ROOT), nodes.first().map(keccak256)) else { return };
    place.copy_from_slice(root.as_slice());
    let accounts = vec![asked.clone()];
    let Ok(proven) = (StateProof { chain_id: 1, header: header.into(), nodes, accounts }).verify(None) else {
        return;
    };
    let knowledge = Knowledge { proofs: vec![proven], ..Knowledge::default() };
    assert!(state_of(&knowledge).facts.iter().all(|fact| !fact.value.is_empty()), "a line without a value");
    for function in ["upgradeTo(address)", "grantRole(bytes32,address)", "transferOwnership(address)"] {
        let selector = keccak256(function);
        let data: Vec<u8> = selector.iter().take(4).copied().chain([0x11; 64]).collect();
        let call = call_of(asked.address, &data).sign_data();
        review_knowing(DataType::TypedTransaction, call, &knowledge);
    }
}

/// The leaf of an account that is alone in its state and keeps this node as its storage.
fn account_with(address: Address, storage: &Bytes) -> Bytes {
    let head: &[u8] = &[0xf8, 0x6a, 0xa1, 0x20];
    let value: &[u8] = &[0xb8, 0x46, 0xf8, 0x44, 0x80, 0x80, 0xa0];
    let (key, root) = (keccak256(address), keccak256(storage));
    [head, key.as_slice(), value, root.as_slice(), &[0xa0], &[0xc0; 32]].concat().into()
}

/// Sign-data of each data type: the first byte chooses, so that the fuzzer need not find CBOR first.
pub fn payload(input: &[u8]) {
    let Some((choice, sign_data)) = input.split_first() else { return };
    let data_type = match choice % 4 {
        0 => DataType::LegacyTransaction,
        1 => DataType::TypedData,
        2 => DataType::PersonalMessage,
        _ => DataType::TypedTransaction,
    };
    let Ok(payload) = Payload::decode(data_type, sign_data) else { return };
    assert_eq!(payload.sign_data(), sign_data);
    _ = payload.digests();
    review(data_type, sign_data.to_vec());
}

/// Texts of codes, one a line, as one transfer.
pub fn receive(codes: &[u8]) {
    let mut receiver = Receiver::default();
    for code in codes.split(|byte| *byte == b'\n') {
        _ = receiver.feed(code);
        _ = receiver.progress();
    }
}

/// eth-sign-request, and everything that is decoded from its sign-data.
pub fn request(cbor: &[u8]) {
    let Ok(request) = SignRequest::decode(cbor) else { return };
    assert_eq!(SignRequest::decode(&request.encode()).as_ref(), Ok(&request));
    if let Ok(payload) = Payload::decode(request.data_type, &request.sign_data) {
        assert_eq!(payload.sign_data(), request.sign_data);
    }
}

/// coldframe-sitting-log: one spelling alone.
pub fn sitting_log(cbor: &[u8]) {
    let Ok(log) = SittingLog::decode(cbor) else { return };
    assert_eq!(log.encode(), cbor);
}

/// The review of typed data, as JSON.
pub fn typed_data(json: &[u8]) {
    review(DataType::TypedData, json.to_vec());
}

/// What the station would say; a refusal is as good as a review.
fn review(data_type: DataType, sign_data: Vec<u8>) {
    review_knowing(data_type, sign_data, &Knowledge::default());
}

fn review_knowing(data_type: DataType, sign_data: Vec<u8>, knowledge: &Knowledge) {
    let fingerprint = Fingerprint([1; 4]);
    let key_path = KeyPath {
        path: "m/44'/60'/0'/0/0".parse().unwrap_or_default(),
        source_fingerprint: Some(fingerprint),
        depth: None,
    };
    let request = SignRequest {
        request_id: None,
        sign_data,
        data_type,
        chain_id: None,
        key_path,
        address: None,
        origin: None,
    };
    let signer = Signer { fingerprint, address: Address::repeat_byte(0xf3) };
    let Ok(checked) = Checked::knowing(request, signer, Allowed::default(), knowledge) else { return };
    assert!(checked.facts().iter().all(|fact| !fact.value.is_empty()), "a line without a value");
    assert!(
        checked.acts().iter().all(|act| act.facts.end <= checked.facts().len()),
        "lines that are not there"
    );
    assert!(checked.findings().is_sorted_by(|one, next| one.severity >= next.severity), "worst first");
}
