//! Whole numbers as people write them in arguments: with units, exactly, or not at all.
//!
//! | form | examples |
//! |---|---|
//! | decimal | `1000`, `1_000_000`, `1e18`, `1.5e6` |
//! | hex | `0x0f` |
//! | coin, in wei | `1.5 ether`, `20 gwei`, `1 wei` |
//! | time, in seconds | `90 seconds`, `5 minutes`, `6 hours`, `30 days`, `2 weeks` |
//! | moment, in seconds since 1970, UTC | `2026-12-31T00:00Z`, `2026-12-31T23:59:59Z` |
//!
//! The units are those of Solidity. A token's units are not among them: how many decimals a token has is not known here, and a
//! guess would be wrong by powers of ten. May not enter: rounding.

use crate::{
    Kind, Refusal,
    eth::{U256, text::spelled_out},
};

/// More characters than any number below 2^256 has, however it is written.
const TEXT_MAX: usize = 128;
/// The most decimal digits of a number below 2^256.
const DIGITS_MAX: u32 = 78;

/// Names, and how many of the smallest unit one is: as a factor and a power of ten.
const UNITS: [(&[&str], u64, u32); 8] = [
    (&["wei", "second", "seconds"], 1, 0),
    (&["gwei"], 1, 9),
    (&["ether", "eth", "ETH"], 1, 18),
    (&["minute", "minutes"], 60, 0),
    (&["hour", "hours"], 3_600, 0),
    (&["day", "days"], 86_400, 0),
    (&["week", "weeks"], 604_800, 0),
    (&[""], 1, 0),
];

/// Why a text is no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Neither digits nor a known unit.
    #[error(
        "“{text}” is no number; write it such as 1000, 1_000_000, 0x0f, 1.5 ether, 20 gwei, 30 days, or \
        2026-12-31T00:00Z for a moment"
    )]
    Form {
        /// The text, cut.
        text: String,
    },
    /// Something stays behind the point.
    #[error(
        "“{text}” is no whole number in the smallest unit (wei, seconds); write fewer digits behind the point, or a unit"
    )]
    NotWhole {
        /// The text, cut.
        text: String,
    },
    /// A day or an hour that does not exist.
    #[error("“{text}” is no moment; write day and time in UTC such as 2026-12-31T00:00Z")]
    Moment {
        /// The text, cut.
        text: String,
    },
    /// 2^256 or more.
    #[error("“{text}” is more than 256 bits hold; write a smaller number")]
    TooLarge {
        /// The text, cut.
        text: String,
    },
}

impl Refusal for NumberError {
    fn kind(&self) -> Kind {
        Kind::new("argument")
    }
}

/// Reads a number that is not negative.
pub fn parse(text: &str) -> Result<U256, NumberError> {
    let bare = text.trim();
    let shown = || spelled_out(&bare.chars().take(64).collect::<String>());
    let form = || NumberError::Form { text: shown() };
    if bare.len() > TEXT_MAX {
        return Err(form());
    }
    if let Some(digits) = bare.strip_prefix("0x") {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(form());
        }
        return U256::from_str_radix(digits, 16).map_err(|_| NumberError::TooLarge { text: shown() });
    }
    if bare.contains(['T', ':']) && bare.contains('-') {
        return moment(bare).map(U256::from).ok_or_else(|| NumberError::Moment { text: shown() });
    }
    let (digits, point, power, unit) = pieces(bare).ok_or_else(form)?;
    let (_, factor, decimals) = UNITS.iter().find(|(names, ..)| names.contains(&unit)).ok_or_else(form)?;
    let too_large = || NumberError::TooLarge { text: shown() };
    let number = U256::from_str_radix(&digits, 10).map_err(|_| too_large())?;
    let number = number.checked_mul(U256::from(*factor)).ok_or_else(too_large)?;
    if number.is_zero() {
        return Ok(number);
    }
    let (up, down) = (power.saturating_add(*decimals), point);
    let ten_to = |power: u32| U256::from(10).pow(U256::from(power)); // at most DIGITS_MAX - 1: fits
    if let Some(more) = up.checked_sub(down) {
        if more >= DIGITS_MAX {
            return Err(too_large());
        }
        return number.checked_mul(ten_to(more)).ok_or_else(too_large);
    }
    let fewer = down - up;
    if fewer >= DIGITS_MAX {
        return Err(NumberError::NotWhole { text: shown() });
    }
    let (whole, rest) = number.div_rem(ten_to(fewer));
    if rest.is_zero() { Ok(whole) } else { Err(NumberError::NotWhole { text: shown() }) }
}

