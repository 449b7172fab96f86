//! What logs and reverts say, in words: by a table of well-known ones, then by the ABIs in the book.
//!
//! | asked          | by                  | else by the ABI of                       | else              |
//! |----------------|---------------------|------------------------------------------|-------------------|
//! | event          | `assets/events.tsv` | the contract that wrote it, then any     | topics and data   |
//! | custom error   | `assets/errors.tsv` | the called contract, then any            | selector and data |
//!
//! The table has the same signature as an ABI would and a better sentence, so it goes first.
//! A proxy writes the events of its implementation, so an ABI of another contract is worth a try; what fits is still read strictly.
//! May not enter: nodes. That a node tells the truth about logs is not known here.

use std::sync::LazyLock;

use alloy::primitives::{Address, B256, hex};
use shared::abi::{Artifact, DecodedEvent, EventSignature, Signature, words};

use crate::{book::Book, node::Log, revert};

/// The most characters that one event is told in: it is a stranger's data.
const WORDS_MAX: usize = 1_200;
/// The most bytes of undecoded data that are shown.
const SHOWN_BYTES_MAX: usize = 128;

/// Events with the sentence that tells them.
static TABLE: LazyLock<Vec<(EventSignature, &'static str)>> = LazyLock::new(|| {
    // Rows that do not parse would be missing here; a test holds the count against the file.
    rows(include_str!("../../assets/events.tsv"))
        .filter_map(|(signature, template)| Some((EventSignature::parse(signature).ok()?, template)))
        .collect()
});

/// The two columns of a table of this project.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

/// The words of one chain, as the book has them.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    names: Vec<(Address, String)>,
    contracts: Vec<Words>,
}

#[derive(Debug, Clone)]
struct Words {
    address: Address,
    events: Vec<EventSignature>,
    errors: Vec<Signature>,
}

impl Vocabulary {
    /// Everything that the book knows of this chain. An ABI that cannot be read any more gives no words.
    pub fn of(book: &Book, chain_id: u64) -> Self {
        let here = |of: Option<u64>| of.is_none_or(|of| of == chain_id);
        let contracts: Vec<_> =
            book.contracts.iter().filter(|contract| contract.chain_id == chain_id).collect();
        let named = contracts.iter().map(|contract| (contract.address, contract.name.clone()));
        let addresses = book.addresses.iter().filter(|named| here(named.chain_id));
        let names = named
            .chain(addresses.map(|named| (named.address, named.name.clone())))
            .chain(book.keys.iter().map(|key| (key.address, key.name.clone())));
        let words = contracts.iter().filter_map(|contract| {
            let abi = Artifact::parse(&contract.abi).ok()?;
            Some(Words {
                address: contract.address,
                events: abi.events().collect(),
                errors: abi.errors().collect(),
            })
        });
        Self { names: names.collect(), contracts: words.collect() }
    }

    /// The same with an ABI that is not in the book: one that was given for a call to `address`.
    #[must_use]
    pub fn with(mut self, address: Address, abi: &Artifact) -> Self {
        let words = Words { address, events: abi.events().collect(), errors: abi.errors().collect() };
        self.contracts.insert(0, words);
        self
    }

    /// An address in full, behind its name where the book has one.
    pub fn address(&self, address: Address) -> String {
        match self.names.iter().find(|(named, _)| *named == address) {
            Some((_, name)) => format!("“{name}” ({address})"),
            None => address.to_string(),
        }
    }

    /// One log in one line.
    pub fn event(&self, log: &Log) -> String {
        let mut told = self.told(log).unwrap_or_else(|| self.untold(log));
        if let Some((cut, _)) = told.char_indices().nth(WORDS_MAX) {
            told.truncate(cut);
            told.push('…');
        }
        told
    }

    /// What a contract said when it reverted, for a call to `to`; `None` where it said nothing.
    pub fn revert(&self, to: Option<Address>, data: &[u8]) -> Option<String> {
        let own = self.contracts.iter().filter(|words| Some(words.address) == to);
        let others = self.contracts.iter().filter(|words| Some(words.address) != to);
        revert::told(data, own.chain(others).flat_map(|words| &words.errors))
    }

    fn told(&self, log: &Log) -> Option<String> {
        let first = log.topics.first()?;
        let read = |event: &EventSignature| {
            (event.topic() == *first).then(|| event.decode(&log.topics, &log.data).ok())?
        };
        let known = TABLE.iter().find_map(|(event, template)| {
            read(event).map(|decoded| self.sentence(template, log.address, &decoded))
        });
        let own = |words: &&Words| words.address == log.address;
        let listed = |words: &Words| {
            words.events.iter().find_map(|event| Some(self.listed(event, log.address, &read(event)?)))
        };
        known
            .or_else(|| self.contracts.iter().filter(own).find_map(listed))
            .or_else(|| self.contracts.iter().find_map(listed))
    }

    /// `Name(member value, …) of contract`.
    fn listed(&self, event: &EventSignature, contract: Address, decoded: &DecodedEvent) -> String {
        let members: Vec<String> = decoded
            .members
            .iter()
            .zip(self.values(decoded))
            .map(|((name, _), value)| if name.is_empty() { value } else { format!("{name} {value}") })
            .collect();
        format!("{}({}) of {}", event.name(), members.join(", "), self.address(contract))
    }

