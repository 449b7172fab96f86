//! coldframe-sitting-log: one spelling alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::wire::SittingLog;

fuzz_target!(|cbor: &[u8]| {
    let Ok(log) = SittingLog::decode(cbor) else { return };
    assert_eq!(log.encode(), cbor);
});
