//! The key that seals context packs: where it is, and its address. It signs as every key does, by [`mod@super::sign`], which takes
//! only what was reviewed; and [`crate::review::Checked`] lets nothing but seals through to it.
//!
//! May not enter: a second signer.

use super::{DeriveError, Seed, derive::account_key};
use crate::{eth::Address, pack::seal_path};

/// Whose seal makes a pack trusted at once in a sitting of these words: what [`crate::pack::Trust::new`] takes.
///
/// # Errors
/// [`DeriveError`], for one seed in 2^127.
pub fn seal_address(seed: &Seed) -> Result<Address, DeriveError> {
    account_key(seed, &seal_path()).map(|key| key.address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        keys::{master_fingerprint, sign},
        pack::{Offered, Pack, Trust, TrustedBy},
        review::{Allowed, Checked, Knowledge, Reading, Signer},
    };
    use zeroize::Zeroizing;

    fn seed(words: &str) -> Seed {
        Seed::of(&Zeroizing::new(words.as_bytes().to_vec()), &Zeroizing::default()).unwrap()
    }

    fn junk() -> Seed {
        seed("test test test test test test test test test test test junk")
    }

    #[test]
    fn a_pack_that_was_read_and_sealed_is_trusted_by_the_same_words_in_the_next_sitting_and_by_no_others() {
        let pack = Pack { team: "Example".to_owned(), version: 1, expires: 9, ..Pack::default() };
        let offered = Offered::of(&pack).unwrap();
        let address = seal_address(&junk()).unwrap();
        let signer = Signer { fingerprint: master_fingerprint(&junk()).unwrap(), address };
        let request = offered.seal_request(signer.fingerprint);
        let knowledge = Knowledge { at_hand: vec![offered.clone()], ..Knowledge::default() };
        let checked = Checked::knowing(request, signer, Allowed::default(), &knowledge).unwrap();
        let mut reading = Reading::new(checked);
        while !reading.is_complete() {
            reading = reading.next_page();
        }
        let answer = sign(reading.approve().unwrap(), &junk()).unwrap().answer;
        let sealed = offered.sealed(&answer.signature).unwrap();
        let carried = Offered::decode(&sealed.encode()).unwrap();
        let mut later = Trust::new(Some(seal_address(&junk()).unwrap()));
        assert_eq!(later.admit(&carried, Some(5)).unwrap().by(), TrustedBy::Seal);
        let about =
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
        let mut others = Trust::new(Some(seal_address(&seed(about)).unwrap()));
        assert!(others.admit(&carried, Some(5)).is_err());
    }
}
