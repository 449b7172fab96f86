//! Claims of the checks before a review.

use super::*;

#[test]
fn a_chain_id_above_what_javascript_counts_is_compared_after_rounding() {
    let past = EXACT_IN_JAVASCRIPT;
    for (claimed, signed, same, why) in [
        (1, 1, true, "equal"),
        (1, 5, false, "another chain"),
        (past, past, true, "the last exact number"),
        (past, past + 1, true, "rounds to even, down"),
        (past + 4, past + 3, true, "rounds to even, up"),
        (past + 1, past + 1, true, "not rounded by a careful sender"),
        (past + 2, past + 1, false, "rounds down, not up"),
        (past - 1, past, false, "exact numbers are not rounded"),
        (u64::MAX, u64::MAX, true, "equal at the end of the range"),
    ] {
        assert_eq!(same_chain(claimed, U256::from(signed)), same, "{claimed} {signed}: {why}");
    }
    assert!(!same_chain(u64::MAX, U256::from(u64::MAX) + U256::from(1)), "beyond 64 bits nothing can agree");
}

/// A message for [`SIGNER`] that passes every check.
fn request() -> SignRequest {
    SignRequest {
        request_id: Some([7; 16]),
        sign_data: b"hello".to_vec(),
        data_type: crate::eth::DataType::PersonalMessage,
        chain_id: None,
        key_path: crate::wire::KeyPath {
            path: "m/44'/60'/0'/0/0".parse().unwrap(),
            source_fingerprint: Some(SIGNER.fingerprint),
            depth: None,
        },
        address: Some(SIGNER.address),
        origin: None,
    }
}

const SIGNER: Signer = Signer { fingerprint: Fingerprint([1, 2, 3, 4]), address: Address::repeat_byte(0x11) };

/// One fault, and the kind it must be refused with.
type Fault = (fn(&mut SignRequest), &'static str);

#[test]
fn each_fault_alone_is_refused_with_its_kind() {
    assert!(Checked::of(request(), SIGNER).is_ok());
    let faults: [Fault; 6] = [
        (|request| request.key_path.path = DerivationPath::default(), "path"),
        (|request| request.key_path.source_fingerprint = None, "fingerprint-missing"),
        (|request| request.key_path.source_fingerprint = Some(Fingerprint([0; 4])), "fingerprint-missing"),
        (|request| request.key_path.source_fingerprint = Some(Fingerprint([9; 4])), "fingerprint-mismatch"),
        (|request| request.address = Some(Address::ZERO), "address-mismatch"),
        (|request| request.data_type = crate::eth::DataType::TypedData, "typed-data"),
    ];
    for (fault, kind) in faults {
        let mut request = request();
        fault(&mut request);
        let error = Checked::of(request, SIGNER).unwrap_err();
        assert_eq!(error.kind().as_str(), kind, "{error}");
    }
}

#[test]
fn a_request_without_an_address_is_for_its_path() {
    assert!(Checked::of(SignRequest { address: None, ..request() }, SIGNER).is_ok());
}

#[test]
fn entries_that_were_skipped_are_said_once_whatever_their_number() {
    let unknown = |count: u8| {
        let plain = request().encode();
        let (head, entries) = plain.split_first().unwrap();
        let extra = (0..count).flat_map(|key| [0x18, 100 + key, 0xf5]); // key 100 and up: true
        let message: Vec<u8> =
            [head + count].into_iter().chain(entries.iter().copied()).chain(extra).collect();
        Checked::of(SignRequest::decode_noting(&message).unwrap(), SIGNER).unwrap()
    };
    let said = |checked: &Checked| {
        let skipped = checked.findings().iter().filter(|finding| finding.id == "skipped-field");
        skipped.map(|finding| finding.sentence.clone()).collect::<Vec<_>>()
    };
    assert!(said(&unknown(0)).is_empty());
    assert!(matches!(said(&unknown(1)).as_slice(), [one] if one.contains("eth-sign-request: entry 100")));
    assert!(matches!(said(&unknown(12)).as_slice(), [one] if one.starts_with("12 ") && one.contains('…')));
}

#[test]
fn a_message_has_no_chain_so_any_claim_of_one_is_let_be() {
    assert!(Checked::of(SignRequest { chain_id: Some(5), ..request() }, SIGNER).is_ok());
}
