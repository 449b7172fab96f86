//! Requests for tests: for the public words of every devnet, read by the real checks.

use super::{Keys, Next, Reviewing, Screen, step};
use crate::{Desk, Sitting, air::Air};
use shared::{
    eth::DataType,
    review::{Checked, Reading},
    wire::{KeyPath, SignRequest},
};
use zeroize::Zeroizing;

/// The words of every devnet.
pub(crate) const JUNK: &str = "test test test test test test test test test test test junk";

/// A machine without links.
pub(crate) fn air() -> Air {
    Air::sealed()
}

/// Keys of the public words.
pub(crate) fn sitting() -> Sitting {
    let words = Zeroizing::new(JUNK.as_bytes().to_vec());
    Sitting::start(words, Zeroizing::default()).expect("the words are good")
}

/// A table with those keys open.
pub(crate) fn desk() -> Desk {
    Desk { sitting: Some(sitting()), ..Desk::new(air(), |_| Ok(())) }
}

/// A table with nothing on it; its randomness is all sevens.
pub(crate) fn empty_desk() -> Desk {
    Desk::new(air(), |bytes| {
        bytes.fill(7);
        Ok(())
    })
}

/// These keys in one frame each, for the choice that takes them.
pub(crate) fn type_in(
    screen: Screen,
    desk: &mut Desk,
    text: &str,
    choice: impl Fn(Keys) -> super::Choice,
) -> Screen {
    text.chars().fold(screen, |screen, key| step(screen, desk, choice(Keys::one(key))).screen)
}

/// What comes after a choice.
pub(crate) fn after(screen: Screen, desk: &mut Desk, choice: super::Choice) -> Next {
    step(screen, desk, choice)
}

/// A message to the first account, with more lines than one page holds.
pub(crate) fn harmless() -> Reviewing {
    message(&"Hello. ".repeat(400).into_bytes())
}

/// A message that is a bare hash: the worst severity.
pub(crate) fn critical() -> Reviewing {
    message(&[0xf7; 32])
}

/// A personal message in its first page.
pub(crate) fn message(content: &[u8]) -> Reviewing {
    let sitting = sitting();
    let key_path = KeyPath {
        path: "m/44'/60'/0'/0/0".parse().expect("a path"),
        source_fingerprint: Some(sitting.fingerprint()),
        depth: None,
    };
    let signer = sitting.signer_at(&key_path).expect("a key");
    let request = SignRequest {
        request_id: Some([7; 16]),
        sign_data: content.to_vec(),
        data_type: DataType::PersonalMessage,
        chain_id: None,
        key_path,
        address: Some(signer.address),
        origin: Some("a test".to_owned()),
    };
    Reviewing::new(Reading::new(Checked::of(request, signer).expect("a good request")))
}
