//! Events: `Paused(address account)`, and the logs that are theirs.
//!
//! A log has at most four topics: the event's hash, unless it is anonymous, then the indexed members. What is indexed and longer
//! than a word stands there as its hash alone and cannot be read back. May not enter: what an event means.

use super::{
    DecodeError, Parameter, SignatureTextError,
    decode::sequence,
    signature::{cut, type_text},
    words,
};
use crate::{
    eth::{B256, keccak256},
    limits::SIGNATURE_BYTES_MAX,
};
use alloy_dyn_abi::DynSolValue;
use alloy_json_abi::Event;

/// An event: its name and what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSignature {
    name: String,
    members: Vec<(Parameter, bool)>, // with whether it is indexed
}

/// The members of one log.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodedEvent {
    /// Name (empty where it has none) and value in words, in the order of the signature.
    pub members: Vec<(String, String)>,
    /// The values themselves; `None` where only a hash is in the log.
    pub values: Vec<Option<DynSolValue>>,
}

impl EventSignature {
    /// Reads `Transfer(address indexed from, address indexed to, uint256 value)`, also with `event` before.
    pub fn parse(text: &str) -> Result<Self, SignatureTextError> {
        let form = || SignatureTextError::Form { text: cut(text) };
        let brackets = text.bytes().filter(|byte| matches!(byte, b'(' | b'[')).count();
        if text.len() > SIGNATURE_BYTES_MAX || brackets > SIGNATURE_BYTES_MAX / 16 || !text.contains('(') {
            return Err(form());
        }
        let bare = text.trim();
        let event = Event::parse(bare.strip_prefix("event ").unwrap_or(bare)).map_err(|_| form())?;
        Self::of(&event)
    }

    /// The event of an ABI file.
    pub fn of(event: &Event) -> Result<Self, SignatureTextError> {
        let members = (1..).zip(&event.inputs).map(|(position, input)| {
            let refused = || SignatureTextError::Type {
                position,
                name: cut(&event.name),
                type_name: cut(&input.selector_type()),
            };
            let plain = alloy_json_abi::Param {
                ty: input.ty.clone(),
                name: input.name.clone(),
                components: input.components.clone(),
                internal_type: None,
            };
            Ok((Parameter::of(&plain).ok_or_else(refused)?, input.indexed))
        });
        Ok(Self { name: event.name.clone(), members: members.collect::<Result<_, _>>()? })
    }

    /// `Transfer`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `Transfer(address,address,uint256)`: what is hashed to the first topic.
    pub fn canonical(&self) -> String {
        let types: Vec<_> = self.members.iter().map(|(member, _)| type_text(&member.kind)).collect();
        format!("{}({})", self.name, types.join(","))
    }

    /// The first topic of its logs.
    pub fn topic(&self) -> B256 {
        keccak256(self.canonical())
    }

    /// How many members are indexed: with the first topic, a log of this event has one topic more.
    pub fn indexed(&self) -> usize {
        self.members.iter().filter(|(_, indexed)| *indexed).count()
    }

    /// Reads a log's members, strictly.
    pub fn decode(&self, topics: &[B256], data: &[u8]) -> Result<DecodedEvent, DecodeError> {
        let other = || DecodeError::Selector { signature: self.canonical() };
        let (first, topics) = topics.split_first().ok_or_else(other)?;
        if *first != self.topic() || topics.len() != self.indexed() {
            return Err(other());
        }
        let kinds: Vec<_> =
            self.members.iter().filter(|(_, indexed)| !indexed).map(|(member, _)| &member.kind).collect();
        let (plain, _) = sequence(&kinds, data)?;
        let (mut plain, mut topics) = (plain.into_iter(), topics.iter());
        let mut decoded = DecodedEvent { members: Vec::new(), values: Vec::new() };
        for (member, indexed) in &self.members {
            let (text, value) = if *indexed {
                let topic = topics.next().ok_or_else(other)?;
                if is_word(&member.kind) {
                    let value = sequence(&[&member.kind], topic.as_slice())?.0.into_iter().next();
                    (value.as_ref().map(words::of).unwrap_or_default(), value)
                } else {
                    (format!("something with the hash {topic}"), None)
                }
            } else {
                let value = plain.next().ok_or_else(other)?;
                (words::of(&value), Some(value))
            };
            decoded.members.push((member.name.clone(), text));
            decoded.values.push(value);
        }
        Ok(decoded)
    }
}

/// Whether a value is a single word, which a topic holds as it is.
fn is_word(kind: &alloy_dyn_abi::DynSolType) -> bool {
    use alloy_dyn_abi::DynSolType as Kind;
    matches!(kind, Kind::Bool | Kind::Int(_) | Kind::Uint(_) | Kind::FixedBytes(_) | Kind::Address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eth::{Address, U256};

    const TRANSFER: &str = "Transfer(address indexed from, address indexed to, uint256 value)";

    fn topics(from: u8, to: u8) -> Vec<B256> {
        let first = keccak256("Transfer(address,address,uint256)");
        let word = |byte| Address::repeat_byte(byte).into_word();
        vec![first, word(from), word(to)]
    }

    #[test]
    fn a_log_is_read_by_the_event_it_is_of() {
        let event = EventSignature::parse(TRANSFER).unwrap();
        let data = U256::from(7).to_be_bytes::<32>();
        let read = event.decode(&topics(1, 2), &data).unwrap();
        let names: Vec<_> = read.members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["from", "to", "value"]);
        assert_eq!(read.members[2].1, "7");
        let text = EventSignature::parse("event Named(string indexed name, bytes data)").unwrap();
        let hashed = [text.topic(), keccak256("x")];
        let data = alloy_primitives::hex::decode(format!("{:064x}{:064x}", 32, 0)).unwrap();
        assert!(text.decode(&hashed, &data).unwrap().members[0].1.contains("hash"));
    }

    #[test]
    fn a_log_that_does_not_fit_its_event_is_not_read() {
        let event = EventSignature::parse(TRANSFER).unwrap();
        let data = U256::from(7).to_be_bytes::<32>();
        let mut dirty = topics(1, 2);
        dirty[1].0[0] = 1;
        for (topics, data, why) in [
            (vec![], &data[..], "no topics"),
            (topics(1, 2)[..2].to_vec(), &data[..], "one indexed member short, as an NFT's has one more"),
            (topics(1, 2), &data[..31], "a byte short"),
            (dirty, &data[..], "bits above the address"),
        ] {
            assert!(event.decode(&topics, data).is_err(), "{why}");
        }
        for text in ["", "Transfer", "event", "Transfer(address", "E(uint7)"] {
            assert!(EventSignature::parse(text).is_err(), "{text}");
        }
    }
}
