//! Seaport orders in words: what can be taken, what comes back, and orders that give for nothing.

use super::{
    super::{Notes, Severity, TooMuch},
    known::{Zero, amount, must_sign, until},
    values::Values,
};
use crate::{
    abi::readings,
    eth::{Address, U256},
    review::UndoneBy,
};

pub(super) fn describe(notes: &mut Notes<'_>, values: &Values<'_>, signer: Address) -> Result<(), TooMuch> {
    if values.field("offerer").is_some() {
        one(notes, values, "", signer);
        return Ok(());
    }
    let orders = values.fields.iter().filter(|field| field.type_name == "OrderComponents");
    for order in orders.filter_map(|field| field.path.strip_prefix("message.")) {
        let sentence = format!(
            "Offers {} things for {}, by the order {order}.",
            values.items(&format!("{order}.offer")).count(),
            values.items(&format!("{order}.consideration")).count()
        );
        notes.act(sentence, UndoneBy::Signer, 0, |notes| {
            one(notes, values, &format!("{order}."), signer);
            Ok(())
        })?;
    }
    Ok(())
}

/// One order, whose members stand at `before`.
fn one(notes: &mut Notes<'_>, values: &Values<'_>, before: &str, signer: Address) {
    let at = |name: &str| format!("{before}{name}");
    let offerer = values.address(&at("offerer"));
    must_sign(notes, values, &at("offerer"), signer);
    let mut gives = 0_usize;
    for item in values.items(&at("offer")) {
        gives += 1;
        notes.signed("Gives", thing(values, &item));
        _ = amount(notes, values, &format!("{item}.startAmount"));
    }
    let mut gets = false;
    for item in values.items(&at("consideration")) {
        let recipient = values.address(&format!("{item}.recipient"));
        let whom = match recipient {
            Some(recipient) if Some(recipient) == offerer => "the offerer".to_owned(),
            Some(recipient) => recipient.to_string(),
            None => "nobody".to_owned(),
        };
        notes.signed("Asks for", format!("{}, to {whom}", thing(values, &item)));
        let least = least(values, &item);
        gets |= recipient == offerer && !least.is_zero();
    }
    until(notes, values, &at("endTime"), Zero::Past);
    if gives > 0 && !gets {
        notes.warn(
            "order-for-nothing",
            Severity::Critical,
            "Nothing that the order asks for goes to the offerer: what it gives is given away.".to_owned(),
        );
    }
}

fn least(values: &Values<'_>, item: &str) -> U256 {
    let number = |name: &str| values.number(&format!("{item}.{name}")).unwrap_or_default();
    number("startAmount").min(number("endAmount"))
}

/// `5 units of the token 0x…`, `the item 7 of 0x…`.
fn thing(values: &Values<'_>, item: &str) -> String {
    let number = |name: &str| values.number(&format!("{item}.{name}")).unwrap_or_default();
    let (start, end, id) = (number("startAmount"), number("endAmount"), number("identifierOrCriteria"));
    let token = values.address(&format!("{item}.token")).unwrap_or_default();
    let count = if start == end { start.to_string() } else { format!("{start} changing to {end}") };
    let kind = number("itemType");
    match u8::try_from(kind).unwrap_or(u8::MAX) {
        0 if start == end => readings::coins(start, values.coin),
        0 => format!(
            "{} changing to {}",
            readings::coins(start, values.coin),
            readings::coins(end, values.coin)
        ),
        1 => format!("{count} units of the token {token}"),
        2 => format!("the item {id} of {token}"),
        3 => format!("{count} of the item {id} of {token}"),
        4 | 5 if id.is_zero() => format!("any {count} items of {token}"),
        4 | 5 => format!("any {count} items of {token} from a list that only its hash {id} names"),
        _ => format!("{count} of {token} in a way that is not known here (item type {kind})"),
    }
}
