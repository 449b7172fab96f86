//! Signs anything with a key of the public test mnemonic. The station refuses to; tests of a chain need it.

use alloy_consensus::{TxEip1559, TxEip7702};
use alloy_eips::eip7702::{Authorization, SignedAuthorization};
use alloy_primitives::{Bytes, TxKind};
use coins_bip32::{path::DerivationPath, xkeys::XPriv};
use companion::node::{Node, Speed};
use k256::ecdsa::{RecoveryId, Signature, SigningKey};
use shared::eth::{Address, B256, RecoverableSignature, U256, UnsignedTx};

const MNEMONIC: &str = "test test test test test test test test test test test junk";

pub(crate) struct Signer {
    key: SigningKey,
    pub(crate) address: Address,
}

impl Signer {
    /// The account at `m/44'/60'/0'/0/index`.
    pub(crate) fn nth(index: u32) -> Self {
        let seed = bip39::Mnemonic::parse(MNEMONIC).unwrap().to_seed("");
        let path: DerivationPath = format!("m/44'/60'/0'/0/{index}").parse().unwrap();
        let account = XPriv::root_from_seed(&seed, None).unwrap().derive_path(path).unwrap();
        let key: &SigningKey = account.as_ref();
        let point = key.verifying_key().to_sec1_point(false);
        let address = Address::from_raw_public_key(&point.as_bytes()[1..]);
        Self { key: key.clone(), address }
    }

    pub(crate) fn sign(&self, tx: &UnsignedTx) -> (Vec<u8>, B256) {
        tx.signed(&self.sign_digest(&tx.digest()))
    }

    /// A signature of any digest.
    pub(crate) fn answer(&self, digest: &B256) -> RecoverableSignature {
        self.sign_digest(digest)
    }

    fn sign_digest(&self, digest: &B256) -> RecoverableSignature {
        let (signature, recovery): (Signature, RecoveryId) =
            self.key.sign_prehash_recoverable(digest.as_slice());
        let (r, s) = signature.split_bytes();
        let half = |bytes: &[u8]| B256::from_slice(bytes);
        RecoverableSignature { r: half(&r), s: half(&s), y_parity: recovery.is_y_odd() }
    }

    pub(crate) fn authorize(&self, chain_id: u64, delegate: Address, nonce: u64) -> SignedAuthorization {
        let authorization = Authorization { chain_id: U256::from(chain_id), address: delegate, nonce };
        let signature = self.sign_digest(&authorization.signature_hash());
        let parity = u8::from(signature.y_parity);
        SignedAuthorization::new_unchecked(authorization, parity, signature.r.into(), signature.s.into())
    }

    /// An EIP-1559 transaction of this account, with nonce and fees from the node.
    pub(crate) fn fill(&self, node: &Node, to: TxKind, value: u64, input: Vec<u8>) -> TxEip1559 {
        let fees = node.fees(Speed::Normal).unwrap();
        TxEip1559 {
            chain_id: node.chain_id().unwrap(),
            nonce: node.nonce(self.address).unwrap(),
            gas_limit: 1_000_000,
            max_fee_per_gas: fees.max_fee_per_gas,
            max_priority_fee_per_gas: fees.max_priority_fee_per_gas,
            to,
            value: U256::from(value),
            access_list: Default::default(),
            input: Bytes::from(input),
        }
    }

    /// The same as an EIP-7702 transaction to itself, with these authorizations.
    pub(crate) fn delegate(&self, node: &Node, authorization_list: Vec<SignedAuthorization>) -> UnsignedTx {
        let tx = self.fill(node, TxKind::Call(self.address), 0, Vec::new());
        UnsignedTx::Eip7702(TxEip7702 {
            chain_id: tx.chain_id,
            nonce: tx.nonce,
            gas_limit: tx.gas_limit,
            max_fee_per_gas: tx.max_fee_per_gas,
            max_priority_fee_per_gas: tx.max_priority_fee_per_gas,
            to: self.address,
            value: tx.value,
            access_list: tx.access_list,
            authorization_list,
            input: tx.input,
        })
    }
}
