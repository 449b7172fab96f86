//! From what is typed to what is wanted; what is wrong stands at its field.

use shared::{
    abi::{Artifact, units},
    eth::{Address, U256, address, authorization::SignedAuthorization},
    wire::KeyCard,
};

use super::{At, Build, Call, What};
use crate::{
    book::Key,
    build::{AskedKey, TxIntent, authorizations, form::deployment},
    draft::Wish,
    flow::{Order, Shown},
    secrets,
};

/// The order that asks the nodes; nothing where a field is wrong, and that is said there.
pub(super) fn check(screen: &mut Build, shown: &Shown) -> Option<Order> {
    screen.wrong.clear();
    screen.picking = None;
    let mut wrong = Vec::new();
    let chain = screen.chain(shown).map(|chain| chain.chain_id);
    if chain.is_none() {
        wrong.push((At::Chain, "choose the chain".to_owned()));
    }
    let key = match screen.key(shown) {
        None => Err("choose the key that signs".to_owned()),
        Some(key) => asked(shown, key),
    };
    let key = key.map_err(|said| wrong.push((At::Key, said))).ok();
    let intent = intent(screen, shown, &mut wrong);
    let nonce = number(&screen.nonce).map_err(|said| wrong.push((At::Nonce, said))).ok();
    let gas = number(&screen.gas).map_err(|said| wrong.push((At::Gas, said))).ok();
    if let Err(error) = secrets::refuse("words of the purpose", &screen.purpose) {
        wrong.push((At::Purpose, error.to_string()));
    }
    wrong.extend(screen.against_batch(shown));
    screen.more |= wrong.iter().any(|(at, _)| matches!(at, At::Nonce | At::Gas));
    screen.wrong = wrong;
    if !screen.wrong.is_empty() {
        return None;
    }
    // The contract that is chosen is called by one of the ways alone; the others name another account.
    let abi = match screen.what {
        What::Call => screen.contract(shown).and_then(|contract| Artifact::parse(&contract.abi).ok()),
        What::Plain | What::Signature | What::Data | What::Deploy | What::Delegate => None,
    };
    let nonce = screen.next_in_batch().or(nonce?);
    let wish = Wish { nonce, gas: gas?, legacy: screen.legacy, abi, ..Wish::new(intent?, key?) };
    Some(Order::Draft { chain_id: chain?, wish: Box::new(wish) })
}

/// The key as requests name it, from the card of its device.
fn asked(shown: &Shown, key: &Key) -> Result<AskedKey, String> {
    let device = shown.book.device(&key.device).ok_or("its device is not in the book any more")?;
    let card = KeyCard::decode(&device.ur_type, &device.card).map_err(|error| error.to_string())?;
    AskedKey::at(&card, &key.path, key.address).map_err(|error| error.to_string())
}

type Wrong = Vec<(At, String)>;

fn intent(screen: &Build, shown: &Shown, wrong: &mut Wrong) -> Option<TxIntent> {
    let typed = |wrong: &mut Wrong| {
        let said = called(&screen.to, &screen.names(shown));
        said.map_err(|said| wrong.push((At::To, said))).ok()
    };
    let mut intent = TxIntent::default();
    if screen.takes_value() {
        intent.value = value(&screen.value).map_err(|said| wrong.push((At::Value, said))).unwrap_or_default();
    }
    match screen.what {
        What::Call => {
            let contract = screen.contract(shown);
            if contract.is_none() {
                wrong.push((At::Contract, "choose the contract".to_owned()));
            }
            let data = match &screen.function {
                Some(call) => filled(screen, shown, call, wrong),
                None => {
                    wrong.push((At::Function, "choose the function".to_owned()));
                    None
                }
            };
            (intent.to, intent.data) = (Some(contract?.address), data?.into());
        }
        What::Signature => {
            let to = typed(wrong);
            let data = match &screen.typed {
                Some(call) => filled(screen, shown, call, wrong),
                None => {
                    let said = "write the function such as transferOwnership(address newOwner)".to_owned();
                    wrong.push((At::Signature, said));
                    None
                }
            };
            (intent.to, intent.data) = (Some(to?), data?.into());
        }
        What::Data => {
            let to = typed(wrong);
            let data = bytes(&screen.data).map_err(|said| wrong.push((At::Data, said))).ok();
            (intent.to, intent.data) = (Some(to?), data?.into());
        }
        What::Plain => {
            if screen.value.trim().is_empty() {
                wrong.push((At::Value, "give the amount with its unit, such as 1.5 ether".to_owned()));
            }
            intent.to = Some(typed(wrong)?);
        }
        What::Deploy => match &screen.creation {
            Some(call) => intent.data = filled(screen, shown, call, wrong)?.into(),
            None => {
                let said = "read the compiler's artifact first, such as out/Token.sol/Token.json".to_owned();
                wrong.push((At::Artifact, said));
                return None;
            }
        },
        What::Delegate => {
            let read = screen.authorized.as_deref().ok_or("read the file first".to_owned());
            let list = read.and_then(|text| authorizations_of(screen, shown, text));
            let list = list.map_err(|said| wrong.push((At::Authorizations, said))).ok();
            let to = typed(wrong);
            (intent.to, intent.authorizations) = (Some(to?), list?);
        }
    }
    Some(intent)
}

