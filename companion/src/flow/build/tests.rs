//! The form: what is chosen by itself, what is wrong where, and what becomes of what was typed.

use proptest::prelude::*;
use shared::eth::U256;

use super::*;
use crate::{build::form::Entry, draft::Wish, example, flow::samples};

struct Table {
    screen: Build,
    shown: Shown,
    order: Option<Order>,
}

impl Table {
    fn new() -> Self {
        Self { screen: Build::default(), shown: samples::shown(Vec::new()), order: None }
    }

    fn choose(&mut self, choice: BuildChoice) -> &mut Self {
        let next = build(Box::new(std::mem::take(&mut self.screen)), &self.shown, choice);
        let Screen::Build(screen) = next.screen else { panic!("it stays on this screen") };
        (self.screen, self.order) = (*screen, next.order);
        self
    }

    fn write(&mut self, at: At, text: &str) -> &mut Self {
        self.choose(BuildChoice::Type(at, text.to_owned()))
    }

    fn function(&mut self, name: &str) -> &mut Self {
        let contract = self.screen.contract(&self.shown).unwrap();
        let forms = forms_of(contract, true).into_iter().map(|form| form.signature);
        let signature = forms.into_iter().find(|signature| signature.name() == name).unwrap();
        self.choose(BuildChoice::Function(signature))
    }

    fn wish(&mut self) -> Wish {
        self.choose(BuildChoice::Check);
        match self.order.take() {
            Some(Order::Draft { wish, .. }) => *wish,
            other => panic!("{other:?}, {:?}", self.screen.wrong),
        }
    }

    fn wrong(&mut self) -> Vec<At> {
        self.choose(BuildChoice::Check);
        assert!(self.order.is_none());
        self.screen.wrong.iter().map(|(at, _)| at.clone()).collect()
    }
}

#[test]
fn chain_key_and_contract_need_no_choice_where_there_is_only_one() {
    let mut table = Table::new();
    let pause = forms_of(table.screen.contract(&table.shown).unwrap(), false)
        .into_iter()
        .find(|form| form.fields.is_empty())
        .unwrap();
    let wish = table.choose(BuildChoice::Function(pause.signature.clone())).wish();
    assert_eq!(wish.intent.to, Some(example::CONTRACT_ADDRESS));
    assert_eq!(wish.intent.data[..], pause.signature.selector());
    assert_eq!(wish.key.address, table.shown.book.keys[0].address);
    assert!(wish.abi.is_some());
}

#[test]
fn only_a_call_of_the_chosen_contract_is_told_in_the_words_of_its_abi() {
    let mut table = Table::new();
    let other = table.shown.book.keys[0].address.to_string();
    assert!(table.function("pause").wish().abi.is_some());
    table.write(At::To, &other).write(At::Value, "1 gwei").write(At::Data, "0x8456cb59");
    table.write(At::Signature, "pause()");
    for what in [What::Plain, What::Signature, What::Data] {
        let wish = table.choose(BuildChoice::What(what)).wish();
        assert!(wish.abi.is_none() && wish.intent.to != Some(example::CONTRACT_ADDRESS), "{what:?}");
    }
}

#[test]
fn an_argument_may_be_a_name_from_the_book() {
    let mut table = Table::new();
    let name = table.shown.book.keys[0].name.clone();
    let wish = table.function("transferOwnership").write(At::Argument(vec![0]), &name).wish();
    assert!(wish.intent.data.ends_with(table.shown.book.keys[0].address.as_slice()));
}

#[test]
fn every_fault_stands_at_its_field_and_nothing_typed_is_lost() {
    let mut table = Table::new();
    assert_eq!(table.wrong(), [At::Function]);
    table.function("transferOwnership").write(At::Argument(vec![0]), "Treasurey").write(At::Nonce, "x");
    assert_eq!(table.wrong(), [At::Argument(vec![0]), At::Nonce]);
    assert!(table.screen.more, "a wrong field is in sight");
    let said = table.screen.error(&At::Argument(vec![0])).unwrap().to_owned();
    assert!(said.contains("name in the book"), "{said}");
    assert_eq!(table.screen.call().unwrap().entries, [Entry::from("Treasurey")]);
    table.write(At::Argument(vec![0]), "x");
    assert!(table.screen.error(&At::Argument(vec![0])).is_none(), "what is typed anew is judged anew");
}

