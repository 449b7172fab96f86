//! How dense and how fast codes are shown, by who looks at them, and what that device is known not to take.
//!
//! | device   | bytes a code | a second | signs                       | carries            |
//! |----------|--------------|----------|-----------------------------|--------------------|
//! | Keystone | 200          | 5        | legacy, EIP-1559            | little memory      |
//! | Keycard  | 200          | 5        | legacy, EIP-2930, EIP-1559  | at most 128 codes  |
//! | OneKey   | 200          | 5        | legacy, EIP-1559            | not known          |
//! | AirGap   | 250          | 5        | legacy, EIP-2930, EIP-1559  | not known          |
//!
//! As their published firmware and libraries have it. May not enter: drawing, reading, what only a node knows.

use shared::{
    eth::{Payload, UnsignedTx},
    qr::send::Profile,
};

use crate::build::FOREIGN_BYTES_MAX;

/// The most codes of one message that a Keycard Shell holds.
const KEYCARD_PARTS_MAX: usize = 128;
/// Below this, in wei for a unit of gas, a fee cap is a forgotten unit: a thousandth of a gwei.
const FEE_CAP_PLAUSIBLE: u128 = 1_000_000;

/// Who reads the codes. The numbers are those that the devices themselves use, or what our own pair reads safely
/// from a 720p webcam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum LinkProfile {
    /// Our own station, plain UR: 600 bytes a code, 10 a second.
    #[default]
    Ours,
    /// Our own station, dense: RaptorQ in byte mode at version 25, 12 a second. No plain text form.
    Dense,
    /// Keystone 3: 200 bytes a code, 5 a second.
    Keystone,
    /// Keycard Shell: 200 bytes a code, 5 a second.
    Keycard,
    /// OneKey Pro: 200 bytes a code, 5 a second.
    #[value(name = "onekey")]
    OneKey,
    /// AirGap Vault: 250 bytes a code, 5 a second.
    #[value(name = "airgap")]
    AirGap,
    /// What MetaMask and Rabby themselves show: 200 bytes a code, 5 a second.
    MetamaskLike,
}

impl LinkProfile {
    /// How messages are cut; with `fragment` (bytes), as plain parts of that size.
    pub fn link(self, fragment: Option<usize>) -> Profile {
        match (self, fragment) {
            (_, Some(fragment)) => Profile::Ur { fragment },
            (Self::Ours, None) => Profile::Ur { fragment: 600 },
            (Self::Dense, None) => Profile::Dense { version: 25 },
            (Self::AirGap, None) => Profile::Ur { fragment: 250 },
            (_, None) => Profile::Ur { fragment: 200 },
        }
    }

    /// Codes shown a second.
    pub fn frames_per_second(self) -> u32 {
        match self {
            Self::Ours => 10,
            Self::Dense => 12,
            Self::Keystone | Self::Keycard | Self::OneKey | Self::AirGap | Self::MetamaskLike => 5,
        }
    }

    /// Whether a device other than our own station is meant.
    pub fn is_foreign(self) -> bool {
        !matches!(self, Self::Ours | Self::Dense)
    }

