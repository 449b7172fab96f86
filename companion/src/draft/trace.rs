//! `debug_traceCall`: the events of a call, and what it would leave changed.
//!
//! Both tracers are geth's, and other nodes have them by the same names. Every list that a node gives is bounded.

use std::collections::{BTreeMap, BTreeSet};

use alloy::primitives::{Address, B256, Bytes, U256};
use serde_json::{Map, Value, json};
use shared::eth::text::spelled_out;

use super::{
    Effect,
    simulate::{Run, asked},
    slots::Slots,
};
use crate::node::{Log, Nodes};

/// The most events of a run that are looked at.
pub(super) const LOGS_MAX: usize = 1_000;
/// The most calls inside a call that are looked at.
const FRAMES_MAX: usize = 10_000;
/// The most accounts of a run that are looked at.
const ACCOUNTS_MAX: usize = 200;
/// The most slots of one account that are looked at.
const SLOTS_MAX: usize = 200;
/// The most characters of a node's words.
const WORDS_MAX: usize = 240;

/// A node's words, bounded and harmless.
pub(super) fn bounded(text: &str) -> String {
    spelled_out(&text.chars().take(WORDS_MAX).collect::<String>())
}

/// An event as nodes write it.
pub(super) fn log(value: &Value) -> Option<Log> {
    let topics: Vec<B256> = serde_json::from_value(value.get("topics")?.clone()).ok()?;
    let data = value.get("data").cloned().unwrap_or_else(|| json!("0x"));
    (topics.len() <= 4).then_some(())?;
    Some(Log {
        address: serde_json::from_value(value.get("address")?.clone()).ok()?,
        topics,
        data: serde_json::from_value(data).ok()?,
    })
}

/// The events of a call, by the callTracer.
pub(super) fn events(nodes: &Nodes, call: &Value) -> Result<Run, String> {
    let tracer = json!({ "tracer": "callTracer", "tracerConfig": { "withLog": true, "onlyTopCall": false } });
    let told = asked(nodes, "debug_traceCall", &json!([call, "latest", tracer]))?;
    if !told.is_object() || told.get("from").is_none() {
        return Err("debug_traceCall gave no trace of calls".to_owned());
    }
    if let Some(error) = told.get("error").and_then(Value::as_str) {
        let data = told.get("output").and_then(Value::as_str);
        let data = data.and_then(|data| alloy::hex::decode(data).ok()).unwrap_or_default();
        return Ok(Run { failed: Some((data, bounded(error))), ..Run::default() });
    }
    let mut run = Run::default();
    let mut numbered: Vec<(u64, Log)> = Vec::new();
    let (mut open, mut seen) = (vec![&told], 0);
    while let Some(frame) = open.pop() {
        seen += 1;
        if seen > FRAMES_MAX || numbered.len() > LOGS_MAX {
            run.cut = true;
            break;
        }
        if frame.get("error").is_some() {
            continue; // what a call does that fails is undone
        }
        let list = |name: &str| frame.get(name).and_then(Value::as_array).into_iter().flatten();
        for value in list("logs") {
            let index = value.get("index").and_then(Value::as_str).and_then(|text| text.strip_prefix("0x"));
            let index = index.and_then(|digits| u64::from_str_radix(digits, 16).ok());
            // Without a number the order within the frame is all that is known.
            let index = index.unwrap_or_else(|| u64::try_from(numbered.len()).unwrap_or(u64::MAX));
            numbered.push((index, log(value).ok_or("one of its events has no form of an event")?));
        }
        open.extend(list("calls").collect::<Vec<_>>().into_iter().rev());
    }
    numbered.sort_by_key(|(index, _)| *index);
    run.cut |= numbered.len() > LOGS_MAX;
    run.logs = numbered.into_iter().take(LOGS_MAX).map(|(_, log)| log).collect();
    Ok(run)
}

/// What a call would leave changed.
#[derive(Debug, Default)]
pub(super) struct Diff {
    accounts: Vec<Change>,
    pub(super) cut: bool,
}

