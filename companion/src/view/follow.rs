//! Draws [`crate::flow::Follow`]: sending, what each node said, how it stands, and the ways out of being stuck.

use egui::Ui;
use shared::{
    eth::{Payload, amount},
    ui::{hex, marks::Mark, parts, theme},
    wire::SignRequest,
};

use super::field;
use crate::{
    acts::{Replacement, Standing},
    flow::{Asking, Follow, FollowChoice, Shown},
    journal::{Record, State},
};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, screen: &Follow, shown: &Shown) -> Option<FollowChoice> {
    let Some(record) = shown.request(screen.id) else {
        let back = parts::bottom_bar(ui, |ui| parts::back_button(ui, "Home"));
        parts::column(ui, |ui| {
            parts::heading(ui, "No such request");
            parts::text(ui, "The journal has no request of this id any more; it may be another journal's.");
        });
        return back.then_some(FollowChoice::Home);
    };
    match screen.asking {
        Asking::Nothing => standing(ui, screen, shown, record),
        Asking::Send => send(ui, screen, shown, record),
        Asking::Replace(kind) => replace(ui, kind, record),
        Asking::GiveUp => give_up(ui, screen),
    }
}

/// The one heading of the screen, by where the transaction is.
fn heading(state: State) -> &'static str {
    match state {
        State::Waiting => "Waiting",
        State::Signed => "Signed, not sent",
        State::Sending => "Being sent",
        State::Sent => "Sent",
        State::Mined => "Confirmed",
        State::Final => "Confirmed and final",
        State::Reverted | State::FinalReverted => "Reverted",
        State::NonceTaken => "Nonce used by another",
        State::Abandoned => "Given up",
    }
}

fn standing(ui: &mut Ui, screen: &Follow, shown: &Shown, record: &Record) -> Option<FollowChoice> {
    let has_node = record.asked.chain_id.is_some_and(|chain_id| {
        shown.book.chains.iter().any(|chain| chain.chain_id == chain_id && !chain.nodes.is_empty())
    });
    let is_dropped = screen.standing.as_ref().is_some_and(|standing| standing.is_dropped);
    let is_replaced = shown.replacement_of(record).is_some();
    let may_replace = !is_replaced && matches!(record.state, State::Sending | State::Sent);
    let pressed = parts::bottom_bar(ui, |ui| {
        let mut chosen = parts::back_button(ui, "Home").then_some(FollowChoice::Home);
        if record.state == State::Signed && parts::button(ui, "Give up").clicked() {
            chosen = Some(FollowChoice::Ask(Asking::GiveUp));
        }
        if may_replace {
            for (text, kind) in [("Speed up", Replacement::Faster), ("Cancel it", Replacement::Cancel)] {
                if parts::button(ui, text).clicked() {
                    chosen = Some(FollowChoice::Ask(Asking::Replace(kind)));
                }
            }
        }
        let main = match (record.state, has_node) {
            (_, false) => Some(("Give a node", FollowChoice::Chains)),
            (State::Signed, _) => Some(("Send", FollowChoice::Ask(Asking::Send))),
            (State::Sending | State::Sent, _) if is_replaced => Some(("Look now", FollowChoice::Look)),
            (State::Sending, _) => Some(("Resume", FollowChoice::Ask(Asking::Send))),
            (State::Sent, _) if is_dropped => Some(("Send again", FollowChoice::Ask(Asking::Send))),
            (State::Sent | State::Mined | State::Reverted, _) => Some(("Look now", FollowChoice::Look)),
            _ => None,
        };
        if let Some((text, choice)) = main
            && parts::main_button(ui, text)
        {
            chosen = Some(choice);
        }
        chosen
    });
    let opened = parts::column(ui, |ui| {
        parts::heading(ui, heading(record.state));
        hex::sized(ui, &record.asked.purpose, theme::BODY);
        if !has_node {
            let colour = theme::palette(ui).caution;
            let chain = record.asked.chain_id.map_or_else(String::new, |chain| shown.chain_name(chain));
            let text = format!(
                "No node of {chain} is known here. Give the address of one on Chains; the request waits."
            );
            parts::notice(ui, colour, "No node", &text);
        }
        let opened = replaced(ui, shown, record);
        explain(ui, record.state);
        if let Some(blind) = &screen.blind {
            let colour = theme::palette(ui).caution;
            parts::notice(
                ui,
                colour,
                "The last look failed",
                &format!("{blind} It is looked again by itself."),
            );
        }
        if let Some(standing) = &screen.standing {
            looked(ui, standing);
        }
        words(ui, screen);
        details(ui, shown, record);
        opened
    });
    pressed.or(opened)
}

