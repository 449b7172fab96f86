//! Fees for a transaction that will be signed by hand, minutes from now.
//!
//! The tip is what recent blocks were paid: the median over twenty blocks of their 10th, 50th or 90th percentile.
//! The cap leaves the base fee room to rise by an eighth a block (EIP-1559) while the operator reads and signs:
//!
//! | speed  | percentile | cap            | full blocks it survives |
//! |--------|------------|----------------|-------------------------|
//! | slow   | 10         | 1.5 × base     | 3                       |
//! | normal | 50         | 2 × base       | 5                       |
//! | fast   | 90         | 4 × base       | 11                      |
//!
//! The cap is a limit, not a price: what is not needed stays with the sender.

use alloy::{primitives::U64, rpc::types::FeeHistory};

use super::{Node, NodeError};

/// How soon a transaction should be mined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Speed {
    /// When there is room.
    Slow,
    /// Within a few blocks.
    #[default]
    Normal,
    /// In one of the next blocks, also after a long look at the review.
    Fast,
}

/// What a unit of gas may cost, in wei.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fees {
    /// The cap on everything.
    pub max_fee_per_gas: u128,
    /// The tip; never above the cap.
    pub max_priority_fee_per_gas: u128,
    /// What the next block will burn.
    pub base_fee: u128,
}

/// The blocks looked at: four minutes of mainnet.
const BLOCKS: u64 = 20;
/// In the order of [`Speed`].
const PERCENTILES: [f64; 3] = [10.0, 50.0, 90.0];
/// The tip where recent blocks paid none, in wei: 0.1 gwei, which public nodes take.
const TIP_MIN: u128 = 100_000_000;
/// The most wei a unit of gas that is believed: a million gwei, 21 ether for a plain transfer.
const FEE_MAX: u128 = 1_000_000_000_000_000;

impl Node {
    /// Fees for a transaction of the given urgency, from `eth_feeHistory`.
    pub fn fees(&self, speed: Speed) -> Result<Fees, NodeError> {
        let [slow, normal, fast] = self.all_fees()?;
        Ok(match speed {
            Speed::Slow => slow,
            Speed::Normal => normal,
            Speed::Fast => fast,
        })
    }

    /// Slow, normal and fast, from one history.
    pub fn all_fees(&self) -> Result<[Fees; 3], NodeError> {
        const METHOD: &str = "eth_feeHistory";
        let history: FeeHistory = self.read(METHOD, (U64::from(BLOCKS), "latest", PERCENTILES))?;
        let of = |speed| judged(&history, speed).map_err(|fault| self.answer(METHOD, fault));
        Ok([of(Speed::Slow)?, of(Speed::Normal)?, of(Speed::Fast)?])
    }
}

fn judged(history: &FeeHistory, speed: Speed) -> Result<Fees, String> {
    let base_fee =
        *history.base_fee_per_gas.last().ok_or("no base fees; this chain has none before EIP-1559")?;
    let (column, numerator) = match speed {
        Speed::Slow => (0, 3),
        Speed::Normal => (1, 4),
        Speed::Fast => (2, 8),
    };
    let rows = history.reward.iter().flatten();
    let mut tips: Vec<u128> =
        rows.filter_map(|row| row.get(column).copied()).filter(|tip| *tip > 0).collect();
    tips.sort_unstable();
    let tip = tips.get(tips.len() / 2).copied().unwrap_or(TIP_MIN).max(1);
    if base_fee > FEE_MAX || tip > FEE_MAX {
        return Err(format!(
            "a base fee of {base_fee} wei and a tip of {tip} wei, at most {FEE_MAX} is believed"
        ));
    }
    let max_fee_per_gas = base_fee * numerator / 2 + tip;
    Ok(Fees { max_fee_per_gas, max_priority_fee_per_gas: tip, base_fee })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(base_fees: &[u128], tips: &[[u128; 3]]) -> FeeHistory {
        FeeHistory {
            base_fee_per_gas: base_fees.to_vec(),
            reward: Some(tips.iter().map(|row| row.to_vec()).collect()),
            ..FeeHistory::default()
        }
    }

    #[test]
    fn the_cap_is_a_multiple_of_the_next_base_fee_and_the_tip_is_a_median() {
        let history = history(&[7, 100], &[[1, 10, 50], [2, 20, 60], [3, 30, 70]]);
        for (speed, cap, tip) in [(Speed::Slow, 152, 2), (Speed::Normal, 220, 20), (Speed::Fast, 460, 60)] {
            let wanted = Fees { max_fee_per_gas: cap, max_priority_fee_per_gas: tip, base_fee: 100 };
            assert_eq!(judged(&history, speed), Ok(wanted), "{speed:?}");
        }
    }

    #[test]
    fn empty_blocks_do_not_make_a_tip_of_nothing() {
        let fees = judged(&history(&[100], &[[0, 0, 0], [0, 0, 0]]), Speed::Normal).unwrap();
        assert_eq!(fees.max_priority_fee_per_gas, TIP_MIN);
    }

    #[test]
    fn fees_that_no_honest_chain_reaches_are_not_believed() {
        for absurd in [FEE_MAX + 1, u128::MAX] {
            assert!(judged(&history(&[absurd], &[]), Speed::Fast).is_err());
            assert!(judged(&history(&[1], &[[absurd; 3]]), Speed::Fast).is_err());
        }
        assert!(judged(&history(&[], &[]), Speed::Slow).is_err());
    }
}
