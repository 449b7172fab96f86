//! Draws [`Contracts`].

use egui::Ui;
use shared::ui::{
    parts::{self, bottom_bar, column, heading, quiet, subheading, text},
    theme::palette,
};

use super::{
    field::{field, lines},
    fields::{self, Pick},
};
use crate::flow::{ContractField, ContractForm, Contracts, ContractsChoice, ContractsPage, Place, Shown};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, screen: &Contracts, shown: &Shown) -> Option<ContractsChoice> {
    match &screen.page {
        ContractsPage::List => list(ui, screen, shown),
        ContractsPage::Add(form) => add(ui, form, shown),
        ContractsPage::Functions(place) => functions(ui, *place, shown),
        ContractsPage::Remove(place) => {
            let name = place.find(shown).map_or("this contract", |contract| contract.name.as_str());
            let about = "Its ABI and its name are forgotten here. Nothing changes on the chain, and requests stay in the journal.";
            let said = fields::confirm(ui, &format!("Remove {name}?"), about, "Remove it");
            said.map(|yes| if yes { ContractsChoice::Remove } else { ContractsChoice::List })
        }
    }
}

fn list(ui: &mut Ui, screen: &Contracts, shown: &Shown) -> Option<ContractsChoice> {
    let bar = bottom_bar(ui, |ui| parts::main_button(ui, "Add a contract").then_some(ContractsChoice::Add));
    let said = column(ui, |ui| {
        heading(ui, "Contracts");
        let undone = screen.undo.is_some() && parts::button(ui, "Undo the removal").clicked();
        let mut said = undone.then_some(ContractsChoice::Undo);
        if shown.book.contracts.is_empty() {
            text(
                ui,
                "No contract is here yet. Add one with its address and its ABI; then a request can call its functions by name.",
            );
            text(
                ui,
                "The ABI is a file of the compiler (Foundry: out/Token.sol/Token.json), the JSON of a block explorer, or plain lines such as function pause().",
            );
        }
        for contract in &shown.book.contracts {
            let place = Place::of(contract);
            let about = format!("{} on {}", contract.address, shown.chain_name(contract.chain_id));
            match fields::row(ui, &contract.name, &[&about], &["Functions", "Remove"]) {
                Some(0) => said = Some(ContractsChoice::Functions(place)),
                Some(_) => said = Some(ContractsChoice::AskRemove(place)),
                None => {}
            }
        }
        said
    });
    said.or(bar)
}

fn add(ui: &mut Ui, form: &ContractForm, shown: &Shown) -> Option<ContractsChoice> {
    let bar = bottom_bar(ui, |ui| {
        let back = fields::back(ui, "Back to the contracts").then_some(ContractsChoice::List);
        back.or(parts::main_button(ui, "Add it").then_some(ContractsChoice::Save))
    });
    let said = column(ui, |ui| {
        use ContractField::{Abi, Address, Name, Path};
        heading(ui, "Add a contract");
        let typed = |which| move |text| ContractsChoice::Type(which, text);
        let name = field(ui, "Name", &form.name, "Treasury", form.error(Name)).map(typed(Name));
        let address = field(ui, "Address", &form.address, "0x and 40 hex digits", form.error(Address));
        let said = name.or(address.map(typed(Address)));
        subheading(ui, "Chain");
        let chains = chains(shown);
        if chains.is_empty() {
            text(ui, "No chain is used yet: choose one on the screen Chains first.");
        }
        let chain = fields::picks(ui, "chain", &chains, form.chain_id.as_ref()).map(ContractsChoice::Chain);
        fields::wrong(ui, form.error(ContractField::Chain));
        subheading(ui, "ABI");
        quiet(
            ui,
            "Give its file (or drop it on this window), or paste it below: JSON, a compiler's artifact, or one signature a line.",
        );
        let path =
            field(ui, "File", &form.path, "out/Token.sol/Token.json", form.error(Path)).map(typed(Path));
        let read = parts::button(ui, "Read the file").clicked().then_some(ContractsChoice::ReadAbi);
        let hint = "function pause()\nfunction transferOwnership(address newOwner)";
        let abi = lines(ui, "ABI as text", &form.abi, hint, form.error(Abi)).map(typed(Abi));
        match &form.holds {
            Some(Ok(holds)) => parts::notice(ui, palette(ui).good, "ABI read", &format!("It has {holds}.")),
            Some(Err(error)) if form.error(Abi).is_none() => fields::wrong(ui, Some(error)),
            _ => {}
        }
        said.or(chain).or(path).or(read).or(abi)
    });
    said.or(bar)
}

/// The chains in use, to pick from.
pub(super) fn chains(shown: &Shown) -> Vec<Pick<u64>> {
    let pick = |chain: &crate::book::ChainEntry| Pick {
        value: chain.chain_id,
        name: chain.name.clone(),
        about: format!("chain id {}", chain.chain_id),
    };
    shown.book.chains.iter().map(pick).collect()
}

fn functions(ui: &mut Ui, place: Place, shown: &Shown) -> Option<ContractsChoice> {
    let bar = bottom_bar(ui, |ui| fields::back(ui, "Back to the contracts").then_some(ContractsChoice::List));
    column(ui, |ui| {
        let Some(contract) = place.find(shown) else {
            heading(ui, "No contract");
            text(ui, "It is not in the book any more.");
            return;
        };
        heading(ui, &contract.name);
        shared::ui::address::address_at(ui, &contract.address, &shown.chain_name(contract.chain_id));
        let functions = super::functions::of(ui, &contract.abi);
        let functions = match functions.as_ref() {
            Ok(functions) => functions,
            Err(error) => {
                parts::notice(ui, palette(ui).danger, "ABI unreadable", error);
                return;
            }
        };
        for (changes, title) in
            [(true, "Change something"), (false, "Only read; no request is needed for them")]
        {
            let these = functions.iter().filter(|function| function.changes_state == changes);
            subheading(ui, title);
            let mut none = true;
            for function in these {
                none = false;
                let paid = if function.is_payable { "  (takes coins)" } else { "" };
                ui.monospace(format!("{}{paid}", function.signature.canonical()));
            }
            if none {
                quiet(ui, "None.");
            }
        }
    });
    bar
}