#[derive(Debug)]
struct Change {
    address: Address,
    balance: Option<(U256, U256)>,
    code: Option<(Bytes, Bytes)>,
    storage: Vec<(U256, U256, U256)>,
}

/// The difference, by the prestateTracer in diffMode.
pub(super) fn diff(nodes: &Nodes, call: &Value) -> Result<Diff, String> {
    let tracer = json!({ "tracer": "prestateTracer", "tracerConfig": { "diffMode": true } });
    let told = asked(nodes, "debug_traceCall", &json!([call, "latest", tracer]))?;
    read(&told).ok_or_else(|| "debug_traceCall gave no difference of states".to_owned())
}

fn read(told: &Value) -> Option<Diff> {
    let (pre, post) = (told.get("pre")?.as_object()?, told.get("post")?.as_object()?);
    let keys: BTreeSet<&String> = pre.keys().chain(post.keys()).collect();
    let mut diff = Diff { cut: keys.len() > ACCOUNTS_MAX, ..Diff::default() };
    let nothing = Value::Object(Map::new());
    for key in keys.into_iter().take(ACCOUNTS_MAX) {
        let address: Address = key.parse().ok()?;
        let (before, after) = (pre.get(key).unwrap_or(&nothing), post.get(key).unwrap_or(&nothing));
        let (storage, cut) = storage(before, after)?;
        diff.cut |= cut;
        // What did not change is not in `post`; an account that is gone is not there at all.
        let gone = !post.contains_key(key);
        let balance = match (number(before, "balance")?, number(after, "balance")?) {
            (before, Some(after)) => Some((before.unwrap_or_default(), after)),
            (Some(before), None) if gone => Some((before, U256::ZERO)),
            _ => None,
        };
        let code = match (code(before)?, code(after)?) {
            (before, Some(after)) => Some((before.unwrap_or_default(), after)),
            (Some(before), None) if gone => Some((before, Bytes::new())),
            _ => None,
        };
        let balance = balance.filter(|(before, after)| before != after);
        let code = code.filter(|(before, after)| before != after);
        diff.accounts.push(Change { address, balance, code, storage });
    }
    Some(diff)
}

/// `Some(None)` where it is not given, `None` where it is no number.
fn number(account: &Value, name: &str) -> Option<Option<U256>> {
    account.get(name).map_or(Some(None), |value| serde_json::from_value(value.clone()).ok().map(Some))
}

fn code(account: &Value) -> Option<Option<Bytes>> {
    account.get("code").map_or(Some(None), |value| serde_json::from_value(value.clone()).ok().map(Some))
}

/// The slots that differ, and whether there were too many. A slot that is not given on one side is zero there.
#[expect(clippy::type_complexity, reason = "slot, before, after")]
fn storage(before: &Value, after: &Value) -> Option<(Vec<(U256, U256, U256)>, bool)> {
    let words = |account: &Value| -> Option<BTreeMap<U256, U256>> {
        let Some(storage) = account.get("storage") else { return Some(BTreeMap::new()) };
        let word = |(slot, word): (&String, &Value)| {
            let slot: B256 = slot.parse().ok()?;
            let word: B256 = serde_json::from_value(word.clone()).ok()?;
            Some((slot.into(), word.into()))
        };
        storage.as_object()?.iter().take(SLOTS_MAX + 1).map(word).collect()
    };
    let (before, after) = (words(before)?, words(after)?);
    let slots: BTreeSet<U256> = before.keys().chain(after.keys()).copied().collect();
    let cut = slots.len() > SLOTS_MAX;
    let of = |words: &BTreeMap<U256, U256>, slot| words.get(slot).copied().unwrap_or_default();
    let changed = slots.iter().map(|slot| (*slot, of(&before, slot), of(&after, slot)));
    Some((changed.filter(|(_, before, after)| before != after).take(SLOTS_MAX).collect(), cut))
}

