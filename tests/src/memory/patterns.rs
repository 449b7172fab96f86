//! What must not be found: every form in which a mnemonic and what follows from it lies in memory.

use super::MemoryError;
use bip39::{Language, Mnemonic};
use coins_bip32::xkeys::{Parent, XPriv};
use k256::ecdsa::SigningKey;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Shorter ones would be found by chance.
const PASSPHRASE_BYTES_MIN: usize = 6;
/// So many word numbers in a row are no chance.
const NUMBERS_IN_A_ROW: usize = 4;
/// Long values are searched in pieces of this size as well: part of a secret is a secret.
const PIECE: usize = 16;

/// Bytes to search for, each with its name.
#[derive(Debug, Clone, Default)]
pub struct Patterns(BTreeMap<Vec<u8>, String>);

impl Patterns {
    /// Of a published English mnemonic with single blanks, its passphrase (empty for none), and the paths of keys that are
    /// used, such as `m/44'/60'/0'/0/0`; every key on the way to them belongs to it.
    ///
    /// # Errors
    /// Where the words are no mnemonic, a path is none, or the passphrase is so short that chance would find it.
    pub fn of(words: &str, passphrase: &str, paths: &[&str]) -> Result<Self, MemoryError> {
        let unfit = |why: &dyn std::fmt::Display| MemoryError::Patterns(why.to_string());
        if (1..PASSPHRASE_BYTES_MIN).contains(&passphrase.len()) {
            return Err(unfit(&format!(
                "a passphrase of less than {PASSPHRASE_BYTES_MIN} bytes is found by chance"
            )));
        }
        let mnemonic =
            Mnemonic::parse_in_normalized(Language::English, words).map_err(|error| unfit(&error))?;
        let mut patterns = Self::default();
        patterns.words(&mnemonic);
        patterns.whole_and_pieces("entropy", &mnemonic.to_entropy());
        let seed = mnemonic.to_seed_normalized(&passphrase.nfkd().collect::<String>());
        patterns.whole_and_pieces("seed", &seed);
        patterns.text("passphrase", passphrase);

        let master = XPriv::root_from_seed(&seed, None).map_err(|error| unfit(&error))?;
        let info: &coins_bip32::primitives::XKeyInfo = master.as_ref();
        patterns.number("chain code of the master key", &info.chain_code.0);
        patterns.key("m", &master);
        for path in paths {
            patterns.keys_on(&master, path).map_err(|why| unfit(&why))?;
        }
        Ok(patterns)
    }

