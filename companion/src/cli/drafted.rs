//! A draft in words and as JSON: fees to choose from, the trial run, doubts.

use serde_json::{Value, json};
use shared::eth::amount;

use super::output::{Output, harmless};
use crate::{
    draft::{Draft, Effect, FeeChoice, Simulation},
    node::Nodes,
};

/// The lines that stand between the review and the codes.
pub(super) fn lines(draft: &Draft, nodes: &Nodes, output: Output) -> Vec<String> {
    let mut lines = vec![output.labelled("  Fees to choose from (--speed)", "")];
    lines.extend(draft.choices.iter().map(choice));
    if let Some(contract) = draft.creates {
        lines.push(
            output.labelled("  Contract created at", format_args!("{contract}  [by signer and nonce]")),
        );
    }
    lines.push(output.labelled("  On trial, by the word of", nodes.names().join(", ")));
    lines.extend(simulation(&draft.simulation));
    if let Some(reason) = &draft.reverts {
        lines.push(format!("    It would REVERT: {}", harmless(reason)));
    }
    lines
}

fn choice(choice: &FeeChoice) -> String {
    format!(
        "    {:<6} up to {} gwei a unit of gas, {} coins of the chain in all at most",
        choice.word(),
        amount::in_gwei(shared::eth::U256::from(choice.fees.max_fee_per_gas)),
        amount::in_ether(choice.worst_case)
    )
}

fn simulation(simulation: &Simulation) -> Vec<String> {
    match simulation {
        Simulation::Not(reason) => vec![format!("    It could not be run on trial: {}", harmless(reason))],
        Simulation::Ran { how, effects, unseen } => {
            let mut lines: Vec<String> =
                effects.iter().map(|effect| format!("    {}", effect_words(effect))).collect();
            if lines.is_empty() {
                lines.push("    Nothing changes that can be seen".to_owned());
            }
            let unseen = unseen.as_deref().map(|unseen| format!("; {unseen}")).unwrap_or_default();
            lines.push(format!("    (by {how}{})", harmless(&unseen)));
            lines
        }
    }
}

/// One effect in one line, as commands and window say it.
fn effect_words(effect: &Effect) -> String {
    harmless(&effect.to_string()).replace('\n', " ")
}

/// Everything about the draft that the request itself does not hold.
pub(super) fn to_json(draft: &Draft, nodes: &Nodes) -> Value {
    let choices: Vec<Value> = draft
        .choices
        .iter()
        .map(|choice| {
            json!({
                "speed": choice.word(),
                "max_fee_per_gas_wei": choice.fees.max_fee_per_gas.to_string(),
                "max_priority_fee_per_gas_wei": choice.fees.max_priority_fee_per_gas.to_string(),
                "worst_case_wei": choice.worst_case.to_string(),
            })
        })
        .collect();
    json!({
        "provenance": "node",
        "nodes": nodes.names(),
        "fees": choices,
        "simulation": simulation_json(&draft.simulation),
        "reverts": draft.reverts,
        "creates": draft.creates.map(|address| address.to_string()),
    })
}

fn simulation_json(simulation: &Simulation) -> Value {
    let (how, effects, unseen) = match simulation {
        Simulation::Not(reason) => return json!({ "ran": false, "reason": reason }),
        Simulation::Ran { how, effects, unseen } => (how, effects, unseen),
    };
    let effects: Vec<Value> = effects
        .iter()
        .map(|effect| match effect {
            Effect::Event { contract, words } => json!({"kind": "event", "contract": contract.to_string(), "words": words}),
            Effect::Balance { account, before, after } => {
                json!({"kind": "balance", "account": account.to_string(), "before_wei": before.to_string(), "after_wei": after.to_string()})
            }
            Effect::Storage { contract, slot, before, after } => {
                json!({"kind": "storage", "contract": contract.to_string(), "slot": slot, "before": format!("{before:#x}"), "after": format!("{after:#x}")})
            }
            Effect::Code { account, words } => json!({"kind": "code", "account": account.to_string(), "words": words}),
        })
        .collect();
    json!({ "ran": true, "how": how, "effects": effects, "unseen": unseen })
}
