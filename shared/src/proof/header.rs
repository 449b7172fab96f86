//! A block header, read by the position of its fields.
//!
//! The first fifteen fields have stood in the same places since the first block of Ethereum, and chains built like it keep
//! them: parent hash, uncles' hash, beneficiary, state root (3), transactions' root, receipts' root, bloom, difficulty, number
//! (8), gas limit, gas used, time (11), extra data, mix hash, nonce. Each fork adds fields behind them, other chains add others.
//!
//! Read by position and not with the header type of `alloy-consensus`: that one knows the forks of its own version, so that a
//! station, which is updated rarely, would refuse tomorrow's blocks, and other chains' today. Nothing is lost by it, because the
//! hash is made of all bytes as they came: fields that are not understood are in the hash that is compared. The sizes of all
//! fifteen are held, so that nothing else that is hashed on a chain (a transaction, a trie node) is taken for a header.

use super::ProofError;
use crate::eth::{B256, keccak256};
use alloy_rlp::Header as Head;

/// Fields that every header has.
const FIELDS: usize = 15;
/// The most fields that are read: today's have 21.
const FIELDS_MAX: usize = 64;

/// Sizes of the first fifteen fields in bytes, least and most; numbers have no leading zero.
const SIZES: [(usize, usize, Shape); FIELDS] = [
    (32, 32, Shape::Bytes), // parent hash
    (32, 32, Shape::Bytes), // uncles' hash
    (20, 20, Shape::Bytes), // beneficiary
    (32, 32, Shape::Bytes), // state root
    (32, 32, Shape::Bytes), // transactions' root
    (32, 32, Shape::Bytes), // receipts' root
    (256, 256, Shape::Bytes),
    (0, 32, Shape::Number), // difficulty
    (0, 8, Shape::Number),  // number
    (0, 8, Shape::Number),  // gas limit
    (0, 8, Shape::Number),  // gas used
    (0, 8, Shape::Number),  // time
    (0, usize::MAX, Shape::Bytes),
    (32, 32, Shape::Bytes), // mix hash
    (8, 8, Shape::Bytes),   // nonce
];

#[derive(PartialEq, Eq)]
enum Shape {
    Bytes,
    Number,
}

/// What a proof needs of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BlockHeader {
    pub(super) hash: B256,
    pub(super) state_root: B256,
    pub(super) number: u64,
    pub(super) time: u64,
}

impl BlockHeader {
    /// Reads RLP strictly; nothing may follow it.
    pub(super) fn read(rlp: &[u8]) -> Result<Self, ProofError> {
        let wrong = |why: &'static str| ProofError::Header { why };
        let mut left = rlp;
        let head = Head::decode(&mut left).map_err(|_| wrong("it is no RLP"))?;
        if !head.list || head.payload_length != left.len() {
            return Err(wrong("it is no list of its own length"));
        }
        let mut count = 0;
        let mut state_root = B256::ZERO;
        let mut numbers = [0; FIELDS];
        while !left.is_empty() {
            let field = Head::decode(&mut left).map_err(|_| wrong("a field is no RLP"))?;
            let (payload, rest) =
                left.split_at_checked(field.payload_length).ok_or_else(|| wrong("a field is cut off"))?;
            left = rest;
            if let (Some((least, most, shape)), Some(number)) = (SIZES.get(count), numbers.get_mut(count)) {
                let fits = !field.list && (*least..=*most).contains(&payload.len());
                if !fits || (*shape == Shape::Number && payload.first() == Some(&0)) {
                    return Err(wrong("one of its first fifteen fields has another size than a header's"));
                }
                if count == 3 {
                    state_root = B256::try_from(payload).unwrap_or_default(); // 32 bytes, judged above
                }
                if *shape == Shape::Number && payload.len() <= 8 {
                    *number = payload.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
                }
            }
            count += 1;
            if count > FIELDS_MAX {
                return Err(wrong("it has more fields than any header"));
            }
        }
        if count < FIELDS {
            return Err(wrong("it has fewer fields than a header"));
        }
        let [.., number, _, _, time, _, _, _] = numbers;
        Ok(Self { hash: keccak256(rlp), state_root, number, time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_consensus::Header;
    use alloy_rlp::Encodable as _;

    fn header() -> Header {
        Header {
            state_root: B256::repeat_byte(7),
            number: 23_456_789,
            timestamp: 1_763_000_000,
            gas_limit: 45_000_000,
            base_fee_per_gas: Some(3),
            ..Header::default()
        }
    }

    #[test]
    fn every_fork_is_read_and_hashed_as_alloy_does() {
        let london = header();
        let shanghai = Header { withdrawals_root: Some(B256::ZERO), ..london.clone() };
        let cancun = Header {
            blob_gas_used: Some(0),
            excess_blob_gas: Some(1),
            parent_beacon_block_root: Some(B256::ZERO),
            ..shanghai.clone()
        };
        let prague = Header { requests_hash: Some(B256::ZERO), ..cancun.clone() };
        let frontier = Header { base_fee_per_gas: None, ..london.clone() };
        for header in [frontier, london, shanghai, cancun, prague, Header::default()] {
            let read = BlockHeader::read(&alloy_rlp::encode(&header)).unwrap();
            assert_eq!(read.hash, header.hash_slow());
            assert_eq!(read.state_root, header.state_root);
            assert_eq!((read.number, read.time), (header.number, header.timestamp));
        }
    }

    /// The header's fields, spelled anew with one fault.
    fn with(change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
        let whole = alloy_rlp::encode(header());
        let mut left = &whole[..];
        Head::decode(&mut left).unwrap();
        let mut fields = Vec::new();
        while !left.is_empty() {
            let start = left;
            let field = Head::decode(&mut left).unwrap();
            left = &left[field.payload_length..];
            fields.push(start[..start.len() - left.len()].to_vec());
        }
        change(&mut fields);
        let mut out = Vec::new();
        Head { list: true, payload_length: fields.iter().map(Vec::len).sum() }.encode(&mut out);
        out.extend(fields.concat());
        out
    }

    #[test]
    fn each_fault_alone_is_refused() {
        assert!(BlockHeader::read(&with(|_| {})).is_ok());
        assert!(BlockHeader::read(&with(|fields| fields.push(vec![0xc0]))).is_ok(), "a fork we do not know");
        let mut number = Vec::new();
        300_u64.encode(&mut number);
        let faults: [(Vec<u8>, &str); 9] = [
            (with(|fields| fields.truncate(14)), "too few fields"),
            (with(|fields| fields.extend(vec![vec![0x80]; 60])), "too many"),
            (with(|fields| drop(fields.remove(0))), "moved by one"),
            (with(|fields| fields[8] = vec![0x82, 0, 1]), "a number with a leading zero"),
            (with(|fields| fields[8] = vec![0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0]), "a number beyond 64 bits"),
            (with(|fields| fields[11] = vec![0xc0]), "a list for the time"),
            ([&with(|_| {})[..], &[0]].concat(), "a byte behind it"),
            (number, "no list"),
            (Vec::new(), "nothing"),
        ];
        for (rlp, why) in faults {
            assert!(matches!(BlockHeader::read(&rlp), Err(ProofError::Header { .. })), "{why}");
        }
    }
}