/// The links between a transaction and what took its place.
fn replaced(ui: &mut Ui, shown: &Shown, record: &Record) -> Option<FollowChoice> {
    let colour = theme::palette(ui).accent;
    let mut chosen = None;
    if let Some(by) = record.replaced_by {
        let state = shown.request(by).map_or("unknown", |record| record.state.word());
        parts::boxed(ui, colour, |ui| {
            parts::titled(ui, Mark::Note, colour, "A replacement was built");
            parts::text(
                ui,
                &format!("It uses the same nonce, so only one of the two can be mined. It is {state}."),
            );
            if parts::button(ui, "Go to the replacement").clicked() {
                chosen = Some(FollowChoice::Open(by));
            }
        });
    }
    if let Some(id) = record.asked.replaces {
        parts::boxed(ui, colour, |ui| {
            parts::titled(ui, Mark::Note, colour, "This is a replacement");
            parts::text(ui, "It takes the place of another transaction with the same nonce.");
            if parts::button(ui, "Go to the replaced one").clicked() {
                chosen = Some(FollowChoice::Open(id));
            }
        });
    }
    chosen
}

/// What a state means, where the word alone does not say it.
fn explain(ui: &mut Ui, state: State) {
    let colours = theme::palette(ui);
    match state {
        State::Sending => parts::notice(
            ui,
            colours.caution,
            "Not known",
            "It was handed over, and no node has said yes yet. Resume asks the nodes for it first: it is never sent twice.",
        ),
        State::Reverted | State::FinalReverted => parts::notice(
            ui,
            colours.danger,
            "Reverted",
            "It is in a block, and the contract refused it: nothing changed but the fee that was paid.",
        ),
        State::NonceTaken => parts::notice(
            ui,
            colours.danger,
            "Another transaction used this nonce",
            "Another transaction of the same sender was mined with this nonce, so this one never will be. If nobody of yours sent it, somebody else has the key: see what it did, and rotate the key.",
        ),
        State::Final => {
            parts::notice(ui, colours.good, "Final", "Its block is final: it cannot be undone by the chain.");
        }
        _ => {}
    }
}

/// What the last look found.
fn looked(ui: &mut Ui, standing: &Standing) {
    let colours = theme::palette(ui);
    if standing.is_stuck {
        let text = "It has not come into a block for long, or its fee is too low by now. “Speed up” offers more for the same; “Cancel it” uses the nonce for nothing.";
        parts::notice(ui, colours.caution, "Stuck", text);
    }
    for note in &standing.notes {
        parts::notice(ui, colours.caution, "Look", note);
    }
    if let Some(block) = standing.block {
        let blocks = if standing.confirmations == 1 { "block" } else { "blocks" };
        let words = format!("In block {}, {} {blocks} deep", block.number, standing.confirmations);
        parts::subheading(ui, &words);
        hex::named(ui, "Block, as the nodes say", &block.hash.to_string());
    }
    if !standing.events.is_empty() {
        parts::subheading(ui, "What happened, as the nodes say");
        for event in &standing.events {
            hex::sized(ui, event, theme::BODY);
        }
    }
}

/// What each node said when it was sent from this screen.
fn words(ui: &mut Ui, screen: &Follow) {
    let Some(sent) = &screen.sent else { return };
    let colours = theme::palette(ui);
    if sent.already_there {
        parts::text(ui, "The nodes had it already; it was not sent again.");
    }
    for word in &sent.words {
        match &word.refused {
            None => parts::notice(ui, colours.good, "Sent", &format!("{} took it.", word.node)),
            Some(why) => {
                parts::notice(ui, colours.caution, "Refused", &format!("{} refused it: {why}", word.node));
            }
        }
    }
}

