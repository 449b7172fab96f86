//! eth-sign-request, and everything that is decoded from its sign-data.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{eth::Payload, wire::SignRequest};

fuzz_target!(|cbor: &[u8]| {
    let Ok(request) = SignRequest::decode(cbor) else { return };
    assert_eq!(SignRequest::decode(&request.encode()).as_ref(), Ok(&request));
    if let Ok(payload) = Payload::decode(request.data_type, &request.sign_data) {
        assert_eq!(payload.sign_data(), request.sign_data);
    }
});
