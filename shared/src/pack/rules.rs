//! The rules of trusted packs, held against each call of a review: what is demanded, and why.
//!
//! There is no way to say “allowed” here: a rule that is kept adds nothing, a rule that is not adds a [`Demand`]. Where a bound
//! cannot be judged, because the arguments cannot be read, it counts as passed over. May not enter: what a call does.

use super::{Demand, Pack, Rule, Trusted, told};
use crate::{
    abi::{DynSolValue, KnownCall, Signature},
    eth::{Address, U256},
};
use alloy_primitives::hex;

/// A call that would be made, on its own or inside another; what is signed without a call has no target or no data.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// EIP-155; `None` where what is signed names no chain: then the rules of every chain hold.
    pub chain: Option<u64>,
    /// Whom it calls, or which contract the typed data is for; `None` for a contract creation and for a message.
    pub target: Option<Address>,
    /// The calldata.
    pub data: &'a [u8],
    /// Wei that go with it.
    pub value: U256,
    /// Whether it is a call at all; typed data and messages are signed without one.
    pub is_made: bool,
}

/// What is kept of a call for the rest of the sitting, because rules count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    /// EIP-155.
    pub chain: Option<u64>,
    /// Whom it calls.
    pub target: Option<Address>,
    /// The function.
    pub selector: Option<[u8; 4]>,
}

impl Call<'_> {
    /// What is kept of it.
    pub fn called(&self) -> Called {
        Called { chain: self.chain, target: self.target, selector: self.data.first_chunk().copied() }
    }
}

/// What a review demands before it can be approved, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demanded {
    /// What.
    pub demand: Demand,
    /// Why, as a sentence.
    pub why: String,
}

impl Rule {
    /// Whether it is about such a call.
    pub fn is_about(&self, called: &Called) -> bool {
        let chain = self.chain.is_none() || called.chain.is_none() || self.chain == called.chain;
        let target = self.target.is_none() || self.target == called.target;
        let selector = self.selector.is_none() || self.selector == called.selector;
        chain && target && selector
    }

    /// How a call leaves the lists of contracts and functions.
    fn outside_lists(&self, call: &Call<'_>) -> Option<String> {
        match call.target {
            _ if self.only_targets.is_empty() => {}
            Some(target) if self.only_targets.contains(&target) => {}
            Some(target) => return Some(format!("{target} is not on its list of contracts")),
            None if call.is_made => return Some("it makes a new contract, which no list has".to_owned()),
            None => {}
        }
        if self.only_functions.is_empty() || !call.is_made {
            return None;
        }
        match call.called().selector {
            Some(selector) if self.only_functions.contains(&selector) => None,
            Some(selector) => {
                Some(format!("{} is not on its list of functions", hex::encode_prefixed(selector)))
            }
            None => Some("it calls no function that is on its list".to_owned()),
        }
    }

    /// How a call that it is about passes it over, where `count` such calls come before it in the sitting.
    fn passed_over(&self, call: &Call<'_>, arguments: Option<&[DynSolValue]>, count: u32) -> Option<String> {
        if self.is_without_bound() {
            return Some("it holds for every such call".to_owned());
        }
        if let Some(how) = self.outside_lists(call) {
            return Some(how);
        }
        let argument = |place: u8| arguments.and_then(|all| all.get(usize::from(place)));
        let unread = |place| format!("argument {} cannot be read", told::nth(place));
        if let Some((place, least, most)) = self.argument {
            match argument(place).and_then(number) {
                None => return Some(unread(place)),
                Some(value) if value < least || value > most => {
                    let place = told::nth(place);
                    return Some(format!("argument {place} is {value}, outside {least} to {most}"));
                }
                Some(_) => {}
            }
        }
        if let Some((place, allowed)) = &self.allowed {
            match argument(*place).and_then(DynSolValue::as_address) {
                None => return Some(unread(*place)),
                Some(address) if !allowed.contains(&address) => {
                    return Some(format!(
                        "argument {} is {address}, which is not on its list",
                        told::nth(*place)
                    ));
                }
                Some(_) => {}
            }
        }
        if let Some(most) = self.value_max.filter(|most| call.value > *most) {
            return Some(format!("{} go with it, at most {} may", told::wei(call.value), told::wei(most)));
        }
        let most = self.rate_max.filter(|most| count >= *most)?;
        Some(format!("it is one of more than {most} such calls in this sitting"))
    }
}

