use super::*;
use crate::flow::{Refused, room::NodeWord};

fn step(screen: Chains, choice: ChainsChoice) -> (Chains, Option<Order>) {
    let next = chains(Box::new(screen), &Shown::default(), choice);
    let Screen::Chains(screen) = next.screen else { panic!("it stays on this screen") };
    (*screen, next.order)
}

fn typed(choices: impl IntoIterator<Item = ChainsChoice>) -> (Chains, Option<Order>) {
    choices.into_iter().fold((Chains::default(), None), |(screen, _), choice| step(screen, choice))
}

fn form(screen: &Chains) -> &ChainForm {
    let ChainsPage::Edit(form) = &screen.page else { panic!("a form") };
    form
}

#[test]
fn a_bundled_chain_needs_nothing_but_a_node() {
    let url = "http://127.0.0.1:8545".to_owned();
    let (screen, order) = typed([
        ChainsChoice::Edit(31337),
        ChainsChoice::Type(ChainField::Node, url.clone()),
        ChainsChoice::Save,
    ]);
    assert!(screen.saying.is_some());
    let Some(Order::Record(entries)) = order else { panic!("{order:?}") };
    let [Entry::Book(BookChange::ChainSet(entry))] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!((entry.chain_id, &entry.nodes, entry.by_user), (31337, &vec![url], false));
}

#[test]
fn every_fault_stands_at_its_field_and_nothing_typed_is_lost() {
    let (screen, order) = typed([
        ChainsChoice::Own,
        ChainsChoice::Type(ChainField::Id, "0x1".to_owned()),
        ChainsChoice::Type(ChainField::Node, "localhost".to_owned()),
        ChainsChoice::Type(ChainField::Confirmations, "no".to_owned()),
        ChainsChoice::Save,
    ]);
    assert!(order.is_none());
    let form = form(&screen);
    for field in [ChainField::Id, ChainField::Name, ChainField::Node, ChainField::Confirmations] {
        assert!(form.error(field).is_some(), "{field:?}");
    }
    assert_eq!((form.chain_id.as_str(), form.typed.as_str()), ("0x1", "localhost"));
}

#[test]
fn a_chain_of_the_list_is_not_added_under_another_name() {
    let (screen, order) = typed([
        ChainsChoice::Own,
        ChainsChoice::Type(ChainField::Id, "1".to_owned()),
        ChainsChoice::Type(ChainField::Name, "Mine".to_owned()),
        ChainsChoice::Type(ChainField::Node, "https://mine.example".to_owned()),
        ChainsChoice::Save,
    ]);
    assert!(order.is_none());
    assert!(form(&screen).error(ChainField::Id).unwrap().contains("Ethereum"));
}

#[test]
fn a_node_of_another_chain_and_one_that_lags_are_named() {
    let test = |node: &str, chain_id, block| NodeTest {
        node: node.to_owned(),
        said: Ok(NodeWord { chain_id, block, milliseconds: 3 }),
    };
    let tests = [test("a", 1, 100), test("b", 1, 90), test("c", 10, 100)];
    let said = differences(1, &tests);
    assert_eq!(said.len(), 2);
    assert!(said[0].starts_with("c is on Optimism") && said[1].starts_with("b is 10 blocks behind"));
    assert!(differences(1, &tests[..1]).is_empty());
}

#[test]
fn a_refused_writing_keeps_the_form() {
    let (screen, _) = typed([ChainsChoice::Edit(1)]);
    let next = finish(Box::new(screen), Done::Failed(Refused::new("journal", "the disk is full")));
    assert_eq!(next.refused.unwrap().message, "the disk is full");
    let Screen::Chains(screen) = next.screen else { panic!() };
    assert_eq!(form(&screen).name, "Ethereum");
}
