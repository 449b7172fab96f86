//! An unsigned transaction from an intent and the facts of the chain.

use alloy::{
    consensus::{TxEip1559, TxEip2930, TxEip7702, TxLegacy},
    eips::eip2930::AccessList,
    primitives::TxKind,
};
use shared::{
    Kind, Refusal,
    eth::{Address, Bytes, U256, UnsignedTx, authorization::SignedAuthorization},
    limits::INIT_CODE_BYTES_MAX,
};

/// What any transaction costs before it does anything (Yellow Paper, G_transaction).
const GAS_MIN: u64 = 21_000;
/// The most calldata that is built, in bytes: what nodes take in one transaction (geth's txMaxSize), 128 KiB.
pub const DATA_BYTES_MAX: usize = 128 << 10;

/// What is wanted, before the chain is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TxIntent {
    /// Called account; `None` creates a contract.
    pub to: Option<Address>,
    /// Wei sent along.
    pub value: U256,
    /// Calldata, or init code.
    pub data: Bytes,
    /// Storage announced beforehand (EIP-2930).
    pub access_list: AccessList,
    /// Accounts that take over another's code (EIP-7702), each signed by its own key elsewhere.
    pub authorizations: Vec<SignedAuthorization>,
}

/// What a unit of gas may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fees {
    /// Legacy and EIP-2930: wei a unit.
    GasPrice(u128),
    /// EIP-1559, wei a unit.
    Dynamic {
        /// At most this in all.
        max_fee: u128,
        /// At most this to the block's maker.
        max_priority_fee: u128,
    },
}

/// What the chain, or the person, says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainFacts {
    /// EIP-155.
    pub chain_id: u64,
    /// Of the sender.
    pub nonce: u64,
    /// Gas limit.
    pub gas: u64,
    /// Which decides the kind of transaction.
    pub fees: Fees,
}

/// Why no transaction was built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A creation without code.
    #[error("without --to a contract is created, which needs its init code in --data or --data-file")]
    NoCode,
    /// Past EIP-3860.
    #[error(
        "the init code has {found} bytes, chains take {INIT_CODE_BYTES_MAX} (EIP-3860); split the contract"
    )]
    CodeTooLong {
        /// How many there were.
        found: usize,
    },
    /// Past what nodes take.
    #[error("the calldata has {found} bytes, nodes take {DATA_BYTES_MAX}; split the call")]
    DataTooLong {
        /// How many there were.
        found: usize,
    },
    /// Chain 0 is no chain.
    #[error("chain id 0 is no chain and would give no replay protection; give the network's own --chain-id")]
    ChainZero,
    /// Below what any transaction costs.
    #[error(
        "a gas limit of {0} is below the {GAS_MIN} that every transaction costs; raise --gas, or leave it to the node"
    )]
    GasTooLow(u64),
    /// The tip is above the cap.
    #[error("the priority fee is above the fee cap; every node would refuse it; raise --max-fee")]
    TipAboveCap,
    /// Only a call with dynamic fees can carry them (EIP-7702).
    #[error(
        "a transaction with authorizations (EIP-7702) needs a called account and EIP-1559 fees; give --to, and neither --legacy nor --gas-price"
    )]
    Authorizing,
    /// The highest nonce can never be used (EIP-2681).
    #[error("nonce {0} is past what a chain counts to (EIP-2681); check --nonce")]
    Nonce(u64),
}

impl Refusal for BuildError {
    fn kind(&self) -> Kind {
        match self {
            Self::ChainZero => Kind::new("chain-id"),
            Self::CodeTooLong { .. } | Self::DataTooLong { .. } => Kind::new("limit-length"),
            _ => Kind::new("transaction"),
        }
    }
}

