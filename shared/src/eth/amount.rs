//! Amounts of a chain's own coin: wei to decimal text and back, exactly.

use super::U256;
use crate::{Kind, Refusal};

/// Decimals of an ether in wei.
const ETHER: u32 = 18;
/// Decimals of a gwei in wei.
const GWEI: u32 = 9;
/// More digits than any amount below 2^256 with 18 decimals can have.
const TEXT_MAX: usize = 128;

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not digits with at most one point, or an unknown unit.
    #[error("“{text}” is no amount; write it such as 1.5 ether, 30 gwei, or 1000 for wei")]
    Form {
        /// The text, cut.
        text: String,
    },
    /// Digits below one wei.
    #[error(
        "“{text}” has a part smaller than one wei ({unit} takes at most {decimals} digits behind the point); write it with the unit that is meant, such as 1.5 ether"
    )]
    BelowWei {
        /// The text.
        text: String,
        /// The unit that was written.
        unit: String,
        /// How many digits it can have.
        decimals: u32,
    },
    /// 2^256 wei or more.
    #[error("“{text}” is more than a transaction can carry (2^256 wei); write a smaller amount")]
    TooLarge {
        /// The text.
        text: String,
    },
}

impl Refusal for AmountError {
    fn kind(&self) -> Kind {
        Kind::new("amount")
    }
}

/// `wei` in whole coins of 18 decimals: `1.5`, `0`, `0.000000000000000001`. Exact, without a unit.
pub fn in_ether(wei: U256) -> String {
    decimal(wei, ETHER)
}

/// `wei` in gwei (10^9 wei). Exact, without a unit.
pub fn in_gwei(wei: U256) -> String {
    decimal(wei, GWEI)
}

fn decimal(wei: U256, decimals: u32) -> String {
    let unit = U256::from(10).pow(U256::from(decimals));
    let (whole, rest) = wei.div_rem(unit);
    let rest = format!("{rest:0>width$}", rest = rest.to_string(), width = decimals as usize);
    match rest.trim_end_matches('0') {
        "" => whole.to_string(),
        rest => format!("{whole}.{rest}"),
    }
}

/// Reads `1.5 ether` (or `eth`), `30 gwei`, `1000 wei` or `1000`, to wei. The unit may stand right behind the digits.
pub fn parse(text: &str) -> Result<U256, AmountError> {
    let shown: String = super::text::spelled_out(&text.chars().take(TEXT_MAX).collect::<String>());
    let bad_form = || AmountError::Form { text: shown.clone() };
    if text.len() > TEXT_MAX {
        return Err(bad_form());
    }
    let text = text.trim();
    let digits_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits_end).ok_or_else(bad_form)?;
    let decimals = match unit.trim_start() {
        "" | "wei" => 0,
        "gwei" => GWEI,
        "ether" | "eth" | "ETH" => ETHER,
        _ => return Err(bad_form()),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(bad_form()),
        None => (number, ""),
    };
    if whole.is_empty() || fraction.contains('.') {
        return Err(bad_form());
    }
    let missing = (decimals as usize).checked_sub(fraction.len()).ok_or_else(|| AmountError::BelowWei {
        text: shown.clone(),
        unit: if unit.is_empty() { "wei".to_owned() } else { unit.trim_start().to_owned() },
        decimals,
    })?;
    let digits = format!("{whole}{fraction}{}", "0".repeat(missing));
    U256::from_str_radix(&digits, 10).map_err(|_| AmountError::TooLarge { text: shown.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_read_in_three_units_and_in_no_other_way() {
        for (text, wei) in [
            ("1.5 ether", Some("1500000000000000000")),
            ("1.5eth", Some("1500000000000000000")),
            ("30 gwei", Some("30000000000")),
            ("0.000000001 gwei", Some("1")),
            ("7", Some("7")),
            ("7 wei", Some("7")),
            ("0", Some("0")),
            ("0.5", None),
            ("0.0000000001 gwei", None),
            ("1. ether", None),
            (".5 ether", None),
            ("1.2.3 ether", None),
            ("-1", None),
            ("+1", None),
            ("1e18", None),
            ("0x10", None),
            ("1 finney", None),
            ("1_000", None),
            ("1,5 ether", None),
            ("", None),
            ("٣", None),
            ("115792089237316195423570985008687907853269984665640564039457584007913129639936", None),
            ("115792089237316195423570985008687907853269984665640564039457584007913129639936 ether", None),
        ] {
            assert_eq!(parse(text).ok().map(|wei| wei.to_string()).as_deref(), wei, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_survives_being_written_and_read(limbs: [u64; 4]) {
            let wei = U256::from_limbs(limbs);
            prop_assert_eq!(parse(&format!("{} ether", in_ether(wei))), Ok(wei));
            prop_assert_eq!(parse(&format!("{} gwei", in_gwei(wei))), Ok(wei));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,160}") {
            _ = parse(&text);
        }
    }
}
