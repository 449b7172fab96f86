//! Draws [`Build`].

mod arguments;
mod checked;

use egui::Ui;
use shared::abi::AbiFunction;
use shared::ui::{
    parts::{self, bottom_bar, column, heading, quiet, subheading, text},
    theme::palette,
};

use super::{
    field::{field, lines},
    fields::{self, Pick},
    functions,
};
use crate::{
    flow::{At, Build, BuildChoice, Shown, What},
    view::build::arguments::{address_field, arguments},
};

/// Draws it; what was chosen.
pub fn show(ui: &mut Ui, screen: &Build, shown: &Shown) -> Option<BuildChoice> {
    // Each page has its own focus: Enter on the one must not press what stands at the same place of the other.
    match &screen.checked {
        Some(draft) => {
            let has_batch = !screen.batch.is_empty();
            ui.push_id("checked", |ui| checked::show(ui, draft, &screen.outline, has_batch, shown)).inner
        }
        None => ui.push_id("form", |ui| form(ui, screen, shown)).inner,
    }
}

fn form(ui: &mut Ui, screen: &Build, shown: &Shown) -> Option<BuildChoice> {
    let missing = Build::missing(shown).filter(|_| shown.is_read);
    let bar = bottom_bar(ui, |ui| {
        let clear = parts::button(ui, "Clear the form").clicked().then_some(BuildChoice::Clear);
        let all = match screen.batch.len() {
            0 => false,
            1 => parts::button(ui, "Make the 1 request").clicked(),
            count => parts::button(ui, &format!("Make the {count} requests")).clicked(),
        };
        let clear = clear.or(all.then_some(BuildChoice::AskAll));
        clear.or(parts::main_button_if(ui, "Check it", missing.is_none()).then_some(BuildChoice::Check))
    });
    let said = column(ui, |ui| {
        heading(ui, "Build a request");
        if let Some(missing) = missing {
            parts::notice(ui, palette(ui).accent, "First", missing);
        }
        if !screen.wrong.is_empty() {
            let count = screen.wrong.len();
            let said = if count == 1 {
                "One field is not right yet; it says why.".to_owned()
            } else {
                format!("{count} fields are not right yet; each says why.")
            };
            parts::notice(ui, palette(ui).danger, "Not checked", &said);
        }
        let mut said = batch(ui, screen).or(what(ui, screen, shown));
        said = said.or(value(ui, screen));
        said = said.or(who(ui, screen, shown));
        said.or(more(ui, screen))
    });
    said.or(bar)
}

/// The calls that were checked and wait for the others.
fn batch(ui: &mut Ui, screen: &Build) -> Option<BuildChoice> {
    if screen.batch.is_empty() {
        return None;
    }
    let colour = palette(ui).accent;
    parts::boxed(ui, colour, |ui| {
        subheading(ui, "The batch");
        quiet(
            ui,
            "Each was checked by itself, on the chain as it is now. Fill in the next call, or make the requests.",
        );
        for call in &screen.batch {
            shared::ui::hex::value(ui, &call.line());
        }
        parts::button(ui, "Take the last one out").clicked().then_some(BuildChoice::Uncollect)
    })
}

/// A typed line of the form.
fn typed(ui: &mut Ui, screen: &Build, at: At, label: &str, text: &str, hint: &str) -> Option<BuildChoice> {
    field(ui, label, text, hint, screen.error(&at)).map(|text| BuildChoice::Type(at, text))
}

/// Chain and key.
fn who(ui: &mut Ui, screen: &Build, shown: &Shown) -> Option<BuildChoice> {
    if shown.book.keys.is_empty() {
        return None; // what is missing is said above
    }
    subheading(ui, "Who signs");
    let picks: Vec<_> = shown
        .book
        .keys
        .iter()
        .map(|key| {
            let owner = shown.book.device(&key.device).map_or("", |device| device.owner.as_str());
            let about = format!("{} of {owner}, {}", key.device, key.address);
            Pick { value: key.address, name: key.name.clone(), about }
        })
        .collect();
    let key = screen.key(shown).map(|key| key.address);
    let said = fields::picks(ui, "keys", &picks, key.as_ref()).map(BuildChoice::Key);
    fields::wrong(ui, screen.error(&At::Key));
    said
}

