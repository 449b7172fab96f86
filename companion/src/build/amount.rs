//! Amounts as people write them: `1.5ether`, `20gwei`, `7` (wei). Integers throughout; no float ever.

use shared::{Kind, Refusal, eth::U256};

/// The units that are read and written, with their decimals.
const UNITS: [(&str, usize); 4] = [("ether", 18), ("eth", 18), ("gwei", 9), ("wei", 0)];
/// The longest amount that is read: 78 digits of 2^256, a point and a unit.
const TEXT_MAX: usize = 96;

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not digits with at most one point and a known unit.
    #[error("“{0}” is no amount; write 1.5ether, 20gwei or a whole number of wei")]
    Form(String),
    /// A fraction of a wei.
    #[error("“{text}” has more than {decimals} decimals, which {unit} does not have; wei cannot be split")]
    TooFine {
        /// What was written.
        text: String,
        /// The unit in question.
        unit: &'static str,
        /// Its decimals.
        decimals: usize,
    },
    /// Above 2^256 - 1.
    #[error("“{0}” is more wei than 256 bits hold; check the unit")]
    TooLarge(String),
}

impl Refusal for AmountError {
    fn kind(&self) -> Kind {
        Kind::new("amount")
    }
}

/// Reads an amount in wei. A number without a unit is wei and has no point.
pub fn parse(text: &str) -> Result<U256, AmountError> {
    let form = || AmountError::Form(text.chars().take(40).collect());
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.len() > TEXT_MAX {
        return Err(form());
    }
    let (number, unit, decimals) = UNITS
        .into_iter()
        .find_map(|(unit, decimals)| Some((trimmed.strip_suffix(unit)?.trim_end(), unit, decimals)))
        .unwrap_or((trimmed, "wei", 0));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let empty_fraction = number.contains('.') && fraction.is_empty();
    if whole.is_empty() || empty_fraction || !digits(whole) || !digits(fraction) {
        return Err(form());
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return Err(AmountError::TooFine { text: trimmed.to_owned(), unit, decimals });
    }
    let wei = format!("{whole}{fraction:0<decimals$}");
    U256::from_str_radix(&wei, 10).map_err(|_| AmountError::TooLarge(trimmed.to_owned()))
}

/// Reads an amount of wei that a fee field holds: below 2^128.
pub fn parse_fee(text: &str) -> Result<u128, AmountError> {
    u128::try_from(parse(text)?).map_err(|_| AmountError::TooLarge(text.to_owned()))
}

/// Writes wei in ether, exactly, without trailing zeros: `0.000021 ether`.
pub fn in_ether(wei: U256) -> String {
    in_unit(wei, 18, "ether")
}

/// Writes wei in gwei, exactly: `1.5 gwei`.
pub fn in_gwei(wei: U256) -> String {
    in_unit(wei, 9, "gwei")
}

fn in_unit(wei: U256, decimals: usize, unit: &str) -> String {
    let digits = format!("{:0>width$}", wei.to_string(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{whole} {unit}") } else { format!("{whole}.{fraction} {unit}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_means_what_its_unit_says() {
        for (text, wei) in [
            ("0", "0"),
            ("7", "7"),
            ("7wei", "7"),
            ("1ether", "1000000000000000000"),
            ("1.5 ether", "1500000000000000000"),
            ("0.1eth", "100000000000000000"),
            ("20gwei", "20000000000"),
            ("1.50gwei", "1500000000"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), wei, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "ether",
            "1.5",
            "1.",
            ".5ether",
            "-1",
            "+1",
            "0x10",
            "1e18",
            "1 000",
            "1,5ether",
            "1.0000000001gwei",
            "1finney",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"9".repeat(79)).is_err(), "past 256 bits");
    }

    proptest! {
        #[test]
        fn what_is_written_in_ether_reads_back_to_the_same_wei(wei: u128) {
            prop_assert_eq!(parse(&in_ether(U256::from(wei))).unwrap(), U256::from(wei));
            prop_assert_eq!(parse(&in_gwei(U256::from(wei))).unwrap(), U256::from(wei));
        }
    }
}