    /// What a person should know before holding `payload` to this device: `bytes` is the length of the whole request,
    /// `parts` how many codes carry it.
    pub fn warnings(self, payload: &Payload, bytes: usize, parts: usize) -> Vec<String> {
        let mut warnings = Vec::new();
        if bytes > FOREIGN_BYTES_MAX && self.is_foreign() {
            warnings.push(format!(
                "{bytes} bytes are more than devices other than Coldframe's station are known to carry (about {FOREIGN_BYTES_MAX})"
            ));
        }
        if self == Self::Keycard && parts > KEYCARD_PARTS_MAX {
            warnings.push(format!(
                "a Keycard holds at most {KEYCARD_PARTS_MAX} codes, this request needs {parts}; take a larger --fragment, or ask a station"
            ));
        }
        let Payload::Transaction(transaction) = payload else { return warnings };
        let cap = transaction.max_fee_per_gas();
        if cap < FEE_CAP_PLAUSIBLE {
            warnings.push(format!(
                "a fee cap of {cap} wei for a unit of gas is below what chains ask; write the unit, such as {cap}gwei"
            ));
        }
        warnings.extend(self.unsigned_kind(transaction).map(str::to_owned));
        let is_keystone = matches!(self, Self::Keystone | Self::MetamaskLike);
        if is_keystone && transaction.nonce() > u64::from(u32::MAX) {
            warnings.push("Keystone shows nonces above 2^32 cut short; compare the nonce elsewhere, or ask another device".to_owned());
        }
        if is_keystone && cap > u128::from(u64::MAX) {
            warnings
                .push("Keystone fails on gas prices above 2^64 wei; check the unit of the fee".to_owned());
        }
        if self == Self::Keycard && transaction.chain_id() > u64::from(u32::MAX) {
            warnings.push("Keycard reads chain ids below 2^32 only and would sign for another chain; ask another device".to_owned());
        }
        warnings
    }

    /// The sentence where this device signs no transaction of this kind.
    fn unsigned_kind(self, transaction: &UnsignedTx) -> Option<&'static str> {
        match transaction {
            UnsignedTx::Eip2930(_) if matches!(self, Self::Keystone | Self::OneKey | Self::MetamaskLike) => {
                Some(
                    "Keystone and OneKey do not sign transactions with an access list at a gas price (EIP-2930); build it with EIP-1559 fees, or without the list",
                )
            }
            UnsignedTx::Eip4844(_) if self.is_foreign() => Some(
                "no device but Coldframe's station signs transactions that carry blobs (EIP-4844); send the call without blobs",
            ),
            UnsignedTx::Eip7702(_) if self.is_foreign() => Some(
                "no device but Coldframe's station signs transactions that give accounts code (EIP-7702); ask a station, or leave the authorizations out",
            ),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{ChainFacts, Fees, TxIntent, transaction::unsigned};

    const GWEI: u128 = 1_000_000_000;

    fn payload(nonce: u64, fees: Fees) -> Payload {
        let facts = ChainFacts { chain_id: 1, nonce, gas: 21_000, fees };
        let to = Some(shared::eth::Address::repeat_byte(0x35));
        Payload::Transaction(unsigned(TxIntent { to, ..TxIntent::default() }, facts).unwrap())
    }

    #[test]
    fn a_device_is_warned_of_for_what_it_does_not_take() {
        let usual = || payload(7, Fees::Dynamic { max_fee: 30 * GWEI, max_priority_fee: GWEI });
        let forgotten = || payload(7, Fees::Dynamic { max_fee: 30, max_priority_fee: 1 });
        let late = || payload(1 << 33, Fees::Dynamic { max_fee: 30 * GWEI, max_priority_fee: GWEI });
        for (profile, payload, bytes, parts, said) in [
            (LinkProfile::Ours, usual(), 200, 1, None),
            (LinkProfile::Ours, usual(), 20_001, 34, None),
            (LinkProfile::Keycard, usual(), 200, 128, None),
            (LinkProfile::Keycard, usual(), 200, 129, Some("128 codes")),
            (LinkProfile::OneKey, usual(), 20_001, 129, Some("20001 bytes")),
            (LinkProfile::Ours, forgotten(), 200, 1, Some("30gwei")),
            (LinkProfile::Keystone, late(), 200, 1, Some("cut short")),
            (LinkProfile::AirGap, late(), 200, 1, None),
        ] {
            let warnings = profile.warnings(&payload, bytes, parts);
            assert_eq!(warnings.len(), usize::from(said.is_some()), "{profile:?}: {warnings:?}");
            assert!(warnings.iter().zip(said).all(|(told, said)| told.contains(said)), "{warnings:?}");
        }
    }
}
