//! Typed data that is known by heart: the table `assets/typed_data.tsv`, and what its rows make of a document.
//!
//! A document is of a row only if every member has the row's type, name and place. May not enter: a name alone.

use super::{
    super::{
        Notes, Severity, TooMuch,
        call::{self, Call, Party, Run},
    },
    order, safe, user_operation,
    values::{Values, absolute},
};
use crate::{
    abi::readings,
    eth::{Address, U256},
    review::UndoneBy,
};
use std::sync::LazyLock;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct KnownType {
    /// encodeType, perhaps with one `*`.
    pub(super) pattern: &'static str,
    pub(super) finding: &'static str,
    severity: Severity,
    undone_by: UndoneBy,
    reads: Vec<Read>,
    pub(super) effect: &'static str,
    pub(super) item_effect: Option<&'static str>,
}

/// What a row reads beside its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// A number that may be more than there is.
    Amount(&'static str),
    /// Everything, where it is true.
    All(&'static str),
    /// When it ends, and what 0 is.
    Until(&'static str, Zero),
    /// Who must sign.
    Signer(&'static str),
    /// Who makes a call, to whom, with which value and data, and a Safe's operation, where there is one.
    Call([&'static str; 4], Option<&'static str>),
    /// A list whose items have an effect each.
    Each(&'static str),
    /// The account of a user operation.
    Account(&'static str),
    Safe,
    SafeMessage,
    Order,
}

/// What an end of 0 means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    /// The year 1970.
    Past,
    /// There is no end.
    Never,
    /// The moment at which it is sent to the chain.
    Now,
}

static TABLE: LazyLock<Vec<KnownType>> = LazyLock::new(|| {
    // Rows that do not parse would be missing here; a test holds the count against the file.
    rows().filter_map(row).collect()
});

pub(super) fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../../../assets/typed_data.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

pub(super) fn row(line: &'static str) -> Option<KnownType> {
    let mut columns = line.split('\t');
    Some(KnownType {
        pattern: columns.next()?,
        finding: columns.next()?,
        severity: Severity::named(columns.next()?)?,
        undone_by: UndoneBy::named(columns.next()?)?,
        reads: columns.next()?.split(' ').filter(|read| *read != "-").map(read).collect::<Option<_>>()?,
        effect: columns.next()?,
        item_effect: columns.next(),
    })
}

fn read(word: &'static str) -> Option<Read> {
    let (name, of) = word.split_once(':').unwrap_or((word, ""));
    let call = || {
        let mut parts = of.split(',');
        let call = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
        Some(Read::Call(call, parts.next()))
    };
    match name {
        "amount" => Some(Read::Amount(of)),
        "all" => Some(Read::All(of)),
        "until" => Some(Read::Until(of, Zero::Past)),
        "until0" => Some(Read::Until(of, Zero::Never)),
        "until-now" => Some(Read::Until(of, Zero::Now)),
        "signer" => Some(Read::Signer(of)),
        "call" => call(),
        "each" => Some(Read::Each(of)),
        "account" => Some(Read::Account(of)),
        "safe" => Some(Read::Safe),
        "safe-message" => Some(Read::SafeMessage),
        "order" => Some(Read::Order),
        _ => None,
    }
}

impl KnownType {
    /// The row of an encodeType, if one has exactly these members.
    pub(super) fn of(encode_type: &str) -> Option<&'static Self> {
        TABLE.iter().find(|row| fits(row.pattern, encode_type))
    }

    /// Whether some row calls itself so.
    pub(super) fn has_name(primary_type: &str) -> bool {
        TABLE.iter().any(|row| row.pattern.split('(').next() == Some(primary_type))
    }

    /// Notes what a signature does.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub(super) fn describe(
        &self,
        notes: &mut Notes<'_>,
        values: &Values<'_>,
        signer: Address,
    ) -> Result<(), TooMuch> {
        let effect = values.fill(self.effect, "");
        notes.act(effect.clone(), self.undone_by, 0, |notes| {
            notes.warn(self.finding, self.severity, effect);
            self.reads(notes, values, "", signer);
            self.calls(notes, values, signer)
        })
    }

    /// The lines and warnings of the whole, or of one item.
    fn reads(&self, notes: &mut Notes<'_>, values: &Values<'_>, item: &str, signer: Address) {
        let whole = item.is_empty();
        let here = |path: &&str| path.starts_with('.') != whole;
        for read in &self.reads {
            match read {
                Read::Amount(path) if here(path) => _ = amount(notes, values, &absolute(path, item)),
                Read::All(path) if whole && values.is_true(path) => notes.warn(
                    "unlimited-approval",
                    Severity::Critical,
                    format!("{path} is true: that is all there is, now and later."),
                ),
                Read::Until(path, zero) if here(path) => until(notes, values, &absolute(path, item), *zero),
                Read::Signer(path) if whole => must_sign(notes, values, path, signer),
                Read::Account(path) if whole => user_operation::describe(notes, values, path),
                Read::Safe if whole => safe::transaction(notes, values),
                Read::SafeMessage if whole => safe::message(notes, values),
                _ => {}
            }
        }
    }

    /// What stands inside: calls, and the items of a list.
    fn calls(&self, notes: &mut Notes<'_>, values: &Values<'_>, signer: Address) -> Result<(), TooMuch> {
        for read in &self.reads {
            match read {
                Read::Call(call, operation) => inner_call(notes, values, *call, *operation)?,
                Read::Order => order::describe(notes, values, signer)?,
                Read::Each(list) => {
                    for item in values.items(list) {
                        let effect = values.fill(self.item_effect.unwrap_or_default(), &item);
                        notes.act(effect, self.undone_by, 0, |notes| {
                            self.reads(notes, values, &item, signer);
                            Ok(())
                        })?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether an encodeType is that of a pattern: the same text, but for one member where the pattern has `*`.
pub(super) fn fits(pattern: &str, encode_type: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == encode_type };
    let Some((end, structs)) = rest.split_once(')') else { return false };
    let Some((member, declared)) = encode_type.strip_prefix(head).and_then(|text| text.split_once(')'))
    else {
        return false;
    };
    let declared: Vec<_> = declared.split_inclusive(')').collect();
    member.ends_with(end)
        && !member.contains(',')
        && structs.split_inclusive(')').all(|wanted| declared.contains(&wanted))
}

/// Notes the call that a document asks somebody to make.
fn inner_call(
    notes: &mut Notes<'_>,
    values: &Values<'_>,
    [by, to, value, data]: [&str; 4],
    operation: Option<&str>,
) -> Result<(), TooMuch> {
    let party = |path: &str| values.address(path).map_or(Party::Unnamed, Party::At);
    let data = values.bytes(data).unwrap_or_default();
    let value = values.number(value).unwrap_or_default();
    let operation = operation.map(|path| values.number(path).unwrap_or_default());
    let run = operation.map_or(Run::Call, |operation| call::operation(notes, operation));
    let call = Call { by: party(by), to: party(to), value, data: &data, run, beside: &[] };
    call::describe(notes, call)
}

/// Warns of an amount that is more than there is; whether it is.
pub(super) fn amount(notes: &mut Notes<'_>, values: &Values<'_>, path: &str) -> bool {
    let Some((field, amount)) = values.field(path).zip(values.number(path)) else { return false };
    let bits = field.type_name.strip_prefix("uint").and_then(|bits| bits.parse().ok()).unwrap_or(256_usize);
    // The largest of a small type is a way to say all, too; below 64 bits it is as well a date or a count.
    let largest = bits >= 64 && amount == U256::MAX >> (256 - bits.min(256));
    let unlimited = call::is_unlimited(amount) || largest;
    if unlimited {
        notes.warn(
            "unlimited-approval",
            Severity::Critical,
            format!("{path} is {amount}, more than any supply: all can be taken, now and later."),
        );
    }
    unlimited
}

/// How far away an end deserves a warning: a year, in seconds.
const LONG: u64 = 366 * 86_400;
/// An end that deserves it whatever the time is: the year 2100, in seconds since 1970.
const FAR: u64 = 4_102_444_800;

/// Says when it ends, and warns where that is never, or over.
pub(super) fn until(notes: &mut Notes<'_>, values: &Values<'_>, path: &str, zero: Zero) {
    let Some(end) = values.number(path) else { return };
    match zero {
        Zero::Never if end.is_zero() => {
            notes.signed("Valid until", format!("for ever ({path} is 0)"));
            notes.warn("no-expiry", Severity::Caution, format!("It never expires: {path} is 0."));
            return;
        }
        Zero::Now if end.is_zero() => {
            notes
                .signed("Valid until", format!("the end of the very block that it is sent in ({path} is 0)"));
            return;
        }
        _ => {}
    }
    notes.signed("Valid until", format!("{} ({path})", readings::moment(end)));
    let now = notes.knowledge.now;
    if now.is_some_and(|now| end < U256::from(now)) {
        let sentence =
            format!("By this machine's clock it has expired already: {path} is {}.", readings::moment(end));
        notes.warn("expired", Severity::Info, sentence);
    } else if end > U256::from(now.map_or(FAR, |now| now.saturating_add(LONG))) {
        let sentence = format!("It stays valid for a long time: {path} is {}.", readings::moment(end));
        notes.warn("no-expiry", Severity::Caution, sentence);
    }
}

/// Warns where a document names another account than the one that signs.
pub(super) fn must_sign(notes: &mut Notes<'_>, values: &Values<'_>, path: &str, signer: Address) {
    let Some(named) = values.address(path).filter(|named| *named != signer) else { return };
    notes.warn(
        "other-signer",
        Severity::Caution,
        format!("{path} is {named}, but {signer} would sign. It is worth something only where {named} is a contract that takes this key's signature."),
    );
}