#[test]
fn a_mnemonic_is_no_purpose() {
    let mut table = Table::new();
    table.function("pause").write(At::Purpose, &format!("{}about", "abandon ".repeat(11)));
    assert_eq!(table.wrong(), [At::Purpose]);
    assert!(!table.screen.error(&At::Purpose).unwrap().contains("abandon"));
}

#[test]
fn what_was_typed_for_one_way_stays_while_another_is_looked_at() {
    let mut table = Table::new();
    table.function("transferOwnership").write(At::Argument(vec![0]), "0x12");
    table.choose(BuildChoice::What(What::Plain)).write(At::Value, "1.5 ether");
    table.choose(BuildChoice::What(What::Call));
    assert_eq!(table.screen.call().unwrap().entries, [Entry::from("0x12")]);
    assert_eq!(table.screen.value, "1.5 ether");
}

#[test]
fn coins_are_sent_with_their_unit_and_never_to_a_function_that_takes_none() {
    let mut table = Table::new();
    let to = example::CONTRACT_ADDRESS.to_string();
    table.choose(BuildChoice::What(What::Plain)).write(At::To, &to).write(At::Value, "1.5 ether");
    assert_eq!(table.wish().intent.value, U256::from(15) * U256::from(10).pow(U256::from(17)));
    let wish = table.choose(BuildChoice::What(What::Call)).function("pause").wish();
    assert_eq!(wish.intent.value, U256::ZERO);
    table.choose(BuildChoice::What(What::Plain));
    for (value, taken) in [("", false), ("1,5 ether", false), ("-1", false), ("20 gwei", true)] {
        assert_eq!(table.write(At::Value, value).wrong_or_order(), taken, "{value}");
    }
}

impl Table {
    fn wrong_or_order(&mut self) -> bool {
        self.choose(BuildChoice::Check);
        self.order.take().is_some()
    }
}

#[test]
fn a_signature_makes_a_form_whose_lists_grow_shrink_and_fold() {
    let mut table = Table::new();
    table.choose(BuildChoice::What(What::Signature)).write(At::To, &example::CONTRACT_ADDRESS.to_string());
    table.write(At::Signature, "set((address,uint256)[] parts)");
    let list = vec![0];
    table.choose(BuildChoice::Add(list.clone())).choose(BuildChoice::Add(list.clone()));
    let key = table.shown.book.keys[0].address.to_string();
    for (place, text) in [([0, 0, 0], key.as_str()), ([0, 0, 1], "30 days"), ([0, 1, 1], "7")] {
        table.write(At::Argument(place.to_vec()), text);
    }
    assert_eq!(table.wrong(), [At::Argument(vec![0, 1, 0])]);
    table.choose(BuildChoice::Drop(vec![0, 1]));
    let in_parts = table.wish().intent.data;
    table.choose(BuildChoice::Fold(list.clone()));
    assert_eq!(table.screen.call().unwrap().entries, [Entry::Text(format!("[({key}, 30 days)]"))]);
    assert_eq!(table.wish().intent.data, in_parts);
    table.choose(BuildChoice::Fold(list));
    assert!(
        matches!(table.screen.call().unwrap().entries.as_slice(), [Entry::Parts(parts)] if parts.len() == 1)
    );
    assert_eq!(table.wish().intent.data, in_parts);
}

#[test]
fn a_list_that_cannot_be_shown_in_parts_says_why_and_stays_as_it_was_typed() {
    let mut table = Table::new();
    table
        .choose(BuildChoice::What(What::Signature))
        .write(At::Signature, "f(uint256[],string[256][256][256])");
    assert_eq!(table.screen.call().unwrap().entries[1], Entry::from(""));
    table.choose(BuildChoice::Fold(vec![0])).write(At::Argument(vec![0]), "[1, x]");
    table.choose(BuildChoice::Fold(vec![0]));
    assert_eq!(table.screen.call().unwrap().entries[0], Entry::from("[1, x]"));
    assert!(table.screen.error(&At::Argument(vec![0])).unwrap().contains('x'));
}