fn details(ui: &mut Ui, shown: &Shown, record: &Record) {
    parts::subheading(ui, "The transaction");
    if let Some(chain) = record.asked.chain_id {
        hex::named(ui, "Chain", &shown.chain_name(chain));
    }
    if let Some(nonce) = record.asked.nonce {
        hex::named(ui, "Nonce", &nonce.to_string());
    }
    hex::named(ui, "From", &record.asked.signer.to_string());
    if let Some(hash) = record.hash {
        hex::named(ui, "Hash", &hash.to_string());
    }
    hex::named(ui, "Request", &record.asked.id.to_string());
}

/// What is sent, where, and what it costs at worst.
fn send(ui: &mut Ui, screen: &Follow, shown: &Shown, record: &Record) -> Option<FollowChoice> {
    let pressed = parts::bottom_bar(ui, |ui| {
        let back = parts::back_button(ui, "Not now").then_some(FollowChoice::Ask(Asking::Nothing));
        back.or(parts::main_button(ui, "Send it").then_some(FollowChoice::Send))
    });
    let gap = parts::column(ui, |ui| {
        parts::heading(ui, "Send it?");
        hex::sized(ui, &record.asked.purpose, theme::BODY);
        let chain =
            record.asked.chain_id.and_then(|id| shown.book.chains.iter().find(|chain| chain.chain_id == id));
        if let Some(chain) = chain {
            let nodes = if chain.nodes.len() == 1 { "1 node" } else { "all nodes" };
            let nodes = if chain.nodes.len() > 1 {
                format!("{nodes} ({})", chain.nodes.len())
            } else {
                nodes.to_owned()
            };
            hex::named(ui, "Where", &format!("{}, to {nodes}", shown.chain_name(chain.chain_id)));
            if let Some(worst) = worst_fee(record) {
                hex::named(ui, "Fee at worst", &format!("{} {}", amount::in_ether(worst), chain.coin));
            }
        }
        details(ui, shown, record);
        let text = "Send although lower nonces are missing";
        let toggled = parts::choice(ui, text, screen.allow_gap);
        parts::quiet(ui, "It then waits in the nodes until the gap is filled.");
        toggled.then_some(FollowChoice::AllowGap(!screen.allow_gap))
    });
    pressed.or(gap)
}

/// The most that the fee can be, by the request's own bytes.
fn worst_fee(record: &Record) -> Option<shared::eth::U256> {
    let request = SignRequest::decode(&record.asked.message).ok()?;
    match Payload::decode(request.data_type, &request.sign_data).ok()? {
        Payload::Transaction(transaction) => Some(transaction.worst_case_fee()),
        _ => None,
    }
}

fn replace(ui: &mut Ui, kind: Replacement, record: &Record) -> Option<FollowChoice> {
    let pressed = parts::bottom_bar(ui, |ui| {
        let back = parts::back_button(ui, "Not now").then_some(FollowChoice::Ask(Asking::Nothing));
        back.or(parts::main_button(ui, "Build the replacement").then_some(FollowChoice::Replace))
    });
    parts::column(ui, |ui| {
        let (heading, text) = match kind {
            Replacement::Faster => (
                "Speed it up?",
                "The same call with the same nonce at a higher fee is built. It must be signed by the same key, and whichever of the two is mined first counts; the other never can be.",
            ),
            Replacement::Cancel => (
                "Cancel it?",
                "Nothing can be called back from a chain. A transaction of nothing to yourself with the same nonce at a higher fee is built; if it is mined first, the other never can be. If the other is faster, it counts.",
            ),
        };
        parts::heading(ui, heading);
        hex::sized(ui, &record.asked.purpose, theme::BODY);
        parts::text(ui, text);
    });
    pressed
}

fn give_up(ui: &mut Ui, screen: &Follow) -> Option<FollowChoice> {
    let pressed = parts::bottom_bar(ui, |ui| {
        let keep = parts::back_button(ui, "Keep it").then_some(FollowChoice::Ask(Asking::Nothing));
        let has_reason = !screen.reason.trim().is_empty();
        keep.or(parts::main_button_if(ui, "Give it up", has_reason).then_some(FollowChoice::GiveUp))
    });
    let typed = parts::column(ui, |ui| {
        parts::heading(ui, "Give it up?");
        parts::text(
            ui,
            "It is not sent from here any more, and its nonce becomes free for the next request. The signature stays valid until that nonce is used: whoever has it can still send it.",
        );
        field::field(ui, "Why, for the journal", &screen.reason, "the price has changed", None)
    });
    pressed.or(typed.map(FollowChoice::Reason))
}
