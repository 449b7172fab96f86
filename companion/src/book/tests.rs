//! Claims about the books: what may be added, and what a name stands for.

use shared::{
    Refusal as _,
    eth::{Address, Fingerprint},
    wire::{HdKey, KeyPath},
};

use super::*;

/// A device whose account key is the generator of the curve: only addresses that follow from it are looked at.
pub(crate) fn junk_card() -> Device {
    device("Station", [1, 2, 3, 4], [7; 32])
}

fn device(name: &str, fingerprint: [u8; 4], chain_code: [u8; 32]) -> Device {
    const GENERATOR: &str = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    let key = HdKey {
        public_key: alloy::hex::decode(GENERATOR).unwrap().try_into().unwrap(),
        chain_code: Some(chain_code),
        origin: KeyPath {
            path: "m/44'/60'/0'".parse().unwrap(),
            source_fingerprint: Some(Fingerprint(fingerprint)),
            depth: None,
        },
        children: None,
        parent_fingerprint: None,
        name: None,
        note: None,
    };
    Device::of_card(name, "Ada", "crypto-hdkey", &key.encode()).unwrap()
}

fn key(device: &Device, index: u32, name: &str, administers: bool) -> Key {
    Key::of_device(device, &KeyChoice::Index(index), name, administers).unwrap()
}

fn named(name: &str, number: u8, chain_id: Option<u64>) -> Named {
    Named { address: Address::repeat_byte(number), chain_id, name: name.to_owned() }
}

fn kind(book: &Book, change: BookChange) -> Option<&'static str> {
    book.judge(&change).err().map(|error| error.kind().as_str())
}

#[test]
fn one_device_or_one_fingerprint_has_one_administering_key() {
    let (first, twin) = (junk_card(), device("Spare", [1, 2, 3, 4], [8; 32]));
    let other = device("Other", [9, 9, 9, 9], [9; 32]);
    let book = Book {
        keys: vec![key(&first, 0, "Owner", true)],
        devices: vec![first.clone(), twin.clone(), other.clone()],
        ..Book::default()
    };
    for (key, refused, why) in [
        (key(&first, 0, "Owner", true), false, "the same key again"),
        (key(&first, 1, "Upgrader", true), true, "a second one on the device"),
        (key(&twin, 1, "Upgrader", true), true, "another device of the same words"),
        (key(&first, 1, "Drill", false), false, "one that administers nothing"),
        (key(&other, 0, "Upgrader", true), false, "a device of its own"),
    ] {
        let judged = book.judge(&BookChange::KeyUsed(key));
        assert_eq!(judged.is_err(), refused, "{why}: {judged:?}");
        assert_eq!(allowed(judged, Some(ONE_ADMINISTRATIVE_KEY)), Ok(()), "{why}, overridden");
    }
}

#[test]
fn an_override_sets_nothing_else_aside() {
    let first = junk_card();
    let book = Book {
        keys: vec![key(&first, 0, "Owner", true)],
        addresses: vec![named("Taken", 7, None)],
        devices: vec![first.clone()],
        ..Book::default()
    };
    for wrong in [
        key(&first, 1, "Taken", true),
        Key { address: Address::ZERO, ..key(&first, 1, "Upgrader", true) },
        Key { device: "Nobody's".to_owned(), ..key(&first, 1, "Upgrader", true) },
    ] {
        let judged = book.judge(&BookChange::KeyUsed(wrong));
        assert!(allowed(judged, Some(ONE_ADMINISTRATIVE_KEY)).is_err());
    }
}

#[test]
fn a_name_stands_for_one_address_on_a_chain() {
    let book =
        Book { addresses: vec![named("Treasury", 1, Some(1)), named("Ada", 2, None)], ..Book::default() };
    for (change, taken, why) in [
        (named("Treasury", 1, Some(1)), true, "the same again"),
        (named("treasury", 3, Some(1)), false, "capitals make no other name"),
        (named("Treasury", 3, Some(10)), true, "on another chain"),
        (named("Treasury", 3, None), false, "everywhere includes that chain"),
        (named("Ada", 3, Some(5)), false, "that one is everywhere"),
        (named("Grace", 2, None), true, "another name for the address"),
    ] {
        assert_eq!(book.judge(&BookChange::AddressNamed(change)).is_ok(), taken, "{why}");
    }
    assert_eq!(book.address_of(1, " TREASURY "), Some(Address::repeat_byte(1)));
    assert_eq!(book.address_of(10, "Treasury"), None);
    assert_eq!(book.address_of(10, "ada"), Some(Address::repeat_byte(2)));
    assert_eq!(book.name_of(1, Address::repeat_byte(1)), Some("Treasury"));
    assert_eq!(book.name_of(10, Address::repeat_byte(1)), None);
}

