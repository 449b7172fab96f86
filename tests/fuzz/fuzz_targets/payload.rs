//! Sign-data of each data type: the first byte chooses, so that the fuzzer need not find CBOR first.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::eth::{DataType, Payload};

fuzz_target!(|input: &[u8]| {
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
});
