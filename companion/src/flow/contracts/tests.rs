//! Adding contracts, and taking them out.

use super::*;
use crate::{
    example,
    flow::{Refused, samples},
};

fn steps(shown: &Shown, choices: impl IntoIterator<Item = ContractsChoice>) -> (Contracts, Option<Order>) {
    choices.into_iter().fold((Contracts::default(), None), |(screen, _), choice| {
        let next = contracts(Box::new(screen), shown, choice);
        let Screen::Contracts(screen) = next.screen else { panic!("it stays on this screen") };
        (*screen, next.order)
    })
}

fn typed(field: ContractField, text: &str) -> ContractsChoice {
    ContractsChoice::Type(field, text.to_owned())
}

const TOKEN: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

#[test]
fn a_contract_needs_a_name_an_address_a_chain_and_an_abi_in_any_form() {
    let shown = samples::shown(Vec::new());
    let json =
        r#"[{"type":"function","name":"pause","inputs":[],"outputs":[],"stateMutability":"nonpayable"}]"#;
    for (name, address, abi, wrong) in [
        ("Token", TOKEN, json, None),
        ("Token", TOKEN, "function pause()\nfunction unpause()", None),
        ("", TOKEN, json, Some(ContractField::Name)),
        (example::CONTRACT, TOKEN, json, Some(ContractField::Name)),
        ("Token", "0x5fbdb2315678AFECB367f032d93F642f64180aa3", json, Some(ContractField::Address)),
        ("Token", TOKEN, "", Some(ContractField::Abi)),
        ("Token", TOKEN, "{", Some(ContractField::Abi)),
    ] {
        let choices = [
            ContractsChoice::Add,
            typed(ContractField::Name, name),
            typed(ContractField::Address, address),
            typed(ContractField::Abi, abi),
            ContractsChoice::Save,
        ];
        let (screen, order) = steps(&shown, choices);
        let ContractsPage::Add(form) = &screen.page else { panic!() };
        let found: Vec<_> = form.wrong.iter().map(|(field, _)| *field).collect();
        assert_eq!(found, wrong.into_iter().collect::<Vec<_>>(), "{name} {address} {abi}");
        assert_eq!(order.is_some(), wrong.is_none());
        assert_eq!((form.name.as_str(), form.abi.as_str()), (name, abi), "nothing typed is lost");
    }
}

#[test]
fn a_dropped_artifact_fills_the_form_with_its_abi_alone() {
    let shown = samples::shown(Vec::new());
    let next = dropped(Box::default(), &shown, vec![PathBuf::from("Token.json")]);
    assert!(matches!(&next.order, Some(Order::ReadFile(path)) if path.ends_with("Token.json")));
    let Screen::Contracts(screen) = next.screen else { panic!() };
    let artifact = r#"{"abi":[{"type":"function","name":"pause","inputs":[],"outputs":[],"stateMutability":"nonpayable"}],"bytecode":"0x6001"}"#;
    let Screen::Contracts(screen) = finish(screen, Done::FileRead(artifact.to_owned())).screen else {
        panic!()
    };
    let ContractsPage::Add(form) = &screen.page else { panic!() };
    assert!(form.abi.contains("pause") && !form.abi.contains("6001"));
    assert!(form.holds.as_ref().unwrap().as_ref().unwrap().starts_with("1 function"));
    let refused = Done::Failed(Refused::new("file", "there is no such file"));
    let Screen::Contracts(screen) = finish(screen, refused).screen else { panic!() };
    let ContractsPage::Add(form) = &screen.page else { panic!() };
    assert_eq!(form.error(ContractField::Path), Some("there is no such file"));
}

#[test]
fn a_removed_contract_can_be_put_back() {
    let shown = samples::shown(Vec::new());
    let place = Place::of(&shown.book.contracts[0]);
    let (screen, order) = steps(&shown, [ContractsChoice::AskRemove(place), ContractsChoice::Remove]);
    assert!(matches!(order, Some(Order::Record(_))));
    let Screen::Contracts(screen) = finish(Box::new(screen), Done::Recorded).screen else { panic!() };
    let next = contracts(screen, &shown, ContractsChoice::Undo);
    let Some(Order::Record(entries)) = next.order else { panic!() };
    assert_eq!(entries, [Entry::Book(BookChange::ContractSet(shown.book.contracts[0].clone()))]);
}