fn what(ui: &mut Ui, screen: &Build, shown: &Shown) -> Option<BuildChoice> {
    let usable = shown.book.chains.iter().filter(|chain| !chain.nodes.is_empty());
    let chains: Vec<_> = usable.map(|chain| (chain.chain_id, chain.name.as_str())).collect();
    let mut said = None;
    let is_open = chains.len() > 1 || screen.chain(shown).is_none();
    if is_open && !chains.is_empty() {
        subheading(ui, "Chain");
        let chain = screen.chain(shown).map(|chain| chain.chain_id);
        said = fields::ways(ui, &chains, chain).map(BuildChoice::Chain);
        fields::wrong(ui, screen.error(&At::Chain));
    } else if let Some(chain) = screen.chain(shown) {
        quiet(ui, &format!("On {} (chain id {}).", chain.name, chain.chain_id));
    }
    subheading(ui, "What is done");
    said = said.or(fields::ways(ui, &What::ALL, Some(screen.what)).map(BuildChoice::What));
    let details = match screen.what {
        What::Call => call(ui, screen, shown),
        What::Plain => address_field(ui, screen, shown, At::To, "To", &screen.to),
        What::Signature => {
            let to = address_field(ui, screen, shown, At::To, "Contract", &screen.to);
            let hint = "transferOwnership(address newOwner)";
            let signature = typed(ui, screen, At::Signature, "Function", &screen.signature, hint);
            to.or(signature).or(arguments(ui, screen, shown))
        }
        What::Data => {
            let to = address_field(ui, screen, shown, At::To, "To", &screen.to);
            let data = lines(ui, "Data", &screen.data, "0x and pairs of hex digits", screen.error(&At::Data));
            to.or(data.map(|text| BuildChoice::Type(At::Data, text)))
        }
        What::Deploy => {
            let hint = "out/Token.sol/Token.json";
            let path = typed(
                ui,
                screen,
                At::Artifact,
                "Compiler's artifact (or drop it here)",
                &screen.artifact,
                hint,
            );
            let read =
                parts::button(ui, "Read the file").clicked().then_some(BuildChoice::Read(At::Artifact));
            path.or(read).or(arguments(ui, screen, shown))
        }
        What::Delegate => delegate(ui, screen, shown),
    };
    said.or(details)
}

fn delegate(ui: &mut Ui, screen: &Build, shown: &Shown) -> Option<BuildChoice> {
    quiet(
        ui,
        "Accounts that signed an authorization run the code of a contract from then on. The file holds what they signed.",
    );
    let label = "File of signed authorizations (or drop it here)";
    let path = typed(ui, screen, At::Authorizations, label, &screen.authorizations, "authorizations.json");
    let read = parts::button(ui, "Read the file").clicked();
    let read = read.then_some(BuildChoice::Read(At::Authorizations));
    if screen.authorized.is_some() {
        parts::notice(ui, palette(ui).good, "File read", "The review names each account and its new code.");
    }
    let to = address_field(ui, screen, shown, At::To, "To", &screen.to);
    path.or(read).or(to)
}

/// A contract of the book, its function, its arguments.
fn call(ui: &mut Ui, screen: &Build, shown: &Shown) -> Option<BuildChoice> {
    let contracts = screen.contracts(shown);
    if contracts.is_empty() {
        text(
            ui,
            "No contract of this chain is in the book. Add one on Contracts (Ctrl+4), or call by signature.",
        );
        return None;
    }
    subheading(ui, "Contract");
    let picks: Vec<_> = contracts
        .iter()
        .map(|contract| Pick {
            value: contract.address,
            name: contract.name.clone(),
            about: contract.address.to_string(),
        })
        .collect();
    let chosen = screen.contract(shown);
    let address = chosen.map(|contract| contract.address);
    let said = fields::picks(ui, "contracts", &picks, address.as_ref()).map(BuildChoice::Contract);
    fields::wrong(ui, screen.error(&At::Contract));
    let Some(contract) = chosen else { return said };
    subheading(ui, "Function");
    let functions = functions::of(ui, &contract.abi);
    let offered = functions.iter().flatten().filter(|function| function.changes_state || screen.reading);
    let at = screen.function.as_ref().map(|call| &call.form.signature);
    let mut function = None;
    ui.horizontal_wrapped(|ui| {
        for AbiFunction { signature, .. } in offered {
            if parts::choice(ui, signature.name(), at == Some(signature)) {
                function = Some(BuildChoice::Function(signature.clone()));
            }
        }
    });
    fields::wrong(ui, screen.error(&At::Function));
    let reading = fields::tick(ui, "Also those that only read", screen.reading).map(BuildChoice::Reading);
    said.or(function).or(arguments(ui, screen, shown)).or(reading)
}

fn value(ui: &mut Ui, screen: &Build) -> Option<BuildChoice> {
    if screen.what == What::Call && screen.function.is_none() {
        return None; // whether it takes coins is not known yet
    }
    if !screen.takes_value() {
        quiet(ui, "This function takes no coins.");
        return None;
    }
    let (label, hint) = match screen.what {
        What::Plain => ("Amount", "1.5 ether, or 20 gwei"),
        _ => ("Coins sent along", "nothing; or 1.5 ether, 20 gwei"),
    };
    typed(ui, screen, At::Value, label, &screen.value, hint)
}

fn more(ui: &mut Ui, screen: &Build) -> Option<BuildChoice> {
    let hint = "the first effect, in words";
    let purpose = typed(ui, screen, At::Purpose, "What it is for, in your lists", &screen.purpose, hint);
    let more = fields::tick(ui, "Nonce, gas, old transaction type", screen.more).map(BuildChoice::More);
    if !screen.more {
        return purpose.or(more);
    }
    let nonce = typed(ui, screen, At::Nonce, "Nonce", &screen.nonce, "the next one that is free");
    let gas = typed(ui, screen, At::Gas, "Gas limit", &screen.gas, "what a node estimates, and a fifth");
    let legacy = fields::tick(ui, "Legacy transaction (EIP-155)", screen.legacy).map(BuildChoice::Legacy);
    purpose.or(more).or(nonce).or(gas).or(legacy)
}
