//! What is known of a transaction before it is asked for: the review as the station shows it, fees, what a node says it would do.

use egui::Ui;
use shared::{
    eth::{Address, U256, amount, chain::Chain},
    review::Outline,
    ui::{
        facts, hex,
        marks::Mark,
        outline,
        parts::{self, bottom_bar, column, heading, quiet, subheading, text},
        theme::{self, palette},
    },
};

use crate::{
    draft::{Draft, Effect, Simulation},
    flow::{BuildChoice, Shown},
    view::fields,
};

/// Draws it; what was chosen.
pub(super) fn show(
    ui: &mut Ui,
    draft: &Draft,
    open: &Outline,
    has_batch: bool,
    shown: &Shown,
) -> Option<BuildChoice> {
    let by_key = outline::keys_in(ui, &draft.review).map(BuildChoice::Outline);
    let bar = bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Back to the form").then_some(BuildChoice::Back);
        if has_batch {
            // By itself it would wait for those before it, which nobody was asked for.
            return back.or(parts::main_button(ui, "Add to the batch").then_some(BuildChoice::Collect));
        }
        let first = parts::button(ui, "Begin a batch").clicked().then_some(BuildChoice::Collect);
        back.or(first).or(parts::main_button(ui, "Make the request").then_some(BuildChoice::Ask))
    });
    let said = column(ui, |ui| {
        let colours = palette(ui);
        heading(ui, "Check the request");
        if let Some(reason) = &draft.reverts {
            let said = format!("A node says that it would fail and still cost its fee: {reason}");
            parts::notice(ui, colours.danger, "It would revert", &said);
        }
        for doubt in &draft.doubts {
            parts::notice(ui, colours.caution, "Look twice", doubt);
        }
        for finding in draft.review.findings() {
            facts::finding(ui, finding);
        }
        subheading(ui, "What will be signed");
        quiet(ui, "The device shows the same, in the same words.");
        let turned = outline::all(ui, &draft.review, open).map(BuildChoice::Outline);
        for fact in draft.review.facts() {
            facts::fact(ui, fact);
        }
        facts::legend(ui, draft.review.facts());
        if let Some(address) = draft.creates {
            quiet(ui, "The new contract will be at:");
            shared::ui::address::address(ui, &address);
        }
        let said = fees(ui, draft);
        simulation(ui, draft, shown);
        turned.or(said)
    });
    by_key.or(said).or(bar)
}

/// Three fees to choose from.
fn fees(ui: &mut Ui, draft: &Draft) -> Option<BuildChoice> {
    subheading(ui, "Fee");
    let chain_id = draft.transaction.chain_id();
    let coin = Chain::coin_of(chain_id);
    let mut said = None;
    for choice in &draft.choices {
        let chosen = draft.wish().speed == choice.speed;
        ui.horizontal_wrapped(|ui| {
            if parts::choice(ui, choice.word(), chosen) {
                said = Some(BuildChoice::Speed(choice.speed));
            }
            let most = amount::in_ether(choice.worst_case);
            let gwei = amount::in_gwei(U256::from(choice.fees.max_fee_per_gas));
            text(ui, &format!("costs at most {most} {coin}"));
            quiet(ui, &format!("{gwei} gwei a unit of gas"));
        });
    }
    quiet(ui, "The most it can cost; what is not needed stays with the sender. A node's word.");
    said
}

fn simulation(ui: &mut Ui, draft: &Draft, shown: &Shown) {
    subheading(ui, "What a node says it would do");
    match &draft.simulation {
        Simulation::Not(why) => parts::notice(ui, palette(ui).caution, "Not tried", why),
        Simulation::Ran { how, effects, unseen } => {
            let colour = palette(ui).caution;
            parts::titled(ui, Mark::Dashes, colour, "claimed: a node says so, nothing more");
            if effects.is_empty() {
                text(ui, "No event, no balance, no storage changes.");
            }
            let chain_id = draft.transaction.chain_id();
            for effect in effects {
                self::effect(ui, effect, chain_id, shown);
            }
            if let Some(unseen) = unseen {
                quiet(ui, unseen);
            }
            quiet(ui, &format!("Tried on the state of now, with {how}."));
        }
    }
}

fn effect(ui: &mut Ui, effect: &Effect, chain_id: u64, shown: &Shown) {
    let called = |address: &Address| match shown.book.name_of(chain_id, *address) {
        Some(name) => format!("{name} ({address})"),
        None => address.to_string(),
    };
    let coin = Chain::coin_of(chain_id);
    let (title, value) = match effect {
        Effect::Event { contract, words } => (format!("Event of {}", called(contract)), words.clone()),
        Effect::Balance { account, before, after } => (
            format!("Balance of {}", called(account)),
            format!("from {} {coin} to {} {coin}", amount::in_ether(*before), amount::in_ether(*after)),
        ),
        Effect::Storage { contract, slot, before, after } => {
            (format!("Storage of {}: {slot}", called(contract)), format!("from {before:#x} to {after:#x}"))
        }
        Effect::Code { account, words } => (format!("Code of {}", called(account)), words.clone()),
    };
    hex::sized(ui, &title, theme::SMALL);
    hex::value(ui, &value);
}
