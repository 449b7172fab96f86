//! What a person writes in a pack's file or a command, as values: moments, functions, roles, numbers.

use alloy::primitives::{B256, U256, keccak256};
use shared::{Kind, Refusal, abi::Signature, eth::amount};

/// Why a text of a pack's file was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackTextError {
    /// No JSON of the form.
    #[error("the file is no pack: {0}; “coldframe pack new” makes one")]
    Json(String),
    /// No moment.
    #[error("“{0}” is no moment; write a day such as 2027-06-01, or 2027-06-01T12:00:00Z")]
    Moment(String),
    /// No function.
    #[error(
        "“{0}” is no function; write its signature, such as mint(address,uint256), or its selector, such as 0x40c10f19"
    )]
    Function(String),
    /// No role.
    #[error("“{0}” is no role; write its name, such as MINTER_ROLE, or NAME=0x and 64 hex digits")]
    Role(String),
    /// No number.
    #[error("“{0}” is no whole number; write digits, or 0x and hex digits")]
    Number(String),
    /// No amount of coins.
    #[error("“{0}” is no amount; write it with its unit, such as 2 ether, or 0")]
    Amount(String),
    /// No demand.
    #[error("“{0}” is no demand; write type-word, two-reviewers or deny")]
    Demand(String),
    /// No address.
    #[error(transparent)]
    Address(#[from] shared::eth::address::AddressError),
    /// No 32 bytes.
    #[error("“{0}” is no hash; write 0x and 64 hex digits")]
    Hash(String),
    /// Positions count from 1.
    #[error("an argument's position counts from 1 to 256, not from {0}")]
    Position(u16),
}

impl Refusal for PackTextError {
    fn kind(&self) -> Kind {
        Kind::new("pack-file")
    }
}

fn cut(text: &str) -> String {
    shared::eth::text::spelled_out(&text.chars().take(80).collect::<String>())
}

/// Seconds since 1970 of `2027-06-01`, which is its first moment in UTC, or of a whole RFC 3339 moment.
///
/// # Errors
/// [`PackTextError::Moment`].
pub fn moment(text: &str) -> Result<u64, PackTextError> {
    let refused = || PackTextError::Moment(cut(text));
    let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
    let moment: jiff::Timestamp = whole.parse().map_err(|_| refused())?;
    u64::try_from(moment.as_second()).map_err(|_| refused())
}

/// Seconds since 1970 of the last moment of `2027-06-01` in UTC, or of a whole RFC 3339 moment.
///
/// # Errors
/// [`PackTextError::Moment`].
pub fn last_moment(text: &str) -> Result<u64, PackTextError> {
    let from = moment(text)?;
    Ok(if text.contains('T') { from } else { from.saturating_add(86_399) })
}

/// `2027-06-01T00:00:00Z`, or the seconds where no calendar has them.
pub fn moment_text(unix: u64) -> String {
    let moment = i64::try_from(unix).ok().and_then(|unix| jiff::Timestamp::from_second(unix).ok());
    moment.map_or_else(|| unix.to_string(), |moment| moment.to_string())
}

/// The selector of `mint(address,uint256)` or of `0x40c10f19`.
///
/// # Errors
/// [`PackTextError::Function`].
pub fn selector(text: &str) -> Result<[u8; 4], PackTextError> {
    let refused = || PackTextError::Function(cut(text));
    if text.contains('(') {
        return Ok(Signature::parse(text).map_err(|_| refused())?.selector());
    }
    let bytes = text.strip_prefix("0x").and_then(|digits| alloy::hex::decode(digits).ok());
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(refused)
}

/// The 32 bytes and the name of `MINTER_ROLE` (their keccak256), of `DEFAULT_ADMIN_ROLE` (zeros), or of `NAME=0x…`.
///
/// # Errors
/// [`PackTextError::Role`].
pub fn role(text: &str) -> Result<(B256, String), PackTextError> {
    match text.split_once('=') {
        Some((name, hash)) => {
            Ok((self::hash(hash).map_err(|_| PackTextError::Role(cut(text)))?, name.to_owned()))
        }
        None if text == "DEFAULT_ADMIN_ROLE" => Ok((B256::ZERO, text.to_owned())),
        None if text.starts_with("0x") => Err(PackTextError::Role(cut(text))),
        None => Ok((keccak256(text), text.to_owned())),
    }
}

