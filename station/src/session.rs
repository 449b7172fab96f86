//! A sitting: the time between entering a mnemonic and its wipe. It lies on the desk, with all other secrets.
//!
//! May not enter: clocks (the window says when to end it), anything that writes.

use crate::Learned;
use shared::{
    Kind, Refusal,
    eth::{AccountStyle, Address, DerivationPath, Fingerprint, path::PathError},
    keys::{
        DeriveError, MnemonicError, Seed, SignError, Signed, TypedText, Words, account_key,
        master_fingerprint, seal_address,
        search::{self, Branch},
        sign,
    },
    review::{Approved, Signer},
    wire::{AccountList, HdKey, KeyPath},
};
use zeroize::Zeroizing;

/// Rabby takes a list of keys only in fives and MetaMask shows pages of five; ten is what other devices send.
const LEDGER_LIVE_KEYS: u32 = 10;

/// What wallets show as the device's name, until the operator chooses another.
const DEVICE_NAME: &str = "Coldframe";
/// The longest name of a device, in bytes: what MetaMask shows on one line.
pub const NAME_BYTES_MAX: usize = 24;

/// Keys in memory. Dropping it wipes them.
#[derive(Debug)]
pub struct Sitting {
    seed: Seed,
    fingerprint: Fingerprint,
    has_passphrase: bool,
    name: String,
    learned: Learned,
}

/// A key card, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyExport {
    /// `crypto-hdkey` or `crypto-account`.
    pub ur_type: &'static str,
    /// Canonical CBOR. Public keys only.
    pub cbor: Vec<u8>,
}

