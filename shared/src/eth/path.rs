//! Derivation paths (BIP-32, BIP-44) and the fingerprint of the key they start from. No keys here.

use crate::{Kind, Refusal, limits::PATH_STEPS_MAX};

/// The first index that BIP-32 reserves for hardened children.
const HARDENED: u32 = 1 << 31;

/// One step of a path: `44'` or `0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PathStep {
    index: u32, // invariant: below 2^31
    hardened: bool,
}

impl PathStep {
    /// A step; `None` where `index` is 2^31 or more.
    pub const fn new(index: u32, hardened: bool) -> Option<Self> {
        if index < HARDENED { Some(Self { index, hardened }) } else { None }
    }

    /// The index without the hardened bit, below 2^31.
    pub const fn index(self) -> u32 {
        self.index
    }

    /// Whether the child is hardened, that is, not derivable from a public key.
    pub const fn is_hardened(self) -> bool {
        self.hardened
    }

    /// The number BIP-32 uses: the index, plus 2^31 when hardened.
    pub const fn to_bip32(self) -> u32 {
        if self.hardened { self.index | HARDENED } else { self.index }
    }
}

/// A path from the master key, at most [`PATH_STEPS_MAX`] steps, possibly none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DerivationPath(Vec<PathStep>);

/// Why a path was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// More steps than any wallet uses.
    #[error(
        "the path has {steps} steps, at most {PATH_STEPS_MAX} are read; write one such as m/44'/60'/0'/0/0"
    )]
    TooLong {
        /// How many there were.
        steps: usize,
    },
    /// Not a number below 2^31 with an optional hardened mark.
    #[error(
        "“{step}” is no step of a path; write numbers below 2147483648, hardened ones with ' or h, such as m/44'/60'/0'/0/0"
    )]
    Step {
        /// The text between two slashes.
        step: String,
    },
}

impl Refusal for PathError {
    fn kind(&self) -> Kind {
        Kind::new("path")
    }
}

impl DerivationPath {
    /// A path of these steps, from the master key.
    pub fn new(steps: Vec<PathStep>) -> Result<Self, PathError> {
        if steps.len() > PATH_STEPS_MAX {
            return Err(PathError::TooLong { steps: steps.len() });
        }
        Ok(Self(steps))
    }

    /// The steps, master first.
    pub fn steps(&self) -> &[PathStep] {
        &self.0
    }

    /// This path with one more step.
    pub fn child(&self, step: PathStep) -> Result<Self, PathError> {
        let mut steps = self.0.clone();
        steps.push(step);
        Self::new(steps)
    }
}

impl std::fmt::Display for DerivationPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("m")?;
        self.0
            .iter()
            .try_for_each(|step| write!(f, "/{}{}", step.index, if step.hardened { "'" } else { "" }))
    }
}

impl std::str::FromStr for DerivationPath {
    type Err = PathError;

    /// Reads `m/44'/60'/0'/0/0`, also with `h` for hardened and without the leading `m/`.
    fn from_str(text: &str) -> Result<Self, PathError> {
        let rest = match text {
            "m" | "" => return Ok(Self(Vec::new())),
            _ => text.strip_prefix("m/").unwrap_or(text),
        };
        let count = rest.split('/').count();
        if count > PATH_STEPS_MAX {
            return Err(PathError::TooLong { steps: count });
        }
        rest.split('/').map(step).collect::<Result<_, _>>().map(Self)
    }
}

/// `str::parse` alone would let a leading `+` through.
fn step(text: &str) -> Result<PathStep, PathError> {
    let refused = || PathError::Step { step: text.chars().take(24).collect() };
    let digits = text.strip_suffix(['\'', 'h']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused());
    }
    let index = digits.parse().map_err(|_| refused())?;
    PathStep::new(index, digits.len() != text.len()).ok_or_else(refused)
}

/// How a wallet numbers its accounts below one mnemonic. Each name is what the wallets themselves show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AccountStyle {
    /// `m/44'/60'/0'/0/i`: BIP-44, what MetaMask and most devices do.
    #[default]
    Bip44,
    /// `m/44'/60'/i'/0/0`: an account of its own for each address.
    LedgerLive,
    /// `m/44'/60'/0'/i`: early Ledger and MyEtherWallet.
    Legacy,
}

impl AccountStyle {
    /// The text by which a key export tells a wallet its style.
    pub const fn note(self) -> &'static str {
        match self {
            Self::Bip44 => "account.standard",
            Self::LedgerLive => "account.ledger_live",
            Self::Legacy => "account.ledger_legacy",
        }
    }

    /// The account key, `m/44'/60'/account'`; refused where `account` is 2^31 or more.
    pub fn account_path(account: u32) -> Result<DerivationPath, PathError> {
        let hardened = |index| own_step(index, true);
        DerivationPath::new(vec![hardened(44)?, hardened(60)?, hardened(account)?])
    }

    /// The path of address `index` of `account`. Ledger Live has one address to an account, so there the account
    /// is `account + index`. Refused where a number is 2^31 or more.
    pub fn address_path(self, account: u32, index: u32) -> Result<DerivationPath, PathError> {
        let plain = |index| own_step(index, false);
        match self {
            Self::Bip44 => Self::account_path(account)?.child(plain(0)?)?.child(plain(index)?),
            Self::LedgerLive => {
                Self::account_path(account.saturating_add(index))?.child(plain(0)?)?.child(plain(0)?)
            }
            Self::Legacy => Self::account_path(account)?.child(plain(index)?),
        }
    }

    /// What follows the account key in an export, `None` standing for any index; nothing where each key stands alone.
    pub fn children(self) -> Option<Vec<Option<PathStep>>> {
        match self {
            Self::Bip44 => Some(vec![PathStep::new(0, false), None]),
            Self::LedgerLive => None,
            Self::Legacy => Some(vec![None]),
        }
    }
}

/// A step whose index comes from our own numbers, said back where it is too large.
fn own_step(index: u32, hardened: bool) -> Result<PathStep, PathError> {
    PathStep::new(index, hardened).ok_or_else(|| PathError::Step { step: index.to_string() })
}

/// The first four bytes of HASH160 of a public key (BIP-32), by which a wallet tells whose request it is.
///
/// A token, not proof: some exports carry the fingerprint of another key than the master's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 4]);

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b, c, d] = self.0;
        write!(f, "{a:02x}{b:02x}{c:02x}{d:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_in_either_spelling_and_written_in_one() {
        for (text, written) in
            [("m/44'/60'/0'/0/0", "m/44'/60'/0'/0/0"), ("44h/60h/7h", "m/44'/60'/7'"), ("m", "m")]
        {
            assert_eq!(text.parse::<DerivationPath>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn each_style_numbers_addresses_as_its_wallets_do() {
        for (style, third) in [
            (AccountStyle::Bip44, "m/44'/60'/0'/0/3"),
            (AccountStyle::LedgerLive, "m/44'/60'/3'/0/0"),
            (AccountStyle::Legacy, "m/44'/60'/0'/3"),
        ] {
            assert_eq!(style.address_path(0, 3).unwrap().to_string(), third);
            assert!(style.address_path(1 << 31, 0).is_err(), "the index would become a hardened mark");
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in [
            "m//0",
            "m/+1",
            "m/2147483648",
            "m/0x1",
            "m/1''",
            "m/",
            "/",
            "m/*",
            "m/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1",
        ] {
            assert!(text.parse::<DerivationPath>().is_err(), "{text}");
        }
    }
}