#[test]
fn raw_data_is_hex_or_refused() {
    let mut table = Table::new();
    table.choose(BuildChoice::What(What::Data)).write(At::To, &example::CONTRACT_ADDRESS.to_string());
    for (data, taken) in
        [("0x8456cb59", true), ("8456 cb59", true), ("0x", true), ("0x1", false), ("zz", false), ("", false)]
    {
        assert_eq!(table.write(At::Data, data).wrong_or_order(), taken, "{data}");
    }
}

#[test]
fn an_artifact_makes_the_form_of_a_creation_and_a_wrong_one_is_refused_at_its_field() {
    let mut table = Table::new();
    table.choose(BuildChoice::What(What::Deploy));
    assert_eq!(table.wrong(), [At::Artifact]);
    table.write(At::Artifact, "Token.json").choose(BuildChoice::Read(At::Artifact));
    assert!(matches!(&table.order, Some(Order::ReadFile(path)) if path.ends_with("Token.json")));
    let artifact = r#"{"abi":[{"type":"constructor","stateMutability":"nonpayable","inputs":[{"name":"cap","type":"uint256"}]}],"bytecode":"0x6001"}"#;
    for (text, taken) in [("{}", false), (artifact, true)] {
        let screen = std::mem::take(&mut table.screen);
        let Screen::Build(screen) =
            finish(Box::new(screen), &table.shown, Done::FileRead(text.to_owned())).screen
        else {
            panic!()
        };
        table.screen = *screen;
        assert_eq!(table.screen.creation.is_some(), taken);
        assert_eq!(table.screen.error(&At::Artifact).is_none(), taken);
    }
    let wish = table.write(At::Argument(vec![0]), "2 weeks").wish();
    assert_eq!((wish.intent.to, wish.intent.data.len()), (None, 34));
}

#[test]
fn authorizations_are_read_from_json_and_all_else_is_refused() {
    let one = r#"{"chainId":"0x7a69","address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","nonce":"0x1","yParity":"0x0","r":"0x1","s":"0x2"}"#;
    let other_chain = one.replace("0x7a69", "0x1");
    let unsigned = one.replace(r#""s":"0x2""#, r#""s":"0x0""#);
    let mut table = Table::new();
    table.choose(BuildChoice::What(What::Delegate)).write(At::To, &example::CONTRACT_ADDRESS.to_string());
    for (text, taken) in [
        (one.to_owned(), true),
        (format!("[{one},{one}]"), true),
        (other_chain, false),
        (unsigned, false),
        ("[]".to_owned(), false),
        ("x".to_owned(), false),
    ] {
        table.write(At::Authorizations, "a.json");
        let screen = std::mem::take(&mut table.screen);
        let Screen::Build(screen) =
            finish(Box::new(screen), &table.shown, Done::FileRead(text.clone())).screen
        else {
            panic!()
        };
        table.screen = *screen;
        assert_eq!(table.wrong_or_order(), taken, "{text}");
    }
}

#[test]
fn without_a_key_or_a_chain_the_screen_says_what_comes_first() {
    assert!(Build::missing(&Shown::default()).unwrap().contains("No chain"));
    let mut shown = samples::shown(Vec::new());
    assert!(Build::missing(&shown).is_none());
    shown.book.keys.clear();
    assert!(Build::missing(&shown).unwrap().contains("key card"));
}

proptest! {
    #[test]
    fn no_text_in_any_field_makes_the_form_panic(text in r#"[\[\](),"\\0-9a-fx .-]{0,40}"#) {
        let mut table = Table::new();
        for what in What::ALL {
            table.choose(BuildChoice::What(what.0));
            for at in [At::To, At::Signature, At::Data, At::Value, At::Nonce, At::Gas, At::Argument(vec![0])] {
                table.write(at, &text);
            }
            table.choose(BuildChoice::Fold(vec![0])).choose(BuildChoice::Check);
        }
    }
}
