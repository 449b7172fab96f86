//! Draws [`Chains`].

use egui::Ui;
use shared::{
    eth::chain::Chain,
    ui::{
        parts::{self, bottom_bar, column, heading, quiet, subheading, text},
        theme::palette,
    },
};

use super::{field::field, fields};
use crate::{
    book::nodes,
    flow::{ChainField, ChainForm, Chains, ChainsChoice, ChainsPage, NodeTest, Shown, differences},
};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, screen: &Chains, shown: &Shown) -> Option<ChainsChoice> {
    match &screen.page {
        ChainsPage::List { search } => list(ui, search, shown),
        ChainsPage::Edit(form) => edit(ui, form),
        ChainsPage::Remove { chain_id } => remove(ui, *chain_id, shown),
    }
}

fn list(ui: &mut Ui, search: &str, shown: &Shown) -> Option<ChainsChoice> {
    let bar =
        bottom_bar(ui, |ui| parts::main_button(ui, "Add a chain of my own").then_some(ChainsChoice::Own));
    let said = column(ui, |ui| {
        heading(ui, "Chains");
        if shown.book.chains.is_empty() {
            text(
                ui,
                "No chain is used yet. Choose one below and give it a node; then requests can be built for it.",
            );
        }
        let mut said = None;
        for chain in &shown.book.chains {
            let names: Vec<_> = chain.nodes.iter().map(|url| nodes::shown(url)).collect();
            let nodes = format!("Nodes: {}", names.join(", "));
            let deep = if chain.confirmations == 1 { "confirmation" } else { "confirmations" };
            let about = format!("Chain id {}, {} {deep}", chain.chain_id, chain.confirmations);
            match fields::row(ui, &chain.name, &[&about, &nodes], &["Nodes", "Remove"]) {
                Some(0) => said = Some(ChainsChoice::Edit(chain.chain_id)),
                Some(_) => said = Some(ChainsChoice::AskRemove(chain.chain_id)),
                None => {}
            }
        }
        subheading(ui, "The bundled list");
        quiet(ui, &format!("As of {}. A chain that is missing can be added by hand.", Chain::list_date()));
        let typed = field(ui, "Search by name or number", search, "Ethereum", None).map(ChainsChoice::Search);
        let wanted = search.trim().to_lowercase();
        let unused =
            Chain::all().filter(|chain| shown.book.chains.iter().all(|used| used.chain_id != chain.id));
        let found: Vec<_> = unused
            .filter(|chain| chain.name.to_lowercase().contains(&wanted) || chain.id.to_string() == wanted)
            .collect();
        if found.is_empty() {
            text(ui, "None of that name. “Add a chain of my own” takes any.");
        }
        ui.horizontal_wrapped(|ui| {
            for chain in found {
                if parts::button(ui, &format!("{} ({})", chain.name, chain.id)).clicked() {
                    said = Some(ChainsChoice::Edit(chain.id));
                }
            }
        });
        typed.or(said)
    });
    said.or(bar)
}

fn edit(ui: &mut Ui, form: &ChainForm) -> Option<ChainsChoice> {
    let bar = bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Back to the chains").then_some(ChainsChoice::List);
        let test = parts::button(ui, "Try the nodes").clicked().then_some(ChainsChoice::Test);
        let save = parts::main_button(ui, "Use this chain").then_some(ChainsChoice::Save);
        back.or(test).or(save)
    });
    let said = column(ui, |ui| {
        heading(ui, if form.by_user { "A chain of my own" } else { &form.name });
        let mut said = None;
        let mut line = |ui: &mut Ui, which, label, text: &str, hint| {
            let typed = field(ui, label, text, hint, form.error(which));
            said = typed.map(|text| ChainsChoice::Type(which, text)).or(said.take());
        };
        if form.by_user {
            line(
                ui,
                ChainField::Id,
                "Chain id",
                &form.chain_id,
                "the number that signatures carry, such as 8453",
            );
            line(ui, ChainField::Name, "Name", &form.name, "Base");
            line(ui, ChainField::Coin, "Coin that fees are paid in", &form.coin, "ETH");
        } else {
            quiet(ui, &format!("Chain id {}, fees in {}.", form.chain_id, form.coin));
        }
        subheading(ui, "Nodes");
        quiet(
            ui,
            "Two or more of different owners are best: they must agree, and one alone can lie. What follows the host in a URL is never shown, since it may be an API key.",
        );
        let mut drop = None;
        for (index, url) in form.nodes.iter().enumerate() {
            let name = nodes::shown(url);
            let word = form.tests.get(index).map(word).unwrap_or_default();
            let clear = if nodes::is_in_the_clear(url) {
                "Not encrypted: whoever is on the way can read and change what it says."
            } else {
                ""
            };
            if fields::row(ui, &name, &[&word, clear], &["Take out"]).is_some() {
                drop = Some(ChainsChoice::DropNode(index));
            }
        }
        line(ui, ChainField::Node, "URL of a node", &form.typed, "https://… or http://127.0.0.1:8545");
        let add = parts::button(ui, "Add this node").clicked().then_some(ChainsChoice::AddNode);
        if let Ok(id) = form.chain_id.trim().parse() {
            for difference in differences(id, &form.tests) {
                parts::notice(ui, palette(ui).danger, "The nodes differ", &difference);
            }
        }
        subheading(ui, "Confirmations");
        quiet(
            ui,
            "So many blocks on top of a transaction count as safe where the chain itself does not say which block is final.",
        );
        line(ui, ChainField::Confirmations, "Blocks", &form.confirmations, "12");
        said.or(drop).or(add)
    });
    said.or(bar)
}

/// What a node said when it was tried, in words.
fn word(test: &NodeTest) -> String {
    match &test.said {
        Ok(said) => format!(
            "It says: {}, last block {}, in {} ms.",
            Chain::words(said.chain_id),
            said.block,
            said.milliseconds
        ),
        Err(reason) => reason.clone(),
    }
}

fn remove(ui: &mut Ui, chain_id: u64, shown: &Shown) -> Option<ChainsChoice> {
    let name =
        shown.book.chains.iter().find(|chain| chain.chain_id == chain_id).map(|chain| chain.name.as_str());
    fields::confirm(
        ui,
        &format!("Remove {}?", name.unwrap_or("this chain")),
        "Its nodes are forgotten here. Requests of this chain stay in the journal; to send one, the chain must be added again.",
        "Remove it",
    )
    .map(|yes| if yes { ChainsChoice::Remove } else { ChainsChoice::List })
}
