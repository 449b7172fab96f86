//! Whether a pack's content makes sense, apart from who signed it: nothing twice, nothing that hides, nothing that could be read
//! in two ways.

use super::{Contract, Pack, PackError, Rule};
use crate::{
    eth::text,
    limits::{INIT_CODE_BYTES_MAX, PACK_NAME_BYTES_MAX, PACK_WHY_BYTES_MAX},
};
use std::collections::BTreeSet;

const NAME: &str = "must be 1 to 64 bytes of readable text on one line, without blanks at its ends";
const WHY: &str = "must be 1 to 200 bytes of readable text on one line, without blanks at its ends";

impl Pack {
    /// Judges what it says, for form alone.
    ///
    /// # Errors
    /// [`PackError::Form`]: the first fault.
    pub fn judge(&self) -> Result<(), PackError> {
        readable("the team's name", &self.team, PACK_NAME_BYTES_MAX, NAME)?;
        match (self.version, self.previous) {
            (0, _) => return fault("the version", "is 0; versions count from 1"),
            (1, Some(_)) => return fault("version 1", "names a version before it; leave it out"),
            (2.., None) => {
                return fault("the pack", "does not name the version before it; give its contents' hash");
            }
            (1, None) | (2.., Some(_)) => {}
        }
        if self.expires <= self.issued {
            return fault("the pack", "expires before it was made");
        }
        self.judge_reviewers()?;
        let places = self.contracts.iter().map(|contract| (contract.chain, contract.address));
        once(places, "two contracts", "stand at one address of one chain; keep one")?;
        self.contracts.iter().try_for_each(contract)?;
        let places = self.names.iter().map(|named| (named.chain, named.address));
        once(places, "two names", "are given to one address; keep one")?;
        for named in &self.names {
            let is_here =
                |chain: Option<u64>| chain.is_none() || named.chain.is_none() || chain == named.chain;
            let is_contract = |one: &Contract| one.address == named.address && is_here(Some(one.chain));
            let others = self.names.iter().filter(|one| one.address == named.address && is_here(one.chain));
            if self.contracts.iter().any(is_contract) || others.count() > 1 {
                return fault("two names", "are given to one address of one chain; keep one");
            }
            readable(&format!("the name of {}", named.address), &named.name, PACK_NAME_BYTES_MAX, NAME)?;
            chain(named.chain, &format!("the name “{}”", named.name))?;
        }
        self.rules.iter().try_for_each(rule)?;
        let heights = self.blocks.iter().map(|block| (block.chain, block.number));
        once(heights, "two block headers", "are vouched for at one height of one chain; keep one")?;
        self.blocks.iter().try_for_each(|block| chain(Some(block.chain), "a block header"))
    }

    fn judge_reviewers(&self) -> Result<(), PackError> {
        once(self.reviewers.iter().map(|one| one.address), "two reviewers", "have one address; keep one")?;
        for reviewer in &self.reviewers {
            let place = format!("the name of the reviewer {}", reviewer.address);
            readable(&place, &reviewer.name, PACK_NAME_BYTES_MAX, NAME)?;
            if reviewer.address.is_zero() {
                return fault(&format!("the reviewer “{}”", reviewer.name), "has the zero address");
            }
        }
        if usize::from(self.threshold) > self.reviewers.len() {
            return fault("the threshold", "is higher than the number of reviewers");
        }
        if self.threshold == 0 && !self.reviewers.is_empty() {
            return fault("the threshold", "is 0 although there are reviewers; let at least one sign");
        }
        Ok(())
    }
}

fn contract(contract: &Contract) -> Result<(), PackError> {
    let place = format!("the contract “{}”", text::spelled_out(&contract.name));
    readable(
        &format!("the name of the contract {}", contract.address),
        &contract.name,
        PACK_NAME_BYTES_MAX,
        NAME,
    )?;
    chain(Some(contract.chain), &place)?;
    let selectors = contract.functions.iter().map(crate::abi::Signature::selector);
    once(selectors, &place, "has two functions with one selector; keep one")?;
    once(contract.roles.iter().map(|(role, _)| role), &place, "names one role twice; keep one")?;
    once(&contract.code_hashes, &place, "has one code hash twice; keep one")?;
    once(&contract.implementations, &place, "has one implementation twice; keep one")?;
    once(contract.slots.iter().map(|(slot, _)| slot), &place, "names one slot twice; keep one")?;
    if let Some(creation) = &contract.creation {
        let longest = u32::try_from(INIT_CODE_BYTES_MAX).unwrap_or(u32::MAX);
        if creation.length == 0 || creation.length > longest {
            return fault(&place, "is created from no code, or from more than networks take (EIP-3860)");
        }
        if creation.constructor.name() != "constructor" {
            return fault(&place, "has a constructor of another name; write constructor(…)");
        }
    }
    let roles = contract.roles.iter().map(|(_, name)| name);
    let slots = contract.slots.iter().map(|(_, name)| name);
    roles
        .chain(slots)
        .try_for_each(|name| readable(&format!("a name in {place}"), name, PACK_NAME_BYTES_MAX, NAME))
}

fn rule(rule: &Rule) -> Result<(), PackError> {
    readable("the reason of a rule", &rule.why, PACK_WHY_BYTES_MAX, WHY)?;
    let place = format!("the rule “{}”", rule.why);
    chain(rule.chain, &place)?;
    if rule.selector.is_none() && (rule.argument.is_some() || rule.allowed.is_some()) {
        return fault(&place, "bounds an argument but names no function; give its selector");
    }
    if rule.argument.is_some_and(|(_, least, most)| least > most) {
        return fault(&place, "has a range whose least is above its most");
    }
    once(&rule.only_targets, &place, "lists one contract twice; keep one")?;
    once(&rule.only_functions, &place, "lists one function twice; keep one")?;
    if let Some((_, allowed)) = &rule.allowed {
        once(allowed, &place, "allows one address twice; keep one")?;
        if allowed.is_empty() {
            return fault(
                &place,
                "allows no address at all; leave the list out, so that it holds for every call",
            );
        }
    }
    Ok(())
}

fn chain(chain: Option<u64>, place: &str) -> Result<(), PackError> {
    if chain == Some(0) { fault(place, "names chain 0, which does not exist") } else { Ok(()) }
}

fn readable(place: &str, value: &str, limit: usize, fault_is: &'static str) -> Result<(), PackError> {
    // Spelled out means: no line breaks, nothing invisible, nothing that turns the direction of reading.
    let plain = text::spelled_out(value) == value && value.trim() == value;
    if plain && (1..=limit).contains(&value.len()) { Ok(()) } else { fault(place, fault_is) }
}

fn once<T: Ord>(
    all: impl IntoIterator<Item = T>,
    place: &str,
    fault_is: &'static str,
) -> Result<(), PackError> {
    let mut seen = BTreeSet::new();
    if all.into_iter().all(|one| seen.insert(one)) { Ok(()) } else { fault(place, fault_is) }
}

fn fault(place: &str, fault: &'static str) -> Result<(), PackError> {
    Err(PackError::Form { place: place.to_owned(), fault })
}