#[test]
fn a_name_reads_as_what_it_is() {
    for (name, taken, why) in [
        ("Schatzkammer 金庫", true, "letters of any script"),
        ("", false, "nothing"),
        (" Ada", false, "a space in front"),
        ("a\u{202e}b", false, "turned around"),
        ("a\u{200b}b", false, "invisible"),
        ("two\nlines", false, "a line break"),
        ("0xf39F", false, "like an address"),
        ("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266", false, "an address without 0x"),
        (&"n".repeat(NAME_CHARS_MAX), true, "the limit itself"),
        (&"n".repeat(NAME_CHARS_MAX + 1), false, "one past the limit"),
    ] {
        let refused = kind(&Book::default(), BookChange::AddressNamed(named(name, 1, None)));
        assert_eq!(refused.is_none(), taken, "{why}");
        assert!(taken || refused == Some("name"), "{why}");
    }
}

#[test]
fn a_card_with_a_private_key_or_of_another_device_is_refused() {
    let station = junk_card();
    let book = Book { devices: vec![station.clone()], ..Book::default() };
    assert_eq!(kind(&book, BookChange::DeviceAdded(station.clone())), None, "its card again");
    let other = device("Station", [9, 9, 9, 9], [7; 32]);
    assert_eq!(kind(&book, BookChange::DeviceAdded(other)), Some("fingerprint-mismatch"));
    let lie = Device { fingerprint: Fingerprint([5; 4]), name: "Lie".to_owned(), ..station.clone() };
    assert_eq!(kind(&book, BookChange::DeviceAdded(lie)), Some("fingerprint-mismatch"));
    // Key 2 (is-private) true, in front of the others; the map has one entry more.
    let mut private = station.card.clone();
    private[0] += 1;
    private.splice(1..1, [0x02, 0xf5]);
    let refused = Device::of_card("Private", "Ada", "crypto-hdkey", &private).unwrap_err();
    assert_eq!(refused.kind().as_str(), "private-key");
    assert!(Device::of_card("Unknown", "Ada", "crypto-psbt", &station.card).is_err());
}

#[test]
fn what_is_not_in_the_book_cannot_be_taken_out() {
    let (address, chain_id) = (Address::ZERO, 1);
    for change in [
        BookChange::DeviceRemoved { name: "x".to_owned() },
        BookChange::KeyDropped { address },
        BookChange::AddressForgotten { address, chain_id: None },
        BookChange::ChainRemoved { chain_id },
        BookChange::ContractRemoved { address, chain_id },
    ] {
        assert_eq!(kind(&Book::default(), change), Some("not-in-book"));
    }
}

#[test]
fn a_chain_has_an_id_names_and_nodes_that_can_be_asked_and_a_contract_an_abi() {
    let chain = |nodes: &[&str]| ChainEntry {
        chain_id: 7,
        name: "Seven".to_owned(),
        coin: "SEV".to_owned(),
        nodes: nodes.iter().map(|node| (*node).to_owned()).collect(),
        confirmations: 3,
        by_user: true,
    };
    let judge = |chain| kind(&Book::default(), BookChange::ChainSet(chain));
    assert_eq!(judge(chain(&["http://127.0.0.1:1", "wss://rpc.example/KEY"])), None);
    assert_eq!(judge(chain(&["ftp://rpc.example"])), Some("url"));
    assert_eq!(judge(chain(&["http://a"; nodes::NODES_MAX + 1])), Some("chain"));
    assert_eq!(judge(ChainEntry { chain_id: 0, ..chain(&[]) }), Some("chain"));
    assert_eq!(judge(ChainEntry { confirmations: 0, ..chain(&[]) }), Some("chain"));
    assert_eq!(judge(ChainEntry { coin: String::new(), ..chain(&[]) }), Some("name"));
    let contract = |abi: &str| {
        let (address, name) = (Address::repeat_byte(1), "Treasury".to_owned());
        kind(
            &Book::default(),
            BookChange::ContractSet(Contract { address, chain_id: 1, name, abi: abi.to_owned() }),
        )
    };
    assert_eq!((contract("[]"), contract("[1]")), (None, Some("abi-file")));
}