/// A static argument as the number that its word is.
fn number(value: &DynSolValue) -> Option<U256> {
    match value {
        DynSolValue::Bool(value) => Some(U256::from(*value)),
        DynSolValue::Uint(value, _) => Some(*value),
        DynSolValue::Int(value, _) => Some(value.into_raw()),
        DynSolValue::Address(address) => Some(address.into_word().into()),
        DynSolValue::FixedBytes(word, _) => Some((*word).into()),
        _ => None,
    }
}

/// One rule during one review.
#[derive(Debug)]
struct Watched<'p> {
    pack: &'p Pack,
    rule: &'p Rule,
    count: u32,
    first: Option<(String, String)>, // where it was first passed over, and how
    times: usize,
}

/// All rules during one review. Each call of the tree is shown to it, in order.
#[derive(Debug, Default)]
pub struct Watch<'p> {
    rules: Vec<Watched<'p>>,
}

impl<'p> Watch<'p> {
    /// The rules of the packs; `before` are the calls that this sitting has signed.
    pub fn new(packs: &'p [Trusted], before: &[Called]) -> Self {
        let all = packs.iter().flat_map(|trusted| {
            let pack = trusted.pack();
            pack.rules.iter().map(move |rule| (pack, rule))
        });
        let rules = all.map(|(pack, rule)| {
            let counted = if rule.rate_max.is_some() { before } else { &[] };
            let count = counted.iter().filter(|called| rule.is_about(called)).count();
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            Watched { pack, rule, count, first: None, times: 0 }
        });
        Self { rules: rules.collect() }
    }

    /// Takes a call in; `place` is its number in the tree. Returns the hardest that it makes the rules demand.
    pub fn call(&mut self, place: &str, call: &Call<'_>) -> Option<Demand> {
        let called = call.called();
        let mut read: Option<(&Pack, Option<Vec<DynSolValue>>)> = None; // once for each pack
        let mut hardest = None;
        for watched in self.rules.iter_mut().filter(|watched| watched.rule.is_about(&called)) {
            if !matches!(&read, Some((pack, _)) if std::ptr::eq(*pack, watched.pack)) {
                read = Some((watched.pack, arguments(watched.pack, call)));
            }
            let arguments = read.as_ref().and_then(|(_, arguments)| arguments.as_deref());
            let how = watched.rule.passed_over(call, arguments, watched.count);
            watched.count = watched.count.saturating_add(1);
            if let Some(how) = how {
                watched.times += 1;
                watched.first.get_or_insert_with(|| (place.to_owned(), how));
                hardest = hardest.max(Some(watched.rule.demand));
            }
        }
        hardest
    }

    /// What is demanded, hardest first, each rule once.
    pub fn finish(self) -> Vec<Demanded> {
        let mut demanded: Vec<Demanded> = self.rules.into_iter().filter_map(Watched::demanded).collect();
        demanded.sort_by_key(|one| std::cmp::Reverse(one.demand)); // stable
        demanded
    }
}

impl Watched<'_> {
    fn demanded(self) -> Option<Demanded> {
        let (place, how) = self.first?;
        let demand = self.rule.demand;
        let more = if self.times > 1 { format!(" and {} more", self.times - 1) } else { String::new() };
        let why = format!(
            "The pack of “{}” says for call {place}{more}: {}. So {}, because {how}.",
            self.pack.team,
            self.rule.why,
            demand.words()
        );
        Some(Demanded { demand, why })
    }
}

/// The arguments, by the pack's own function or by one that is known by heart; `None` where they cannot be read.
fn arguments(pack: &Pack, call: &Call<'_>) -> Option<Vec<DynSolValue>> {
    let called = call.called();
    let selector = called.selector?;
    let is_target = |contract: &&super::Contract| {
        Some(contract.address) == call.target && call.chain.is_none_or(|chain| chain == contract.chain)
    };
    let functions = pack.contracts.iter().filter(is_target).flat_map(|contract| &contract.functions);
    let own = functions.into_iter().find(|function| function.selector() == selector);
    let signature: &Signature = match own {
        Some(function) => function,
        None => &KnownCall::of(call.data)?.signature,
    };
    signature.decode(call.data).ok().map(|decoded| decoded.arguments)
}