fn filled(screen: &Build, shown: &Shown, call: &Call, wrong: &mut Wrong) -> Option<Vec<u8>> {
    match call.form.fill(&call.entries, &screen.names(shown)) {
        Ok(data) => Some(data),
        Err(faults) => {
            wrong.extend(faults.into_iter().map(|fault| (At::Argument(fault.at), fault.sentence)));
            None
        }
    }
}

/// An address, or a name from the book.
fn called(text: &str, names: &dyn Fn(&str) -> Option<Address>) -> Result<Address, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("give 0x and 40 hex digits, or a name from the book".to_owned());
    }
    let or_a_name = |error: address::AddressError| match names(text) {
        Some(found) => Ok(found),
        None if text.starts_with("0x") => Err(error.to_string()),
        None => Err(format!("no name in the book is “{text}”, and as an address it is wrong: {error}")),
    };
    address::parse(text).or_else(or_a_name)
}

/// Wei; nothing typed is nothing sent.
fn value(text: &str) -> Result<U256, String> {
    match text.trim() {
        "" => Ok(U256::ZERO),
        text => shared::eth::amount::parse(text).map_err(|error| error.to_string()),
    }
}

fn number(text: &str) -> Result<Option<u64>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let number = units::parse(text).map_err(|error| error.to_string())?;
    u64::try_from(number).map(Some).map_err(|_| "this number is too large".to_owned())
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let digits: String = text.trim().chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
    let bare = digits.strip_prefix("0x").unwrap_or(&digits);
    if bare.is_empty() && digits.is_empty() {
        return Err("give the calldata: 0x and pairs of hex digits".to_owned());
    }
    let is_hex = bare.bytes().all(|byte| byte.is_ascii_hexdigit()) && bare.len().is_multiple_of(2);
    let decoded = is_hex.then(|| alloy::primitives::hex::decode(bare).ok()).flatten();
    decoded.ok_or_else(|| "this is no hex; write 0x and pairs of hex digits".to_owned())
}

/// The authorizations of a file, for the chain that is chosen.
fn authorizations_of(screen: &Build, shown: &Shown, text: &str) -> Result<Vec<SignedAuthorization>, String> {
    let chain = screen.chain(shown).ok_or("choose the chain first: each authorization is for one")?;
    authorizations::read(text.as_bytes(), chain.chain_id)
}

/// A file of authorizations was read.
pub(super) fn take_authorizations(screen: &mut Build, shown: &Shown, text: String) {
    screen.wrong.retain(|(at, _)| *at != At::Authorizations);
    match authorizations_of(screen, shown, &text) {
        Ok(_) => screen.authorized = Some(text),
        Err(said) => screen.wrong.push((At::Authorizations, said)),
    }
}

/// A compiler's artifact was read.
pub(super) fn take_artifact(screen: &mut Build, text: &str) {
    screen.wrong.retain(|(at, _)| *at != At::Artifact);
    match Artifact::parse(text).and_then(|artifact| deployment(&artifact)) {
        Ok(form) => screen.creation = Some(Call::of(form)),
        Err(error) => screen.wrong.push((At::Artifact, error.to_string())),
    }
}
