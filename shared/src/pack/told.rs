//! A pack in words: the same lines on the station, in the companion's window and in its commands.
//!
//! May not enter: whether it is trusted.

use super::{Contract, Creation, Demand, Offered, Pack, Rule};
use crate::{
    eth::{U256, chain::Chain},
    utc,
};
use alloy_primitives::hex;

/// One line: what it is about, and what the pack says, never shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `Team`, `Contract`.
    pub label: String,
    /// What the pack says.
    pub value: String,
}

impl Demand {
    /// What is demanded, as the end of a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::TypeWord => "a word must be typed",
            Self::TwoReviewers => "two people must read and approve it, one after the other",
            Self::Deny => "it is not signed",
        }
    }

    /// The word for files and scripts: `type-word`, `two-reviewers` or `deny`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TypeWord => "type-word",
            Self::TwoReviewers => "two-reviewers",
            Self::Deny => "deny",
        }
    }

    /// The demand of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::TypeWord, Self::TwoReviewers, Self::Deny].into_iter().find(|demand| demand.as_str() == word)
    }
}

impl Offered {
    /// All that it says, and who signed it.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = self.pack().lines();
        let signers: Vec<_> = self.signers().map(|one| one.name.as_str()).collect();
        let signed = if signers.is_empty() { "nobody yet".to_owned() } else { signers.join(", ") };
        lines.push(line("Signed by", signed));
        if let Some(address) = self.sealed_by() {
            lines.push(line("Sealed by", address.to_string()));
        }
        lines.push(line("Contents hash", self.contents().to_string()));
        lines
    }
}

impl Pack {
    /// All that it says.
    pub fn lines(&self) -> Vec<Line> {
        let previous =
            self.previous.map_or_else(|| "the first".to_owned(), |hash| format!("after the version {hash}"));
        let mut lines = vec![
            line("Team", self.team.clone()),
            line("Version", format!("{}, {previous}", self.version)),
            line("Made", utc::in_words(self.issued)),
            line("Expires", utc::in_words(self.expires)),
        ];
        lines.extend(
            self.reviewers.iter().map(|one| line("Reviewer", format!("{} at {}", one.name, one.address))),
        );
        lines.push(line(
            "Signatures needed",
            match self.threshold {
                0 => "a seal by the operator's own key; it has no reviewers".to_owned(),
                threshold => format!("{threshold} of {}", self.reviewers.len()),
            },
        ));
        self.contracts.iter().for_each(|one| contract(&mut lines, one));
        lines.extend(self.names.iter().map(|named| {
            let chain = named.chain.map_or_else(|| "any network".to_owned(), Chain::words);
            line("Name", format!("{} is {} on {chain}", named.address, named.name))
        }));
        lines.extend(self.rules.iter().map(|rule| line("Rule", rule.sentence())));
        lines.extend(self.blocks.iter().map(|block| {
            line("Block", format!("{} {} on {}", block.number, block.hash, Chain::words(block.chain)))
        }));
        lines
    }
}

fn line(label: &str, value: String) -> Line {
    Line { label: label.to_owned(), value }
}

fn creation(creation: &Creation) -> String {
    let Creation { length, hash, constructor } = creation;
    format!("{} behind {length} bytes of code with the keccak256 {hash}", constructor.with_names())
}

fn contract(lines: &mut Vec<Line>, contract: &Contract) {
    let Contract { chain, address, name, .. } = contract;
    lines.push(line("Contract", format!("{name} at {address} on {}", Chain::words(*chain))));
    let mut more = |label: &str, all: Vec<String>| {
        if !all.is_empty() {
            lines.push(line(&format!("{name}: {label}"), all.join(", ")));
        }
    };
    more("functions", contract.functions.iter().map(crate::abi::Signature::with_names).collect());
    more("roles", contract.roles.iter().map(|(role, name)| format!("{name} ({role})")).collect());
    more("reviewed code", contract.code_hashes.iter().map(ToString::to_string).collect());
    more("implementations", contract.implementations.iter().map(ToString::to_string).collect());
    more("created by", contract.creation.iter().map(creation).collect());
    more("slots", contract.slots.iter().map(|(slot, name)| format!("{name} at {slot:#x}")).collect());
}

impl Rule {
    /// Whether it holds for every call that it is about, because it sets no bound.
    pub fn is_without_bound(&self) -> bool {
        self.argument.is_none()
            && self.allowed.is_none()
            && self.value_max.is_none()
            && self.rate_max.is_none()
            && self.only_targets.is_empty()
            && self.only_functions.is_empty()
    }

    /// What it says, in one sentence, with its reason.
    pub fn sentence(&self) -> String {
        let function = self.selector.map_or_else(
            || "every call".to_owned(),
            |selector| format!("calls of the function {}", hex::encode_prefixed(selector)),
        );
        let target = self.target.map_or_else(|| "any contract".to_owned(), |target| target.to_string());
        let chain = self.chain.map_or_else(|| "any network".to_owned(), Chain::words);
        let mut bounds = Vec::new();
        if !self.only_targets.is_empty() {
            let all: Vec<_> = self.only_targets.iter().map(ToString::to_string).collect();
            bounds.push(format!("the contract is one of {}", all.join(", ")));
        }
        if !self.only_functions.is_empty() {
            let all: Vec<_> = self.only_functions.iter().map(hex::encode_prefixed).collect();
            bounds.push(format!("the function is one of {}", all.join(", ")));
        }
        if let Some((place, least, most)) = self.argument {
            bounds.push(format!("argument {} lies from {least} to {most}", nth(place)));
        }
        if let Some((place, allowed)) = &self.allowed {
            let allowed: Vec<_> = allowed.iter().map(ToString::to_string).collect();
            bounds.push(format!("argument {} is one of {}", nth(*place), allowed.join(", ")));
        }
        if let Some(most) = self.value_max {
            bounds.push(format!("at most {} go with it", wei(most)));
        }
        if let Some(most) = self.rate_max {
            bounds.push(format!("it is among the first {most} of the sitting"));
        }
        let unless =
            if bounds.is_empty() { String::new() } else { format!(", unless {}", bounds.join(" and ")) };
        format!("{}: for {function} on {target} on {chain}, {}{unless}.", self.why, self.demand.words())
    }
}

/// Positions as people count them.
pub(super) fn nth(position: u8) -> u32 {
    u32::from(position) + 1
}

pub(super) fn wei(amount: U256) -> String {
    format!("{} of the network's coin", crate::eth::amount::in_ether(amount))
}