/// Digits without point and underscores, how many stood behind the point, the power of ten, the unit.
fn pieces(text: &str) -> Option<(String, u32, u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '_')).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let (power, unit) = match rest.strip_prefix(['e', 'E']) {
        Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let (power, unit) = after.split_at_checked(end)?;
            (power.parse().ok()?, unit)
        }
        _ => (0, rest),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let whole = grouped(whole)?;
    let fraction = fraction.map_or(Some(String::new()), grouped)?;
    let fraction = fraction.trim_end_matches('0');
    let point = u32::try_from(fraction.len()).ok()?;
    Some((format!("{whole}{fraction}"), point, power, unit.trim_start()))
}

/// Digits, with single underscores between them left out.
fn grouped(text: &str) -> Option<String> {
    let has_form =
        text.split('_').all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    has_form.then(|| text.replace('_', ""))
}

/// Seconds since 1970 of `YYYY-MM-DDTHH:MM[:SS]Z`, from 1970 on.
pub(crate) fn moment(text: &str) -> Option<u64> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut day = day.split('-');
    let (year, month, date) = (number(day.next()?, 4)?, number(day.next()?, 2)?, number(day.next()?, 2)?);
    let mut time = time.split(':');
    let (hour, minute) = (number(time.next()?, 2)?, number(time.next()?, 2)?);
    let second = time.next().map_or(Some(0), |second| number(second, 2))?;
    if day.next().is_some() || time.next().is_some() || year < 1970 || hour > 23 || minute > 59 || second > 59
    {
        return None;
    }
    let leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let length = |month| match month {
        2 if leap(year) => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    };
    if date == 0 || date > length(month)? {
        return None;
    }
    let years: u64 = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let months: u64 = (1..month).filter_map(length).sum();
    Some((years + months + date - 1) * 86_400 + hour * 3_600 + minute * 60 + second)
}

fn number(text: &str, digits: usize) -> Option<u64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_has_the_value_that_its_unit_says_or_is_refused() {
        for (text, value) in [
            ("1000", Some("1000")),
            ("1_000_000", Some("1000000")),
            ("1e18", Some("1000000000000000000")),
            ("1.5e6", Some("1500000")),
            ("1.5e0", None),
            ("15e", None),
            ("1__0", None),
            ("_1", None),
            ("0x0f", Some("15")),
            ("0x", None),
            ("0xg", None),
            ("1.5 ether", Some("1500000000000000000")),
            ("1.5ether", Some("1500000000000000000")),
            ("1.50 ether", Some("1500000000000000000")),
            ("20 gwei", Some("20000000000")),
            ("0.1 wei", None),
            ("30 days", Some("2592000")),
            ("1.5 days", Some("129600")),
            ("2 weeks", Some("1209600")),
            ("6 hours", Some("21600")),
            ("1 fortnight", None),
            ("1.5", None),
            ("1.0", Some("1")),
            ("1.", None),
            (".5 ether", None),
            ("-1", None),
            ("+1", None),
            ("", None),
            ("1970-01-01T00:00Z", Some("0")),
            ("2026-12-31T00:00Z", Some("1798675200")),
            ("2024-02-29T12:00:01Z", Some("1709208001")),
            ("2026-02-29T00:00Z", None),
            ("2026-13-01T00:00Z", None),
            ("2026-12-31T24:00Z", None),
            ("2026-12-31T00:00", None),
            ("2026-12-31T00:00+01:00", None),
            ("1e77", Some(&format!("1{}", "0".repeat(77)))),
            ("1e78", None),
            ("0e99", Some("0")),
            ("1e99999999999", None),
            ("1.1e-1", None),
            ("1000 USDC", None),
        ] {
            assert_eq!(parse(text).ok().map(|number| number.to_string()).as_deref(), value, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_is_read_back(limbs: [u64; 4]) {
            let number = U256::from_limbs(limbs);
            prop_assert_eq!(parse(&number.to_string()), Ok(number));
            prop_assert_eq!(parse(&format!("{number:#x}")), Ok(number));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9eE._xTZ: a-z-]{0,40}") {
            _ = parse(&text);
        }
    }
}
