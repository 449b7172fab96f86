//! What a node is asked about its chain.

use alloy::primitives::{Address, B256, Bytes, U64, U128, U256};

use super::{At, BlockHead, Call, Node, NodeError};

/// The longest code that is read, in bytes: no deployed contract is longer than EIP-170's 24,576.
const CODE_BYTES_MAX: usize = 24_576;

impl Node {
    /// The chain id the node claims.
    pub fn chain_id(&self) -> Result<u64, NodeError> {
        self.read::<_, U64>("eth_chainId", ()).map(|id| id.to())
    }

    /// Refuses a node of another chain than `expected`.
    pub fn expect_chain(&self, expected: u64) -> Result<(), NodeError> {
        let found = self.chain_id()?;
        if found == expected {
            Ok(())
        } else {
            Err(NodeError::Chain { node: self.name().to_owned(), expected, found })
        }
    }

    /// The number of the last block.
    pub fn block_number(&self) -> Result<u64, NodeError> {
        self.read::<_, U64>("eth_blockNumber", ()).map(|number| number.to())
    }

    /// The head of a block; `None` where there is none, as for “finalized” on a chain without finality.
    pub fn block(&self, at: At) -> Result<Option<BlockHead>, NodeError> {
        const METHOD: &str = "eth_getBlockByNumber";
        let head: Option<WrittenHead> = self.read(METHOD, (at, false))?;
        let Some(head) = head.and_then(WrittenHead::whole) else { return Ok(None) };
        match at {
            At::Number(asked) if asked != head.number => {
                Err(self.answer(METHOD, format!("block {}, asked for {asked}", head.number)))
            }
            _ => Ok(Some(head)),
        }
    }

    /// The next nonce of `address`: what is mined and what waits.
    pub fn nonce(&self, address: Address) -> Result<u64, NodeError> {
        self.nonce_checked(address, 0)
    }

    /// The next nonce of `address`, which must be `at_least` what is known from elsewhere: one more than the last
    /// nonce that the journal saw mined, say; 0 where nothing is known.
    ///
    /// The node is asked for the nonce after the last block and for the one with waiting transactions. A node that
    /// contradicts itself or the journal is refused.
    pub fn nonce_checked(&self, address: Address, at_least: u64) -> Result<u64, NodeError> {
        let latest = self.nonce_at(address, At::Latest)?;
        let pending = self.nonce_at(address, At::Pending)?;
        let lie = |fault: String| NodeError::NonceLie { node: self.name().to_owned(), address, fault };
        if pending < latest {
            return Err(lie(format!("it says {latest} are mined, but {pending} with those that wait")));
        }
        if pending < at_least {
            return Err(lie(format!("it says {pending}, but nonce {} was already used", at_least - 1)));
        }
        Ok(pending)
    }

    /// How many transactions `address` has sent up to there: its next nonce.
    pub fn nonce_at(&self, address: Address, at: At) -> Result<u64, NodeError> {
        const METHOD: &str = "eth_getTransactionCount";
        let count: u64 = self.read::<_, U64>(METHOD, (address, at)).map(|count| count.to())?;
        if count == u64::MAX {
            return Err(self.answer(METHOD, "a nonce ends at 2^64 - 2 (EIP-2681)".to_owned()));
        }
        Ok(count)
    }

    /// The balance in wei, after the last block.
    pub fn balance(&self, address: Address) -> Result<U256, NodeError> {
        self.balance_at(address, At::Latest)
    }

    /// The balance in wei, there.
    pub fn balance_at(&self, address: Address, at: At) -> Result<U256, NodeError> {
        self.read("eth_getBalance", (address, at))
    }

    /// The code of a contract, empty for a plain account; 23 bytes starting 0xef0100 for a delegated one (EIP-7702).
    pub fn code(&self, address: Address) -> Result<Bytes, NodeError> {
        self.code_at(address, At::Latest)
    }

    /// The same, there.
    pub fn code_at(&self, address: Address, at: At) -> Result<Bytes, NodeError> {
        const METHOD: &str = "eth_getCode";
        let code: Bytes = self.read(METHOD, (address, at))?;
        if code.len() > CODE_BYTES_MAX {
            let fault = format!("code of {} bytes, the limit is {CODE_BYTES_MAX} (EIP-170)", code.len());
            return Err(self.answer(METHOD, fault));
        }
        Ok(code)
    }

    /// A word of storage, after the last block.
    pub fn storage(&self, address: Address, slot: U256) -> Result<B256, NodeError> {
        self.storage_at(address, slot, At::Latest)
    }

    /// A word of storage, there.
    pub fn storage_at(&self, address: Address, slot: U256, at: At) -> Result<B256, NodeError> {
        self.read("eth_getStorageAt", (address, slot, at))
    }

    /// What `to` returns for `data`, asked by nobody in particular, after the last block.
    pub fn call(&self, to: Address, data: &[u8]) -> Result<Bytes, NodeError> {
        let call = Call { to: Some(to), data: data.to_vec().into(), ..Call::default() };
        self.simulate(&call)
    }

    /// What a transaction would return if it were mined now; a revert is an error with its reason.
    pub fn simulate(&self, call: &Call) -> Result<Bytes, NodeError> {
        self.simulate_at(call, At::Latest)
    }

    /// The same, there.
    pub fn simulate_at(&self, call: &Call, at: At) -> Result<Bytes, NodeError> {
        self.read("eth_call", (call.to_request(), at))
    }

    /// The gas limit the node proposes for a call; a revert is an error with its reason.
    pub fn estimate_gas(&self, call: &Call) -> Result<u64, NodeError> {
        const METHOD: &str = "eth_estimateGas";
        let gas: u64 = self.read::<_, U64>(METHOD, (call.to_request(),)).map(|gas| gas.to())?;
        if gas < 21_000 {
            return Err(self.answer(METHOD, format!("{gas} gas, no transaction takes less than 21000")));
        }
        Ok(gas)
    }
}

/// A block as nodes write it; what is waiting has neither number nor hash.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenHead {
    number: Option<U64>,
    hash: Option<B256>,
    parent_hash: B256,
    timestamp: U64,
    base_fee_per_gas: Option<U128>,
}

impl WrittenHead {
    fn whole(self) -> Option<BlockHead> {
        Some(BlockHead {
            number: self.number?.to(),
            hash: self.hash?,
            parent: self.parent_hash,
            timestamp: self.timestamp.to(),
            base_fee: self.base_fee_per_gas.map(|fee| fee.to()),
        })
    }
}
