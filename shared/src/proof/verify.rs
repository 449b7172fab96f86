//! From a proof as it came to what is proven: every node hashed, every path walked, nothing left over.

use std::collections::HashMap;

use super::{BlockHeader, HeaderTrust, ProofError, Proven, ProvenAccount, walk::walk};
use crate::{
    eth::{B256, Bytes, U256, keccak256},
    limits::{PROOF_ACCOUNTS_MAX, PROOF_NODES_MAX, PROOF_SLOTS_MAX},
    wire::{StateProof, state_proof::Asked},
};
use alloy_trie::{KECCAK_EMPTY, TrieAccount};

/// Trie nodes by their hashes, and the order in which they were needed first.
struct Table<'n> {
    nodes: HashMap<B256, (&'n Bytes, bool)>,
    used: Vec<&'n Bytes>,
}

impl<'n> Table<'n> {
    /// Takes every node; whether none stood there twice.
    fn of(nodes: impl Iterator<Item = &'n Bytes>) -> (Self, bool) {
        let mut once = true;
        let mut table = HashMap::new();
        for node in nodes {
            once &= table.insert(keccak256(node), (node, false)).is_none();
        }
        (Self { nodes: table, used: Vec::new() }, once)
    }

    fn find(&mut self, hash: B256) -> Option<&'n Bytes> {
        let (node, used) = self.nodes.get_mut(&hash)?;
        if !std::mem::replace(used, true) {
            self.used.push(node);
        }
        Some(node)
    }
}

impl StateProof {
    /// Checks it by itself: the header's hash, every account and slot against the header's state root, and that no node is
    /// there that nothing needs. What is proven is *claimed* still, until the header is [`Proven::compared`] or vouched for.
    ///
    /// # Errors
    /// [`ProofError`]: another chain than `chain`, where that is known, or the first thing that does not hold.
    pub fn verify(&self, chain: Option<u64>) -> Result<Proven, ProofError> {
        if let Some(asked) = chain
            && asked != self.chain_id
        {
            return Err(ProofError::Chain { asked, found: self.chain_id });
        }
        let header = BlockHeader::read(&self.header)?;
        let (mut table, once) = Table::of(self.nodes.iter());
        if !once {
            return Err(ProofError::Twice);
        }
        let accounts = accounts(&header, &self.accounts, &mut table)?;
        if table.used.len() != self.nodes.len() {
            return Err(ProofError::Unused { nodes: self.nodes.len() - table.used.len() });
        }
        if !table.used.into_iter().eq(&self.nodes) {
            return Err(ProofError::Order);
        }
        let BlockHeader { hash, number, time, .. } = header;
        Ok(Proven { chain: self.chain_id, number, time, hash, trust: HeaderTrust::Claimed, accounts })
    }

    /// Makes a proof of what a node answered (EIP-1186): of all `nodes`, in any order and as often as they came, those that
    /// `asked` needs, each once.
    ///
    /// # Errors
    /// [`ProofError`]: what does not hold, as [`Self::verify`] would find it, or more than a proof may hold.
    pub fn assemble(
        chain_id: u64,
        header: Bytes,
        nodes: &[Bytes],
        mut asked: Vec<Asked>,
    ) -> Result<(Self, Proven), ProofError> {
        asked.sort_by_key(|asked| asked.address);
        for account in &mut asked {
            account.slots.sort_unstable();
            account.slots.dedup();
        }
        asked.dedup_by(|later, earlier| {
            let same = later.address == earlier.address;
            if same {
                earlier.slots.append(&mut later.slots);
                earlier.slots.sort_unstable();
                earlier.slots.dedup();
            }
            same
        });
        let slots: usize = asked.iter().map(|asked| asked.slots.len()).sum();
        for (what, found, limit) in
            [("accounts", asked.len(), PROOF_ACCOUNTS_MAX), ("slots", slots, PROOF_SLOTS_MAX)]
        {
            if found > limit {
                return Err(ProofError::TooMuch { what, found, limit });
            }
        }
        let read = BlockHeader::read(&header)?;
        let (mut table, _) = Table::of(nodes.iter());
        accounts(&read, &asked, &mut table)?;
        let (found, limit) = (table.used.len(), PROOF_NODES_MAX);
        if found > limit {
            return Err(ProofError::TooMuch { what: "trie nodes", found, limit });
        }
        let nodes = table.used.into_iter().cloned().collect();
        let proof = Self { chain_id, header, nodes, accounts: asked };
        let proven = proof.verify(Some(chain_id))?;
        Ok((proof, proven))
    }
}

fn accounts(
    header: &BlockHeader,
    asked: &[Asked],
    table: &mut Table<'_>,
) -> Result<Vec<ProvenAccount>, ProofError> {
    asked.iter().map(|asked| account(header.state_root, asked, table)).collect()
}

fn account(state_root: B256, asked: &Asked, table: &mut Table<'_>) -> Result<ProvenAccount, ProofError> {
    let Asked { address, slots } = asked;
    let leaf = walk(state_root, keccak256(address), |hash| table.find(hash))
        .map_err(|fault| fault.about(*address, None))?;
    let account = match leaf {
        Some(leaf) => exact::<TrieAccount>(&leaf).ok_or(ProofError::Account { address: *address })?,
        None => TrieAccount::default(),
    };
    let storage = slots.iter().map(|slot| {
        let key = keccak256(B256::from(*slot));
        let leaf = walk(account.storage_root, key, |hash| table.find(hash))
            .map_err(|fault| fault.about(*address, Some(*slot)))?;
        let value = match leaf {
            // No chain keeps a slot of 0 in its trie, but anvil does; a 0 is a 0 either way.
            Some(leaf) => exact::<U256>(&leaf).ok_or(ProofError::Slot { address: *address, slot: *slot })?,
            None => U256::ZERO,
        };
        Ok::<_, ProofError>((*slot, value))
    });
    Ok(ProvenAccount {
        address: *address,
        nonce: account.nonce,
        balance: account.balance,
        code_hash: (account.code_hash != KECCAK_EMPTY).then_some(account.code_hash),
        storage: storage.collect::<Result<_, _>>()?,
    })
}

/// A value that is spelled in the one way it may be, with nothing behind it.
fn exact<T: alloy_rlp::Decodable + alloy_rlp::Encodable>(rlp: &[u8]) -> Option<T> {
    let mut left = rlp;
    let value = T::decode(&mut left).ok()?;
    (left.is_empty() && alloy_rlp::encode(&value) == rlp).then_some(value)
}
