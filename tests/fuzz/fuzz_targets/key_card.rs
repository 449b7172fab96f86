//! crypto-hdkey, crypto-account and crypto-multi-accounts, and the addresses they give.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::wire::{AccountList, HdKey, KeyCard};

fuzz_target!(|cbor: &[u8]| {
    for ur_type in ["crypto-hdkey", "crypto-account", "crypto-multi-accounts"] {
        let Ok(card) = KeyCard::decode(ur_type, cbor) else { continue };
        _ = card.addresses(2);
        match &card {
            KeyCard::HdKey(key) => assert_eq!(HdKey::decode(&key.encode()).as_ref(), Ok(key)),
            KeyCard::Account(list) | KeyCard::MultiAccounts(list) => {
                assert_eq!(AccountList::decode(&list.encode()).as_ref(), Ok(list));
            }
        }
    }
});
