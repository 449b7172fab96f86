//! The two steps that an operator waits for, without drawing: a request to its review, an approval to its answer.

use super::{Result, WORDS};
use e2e::optics::cpu_time;
use shared::{
    eth::DataType,
    qr::receive::Received,
    review::{Checked, Reading},
    wire::{KeyPath, SignRequest},
};
use station::{
    Desk, Sitting,
    air::Air,
    flow::{self, Screen, Seen},
};
use zeroize::Zeroizing;

/// How often a step is timed.
const STEPS: usize = 51;

/// The CPU of the two steps that an operator waits for, drawing left out.
pub(super) fn steps() -> Result<()> {
    let mut desk = Desk::new(Air::sealed(), |_| Ok(()));
    let words = || Zeroizing::new(WORDS.as_bytes().to_vec());
    let sitting = Sitting::start(words(), Zeroizing::default())?;
    let key_path = KeyPath {
        path: "m/44'/60'/0'/0/0".parse()?,
        source_fingerprint: Some(sitting.fingerprint()),
        depth: None,
    };
    let signer = sitting.signer_at(&key_path)?;
    desk.sitting = Some(sitting);
    let request = SignRequest {
        request_id: Some([7; 16]),
        // A message of four pages' length.
        sign_data: b"Coldframe asks. ".repeat(400),
        data_type: DataType::PersonalMessage,
        chain_id: None,
        key_path,
        address: Some(signer.address),
        origin: None,
    };
    let message = request.encode();
    let (mut to_review, mut to_answer) = (Vec::new(), Vec::new());
    for _ in 0..STEPS {
        let received = Received { ur_type: SignRequest::UR_TYPE.to_owned(), message: message.clone() };
        let begin = cpu_time();
        let next = flow::seen(Screen::Scan, &mut desk, Seen::Message(received));
        to_review.push(cpu_time() - begin);
        if !matches!(next.screen, Screen::Review(_)) {
            return Err("the request came to no review".into());
        }
        let mut reading = Reading::new(Checked::of(request.clone(), signer)?);
        for _ in 0..reading.page_count() {
            reading = reading.next_page();
        }
        let approved = reading.approve().map_err(|_| "not all was read")?;
        let begin = cpu_time();
        let next = flow::advance(Screen::Sign(Box::new(approved)), &mut desk);
        to_answer.push(cpu_time() - begin);
        if !matches!(next.screen, Screen::Answer(_)) {
            return Err("the approval came to no answer".into());
        }
    }
    for (what, mut times) in [("request to review", to_review), ("approval to answer", to_answer)] {
        times.sort();
        let middle = times.get(STEPS / 2).copied().unwrap_or_default();
        println!("{what:<23} {:>9.2} ms of CPU", middle.as_secs_f64() * 1e3);
    }
    Ok(())
}