/// Why a sitting did not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// The words.
    #[error(transparent)]
    Mnemonic(#[from] MnemonicError),
    /// BIP-32.
    #[error(transparent)]
    Derive(#[from] DeriveError),
}

impl Refusal for StartError {
    fn kind(&self) -> Kind {
        match self {
            Self::Mnemonic(error) => error.kind(),
            Self::Derive(error) => error.kind(),
        }
    }
}

/// Why there is no key card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// An account number too large for a path.
    #[error(transparent)]
    Path(#[from] PathError),
    /// BIP-32.
    #[error(transparent)]
    Derive(#[from] DeriveError),
}

impl Refusal for ExportError {
    fn kind(&self) -> Kind {
        Kind::new("path")
    }
}

impl Sitting {
    /// Starts with these words and this passphrase (empty for none); both are wiped before it returns.
    ///
    /// # Errors
    /// What is wrong with the words, by position.
    pub fn start(words: Zeroizing<Vec<u8>>, passphrase: Zeroizing<Vec<u8>>) -> Result<Self, StartError> {
        Self::of(Seed::of(&words, &passphrase)?, !passphrase.is_empty())
    }

    /// Starts with words that were entered, and a passphrase (empty for none); both stay where they are.
    ///
    /// # Errors
    /// Words that do not fit together, or are too few.
    pub fn of_words(words: &Words, passphrase: &TypedText) -> Result<Self, StartError> {
        Self::of(Seed::of_words(words, passphrase)?, !passphrase.is_empty())
    }

    fn of(seed: Seed, has_passphrase: bool) -> Result<Self, StartError> {
        let fingerprint = master_fingerprint(&seed)?;
        let learned = Learned::new(seal_address(&seed).ok());
        Ok(Self { seed, fingerprint, has_passphrase, name: DEVICE_NAME.to_owned(), learned })
    }

    /// What it has learned through the camera.
    pub fn learned(&self) -> &Learned {
        &self.learned
    }

    /// The same, to learn more.
    pub fn learned_mut(&mut self) -> &mut Learned {
        &mut self.learned
    }

    /// Whether a passphrase belongs to the words; a drill asks for it, too.
    pub fn has_passphrase(&self) -> bool {
        self.has_passphrase
    }

    /// The address at `m/44'/60'/0'/0/0`, which wallets show first.
    ///
    /// # Errors
    /// Only where BIP-32 has no key there.
    pub fn first_address(&self) -> Result<Address, ExportError> {
        let path = AccountStyle::Bip44.address_path(0, 0)?;
        Ok(account_key(&self.seed, &path)?.address)
    }

    /// Of the master key: what an operator compares to see that these are the right words.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The name by which wallets show this device.
    pub fn device_name(&self) -> &str {
        &self.name
    }

    /// Gives the device another name, for key cards from now on. One that is empty, longer than [`NAME_BYTES_MAX`] or not of
    /// visible ASCII characters changes nothing; returns whether it was taken.
    pub fn set_device_name(&mut self, name: &str) -> bool {
        let fits =
            (1..=NAME_BYTES_MAX).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic());
        if fits {
            name.clone_into(&mut self.name);
        }
        fits
    }

    /// The public half of the key at `path`, for addresses below it; none where BIP-32 has no key there.
    pub fn branch(&self, path: &DerivationPath) -> Option<Branch> {
        let key = account_key(&self.seed, path).ok()?;
        Some(Branch { public_key: key.public_key, chain_code: key.chain_code })
    }

    /// The addresses `first..first + count` of the first account in `style`, with their paths.
    ///
    /// # Errors
    /// A number of 2^31 or more.
    pub fn addresses(
        &self,
        style: AccountStyle,
        first: u32,
        count: u32,
    ) -> Result<Vec<(DerivationPath, Address)>, ExportError> {
        let last = first.saturating_add(count);
        let paths = (first..last).map(|index| style.address_path(0, index));
        let paths: Vec<_> = paths.collect::<Result<_, _>>()?;
        let found = match style {
            AccountStyle::LedgerLive => {
                let address = |path| account_key(&self.seed, path).map(|key| key.address);
                paths.iter().map(address).collect::<Result<_, _>>()?
            }
            AccountStyle::Bip44 | AccountStyle::Legacy => {
                let branch = self.branch(&AccountStyle::account_path(0)?);
                branch.map_or_else(Vec::new, |branch| search::addresses(style, branch, first, count))
            }
        };
        Ok(paths.into_iter().zip(found).collect())
    }

    /// The key at a path. Whether the path is for these words is judged by `Checked::of`.
    ///
    /// # Errors
    /// Only where BIP-32 has no key there.
    pub fn signer_at(&self, key_path: &KeyPath) -> Result<Signer, DeriveError> {
        let address = account_key(&self.seed, &key_path.path)?.address;
        Ok(Signer { fingerprint: self.fingerprint, address })
    }

    /// Signs what was read to its last page.
    ///
    /// # Errors
    /// When the signature does not recover to the reviewed address: the machine computes wrongly.
    pub fn sign(&self, approved: Approved) -> Result<Signed, SignError> {
        sign(approved, &self.seed)
    }

    /// The public keys by which a wallet lists this mnemonic's accounts in `style`, from `account` on.
    ///
    /// # Errors
    /// An account of 2^31 or more.
    pub fn export(&self, style: AccountStyle, account: u32) -> Result<KeyExport, ExportError> {
        match style {
            AccountStyle::Bip44 | AccountStyle::Legacy => {
                let key = self.account(style, account)?;
                Ok(KeyExport { ur_type: HdKey::UR_TYPE, cbor: key.encode() })
            }
            AccountStyle::LedgerLive => {
                let keys = (0..LEDGER_LIVE_KEYS).map(|index| self.single(style, account, index));
                let list = AccountList {
                    master_fingerprint: self.fingerprint,
                    keys: keys.collect::<Result<_, _>>()?,
                };
                Ok(KeyExport { ur_type: AccountList::UR_TYPE, cbor: list.encode() })
            }
        }
    }

    /// An account key, with what wallets derive addresses from.
    fn account(&self, style: AccountStyle, account: u32) -> Result<HdKey, ExportError> {
        let path = AccountStyle::account_path(account)?;
        let key = account_key(&self.seed, &path)?;
        Ok(HdKey {
            chain_code: Some(key.chain_code),
            children: style.children(),
            parent_fingerprint: Some(key.parent_fingerprint),
            ..self.bare(style, path, key.public_key)
        })
    }

    /// One address's own key, without the chain code: nothing is derived from it.
    fn single(&self, style: AccountStyle, account: u32, index: u32) -> Result<HdKey, ExportError> {
        let path = style.address_path(account, index)?;
        let key = account_key(&self.seed, &path)?;
        Ok(self.bare(style, path, key.public_key))
    }

    fn bare(&self, style: AccountStyle, path: DerivationPath, public_key: [u8; 33]) -> HdKey {
        HdKey {
            public_key,
            chain_code: None,
            origin: KeyPath {
                depth: u8::try_from(path.steps().len()).ok(),
                source_fingerprint: Some(self.fingerprint),
                path,
            },
            children: None,
            parent_fingerprint: None,
            name: Some(self.name.clone()),
            note: Some(style.note().to_owned()),
        }
    }
}
