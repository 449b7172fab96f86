//! `coldframe pack add rule`: a rule from its arguments.

use clap::Args;
use shared::{
    eth::{Address, U256, address},
    pack::{Demand, Rule},
};

use crate::{
    cli::exit::CliError,
    pack::{PackTextError, file::place, words},
};

/// When the rule holds, and what it demands then.
#[derive(Debug, Args)]
pub(in crate::cli) struct RuleArgs {
    /// Why the rule is there, for whoever meets it
    #[arg(value_name = "WHY")]
    why: String,
    /// What is demanded where a bound is passed, or always where none is given
    #[arg(long, value_name = "WHAT", value_parser = demand)]
    demand: Demand,
    /// Only on this chain
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    chain: Option<u64>,
    /// Only for calls of this contract
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse)]
    target: Option<Address>,
    /// Only for this function: its signature, or its selector
    #[arg(long, value_name = "FUNCTION", value_parser = words::selector)]
    function: Option<[u8; 4]>,
    /// Which argument lies in a range, counted from 1
    #[arg(long, value_name = "N", requires = "function")]
    argument: Option<u16>,
    /// The least that it may be
    #[arg(long, value_name = "NUMBER", requires = "argument", value_parser = words::number)]
    least: Option<U256>,
    /// The most that it may be
    #[arg(long, value_name = "NUMBER", requires = "argument", value_parser = words::number)]
    most: Option<U256>,
    /// Which argument is one of a list of addresses, counted from 1
    #[arg(long, value_name = "N", requires_all = ["function", "allow"])]
    recipient: Option<u16>,
    /// An address that it may be; several times
    #[arg(long, value_name = "ADDRESS", requires = "recipient", value_parser = address::parse)]
    allow: Vec<Address>,
    /// The most coins that may go with it, such as 2 ether
    #[arg(long, value_name = "AMOUNT", value_parser = words::wei)]
    value_max: Option<U256>,
    /// The most such calls in one sitting
    #[arg(long, value_name = "N")]
    rate_max: Option<u32>,
    /// A contract that may be called, and no other than those given so; several times
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse, conflicts_with = "target")]
    only_target: Vec<Address>,
    /// A function that may be called, and no other than those given so: its signature, or its selector; several times
    #[arg(long, value_name = "FUNCTION", value_parser = words::selector, conflicts_with = "function")]
    only_function: Vec<[u8; 4]>,
}

fn demand(word: &str) -> Result<Demand, PackTextError> {
    Demand::parse(word).ok_or_else(|| PackTextError::Demand(word.chars().take(40).collect()))
}

impl RuleArgs {
    pub(super) fn rule(self) -> Result<Rule, CliError> {
        if self.argument.is_some() && self.least.is_none() && self.most.is_none() {
            return Err(CliError::usage("give the range of the argument: --least, --most, or both"));
        }
        let argument = self.argument.map(place).transpose()?;
        let recipient = self.recipient.map(place).transpose()?;
        Ok(Rule {
            why: self.why,
            chain: self.chain,
            target: self.target,
            selector: self.function,
            argument: argument
                .map(|place| (place, self.least.unwrap_or_default(), self.most.unwrap_or(U256::MAX))),
            allowed: recipient.map(|place| (place, self.allow)),
            value_max: self.value_max,
            rate_max: self.rate_max,
            demand: self.demand,
            only_targets: self.only_target,
            only_functions: self.only_function,
        })
    }
}