impl Diff {
    /// Balances first, then storage and code.
    pub(super) fn effects(&self, slots: &Slots) -> Vec<Effect> {
        let balances = self.accounts.iter().filter_map(|change| {
            let (before, after) = change.balance?;
            Some(Effect::Balance { account: change.address, before, after })
        });
        let storage = self.accounts.iter().flat_map(|change| {
            change.storage.iter().map(|(slot, before, after)| Effect::Storage {
                contract: change.address,
                slot: slots.name(*slot),
                before: *before,
                after: *after,
            })
        });
        let codes = self.accounts.iter().filter_map(|change| {
            let (before, after) = change.code.as_ref()?;
            Some(Effect::Code { account: change.address, words: code_words(before, after) })
        });
        balances.chain(storage).chain(codes).collect()
    }
}

fn code_words(before: &[u8], after: &[u8]) -> String {
    let delegate = after.strip_prefix(&[0xef, 0x01, 0x00]).filter(|address| address.len() == 20);
    match (before.len(), after.len(), delegate) {
        (_, _, Some(address)) => {
            format!("runs the code of {} from then on (EIP-7702)", Address::from_slice(address))
        }
        (0, bytes, _) => format!("a contract of {bytes} bytes is created"),
        (_, 0, _) => "its code is gone".to_owned(),
        (_, bytes, _) => format!("has other code, of {bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::TxIntent;

    fn one(byte: u8) -> String {
        Address::repeat_byte(byte).to_string()
    }

    #[test]
    fn a_difference_is_what_changed_and_nothing_else() {
        let slot = |n: u8| B256::with_last_byte(n).to_string();
        let told = json!({
            "pre": {
                one(1): { "balance": "0x64", "nonce": 1, "storage": { slot(1): slot(5), slot(2): slot(6) } },
                one(2): { "balance": "0x0" },
            },
            "post": {
                one(1): { "balance": "0x63", "storage": { slot(1): slot(9) } },
                one(2): { "code": "0xef01000303030303030303030303030303030303030303" },
            },
        });
        let slots = Slots::of(&super::super::Wish::new(TxIntent::default(), super::super::tests::key()));
        let effects = read(&told).unwrap().effects(&slots);
        let number = |n: u64| U256::from(n);
        let contract = Address::repeat_byte(1);
        assert_eq!(effects[0], Effect::Balance { account: contract, before: number(100), after: number(99) });
        let Effect::Storage { before, after, .. } = &effects[1] else { panic!("{effects:?}") };
        assert_eq!((*before, *after), (number(5), number(9)));
        let Effect::Storage { before, after, .. } = &effects[2] else { panic!("{effects:?}") };
        assert_eq!((*before, *after), (number(6), U256::ZERO), "a slot that is gone is zero");
        assert!(matches!(&effects[3], Effect::Code { words, .. } if words.contains("0x0303")), "{effects:?}");
    }

    #[test]
    fn what_is_no_difference_is_not_read_as_one() {
        for told in [
            json!(null),
            json!({}),
            json!({"pre": {}, "post": []}),
            json!({"pre": {"no address": {}}, "post": {}}),
            json!({"pre": {}, "post": {one(1): {"balance": "a lot"}}}),
            json!({"pre": {}, "post": {one(1): {"storage": {"0x1": "0x1"}}}}),
            json!({"pre": {}, "post": {one(1): {"code": 7}}}),
        ] {
            assert!(read(&told).is_none(), "{told}");
        }
    }

    #[test]
    fn a_node_that_says_too_much_is_cut() {
        let many: Map<String, Value> = (0..1_000_u64)
            .map(|n| (Address::left_padding_from(&n.to_be_bytes()).to_string(), json!({"balance": "0x1"})))
            .collect();
        let diff = read(&json!({"pre": {}, "post": many})).unwrap();
        assert!(diff.cut && diff.accounts.len() == ACCOUNTS_MAX);
        let slots: Map<String, Value> = (1..=255_u8)
            .map(|n| (B256::with_last_byte(n).to_string(), json!(B256::with_last_byte(1))))
            .collect();
        let diff = read(&json!({"pre": {}, "post": {one(1): {"storage": slots}}})).unwrap();
        assert!(diff.cut && diff.accounts[0].storage.len() == SLOTS_MAX);
    }
}
