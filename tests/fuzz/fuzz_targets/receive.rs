//! Texts of codes, one a line, as one transfer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::qr::receive::Receiver;

fuzz_target!(|codes: &[u8]| {
    let mut receiver = Receiver::default();
    for code in codes.split(|byte| *byte == b'\n') {
        _ = receiver.feed(code);
        _ = receiver.progress();
    }
});
