//! A sitting: the time between entering a mnemonic and its wipe. The one place where the station holds a secret.
//!
//! May not enter: clocks (the window says when to end it), anything that writes.

use shared::{
    Kind, Refusal,
    eth::{AccountStyle, Address, DerivationPath, Fingerprint, path::PathError},
    keys::{
        DeriveError, MnemonicError, Seed, SignError, Signed, TypedText, Words, account_key,
        master_fingerprint, sign,
    },
    review::{Approved, Signer},
    wire::{AccountList, HdKey, KeyPath},
};
use zeroize::Zeroizing;

/// Rabby takes a list of keys only in fives and MetaMask shows pages of five; ten is what other devices send.
const LEDGER_LIVE_KEYS: u32 = 10;

/// What wallets show as the device's name.
const DEVICE_NAME: &str = "Coldframe";

/// Keys in memory. Dropping it wipes them.
#[derive(Debug)]
pub struct Sitting {
    seed: Seed,
    fingerprint: Fingerprint,
    has_passphrase: bool,
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
        Ok(Self { seed, fingerprint, has_passphrase })
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

    /// Ends the sitting; nothing of the keys is left. Dropping does the same.
    pub fn wipe(self) {
        drop(self);
    }

    /// Whether the system keeps the keys out of swap; where it does not, the screen says so.
    pub fn is_locked(&self) -> bool {
        self.seed.is_locked()
    }

    /// Of the master key: what an operator compares to see that these are the right words.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
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
            name: Some(DEVICE_NAME.to_owned()),
            note: Some(style.note().to_owned()),
        }
    }
}
