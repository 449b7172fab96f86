//! Three fees to choose from, fees of the operator's own, and what each can cost.

use shared::eth::U256;

use super::Wish;
use crate::{
    acts::ActError,
    build::Fees as Price,
    node::{At, Fees, NodeError, Nodes, Speed},
};

/// The most wei a unit of gas that is believed, as in [`crate::node`].
const PRICE_MAX: u128 = 1_000_000_000_000_000;

/// One of three fees to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeChoice {
    /// How soon.
    pub speed: Speed,
    /// Wei a unit of gas. For a gas price both fees are the price.
    pub fees: Fees,
    /// What the whole transaction costs at most without its value, in wei.
    pub worst_case: U256,
}

impl FeeChoice {
    /// Computes the worst case anew for so many units of gas.
    pub(super) fn cost(&mut self, gas: u64) {
        self.worst_case = U256::from(gas) * U256::from(self.fees.max_fee_per_gas); // below 2^192
    }

    /// `slow`, `normal`, `fast`.
    pub fn word(&self) -> &'static str {
        match self.speed {
            Speed::Slow => "slow",
            Speed::Normal => "normal",
            Speed::Fast => "fast",
        }
    }
}

/// Fees that the operator chose; what is `None` is the chain's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnFees {
    /// At most this for a unit of gas, in wei.
    pub max_fee: Option<u128>,
    /// At most this of it to the block's maker.
    pub max_priority_fee: Option<u128>,
    /// The price of a unit of gas in a legacy transaction.
    pub gas_price: Option<u128>,
}

/// What the chain asks for now.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) choices: [FeeChoice; 3],
    /// It has no EIP-1559 fees.
    pub(super) is_legacy: bool,
}

/// Three choices; on a chain whose blocks have no base fee made from its gas price.
pub(super) fn asked(nodes: &Nodes) -> Result<Asked, ActError> {
    let told = match nodes.all_fees() {
        Ok(told) => return Ok(Asked { choices: choices(told), is_legacy: false }),
        Err(error @ NodeError::Answer { method: "eth_feeHistory", .. }) => error,
        Err(error) if error.lacks_method() => error,
        Err(error) => return Err(error.into()),
    };
    // A bad answer about fees is not yet another kind of chain.
    if nodes.head(At::Latest)?.is_none_or(|head| head.base_fee.is_some()) {
        return Err(told.into());
    }
    let none = serde_json::Value::Array(Vec::new());
    let Some((node, price)) = nodes.first_able("eth_gasPrice", &none)? else { return Err(told.into()) };
    let price = price.as_str().and_then(|text| text.strip_prefix("0x"));
    let price = price.and_then(|digits| u128::from_str_radix(digits, 16).ok());
    let Some(price) = price.filter(|price| (1..=PRICE_MAX).contains(price)) else {
        let fault = format!("a gas price that is none, or above the {PRICE_MAX} wei that are believed");
        return Err(NodeError::Answer { node, method: "eth_gasPrice", fault }.into());
    };
    // Slow is what the node asks for; a price is paid in full, so there is little room.
    let at = |percent: u128| {
        let price = price * percent / 100;
        Fees { max_fee_per_gas: price, max_priority_fee_per_gas: price, base_fee: 0 }
    };
    Ok(Asked { choices: choices([at(100), at(110), at(130)]), is_legacy: true })
}

fn choices(told: [Fees; 3]) -> [FeeChoice; 3] {
    let [slow, normal, fast] = told;
    [(Speed::Slow, slow), (Speed::Normal, normal), (Speed::Fast, fast)].map(|(speed, fees)| FeeChoice {
        speed,
        fees,
        worst_case: U256::ZERO,
    })
}

/// The price that the wish makes of the choices.
pub(super) fn chosen(choices: &[FeeChoice; 3], wish: &Wish) -> Price {
    let [slow, normal, fast] = choices;
    let told = match wish.speed {
        Speed::Slow => slow.fees,
        Speed::Normal => normal.fees,
        Speed::Fast => fast.fees,
    };
    if let Some(price) = wish.own.gas_price {
        return Price::GasPrice(price);
    }
    if wish.legacy {
        // A gas price is paid in full, so it has room for a rise of two blocks and not for more.
        let price = match told.base_fee {
            0 => told.max_fee_per_gas,
            base => base.saturating_add(base / 4).saturating_add(told.max_priority_fee_per_gas),
        };
        return Price::GasPrice(wish.own.max_fee.map_or(price, |cap| price.min(cap)));
    }
    let (max_fee, max_priority_fee) = match (wish.own.max_fee, wish.own.max_priority_fee) {
        (Some(max_fee), tip) => (max_fee, tip.unwrap_or(told.max_priority_fee_per_gas.min(max_fee))),
        (None, Some(tip)) => (told.max_fee_per_gas.max(tip), tip),
        (None, None) => (told.max_fee_per_gas, told.max_priority_fee_per_gas),
    };
    Price::Dynamic { max_fee, max_priority_fee }
}
