//! Whole numbers as a person reads them: seconds as days, moments as dates, wei as coins. The number stands beside the words.
//!
//! May not enter: rounding, a clock.

use crate::{
    eth::{U256, amount},
    utc,
};

/// Longer than any delay or date that means something: ten thousand years, in seconds.
const LONG: u64 = 315_360_000_000;

/// Seconds: `2 days (172800 seconds)`, `no time (0 seconds)`.
pub fn duration(seconds: U256) -> String {
    let Some(left) = u64::try_from(seconds).ok().filter(|seconds| *seconds < LONG) else {
        return format!("longer than anybody lives ({seconds} seconds)");
    };
    let (mut left, mut words) = (left, Vec::new());
    for (unit, length) in [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)] {
        let count = left / length;
        left %= length;
        if count > 0 {
            words.push(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }));
        }
    }
    if words.is_empty() {
        words.push("no time".to_owned());
    }
    format!("{} ({seconds} seconds)", words.join(" "))
}

/// Seconds since 1970: `2023-11-14 22:13 UTC (1700000000)`.
pub fn moment(seconds: U256) -> String {
    match u64::try_from(seconds).ok().filter(|seconds| *seconds < LONG) {
        Some(0) => "the moment 0".to_owned(),
        Some(unix) => format!("{} ({unix})", utc::in_words(unix)),
        None => format!("the end of time ({seconds})"),
    }
}

/// `1.5 ETH (1500000000000000000 wei)`.
pub fn coins(wei: U256, coin: &str) -> String {
    format!("{} {coin} ({wei} wei)", amount::in_ether(wei))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_words_and_stay_beside_them() {
        for (seconds, words) in [
            (0_u64, "no time (0 seconds)"),
            (1, "1 second (1 seconds)"),
            (172_800, "2 days (172800 seconds)"),
            (90_061, "1 day 1 hour 1 minute 1 second (90061 seconds)"),
        ] {
            assert_eq!(duration(U256::from(seconds)), words);
        }
        for (seconds, words) in [
            (0_u64, "the moment 0"),
            (951_782_400, "2000-02-29 00:00 UTC (951782400)"),
            (1_700_000_000, "2023-11-14 22:13 UTC (1700000000)"),
            (4_107_542_400, "2100-03-01 00:00 UTC (4107542400)"),
        ] {
            assert_eq!(moment(U256::from(seconds)), words);
        }
        assert!(duration(U256::MAX).starts_with("longer") && moment(U256::MAX).starts_with("the end"));
        assert_eq!(coins(U256::from(1), "ETH"), "0.000000000000000001 ETH (1 wei)");
    }
}