/// 0x and 64 hex digits.
///
/// # Errors
/// [`PackTextError::Hash`].
pub fn hash(text: &str) -> Result<B256, PackTextError> {
    let refused = || PackTextError::Hash(cut(text));
    let bytes =
        text.strip_prefix("0x").and_then(|digits| alloy::hex::decode(digits).ok()).ok_or_else(refused)?;
    <[u8; 32]>::try_from(bytes).map(B256::from).map_err(|_| refused())
}

/// Digits, or 0x and hex digits, below 2^256.
///
/// # Errors
/// [`PackTextError::Number`].
pub fn number(text: &str) -> Result<U256, PackTextError> {
    let refused = || PackTextError::Number(cut(text));
    let (digits, radix) = text.strip_prefix("0x").map_or((text, 10), |digits| (digits, 16));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(refused());
    }
    U256::from_str_radix(digits, radix).map_err(|_| refused())
}

/// `0`, or an amount with its unit, in wei.
///
/// # Errors
/// [`PackTextError::Amount`].
pub fn wei(text: &str) -> Result<U256, PackTextError> {
    if text.trim() == "0" {
        return Ok(U256::ZERO);
    }
    let refused = || PackTextError::Amount(cut(text));
    // Elsewhere a bare number is wei; in a rule that people review, “2” might be meant as two coins.
    if !text.contains(|letter: char| letter.is_ascii_alphabetic()) {
        return Err(refused());
    }
    amount::parse(text).map_err(|_| refused())
}

/// A function as a pack can carry it: with the names of its parameters where those can be read back, else without.
pub fn portable(signature: &Signature) -> Option<Signature> {
    let reads_back = |text: &str| Signature::parse(text).ok().filter(|read| read.with_names() == text);
    reads_back(&signature.with_names()).or_else(|| reads_back(&signature.canonical()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_people_mean_them_or_refused() {
        assert_eq!(moment("2023-11-14T22:13:20Z"), Ok(1_700_000_000));
        assert_eq!(moment("1970-01-02"), Ok(86_400));
        assert_eq!(moment_text(1_700_000_000), "2023-11-14T22:13:20Z");
        assert!(moment("tomorrow").is_err() && moment("1969-01-01").is_err());
        assert_eq!(selector("mint(address,uint256)"), Ok([0x40, 0xc1, 0x0f, 0x19]));
        assert_eq!(selector("0x40c10f19"), selector("mint(address to, uint amount)"));
        assert!(selector("mint").is_err() && selector("0x40c10f").is_err());
        assert_eq!(role("DEFAULT_ADMIN_ROLE").unwrap().0, B256::ZERO);
        assert_eq!(role("MINTER_ROLE").unwrap().0, keccak256("MINTER_ROLE"));
        assert!(role("0x12").is_err() && role("X=0x12").is_err());
        assert_eq!(number("0xff"), number("255"));
        assert!(number("").is_err() && number("1e6").is_err() && number("-1").is_err());
        assert_eq!(wei("2 ether"), Ok(U256::from(2_000_000_000_000_000_000_u64)));
        assert_eq!(wei("0"), Ok(U256::ZERO));
        assert_eq!(wei("2 eth"), wei("2 ether"));
        assert!(wei("2").is_err() && wei("2 finney").is_err(), "an amount without a unit");
    }

    #[test]
    fn a_parameter_whose_name_cannot_be_read_back_loses_it_and_the_function_stays() {
        let plain = Signature::parse("mint(address to, uint256 amount)").unwrap();
        assert_eq!(portable(&plain), Some(plain));
        let nested = Signature::parse("settle((address,uint256)[] orders)").unwrap();
        assert_eq!(portable(&nested).unwrap().canonical(), "settle((address,uint256)[])");
    }
}
