//! Importing cards, giving keys their job, naming addresses, removing.

use shared::qr::receive::Received;

use super::*;
use crate::{
    book::{Book, Device},
    example,
    flow::samples,
};

fn step(screen: Keys, shown: &Shown, choice: KeysChoice) -> (Keys, Option<Order>) {
    let next = keys(Box::new(screen), shown, choice);
    let Screen::Keys(screen) = next.screen else { panic!("it stays on this screen") };
    (*screen, next.order)
}

fn steps(shown: &Shown, choices: impl IntoIterator<Item = KeysChoice>) -> (Keys, Option<Order>) {
    let start = (Keys::default(), None);
    choices.into_iter().fold(start, |(screen, _), choice| step(screen, shown, choice))
}

fn card() -> Received {
    Received { ur_type: "crypto-hdkey".to_owned(), message: example::card().unwrap().encode() }
}

fn recorded(order: Option<Order>) -> Vec<Entry> {
    match order {
        Some(Order::Record(entries)) => entries,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_card_is_read_from_text_or_path_and_then_named() {
    let shown = Shown { book: Book::default(), ..samples::shown(Vec::new()) };
    for (from, is_text) in [("UR:CRYPTO-HDKEY/AB", true), ("ur:crypto-hdkey/ab", true), ("card.png", false)] {
        let choices =
            [KeysChoice::Import, KeysChoice::Card(CardField::From, from.to_owned()), KeysChoice::Read];
        let order = steps(&shown, choices).1;
        assert_eq!(matches!(order, Some(Order::ReadText(_))), is_text, "{from}");
        assert_eq!(matches!(order, Some(Order::Read(_))), !is_text, "{from}");
    }
    let (screen, _) = steps(&shown, [KeysChoice::Import, KeysChoice::Camera(true)]);
    assert!(screen.looks());
    let Screen::Keys(screen) = seen(Box::new(screen), &card()).screen else { panic!() };
    assert!(!screen.looks(), "the camera has done its work");
    let (screen, order) = step(*screen, &shown, KeysChoice::KeepDevice);
    assert!(order.is_none());
    let KeysPage::Card(form) = &screen.page else { panic!() };
    assert!(form.error(CardField::Name).is_some() && form.error(CardField::Owner).is_some());
    let (screen, _) = step(screen, &shown, KeysChoice::Card(CardField::Name, "Station".to_owned()));
    let (screen, _) = step(screen, &shown, KeysChoice::Card(CardField::Owner, " Alice ".to_owned()));
    let (_, order) = step(screen, &shown, KeysChoice::KeepDevice);
    let entries = recorded(order);
    let [Entry::Book(BookChange::DeviceAdded(Device { name, owner, .. }))] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!((name.as_str(), owner.as_str()), ("Station", "Alice"));
}

#[test]
fn what_is_no_card_is_refused_at_its_field() {
    let shown = samples::shown(Vec::new());
    let (screen, _) = steps(&shown, [KeysChoice::Import]);
    let other = Received { ur_type: "eth-signature".to_owned(), message: vec![0xa0] };
    let Screen::Keys(screen) = seen(Box::new(screen), &other).screen else { panic!() };
    let KeysPage::Card(form) = &screen.page else { panic!() };
    assert!(form.error(CardField::From).unwrap().contains("no key card"));
}

#[test]
fn a_second_administering_key_on_a_device_needs_a_reason_that_is_journalled() {
    let mut shown = samples::shown(Vec::new());
    shown.book.keys[0].administers = true;
    let choices = [
        KeysChoice::UseKey(example::DEVICE.to_owned()),
        KeysChoice::Pick(3),
        KeysChoice::KeyName("Second".to_owned()),
        KeysChoice::Administers(true),
        KeysChoice::KeepKey,
    ];
    let (screen, order) = steps(&shown, choices);
    assert!(order.is_none());
    assert!(matches!(screen.page, KeysPage::Override(_)));
    let (screen, order) = step(screen, &shown, KeysChoice::Insist);
    assert!(order.is_none(), "not without a reason");
    let reason = "the second station comes on Monday".to_owned();
    let (screen, _) = step(screen, &shown, KeysChoice::Reason(reason.clone()));
    let entries = recorded(step(screen, &shown, KeysChoice::Insist).1);
    let [Entry::Overridden { reason: written, .. }, Entry::Book(BookChange::KeyUsed(key))] =
        entries.as_slice()
    else {
        panic!("{entries:?}")
    };
    assert_eq!((written, key.name.as_str()), (&reason, "Second"));
}

#[test]
fn a_key_that_only_signs_needs_no_reason() {
    let mut shown = samples::shown(Vec::new());
    shown.book.keys[0].administers = true;
    let choices = [
        KeysChoice::UseKey(example::DEVICE.to_owned()),
        KeysChoice::Pick(3),
        KeysChoice::KeyName("Payer".to_owned()),
        KeysChoice::KeepKey,
    ];
    assert_eq!(recorded(steps(&shown, choices).1).len(), 1);
}

#[test]
fn a_name_stands_for_one_address_and_an_address_must_be_one() {
    let shown = samples::shown(Vec::new());
    let taken = shown.book.keys[0].name.clone();
    for (name, address, name_wrong, address_wrong) in [
        ("Safe", "0x0000000000000000000000000000000000000001", false, false),
        ("", "0x0000000000000000000000000000000000000001", true, false),
        (taken.as_str(), "0x0000000000000000000000000000000000000001", true, false),
        ("Safe", "0x01", false, true),
        ("Safe", "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", false, true),
    ] {
        let choices = [
            KeysChoice::Name(None),
            KeysChoice::NameType(NameField::Name, name.to_owned()),
            KeysChoice::NameType(NameField::Address, address.to_owned()),
            KeysChoice::KeepName,
        ];
        let (screen, order) = steps(&shown, choices);
        let KeysPage::Name(form) = &screen.page else { panic!() };
        assert_eq!(form.name_wrong.is_some(), name_wrong, "{name}");
        assert_eq!(form.address_wrong.is_some(), address_wrong, "{address}");
        assert_eq!(order.is_some(), !name_wrong && !address_wrong);
    }
}

#[test]
fn what_was_removed_can_be_put_back_until_something_else_is_done() {
    let shown = samples::shown(Vec::new());
    let key = shown.book.keys[0].clone();
    let choices = [KeysChoice::AskRemove(Removal::Key(key.address)), KeysChoice::Remove];
    let (screen, order) = steps(&shown, choices);
    assert_eq!(recorded(order), [Entry::Book(BookChange::KeyDropped { address: key.address })]);
    let Screen::Keys(screen) = finish(Box::new(screen), Done::Recorded).screen else { panic!() };
    assert_eq!(screen.page, KeysPage::List);
    let (screen, order) = step(*screen, &shown, KeysChoice::Undo);
    assert_eq!(recorded(order), [Entry::Book(BookChange::KeyUsed(key))]);
    assert!(screen.undo.is_none());
}
