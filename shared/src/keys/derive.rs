//! BIP-32: a seed and a path to a key, its address, and what an account export needs.
//!
//! May not enter: anything that hands a private key out; [`with_private_key`] lends it to the signer.

use super::{Seed, scrub_stack};
use crate::{
    Kind, Refusal,
    eth::{AccountStyle, Address, DerivationPath, Fingerprint},
};
use coins_bip32::{
    Bip32Error,
    path::DerivationPath as Bip32Path,
    xkeys::{Parent, XPriv, XPub},
};
use k256::ecdsa::SigningKey;

/// Why no key came out. Happens to one seed in 2^127.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeriveError {
    /// The number that BIP-32 computed is no key.
    #[error("BIP-32 has no key at {path} for these words; take the next account")]
    NoKey {
        /// Where.
        path: DerivationPath,
    },
}

impl Refusal for DeriveError {
    fn kind(&self) -> Kind {
        Kind::new("path")
    }
}

/// The public half of a key, with what an export says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountKey {
    /// Compressed SEC1 point.
    pub public_key: [u8; 33],
    /// BIP-32's chain code. Public together with the key; with any child's private key it gives the parent's away.
    pub chain_code: [u8; 32],
    /// First four bytes of HASH160 of the public key.
    pub fingerprint: Fingerprint,
    /// The same of the key one step up; zero for the master key.
    pub parent_fingerprint: Fingerprint,
    /// Last 20 bytes of keccak256 of the uncompressed point.
    pub address: Address,
}

/// The fingerprint of the master key, by which wallets tell whose request it is.
///
/// # Errors
/// [`DeriveError`], for one seed in 2^127.
pub fn master_fingerprint(seed: &Seed) -> Result<Fingerprint, DeriveError> {
    account_key(seed, &DerivationPath::default()).map(|key| key.fingerprint)
}

/// The public half of the key at `path`.
///
/// # Errors
/// [`DeriveError`], for one seed in 2^127.
pub fn account_key(seed: &Seed, path: &DerivationPath) -> Result<AccountKey, DeriveError> {
    let key = public_half(seed, path);
    scrub_stack();
    key
}

#[inline(never)]
fn public_half(seed: &Seed, path: &DerivationPath) -> Result<AccountKey, DeriveError> {
    let no_key = || DeriveError::NoKey { path: path.clone() };
    let public = private_key(seed, path)?.verify_key();
    let point: &k256::ecdsa::VerifyingKey = public.as_ref();
    let info: &coins_bip32::primitives::XKeyInfo = public.as_ref();
    Ok(AccountKey {
        public_key: point.to_sec1_bytes().as_ref().try_into().map_err(|_| no_key())?,
        chain_code: info.chain_code.0,
        fingerprint: Fingerprint(public.fingerprint().0),
        parent_fingerprint: Fingerprint(info.parent.0),
        address: address_of(point),
    })
}

/// Where an address is among the first `indexes` of each family of paths; nowhere if in none.
///
/// Private keys are derived only down to the accounts, public ones from there on, which halves the work.
pub(super) fn find_address(seed: &Seed, wanted: &Address, indexes: u32) -> Option<(AccountStyle, u32)> {
    let found = look_for(seed, wanted, indexes).ok().flatten();
    scrub_stack();
    found
}

#[inline(never)]
fn look_for(seed: &Seed, wanted: &Address, indexes: u32) -> Result<Option<(AccountStyle, u32)>, Bip32Error> {
    const HARDENED: u32 = 1 << 31;
    let is_wanted = |key: &XPub| address_of(key.as_ref()) == *wanted;
    let coin = XPriv::root_from_seed(seed.expose(), None)?
        .derive_child(HARDENED + 44)?
        .derive_child(HARDENED + 60)?;
    let account = coin.derive_child(HARDENED)?.verify_key();
    let external = account.derive_child(0)?;
    for index in 0..indexes {
        if is_wanted(&external.derive_child(index)?) {
            return Ok(Some((AccountStyle::Bip44, index)));
        }
        if is_wanted(&account.derive_child(index)?) {
            return Ok(Some((AccountStyle::Legacy, index)));
        }
        let own = coin.derive_child(HARDENED + index)?.verify_key();
        if is_wanted(&own.derive_child(0)?.derive_child(0)?) {
            return Ok(Some((AccountStyle::LedgerLive, index)));
        }
    }
    Ok(None)
}

/// Wiped when it is dropped, as is every key on the way to it.
fn private_key(seed: &Seed, path: &DerivationPath) -> Result<XPriv, DeriveError> {
    let steps: Bip32Path = path.steps().iter().map(|step| step.to_bip32()).collect();
    XPriv::root_from_seed(seed.expose(), None)
        .and_then(|master| master.derive_path(steps))
        .map_err(|_| DeriveError::NoKey { path: path.clone() })
}

/// Lets `use_key` work with the private key at `path`, which is wiped afterwards.
pub(super) fn with_private_key<T>(
    seed: &Seed,
    path: &DerivationPath,
    use_key: impl FnOnce(&SigningKey) -> T,
) -> Result<T, DeriveError> {
    let key = private_key(seed, path)?;
    Ok(use_key(key.as_ref()))
}

/// The account of a public key.
fn address_of(key: &k256::ecdsa::VerifyingKey) -> Address {
    // SEC1 puts 04 before the 64 bytes that Ethereum hashes.
    let point = key.to_sec1_point(false);
    Address::from_raw_public_key(point.as_bytes().get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    const JUNK: &str = "test test test test test test test test test test test junk";

    fn seed(words: &str) -> Seed {
        Seed::of(&Zeroizing::new(words.as_bytes().to_vec()), &Zeroizing::default()).unwrap()
    }

    #[test]
    fn known_words_give_the_accounts_that_every_devnet_has() {
        let seed = seed(JUNK);
        assert_eq!(master_fingerprint(&seed).unwrap().to_string(), "16a93ed0");
        for (path, address) in [
            ("m/44'/60'/0'/0/0", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
            ("m/44'/60'/0'/0/1", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
        ] {
            let key = account_key(&seed, &path.parse().unwrap()).unwrap();
            assert_eq!(key.address.to_string(), address);
        }
    }

    #[test]
    fn an_account_key_is_what_other_wallets_export() {
        let key = account_key(&seed(JUNK), &"m/44'/60'/0'".parse().unwrap()).unwrap();
        let hex = |bytes: &[u8]| alloy_primitives::hex::encode(bytes);
        assert_eq!(
            hex(&key.public_key),
            "0206b81bac860f5a7442a85664d339809955b3ac9a5782200095127ac78aab71f5"
        );
        assert_eq!(hex(&key.chain_code), "2258179af5cec58ce793fba06d3ef8ac640d481802e0ae39c9cc3fc5a8ce1812");
        assert_eq!(key.parent_fingerprint.to_string(), "86968b77");
    }

    #[test]
    fn an_address_is_found_in_each_family_where_the_family_says_it_is() {
        let seed = seed(JUNK);
        for style in [AccountStyle::Bip44, AccountStyle::LedgerLive, AccountStyle::Legacy] {
            for index in [1, 7] {
                let address = account_key(&seed, &style.address_path(0, index).unwrap()).unwrap().address;
                assert_eq!(find_address(&seed, &address, 8), Some((style, index)));
                assert_eq!(find_address(&seed, &address, index), None, "not that far");
            }
        }
    }

    #[test]
    fn the_master_has_no_parent() {
        let key = account_key(&seed(JUNK), &DerivationPath::default()).unwrap();
        assert_eq!(key.parent_fingerprint, Fingerprint([0; 4]));
    }
}
