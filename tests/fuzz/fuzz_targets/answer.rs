//! eth-signature.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::wire::SignAnswer;

fuzz_target!(|cbor: &[u8]| {
    let Ok(answer) = SignAnswer::decode(cbor) else { return };
    assert_eq!(SignAnswer::decode(&answer.encode()).as_ref(), Ok(&answer));
});