/// Puts a transaction together: EIP-7702 where there are authorizations; EIP-1559 for dynamic fees; for a gas price EIP-2930 where there is an access
/// list, else legacy with EIP-155, which every device knows.
pub fn unsigned(intent: TxIntent, facts: ChainFacts) -> Result<UnsignedTx, BuildError> {
    let TxIntent { to, value, data: input, access_list, authorizations } = intent;
    let ChainFacts { chain_id, nonce, gas: gas_limit, fees } = facts;
    match to {
        None if input.is_empty() => return Err(BuildError::NoCode),
        None if input.len() > INIT_CODE_BYTES_MAX => {
            return Err(BuildError::CodeTooLong { found: input.len() });
        }
        Some(_) if input.len() > DATA_BYTES_MAX => {
            return Err(BuildError::DataTooLong { found: input.len() });
        }
        _ => {}
    }
    if chain_id == 0 {
        return Err(BuildError::ChainZero);
    }
    if gas_limit < GAS_MIN {
        return Err(BuildError::GasTooLow(gas_limit));
    }
    if nonce == u64::MAX {
        return Err(BuildError::Nonce(nonce));
    }
    if let Fees::Dynamic { max_fee, max_priority_fee } = fees
        && max_priority_fee > max_fee
    {
        return Err(BuildError::TipAboveCap);
    }
    if !authorizations.is_empty() {
        let (Some(to), Fees::Dynamic { max_fee, max_priority_fee }) = (to, fees) else {
            return Err(BuildError::Authorizing);
        };
        return Ok(UnsignedTx::Eip7702(TxEip7702 {
            chain_id,
            nonce,
            gas_limit,
            max_fee_per_gas: max_fee,
            max_priority_fee_per_gas: max_priority_fee,
            to,
            value,
            access_list,
            authorization_list: authorizations,
            input,
        }));
    }
    let to = to.map_or(TxKind::Create, TxKind::Call);
    Ok(match fees {
        Fees::Dynamic { max_fee, max_priority_fee } => UnsignedTx::Eip1559(TxEip1559 {
            chain_id,
            nonce,
            gas_limit,
            max_fee_per_gas: max_fee,
            max_priority_fee_per_gas: max_priority_fee,
            to,
            value,
            access_list,
            input,
        }),
        Fees::GasPrice(gas_price) if !access_list.is_empty() => UnsignedTx::Eip2930(TxEip2930 {
            chain_id,
            nonce,
            gas_price,
            gas_limit,
            to,
            value,
            access_list,
            input,
        }),
        Fees::GasPrice(gas_price) => UnsignedTx::Legacy(TxLegacy {
            chain_id: Some(chain_id),
            nonce,
            gas_price,
            gas_limit,
            to,
            value,
            input,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intent() -> TxIntent {
        TxIntent { to: Some(Address::ZERO), ..TxIntent::default() }
    }

    fn facts() -> ChainFacts {
        let fees = Fees::Dynamic { max_fee: 20, max_priority_fee: 1 };
        ChainFacts { chain_id: 1, nonce: 0, gas: 21_000, fees }
    }

    #[test]
    fn the_fees_decide_the_kind() {
        let list: AccessList = vec![alloy::eips::eip2930::AccessListItem::default()].into();
        let priced = ChainFacts { fees: Fees::GasPrice(1), ..facts() };
        assert!(matches!(unsigned(intent(), facts()), Ok(UnsignedTx::Eip1559(_))));
        assert!(matches!(unsigned(intent(), priced), Ok(UnsignedTx::Legacy(_))));
        let listed = TxIntent { access_list: list, ..intent() };
        assert!(matches!(unsigned(listed.clone(), priced), Ok(UnsignedTx::Eip2930(_))));
        assert!(matches!(unsigned(listed, facts()), Ok(UnsignedTx::Eip1559(_))));
    }

    #[test]
    fn authorizations_make_a_transaction_of_their_own_kind() {
        let inner =
            alloy::eips::eip7702::Authorization { chain_id: U256::from(1), address: Address::ZERO, nonce: 0 };
        let one = SignedAuthorization::new_unchecked(inner, 0, U256::from(1), U256::from(1));
        let with = TxIntent { authorizations: vec![one], ..intent() };
        assert!(matches!(unsigned(with.clone(), facts()), Ok(UnsignedTx::Eip7702(_))));
        let priced = ChainFacts { fees: Fees::GasPrice(1), ..facts() };
        assert_eq!(unsigned(with.clone(), priced), Err(BuildError::Authorizing));
        let nobody = TxIntent { to: None, data: vec![1].into(), ..with };
        assert_eq!(unsigned(nobody, facts()), Err(BuildError::Authorizing));
    }

    #[test]
    fn what_every_node_would_refuse_is_not_built() {
        let code = |bytes: usize| TxIntent { data: vec![0; bytes].into(), ..TxIntent::default() };
        for (intent, facts, built, why) in [
            (intent(), facts(), true, "the plain case"),
            (TxIntent::default(), facts(), false, "a creation without code"),
            (code(INIT_CODE_BYTES_MAX), facts(), true, "the limit itself"),
            (code(INIT_CODE_BYTES_MAX + 1), facts(), false, "one past the limit"),
            (intent(), ChainFacts { chain_id: 0, ..facts() }, false, "no chain"),
            (intent(), ChainFacts { gas: 20_999, ..facts() }, false, "too little gas"),
            (intent(), ChainFacts { nonce: u64::MAX, ..facts() }, false, "EIP-2681"),
            (
                intent(),
                ChainFacts { fees: Fees::Dynamic { max_fee: 1, max_priority_fee: 2 }, ..facts() },
                false,
                "the tip is above the cap",
            ),
        ] {
            assert_eq!(unsigned(intent, facts).is_ok(), built, "{why}");
        }
    }
}