    fn sentence(&self, template: &str, contract: Address, decoded: &DecodedEvent) -> String {
        let values: Vec<String> = self.values(decoded).collect();
        let value = |name: &str| {
            if name == "contract" {
                return Some(self.address(contract));
            }
            let place = decoded.members.iter().position(|(member, _)| member == name)?;
            values.get(place).cloned()
        };
        filled(template, value)
    }

    fn values(&self, decoded: &DecodedEvent) -> impl Iterator<Item = String> {
        decoded.members.iter().zip(&decoded.values).map(|((_, text), value)| {
            value
                .as_ref()
                .and_then(|value| value.as_address())
                .map_or_else(|| text.clone(), |a| self.address(a))
        })
    }

    fn untold(&self, log: &Log) -> String {
        let topics: Vec<String> = log.topics.iter().map(B256::to_string).collect();
        let shown = log.data.get(..SHOWN_BYTES_MAX).unwrap_or(&log.data);
        let more = if shown.len() < log.data.len() { "…" } else { "" };
        format!(
            "an event that is not known here, of {}: topics [{}], data {}{more}",
            self.address(log.address),
            topics.join(", "),
            hex::encode_prefixed(shown)
        )
    }
}

/// A template with each `{name}` replaced once; what stands in a value is not looked at again.
pub(crate) fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let (mut sentence, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        sentence.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        sentence.push_str(&value(name).unwrap_or_else(|| format!("{{{name}}}")));
        rest = behind;
    }
    sentence.push_str(rest);
    sentence
}

/// The arguments of a decoded error, by name.
pub(crate) fn argument(
    signature: &Signature,
    values: &[shared::abi::DynSolValue],
    name: &str,
) -> Option<String> {
    let place = signature.parameters().iter().position(|parameter| parameter.name == name)?;
    values.get(place).map(words::of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::eth::{U256, keccak256};

    fn log(event: &str, topics: &[B256], data: Vec<u8>) -> Log {
        let first = EventSignature::parse(event).unwrap().topic();
        let topics = [&[first], topics].concat();
        Log { address: Address::repeat_byte(9), topics, data: data.into() }
    }

    #[test]
    fn every_row_of_the_table_is_read_and_names_only_its_members() {
        let text = include_str!("../../assets/events.tsv");
        assert_eq!(
            TABLE.len(),
            text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count()
        );
        for (event, template) in TABLE.iter() {
            let topics = [vec![event.topic()], vec![B256::ZERO; event.indexed()]].concat();
            let zeros = [[0; 32]; 12].concat();
            let told =
                Vocabulary::default().event(&Log { address: Address::ZERO, topics, data: zeros.into() });
            // Lists and bytes do not decode from zeros; the others must leave no brace.
            assert!(!told.contains('{') || template.contains("{data}"), "{told}");
        }
        let mut seen: Vec<_> = TABLE.iter().map(|(event, _)| (event.topic(), event.indexed())).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), TABLE.len(), "an event stands twice");
    }

    #[test]
    fn a_well_known_event_is_told_in_a_sentence_with_names_from_the_book() {
        let book = Book {
            addresses: vec![crate::book::Named {
                address: Address::repeat_byte(1),
                chain_id: None,
                name: "Treasury".to_owned(),
            }],
            ..Book::default()
        };
        let role = keccak256("PAUSER_ROLE");
        let who = |byte| Address::repeat_byte(byte).into_word();
        let granted = log(
            "RoleGranted(bytes32 indexed a, address indexed b, address indexed c)",
            &[role, who(1), who(2)],
            vec![],
        );
        let told = Vocabulary::of(&book, 1).event(&granted);
        assert!(told.starts_with("“Treasury” (0x0101"), "{told}");
        assert!(told.contains("PAUSER_ROLE") && told.contains("0x0909"), "{told}");
    }

    #[test]
    fn an_event_of_an_abi_is_listed_and_one_of_nobody_is_shown_as_it_is() {
        let strange = log("Moved(uint256 amount)", &[], U256::from(5).to_be_bytes_vec());
        assert!(Vocabulary::default().event(&strange).contains("not known here"));
        let abi = Artifact::parse("event Moved(uint256 amount)").unwrap();
        let told = Vocabulary::default().with(Address::repeat_byte(8), &abi).event(&strange);
        assert!(told.starts_with("Moved(amount 5) of 0x0909"), "{told}");
    }

    #[test]
    fn a_log_as_long_as_a_node_likes_is_one_bounded_line() {
        let long = Log { address: Address::ZERO, topics: vec![B256::ZERO; 4], data: vec![7; 1 << 20].into() };
        assert!(Vocabulary::default().event(&long).chars().count() <= WORDS_MAX + 1);
        let text = format!("{:064x}{:064x}{}", 32, 1 << 16, "41".repeat(1 << 16));
        let abi = Artifact::parse("event Said(string what)").unwrap();
        let said = log("Said(string what)", &[], hex::decode(text).unwrap());
        assert!(Vocabulary::default().with(said.address, &abi).event(&said).chars().count() <= WORDS_MAX + 1);
    }
}