    /// Name and bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(bytes, what)| (what.as_str(), bytes.as_slice()))
    }

    /// What is all one byte is found everywhere; the rest of such a secret is searched for.
    fn add(&mut self, what: impl Into<String>, bytes: &[u8]) {
        if bytes.windows(2).any(|pair| pair.first() != pair.last()) {
            self.0.entry(bytes.to_vec()).or_insert_with(|| what.into());
        }
    }

    /// A value as it is written and as machines with the small end first hold it.
    fn number(&mut self, what: &str, bytes: &[u8]) {
        self.add(what, bytes);
        let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
        self.add(format!("{what}, reversed"), &reversed);
    }

    fn whole_and_pieces(&mut self, what: &str, bytes: &[u8]) {
        self.add(what, bytes);
        for (piece, bytes) in bytes.chunks_exact(PIECE).enumerate() {
            self.number(&format!("{what}, piece {piece}"), bytes);
        }
    }

    /// A text in the encodings that programs use.
    fn text(&mut self, what: &str, text: &str) {
        self.add(what, text.as_bytes());
        self.add(format!("{what}, decomposed"), text.nfkd().collect::<String>().as_bytes());
        let short: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.add(format!("{what}, UTF-16"), &short);
        let long: Vec<u8> = text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
        self.add(format!("{what}, UTF-32"), &long);
    }

    fn words(&mut self, mnemonic: &Mnemonic) {
        let words: Vec<&str> = mnemonic.words().collect();
        let phrase = words.join(" ");
        self.text("phrase", &phrase);
        for (place, pair) in words.windows(2).enumerate() {
            // With what may stand between two words on a screen, in a file, and in a list of strings.
            for separator in [" ", "\n", "\0", ""] {
                self.add(format!("word pair {}", place + 1), pair.join(separator).as_bytes());
            }
        }
        self.hmac_pads(&phrase);
        for (base, counted) in [(0, "from 0"), (1, "from 1")] {
            let numbers: Vec<usize> = mnemonic.word_indices().map(|number| number + base).collect();
            self.numbers(&numbers, counted);
        }
    }

    /// Word numbers in a row, in every width and byte order.
    fn numbers(&mut self, numbers: &[usize], counted: &str) {
        for (place, row) in numbers.windows(NUMBERS_IN_A_ROW).enumerate() {
            if row.iter().all(|number| Some(number) == row.first()) {
                continue; // any table of equal numbers
            }
            for (width, name) in [(2, "u16"), (4, "u32"), (8, "usize")] {
                let wide = row.iter().map(|number| (*number as u64).to_be_bytes());
                let big: Vec<u8> = wide.clone().flat_map(|all| all.into_iter().skip(8 - width)).collect();
                let little: Vec<u8> = wide.flat_map(|all| all.into_iter().rev().take(width)).collect();
                self.add(format!("word numbers {} on, {counted}, {name}, big end first", place + 1), &big);
                self.add(format!("word numbers {} on, {counted}, {name}", place + 1), &little);
            }
        }
    }

    /// The key of PBKDF2's HMAC as it is mixed into the hash (RFC 2104): the first piece of a block of 128 bytes. Longer
    /// phrases are hashed before.
    fn hmac_pads(&mut self, phrase: &str) {
        if phrase.len() <= 128 {
            for (what, pad) in [("HMAC inner pad", 0x36), ("HMAC outer pad", 0x5c)] {
                let mixed: Vec<u8> = phrase.bytes().take(PIECE).map(|byte| byte ^ pad).collect();
                self.add(what, &mixed);
            }
        }
    }

    fn keys_on(&mut self, master: &XPriv, path: &str) -> Result<(), String> {
        let path: coins_bip32::path::DerivationPath =
            path.parse().map_err(|error| format!("{path}: {error:?}"))?;
        let mut key = master.clone();
        let mut name = "m".to_owned();
        for step in path.iter() {
            key = key.derive_child(*step).map_err(|error| error.to_string())?;
            let hard = 1_u32 << 31;
            name += &if *step < hard { format!("/{step}") } else { format!("/{}'", step - hard) };
            self.key(&name, &key);
        }
        Ok(())
    }

    fn key(&mut self, name: &str, key: &XPriv) {
        let key: &SigningKey = key.as_ref();
        let bytes = key.to_bytes();
        self.number(&format!("private key at {name}"), &bytes);
        self.whole_and_pieces(&format!("private key at {name}"), &bytes);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// BIP-39's vector for the entropy `7f…7f`.
    pub(crate) const LEGAL: &str =
        "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn of(words: &str) -> Vec<String> {
        let patterns = Patterns::of(words, "TREZOR", &["m/44'/60'/0'/0/0"]).unwrap();
        patterns.iter().map(|(what, _)| what.to_owned()).collect()
    }

    #[test]
    fn every_form_of_a_secret_is_searched_for() {
        let names = of(LEGAL);
        for name in [
            "phrase",
            "word pair 1",
            "word pair 11",
            "word numbers 1 on, from 0, u16",
            "word numbers 9 on, from 1, usize, big end first",
            "seed",
            "seed, piece 3",
            "passphrase",
            "HMAC inner pad",
            "chain code of the master key",
            "private key at m",
            "private key at m/44'/60'/0'/0/0, reversed",
        ] {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
    }

    #[test]
    fn the_seed_is_the_published_one() {
        // BIP-39, test vectors, passphrase TREZOR.
        let seed = "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e8d9739fce1f607";
        let patterns = Patterns::of(LEGAL, "TREZOR", &[]).unwrap();
        let found = patterns.iter().find(|(what, _)| *what == "seed").unwrap().1;
        assert_eq!(found.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), seed);
    }

    #[test]
    fn what_chance_would_find_is_not_searched_for() {
        let patterns = Patterns::of(
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
            "",
            &[],
        )
        .unwrap();
        assert!(patterns.iter().all(|(_, bytes)| bytes.len() >= 6), "short ones");
        assert!(patterns.iter().all(|(what, _)| what != "entropy"), "sixteen zeros");
        assert!(Patterns::of(LEGAL, "abc", &[]).is_err());
    }

    #[test]
    fn words_that_are_no_mnemonic_are_refused() {
        assert!(Patterns::of("legal winner thank", "", &[]).is_err());
        assert!(Patterns::of(LEGAL, "", &["m/x"]).is_err());
    }
}
