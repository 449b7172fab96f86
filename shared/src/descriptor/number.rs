//! Numbers as ERC-7730 writes them: with a point, as a moment, a duration, or with an SI prefix. Exact, never rounded.

use crate::eth::U256;

/// Seconds of a day.
const DAY: u64 = 86_400;
/// The end of the year 9999, in seconds since 1970.
const LAST_SECOND: u64 = 253_402_300_799;
/// SI prefixes for powers of a thousand, from 1 on.
const PREFIXES: [&str; 8] = ["k", "M", "G", "T", "P", "E", "Z", "Y"];

/// `1500`, 3 → `1.5`.
pub(super) fn decimal(number: U256, decimals: u8) -> String {
    point(&number.to_string(), decimals.into())
}

/// Digits with a point before the last `decimals` of them.
fn point(digits: &str, decimals: usize) -> String {
    let padded = format!("{digits:0>width$}", width = decimals.saturating_add(1));
    let (whole, rest) =
        padded.split_at_checked(padded.len().saturating_sub(decimals)).unwrap_or((&padded, ""));
    match rest.trim_end_matches('0') {
        "" => whole.to_owned(),
        rest => format!("{whole}.{rest}"),
    }
}

/// `36000`, 0, `s` → `36ks`: the smallest number of at least one before an SI prefix.
pub(super) fn with_prefix(number: U256, decimals: u8, base: &str) -> String {
    let digits = number.to_string();
    let whole = digits.len().saturating_sub(decimals.into());
    let power = (whole.saturating_sub(1) / 3).min(PREFIXES.len());
    match power.checked_sub(1).and_then(|power| PREFIXES.get(power)) {
        Some(prefix) => format!("{}{prefix}{base}", point(&digits, usize::from(decimals) + 3 * power)),
        None => format!("{}{base}", decimal(number, decimals)),
    }
}

/// `2024-02-29 08:27:12Z` (UTC) for seconds since 1970; `None` past the year 9999.
pub(super) fn moment(seconds: U256) -> Option<String> {
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds <= LAST_SECOND)?;
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let (year, month, day) = date(days);
    Some(format!("{year:04}-{month:02}-{day:02} {}Z", clock(rest)))
}

/// `02:17:30` for seconds; hours go past 24.
pub(super) fn duration(seconds: U256) -> String {
    match u64::try_from(seconds) {
        Ok(seconds) => clock(seconds),
        Err(_) => format!("{seconds} seconds"),
    }
}

fn clock(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Year, month and day of a day counted from 1970-01-01 (Gregorian). The year begins in March here, so that a leap day is its
/// last, and an era has 400 years, 146,097 days.
fn date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468; // days since 0000-03-01
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = 400 * era + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_written_as_the_standard_does() {
        let number = U256::from;
        assert_eq!(moment(number(1_709_191_632)).unwrap(), "2024-02-29 07:27:12Z");
        assert_eq!(moment(number(0)).unwrap(), "1970-01-01 00:00:00Z");
        assert_eq!(moment(number(LAST_SECOND)).unwrap(), "9999-12-31 23:59:59Z");
        assert_eq!(moment(number(LAST_SECOND + 1)), None);
        assert_eq!(duration(number(8_250)), "02:17:30");
        assert_eq!(duration(number(172_800)), "48:00:00");
        assert_eq!(with_prefix(number(36_000), 0, "s"), "36ks");
        assert_eq!(with_prefix(number(15), 1, "d"), "1.5d");
        assert_eq!(with_prefix(number(1_500_000), 0, "s"), "1.5Ms");
        assert_eq!(decimal(number(10), 0), "10");
        assert_eq!(decimal(number(5), 3), "0.005");
        assert_eq!(decimal(U256::ZERO, 18), "0");
    }

    proptest! {
        #[test]
        fn a_decimal_loses_no_digit(limbs: [u64; 4], decimals in 0..=77_u8) {
            let number = U256::from_limbs(limbs);
            let text = decimal(number, decimals);
            let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
            let zeros = "0".repeat(usize::from(decimals) - rest.len());
            let digits = format!("{whole}{rest}{zeros}");
            let digits = digits.trim_start_matches('0');
            prop_assert_eq!(if digits.is_empty() { "0" } else { digits }, number.to_string());
        }

        #[test]
        fn no_number_makes_a_writer_panic(limbs: [u64; 4], decimals in 0..=77_u8) {
            let number = U256::from_limbs(limbs);
            _ = (moment(number), duration(number), with_prefix(number, decimals, "s"));
        }
    }
}
